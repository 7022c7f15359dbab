import type { Mapping } from '../worker/protocol/mapping.js';

/** A touchpoint of a story, one row of a dataset. */
export interface StoryRow {
  readonly customer: string;
  readonly email?: string;
  readonly name: string;
  readonly time: string;
  readonly event: string;
  readonly channel: string;
  readonly account: string;
  readonly direction: 'in' | 'out';
  readonly page?: string;
  readonly source?: string;
}

/** How the rows of the stories become touchpoints. */
export const mapping: Mapping = {
  version: 1,
  fields: {
    time: { column: 'time' },
    event: { column: 'event' },
    actor: { column: 'customer' },
    email: { column: 'email' },
    channel: { column: 'channel' },
    account: { column: 'account' },
    page: { column: 'page' },
    source: { column: 'source' },
  },
};

/** The end of the data that the stories pretend. */
export const asOf: number = Date.UTC(2026, 10, 22, 2, 42);

/** Stages of the account in the stories. */
export const stages =
  'Aware: Clicked an ad, Visited the site; Evaluate: Opened a newsletter; Trial: Started a trial; Consult: Talked to sales; Won: Bought';

const day = 86_400_000;
const start = Date.UTC(2026, 7, 1);

/** Day from 1 August and hour, as ISO text. */
function at(days: number, hour = 9): string {
  return new Date(start + days * day + hour * 3_600_000).toISOString();
}

const people = [
  { customer: 'C-2041', email: 'lin.yue@northwind.example', name: 'Lin Yue' },
  { customer: 'C-2042', email: 'chen.wei@northwind.example', name: 'Chen Wei' },
  { customer: 'C-2043', email: 'wang.fang@northwind.example', name: 'Wang Fang' },
] as const;

/** One account of three people: the journey of the looks. */
export function accountRows(): StoryRow[] {
  const rows: StoryRow[] = [];
  const add = (days: number, event: string, channel: string, who = 0, more: Partial<StoryRow> = {}): void => {
    const { customer, email, name } = people[who]!;
    rows.push({
      customer,
      ...(channel === 'Ads' ? {} : { email }),
      name,
      time: at(days, 8 + (rows.length % 9)),
      event,
      channel,
      account: 'Northwind Robotics',
      direction: 'in',
      ...more,
    });
  };
  for (const days of [-240, -205, -190, -180, -176, -174, -170, -166, -160, -152, -120, -98, -60, -41]) {
    add(days, 'Visited the site', 'Web', 0, { page: '/' });
  }
  for (const days of [0.5, 8, 21, 38]) add(days, 'Clicked an ad', 'Ads');
  for (const days of [0.6, 8.2, 11]) add(days, 'Visited the site', 'Web', 0, { page: '/robots' });
  for (const days of [26, 33, 40, 43]) add(days, 'Read a case study', 'Web', 1, { page: '/cases/42' });
  add(24, 'Opened a newsletter', 'Email');
  for (const days of [25.5, 32, 45]) add(days, 'Newsletter sent', 'Email', 0, { direction: 'out' });
  add(35, 'Opened a newsletter', 'Email', 1);
  add(46.5, 'Call, no answer', 'Sales', 0, { direction: 'out' });
  add(48, 'Started a trial', 'Product', 1);
  for (let k = 0; k < 4; k++) add(48.2 + k * 0.6, 'Read the docs', 'Web', 1, { page: '/docs' });
  for (let k = 0; k < 21; k++) add(48.4 + k * 0.45, 'Opened a dashboard', 'Product', 1 + (k % 2));
  for (const days of [52, 53.2]) add(days, 'Opened a ticket', 'Support', 2);
  add(79.5, 'Opened a newsletter', 'Email', 1);
  for (const days of [81, 86]) add(days, 'Viewed the pricing page', 'Web', 1, { page: '/pricing?plan=team' });
  add(82, 'Talked to sales', 'Sales', 0);
  for (const days of [84, 94, 101, 108]) add(days, 'Follow-up sent', 'Email', 0, { direction: 'out' });
  for (const days of [81.5, 88, 93, 97]) add(days, 'Exported a report', 'Product', 1);
  for (const days of [89, 96, 109]) add(days, 'Call, no answer', 'Sales', 0, { direction: 'out' });
  for (const days of [91, 91.5]) add(days, 'Answered a ticket', 'Support', 2, { direction: 'out' });
  add(104.34, 'Viewed the pricing page', 'Web', 1, { page: '/pricing?plan=team', source: 'Web log' });
  return rows;
}

