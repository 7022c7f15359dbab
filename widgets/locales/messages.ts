import type { ErrorCode } from '../../worker/protocol/error.js';
import type { ImportWarning, RejectReason } from '../../worker/protocol/report.js';
import type { Locale } from '../internal/format.js';
import { en } from './en.js';
import { translated } from './registry.js';
import { loadWords, offerWords } from './words.js';

/** A state in words: what is, then what to do. */
export interface StateWords {
  readonly title: string;
  readonly body: string;
}

/**
 * Every text of the kit. Texts with values are functions of values already formatted in the language; where a count
 * decides the form of a word, the count comes along as a number. A language that lacks a key does not compile.
 */
export interface Messages {
  readonly retry: string;
  readonly stop: string;
  readonly close: string;
  readonly open: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly code: (code: string) => string;
  readonly sample: string;

  readonly customers: (count: number, text: string) => string;
  readonly touchpoints: (count: number, text: string) => string;
  readonly rejectedRows: (count: number, text: string) => string;
  readonly asOf: (moment: string) => string;
  readonly listSeparator: string;

  /** Numbers and their table. */
  readonly tableView: string;
  readonly recomputing: string;
  readonly lowN: (n: string) => string;
  readonly customersColumn: string;
  readonly interval: (level: string) => string;

  /** Choice and list. */
  readonly clearChoice: string;
  readonly choiceCleared: string;
  readonly chosen: (customers: string) => string;
  readonly showCustomers: (customers: string) => string;

  /** Definition. */
  readonly definition: string;

  /** Import report. */
  readonly importIncomplete: string;
  /** Opens the report where no row was rejected but something is worth knowing. */
  readonly remarks: (count: number, text: string) => string;
  /** Warnings that change what the numbers mean: said beside them. */
  readonly noted: Readonly<Record<'time-order-unsure' | 'unidentified', (count: number, text: string) => string>>;

  /** States. */
  readonly initial: Readonly<Record<'no-dataset' | 'no-source' | 'no-spec' | 'needs-mapping', StateWords>>;
  readonly reading: string;
  readonly indexing: string;
  readonly computing: string;
  readonly rowsRead: (count: number, text: string) => string;
  readonly showReport: string;
  readonly partMissing: StateWords;
  readonly stale: string;

  /** Cards: menu, selection, parts that failed. */
  readonly more: string;
  readonly exported: (file: string) => string;
  readonly exportFailed: string;
  readonly removeClause: (text: string) => string;
  readonly undo: string;
  readonly undone: string;
  readonly chosenOnly: string;
  readonly partFailed: string;
  readonly fromSource: (source: string) => string;
  readonly sentenceEnd: string;
}

/** Texts of what opens on request: list, report, definition, table. They come with the code that shows them. */
export interface MoreMessages {
  readonly exportCsv: string;
  readonly exportJson: string;
  readonly exportPng: string;
  readonly exportSvg: string;
  readonly copyTable: string;
  readonly copyLink: string;
  readonly print: string;
  readonly clearSelection: string;
  readonly copyDetails: string;
  readonly hideCustomers: string;
  readonly showChosen: string;
  readonly emptySelection: StateWords;
  readonly customer: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly touchpointsColumn: string;
  readonly shown: (shown: string, total: string) => string;
  readonly loadMore: string;
  readonly listLoading: string;
  readonly listFailed: string;
  readonly inUtc: (column: string) => string;
  readonly definitionCounts: string;
  readonly definitionRange: string;
  readonly allTime: string;
  readonly definitionInterval: string;
  readonly wilson: (level: string) => string;
  readonly leftOut: string;
  readonly leftOutUnidentified: (count: number, text: string) => string;
  readonly leftOutRejected: (count: number, text: string) => string;
  readonly leftOutNothing: string;
  readonly importReport: string;
  readonly importSum: (rowsIn: string, accepted: string, rejected: string) => string;
  readonly importWhere: (record: string, line: string | null) => string;
  readonly importMore: (count: number, text: string) => string;
  readonly reject: Readonly<Record<RejectReason, string>>;
  readonly warning: Readonly<Record<ImportWarning['code'], (count: string, column: string) => string>>;
  readonly warnings: string;
  readonly emptyNoRows: StateWords;
  readonly emptyAllRejected: (rejected: string) => StateWords;
  readonly emptyUnidentified: StateWords;
  readonly errorTitle: Readonly<Record<ErrorCode, string>>;
  /** null where an error's own message, which names the values at fault, is in the language. */
  readonly errorBody: Readonly<Record<ErrorCode, string>> | null;
}

const tables = new Map<Locale, Messages>([['en', en]]);
offerWords('kit', en);
let zhMore: MoreMessages | undefined;

/** Texts of what opens on request in a language that came by `loadLocale`; undefined for English, and until it is there. */
export function loadedMore(locale: Locale): MoreMessages | undefined {
  return locale === 'zh-CN' ? zhMore : undefined;
}

/** Words of a language; English until the language is loaded. */
export function messages(locale: Locale): Messages {
  return translated('kit', tables.get(locale) ?? en, locale);
}

/**
 * Fetches a language's words, once: these and those of every dictionary. undefined when they are there already. When
 * they cannot be fetched (a strict host, no network) English stays in use.
 */
export function loadLocale(locale: Locale): Promise<void> | undefined {
  const words = loadWords(locale);
  if (locale !== 'zh-CN' || tables.has(locale)) return words;
  const own = import('./zh-cn.js').then(
    ({ zhCn, zhCnMore }) => {
      tables.set('zh-CN', zhCn);
      zhMore = zhCnMore;
    },
    () => {},
  );
  return words ? Promise.all([own, words]).then(() => {}) : own;
}

/** One text: `msg('en', 'rowsRead', 1200, '1,200')`. */
export function msg<K extends keyof Messages>(
  locale: Locale,
  key: K,
  ...args: Messages[K] extends (...args: infer A) => unknown ? A : []
): Messages[K] extends (...args: never[]) => infer R ? R : Messages[K] {
  const text = messages(locale)[key] as unknown;
  return (typeof text === 'function' ? text(...args) : text) as never;
}
