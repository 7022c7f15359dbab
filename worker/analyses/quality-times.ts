import type { QualitySample, QualitySpec } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import { zoneTable } from '../time/zone-table.js';
import { counters, inScope, rowsWhere, samplesShown, stepRows } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1970 ends here; numbers that are no milliseconds fall before it. */
const end1970 = 365 * DAY;
/** More days and sources than this are counted in maps. */
const mostDense = 1 << 21;
const earlySources = 20;

/** Rows of one sort, by source. */
interface Sort {
  readonly rows: number[];
  readonly actors: number[];
  /** The actor counted last, plus one. */
  readonly seen: number[];
  /** The first rows of each source, in the order of the store. */
  readonly samples: number[][];
}

/** What one pass over the rows finds of their times. */
export interface Times {
  /** Rows in scope, by source; those without a customer are `unidentified`. */
  readonly rows: number[];
  /** Customers with rows in scope, by source. */
  readonly actors: number[];
  readonly unidentified: number[];
  /** The first of these, by source. */
  readonly unidentifiedSamples: readonly number[][];
  /** First and last time by source, ms UTC. */
  readonly first: number[];
  readonly last: number[];
  readonly rowsInScope: number;
  readonly actorsInScope: number;
  readonly findings: readonly Found[];
}

/** Looks at the times of all rows in scope: one pass, and one more where a source ends early. */
export function* timesOf(scope: QualityScope, spec: QualitySpec): Steps<Times> {
  const { store, sources } = scope;
  const { timeBase, time, sourceOf } = store;
  const local = spec.tz && spec.tz !== 'UTC' ? zoneTable(spec.tz) : null;
  const now = spec.now ?? store.asOf ?? Infinity;
  const sortOf = (): Sort => ({
    rows: counters(sources),
    actors: counters(sources),
    seen: counters(sources),
    samples: Array.from({ length: sources }, () => []),
  });
  const all = sortOf();
  const night = sortOf();
  const midnight = sortOf();
  const early = sortOf();
  const future = sortOf();
  const nobody = sortOf();
  const unidentified = nobody.rows;
  const first = counters(sources, Infinity);
  const last = counters(sources, -Infinity);
  const days = new DayCounts(sources, yield* daySpan(scope));
  let actorsInScope = 0;
  let rowsInScope = 0;
  let work = 0;
  for (let actor = 0; actor <= store.actors; actor++) {
    const from = actor < store.actors ? store.offsets[actor]! : store.rows;
    const to = actor < store.actors ? store.offsets[actor + 1]! : store.acceptedRows;
    const tag = actor < store.actors ? actor + 1 : 0;
    const before = rowsInScope;
    for (let row = from; row < to; row++) {
      if ((++work & (stepRows - 1)) === 0) yield stepRows;
      if (!inScope(scope, row)) continue;
      rowsInScope++;
      const source = sourceOf ? sourceOf[row]! : 0;
      const t = timeBase + time[row]!;
      add(all, source, tag);
      if (tag === 0) {
        unidentified[source]!++;
        keepSample(nobody, source, row);
      }
      if (t < first[source]!) first[source] = t;
      if (t > last[source]!) last[source] = t;
      if (t >= 0 && t < end1970) {
        add(early, source, tag);
        keepSample(early, source, row);
        continue;
      }
      if (t > now) {
        add(future, source, tag);
        keepSample(future, source, row);
        continue;
      }
      const wall = local ? t + local.offsetAt(t) : t;
      const day = Math.floor(wall / DAY);
      const ofDay = wall - day * DAY;
      if (ofDay === 0) add(midnight, source, tag);
      else if (ofDay < 6 * HOUR) add(night, source, tag);
      days.add(source, day);
    }
    if (tag > 0 && rowsInScope > before) actorsInScope++;
  }

  const sourceName = (source: number): string => store.sources[source] ?? '';
  const findings: Found[] = [];
  const listing = (source: number, test: (t: number) => boolean) => (): Steps<ArrayLike<number>> =>
    rowsWhere(scope, (row) => (sourceOf ? sourceOf[row] : 0) === source && test(timeBase + time[row]!));
  const wallOf = (t: number): number => (local ? t + local.offsetAt(t) : t);
  const sound = (t: number): boolean => !(t >= 0 && t < end1970) && t <= now;
  const timeOfDay = (t: number): number => ((wallOf(t) % DAY) + DAY) % DAY;
  const found = (sort: Sort, source: number): Pick<Found, 'source' | 'rows' | 'actors'> => ({
    source: sourceName(source),
    rows: sort.rows[source]!,
    actors: sort.actors[source]!,
  });
  for (let s = 0; s < sources; s++) {
    if (early.rows[s]! > 0) {
      const list = listing(s, (t) => t >= 0 && t < end1970);
      const samples = early.samples[s]!.map((row) => rowSample(scope, row));
      findings.push({ code: 'times-in-1970', mend: 'mapping', ...found(early, s), list, samples });
    }
    if (future.rows[s]! > 0) {
      const list = listing(s, (t) => t > now);
      const samples = future.samples[s]!.map((row) => rowSample(scope, row));
      const facts = { now, furthestMs: last[s]! - now };
      findings.push({ code: 'future-times', mend: 'source', ...found(future, s), facts, list, samples });
    }
    const usual = all.rows[s]! - early.rows[s]! - future.rows[s]!;
    const timed = usual - midnight.rows[s]!;
    if (timed >= 100 && night.rows[s]! * 2 >= timed) {
      const list = listing(s, (t) => sound(t) && timeOfDay(t) > 0 && timeOfDay(t) < 6 * HOUR);
      const facts = { share: night.rows[s]! / timed };
      findings.push({ code: 'night-activity', mend: 'mapping', ...found(night, s), facts, list });
    }
    if (usual >= 20 && midnight.rows[s]! * 5 >= usual) {
      const list = listing(s, (t) => sound(t) && timeOfDay(t) === 0);
      const facts = { share: midnight.rows[s]! / usual };
      findings.push({ code: 'midnight-times', mend: 'source', ...found(midnight, s), facts, list });
    }
  }

  const courses: Array<Course | null> = [];
  for (let s = 0; s < sources; s++) {
    const course = days.course(s);
    courses.push(course);
    if (course) findings.push(...gapsOf(course, sourceName(s), rowsInScope, spec.tz));
    yield course?.days.length ?? 0;
  }
  findings.push(...(yield* endsEarly(scope, courses, sound, wallOf)));
  const newest = courses.reduce((most, course) => Math.max(most, course ? course.days.at(-1)! : -Infinity), -Infinity);
  if (spec.now !== undefined && newest > -Infinity) {
    const behindDays = Math.floor(wallOf(spec.now) / DAY) - newest;
    if (behindDays > 7) {
      const names = courses.flatMap((course, s) => (course ? [sourceName(s)] : []));
      findings.push({ code: 'out-of-date', mend: 'reload', names, facts: { days: behindDays } });
    }
  }
  return {
    rows: all.rows,
    actors: all.actors,
    unidentified,
    unidentifiedSamples: nobody.samples,
    first,
    last,
    rowsInScope,
    actorsInScope,
    findings,
  };
}

