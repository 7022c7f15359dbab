import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { Result } from '../../worker/protocol/result.js';
import type { Source } from '../../worker/protocol/source.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';

export interface ExpectedFunnel {
  readonly steps: readonly string[];
  readonly actors_reaching: Readonly<
    Record<
      string,
      readonly number[] | { readonly any_start: readonly number[]; readonly first_start: readonly number[] }
    >
  >;
  readonly seconds_between_steps_no_window: readonly ExpectedTimes[];
  readonly seconds_first_to_last_no_window: ExpectedTimes;
}

/** Quantiles are nearest ranks. */
export interface ExpectedTimes {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
}

export interface ExpectedEdges {
  readonly total_pairs: number;
  readonly distinct_edges: number;
  readonly top: ReadonlyArray<{ readonly from: string; readonly to: string; readonly count: number }>;
}

export interface ExpectedVariants {
  readonly distinct: number;
  readonly top: ReadonlyArray<{ readonly sequence: readonly string[]; readonly actors: number }>;
}

/** Figures of one log in the words of the data's `expected.json`; what is absent was not computed for it. */
export interface Figures {
  readonly events?: number;
  readonly actors?: number;
  readonly first?: string;
  readonly last?: string;
  readonly events_per_actor?: {
    readonly min: number;
    readonly p50: number;
    readonly p90: number;
    readonly max: number;
  };
  readonly count_per_event?: Readonly<Record<string, number>>;
  readonly count_per_event_top30?: Readonly<Record<string, number>>;
  readonly directly_follows?: ExpectedEdges;
  readonly sessions_30min?: {
    readonly sessions: number;
    readonly gaps_exactly_at_limit: number;
    readonly single_event_sessions: number;
    readonly events_per_session_p50: number;
    readonly events_per_session_max: number;
  };
  readonly hour_of_weekday_utc?: { readonly matrix: ReadonlyArray<readonly number[]> };
  readonly hour_of_weekday_europe_stockholm?: { readonly matrix: ReadonlyArray<readonly number[]> };
  readonly funnels?: readonly ExpectedFunnel[];
  readonly variants?: ExpectedVariants;
  readonly state_changes_only?: {
    readonly events: number;
    readonly directly_follows: ExpectedEdges;
    readonly variants: ExpectedVariants;
  };
  readonly first_page_per_actor_top10?: Readonly<Record<string, number>>;
  readonly same_incident_same_minute_pairs?: number;
  readonly same_customer_same_day_pairs?: number;
  readonly customers_with_k_distinct_purchase_days?: readonly number[];
  readonly purchases_per_month?: Readonly<Record<string, number>>;
  readonly purchases_per_weekday_monday_first?: readonly number[];
}

/** A log of `DATA_DIR` and what is known about it. */
export interface DataLog {
  readonly name: string;
  readonly figures: Figures;
  /** Rows of the file that the mapping leaves out, or that cannot be read. */
  readonly rejected: number;
  load(storage: 'typed' | 'plain'): Promise<EngineCore>;
}

/** Where the data sets lie. */
export const dataFolder: string = corpusFolder('data');

/** Every log that is there; a line is printed for each that is not. */
export function dataLogs(): DataLog[] {
  return [
    ...whenThere('servicenow-incidents', (figures) => [
      fileLog('servicenow-incidents', 'incident_event_log.csv.gz', figures),
    ]),
    ...whenThere('cdnow-purchases', (figures) => [fileLog('cdnow-purchases', 'CDNOW_master.txt', figures)]),
    ...whenThere('apache-access-log', ({ human_page_views: views, lines }) => {
      const figures = views as Figures;
      return [fileLog('apache-access-log', 'apache_logs', figures, { rejected: (lines as number) - figures.events! })];
    }),
    ...whenThere('otto-sessions', ottoLogs),
    ...whenThere('bpi2013-problems-xes', xesLogs),
  ];
}

