import { hanGap } from '../internal/han-gap.js';
import type { FunnelMoreWords } from './more-words.js';

/** Texts of what opens on request in `<tp-funnel>` in Chinese (simplified). */
export const zhCn: FunnelMoreWords = {
  averageTime: '平均用时',
  definitionSentence: (first, last, order, window) =>
    `在「${first}」的客户中，${window}${order}到达「${last}」的占比。`,
  definitionOrder: {
    ordered: '按此顺序走过各步（中间可有其他触点）、',
    strict: '按此顺序紧接走过各步（中间无其他触点）、',
    unordered: '不分先后走过各步、',
  },
  definitionWindow: (span) => `自开始起 ${span}内`,
  definitionOf: (reached, total) => `${reached} / ${total} 位去重客户`,
  definitionOfTotals: (reached, total) => `${reached} / ${total} 次尝试`,
  definitionTies: '同一时刻',
  tie: { 'any-order': '按步骤顺序计', 'strictly-later': '不计，后一步须更晚', 'input-order': '按文件中的先后计' },
  definitionEntry: '取哪一次',
  entry: { best: '每位客户走得最深的一次', first: '每位客户的第一次' },
  unbounded: '不限',
  definitionWindowName: '转化窗口',
  definitionOrderName: '顺序',
  definitionOptional: '可选步骤',
  definitionHold: '全程取值相同',
  definitionExclusions: '中间不得有',
  exclusion: (condition, from, to) =>
    `${condition}（从${hanGap('从', from)}${from}${hanGap(from, '到')}到${hanGap('到', to)}${to}）`,
  definitionCompare: '对比',
  definitionDifference: '差值',
  changeLow: (level) => `变化下限（${level}）`,
  changeHigh: (level) => `变化上限（${level}）`,
  newcombe: (level) => `${level}，Newcombe 混合得分法`,
  emptyNever: (step, names) => ({
    title: `「${step}」从未发生`,
    body: `数据中没有这个名称。${names ? `现有名称：${names}。` : ''}请把步骤改为已有的名称。`,
  }),
  emptyRange: (step, date) => ({
    title: `此范围内没有「${step}」`,
    body: `数据中最早一次「${step}」在 ${date}。请放宽时间范围。`,
  }),
  emptyFilter: (step) => ({
    title: `没有客户到达「${step}」`,
    body: '数据中有这个名称，但都不符合筛选条件。请放宽筛选。',
  }),
};
