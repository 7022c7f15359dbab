import type { RowListRequest } from '../../worker/protocol/list.js';
import type { FunnelSpec } from '../../worker/protocol/funnel.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { Job, ListRequest } from '../../worker/protocol/spec.js';

// What every host is asked, as plain data: nothing is imported but types, so that any page can be given this module.

const day = 86_400_000;
const spring = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 4, 1) } as const;

const winter = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 2, 1) } as const;

const stages = [
  { name: 'Aware', match: [{ where: [{ prop: 'stage', op: 'eq', value: 'Aware' }] }] },
  { name: 'Evaluate', match: [{ where: [{ prop: 'stage', op: 'eq', value: 'Evaluate' }] }] },
  { name: 'Consult', match: [{ where: [{ prop: 'stage', op: 'eq', value: 'Consult' }] }] },
  { name: '成交', match: [{ where: [{ prop: 'stage', op: 'eq', value: '成交' }] }] },
] as const;

const steps = [{ event: 'visit' }, { event: 'signup' }, { event: '报价' }, { event: 'purchase' }] as const;

const sales: FunnelSpec = {
  kind: 'funnel',
  steps,
  windowMs: 30 * day,
  exclusions: [{ event: 'ticket', from: 1, to: 3 }],
  breakdown: { by: ['owner'], attribution: 'step', step: 1 },
  valueProp: 'value',
};
const trend = {
  kind: 'funnelTrend',
  steps: [{ event: '广告点击' }, { event: 'signup' }],
  windowMs: 7 * day,
  interval: 'week',
  buckets: { from: Date.UTC(2026, 0, 5), count: 26 },
  tz: 'Asia/Shanghai',
} as const;
const duration = {
  kind: 'timeToConvert',
  steps,
  windowMs: 60 * day,
  fromStep: 0,
  toStep: 2,
  quantiles: [0.25, 0.9],
} as const;
const everybody = {
  kind: 'journey',
  stages,
  cycleTo: { stage: '成交' },
  modal: { node: '$name' },
  sessionGapMs: 1_800_000,
  tz: 'Europe/Zurich',
} as const;
const paths = {
  kind: 'paths',
  maxSteps: 6,
  sessionGapMs: 30 * day,
  converted: [{ event: 'purchase' }],
  maxEdges: 30,
} as const;
const quick = {
  kind: 'sequence',
  conditions: [{ event: 'visit' }, { event: 'signup' }, { event: 'use' }],
  pattern: [{ step: 0 }, { gap: true }, { step: 1 }, { dt: 'lte', ms: 5 * day }, { step: 2 }],
  examples: 5,
} as const;
const week = {
  kind: 'featureMatrix',
  rows: { prop: 'feature', limit: 4 },
  columns: 'hour-of-week',
  tz: 'Europe/Zurich',
  valueProp: 'seconds',
} as const;
const grid = {
  kind: 'heatmapGrid',
  cols: 8,
  rows: 12,
  viewportClasses: [768],
  where: [{ event: 'click' }, { where: [{ prop: 'page', op: 'eq', value: '/pricing' }] }],
} as const;

const left: Filter = { kind: 'actors', spec: sales, mark: { kind: 'left', step: 2 } };
const inSpring: Filter = { kind: 'time', range: spring };
const fromAds: Filter = { kind: 'rows', match: [{ where: [{ prop: 'channel', op: 'in', value: ['ads', '微信'] }] }] };

