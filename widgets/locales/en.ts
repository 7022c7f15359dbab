import type { Messages } from './messages.js';

const s = (count: number): string => (count === 1 ? '' : 's');

/** English. */
export const en: Messages = {
  retry: 'Try again',
  stop: 'Stop',
  close: 'Close',
  open: 'Open',
  copied: 'Copied',
  copyFailed: 'Copying was refused; select the text instead',
  code: (code) => `Code: ${code}`,
  sample: 'Generated sample data, not real customers',

  customers: (n, text) => `${text} customer${s(n)}`,
  touchpoints: (n, text) => `${text} touchpoint${s(n)}`,
  rejectedRows: (n, text) => `${text} row${s(n)} rejected`,
  asOf: (moment) => `As of ${moment}`,
  listSeparator: ', ',

  tableView: 'Table',
  recomputing: 'Updating',
  lowN: (n) => `low n (${n})`,

  customersColumn: 'Customers',
  interval: (level) => `${level} interval`,

  clearChoice: 'Clear choice',
  choiceCleared: 'Choice cleared',
  chosen: (customers) => `${customers} chosen`,
  showCustomers: (customers) => `Show ${customers}`,

  definition: 'Definition',

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
      body: 'Put this element inside a <tp-dataset>, or point at one with for="its id".',
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

  more: 'More',
  exported: (file) => `${file} saved`,
  exportFailed: 'This page does not allow saving files; copy the table instead',
  removeClause: (text) => `Remove: ${text}`,
  undo: 'Undo',
  undone: 'Last choice taken back',
  chosenOnly: 'Chosen',
  partFailed: 'A part of this view cannot be computed.',
  fromSource: (source) => `${source}: `,
  sentenceEnd: '.',
};
