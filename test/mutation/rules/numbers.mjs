const meanMedian = 'worker/analyses/mean-median.ts';
const wilson = 'worker/analyses/wilson.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const numberRules = [
  {
    rule: 'median: the lower of the middle two',
    file: meanMedian,
    find: 'return lower + (upper - lower) * (rank - below);',
    replace: 'return lower;',
    tests: ['test/worker/analyses/mean-median.test.ts'],
    sample: true,
  },
  {
    rule: 'mean: rounding errors of a long sum are lost',
    file: meanMedian,
    find: '(sum + lost) / length',
    replace: 'sum / length',
    tests: ['test/worker/analyses/mean-median.test.ts'],
  },
  {
    rule: 'Wilson interval: not held to 0 and 1',
    file: wilson,
    find: 'const upper = successes === trials ? 1 : Math.min(1, centre + half);',
    replace: 'const upper = centre + half;',
    tests: ['test/worker/analyses/wilson.test.ts'],
  },
  {
    rule: 'Wilson interval: the plain normal interval instead',
    file: wilson,
    find: 'zz / (4 * trials * trials)',
    replace: '0',
    tests: ['test/worker/analyses/wilson.test.ts'],
  },
];
