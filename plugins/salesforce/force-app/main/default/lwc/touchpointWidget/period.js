const DAY_MS = 86_400_000;

/**
 * Where a period such as `90d`, `8w`, `12m` or `2y` begins, counted back from `now`.
 * @returns ms from 1970; null for `all`, and for what is no period
 */
export function periodStart(period, now) {
  const [, digits, unit] = /^\s*(\d{1,4})\s*([dwmy])\s*$/i.exec(period ?? '') ?? [];
  if (digits === undefined) return null;
  const count = Number(digits);
  switch (unit.toLowerCase()) {
    case 'd':
      return now - count * DAY_MS;
    case 'w':
      return now - count * 7 * DAY_MS;
    case 'm':
      return monthsBefore(now, count);
    default:
      return monthsBefore(now, count * 12);
  }
}

/** The same day so many months earlier; the last of that month where it has no such day. */
function monthsBefore(now, months) {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
