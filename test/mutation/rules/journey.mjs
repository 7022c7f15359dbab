const tests = ['test/worker/analyses/journey.property.test.ts'];
const literal = ['test/worker/analyses/journey-rules.test.ts'];
const facts = 'worker/analyses/journey-facts.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const journeyRules = [
  {
    rule: 'journey: a stage entered again counts as a change',
    file: facts,
    find: 'if (stage === 0 || stage === current) continue;',
    replace: 'if (stage === 0) continue;',
    tests,
  },
  {
    rule: 'journey: a row without a stage leaves the stage',
    file: facts,
    find: 'if (stage === 0 || stage === current) continue;',
    replace: 'if (stage === current) continue;',
    tests,
  },
  {
    rule: 'journey: forward and back change places',
    file: facts,
    find: `return to > from ? 'forward' : 'back';`,
    replace: `return to > from ? 'back' : 'forward';`,
    tests,
  },
  {
    rule: 'journey: every step forward is a skip',
    file: facts,
    find: 'to - from > 1',
    replace: 'to - from > 0',
    tests,
  },
  {
    rule: 'journey: five rows in exactly an hour are no burst',
    file: facts,
    find: '<= hourMs',
    replace: '< hourMs',
    tests: literal,
  },
  {
    rule: 'journey: a burst has four rows',
    file: facts,
    find: 'const burstRows = 5;',
    replace: 'const burstRows = 4;',
    tests,
  },
  {
    rule: 'journey: silence begins with the reference gap',
    file: facts,
    find: '3 * (referenceMs ?? 0)',
    replace: '(referenceMs ?? 0)',
    tests,
  },
];
