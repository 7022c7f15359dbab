import { describe, expect, it } from 'vitest';
import { messageTemplate } from '../../../widgets/locales/words.js';
import { loadWords } from '../../../widgets/locales/words.js';
import { heatmapWords } from '../../../widgets/heatmap/words.js';

await loadWords('zh-CN');
const en = heatmapWords('en');
const zh = heatmapWords('zh-CN');

/** Every text with plain values, by its path. */
function texts(words: unknown, path = ''): Array<readonly [path: string, text: string]> {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') {
    const written: unknown = (words as (...values: unknown[]) => unknown)('12', '34', '56');
    return texts(written, path);
  }
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, part]) => texts(part, `${path}.${key}`));
}

describe('words of the heatmap', () => {
  it('are complete in both languages', () => {
    const paths = (words: unknown): string[] =>
      texts(words)
        .map(([path]) => path)
        .filter((path) => !path.startsWith('.properties'));
    expect(paths(zh)).toEqual(paths(en));
    for (const [path, text] of [...texts(en), ...texts(zh)]) expect([path, text]).not.toEqual([path, '']);
  });

  it('are Chinese with full-width punctuation, and English without Han letters', () => {
    for (const [path, text] of texts(zh)) {
      const latin = /^(\d|\s|px|–|≥|，)+$/.test(text);
      expect([path, latin || /\p{Script=Han}/u.test(text)]).toEqual([path, true]);
      expect([path, /[\p{Script=Han}][,;!?]/u.test(text)]).toEqual([path, false]);
    }
    for (const [path, text] of texts(en)) expect([path, /\p{Script=Han}/u.test(text)]).toEqual([path, false]);
  });

  it('count one and many', () => {
    expect([en.customers(1, '1'), en.customers(2, '2')]).toEqual(['1 customer', '2 customers']);
    expect(en.amount.counts(1, '1')).toBe('1 event');
    expect(zh.customers(2, '2')).toBe('2 位客户');
  });

  it('can be translated, every one of them', () => {
    const template = messageTemplate()['heatmap']!;
    expect(Object.keys(template)).toEqual(Object.keys(en));
    expect(template['mostClicked']).toMatchObject({ all: 'Most clicked: {0}, {1} of clicks.' });
  });
});
