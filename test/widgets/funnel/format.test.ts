import { describe, expect, it } from 'vitest';
import {
  formatCompact,
  formatCount,
  formatDate,
  formatInterval,
  formatMoment,
  formatPoints,
  formatRange,
  formatRate,
  formatSpan,
  formatWindow,
  localeOf,
} from '../../../widgets/internal/format.js';

const utc = (text: string): number => Date.parse(`${text}Z`);

describe('numbers', () => {
  it('are full with separators, and compact only where asked', () => {
    expect(formatCount('en', 9_999_999)).toBe('9,999,999');
    expect(formatCount('zh-CN', 12_480)).toBe('12,480');
    expect(['9999', '12480', '1234567', '999950', '1200000000'].map((n) => formatCompact('en', Number(n)))).toEqual([
      '9,999',
      '12.5K',
      '1.2M',
      '1M',
      '1.2B',
    ]);
    expect([9999, 12_480, 123_456_789].map((n) => formatCompact('zh-CN', n))).toEqual(['9,999', '1.2万', '1.2亿']);
  });

  it('have one decimal in percent, an en dash for none and for ranges, a true minus', () => {
    expect(formatRate('en', 0.03221)).toBe('3.2%');
    expect(formatRate('en', 1)).toBe('100.0%');
    expect(formatRate('en', null)).toBe('–');
    expect(formatInterval('en', [0.582, 0.616])).toBe('58.2–61.6');
    expect(formatPoints('en', -0.003)).toBe('−0.3 pp');
    expect(formatPoints('zh-CN', 0.006)).toBe('+0.6 个百分点');
    expect(formatPoints('en', 0.0001)).toBe('0.0 pp');
  });
});

describe('time spans', () => {
  it('have two units at most, and never say sixty of one', () => {
    const minute = 60_000;
    expect(formatSpan('en', 102 * 60 * minute)).toBe('4 d 6 h');
    expect(formatSpan('en', 12 * minute)).toBe('12 min');
    expect(formatSpan('en', 3_599_700)).toBe('1 h');
    expect(formatSpan('en', 86_399_999)).toBe('1 d');
    expect(formatSpan('en', 400)).toBe('0.4 s');
    expect(formatSpan('en', 0)).toBe('0 s');
    expect(formatSpan('en', null)).toBe('–');
    expect(formatSpan('zh-CN', 102 * 60 * minute)).toBe('4 天 6 小时');
    expect(formatSpan('en', 1234 * 86_400_000)).toBe('1,234 d');
  });

  it('that a person set are said in words', () => {
    expect(formatWindow('en', 14 * 86_400_000)).toBe('14 days');
    expect(formatWindow('en', 3_600_000)).toBe('1 hour');
    expect(formatWindow('en', 90 * 60_000)).toBe('90 minutes');
    expect(formatWindow('zh-CN', 14 * 86_400_000)).toBe('14 天');
  });
});

describe('dates', () => {
  it('are day, month, year', () => {
    expect(formatDate('en', utc('2026-11-13'), 'UTC')).toBe('13 Nov 2026');
    expect(formatDate('en', utc('2026-09-03'), 'UTC')).toBe('3 Sep 2026');
    expect(formatDate('zh-CN', utc('2026-11-13'), 'UTC')).toBe('2026年11月13日');
    expect(formatMoment('en', utc('2026-11-22T10:42'), 'UTC')).toBe('22 Nov 2026, 10:42');
    expect(formatMoment('zh-CN', utc('2026-11-22T00:05'), 'UTC')).toBe('2026年11月22日 00:05');
  });

  it('name a half-open range by its first and last day', () => {
    const range = (a: string, b: string, locale: 'en' | 'zh-CN' = 'en') => formatRange(locale, utc(a), utc(b));
    expect(range('2026-10-01', '2026-11-01')).toBe('1–31 Oct 2026');
    expect(range('2026-09-28', '2026-10-05')).toBe('28 Sep – 4 Oct 2026');
    expect(range('2025-12-01', '2026-02-01')).toBe('1 Dec 2025 – 31 Jan 2026');
    expect(range('2026-10-01', '2026-10-02')).toBe('1 Oct 2026');
    expect(range('2026-10-01', '2026-11-01', 'zh-CN')).toBe('2026年10月1日至31日');
    expect(range('2026-10-01T08:00', '2026-10-02')).toBe('1 Oct 2026, 08:00 – 2 Oct 2026, 00:00');
    expect(formatRange('en', utc('2026-10-01'), 8.64e15)).toBe('from 1 Oct 2026');
    expect(formatRange('zh-CN', -8.64e15, utc('2026-10-01'))).toBe('2026年10月1日之前');
  });
});

describe('language', () => {
  it('is Chinese for any zh tag, else English', () => {
    expect(['zh', 'zh-Hans-CN', 'zh_CN', 'ZH-tw'].map(localeOf)).toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'zh-CN']);
    expect(['en', 'de-DE', '', 'zha'].map(localeOf)).toEqual(['en', 'en', 'en', 'en']);
  });
});
