import type { TimeBin, TimeToConvertMark, TimeToConvertResult, TimeToConvertSpec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { Answer } from './analysis.js';
import type { AttemptList } from './attempt-list.js';
import { findAttempts } from './funnel-attempts.js';
import { spanOf } from './funnel-check.js';
import { mean, NumberList, quantile } from './mean-median.js';
import { resultMeta } from './result-meta.js';

/**
 * How long reported attempts took from one step to another (`docs/concepts/time-to-convert.md`).
 *
 * @param spec checked at the door (`checkTimeToConvert`)
 * @param mask rows that the job's filter lets through; null = all
 */
export function* timeToConvert(
  view: StoreView,
  spec: TimeToConvertSpec,
  mask: RowMask | null,
): Steps<Answer<TimeToConvertResult, TimeToConvertMark>> {
  const { list, rowsInScope } = yield* findAttempts(view, spec, mask, { kind: 'none' });
  const [from, to] = spanOf(spec);
  const took = (attempt: number): number => {
    const begun = list.row(attempt, from);
    const ended = list.row(attempt, to);
    return begun < 0 || ended < 0 ? -1 : view.time[ended]! - view.time[begun]!;
  };
  const times = new NumberList(Array.isArray(view.time));
  let shortest = Infinity;
  let longest = 0;
  for (let attempt = 0; attempt < list.length; attempt++) {
    if ((attempt & 0x3fff) === 0x3fff) yield 0x4000;
    const time = took(attempt);
    if (time < 0) continue;
    times.push(time);
    if (time < shortest) shortest = time;
    if (time > longest) longest = time;
  }
  const histogram = times.length === 0 ? null : binsOver(spec, times.length, shortest, longest);
  if (histogram) yield* countBins(histogram, times);
  const quantilesMs: (number | null)[] = [];
  const avgMs = mean(times);
  for (const p of spec.quantiles ?? []) quantilesMs.push(yield* quantile(times, p));
  const behind = (mark: TimeToConvertMark): Steps<number[]> => attemptsBehind(list, took, histogram, mark);
  return {
    result: {
      kind: 'timeToConvert',
      count: times.length,
      bins: histogram ? histogram.counts.map((count, i) => ({ fromMs: lowerEnd(histogram, i), count })) : [],
      binWidthMs: histogram?.width ?? null,
      avgMs,
      medianMs: yield* quantile(times, 0.5),
      quantilesMs,
      meta: resultMeta(view, rowsInScope),
    },
    *actors(mark) {
      const actors: number[] = [];
      for (const attempt of yield* behind(mark)) {
        const actor = list.actor.values[attempt]!;
        if (actors.at(-1) !== actor) actors.push(actor);
      }
      return actors;
    },
    *rows(mark) {
      return (yield* behind(mark)).map((attempt) => list.row(attempt, to));
    },
  };
}

/** Bin i holds times from `lowest + i * width` to before the next; the last one is there so that none falls outside. */
interface Histogram {
  readonly lowest: number;
  readonly width: number;
  readonly counts: number[];
}

function binsOver(spec: TimeToConvertSpec, count: number, shortest: number, longest: number): Histogram {
  const { binResolutionMs: resolution = 1000 } = spec;
  const bins = spec.binCount ?? binsFor(count);
  const lowest = shortest - (shortest % resolution);
  // Whole numbers throughout: a quotient of floats could fall on the wrong side of a whole one.
  const share = bins * resolution;
  const span = longest - lowest;
  const width = ((span - (span % share)) / share + (span % share > 0 ? 1 : 0)) * resolution || 60_000;
  return { lowest, width, counts: Array.from<number>({ length: bins + 1 }).fill(0) };
}

/** The least number whose cube is at least `count`; at most 60. */
function binsFor(count: number): number {
  let bins = 1;
  while (bins < 60 && bins ** 3 < count) bins++;
  return bins;
}

function* countBins({ lowest, width, counts }: Histogram, times: NumberList): Steps<void> {
  for (let i = 0; i < times.length; i++) {
    const bin = binOf(lowest, width, times.values[i]!);
    counts[bin] = counts[bin]! + 1;
    if ((i & 0x3fff) === 0x3fff) yield 0x4000;
  }
}

function binOf(lowest: number, width: number, time: number): number {
  const above = time - lowest;
  return (above - (above % width)) / width;
}

function lowerEnd({ lowest, width }: Histogram, bin: number): TimeBin['fromMs'] {
  return lowest + bin * width;
}

function* attemptsBehind(
  list: AttemptList,
  took: (attempt: number) => number,
  histogram: Histogram | null,
  { bin }: TimeToConvertMark,
): Steps<number[]> {
  const attempts: number[] = [];
  for (let attempt = 0; attempt < list.length; attempt++) {
    if ((attempt & 0x3fff) === 0x3fff) yield 0x4000;
    const time = took(attempt);
    if (time < 0 || !histogram) continue;
    if (bin === undefined || binOf(histogram.lowest, histogram.width, time) === bin) attempts.push(attempt);
  }
  return attempts;
}
