import type { PropertyTest } from '../../worker/protocol/filter.js';
import type { FunnelMode, FunnelOrder } from '../../worker/protocol/spec.js';
import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';

type Unit = 'minute' | 'hour' | 'day' | 'week';

/** Texts of the editor of a funnel's steps. */
export interface EditorWords {
  readonly title: string;
  readonly unchanged: string;
  readonly changed: string;
  readonly undo: string;
  readonly discard: string;
  readonly done: string;

  readonly step: string;
  readonly stepAt: (place: number) => string;
  readonly grip: (name: string) => string;
  readonly remove: (name: string) => string;
  readonly addStep: string;
  readonly moveHint: string;
  readonly moved: (name: string, place: number, of: number) => string;
  readonly added: (name: string, place: number) => string;
  readonly removed: (name: string) => string;
  readonly undone: string;
  readonly earlier: string;
  readonly later: string;

  readonly name: string;
  readonly events: string;
  readonly anyEvent: string;
  readonly searchEvents: string;
  readonly noSuchEvent: string;
  readonly removeEvent: (name: string) => string;
  readonly condition: string;
  readonly property: string;
  readonly operator: string;
  readonly value: string;
  readonly removeCondition: (text: string) => string;
  readonly optional: string;
  readonly optionalTag: string;
  readonly anyOf: (count: string) => string;
  readonly operators: Readonly<Record<PropertyTest['op'], string>>;
  /** Condition of a step in words. */
  readonly eventIs: string;
  readonly or: string;
  readonly and: string;
  readonly anything: string;

  readonly rules: string;
  readonly order: string;
  readonly orders: Readonly<Record<FunnelOrder, string>>;
  readonly within: string;
  readonly amount: string;
  readonly unit: string;
  readonly units: Readonly<Record<Unit | 'none', string>>;
  readonly count: string;
  readonly counts: Readonly<Record<FunnelMode, string>>;
  readonly hold: string;
  readonly holdNone: string;

  readonly leaveOut: string;
  readonly leaveOutAdd: string;
  readonly leaveOutWhat: string;
  readonly between: string;
  readonly until: string;
  readonly removeLeaveOut: string;

  readonly preview: string;
  readonly before: (rate: string) => string;
  readonly same: string;
  readonly counting: string;

  /** The whole funnel as one sentence. */
  readonly inWords: (sentence: string) => string;
  readonly next: (before: string, step: string) => string;
  readonly perhaps: (before: string, step: string) => string;
  readonly alsoUnordered: (before: string, step: string) => string;
  readonly sentence: (path: string, rules: readonly string[]) => string;
  readonly ruleStrict: string;
  readonly ruleUnordered: string;
  readonly ruleWindow: (span: string) => string;
  readonly rulePer: Readonly<Record<FunnelMode, string>>;
  readonly ruleHold: (property: string) => string;
  readonly ruleExclude: (condition: string, from: string, to: string) => string;
}

const en: EditorWords = {
  title: 'Edit steps',
  unchanged: 'Nothing is changed yet',
  changed: 'Changes are not applied yet',
  undo: 'Undo',
  discard: 'Discard',
  done: 'Apply',

  step: 'Step',
  stepAt: (place) => `Step ${place}`,
  grip: (name) => `Move ${name}: drag, or Alt with the arrow keys`,
  remove: (name) => `Remove ${name}`,
  addStep: 'Add step',
  moveHint: 'Drag, or use Alt with the arrow keys, to move a step',
  moved: (name, place, of) => `${name} is now step ${place} of ${of}`,
  added: (name, place) => `${name} added as step ${place}`,
  removed: (name) => `${name} removed`,
  undone: 'Last change taken back',
  earlier: 'Earlier',
  later: 'Later',

  name: 'Name',
  events: 'Event is any of',
  anyEvent: 'Any event',
  searchEvents: 'Search events',
  noSuchEvent: 'No event of the data is called that',
  removeEvent: (name) => `Remove ${name}`,
  condition: 'Condition',
  property: 'Property',
  operator: 'Comparison',
  value: 'Value',
  removeCondition: (text) => `Remove condition ${text}`,
  optional: 'Optional',
  optionalTag: 'optional',
  anyOf: (count) => `any of ${count}`,
  operators: {
    eq: 'is',
    ne: 'is not',
    in: 'is any of',
    lt: 'under',
    lte: 'at most',
    gt: 'over',
    gte: 'at least',
    isNull: 'is missing',
    notNull: 'is there',
  },
  eventIs: 'event is ',
  or: ' or ',
  and: ', ',
  anything: 'any event',

  rules: 'Rules',
  order: 'Order',
  orders: { ordered: 'In order', strict: 'Strict', unordered: 'Any order' },
  within: 'Finish within',
  amount: 'Amount',
  unit: 'Unit',
  units: { none: 'no limit', minute: 'minutes', hour: 'hours', day: 'days', week: 'weeks' },
  count: 'Count',
  counts: { uniques: 'Distinct customers', totals: 'Every attempt' },
  hold: 'Same value on every step',
  holdNone: 'None',

  leaveOut: 'Leave out',
  leaveOutAdd: 'Leave out…',
  leaveOutWhat: 'Event that leaves a customer out',
  between: 'From step',
  until: 'To step',
  removeLeaveOut: 'Count these customers again',

  preview: 'Preview',
  before: (rate) => `${rate} before the changes.`,
  same: 'As before the changes.',
  counting: 'Counting',

  inWords: (sentence) => `In words: ${sentence}`,
  next: (before, step) => `${before}, then ${step}`,
  perhaps: (before, step) => `${before}, perhaps ${step}`,
  alsoUnordered: (before, step) => `${before}, ${step}`,
  sentence: (path, rules) => `${path}; ${rules.join('; ')}.`,
  ruleStrict: 'with nothing between',
  ruleUnordered: 'in any order',
  ruleWindow: (span) => `all within ${span}`,
  rulePer: { uniques: 'per customer', totals: 'every attempt counts' },
  ruleHold: (property) => `with the same ${property} throughout`,
  ruleExclude: (condition, from, to) => `leaving out anyone with ${condition} between ${from} and ${to}`,
};

/** Texts of the editor of a funnel's steps. */
export const editorWords: (locale: Locale) => EditorWords = dictionary<EditorWords>('funnel-editor', en, {
  'zh-CN': () => import('./editor-words.zh-cn.js').then((module) => module.zhCn),
});
