import { checkedSelection, type SelectionData } from '../dataset/selection.js';
import {
  embedSchemes,
  embedTypes,
  embedVersion,
  isConfig,
  isTheme,
  isToken,
  readHello,
  readToPage,
} from './messages.js';
import type {
  EmbedConfig,
  EmbedData,
  EmbedTheme,
  HelloMessage,
  InitMessage,
  Stamp,
  ToFrame,
  ToPage,
  TokenReason,
} from './messages.js';
import { newestOf } from './newest.js';

export type { EmbedConfig, EmbedTheme, EmbedType, EmbedWidget, TokenReason } from './messages.js';

/** Data for the elements in a frame: a file, the text of one, rows, or the address of one, read by the page. */
export type EmbedSource =
  | { readonly url: string; readonly name?: string }
  | { readonly text: string; readonly name?: string }
  | { readonly blob: Blob; readonly name?: string }
  | { readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>; readonly name?: string };

/** A token for the data of the frame's own server, and when it ends (ms UTC). */
export interface EmbedToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Gets a token for the frame from the page's own server, for the person who is signed in there. */
export type GetToken = (reason: TokenReason) => Promise<EmbedToken>;

/** What is in the data that the frame has read. */
export interface EmbedReadyDetail {
  readonly rows: number;
  readonly actors: number;
  readonly rejected: number;
}

/** Why something in the frame did not work; codes are in docs/errors.md. */
export interface EmbedErrorDetail {
  readonly code: string;
  readonly message: string;
}

const answerWaitMs = 15_000;
const greetingEveryMs = 1000;
const mostErrors = 5;
const mostHeight = 20_000;

/**
 * Shows the kit's elements in a frame of another origin, or of a document of its own: for pages that may not run the
 * kit's scripts. The frame takes the page's language and colour scheme and grows with what it shows.
 *
 * @summary Shows the kit's elements inside a frame.
 * @status experimental
 * @since 0.1.0
 *
 * @event {CustomEvent<EmbedReadyDetail>} tpready - The frame has read data.
 * @event {CustomEvent<EmbedErrorDetail>} tperror - Something in the frame did not work, or the frame did not answer.
 * @event {CustomEvent<{ selection: SelectionData }>} tpselection - A person changed what is selected in the frame.
 */