/** Other customers, most of whom bought: what is typical, and a group. */
export function otherRows(count = 40): StoryRow[] {
  const rows: StoryRow[] = [];
  for (let k = 0; k < count; k++) {
    const begin = -60 + ((k * 37) % 90);
    const customer = `C-${1000 + k}`;
    const steps: ReadonlyArray<readonly [days: number, event: string, channel: string]> = [
      [0, 'Clicked an ad', 'Ads'],
      [1 + (k % 3), 'Visited the site', 'Web'],
      [9 + (k % 7), 'Opened a newsletter', 'Email'],
      [20 + (k % 9), 'Started a trial', 'Product'],
      [38 + (k % 13), 'Talked to sales', 'Sales'],
      [48 + (k % 16), 'Bought', 'Sales'],
    ];
    // Steady use in between, so that a gap of weeks stands out.
    for (let visit = 0; visit < 14; visit++) {
      rows.push({
        customer,
        name: `Customer ${k + 1}`,
        time: at(begin + 2 + visit * 3.1, 12),
        event: 'Read the docs',
        channel: 'Web',
        account: `Account ${(k % 12) + 1}`,
        direction: 'in',
      });
    }
    const last = k % 5 === 4 ? 4 : k % 7 === 6 ? 3 : 6;
    for (const [days, event, channel] of steps.slice(0, last)) {
      rows.push({
        customer,
        name: `Customer ${k + 1}`,
        time: at(begin + days, 8 + (k % 9)),
        event,
        channel,
        account: `Account ${(k % 12) + 1}`,
        direction: 'in',
      });
    }
  }
  return rows;
}

const zh: Readonly<Record<string, string>> = {
  'Clicked an ad': '点击广告',
  'Visited the site': '访问网站',
  'Read a case study': '阅读案例',
  'Opened a newsletter': '打开邮件',
  'Newsletter sent': '发送邮件',
  'Call, no answer': '电话未接',
  'Started a trial': '开始试用',
  'Read the docs': '查看文档',
  'Opened a dashboard': '打开看板',
  'Opened a ticket': '提交工单',
  'Viewed the pricing page': '浏览价格页',
  'Talked to sales': '与销售沟通',
  'Follow-up sent': '跟进邮件',
  'Exported a report': '导出报告',
  'Answered a ticket': '回复工单',
  Bought: '购买',
  Ads: '广告',
  Web: '网站',
  Email: '邮件',
  Sales: '销售',
  Product: '产品',
  Support: '客服',
  'Northwind Robotics': '北风机器人',
  'Lin Yue': '林悦',
  'Chen Wei': '陈伟',
  'Wang Fang': '王芳',
};

/** The same rows in Chinese. */
export function inChinese(rows: readonly StoryRow[]): StoryRow[] {
  return rows.map((row) => ({
    ...row,
    name: zh[row.name] ?? row.name,
    event: zh[row.event] ?? row.event,
    channel: zh[row.channel] ?? row.channel,
    account: zh[row.account] ?? row.account,
  }));
}

/** The stages in Chinese. */
export const stagesZh: string =
  '认知：点击广告，访问网站；评估：打开邮件；试用：开始试用；咨询：与销售沟通；成交：购买';

/** Many touchpoints of one customer over three years, from a seed; the same ones each time. */
export function manyRows(count: number, seed = 7): StoryRow[] {
  let value = seed;
  const random = (): number => {
    value = (value * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return value / 4_294_967_296;
  };
  const kinds: ReadonlyArray<readonly [event: string, channel: string]> = [
    ['Visited the site', 'Web'],
    ['Opened a dashboard', 'Product'],
    ['Newsletter sent', 'Email'],
    ['Talked to sales', 'Sales'],
    ['Opened a ticket', 'Support'],
    ['Clicked an ad', 'Ads'],
  ];
  return Array.from({ length: count }, (_, k) => {
    const [event, channel] = kinds[Math.floor(random() ** 2 * kinds.length)]!;
    const days = -980 + ((k + random()) / count) * 1090;
    return {
      customer: 'C-9',
      name: 'Busy Customer',
      time: new Date(start + days * day).toISOString(),
      event,
      channel,
      account: 'Busy',
      direction: event.endsWith('sent') ? 'out' : 'in',
    };
  });
}
