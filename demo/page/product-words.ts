import type { SampleLocale } from '../sample/words.js';

/** What the product's report page says. */
export interface ProductWords {
  readonly brand: string;
  readonly home: string;
  readonly reports: string;
  readonly automation: string;
  readonly settings: string;
  readonly search: string;
  readonly title: string;
  readonly subtitle: string;
  readonly share: string;
  readonly export: string;
  readonly newReport: string;
  readonly period: string;
  readonly team: string;
  readonly compare: string;
  readonly cards: ReadonlyArray<readonly [name: string, value: string, change: string]>;
  readonly chart: string;
  readonly notes: string;
  readonly noteLines: readonly string[];
  readonly comment: string;
  readonly columns: readonly string[];
  readonly shops: readonly string[];
  readonly more: string;
  readonly upgradeTitle: string;
  readonly upgradeText: string;
  readonly upgrade: string;
  readonly helpfulAsk: string;
  readonly helpful: string;
  readonly unhelpful: string;
  readonly foot: string;
  opened(name: string): string;
  readonly exported: string;
}

/** Words by language. */
export const productWords: Readonly<Record<SampleLocale, ProductWords>> = {
  en: {
    brand: 'Acme Flow',
    home: 'Home',
    reports: 'Reports',
    automation: 'Automation',
    settings: 'Settings',
    search: 'Search reports',
    title: 'Weekly report',
    subtitle: '19–25 October, all shops',
    share: 'Share',
    export: 'Export',
    newReport: 'New report',
    period: '19–25 Oct',
    team: 'All teams',
    compare: 'Compare',
    cards: [
      ['Revenue', '¥482,310', '+6.2% on last week'],
      ['Orders', '1,846', '+2.1% on last week'],
      ['Returns', '3.4%', '−0.3 points'],
    ],
    chart: 'Revenue by day',
    notes: 'Comments',
    noteLines: ['Sara: the dip on Wednesday is the stock count.', 'Tom: noted for the next report.'],
    comment: 'Write a comment',
    columns: ['Shop', 'Revenue', 'Orders', 'Returns'],
    shops: ['Lakeside', 'Old Town', 'Station', 'Harbour', 'Airport', 'Online', 'Outlet', 'Partner shops'],
    more: 'More rows',
    upgradeTitle: 'Reports that send themselves',
    upgradeText: 'The Business plan mails each team its own report on Monday morning.',
    upgrade: 'Upgrade',
    helpfulAsk: 'Was this report helpful?',
    helpful: 'Yes',
    unhelpful: 'No',
    foot: 'Acme Flow · an imagined product',
    opened: (name) => `${name}: opened`,
    exported: 'The export is ready.',
  },
  zh: {
    brand: 'Acme Flow',
    home: '首页',
    reports: '报表',
    automation: '自动化',
    settings: '设置',
    search: '搜索报表',
    title: '每周报表',
    subtitle: '10月19日至25日，全部门店',
    share: '分享',
    export: '导出',
    newReport: '新建报表',
    period: '10月19日至25日',
    team: '全部团队',
    compare: '对比',
    cards: [
      ['收入', '¥482,310', '较上周 +6.2%'],
      ['订单', '1,846', '较上周 +2.1%'],
      ['退货率', '3.4%', '−0.3 个百分点'],
    ],
    chart: '每日收入',
    notes: '评论',
    noteLines: ['莎莎：周三的下降是盘点所致。', '涛：已记入下次报表。'],
    comment: '写评论',
    columns: ['门店', '收入', '订单', '退货率'],
    shops: ['湖滨店', '老城店', '车站店', '海港店', '机场店', '网店', '折扣店', '伙伴店'],
    more: '更多行',
    upgradeTitle: '自动发送的报表',
    upgradeText: '企业版在周一早上把各团队自己的报表发给他们。',
    upgrade: '升级',
    helpfulAsk: '这份报表有帮助吗？',
    helpful: '有',
    unhelpful: '没有',
    foot: 'Acme Flow · 虚构的产品',
    opened: (name) => `${name}：已打开`,
    exported: '导出已就绪。',
  },
};
