import { describe, expect, it } from 'vitest';
import { en } from '../../../widgets/paths/words.en.js';
import { zhCn } from '../../../widgets/paths/words.zh-cn.js';

const call = (text: unknown): string =>
  typeof text === 'function'
    ? String((text as (...args: unknown[]) => unknown)('2', '2', 'C', 'D', 'E'))
    : String(text);

describe('words of paths', () => {
  it('are there in both languages, under the same keys', () => {
    expect(Object.keys(zhCn).sort()).toEqual(Object.keys(en).sort());
  });

  it('are Chinese in Chinese', () => {
    const latin = Object.entries(zhCn).filter(
      ([key, text]) => !/^(link|variantMark)$/.test(key) && !/\p{Script=Han}/u.test(call(text)),
    );
    expect(latin).toEqual([]);
  });

  it('use every value they are given', () => {
    for (const words of [en, zhCn]) {
      expect(words.linkMark('A', 'B', '7 customers', '50%')).toContain('7');
      expect(words.differs('8', '9')).toMatch(/8.*9/);
      expect(words.emptyBoth('A', 'B')).toMatch(/A.*B/);
    }
  });

  it('set names in Latin letters off from Chinese', () => {
    expect(zhCn.titleFrom('Pricing')).toBe('从 Pricing 出发的路径');
    expect(zhCn.titleFrom('价格')).toBe('从价格出发的路径');
  });
});
