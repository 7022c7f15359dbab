import type { Blocks } from '../kernels/count-blocks.js';
import type { NumericArray } from '../protocol/batch.js';
import type { CalendarInterval } from '../protocol/calendar.js';
import type { CountsSpec } from '../protocol/counts.js';
import type { ActorFilter, ActorsFilter, Filter, TimeRange } from '../protocol/filter.js';
import type { Steps } from '../steps.js';
import { keeper } from '../store/keep.js';
import type { StoreColumn, StoreView } from '../store/view.js';
import { bucketStartsOver, hourOfWeek } from '../time/buckets.js';
import { mostBuckets } from '../time/calendar-check.js';
import { placeOf, zoneTable, type ZoneTable } from '../time/zone-table.js';
import { asMatrix, type CountGroups, type CountSource } from './counts.js';
import {
  actorsCube,
  beginsBlock,
  cubeBlocks,
  cubeBytes,
  cubeCodes,
  longerBlocks,
  maskedCube,
  readCube,
  wholeCube,
  type Cube,
  type CubeDims,
} from './counts-cube.js';
import { extent, fixedColumns, startsOf } from './matrix-columns.js';
import { conjuncts } from './moving-range.js';
import { compileFilter, filterMask, numbers, type ActorSets } from './selector.js';
import { namesEvents } from './value-names.js';

/** More combinations are no dimension: each has a place in every block. */
const mostTuples = 4096;
/** Cubes that a view keeps: of all rows, and of those under a filter. */
const keptCubes = 6;
const keptCodes = 3;
const wholeCubes = keeper<Cube>();
const narrowCubes = keeper<Cube>();
/** The cell of every row, for cubes of actors. */
const cellCodes = keeper<NumericArray>();

/**
 * Counts by reading cubes of what was counted before. Times cost nothing; a set of actors costs a pass over their rows
 * (or over the others', if these are fewer), tests of one property with few values a look at its own cube, any other
 * filter one pass when it is new.
 *
 * @returns null where a plain pass is quicker, or the cubes would not fit
 */
export function* indexedCounts(
  view: StoreView,
  spec: CountsSpec,
  groups: CountGroups,
  filter: Filter | undefined,
  sets: ActorSets,
  room: number,
): Steps<CountSource | null> {
  const span = extent(view);
  if (!span) return null;
  const scope = scopeOf(spec, filter, span);
  const plan = planOf(view, spec, scope);
  if (!plan) return null;
  const { dims } = plan;
  const blocks = cubeBlocks(view, dims.tuples, span.from, span.to);
  if (!blocks || keptCubes * cubeBytes(view, dims, blocks) + keptCodes * 4 * view.rows > room) return null;
  const cuts = cutsOf(view, spec, scope.range);
  if (!cuts) return null;
  const isQuick = (by: Blocks): boolean => {
    let between = 0;
    for (const cut of cuts.at) if (!beginsBlock(cut, by)) between++;
    // Each such cut looks at half a block's rows, in random order; the two of the range are few.
    return between <= 2 || between * (view.rows / by.count) <= Math.max(view.rows / 4, 65_536);
  };
  if (!isQuick(blocks)) return null;

  const whole = yield* wholeCubes(view, dims.key, () => wholeCube(view, dims, blocks));
  const { actors, rows } = scope;
  const masked = plan.masks ? rows : [];
  let cube = whole;
  if (masked.length > 0) {
    cube = yield* narrowCubes(view, JSON.stringify([dims.key, actors, masked]), function* () {
      const { words } = yield* filterMask(view, all([...actors, ...masked]), sets);
      return yield* maskedCube(view, dims, blocks, words);
    });
  } else if (actors.length > 0) {
    const longer = longerBlocks(view, blocks, dims.tuples, span.from, span.to);
    const by = isQuick(longer) ? longer : blocks;
    cube = yield* narrowCubes(view, JSON.stringify([dims.key, actors, by.width]), function* () {
      const codes = yield* cellCodes(view, JSON.stringify([dims.key, by.width]), () => cubeCodes(view, dims, by));
      return yield* actorsCube(view, whole, by, codes, actorWords(view, all(actors), sets));
    });
  }
  return sourceOf(view, groups, plan, cube, widened(cuts, span));
}

/** A question's times apart from what else narrows its rows. */
interface Scope {
  readonly range: TimeRange;
  /** Parts that are about actors alone, and the other parts; all must hold. */
  readonly actors: readonly Filter[];
  readonly rows: readonly Filter[];
}

function scopeOf(spec: CountsSpec, filter: Filter | undefined, span: TimeRange): Scope {
  const parts = filter ? [...conjuncts(filter)] : [];
  for (const selector of spec.where ?? []) parts.push({ kind: 'rows', match: [selector] });
  const ranges = [span, ...parts.flatMap((part) => (part.kind === 'time' ? [part.range] : []))];
  if (spec.range) ranges.push(spec.range);
  const from = Math.max(...ranges.map((range) => range.from));
  const rest = parts.filter((part) => part.kind !== 'time');
  return {
    range: { from, to: Math.max(from, Math.min(...ranges.map((range) => range.to))) },
    actors: rest.filter(isOfActors),
    rows: rest.filter((part) => !isOfActors(part)),
  };
}

