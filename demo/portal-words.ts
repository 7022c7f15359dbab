import type { PageText } from './page/bar.js';
import type { SampleLocale } from './sample/words.js';

/** The portal page's words. */
export interface PortalWords {
  readonly text: PageText;
  readonly all: string;
  /** How people came to the site. */
  readonly medium: string;
  scope(from: string, to: string): string;
  readonly funnel: string;
  readonly paths: string;
  readonly rate: string;
  readonly consult: string;
  readonly wait: string;
  readonly sales: string;
}

/** Words by language. */
export const portalWords: Readonly<Record<SampleLocale, PortalWords>> = {
  en: {
    text: {
      demo: 'Demo',
      app: 'Company portal',
      navHome: 'Home',
      navWork: 'Work',
      navData: 'Data',
      navFlow: 'Processes',
      navBooks: 'Knowledge',
      search: 'Search',
      face: 'MZ',
      campaigns: 'Marketing: campaigns',
      beside: 'Beside the numbers',
      log: 'Decisions',
      log1: 'Offer a consultation on day 2 of the trial',
      log1By: 'Min Zhao, 28 October. Basis: those who left between trial and consult',
      log1Check: 'To be reviewed on 4 December',
      log2: 'Pause two paid social motifs',
      log2By: 'Xiang Li, 6 October. Basis: conversion below all campaigns together',
      log2Check: 'Reviewed: no loss of purchases',
      todo: 'To do',
      todo1: 'Hand those who left before consult to sales',
      todo1By: 'Sales, team 2. Today',
      todo2: 'Check rows that were not taken',
      todo2By: 'Data team. 3 November',
      notice: 'Notice',
      noticeText: 'CRM maintenance on 5 November from 22:00 for two hours. Data may come late.',
    },
    all: 'All campaigns',
    medium: 'medium',
    scope: (from, to) => `${from} – ${to}, compared with the month before. Conversion within 14 days.`,
    funnel: 'From ad click to purchase',
    paths: 'What comes after the ad click',
    rate: 'Conversion',
    consult: 'Trial to consultation',
    wait: 'Median time to consultation',
    sales: 'Purchases',
  },
  zh: {
    text: {
      demo: '演示',
      app: '公司门户',
      navHome: '首页',
      navWork: '业务',
      navData: '数据',
      navFlow: '流程',
      navBooks: '知识库',
      search: '搜索',
      face: '赵',
      campaigns: '市场运营：推广',
      beside: '数字之外',
      log: '决策记录',
      log1: '把「预约咨询」提前到试用第 2 天',
      log1By: '赵敏 · 10月28日 · 依据：试用与咨询之间流失的客户',
      log1Check: '12月4日复查',
      log2: '暂停两组付费社交素材',
      log2By: '李响 · 10月6日 · 依据：转化率低于总体',
      log2Check: '已复查：购买未减少',
      todo: '待办',
      todo1: '把咨询前流失的客户交给销售',
      todo1By: '销售二组 · 今天',
      todo2: '核对未收录的行',
      todo2By: '数据组 · 11月3日',
      notice: '公告',
      noticeText: '11月5日 22:00 起 CRM 维护两小时，期间数据可能延迟。',
    },
    all: '全部推广',
    medium: '来源媒介',
    scope: (from, to) => `${from}至${to}，对比上月。14 天内完成转化。`,
    funnel: '从点击广告到购买',
    paths: '点击广告之后',
    rate: '转化率',
    consult: '试用到咨询',
    wait: '到咨询的用时中位数',
    sales: '购买客户',
  },
};
