import type { JourneyBins, JourneySpec } from '../protocol/journey.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import type { Unit } from './journey-units.js';
import { groupKey } from './property-tuples.js';
import { byCodeUnits } from './top.js';

/** Rows of a channel; null is the row without one. */
export interface Lane {
  readonly channel: string | null;
  readonly rows: number;
}

/** The channel of single rows: a code for each row, and what a code is called. */
export function channelReader(view: StoreView): {
  codeOf: (row: number) => number;
  names: (code: number) => string | null;
} {
  const column = view.column('channel');
  if (!column) return { codeOf: () => NaN, names: () => null };
  if (column.kind === 'number') {
    const { values } = column;
    return { codeOf: (row) => values[row]!, names: (code) => (Number.isNaN(code) ? null : groupKey(code)) };
  }
  const { codes, values } = column;
  return { codeOf: (row) => codes[row]!, names: (code) => (code === 0 ? null : groupKey(values[code - 1]!)) };
}

/** Counts a journey's rows by channel in equal spans; rows `from .. to` of the unit are in the window. */
export function* binsOf(
  view: StoreView,
  spec: JourneySpec,
  unit: Unit,
  from: number,
  to: number,
): Steps<JourneyBins | null> {
  const { bins, window } = spec;
  if (bins === undefined || (unit.length === 0 && !window)) return null;
  const timeOf = (place: number): number => view.timeBase + view.time[unit.rows[place]!]!;
  const fromMs = window?.from ?? timeOf(0);
  const toMs = window?.to ?? timeOf(unit.length - 1) + 1;
  const widthMs = Math.max(1, Math.ceil((toMs - fromMs) / bins));
  const { codeOf, names } = channelReader(view);
  const found = new Map<number, { rows: number; counts: number[] }>();
  for (let place = from; place < to; place++) {
    if ((place & 0xfff) === 0xfff) yield 0x1000;
    const code = codeOf(unit.rows[place]!);
    let lane = found.get(code);
    if (!lane) {
      lane = { rows: 0, counts: Array.from<number>({ length: bins }).fill(0) };
      found.set(code, lane);
    }
    lane.rows++;
    lane.counts[Math.floor((timeOf(place) - fromMs) / widthMs)]!++;
  }
  const channels = [...found]
    .map(([code, { rows, counts }]) => ({ channel: names(code), rows, counts }))
    .sort((a, b) => b.rows - a.rows || byCodeUnits(a.channel ?? '', b.channel ?? ''))
    .map(({ channel, counts }) => ({ channel, counts }));
  return { fromMs, widthMs, channels };
}
