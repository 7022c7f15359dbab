import type { NumericArray } from '../protocol/batch.js';
import type { FunnelMark, FunnelSpec, FunnelTrendResult, FunnelTrendSpec, Mark, Spec } from '../protocol/spec.js';
import type {
  FeatureMatrixResult,
  FeatureMatrixSpec,
  HeatmapGridMark,
  HeatmapGridResult,
  HeatmapGridSpec,
} from '../protocol/heatmap.js';
import type { Result } from '../protocol/result.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { Answer } from './analysis.js';
import type { isPlain, plainAnswer } from './funnel-answer.js';
import type { funnelTrend } from './funnel-trend.js';
import type { FunnelPart, funnelPart, mergeFunnel } from './funnel.js';
import type { NumberRun } from './mean-median.js';
import { featureMatrix } from './feature-matrix.js';
import { heatmapGrid, heatmapGridRows } from './heatmap-grid.js';
import { answerByRows } from './marked-rows.js';
import { extent, fixedColumns } from './matrix-columns.js';
import { mergeGrids, mergeMatrices, mergeTrends } from './merge.js';

/**
 * A kind of question that parts of the actors answer each for itself, and whose answers make the whole's. `Found` is plain
 * data: it crosses a thread boundary.
 */
export interface PartRule<S extends Spec = Spec, Found = unknown> {
  /** The spec that every part is asked; null where the whole has to be known. */
  asked(view: StoreView, spec: S): S | null;
  count(part: StoreView, spec: S, mask: RowMask | null): Steps<Found>;
  /** Buffers of what was found that may be moved; absent: none are worth it. */
  buffers?(found: Found): ArrayBuffer[];
  /** @param found of all parts, in the order of their actors; used up */
  merge(view: StoreView, spec: S, mask: RowMask | null, found: readonly Found[]): Steps<Answer>;
}

/** How funnels are counted: given by the engine, which has it at hand, so that a file apart carries it no second time. */
export interface FunnelCounting {
  readonly isPlain: typeof isPlain;
  readonly plainAnswer: typeof plainAnswer;
  readonly funnelPart: typeof funnelPart;
  readonly mergeFunnel: typeof mergeFunnel;
  readonly funnelTrend: typeof funnelTrend;
}

const funnelRule = ({
  isPlain,
  plainAnswer,
  funnelPart,
  mergeFunnel,
}: FunnelCounting): PartRule<FunnelSpec, FunnelPart> => ({
  asked: (_, spec) => (isPlain(spec) && !spec.compare ? spec : null),
  *count(part, spec, mask) {
    const { counts, stepMs, totalMs, rowsInScope, depth } = yield* funnelPart(part, spec, mask);
    return { counts, stepMs: stepMs.map(cut), totalMs: cut(totalMs), rowsInScope, depth };
  },
  buffers({ stepMs, totalMs, depth }) {
    return buffersOf([...stepMs.map(({ values }) => values), totalMs.values, depth]);
  },
  *merge(view, spec, mask, found) {
    return plainAnswer(view, spec, mask, yield* mergeFunnel(view, spec, found)) as Answer<Result, FunnelMark> as Answer;
  },
});

const trendRule = ({ funnelTrend }: FunnelCounting): PartRule<FunnelTrendSpec, FunnelTrendResult> => ({
  asked: (_, spec) => spec,
  *count(part, spec, mask) {
    return (yield* funnelTrend(part, spec, mask)).result;
  },
  *merge(view, spec, mask, found) {
    yield 0;
    return listedLater(mergeTrends(view, spec, found), () => funnelTrend(view, spec, mask));
  },
});

const matrixRule: PartRule<FeatureMatrixSpec, FeatureMatrixResult> = {
  asked(view, spec) {
    if (!spec.features || spec.valueProp !== undefined) return null;
    if (fixedColumns(spec) !== null || spec.buckets || spec.range) return spec;
    // The buckets of the whole, which a part of the rows does not know.
    const range = extent(view);
    return range && { ...spec, range };
  },
  *count(part, spec, mask) {
    return (yield* featureMatrix(part, spec, mask)).result;
  },
  *merge(view, spec, mask, found) {
    yield 0;
    const result = mergeMatrices(view, found);
    return listedLater(result, function* () {
      return answerByRows(view, yield* featureMatrix(view, spec, mask)) as unknown as Answer;
    });
  },
};

const gridRule: PartRule<HeatmapGridSpec, HeatmapGridResult> = {
  asked: (_, spec) => (spec.only ? null : spec),
  count: heatmapGrid,
  *merge(view, spec, mask, found) {
    yield 0;
    const result = mergeGrids(view, found);
    const rows = (mark: HeatmapGridMark): Steps<ArrayLike<number>> => heatmapGridRows(view, spec, mask, mark);
    return answerByRows(view, { result, rows }) as unknown as Answer;
  },
};

/** How parts answer a kind of question; undefined for those that only the whole can answer. */
export type PartRules = (kind: Spec['kind']) => PartRule | undefined;

/** The rules of all kinds. */
export function partRules(counting: FunnelCounting): PartRules {
  const rules = new Map<Spec['kind'], unknown>([
    ['funnel', funnelRule(counting)],
    ['funnelTrend', trendRule(counting)],
    ['featureMatrix', matrixRule],
    ['heatmapGrid', gridRule],
  ]);
  return (kind) => rules.get(kind) as PartRule | undefined;
}

/** Buffers of columns in typed storage, to be moved to another thread. */
export function buffersOf(columns: readonly NumericArray[]): ArrayBuffer[] {
  return columns.flatMap((values) => (Array.isArray(values) ? [] : [values.buffer as ArrayBuffer]));
}

/** A list without the room behind its numbers, which would cross with them. */
function cut({ values, length }: NumberRun): NumberRun {
  return { values: Array.isArray(values) ? values : values.slice(0, length), length };
}

/** An answer whose lists come from a count of the whole, made when the first is asked for. */
function listedLater<R extends Result>(result: R, count: () => Steps<unknown>): Answer {
  let whole: Answer | null = null;
  const counted = function* (): Steps<Answer> {
    return (whole ??= (yield* count()) as Answer);
  };
  return {
    result,
    *actors(mark: Mark) {
      return yield* (yield* counted()).actors(mark);
    },
    *rows(mark: Mark) {
      return yield* (yield* counted()).rows!(mark);
    },
  };
}
