const literal = ['test/worker/analyses/path-rules.test.ts'];
const paths = ['test/worker/analyses/paths.property.test.ts'];
const walk = 'worker/analyses/walk-paths.ts';
const edges = 'worker/analyses/paths.ts';
const nodes = 'worker/analyses/nodes.ts';
const variants = 'worker/analyses/variants.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const pathRules = [
  {
    rule: 'sessions: a gap of exactly the limit does not split',
    file: 'worker/store/sessions.ts',
    find: '() => split(view, gapMs)',
    replace: '() => split(view, gapMs + 1)',
    tests: paths,
    sample: true,
  },
  {
    rule: 'sessions: one of two rows is split at the end of `range`',
    file: 'worker/analyses/sessions.ts',
    find: 'view.time[end - 1]! >= range.to',
    replace: 'view.time[end - 1]! > range.to',
    tests: literal,
  },
  {
    rule: 'paths: a collapsed run carries its first time',
    file: walk,
    find: 'pathRows[length - 1] = row;',
    replace: '',
    tests: paths,
  },
  {
    rule: 'paths: repeats are not collapsed',
    file: walk,
    find: 'if (collapse && node === previous) {',
    replace: 'if (collapse && node === -1) {',
    tests: paths,
  },
  {
    rule: 'paths: the end may lie before the start',
    file: walk,
    find: 'indexOf(path, end, begin)',
    replace: 'indexOf(path, end, 0)',
    tests: literal,
  },
  {
    rule: 'paths: with only an end the first nodes are kept',
    file: walk,
    find: 'else if (start === 0) move(path, path.length - maxSteps, 0, maxSteps);',
    replace: 'else if (start === 0) path.length = maxSteps;',
    tests: literal,
  },
  {
    rule: 'paths: what stands for the middle leaves with its first node',
    file: walk,
    find: 'path.rows[length - kept - 1]!',
    replace: 'path.rows[kept]!',
    tests: literal,
  },
  {
    rule: 'paths: an edge needs more than the least count',
    file: edges,
    find: 'times.count(edge) >= least',
    replace: 'times.count(edge) > least',
    tests: literal,
  },
  {
    rule: 'paths: edges that nothing leads to are kept',
    file: edges,
    find: 'if (joined.length === kept.length) return kept;',
    replace: 'if (joined.length >= 0) return kept;',
    tests: literal,
  },
  {
    rule: 'paths: equal edges stand in any order',
    file: edges,
    find: `    byCodeUnits(sourceLabel(run, a), sourceLabel(run, b)) ||
`,
    replace: '',
    tests: literal,
  },
  {
    rule: 'paths: the end of a session drops nobody',
    file: 'worker/analyses/label-counts.ts',
    find: 'if ((fresh & went.end) !== 0) numbers[own + at.dropped]!++;',
    replace: '',
    tests: paths,
  },
  {
    rule: 'paths: an edge counts an actor each time',
    file: 'worker/analyses/edge-times.ts',
    find: 'if (numbers[at + 2] === actor) return false;',
    replace: '',
    tests: paths,
  },
  {
    rule: 'paths: the last grouping that matches wins',
    file: nodes,
    find: 'options.groupings?.find(',
    replace: 'options.groupings?.findLast(',
    tests: literal,
  },
  {
    rule: 'paths: a grouping must begin the name',
    file: nodes,
    find: 'if (found < 0) return false;',
    replace: 'if (found < 0 || (at === 0 && found > 0)) return false;',
    tests: paths,
  },
  {
    rule: 'paths: the slash alone is trimmed away',
    file: nodes,
    find: 'end > 1 && name[end - 1]',
    replace: 'end > 0 && name[end - 1]',
    tests: paths,
  },
  {
    rule: 'paths: the converted and the others change places',
    file: edges,
    find: 'groups[actor] === 1 ? 1 : 0',
    replace: 'groups[actor] === 2 ? 1 : 0',
    tests: literal,
  },
  {
    rule: 'variants: shares are of sequences',
    file: variants,
    find: 'actors / totals.actors',
    replace: 'actors / totals.sequences',
    tests: paths,
  },
  {
    rule: 'variants: a repeat is a return',
    file: variants,
    find: 'if (i > 0 && path.nodes[i - 1] === node) continue;',
    replace: '',
    tests: paths,
  },
  {
    rule: 'next node: backward is forward',
    file: 'worker/analyses/next-node.ts',
    find: `if (spec.direction === 'backward') rows.reverse();`,
    replace: '',
    tests: literal,
  },
  {
    rule: 'sequence: later than is as late as',
    file: 'worker/analyses/sequence.ts',
    find: 'least = Math.max(least, Math.floor(ms) + 1)',
    replace: 'least = Math.max(least, Math.floor(ms))',
    tests: literal,
  },
  {
    rule: 'difference: the two groups change places',
    file: 'worker/analyses/difference.ts',
    find: 'const d = pb - pa;',
    replace: 'const d = pa - pb;',
    tests: ['test/worker/analyses/path-parts.test.ts'],
  },
];