/** Which dimensions answer a question. */
interface Plan {
  readonly dims: CubeDims;
  /** 1 for tuples whose rows pass what the dimensions can tell. */
  readonly passes: NumericArray;
  /** Group by tuple. */
  readonly groups: NumericArray;
  /** Whether the parts about rows need a mask: the dimensions cannot tell. */
  readonly masks: boolean;
}

function planOf(view: StoreView, spec: CountsSpec, { rows }: Scope): Plan | null {
  const asked: Asked = { event: false, props: new Set() };
  const told = rows.every((part) => isOfTuples(part, asked));
  if (told) {
    const dims = dimsOf(view, spec, asked);
    if (dims) return planWith(view, spec, dims, rows, false);
  }
  const dims = dimsOf(view, spec, { event: false, props: new Set() });
  return dims && planWith(view, spec, dims, [], rows.length > 0);
}

/** Columns that a cube has dimensions of: events first, then a property. */
interface Columns extends CubeDims {
  readonly event: boolean;
  readonly prop: string | null;
  readonly column: Extract<StoreColumn, { kind: 'dictionary' }> | null;
}

function dimsOf(view: StoreView, { by }: CountsSpec, { event: eventAsked, props }: Asked): Columns | null {
  const byName = by !== undefined && namesEvents(view, by);
  const event = eventAsked || byName;
  const names = [...new Set([...props, ...(by === undefined || byName ? [] : [by])])];
  // What no row has needs no dimension.
  const known = names.filter((name) => view.column(name) !== undefined);
  if (known.length > 1) return null;
  const [prop = null] = known;
  const column = prop === null ? null : view.column(prop)!;
  if (column?.kind === 'number') return null;
  const events = event ? view.eventNames.length + 1 : 1;
  const values = column ? column.values.length + 1 : 1;
  if (events * values > mostTuples) return null;
  const codes = [...(event ? [view.event] : []), ...(column ? [column.codes] : [])];
  return {
    key: JSON.stringify([event, prop]),
    codes,
    size: codes.length === 2 ? values : 1,
    tuples: events * values,
    event,
    prop,
    column,
  };
}

function planWith(
  view: StoreView,
  { by }: CountsSpec,
  dims: Columns,
  told: readonly Filter[],
  masks: boolean,
): Plan & { groups: NumericArray } {
  const { tuples, event, prop, column } = dims;
  const values = column ? column.values.length + 1 : 1;
  const events = numbers(view, tuples);
  const codes = numbers(view, tuples);
  for (let tuple = 0; tuple < tuples; tuple++) {
    events[tuple] = event ? Math.floor(tuple / values) : 0;
    codes[tuple] = tuple % values;
  }
  // One row a tuple: what passes there passes wherever the tuple is.
  const rows: StoreView = {
    ...view,
    rows: tuples,
    acceptedRows: tuples,
    event: events,
    column: (name) => (column && name === prop ? { ...column, codes } : view.column(name)),
  };
  const passes = numbers(view, tuples);
  const test = compileFilter(rows, all(told));
  const passing = test(0, tuples);
  for (let tuple = 0; tuple < tuples; tuple++) passes[tuple] = passing[tuple]!;
  const byEvents = by !== undefined && namesEvents(view, by);
  // A column that no row has is one group, whatever the dimensions that the filter asks for.
  const groups = byEvents ? events : by === prop ? codes : numbers(view, tuples);
  return { dims, passes, masks, groups };
}

/** What selectors ask rows for. */
interface Asked {
  event: boolean;
  readonly props: Set<string>;
}

/** Whether a filter looks at event names and properties alone; notes which. */
function isOfTuples(filter: Filter, asked: Asked): boolean {
  switch (filter.kind) {
    case 'rows':
      for (const { event, where = [] } of filter.match) {
        if (event !== undefined) asked.event = true;
        for (const { prop } of where) asked.props.add(prop);
      }
      return true;
    case 'and':
    case 'or':
      return filter.of.every((part) => isOfTuples(part, asked));
    case 'not':
      return isOfTuples(filter.of, asked);
    case 'time':
    case 'actors':
    case 'actor':
      return false;
  }
}

/** Whether a filter lets all rows of an actor through, or none. */
function isOfActors(filter: Filter): boolean {
  switch (filter.kind) {
    case 'actors':
    case 'actor':
      return true;
    case 'and':
    case 'or':
      return filter.of.every(isOfActors);
    case 'not':
      return isOfActors(filter.of);
    case 'rows':
    case 'time':
      return false;
  }
}

