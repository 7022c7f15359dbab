const property = ['test/worker/analyses/counts.property.test.ts'];
const literal = ['test/worker/counts.test.ts'];
const parts = ['test/worker/analyses/split.property.test.ts'];
const cube = 'worker/analyses/counts-cube.ts';
const index = 'worker/analyses/counts-index.ts';
const counts = 'worker/analyses/counts.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const countsRules = [
  {
    rule: 'counts: a row at the very end of a range counts',
    file: cube,
    find: 't < begin || t >= time',
    replace: 't < begin || t > time',
    tests: property,
  },
  {
    rule: 'counts: rows of the block before are counted twice',
    file: cube,
    find: 't < begin || t >= time || !passes(row)',
    replace: 't >= time || !passes(row)',
    tests: property,
  },
  {
    rule: 'counts: a block cut in two counts rows of every actor',
    file: cube,
    find: 't < begin || t >= time || !passes(row)',
    replace: 't < begin || t >= time',
    tests: property,
    sample: true,
  },
  {
    rule: 'counts: of many actors those that are out are counted',
    file: cube,
    find: 'if (flip !== 0) takeFrom(whole, blocks, before);',
    replace: '',
    tests: property,
  },
  {
    rule: 'counts: tests that the index can tell are passed over',
    file: index,
    find: 'if (plan.passes[tuple] !== 0) counting.push(tuple);',
    replace: 'counting.push(tuple);',
    tests: property,
  },
  {
    rule: 'counts: a filter about rows is left out where actors are named too',
    file: index,
    find: 'const masked = plan.masks ? rows : [];',
    replace: 'const masked = plan.masks && actors.length === 0 ? rows : [];',
    tests: property,
  },
  {
    rule: 'counts: no regard to a clock that changes within an hour',
    file: index,
    find: 'return [start, after];',
    replace: 'return [start];',
    tests: literal,
  },
  {
    rule: 'counts: null and the empty text are two groups',
    file: counts,
    find: 'nodes[code] === empty ? 0 : nodes[code]!',
    replace: 'nodes[code]!',
    tests: literal,
  },
  {
    rule: 'parts: times of the first part alone make the median',
    file: 'worker/analyses/funnel.ts',
    find: 'for (const { values, length } of lists) {',
    replace: 'for (const { values, length } of lists.slice(0, 1)) {',
    tests: parts,
  },
  {
    rule: 'parts: an actor is cut in two',
    file: 'worker/store/split.ts',
    find: 'const end = view.offsets[last]!;',
    replace: 'const end = view.offsets[last]! - 1;',
    tests: parts,
  },
];
