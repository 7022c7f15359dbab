import { checkedSelection, type SelectionData } from '../dataset/selection.js';
import type { Mapping } from '../../worker/protocol/mapping.js';

// What crosses between a page and its frame: docs/embedding.md. One handshake by window messages, all else by a port.

/** Version of the messages; another one is not understood. */
export const embedVersion = 1;

/** Most of a message that holds no data: text in characters, and values of any kind. */
export const mostText = 1_000_000;
export const mostValues = 100_000;
const mostDepth = 40;
const mostName = 1000;

/** Most rows that come as objects; more come as a file. */
export const mostRows = 5_000_000;

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

/** Schemes that can be asked for; without one the reader's own counts. */
export const embedSchemes = ['light', 'dark', 'contrast'] as const;

export interface EmbedTheme {
  /** Default: the reader's setting. */
  readonly scheme?: (typeof embedSchemes)[number];
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

/** Why a frame asks for a token: it has none, the one it has ends within half a minute, its server refused it. */
export const tokenReasons = ['needed', 'expiring', 'refused'] as const;
export type TokenReason = (typeof tokenReasons)[number];

/**
 * From the frame to the page, by window message: nothing in it is secret. A frame of an opaque origin, to which nothing
 * can be addressed, sends a port with it; then the answer comes by that.
 */
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

/** What every message by the port has. `id` counts a sender's messages; an answer names the one it answers in `re`. */
export interface Stamp {
  readonly tp: typeof embedVersion;
  readonly id: number;
}

/** From the page to the frame, by the port. */
export type ToFrame =
  | { readonly type: 'config'; readonly config: EmbedConfig }
  | { readonly type: 'theme'; readonly theme: EmbedTheme }
  | { readonly type: 'data'; readonly data: EmbedData }
  | { readonly type: 'select'; readonly selection: SelectionData | null }
  /** `re` is the `token-expiring` that asked; `expiresAt` is ms UTC. */
  | { readonly type: 'token'; readonly re: number; readonly token: string; readonly expiresAt: number }
  | { readonly type: 'destroy' };

/** From the frame to the page, by the port: never rows, never a secret. `re` is the `data` or `config` that is meant. */
export type ToPage =
  | { readonly type: 'resize'; readonly height: number }
  | {
      readonly type: 'ready';
      readonly re: number | null;
      readonly rows: number;
      readonly actors: number;
      readonly rejected: number;
    }
  | { readonly type: 'select'; readonly selection: SelectionData }
  | { readonly type: 'token-expiring'; readonly reason: TokenReason }
  | { readonly type: 'error'; readonly re: number | null; readonly code: string; readonly message: string };

const toFrame: readonly unknown[] = ['config', 'theme', 'data', 'select', 'token', 'destroy'] satisfies Array<
  ToFrame['type']
>;
const toPage: readonly unknown[] = ['resize', 'ready', 'select', 'token-expiring', 'error'] satisfies Array<
  ToPage['type']
>;

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
  return readAnswer(event.data, nonce);
}

/** The page's answer as it comes by a port of the frame's own, which only a page on the list was given. */
export function readAnswer(data: unknown, nonce: string): InitMessage | null {
  if (!isMessage(data, 'init') || data['nonce'] !== nonce || !isSmall(data)) return null;
  return isConfig(data['config']) && isTheme(data['theme']) ? (data as unknown as InitMessage) : null;
}

/** A message of the page by the port; null for what is none, or too large. */
export function readToFrame(data: unknown): (ToFrame & Stamp) | null {
  if (!isStamped(data) || !toFrame.includes(data['type'])) return null;
  const { type } = data;
  if (type === 'data') return isData(data['data']) ? (data as unknown as ToFrame & Stamp) : null;
  if (!isSmall(data)) return null;
  if (type === 'config' && !isConfig(data['config'])) return null;
  if (type === 'theme' && !isTheme(data['theme'])) return null;
  if (type === 'select' && data['selection'] !== null && !checkedSelection(data['selection'])) return null;
  if (type === 'token' && !(isId(data['re']) && isToken(data['token']) && isNumber(data['expiresAt']))) return null;
  return data as unknown as ToFrame & Stamp;
}

/** A message of the frame by the port; null for what is none, or too large. */
export function readToPage(data: unknown): (ToPage & Stamp) | null {
  if (!isStamped(data) || !toPage.includes(data['type']) || !isSmall(data)) return null;
  const message = data as unknown as ToPage & Stamp;
  const answers = data['re'] === null || isId(data['re']);
  switch (data['type']) {
    case 'resize':
      return isNumber(data['height']) ? message : null;
    case 'ready':
      return answers && [data['rows'], data['actors'], data['rejected']].every(isNumber) ? message : null;
    case 'select':
      return checkedSelection(data['selection']) ? message : null;
    case 'token-expiring':
      return (tokenReasons as readonly unknown[]).includes(data['reason']) ? message : null;
    default:
      return answers && typeof data['code'] === 'string' && typeof data['message'] === 'string' ? message : null;
  }
}

function isMessage(data: unknown, type: string): data is Record<string, unknown> {
  return isRecord(data) && data['tp'] === embedVersion && data['type'] === type;
}

function isStamped(data: unknown): data is Record<string, unknown> {
  return isRecord(data) && data['tp'] === embedVersion && isId(data['id']);
}

/** Whether it is an object of names and values, as JSON has them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isId(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A token as a header can carry it. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~+/=-]{1,8192}$/.test(value);
}

/** Whether a frame can show it. */
export function isConfig(value: unknown): value is EmbedConfig {
  if (!isRecord(value) || !Array.isArray(value['widgets'])) return false;
  const { title, asOf, mapping, widgets } = value;
  return (
    (title === undefined || typeof title === 'string') &&
    (asOf === undefined || (typeof asOf === 'number' && Number.isFinite(asOf))) &&
    (mapping === undefined || isRecord(mapping)) &&
    widgets.length <= mostValues &&
    widgets.every(isWidget)
  );
}

function isWidget(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type, attributes = {} } = value;
  return (embedTypes as readonly unknown[]).includes(type) && isTexts(attributes);
}

/** Whether a frame can take it on. */
export function isTheme(value: unknown): value is EmbedTheme {
  if (!isRecord(value)) return false;
  const { scheme, host, locale, tokens = {} } = value;
  return (
    (scheme === undefined || (embedSchemes as readonly unknown[]).includes(scheme)) &&
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
  if (!isRecord(value)) return false;
  const { kind, name, blob, rows } = value;
  if (typeof name !== 'string' || name.length > mostName) return false;
  return kind === 'blob' ? blob instanceof Blob : kind === 'rows' && Array.isArray(rows) && rows.length <= mostRows;
}

/**
 * Whether a message is plain data, no larger than it may be. Looked at piece by piece, and lengths before contents: a list
 * of four thousand million holes crosses in no time, and would take minutes to walk through.
 */
export function isSmall(data: unknown): boolean {
  let text = 0;
  let values = 0;
  const look = (value: unknown, depth: number): boolean => {
    if (++values > mostValues || depth > mostDepth) return false;
    if (typeof value === 'string') return (text += value.length) <= mostText;
    if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
    if (Array.isArray(value)) return value.length <= mostValues && value.every((item) => look(item, depth + 1));
    if (!isRecord(value)) return false;
    const keys = Object.keys(value);
    return (
      keys.length <= mostValues && keys.every((key) => (text += key.length) <= mostText && look(value[key], depth + 1))
    );
  };
  return look(data, 0);
}
