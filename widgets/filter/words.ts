import type { CompareName, PeriodName } from '../internal/period.js';
import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';
import type { SegmentScope } from './segments.js';

/** Texts of `<tp-filter>`. Values come formatted. */
export interface FilterWords {
  readonly filter: string;
  readonly period: string;
  readonly periods: Readonly<Record<PeriodName, string>>;
  readonly custom: string;
  readonly compare: string;
  readonly compares: Readonly<Record<CompareName, string>>;
  readonly ownCompare: string;
  readonly from: string;
  readonly to: string;
  /** The last day that counts. */
  readonly through: string;

  readonly segment: string;
  readonly segmentPanel: string;
  readonly property: string;
  readonly eventName: string;
  readonly search: string;
  readonly scope: string;
  readonly scopes: Readonly<Record<SegmentScope, string>>;
  readonly valuesShown: (shown: string, total: string) => string;
  readonly noValues: string;
  readonly reading: string;
  readonly missing: string;
  readonly chip: (property: string, values: string) => string;
  readonly customer: (name: string) => string;
  readonly clear: string;
  readonly nothingChosen: string;

  readonly histogram: (first: string, last: string) => string;
  readonly begin: string;
  readonly end: string;
  readonly help: string;
  readonly rows: (text: string) => string;
  readonly summary: (range: string, rows: string) => string;
  readonly against: (range: string) => string;
  readonly allData: string;
  readonly bucket: string;
  readonly touchpoints: string;
  readonly inPeriod: string;
}

const en: FilterWords = {
  filter: 'Filter',
  period: 'Period',
  periods: {
    all: 'All data',
    today: 'Latest day',
    '7d': 'Last 7 days',
    '28d': 'Last 28 days',
    '90d': 'Last 90 days',
    'this-month': 'This month',
    'last-month': 'Last month',
  },
  custom: 'Custom',
  compare: 'Compare',
  compares: { none: 'No comparison', previous: 'Previous period', 'last-year': 'Last year' },
  ownCompare: 'Other period',
  from: 'From',
  to: 'To',
  through: 'Through',

  segment: 'Segment',
  segmentPanel: 'Segments by property',
  property: 'Property',
  eventName: 'Touchpoint name',
  search: 'Search values',
  scope: 'What stays',
  scopes: { customers: 'Customers with such a touchpoint', touchpoints: 'Only such touchpoints' },
  valuesShown: (shown, total) => `${shown} of ${total} values`,
  noValues: 'No value is like this.',
  reading: 'Reading the values',
  missing: 'The values cannot be read.',
  chip: (property, values) => `${property}: ${values}`,
  customer: (name) => `Customer ${name}`,
  clear: 'Clear all',
  nothingChosen: 'Everything counts; nothing is chosen.',

  histogram: (first, last) => `Touchpoints over time, ${first} to ${last}`,
  begin: 'Begin of the period',
  end: 'End of the period',
  help: 'Drag to choose days; arrow keys move begin and end.',
  rows: (text) => `${text} touchpoints`,
  summary: (range, rows) => `${range}: ${rows}`,
  against: (range) => `against ${range}`,
  allData: 'All data',
  bucket: 'Begins',
  touchpoints: 'Touchpoints',
  inPeriod: 'In the period',
};

/** Texts of `<tp-filter>`. */
export const filterWords: (locale: Locale) => FilterWords = dictionary<FilterWords>('filter', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((module) => module.zhCn),
});
