import type { IdentifierType } from '../../worker/protocol/batch.js';
import type { MappedField, ValueShape } from '../../worker/protocol/proposal.js';
import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';

/** Texts of the steps after the files. Values come formatted; where a count decides the form of a word, it comes as a number too. */
export interface StepWords {
  readonly stepOf: (step: string, place: string, of: string) => string;
  readonly back: string;
  readonly close: string;

  readonly fieldsHeading: string;
  readonly filesName: string;
  readonly column: string;
  readonly becomes: string;
  readonly evidenceColumn: string;
  readonly columnName: (place: string) => string;
  readonly becomesOf: (column: string) => string;
  readonly noSamples: string;
  readonly samples: string;
  readonly fields: Readonly<Record<MappedField, string>>;
  readonly whoGroup: string;
  readonly whatGroup: string;
  readonly moreGroup: string;
  readonly property: string;
  readonly out: string;
  readonly sure: string;
  readonly look: string;
  readonly chosen: string;
  readonly kept: string;
  readonly unused: string;
  readonly keptAs: (name: string) => string;
  readonly lost: string;
  readonly byFile: (name: string) => string;
  readonly byPerson: string;
  readonly likely: (fields: string) => string;
  readonly tookOver: (field: string, column: string) => string;

  readonly madeName: string;
  readonly madeField: string;
  readonly madeText: string;
  readonly madeHint: string;
  readonly madeRules: (count: number, text: string) => string;
  readonly addMade: string;
  readonly removeMade: (field: string) => string;
  readonly madeEvidence: string;
  readonly templateEvidence: string;

  readonly names: string;
  readonly namesOf: (column: string) => string;
  readonly nameOf: (value: string) => string;

  readonly questions: (count: number, text: string) => string;
  readonly noQuestions: string;
  readonly noQuestionsBody: string;
  readonly ask: Readonly<Record<'actor' | 'time' | 'event' | 'defaultCountry' | 'timeFormat' | 'zone', string>>;
  readonly askWhy: Readonly<Record<'actor' | 'time' | 'event' | 'defaultCountry' | 'timeFormat' | 'zone', string>>;
  readonly askOther: (field: string) => string;
  readonly missing: Readonly<Record<'actor' | 'time' | 'event', string>>;
  readonly chooseColumn: string;
  readonly likelyGroup: string;
  readonly otherGroup: string;
  readonly oneForAll: string;
  readonly allRows: (name: string) => string;
  readonly isRight: string;

  readonly reading: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<'events' | 'profiles', string>>;
  readonly kindNote: Readonly<Record<'events' | 'profiles', string>>;
  readonly key: string;
  readonly onlyCustomers: string;
  readonly matched: (count: number, text: string, of: string) => string;
  readonly matchedFile: (file: string, matched: string) => string;
  readonly timeFormat: string;
  readonly timeAuto: (format: string) => string;
  readonly timeFormats: Readonly<Record<'iso' | 'epoch-s' | 'epoch-ms' | 'epoch-us', string>>;
  readonly zone: string;
  readonly zoneHint: string;
  readonly zoneFault: (zone: string) => string;
  readonly country: string;
  readonly noCountry: string;
  readonly sheetName: string;
  readonly encoding: string;
  readonly headless: string;
  readonly lookedAnew: (count: number, text: string) => string;
  readonly exclusions: (count: number, text: string) => string;
  readonly offered: (mapping: string) => string;
  readonly offeredUse: string;
  readonly fromMapping: (mapping: string) => string;
  readonly startOver: string;
  readonly toLookAt: (count: number, text: string) => string;
  readonly allClear: string;
  readonly mappingFile: string;
  readonly saveMapping: (name: string) => string;
  readonly saved: (name: string) => string;
  readonly toIdentity: string;
  readonly leaveOutFile: string;
  readonly takeInFile: string;
  readonly fileLeftOut: string;
  readonly firstRows: (shown: string) => string;

  readonly evidence: {
    readonly name: (word: string, field: string) => string;
    readonly namePart: (word: string, field: string) => string;
    readonly otherName: (word: string) => string;
    readonly shape: (share: string, shape: string) => string;
    readonly shapeAll: (shape: string) => string;
    readonly otherShape: (share: string, shape: string) => string;
    readonly distinct: (count: number, text: string, of: string) => string;
    readonly distinctAll: (of: string) => string;
    readonly filled: (share: string) => string;
    readonly constant: (value: string) => string;
    readonly timeFormat: (format: string) => string;
    readonly timeOther: (other: string) => string;
    /** Follows `timeFormat` at once. */
    readonly zoned: string;
    readonly unzoned: string;
    readonly timeRange: (range: string) => string;
    readonly ordered: string;
    readonly overlap: (share: string, type: string) => string;
    readonly country: (share: string, country: string) => string;
    readonly rival: (column: string) => string;
    readonly sameAs: (column: string) => string;
    readonly onlyOne: string;
    readonly format: (format: string) => string;
    readonly fileName: (name: string) => string;
  };
  readonly shapes: Readonly<Record<ValueShape, string>>;

