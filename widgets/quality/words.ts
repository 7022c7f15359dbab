import type { QualityCode } from '../../worker/protocol/quality.js';
import type { Locale } from '../internal/format.js';
import type { StateWords } from '../locales/messages.js';
import { dictionary } from '../locales/words.js';

/**
 * What is said of a finding. `n` decides the form of a word, `count` are its rows or customers, `name` what it is about
 * (column, event names, other source), `source` where it is, `a` and `b` numbers that go with the code (finding-text.ts).
 */
export type FindingWriter = (n: number, count: string, name: string, source: string, a: string, b: string) => string;

/** A sort of finding. */
export interface FindingWords {
  /** What is looked for, in a few words. */
  readonly name: string;
  /** What is found; default: the name. */
  readonly title?: FindingWriter;
  /** What it is and what it does to the figures. */
  readonly what: FindingWriter;
  /** How to mend it. */
  readonly mend: string;
}

/** Texts of `<tp-quality>`. */
export interface QualityWords {
  readonly title: string;
  readonly scope: (n: number, sources: string, rows: string) => string;
  /** Rows in the store of those that came. */
  readonly allIn: (n: number, rows: string) => string;
  readonly someIn: (n: number, accepted: string, rowsIn: string) => string;
  /** Findings with an effect of 1 % and more; the number in words up to nine. */
  readonly high: (n: number, count: string) => string;
  readonly noneHigh: string;
  readonly nothing: string;
  readonly lead: (rows: string, effect: string) => string;
  readonly numerals: readonly string[];

  readonly rows: string;
  readonly source: string;
  readonly cameIn: string;
  readonly accepted: string;
  readonly rejected: string;
  readonly span: string;
  readonly loadedTimes: (n: number, times: string) => string;
  readonly all: string;
  readonly accountBar: (accepted: string, rejected: string) => string;

  readonly groups: Readonly<Record<'high' | 'some' | 'note', string>>;
  readonly countRows: (n: number, count: string) => string;
  readonly countCustomers: (n: number, count: string) => string;
  readonly ofRows: (share: string) => string;
  readonly ofCustomers: (share: string) => string;
  readonly ofMissing: (share: string) => string;
  readonly noEffect: string;
  readonly mend: string;
  readonly samples: string;
  readonly sampleCount: (n: number, count: string) => string;
  readonly sampleDays: (n: number, count: string) => string;
  readonly moreNames: (n: number, count: string) => string;
  readonly noText: string;
  readonly showRows: (n: number, rows: string) => string;
  readonly hideRows: string;
  readonly showCustomers: (n: number, customers: string) => string;
  readonly choose: string;
  readonly rowsShown: (shown: string, total: string) => string;
  readonly touchpoint: string;
  readonly time: string;
  readonly nobody: string;
  readonly shownOf: (n: number, shown: string, total: string) => string;

  readonly clean: StateWords;
  readonly lookedFor: string;
  readonly notFound: (n: number, count: string) => string;
  readonly outOfScope: StateWords;
  readonly definition: string;
  readonly definitionHigh: string;
  readonly definitionSome: string;
  readonly definitionZone: string;
  readonly columnCode: string;
  readonly columnFinding: string;
  readonly columnSubject: string;
  readonly columnEffect: string;
  readonly columnShare: string;
  readonly ahead: (span: string) => string;
  readonly behind: (span: string) => string;

  readonly badge: (n: number, count: string) => string;
  readonly badgeHelp: string;
  readonly closePanel: string;

  readonly found: Readonly<Record<QualityCode, FindingWords>>;
}

const s = (n: number): string => (n === 1 ? '' : 's');

