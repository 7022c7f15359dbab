const literal = ['test/worker/analyses/heatmap.test.ts'];
const property = ['test/worker/analyses/heatmap.property.test.ts'];
const grid = 'worker/analyses/heatmap-grid.ts';
const rage = 'worker/analyses/rage-click.ts';
const dead = 'worker/analyses/dead-click.ts';
const scroll = 'worker/analyses/scroll-depth.ts';
const matrix = 'worker/analyses/feature-matrix.ts';
const matrixRows = 'worker/analyses/matrix-rows.ts';

/** @type {readonly import('../wrong-rules.mjs').WrongRule[]} */
export const heatmapRules = [
  {
    rule: 'grid: the far edge falls into a column of its own',
    file: grid,
    find: 'Math.min(cols - 1, Math.floor((across * cols) / width[i]!))',
    replace: 'Math.floor((across * cols) / width[i]!)',
    tests: literal,
  },
  {
    rule: 'grid: divided before multiplied',
    file: grid,
    find: 'Math.floor((across * cols) / width[i]!)',
    replace: 'Math.floor((across / width[i]!) * cols)',
    tests: literal,
  },
  {
    rule: 'grid: the far edge is outside',
    file: grid,
    find: 'across > width[i]!',
    replace: 'across >= width[i]!',
    tests: literal,
  },
  {
    rule: 'grid: a viewport class holds its upper boundary',
    file: grid,
    find: 'boundaries[place]! <= width',
    replace: 'boundaries[place]! < width',
    tests: property,
  },
  {
    rule: 'grid: fixed elements are in the layer of the page',
    file: grid,
    find: 'else if (layer[i] !== wanted) code = otherLayer;',
    replace: '',
    tests: literal,
  },
  {
    rule: 'grid: a cell counts an actor each time',
    file: 'worker/kernels/count-cells.ts',
    find: 'if (last[code] === tag) continue;',
    replace: '',
    tests: property,
  },
  {
    rule: 'rage click: a gap of exactly the limit goes on',
    file: rage,
    find: '< this.#maxGapMs',
    replace: '<= this.#maxGapMs',
    tests: property,
    sample: true,
  },
  {
    rule: 'rage click: a way of exactly the radius goes on',
    file: rage,
    find: '< this.#radiusPx',
    replace: '<= this.#radiusPx',
    tests: property,
  },
  {
    rule: 'rage click: the way is as the crow flies',
    file: rage,
    find: 'Math.abs(x - this.#pageX[page]!) + Math.abs(y - this.#pageY[page]!)',
    replace: 'Math.hypot(x - this.#pageX[page]!, y - this.#pageY[page]!)',
    tests: property,
  },
  {
    rule: 'rage click: it fires one click late',
    file: rage,
    find: '++this.#sizes[run]! === this.#minClicks',
    replace: '++this.#sizes[run]! === this.#minClicks + 1',
    tests: literal,
  },
  {
    rule: 'dead click: a sign at the limit comes too late',
    file: dead,
    find: 'delays[i]! <= deadMs',
    replace: 'delays[i]! < deadMs',
    tests: property,
  },
  {
    rule: 'dead click: one not watched to the end is dead',
    file: dead,
    find: 'observed[i]! >= deadMs ? 1 : 3',
    replace: 'observed[i]! >= deadMs ? 1 : 1',
    tests: property,
  },
  {
    rule: 'scroll depth: the fold is a mean',
    file: scroll,
    find: 'yield* median(depths.folds)',
    replace: 'mean(depths.folds)',
    tests: property,
  },
  {
    rule: 'scroll depth: not held to the whole page',
    file: scroll,
    find: 'Math.min(1, (scrolled + seen) / of)',
    replace: '(scrolled + seen) / of',
    tests: property,
  },
  {
    rule: 'matrix: shares are of the actors of the features alone',
    file: matrix,
    find: 'const all = columnActors[column - 1]!;',
    replace: 'const all = matrix.columnActors[width + 1 + column]!;',
    tests: property,
  },
  {
    rule: 'matrix: the last feature that matches has the row',
    file: matrixRows,
    find: 'codes[31 - Math.clz32(bits[i]! & -bits[i]!)]!',
    replace: 'codes[31 - Math.clz32(bits[i]!)]!',
    tests: property,
  },
  {
    rule: 'matrix: rows outside its columns decide which values it shows',
    file: matrixRows,
    find: 'columns[row] === 0 || ',
    replace: '',
    tests: property,
  },
  {
    rule: 'matrix: values beyond the limit belong to no row',
    file: matrixRows,
    find: 'rowOfNode[node] = top.length + 1',
    replace: 'rowOfNode[node] = 0',
    tests: property,
  },
  {
    rule: 'matrix: a cell of a value beyond the limit is that of the rest',
    file: matrixRows,
    find: 'byNode(view, values, onlyNode(view, values, value)), place: 1',
    replace: 'byNode(view, values, rowOfNode), place: top.length + 1',
    tests: property,
  },
  {
    rule: 'matrix: ages begin with 1',
    file: 'worker/analyses/matrix-columns.ts',
    find: 'Math.floor((day - born) / days)',
    replace: 'Math.ceil((day - born + 1) / days)',
    tests: property,
  },
];
