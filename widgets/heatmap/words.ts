import { dictionary } from '../locales/words.js';
import type { Locale } from '../internal/format.js';
import type { StateWords } from '../locales/messages.js';
import type { MatrixColumns } from '../../worker/protocol/heatmap.js';
import type { ScaleKind } from './colour-scale.js';
import type { ClickLayer } from './heatmap.spec.js';
import type { Measure, RowSort } from './matrix-model.js';

/** All that `<tp-heatmap>` says. Numbers come written out; counts come along where a plural depends on them. */
export interface HeatmapWords {
  readonly title: (rows: string, columns: string) => string;
  readonly eventsBy: (columns: string) => string;
  readonly columns: Readonly<Record<MatrixColumns, string>>;
  /** Names of well-known properties, where the language has another. */
  readonly properties: Readonly<Record<string, string>>;
  readonly events: string;
  readonly features: string;
  readonly measure: Readonly<Record<Measure, string>>;
  readonly measures: string;
  readonly scopeMeasure: Readonly<Record<Measure, string>>;
  readonly perCell: Readonly<Record<Measure, string>>;
  readonly tipLine: Readonly<Record<Measure, string>>;
  readonly all: string;
  readonly other: (values: string) => string;
  readonly noName: string;
  readonly rowName: string;
  readonly sort: Readonly<Record<RowSort, string>>;
  readonly scale: Readonly<Record<ScaleKind, string>>;
  readonly none: string;
  readonly withheld: string;
  readonly withheldKey: (least: string) => string;
  readonly withheldNote: (least: string) => string;
  readonly atLeast: (count: string) => string;
  readonly rowTotal: (name: string) => string;
  readonly columnTotal: (name: string) => string;
  readonly total: string;
  readonly grid: string;
  readonly help: string;
  readonly showRows: (count: string) => string;
  readonly fewerRows: string;
  readonly age: Readonly<Record<'day-of-age' | 'week-of-age', (age: string) => string>>;
  readonly quarter: (number: string, year: string) => string;
  readonly month: (month: string, year: string) => string;
  readonly range: (from: string, to: string) => string;
  readonly cellName: (row: string, column: string) => string;
  readonly chosenCells: (row: string, days: string) => string;
  readonly busiest: (row: string, column: string) => string;
  readonly weekdays: (share: string, days: string, hours: string) => string;
  readonly busiestRow: (name: string, amount: string) => string;
  readonly busiestColumn: (name: string) => string;
  readonly amount: Readonly<Record<Measure, (n: number, text: string) => string>>;
  readonly outside: (n: number, count: string) => string;
  readonly unnamed: (n: number, count: string) => string;
  readonly zone: (tz: string) => string;
  readonly empty: StateWords;
  readonly needsPage: StateWords;

  readonly clicksOn: (page: string) => string;
  readonly clicks: (n: number, count: string) => string;
  readonly customers: (n: number, count: string) => string;
  readonly widthIn: (width: string) => string;
  readonly layers: string;
  readonly layer: Readonly<Record<ClickLayer, string>>;
  readonly viewport: string;
  readonly allWidths: string;
  readonly widthBelow: (width: string) => string;
  readonly widthFrom: (width: string) => string;
  readonly widthBetween: (low: string, high: string) => string;
  readonly picture: (page: string) => string;
  readonly sketch: string;
  readonly noPicture: string;
  readonly pictureOf: (date: string) => string;
  readonly accuracy: string;
  readonly accuracyLevel: Readonly<Record<'high' | 'fair' | 'low', (share: string) => string>>;
  readonly tied: string;
  readonly byPlace: string;
  readonly leftOut: string;
  readonly ranking: string;
  readonly elsewhere: string;
  readonly deadTag: (share: string) => string;
  readonly rageTag: (n: number, runs: string) => string;
  readonly scrollDepth: string;
  readonly reached: string;
  readonly fold: (px: string) => string;
  readonly belowFold: string;
  readonly halfReach: (depth: string) => string;
  readonly reachEnd: string;
  readonly noScroll: string;
  readonly perSquare: (px: string) => string;
  readonly andMore: (count: string) => string;
  readonly deadTitle: (name: string) => string;
  readonly deadBody: (dead: string, all: string, seconds: string) => string;
  readonly rageTitle: (name: string) => string;
  readonly rageBody: (n: number, runs: string) => string;
  readonly showCustomers: (n: number, count: string) => string;
  readonly deadList: (name: string) => string;
  readonly rageList: (name: string) => string;
  readonly noLayer: Readonly<Record<Exclude<ClickLayer, 'all'>, string>>;
  readonly mostClicked: Readonly<Record<ClickLayer, (name: string, share: string) => string>>;
  readonly deadSentence: (name: string, share: string) => string;
  readonly noClicks: (page: string) => StateWords;
  readonly clickColumns: {
    readonly rank: string;
    readonly element: string;
    readonly clicks: string;
    readonly customers: string;
    readonly share: string;
    readonly dead: string;
    readonly rage: string;
  };
  readonly mapLabel: (page: string) => string;

