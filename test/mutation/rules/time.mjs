const buckets = 'worker/time/buckets.ts';
const zones = 'worker/time/zone-table.ts';
const tests = ['test/worker/time/buckets.test.ts'];

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const timeRules = [
  {
    rule: 'time: a day is 86,400,000 ms',
    file: buckets,
    find: 'while (end <= start) end = startOf(++bucket);',
    replace: `while (end <= start) end = interval === 'day' ? start + DAY : startOf(++bucket);`,
    tests,
    sample: true,
  },
  {
    rule: 'time: the week begins a day off',
    file: buckets,
    find: 'const epochWeekday = 4;',
    replace: 'const epochWeekday = 3;',
    tests,
  },
  {
    rule: 'time: the week begins on Monday whatever is asked',
    file: buckets,
    find: 'return bucket * 7 - epochWeekday + weekStart;',
    replace: 'return bucket * 7 - epochWeekday + 1;',
    tests,
  },
  {
    rule: 'time: an hour begins at minute zero of UTC',
    file: zones,
    find: `    let at = instant;
    for (;;) {
      const past = (at + this.offsetAt(at)) % 3_600_000;`,
    replace: `    let at = instant;
    for (;;) {
      const past = at % 3_600_000;`,
    tests,
  },
  {
    rule: 'time: a bucket holds its end',
    file: buckets,
    find: 'return place === starts.length - 1 ? -1 : place;',
    replace: 'return place === starts.length - 1 && instant > starts[place]! ? -1 : place;',
    tests,
  },
  {
    rule: 'time: hours of the week go by UTC',
    file: buckets,
    find: 'Math.floor((instant + zone.offsetAt(instant)) / 3_600_000)',
    replace: 'Math.floor(instant / 3_600_000)',
    tests,
  },
  {
    rule: 'time: a quarter has four months',
    file: buckets,
    find: 'return firstOfMonth(bucket * 3);',
    replace: 'return firstOfMonth(bucket * 4);',
    tests,
  },
];
