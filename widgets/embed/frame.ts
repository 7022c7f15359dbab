import type { TpDataset } from '../dataset/dataset.js';
import { readAnswer, readInit, readToFrame } from './messages.js';
import {
  embedVersion,
  type EmbedConfig,
  type EmbedTheme,
  type HelloMessage,
  type InitMessage,
  type Stamp,
  type ToFrame,
  type ToPage,
  type TokenReason,
} from './messages.js';
import { newestOf } from './newest.js';
import type { FrameKit } from './parts.js';
import { tokenData, type Token } from './token-data.js';
import { spanMs, type View } from './view.js';

// The document inside the frame: greets the page around it, and shows what that asks for, or the view that its own server
// has for it. It trusts its page only after a message of an origin on its own list; a port carries everything else.

/** What the frame needs of its surroundings. */
export interface FramePlace {
  readonly window: Window;
  /** Where title, elements and messages of its own stand. */
  readonly root: HTMLElement;
  /** Origins that may show the frame. */
  readonly origins: readonly string[];
  /** Those of them that the page around may have: one where the browser tells it. */
  readonly greeted: readonly string[];
  /** The kit, once its scripts are there. */
  readonly kit: Promise<FrameKit>;
  /** What the frame's own server shows; null leaves that to the page. */
  readonly view: View | null;
}