  readonly readingHeading: string;
  readonly readingFile: (name: string, place: string, of: string) => string;
  readonly beforeFiles: string;
  readonly joining: string;
  readonly rowsSoFar: (count: number, text: string) => string;
  readonly stopped: string;
  readonly untouched: string;
  readonly readFailed: (name: string) => string;
  readonly backToFields: string;

  readonly identityHeading: string;
  readonly identitySum: (customers: number, customersText: string, files: number, filesText: string) => string;
  /** Beside what the data set has. */
  readonly identitySumMore: (customers: number, customersText: string, files: number, filesText: string) => string;
  readonly joinedSum: (count: number, text: string) => string;
  readonly nothingJoined: string;
  readonly newCustomers: (count: number, text: string) => string;
  readonly noneNew: string;
  readonly unidentified: (count: number, text: string) => string;
  readonly types: Readonly<Record<IdentifierType, string>>;
  readonly listComma: string;
  readonly guardedHeading: (count: number, text: string) => string;
  readonly guardedNote: string;
  readonly guarded: Readonly<
    Record<'email' | 'phone' | 'deviceId', (customers: number, text: string, names: string) => string>
  >;
  readonly guardedRows: (count: number, text: string) => string;
  readonly namesMore: (names: string, more: string) => string;
  readonly apart: string;
  readonly allow: string;
  readonly allowOf: (id: string) => string;
  readonly allowed: string;
  readonly allowedBy: (id: string, customers: string) => string;
  readonly allowHint: string;
  readonly takeBack: string;
  readonly takeBackOf: (id: string) => string;
  readonly conflictsHeading: (count: number, text: string) => string;
  readonly conflict: (ids: string) => string;
  readonly joinsHeading: string;
  readonly joins: Readonly<Record<IdentifierType, (count: number, text: string) => string>>;
  readonly why: string;
  readonly whyOf: (id: string) => string;
  readonly explaining: string;
  readonly explained: (id: string, customer: string) => string;
  readonly chainLink: (from: string, to: string, rows: number, text: string) => string;
  readonly chainProfile: (from: string, to: string) => string;
  readonly chainAlias: (from: string, to: string) => string;
  readonly together: (ids: string) => string;
  readonly records: (ids: string, rows: number, text: string) => string;
  readonly block: string;
  readonly blockOf: (id: string) => string;
  readonly blockHint: string;
  readonly blocked: string;
  readonly blockedBy: (id: string, customers: string) => string;
  readonly decisions: (count: number, text: string) => string;
  readonly decisionBlock: (id: string) => string;
  readonly decisionAllow: (id: string) => string;
  readonly taken: (id: string, customers: string) => string;
  readonly decisionFailed: string;
  readonly example: string;
  readonly more: (count: number, text: string) => string;

  readonly rows: string;
  readonly acceptedOf: (rows: string) => string;
  readonly acceptedAll: string;
  readonly rejected: (count: number, text: string) => string;
  readonly rejectedNone: string;
  readonly emptySample: string;
  readonly saveRejected: string;
  readonly truncated: string;
  readonly importRows: (count: number, text: string) => string;
  readonly importNothing: string;
  readonly changed: string;
  readonly notTaken: string;

  readonly doneHeading: string;
  readonly doneSum: (count: number, text: string, files: number, filesText: string) => string;
  readonly doneCustomers: (count: number, text: string) => string;
  readonly file: string;
  readonly rowsIn: string;
  readonly accepted: string;
  readonly rejectedColumn: string;
  readonly all: string;
  readonly reasons: string;
  readonly warnings: string;
  readonly mappings: string;
  readonly importMore: string;
  readonly incomplete: string;
  readonly rejectedFile: {
    readonly file: string;
    readonly row: string;
    readonly line: string;
    readonly reason: string;
    readonly raw: string;
  };
}

const s = (count: number): string => (count === 1 ? '' : 's');