function add(sort: Sort, source: number, tag: number): void {
  sort.rows[source]!++;
  if (tag === 0 || sort.seen[source] === tag) return;
  sort.seen[source] = tag;
  sort.actors[source]!++;
}

function keepSample({ samples }: Sort, source: number, row: number): void {
  if (samples[source]!.length < samplesShown) samples[source]!.push(row);
}

/** A row with its name and time. */
export function rowSample({ store }: QualityScope, row: number): QualitySample {
  const code = store.event[row]!;
  const text = code === 0 ? '' : store.eventNames[code - 1]!;
  return { text, count: 1, at: store.timeBase + store.time[row]! };
}

/** First and last day that any row can lie on, a day more at either end for zones. */
function* daySpan({ store }: QualityScope): Steps<readonly [number, number]> {
  let least = Infinity;
  let greatest = -Infinity;
  for (let actor = 0; actor <= store.actors; actor++) {
    const from = actor < store.actors ? store.offsets[actor]! : store.rows;
    const to = actor < store.actors ? store.offsets[actor + 1]! : store.acceptedRows;
    if (from < to) {
      if (store.time[from]! < least) least = store.time[from]!;
      if (store.time[to - 1]! > greatest) greatest = store.time[to - 1]!;
    }
    if ((actor & (stepRows - 1)) === stepRows - 1) yield 0;
  }
  if (least > greatest) return [0, 0];
  return [Math.floor((store.timeBase + least) / DAY) - 1, Math.floor((store.timeBase + greatest) / DAY) + 1];
}

