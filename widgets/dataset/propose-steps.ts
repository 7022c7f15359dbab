import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { FunnelStep } from '../../worker/protocol/spec.js';

/** A proposed funnel has no more steps than this: enough to see a journey, few enough to read at a glance. */
export const mostProposedSteps = 6;

/**
 * Steps to begin with when nobody has named any: the events that the most actors have, in the order in which each was
 * seen first.
 *
 * The guess behind it: a step of a funnel is something most customers meet, and in a log that covers the beginning
 * of a product the earlier step is seen first. Where first sightings are within 1 % of the data's span of one
 * another they tell nothing, and the event of more actors goes first, as it does along a funnel. It is a proposal; a
 * person changes it.
 *
 * @returns up to `mostProposedSteps` steps, each one event; empty when there are no events
 */
export function proposeSteps(info: DatasetInfo): FunnelStep[] {
  const chosen = [...info.events]
    .filter((event) => event.actors > 0 && event.name !== '')
    .sort((a, b) => b.actors - a.actors || b.rows - a.rows || compare(a.name, b.name))
    .slice(0, mostProposedSteps);
  const near = info.firstMs === null || info.lastMs === null ? 0 : (info.lastMs - info.firstMs) / 100;
  // Runs of near first sightings are formed over the sorted list; comparing pairs by nearness would not be transitive.
  const byFirst = chosen.sort((a, b) => a.firstMs - b.firstMs || b.actors - a.actors);
  const runs: (typeof chosen)[] = [];
  for (const event of byFirst) {
    const begin = runs.at(-1)?.[0];
    if (begin && event.firstMs - begin.firstMs <= near) runs.at(-1)?.push(event);
    else runs.push([event]);
  }
  return runs
    .flatMap((run) => run.sort((a, b) => b.actors - a.actors || a.firstMs - b.firstMs))
    .map(({ name }) => ({ event: name }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
