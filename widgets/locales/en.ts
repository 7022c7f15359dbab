import type { Messages } from './messages.js';

const s = (count: number): string => (count === 1 ? '' : 's');

/** English. */
export const en: Messages = {
  retry: 'Try again',
  stop: 'Stop',
  close: 'Close',
  open: 'Open',
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
  remarks: (n, text) => `${text} thing${s(n)} to know`,
  noted: {
    'time-order-unsure': (n, text) =>
      `Day and month cannot be told apart in ${text} date${s(n)}; day first is assumed.`,
    unidentified: (n, text) => `${text} row${s(n)} without a customer ${n === 1 ? 'is' : 'are'} left out.`,
  },

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
  showReport: 'Show the report',
  partMissing: { title: 'A part of the kit could not be fetched', body: 'Check the network and open it again.' },
  stale: 'These are the last good numbers.',
};
