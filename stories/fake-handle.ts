import type { AnalysisHandle, AnalysisState, DatasetFacts } from '../widgets/internal/analysis.js';
import type { ImportReport } from '../worker/protocol/report.js';
import type { ActorPage, DatasetInfo, FunnelResult, Interval } from '../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec, FunnelStep } from '../worker/protocol/spec.js';

/** A funnel of a campaign: names and counts of its steps, and median times between them. */
export interface Campaign {
  readonly names: readonly string[];
  readonly counts: readonly number[];
  readonly medianMs: ReadonlyArray<number | null>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The campaign that the stories show unless they say otherwise. */
export const campaign: Campaign = {
  names: ['Ad click', 'Visit', 'Sign-up', 'Trial', 'Consult', 'Purchase'],
  counts: [12480, 9310, 3120, 1870, 640, 402],
  medianMs: [null, minute, 12 * minute, 18 * hour, 4 * day + 6 * hour, 2 * day + 2 * hour],
};

/** The same campaign with Chinese names. */
export const campaignZh: Campaign = { ...campaign, names: ['点击广告', '访问', '注册', '试用', '咨询', '购买'] };

/** A spec whose steps carry a campaign's names. */
export function specOf({ names }: Campaign, more: Partial<FunnelSpec> = {}): FunnelSpec {
  const steps: FunnelStep[] = names.map((name) => ({ event: name.toLowerCase(), label: name }));
  return {
    kind: 'funnel',
    steps,
    windowMs: 14 * day,
    range: { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) },
    ...more,
  };
}

/** A result with a campaign's counts; intervals are Wilson's at 95 %. */
export function resultOf({ counts, medianMs }: Campaign): FunnelResult {
  const first = counts[0] ?? 0;
  const before = (k: number): number => counts[k - 1] ?? 0;
  return {
    kind: 'funnel',
    stepCounts: counts,
    dropOffCounts: counts.map((count, k) => (k === 0 ? 0 : before(k) - count)),
    conversionFromStart: counts.map((count) => (first > 0 ? count / first : null)),
    conversionFromPrevious: counts.map((count, k) => (k > 0 && before(k) > 0 ? count / before(k) : null)),
    intervalFromStart: counts.map((count) => wilson(count, first)),
    intervalFromPrevious: counts.map((count, k) => (k > 0 ? wilson(count, before(k)) : null)),
    avgStepMs: medianMs.map((ms) => (ms === null ? null : ms * 1.4)),
    medianStepMs: medianMs,
    medianTotalMs: (counts.at(-1) ?? 0) > 0 ? medianMs.reduce<number>((sum, ms) => sum + (ms ?? 0), 0) : null,
    meta: {
      dataEnd: Date.UTC(2026, 10, 22),
      rows: 41207,
      rowsInScope: 31200,
      actors: 14022,
      unidentifiedRows: 118,
      rejectedRows: 404,
    },
  };
}

