import { periodStart } from '../period';

const now = Date.UTC(2026, 4, 31, 10, 30);

describe('a period', () => {
  it.each([
    ['90d', Date.UTC(2026, 2, 2, 10, 30)],
    [' 2 W ', Date.UTC(2026, 4, 17, 10, 30)],
    ['12m', Date.UTC(2025, 4, 31, 10, 30)],
    ['3m', Date.UTC(2026, 1, 28, 10, 30)],
    ['2y', Date.UTC(2024, 4, 31, 10, 30)],
  ])('%s begins at its day', (text, start) => {
    expect(periodStart(text, now)).toBe(start);
  });

  it.each(['all', '', undefined, 'ninety days', '12 months'])('%s has no beginning', (text) => {
    expect(periodStart(text, now)).toBeNull();
  });
});
