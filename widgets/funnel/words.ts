import type { FunnelOrder } from '../../worker/protocol/spec.js';
import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';

/**
 * Texts of `<tp-funnel>` that a first picture may need; what opens on request has its own (`more-words.ts`). Values
 * come formatted; where a count decides the form of a word it comes along as a number.
 */
export interface FunnelWords {
  readonly funnel: string;
  readonly funnelHeading: (first: string, last: string) => string;
  readonly scopeUniques: string;
  readonly scopeTotals: string;
  readonly order: Readonly<Record<FunnelOrder, string>>;
  readonly within: (span: string) => string;
  readonly attempts: (count: number, text: string) => string;

  /** Lead. */
  readonly leadOf: (reached: string, total: string) => string;
  readonly leadSentence: (reached: string, total: string, first: string, last: string, count: number) => string;
  readonly leadSingle: (total: string, first: string, count: number) => string;
  readonly leadSentenceTotals: (reached: string, total: string, first: string, last: string, count: number) => string;
  readonly leadSingleTotals: (total: string, first: string, count: number) => string;
  readonly leadInterval: (level: string, interval: string) => string;
  readonly leadMedian: (span: string) => string;
  readonly reached: string;
  readonly leftBefore: string;

  /** Rows under the drawing. */
  readonly step: string;
  readonly attemptsColumn: string;
  readonly fromStart: string;
  readonly fromPrevious: string;
  readonly leftBeforeStep: string;
  readonly leftColumn: string;
  readonly leftWord: (text: string) => string;
  readonly medianTime: string;
  readonly sumOf: (property: string) => string;
  readonly optional: string;

  /** The other period. */
  /** A column of the other period: `Customers, Sep 2026`. */
  readonly inPeriod: (column: string, period: string) => string;
  readonly comparedWith: (period: string) => string;
  /** Rate of the other period: `3.1% in Sep 2026`. */
  readonly rateThen: (rate: string, period: string) => string;
  readonly higher: string;
  readonly lower: string;
  readonly noDifference: string;
  readonly noDifferenceShort: string;
  readonly verdict: (points: string, word: string) => string;
  readonly difference: (points: string, interval: string) => string;
  readonly pointsRange: (low: string, high: string) => string;
  readonly unclear: (interval: string) => string;
  readonly versus: (period: string) => string;
  readonly compare: string;
  readonly noComparison: string;
  readonly previousPeriod: string;
  readonly yearBefore: string;

  /** Marks. */
  readonly chartLabel: string;
  readonly chartHelp: string;
  readonly reachedMark: (step: string, count: string, fromStart: string) => string;
  readonly leftMark: (before: string, step: string, count: string) => string;
  readonly chosenReached: string;
  readonly chosenLeft: readonly [before: string, between: string, after: string];
  readonly chosenLeftNarrow: readonly [before: string, after: string];
  readonly listReached: (step: string) => string;
  readonly listLeft: (before: string, step: string) => string;

  /** Head. */
  readonly otherGroups: string;
  readonly noValue: string;
  readonly views: string;
  readonly view: Readonly<Record<'steps' | 'time' | 'trend', string>>;
  readonly editSteps: string;
  readonly definitionName: string;
}

const s = (count: number): string => (count === 1 ? '' : 's');

const en: FunnelWords = {
  funnel: 'Funnel',
  funnelHeading: (first, last) => `${first} to ${last}`,
  scopeUniques: 'Distinct customers',
  scopeTotals: 'Every attempt counts',
  order: { ordered: 'steps in order', strict: 'steps in order, nothing between', unordered: 'steps in any order' },
  within: (span) => `within ${span}`,
  attempts: (n, text) => `${text} attempt${s(n)}`,

  leadOf: (reached, total) => `${reached} of ${total}`,
  leadSentence: (reached, total, first, last, n) =>
    `${reached} of ${total} customer${s(n)} went from ${first} to ${last}`,
  leadSingle: (total, first, n) => `${total} customer${s(n)} did ${first}`,
  leadSentenceTotals: (reached, total, first, last, n) =>
    `${reached} of ${total} attempt${s(n)} went from ${first} to ${last}`,
  leadSingleTotals: (total, first, n) => `${total} attempt${s(n)} began with ${first}`,
  leadInterval: (level, interval) => `${level} interval ${interval}%`,
  leadMedian: (span) => `median time ${span}`,
  reached: 'Reached this step',
  leftBefore: 'Left before this step',

  step: 'Step',
  attemptsColumn: 'Attempts',
  fromStart: 'From first step',
  fromPrevious: 'From previous step',
  leftBeforeStep: 'Left before step',
  leftColumn: 'Left',
  leftWord: (text) => `${text} left`,
  medianTime: 'Median time',
  sumOf: (property) => `Sum of ${property}`,
  optional: 'optional',

  inPeriod: (column, period) => `${column}, ${period}`,
  comparedWith: (period) => `Compared with ${period}`,
  rateThen: (rate, period) => `${rate} in ${period}`,
  higher: 'higher',
  lower: 'lower',
  noDifference: 'no clear difference',
  noDifferenceShort: 'no clear diff.',
  verdict: (points, word) => `${points} ${word}`,
  difference: (points, interval) => `${points} (${interval})`,
  pointsRange: (low, high) => `${low} to ${high}`,
  unclear: (interval) => `no clear difference (${interval})`,
  versus: (period) => `vs ${period}`,
  compare: 'Compare',
  noComparison: 'No comparison',
  previousPeriod: 'Previous period',
  yearBefore: 'One year before',

  chartLabel: 'Funnel chart',
  chartHelp: 'Arrow keys move between steps and between reached and left; Enter chooses; Escape clears.',
  reachedMark: (step, count, rate) => `${step}: ${count} reached it, ${rate} of the first step`,
  leftMark: (before, step, count) => `${count} left between ${before} and ${step}`,
  chosenReached: 'Reached ',
  chosenLeft: ['Left between ', ' and ', ''],
  chosenLeftNarrow: ['Left before ', ''],
  listReached: (step) => `Reached ${step}`,
  listLeft: (before, step) => `Left between ${before} and ${step}`,

  otherGroups: 'other groups',
  noValue: 'no value',
  views: 'Views',
  view: { steps: 'Steps', time: 'Time to convert', trend: 'Trend' },
  editSteps: 'Edit steps',
  definitionName: 'Conversion rate',
};

/** Texts of `<tp-funnel>`. */
export const funnelWords: (locale: Locale) => FunnelWords = dictionary<FunnelWords>('funnel', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((module) => module.zhCn),
});
