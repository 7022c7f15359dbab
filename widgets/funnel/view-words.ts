import type { CalendarInterval } from '../../worker/protocol/calendar.js';
import type { Locale } from '../internal/format.js';
import type { StateWords } from '../locales/messages.js';
import { dictionary } from '../locales/words.js';

/** Texts of groups, time to convert and trend in `<tp-funnel>`. */
export interface ViewWords {
  /** Groups. */
  readonly by: (properties: string) => string;
  readonly breakdownBy: string;
  readonly attribution: string;
  readonly attributions: Readonly<Record<'first' | 'last' | 'all', string>>;
  readonly rate: string;
  readonly overall: (rate: string) => string;
  readonly other: (count: number, text: string) => string;
  readonly none: string;

  /** Time to convert. */
  readonly took: (count: number, text: string, first: string, last: string) => string;
  readonly tookTotals: (count: number, text: string, first: string, last: string) => string;
  readonly halfWithin: (median: string) => string;
  readonly nobody: (first: string, last: string) => StateWords;
  readonly perBin: (width: string) => string;
  readonly median: (span: string) => string;
  readonly within90: (span: string) => string;
  readonly fastest: string;
  readonly medianName: string;
  readonly mean: string;
  readonly within90Name: string;
  readonly longest: string;
  readonly fromTo: (first: string, last: string) => string;
  readonly steps: string;
  readonly binMark: (customers: string, from: string, to: string) => string;
  readonly histogram: string;
  readonly binsHelp: string;
  readonly from: string;
  readonly to: string;

  /** Trend. */
  readonly share: (first: string, last: string, window: string, by: string) => string;
  readonly within: (span: string) => string;
  readonly byBucket: Readonly<Record<CalendarInterval, string>>;
  readonly everyBucket: Readonly<Record<CalendarInterval | 'auto', string>>;
  readonly buckets: string;
  readonly rose: (from: string, to: string) => string;
  readonly fell: (from: string, to: string) => string;
  readonly steady: string;
  readonly counting: (count: number, text: string) => string;
  readonly noWindow: string;
  readonly stillCounting: string;
  readonly finished: string;
  readonly meanRate: string;
  readonly extremes: string;
  readonly pair: (low: string, high: string) => string;
  readonly last: string;
  readonly goal: (rate: string) => string;
  readonly pointMark: (bucket: string, converted: string, entered: string, rate: string, interval: string) => string;
  readonly pointEmpty: (bucket: string) => string;
  readonly line: string;
  readonly lineHelp: string;
  readonly bucket: string;
  readonly entered: string;
  readonly converted: string;
  readonly dropped: string;
  readonly nothing: StateWords;

  /** Definitions. */
  readonly timeName: string;
  readonly timeSentence: (first: string, last: string) => string;
  readonly bins: string;
  readonly trendName: string;
  readonly trendSentence: (first: string, last: string) => string;
  readonly zone: string;
  readonly finishedRule: string;
  readonly finishedWhen: (window: string) => string;
}

const s = (count: number): string => (count === 1 ? '' : 's');

const en: ViewWords = {
  by: (properties) => `By ${properties}`,
  breakdownBy: 'Broken down by',
  attribution: 'Group of a customer',
  attributions: { first: 'First touch', last: 'Last touch', all: 'Every touch' },
  rate: 'Rate',
  overall: (rate) => `all ${rate}`,
  other: (n, text) => `Other (${text} group${s(n)})`,
  none: '(no value)',

  took: (n, text, first, last) => `${text} customer${s(n)} went from ${first} to ${last}.`,
  tookTotals: (n, text, first, last) => `${text} attempt${s(n)} went from ${first} to ${last}.`,
  halfWithin: (median) => `Half of them within ${median}.`,
  nobody: (first, last) => ({
    title: 'Nobody has converted yet',
    body: `No customer in this range went from ${first} to ${last}. Widen the range or the window to see times.`,
  }),
  perBin: (width) => `Customers per ${width}`,
  median: (span) => `Median ${span}`,
  within90: (span) => `90% within ${span}`,
  fastest: 'Fastest tenth within',
  medianName: 'Median',
  mean: 'Mean',
  within90Name: '90% within',
  longest: 'Longest',
  fromTo: (first, last) => `${first} → ${last}`,
  steps: 'Steps to measure between',
  binMark: (customers, from, to) => `${customers} took ${from} to ${to}`,
  histogram: 'Histogram of the time to convert',
  binsHelp: 'Left and right move between bars; Enter chooses; Escape clears.',
  from: 'From',
  to: 'To (not included)',

  share: (first, last, window, by) => `Share of ${first} that reached ${last}${window}, ${by}.`,
  within: (span) => ` within ${span}`,
  byBucket: {
    hour: 'by hour of the first step',
    day: 'by day of the first step',
    week: 'by week of the first step',
    month: 'by month of the first step',
    quarter: 'by quarter of the first step',
    year: 'by year of the first step',
  },
  everyBucket: {
    auto: 'Automatic',
    hour: 'Hourly',
    day: 'Daily',
    week: 'Weekly',
    month: 'Monthly',
    quarter: 'Quarterly',
    year: 'Yearly',
  },
  buckets: 'Length of a period',
  rose: (from, to) => `The rate rose from ${from} to ${to}.`,
  fell: (from, to) => `The rate fell from ${from} to ${to}.`,
  steady: 'No clear change between the first and the last finished period.',
  counting: (n, text) =>
    `${text} period${s(n)} ${n === 1 ? 'is' : 'are'} still inside ${n === 1 ? 'its' : 'their'} window and can rise.`,
  noWindow: 'Without a window every period can still rise.',
  stillCounting: 'Still counting',
  finished: 'Finished periods',
  meanRate: 'Mean rate',
  extremes: 'Lowest, highest',
  pair: (low, high) => `${low}, ${high}`,
  last: 'Last finished',
  goal: (rate) => `Goal ${rate}`,
  pointMark: (bucket, converted, entered, rate, interval) =>
    `${bucket}: ${converted} of ${entered} converted, ${rate}, interval ${interval}%`,
  pointEmpty: (bucket) => `${bucket}: nobody entered`,
  line: 'Trend of the conversion rate',
  lineHelp: 'Left and right move between periods; Enter chooses who entered; Escape clears.',
  bucket: 'Period',
  entered: 'Entered',
  converted: 'Converted',
  dropped: 'Did not convert',
  nothing: { title: 'Nobody entered in this range', body: 'Widen the range to see how the rate moves.' },

  timeName: 'Time to convert',
  timeSentence: (first, last) =>
    `The time from ${first} to ${last} in the attempt that is reported for each customer, over those who reached ${last}.`,
  bins: 'Width of a bar',
  trendName: 'Conversion rate by period',
  trendSentence: (first, last) =>
    `Of those who did ${first} in a period, the share who reached ${last}. Each counts where the attempt began.`,
  zone: 'Time zone',
  finishedRule: 'Finished',
  finishedWhen: (window) => `when ${window} have passed since the period’s end`,
};

/** Texts of groups, time to convert and trend. */
export const viewWords: (locale: Locale) => ViewWords = dictionary<ViewWords>('funnel-views', en, {
  'zh-CN': () => import('./view-words.zh-cn.js').then((module) => module.zhCn),
});
