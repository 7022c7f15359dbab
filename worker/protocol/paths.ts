import type { Selector, TimeRange } from './filter.js';
import type { Interval, ResultMeta } from './result.js';

/** How a row's node is named; shared by paths, variants and next node. `docs/concepts/paths.md`. */
export interface NodeOptions {
  /** A property (or canonical field), or `$name` for the event name. Rows without a value are left out. Default `$name`. */
  readonly node?: string;
  /** Takes all trailing slashes off; `/` stays. Default false. */
  readonly trimTrailingSlash?: boolean;
  /** Patterns in which `*` is any run of characters, found anywhere in a name; the first that matches replaces the whole name. */
  readonly groupings?: readonly string[];
}

/** What narrows and splits the rows; shared by all kinds of this file. */
export interface PathScope {
  /** Only rows in this range count; half-open. */
  readonly range?: TimeRange;
  /** Only rows that meet all of these count. Rows left out still hold a session together. */
  readonly where?: readonly Selector[];
  /** A gap of this or more starts a new session, ms. Default 1 800 000. */
  readonly sessionGapMs?: number;
}

/** The paths that actors take through their nodes, session by session. */
export interface PathsSpec extends NodeOptions, PathScope {
  readonly kind: 'paths';
  /** A run of equal nodes becomes one, with the time of its last row. Default true. */
  readonly collapseRepeats?: boolean;
  /** Paths begin at the first such node; sessions without it are left out. A name as the result shows it. */
  readonly start?: string;
  /** Paths end at the first such node at or after the start; sessions without it are left out. */
  readonly end?: string;
  /** Longest path, 2..1000 nodes: the first ones are kept, with only `end` the last, with both the two ends. Default 5. */
  readonly maxSteps?: number;
  /**
   * Which end of a path positions are counted from: with `end` a path's last node is at `maxSteps` and shorter paths begin
   * later, so that whatever leads to an anchor lines up. Needs `end` and no `start`. Default `start`.
   */
  readonly align?: 'start' | 'end';
  /** Most edges, 1..10000. Default 50. */
  readonly maxEdges?: number;
  /** Edges with fewer occurrences are left out. Default 1. */
  readonly minEdgeCount?: number;
  /** Medians of the edges: a second pass over the rows. Default true. */
  readonly medians?: boolean;
  /** Compares actors with such a row in scope (any of the list) with those without. */
  readonly converted?: readonly Selector[];
  /** Level of the intervals of that comparison, 0..1 exclusive. Default 0.95. */
  readonly level?: number;
}

/** Two neighbouring labels. A label is `position_name`, positions from 1. */
export interface PathEdge {
  readonly source: string;
  readonly target: string;
  readonly sourceName: string;
  readonly targetName: string;
  /** Position of the source; the target's is one more. */
  readonly position: number;
  /** Occurrences in all sessions: an actor with two such sessions counts twice. */
  readonly count: number;
  readonly actors: number;
  /** Mean and median of target minus source time; the median is null where `medians` is false. */
  readonly meanMs: number;
  readonly medianMs: number | null;
  /** Where `converted` was asked. */
  readonly comparison?: EdgeComparison;
}

/** How many of either group have an edge. */
export interface EdgeComparison {
  /** Actors with the edge. */
  readonly converted: number;
  readonly notConverted: number;
  /** Shares of all actors of the group, 0..1; null for a group of none. */
  readonly convertedShare: number | null;
  readonly notConvertedShare: number | null;
  /** Share of the converted less share of the others, with its hybrid score interval; null where a share is. */
  readonly difference: number | null;
  readonly interval: Interval | null;
}

/** A label and what goes through it, computed before any edge is left out. */
export interface PathNode {
  readonly label: string;
  readonly position: number;
  readonly name: string;
  /** Sessions whose path has this label. */
  readonly visits: number;
  /** Sessions whose path begins here, and whose path ends here. */
  readonly starts: number;
  readonly ends: number;
  /** Actors whose path has this label. */
  readonly actors: number;
  /** Actors with an edge into it, out of it, and with a session whose path ends here. */
  readonly reached: number;
  readonly continued: number;
  readonly dropped: number;
}

/** Sessions at a position, so that a drawing can show what the listed nodes leave over. */
export interface PathPosition {
  readonly position: number;
  /** Paths with this position, paths that begin at it, and paths that end at it. */
  readonly visits: number;
  readonly starts: number;
  readonly ends: number;
}

