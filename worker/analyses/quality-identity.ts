import { compareIdentifiers, rankOf, userRank } from '../identity/identifier.js';
import type { QualitySample } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import { sortInSteps } from '../store/sort-in-steps.js';
import { NumberList } from './mean-median.js';
import { listed } from './marked-rows.js';
import { counters, inScope, namesShown, rowsWhere, samplesShown, stepRows } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';
import { actorsAmong, rowSample } from './quality-times.js';
import type { Times } from './quality-times.js';
import { firstIn } from './top.js';

/** Columns of which a customer has one value at a time. */
const singular = ['account', 'owner'] as const;

/** Rows that name nobody, by source. */
export function unidentified(scope: QualityScope, { unidentified: counts, unidentifiedSamples }: Times): Found[] {
  const { store } = scope;
  const { sourceOf } = store;
  return counts.flatMap((rows, source): Found[] => {
    if (rows === 0) return [];
    return [
      {
        code: 'unidentified-rows',
        mend: 'mapping',
        source: store.sources[source]!,
        rows,
        samples: unidentifiedSamples[source]!.map((row) => rowSample(scope, row)),
        list: () => rowsWhere(scope, (row) => (sourceOf ? sourceOf[row] : 0) === source, store.rows),
      },
    ];
  });
}

/** Identifiers that too many users carry, so that they join nobody, with the rows that carry them. */
export function* sharedIdentifiers(scope: QualityScope): Steps<Found[]> {
  const { store } = scope;
  const { joins, records, identity } = store;
  if (!joins || !records) return [];
  const count = (identity.tuples?.records.length ?? 1) - 1;
  const shared: boolean[] = [false];
  let any = false;
  for (let record = 1; record <= count; record++) {
    let guarded = false;
    const end: number = joins.start[record + 1]!;
    for (let m: number = joins.start[record]!; m < end; m++) {
      if (joins.guarded[joins.members[m]!] === 1) guarded = true;
    }
    shared.push(guarded);
    any ||= guarded;
    if ((record & (stepRows - 1)) === 0) yield 0;
  }
  if (!any) return [];
  const byRecord = counters(count + 1);
  const rows = yield* rowsWhere(scope, (row) => shared[records[row]!]!);
  for (let k = 0; k < rows.length; k++) {
    byRecord[records[rows[k]!]!]!++;
    if ((k & (stepRows - 1)) === 0) yield 0;
  }
  if (rows.length === 0) return [];
  const byIdentifier = new Map<number, number>();
  for (let record = 1; record <= count; record++) {
    if (byRecord[record] === 0) continue;
    const end: number = joins.start[record + 1]!;
    for (let m: number = joins.start[record]!; m < end; m++) {
      const id = joins.members[m]!;
      if (joins.guarded[id] === 1) byIdentifier.set(id, (byIdentifier.get(id) ?? 0) + byRecord[record]!);
    }
    if ((record & (stepRows - 1)) === 0) yield 0;
  }
  const shown = [...byIdentifier];
  const keyOf = (k: number): string => identity.keys.at(shown[k]![0] - 1);
  const first = yield* firstIn(
    shown.length,
    namesShown,
    (a, b) => shown[b]![1] - shown[a]![1] || compareIdentifiers(keyOf(a), keyOf(b)),
  );
  const sorted = first.map((k): QualitySample => ({ text: keyOf(k), count: shown[k]![1], at: null }));
  return [
    {
      code: 'shared-identifiers',
      mend: 'identity',
      names: sorted.map(({ text }) => text),
      namesTotal: shown.length,
      rows: rows.length,
      actors: yield* actorsAmong(scope, rows),
      samples: sorted.slice(0, samplesShown),
      list: () => rowsWhere(scope, (row) => shared[records[row]!]!),
    },
  ];
}