const en: QualityWords = {
  title: 'Data quality',
  scope: (n, sources, rows) => `${sources} source${s(n)} · ${rows} rows came in`,
  allIn: (n, rows) => (n === 1 ? 'The only row is in' : `All ${rows} rows are in`),
  someIn: (_n, accepted, rowsIn) => `${accepted} of ${rowsIn} rows are in`,
  high: (n, count) => `${count} thing${s(n)} change${n === 1 ? 's' : ''} numbers by more than 1%`,
  noneHigh: 'nothing found changes numbers by more than 1%',
  nothing: 'nothing was found',
  lead: (rows, effect) => `${rows}; ${effect}`,
  numerals: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],

  rows: 'Rows',
  source: 'Source',
  cameIn: 'Came in',
  accepted: 'Accepted',
  rejected: 'Rejected',
  span: 'From – to',
  loadedTimes: (n, times) => (n === 1 ? '' : `loaded ${times} times`),
  all: 'All sources',
  accountBar: (accepted, rejected) => `${accepted} accepted, ${rejected} rejected`,

  groups: {
    high: 'Change numbers by 1% and more',
    some: 'Change numbers by 0.1% to 1%',
    note: 'Worth knowing',
  },
  countRows: (n, count) => `${count} row${s(n)}`,
  countCustomers: (n, count) => `${count} customer${s(n)}`,
  ofRows: (share) => `${share} of all rows`,
  ofCustomers: (share) => `${share} of all customers`,
  ofMissing: (share) => `by the usual course ${share} of rows are missing`,
  noEffect: 'Moves no number by itself',
  mend: 'How to mend it',
  samples: 'Samples',
  sampleCount: (n, count) => `${count} row${s(n)}`,
  sampleDays: (n, count) => `${count} day${s(n)}`,
  moreNames: (_n, count) => `and ${count} more`,
  noText: '(empty)',
  showRows: (n, rows) => `Show ${rows} row${s(n)}`,
  hideRows: 'Hide rows',
  showCustomers: (n, customers) => `Show ${customers} customer${s(n)}`,
  choose: 'Choose them everywhere',
  rowsShown: (shown, total) => `${shown} of ${total} rows shown`,
  touchpoint: 'Touchpoint',
  time: 'Time (UTC)',
  nobody: '(nobody)',
  shownOf: (_n, shown, total) => `${shown} of ${total} findings shown`,

  clean: { title: 'Nothing was found', body: 'Every row is in, and none of what is looked for is there.' },
  lookedFor: 'What was looked for',
  notFound: (n, count) => `Looked for and not found: ${count} thing${s(n)}`,
  outOfScope: {
    title: 'No row is left to look at',
    body: 'The dataset’s filter lets no row through. Take it off to see how good the data are.',
  },
  definition:
    'What each finding touches is counted over all sources together: the greater of its shares of rows and of customers. Rows that were rejected are a share of those that came in.',
  definitionHigh: 'Changes numbers',
  definitionSome: 'Changes them a little',
  definitionZone: 'Days and nights in',
  columnCode: 'Code',
  columnFinding: 'Finding',
  columnSubject: 'About',
  columnEffect: 'Effect',
  columnShare: 'Share',
  ahead: (span) => `${span} ahead`,
  behind: (span) => `${span} behind`,

  badge: (n, count) => `${count} data note${s(n)}`,
  badgeHelp: 'What in the data moves these numbers',
  closePanel: 'Close data quality',

  found: {
    'rejected-rows': {
      name: 'Rejected rows',
      title: (_n, _count, name) => `Rejected: ${lower(name)}`,
      what: (n, count, _name, source) => `${count} row${s(n)} of ${source} ${n === 1 ? 'is' : 'are'} in no number.`,
      mend: 'Look at the samples. How times and characters are written belongs in the mapping; damaged rows are mended at the source.',
    },
    'duplicate-ids': {
      name: 'Rows with an id seen before',
      what: (n, count, _name, source) =>
        `${count} row${s(n)} repeat${n === 1 ? 's' : ''} the id of an earlier row of ${source}. Only the first of each id counts, so no number is too high.`,
      mend: 'Nothing, where one export overlaps with the one before. Else the source has to give each row an id of its own.',
    },
    'conflicting-duplicates': {
      name: 'Same id, other content',
      what: (n, count) =>
        `${count} row${s(n)} repeat${n === 1 ? 's' : ''} an id and ${n === 1 ? 'says' : 'say'} something else. The first of each id counts; what later ones say is lost.`,
      mend: 'Load the corrected export first, or let the source give an id to each change.',
    },
    'source-cut-short': {
      name: 'Sources that ended early',
      title: () => 'The source ended early',
      what: (_n, _count, _name, source) =>
        `Rows behind the break in ${source} are in no number. How many they are cannot be known.`,
      mend: 'Load the whole file again.',
    },
    'repeated-rows': {
      name: 'Rows that say the same twice',
      what: (n, count, _name, source, a) =>
        `${count} row${s(n)} of ${source} ${n === 1 ? 'has' : 'have'} the customer, instant and touchpoint of an earlier one; in ${a} of them everything else is the same too. If they are copies, counts of touchpoints are too high; counts of customers are right either way.`,
      mend: 'Map the column that holds the row’s own id, so that copies are left out, or remove them at the source.',
    },
    'unidentified-rows': {
      name: 'Rows without a customer',
      what: (n, count, _name, source) =>
        `${count} row${s(n)} of ${source} name${n === 1 ? 's' : ''} nobody. They count as touchpoints, but in no funnel, path, journey or number of customers.`,
      mend: 'Map another column that says who it was: e-mail, phone, user or device id.',
    },
    'dropped-identifiers': {
      name: 'Identifiers that name nobody',
      title: (_n, _count, name) => `Values of “${name}” that name nobody`,
      what: (n, count) =>
        `${count} value${s(n)} ${n === 1 ? 'is a placeholder' : 'are placeholders'} or cannot be read as what the column holds, so ${n === 1 ? 'it leads' : 'they lead'} to no customer.`,
      mend: 'Telephone numbers without a country need one in the mapping. A real value that looks like a placeholder can be allowed in the rules of identity.',
    },
    'shared-identifiers': {
      name: 'Identifiers that many share',
      what: (n, count, name, _source, a) =>
        `${a === '1' ? 'One identifier belongs' : `${a} identifiers belong`} to more users than one customer has (${name}), so nobody is joined by ${a === '1' ? 'it' : 'them'}. ${count} row${s(n)} carr${n === 1 ? 'ies' : 'y'} ${a === '1' ? 'it' : 'them'}.`,
      mend: 'A shared mailbox or phone is right to stay out: block it. If it is one customer’s, name that in the alias map, or raise the limit of distinct user ids.',
    },
    'several-user-ids': {
      name: 'Customers with several user ids',
      what: (_n, _count, _name, _source, a) =>
        `${a === '1' ? 'One customer was' : `${a} customers were`} put together although they have two user ids. If they are two people with one e-mail or phone, there are fewer customers here than in truth.`,
      mend: 'See why their rows were joined, and block the identifier that they share.',
    },
    'conflicting-values': {
      name: 'Two values of what should be one',
      title: (_n, _count, name) => `Two values of “${name}” at a time`,
      what: (_n, _count, name, _source, a) =>
        `${a === '1' ? 'One customer has' : `${a} customers have`} two values of “${name}” in one instant, or one that comes back after another. Numbers by ${name} count them under more than one.`,
      mend: 'Let one source lead: map this field from it alone.',
    },
    'clock-offset': {
      name: 'Clocks that stand apart',
      title: (_n, _count, name, _source, a) => `Clock ${a} of ${name}`,
      what: (n, count, name, source, a, b) =>
        `Where a customer is both in ${source} and in ${name}, what they did stands ${a}, time and again (${b} customers). Orders and time spans between the two are wrong for ${count} row${s(n)}.`,
      mend: 'Give the zone that this source writes its times in, in its mapping.',
    },
    'night-activity': {
      name: 'Sources that are busiest at night',
      title: () => 'Busiest at night',
      what: (_n, _count, _name, source, a) =>
        `${a} of the rows of ${source} that have a time of day lie between midnight and six. The times may have been written in another zone than they are read in; days and hours then stand in the wrong place.`,
      mend: 'Give the zone of the source in its mapping, or choose the zone whose days are meant.',
    },
    'future-times': {
      name: 'Times in the future',
      what: (n, count, _name, _source, a) =>
        `${count} row${s(n)} lie${n === 1 ? 's' : ''} after the moment the data were read, by up to ${a}. They are the latest touchpoints of their customers and stretch every time axis.`,
      mend: 'Look at clock and zone of the source. A planned date is no time of a touchpoint: map another column.',
    },
    'times-in-1970': {
      name: 'Times in 1970',
      what: (n, count) =>
        `${count} row${s(n)} lie${n === 1 ? 's' : ''} in 1970, where empty times and seconds taken for milliseconds come to stand. They stretch every time axis and every span.`,
      mend: 'Say in the mapping that times are seconds, or that 0 means no time.',
    },
    'midnight-times': {
      name: 'Dates without a time of day',
      what: (_n, _count, _name, source, a) =>
        `${a} of the rows of ${source} lie at midnight to the millisecond. Their order within a day is that of the file, and views by hour show them at 0 h.`,
      mend: 'Map a column with the time of day if there is one; else read this source by days.',
    },
    'zone-assumed': {
      name: 'Times without a zone',
      what: (n, count, _name, source) =>
        `${count} time${s(n)} of ${source} carr${n === 1 ? 'ies' : 'y'} no zone and ${n === 1 ? 'is' : 'are'} read as UTC.`,
      mend: 'Give the zone of the source in its mapping.',
    },
    'day-month-unsure': {
      name: 'Dates that can be read two ways',
      what: (n, count) => `Day and month cannot be told apart in ${count} date${s(n)}; day first is assumed.`,
      mend: 'Give the format of the time in the mapping.',
    },
    'days-without-rows': {
      name: 'Days without rows',
      what: (_n, _count, _name, source, a, b) =>
        `On ${a === '1' ? 'one day' : `${a} days`} ${source} has nothing, though the same days of other weeks do. By these some ${b} rows are missing: trends fall there.`,
      mend: 'Load these days again, or keep in mind why there was nothing.',
    },
    'sudden-drops': {
      name: 'Days with far fewer rows than usual',
      what: (_n, _count, _name, source, a, b) =>
        `On ${a === '1' ? 'one day' : `${a} days`} ${source} has less than a fifth of what the same days of other weeks have. By these some ${b} rows are missing.`,
      mend: 'Load these days again, or keep in mind what happened.',
    },
    'ends-early': {
      name: 'Sources that end before the others',
      title: () => 'Ends before the others',
      what: (n, count, _name, source, a) =>
        `${source} ends ${a === '1' ? 'a day' : `${a} days`} before the newest rows. ${count} row${s(n)} of other sources come${n === 1 ? 's' : ''} after it: what their customers did here is not known yet.`,
      mend: 'Load a newer export, or let ranges end with this source.',
    },
    'out-of-date': {
      name: 'Data that are out of date',
      title: () => 'The data are out of date',
      what: (_n, _count, _name, _source, a) => `The newest row is ${a} days old.`,
      mend: 'Load a newer export.',
    },
    'not-numbers': {
      name: 'Values that are not numbers',
      title: (_n, _count, name) => `Values of “${name}” that are not numbers`,
      what: (n, count) =>
        `${count} value${s(n)} count${n === 1 ? 's' : ''} as missing, so sums and means leave ${n === 1 ? 'it' : 'them'} out.`,
      mend: 'Look at the samples: units, currencies and words need a column of their own.',
    },
    'read-otherwise': {
      name: 'Things that had to be interpreted',
      title: (_n, _count, name) => name,
      what: (_n, _count, _name, source) =>
        `${source} can be read in more than one way here; this is the one that was taken.`,
      mend: 'Correct it at the source if that is wrong.',
    },
    'missing-columns': {
      name: 'Mapped columns that are not there',
      what: (_n, _count, name, source) =>
        `The mapping names ${name}, which ${source} does not have: empty in every row.`,
      mend: 'Correct the mapping, or use the one that belongs to this export.',
    },
    'unread-columns': {
      name: 'Columns that are not read',
      what: (_n, _count, name, source) =>
        `The mapping passes over ${name} of ${source}: no view can filter or group by ${name.includes(',') ? 'them' : 'it'}.`,
      mend: 'Add what is wanted to the properties of the mapping.',
    },
    'empty-columns': {
      name: 'Columns without any value',
      what: (_n, _count, name) => `Empty in every row: ${name}.`,
      mend: 'Leave them out of the mapping, or look why the export has them empty.',
    },
    'similar-names': {
      name: 'Names that are nearly the same',
      title: (_n, _count, name) => `Nearly the same: ${name}`,
      what: (n, count, _name, _source, a) =>
        `They count as different touchpoints. A step that names “${a}” alone misses ${count} row${s(n)}.`,
      mend: 'Exchange them for one name in the mapping, or let steps name all of them.',
    },
    'names-once': {
      name: 'Names that occur once',
      what: (n, count, _name, _source, a) =>
        `${count} of ${a} touchpoint names occur${n === 1 ? 's' : ''} in a single row. Such names are often slips, or hold an id or an address.`,
      mend: 'Exchange slips in the mapping; what changes from row to row belongs in a property.',
    },
  },
};

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Texts of `<tp-quality>`. */
export const qualityWords: (locale: Locale) => QualityWords = dictionary<QualityWords>('quality', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((module) => module.zhCn),
});
