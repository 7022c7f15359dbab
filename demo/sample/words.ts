/** Languages the sample speaks. They change words only: times, actors and money are the same in both. */
export type SampleLocale = 'en' | 'zh';

/** The seven touchpoints of the sample, in the order of the story. */
export type SampleEvent = 'adClick' | 'visit' | 'signup' | 'trial' | 'consult' | 'purchase' | 'renew';

/** Systems the rows come from. */
export type SampleSource = 'ads' | 'web' | 'product' | 'crm' | 'shop';

/** A campaign: how it is called, the channel it runs on, and its share of all first contacts. */
export interface SampleCampaign {
  /** null: the actor came without a campaign. */
  readonly name: string | null;
  readonly channel: string;
}

/** All words of one language. Lists have the same length and order in every language. */
export interface SampleWords {
  readonly events: Readonly<Record<SampleEvent, string>>;
  readonly sources: Readonly<Record<SampleSource, string>>;
  /** Same order as `campaignShares` of the story. */
  readonly campaigns: readonly SampleCampaign[];
  /** Channels of touchpoints that no campaign brought: coming back, in the product, with sales, in the shop. */
  readonly channels: {
    readonly direct: string;
    readonly product: string;
    readonly sales: string;
    readonly shop: string;
  };
  readonly plans: readonly string[];
  readonly owners: readonly string[];
  readonly families: readonly string[];
  readonly givens: readonly string[];
  /** A person's name from its two parts. */
  fullName(family: string, given: string): string;
  readonly accountHeads: readonly string[];
  readonly accountTails: readonly string[];
  account(head: string, tail: string): string;
}

/** Words by language. */
export const sampleWords: Readonly<Record<SampleLocale, SampleWords>> = {
  en: {
    events: {
      adClick: 'ad click',
      visit: 'visit',
      signup: 'signup',
      trial: 'trial',
      consult: 'consult',
      purchase: 'purchase',
      renew: 'renew',
    },
    sources: { ads: 'ads', web: 'web', product: 'product', crm: 'CRM', shop: 'shop' },
    campaigns: [
      { name: 'Search: brand and category', channel: 'paid search' },
      { name: 'Spring trial', channel: 'paid social' },
      { name: 'WeChat: service account', channel: 'wechat' },
      { name: 'Monthly letter', channel: 'email' },
      { name: 'Partner offer', channel: 'partner' },
      { name: 'Tuesday webinar', channel: 'webinar' },
      { name: null, channel: 'organic' },
    ],
    channels: { direct: 'direct', product: 'product', sales: 'sales', shop: 'shop' },
    plans: ['Starter', 'Team', 'Business'],
    owners: ['Min Zhao', 'Xiang Li', 'Anna Weber', 'Tom Becker', 'Yue Chen', 'Sara Lind'],
    families: [
      'Zhao',
      'Li',
      'Chen',
      'Wang',
      'Liu',
      'Huang',
      'Zhou',
      'Wu',
      'Xu',
      'Sun',
      'Weber',
      'Becker',
      'Lind',
      'Moreau',
      'Rossi',
      'Novak',
      'Silva',
      'Khan',
      'Okafor',
      'Smith',
    ],
    givens: [
      'Min',
      'Xiang',
      'Yue',
      'Jie',
      'Lan',
      'Hao',
      'Rui',
      'Qing',
      'Bo',
      'Ning',
      'Anna',
      'Tom',
      'Sara',
      'Luc',
      'Elena',
      'Jan',
      'Paulo',
      'Amir',
      'Ada',
      'Kate',
    ],
    fullName: (family, given) => `${given} ${family}`,
    accountHeads: [
      'Northwind',
      'Bluewater',
      'Greenfield',
      'Stonebridge',
      'Clearlake',
      'Brightside',
      'Eastgate',
      'Silverline',
      'Highland',
      'Redwood',
      'Harbour',
      'Evergreen',
      'Summit',
      'Lantern',
      'Meridian',
      'Orchard',
    ],
    accountTails: [
      'Robotics',
      'Logistics',
      'Foods',
      'Textiles',
      'Energy',
      'Health',
      'Media',
      'Tools',
      'Software',
      'Travel',
      'Furniture',
      'Paper',
      'Motors',
      'Optics',
      'Trading, Ltd.',
      'Education',
    ],
    account: (head, tail) => `${head} ${tail}`,
  },
  zh: {
    events: {
      adClick: '点击广告',
      visit: '访问',
      signup: '注册',
      trial: '试用',
      consult: '咨询',
      purchase: '购买',
      renew: '续费',
    },
    sources: { ads: '广告', web: '网站', product: '产品', crm: 'CRM', shop: '商城' },
    campaigns: [
      { name: '搜索：品牌与品类', channel: '付费搜索' },
      { name: '春季试用推广', channel: '付费社交' },
      { name: '微信服务号', channel: '微信' },
      { name: '每月来信', channel: '邮件' },
      { name: '伙伴优惠', channel: '伙伴推荐' },
      { name: '周二线上研讨会', channel: '线上研讨会' },
      { name: null, channel: '自然流量' },
    ],
    channels: { direct: '直接访问', product: '产品', sales: '销售', shop: '商城' },
    plans: ['基础版', '团队版', '企业版'],
    owners: ['赵敏', '李响', '韦安娜', '贝汤姆', '陈悦', '林莎'],
    families: [
      '赵',
      '李',
      '陈',
      '王',
      '刘',
      '黄',
      '周',
      '吴',
      '徐',
      '孙',
      '韦',
      '贝',
      '林',
      '莫',
      '罗',
      '诺',
      '席',
      '康',
      '欧阳',
      '史',
    ],
    givens: [
      '敏',
      '响',
      '悦',
      '杰',
      '兰',
      '浩',
      '睿',
      '晴',
      '博',
      '宁',
      '安娜',
      '涛',
      '莎莎',
      '璐',
      '依琳',
      '建',
      '宝罗',
      '敏儿',
      '雅达',
      '可欣',
    ],
    fullName: (family, given) => `${family}${given}`,
    accountHeads: [
      '北风',
      '蓝水',
      '绿野',
      '石桥',
      '清湖',
      '明面',
      '东门',
      '银线',
      '高原',
      '红杉',
      '海港',
      '常青',
      '顶峰',
      '灯笼',
      '子午',
      '果园',
    ],
    accountTails: [
      '机器人',
      '物流',
      '食品',
      '纺织',
      '能源',
      '健康',
      '传媒',
      '工具',
      '软件',
      '旅行',
      '家具',
      '纸业',
      '汽车',
      '光学',
      '贸易，有限公司',
      '教育',
    ],
    account: (head, tail) => `${head}${tail}`,
  },
};
