import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore, unhurried } from '../../worker/engine.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { Result } from '../../worker/protocol/result.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { batchOf, type Row } from '../worker/batches.js';
import { isPageView, readAccessLog } from './loaders/access-log.js';
import { readOtto } from './loaders/otto.js';
import { readXes } from './loaders/xes.js';

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
  /** All event names, for steps that end in `*`. */
  readonly names: readonly string[];
  load(storage: 'typed' | 'plain'): Promise<EngineCore>;
}

const folder = corpusFolder('data');

/** Every log that is there; a line is printed for each that is not. */
export function dataLogs(): DataLog[] {
  return [
    ...whenThere('servicenow-incidents', (expected) => [
      csvLog('servicenow-incidents', 'incident_event_log.csv.gz', expected),
    ]),
    ...whenThere('cdnow-purchases', (expected) => [csvLog('cdnow-purchases', 'CDNOW_master.txt', expected)]),
    ...whenThere('apache-access-log', ({ human_page_views: views }, path) => [
      rowLog('apache-access-log', views as Figures, readAccessLog(path).rows.filter(isPageView)),
    ]),
    ...whenThere('otto-sessions', (expected, path) => ottoLogs(expected, readOtto(path))),
    ...whenThere('bpi2013-problems-xes', (expected, path) => xesLogs(expected as Figures, expected, readXes(path))),
  ];
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
  logs: (expected: Readonly<Record<string, unknown>>, path: string) => DataLog[],
): DataLog[] {
  const path = join(folder, name);
  if (existsSync(path)) {
    return logs(
      JSON.parse(readFileSync(join(path, 'expected.json'), 'utf8')) as Readonly<Record<string, unknown>>,
      path,
    );
  }
  console.log(`No data at ${path}; ${corpusVariable('data')} names its folder.`);
  return [];
}

/** A file that the kit's own connector reads. */
function csvLog(name: string, file: string, figures: Figures): DataLog {
  const path = new URL(`./mappings/${name}.json`, import.meta.url);
  return {
    name,
    figures,
    names: Object.keys(figures.count_per_event!),
    async load(storage) {
      const core = new EngineCore({ connectors: lightConnectors, storage });
      const mapping = JSON.parse(readFileSync(path, 'utf8')) as Mapping;
      await core.load({ kind: 'blob', blob: await openAsBlob(join(folder, name, file)), name }, { mapping });
      return core;
    },
  };
}

function rowLog(name: string, figures: Figures, rows: readonly Row[]): DataLog {
  return {
    name,
    figures,
    names: [...new Set(rows.map((row) => row.event!))],
    async load(storage) {
      const core = new EngineCore({ connectors: [], storage });
      await core.appendBatches([batchOf(rows, name)], unhurried);
      return core;
    },
  };
}

function ottoLogs(expected: Readonly<Record<string, unknown>>, rows: readonly Row[]): DataLog[] {
  const { pairs, ...funnel } = expected['same_item_funnel'] as ExpectedFunnel & { readonly pairs: number };
  const pairRows = rows.map((row) => ({ ...row, actor: `${row.actor}/${String(row.props!['aid'])}` }));
  return [
    rowLog('otto-sessions', expected as Figures, rows),
    rowLog('otto-sessions, session and item as actor', { actors: pairs, funnels: [funnel] }, pairRows),
  ];
}

function xesLogs(figures: Figures, expected: Readonly<Record<string, unknown>>, rows: readonly Row[]): DataLog[] {
  const isFine = ({ steps }: ExpectedFunnel): boolean => steps.some((step) => step.includes(' / '));
  const fineRows = rows.map((row) => ({
    ...row,
    event: `${row.event} / ${String(row.props!['lifecycle:transition'])}`,
  }));
  const fine = {
    ...(expected['activity_with_lifecycle'] as Figures),
    funnels: figures.funnels!.filter(isFine),
  };
  return [
    rowLog('bpi2013-problems-xes', { ...figures, funnels: figures.funnels!.filter((one) => !isFine(one)) }, rows),
    rowLog('bpi2013-problems-xes, with lifecycle', fine, fineRows),
  ];
}
