// The page around the sandbox, or without one: `?mode=plain`, or which of the sandbox's gates are on: `none`,
// `before-264`, `all`.
import { LWS_DEFAULT_GATER_FEATURES, registerGaterEnabledFeatures } from '@locker/shared';
import { evaluateInSandbox } from '@locker/sandbox';

const mode = new URLSearchParams(location.search).get('mode');

if (mode === 'before-264' || mode === 'all') {
  registerGaterEnabledFeatures(
    LWS_DEFAULT_GATER_FEATURES.filter((name) => mode === 'all' || !name.endsWith('changesSince.264')),
  );
}

/** What the scene offers, by name; each takes a text and answers with one. */
let offered = {};
const bridge = { offer: (calls) => (offered = calls) };

globalThis.host = {
  /** @returns {Promise<number>} how long the kit's file took, ms */
  start() {
    return new Promise((loaded, failed) => {
      const endowments = { bridge, loaded, failed: (message) => failed(new Error(message)) };
      if (mode === 'plain') {
        Object.assign(globalThis, endowments);
        loadScripts();
      } else {
        evaluateInSandbox('c', `(${loadScripts.toString()})()`, undefined, endowments);
      }
    });
  },

  /** @returns {Promise<object>} what the scene answered; `longest`: longest time in which nothing else got its turn, ms */
  async call(name, argument) {
    const stop = watchTurns();
    const answer = await new Promise((resolve, reject) => {
      offered[name](JSON.stringify(argument ?? null), resolve, (message) => reject(new Error(message)));
    });
    return { ...JSON.parse(answer), longest: stop() };
  },

  /** What stands in the elements, read from outside the sandbox. */
  drawn() {
    return [...document.querySelectorAll('#stage > * > *')].map((element) => ({
      tag: element.localName,
      html: element.shadowRoot.innerHTML,
      boxes: [...element.shadowRoot.querySelectorAll('*')]
        .filter((part) => part.localName !== 'style')
        .map((part) => {
          const { x, y, width, height } = part.getBoundingClientRect();
          return `${part.localName} ${[x, y, width, height].map((size) => Math.round(size * 10) / 10).join(' ')}`;
        }),
    }));
  },
};

/** Loads the kit as `loadScript` does, by an element. In the sandbox this function's text is evaluated there, and the element's file too. */
function loadScripts() {
  const script = (src) =>
    new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.type = 'text/javascript';
      element.addEventListener('load', resolve);
      element.addEventListener('error', () => reject(new Error(`${src} could not be loaded.`)));
      element.src = src;
      document.head.append(element);
    });
  const began = performance.now();
  script('/TouchpointKit.js')
    .then(() => performance.now() - began)
    .then((took) => script('/scene.js').then(() => globalThis.loaded(took)))
    .catch((error) => globalThis.failed(String(error)));
}

/** Measures how long a message of the page's own waits for its turn. */
function watchTurns() {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  return () => {
    port1.close();
    return Math.max(longest, performance.now() - last);
  };
}
