import type { Locale } from '../internal/format.js';
import { templateOf, translated } from './registry.js';
import type { LocaleTexts } from './registry.js';

/** Fetches an element's words in a language. */
type Fetch<W> = () => Promise<W>;

interface Entry {
  readonly en: unknown;
  readonly others: Readonly<Record<string, Fetch<unknown>>>;
  readonly loaded: Map<Locale, unknown>;
}

const dictionaries = new Map<string, Entry>();

/**
 * Words of one part of the kit. English comes with the code; other languages are fetched before the first picture in
 * them (`loadWords`), and English stands in where they cannot be.
 *
 * @param name Unique among the dictionaries
 * @param others Fetches the words of a language, by its tag
 * @returns Words of a language: those loaded, or registered (`registerLocale`), else English
 */
export function dictionary<W>(name: string, en: W, others: Readonly<Record<string, Fetch<W>>>): (locale: Locale) => W {
  const entry: Entry = { en, others, loaded: new Map() };
  dictionaries.set(name, entry);
  return (locale) => translated(name, (entry.loaded.get(locale) as W | undefined) ?? en, locale);
}

/** Fetches all registered words of a language that are not there yet; undefined when there is nothing to fetch. */
export function loadWords(locale: Locale): Promise<void> | undefined {
  const missing = [...dictionaries.values()].filter(({ others, loaded }) => others[locale] && !loaded.has(locale));
  if (missing.length === 0) return undefined;
  return Promise.all(
    missing.map(({ others, loaded }) =>
      others[locale]!().then(
        (words) => void loaded.set(locale, words),
        () => {},
      ),
    ),
  ).then(() => {});
}

/** English texts of every part of the kit that the page has loaded, by part and key, with `{0}` where values go. */
export function messageTemplate(): Readonly<Record<string, LocaleTexts>> {
  return Object.fromEntries([...dictionaries].map(([name, { en }]) => [name, templateOf(en)]));
}

/** Makes words that are kept elsewhere part of `messageTemplate`. */
export function offerWords(name: string, en: object): void {
  dictionaries.set(name, { en, others: {}, loaded: new Map() });
}