/** The actors that such a filter lets through; bits behind the last actor mean nothing. */
function actorWords(view: StoreView, filter: Filter, sets: ActorSets): NumericArray {
  const length = Math.ceil(view.actors / 32);
  const words = numbers(view, length);
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.of.map((part) => actorWords(view, part, sets));
      const every = filter.kind === 'and';
      for (let i = 0; i < length; i++) {
        let word = every ? -1 : 0;
        for (const part of parts) word = every ? word & part[i]! : word | part[i]!;
        words[i] = word;
      }
      return words;
    }
    case 'not': {
      const part = actorWords(view, filter.of, sets);
      for (let i = 0; i < length; i++) words[i] = ~part[i]!;
      return words;
    }
    default:
      return sets.get(filter as ActorsFilter | ActorFilter)!.words;
  }
}

/** Instants between which rows lie in one column, and that column, plus one; 0 = none. */
interface Cuts {
  /** Ascending, ms UTC; one more than `columns`. */
  readonly at: readonly number[];
  readonly columnOf: readonly number[];
  readonly columns: readonly number[];
  readonly end: number | null;
}

function cutsOf(view: StoreView, spec: CountsSpec, { from, to }: TimeRange): Cuts | null {
  const matrix = asMatrix(spec);
  if (!matrix) return { at: [from, to], columnOf: [0], columns: [], end: null };
  const { columns, tz = 'UTC', weekStart = 1 } = matrix;
  const isWithin = (instant: number): boolean => instant > from && instant < to;
  const count = fixedColumns(matrix);
  if (count !== null) {
    const zone = zoneTable(tz);
    const hours = bucketStartsOver('hour', tz, weekStart, from, Math.max(to, from + 1), mostBuckets);
    if (!hours) return null;
    const at = [from, ...hours.flatMap((hour, k) => clockChange(zone, hour, hours[k + 1])).filter(isWithin), to];
    const columnOf = at.slice(0, -1).map((instant) => {
      const hour = hourOfWeek(zone, weekStart, instant);
      if (columns === 'day-of-week') return Math.floor(hour / 24) + 1;
      return (columns === 'hour-of-day' ? hour % 24 : hour) + 1;
    });
    return { at, columnOf, columns: Array.from({ length: count }, (_, column) => column), end: null };
  }
  const starts = startsOf(view, matrix, columns as CalendarInterval, tz, weekStart);
  const at = [from, ...starts.filter(isWithin), to];
  return {
    at,
    columnOf: at.slice(0, -1).map((instant) => {
      const place = placeOf(starts, instant);
      return place === starts.length - 1 ? 0 : place + 1;
    }),
    columns: starts.slice(0, -1),
    end: starts[starts.length - 1]!,
  };
}

/** The beginning of an hour, and where the clock is put forward or back within it: there another hour may begin. */
function clockChange(zone: ZoneTable, start: number, end: number | undefined): number[] {
  if (end === undefined || zone.offsetAt(start) === zone.offsetAt(end - 1)) return [start];
  let before = start;
  let after = end - 1;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offsetAt(middle) === zone.offsetAt(start)) before = middle;
    else after = middle;
  }
  return [start, after];
}

/** Before the first row and after the last there is nothing to look for. */
function widened(cuts: Cuts, span: TimeRange): Cuts {
  const at = cuts.at.slice();
  if (at[0] === span.from) at[0] = -Infinity;
  if (at[at.length - 1] === span.to) at[at.length - 1] = Infinity;
  return { ...cuts, at };
}

function sourceOf(view: StoreView, groups: CountGroups, plan: Plan, cube: Cube, cuts: Cuts): CountSource {
  const { tuples } = plan.dims;
  const groupOf = numbers(view, tuples);
  for (let tuple = 0; tuple < tuples; tuple++) groupOf[tuple] = groups.codes ? groups.byCode[plan.groups[tuple]!]! : 0;
  const counting: number[] = [];
  for (let tuple = 0; tuple < tuples; tuple++) if (plan.passes[tuple] !== 0) counting.push(tuple);
  return {
    columns: cuts.columns,
    end: cuts.end,
    *totals() {
      const totals = numbers(view, groups.keys.length);
      const first = numbers(view, tuples);
      const last = numbers(view, tuples);
      yield* readCube(view, cube, cuts.at[0]!, first);
      yield* readCube(view, cube, cuts.at[cuts.at.length - 1]!, last);
      for (const tuple of counting) {
        const group = groupOf[tuple]!;
        totals[group] = totals[group]! + last[tuple]! - first[tuple]!;
      }
      return totals;
    },
    *cells(places, count) {
      const width = cuts.columns.length + 1;
      const cells = numbers(view, count * width);
      let before = numbers(view, tuples);
      let after = numbers(view, tuples);
      yield* readCube(view, cube, cuts.at[0]!, before);
      for (let k = 1; k < cuts.at.length; k++) {
        yield* readCube(view, cube, cuts.at[k]!, after);
        const column = cuts.columnOf[k - 1]!;
        for (let i = 0; i < counting.length; i++) {
          const tuple = counting[i]!;
          const cell = places[groupOf[tuple]!]! * width + column;
          cells[cell] = cells[cell]! + after[tuple]! - before[tuple]!;
        }
        [before, after] = [after, before];
        if (k % 64 === 0) yield 0;
      }
      return cells;
    },
  };
}

function all(of: readonly Filter[]): Filter {
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}
