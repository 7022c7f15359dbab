import { hanGap } from '../internal/han-gap.js';
import type { FilterWords } from './words.js';

const join = (...parts: readonly string[]): string =>
  parts.reduce((text, part) => text + hanGap(text, part) + part, '');

/** Chinese texts of `<tp-filter>`. */
export const zhCn: FilterWords = {
  filter: '筛选',
  period: '时间段',
  periods: {
    all: '全部数据',
    today: '最近一天',
    '7d': '近 7 天',
    '28d': '近 28 天',
    '90d': '近 90 天',
    'this-month': '本月',
    'last-month': '上月',
  },
  custom: '自定义',
  compare: '对比',
  compares: { none: '不对比', previous: '上一时段', 'last-year': '去年同期' },
  ownCompare: '其他时段',
  from: '从',
  to: '至',
  through: '至（含）',

  segment: '分群',
  segmentPanel: '按属性分群',
  property: '属性',
  eventName: '触点名称',
  search: '搜索取值',
  scope: '保留',
  scopes: { customers: '有此类触点的客户', touchpoints: '仅此类触点' },
  valuesShown: (shown, total) => `共 ${total} 个取值，显示 ${shown} 个`,
  noValues: '没有这样的取值。',
  reading: '正在读取取值',
  missing: '无法读取取值。',
  chip: (property, values) => `${property}：${values}`,
  customer: (name) => join('客户', name),
  clear: '全部清除',
  nothingChosen: '未作选择，全部计入。',

  histogram: (first, last) => join('触点随时间的分布，', first, '至', last),
  begin: '时间段起点',
  end: '时间段终点',
  help: '拖动选择日期；方向键移动起点和终点。',
  rows: (text) => `${text} 个触点`,
  summary: (range, rows) => `${range}：${rows}`,
  against: (range) => join('对比', range),
  allData: '全部数据',
  bucket: '起始',
  touchpoints: '触点',
  inPeriod: '在时间段内',
};
