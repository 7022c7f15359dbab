import { describe, expect, it } from 'vitest';
import { editorWords } from '../../../widgets/funnel/editor-words.js';
import { zhCn as editorZh } from '../../../widgets/funnel/editor-words.zh-cn.js';
import { funnelMoreWords } from '../../../widgets/funnel/more-words.js';
import { zhCn as moreZh } from '../../../widgets/funnel/more-words.zh-cn.js';
import { viewWords } from '../../../widgets/funnel/view-words.js';
import { zhCn as viewZh } from '../../../widgets/funnel/view-words.zh-cn.js';
import { funnelWords } from '../../../widgets/funnel/words.js';
import { zhCn as funnelZh } from '../../../widgets/funnel/words.zh-cn.js';

const pairs: ReadonlyArray<readonly [string, object, object]> = [
  ['funnel', funnelWords('en'), funnelZh],
  ['more', funnelMoreWords('en'), moreZh],
  ['views', viewWords('en'), viewZh],
  ['editor', editorWords('en'), editorZh],
];

describe('words of the funnel', () => {
  it.each(pairs)('say the same things in every language: %s', (_name, en, zh) => {
    const walk = (a: object, b: object, path: string): void => {
      expect(Object.keys(b).sort(), path).toEqual(Object.keys(a).sort());
      for (const [key, value] of Object.entries(a)) {
        const other = (b as Record<string, unknown>)[key];
        expect(typeof other, `${path}.${key}`).toBe(typeof value);
        if (typeof value === 'string' && value !== '') expect(other, `${path}.${key}`).not.toBe('');
        if (typeof value === 'object' && value !== null && other) walk(value, other, `${path}.${key}`);
      }
    };
    walk(en, zh, '');
  });

  it.each(pairs)('hold no word that a promise would take for its own: %s', (_name, en, zh) => {
    expect('then' in en || 'then' in zh).toBe(false);
  });

  it.each(pairs)('have no exclamation mark and no half-width comma between Han: %s', (_name, _en, zh) => {
    const texts: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === 'string') texts.push(value);
      else if (typeof value === 'object' && value) Object.values(value).forEach(collect);
    };
    collect(zh);
    expect(texts.filter((text) => /[!！]|\p{Script=Han}[,;]\s*\p{Script=Han}/u.test(text))).toEqual([]);
  });
});