/** A data set's own mapping if its folder holds one, else that of the tests. */
export function mappingOf(name: string, folder: string = dataFolder): Mapping {
  const own = join(folder, name, 'mapping.json');
  const path = existsSync(own) ? own : new URL(`./mappings/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Mapping;
}

/** A file of a data set as a source. */
export async function sourceOf(name: string, file: string): Promise<Source> {
  return { kind: 'blob', blob: await openAsBlob(join(dataFolder, name, file)), name };
}

/** The result of one spec, as the kind it is asked for. */
export async function ask<R = Result>(core: EngineCore, spec: Spec): Promise<R> {
  const [outcome] = await core.run([{ id: 'figure', spec }]);
  if (!outcome!.ok) throw new Error(outcome!.error.message);
  return outcome!.result as R;
}

/** Value at position ceil(p n) of the ascending list, counted from 1. */
export function nearestRank(ascending: readonly number[], p: number): number {
  return ascending[rankOf(p, ascending.length)]!;
}

/** Place, from 0, of the nearest rank among n. */
export function rankOf(p: number, n: number): number {
  // In hundredths, so that 0.9 of 10 is 9 and not a hair more.
  return Math.max(0, Math.ceil((Math.round(p * 100) * n) / 100) - 1);
}

function whenThere(
  name: string,
  logs: (expected: Figures & Readonly<Record<string, unknown>>) => DataLog[],
): DataLog[] {
  const path = join(dataFolder, name);
  if (existsSync(path)) {
    return logs(JSON.parse(readFileSync(join(path, 'expected.json'), 'utf8')) as Figures & Record<string, unknown>);
  }
  console.log(`No data at ${path}; ${corpusVariable('data')} names its folder.`);
  return [];
}

interface LogOptions {
  /** What the log is called where one file gives several. */
  readonly title?: string;
  /** Names of the mappings by which the file is read, one after the other; none: by what the file says of its fields. */
  readonly mappings?: readonly string[];
  readonly rejected?: number;
}

/** A file as the kit's own connectors read it. */
function fileLog(name: string, file: string, figures: Figures, options: LogOptions = {}): DataLog {
  const { title = name, mappings = [name], rejected = 0 } = options;
  return {
    name: title,
    figures,
    rejected,
    async load(storage) {
      const core = new EngineCore({ connectors: lightConnectors, storage });
      const source = await sourceOf(name, file);
      if (mappings.length === 0) await core.load(source);
      for (const mapping of mappings) await core.append(source, { mapping: mappingOf(mapping) });
      return core;
    },
  };
}

function ottoLogs(expected: Figures & Readonly<Record<string, unknown>>): DataLog[] {
  const { pairs, ...funnel } = expected['same_item_funnel'] as ExpectedFunnel & { readonly pairs: number };
  const items = {
    title: 'otto-sessions, session and item as actor',
    // A session called 0 is nobody until its mapping gives it another name; each file leaves out the other's rows.
    mappings: ['otto-sessions-items', 'otto-sessions-items-of-0'],
    rejected: expected.events!,
  };
  return [
    fileLog('otto-sessions', 'train.jsonl', expected),
    fileLog('otto-sessions', 'train.jsonl', { actors: pairs, funnels: [funnel] }, items),
  ];
}

/** By the mapping a log of what was done; by what the file says of itself, with the step of the life cycle. */
function xesLogs(figures: Figures & Readonly<Record<string, unknown>>): DataLog[] {
  const name = 'bpi2013-problems-xes';
  const file = 'bpic2013_closed.xes.gz';
  const isFine = ({ steps }: ExpectedFunnel): boolean => steps.some((step) => step.includes(' / '));
  const fine = {
    ...(figures['activity_with_lifecycle'] as Figures),
    funnels: figures.funnels!.filter(isFine),
  };
  return [
    fileLog(name, file, { ...figures, funnels: figures.funnels!.filter((one) => !isFine(one)) }),
    fileLog(name, file, fine, { title: `${name}, with lifecycle`, mappings: [] }),
  ];
}
