const literal = ['test/worker/analyses/funnel-rules.test.ts'];
const property = ['test/worker/analyses/funnel-full.property.test.ts'];
const exclusions = 'worker/kernels/funnel-exclusions.ts';
const plays = 'worker/kernels/funnel-plays.ts';
const attempts = 'worker/analyses/funnel-attempts.ts';
const numbers = 'worker/analyses/funnel-numbers.ts';
const groups = 'worker/analyses/funnel-groups.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const attemptRules = [
  {
    rule: 'exclusion: a row at the instant of the step it follows taints',
    file: exclusions,
    find: 'if (times[middle]! > instant) high = middle;',
    replace: 'if (times[middle]! >= instant) high = middle;',
    tests: property,
  },
  {
    rule: 'exclusion: a row at the instant of the step it precedes taints',
    file: exclusions,
    find: 'x < times[ended - 1]!',
    replace: 'x <= times[ended - 1]!',
    tests: literal,
  },
  {
    rule: 'exclusion: the window has no say',
    file: exclusions,
    find: 'x - times[attempt]! <= rule.windowMs',
    replace: 'x < Infinity',
    tests: literal,
  },
  {
    rule: 'exclusion: the window excludes its end',
    file: exclusions,
    find: 'x - times[attempt]! <= rule.windowMs',
    replace: 'x - times[attempt]! < rule.windowMs',
    tests: literal,
  },
  {
    rule: 'exclusion: the two effects change places',
    file: exclusions,
    find: 'if (ends) cut(',
    replace: 'if (!ends) cut(',
    tests: property,
  },
  {
    rule: 'exclusion: an attempt that ends loses the step of that instant',
    file: exclusions,
    find: 'if (times[row]! > at) filled',
    replace: 'if (times[row]! >= at) filled',
    tests: literal,
  },
  {
    rule: 'exclusion: a tainted attempt still counts',
    file: attempts,
    find: 'if (begins[i] === 1 && (only < 0',
    replace: 'if (begins[i] !== 0 && (only < 0',
    tests: literal,
  },
  {
    rule: 'exclusion: a tainted attempt still counts in a trend',
    file: attempts,
    find: 'if (begins[i] !== 1) continue;',
    replace: 'if (begins[i] === 0) continue;',
    tests: property,
  },
  {
    rule: 'optional steps: they count for the depth',
    file: plays,
    find: 'if ((rule.required & (1 << step)) === 0) return;',
    replace: 'if (step < 0) return;',
    tests: literal,
  },
  {
    rule: 'optional steps: of several steps a row takes the highest',
    file: plays,
    find: 'if (next[onward + reach]! >= row) continue;',
    replace: 'if (next[onward + reach]! > row || next[onward + reach] === to) continue;',
    tests: property,
  },
  {
    rule: 'optional steps: a required step may be skipped',
    file: attempts,
    find: 'steps[next]!.optional === true ? furthest[next]! : next',
    replace: 'furthest[next]!',
    tests: property,
  },
  {
    rule: 'optional steps: times are from an optional step',
    file: numbers,
    find: 'if (step.optional !== true) before = k;',
    replace: 'before = k;',
    tests: property,
  },
  {
    rule: 'constant properties: null is a value',
    file: attempts,
    find: 'if (held < 0) return;',
    replace: 'if (held < -1) return;',
    tests: property,
  },
  {
    rule: 'entry range: its end is included',
    file: attempts,
    find: 'times[i]! < this.#entryTo',
    replace: 'times[i]! <= this.#entryTo',
    tests: property,
  },
  {
    rule: 'entry range: the first row outside it uses up entry "first"',
    file: attempts,
    find: 'if (counts) met = true;',
    replace: 'if (may) met = true;',
    tests: literal,
  },
  {
    rule: 'attempts: of equals the earliest beginning',
    file: attempts,
    find: 'this.#places[a]! > this.#places[b]!',
    replace: 'this.#places[a]! < this.#places[b]!',
    tests: property,
  },
  {
    rule: 'attempts: of equally deep ones the latest completion',
    file: attempts,
    find: 'return completed[a]! < completed[b]!;',
    replace: 'return completed[a]! > completed[b]!;',
    tests: property,
  },
  {
    rule: 'totals: rows are used again',
    file: attempts,
    find: `      s = last;
`,
    replace: `      s = s;
`,
    tests: property,
  },
  {
    rule: 'breakdown: first and last change places',
    file: attempts,
    find: `kind === 'first' ? n : count - 1 - n`,
    replace: `kind === 'last' ? n : count - 1 - n`,
    tests: property,
  },
  {
    rule: 'breakdown: a row without a value decides',
    file: attempts,
    find: 'if (tuple !== 0) return tuple + 1;',
    replace: 'if (tuple >= 0) return tuple + 1;',
    tests: property,
  },
  {
    rule: 'breakdown: the merged group counts an actor in each of its groups',
    file: groups,
    find: `attribution === 'all' && spec.mode !== 'totals'`,
    replace: `attribution === 'all' && spec.mode === 'totals'`,
    tests: property,
  },
  {
    rule: 'breakdown: the smallest groups are kept',
    file: groups,
    find: 'sizes[b]! - sizes[a]! || compareKeys',
    replace: 'sizes[a]! - sizes[b]! || compareKeys',
    tests: property,
  },
  {
    rule: 'long actor: an instant is cut where a piece ends',
    file: attempts,
    find: 'while (to < count && times[to] === times[to - 1]) to++;',
    replace: '',
    tests: property,
  },
  {
    rule: 'long actor: tuples of equal keys change places when they are merged',
    file: attempts,
    find: 'keys[source[left]!]! <= keys[source[right]!]!',
    replace: 'keys[source[left]!]! < keys[source[right]!]!',
    tests: property,
  },
  {
    rule: 'long actor: totals begin anew in each piece',
    file: attempts,
    find: 's = this.#count(actor, group, s, next, s + this.#piece);',
    replace: 'this.#count(actor, group, s, next, s + this.#piece);\n          s += this.#piece;',
    tests: property,
  },
];
