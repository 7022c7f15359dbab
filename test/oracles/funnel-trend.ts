import type { FunnelTrendSpec } from '../../worker/protocol/spec.js';
import type { Row } from '../worker/view.js';
import { attemptsBegunIn } from './funnel.js';

/** What the oracle says of one bucket: actors of the attempts that entered, and that converted, one item an attempt. */
export interface TrendTruth {
  readonly entered: string[];
  readonly converted: string[];
}

/** The funnel of each bucket on its own: attempts that begin in it, and no others. `starts` has one more than buckets. */
export function funnelTrendOracle(
  rows: readonly Row[],
  spec: FunnelTrendSpec,
  starts: readonly number[],
): TrendTruth[] {
  const { fromStep = 0, toStep = spec.steps.length - 1 } = spec;
  return starts.slice(0, -1).map((start, i) => {
    const entered = attemptsBegunIn(rows, spec, start, starts[i + 1]!).filter(({ filled }) => filled[fromStep]);
    const converted = entered.filter(({ filled }) => filled[toStep]);
    return { entered: entered.map(({ actor }) => actor), converted: converted.map(({ actor }) => actor) };
  });
}
