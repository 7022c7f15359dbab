import type { Locale } from '../internal/format.js';
import { hanGap } from '../internal/han-gap.js';

/** Metrics that a tile can show. */
export const metricIds = [
  'conversion',
  'customers',
  'touchpoints',
  'touchpoints-per-customer',
  'time-to-convert',
  'sessions',
  'silent-customers',
  'value',
] as const;
export type MetricId = (typeof metricIds)[number];

/** How sure a change is said to be. */
export type Certainty =
  /** By the hybrid score interval of the difference of two shares. */
  | 'score'
  /** By whether the split of customers over the two periods could be chance (Wilson score interval of the share). */
  | 'split'
  /** By whether the two intervals of the median lie apart. */
  | 'apart'
  /** Not at all: the number is complete, and the change is what it is. */
  | 'plain';

/** What a definition's words are put together from; names are the data's own. */
export interface MetricNames {
  /** Names of the steps; none for metrics without steps. */
  readonly steps: readonly string[];
  /** Longest time from first step to last, in words; null for no limit. */
  readonly window: string | null;
  /** The touchpoints that count; null for all. */
  readonly event: string | null;
  /** The property that is summed. */
  readonly property: string;
}

interface MetricWords {
  readonly name: (names: MetricNames) => string;
  /** What is counted, as one sentence. */
  readonly sentence: (names: MetricNames) => string;
  readonly formula: string;
}

/** A metric: one meaning, for every widget and every role. A change of meaning is a new version. */
export interface MetricDefinition {
  readonly id: MetricId;
  readonly version: number;
  readonly unit: 'rate' | 'count' | 'mean' | 'span' | 'number';
  /** Which way is good; null for neither. */
  readonly better: 'up' | 'down' | null;
  readonly certainty: Certainty;
  readonly words: Readonly<Record<Locale, MetricWords>>;
}

const first = ({ steps }: MetricNames): string => steps[0] ?? '';
const last = ({ steps }: MetricNames): string => steps.at(-1) ?? '';
/** Names from the data, set off from Chinese where they are Latin. */
const zh = (...parts: readonly string[]): string => parts.reduce((text, part) => text + hanGap(text, part) + part, '');
const between = (names: MetricNames): readonly string[] => names.steps.slice(1, -1);
const within = (names: MetricNames): string => (names.window === null ? '' : ` within ${names.window}`);
const withinZh = (names: MetricNames): string => (names.window === null ? '' : zh('在', names.window, '内'));

