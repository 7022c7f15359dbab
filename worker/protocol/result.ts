import type { ProfileAccount } from './profiles.js';
import type { CountsResult } from './counts.js';
import type { ErrorData } from './error.js';
import type { FunnelResult, FunnelTrendResult, TimeToConvertResult } from './funnel.js';
import type { HeatResult } from './heatmap.js';
import type { JourneyResult } from './journey.js';
import type { PathKindResult } from './paths.js';
import type { QualityReport } from './quality.js';
import type { ValuesResult } from './values.js';

export type { FunnelResult, FunnelTrendResult, TimeToConvertResult } from './funnel.js';

/** What every result says of the data behind it. */
export interface ResultMeta {
  /** `asOf` of the host, else the greatest time of all accepted rows; null when there are none. */
  readonly dataEnd: number | null;
  /** Accepted rows in the store. */
  readonly rows: number;
  /** Rows the analysis looked at, after filter, range and where. */
  readonly rowsInScope: number;
  /** Actors in the store. */
  readonly actors: number;
  /** Accepted rows without a usable identity; left out of per-actor analyses. */
  readonly unidentifiedRows: number;
  readonly rejectedRows: number;
}

/** Lower and upper bound of an interval, 0..1. */
export type Interval = readonly [number, number];

export type Result =
  | FunnelResult
  | TimeToConvertResult
  | FunnelTrendResult
  | PathKindResult
  | JourneyResult
  | HeatResult
  | CountsResult
  | ValuesResult
  | QualityReport;

/** The answer to one job; a failed job does not fail the others of its round trip. */
export type JobOutcome =
  | { readonly id: string; readonly ok: true; readonly result: Result }
  | { readonly id: string; readonly ok: false; readonly error: ErrorData };

/** An actor as a list shows it. */
export interface ActorRow {
  /** `type:value`, the actor's key. */
  readonly key: string;
  /** The value without its type, for display. */
  readonly label: string;
  /** Rows of this actor in the store. */
  readonly rows: number;
  /** First and last time of these rows, ms UTC. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface ActorPage {
  /** Length of the whole list: equal to the count on the mark. */
  readonly total: number;
  readonly offset: number;
  readonly actors: readonly ActorRow[];
}

/** What is in the store, for pickers and for empty states. */
export interface DatasetInfo {
  readonly rows: number;
  readonly actors: number;
  readonly unidentifiedRows: number;
  readonly rejectedRows: number;
  /** Event names with rows and actors, by rows descending, then name; at most 1000 (`eventsTotal` says how many there are). */
  readonly events: ReadonlyArray<{
    readonly name: string;
    readonly rows: number;
    readonly actors: number;
    readonly firstMs: number;
  }>;
  readonly eventsTotal: number;
  /** Names of columns besides actor, time and event. A question of kind `values` tells which values one has. */
  readonly properties: readonly string[];
  /** First and last time, ms UTC; null when there are no rows. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly dataEnd: number | null;
  /** Bytes the columns, offsets and dictionary codes take. */
  readonly bytes: number;
  /** Profiles that were joined, in order; absent when there are none. */
  readonly profiles?: readonly ProfileAccount[];
}
