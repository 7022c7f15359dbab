const property = ['test/worker/identity/identity.property.test.ts'];
const resolve = 'worker/identity/resolve.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const identityRules = [
  {
    rule: 'identity: nothing is guarded',
    file: resolve,
    find: 'roots.size > rules.maxDistinctUserIds',
    replace: 'roots.size > Infinity',
    tests: property,
  },
  {
    rule: 'identity: the guard takes one more user than allowed',
    file: resolve,
    find: 'roots.size > rules.maxDistinctUserIds',
    replace: 'roots.size > rules.maxDistinctUserIds + 1',
    tests: property,
  },
  {
    rule: 'identity: a guarded identifier joins all the same',
    file: resolve,
    find: `if (guarded[id] === 1) continue;
`,
    replace: '',
    tests: property,
  },
  {
    rule: 'identity: identifiers are judged after some of their rank joined',
    file: resolve,
    find: 'if (of > userRank) yield* guard(of);',
    replace: 'if (of === userRank + 1) for (let r = of; r <= LOWEST_RANK; r++) yield* guard(r);',
    tests: property,
  },
  {
    rule: 'identity: the alias map is ignored',
    file: resolve,
    find: 'join(find(from), find(to));',
    replace: '',
    tests: property,
  },
  {
    rule: 'identity: the key is the greatest of its rank',
    file: resolve,
    find: 'rank[id] === rank[known] && keys.at(id - 1) < keys.at(known - 1)',
    replace: 'rank[id] === rank[known] && keys.at(id - 1) > keys.at(known - 1)',
    tests: property,
  },
  {
    rule: 'identity: blocks are ignored',
    file: resolve,
    find: 'if (!blocked) members',
    replace: 'members',
    tests: property,
  },
];
