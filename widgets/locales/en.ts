import type { Messages } from './messages.js';

const s = (count: number): string => (count === 1 ? '' : 's');

/** English. */
export const en: Messages = {
  retry: 'Try again',
  stop: 'Stop',
  close: 'Close',
  copyDetails: 'Copy details',
  copied: 'Copied',
  copyFailed: 'Copying was refused; select the text instead',
  code: (code) => `Code: ${code}`,
  sample: 'Generated sample data, not real customers',

  customers: (n, text) => `${text} customer${s(n)}`,
  touchpoints: (n, text) => `${text} touchpoint${s(n)}`,
  rejectedRows: (n, text) => `${text} row${s(n)} rejected`,
  asOf: (moment) => `As of ${moment}`,
  listSeparator: ', ',

  funnel: 'Funnel',
  funnelHeading: (first, last) => `${first} to ${last}`,
  scopeUniques: 'Distinct customers',
  order: { ordered: 'steps in order', strict: 'steps in order, nothing between', unordered: 'steps in any order' },
  within: (span) => `within ${span}`,
  leadOf: (reached, total) => `${reached} of ${total}`,
  leadSentence: (reached, total, first, last, n) =>
    `${reached} of ${total} customer${s(n)} went from ${first} to ${last}`,
  leadSingle: (total, first, n) => `${total} customer${s(n)} did ${first}`,
  leadInterval: (level, interval) => `${level} interval ${interval}%`,
  leadMedian: (span) => `median time ${span}`,
  reached: 'Reached this step',
  leftBefore: 'Left before this step',
  tableView: 'Table',
  recomputing: 'Updating',
  lowN: (n) => `low n (${n})`,

  step: 'Step',
  customersColumn: 'Customers',
  fromStart: 'From first step',
  fromPrevious: 'From previous step',
  interval: (level) => `${level} interval`,
  leftBeforeStep: 'Left before step',
  leftColumn: 'Left',
  leftWord: (text) => `${text} left`,
  medianTime: 'Median time',
  chartLabel: 'Funnel chart',
  chartHelp: 'Arrow keys move between steps and between reached and left; Enter chooses; Escape clears.',
  reachedMark: (step, count, rate) => `${step}: ${count} reached it, ${rate} of the first step`,
  leftMark: (before, step, count) => `${count} left between ${before} and ${step}`,
  summary: (text) => `Funnel: ${text}.`,

  chosenReached: 'Reached ',
  chosenLeft: ['Left between ', ' and ', ''],
  chosenLeftNarrow: ['Left before ', ''],
  clearChoice: 'Clear choice',
  choiceCleared: 'Choice cleared',
  chosen: (customers) => `${customers} chosen`,
  showCustomers: (customers) => `Show ${customers}`,
  hideCustomers: 'Hide list',
  listReached: (step) => `Reached ${step}`,
  listLeft: (before, step) => `Left between ${before} and ${step}`,

  definition: 'Definition',
  definitionName: 'Conversion rate',

  importIncomplete: 'The file ended early, so rows may be missing.',

  initial: {
    'no-dataset': {
      title: 'No data is connected',
      body: 'Put this funnel inside a <tp-dataset>, or point at one with for="its id".',
    },
    'no-source': { title: 'No file yet', body: 'Choose a file of touchpoints, or give the dataset a src.' },
    'no-spec': { title: 'No steps yet', body: 'Choose at least one step to see how far customers come.' },
    'needs-mapping': {
      title: 'Three columns are needed',
      body: 'Say which columns hold the customer, the time and the touchpoint.',
    },
  },
  reading: 'Reading the data',
  indexing: 'Putting rows in order',
  computing: 'Counting customers',
  rowsRead: (n, text) => `${text} row${s(n)} read`,
  emptyNoRows: { title: 'The data has no rows', body: 'Choose a file with at least one touchpoint.' },
  emptyAllRejected: (rejected) => ({
    title: 'No row could be used',
    body: `All ${rejected} rows were rejected. The report says why, with samples.`,
  }),
  emptyUnidentified: {
    title: 'No row names a customer',
    body: 'The rows were read, but the customer column is empty in all of them. Map another column to the customer.',
  },
  emptyNever: (step, names) => ({
    title: `“${step}” never happens`,
    body: `No row of the data is called that. ${names ? `The data has ${names}.` : ''} Change the step to a name that is there.`,
  }),
  emptyRange: (step, date) => ({
    title: `No “${step}” in this range`,
    body: `The first “${step}” in the data is from ${date}. Widen the range to see customers.`,
  }),
  emptyFilter: (step) => ({
    title: `No customer did “${step}”`,
    body: 'Rows with this name exist, but none meets the filters. Loosen a filter to see customers.',
  }),
  showReport: 'Show the report',
  error: {
    'spec-invalid': { title: 'The funnel’s settings cannot be used', body: 'Mend the setting that the message names.' },
    'mapping-invalid': { title: 'The mapping cannot be used', body: 'Mend the mapping file, or load without one.' },
    'mapping-incomplete': {
      title: 'Customer, time or touchpoint is not clear',
      body: 'Say which columns hold these three.',
    },
    'source-missing': { title: 'The data was not found', body: 'Check the address and the network.' },
    'source-auth': { title: 'The data is closed to you', body: 'Sign in again, or ask its owner for access.' },
    'source-limit': { title: 'The source’s limit is reached', body: 'Wait a while, or load a smaller part.' },
    'source-format': { title: 'The file cannot be read', body: 'Save it again as CSV and load that.' },
    'source-gone': {
      title: 'The file has to be chosen again',
      body: 'It could be read only once and is no longer kept.',
    },
    'source-file-url': {
      title: 'A page opened from a file cannot fetch data',
      body: 'Serve the folder (npx touchpoint-kit serve .) and open the printed address.',
    },
    'time-unreadable': { title: 'The time column cannot be read', body: 'Say which format its dates are in.' },
    'batch-shape': { title: 'The rows do not fit together', body: 'Columns of one batch differ in length or type.' },
    'not-loaded': { title: 'There is no data yet', body: 'Load a file first.' },
    'memory-limit': {
      title: 'The data is too large for this page',
      body: 'Load a shorter time range or fewer columns.',
    },
    'worker-lost': {
      title: 'The calculation stopped',
      body: 'The browser ended it, often for want of memory. Trying again loads the data anew.',
    },
    'seat-unavailable': {
      title: 'The calculation could not start',
      body: 'This page’s security rules refuse every way of running it.',
    },
    aborted: { title: 'Stopped', body: 'The data was not read to its end.' },
    internal: { title: 'Something in the kit failed', body: 'Trying again may help. The details say what to report.' },
  },
  stale: 'These are the last good numbers.',
};
