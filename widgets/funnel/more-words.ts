import type { FunnelEntry, FunnelOrder, FunnelTie } from '../../worker/protocol/spec.js';
import type { Locale } from '../internal/format.js';
import type { StateWords } from '../locales/messages.js';
import { dictionary } from '../locales/words.js';

/** Texts of what opens on request in `<tp-funnel>`: table view, definition, reasons for an empty funnel. */
export interface FunnelMoreWords {
  readonly averageTime: string;
  readonly definitionSentence: (first: string, last: string, order: string, window: string) => string;
  readonly definitionOrder: Readonly<Record<FunnelOrder, string>>;
  readonly definitionWindow: (span: string) => string;
  readonly definitionOf: (reached: string, total: string) => string;
  readonly definitionOfTotals: (reached: string, total: string) => string;
  readonly definitionTies: string;
  readonly tie: Readonly<Record<FunnelTie, string>>;
  readonly definitionEntry: string;
  readonly entry: Readonly<Record<FunnelEntry, string>>;
  readonly unbounded: string;
  readonly definitionWindowName: string;
  readonly definitionOrderName: string;
  readonly definitionOptional: string;
  readonly definitionHold: string;
  readonly definitionExclusions: string;
  readonly exclusion: (condition: string, from: string, to: string) => string;
  readonly definitionCompare: string;
  readonly definitionDifference: string;
  readonly changeLow: (level: string) => string;
  readonly changeHigh: (level: string) => string;
  readonly newcombe: (level: string) => string;
  readonly emptyNever: (step: string, names: string) => StateWords;
  readonly emptyRange: (step: string, date: string) => StateWords;
  readonly emptyFilter: (step: string) => StateWords;
}

const en: FunnelMoreWords = {
  averageTime: 'Mean time',
  definitionSentence: (first, last, order, window) =>
    `Of the customers who did ${first}, the share who reached ${last}${window}, ${order}.`,
  definitionOrder: {
    ordered: 'taking the steps in this order, with anything else between',
    strict: 'taking the steps in this order with no other touchpoint between',
    unordered: 'taking the steps in any order',
  },
  definitionWindow: (span) => ` within ${span} of beginning`,
  definitionOf: (reached, total) => `${reached} / ${total} distinct customers`,
  definitionOfTotals: (reached, total) => `${reached} / ${total} attempts`,
  definitionTies: 'Same instant',
  tie: {
    'any-order': 'counts in step order',
    'strictly-later': 'does not count; a step must be later',
    'input-order': 'counts in the order of the file',
  },
  definitionEntry: 'Attempts',
  entry: { best: 'a customer’s deepest one', first: 'a customer’s first one only' },
  unbounded: 'no limit',
  definitionWindowName: 'Window',
  definitionOrderName: 'Order',
  definitionOptional: 'Optional steps',
  definitionHold: 'One value throughout',
  definitionExclusions: 'Not between',
  exclusion: (condition, from, to) => `${condition}, from ${from} to ${to}`,
  definitionCompare: 'Compared with',
  definitionDifference: 'Difference',
  changeLow: (level) => `Change, ${level} low`,
  changeHigh: (level) => `Change, ${level} high`,
  newcombe: (level) => `${level}, Newcombe hybrid score`,
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
};

/** Texts of what opens on request in `<tp-funnel>`. */
export const funnelMoreWords: (locale: Locale) => FunnelMoreWords = dictionary<FunnelMoreWords>('funnel-more', en, {
  'zh-CN': () => import('./more-words.zh-cn.js').then((module) => module.zhCn),
});
