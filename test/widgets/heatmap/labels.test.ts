import { describe, expect, it } from 'vitest';
import type { FeatureMatrixSpec, MatrixColumns } from '../../../worker/protocol/heatmap.js';
import { loadWords } from '../../../widgets/locales/words.js';
import { boundText, columnNames, compactText, dayNames, hourSpan } from '../../../widgets/heatmap/labels.js';
import { heatmapWords } from '../../../widgets/heatmap/words.js';

await loadWords('zh-CN');

const names = (
  locale: 'en' | 'zh-CN',
  columns: MatrixColumns,
  starts: readonly number[],
  end: number | null,
  tz = 'UTC',
) => {
  const spec: FeatureMatrixSpec = { kind: 'featureMatrix', columns, rows: { prop: 'event' }, tz };
  return columnNames(locale, heatmapWords(locale), { columns: starts, end }, spec);
};

describe('names of columns', () => {
  it('of days have the year on the first, and are those of the zone', () => {
    // Midnights of 9 and 10 November in Zurich.
    const starts = [Date.UTC(2026, 10, 8, 23), Date.UTC(2026, 10, 9, 23)];
    expect(names('en', 'day', starts, Date.UTC(2026, 10, 10, 23), 'Europe/Zurich')).toEqual([
      { axis: '9 Nov 2026', full: '9 Nov 2026' },
      { axis: '10 Nov', full: '10 Nov 2026' },
    ]);
    expect(names('zh-CN', 'day', starts, null, 'Europe/Zurich')[1]).toEqual({
      axis: '11月10日',
      full: '2026年11月10日',
    });
  });

  it('of weeks say both ends, also where the zone is ahead of UTC', () => {
    const starts = [Date.UTC(2026, 8, 6, 16), Date.UTC(2026, 8, 13, 16)];
    expect(names('en', 'week', starts, Date.UTC(2026, 8, 20, 16), 'Asia/Shanghai').map(({ full }) => full)).toEqual([
      '7–13 Sep 2026',
      '14–20 Sep 2026',
    ]);
  });

  it('of months, quarters, ages and hours', () => {
    const january = Date.UTC(2026, 0, 1);
    expect(names('en', 'month', [Date.UTC(2025, 11, 1), january], null)).toEqual([
      { axis: 'Dec 2025', full: 'Dec 2025' },
      { axis: 'Jan 2026', full: 'Jan 2026' },
    ]);
    expect(names('zh-CN', 'quarter', [january], null)[0]!.full).toBe('2026年1季度');
    expect(names('en', 'week-of-age', [0, 11], null)[1]).toEqual({ axis: '11', full: 'Week 11' });
    expect(names('zh-CN', 'day-of-age', [3], null)[0]!.full).toBe('第 3 天');
    expect(names('en', 'hour-of-day', [9], null)[0]).toEqual({ axis: '9:00', full: '9:00–9:59' });
  });

  it('of days of the week begin where the week does', () => {
    expect(dayNames('en', 1)).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
    expect(dayNames('zh-CN', 0)[0]).toBe('周日');
    expect(hourSpan(9, 11)).toBe('9:00–11:59');
  });
});

describe('amounts', () => {
  it('are short in cells, and have no sign of nothing', () => {
    expect(compactText('en', 'actors', 12_480)).toBe('12.5K');
    expect(compactText('zh-CN', 'counts', 12_480)).toBe('1.2万');
    expect(compactText('en', 'share', 0.184)).toBe('18%');
    expect(compactText('en', 'value', null)).toBe('–');
  });

  it('are round at the bounds of colours', () => {
    expect([boundText('en', 'share', 0.08), boundText('en', 'share', 0.125)]).toEqual(['8%', '12.5%']);
    expect(boundText('en', 'value', 2.5)).toBe('2.5');
  });
});