/** Rows of a source by day. */
interface Course {
  /** Days with rows, ascending, as days since 1970. */
  readonly days: readonly number[];
  readonly rows: readonly number[];
}

class DayCounts {
  readonly #from: number;
  readonly #length: number;
  readonly #dense: number[] | null;
  readonly #sparse: Array<Map<number, number>> = [];

  constructor(sources: number, [from, to]: readonly [number, number]) {
    this.#from = from;
    this.#length = to - from + 1;
    this.#dense = sources * this.#length <= mostDense ? counters(sources * this.#length) : null;
    if (!this.#dense) for (let s = 0; s < sources; s++) this.#sparse.push(new Map());
  }

  add(source: number, day: number): void {
    if (this.#dense) this.#dense[source * this.#length + day - this.#from]!++;
    else this.#sparse[source]!.set(day, (this.#sparse[source]!.get(day) ?? 0) + 1);
  }

  course(source: number): Course | null {
    const days: number[] = [];
    const rows: number[] = [];
    if (this.#dense) {
      for (let day = 0; day < this.#length; day++) {
        const count = this.#dense[source * this.#length + day]!;
        if (count === 0) continue;
        days.push(day + this.#from);
        rows.push(count);
      }
    } else {
      const sorted = [...this.#sparse[source]!].sort(([a], [b]) => a - b);
      for (const [day, count] of sorted) {
        days.push(day);
        rows.push(count);
      }
    }
    return days.length === 0 ? null : { days, rows };
  }
}

/** Days that should have rows and have none, or far too few, judged by the same days of other weeks. */
function gapsOf({ days, rows }: Course, source: string, rowsInScope: number, tz: string | undefined): Found[] {
  const first = days[0]!;
  const last = days.at(-1)!;
  const span = last - first + 1;
  if (span < 7) return [];
  const active = counters(7);
  const counts: number[][] = Array.from({ length: 7 }, () => []);
  for (const [k, day] of days.entries()) {
    const weekday = weekdayOf(day);
    active[weekday]!++;
    counts[weekday]!.push(rows[k]!);
  }
  const daily = days.length >= 0.85 * span;
  const usual = counts.map((own, weekday) => {
    // Days `first .. last` that fall on this weekday.
    const there = Math.floor((span - 1 - ((weekday - weekdayOf(first) + 7) % 7)) / 7) + 1;
    const expected = daily || (there >= 3 && own.length >= 0.7 * there);
    return expected && own.length > 0 ? own.sort((a, b) => a - b)[(own.length - 1) >> 1]! : 0;
  });
  // Rows strewn over thousands of years: there is no course to go through day by day.
  if (usual.every((due) => due < 5)) return [];
  let missing = 0;
  let gapDays = 0;
  const runs: QualitySample[] = [];
  let dropMissing = 0;
  const drops: QualitySample[] = [];
  for (let k = 0; k < days.length; k++) {
    let length = 0;
    let begin = 0;
    const close = (): void => {
      if (length > 0) runs.push({ text: dayText(begin), count: length, at: startOf(begin, tz) });
      length = 0;
    };
    // A pause of years is one gap: its days are not gone through one by one.
    if (k > 0 && days[k]! - days[k - 1]! <= 3660) {
      for (let day = days[k - 1]! + 1; day < days[k]!; day++) {
        const due = usual[weekdayOf(day)]!;
        if (due < 5) {
          // A day off within a pause belongs to it.
          continue;
        }
        if (length === 0) begin = day;
        length++;
        gapDays++;
        missing += due;
      }
      close();
    }
    const due = usual[weekdayOf(days[k]!)]!;
    if (k > 0 && k < days.length - 1 && due >= 20 && rows[k]! < 0.2 * due) {
      dropMissing += due - rows[k]!;
      drops.push({ text: dayText(days[k]!), count: rows[k]!, at: startOf(days[k]!, tz) });
    }
  }
  const found: Found[] = [];
  const share = (lost: number): number => lost / (rowsInScope + lost);
  if (gapDays > 0) {
    const samples = runs.sort((a, b) => b.count - a.count || a.at! - b.at!);
    const facts = { days: gapDays, spanDays: span, missing };
    found.push({ code: 'days-without-rows', mend: 'reload', source, share: share(missing), facts, samples });
  }
  if (drops.length > 0) {
    const samples = drops.sort((a, b) => a.count - b.count || a.at! - b.at!);
    const facts = { days: drops.length, spanDays: span, missing: dropMissing };
    found.push({ code: 'sudden-drops', mend: 'reload', source, share: share(dropMissing), facts, samples });
  }
  return found;
}

/** Sources whose rows end while others go on; with the rows of the others that come after. */
function* endsEarly(
  scope: QualityScope,
  courses: ReadonlyArray<Course | null>,
  sound: (t: number) => boolean,
  wallOf: (t: number) => number,
): Steps<Found[]> {
  const { store } = scope;
  const { sourceOf } = store;
  if (!sourceOf) return [];
  const newest = courses.reduce((most, course) => Math.max(most, course ? course.days.at(-1)! : -Infinity), -Infinity);
  const early = courses
    .flatMap((course, source) => {
      if (!course || course.days.length < 3) return [];
      const { days } = course;
      const last = days.at(-1)!;
      let pause = 0;
      for (let k = 1; k < days.length; k++) pause = Math.max(pause, days[k]! - days[k - 1]!);
      return newest - last >= 2 && newest - last > pause ? [{ source, last }] : [];
    })
    .slice(0, earlySources);
  const found: Found[] = [];
  for (const { source, last } of early) {
    const list = (): Steps<ArrayLike<number>> =>
      rowsWhere(scope, (row) => {
        if (sourceOf[row] === source) return false;
        const t = store.timeBase + store.time[row]!;
        return sound(t) && Math.floor(wallOf(t) / DAY) > last;
      });
    const rows = yield* list();
    found.push({
      code: 'ends-early',
      mend: 'reload',
      source: store.sources[source]!,
      rows: rows.length,
      actors: yield* actorsAmong(scope, rows),
      facts: { days: newest - last, lastDayMs: last * DAY },
      list,
    });
  }
  return found;
}

/** Distinct customers of some rows, which ascend. */
export function* actorsAmong({ store }: QualityScope, rows: ArrayLike<number>): Steps<number> {
  let actors = 0;
  let actor = 0;
  let end = -1;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    if (row >= store.rows) break;
    if (row >= end) {
      while (store.offsets[actor + 1]! <= row) actor++;
      end = store.offsets[actor + 1]!;
      actors++;
    }
    if ((k & (stepRows - 1)) === stepRows - 1) yield stepRows;
  }
  return actors;
}

/** 0 is Thursday, as 1 January 1970 was. */
function weekdayOf(day: number): number {
  return ((day % 7) + 7) % 7;
}

function startOf(day: number, tz: string | undefined): number {
  return tz && tz !== 'UTC' ? zoneTable(tz).firstInstant(day * DAY) : day * DAY;
}

/** `2026-01-05`. */
function dayText(day: number): string {
  return new Date(day * DAY).toISOString().split('T')[0]!;
}
