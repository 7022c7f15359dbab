import type { SelectionData } from '../dataset/selection.js';
import { embedTypes, embedVersion, isConfig, readHello, readToPage } from './messages.js';
import type { EmbedConfig, EmbedData, EmbedTheme, InitMessage, ToFrame, ToPage } from './messages.js';

export type { EmbedConfig, EmbedTheme, EmbedType, EmbedWidget } from './messages.js';

/** Data for the elements in a frame: a file, the text of one, rows, or the address of one, read by the page. */
export type EmbedSource =
  | { readonly url: string; readonly name?: string }
  | { readonly text: string; readonly name?: string }
  | { readonly blob: Blob; readonly name?: string }
  | { readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>; readonly name?: string };

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
  static readonly observedAttributes: readonly string[] = ['src', 'config', 'data', 'scheme', 'locale', 'title'];

  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #listening: AbortController | null = null;
  #config: EmbedConfig = { widgets: [] };
  #source: EmbedSource | null = null;
  #tokens: Readonly<Record<string, string>> = {};
  #selection: SelectionData | null = null;
  #reading: AbortController | null = null;

  /** What the frame shows. As an attribute, JSON text. Default: nothing. */
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
    this.#tokens = value;
    this.#sendTheme();
  }

  /** What is selected in the frame; setting it fires nothing. */
  get selection(): SelectionData | null {
    return this.#selection;
  }
  set selection(value: SelectionData | null) {
    this.#selection = value;
    this.#say({ type: 'select', selection: value });
  }

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
    if (name === 'src' && this.isConnected) {
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
    const src = this.getAttribute('src');
    if (src === null) return;
    const url = new URL(src, this.ownerDocument.baseURI);
    const frame = (this.#frame = this.ownerDocument.createElement('iframe'));
    frame.title = this.getAttribute('title') ?? 'Touchpoint Kit';
    frame.style.cssText = 'display:block;width:100%;border:0;color-scheme:normal';
    frame.height = '320';
    frame.referrerPolicy = 'strict-origin';
    const { signal } = (this.#listening = new AbortController());
    const late = setTimeout(
      () =>
        this.#fail(
          'seat-unavailable',
          `The frame ${url.href} did not answer. Check that it can be reached, and that its embed.json names ${location.origin}.`,
        ),
      15_000,
    );
    signal.addEventListener('abort', () => clearTimeout(late));
    addEventListener(
      'message',
      (event) => {
        if (this.#port || event.source !== frame.contentWindow || event.origin !== url.origin) return;
        const hello = readHello(event.data);
        if (!hello) return;
        clearTimeout(late);
        this.#answer(frame.contentWindow!, url.origin, hello.nonce, signal);
      },
      { signal },
    );
    frame.src = url.href;
    this.replaceChildren(frame);
    this.#watchPage(signal);
  }

  #answer(frame: Window, origin: string, nonce: string, signal: AbortSignal): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', ({ data }) => {
      const message = readToPage(data);
      if (message && !signal.aborted) this.#hear(message);
    });
    port1.start();
    const init: InitMessage = { tp: embedVersion, type: 'init', nonce, config: this.#config, theme: this.#theme() };
    frame.postMessage(init, origin, [port2]);
    if (this.#selection) this.#say({ type: 'select', selection: this.#selection });
    void this.#sendData();
  }

  #hear(message: ToPage): void {
    switch (message.type) {
      case 'resize':
        if (this.#frame) this.#frame.style.height = `${Math.min(message.height, 20_000)}px`;
        return;
      case 'ready': {
        const { rows, actors, rejected } = message;
        this.#fire<EmbedReadyDetail>('tpready', { rows, actors, rejected });
        return;
      }
      case 'select':
        this.#selection = message.selection;
        this.#fire('tpselection', { selection: message.selection });
        return;
      case 'error':
        this.#fail(message.code, message.message);
    }
  }

  #close(): void {
    this.#say({ type: 'destroy' });
    this.#listening?.abort();
    this.#reading?.abort();
    this.#port?.close();
    this.#port = null;
    this.#frame?.remove();
    this.#frame = null;
  }

  /** The page's scheme and language may change while the frame is there. */
  #watchPage(signal: AbortSignal): void {
    const watch = new MutationObserver(() => this.#sendTheme());
    watch.observe(this.ownerDocument.documentElement, {
      attributeFilter: ['lang', 'data-tp-scheme', 'data-tp-host'],
    });
    signal.addEventListener('abort', () => watch.disconnect());
  }

  /** Scheme and language: the attributes, else the page's around. */
  #theme(): EmbedTheme {
    const scheme = this.getAttribute('scheme') ?? this.ownerDocument.documentElement.dataset['tpScheme'];
    const host = this.ownerDocument.documentElement.dataset['tpHost'];
    const locale = this.getAttribute('locale') ?? this.closest('[lang]')?.getAttribute('lang');
    return {
      ...(scheme === 'light' || scheme === 'dark' ? { scheme } : {}),
      ...(host ? { host } : {}),
      ...(locale ? { locale } : {}),
      tokens: this.#tokens,
    };
  }

  #sentTheme = '';
  #sendTheme(): void {
    const theme = this.#theme();
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
      if (!signal.aborted) this.#say({ type: 'data', data });
    } catch (thrown) {
      if (signal.aborted) return;
      this.#fail('source-missing', thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #say(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  /** Told in a task of its own: an attribute is read before the page can listen. */
  #fail(code: string, message: string): void {
    setTimeout(() => this.#fire<EmbedErrorDetail>('tperror', { code, message }));
  }

  #fire<T>(type: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(type, { detail, bubbles: true, composed: true }));
  }
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
