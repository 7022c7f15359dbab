const unit = 'test/worker/analyses/funnel.test.ts';
const figures = 'test/worker/analyses/funnel-figures.test.ts';
const property = 'test/worker/analyses/funnel.property.test.ts';
const ordered = 'worker/kernels/funnel-ordered.ts';
const strict = 'worker/kernels/funnel-strict.ts';
const unordered = 'worker/kernels/funnel-unordered.ts';
const rows = 'worker/kernels/funnel-rows.ts';
const funnel = 'worker/analyses/funnel.ts';
const numbers = 'worker/analyses/funnel-numbers.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const funnelRules = [
  {
    rule: 'funnel: the window of an ordered funnel excludes its end',
    file: ordered,
    find: `        s = starts[k - 1]!;
        if (s < 0 || t - times[s]! > windowMs) continue;`,
    replace: `        s = starts[k - 1]!;
        if (s < 0 || t - times[s]! >= windowMs) continue;`,
    tests: [unit],
    sample: true,
  },
  {
    rule: 'funnel: with strictly-later the window excludes its end',
    file: ordered,
    find: `          s = settled[k - 1]!;
          if (s < 0 || t - times[s]! > windowMs) continue;`,
    replace: `          s = settled[k - 1]!;
          if (s < 0 || t - times[s]! >= windowMs) continue;`,
    tests: [property],
  },
  {
    rule: 'funnel: the window of a strict funnel excludes its end',
    file: strict,
    find: 't - times[older]! > windowMs',
    replace: 't - times[older]! >= windowMs',
    tests: [property],
  },
  {
    rule: 'funnel: the window of an unordered funnel excludes its end',
    file: unordered,
    find: 'times[row]! - began > windowMs',
    replace: 'times[row]! - began >= windowMs',
    tests: [property],
  },
  {
    rule: 'funnel: the window is measured from the step before',
    file: ordered,
    find: `    if (t - began > windowMs) break;
    if ((bits`,
    replace: `    if (t - last > windowMs) break;
    if ((bits`,
    tests: [property],
  },
  {
    rule: 'funnel: the first attempt instead of the best',
    file: funnel,
    find: `spec.entry === 'first'`,
    replace: `spec.entry !== 'best'`,
    tests: [unit],
  },
  {
    rule: 'funnel: entry "first" is ignored',
    file: funnel,
    find: `spec.entry === 'first'`,
    replace: 'false',
    tests: [property],
  },
  {
    rule: 'funnel: of equal attempts the earliest beginning, in an unordered funnel',
    file: unordered,
    find: 'end >= rows.completed',
    replace: 'end > rows.completed',
    tests: [property],
  },
  {
    rule: 'funnel: of equally deep attempts the latest completion, in an unordered funnel',
    file: unordered,
    find: 'end >= rows.completed',
    replace: 'end <= rows.completed',
    tests: [property],
  },
  {
    rule: 'funnel: the latest beginning is ignored, in an ordered funnel',
    file: ordered,
    find: `      if (k < depth - 1) continue;
      if (k >= depth || (t === completed && s > start)) {`,
    replace: `      if (k < depth - 1) continue;
      if (k >= depth) {`,
    tests: [property],
  },
  {
    rule: 'funnel: the latest beginning is ignored, in a strict funnel',
    file: strict,
    find: ' || (k + 1 === depth && t === completed && older > start)',
    replace: '',
    tests: [property],
  },
  {
    rule: 'funnel: a row fills several steps of one attempt',
    file: ordered,
    find: `    for (let left = bits[i]!; left !== 0;) {
      const k = 31 - Math.clz32(left);`,
    replace: `    for (let left = bits[i]!; left !== 0;) {
      const k = 31 - Math.clz32(left & -left);`,
    tests: [property],
    sample: true,
  },
  {
    rule: 'funnel: a row of several steps keeps the first it took, in an unordered funnel',
    file: unordered,
    find: '(set & bit) === 0 || (visited & bit) !== 0',
    replace: 'bit !== 0',
    tests: [unit],
  },
  {
    rule: 'funnel: an unordered funnel counts a row of a step twice',
    file: unordered,
    find: '(set & bit) === 0 || holders[k] !== 0',
    replace: '(set & bit) === 0',
    tests: [property],
  },
  {
    rule: 'funnel: rows of one instant keep their input order',
    file: funnel,
    find: `if (run.tie !== 'input-order') orderInstants`,
    replace: `if (run.tie === 'strictly-later') orderInstants`,
    tests: [unit],
    sample: true,
  },
  {
    rule: 'funnel: input order is not kept when asked for',
    file: funnel,
    find: `if (run.tie !== 'input-order') orderInstants`,
    replace: 'orderInstants',
    tests: [property],
  },
  {
    rule: 'funnel: strictly-later is ignored',
    file: funnel,
    find: `strictlyLater: tie === 'strictly-later'`,
    replace: 'strictlyLater: false',
    tests: [unit],
  },
  {
    rule: 'funnel: rows of one instant go by their least step alone',
    file: rows,
    find: 'return lowest * 32 + highest;',
    replace: 'return lowest * 32;',
    tests: ['test/worker/kernels/funnel-rows.test.ts'],
  },
  {
    rule: 'funnel: rows of one instant that match no step come first',
    file: rows,
    find: 'if (bits === 0) return 1024;',
    replace: 'if (bits === 0) return -1;',
    tests: ['test/worker/kernels/funnel-rows.test.ts'],
  },
  {
    rule: 'funnel: a repeat of the step ends a strict attempt',
    file: strict,
    find: '} else if ((row & (1 << (k - 1))) === 0) {',
    replace: '} else if (k > 0) {',
    tests: [property],
  },
  {
    rule: 'funnel: other rows do not end a strict attempt',
    file: strict,
    find: '} else if ((row & (1 << (k - 1))) === 0) {',
    replace: '} else if (k < 0) {',
    tests: [property],
  },
  {
    rule: 'funnel: drop-off is off by one step',
    file: numbers,
    find: '(k === 0 ? 0 : previous(k) - count)',
    replace: '(k === 0 ? 0 : count - (counts[k + 1] ?? 0))',
    tests: [figures],
  },
  {
    rule: 'funnel: the list of those who left holds those who went on',
    file: funnel,
    find: 'reached === step && step > 0',
    replace: 'reached >= step && step > 0',
    tests: [unit],
  },
  {
    rule: 'funnel: the rate from the previous step divides by the first',
    file: numbers,
    find: 'conversionFromPrevious: counts.map((count, k) => rate(count, previous(k)))',
    replace: 'conversionFromPrevious: counts.map((count, k) => rate(count, k === 0 ? 0 : start))',
    tests: [figures],
  },
  {
    rule: 'funnel: a rate over nobody is 0',
    file: numbers,
    find: 'of === 0 ? null : count / of',
    replace: 'of === 0 ? 0 : count / of',
    tests: [unit],
  },
];
