import type { JourneyBins } from '../../worker/protocol/journey.js';
import { emptyLane, restKey } from './touchpoints.js';
import type { Lane, RowFilter } from './touchpoints.js';

/**
 * Lanes by channel from counts in spans of time, for journeys whose rows are not there: a point stands in the middle of
 * its span. Order and rest as in `lanesOf`.
 */
export function lanesOfBins(
  bins: JourneyBins,
  channelNames: readonly (string | null)[],
  filter: RowFilter,
  order: readonly (string | null)[],
): Lane[] {
  const shown = bins.channels.filter(({ channel }) => !filter.hiddenChannels.has(channel));
  const rest = shown.filter(({ channel }) => !order.includes(channel));
  const lanes = order.map((key) =>
    laneOfCounts(
      key,
      shown.filter(({ channel }) => channel === key),
      bins,
      channelNames,
    ),
  );
  return rest.length > 0 ? [...lanes, laneOfCounts(restKey, rest, bins, channelNames)] : lanes;
}

function laneOfCounts(
  key: string | null,
  channels: JourneyBins['channels'],
  { fromMs, widthMs }: JourneyBins,
  channelNames: readonly (string | null)[],
): Lane {
  const points: { time: number; count: number; color: number }[] = [];
  for (const { channel, counts } of channels) {
    const color = Math.max(0, channelNames.indexOf(channel));
    for (const [k, count] of counts.entries()) {
      if (count > 0) points.push({ time: fromMs + (k + 0.5) * widthMs, count, color });
    }
  }
  points.sort((a, b) => a.time - b.time);
  return {
    ...emptyLane(key, points.length, key === restKey),
    times: Float64Array.from(points, ({ time }) => time),
    rows: new Int32Array(points.length).fill(-1),
    weights: Uint32Array.from(points, ({ count }) => count),
    colors: Uint16Array.from(points, ({ color }) => color),
    total: points.reduce((sum, { count }) => sum + count, 0),
  };
}
