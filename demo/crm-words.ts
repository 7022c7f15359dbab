import type { PageText } from './page/bar.js';
import type { SampleLocale, SampleStage } from './sample/words.js';

/** The CRM page's words. */
export interface CrmWords {
  readonly text: PageText;
  readonly stages: Readonly<Record<SampleStage, string>>;
  readonly owner: string;
  readonly stage: string;
  stageSince(stage: string, day: string): string;
  readonly source: string;
  readonly organic: string;
  readonly people: string;
  readonly touchpoints: string;
  readonly last: string;
  journeyOf(account: string): string;
  readonly everybody: string;
  everybodyText(count: number): string;
  recentText(rows: number, day: string): string;
  activityText(event: string, name: string): string;
  readonly following: string;
  callTask(name: string): string;
  proposalTask(name: string): string;
  quietTask(name: string): string;
  readonly demoTask: string;
  readonly today: string;
  readonly thisWeek: string;
  by(day: string): string;
  noteBy(owner: string, day: string): string;
  readonly winRate: string;
  readonly cycle: string;
}

/** Words by language. */
export const crmWords: Readonly<Record<SampleLocale, CrmWords>> = {
  en: {
    text: {
      demo: 'Demo',
      app: 'Sales',
      navHome: 'Home',
      navAccounts: 'Accounts',
      navContacts: 'Contacts',
      navDeals: 'Deals',
      navCalendar: 'Calendar',
      navReports: 'Reports',
      search: 'Search',
      account: 'Account',
      follow: 'Follow',
      newTask: 'New task',
      contacts: 'Contacts',
      recent: 'Open deals worth a look',
      activity: 'Activity',
      tasks: 'Next steps',
      note: 'Note',
      noteText:
        'They compare us with their own spreadsheet. Security questions are answered; the price is with finance.',
    },
    stages: { lead: 'Lead', qualified: 'Qualified', proposal: 'Proposal', won: 'Won', lost: 'Lost' },
    owner: 'Owner',
    stage: 'Stage',
    stageSince: (stage, since) => `${stage}, since ${since}`,
    source: 'First source',
    organic: 'Organic',
    people: 'People',
    touchpoints: 'Touchpoints since signup',
    last: 'Last touchpoint',
    journeyOf: (account) => `Journey of ${account}`,
    everybody: 'Everybody',
    everybodyText: (count) => `${count} people on one time line`,
    recentText: (rows, last) => `${rows} touchpoints, last ${last}`,
    activityText: (event, name) => `${event[0]!.toUpperCase()}${event.slice(1)}: ${name}`,
    following: 'Following',
    callTask: (name) => `Call ${name}`,
    proposalTask: (name) => `Ask ${name} about the proposal`,
    quietTask: (name) => `Write to ${name}, who has been quiet the longest`,
    demoTask: 'Show Automation to the whole team',
    today: 'Due today',
    thisWeek: 'This week',
    by: (last) => `By ${last}`,
    noteBy: (owner, last) => `${owner}, ${last}`,
    winRate: 'From consultation to purchase, all accounts',
    cycle: 'Time from consultation to purchase',
  },
  zh: {
    text: {
      demo: '演示',
      app: '销售',
      navHome: '首页',
      navAccounts: '客户',
      navContacts: '联系人',
      navDeals: '商机',
      navCalendar: '日历',
      navReports: '报表',
      search: '搜索',
      account: '客户',
      follow: '关注',
      newTask: '新建任务',
      contacts: '联系人',
      recent: '值得跟进的商机',
      activity: '往来记录',
      tasks: '下一步',
      note: '备注',
      noteText: '对方正拿我们与自己的表格比较。安全问题已答复，价格在财务处审批。',
    },
    stages: { lead: '线索', qualified: '商机', proposal: '报价', won: '赢单', lost: '输单' },
    owner: '负责人',
    stage: '阶段',
    stageSince: (stage, since) => `${stage}，自${since}`,
    source: '首次来源',
    organic: '自然流量',
    people: '人数',
    touchpoints: '注册以来的触点',
    last: '最近触点',
    journeyOf: (account) => `${account}的旅程`,
    everybody: '全部联系人',
    everybodyText: (count) => `${count} 人在一条时间线上`,
    recentText: (rows, last) => `${rows} 个触点，最近 ${last}`,
    activityText: (event, name) => `${event}：${name}`,
    following: '已关注',
    callTask: (name) => `致电${name}`,
    proposalTask: (name) => `向${name}询问报价反馈`,
    quietTask: (name) => `联系沉默最久的${name}`,
    demoTask: '向整个团队演示自动化',
    today: '今天到期',
    thisWeek: '本周',
    by: (last) => `${last}前`,
    noteBy: (owner, last) => `${owner}，${last}`,
    winRate: '从咨询到购买，全部客户',
    cycle: '从咨询到购买的用时',
  },
};
