import type { Filter } from '../../worker/protocol/filter.js';
import type { JourneySpec } from '../../worker/protocol/journey.js';
import { scopeOf } from './journey.spec.js';
import type { JourneyProps } from './journey.spec.js';

/** The name of the event or stage that makes a journey typical, and the journeys of those who reached it. */
export interface TypicalQuestion {
  readonly spec: JourneySpec;
  readonly filter: Filter;
}

/**
 * The journeys of all customers who reached a stage or met an event, up to that moment's time.
 * @returns null for an empty name
 */
export function typicalQuestion(props: JourneyProps, name: string | null): TypicalQuestion | null {
  const wanted = name?.trim() ?? '';
  if (wanted === '') return null;
  const scope = scopeOf(props);
  const stage = scope.stages?.find((one) => one.name === wanted);
  const group: JourneySpec = {
    kind: 'journey',
    ...scope,
    modal: {},
    cycleTo: stage ? { stage: wanted } : { event: wanted },
  };
  const reached: Filter = stage
    ? { kind: 'actors', spec: { kind: 'journey', ...scope }, mark: { kind: 'stage', stage: wanted, of: 'reached' } }
    : {
        kind: 'actors',
        spec: { kind: 'funnel', steps: [{ event: wanted }] },
        mark: { kind: 'reached', step: 0 },
      };
  return { spec: group, filter: reached };
}
