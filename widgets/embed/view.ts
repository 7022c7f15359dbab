import { isConfig, isRecord, isSmall, isTheme, type EmbedConfig, type EmbedTheme } from './messages.js';

// A frame whose page cannot talk to it shows a view: a file beside embed.html, named by the address behind the #. The
// name is all that an address may say; elements, data and who may show them come from the frame's own server.

/** What a view's file holds. */
export interface View extends EmbedConfig, EmbedTheme {
  /** Address of the data, relative to the view's file, on the same server. */
  readonly data: string;
  /** Reads the data again each time so long after the last reading: `5m`. */
  readonly refresh?: string;
  /** Reads the data with a token that the page around has to give. */
  readonly token?: boolean;
}

/** Why nothing is shown: a key of `embed-words.ts`, and what goes into its sentence. */
export class ViewFault extends Error {
  override readonly name = 'ViewFault';
  readonly key: ViewFaultKey;
  readonly about: string;

  constructor(key: ViewFaultKey, about = '') {
    super(`${key}: ${about}`);
    this.key = key;
    this.about = about;
  }
}

export type ViewFaultKey =
  | 'notAnswered'
  | 'notListed'
  | 'notTold'
  | 'listUnreadable'
  | 'nameRefused'
  | 'viewMissing'
  | 'viewUnreadable'
  | 'dataElsewhere'
  | 'kitMissing';

/**
 * The view that an address names.
 * @param hash as in `location.hash`; it is not decoded, since a name needs no encoding
 * @returns null when it names none: the page around says what is shown
 * @throws ViewFault `nameRefused`
 */
export function viewName(hash: string): string | null {
  const name = hash.replace(/^#/, '');
  if (name === '') return null;
  // `embed` is the list of origins.
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name) || name === 'embed') {
    throw new ViewFault('nameRefused', name.length > 80 ? `${name.slice(0, 80)}…` : name);
  }
  return name;
}

const keys: readonly string[] = [
  'title',
  'widgets',
  'mapping',
  'asOf',
  'scheme',
  'host',
  'locale',
  'tokens',
  'data',
  'refresh',
  'token',
] satisfies Array<keyof View>;

/**
 * A view's file, checked; the address of the data is made absolute.
 * @param base address of the file
 * @throws ViewFault `viewUnreadable`, `dataElsewhere`
 */
export function readView(settings: unknown, base: string): View {
  if (!isRecord(settings) || !isSmall(settings)) throw new ViewFault('viewUnreadable', '{}');
  const odd = Object.keys(settings).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new ViewFault('viewUnreadable', odd);
  if (!isConfig(settings)) throw new ViewFault('viewUnreadable', 'widgets');
  if (!isTheme(settings)) throw new ViewFault('viewUnreadable', 'scheme, locale, tokens');
  const { data, refresh, token } = settings as Partial<Record<keyof View, unknown>>;
  if (typeof data !== 'string' || data === '') throw new ViewFault('viewUnreadable', 'data');
  if (refresh !== undefined && typeof refresh !== 'string') throw new ViewFault('viewUnreadable', 'refresh');
  if (token !== undefined && typeof token !== 'boolean') throw new ViewFault('viewUnreadable', 'token');
  if (token && refresh !== undefined && !(spanMs(refresh) >= 1000)) throw new ViewFault('viewUnreadable', 'refresh');
  return { ...(settings as unknown as View), data: ownAddress(data, base) };
}

/** The policy of embed.html refuses other servers too; this says so in words. */
function ownAddress(data: string, base: string): string {
  const here = new URL(base);
  let url: URL;
  try {
    url = new URL(data, here);
  } catch {
    throw new ViewFault('viewUnreadable', 'data');
  }
  if (url.origin !== here.origin || url.protocol !== here.protocol || url.username !== '' || url.password !== '') {
    throw new ViewFault('dataElsewhere', data.slice(0, 200));
  }
  return url.href;
}

/** Milliseconds of `30s`, `5m`, `1h`; NaN for what is none. */
export function spanMs(text: string): number {
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*(s|m|min|h)\s*$/.exec(text) ?? [];
  return Number(count) * { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }[(unit ?? 's') as 's' | 'm' | 'min' | 'h'];
}
