import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Locale } from '../internal/format.js';

/** A text by plural category of the first number that goes into it (`Intl.PluralRules`). `other` is always there. */
export type PluralText = { readonly [category in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** Texts by key: a text, a text by plural category, or texts under a key of their own. `{0}` is the first value, `{1}` the second. */
export interface LocaleTexts {
  readonly [key: string]: string | PluralText | LocaleTexts | readonly string[];
}

interface Registered {
  readonly texts: LocaleTexts;
  readonly rules: Intl.PluralRules;
}

const registered = new Map<string, Registered>();
const watchers = new Set<() => void>();
let made = new WeakMap<object, Map<string, unknown>>();

/**
 * Adds a language as data, or words of a language the kit has. What is not in it stays English (of `zh-CN`: Chinese);
 * numbers and dates are those of `Intl` for the tag. Elements on the page take it at once.
 *
 * @param tag BCP 47; elements under `lang` of this tag, or of a longer one without texts of its own, speak it
 * @param texts By part of the kit, then key; `messageTemplate()` gives them all in English. Keys nobody knows are passed over
 * @throws AnalyticsError `spec-invalid` for a tag or a shape that cannot be used
 */
export function registerLocale(tag: string, texts: LocaleTexts): void {
  const canonical = canonicalTag(tag);
  if (canonical === null) {
    throw new AnalyticsError(
      'spec-invalid',
      `registerLocale: "${tag}" is no language tag. Write one such as "de" or "pt-BR".`,
      {
        tag,
      },
    );
  }
  if (!isTexts(texts)) {
    throw new AnalyticsError('spec-invalid', `registerLocale("${tag}"): give an object of texts by part of the kit.`, {
      tag,
    });
  }
  registered.set(canonical, { texts, rules: new Intl.PluralRules(canonical) });
  made = new WeakMap();
  for (const watcher of watchers) watcher();
}

/**
 * The registered language for a tag: its own, else the one it is a kind of (`de` for `de-AT`). null without one.
 * It passes for a `Locale`: whoever has words or forms for the kit's own languages only takes English for it.
 */
export function registeredLocale(tag: string): Locale | null {
  if (registered.size === 0) return null;
  for (let at = canonicalTag(tag) ?? ''; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('-')))) {
    if (registered.has(at)) return at as Locale;
  }
  return null;
}

/** Calls `watcher` whenever a language is registered, until the returned function is called. */
export function watchLocales(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Words of a part of the kit in a registered language, over `base` where it has none; `base` itself for another language. */
export function translated<W>(name: string, base: W, locale: Locale): W {
  const language = registered.get(locale);
  const texts = language && ownOf(language.texts, name);
  if (!language || !isTexts(texts)) return base;
  const of = base as object;
  const known = made.get(of) ?? new Map<string, unknown>();
  made.set(of, known);
  if (!known.has(locale)) known.set(locale, over(base, texts, language.rules));
  return known.get(locale) as W;
}

/** The base with every text that the language has, key by key. */
function over(base: unknown, given: unknown, rules: Intl.PluralRules): unknown {
  if (given === undefined) return base;
  if (typeof base === 'string') return typeof given === 'string' ? given : base;
  if (typeof base === 'function') return writer(base as Writer, given, rules);
  if (Array.isArray(base)) {
    return Array.isArray(given) ? base.map((text, i) => over(text, given[i], rules)) : base;
  }
  if (typeof base !== 'object' || base === null || !isTexts(given)) return base;
  return Object.fromEntries(Object.entries(base).map(([key, text]) => [key, over(text, ownOf(given, key), rules)]));
}

type Writer = (...values: unknown[]) => unknown;

/** What writes a text with its values; a text of several parts (title and body) is written part by part. */
function writer(base: Writer, given: unknown, rules: Intl.PluralRules): Writer {
  const write = (text: unknown, values: readonly unknown[]): string | null => {
    if (typeof text === 'string') return filled(text, values);
    if (!isPlural(text)) return null;
    const count = values.find((value) => typeof value === 'number');
    return filled(text[count === undefined ? 'other' : rules.select(count)] ?? text.other, values);
  };
  return (...values) => {
    const text = write(given, values);
    if (text !== null) return text;
    const parts = base(...values);
    if (typeof parts !== 'object' || parts === null || !isTexts(given)) return parts;
    return Object.fromEntries(
      Object.entries(parts).map(([key, part]) => [key, write(ownOf(given, key), values) ?? (part as unknown)]),
    );
  };
}

function filled(text: string, values: readonly unknown[]): string {
  return text.replace(/\{(\d+)\}/g, (mark, index: string) => {
    const value = values[Number(index)];
    if (value === undefined) return mark;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

const categories: readonly string[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

function isPlural(text: unknown): text is PluralText {
  return (
    isTexts(text) &&
    typeof ownOf(text, 'other') === 'string' &&
    Object.entries(text).every(([key, part]) => categories.includes(key) && typeof part === 'string')
  );
}

function isTexts(value: unknown): value is LocaleTexts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownOf(texts: LocaleTexts, key: string): unknown {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** A dictionary's English texts with `{0}`, `{1}` where values go: what a translator begins with. */
export function templateOf(words: unknown): LocaleTexts {
  return Object.fromEntries(
    Object.entries(words as object).flatMap(([key, text]) => {
      const shown = template(text);
      return shown === null ? [] : [[key, shown]];
    }),
  );
}

function template(text: unknown): LocaleTexts[string] | null {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.map(String);
  if (typeof text === 'function') {
    const marks = Array.from({ length: text.length }, (_, i) => `{${i}}`);
    try {
      const written: unknown = (text as Writer)(...marks);
      return typeof written === 'string' ? written : isTexts(written) ? templateOf(written) : null;
    } catch {
      return null;
    }
  }
  return isTexts(text) ? templateOf(text) : null;
}
