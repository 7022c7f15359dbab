import { describe, expect, it } from 'vitest';

import { mostProposedSteps, proposeSteps } from '../../../widgets/dataset/propose-steps.js';
import type { DatasetInfo } from '../../../worker/protocol/result.js';

const day = 86_400_000;

/** Facts of events given as [name, actors, first day]. */
function infoOf(...events: [name: string, actors: number, firstDay: number][]): DatasetInfo {
  return {
    rows: 0,
    actors: 0,
    unidentifiedRows: 0,
    rejectedRows: 0,
    events: events.map(([name, actors, first]) => ({ name, actors, rows: actors, firstMs: first * day })),
    eventsTotal: events.length,
    properties: [],
    firstMs: 0,
    lastMs: 100 * day,
    dataEnd: 100 * day,
    bytes: 0,
  };
}

function namesFor(...events: Parameters<typeof infoOf>): unknown[] {
  return proposeSteps(infoOf(...events)).map((step) => step.event);
}

describe('proposed steps', () => {
  it('go in the order in which events were first seen', () => {
    expect(namesFor(['purchase', 10, 20], ['signup', 50, 5], ['visit', 100, 0])).toEqual([
      'visit',
      'signup',
      'purchase',
    ]);
  });

  it('go by actors where first sightings are too near to tell', () => {
    expect(namesFor(['purchase', 10, 0.1], ['signup', 50, 0.5], ['visit', 100, 0.9])).toEqual([
      'visit',
      'signup',
      'purchase',
    ]);
  });

  it('are the events that most actors have, six at most', () => {
    const events = Array.from({ length: 9 }, (_, i): [string, number, number] => [`e${i}`, 100 - i, i * 5]);
    expect(namesFor(...events)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
    expect(mostProposedSteps).toBe(6);
  });

  it('do not depend on the order in which the events are told', () => {
    const events: Parameters<typeof infoOf> = [
      ['a', 5, 3],
      ['b', 5, 3],
      ['c', 5, 1],
    ];
    expect(namesFor(...events)).toEqual(namesFor(...[...events].reverse()));
  });

  it('leave out events without a customer, and are none for no events', () => {
    expect(namesFor(['ghost', 0, 0], ['visit', 1, 1])).toEqual(['visit']);
    expect(namesFor()).toEqual([]);
  });
});
