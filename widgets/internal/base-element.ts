import { LitElement } from 'lit';
import { state } from 'lit/decorators.js';
import { loadLocale, messages } from '../locales/messages.js';
import type { Messages } from '../locales/messages.js';
import { watchLocales } from '../locales/registry.js';
import { tokens } from '../styles/tokens.js';
import type { HostTheme, Scheme } from '../styles/tokens.js';
import { localeOf } from './format.js';
import type { Locale } from './format.js';

const inherited = ['lang', 'data-tp-scheme', 'data-tp-host'] as const;
const schemes: readonly string[] = ['light', 'dark', 'contrast'] satisfies Scheme[];
const hostThemes: readonly string[] = ['salesforce', 'hubspot', 'fluent'] satisfies HostTheme[];

const living = new Set<TpElement>();

// A language that comes late is spoken by the elements that wait for it.
watchLocales(() => {
  for (const element of living) {
    element.refreshTheme();
    element.requestUpdate();
  }
});
let observer: MutationObserver | undefined;

/**
 * Base of the kit's elements: language, colour scheme and host theme come from the nearest `lang`, `data-tp-scheme` and
 * `data-tp-host` on the element itself or anything above it, across shadow roots, and follow when these change.
 * Without any: English, the reader's own scheme, the plain frame.
 */
export class TpElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...inherited];
  }

  /** Language in use. */
  @state() protected locale: Locale = 'en';

  #theme: CSSStyleSheet | undefined;
  #localeReady: Promise<void> | undefined;

  /** Words in the language in use. */
  protected get t(): Messages {
    return messages(this.locale);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    living.add(this);
    watch();
    this.#resolve();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    living.delete(this);
    if (living.size === 0) observer?.disconnect();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (this.isConnected && (inherited as readonly string[]).includes(name)) this.#resolve();
  }

  /** Reads language, scheme and host theme again; needed only after a change in another shadow root above. */
  refreshTheme(): void {
    this.#resolve();
  }

  // The first picture waits for its words; nothing is drawn in one language and then again in another.
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#localeReady) await this.#localeReady;
    await super.scheduleUpdate();
  }

  #resolve(): void {
    const locale = localeOf(inheritedValue(this, 'lang') ?? '');
    // Words may also be missing in the language in use: elements that came later have their own.
    const words = loadLocale(locale);
    if (words) this.#localeReady = words.finally(() => (this.#localeReady = undefined));
    this.locale = locale;
    const scheme = inheritedValue(this, 'data-tp-scheme') ?? '';
    const host = inheritedValue(this, 'data-tp-host') ?? '';
    const sheet = tokens(
      (schemes.includes(scheme) ? scheme : 'system') as Scheme,
      (hostThemes.includes(host) ? host : 'plain') as HostTheme,
    ).styleSheet;
    const root = this.shadowRoot;
    if (!root || !sheet || sheet === this.#theme) return;
    const others = root.adoptedStyleSheets.filter((s) => s !== this.#theme);
    root.adoptedStyleSheets = [sheet, ...others];
    this.#theme = sheet;
  }
}

function watch(): void {
  if (living.size !== 1) return;
  observer ??= new MutationObserver(() => {
    for (const element of living) element.refreshTheme();
  });
  observer.observe(document, { subtree: true, attributes: true, attributeFilter: [...inherited] });
}

function inheritedValue(element: Element, attribute: string): string | null {
  for (let at: Element | null = element; at;) {
    const found: Element | null = at.closest(`[${attribute}]`);
    if (found) return found.getAttribute(attribute);
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}
