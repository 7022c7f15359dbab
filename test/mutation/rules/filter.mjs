const selector = 'worker/analyses/selector.ts';
const tests = ['test/worker/analyses/selector.test.ts'];

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const filterRules = [
  {
    rule: 'filter: a range includes its end where times are whole numbers of four bytes',
    file: 'worker/analyses/selector.ts',
    find: 'Math.max(first, Math.ceil(limit))',
    replace: 'Math.max(first, Math.floor(limit) + 1)',
    tests: ['test/worker/analyses/selector.test.ts'],
  },
  {
    rule: 'filter: times far from a base go astray',
    file: 'worker/analyses/selector.ts',
    find: '(~past & width) | (~(past ^ width) & (past - width))',
    replace: 'past - width',
    tests: ['test/worker/analyses/selector.test.ts'],
  },
  {
    rule: 'filter: a range includes its end',
    file: selector,
    find: 'time[i]! < limit ? 1 : 0',
    replace: 'time[i]! <= limit ? 1 : 0',
    tests,
    sample: true,
  },
  {
    rule: 'filter: a range excludes its beginning',
    file: selector,
    find: 'time[i]! >= least',
    replace: 'time[i]! > least',
    tests,
  },
  {
    rule: 'filter: null is "not equal" to everything',
    file: selector,
    find: 'if (value === null) return false;',
    replace: `if (value === null) return op === 'ne';`,
    tests,
  },
  {
    rule: 'filter: "1" equals 1',
    file: selector,
    find: `if (op === 'eq') return value === asked;`,
    replace: `if (op === 'eq') return String(value) === String(asked);`,
    tests,
  },
  {
    rule: 'filter: a text and a number are put in order',
    file: selector,
    find: `  if (typeof value === 'string' && typeof asked === 'string') return compares(op, value, asked);
  return false;`,
    replace: '  return compares(op, String(value), String(asked));',
    tests,
  },
  {
    rule: 'filter: a test on a list must hold for every item',
    file: selector,
    find: 'return value.some((item: Scalar)',
    replace: 'return value.every((item: Scalar)',
    tests,
  },
  {
    rule: 'filter: a missing property is not null',
    file: selector,
    find: 'if (!column) return holds(test, null);',
    replace: 'if (!column) return false;',
    tests,
  },
  {
    rule: 'filter: a null number is compared',
    file: selector,
    find: 'holds(test, Number.isNaN(value) ? null : value)',
    replace: 'holds(test, value)',
    tests,
  },
  {
    rule: 'filter: a row without an event name meets no selector',
    file: selector,
    find: 'if (!names || names.has(null)) byEvent[0]',
    replace: 'if (names?.has(null)) byEvent[0]',
    tests,
  },
  {
    rule: 'filter: `and` of nothing lets nothing through',
    file: selector,
    find: 'for (let i = 0; i < rows; i++) out[i] = 1;',
    replace: 'for (let i = 0; i < rows; i++) out[i] = tests.length ? 1 : 0;',
    tests,
  },
];
