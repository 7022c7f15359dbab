const team = 'worker/analyses/team.ts';
const funnel = 'worker/analyses/funnel.ts';
const tests = ['test/worker/team.test.ts'];

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const partRules = [
  {
    rule: 'parts: a filter lets rows of the second half through by their neighbours',
    file: team,
    find: 'let word = words[from + k]! >>> shift;',
    replace: 'let word = words[from + k]!;',
    tests,
  },
  {
    rule: 'parts: a filter forgets rows of the second half',
    file: team,
    find: 'word |= words[from + k + 1]! << (32 - shift);',
    replace: 'word |= 0;',
    tests,
  },
  {
    rule: 'parts: both workers count the first half',
    file: team,
    find: '  const [here, there] = splitByActor(store, 2);',
    replace: '  const [here, there = here] = [splitByActor(store, 2)[0]];',
    tests,
  },
  {
    rule: 'parts: properties are not handed over',
    file: team,
    find: 'if (columns.has(name)) continue;',
    replace: 'continue;',
    tests,
  },
  {
    rule: 'parts: rows in scope are those of the last part',
    file: funnel,
    find: 'rowsInScope += part.rowsInScope;',
    replace: 'rowsInScope = part.rowsInScope;',
    tests,
  },
  {
    rule: 'parts: a funnel with a comparison is parted',
    file: 'worker/analyses/parts.ts',
    find: '(isPlain(spec) && !spec.compare ? spec : null)',
    replace: '(isPlain(spec) ? spec : null)',
    tests,
  },
];
