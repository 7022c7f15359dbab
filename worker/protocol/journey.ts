import type { PropertyValue } from './batch.js';
import type { Selector, TimeRange } from './filter.js';
import type { NodeOptions, PathScope } from './paths.js';
import type { ResultMeta } from './result.js';

/** A stage: a row is in the first stage of the list that has a selector it meets, or in none. */
export interface JourneyStageSpec {
  /** Unique in the list. */
  readonly name: string;
  readonly match: readonly Selector[];
}

/**
 * One actor's rows (`actor`), one account's (`account`), or the journeys of everybody in scope (neither).
 * `docs/concepts/journey.md` says what every number means.
 */
export interface JourneySpec extends PathScope {
  readonly kind: 'journey';
  /** An actor's key, or its bare value where only one actor has it. */
  readonly actor?: string;
  /** A value of the field `account`: all rows of its actors, less those that name another account. */
  readonly account?: string;
  /** In their order; 1 to 256 with 1 to 1024 selectors in all. */
  readonly stages?: readonly JourneyStageSpec[];
  /** Keys of the actors whose median gap tells what silence is. Default: all actors. */
  readonly reference?: readonly string[];
  /** What ends the cycle: the first row that meets a selector, or the first in a stage. */
  readonly cycleTo?: Selector | { readonly stage: string };
  /** Zone of the active days. Default UTC. */
  readonly tz?: string;
  /** False leaves the summary out: for further pages. Default true. */
  readonly summary?: boolean;
  /** First row of the page, from 0, and its length, 1..10000. Defaults 0 and 200. */
  readonly offset?: number;
  readonly limit?: number;
  /** Pages only rows of this part of the journey; half-open. The summary stays that of the whole. */
  readonly window?: TimeRange;
  /** Further properties on each row; at most 100. */
  readonly properties?: readonly string[];
  /** Row counts by channel in so many equal spans of `window`, or of the whole journey; 1..2000. Absent: none. */
  readonly bins?: number;
  /** Of a group: how nodes of the modal path are named. Absent: no modal path. */
  readonly modal?: NodeOptions;
}

/** A row as a time line shows it. What it says of time is of all identified rows of its actor, whatever is left out. */
export interface JourneyRow {
  /** ms UTC. */
  readonly time: number;
  readonly event: string | null;
  /** Key of its actor; the rows of an account are of several. */
  readonly actor: string;
  readonly channel: PropertyValue;
  readonly source: PropertyValue;
  /** Name of the stage it is in; null for none. */
  readonly stage: string | null;
  readonly value: PropertyValue;
  readonly page: PropertyValue;
  /** Asked properties in the order asked; a missing value is null. */
  readonly values: readonly PropertyValue[];
  /** Number of its session, from 1 within the actor. */
  readonly session: number;
  /** Time since the actor's previous row; null on the first. */
  readonly gapMs: number | null;
  /** Time to the next row of the same session; null on its last. */
  readonly dwellMs: number | null;
}

/** A change of the current stage. */
export interface StageTransition {
  /** Null for the first. */
  readonly from: string | null;
  readonly to: string;
  readonly time: number;
  /** Time since the stage left was entered; null for the first. */
  readonly dwellMs: number | null;
  /** By the order of the stages; null for the first. */
  readonly direction: 'forward' | 'back' | null;
}

/** A gap of at least 7 days and three times the reference. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ms: number;
  /** Median gap of the reference actors; null when they have none. */
  readonly referenceMs: number | null;
  /** Current stage in it. */
  readonly stage: string | null;
  /** Still going on at the end of the data. */
  readonly open: boolean;
}

/** A maximal run of at least 5 rows of which every 5 consecutive lie within one hour. Runs may overlap. */
export interface Burst {
  readonly fromMs: number;
  readonly toMs: number;
  readonly rows: number;
}

/** A stage of one journey. */
export interface StageSummary {
  readonly name: string;
  /** Rows in it. */
  readonly rows: number;
  readonly firstReachedMs: number | null;
  /** Sum and number of its stays that have ended. */
  readonly timeMs: number;
  readonly stays: number;
}

