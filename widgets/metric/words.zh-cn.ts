import { hanGap } from '../internal/han-gap.js';
import type { MetricWidgetWords } from './words.js';

const join = (...parts: readonly string[]): string =>
  parts.reduce((text, part) => text + hanGap(text, part) + part, '');

/** Chinese texts of `<tp-metric>`. */
export const zhCn: MetricWidgetWords = {
  customersOf: (count, total) => `${total} 位客户中的 ${count} 位`,
  interval: (range) => `95% 区间 ${range}`,
  lowN: (n) => `样本少（${n}）`,
  moved: (change, period, word) => join('较', period, word, change),
  stood: (value, period, word) => `${join(period, '为', value)} · ${word}`,
  higher: '升高',
  lower: '降低',
  more: '增加',
  fewer: '减少',
  shorter: '缩短',
  longer: '延长',
  unclear: '无明显差异',
  same: '持平',
  noBefore: (period) => join(period, '没有可比的数据'),
  daysBefore: (days) => (days === 1 ? '前一天' : `之前 ${days} 天`),
  beginsLater: (day) => join('数据始于', day, '，无法比较'),
  noPeriod: '选择时间段后才能比较',
  noComparison: '截至数据末尾，没有更早的数值',

  nobodyDid: (step) => join('此时间范围内没有客户做过', step),
  nobodyWent: (first, last) => join('没有客户从', first, '到', last),
  nothing: '此时间范围内没有触点',

  needsSteps: { title: '还没有步骤', body: '请至少写两个步骤：steps="访问, 注册"。' },
  listTitle: (name) => join('计入', name, '的客户'),
  choose: '选中这些客户',
  spark: (name, points, first, last) => join(`${name}的走势，从`, first, '至', last, `，共 ${points} 个点`),
  sparkHelp: '用方向键逐点读取。',
  stillOpen: '仍在计数',
  summary: (name, value, change) => (change ? `${name}：${value}；${change}` : `${name}：${value}`),

  period: '时间段',
  wholeRange: '整个范围',
  value: '数值',
  low: '下限',
  high: '上限',
  n: '样本数',

  counts: '计数',
  range: '时间范围',
  allTime: '全部数据',
  rangeIn: (range, zone) => `${range}（${zone}）`,
  comparedWith: '对比时段',
  formula: '公式',
  certainty: '变化判断',
  certain: {
    score: '差异的 95% 混合得分区间不含 0 时，才称为升高或降低',
    split: '客户在两段时间的分布由偶然造成的可能不足 5% 时，才称为升高或降低',
    apart: '两个中位数的 95% 区间互不重叠时，才称为延长或缩短',
    plain: '如实列出：逐行计数，没有估算',
  },
  asOf: '截至',
  leftOut: '未计入',
  otherRules: '换一种规则会怎样',
  noLimit: '不限时长',
  strict: '严格顺序',
};
