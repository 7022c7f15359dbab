import type { QualitySample } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import { cellOf } from '../store/cell.js';
import type { StoreColumn } from '../store/view.js';
import { NumberList } from './mean-median.js';
import { listed } from './marked-rows.js';
import { counters, inScope, stepRows } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';

/** Runs of one instant up to this length are compared row by row. */
const shortRun = 8;

/**
 * Rows that say what an earlier row of the same source says: customer, instant and event name; and rows that are equal to
 * one of another source in every column, as those of a file that was loaded twice. Rows of one instant stand together in
 * the store, so that only those are compared. Sources whose rows carry ids are not looked at.
 */
export function* repeats(scope: QualityScope): Steps<Found[]> {
  const { store, sources } = scope;
  const withIds = new Set(store.sourcesWithIds);
  if (withIds.size === sources) return [];
  const rows = counters(sources);
  const actors = counters(sources);
  const seen = counters(sources);
  const identical = counters(sources);
  const samples: QualitySample[][] = Array.from({ length: sources }, () => []);
  yield* eachRepeat(scope, withIds, (row, source, actor, same) => {
    rows[source]!++;
    if (same) identical[source]!++;
    if (seen[source] !== actor + 1) {
      seen[source] = actor + 1;
      actors[source]!++;
    }
    if (samples[source]!.length < 5) {
      const code = store.event[row]!;
      const text = code === 0 ? '' : store.eventNames[code - 1]!;
      samples[source]!.push({ text, count: 1, at: store.timeBase + store.time[row]! });
    }
  });
  const found: Found[] = [];
  for (let s = 0; s < sources; s++) {
    if (rows[s] === 0) continue;
    found.push({
      code: 'repeated-rows',
      mend: 'source',
      source: store.sources[s]!,
      rows: rows[s]!,
      actors: actors[s]!,
      facts: { identical: identical[s]! },
      samples: samples[s]!,
      *list() {
        const own = new NumberList(Array.isArray(store.time));
        yield* eachRepeat(scope, withIds, (row, source) => {
          if (source === s) own.push(row);
        });
        return listed(own);
      },
    });
  }
  return found;
}

/** @param tell called with each row that repeats, ascending; `same`: equal to an earlier one in every column too */
function* eachRepeat(
  scope: QualityScope,
  withIds: ReadonlySet<number>,
  tell: (row: number, source: number, actor: number, same: boolean) => void,
): Steps<void> {
  const { store } = scope;
  const { time, offsets, event, sourceOf } = store;
  const columns = [...store.columns.values()];
  const sourceAt = (row: number): number => (sourceOf ? sourceOf[row]! : 0);
  const alike = (a: number, b: number): boolean =>
    event[a] === event[b] && (sourceAt(a) === sourceAt(b) || equalRows(columns, a, b));
  let work = 0;
  for (let actor = 0; actor < store.actors; actor++) {
    const end = offsets[actor + 1]!;
    let row = offsets[actor]!;
    while (row < end) {
      let next = row + 1;
      while (next < end && time[next] === time[row]) next++;
      if (next - row > 1) {
        const run: number[] = [];
        for (let at = row; at < next; at++) if (inScope(scope, at) && !withIds.has(sourceAt(at))) run.push(at);
        if (run.length <= shortRun) {
          for (let k = 1; k < run.length; k++) {
            let repeats = false;
            let same = false;
            for (let j = 0; j < k && !same; j++) {
              if (!alike(run[j]!, run[k]!)) continue;
              repeats = true;
              same = equalRows(columns, run[j]!, run[k]!);
            }
            if (repeats) tell(run[k]!, sourceAt(run[k]!), actor, same);
          }
        } else yield* longRun(run, columns, alike, (at, same) => tell(at, sourceAt(at), actor, same), event);
      }
      work += next - row;
      row = next;
      if (work >= stepRows) {
        yield work;
        work = 0;
      }
    }
  }
}

/** The same for many rows of one instant: found by hash, then compared. */
function* longRun(
  run: readonly number[],
  columns: readonly StoreColumn[],
  alike: (a: number, b: number) => boolean,
  tell: (row: number, same: boolean) => void,
  event: ArrayLike<number>,
): Steps<void> {
  const groups = new Map<number, number[]>();
  const whole = new Map<number, number[]>();
  for (const [k, row] of run.entries()) {
    const key = Math.imul(event[row]! + 1, 0x01000193);
    const group = groups.get(key);
    const repeats = group?.some((other) => alike(other, row)) === true;
    // One of a kind is enough to know the next by; another source's is of another kind.
    if (!group) groups.set(key, [row]);
    else if (!repeats) group.push(row);
    const hash = hashOf(columns, row, key);
    const bucket = whole.get(hash);
    const same = bucket?.some((other) => alike(other, row) && equalRows(columns, other, row)) === true;
    if (!bucket) whole.set(hash, [row]);
    else if (!same) bucket.push(row);
    if (repeats || same) tell(row, same);
    if ((k & 1023) === 1023) yield 1024;
  }
}

function equalRows(columns: readonly StoreColumn[], a: number, b: number): boolean {
  for (const column of columns) {
    if (column.kind === 'number') {
      const one = column.values[a]!;
      const other = column.values[b]!;
      if (one !== other && !(Number.isNaN(one) && Number.isNaN(other))) return false;
    } else if (column.codes[a] !== column.codes[b]) return false;
  }
  return true;
}

function hashOf(columns: readonly StoreColumn[], row: number, seed: number): number {
  let hash = seed | 0;
  for (const column of columns) {
    if (column.kind === 'dictionary') hash = Math.imul(hash ^ column.codes[row]!, 0x01000193);
    else {
      const text = String(cellOf(column, row));
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
    hash ^= hash >>> 15;
  }
  return hash;
}