/** Customers who were joined although they have two user ids, or two ids of the field that the mapping calls the actor. */
export function* severalUserIds(scope: QualityScope): Steps<Found[]> {
  const { store } = scope;
  const { joins, identity } = store;
  if (!joins) return [];
  const count = (identity.tuples?.records.length ?? 1) - 1;
  /** Ids of customers by rank; one that has come is not noted again. */
  const ids: Array<Map<number, number[]>> = [new Map(), new Map()];
  const noted = counters(identity.keys.length + 1);
  for (let record = 1; record <= count; record++) {
    if ((record & (stepRows - 1)) === 0) yield 0;
    const end: number = joins.start[record + 1]!;
    for (let m: number = joins.start[record]!; m < end; m++) {
      const id = joins.members[m]!;
      if (noted[id] === 1) continue;
      noted[id] = 1;
      const rank = rankOf(identity.keys.at(id - 1));
      const actor = joins.actorOfRoot[joins.root[id]!]! - 1;
      if (rank > userRank || actor < 0) continue;
      const known = ids[rank]!.get(actor);
      if (known) known.push(id);
      else ids[rank]!.set(actor, [id]);
    }
  }
  const several = new Map<number, string[]>();
  for (const own of ids) {
    for (const [actor, list] of own) {
      if (list.length < 2) continue;
      const keys = list.map((id) => identity.keys.at(id - 1));
      several.set(actor, [...(several.get(actor) ?? []), ...keys]);
    }
  }
  const touched = yield* sortInSteps([...several.keys()], (a, b) => a - b);
  const { rows, counts } = yield* rowsOfActors(scope, touched);
  const there: number[] = [];
  for (let k = 0; k < touched.length; k++) if (counts[k]! > 0) there.push(k);
  if (there.length === 0) return [];
  const keyOf = (k: number): string => store.actorKey(touched[there[k]!]!);
  const byKey = (a: number, b: number): number => compareIdentifiers(keyOf(a), keyOf(b));
  const first = yield* firstIn(there.length, namesShown, byKey);
  const most = yield* firstIn(
    there.length,
    samplesShown,
    (a, b) => counts[there[b]!]! - counts[there[a]!]! || byKey(a, b),
  );
  return [
    {
      code: 'several-user-ids',
      mend: 'identity',
      rows: rows.length,
      actors: there.length,
      names: first.map(keyOf),
      namesTotal: there.length,
      samples: most.map((k): QualitySample => {
        const keys = several.get(touched[there[k]!]!)!.sort(compareIdentifiers);
        return { text: keys.slice(0, 4).join(' · '), count: counts[there[k]!]!, at: null };
      }),
      *list() {
        return (yield* rowsOfActors(scope, touched)).rows;
      },
    },
  ];
}

/** The rows in scope of some customers, who ascend; and how many each has. */
function* rowsOfActors(
  scope: QualityScope,
  actors: readonly number[],
): Steps<{ readonly rows: ArrayLike<number>; readonly counts: readonly number[] }> {
  const { offsets, time } = scope.store;
  const rows = new NumberList(Array.isArray(time));
  const counts: number[] = [];
  for (const actor of actors) {
    const before = rows.length;
    for (let row = offsets[actor]!; row < offsets[actor + 1]!; row++) {
      if (inScope(scope, row)) rows.push(row);
      if ((row & (stepRows - 1)) === 0) yield stepRows;
    }
    counts.push(rows.length - before);
  }
  return { rows: listed(rows), counts };
}

/**
 * Customers with two values of what should be one at a time: two in one instant, or one that comes back after another,
 * which no handing over does.
 */
export function* conflictingValues(scope: QualityScope): Steps<Found[]> {
  const { store } = scope;
  const found: Found[] = [];
  for (const name of singular) {
    const column = store.columns.get(name);
    if (!column) continue;
    const valueAt = (row: number): number => {
      if (column.kind === 'dictionary') return column.codes[row]! === 0 ? NaN : column.codes[row]!;
      return column.values[row]!;
    };
    const textOf = (value: number): string =>
      column.kind === 'dictionary' ? String(column.values[value - 1]) : String(value);
    const touched: number[] = [];
    const samples: QualitySample[] = [];
    let work = 0;
    for (let actor = 0; actor < store.actors; actor++) {
      const from = store.offsets[actor]!;
      const end = store.offsets[actor + 1]!;
      work += end - from;
      if (work >= stepRows) {
        yield work;
        work = 0;
      }
      let last = NaN;
      let lastTime = NaN;
      let before: Set<number> | null = null;
      for (let row = from; row < end; row++) {
        const value = valueAt(row);
        if (Number.isNaN(value) || !inScope(scope, row)) continue;
        const t = store.time[row]!;
        if (value !== last) {
          if (!Number.isNaN(last)) {
            if (t === lastTime || before?.has(value)) {
              touched.push(actor);
              if (samples.length < samplesShown) {
                const text = `${store.actorKey(actor)}: ${textOf(last)} · ${textOf(value)}`;
                samples.push({ text, count: 1, at: store.timeBase + t });
              }
              break;
            }
            (before ??= new Set()).add(last);
          }
          last = value;
        }
        lastTime = t;
      }
    }
    if (touched.length === 0) continue;
    const list = function* (): Steps<ArrayLike<number>> {
      const rows = new NumberList(Array.isArray(store.time));
      let looked = 0;
      for (const actor of touched) {
        for (let row = store.offsets[actor]!; row < store.offsets[actor + 1]!; row++) {
          if (!Number.isNaN(valueAt(row)) && inScope(scope, row)) rows.push(row);
          if ((++looked & (stepRows - 1)) === 0) yield stepRows;
        }
      }
      return listed(rows);
    };
    found.push({
      code: 'conflicting-values',
      mend: 'source',
      subject: name,
      names: [name],
      rows: (yield* list()).length,
      actors: touched.length,
      samples,
      list,
    });
  }
  return found;
}
