import type { Steps } from '../steps.js';
import { counters, inScope, rowsWhere, stepRows } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';
import type { Times } from './quality-times.js';

const HALF_HOUR = 1_800_000;
/** Zones differ by at most 26 h, and by 14 h from UTC, which is what a wrong one is mostly taken for. */
const widest = 28;
const bins = 2 * widest + 1;
/** How far from a whole half hour two times of one thing may stand. */
const slackMs = 120_000;
const comparedSources = 8;
/** Rows of a customer that are looked at in each source, the first ones. */
const comparedRows = 32;
const leastActors = 10;

/**
 * Sources whose clocks stand apart. Where a customer is in two sources, things that both saw lie at nearly one time: each
 * such customer has a say for every half hour, from -14 h to +14 h, by which two of their rows lie apart. A half hour
 * other than 0 that at least ten customers and 30 % of those in both sources speak for, and three times as many as for
 * any other, is how far the clocks are apart.
 */
export function* clockOffsets(scope: QualityScope, times: Times): Steps<Found[]> {
  const { store } = scope;
  const { sourceOf, time, offsets } = store;
  if (!sourceOf) return [];
  const compared = times.rows
    .map((rows, source) => ({ rows, source }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || a.source - b.source)
    .slice(0, comparedSources);
  if (compared.length < 2) return [];
  const placeOf = counters(scope.sources, -1);
  for (const [place, { source }] of compared.entries()) placeOf[source] = place;
  const pairs = compared.length * compared.length;
  const votes = counters(pairs * bins);
  const stamp = counters(pairs * bins, -1);
  const shared = counters(pairs);
  const own: number[][] = compared.map(() => []);
  let work = 0;
  for (let actor = 0; actor < store.actors; actor++) {
    for (const list of own) list.length = 0;
    let met = 0;
    for (let row = offsets[actor]!; row < offsets[actor + 1]!; row++) {
      const place = placeOf[sourceOf[row]!]!;
      if (place < 0 || !inScope(scope, row)) continue;
      const list = own[place]!;
      if (list.length === 0) met++;
      if (list.length < comparedRows) list.push(time[row]!);
    }
    work += offsets[actor + 1]! - offsets[actor]!;
    if (met >= 2) {
      for (let a = 0; a < own.length; a++) {
        if (own[a]!.length === 0) continue;
        for (let b = a + 1; b < own.length; b++) {
          if (own[b]!.length === 0) continue;
          const pair = a * own.length + b;
          shared[pair]!++;
          work += vote(own[a]!, own[b]!, pair * bins, actor, votes, stamp);
        }
      }
    }
    if (work >= stepRows) {
      yield work;
      work = 0;
    }
  }
  const found: Found[] = [];
  for (let a = 0; a < own.length; a++) {
    for (let b = a + 1; b < own.length; b++) {
      const pair = a * own.length + b;
      const best = decided(votes.slice(pair * bins, (pair + 1) * bins), shared[pair]!);
      if (best === null) continue;
      // The source with fewer rows is held against the one with more.
      const source = compared[b]!.source;
      const other = store.sources[compared[a]!.source]!;
      found.push({
        code: 'clock-offset',
        mend: 'mapping',
        source: store.sources[source]!,
        subject: other,
        names: [other],
        rows: times.rows[source]!,
        actors: times.actors[source]!,
        facts: { offsetMs: (best - widest) * HALF_HOUR, matched: votes[pair * bins + best]!, shared: shared[pair]! },
        list: () => rowsWhere(scope, (row) => sourceOf[row] === source),
      });
    }
  }
  return found;
}

/** Times ascend. @returns pairs looked at */
function vote(
  first: readonly number[],
  second: readonly number[],
  at: number,
  actor: number,
  votes: number[],
  stamp: number[],
): number {
  const reach = widest * HALF_HOUR + slackMs;
  let from = 0;
  let looked = 0;
  for (const t of first) {
    while (from < second.length && second[from]! < t - reach) from++;
    for (let k = from; k < second.length && second[k]! <= t + reach; k++) {
      looked++;
      const apart = second[k]! - t;
      const half = Math.round(apart / HALF_HOUR);
      if (Math.abs(apart - half * HALF_HOUR) > slackMs) continue;
      const bin = at + half + widest;
      if (stamp[bin] === actor) continue;
      stamp[bin] = actor;
      votes[bin]!++;
    }
  }
  return looked;
}

/** The half hour that most speak for, clearly; null for none, and for 0. */
function decided(votes: readonly number[], shared: number): number | null {
  let best = 0;
  for (let bin = 1; bin < bins; bin++) if (votes[bin]! > votes[best]!) best = bin;
  const most = votes[best]!;
  if (best === widest || most < leastActors || most < 0.3 * shared) return null;
  return votes.every((count, bin) => bin === best || most >= 3 * count) ? best : null;
}