/** The questions; ids are their names in the golden file. */
export const goldenJobs: readonly Job[] = [
  { id: 'funnel', spec: sales },
  { id: 'funnel simple', spec: { kind: 'funnel', steps, windowMs: 30 * day } },
  { id: 'funnel strict', spec: { kind: 'funnel', steps, order: 'strict', tie: 'strictly-later' } },
  { id: 'funnel unordered', spec: { kind: 'funnel', steps, order: 'unordered', windowMs: 20 * day, entry: 'first' } },
  {
    id: 'funnel of attempts',
    spec: {
      kind: 'funnel',
      steps: [{ event: 'visit' }, { event: 'ticket', optional: true }, { event: ['signup', 'use'] }],
      mode: 'totals',
      windowMs: 20 * day,
      holdConstant: ['account'],
      exclusions: [{ event: 'email open', from: 0, to: 2, effect: 'end-attempt' }],
    },
  },
  {
    id: 'funnel compared',
    spec: {
      kind: 'funnel',
      steps,
      windowMs: 30 * day,
      entryRange: spring,
      compare: { range: winter, entryRange: winter },
      breakdown: { by: ['channel'], attribution: 'first', limit: 2 },
      level: 0.9,
    },
  },
  { id: 'trend', spec: trend },
  { id: 'time to convert', spec: duration },
  {
    id: 'journey of a customer',
    spec: { kind: 'journey', actor: 'C-0012', stages, properties: ['feature', 'plan'], bins: 12, limit: 60 },
  },
  {
    id: 'journey of an account',
    spec: { kind: 'journey', account: 'Northwind Robotics 7', stages, window: spring, limit: 40, tz: 'Asia/Shanghai' },
  },
  { id: 'journeys of everybody', spec: everybody },
  { id: 'paths', spec: paths },
  {
    id: 'paths to a purchase',
    spec: { kind: 'paths', end: 'purchase', align: 'end', maxSteps: 4, sessionGapMs: 30 * day },
  },
  { id: 'next', spec: { kind: 'nextNode', chain: ['visit', 'signup'], limit: 10 } },
  { id: 'sequence', spec: quick },
  { id: 'variants', spec: { kind: 'variants', per: 'actor', node: 'channel', limit: 10, maxEdges: 10 } },
  { id: 'sessions', spec: { kind: 'sessions', actor: 'C-0012', range: spring } },
  { id: 'features by hour of the week', spec: week },
  {
    id: 'features by week',
    spec: {
      kind: 'featureMatrix',
      rows: { prop: 'event', limit: 5 },
      columns: 'week',
      tz: 'Asia/Shanghai',
      valueProp: 'value',
    },
  },
  {
    id: 'features by age',
    spec: {
      kind: 'featureMatrix',
      features: [
        { name: '看板', match: [{ where: [{ prop: 'feature', op: 'eq', value: '看板' }] }] },
        { name: 'any', match: [{ event: 'use' }] },
      ],
      columns: 'week-of-age',
      ages: 8,
    },
  },
  { id: 'pointers', spec: grid },
  { id: 'pointers on the bar', spec: { ...grid, anchor: 'fixed', viewportClasses: [] } },
  { id: 'depths', spec: { kind: 'scrollDepth', where: [{ where: [{ prop: 'page', op: 'eq', value: '/pricing' }] }] } },
  { id: 'hasty clicks', spec: { kind: 'rageClick', maxRuns: 5 } },
  { id: 'dead clicks', spec: { kind: 'deadClick' } },
  { id: 'counts', spec: { kind: 'counts', by: 'event', columns: 'month', tz: 'Europe/Zurich' } },
  { id: 'counts in spring', spec: { kind: 'counts', by: 'channel', columns: 'hour-of-day', range: spring } },
  { id: 'values', spec: { kind: 'values', prop: 'account', limit: 8, search: '苏州' } },
  { id: 'quality', spec: { kind: 'quality', tz: 'Asia/Shanghai' } },
  {
    id: 'funnel of some rows',
    spec: { kind: 'funnel', steps: [{ event: '广告点击' }, { event: 'signup' }], windowMs: 10 * day },
    filter: { kind: 'or', of: [fromAds, { kind: 'rows', match: [{ event: 'signup' }] }] },
  },
  { id: 'journeys of those who left', spec: everybody, filter: left },
  {
    id: 'features of those who left in spring',
    spec: { ...week, columns: 'day-of-week' },
    filter: { kind: 'and', of: [left, inSpring] },
  },
  { id: 'paths of the others', spec: { ...paths, maxEdges: 8 }, filter: { kind: 'not', of: left } },
  { id: 'a question that cannot be asked', spec: { kind: 'funnel', steps: [] } },
];

/** A list behind a mark of these questions. */
export interface GoldenList {
  readonly id: string;
  readonly request: ListRequest | RowListRequest;
}