export interface PathsResult {
  readonly kind: 'paths';
  /** By count descending, then source, then target by code units. */
  readonly edges: readonly PathEdge[];
  /** Edges before the limits. */
  readonly edgesTotal: number;
  /** Labels of the edges, and the most visited others up to 200 in all; by position, visits descending, name. */
  readonly nodes: readonly PathNode[];
  readonly nodesTotal: number;
  readonly positions: readonly PathPosition[];
  /** Sessions with a path, their actors, and those that `maxSteps` cut short. */
  readonly sessions: number;
  readonly actors: number;
  readonly cutSessions: number;
  /** Actors with a row in scope, by group, where `converted` was asked. */
  readonly groups: { readonly converted: number; readonly notConverted: number } | null;
  readonly meta: ResultMeta;
}

/** Some of the names at a position: these, or all but these. */
export type PathNames = { readonly only: readonly string[] } | { readonly except: readonly string[] };

/** A part of paths: an edge (of everybody or of one group), what goes through a label, or through several at once. */
export type PathsMark =
  | {
      readonly kind: 'edge';
      readonly source: string;
      readonly target: string;
      readonly group?: 'converted' | 'notConverted';
    }
  | { readonly kind: 'node'; readonly label: string; readonly of: 'visited' | 'reached' | 'continued' | 'dropped' }
  /**
   * Paths with a node at a position, of any name unless `names` says which; of them, where `next` is given, those that go
   * on to such a name or to any (`any`), and those that end there (`end`). Stands for what a drawing puts together.
   */
  | {
      readonly kind: 'part';
      readonly position: number;
      readonly names?: PathNames;
      readonly next?: PathNames | 'any' | 'end';
    };

/** What comes after (or before) a chain of nodes, once for each actor. Sessions play no part. */
export interface NextNodeSpec extends NodeOptions, Pick<PathScope, 'range' | 'where'> {
  readonly kind: 'nextNode';
  /** Names as results show them; must match consecutive rows. 1 to 100. */
  readonly chain: readonly string[];
  /** Default `forward`. */
  readonly direction?: 'forward' | 'backward';
  /** Where the chain must begin: at the actor's first row in that direction, or at the first row of its first name. Default `first-match`. */
  readonly anchor?: 'edge' | 'first-match';
  /** Most names in the result, 1..10000. Default 50. */
  readonly limit?: number;
}

export interface NextNodeResult {
  readonly kind: 'nextNode';
  /** By actors descending, then name by code units. */
  readonly next: ReadonlyArray<{ readonly name: string; readonly actors: number }>;
  readonly nextTotal: number;
  /** Actors whose chain matched; of them, those with nothing after it. */
  readonly matched: number;
  readonly ended: number;
  /** Actors in scope whose chain did not match. */
  readonly unmatched: number;
  readonly meta: ResultMeta;
}

export type NextNodeMark =
  | { readonly kind: 'next'; readonly name: string }
  | { readonly kind: 'chain'; readonly of: 'matched' | 'ended' | 'unmatched' };

/** One item of a sequence pattern; see `docs/concepts/sequence.md`. */
export type SequenceItem =
  | { readonly step: number } // one row that meets condition `step`, from 0
  | { readonly any: true } // one row
  | { readonly gap: true } // any number of rows
  | { readonly dt: 'lt' | 'lte' | 'gt' | 'gte' | 'eq'; readonly ms: number }; // time from the last matched row to the next

/** Which actors do things in a pattern, and how often. Rows that meet no condition are left out first. */
export interface SequenceSpec extends Pick<PathScope, 'range' | 'where'> {
  readonly kind: 'sequence';
  /** 1 to 32. */
  readonly conditions: readonly Selector[];
  /** 1 to 64 items. A `dt` stands between two items that match a row. */
  readonly pattern: readonly SequenceItem[];
  /** Matching actors whose times are given, 0..1000. Default 20. */
  readonly examples?: number;
}

export interface SequenceResult {
  readonly kind: 'sequence';
  /** Actors with a row in scope; of them, those in whom the pattern occurs. */
  readonly actors: number;
  readonly matched: number;
  /** Occurrences that do not overlap, each the earliest-ending one, over all actors. */
  readonly occurrences: number;
  /** The first matching actors by key, in code units. */
  readonly examples: ReadonlyArray<{
    readonly actor: string;
    readonly count: number;
    /** Times of the step rows of the first occurrence. */
    readonly timesMs: readonly number[];
  }>;
  readonly meta: ResultMeta;
}

/** Actors in whom the pattern occurs, or does not; rows: the one that ends each occurrence. */
export interface SequenceMark {
  readonly kind: 'pattern';
  readonly of: 'matched' | 'unmatched';
}

