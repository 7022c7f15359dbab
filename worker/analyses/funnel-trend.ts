import type { FunnelTrendMark, FunnelTrendResult, FunnelTrendSpec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { bucketStarts } from '../time/buckets.js';
import type { Answer } from './analysis.js';
import type { AttemptList } from './attempt-list.js';
import { findAttempts } from './funnel-attempts.js';
import { spanOf } from './funnel-check.js';
import { resultMeta } from './result-meta.js';
import { numbers } from './selector.js';
import { normalQuantile, wilson } from './wilson.js';

/**
 * Conversion by the bucket in which attempts begin (`docs/concepts/funnel-trend.md`).
 *
 * @param spec checked at the door (`checkFunnelTrend`)
 * @param mask rows that the job's filter lets through; null = all
 */
export function* funnelTrend(
  view: StoreView,
  spec: FunnelTrendSpec,
  mask: RowMask | null,
): Steps<Answer<FunnelTrendResult, FunnelTrendMark>> {
  const { interval, tz = 'UTC', weekStart = 1, buckets, windowMs = null } = spec;
  const starts = bucketStarts(interval, tz, weekStart, buckets.from, buckets.count);
  const { list, rowsInScope } = yield* findAttempts(view, spec, mask, { kind: 'bucket', starts });
  const [from, to] = spanOf(spec);
  const entered = numbers(view, buckets.count);
  const converted = numbers(view, buckets.count);
  for (let attempt = 0; attempt < list.length; attempt++) {
    if ((attempt & 0x3fff) === 0x3fff) yield 0x4000;
    if (list.row(attempt, from) < 0) continue;
    const bucket = list.group.values[attempt]! - 1;
    entered[bucket] = entered[bucket]! + 1;
    if (list.row(attempt, to) >= 0) converted[bucket] = converted[bucket]! + 1;
  }
  const z = normalQuantile(spec.level ?? 0.95);
  const { dataEnd } = view;
  return {
    result: {
      kind: 'funnelTrend',
      buckets: Array.from({ length: buckets.count }, (_, i) => ({
        start: starts[i]!,
        end: starts[i + 1]!,
        entered: entered[i]!,
        converted: converted[i]!,
        rate: entered[i] === 0 ? null : converted[i]! / entered[i]!,
        interval: wilson(converted[i]!, entered[i]!, z),
        immature: windowMs !== null && dataEnd !== null && starts[i + 1]! + windowMs > dataEnd,
      })),
      noWindow: windowMs === null,
      meta: resultMeta(view, rowsInScope),
    },
    *actors(mark) {
      const actors: number[] = [];
      for (const attempt of yield* attemptsBehind(list, mark, from, to)) {
        const actor = list.actor.values[attempt]!;
        if (actors.at(-1) !== actor) actors.push(actor);
      }
      return actors;
    },
    *rows(mark) {
      const step = mark.kind === 'converted' ? to : from;
      return (yield* attemptsBehind(list, mark, from, to)).map((attempt) => list.row(attempt, step));
    },
  };
}

function* attemptsBehind(
  list: AttemptList,
  { kind, bucket }: FunnelTrendMark,
  from: number,
  to: number,
): Steps<number[]> {
  const attempts: number[] = [];
  for (let attempt = 0; attempt < list.length; attempt++) {
    if ((attempt & 0x3fff) === 0x3fff) yield 0x4000;
    if (list.group.values[attempt] !== bucket + 1 || list.row(attempt, from) < 0) continue;
    if (kind === 'entered' || (kind === 'converted') === list.row(attempt, to) >= 0) attempts.push(attempt);
  }
  return attempts;
}
