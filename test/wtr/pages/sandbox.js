// Draws elements twice over: `?plain` as they are, `?sandboxed` behind an imitation of a sandbox that sanitises what is
// written into templates, with the hook of lit-html that such a host needs. Tells the page around it what was drawn.
const sandboxed = location.search.includes('sandboxed');
const bare = location.search.includes('bare');

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
}

if (sandboxed) {
  // The placeholder of a bound plain attribute gets a prefix that the sanitiser lets pass; lit-html takes the name from
  // its own reading of the template.
  globalThis.litHtmlPolyfillSupport = (Template) => {
    Template.createElement = (html) => {
      const template = document.createElement('template');
      template.innerHTML = String(html).replace(/(\s)([^\s"'<>/=.?@][^\s"'<>/=]*\$lit\$=)/g, '$1.$2');
      return template;
    };
  };
}

/** Takes out the elements and attributes that such a sandbox takes out. */
function sanitise(fragment) {
  for (const element of fragment.querySelectorAll('slot, dialog, foreignObject, script, iframe, object, embed')) {
    element.remove();
  }
  for (const element of fragment.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) {
      const lost = name.endsWith('$lit$') ? !/^[.?@]/.test(name) : /^on|^dominant-baseline$|^style$/.test(name);
      if (lost) element.removeAttribute(name);
    }
  }
}

const csv = `actor,time,event,channel,feature,page,element,x,y,docWidth,docHeight,viewportWidth,viewportHeight
ann,2026-01-01T09:00:00Z,visit,web,Search,/a,top,10,10,1000,2000,1000,800
ann,2026-01-02T09:00:00Z,click,web,Export,/a,top,200,300,1000,2000,1000,800
ann,2026-01-05T09:00:00Z,purchase,sales,Export,/a,end,500,900,1000,2000,1000,800
bob,2026-01-01T10:00:00Z,visit,ads,Search,/a,top,600,700,1000,2000,1000,800
bob,2026-01-03T10:00:00Z,click,email,Share,/a,end,700,1700,1000,2000,1000,800
cat,2026-01-01T11:00:00Z,visit,ads,Search,/a,top,90,90,1000,2000,1000,800
`;

async function draw() {
  await import('/dist/touchpoint-kit.js');
  document.body.innerHTML = '';
  const dataset = document.createElement('tp-dataset');
  dataset.seat = 'page';
  dataset.storage = 'plain';
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
  dataset.source = { kind: 'text', text: csv, name: 'data' };
  const waiting = new Set([...dataset.children]);
  await new Promise((resolve) => {
    dataset.addEventListener('tpready', (event) => {
      waiting.delete(event.target);
      if (waiting.size === 0) resolve();
    });
    setTimeout(resolve, 8000);
  });
  for (const element of dataset.children) await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const element of dataset.children) await element.updateComplete;
  return [...dataset.children].map((element) => [element.localName, htmlOf(element.shadowRoot)]);
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
  (drawn) => parent.postMessage({ drawn }, '*'),
  (error) => parent.postMessage({ drawn: [['error', String(error?.stack ?? error)]] }, '*'),
);
