import { matchRows, type MatchTable } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { Selector } from '../protocol/filter.js';
import type { Feature, FeatureMatrixMark, FeatureMatrixSpec } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { Nodes } from './nodes.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows, type RowTest } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';
import { valueNames } from './value-names.js';

const defaultLimit = 50;

/** The rows of a matrix, and which of them each row of the view belongs to. */
export interface MatrixRows {
  readonly names: readonly string[];
  /** Whether the last one stands for all values that have none of their own. */
  readonly other: boolean;
  /** Distinct values in the matrix; null where selectors make its rows. */
  readonly valuesTotal: number | null;
  /** Row of the matrix by row of a slice, plus one; 0 = none. Each call gives a test of its own. */
  readonly compile: () => RowTest;
  /** The rows of the view behind a mark, whatever their column: those where `test` gives `place`; all but 0s if that is 0. */
  readonly marked: (mark: CellMark) => { readonly test: RowTest; readonly place: number };
}

type CellMark = Extract<FeatureMatrixMark, { kind: 'cell' }>;

/** Most rows that a matrix of this spec has. */
export function mostRows({ features, rows }: FeatureMatrixSpec): number {
  return features ? features.length : (rows.limit ?? defaultLimit) + 1;
}

/** The rows that a spec asks for: its features, or the values of a property that most rows in the matrix have. */
export function* matrixRows(
  view: StoreView,
  spec: FeatureMatrixSpec,
  columns: NumericArray,
  mask: RowMask | null,
): Steps<MatrixRows> {
  const { features, rows } = spec;
  if (features) return featureRows(view, features);
  const values = yield* valueNames(view, rows.prop);
  const counts = yield* countNodes(view, spec, values, columns, mask);
  const { names } = values;
  const limit = rows.limit ?? defaultLimit;
  const top = yield* firstIn(
    names.length,
    limit,
    (a, b) => counts[b + 1]! - counts[a + 1]! || byCodeUnits(names[a]!, names[b]!),
    (name) => counts[name + 1]! > 0,
  );
  let valuesTotal = 0;
  for (let node = 1; node <= names.length; node++) if (counts[node]! > 0) valuesTotal++;
  const other = valuesTotal > top.length;
  const rowOfNode = numbers(view, names.length + 1);
  if (other) for (let node = 1; node <= names.length; node++) rowOfNode[node] = top.length + 1;
  for (const [i, name] of top.entries()) rowOfNode[name + 1] = i + 1;
  const shown = top.map((name) => names[name]!);
  return {
    // The last one has no name: a flag tells it, so that no value can be taken for it.
    names: other ? [...shown, ''] : shown,
    other,
    valuesTotal,
    compile: () => byNode(view, values, rowOfNode),
    marked({ feature, value, other: others }) {
      if (value !== undefined) return { test: byNode(view, values, onlyNode(view, values, value)), place: 1 };
      // A row beyond those there are has nothing.
      const place = others ? (other ? top.length + 1 : top.length + 2) : feature === undefined ? 0 : feature + 1;
      return { test: byNode(view, values, rowOfNode), place };
    },
  };
}

/** 1 for the node of a name, whether it has a row of its own or not. */
function onlyNode(view: StoreView, { names }: Nodes, name: string): NumericArray {
  const table = numbers(view, names.length + 1);
  const node = names.indexOf(name) + 1;
  if (node > 0) table[node] = 1;
  return table;
}

/** Rows of the view by their node, as far as they are in the matrix. */
function* countNodes(
  view: StoreView,
  spec: FeatureMatrixSpec,
  { codes, byCode, names }: Nodes,
  columns: NumericArray,
  mask: RowMask | null,
): Steps<NumericArray> {
  const scope = compileScope(view, spec, mask);
  const counts = numbers(view, names.length + 1);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const passes = scope?.(from, to) ?? null;
    for (let row = from; row < to; row++) {
      if (columns[row] === 0 || (passes && passes[row - from] === 0)) continue;
      const node = byCode[codes[row]!]!;
      counts[node] = counts[node]! + 1;
    }
    yield to - from;
  }
  return counts;
}

/** What a table says of each row's node. */
function byNode(view: StoreView, { codes, byCode }: Nodes, table: NumericArray): RowTest {
  const out = numbers(view, Math.min(sliceRows, view.rows));
  return (from, to) => {
    for (let row = from; row < to; row++) out[row - from] = table[byCode[codes[row]!]!]!;
    return out;
  };
}

function featureRows(view: StoreView, features: readonly Feature[]): MatrixRows {
  return {
    names: features.map(({ name }) => name),
    other: false,
    valuesTotal: null,
    compile: () => compileFeatures(view, features),
    marked: ({ feature }) => ({
      test: compileFeatures(view, features),
      place: feature === undefined ? 0 : feature + 1,
    }),
  };
}

/** Feature of each row of a slice, plus one; the first that matches. 0 = none. */
function compileFeatures(view: StoreView, features: readonly Feature[]): RowTest {
  const matches = features.flatMap(({ match }, feature) => match.map((selector) => ({ selector, feature })));
  const parts: FeaturePart[] = [];
  for (let i = 0; i < matches.length; i += 32) {
    const part = matches.slice(i, i + 32);
    const table = compileSelectors(
      view,
      part.map(({ selector }): Selector => selector),
    );
    parts.push({ table, codes: part.map(({ feature }) => feature + 1) });
  }
  const out = numbers(view, Math.min(sliceRows, view.rows));
  if (parts.every(({ table }) => table.tests.length === 0)) {
    const byEvent = featureByEvent(view, parts);
    const { event } = view;
    return (from, to) => {
      for (let i = from; i < to; i++) out[i - from] = byEvent[event[i]!]!;
      return out;
    };
  }
  const bits = numbers(view, Math.min(sliceRows, view.rows));
  return (from, to) => {
    for (let i = 0; i < to - from; i++) out[i] = 0;
    for (const { table, codes } of parts) {
      matchRows(table, view.event, from, to, bits);
      // The lowest bit is the first selector.
      for (let i = 0; i < to - from; i++) {
        if (bits[i] !== 0 && out[i] === 0) out[i] = codes[31 - Math.clz32(bits[i]! & -bits[i]!)]!;
      }
    }
    return out;
  };
}

/** Up to 32 selectors, and the feature of each, plus one. */
interface FeaturePart {
  readonly table: MatchTable;
  readonly codes: readonly number[];
}

/** Where selectors ask for names alone: the feature of each event code, plus one; 0 = none. */
function featureByEvent(view: StoreView, parts: readonly FeaturePart[]): NumericArray {
  const byEvent = numbers(view, view.eventNames.length + 1);
  for (const { table, codes } of parts) {
    for (let code = 0; code < byEvent.length; code++) {
      const bits = table.byEvent[code]!;
      if (bits !== 0 && byEvent[code] === 0) byEvent[code] = codes[31 - Math.clz32(bits & -bits)]!;
    }
  }
  return byEvent;
}
