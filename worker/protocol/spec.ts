import type { CountsMark, CountsSpec } from './counts.js';
import type { Filter } from './filter.js';
import type { FunnelMark, FunnelSpec, FunnelTrendMark, FunnelTrendSpec } from './funnel.js';
import type { TimeToConvertMark, TimeToConvertSpec } from './funnel.js';
import type { HeatMark, HeatSpec } from './heatmap.js';
import type { JourneyMark, JourneySpec } from './journey.js';
import type { PathKindMark, PathKindSpec } from './paths.js';
import type { QualityMark, QualitySpec } from './quality.js';
import type { ValuesMark, ValuesSpec } from './values.js';

export type * from './counts.js';
export type * from './funnel.js';
export type * from './heatmap.js';
export type * from './journey.js';
export type * from './paths.js';
export type * from './quality.js';
export type * from './values.js';

/** Every question the engine answers; a discriminated union on `kind`. */
export type Spec =
  | FunnelSpec
  | TimeToConvertSpec
  | FunnelTrendSpec
  | PathKindSpec
  | JourneySpec
  | HeatSpec
  | CountsSpec
  | ValuesSpec
  | QualitySpec;

/** A question with its place in a round trip. `filter` narrows the rows before the spec is asked. */
export interface Job {
  /** Chosen by the asker; comes back on the outcome. */
  readonly id: string;
  readonly spec: Spec;
  readonly filter?: Filter;
}

/** A part of a result that can be pointed at: what a person chooses, and what a list is asked for. */
export type Mark =
  | FunnelMark
  | TimeToConvertMark
  | FunnelTrendMark
  | PathKindMark
  | JourneyMark
  | HeatMark
  | CountsMark
  | ValuesMark
  | QualityMark;

export type { ListRequest, RowListRequest } from './list.js';
