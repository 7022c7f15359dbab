import type { NumericArray, PropertyValue, Scalar } from '../protocol/batch.js';
import type { ValueCount, ValuesMark, ValuesResult, ValuesSpec } from '../protocol/values.js';
import type { Steps } from '../steps.js';
import { keeper, type Keeper } from '../store/keep.js';
import type { RowMask, StoreView } from '../store/view.js';
import { WideMap } from '../store/wide-map.js';
import { rowsThat } from './marked-rows.js';
import { numberCodes } from './nodes.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { allOf, compileFilter, numbers, sliceRows, type RowTest } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';
import { namesEvents } from './value-names.js';

const defaultLimit = 50;

/** Values of a property, and what their lists are made from. */
export interface ValuesAnswer {
  readonly result: ValuesResult;
  /** The rows behind a mark, ascending; as many as it counts. */
  readonly rows: (mark: ValuesMark) => Steps<ArrayLike<number>>;
}

/**
 * Counts rows and actors of every value of a property (`docs/concepts/values.md`): one pass. What a row's values are is
 * kept with the view.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* countValues(view: StoreView, spec: ValuesSpec, mask: RowMask | null): Steps<ValuesAnswer> {
  const ofRows = yield* kept(view, spec.prop, () => rowValues(view, spec.prop));
  const counts = new Counts();
  yield* counts.open(view, ofRows.values.length);
  const rowsInScope = yield* countRows(view, spec, ofRows, mask, counts);
  const { values } = ofRows;
  const texts = (value: number): string => String(values[value]);
  const { wanted, total } = yield* wantedValues(view, spec, values, counts.rows);
  const top = yield* firstIn(
    total,
    spec.limit ?? defaultLimit,
    (a, b) =>
      counts.rows[wanted[b]!]! - counts.rows[wanted[a]!]! ||
      byCodeUnits(texts(wanted[a]!), texts(wanted[b]!)) ||
      byCodeUnits(typeof values[wanted[a]!], typeof values[wanted[b]!]),
  );
  return {
    result: {
      kind: 'values',
      values: top.map((i) => {
        const value = wanted[i]!;
        return {
          value: values[value] as ValueCount['value'],
          rows: counts.rows[value]!,
          actors: counts.actors[value]!,
        };
      }),
      total,
      missing: { rows: counts.rows[0]!, actors: counts.actors[0]! },
      meta: resultMeta(view, rowsInScope),
    },
    rows: (mark) => rowsThat(view, marked(view, spec, mask, mark)),
  };
}

/** What stands in a property, by row: the one value of its code, or several where the code is that of an array. */
interface RowValues {
  readonly codes: NumericArray;
  /** Value by code; 0 = null, and where `several` has the code. */
  readonly one: NumericArray;
  /** The distinct values of an array, by code. */
  readonly several: ReadonlyMap<number, readonly number[]>;
  /** Distinct by type and content; item 0 is null. */
  readonly values: readonly Scalar[];
}

const kept: Keeper<RowValues> = keeper();

function* rowValues(view: StoreView, prop: string): Steps<RowValues> {
  if (namesEvents(view, prop)) return yield* valuesOfCodes(view, view.event, view.eventNames);
  const column = view.column(prop);
  if (!column)
    return { codes: view.event, one: numbers(view, view.eventNames.length + 1), several: new Map(), values: [null] };
  if (column.kind === 'dictionary') return yield* valuesOfCodes(view, column.codes, column.values);
  const { codes, values } = yield* numberCodes(view, column.values);
  return yield* valuesOfCodes(view, codes, values);
}

function* valuesOfCodes(view: StoreView, codes: NumericArray, content: readonly PropertyValue[]): Steps<RowValues> {
  const one = numbers(view, content.length + 1);
  const several = new Map<number, readonly number[]>();
  const values: Scalar[] = [null];
  const known = new WideMap<Scalar>();
  const idOf = (value: Scalar): number => {
    if (value === null) return 0;
    let id = known.get(value);
    if (id === undefined) {
      // `eq` makes no difference between 0 and -0.
      id = values.push(value === 0 ? 0 : value) - 1;
      known.add(value, id);
    }
    return id;
  };
  const distinct = yield* areScalars(content);
  for (const [index, value] of content.entries()) {
    if (Array.isArray(value)) several.set(index + 1, [...new Set((value as readonly Scalar[]).map(idOf))]);
    else one[index + 1] = distinct ? values.push(value === 0 ? 0 : (value as Scalar)) - 1 : idOf(value as Scalar);
    if ((index & 0xfff) === 0xfff) yield 0;
  }
  return { codes, one, several, values };
}