export const goldenLists: readonly GoldenList[] = [
  { id: 'customers who bought', request: { spec: sales, mark: { kind: 'reached', step: 3 }, limit: 20 } },
  {
    id: 'customers who left, the busiest first',
    request: {
      spec: sales,
      mark: { kind: 'left', step: 2, group: ['陈伟'] },
      sort: { by: 'rows', descending: true },
      limit: 20,
    },
  },
  { id: 'entered and did not sign up', request: { spec: trend, mark: { kind: 'dropped', bucket: 4 } } },
  { id: 'took this long', request: { spec: duration, mark: { kind: 'converted', bin: 2 } } },
  {
    id: 'silent ones',
    request: { spec: everybody, mark: { kind: 'journeys', of: 'silent' }, sort: { by: 'lastMs' }, limit: 20 },
  },
  {
    id: 'rows of a stage',
    request: {
      of: 'rows',
      spec: everybody,
      mark: { kind: 'stage', stage: '成交', of: 'reached' },
      properties: ['account', 'value', 'plan'],
      limit: 20,
    },
  },
  {
    id: 'those of an edge',
    request: {
      spec: paths,
      mark: { kind: 'edge', source: '1_广告点击', target: '2_visit', group: 'converted' },
      limit: 20,
    },
  },
  {
    id: 'rows that end the sequence',
    request: { of: 'rows', spec: quick, mark: { kind: 'pattern', of: 'matched' }, limit: 20 },
  },
  {
    id: 'rows of an hour',
    request: {
      of: 'rows',
      spec: week,
      mark: { kind: 'cell', value: '看板', column: 34 },
      properties: ['feature', 'seconds'],
    },
  },
  {
    id: 'rows of a feature',
    request: { of: 'rows', spec: week, mark: { kind: 'cell', value: 'API' }, sort: { by: 'key' }, limit: 20 },
  },
  {
    id: 'clicks outside',
    request: { of: 'rows', spec: grid, mark: { kind: 'noSize' }, properties: ['x', 'y'], limit: 20 },
  },
  {
    id: 'rows of those who left in spring',
    request: {
      of: 'rows',
      spec: { kind: 'counts' },
      filter: { kind: 'and', of: [left, inSpring] },
      mark: { kind: 'rows' },
      sort: { by: 'time', descending: true },
      limit: 15,
    },
  },
];

/** Everything asked of an engine, as plain data. */
export const goldenQuestions: { readonly jobs: readonly Job[]; readonly lists: readonly GoldenList[] } = {
  jobs: goldenJobs,
  lists: goldenLists,
};

/** An element whose numbers must be the same wherever it is drawn. */
export interface GoldenElement {
  readonly id: string;
  /** Its tag without `tp-`. */
  readonly type: 'funnel' | 'journey' | 'heatmap' | 'metric' | 'paths';
  readonly attributes: Readonly<Record<string, string>>;
}

const drawnStages = 'Aware: 广告点击, visit; Evaluate: signup, call; Consult: 报价; 成交: purchase';

export const goldenElements: readonly GoldenElement[] = [
  {
    id: 'g-funnel',
    type: 'funnel',
    attributes: { steps: 'visit, signup, 报价, purchase', window: '30d', breakdown: 'owner' },
  },
  { id: 'g-time', type: 'funnel', attributes: { steps: 'visit, signup', window: '60d', view: 'time' } },
  { id: 'g-customer', type: 'journey', attributes: { actor: 'C-0012', stages: drawnStages, span: 'all' } },
  {
    id: 'g-account',
    type: 'journey',
    attributes: { account: 'Northwind Robotics 7', stages: drawnStages, span: 'all', tz: 'Asia/Shanghai' },
  },
  { id: 'g-group', type: 'journey', attributes: { stages: drawnStages } },
  { id: 'g-matrix', type: 'heatmap', attributes: { rows: 'feature', columns: 'day-of-week', tz: 'Europe/Zurich' } },
  {
    id: 'g-value',
    type: 'heatmap',
    attributes: { rows: 'owner', columns: 'month', measure: 'value', 'value-prop': 'value' },
  },
  { id: 'g-clicks', type: 'heatmap', attributes: { page: '/pricing' } },
  { id: 'g-paths', type: 'paths', attributes: { steps: '4' } },
  { id: 'g-conversion', type: 'metric', attributes: { metric: 'conversion', steps: 'visit, purchase', window: '60d' } },
  { id: 'g-revenue', type: 'metric', attributes: { metric: 'value', property: 'value', event: 'purchase' } },
];
