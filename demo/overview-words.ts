import type { PageText } from './page/bar.js';
import type { SampleLocale, SampleStage } from './sample/words.js';

/** The overview's words. */
export interface OverviewWords {
  readonly text: PageText;
  readonly stages: Readonly<Record<SampleStage, string>>;
  readonly funnel: string;
  readonly week: string;
  readonly paths: string;
  readonly rate: string;
  readonly active: string;
  readonly wait: string;
}

/** Words by language. */
export const overviewWords: Readonly<Record<SampleLocale, OverviewWords>> = {
  en: {
    text: {
      demo: 'Demo',
      title: 'From first click to daily use',
      scope: 'Marketing, sales and product over the same rows, with the same definitions.',
      hint: 'Choose a bar, a cell or a link: everything else follows. Open a customer from any list. Escape takes the last step back; the address keeps it all.',
    },
    stages: { lead: 'Lead', qualified: 'Qualified', proposal: 'Proposal', won: 'Won', lost: 'Lost' },
    funnel: 'From ad click to purchase',
    week: 'Feature use by hour of the week',
    paths: 'What comes after signing up',
    rate: 'Conversion',
    active: 'Customers who use the product',
    wait: 'Median time to consultation',
  },
  zh: {
    text: {
      demo: '演示',
      title: '从首次点击到日常使用',
      scope: '市场、销售与产品看同一批数据，用同一套口径。',
      hint: '选择一根柱、一个格子或一条路径，其余部分随之筛选。任何名单里都能打开一位客户。Esc 撤回上一步，网址会记住全部选择。',
    },
    stages: { lead: '线索', qualified: '商机', proposal: '报价', won: '赢单', lost: '输单' },
    funnel: '从点击广告到购买',
    week: '一周内各时段的功能使用',
    paths: '注册之后',
    rate: '转化率',
    active: '使用产品的客户',
    wait: '到咨询的用时中位数',
  },
};
