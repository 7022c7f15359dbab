import { formatDate } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { dictionary } from '../locales/words.js';
import { hanGap } from '../internal/han-gap.js';
import type { ClauseLabel, WidgetKind } from './selection.js';

/** What a clause of each key is called; the arguments are those its widget puts into the label, in order. */
type LabelWords = Readonly<Record<string, (...args: string[]) => string>>;

/** Texts of the chips of a selection. */
export interface ClauseWords {
  readonly from: Readonly<Record<WidgetKind, string>>;
  readonly labels: LabelWords;
}

const en: ClauseWords = {
  from: {
    funnel: 'From funnel',
    journey: 'From journey',
    heatmap: 'From heatmap',
    paths: 'From paths',
    metric: 'From metric',
    filter: 'Filter',
    quality: 'From data quality',
  },
  labels: {
    reached: (step) => `reached ${step}`,
    left: (before, step) => `left between ${before} and ${step}`,
    reachedIn: (step, group) => `reached ${step}, ${group}`,
    leftIn: (before, step, group) => `left between ${before} and ${step}, ${group}`,
    bin: (from, to) => `took ${from} to ${to}`,
    entered: (bucket) => `entered in ${bucket}`,
    convertedIn: (bucket) => `entered in ${bucket} and converted`,
    droppedIn: (bucket) => `entered in ${bucket} and did not convert`,
    time: (from, to) => `${from} to ${to}`,
    cell: (row, column) => `${row}, ${column}`,
    element: (name) => `clicked ${name}`,
    node: (name) => `passed ${name}`,
    edge: (from, to) => `went from ${from} to ${to}`,
    dropped: (name) => `ended at ${name}`,
    variant: (first, last) => `path from ${first} to ${last}`,
    stage: (name) => `in stage ${name}`,
    equals: (property, value) => `${property} is ${value}`,
    customers: (name) => name,
  },
};

// Apart from the widgets' own words: a chip may speak of a widget that is not on the page.
const wordsOf = dictionary<ClauseWords>('clauses', en, {
  'zh-CN': () => import('./clause-words.zh-cn.js').then((words) => words.zhCn),
});

/** What a clause is called. Numbers are instants, ms UTC, and are written as days. A key nobody knows shows its names. */
export function clauseText(locale: Locale, { key, args }: ClauseLabel): string {
  const texts = args.map((arg) => (typeof arg === 'number' ? formatDate(locale, arg, 'UTC') : arg));
  const { labels } = wordsOf(locale);
  const write = Object.hasOwn(labels, key) ? labels[key]! : null;
  if (!write) return texts.join(' ');
  if (locale !== 'zh-CN') return write(...texts);
  // Latin letters and digits stand off from Han: marks hold the places while the sentence is put together.
  const parts = write(...texts.map((_, i) => `\u0000${i}\u0000`)).split('\u0000');
  return parts.reduce((text, part, i) => {
    const word = i % 2 === 1 ? texts[Number(part)]! : part;
    return text + hanGap(text.trimEnd(), word.trimStart()) + word;
  }, '');
}

/** Which widget a clause comes from. */
export function clauseSource(locale: Locale, widget: WidgetKind): string {
  return wordsOf(locale).from[widget];
}
