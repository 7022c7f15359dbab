import type { SelectionData } from '../dataset/selection.js';
import type { Mapping } from '../../worker/protocol/mapping.js';

// What crosses between a page and its frame: docs/embedding.md. One handshake by window messages, all else by a port.

/** Version of the messages; another one is not understood. */
export const embedVersion = 1;

/** Most of a message that is no file: text in characters, and values of any kind. */
export const mostText = 1_000_000;
export const mostValues = 100_000;
const mostDepth = 40;

/** An element in the frame: its tag without `tp-`, and its attributes as text. */
export interface EmbedWidget {
  readonly type: EmbedType;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Elements that a frame shows. */
export const embedTypes = ['filter', 'metric', 'funnel', 'journey', 'heatmap', 'paths', 'quality', 'import'] as const;
export type EmbedType = (typeof embedTypes)[number];

/** What the frame shows; each `config` replaces the one before. */
export interface EmbedConfig {
  /** Heading above the elements; none by default. */
  readonly title?: string;
  readonly widgets: readonly EmbedWidget[];
  readonly mapping?: Mapping;
  /** The host's "now", ms UTC. */
  readonly asOf?: number;
}

export interface EmbedTheme {
  /** Default: the reader's setting. */
  readonly scheme?: 'light' | 'dark';
  /** Look of a host, as in `data-tp-host`. */
  readonly host?: string;
  /** Language of the texts, as in `lang`. */
  readonly locale?: string;
  /** Design tokens, `--tp-*`. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/** Data as they cross: a file, or rows as plain objects. */
export type EmbedData =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly name: string }
  | { readonly kind: 'rows'; readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>; readonly name: string };

/** From the frame to the page, by window message: nothing in it is secret. */
export interface HelloMessage {
  readonly tp: typeof embedVersion;
  readonly type: 'hello';
  readonly nonce: string;
}

/** The page's answer, by window message, with one port: the frame's number comes back. */
export interface InitMessage {
  readonly tp: typeof embedVersion;
  readonly type: 'init';
  readonly nonce: string;
  readonly config: EmbedConfig;
  readonly theme: EmbedTheme;
}

/** From the page to the frame, by the port. */
export type ToFrame =
  | { readonly type: 'config'; readonly config: EmbedConfig }
  | { readonly type: 'theme'; readonly theme: EmbedTheme }
  | { readonly type: 'data'; readonly data: EmbedData }
  | { readonly type: 'select'; readonly selection: SelectionData | null }
  | { readonly type: 'destroy' };

/** From the frame to the page, by the port: never rows, never a secret. */
export type ToPage =
  | { readonly type: 'resize'; readonly height: number }
  | { readonly type: 'ready'; readonly rows: number; readonly actors: number; readonly rejected: number }
  | { readonly type: 'select'; readonly selection: SelectionData }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

const toFrame: readonly unknown[] = ['config', 'theme', 'data', 'select', 'destroy'] satisfies Array<ToFrame['type']>;
const toPage: readonly unknown[] = ['resize', 'ready', 'select', 'error'] satisfies Array<ToPage['type']>;

/** The frame's greeting; null for anything else. */
export function readHello(data: unknown): HelloMessage | null {
  return isMessage(data, 'hello') && typeof data['nonce'] === 'string' && /^[0-9a-f]{32}$/.test(data['nonce'])
    ? (data as unknown as HelloMessage)
    : null;
}

/** What a frame must know of a window message to tell whether it is its page's answer. */
export interface Arrived {
  readonly origin: string;
  readonly source: unknown;
  readonly data: unknown;
  readonly ports: readonly unknown[];
}

/**
 * The page's answer; null for what came from elsewhere, answers another greeting, or is not made as it must be.
 * @param allowed origins that may show the frame, compared exactly
 */
export function readInit(
  event: Arrived,
  parent: unknown,
  nonce: string,
  allowed: readonly string[],
): InitMessage | null {
  if (event.source !== parent || !allowed.includes(event.origin) || event.ports.length !== 1) return null;
  const { data } = event;
  if (!isMessage(data, 'init') || data['nonce'] !== nonce || !isSmall(data)) return null;
  return isConfig(data['config']) && isTheme(data['theme']) ? (data as unknown as InitMessage) : null;
}

/** A message of the page by the port; null for what is none, or too large. */
export function readToFrame(data: unknown): ToFrame | null {
  if (!isRecord(data) || !toFrame.includes(data['type'])) return null;
  const { type } = data;
  if (type === 'data') return isData(data['data']) ? (data as unknown as ToFrame) : null;
  if (!isSmall(data)) return null;
  if (type === 'config' && !isConfig(data['config'])) return null;
  if (type === 'theme' && !isTheme(data['theme'])) return null;
  if (type === 'select' && data['selection'] !== null && !isRecord(data['selection'])) return null;
  return data as unknown as ToFrame;
}

/** A message of the frame by the port; null for what is none, or too large. */
export function readToPage(data: unknown): ToPage | null {
  if (!isRecord(data) || !toPage.includes(data['type']) || !isSmall(data)) return null;
  switch (data['type']) {
    case 'resize':
      return isNumber(data['height']) ? (data as unknown as ToPage) : null;
    case 'ready':
      return [data['rows'], data['actors'], data['rejected']].every(isNumber) ? (data as unknown as ToPage) : null;
    case 'select':
      return isRecord(data['selection']) ? (data as unknown as ToPage) : null;
    default:
      return typeof data['code'] === 'string' && typeof data['message'] === 'string'
        ? (data as unknown as ToPage)
        : null;
  }
}

function isMessage(data: unknown, type: string): data is Record<string, unknown> {
  return isRecord(data) && data['tp'] === embedVersion && data['type'] === type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Whether a frame can show it. */
export function isConfig(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value['widgets'])) return false;
  const { title, asOf, mapping, widgets } = value;
  return (
    (title === undefined || typeof title === 'string') &&
    (asOf === undefined || (typeof asOf === 'number' && Number.isFinite(asOf))) &&
    (mapping === undefined || isRecord(mapping)) &&
    widgets.every(isWidget)
  );
}

function isWidget(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type, attributes = {} } = value;
  return (embedTypes as readonly unknown[]).includes(type) && isTexts(attributes);
}

function isTheme(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { scheme, host, locale, tokens = {} } = value;
  return (
    (scheme === undefined || scheme === 'light' || scheme === 'dark') &&
    (host === undefined || typeof host === 'string') &&
    (locale === undefined || typeof locale === 'string') &&
    isTexts(tokens) &&
    Object.keys(tokens as object).every((name) => /^--tp-[a-z0-9-]+$/.test(name))
  );
}

function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isData(value: unknown): boolean {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  return value['kind'] === 'blob'
    ? value['blob'] instanceof Blob
    : value['kind'] === 'rows' && Array.isArray(value['rows']);
}

/** Whether a message is no larger than it may be; looked at piece by piece, so that a huge one costs no more. */
function isSmall(data: unknown): boolean {
  let text = 0;
  let values = 0;
  const look = (value: unknown, depth: number): boolean => {
    if (++values > mostValues || depth > mostDepth) return false;
    if (typeof value === 'string') return (text += value.length) <= mostText;
    if (Array.isArray(value)) return value.every((item) => look(item, depth + 1));
    if (typeof value !== 'object' || value === null) return true;
    return Object.entries(value).every(([key, item]) => (text += key.length) <= mostText && look(item, depth + 1));
  };
  return look(data, 0);
}