/** All definitions. */
export const metricDefinitions: Readonly<Record<MetricId, MetricDefinition>> = {
  conversion: {
    id: 'conversion',
    version: 1,
    unit: 'rate',
    better: 'up',
    certainty: 'score',
    words: {
      en: {
        name: (names) => (names.steps.length > 1 ? `${first(names)} to ${last(names)}` : 'Conversion rate'),
        sentence: (names) =>
          `Of the customers who did ${first(names)}, the share who went on to ${last(names)}${within(names)}` +
          (between(names).length > 0 ? `, having done ${between(names).join(', ')} in between.` : '.'),
        formula: 'customers at the last step ÷ customers at the first step',
      },
      'zh-CN': {
        name: (names) => (names.steps.length > 1 ? zh(first(names), '到', last(names)) : '转化率'),
        sentence: (names) =>
          zh('做过', first(names), '的客户中，', withinZh(names), '继续到', last(names), '的比例') +
          (between(names).length > 0 ? zh('，其间依次经过', between(names).join('、'), '。') : '。'),
        formula: '到达最后一步的客户 ÷ 到达第一步的客户',
      },
    },
  },
  customers: {
    id: 'customers',
    version: 1,
    unit: 'count',
    better: 'up',
    certainty: 'split',
    words: {
      en: {
        name: ({ event }) => (event === null ? 'Active customers' : `Customers with ${event}`),
        sentence: ({ event }) =>
          event === null
            ? 'Different customers with at least one touchpoint in the range.'
            : `Different customers with at least one ${event} in the range.`,
        formula: 'each customer once, however many touchpoints',
      },
      'zh-CN': {
        name: ({ event }) => (event === null ? '活跃客户' : zh('有', event, '的客户')),
        sentence: ({ event }) =>
          event === null
            ? '时间范围内至少有一个触点的客户，去重计数。'
            : zh('时间范围内至少有一次', event, '的客户，去重计数。'),
        formula: '每位客户只计一次，不论触点多少',
      },
    },
  },
  touchpoints: {
    id: 'touchpoints',
    version: 1,
    unit: 'count',
    better: null,
    certainty: 'plain',
    words: {
      en: {
        name: ({ event }) => event ?? 'Touchpoints',
        sentence: ({ event }) =>
          `Touchpoints${event === null ? '' : ` called ${event}`} of known customers in the range.`,
        formula: 'rows, duplicates of one id counted once',
      },
      'zh-CN': {
        name: ({ event }) => event ?? '触点数',
        sentence: ({ event }) =>
          event === null ? '时间范围内已识别客户的触点。' : zh('时间范围内已识别客户的', event, '触点。'),
        formula: '行数，同一编号的重复行只计一次',
      },
    },
  },
  'touchpoints-per-customer': {
    id: 'touchpoints-per-customer',
    version: 1,
    unit: 'mean',
    better: null,
    certainty: 'plain',
    words: {
      en: {
        name: () => 'Touchpoints per customer',
        sentence: ({ event }) =>
          `Touchpoints${event === null ? '' : ` called ${event}`} in the range for each customer who has one.`,
        formula: 'touchpoints ÷ customers with a touchpoint (mean)',
      },
      'zh-CN': {
        name: () => '人均触点数',
        sentence: ({ event }) =>
          event === null
            ? '时间范围内有触点的客户，平均每人的触点数。'
            : zh('时间范围内有', event, '的客户，平均每人的次数。'),
        formula: '触点数 ÷ 有触点的客户数（平均值）',
      },
    },
  },
  'time-to-convert': {
    id: 'time-to-convert',
    version: 1,
    unit: 'span',
    better: 'down',
    certainty: 'apart',
    words: {
      en: {
        name: (names) => (names.steps.length > 1 ? `Median time to ${last(names)}` : 'Median time to convert'),
        sentence: (names) =>
          `Half of the customers who went from ${first(names)} to ${last(names)}${within(names)} took this long or less.`,
        formula: 'median of the time from first step to last, each customer’s best attempt',
      },
      'zh-CN': {
        name: (names) => (names.steps.length > 1 ? zh('到', last(names), '用时中位数') : '转化用时中位数'),
        sentence: (names) =>
          zh(withinZh(names), '从', first(names), '到', last(names), '的客户中，有一半用时不超过此值。'),
        formula: '首步到末步用时的中位数，取每位客户最好的一次',
      },
    },
  },
  sessions: {
    id: 'sessions',
    version: 1,
    unit: 'count',
    better: null,
    certainty: 'plain',
    words: {
      en: {
        name: () => 'Sessions',
        sentence: () => 'Sessions with a touchpoint in the range. A pause of 30 minutes or more begins a new one.',
        formula: 'runs of one customer’s touchpoints without a pause of 30 minutes',
      },
      'zh-CN': {
        name: () => '会话数',
        sentence: () => '时间范围内有触点的会话。停顿 30 分钟及以上即为新的会话。',
        formula: '同一客户连续触点为一次会话，间隔不满 30 分钟',
      },
    },
  },
  'silent-customers': {
    id: 'silent-customers',
    version: 1,
    unit: 'count',
    better: 'down',
    certainty: 'plain',
    words: {
      en: {
        name: () => 'Silent customers',
        sentence: () =>
          'Customers with a touchpoint in the range who have since been quiet, up to the end of the data, for at least 7 days and three times the usual pause.',
        formula: 'time since the last touchpoint ≥ 7 days and ≥ 3 × the median pause of all customers',
      },
      'zh-CN': {
        name: () => '静默客户',
        sentence: () => '时间范围内有过触点、但截至数据末尾已静默至少 7 天，且达到通常间隔三倍的客户。',
        formula: '距最后触点 ≥ 7 天，且 ≥ 全体客户间隔中位数的 3 倍',
      },
    },
  },
  value: {
    id: 'value',
    version: 1,
    unit: 'number',
    better: 'up',
    certainty: 'plain',
    words: {
      en: {
        name: ({ property, event }) => (event === null ? `Sum of ${property}` : `${event}: sum of ${property}`),
        sentence: ({ property, event }) =>
          `The sum of ${property} over ${event === null ? 'the touchpoints' : `${event} touchpoints`} of known customers in the range.`,
        formula: 'sum; a touchpoint without a number counts as 0',
      },
      'zh-CN': {
        name: ({ property, event }) => (event === null ? zh(property, '合计') : zh(event, '：', property, '合计')),
        sentence: ({ property, event }) => zh('时间范围内已识别客户的', event ?? '', '触点，', property, '之和。'),
        formula: '求和；没有数值的触点按 0 计',
      },
    },
  },
};