/** Whole node sequences, of sessions or of actors. */
export interface VariantsSpec extends NodeOptions, PathScope {
  readonly kind: 'variants';
  /** Default `session`. An actor's sequence is that of its sessions, joined in order. */
  readonly per?: 'session' | 'actor';
  /** Default true; within a session only. */
  readonly collapseRepeats?: boolean;
  /** Most variants, and most nodes in `rework`, 1..10000. Default 20. */
  readonly limit?: number;
  /** Most edges in `waiting`, 1..10000. Default 50. */
  readonly maxEdges?: number;
}

export interface Variant {
  readonly nodes: readonly string[];
  readonly actors: number;
  /** Sessions (or actors) with this sequence. */
  readonly count: number;
  /** `actors` of all actors with a sequence, 0..1. */
  readonly share: number;
}

/** Neighbouring nodes of a sequence, wherever in it. */
export interface WaitingEdge {
  readonly source: string;
  readonly target: string;
  readonly count: number;
  readonly actors: number;
  readonly meanMs: number;
  readonly medianMs: number;
}

export interface VariantsResult {
  readonly kind: 'variants';
  /** By actors descending, then by their nodes, one after the other, by code units. */
  readonly variants: readonly Variant[];
  readonly variantsTotal: number;
  /** The modal path: nodes of the first variant; null when there is none. */
  readonly modal: readonly string[] | null;
  /** Visits to a node after having left it in the same sequence; by visits descending, then name. Nodes without any are left out. */
  readonly rework: ReadonlyArray<{ readonly name: string; readonly actors: number; readonly visits: number }>;
  /** By count descending, then source, then target by code units. */
  readonly waiting: readonly WaitingEdge[];
  readonly waitingTotal: number;
  /** Sequences and their actors. */
  readonly sequences: number;
  readonly actors: number;
  readonly meta: ResultMeta;
}

export type VariantsMark =
  /** Rows: the first of each sequence. */
  | { readonly kind: 'variant'; readonly nodes: readonly string[] }
  /** Rows: the one that begins each visit. */
  | { readonly kind: 'rework'; readonly name: string }
  /** Rows: the one arrived at. */
  | { readonly kind: 'waiting'; readonly source: string; readonly target: string };

/** Sessions of everybody, or of one actor in pages. */
export interface SessionsSpec extends PathScope {
  readonly kind: 'sessions';
  /** An actor's key, or its bare value; then the sessions themselves are given, in pages. */
  readonly actor?: string;
  /** First session of the page, from 0, and its length, 1..10000. Defaults 0 and 100. */
  readonly offset?: number;
  readonly limit?: number;
}

/** A session as a whole: also with rows that range, `where` and filter leave out. */
export interface Session {
  /** From 1 within the actor. */
  readonly number: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly rows: number;
  /** Rows in scope; at least one. */
  readonly rowsInScope: number;
  /** Has rows both inside and outside `range`. */
  readonly cut: boolean;
}

export interface SessionsResult {
  readonly kind: 'sessions';
  /** Sessions with a row in scope, and their actors. */
  readonly sessions: number;
  readonly actors: number;
  /** Sessions of one row, and their actors. */
  readonly single: number;
  readonly singleActors: number;
  /** Of whole sessions: last minus first time, and rows; null when there are none. */
  readonly meanDurationMs: number | null;
  readonly medianDurationMs: number | null;
  readonly meanRows: number | null;
  readonly medianRows: number | null;
  /** Sessions by their number of rows, `[rows, sessions]`, ascending. */
  readonly byRows: ReadonlyArray<readonly [rows: number, sessions: number]>;
  /** Sessions with rows both inside and outside `range`. */
  readonly sessionsCut: number;
  /** Their actors, and their rows in scope. */
  readonly cutActors: number;
  readonly cutRows: number;
  /** Where an actor was asked: its sessions in scope in order of time; null when nobody is called that. */
  readonly page: {
    readonly actor: string;
    readonly offset: number;
    readonly total: number;
    readonly sessions: readonly Session[];
  } | null;
  readonly meta: ResultMeta;
}

/** All sessions, those of one row or those that `range` cuts, or a single one; rows: those in scope. */
export type SessionsMark =
  | { readonly kind: 'sessions'; readonly of: 'all' | 'single' | 'cut' }
  | { readonly kind: 'session'; readonly actor: string; readonly number: number };

/** The kinds of this file. */
export type PathKindSpec = PathsSpec | NextNodeSpec | SequenceSpec | VariantsSpec | SessionsSpec;
export type PathKindResult = PathsResult | NextNodeResult | SequenceResult | VariantsResult | SessionsResult;
export type PathKindMark = PathsMark | NextNodeMark | SequenceMark | VariantsMark | SessionsMark;