function wilson(count: number, n: number): Interval | null {
  if (n === 0) return null;
  const z = 1.959963984540054;
  const p = count / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Contents of a store that holds a campaign's events. */
export function infoOf({ names, counts }: Campaign): DatasetInfo {
  return {
    rows: 41207,
    actors: 14022,
    unidentifiedRows: 118,
    rejectedRows: 404,
    events: names.map((name, k) => ({
      name: name.toLowerCase(),
      rows: (counts[k] ?? 0) * 2,
      actors: counts[k] ?? 0,
      firstMs: Date.UTC(2026, 0, 12),
    })),
    eventsTotal: names.length,
    properties: ['channel', 'account', 'owner', 'value'],
    firstMs: Date.UTC(2026, 0, 12),
    lastMs: Date.UTC(2026, 10, 22),
    dataEnd: Date.UTC(2026, 10, 22),
    bytes: 1_200_000,
  };
}

/** An import report with 404 of 41,611 rows rejected. */
export const report: ImportReport = {
  source: 'events-2026-11.csv',
  rowsIn: 41611,
  accepted: 41207,
  rejected: 404,
  rejectedByReason: { 'time-unreadable': 311, 'field-count': 86, 'duplicate-id': 7 },
  rejections: [
    { reason: 'time-unreadable', record: 812, line: 813, raw: 'C-2041,22/11/26 9h,visit,web' },
    {
      reason: 'field-count',
      record: 1044,
      line: 1045,
      raw: 'C-1187,2026-10-03T09:12:00Z,signup,web,=HYPERLINK("https://x.example"),"<b>x</b>"',
    },
    { reason: 'time-unreadable', record: 1311, line: 1312, raw: 'C-0038,soon,consult,crm' },
    { reason: 'duplicate-id', record: 20113, line: 20114, raw: 'C-0038,2026-10-04T10:00:00Z,visit,web' },
  ],
  truncated: false,
  blankLines: 0,
  warnings: [
    { code: 'unidentified', count: 118, message: '118 rows have no identity.' },
    {
      code: 'not-a-number',
      count: 12,
      column: 'value',
      message: '12 values of "value" are not numbers.',
      sample: '1.299,00 €',
    },
  ],
  complete: true,
  facts: {
    format: 'csv',
    encoding: 'utf-8',
    gzip: false,
    delimiter: ',',
    timeFormat: 'iso',
    timeEvidence: 'all rows fit',
    timeZone: 'UTC',
    columns: ['customer', 'time', 'event', 'channel', 'value'],
  },
};

/** What a fake says, beyond its state. */
export interface FakeOptions {
  readonly facts?: Partial<DatasetFacts>;
  /** Answers for the list; default: as many customers as the mark counts, after no time. */
  readonly list?: AnalysisHandle<FunnelResult>['list'];
  readonly onStop?: () => void;
  readonly onRetry?: () => void;
}

/** A handle that stands in for a dataset: its state can be set, and says what was asked of it. */
export class FakeHandle implements AnalysisHandle<FunnelResult> {
  state: AnalysisState<FunnelResult>;
  facts: DatasetFacts;
  readonly #options: FakeOptions;

  constructor(state: AnalysisState<FunnelResult>, options: FakeOptions = {}) {
    this.state = state;
    this.facts = {
      info: infoOf(campaign),
      report,
      loadedAt: new Date(2026, 10, 22, 10, 42).getTime(),
      sample: false,
      ...options.facts,
    };
    this.#options = options;
  }

  list(mark: FunnelMark, offset: number, limit: number, signal: AbortSignal): Promise<ActorPage> {
    if (this.#options.list) return this.#options.list(mark, offset, limit, signal);
    const result = this.state.status === 'ready' ? this.state.result : null;
    const total = (mark.kind === 'left' ? result?.dropOffCounts : result?.stepCounts)?.[mark.step] ?? 0;
    return Promise.resolve(actorPage(total, offset, limit));
  }

  stop(): void {
    this.#options.onStop?.();
  }

  retry(): void {
    this.#options.onRetry?.();
  }
}

/** One page of made-up customers. */
export function actorPage(total: number, offset: number, limit: number): ActorPage {
  const length = Math.max(0, Math.min(limit, total - offset));
  return {
    total,
    offset,
    actors: Array.from({ length }, (_, i) => {
      const label = `C-${String(1000 + offset + i)}`;
      const firstMs = Date.UTC(2026, 9, 1 + ((offset + i) % 20));
      return {
        key: `actor:${label}`,
        label,
        rows: 2 + ((offset + i) % 9),
        firstMs,
        lastMs: firstMs + ((i % 9) + 1) * day,
      };
    }),
  };
}

/** A handle that shows a campaign's result. */
export function readyHandle(
  of: Campaign = campaign,
  spec: Partial<FunnelSpec> = {},
  options: FakeOptions = {},
): FakeHandle {
  return new FakeHandle(
    { status: 'ready', result: resultOf(of), spec: specOf(of, spec), recomputing: false },
    { ...options, facts: { info: infoOf(of), ...options.facts } },
  );
}