const greetings = 5;
const greetEveryMs = 1000;
const tokenWaitMs = 15_000;
const mostEarly = 20;
const menuFrames = 30;
const roomBelowMenus = 12;

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
export function startFrame({ window, root, origins, greeted, kit: loading, view }: FramePlace): () => void {
  const { document } = window;
  const ended = new AbortController();
  const { signal } = ended;
  const opaque = window.origin === 'null';
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  let port: MessagePort | null = null;
  let sent = 0;
  let meant: number | null = null;

  /** A view may be there before its page has answered. */
  const early: ToPage[] = [];
  const say = (message: ToPage): number => {
    if (port) port.postMessage({ tp: embedVersion, id: ++sent, ...message });
    else if (early.length < mostEarly) early.push(message);
    return sent;
  };
  const fail = (re: number | null, code: string, message: string): void =>
    void say({ type: 'error', re, code, message });

  const carryOut = (message: ToFrame & Stamp, kit: FrameKit): void => {
    const { dataset } = kit;
    switch (message.type) {
      case 'theme':
        page = message.theme;
        return restyle();
      case 'select':
        dataset.selection = message.selection;
        return;
      case 'token':
        return asked?.(message.re, message);
      case 'destroy':
        return end();
      default:
        if (view)
          return fail(message.id, 'spec-invalid', 'This frame shows a view of its own server, and nothing else.');
        meant = message.id;
        if (message.type === 'config') void configure(kit, message.config);
        else dataset.source = message.data;
    }
  };

  /** What the page said last, over the frame's own view. */
  let page: EmbedTheme = {};
  const { lang } = document.documentElement;
  const restyle = (): void => {
    const scheme = page.scheme ?? view?.scheme;
    const host = page.host ?? view?.host;
    showTheme(document, {
      ...(scheme ? { scheme } : {}),
      ...(host ? { host } : {}),
      locale: page.locale ?? view?.locale ?? lang,
      tokens: { ...view?.tokens, ...page.tokens },
    });
  };

  let mappingText = '';
  let configured = 0;
  const configure = async (kit: FrameKit, { title, widgets, mapping, asOf }: EmbedConfig): Promise<void> => {
    const { dataset } = kit;
    const turn = ++configured;
    // An equal mapping is another object each time, and another mapping reads the data again.
    const text = JSON.stringify(mapping ?? null);
    if (text !== mappingText) dataset.mapping = mapping ?? null;
    mappingText = text;
    dataset.asOf = asOf ?? null;
    try {
      await kit.define(widgets.map(({ type }) => type));
    } catch (thrown) {
      return fail(meant, 'part-missing', `A part of the frame cannot be loaded: ${String(thrown)}`);
    }
    if (turn !== configured || signal.aborted) return;
    const parts: HTMLElement[] = [];
    if (title !== undefined) {
      const heading = document.createElement('h1');
      heading.textContent = title;
      parts.push(heading);
    }
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
  const measure = (): void => {
    const { top, height: own } = root.getBoundingClientRect();
    const height = Math.ceil(Math.max(own, ...lowest(root).map((bottom) => bottom - top + roomBelowMenus)));
    if (height === told || signal.aborted) return;
    told = height;
    say({ type: 'resize', height });
  };
  const heights = new ResizeObserver(measure);
  // Nothing tells that a menu opened, or closed. It does so on a click or a key, and then within some frames.
  let watched = 0;
  const watchMenus = (): void => {
    const begin = watched === 0;
    watched = menuFrames;
    const next = (): void => {
      measure();
      if (--watched > 0) requestAnimationFrame(next);
    };
    if (begin) requestAnimationFrame(next);
  };
  for (const type of ['click', 'keyup', 'focusout']) document.addEventListener(type, watchMenus, { signal });

  let accepted: () => void;
  const talking = new Promise<void>((resolve) => (accepted = resolve));
  const accept = async (init: InitMessage, own: MessagePort): Promise<void> => {
    if (port || signal.aborted) return;
    port = own;
    clearInterval(greeting);
    page = init.theme;
    restyle();
    const kit = await loading;
    if (signal.aborted) return;
    const take = newestOf<ToFrame & Stamp>((one) => carryOut(one, kit), {}, signal);
    own.addEventListener('message', ({ data }) => {
      const message = readToFrame(data);
      if (message) take(message);
    });
    own.start();
    if (!view) void configure(kit, init.config);
    for (const message of early.splice(0)) say(message);
    heights.observe(root);
    accepted();
  };

  window.addEventListener(
    'message',
    (event) => {
      if (port) return;
      const init = readInit(event, window.parent, nonce, origins);
      if (init) void accept(init, event.ports[0]!);
    },
    { signal },
  );

  // Each greeting goes to one origin by name: the browser delivers it there and nowhere else. To an opaque origin nothing
  // can be addressed, so that its answer has to come by a port that only such a page was given.
  const greet = (): void => {
    const hello: HelloMessage = { tp: embedVersion, type: 'hello', nonce };
    for (const origin of greeted) {
      if (!opaque) window.parent.postMessage(hello, origin);
      else {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener(
          'message',
          ({ data }) => {
            const init = port ? null : readAnswer(data, nonce);
            if (init) void accept(init, port1);
          },
          { signal },
        );
        port1.start();
        window.parent.postMessage(hello, origin, [port2]);
      }
    }
  };
  let count = 0;
  const greeting = setInterval(() => {
    // A page that listens late hears a later one. A port is answered at once, so the elements must be there by then.
    if (++count >= greetings) clearInterval(greeting);
    else if (!opaque || ready) greet();
  }, greetEveryMs);
  signal.addEventListener('abort', () => clearInterval(greeting));
  let ready = false;
  if (!opaque) greet();

  let asked: ((re: number, token: Token) => void) | null = null;
  const askToken = async (reason: TokenReason): Promise<Token> => {
    if (opaque) throw new Error('A frame in a sandbox without its own origin is given no token.');
    return new Promise((resolve, reject) => {
      const none = (): void => reject(new Error('The page around gave no token for these data.'));
      const late = setTimeout(none, tokenWaitMs);
      signal.addEventListener('abort', () => clearTimeout(late));
      void talking.then(() => {
        const id = say({ type: 'token-expiring', reason });
        asked = (re, token) => {
          if (re !== id) return;
          clearTimeout(late);
          asked = null;
          resolve(token);
        };
      });
    });
  };

  void loading.then(
    (kit) => {
      if (signal.aborted) return;
      listen(kit.dataset);
      if (view) {
        root.classList.add('view');
        restyle();
        void configure(kit, view);
        readData(kit.dataset, view);
      }
      ready = true;
      if (opaque) greet();
    },
    () => end(),
  );

  const listen = (dataset: TpDataset): void => {
    dataset.addEventListener(
      'tpselection',
      (event) => void say({ type: 'select', selection: event.detail.selection }),
      { signal },
    );
    dataset.addEventListener(
      'tpready',
      (event) => {
        if (event.detail.source !== 'dataset') return;
        const { info, report } = event.detail;
        const rejected = report?.rejected ?? 0;
        say({ type: 'ready', re: meant, rows: info?.rows ?? 0, actors: info?.actors ?? 0, rejected });
      },
      { signal },
    );
    dataset.addEventListener(
      'tperror',
      ({ detail: { source, error } }) => fail(source === 'dataset' ? meant : null, error.code, error.message),
      { signal },
    );
  };

  const readData = (dataset: TpDataset, { data, token, refresh }: View): void => {
    if (!token) {
      dataset.refresh = refresh ?? null;
      dataset.src = data;
      return;
    }
    const get = tokenData(data, askToken, signal);
    let reading = false;
    const read = async (): Promise<void> => {
      reading = true;
      try {
        const blob = await get();
        if (!signal.aborted) dataset.source = { kind: 'blob', blob, name: new URL(data).pathname };
      } catch (thrown) {
        if (signal.aborted) return;
        fail(null, 'source-auth', thrown instanceof Error ? thrown.message : String(thrown));
        // Data from before stay; without any, the server's own refusal is what the elements show.
        if (!dataset.facts.info) dataset.src = data;
      } finally {
        reading = false;
      }
    };
    void read();
    if (refresh === undefined) return;
    const again = setInterval(() => {
      if (!document.hidden && !reading) void read();
    }, spanMs(refresh));
    signal.addEventListener('abort', () => clearInterval(again));
  };

  return end;
}

/** Lower edges of what is open over the elements, such as a menu in a short frame: cards are no part of what scrolls. */
function lowest(root: HTMLElement): number[] {
  return Array.from(root.querySelectorAll('tp-dataset > *')).flatMap(({ shadowRoot }) =>
    Array.from(shadowRoot?.querySelectorAll('.pop') ?? [], (open) => open.getBoundingClientRect().bottom),
  );
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
    // A name of a function may be written with escapes.
    if (!/[\\@]|(?:url|src|image|image-set|cross-fade|element)\s*\(/i.test(value)) {
      documentElement.style.setProperty(name, value);
    }
  }
}
