import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';

/** Texts of `<tp-metric>`; what each metric means has its own (`definitions.ts`). Values come formatted. */
export interface MetricWidgetWords {
  /** `402 of 12,480 customers`. */
  readonly customersOf: (count: string, total: string, n: number) => string;
  readonly interval: (range: string) => string;
  readonly lowN: (n: string) => string;
  /** The change, the other period, what the change means. */
  readonly moved: (change: string, period: string, word: string) => string;
  /** The other period's value where nothing is clear. */
  readonly stood: (value: string, period: string, word: string) => string;
  readonly higher: string;
  readonly lower: string;
  readonly more: string;
  readonly fewer: string;
  readonly shorter: string;
  readonly longer: string;
  readonly unclear: string;
  readonly same: string;
  readonly noBefore: (period: string) => string;
  /** Days right before the shown ones. */
  readonly daysBefore: (days: number) => string;
  readonly beginsLater: (day: string) => string;
  readonly noPeriod: string;
  readonly noComparison: string;

  /** Why there is no value. */
  readonly nobodyDid: (step: string) => string;
  readonly nobodyWent: (first: string, last: string) => string;
  readonly nothing: string;

  readonly needsSteps: { readonly title: string; readonly body: string };
  readonly listTitle: (name: string) => string;
  readonly choose: string;
  readonly spark: (name: string, points: number, first: string, last: string) => string;
  readonly sparkHelp: string;
  readonly stillOpen: string;
  readonly summary: (name: string, value: string, change: string) => string;

  readonly period: string;
  readonly wholeRange: string;
  readonly value: string;
  readonly low: string;
  readonly high: string;
  readonly n: string;

  readonly counts: string;
  readonly range: string;
  readonly allTime: string;
  readonly rangeIn: (range: string, zone: string) => string;
  readonly comparedWith: string;
  readonly formula: string;
  readonly certainty: string;
  readonly certain: Readonly<Record<'score' | 'split' | 'apart' | 'plain', string>>;
  readonly asOf: string;
  readonly leftOut: string;
  readonly otherRules: string;
  readonly noLimit: string;
  readonly strict: string;
}

const s = (n: number): string => (n === 1 ? '' : 's');

const en: MetricWidgetWords = {
  customersOf: (count, total, n) => `${count} of ${total} customer${s(n)}`,
  interval: (range) => `95% interval ${range}`,
  lowN: (n) => `low n (${n})`,
  moved: (change, period, word) => `${change} on ${period}, ${word}`,
  stood: (value, period, word) => `${value} in ${period} · ${word}`,
  higher: 'higher',
  lower: 'lower',
  more: 'more',
  fewer: 'fewer',
  shorter: 'shorter',
  longer: 'longer',
  unclear: 'no clear difference',
  same: 'the same',
  noBefore: (period) => `nothing to compare in ${period}`,
  daysBefore: (days) => (days === 1 ? 'the day before' : `the ${days} days before`),
  beginsLater: (day) => `No comparison: the data begin ${day}`,
  noPeriod: 'Choose a period to compare',
  noComparison: 'Up to the end of the data; no earlier number',

  nobodyDid: (step) => `No customer did ${step} in this range`,
  nobodyWent: (first, last) => `No customer went from ${first} to ${last}`,
  nothing: 'No touchpoint in this range',

  needsSteps: { title: 'No steps yet', body: 'Name at least two steps: steps="visit, signup".' },
  listTitle: (name) => `Customers counted in ${name}`,
  choose: 'Choose these customers',
  spark: (name, points, first, last) => `${name} over time, ${points} point${s(points)} from ${first} to ${last}`,
  sparkHelp: 'Arrow keys read the points.',
  stillOpen: 'still counting',
  summary: (name, value, change) => (change ? `${name}: ${value}; ${change}` : `${name}: ${value}`),

  period: 'Period',
  wholeRange: 'Whole range',
  value: 'Value',
  low: 'From',
  high: 'To',
  n: 'n',

  counts: 'Counts',
  range: 'Range',
  allTime: 'all the data',
  rangeIn: (range, zone) => `${range}, ${zone}`,
  comparedWith: 'Compared with',
  formula: 'Formula',
  certainty: 'A change is',
  certain: {
    score: 'called higher or lower where the 95% hybrid score interval of the difference leaves out 0',
    split: 'called higher or lower where chance alone would split the customers so less than 5% of the time',
    apart: 'called longer or shorter where the 95% intervals of the two medians lie apart',
    plain: 'told as it is: every row is counted, none is estimated',
  },
  asOf: 'As of',
  leftOut: 'Left out',
  otherRules: 'How the rule moves the number',
  noLimit: 'No limit',
  strict: 'Strict',
};

/** Texts of `<tp-metric>`. */
export const metricWords: (locale: Locale) => MetricWidgetWords = dictionary<MetricWidgetWords>('metric', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((module) => module.zhCn),
});