  readonly definitionMatrix: string;
  readonly definitionClicks: string;
  readonly definitionSentence: Readonly<Record<Measure, string>>;
  readonly clickSentence: string;
  readonly fact: {
    readonly rows: string;
    readonly columns: string;
    readonly zone: string;
    readonly least: string;
    readonly page: string;
    readonly dead: string;
    readonly rage: string;
    readonly placed: string;
    readonly period: string;
  };
  readonly deadRule: (seconds: string) => string;
  readonly rageRule: (clicks: string, px: string, seconds: string) => string;
  readonly placedRule: string;
}

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

const en: HeatmapWords = {
  title: (rows, columns) => `${rows} by ${columns}`,
  eventsBy: (columns) => `Events by ${columns}`,
  columns: {
    'hour-of-week': 'hour of week',
    hour: 'hour',
    day: 'day',
    week: 'week',
    month: 'month',
    quarter: 'quarter',
    year: 'year',
    'day-of-week': 'day of week',
    'hour-of-day': 'hour of day',
    'day-of-age': 'days since first seen',
    'week-of-age': 'weeks since first seen',
  },
  properties: {},
  events: 'Event',
  features: 'Feature',
  measure: { actors: 'Customers', counts: 'Events', share: 'Share', value: 'Value' },
  measures: 'What cells show',
  scopeMeasure: {
    actors: 'Distinct customers',
    counts: 'Number of events',
    share: 'Share of the customers active at that time',
    value: 'Sum of values',
  },
  perCell: {
    actors: 'Customers per cell',
    counts: 'Events per cell',
    share: 'Share of active customers',
    value: 'Value per cell',
  },
  tipLine: { actors: 'Customers', counts: 'Events', share: 'Share of active', value: 'Value' },
  all: 'All together',
  other: (values) => `${values} others`,
  noName: '(empty)',
  rowName: 'Row',
  sort: { total: 'Sort by total', name: 'Sort by name', given: 'Keep the given order' },
  scale: { linear: 'Colours: equal widths', log: 'Colours: logarithmic', even: 'Colours: equal numbers of cells' },
  none: 'none',
  withheld: 'withheld',
  withheldKey: (least) => `under ${least} customers, withheld`,
  withheldNote: (least) => `Fewer than ${least} customers; not shown`,
  atLeast: (count) => `≥ ${count}`,
  rowTotal: (name) => `${name}, all columns`,
  columnTotal: (name) => `${name}, all rows`,
  total: 'Total',
  grid: 'Heatmap cells',
  help: 'Arrow keys move between cells, Shift and arrows choose several, Enter chooses.',
  showRows: (count) => `Show all ${count} rows`,
  fewerRows: 'Show fewer rows',
  age: { 'day-of-age': (age) => `Day ${age}`, 'week-of-age': (age) => `Week ${age}` },
  quarter: (number, year) => `Q${number} ${year}`,
  month: (month, year) => `${month} ${year}`,
  range: (from, to) => `${from}–${to}`,
  cellName: (row, column) => `${row}, ${column}`,
  chosenCells: (row, days) => `${row}, ${days}`,
  busiest: (row, column) => `Busiest on ${row} at ${column}.`,
  weekdays: (share, days, hours) => `${share} of events fall on ${days}, ${hours}.`,
  busiestRow: (name, amount) => `Most used: ${name}, ${amount}.`,
  busiestColumn: (name) => `Busiest: ${name}.`,
  amount: {
    actors: (n, text) => `${text} ${plural(n, 'customer', 'customers')}`,
    counts: (n, text) => `${text} ${plural(n, 'event', 'events')}`,
    share: (_, text) => `${text} of active customers`,
    value: (_, text) => `value ${text}`,
  },
  outside: (n, count) => `${count} ${plural(n, 'event lies', 'events lie')} outside the columns shown`,
  unnamed: (n, count) => `${count} ${plural(n, 'event', 'events')} without a row`,
  zone: (tz) => (tz === 'UTC' ? 'UTC' : `${tz.replaceAll('_', ' ')} time`),
  empty: {
    title: 'No such touchpoints',
    body: 'Nothing in this period belongs to a row of this heatmap. Choose a longer period, or other rows.',
  },
  needsPage: { title: 'No page yet', body: 'Name a page: page="/pricing".' },

  clicksOn: (page) => `Clicks on ${page}`,
  clicks: (n, count) => `${count} ${plural(n, 'click', 'clicks')}`,
  customers: (n, count) => `${count} ${plural(n, 'customer', 'customers')}`,
  widthIn: (width) => `window ${width} wide`,
  layers: 'Which clicks',
  layer: { all: 'All clicks', dead: 'Dead', rage: 'Rage' },
  viewport: 'Width of the window',
  allWidths: 'All widths',
  widthBelow: (width) => `below ${width} px`,
  widthFrom: (width) => `${width} px and wider`,
  widthBetween: (low, high) => `${low}–${high} px`,
  picture: (page) => `Picture of ${page}`,
  sketch: 'Sketch from the boxes of clicked elements; the page gave no picture',
  noPicture: 'The page’s picture cannot be loaded; drawn from the boxes of clicked elements',
  pictureOf: (date) => `Page picture of ${date}`,
  accuracy: 'Position accuracy',
  accuracyLevel: {
    high: (share) => `High, ${share}`,
    fair: (share) => `Fair, ${share}`,
    low: (share) => `Low, ${share}`,
  },
  tied: 'tied to an element',
  byPlace: 'by place on the page only',
  leftOut: 'left out, no size or outside',
  ranking: 'Where people click',
  elsewhere: 'Elsewhere on the page',
  deadTag: (share) => `${share} dead`,
  rageTag: (_, runs) => `${runs} rage`,
  scrollDepth: 'Scroll depth',
  reached: 'Reached this depth',
  fold: (px) => `Fold, median ${px} px`,
  belowFold: 'see below the fold',
  halfReach: (depth) => `get to ${depth} of the page`,
  reachEnd: 'reach the end of the page',
  noScroll: 'No page view says how far it was scrolled.',
  perSquare: (px) => `Clicks per ${px} × ${px} px`,
  andMore: (count) => `${count} and more`,
  deadTitle: (name) => `“${name}” looks clickable but is not`,
  deadBody: (dead, all, seconds) => `${dead} of ${all} clicks had no effect within ${seconds}\u00a0s.`,
  rageTitle: (name) => `“${name}” makes people impatient`,
  rageBody: (n, runs) => `${runs} ${plural(n, 'time', 'times')} someone clicked it again and again.`,
  showCustomers: (n, count) => `Show ${count} ${plural(n, 'customer', 'customers')}`,
  deadList: (name) => `Clicked ${name} without effect`,
  rageList: (name) => `Clicked ${name} again and again`,
  noLayer: { dead: 'No dead clicks on this page.', rage: 'No rage clicks on this page.' },
  mostClicked: {
    all: (name, share) => `Most clicked: ${name}, ${share} of clicks.`,
    dead: (name, share) => `Most clicked in vain: ${name}, ${share} of dead clicks.`,
    rage: (name, share) => `Most clicked in anger: ${name}, ${share} of rage clicks.`,
  },
  deadSentence: (name, share) => `${share} of clicks on “${name}” had no effect.`,
  noClicks: (page) => ({
    title: `No clicks on ${page}`,
    body: 'Nothing in this period was clicked here. Choose a longer period, or another page.',
  }),
  clickColumns: {
    rank: 'Rank',
    element: 'Element',
    clicks: 'Clicks',
    customers: 'Customers',
    share: 'Share of clicks',
    dead: 'Dead clicks',
    rage: 'Rage clicks',
  },
  mapLabel: (page) => `Click map of ${page}; the list beside it holds the same elements`,

  definitionMatrix: 'Activity by time',
  definitionClicks: 'Clicks',
  definitionSentence: {
    actors:
      'Distinct customers with an event of that row in that time. A customer counts once a cell, and once a total.',
    counts: 'Events of that row in that time.',
    share: 'Customers of the cell, divided by all customers with any event in that time.',
    value: 'Sum of a property over the events of the cell.',
  },
  clickSentence:
    'Clicks recorded on the page. Each is drawn once: in its element where that is known, else by its place.',
  fact: {
    rows: 'Rows',
    columns: 'Columns',
    zone: 'Time zone',
    least: 'Withheld below',
    page: 'Page',
    dead: 'Dead click',
    rage: 'Rage click',
    placed: 'Accuracy',
    period: 'Period',
  },
  deadRule: (seconds) => `watched for ${seconds} s, and nothing on the page answered`,
  rageRule: (clicks, px, seconds) =>
    `${clicks} clicks or more, each under ${px} px and ${seconds} s after the one before`,
  placedRule: 'share of clicks drawn inside their own element',
};

/** Words of `<tp-heatmap>`. */
export const heatmapWords: (locale: Locale) => HeatmapWords = dictionary<HeatmapWords>('heatmap', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((m) => m.zhCn),
});
