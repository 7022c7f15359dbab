import { formatDate, ownLocale } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { translated } from '../locales/registry.js';
import { offerWords } from '../locales/words.js';
import { hanGap } from '../internal/han-gap.js';
import type { ClauseLabel, WidgetKind } from './selection.js';

/** What a clause of each key is called; the arguments are those its widget puts into the label, in order. */
type LabelWords = Readonly<Record<string, (...args: string[]) => string>>;

interface ClauseWords {
  readonly from: Readonly<Record<WidgetKind, string>>;
  readonly labels: LabelWords;
}

// Both languages are short and stand together: a chip may speak of a widget that is not on the page.
const words: Readonly<Record<Locale, ClauseWords>> = {
  en: {
    from: {
      funnel: 'From funnel',
      journey: 'From journey',
      heatmap: 'From heatmap',
      paths: 'From paths',
      metric: 'From metric',
      filter: 'Filter',
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
  },
  'zh-CN': {
    from: {
      funnel: '来自漏斗',
      journey: '来自旅程',
      heatmap: '来自热力图',
      paths: '来自路径',
      metric: '来自指标',
      filter: '筛选',
    },
    labels: {
      reached: (step) => `到达${step}`,
      left: (before, step) => `在${before}与${step}之间流失`,
      reachedIn: (step, group) => `到达${step}（${group}）`,
      leftIn: (before, step, group) => `在${before}与${step}之间流失（${group}）`,
      bin: (from, to) => `用时 ${from}至 ${to}`,
      entered: (bucket) => `${bucket}进入`,
      convertedIn: (bucket) => `${bucket}进入并转化`,
      droppedIn: (bucket) => `${bucket}进入但未转化`,
      time: (from, to) => `${from}至${to}`,
      cell: (row, column) => `${row}，${column}`,
      element: (name) => `点击${name}`,
      node: (name) => `经过${name}`,
      edge: (from, to) => `从${from}到${to}`,
      dropped: (name) => `止于${name}`,
      variant: (first, last) => `从${first}到${last}的路径`,
      stage: (name) => `处于阶段${name}`,
      equals: (property, value) => `${property}为${value}`,
      customers: (name) => name,
    },
  },
};

offerWords('clauses', words.en);
const wordsOf = (locale: Locale): ClauseWords => translated('clauses', words[ownLocale(locale)], locale);

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
