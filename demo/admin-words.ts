import type { PageText } from './page/bar.js';
import type { SampleLocale } from './sample/words.js';

/** The console page's words. */
export interface AdminWords {
  readonly text: PageText;
  readonly week: string;
  readonly adoption: string;
  readonly clicks: string;
  readonly productTitle: string;
  readonly liveSource: string;
  liveCount(clicks: number): string;
}

/** Words by language. */
export const adminWords: Readonly<Record<SampleLocale, AdminWords>> = {
  en: {
    text: {
      demo: 'Demo',
      app: 'Console',
      navOverview: 'Overview',
      navTenants: 'Tenants',
      navUsage: 'Usage',
      navAlerts: 'Alerts',
      navEvents: 'Events',
      navAccess: 'Access',
      navSettings: 'Settings',
      title: 'Usage',
      scope: 'All tenants and plans. Hours are those of Europe/Berlin, where the customers work.',
      live: 'The page itself, live',
      liveHow:
        'Click about in it. Positions and names go into the data above and beside, as a capture script on your own page would send them. Export answers late, and the three cards never do.',
    },
    week: 'Feature use by hour of the week',
    adoption: 'Adoption by month',
    clicks: 'Clicks on the weekly report',
    productTitle: 'Weekly report of Acme Flow',
    liveSource: 'this page',
    liveCount: (clicks) =>
      clicks === 0 ? 'Waiting for your clicks' : clicks === 1 ? '1 click of yours' : `${clicks} clicks of yours`,
  },
  zh: {
    text: {
      demo: '演示',
      app: '控制台',
      navOverview: '概览',
      navTenants: '租户',
      navUsage: '使用情况',
      navAlerts: '告警',
      navEvents: '事件',
      navAccess: '权限',
      navSettings: '设置',
      title: '使用情况',
      scope: '全部租户与套餐。时间为客户所在的欧洲柏林时区。',
      live: '页面本身（实时）',
      liveHow:
        '请在里面点一点。位置与名称会进入本页的数据，与自己页面上的采集脚本所发送的相同。「导出」响应很慢，三张卡片从不响应。',
    },
    week: '一周内各时段的功能使用',
    adoption: '每月采用率',
    clicks: '每周报表页的点击',
    productTitle: 'Acme Flow 的每周报表',
    liveSource: '本页',
    liveCount: (clicks) => (clicks === 0 ? '等待点击' : `已点击 ${clicks} 次`),
  },
};
