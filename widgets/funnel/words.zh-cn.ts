import { hanGap } from '../internal/han-gap.js';
import type { FunnelWords } from './words.js';

/** A sentence with its values set off where Chinese meets Latin letters or digits. */
function zh(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((before, text, i) => {
    const value = values[i - 1] ?? '';
    return `${before}${hanGap(before, value)}${value}${hanGap(value, text)}${text}`;
  });
}

/** Texts of `<tp-funnel>` in Chinese (simplified). */
export const zhCn: FunnelWords = {
  funnel: '漏斗',
  funnelHeading: (first, last) => zh`从${first}到${last}`,
  scopeUniques: '按客户去重',
  scopeTotals: '每次尝试都计',
  order: { ordered: '步骤有先后', strict: '步骤紧接，中间无其他触点', unordered: '步骤不分先后' },
  within: (span) => `${span}内完成`,
  attempts: (_n, text) => `${text} 次尝试`,

  leadOf: (reached, total) => `${reached} / ${total}`,
  leadSentence: (reached, total, first, last) => `${total} 位「${first}」的客户中，${reached} 位到达「${last}」`,
  leadSingle: (total, first) => `${total} 位客户到达「${first}」`,
  leadSentenceTotals: (reached, total, first, last) =>
    `从「${first}」开始的 ${total} 次尝试中，${reached} 次到达「${last}」`,
  leadSingleTotals: (total, first) => `从「${first}」开始的尝试有 ${total} 次`,
  leadInterval: (level, interval) => `${level} 区间 ${interval}%`,
  leadMedian: (span) => `用时中位数 ${span}`,
  reached: '到达此步',
  leftBefore: '在此步之前流失',

  step: '步骤',
  attemptsColumn: '尝试次数',
  fromStart: '较第一步',
  fromPrevious: '较上一步',
  leftBeforeStep: '此步之前流失',
  leftColumn: '流失',
  leftWord: (text) => `流失 ${text}`,
  medianTime: '用时中位数',
  sumOf: (property) => zh`${property}合计`,
  optional: '可选',

  inPeriod: (column, period) => `${column}（${period}）`,
  comparedWith: (period) => zh`与${period}相比`,
  rateThen: (rate, period) => zh`${period}为 ${rate}`,
  higher: '上升',
  lower: '下降',
  noDifference: '无明显差异',
  noDifferenceShort: '无明显差异',
  verdict: (points, word) => `${points} ${word}`,
  difference: (points, interval) => `${points}（${interval}）`,
  pointsRange: (low, high) => `${low} 至 ${high}`,
  unclear: (interval) => `无明显差异（${interval}）`,
  versus: (period) => zh`对比${period}`,
  compare: '对比',
  noComparison: '不对比',
  previousPeriod: '上一周期',
  yearBefore: '去年同期',

  chartLabel: '漏斗图',
  chartHelp: '用方向键在步骤之间、到达与流失之间移动；回车选择；Esc 取消。',
  reachedMark: (step, count, rate) => zh`${step}：${count}到达，占第一步的${rate}`,
  leftMark: (before, step, count) => zh`流失${count}：在${before}与${step}之间`,
  chosenReached: '到达',
  chosenLeft: ['在', '与', '之间流失'],
  chosenLeftNarrow: ['在', '之前流失'],
  listReached: (step) => zh`到达${step}`,
  listLeft: (before, step) => zh`在${before}与${step}之间流失`,

  otherGroups: '其他分组',
  noValue: '无值',
  views: '视图',
  view: { steps: '步骤', time: '转化用时', trend: '趋势' },
  editSteps: '编辑步骤',
  definitionName: '转化率',
};
