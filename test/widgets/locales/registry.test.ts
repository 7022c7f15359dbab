import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { clauseText } from '../../../widgets/dataset/clause-words.js';
import { funnelWords } from '../../../widgets/funnel/words.js';
import { moreWords } from '../../../widgets/internal/card-panels.js';
import {
  formatCompact,
  formatCount,
  formatDate,
  formatMoment,
  formatPoints,
  formatRange,
  formatRate,
  formatSpan,
  formatWindow,
  localeOf,
} from '../../../widgets/internal/format.js';
import { messages } from '../../../widgets/locales/messages.js';
import { registerLocale, watchLocales } from '../../../widgets/locales/registry.js';
import type { LocaleTexts } from '../../../widgets/locales/registry.js';
import { messageTemplate } from '../../../widgets/locales/words.js';
import { pathsWords } from '../../../widgets/paths/words.js';

const german = JSON.parse(readFileSync('test/fixtures/locale-de.json', 'utf8')) as LocaleTexts;
const day = Date.UTC(2026, 9, 3);
/** What an engine's `Intl` puts between number and unit differs: any space is one. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('before a language is registered', () => {
  it('it is English', () => {
    expect([localeOf('de'), localeOf('fr-CH'), localeOf('zh-TW')]).toEqual(['en', 'en', 'zh-CN']);
  });
});

describe('a language from JSON', () => {
  beforeAll(() => registerLocale('de', german));
  const de = (): ReturnType<typeof localeOf> => localeOf('de');

  it('is spoken under its tag and under longer ones', () => {
    expect([localeOf('de'), localeOf('de-AT'), localeOf('DE_ch')]).toEqual(['de', 'de', 'de']);
    expect([localeOf('en-GB'), localeOf('zh')]).toEqual(['en', 'zh-CN']);
  });

  it('puts values in their places and takes the plural of the first number', () => {
    expect(pathsWords(de()).titleFrom('Anzeige')).toBe('Wege ab Anzeige');
    expect(pathsWords(de()).goNoFurther('3', '4 Kunden')).toBe('3 von 4 Kunden gehen nicht weiter');
    expect([messages(de()).customers(1, '1'), messages(de()).customers(2, '2')]).toEqual(['1 Kunde', '2 Kunden']);
  });

  it('is English word by word where a text is missing or is none', () => {
    const words = messages(de());
    expect(words.retry).toBe('Nochmals');
    expect(words.close).toBe('Close');
    expect(words.importIncomplete).toBe('The file ended early, so rows may be missing.');
    const funnel = funnelWords(de());
    expect(funnel.order).toEqual({ ...funnelWords('en').order, ordered: 'Schritte der Reihe nach' });
    expect(words.initial['no-source']).toEqual({ ...messages('en').initial['no-source'], title: 'Noch keine Datei' });
    expect(funnel.chosenLeft).toEqual(['Gegangen zwischen ', ' und ', '']);
    expect(pathsWords(de()).titleTo('X')).toBe('Paths to X');
  });

  it('writes texts of several parts, and what is chosen', () => {
    expect(moreWords(de()).emptyAllRejected('12')).toEqual({
      title: 'Keine Zeile war zu gebrauchen',
      body: 'Alle 12 Zeilen wurden abgelehnt.',
    });
    expect(clauseText(de(), { key: 'edge', args: ['A', 'B'] })).toBe('ging von A nach B');
    expect(clauseText(de(), { key: 'node', args: ['A'] })).toBe('passed A');
  });

  it('writes numbers and dates by its tag', () => {
    expect(formatCount(de(), 12_480)).toBe('12.480');
    expect(plain(formatRate(de(), 0.032))).toBe('3,2 %');
    expect(formatPoints(de(), -0.016)).toBe('−1,6 pp');
    expect(formatPoints(de(), 0)).toBe('0,0 pp');
    expect(plain(formatCompact(de(), 1_200_000))).toBe('1,2 Mio.');
    expect(plain(formatSpan(de(), 4 * 86_400_000 + 6 * 3_600_000))).toBe('4 Tg. 6 Std.');
    expect(plain(formatWindow(de(), 14 * 86_400_000))).toBe('14 Tage');
    expect(plain(formatDate(de(), day, 'UTC'))).toBe('3. Okt. 2026');
    expect(plain(formatMoment(de(), day + 38_520_000, 'UTC'))).toBe('3. Okt. 2026, 10:42');
    expect(plain(formatRange(de(), Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)))).toMatch(/^1\..31\. Okt\. 2026$/);
  });

  it('leaves the kit’s own languages as they are', () => {
    expect(pathsWords('en').titleFrom('Ad')).toBe('Paths from Ad');
    expect(formatRange('en', Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1))).toBe('1–31 Oct 2026');
    expect(formatDate('zh-CN', day, 'UTC')).toBe('2026年10月3日');
  });

  it('tells those who wait for it, and takes the place of what was there', () => {
    let told = 0;
    const stop = watchLocales(() => told++);
    registerLocale('de', { ...german, paths: { left: 'Weg' } });
    stop();
    registerLocale('de', german);
    expect(told).toBe(1);
    expect(pathsWords(de()).left).toBe('Gegangen');
  });
});

describe('other plurals', () => {
  it('are those of the language', () => {
    registerLocale('pl', { kit: { customers: { one: '{1} klient', few: '{1} klienci', other: '{1} klientów' } } });
    const { customers } = messages(localeOf('pl'));
    expect([1, 3, 5, 22].map((n) => customers(n, String(n)))).toEqual([
      '1 klient',
      '3 klienci',
      '5 klientów',
      '22 klienci',
    ]);
  });
});

describe('what cannot be used', () => {
  it('is refused by its tag or its shape', () => {
    expect(() => registerLocale('not a tag', {})).toThrow(/no language tag/);
    expect(() => registerLocale('fr', [] as unknown as LocaleTexts)).toThrow(/object of texts/);
  });

  it('changes nothing else', () => {
    registerLocale(
      'it',
      JSON.parse('{"__proto__":{"kit":{"retry":"x"}},"kit":{"constructor":"y","retry":{"one":"z"}}}') as LocaleTexts,
    );
    expect(messages(localeOf('it')).retry).toBe('Try again');
    expect(({} as Record<string, unknown>)['kit']).toBeUndefined();
  });

  it('is not asked of a text twice: a value that looks like a place stays what it is', () => {
    registerLocale('nl', { paths: { titleBetween: '{1} naar {0} {7}' } });
    expect(pathsWords(localeOf('nl')).titleBetween('{1}', '$&')).toBe('$& naar {1} {7}');
  });
});

describe('the template', () => {
  it('has the texts of every part in English, with the places of values', () => {
    const template = messageTemplate();
    expect(Object.keys(template)).toEqual(expect.arrayContaining(['kit', 'panels', 'clauses', 'paths']));
    expect(template['paths']!['titleBetween']).toBe('Paths from {0} to {1}');
    expect(template['kit']!['retry']).toBe('Try again');
    expect(template['funnel']!['order']).toMatchObject({ ordered: 'steps in order' });
  });

  it('can be registered as it is and says what English says', () => {
    registerLocale('en-AU', messageTemplate());
    expect(pathsWords(localeOf('en-AU')).link('A', 'B')).toBe('A → B');
    expect(messages(localeOf('en-AU')).noted.unidentified(2, '2')).toContain('2');
  });
});
