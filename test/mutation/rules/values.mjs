const tests = ['test/worker/analyses/values.test.ts'];
const file = 'worker/analyses/values.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const valueRules = [
  {
    rule: 'values: an item that an array has twice counts twice',
    file,
    find: '[...new Set((value as readonly Scalar[]).map(idOf))]',
    replace: '(value as readonly Scalar[]).map(idOf)',
    tests,
  },
  {
    rule: 'values: an actor counts once a row',
    file,
    find: 'if (this.#last[value] === tag) return;',
    replace: '',
    tests,
  },
  {
    rule: 'values: the total is of the values shown',
    file,
    find: 'total,\n      missing',
    replace: 'total: top.length,\n      missing',
    tests,
  },
];