const en: StepWords = {
  stepOf: (step, place, of) => `Step ${place} of ${of}: ${step}`,
  back: 'Back',
  close: 'Close',

  fieldsHeading: 'What each column becomes',
  filesName: 'Files of the import',
  column: 'Column and samples',
  becomes: 'Becomes',
  evidenceColumn: 'Evidence',
  columnName: (place) => `Column ${place}`,
  becomesOf: (column) => `“${column}” becomes`,
  noSamples: 'no values in the first rows',
  samples: 'Samples:',
  fields: {
    actor: 'customer id',
    userId: 'user id',
    email: 'e-mail',
    phone: 'phone',
    deviceId: 'device id',
    time: 'time',
    event: 'touchpoint',
    id: 'row id',
    channel: 'channel',
    source: 'source',
    account: 'account',
    owner: 'owner',
    stage: 'stage',
    value: 'value',
    page: 'page',
  },
  whoGroup: 'Who',
  whatGroup: 'When and what',
  moreGroup: 'More about it',
  property: 'Keep as a property',
  out: 'Leave out',
  sure: 'sure',
  look: 'look',
  chosen: 'chosen',
  kept: 'kept',
  unused: 'not used',
  keptAs: (name) => `Stays under its name, ${name}`,
  lost: 'Not read into the data set',
  byFile: (name) => `From ${name}`,
  byPerson: 'You chose this',
  likely: (fields) => `Also possible: ${fields}`,
  tookOver: (field, column) => `${field} is now “${column}”; the column from before stays a property.`,

  madeName: 'For all rows',
  madeField: 'Field for all rows',
  madeText: 'Text for all rows',
  madeHint: 'A name in braces puts a column in: {method} {path}',
  madeRules: (n, text) => `by ${text} rule${s(n)} of the mapping file`,
  addMade: 'One value for all rows',
  removeMade: (field) => `Remove the value for ${field}`,
  madeEvidence: 'The same in every row',
  templateEvidence: 'Put together from columns',

  names: 'Rename values',
  namesOf: (column) => `Names of the values of “${column}”`,
  nameOf: (value) => `${value} is called`,

  questions: (n, text) => `${text} question${s(n)}`,
  noQuestions: 'Nothing is unsure',
  noQuestionsBody: 'Names and values agree for every field. Look over the table or go on.',
  ask: {
    actor: 'Which column says who?',
    time: 'Which column says when?',
    event: 'Which column says what happened?',
    defaultCountry: 'Which country are the phone numbers from?',
    timeFormat: 'How are the dates written?',
    zone: 'Which time zone are the times in?',
  },
  askWhy: {
    actor: 'A customer id, user id, e-mail, phone or device id.',
    time: 'Rows without a time cannot be placed.',
    event: 'Such as visit, signup, call. If the file has one kind only, write its name.',
    defaultCountry: 'Some numbers have no country code. Without a country they join nobody.',
    timeFormat: 'Day and month could be either way round.',
    zone: 'The times carry no offset.',
  },
  askOther: (field) => `Which column is the ${field}?`,
  missing: {
    actor: 'Choose the column that says who.',
    time: 'Choose the column that says when.',
    event: 'Choose the column that says what happened, or one name for all rows.',
  },
  chooseColumn: 'Choose',
  likelyGroup: 'Likely',
  otherGroup: 'Other columns',
  oneForAll: 'One name for all rows',
  allRows: (name) => `All rows: ${name}`,
  isRight: 'That is right',

  reading: 'How the file is read',
  kind: 'A row is',
  kinds: { events: 'a touchpoint', profiles: 'a customer' },
  kindNote: {
    events: 'Something that happened at a time.',
    profiles: 'The file joins others by its ids, e-mails and phones; it adds no touchpoints.',
  },
  key: 'Customers are found by',
  onlyCustomers:
    'These files hold customers only, and the data set has no touchpoints they could join. Add a file of touchpoints.',
  matched: (_n, text, of) => `${text} of ${of} customers have touchpoints`,
  matchedFile: (file, matched) => `${file}: ${matched}.`,
  timeFormat: 'Times are written',
  timeAuto: (format) => (format === '' ? 'as the rows show' : `as the rows show: ${format}`),
  timeFormats: {
    iso: 'ISO 8601',
    'epoch-s': 'seconds since 1970',
    'epoch-ms': 'milliseconds since 1970',
    'epoch-us': 'microseconds since 1970',
  },
  zone: 'Time zone without an offset',
  zoneHint: 'UTC',
  zoneFault: (zone) => `“${zone}” is no time zone. Write one such as Asia/Shanghai.`,
  country: 'Phone numbers without a country',
  noCountry: 'join nobody',
  sheetName: 'Sheet',
  encoding: 'Encoding',
  headless: 'The first line is a row already: there are no names of columns',
  lookedAnew: (n, text) => `Looked at anew: ${text} column${s(n)}.`,
  exclusions: (n, text) => `${text} exclusion${s(n)} of the mapping file stay in force.`,
  offered: (mapping) => `A file with the same columns was imported with ${mapping}.`,
  offeredUse: 'Use that mapping',
  fromMapping: (mapping) => `Mapped by ${mapping}`,
  startOver: 'Back to the proposal',
  toLookAt: (n, text) => `${text} field${s(n)} to look at`,
  allClear: 'All fields are clear',
  mappingFile: 'The mapping is a file:',
  saveMapping: (name) => `Save ${name}`,
  saved: (name) => `${name} saved.`,
  toIdentity: 'Continue to identity',
  leaveOutFile: 'Leave this file out',
  takeInFile: 'Take it in again',
  fileLeftOut: 'This file is left out.',
  firstRows: (shown) => `First ${shown} rows`,

  evidence: {
    name: (word, field) => `Name: ${word} = ${field}`,
    namePart: (word, field) => `${word} in the name = ${field}`,
    otherName: (word) => `But the name says ${word}`,
    shape: (share, shape) => `${share} look like ${shape}`,
    shapeAll: (shape) => `All look like ${shape}`,
    otherShape: (share, shape) => `But ${share} look like ${shape}`,
    distinct: (n, text, of) => `${text} distinct value${s(n)} in ${of} rows`,
    distinctAll: (of) => `Another value in each of ${of} rows`,
    filled: (share) => `${share} of the rows have one`,
    constant: (value) => `Always ${value}`,
    timeFormat: (format) => (format === 'iso' ? 'ISO date and time' : `Written ${format}`),
    timeOther: (other) => `${other} would fit too`,
    zoned: ' with zone',
    unzoned: ' without a zone',
    timeRange: (range) => `Within ${range}`,
    ordered: 'In order of time',
    overlap: (share, type) => `${share} are known already as ${type}`,
    country: (share, country) => `${share} complete as numbers of ${country}`,
    rival: (column) => `“${column}” would do as well`,
    sameAs: (column) => `Repeats “${column}”`,
    onlyOne: 'No other column could be it',
    format: (format) => `${format} says so`,
    fileName: (name) => `From the name ${name}`,
  },
  shapes: {
    empty: 'empty fields',
    email: 'an e-mail address',
    phone: 'a phone number',
    uuid: 'a UUID',
    code: 'an id',
    time: 'a time',
    epoch: 'a time in seconds or milliseconds',
    money: 'an amount of money',
    number: 'a number',
    boolean: 'yes or no',
    country: 'a country',
    zone: 'a time zone',
    url: 'a web address',
    path: 'a path',
    address: 'an IP address',
    word: 'names that come back',
    text: 'free text',
    data: 'JSON',
  },

  readingHeading: 'Reading every row',
  readingFile: (name, place, of) => `${name}, ${place} of ${of}`,
  beforeFiles: 'Reading what the data set has',
  joining: 'Finding who is who',
  rowsSoFar: (n, text) => `${text} row${s(n)}`,
  stopped: 'Reading was stopped.',
  untouched: 'The data set is as it was.',
  readFailed: (name) => `${name} cannot be read`,
  backToFields: 'Back to fields',

  identityHeading: 'Who is who',
  identitySum: (n, text, files, filesText) => `${text} customer${s(n)} in ${filesText} file${s(files)}`,
  identitySumMore: (n, text, files, filesText) => `${text} customer${s(n)} with ${filesText} file${s(files)} added`,
  joinedSum: (n, text) => `${text} of them ${n === 1 ? 'is' : 'are'} known by more than one identifier.`,
  nothingJoined: 'No customer is known by more than one identifier.',
  newCustomers: (_n, text) => `${text} are new.`,
  noneNew: 'None is new.',
  unidentified: (n, text) =>
    n === 1
      ? `${text} row names nobody; it is kept and counts for no customer.`
      : `${text} rows name nobody; they are kept and count for no customer.`,
  types: { actor: 'customer id', userId: 'user id', email: 'e-mail', phone: 'phone', deviceId: 'device' },
  listComma: ', ',
  guardedHeading: (_n, text) => `Kept apart: ${text}`,
  guardedNote: 'Several customers share these, so they join nobody.',
  guarded: {
    email: (_n, text, names) => `A shared mailbox: ${text} customers have it, each with ids of their own: ${names}.`,
    phone: (_n, text, names) => `A reused number: ${text} customers have it, each with ids of their own: ${names}.`,
    deviceId: (_n, text, names) => `A shared device: ${text} customers used it, each with ids of their own: ${names}.`,
  },
  guardedRows: (n, text) => `${text} row${s(n)}`,
  namesMore: (names, more) => `${names} and ${more} more`,
  apart: 'kept apart',
  allow: 'Join them',
  allowOf: (id) => `Join them: the customers who share ${id}`,
  allowed: 'joined by you',
  allowedBy: (id, customers) => `${id} now makes one customer of them: ${customers} customers.`,
  allowHint: 'Only if they are one person.',
  takeBack: 'Take back',
  takeBackOf: (id) => `Take back the decision on ${id}`,
  conflictsHeading: (_n, text) => `To look at: ${text}`,
  conflict: (ids) => `One customer with several ids of one kind: ${ids}. Rows name them together.`,
  joinsHeading: 'Brought together by',
  joins: {
    actor: (n, text) => `${text} customer${s(n)} by customer id`,
    userId: (n, text) => `${text} customer${s(n)} by user id`,
    email: (n, text) => `${text} customer${s(n)} by e-mail`,
    phone: (n, text) => `${text} customer${s(n)} by phone`,
    deviceId: (n, text) => `${text} customer${s(n)} by device`,
  },
  why: 'Why?',
  whyOf: (id) => `Why? What ${id} says`,
  explaining: 'Looking it up',
  explained: (id, customer) => (id === customer ? `${id} names its customer.` : `${id} belongs to ${customer}:`),
  chainLink: (from, to, n, text) => `${from} and ${to} stand together in ${text} row${s(n)}.`,
  chainProfile: (from, to) => `${from} and ${to} stand together in the customer file.`,
  chainAlias: (from, to) => `${from} and ${to} are one by your decision.`,
  together: (ids) => `The customer’s identifiers: ${ids}.`,
  records: (ids, n, text) => `${text} row${s(n)} with ${ids}`,
  block: 'Block',
  blockOf: (id) => `Block ${id}: it joins nobody`,
  blockHint: 'As if it were written nowhere.',
  blocked: 'blocked by you',
  blockedBy: (id, customers) => `${id} joins nobody any more: ${customers} customers.`,
  decisions: (n, text) => `Your decision${s(n)}: ${text}`,
  decisionBlock: (id) => `${id} joins nobody`,
  decisionAllow: (id) => `${id} makes one customer`,
  taken: (id, customers) => `The decision on ${id} is taken back: ${customers} customers.`,
  decisionFailed: 'That could not be done; everything is as before.',
  example: 'such as',
  more: (_n, text) => `and ${text} more`,

  rows: 'Rows',
  acceptedOf: (rows) => `accepted of ${rows}`,
  acceptedAll: 'accepted, all of them',
  rejected: (_n, text) => `${text} rejected`,
  rejectedNone: 'No row was rejected.',
  emptySample: '(empty)',
  saveRejected: 'Save rejected rows',
  truncated: 'The first 10,000 can be saved.',
  importRows: (n, text) => `Import ${text} row${s(n)}`,
  importNothing: 'No row could be used. Go back and choose other fields.',
  changed: 'The data set has changed meanwhile, so all was read again. Look once more and import.',
  notTaken: 'The page did not take the rows. The data set is as it was.',

  doneHeading: 'What was taken in',
  doneSum: (n, text, files, filesText) => `${text} row${s(n)} of ${filesText} file${s(files)} are in the data set`,
  doneCustomers: (n, text) => `${text} customer${s(n)}`,
  file: 'File',
  rowsIn: 'Rows',
  accepted: 'Accepted',
  rejectedColumn: 'Rejected',
  all: 'All files',
  reasons: 'Rejected, by reason',
  warnings: 'Worth knowing',
  mappings: 'Mappings, for the next time',
  importMore: 'Import more',
  incomplete: 'ended early',
  rejectedFile: { file: 'file', row: 'row', line: 'line', reason: 'reason', raw: 'row as it stands in the file' },
};

/** Texts of the steps after the files. */
export const stepWords: (locale: Locale) => StepWords = dictionary<StepWords>('import-steps', en, {
  'zh-CN': () => import('./step-words.zh-cn.js').then((module) => module.zhCn),
});
