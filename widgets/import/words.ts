import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';
import type { SourceFacts } from '../../worker/protocol/report.js';
import type { Step } from './import-model.js';

/** Texts of `<tp-import>` that its first picture and its list of files need. Values come formatted. */
export interface ImportWords {
  readonly title: string;
  readonly titleOne: (name: string) => string;
  readonly titleMany: (files: number, text: string) => string;
  readonly local: string;
  readonly stepsName: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly stepDone: string;

  readonly filesHeading: string;
  readonly drop: string;
  readonly dropNow: string;
  readonly dropHint: string;
  readonly choose: string;
  readonly pasteHint: string;
  readonly pasted: (number: number) => string;
  readonly url: string;
  readonly urlHint: string;
  readonly urlFault: string;
  readonly add: string;
  readonly looking: string;
  readonly formats: Readonly<Record<SourceFacts['format'], string>>;
  readonly columns: (count: number, text: string) => string;
  readonly rowsSeen: (text: string) => string;
  readonly zipped: string;
  readonly sheet: (name: string) => string;
  readonly size: (value: string, unit: 'B' | 'kB' | 'MB' | 'GB') => string;
  readonly remove: (name: string) => string;
  readonly removed: (name: string) => string;
  readonly include: (name: string) => string;
  readonly added: (names: string) => string;
  readonly mappingTaken: (mapping: string, files: string) => string;
  readonly mappingUnused: (mapping: string) => string;
  readonly noMapping: (file: string) => string;
  readonly clear: string;
  readonly toAnswer: (count: number, text: string) => string;
  readonly customersFile: string;
  readonly fileFailed: string;
  readonly again: string;
  readonly toFields: string;
  readonly waitForFiles: string;
  readonly nothingChosen: string;
  readonly filesReady: (count: number, text: string) => string;
}

const en: ImportWords = {
  title: 'Import data',
  titleOne: (name) => `Import ${name}`,
  titleMany: (_n, text) => `Import ${text} files`,
  local: 'read here, nothing is sent',
  stepsName: 'Steps of the import',
  steps: { files: 'Files', fields: 'Fields', identity: 'Identity', done: 'Import' },
  stepDone: 'done',

  filesHeading: 'Which files?',
  drop: 'Drop files here, all departments at once',
  dropNow: 'Let go to add the files',
  dropHint: 'CSV, Excel, JSON, Parquet, Arrow, XES, web server logs, rrweb recordings, also zipped (.gz)',
  choose: 'Choose files',
  pasteHint: 'Rows copied from a spreadsheet can be pasted here.',
  pasted: (n) => `pasted rows ${n}`,
  url: 'Or the address of a file',
  urlHint: 'https://…/events.csv',
  urlFault: 'This is no address. Write one that begins with https:// or leads to a file beside this page.',
  add: 'Add',
  looking: 'Looking at the first rows',
  formats: {
    csv: 'CSV',
    rows: 'Rows',
    json: 'JSON',
    ndjson: 'NDJSON',
    xlsx: 'Excel',
    parquet: 'Parquet',
    arrow: 'Arrow',
    xes: 'XES',
    'access-log': 'Web server log',
    rrweb: 'rrweb recording',
  },
  columns: (n, text) => `${text} column${n === 1 ? '' : 's'}`,
  rowsSeen: (text) => `${text} ${text === '1' ? 'row' : 'rows'} looked at`,
  zipped: 'gzip',
  sheet: (name) => `sheet “${name}”`,
  size: (value, unit) => `${value} ${unit}`,
  remove: (name) => `Remove ${name}`,
  removed: (name) => `${name} removed.`,
  include: (name) => `Import ${name}`,
  added: (names) => `Added: ${names}.`,
  mappingTaken: (mapping, files) => `The mapping ${mapping} is used for ${files}.`,
  noMapping: (file) => `${file} holds no mapping of this version. Save it again from an import, or leave it out.`,
  mappingUnused: (mapping) =>
    `The mapping ${mapping} fits none of the files: their columns are others. Add the file it was made for.`,
  clear: 'clear',
  toAnswer: (_n, text) => `${text} to look at`,
  customersFile: 'customers',
  fileFailed: 'cannot be read',
  again: 'Try again',
  toFields: 'Continue to fields',
  waitForFiles: 'Wait until the files have been looked at.',
  nothingChosen: 'Add at least one file that can be read.',
  filesReady: (n, text) => `${text} file${n === 1 ? '' : 's'} ready`,
};

/** Texts of `<tp-import>`'s first picture. */
export const importWords: (locale: Locale) => ImportWords = dictionary<ImportWords>('import', en, {
  'zh-CN': () => import('./words.zh-cn.js').then((module) => module.zhCn),
});