/** What is true of one whole journey in scope. */
export interface JourneySummary {
  readonly rows: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Sessions with a row in scope. */
  readonly sessions: number;
  /** Rows by channel, most first, then by name; null is the row without one. */
  readonly channels: ReadonlyArray<{ readonly channel: string | null; readonly rows: number }>;
  readonly stages: readonly StageSummary[];
  readonly currentStage: string | null;
  /** When the current stage was entered. */
  readonly currentSinceMs: number | null;
  /** The first 10 000. */
  readonly transitions: readonly StageTransition[];
  readonly transitionsTotal: number;
  /** Forward transitions by more than one stage, and transitions back. */
  readonly skips: number;
  readonly backwardMoves: number;
  readonly silences: readonly Silence[];
  /** The first 10 000. */
  readonly bursts: readonly Burst[];
  /** Local days with a row, and rows for each of them; null without rows. */
  readonly activeDays: number;
  readonly touchFrequency: number | null;
  /** From the first row to the first one that meets `cycleTo`; null for none. */
  readonly cycleTimeMs: number | null;
}

/** Rows of a journey by channel and span of time. */
export interface JourneyBins {
  readonly fromMs: number;
  /** Length of a span: whole ms, at least 1. */
  readonly widthMs: number;
  /** One item a span; most rows first. */
  readonly channels: ReadonlyArray<{ readonly channel: string | null; readonly counts: readonly number[] }>;
}

/** A stage in the journeys of a group. */
export interface GroupStage {
  readonly name: string;
  /** Rows in it, actors ever in it, actors in it last. */
  readonly rows: number;
  readonly reached: number;
  readonly current: number;
  /** Stays that have ended, and quantiles (type 7) of their length; null for none. */
  readonly stays: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

/** A transition in the journeys of a group; by count descending, then the order of the stages. */
export interface GroupTransition {
  readonly from: string | null;
  readonly to: string;
  readonly direction: 'forward' | 'back' | null;
  readonly count: number;
  readonly actors: number;
}

/** The journeys of everybody in scope. */
export interface JourneyGroup {
  readonly stages: readonly GroupStage[];
  readonly transitions: readonly GroupTransition[];
  readonly skips: number;
  readonly backwardMoves: number;
  /** Actors whose gap to the end of the data is a silence; and median gap of the reference actors. */
  readonly silent: number;
  readonly referenceMs: number | null;
  /** Actors with a burst. */
  readonly bursting: number;
  /** Actors that reached `cycleTo`, and the median of their times. */
  readonly cycles: number;
  readonly medianCycleMs: number | null;
  /** Nodes of the most frequent whole path of an actor; null where `modal` was not asked or there is none. */
  readonly modal: readonly string[] | null;
}

export interface JourneyResult {
  readonly kind: 'journey';
  readonly of: 'actor' | 'account' | 'group';
  /** Actors with a row in scope. */
  readonly actors: number;
  /** Their keys, ascending, the first 100; empty for a group. */
  readonly actorKeys: readonly string[];
  /** Rows in order of time, then actor key, then input; null for a group. `total` is of the window, where there is one. */
  readonly page: { readonly offset: number; readonly total: number; readonly rows: readonly JourneyRow[] } | null;
  readonly bins: JourneyBins | null;
  /** Null for a group, and where `summary` is false. */
  readonly summary: JourneySummary | null;
  /** Null unless a group was asked. */
  readonly group: JourneyGroup | null;
  readonly meta: ResultMeta;
}

export type JourneyMark =
  /** All rows in scope and their actors. */
  | { readonly kind: 'journey' }
  /** Rows: all of the stage; the first of each journey in it; the one that each journey's current stage comes from. */
  | { readonly kind: 'stage'; readonly stage: string; readonly of: 'rows' | 'reached' | 'current' }
  /** Rows: the one that makes each transition. */
  | { readonly kind: 'transition'; readonly from: string | null; readonly to: string }
  /** The rows of a burst, by its place in the summary; not of a group. */
  | { readonly kind: 'burst'; readonly index: number }
  /** Journeys that are silent, that have a burst, that ended their cycle; rows: the last, the first of each burst, the one that ends it. */
  | { readonly kind: 'journeys'; readonly of: 'silent' | 'bursting' | 'cycled' };
