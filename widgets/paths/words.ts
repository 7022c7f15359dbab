import { dictionary } from '../locales/words.js';
import type { Locale } from '../internal/format.js';
import { en } from './words.en.js';

/** Texts of `<tp-paths>`. Numbers come written out; where a count decides the form of a word it comes along. */
export interface PathsWords {
  readonly title: string;
  readonly titleFrom: (start: string) => string;
  readonly titleTo: (end: string) => string;
  readonly titleBetween: (start: string, end: string) => string;

  /** What is counted. */
  readonly customers: (count: number, text: string) => string;
  readonly sessions: (count: number, text: string) => string;
  readonly whole: string;
  readonly split: (gap: string) => string;
  readonly joined: string;
  readonly kept: string;

  /** Columns, from 1; the last of so many. */
  readonly column: (position: number) => string;
  readonly before: (steps: number) => string;
  readonly goal: string;
  readonly other: string;
  readonly otherNames: (count: number, text: string) => string;
  readonly left: string;
  readonly gap: string;

  /** The sentence above the drawing: its point, then its numbers. */
  readonly stopsFirst: (name: string) => string;
  readonly stopsLater: (name: string, position: number) => string;
  readonly goNoFurther: (count: string, of: string) => string;
  readonly leadsTo: (source: string, target: string) => string;
  readonly takeIt: (count: string, of: string) => string;
  readonly onlyNode: (name: string, count: string) => string;
  /** Of the customers chosen. */
  readonly effectNext: (count: string, name: string) => string;
  readonly effectLeft: (count: string) => string;

  /** Marks. */
  readonly nodeMark: (name: string, column: string, count: string, share: string) => string;
  readonly leftMark: (column: string, count: string, share: string) => string;
  readonly linkMark: (source: string, target: string, count: string, share: string) => string;
  readonly dropMark: (source: string, count: string, share: string) => string;
  readonly link: (source: string, target: string) => string;
  readonly dropped: (source: string) => string;
  readonly leftAfter: (position: number) => string;
  readonly shareOf: (share: string, name: string) => string;
  readonly shareOfAll: (share: string) => string;
  readonly median: (span: string) => string;
  readonly throughChosen: (count: string) => string;
  readonly waysOut: (name: string) => string;
  readonly chart: string;
  readonly help: string;

  /** Tools. */
  readonly flow: string;
  readonly variants: string;
  readonly view: string;
  readonly anchor: string;
  readonly from: string;
  readonly to: string;
  readonly fromName: (name: string) => string;
  readonly toName: (name: string) => string;
  readonly anywhere: string;
  readonly anyStart: string;
  readonly direction: string;
  readonly search: string;
  readonly nothingFound: string;
  readonly useName: (name: string) => string;
  readonly steps: (count: number) => string;
  readonly stepsName: string;
  readonly versus: (name: string) => string;
  readonly compare: string;
  readonly noCompare: string;
  readonly perCustomer: string;
  readonly joinRepeats: string;

  /** Agreement with a funnel of the same data. */
  readonly agrees: (count: string) => string;
  readonly differs: (here: string, there: string) => string;

  /** Foot and notes. */
  readonly goOn: (count: string, position: number) => string;
  readonly inOther: (names: string) => string;

  /** Comparison. */
  readonly compareTitle: (name: string) => string;
  readonly compareGroups: (converted: string, others: string) => string;
  readonly did: (name: string) => string;
  readonly didNot: string;
  readonly difference: string;
  readonly interval: (level: string) => string;
  readonly higher: string;
  readonly lower: string;
  readonly unclear: string;
  readonly noDifference: string;
  readonly lowN: string;

  /** Variants. */
  readonly variant: string;
  readonly share: string;
  readonly customersColumn: string;
  readonly sessionsColumn: string;
  readonly variantsSentence: (modal: string, share: string) => string;
  readonly variantsShown: (shown: string, total: string) => string;
  readonly variantsWhole: string;
  readonly variantMark: (path: string, count: string, share: string) => string;
  readonly rework: string;
  readonly reworkNote: string;
  readonly reworkVisits: (count: number, text: string) => string;
  readonly noRework: string;
  readonly waiting: string;
  readonly waitingNote: string;
  readonly moreVariants: string;
  readonly variantsLoading: string;
  readonly variantsFailed: string;

  /** Table. */
  readonly fromColumn: string;
  readonly stepColumn: string;
  readonly toColumn: string;
  readonly shareColumn: string;
  readonly medianColumn: string;
  readonly pathColumn: string;

  /** Empty. */
  readonly emptyTitle: string;
  readonly emptyBody: string;
  readonly emptyStart: (name: string) => string;
  readonly emptyEnd: (name: string) => string;
  readonly emptyBoth: (start: string, end: string) => string;
  readonly emptyAnchorBody: string;

  /** Definition. */
  readonly definition: string;
  readonly definitionWhole: string;
  readonly definitionSession: (gap: string) => string;
  readonly ruleNode: string;
  readonly ruleEvent: string;
  readonly ruleRepeats: string;
  readonly ruleStart: string;
  readonly ruleEnd: string;
  readonly ruleOther: string;
  readonly ruleOtherText: (names: number) => string;
  readonly ruleLeft: string;
  readonly ruleLeftText: string;
  readonly ruleRange: string;
  readonly ruleAllTime: string;
  readonly ruleLeftOut: string;
  readonly ruleInterval: string;
  readonly ruleIntervalText: (level: string) => string;
}

/** Texts of `<tp-paths>` in a language. */
export const pathsWords: (locale: Locale) => PathsWords = dictionary<PathsWords>('paths', en, {
  'zh-CN': () => import('./words.zh-cn.js').then(({ zhCn }) => zhCn),
});
