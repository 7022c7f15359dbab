import { dictionary } from '../locales/words.js';

/** Texts of `<tp-journey>`. Values come formatted; where a count decides the form of a word it comes along as a number. */
export interface JourneyWords {
  readonly journeys: string;
  readonly people: (count: number, text: string) => string;
  readonly touchpoints: (count: number, text: string) => string;
  readonly zone: (zone: string) => string;

  /** Lead. An event may be empty. */
  readonly inStage: (stage: string, span: string) => string;
  readonly lastSeenToday: (event: string) => string;
  readonly lastSeen: (span: string, event: string) => string;
  /** Where the data end before today. */
  readonly lastSeenBefore: (span: string, event: string) => string;
  readonly stalled: (stage: string, span: string) => string;
  readonly stalledShort: (span: string) => string;
  readonly activity: (change: string, span: string) => string;
  readonly activityShort: (change: string) => string;
  readonly silentNow: (span: string) => string;

  /** Tools. */
  readonly timeline: string;
  readonly list: string;
  readonly view: string;
  readonly allPeople: (count: number, text: string) => string;
  readonly allChannels: string;
  readonly someChannels: (shown: string, all: string) => string;
  readonly somePeople: (shown: string, all: string) => string;
  readonly matching: (search: string) => string;
  readonly allCustomers: string;

  /** Time line. */
  readonly plot: string;
  readonly help: string;
  readonly noChannel: string;
  readonly noName: string;
  readonly today: string;
  readonly dataEnd: string;
  readonly silent: (span: string) => string;
  readonly silentOpen: (span: string) => string;
  readonly burst: (count: number, text: string) => string;
  readonly bursts: (count: number, text: string) => string;
  readonly stageChanges: (count: number, text: string) => string;
  readonly group: (touchpoints: string, lane: string, range: string) => string;
  readonly mark: (event: string, lane: string, moment: string) => string;
  readonly overview: string;
  readonly viewStart: string;
  readonly viewEnd: string;
  readonly emptyView: string;

  /** Detail. */

  /** List. */
  readonly openTimeline: string;
  readonly closeTimeline: string;

  /** Group. */
  readonly groupSentence: (customers: string, touchpoints: string, count: number) => string;

  /** Empty states. */

  /** Definition. */
}

const s = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const en: JourneyWords = {
  journeys: 'Journeys',
  people: (n, text) => `${text} ${s(n, 'person', 'people')}`,
  touchpoints: (n, text) => `${text} ${s(n, 'touchpoint', 'touchpoints')}`,
  zone: (zone) => `times in ${zone}`,

  inStage: (stage, span) => `In ${stage} for ${span}.`,
  lastSeenToday: (event) => `Last seen today${event ? `: ${event}` : ''}.`,
  lastSeen: (span, event) => `Last seen ${span} ago${event ? `: ${event}` : ''}.`,
  lastSeenBefore: (span, event) => `Last seen ${span} before the data end${event ? `: ${event}` : ''}.`,
  stalled: (stage, span) => `Stalled: 9 of 10 leave ${stage} within ${span}`,
  stalledShort: (span) => `Stalled, over ${span}`,
  activity: (change, span) => `Activity ${change} in ${span}`,
  activityShort: (change) => `Activity ${change}`,
  silentNow: (span) => `Silent for ${span}`,

  timeline: 'Timeline',
  list: 'List',
  view: 'View',
  allPeople: (n, text) => (n === 1 ? '1 person' : `All ${text} people`),
  allChannels: 'All channels',
  someChannels: (shown, all) => `${shown} of ${all} channels`,
  somePeople: (shown, all) => `${shown} of ${all} people`,
  matching: (search) => `“${search}”`,
  allCustomers: 'All customers',

  plot: 'Timeline',
  help: 'Arrow keys move between touchpoints, up and down between lanes. Enter opens one. Plus, minus and 0 zoom, Page Up and Page Down move.',
  noChannel: 'No channel',
  noName: 'Unnamed',
  today: 'Today',
  dataEnd: 'Data end',
  silent: (span) => `Silent ${span}`,
  silentOpen: (span) => `Silent for ${span}`,
  burst: (_n, text) => `${text} within 1 h`,
  bursts: (n, text) => `${text} ${s(n, 'burst', 'bursts')}`,
  stageChanges: (n, text) => `${text} ${s(n, 'change', 'changes')}`,
  group: (touchpoints, lane, range) => `${touchpoints}, ${lane}, ${range}`,
  mark: (event, lane, moment) => `${event}, ${lane}, ${moment}`,
  overview: 'Overview',
  viewStart: 'Start of the view',
  viewEnd: 'End of the view',
  emptyView: 'Nothing happened in this part of the time.',

  openTimeline: 'Open full timeline',
  closeTimeline: 'Back to the list',

  groupSentence: (customers, touchpoints, n) => `${customers} ${s(n, 'customer', 'customers')} with ${touchpoints}`,
};
/** Words of the journey in a language. */
export const journeyWords: (locale: 'en' | 'zh-CN') => JourneyWords = dictionary('journey', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((words) => words.zhCn),
});