export class TpEmbed extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [
    'src',
    'config',
    'data',
    'scheme',
    'locale',
    'title',
    'sandbox',
  ];

  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #listening: AbortController | null = null;
  /** Number of the document that was answered last: a frame that was loaded anew greets with another one. */
  #answered = '';
  #greeted: { readonly hello: HelloMessage; readonly port: MessagePort | undefined } | null = null;
  #answeredAt = -Infinity;
  #sent = 0;
  #dataId = 0;
  #config: EmbedConfig = { widgets: [] };
  #source: EmbedSource | null = null;
  #tokens: Readonly<Record<string, string>> = {};
  #selection: SelectionData | null = null;
  #reading: AbortController | null = null;
  #gettingToken = false;

  /** What the frame shows. As an attribute, JSON text. Default: nothing. A frame that shows a view (`embed.html#name`) needs none. */
  get config(): EmbedConfig {
    return this.#config;
  }
  set config(value: EmbedConfig) {
    if (!isConfig(value)) {
      this.#fail(
        'spec-invalid',
        `<tp-embed>: the config cannot be shown. Give \`widgets\`, each with a \`type\` (${embedTypes.join(', ')}) and \`attributes\` that are text.`,
      );
      return;
    }
    this.#config = value;
    this.#say({ type: 'config', config: value });
  }

  /** Data; null leaves the elements empty. The attribute `data` is the address of a file, read with the page's own rights. */
  get source(): EmbedSource | null {
    return this.#source;
  }
  set source(value: EmbedSource | null) {
    this.#source = value;
    void this.#sendData();
  }

  /** Design tokens (`--tp-*`) for the elements in the frame. */
  get tokens(): Readonly<Record<string, string>> {
    return this.#tokens;
  }
  set tokens(value: Readonly<Record<string, string>>) {
    if (!isTheme({ tokens: value })) {
      this.#fail('spec-invalid', '<tp-embed>: `tokens` cannot be used. Give names that begin with --tp-, and texts.');
      return;
    }
    this.#tokens = value;
    this.#sendTheme();
  }

  /** What is selected in the frame; setting it fires nothing. */
  get selection(): SelectionData | null {
    return this.#selection;
  }
  set selection(value: SelectionData | null) {
    if (value !== null && !checkedSelection(value)) {
      this.#fail(
        'spec-invalid',
        '<tp-embed>: the selection cannot be used. Give what a `tpselection` event gave, or null.',
      );
      return;
    }
    this.#selection = value;
    this.#say({ type: 'select', selection: value });
  }

  /** Gets a token where the frame's view asks for one; null gives none. Never asked for a frame in a sandbox without its own origin. */
  getToken: GetToken | null = null;

  connectedCallback(): void {
    this.style.display ||= 'block';
    this.#open();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    if (name === 'config' && value !== null) this.#readConfig(value);
    if (name === 'data') this.source = value === null ? null : { url: value };
    if (name === 'scheme' || name === 'locale') this.#sendTheme();
    if (name === 'title' && this.#frame) this.#frame.title = value ?? '';
    if ((name === 'src' || name === 'sandbox') && this.isConnected) {
      this.#close();
      this.#open();
    }
  }

  #readConfig(text: string): void {
    let config: EmbedConfig;
    try {
      config = JSON.parse(text) as EmbedConfig;
    } catch {
      this.#fail('spec-invalid', '<tp-embed>: the attribute "config" is no JSON text.');
      return;
    }
    this.config = config;
  }

  #open(): void {
    const url = this.#address();
    if (url === null) return;
    const frame = (this.#frame = this.ownerDocument.createElement('iframe'));
    frame.title = this.getAttribute('title') ?? 'Touchpoint Kit';
    frame.style.cssText = 'display:block;width:100%;border:0';
    this.#tint(this.#theme());
    frame.height = '320';
    frame.referrerPolicy = 'strict-origin';
    const sandbox = this.getAttribute('sandbox');
    if (sandbox !== null) frame.setAttribute('sandbox', sandbox || 'allow-scripts allow-downloads');
    const { signal } = (this.#listening = new AbortController());
    const late = setTimeout(
      () =>
        this.#fail(
          'seat-unavailable',
          `The frame ${url.origin}${url.pathname}${url.hash} did not answer. Check that it can be reached, and that its embed.json names ${location.origin}.`,
        ),
      answerWaitMs,
    );
    signal.addEventListener('abort', () => clearTimeout(late));
    const opaque = this.#opaque;
    addEventListener(
      'message',
      (event) => {
        if (event.source !== frame.contentWindow || event.origin !== (opaque ? 'null' : url.origin)) return;
        const hello = readHello(event.data);
        if (!hello || hello.nonce === this.#answered || event.ports.length !== (opaque ? 1 : 0)) return;
        clearTimeout(late);
        this.#greet(hello, event.ports[0], (answer) => frame.contentWindow?.postMessage(...answer), url.origin, signal);
      },
      { signal },
    );
    frame.src = url.href;
    this.replaceChildren(frame);
    this.#watchPage(signal);
  }

  /** The frame's address; null, and said, where it is none that a frame can be spoken to at. */
  #address(): URL | null {
    const src = this.getAttribute('src');
    if (!src) return null;
    const { baseURI } = this.ownerDocument;
    const url = URL.canParse(src, baseURI) ? new URL(src, baseURI) : null;
    if (url && /^https?:$/.test(url.protocol)) return url;
    this.#fail('spec-invalid', `<tp-embed>: "${src}" is no address of embed.html on a web server (http or https).`);
    return null;
  }

  /** A frame that the page itself put into a sandbox without an origin: nothing can be addressed to it by name. */
  get #opaque(): boolean {
    const sandbox = this.getAttribute('sandbox');
    return sandbox !== null && !/(?:^|\s)allow-same-origin(?:\s|$)/i.test(sandbox);
  }

  /** A frame that is loaded anew greets again and is answered again; one that does nothing but greet, once a second. */
  #greet(
    hello: HelloMessage,
    port: MessagePort | undefined,
    post: (answer: [InitMessage, string, Transferable[]]) => void,
    origin: string,
    signal: AbortSignal,
  ): void {
    const waiting = this.#greeted !== null;
    this.#greeted = { hello, port };
    if (waiting) return;
    const answer = (): void => {
      const greeted = this.#greeted;
      this.#greeted = null;
      if (signal.aborted || !greeted) return;
      this.#answeredAt = performance.now();
      this.#answered = greeted.hello.nonce;
      this.#answer(greeted.hello.nonce, greeted.port, post, origin, signal);
    };
    const rest = this.#answeredAt + greetingEveryMs - performance.now();
    if (rest <= 0) return answer();
    const later = setTimeout(answer, rest);
    signal.addEventListener('abort', () => clearTimeout(later));
  }

  #answer(
    nonce: string,
    given: MessagePort | undefined,
    post: (answer: [InitMessage, string, Transferable[]]) => void,
    origin: string,
    signal: AbortSignal,
  ): void {
    this.#port?.close();
    const init: InitMessage = { tp: embedVersion, type: 'init', nonce, config: this.#config, theme: this.#theme() };
    let port = given;
    if (port) port.postMessage(init);
    else {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      post([init, origin, [port2]]);
    }
    this.#port = port;
    this.#sentTheme = JSON.stringify(init.theme);
    const take = newestOf<ToPage & Stamp>((message) => this.#hear(message, port), { error: mostErrors }, signal);
    port.addEventListener('message', ({ data }) => {
      const message = readToPage(data);
      if (message) take(message);
    });
    port.start();
    if (this.#selection) this.#say({ type: 'select', selection: this.#selection });
    void this.#sendData();
  }

  #hear(message: ToPage & Stamp, port: MessagePort): void {
    // The frame was loaded anew meanwhile.
    if (port !== this.#port) return;
    switch (message.type) {
      case 'resize':
        if (this.#frame) this.#frame.style.height = `${Math.min(message.height, mostHeight)}px`;
        return;
      case 'ready': {
        const { re, rows, actors, rejected } = message;
        // Of data that others have replaced nobody wants to hear.
        if (re !== null && re < this.#dataId) return;
        this.#fire<EmbedReadyDetail>('tpready', { rows, actors, rejected });
        return;
      }
      case 'select':
        this.#selection = message.selection;
        this.#fire('tpselection', { selection: message.selection });
        return;
      case 'token-expiring':
        void this.#giveToken(message.id, message.reason, port);
        return;
      case 'error':
        this.#fail(message.code, message.message);
    }
  }

  /** One at a time: a frame that keeps asking gets no more. */
  async #giveToken(re: number, reason: TokenReason, port: MessagePort): Promise<void> {
    if (this.#gettingToken) return;
    if (this.#opaque || !this.getToken) {
      const why = this.#opaque ? 'a frame in a sandbox without its own origin is given none' : 'set `getToken`';
      this.#fail('source-auth', `<tp-embed>: the frame asks for a token, and there is none: ${why}.`);
      return;
    }
    this.#gettingToken = true;
    try {
      const { token, expiresAt } = await this.getToken(reason);
      if (!isToken(token) || !Number.isFinite(expiresAt)) throw new Error('it is none, or does not say when it ends');
      if (port === this.#port) this.#say({ type: 'token', re, token, expiresAt });
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      this.#fail('source-auth', `<tp-embed>: \`getToken\` gave no token: ${why}.`);
    } finally {
      this.#gettingToken = false;
    }
  }

  #close(): void {
    this.#say({ type: 'destroy' });
    this.#listening?.abort();
    this.#reading?.abort();
    this.#port?.close();
    this.#port = null;
    this.#answered = '';
    this.#greeted = null;
    this.#answeredAt = -Infinity;
    this.#frame?.remove();
    this.#frame = null;
  }

  /** The page's scheme and language may change while the frame is there, anywhere above it. */
  #watchPage(signal: AbortSignal): void {
    const watch = new MutationObserver(() => this.#sendTheme());
    let root: Node = this.getRootNode();
    for (;;) {
      watch.observe(root, { subtree: true, attributeFilter: ['lang', 'data-tp-scheme', 'data-tp-host'] });
      if (!(root instanceof ShadowRoot)) break;
      root = root.host.getRootNode();
    }
    signal.addEventListener('abort', () => watch.disconnect());
  }

  /** Scheme and language: the attributes, else the page's around. */
  #theme(): EmbedTheme {
    const asked = this.getAttribute('scheme') ?? nearest(this, 'data-tp-scheme');
    const scheme = embedSchemes.find((one) => one === asked);
    const host = nearest(this, 'data-tp-host');
    const locale = this.getAttribute('locale') ?? nearest(this, 'lang');
    return {
      ...(scheme ? { scheme } : {}),
      ...(host ? { host } : {}),
      ...(locale ? { locale } : {}),
      tokens: this.#tokens,
    };
  }

  /** A frame is see-through only while its element has the scheme that its document has. */
  #tint({ scheme }: EmbedTheme): void {
    if (!this.#frame) return;
    this.#frame.style.colorScheme = scheme === undefined ? 'light dark' : scheme === 'dark' ? 'dark' : 'light';
  }

  #sentTheme = '';
  #sendTheme(): void {
    const theme = this.#theme();
    this.#tint(theme);
    if (!this.#port) return;
    const text = JSON.stringify(theme);
    if (text === this.#sentTheme) return;
    this.#sentTheme = text;
    this.#say({ type: 'theme', theme });
  }

  async #sendData(): Promise<void> {
    this.#reading?.abort();
    const source = this.#source;
    if (!source || !this.#port) return;
    const { signal } = (this.#reading = new AbortController());
    try {
      const data = await dataOf(source, this.ownerDocument.baseURI, signal);
      if (!signal.aborted) this.#dataId = this.#say({ type: 'data', data });
    } catch (thrown) {
      if (signal.aborted) return;
      this.#fail('source-missing', thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #say(message: ToFrame): number {
    this.#port?.postMessage({ tp: embedVersion, id: ++this.#sent, ...message });
    return this.#sent;
  }

  /** Told in a task of its own: an attribute is read before the page can listen. */
  #fail(code: string, message: string): void {
    setTimeout(() => this.#fire<EmbedErrorDetail>('tperror', { code, message }));
  }

  #fire<T>(type: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(type, { detail, bubbles: true, composed: true }));
  }
}

/** The value of an attribute of an element or of the nearest one above it, also outside of shadow roots. */
function nearest(from: Element, name: string): string | null {
  for (let at: Element | null = from; at;) {
    const found = at.getAttribute(name);
    if (found !== null) return found;
    const root: Node = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return null;
}

/** Data as they cross; an address is read by the page, with its own rights. */
async function dataOf(source: EmbedSource, base: string, signal: AbortSignal): Promise<EmbedData> {
  if ('rows' in source) return { kind: 'rows', rows: source.rows, name: source.name ?? 'data' };
  if ('text' in source) return { kind: 'blob', blob: new Blob([source.text]), name: source.name ?? 'data' };
  if ('blob' in source) {
    const named = 'name' in source.blob && typeof source.blob.name === 'string' ? source.blob.name : 'data';
    return { kind: 'blob', blob: source.blob, name: source.name ?? named };
  }
  const url = new URL(source.url, base);
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`"${url.origin}${url.pathname}" gave no data (status ${answer.status}).`);
  return { kind: 'blob', blob: await answer.blob(), name: source.name ?? url.pathname.split('/').pop() ?? 'data' };
}

if (!customElements.get('tp-embed')) customElements.define('tp-embed', TpEmbed);

declare global {
  interface HTMLElementTagNameMap {
    'tp-embed': TpEmbed;
  }
}
