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
  readonly search: string;
  readonly channels: string;
  readonly persons: string;
  readonly lanes: string;
  readonly byChannel: string;
  readonly byPerson: string;
  readonly showAll: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly wholeJourney: string;
  readonly filterByTime: string;
  readonly timeFiltered: string;
  readonly allCustomers: string;
  readonly hiddenRows: (count: number, text: string) => string;

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
  readonly typical: string;
  readonly typicalOf: (name: string, customers: string, count: number) => string;
  readonly typicalPath: string;
  readonly typicalTime: (name: string, span: string) => string;
  readonly customerActed: string;
  readonly weActed: string;
  readonly several: string;
  readonly group: (touchpoints: string, lane: string, range: string) => string;
  readonly mark: (event: string, lane: string, moment: string) => string;
  readonly overview: string;
  readonly viewStart: string;
  readonly viewEnd: string;
  readonly emptyView: string;
  readonly fromCounts: string;
  readonly loadingRows: (done: string, total: string) => string;
  readonly arrows: string;

  /** Detail. */
  readonly position: (at: string, total: string) => string;
  readonly previous: string;
  readonly next: string;
  readonly closeDetail: string;
  readonly detail: string;
  readonly ago: (span: string) => string;
  readonly person: string;
  readonly channel: string;
  readonly page: string;
  readonly onPage: string;
  readonly stage: string;
  readonly stageDay: (stage: string, day: string) => string;
  readonly source: string;
  readonly account: string;
  readonly value: string;
  readonly sinceLast: string;
  readonly who: string;
  readonly joined: (count: number, text: string) => string;
  readonly joinedAlone: string;
  readonly joinLink: (from: string, to: string, rows: number, text: string) => string;
  readonly joinProfile: (from: string, to: string) => string;
  readonly joinAlias: (from: string, to: string) => string;
  readonly moreIdentifiers: (count: number, text: string) => string;
  readonly explain: string;
  readonly explainLess: string;
  readonly identifier: Readonly<Record<'actor' | 'userId' | 'email' | 'phone' | 'deviceId', string>>;
  readonly groupList: (touchpoints: string) => string;

  /** List. */
  readonly sinceDay: (date: string, day: string) => string;
  readonly shownOf: (shown: string, total: string) => string;
  readonly openTimeline: string;
  readonly closeTimeline: string;
  readonly time: string;
  readonly event: string;

  /** Group. */
  readonly groupSentence: (customers: string, touchpoints: string, count: number) => string;
  readonly groupSilent: (customers: string, count: number) => string;
  readonly groupBursting: (customers: string) => string;
  readonly reached: string;
  readonly now: string;
  readonly median: string;
  readonly ninetieth: string;
  readonly stages: string;
  readonly modal: string;
  readonly customers: string;
  readonly listSilent: string;
  readonly listBursting: string;
  readonly listReached: (stage: string) => string;
  readonly listNow: (stage: string) => string;
  readonly showMore: string;
  readonly sortRecent: string;
  readonly sortRows: string;
  readonly sort: string;
  readonly customer: string;
  readonly firstSeen: string;
  readonly lastSeenColumn: string;
  readonly touchpointsColumn: string;

  /** Empty states. */
  readonly unknownActor: (name: string) => { readonly title: string; readonly body: string };
  readonly unknownAccount: (name: string) => { readonly title: string; readonly body: string };
  readonly emptyGroup: { readonly title: string; readonly body: string };
  readonly emptyRange: (name: string) => { readonly title: string; readonly body: string };

  /** Definition. */
  readonly definitionName: string;
  readonly definitionOne: string;
  readonly definitionGroup: string;
  readonly ruleSession: string;
  readonly ruleSessionText: string;
  readonly ruleSilence: string;
  readonly ruleSilenceText: (span: string) => string;
  readonly ruleBurst: string;
  readonly ruleBurstText: string;
  readonly ruleStage: string;
  readonly ruleStageText: string;
  readonly ruleStalled: string;
  readonly ruleStalledText: string;
  readonly ruleActivity: string;
  readonly ruleActivityText: string;
  readonly ruleActed: string;
  readonly ruleActedText: string;
  readonly ruleLeftOut: string;
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
  search: 'Search touchpoints',
  channels: 'Channels',
  persons: 'People',
  lanes: 'Lanes',
  byChannel: 'By channel',
  byPerson: 'By person',
  showAll: 'Show all',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholeJourney: 'Whole journey',
  filterByTime: 'Use this period everywhere',
  timeFiltered: 'This period filters the other widgets',
  allCustomers: 'All customers',
  hiddenRows: (n, text) => `${text} ${s(n, 'touchpoint', 'touchpoints')} filtered out`,

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
  typical: 'Typical',
  typicalOf: (name, customers, n) => `Typical of ${customers} ${s(n, 'customer', 'customers')} who reached ${name}`,
  typicalPath: 'Most frequent path',
  typicalTime: (name, span) => `Median time to ${name}: ${span}`,
  customerActed: 'Customer acted',
  weActed: 'We acted',
  several: 'Several, close together',
  group: (touchpoints, lane, range) => `${touchpoints}, ${lane}, ${range}`,
  mark: (event, lane, moment) => `${event}, ${lane}, ${moment}`,
  overview: 'Overview',
  viewStart: 'Start of the view',
  viewEnd: 'End of the view',
  emptyView: 'Nothing happened in this part of the time.',
  fromCounts: 'Drawn from counts; zoom in for single touchpoints',
  loadingRows: (done, total) => `${done} of ${total} touchpoints loaded`,
  arrows: 'Arrow keys move between touchpoints · Ctrl + wheel zooms',

  position: (at, total) => `${at} of ${total}`,
  previous: 'Previous touchpoint',
  next: 'Next touchpoint',
  closeDetail: 'Close detail',
  detail: 'Touchpoint',
  ago: (span) => `${span} ago`,
  person: 'Person',
  channel: 'Channel',
  page: 'Page',
  onPage: 'Until the next',
  stage: 'Stage',
  stageDay: (stage, day) => `${stage}, day ${day}`,
  source: 'Source',
  account: 'Account',
  value: 'Value',
  sinceLast: 'Since the last',
  who: 'Who acted',
  joined: (n, text) => `Joined from ${text} ${s(n, 'identifier', 'identifiers')}`,
  joinedAlone: 'Known by one identifier',
  joinLink: (from, to, n, text) => `${from} and ${to} stand together in ${text} ${s(n, 'row', 'rows')}`,
  joinProfile: (from, to) => `${from} and ${to} are in one profile`,
  joinAlias: (from, to) => `${from} and ${to} were joined by hand`,
  moreIdentifiers: (n, text) => `and ${text} more ${s(n, 'identifier', 'identifiers')}`,
  explain: 'Explain',
  explainLess: 'Less',
  identifier: { actor: 'Customer id', userId: 'User id', email: 'E-mail', phone: 'Phone', deviceId: 'Device' },
  groupList: (touchpoints) => `${touchpoints}, close together`,

  sinceDay: (date, day) => `since ${date}, day ${day}`,
  shownOf: (shown, total) => `${shown} of ${total} shown`,
  openTimeline: 'Open full timeline',
  closeTimeline: 'Back to the list',
  time: 'Time',
  event: 'Touchpoint',

  groupSentence: (customers, touchpoints, n) => `${customers} ${s(n, 'customer', 'customers')} with ${touchpoints}`,
  groupSilent: (customers, n) => `${customers} ${s(n, 'customer is', 'customers are')} silent`,
  groupBursting: (customers) => `${customers} had a burst`,
  reached: 'Reached',
  now: 'Now in it',
  median: 'Median stay',
  ninetieth: '9 of 10 leave within',
  stages: 'Stages',
  modal: 'Most frequent path',
  customers: 'Customers',
  listSilent: 'Silent customers',
  listBursting: 'Customers with a burst',
  listReached: (stage) => `Customers who reached ${stage}`,
  listNow: (stage) => `Customers now in ${stage}`,
  showMore: 'Show more',
  sortRecent: 'Latest first',
  sortRows: 'Most touchpoints first',
  sort: 'Sort',
  customer: 'Customer',
  firstSeen: 'First touchpoint',
  lastSeenColumn: 'Last touchpoint',
  touchpointsColumn: 'Touchpoints',

  unknownActor: (name) => ({
    title: `No touchpoints of ${name}.`,
    body: 'Nobody in the data is called that. Check the identifier, or open a customer from a list.',
  }),
  unknownAccount: (name) => ({
    title: `No touchpoints of ${name}.`,
    body: 'No row names this account. Check its name, or map the column that holds accounts.',
  }),
  emptyGroup: {
    title: 'Nobody is left under this choice.',
    body: 'Take a filter back, or choose a wider range.',
  },
  emptyRange: (name) => ({
    title: `No touchpoints of ${name} in this range.`,
    body: 'Choose a wider range to see the whole journey.',
  }),

  definitionName: 'Journey',
  definitionOne: 'All touchpoints of one customer or account, in order of time, across all sources.',
  definitionGroup: 'The journeys of all customers in scope, counted customer by customer.',
  ruleSession: 'Session',
  ruleSessionText: 'Touchpoints of one customer with less than 30 min between neighbours.',
  ruleSilence: 'Silence',
  ruleSilenceText: (span) => `A gap of at least 7 days and three times the median gap of all customers (${span}).`,
  ruleBurst: 'Burst',
  ruleBurstText: 'At least 5 touchpoints, any 5 in a row within 1 hour.',
  ruleStage: 'Stage',
  ruleStageText: 'That of the latest touchpoint that has one; it lasts until the next change.',
  ruleStalled: 'Stalled',
  ruleStalledText: 'Longer in the stage than 90 % of those who left it.',
  ruleActivity: 'Activity',
  ruleActivityText: 'Touchpoints of the last 14 days against the 14 days before; shown when they fell by half or more.',
  ruleActed: 'Who acted',
  ruleActedText: 'As the page or the data say; otherwise guessed from the name of the touchpoint.',
  ruleLeftOut: 'Left out',
};
/** Words of the journey in a language. */
export const journeyWords: (locale: 'en' | 'zh-CN') => JourneyWords = dictionary('journey', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((words) => words.zhCn),
});
