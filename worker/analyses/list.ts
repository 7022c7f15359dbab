import { actorLabel } from '../identity/identifier.js';
import type { PropertyValue } from '../protocol/batch.js';
import type { ActorSort, EventRow, ListOrder, ListRequest, RowListRequest, RowSort } from '../protocol/list.js';
import type { ActorRow } from '../protocol/result.js';
import type { Mark } from '../protocol/spec.js';
import { refuse } from '../spec-check.js';
import type { Steps } from '../steps.js';
import { actorOfRow } from '../store/sessions.js';
import { compareText, sortByKey, sortInSteps } from '../store/sort-in-steps.js';
import type { Store } from '../store/store.js';
import type { StoreColumn } from '../store/view.js';
import type { Answer } from './analysis.js';

/**
 * What a request lists, sorted: actors as indexes of the store, or rows as places in it.
 * @throws AnalyticsError `spec-invalid` when rows are asked of an analysis that counts only actors
 */
export function* listed(store: Store, answer: Answer, request: ListRequest | RowListRequest): Steps<number[]> {
  if (request.of !== 'rows') {
    return yield* sortActors(store, yield* answer.actors(request.mark), request.sort ?? { by: 'key' });
  }
  return yield* sortRows(store, yield* rowsOf(answer, request.mark), request.sort ?? { by: 'time' });
}

/** Actors of the store as a list shows them. */
export function actorRows(store: Store, actors: readonly number[]): ActorRow[] {
  return actors.map((actor) => {
    const key = store.actorKey(actor);
    const first = store.offsets[actor]!;
    const end = store.offsets[actor + 1]!;
    return {
      key,
      label: actorLabel(key),
      rows: end - first,
      firstMs: store.timeBase + store.time[first]!,
      lastMs: store.timeBase + store.time[end - 1]!,
    };
  });
}

/** Rows of the store as a list shows them, with some of their properties. */
export function eventRows(store: Store, rows: readonly number[], properties: readonly string[]): EventRow[] {
  const columns = properties.map((name) => store.column(name));
  return rows.map((row) => {
    const actor = row < store.rows ? store.actorKey(actorOfRow(store, row)) : null;
    const code = store.event[row]!;
    return {
      time: store.timeBase + store.time[row]!,
      event: code === 0 ? null : store.eventNames[code - 1]!,
      actor,
      label: actor === null ? '' : actorLabel(actor),
      values: columns.map((column) => valueAt(column, row)),
    };
  });
}

function rowsOf(answer: Answer, mark: Mark): Steps<ArrayLike<number>> {
  if (!answer.rows) {
    refuse('request.of', 'rows', "has no meaning for this mark, which counts actors. Use 'actors', or leave it out");
  }
  return answer.rows(mark);
}

function* sortActors(store: Store, actors: ArrayLike<number>, order: ListOrder<ActorSort>): Steps<number[]> {
  const byKey = yield* sortByKey(actors, store.actorKeys);
  const { offsets, time } = store;
  const sign = order.descending ? -1 : 1;
  switch (order.by) {
    case 'key':
      return order.descending ? byKey.reverse() : byKey;
    case 'rows':
      return yield* sortInSteps(
        byKey,
        (a, b) => sign * (offsets[a + 1]! - offsets[a]! - (offsets[b + 1]! - offsets[b]!)),
      );
    case 'firstMs':
      return yield* sortInSteps(byKey, (a, b) => sign * (time[offsets[a]!]! - time[offsets[b]!]!));
    case 'lastMs':
      return yield* sortInSteps(byKey, (a, b) => sign * (time[offsets[a + 1]! - 1]! - time[offsets[b + 1]! - 1]!));
  }
}

function* sortRows(store: Store, rows: ArrayLike<number>, order: ListOrder<RowSort>): Steps<number[]> {
  const { time } = store;
  const sign = order.descending ? -1 : 1;
  if (order.by === 'time') return yield* sortInSteps(rows, (a, b) => sign * (time[a]! - time[b]!) || a - b);
  // Rows of one actor stand together in the store, so that sorting their places by key needs each actor's key once.
  const places = yield* sortInSteps(rows, (a, b) => a - b);
  const actors: number[] = [];
  const from = new Map<number, number>();
  let end = 0;
  for (const [i, row] of places.entries()) {
    if ((i & 4095) === 4095) yield 4096;
    if (row < end) continue;
    const actor = row < store.rows ? actorOfRow(store, row) : store.actors;
    end = actor < store.actors ? store.offsets[actor + 1]! : Infinity;
    from.set(actor, i);
    actors.push(actor);
  }
  const keyOf = (actor: number): string => (actor < store.actors ? store.actorKey(actor) : '');
  const sorted = yield* sortInSteps(actors, (a, b) => sign * compareText(keyOf(a), keyOf(b)));
  const out: number[] = [];
  for (const actor of sorted) {
    const last = actor < store.actors ? store.offsets[actor + 1]! : Infinity;
    for (let i = from.get(actor)!; i < places.length && places[i]! < last; i++) {
      out.push(places[i]!);
      if ((out.length & 4095) === 0) yield 4096;
    }
  }
  return out;
}

function valueAt(column: StoreColumn | undefined, row: number): PropertyValue {
  if (!column) return null;
  if (column.kind === 'dictionary') {
    const code = column.codes[row]!;
    return code === 0 ? null : column.values[code - 1]!;
  }
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}
