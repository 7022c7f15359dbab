import type { TpDataset } from '../dataset/dataset.js';
import { readInit, readToFrame } from './messages.js';
import {
  embedVersion,
  type EmbedConfig,
  type EmbedTheme,
  type HelloMessage,
  type ToFrame,
  type ToPage,
} from './messages.js';

// The document inside the frame: greets the page around it, and shows what that asks for. It trusts its page only after
// a window message of an origin on its own list; the port that came with it carries everything else.

/** What the frame needs of its surroundings. */
export interface FramePlace {
  readonly window: Window;
  /** Where title, elements and messages of its own stand. */
  readonly root: HTMLElement;
  /** Origins that may show the frame. */
  readonly origins: readonly string[];
  readonly dataset: TpDataset;
}

/** Attributes are text; what an element does not know is left out. */
function elementOf(document: Document, { type, attributes = {} }: EmbedConfig['widgets'][number]): HTMLElement {
  const element = document.createElement(`tp-${type}` as string);
  const known = (element.constructor as { observedAttributes?: readonly string[] }).observedAttributes ?? [];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'id' || known.includes(name)) element.setAttribute(name, value);
  }
  return element;
}

/**
 * Greets the page and shows what it asks for, until it says `destroy`.
 * @returns what ends it: listeners, the port and the dataset's elements go
 */
export function startFrame({ window, root, origins, dataset }: FramePlace): () => void {
  const { document } = window;
  const ended = new AbortController();
  const { signal } = ended;
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  let port: MessagePort | null = null;
  let waiting: ToFrame[] = [];
  let due = false;

  const say = (message: ToPage): void => port?.postMessage(message);

  /** Of messages that replace each other only the last one counts; a flood costs no more than what is drawn. */
  const take = (message: ToFrame): void => {
    waiting = waiting.filter(({ type }) => type !== message.type);
    waiting.push(message);
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      for (const one of waiting.splice(0)) carryOut(one);
    });
  };

  const carryOut = (message: ToFrame): void => {
    switch (message.type) {
      case 'config':
        return configure(message.config);
      case 'theme':
        return showTheme(document, message.theme);
      case 'data':
        dataset.source = message.data;
        return;
      case 'select':
        dataset.selection = message.selection;
        return;
      case 'destroy':
        return end();
    }
  };

  const configure = ({ title, widgets, mapping, asOf }: EmbedConfig): void => {
    const parts: HTMLElement[] = [];
    if (title !== undefined) {
      const heading = document.createElement('h1');
      heading.textContent = title;
      parts.push(heading);
    }
    dataset.mapping = mapping ?? null;
    dataset.asOf = asOf ?? null;
    dataset.replaceChildren(...widgets.map((widget) => elementOf(document, widget)));
    root.replaceChildren(...parts, dataset);
  };

  const end = (): void => {
    ended.abort();
    heights.disconnect();
    port?.close();
    root.replaceChildren();
  };

  let told = -1;
  const heights = new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    say({ type: 'resize', height });
  });

  dataset.addEventListener('tpselection', (event) => say({ type: 'select', selection: event.detail.selection }), {
    signal,
  });
  dataset.addEventListener(
    'tpready',
    (event) => {
      if (event.detail.source !== 'dataset') return;
      const { info, report } = event.detail;
      say({ type: 'ready', rows: info?.rows ?? 0, actors: info?.actors ?? 0, rejected: report?.rejected ?? 0 });
    },
    { signal },
  );
  dataset.addEventListener(
    'tperror',
    ({ detail: { error } }) => say({ type: 'error', code: error.code, message: error.message }),
    { signal },
  );

  window.addEventListener(
    'message',
    (event) => {
      if (port) return;
      const init = readInit(event, window.parent, nonce, origins);
      if (!init) return;
      port = event.ports[0]!;
      port.addEventListener('message', ({ data }) => {
        const message = readToFrame(data);
        if (message) take(message);
      });
      port.start();
      showTheme(document, init.theme);
      configure(init.config);
      heights.observe(root);
    },
    { signal },
  );

  const hello: HelloMessage = { tp: embedVersion, type: 'hello', nonce };
  // Each goes to one origin by name: the browser delivers it there and nowhere else.
  for (const origin of origins) window.parent.postMessage(hello, origin);
  return end;
}

/** Colours, language and tokens of the page around; tokens are no rules, and addresses in them are left out. */
function showTheme(document: Document, { scheme, host, locale, tokens = {} }: EmbedTheme): void {
  const { documentElement } = document;
  if (scheme) documentElement.dataset['tpScheme'] = scheme;
  else delete documentElement.dataset['tpScheme'];
  if (host) documentElement.dataset['tpHost'] = host;
  else delete documentElement.dataset['tpHost'];
  documentElement.lang = locale ?? 'en';
  for (const name of Array.from(documentElement.style)) {
    if (name.startsWith('--tp-') && !Object.hasOwn(tokens, name)) documentElement.style.removeProperty(name);
  }
  for (const [name, value] of Object.entries(tokens)) {
    if (!/url\(|image-set\(|@import/i.test(value)) documentElement.style.setProperty(name, value);
  }
}