/** Whether a dictionary has no array, so that each of its values is a value of its own. */
function* areScalars(content: readonly PropertyValue[]): Steps<boolean> {
  for (let k = 0; k < content.length; k++) {
    if (typeof content[k] === 'object') return false;
    if ((k & 0xffff) === 0xffff) yield 0;
  }
  return true;
}

/** Rows and distinct actors by value, on the way through the rows. */
class Counts {
  rows: NumericArray = [];
  actors: NumericArray = [];
  /** The actor counted last, plus one. */
  #last: NumericArray = [];

  /** Makes room for so many values, list by list: zeros by the million take their time. */
  *open(view: StoreView, values: number): Steps<void> {
    this.rows = numbers(view, values);
    yield 0;
    this.actors = numbers(view, values);
    yield 0;
    this.#last = numbers(view, values);
    yield 0;
  }

  /** @param tag of the actor, plus one; rows come actor by actor */
  add(value: number, tag: number): void {
    this.rows[value] = this.rows[value]! + 1;
    if (this.#last[value] === tag) return;
    this.#last[value] = tag;
    this.actors[value] = this.actors[value]! + 1;
  }
}

/** @returns rows in scope */
function* countRows(
  view: StoreView,
  spec: ValuesSpec,
  { codes, one, several }: RowValues,
  mask: RowMask | null,
  counts: Counts,
): Steps<number> {
  const { offsets } = view;
  const scope = compileScope(view, spec, mask);
  let actor = 0;
  let inScope = 0;
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const passes = scope?.(from, to) ?? null;
    for (let row = from; row < to; row++) {
      if (passes && passes[row - from] === 0) continue;
      inScope++;
      while (offsets[actor + 1]! <= row) actor++;
      const code = codes[row]!;
      const many = several.size > 0 ? several.get(code) : undefined;
      if (many) for (const value of many) counts.add(value, actor + 1);
      else counts.add(one[code]!, actor + 1);
    }
    yield to - from;
  }
  return inScope;
}

/** Values with rows in scope whose text holds what is searched for. */
function* wantedValues(
  view: StoreView,
  { search }: ValuesSpec,
  values: readonly Scalar[],
  rows: NumericArray,
): Steps<{ wanted: NumericArray; total: number }> {
  const part = search?.toLowerCase() ?? '';
  const wanted = numbers(view, values.length);
  let total = 0;
  for (let value = 1; value < values.length; value++) {
    if (rows[value]! > 0 && (part === '' || String(values[value]).toLowerCase().includes(part)))
      wanted[total++] = value;
    if ((value & 0xfff) === 0xfff) yield 0;
  }
  return { wanted, total };
}

/** The rows of a mark as a test, by the same rules as everywhere: `eq` and `isNull`. */
function marked(view: StoreView, spec: ValuesSpec, mask: RowMask | null, mark: ValuesMark): RowTest {
  const scope = compileScope(view, spec, mask);
  const own = namesEvents(view, spec.prop) ? ofEvent(view, mark) : ofProperty(view, spec.prop, mark);
  return scope ? allOf(view, [scope, own]) : own;
}

function ofProperty(view: StoreView, prop: string, mark: ValuesMark): RowTest {
  const where =
    mark.kind === 'missing' ? [{ prop, op: 'isNull' as const }] : [{ prop, op: 'eq' as const, value: mark.value }];
  return compileFilter(view, { kind: 'rows', match: [{ where }] });
}

function ofEvent(view: StoreView, mark: ValuesMark): RowTest {
  const code = mark.kind === 'missing' ? 0 : view.eventNames.indexOf(mark.value as string) + 1;
  const nobody = mark.kind === 'value' && code === 0;
  const out = numbers(view, Math.min(sliceRows, view.rows));
  return (from, to) => {
    for (let row = from; row < to; row++) out[row - from] = view.event[row] === code && !nobody ? 1 : 0;
    return out;
  };
}
