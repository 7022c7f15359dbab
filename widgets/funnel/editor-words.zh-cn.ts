import { hanGap } from '../internal/han-gap.js';
import type { EditorWords } from './editor-words.js';

/** A sentence with its values set off where Chinese meets Latin letters or digits. */
function zh(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((before, text, i) => {
    const value = values[i - 1] ?? '';
    return `${before}${hanGap(before, value)}${value}${hanGap(value, text)}${text}`;
  });
}

/** Texts of the editor of a funnel's steps in Chinese (simplified). */
export const zhCn: EditorWords = {
  title: '编辑步骤',
  unchanged: '尚无更改',
  changed: '更改尚未应用',
  undo: '撤销',
  discard: '放弃',
  done: '应用',

  step: '步骤',
  stepAt: (place) => `第 ${place} 步`,
  grip: (name) => `移动「${name}」：拖动，或按 Alt 加方向键`,
  remove: (name) => `删除「${name}」`,
  addStep: '添加步骤',
  moveHint: '拖动或按 Alt 加方向键可移动步骤',
  moved: (name, place, of) => `「${name}」现为第 ${place} 步，共 ${of} 步`,
  added: (name, place) => `已添加「${name}」为第 ${place} 步`,
  removed: (name) => `已删除「${name}」`,
  undone: '已撤销上一次更改',
  earlier: '前移',
  later: '后移',

  name: '名称',
  events: '事件为以下任一',
  anyEvent: '任意事件',
  searchEvents: '搜索事件',
  noSuchEvent: '数据中没有这个事件',
  removeEvent: (name) => `移除「${name}」`,
  condition: '条件',
  property: '属性',
  operator: '比较方式',
  value: '值',
  removeCondition: (text) => `移除条件 ${text}`,
  optional: '可选',
  optionalTag: '可选',
  anyOf: (count) => `${count} 选一`,
  operators: {
    eq: '为',
    ne: '不为',
    in: '为其中之一',
    lt: '小于',
    lte: '至多',
    gt: '大于',
    gte: '至少',
    isNull: '缺失',
    notNull: '存在',
  },
  eventIs: '事件为',
  or: '或',
  and: '，',
  anything: '任意事件',

  rules: '规则',
  order: '顺序',
  orders: { ordered: '按顺序', strict: '紧接', unordered: '不分先后' },
  within: '转化窗口',
  amount: '数量',
  unit: '单位',
  units: { none: '不限', minute: '分钟', hour: '小时', day: '天', week: '周' },
  count: '计数',
  counts: { uniques: '按客户去重', totals: '每次尝试都计' },
  hold: '各步取值相同',
  holdNone: '不要求',

  leaveOut: '排除',
  leaveOutAdd: '排除…',
  leaveOutWhat: '有此事件的客户不计',
  between: '从哪一步',
  until: '到哪一步',
  removeLeaveOut: '不再排除这些客户',

  preview: '预览',
  before: (rate) => `更改前为 ${rate}。`,
  same: '与更改前相同。',
  counting: '统计中',

  inWords: (sentence) => `用文字说：${sentence}`,
  next: (before, step) => zh`${before}，然后${step}`,
  perhaps: (before, step) => zh`${before}，可能还有${step}`,
  alsoUnordered: (before, step) => `${before}、${step}`,
  sentence: (path, rules) => `${path}；${rules.join('；')}。`,
  ruleStrict: '中间无其他触点',
  ruleUnordered: '不分先后',
  ruleWindow: (span) => `全程在 ${span}内`,
  rulePer: { uniques: '按客户去重', totals: '每次尝试都计' },
  ruleHold: (property) => zh`全程${property}相同`,
  ruleExclude: (condition, from, to) => zh`在${from}与${to}之间有${condition}的客户不计`,
};
