const store = 'worker/store/store.ts';
const account = ['test/worker/store/account.test.ts'];
const tests = ['test/worker/store/store.test.ts'];

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const storeRules = [
  {
    rule: 'store: an id is one row over all sources',
    file: store,
    find: 'const key = `${batch.source}\\u0000${value}`;',
    replace: 'const key = value;',
    tests,
  },
  {
    rule: 'store: rows without an id are merged',
    file: store,
    find: `if (value === '') continue;`,
    replace: '',
    tests,
  },
  {
    rule: `store: the host's "now" is ignored`,
    file: store,
    find: 'dataEnd: asOf ?? greatest',
    replace: 'dataEnd: greatest',
    tests: account,
  },
  {
    rule: 'store: rejected rows of earlier loads are forgotten',
    file: store,
    find: 'rejectedRows: before.rejectedRows + rejectedRows',
    replace: 'rejectedRows',
    tests: account,
  },
];
