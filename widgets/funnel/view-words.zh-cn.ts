import { hanGap } from '../internal/han-gap.js';
import type { ViewWords } from './view-words.js';

/** A sentence with its values set off where Chinese meets Latin letters or digits. */
function zh(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((before, text, i) => {
    const value = values[i - 1] ?? '';
    return `${before}${hanGap(before, value)}${value}${hanGap(value, text)}${text}`;
  });
}

/** Texts of groups, time to convert and trend in Chinese (simplified). */
export const zhCn: ViewWords = {
  by: (properties) => zh`按${properties}`,
  breakdownBy: '细分方式',
  attribution: '客户归入哪一组',
  attributions: { first: '首次触点', last: '末次触点', all: '每次触点' },
  rate: '转化率',
  overall: (rate) => `总体 ${rate}`,
  other: (_n, text) => `其他（${text} 组）`,
  none: '（无值）',

  took: (_n, text, first, last) => zh`${text} 位客户从${first}走到${last}。`,
  tookTotals: (_n, text, first, last) => zh`${text} 次尝试从${first}走到${last}。`,
  halfWithin: (median) => `其中一半用时不超过 ${median}。`,
  nobody: (first, last) => ({
    title: '还没有人完成转化',
    body: zh`此范围内没有客户从${first}走到${last}。请放宽时间范围或转化窗口。`,
  }),
  perBin: (width) => `每 ${width}的客户数`,
  median: (span) => `中位数 ${span}`,
  within90: (span) => `90% 在 ${span}内`,
  fastest: '最快一成不超过',
  medianName: '中位数',
  mean: '平均',
  within90Name: '90% 不超过',
  longest: '最长',
  fromTo: (first, last) => `${first} → ${last}`,
  steps: '计时的起止步骤',
  binMark: (customers, from, to) => `${customers}用时 ${from}至 ${to}`,
  histogram: '转化用时分布图',
  binsHelp: '用左右方向键在各条之间移动；回车选择；Esc 取消。',
  from: '从',
  to: '至（不含）',

  share: (first, last, window, by) => zh`从${first}开始的客户中${window}到达${last}的占比，${by}。`,
  within: (span) => `在 ${span}内`,
  byBucket: {
    hour: '按第一步所在小时',
    day: '按第一步所在日',
    week: '按第一步所在周',
    month: '按第一步所在月',
    quarter: '按第一步所在季度',
    year: '按第一步所在年',
  },
  everyBucket: {
    auto: '自动',
    hour: '按小时',
    day: '按日',
    week: '按周',
    month: '按月',
    quarter: '按季度',
    year: '按年',
  },
  buckets: '每段时长',
  rose: (from, to) => `转化率从 ${from} 升至 ${to}。`,
  fell: (from, to) => `转化率从 ${from} 降至 ${to}。`,
  steady: '首尾两个已结束的时段之间无明显变化。',
  counting: (_n, text) => `有 ${text} 个时段尚在转化窗口内，数值仍会上升。`,
  noWindow: '没有转化窗口，各时段的数值都可能上升。',
  stillCounting: '仍在统计',
  finished: '已结束的时段',
  meanRate: '平均转化率',
  extremes: '最低、最高',
  pair: (low, high) => `${low}、${high}`,
  last: '最近一个已结束时段',
  goal: (rate) => `目标 ${rate}`,
  pointMark: (bucket, converted, entered, rate, interval) =>
    zh`${bucket}：${entered} 位中有 ${converted} 位转化，${rate}，区间 ${interval}%`,
  pointEmpty: (bucket) => `${bucket}：无人进入`,
  line: '转化率趋势图',
  lineHelp: '用左右方向键在各时段之间移动；回车选择进入的客户；Esc 取消。',
  bucket: '时段',
  entered: '进入',
  converted: '转化',
  dropped: '未转化',
  timeName: '转化用时',
  timeSentence: (first, last) => zh`到达${last}的客户，其计入的那一次尝试从${first}到${last}所用的时间。`,
  bins: '每条的宽度',
  trendName: '分时段转化率',
  trendSentence: (first, last) => zh`在某一时段开始${first}的客户中，到达${last}的占比；按尝试开始的时间归入时段。`,
  zone: '时区',
  finishedRule: '何时结束',
  finishedWhen: (window) => `时段结束后再过 ${window}`,
  nothing: { title: '此范围内无人进入', body: '请放宽时间范围，查看转化率的变化。' },
};
