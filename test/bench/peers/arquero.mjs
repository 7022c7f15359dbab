import { escape, op, table } from 'arquero';
import { windowMs } from '../events.mjs';

/** The log as a table of typed columns; give it ordered by (actor, time), which saves the ordering in each question. */
export function arqueroTable(log) {
  return table({ actor: log.actor, time: log.time, event: log.event });
}

/** Best attempt: rows of the steps grouped by actor, their columns gathered into arrays, judged by a plain loop. */
export function bestFunnel(events) {
  return stepCounts(events, (row) => depthOf(row.event, row.time, false));
}

/** The attempt of each actor's first row of step one. */
export function firstFunnel(events) {
  return stepCounts(events, (row) => depthOf(row.event, row.time, true));
}

function stepCounts(events, depth) {
  const depths = events
    .filter((row) => row.event < 4)
    .groupby('actor')
    .rollup({ event: (row) => op.array_agg(row.event), time: (row) => op.array_agg(row.time) })
    .derive({ depth: escape(depth) })
    .groupby('depth')
    .count()
    .objects();
  return [1, 2, 3, 4].map((least) => depths.reduce((sum, { depth: k, count }) => sum + (k >= least ? count : 0), 0));
}

function depthOf(event, time, firstOnly) {
  let best = 0;
  for (let start = 0; start < event.length && best < 4; start++) {
    if (event[start] !== 0) continue;
    let depth = 1;
    for (let i = start + 1; i < event.length && depth < 4 && time[i] - time[start] <= windowMs; i++) {
      if (event[i] === depth) depth++;
    }
    if (depth > best) best = depth;
    if (firstOnly) break;
  }
  return best;
}
