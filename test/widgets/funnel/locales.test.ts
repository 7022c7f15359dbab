import { describe, expect, it } from 'vitest';
import { enMore } from '../../../widgets/locales/en-more.js';
import { en } from '../../../widgets/locales/en.js';
import { loadLocale, messages, msg } from '../../../widgets/locales/messages.js';
import { zhCn, zhCnMore } from '../../../widgets/locales/zh-cn.js';

describe('messages', () => {
  it('are English until another language is loaded', async () => {
    expect(messages('zh-CN')).toBe(en);
    await loadLocale('zh-CN');
    expect(messages('zh-CN')).toBe(zhCn);
    expect(loadLocale('zh-CN')).toBeUndefined();
    expect(loadLocale('en')).toBeUndefined();
  });

  it('count one and many', () => {
    expect(msg('en', 'customers', 1, '1')).toBe('1 customer');
    expect(msg('en', 'customers', 1230, '1,230')).toBe('1,230 customers');
    expect(msg('en', 'rejectedRows', 1, '1')).toBe('1 row rejected');
    expect(zhCn.customers(1, '1')).toBe('1 位客户');
  });

  it('say the same things in every language', () => {
    const walk = (a: unknown, b: unknown, path: string): void => {
      expect(typeof b, path).toBe(typeof a);
      // English errors bring their own sentence.
      if (a === null) return;
      if (typeof a === 'string') expect(String(b).length, path).toBeGreaterThanOrEqual(a === '' ? 0 : 1);
      if (a && b && typeof a === 'object') {
        expect(Object.keys(b).sort(), path).toEqual(Object.keys(a).sort());
        for (const key of Object.keys(a)) walk(a[key as keyof typeof a], b[key as keyof typeof b], `${path}.${key}`);
      }
    };
    walk(en, zhCn, 'messages');
  });

  it('use no exclamation mark and full-width stops in Chinese', () => {
    const texts = JSON.stringify([
      enMore.errorTitle,
      en.initial,
      zhCnMore.errorTitle,
      zhCnMore.errorBody,
      zhCn.initial,
    ]);
    expect(texts).not.toMatch(/[!！]/);
    const bodies = [...Object.values(zhCnMore.errorBody ?? {}), ...Object.values(zhCn.initial).map(({ body }) => body)];
    for (const body of bodies) expect(body).toMatch(/。$/);
  });
});
