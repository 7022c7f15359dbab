const units: ReadonlyArray<readonly [name: RegExp, ms: number]> = [
  [/^(|ms|毫秒)$/, 1],
  [/^(s|sec|secs|seconds?|秒)$/, 1000],
  [/^(min|mins|minutes?|分|分钟)$/, 60_000],
  [/^(h|hr|hrs|hours?|小时)$/, 3_600_000],
  [/^(d|days?|天)$/, 86_400_000],
  [/^(w|wk|weeks?|周)$/, 604_800_000],
];

/**
 * A span of time as a page writes it: `14d`, `30 min`, `2h`, `5 分钟`, or milliseconds.
 * @returns ms; NaN for everything else, also for "m", which could be minutes or months
 */
export function parseSpan(value: string | number): number {
  const text = String(value).trim().toLowerCase();
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(\D*)$/.exec(text) ?? [];
  const size = units.find(([name]) => name.test(unit ?? '?'))?.[1];
  return Number(count) * (size ?? Number.NaN);
}
