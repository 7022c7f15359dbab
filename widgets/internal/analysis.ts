import type { ActorPage, DatasetInfo, Result } from '../../worker/protocol/result.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { Progress } from '../../worker/protocol/source.js';
import type { RowPage } from '../../worker/protocol/list.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import type { RowsPage } from '../dataset/coordinator.js';

/** The specs that results of a kind answer. */
export type SpecOf<R extends Result> = Extract<Spec, { readonly kind: R['kind'] }>;

/**
 * What a widget knows of its own analysis.
 *
 * - `initial`: no dataset yet, or the dataset has no source, or the widget has no spec.
 * - `loading`: the dataset is reading, or the first result is being computed.
 * - `ready`: `result` answers `spec`. `recomputing` is true while a newer answer is on its way: keep drawing this one, marked stale.
 *   `progress` is there while the dataset reads anew, which can be stopped; null until something is known of it.
 * - `failed`: `error` says why; `previous` is the last good result, if there was one, and `previousSpec` the spec it answers.
 *   A widget names what it draws by that spec only: the one asked for now is another.
 */
export type AnalysisState<R extends Result = Result> =
  | { readonly status: 'initial'; readonly reason: 'no-dataset' | 'no-source' | 'no-spec' | 'needs-mapping' }
  | { readonly status: 'loading'; readonly progress: Progress | null }
  | {
      readonly status: 'ready';
      readonly result: R;
      readonly spec: SpecOf<R>;
      readonly recomputing: boolean;
      readonly progress?: Progress | null;
    }
  | {
      readonly status: 'failed';
      readonly error: AnalyticsError;
      readonly previous: R | null;
      readonly previousSpec?: SpecOf<R> | null;
    };

/** What a dataset tells the widgets that draw from it. */
export interface DatasetFacts {
  /** What is in the store; null before the first load. */
  readonly info: DatasetInfo | null;
  /** Account of the last load; null before it. */
  readonly report: ImportReport | null;
  /** When the data was read (page clock), ms UTC; null before the first load. */
  readonly loadedAt: number | null;
  /** Set while the data was made by a generator: the words to show for it. */
  readonly sample: boolean;
}

/** What `AnalysisController` (widgets/internal/analysis-controller.ts) offers its widget. */
export interface AnalysisHandle<R extends Result = Result> {
  readonly state: AnalysisState<R>;
  readonly facts: DatasetFacts;
  /** Actors behind a mark of the result on screen; rejects with `AnalyticsError`. */
  list(mark: Mark, offset: number, limit: number, signal: AbortSignal): Promise<ActorPage>;
  /** Rows that a mark counts; rejects with `AnalyticsError`. A handle without it offers no lists of rows. */
  listRows?(mark: Mark, page: RowsPage, signal: AbortSignal): Promise<RowPage>;
  /** Stops the load in progress. */
  stop(): void;
  /** Loads the dataset again after an error. */
  retry(): void;
}
