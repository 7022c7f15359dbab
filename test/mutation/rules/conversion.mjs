const property = ['test/worker/analyses/funnel-full.property.test.ts'];
const trend = 'worker/analyses/funnel-trend.ts';
const convert = 'worker/analyses/time-to-convert.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const conversionRules = [
  {
    rule: 'trend: a bucket whose window ends with the data is immature',
    file: trend,
    find: 'starts[i + 1]! + windowMs > dataEnd',
    replace: 'starts[i + 1]! + windowMs >= dataEnd',
    tests: property,
  },
  {
    rule: 'trend: the window is from the beginning of the bucket',
    file: trend,
    find: 'starts[i + 1]! + windowMs > dataEnd',
    replace: 'starts[i]! + windowMs > dataEnd',
    tests: property,
  },
  {
    rule: 'trend: a bucket that nobody entered has rate 0',
    file: trend,
    find: 'entered[i] === 0 ? null : converted',
    replace: 'entered[i] === -1 ? null : converted',
    tests: property,
  },
  {
    rule: 'time to convert: no bin for the longest time',
    file: convert,
    find: 'length: bins + 1',
    replace: 'length: bins',
    tests: property,
  },
  {
    rule: 'time to convert: the cube root is cut',
    file: convert,
    find: 'bins ** 3 < count',
    replace: '(bins + 1) ** 3 <= count',
    tests: property,
  },
  {
    rule: 'time to convert: equal times have bins of no width',
    file: convert,
    find: '* resolution || 60_000',
    replace: '* resolution || resolution',
    tests: property,
  },
  {
    rule: 'quantile: the value below, not between',
    file: 'worker/analyses/mean-median.ts',
    find: '(upper - lower) * (rank - below)',
    replace: '0',
    tests: property,
  },
];
