import { hanGap } from '../internal/han-gap.js';
import type { JourneyWords } from './words.js';

/** A sentence with its values set off where Chinese meets Latin letters or digits. */
function zh(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((before, text, i) => {
    const value = values[i - 1] ?? '';
    return `${before}${hanGap(before, value)}${value}${hanGap(value, text)}${text}`;
  });
}

/** Chinese (simplified). */
export const zhCn: JourneyWords = {
  journeys: '客户旅程',
  people: (_n, text) => `${text} 位联系人`,
  touchpoints: (_n, text) => `${text} 个触点`,
  zone: (zone) => zh`时区 ${zone}`,

  inStage: (stage, span) => zh`已在「${stage}」停留 ${span}。`,
  lastSeenToday: (event) => (event ? zh`今天有触点：${event}。` : '今天有触点。'),
  lastSeen: (span, event) => (event ? zh`上次出现在 ${span}前：${event}。` : zh`上次出现在 ${span}前。`),
  lastSeenBefore: (span, event) =>
    event ? zh`上次出现在数据截止前 ${span}：${event}。` : zh`上次出现在数据截止前 ${span}。`,
  stalled: (stage, span) => zh`停滞：九成客户在 ${span}内离开「${stage}」`,
  stalledShort: (span) => zh`停滞，超过 ${span}`,
  activity: (change, span) => zh`近 ${span}活跃 ${change}`,
  activityShort: (change) => zh`活跃 ${change}`,
  silentNow: (span) => zh`已静默 ${span}`,

  timeline: '时间线',
  list: '列表',
  view: '视图',
  allPeople: (n, text) => (n === 1 ? '1 位联系人' : `全部 ${text} 位联系人`),
  allChannels: '全部渠道',
  someChannels: (shown, all) => `渠道 ${shown} / ${all}`,
  somePeople: (shown, all) => `联系人 ${shown} / ${all}`,
  matching: (search) => `「${search}」`,
  allCustomers: '全部客户',

  plot: '时间线',
  help: '左右方向键在触点之间移动，上下方向键切换泳道，回车打开。加号、减号和 0 缩放，Page Up 和 Page Down 平移。',
  noChannel: '无渠道',
  noName: '未命名',
  today: '今天',
  dataEnd: '数据截止',
  silent: (span) => zh`静默 ${span}`,
  silentOpen: (span) => zh`已静默 ${span}`,
  burst: (_n, text) => `1 小时内 ${text} 次`,
  bursts: (_n, text) => `${text} 次密集`,
  stageChanges: (_n, text) => `${text} 次变化`,
  group: (touchpoints, lane, range) => zh`${touchpoints}，${lane}，${range}`,
  mark: (event, lane, moment) => zh`${event}，${lane}，${moment}`,
  overview: '总览',
  viewStart: '视图起点',
  viewEnd: '视图终点',
  emptyView: '这段时间内没有触点。',

  openTimeline: '打开完整时间线',
  closeTimeline: '返回列表',

  groupSentence: (customers, touchpoints) => zh`${customers} 位客户，${touchpoints}`,
};
