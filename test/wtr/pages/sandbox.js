// Draws elements with the Salesforce build: `?plain` on a page as it is, `?sandboxed` behind an imitation of Salesforce's
// sandbox, `?bare` behind the same without the build's hook of lit-html. Tells the page around it what was drawn.
const sandboxed = location.search.includes('sandboxed');
const bare = location.search.includes('bare');

/** What was tried that such a sandbox refuses, and the types of the files that were handed over. */
const tried = { workers: 0, requests: 0, files: [] };

for (const name of ['Worker', 'SharedWorker']) {
  globalThis[name] = class {
    constructor() {
      tried.workers++;
      throw new Error(`Cannot create ${name}.`);
    }
  };
}

if (sandboxed || bare) {
  const { set, get } = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
  Object.defineProperty(HTMLTemplateElement.prototype, 'innerHTML', {
    configurable: true,
    get() {
      return get.call(this);
    },
    set(html) {
      set.call(this, html);
      sanitise(this.content);
    },
  });
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (file) => {
    if (/^text\/(csv|javascript|html|xml)|script/.test(file.type)) throw new TypeError('Unsupported MIME type.');
    tried.files.push(file.type);
    return create(file);
  };
  globalThis.fetch = () => {
    tried.requests++;
    return Promise.reject(new TypeError('Nothing is fetched here.'));
  };
  for (const name of ['eval', 'Function']) {
    globalThis[name] = () => {
      throw new EvalError('No text is evaluated here.');
    };
  }
  // A message of a port is copied there, and a copy has no Map.
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...others) {
    refuseMaps(message);
    return post.call(this, message, ...others);
  };
}

if (bare) Object.defineProperty(globalThis, 'litHtmlPolyfillSupport', { get: () => undefined, set() {} });

function refuseMaps(value) {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Map || value instanceof Set) throw new DOMException('No Map is copied here.', 'DataCloneError');
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    Object.values(value).forEach(refuseMaps);
}

/** Attributes of SVG that are no markup to such a sandbox. */
const unknown = /^on|^dominant-baseline$|^pointer-events$|^vector-effect$|^style$/;

/** Takes out the elements and attributes that such a sandbox takes out. */
function sanitise(fragment) {
  for (const element of fragment.querySelectorAll('slot, dialog, foreignObject, script, iframe, object, embed')) {
    element.remove();
  }
  const form = document.createElement('form');
  for (const element of fragment.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      // A name under which the document or a form has something of its own could hide that.
      const hides = (name === 'id' || name === 'name') && (value in document || value in form);
      const lost = name.endsWith('$lit$') ? !/^[.?@]/.test(name) : hides || unknown.test(name);
      if (lost) element.removeAttribute(name);
    }
  }
}

const rows = [
  ['ann', '2026-01-01T09:00:00Z', 'visit', 'web', 'Search', '/a', 'top', 10, 10],
  ['ann', '2026-01-02T09:00:00Z', 'click', 'web', 'Export', '/a', 'top', 200, 300],
  ['ann', '2026-01-05T09:00:00Z', 'purchase', 'sales', 'Export', '/a', 'end', 500, 900],
  ['bob', '2026-01-01T10:00:00Z', 'visit', 'ads', 'Search', '/a', 'top', 600, 700],
  ['bob', '2026-01-03T10:00:00Z', 'click', 'email', 'Share', '/a', 'end', 700, 1700],
  ['cat', '2026-01-01T11:00:00Z', 'visit', 'ads', 'Search', '/a', 'top', 90, 90],
].map(([actor, time, event, channel, feature, page, element, x, y]) => ({
  ...{ actor, time, event, channel, feature, page, element, x, y },
  ...{ docWidth: 1000, docHeight: 2000, viewportWidth: 1000, viewportHeight: 800 },
}));

async function draw() {
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
    script.src = '/dist/salesforce/TouchpointKit.js';
    document.head.append(script);
  });
  document.body.innerHTML = '';
  const dataset = document.createElement('tp-dataset');
  const elements = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  for (const [tag, attributes] of elements) {
    const element = document.createElement(tag);
    element.style.display = 'block';
    element.style.width = '900px';
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    dataset.append(element);
  }
  document.body.append(dataset);
  dataset.asOf = Date.UTC(2026, 0, 6);
  dataset.dataJson = JSON.stringify(rows);
  const ready = new Set();
  dataset.addEventListener('tpready', (event) => ready.add(event.target));
  // Without the hook nothing is sure to come.
  const patience = bare ? 3000 : 30_000;
  await until(() => [...dataset.children].every((element) => ready.has(element)), patience);
  // The scale of a click map comes with its picture.
  const picture = dataset.querySelector('tp-heatmap[page]')?.shadowRoot;
  await until(() => !picture || picture.querySelector('[part~="legend"]'), patience);
  let last = '';
  for (let same = 0; same < 5;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = [...dataset.children].map((element) => htmlOf(element.shadowRoot)).join('');
    same = now === last ? same + 1 : 0;
    last = now;
  }
  const drawn = [...dataset.children].map((element) => [element.localName, htmlOf(element.shadowRoot)]);
  if (sandboxed) await save(dataset.querySelector('tp-funnel'));
  const { seat, attempts } = dataset.engine;
  return { drawn, seat, attempts: attempts.map(({ transport }) => transport), tried };
}

/** Saves the table of an element, by its menu. */
async function save({ shadowRoot }) {
  for (const selector of ['[data-opens="menu"]', '[data-item="csv"]']) {
    await until(() => shadowRoot.querySelector(selector), 30_000);
    shadowRoot.querySelector(selector).click();
  }
  await until(() => tried.files.length > 0, 30_000);
}

async function until(come, patience) {
  for (let waited = 0; waited < patience && !come(); waited += 25)
    await new Promise((resolve) => setTimeout(resolve, 25));
}

/** Markup without lit-html's own marks, and without what depends on the clock. */
function htmlOf(root) {
  if (!root) return '';
  return root.innerHTML
    .replace(/<!--.*?-->/gs, '')
    .replace(/lit\$\d+\$/g, '')
    .replace(/As of [^<]*/g, 'As of')
    .replace(/\s+/g, ' ');
}

draw().then(
  (scene) => parent.postMessage({ scene }, '*'),
  (error) => parent.postMessage({ scene: { drawn: [['error', String(error?.stack ?? error)]], tried } }, '*'),
);
