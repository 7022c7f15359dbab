import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';
import { journeyWords } from './words.js';
import type { JourneyWords } from './words.js';

/** Texts of what comes after the time line: detail, list, filter, group, definition. */
export interface MoreJourneyWords {
  readonly unknownActor: (name: string) => { readonly title: string; readonly body: string };
  readonly unknownAccount: (name: string) => { readonly title: string; readonly body: string };
  readonly emptyGroup: { readonly title: string; readonly body: string };
  readonly emptyRange: (name: string) => { readonly title: string; readonly body: string };
  readonly search: string;
  readonly channels: string;
  readonly lanes: string;
  readonly showAll: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly wholeJourney: string;
  readonly filterByTime: string;
  readonly timeFiltered: string;
  readonly hiddenRows: (count: number, text: string) => string;
  readonly typical: string;
  readonly customerActed: string;
  readonly weActed: string;
  readonly several: string;
  readonly fromCounts: string;
  readonly loadingRows: (done: string, total: string) => string;
  readonly arrows: string;
  readonly page: string;
  readonly stage: string;
  readonly value: string;
  readonly groupList: (touchpoints: string) => string;
  readonly now: string;
  readonly stages: string;
  readonly persons: string;
  readonly byChannel: string;
  readonly byPerson: string;
  readonly typicalOf: (name: string, customers: string, count: number) => string;
  readonly typicalPath: string;
  readonly typicalTime: (name: string, span: string) => string;
  readonly position: (at: string, total: string) => string;
  readonly previous: string;
  readonly next: string;
  readonly closeDetail: string;
  readonly detail: string;
  readonly ago: (span: string) => string;
  readonly person: string;
  readonly channel: string;
  readonly onPage: string;
  readonly stageDay: (stage: string, day: string) => string;
  readonly source: string;
  readonly account: string;
  readonly owner: string;
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
  readonly sinceDay: (date: string, day: string) => string;
  readonly shownOf: (shown: string, total: string) => string;
  readonly time: string;
  readonly event: string;
  readonly groupSilent: (customers: string, count: number) => string;
  readonly groupBursting: (customers: string) => string;
  readonly reached: string;
  readonly median: string;
  readonly ninetieth: string;
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

/** All texts of the journey. */
export type PartsWords = JourneyWords & MoreJourneyWords;

const s = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const en: MoreJourneyWords = {
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
  search: 'Search touchpoints',
  channels: 'Channels',
  lanes: 'Lanes',
  showAll: 'Show all',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  wholeJourney: 'Whole journey',
  filterByTime: 'Use this period everywhere',
  timeFiltered: 'This period filters the other widgets',
  hiddenRows: (n, text) => `${text} ${s(n, 'touchpoint', 'touchpoints')} filtered out`,
  typical: 'Typical',
  customerActed: 'Customer acted',
  weActed: 'We acted',
  several: 'Several, close together',
  fromCounts: 'Drawn from counts; zoom in for single touchpoints',
  loadingRows: (done, total) => `${done} of ${total} touchpoints loaded`,
  arrows: 'Arrow keys move between touchpoints · Ctrl + wheel zooms',
  page: 'Page',
  stage: 'Stage',
  value: 'Value',
  groupList: (touchpoints) => `${touchpoints}, close together`,
  now: 'Now in it',
  stages: 'Stages',
  persons: 'People',
  byChannel: 'By channel',
  byPerson: 'By person',
  typicalOf: (name, customers, n) => `Typical of ${customers} ${s(n, 'customer', 'customers')} who reached ${name}`,
  typicalPath: 'Most frequent path',
  typicalTime: (name, span) => `Median time to ${name}: ${span}`,
  position: (at, total) => `${at} of ${total}`,
  previous: 'Previous touchpoint',
  next: 'Next touchpoint',
  closeDetail: 'Close detail',
  detail: 'Touchpoint',
  ago: (span) => `${span} ago`,
  person: 'Person',
  channel: 'Channel',
  onPage: 'Until the next',
  stageDay: (stage, day) => `${stage}, day ${day}`,
  source: 'Source',
  account: 'Account',
  owner: 'Owner',
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
  sinceDay: (date, day) => `since ${date}, day ${day}`,
  shownOf: (shown, total) => `${shown} of ${total} shown`,
  time: 'Time',
  event: 'Touchpoint',
  groupSilent: (customers, n) => `${customers} ${s(n, 'customer is', 'customers are')} silent`,
  groupBursting: (customers) => `${customers} had a burst`,
  reached: 'Reached',
  median: 'Median stay',
  ninetieth: '9 of 10 leave within',
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

const more: (locale: Locale) => MoreJourneyWords = dictionary('journey-parts', en, {
  'zh-CN': () => import('./parts-words.zh-cn.js').then((words) => words.zhCn),
});

/** All words of the journey in a language. */
export function partsWords(locale: Locale): PartsWords {
  return { ...journeyWords(locale), ...more(locale) };
}
