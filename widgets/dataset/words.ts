import type { FunnelOrder } from '../../worker/protocol/spec.js';
import { ownLocale } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { translated } from '../locales/registry.js';
import { offerWords } from '../locales/words.js';
import type { Asked } from './compose-mapping.js';

/**
 * Texts of the mapping panel and the step editor, in every language. They stand apart from the kit's other texts, so
 * that a first paint, which needs neither element, does not carry them.
 */
export interface DatasetWords {
  readonly mappingTitle: string;
  readonly mappingScope: (name: string, columns: number) => string;
  readonly asked: Readonly<Record<Asked, { readonly label: string; readonly hint: string; readonly missing: string }>>;
  readonly choose: string;
  readonly likely: string;
  readonly otherColumns: string;
  readonly headless: string;
  readonly noEventColumn: string;
  /** Name of every row's event when there is no column for it; it goes into the mapping. */
  readonly constantEvent: string;
  readonly column: (place: number) => string;
  readonly sure: string;
  readonly look: string;
  readonly chosen: string;
  readonly samples: (text: string) => string;
  readonly noSamples: string;
  readonly twice: (column: string, first: string, second: string) => string;
  readonly firstRows: (shown: number) => string;
  readonly toLookAt: (count: number) => string;
  readonly showFunnel: string;
  readonly reading: string;
  readonly cancel: string;
  readonly timeUnreadable: (column: string) => string;
  readonly failed: string;

  readonly steps: string;
  readonly step: (place: number) => string;
  readonly addStep: string;
  readonly removeStep: (name: string) => string;
  readonly earlier: (name: string) => string;
  readonly later: (name: string) => string;
  readonly moved: (name: string, place: number, of: number) => string;
  readonly added: (name: string, place: number) => string;
  readonly removed: (name: string) => string;
  readonly proposed: string;
  readonly window: string;
  readonly noLimit: string;
  readonly order: string;
  readonly orders: Readonly<Record<FunnelOrder, string>>;
  readonly noEvents: string;
  readonly noFunnel: string;
}

const en: DatasetWords = {
  mappingTitle: 'Which columns say who, when and what?',
  mappingScope: (name, n) => `${name ? `${name} · ` : ''}${n} column${n === 1 ? '' : 's'} · read here, nothing is sent`,
  asked: {
    actor: {
      label: 'Customer',
      hint: 'Who acted: an id or an email',
      missing: 'Choose the column that says who.',
    },
    time: { label: 'Time', hint: 'When it happened', missing: 'Choose the column that says when.' },
    event: {
      label: 'Touchpoint',
      hint: 'What happened: visit, signup, call',
      missing: 'Choose the column that says what.',
    },
  },
  choose: 'Choose a column',
  likely: 'Likely',
  otherColumns: 'Other columns',
  headless: 'The first line is already a touchpoint: the file has no column names',
  noEventColumn: 'No such column: every row is one touchpoint',
  constantEvent: 'touchpoint',
  column: (place) => `Column ${place}`,
  sure: 'sure',
  look: 'look',
  chosen: 'chosen',
  samples: (text) => `For example ${text}`,
  noSamples: 'empty in the first rows',
  twice: (column, first, second) => `“${column}” cannot be both ${first.toLowerCase()} and ${second.toLowerCase()}.`,
  firstRows: (n) => `First ${n} rows`,
  toLookAt: (n) => (n === 0 ? 'All three are set' : `${n} of 3 to look at`),
  showFunnel: 'Show the funnel',
  reading: 'Reading the data',
  cancel: 'Cancel',
  timeUnreadable: (column) =>
    `No row of “${column}” holds a time that can be read. Choose another column for the time.`,
  failed: 'The data cannot be read with these columns. Choose others.',

  steps: 'Steps',
  step: (place) => `Step ${place}`,
  addStep: 'Add step',
  removeStep: (name) => `Remove ${name}`,
  earlier: (name) => `Move ${name} earlier`,
  later: (name) => `Move ${name} later`,
  moved: (name, place, of) => `${name} is now step ${place} of ${of}`,
  added: (name, place) => `${name} added as step ${place}`,
  removed: (name) => `${name} removed`,
  proposed: 'Proposed from the data',
  window: 'Finish within',
  noLimit: 'No limit',
  order: 'Order',
  orders: { ordered: 'In order', strict: 'In order, nothing between', unordered: 'Any order' },
  noEvents: 'Steps can be chosen when the data are there.',
  noFunnel: 'No funnel to change: point at one with for="its id".',
};

const zhCn: DatasetWords = {
  mappingTitle: '哪几列表示谁、何时、做了什么？',
  mappingScope: (name, n) => `${name ? `${name} · ` : ''}${n} 列 · 仅在本机读取，不会上传`,
  asked: {
    actor: { label: '客户', hint: '谁：编号或邮箱', missing: '请选择表示客户的列。' },
    time: { label: '时间', hint: '何时发生', missing: '请选择表示时间的列。' },
    event: { label: '触点', hint: '做了什么：访问、注册、咨询', missing: '请选择表示触点的列。' },
  },
  choose: '请选择一列',
  likely: '可能的列',
  otherColumns: '其他列',
  headless: '第一行已是触点：文件没有列名',
  noEventColumn: '没有这一列：每行都是同一种触点',
  constantEvent: '触点',
  column: (place) => `第 ${place} 列`,
  sure: '已确定',
  look: '请确认',
  chosen: '已选择',
  samples: (text) => `例如 ${text}`,
  noSamples: '前几行为空',
  twice: (column, first, second) => `「${column}」不能同时表示${first}和${second}。`,
  firstRows: (n) => `前 ${n} 行`,
  toLookAt: (n) => (n === 0 ? '三项均已选定' : `还有 ${n} 项待确认`),
  showFunnel: '查看漏斗',
  reading: '正在读取数据',
  cancel: '取消',
  timeUnreadable: (column) => `「${column}」中没有一行是可识别的时间。请为时间选择另一列。`,
  failed: '无法用这几列读取数据，请另选。',

  steps: '步骤',
  step: (place) => `步骤 ${place}`,
  addStep: '添加步骤',
  removeStep: (name) => `删除「${name}」`,
  earlier: (name) => `将「${name}」前移`,
  later: (name) => `将「${name}」后移`,
  moved: (name, place, of) => `「${name}」现为第 ${place} 步，共 ${of} 步`,
  added: (name, place) => `已添加「${name}」为第 ${place} 步`,
  removed: (name) => `已删除「${name}」`,
  proposed: '根据数据建议',
  window: '转化窗口',
  noLimit: '不限',
  order: '顺序',
  orders: { ordered: '按顺序', strict: '按顺序且中间无其他触点', unordered: '任意顺序' },
  noEvents: '数据载入后即可选择步骤。',
  noFunnel: '没有可修改的漏斗：请用 for="其 id" 指定。',
};

const tables: Readonly<Record<Locale, DatasetWords>> = { en, 'zh-CN': zhCn };
offerWords('dataset', en);

/** The texts in a language. */
export function datasetWords(locale: Locale): DatasetWords {
  return translated('dataset', tables[ownLocale(locale)], locale);
}
