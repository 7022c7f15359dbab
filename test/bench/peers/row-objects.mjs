import { eventNames, steps, windowMs } from '../events.mjs';

export { rowObjects } from '../events.mjs';

/** What a page does without a library: group the objects by actor, then look at each actor's rows in the order of time. */
export function funnelGrouped(rows, depthOf) {
  const byActor = new Map();
  for (const row of rows) {
    const list = byActor.get(row.actor);
    if (list) list.push(row);
    else byActor.set(row.actor, [row]);
  }
  const counts = steps.map(() => 0);
  for (const list of byActor.values()) {
    const depth = depthOf(list, 0, list.length);
    for (let k = 0; k < depth; k++) counts[k]++;
  }
  return counts;
}

/** The same over objects that already lie in the order of (actor, time): no grouping is left to do. */
export function funnelOrdered(rows, depthOf) {
  const counts = steps.map(() => 0);
  for (let from = 0; from < rows.length;) {
    const { actor } = rows[from];
    let to = from + 1;
    while (to < rows.length && rows[to].actor === actor) to++;
    const depth = depthOf(rows, from, to);
    for (let k = 0; k < depth; k++) counts[k]++;
    from = to;
  }
  return counts;
}

/** Deepest attempt: from every row of step one, the earliest row of each next step. */
export function bestDepth(rows, from, to) {
  let best = 0;
  for (let i = from; i < to && best < steps.length; i++) {
    if (rows[i].event === steps[0]) best = Math.max(best, orderedFrom(rows, i, to));
  }
  return best;
}

/** The attempt of the first row of step one. */
export function firstDepth(rows, from, to) {
  for (let i = from; i < to; i++) if (rows[i].event === steps[0]) return orderedFrom(rows, i, to);
  return 0;
}

function orderedFrom(rows, start, to) {
  const end = rows[start].time + windowMs;
  let depth = 1;
  for (let i = start + 1; i < to && depth < steps.length && rows[i].time <= end; i++) {
    if (rows[i].event === steps[depth]) depth++;
  }
  return depth;
}

/** Deepest attempt where any other row between two steps ends it; a repeat of the step reached does not. */
export function strictDepth(rows, from, to) {
  let best = 0;
  for (let start = from; start < to && best < steps.length; start++) {
    if (rows[start].event !== steps[0]) continue;
    const end = rows[start].time + windowMs;
    let depth = 1;
    for (let i = start + 1; i < to && depth < steps.length && rows[i].time <= end; i++) {
      if (rows[i].event === steps[depth]) depth++;
      else if (rows[i].event !== steps[depth - 1]) break;
    }
    if (depth > best) best = depth;
  }
  return best;
}

/** Most different steps within the window from any row of a step, in any order. */
export function unorderedDepth(rows, from, to) {
  let best = 0;
  for (let start = from; start < to && best < steps.length; start++) {
    if (!steps.includes(rows[start].event)) continue;
    const end = rows[start].time + windowMs;
    const met = new Set();
    for (let i = start; i < to && rows[i].time <= end; i++) if (steps.includes(rows[i].event)) met.add(rows[i].event);
    if (met.size > best) best = met.size;
  }
  return best;
}

/** The objects in the order of (actor, time); leaves the given list as it is. */
export function sortRows(rows) {
  return rows.toSorted((a, b) => (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.time - b.time));
}

/** Edges by position, of sessions that end with a gap; most frequent first: position, source, target, count. */
export function pathEdges(rows, gap, steps) {
  const counts = new Map();
  for (const list of Map.groupBy(rows, (row) => row.actor).values()) {
    let position = 0;
    for (let i = 0; i < list.length; i++) {
      position = i > 0 && list[i].time - list[i - 1].time < gap ? position + 1 : 0;
      if (position === 0 || position >= steps) continue;
      const key = `${position} ${eventNames.indexOf(list[i - 1].event)} ${eventNames.indexOf(list[i].event)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const edges = [...counts].map(([key, count]) => [...key.split(' ').map(Number), count]);
  return edges.sort((a, b) => b[3] - a[3] || a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

/** Rows by event and hour of the week (UTC): event, hour, count. */
export function featureHours(rows) {
  const cells = new Map();
  for (const { event, time } of rows) {
    const at = new Date(time);
    const hour = ((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours();
    const hours = cells.get(event) ?? cells.set(event, new Map()).get(event);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  return [...cells].flatMap(([event, hours]) => [...hours].map(([hour, n]) => [eventNames.indexOf(event), hour, n]));
}
