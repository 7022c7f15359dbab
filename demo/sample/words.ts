import type { ProductElement } from './product-page.js';

/** Languages the sample speaks. They change words only: times, actors and money are the same in both. */
export type SampleLocale = 'en' | 'zh';

/** The touchpoints of the sample: the seven of the story in its order, then what happens around them. */
export type SampleEvent =
  | 'adClick'
  | 'visit'
  | 'signup'
  | 'trial'
  | 'consult'
  | 'purchase'
  | 'renew'
  | 'follow'
  | 'emailSent'
  | 'emailOpen'
  | 'emailClick'
  | 'webinar'
  | 'call'
  | 'meeting'
  | 'proposal'
  | 'lost'
  | 'ticket'
  | 'answer'
  | 'featureUse'
  | 'pageView';

/** Systems the rows come from. */
export type SampleSource = 'ads' | 'web' | 'product' | 'crm' | 'shop' | 'mail' | 'desk';

/** The eight sorts of contact, in the order in which they are drawn. */
export type SampleChannel = 'ads' | 'web' | 'email' | 'social' | 'product' | 'sales' | 'support' | 'event';

/** Where a deal stands, in its order. */
export type SampleStage = 'lead' | 'qualified' | 'proposal' | 'won' | 'lost';

/** Parts of the imagined product, by how much they are used at first. */
export type SampleFeature =
  | 'dashboard'
  | 'export'
  | 'comments'
  | 'bulkEdit'
  | 'automation'
  | 'import'
  | 'apiKeys'
  | 'billing';

/** A campaign: how it is called, on which channel its ads stand, and by which medium it brings people to the site. */
export interface SampleCampaign {
  /** null: the actor came without a campaign. */
  readonly name: string | null;
  readonly channel: SampleChannel;
  readonly medium: string;
}

/** All words of one language. Lists have the same length and order in every language. */
export interface SampleWords {
  readonly events: Readonly<Record<SampleEvent, string>>;
  readonly sources: Readonly<Record<SampleSource, string>>;
  /** Same order as `campaignShares` of the story. */
  readonly campaigns: readonly SampleCampaign[];
  readonly channels: Readonly<Record<SampleChannel, string>>;
  readonly stages: Readonly<Record<SampleStage, string>>;
  readonly features: Readonly<Record<SampleFeature, string>>;
  /** Names that the product's page gives to what can be clicked. */
  readonly elements: Readonly<Record<ProductElement, string>>;
  /** How somebody comes back without a campaign. */
  readonly direct: string;
  readonly plans: readonly string[];
  readonly owners: readonly string[];
  readonly families: readonly string[];
  readonly givens: readonly string[];
  /** A person's name from its two parts. */
  fullName(family: string, given: string): string;
  readonly departments: readonly string[];
  readonly ranks: readonly string[];
  jobTitle(department: string, rank: string): string;
  readonly accountHeads: readonly string[];
  readonly accountTails: readonly string[];
  /** `round` is 1 as long as the two parts suffice to tell all accounts apart. */
  account(head: string, tail: string, round: number): string;
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
      follow: 'follow',
      emailSent: 'email sent',
      emailOpen: 'email open',
      emailClick: 'email click',
      webinar: 'webinar',
      call: 'call',
      meeting: 'meeting',
      proposal: 'proposal',
      lost: 'deal lost',
      ticket: 'ticket',
      answer: 'ticket answer',
      featureUse: 'feature use',
      pageView: 'view',
    },
    sources: { ads: 'ads', web: 'web', product: 'product', crm: 'CRM', shop: 'shop', mail: 'mail', desk: 'help desk' },
    campaigns: [
      { name: 'Search: brand and category', channel: 'ads', medium: 'paid search' },
      { name: 'Spring trial', channel: 'ads', medium: 'paid social' },
      { name: 'WeChat: service account', channel: 'social', medium: 'wechat' },
      { name: 'Monthly letter', channel: 'email', medium: 'email' },
      { name: 'Partner offer', channel: 'web', medium: 'partner' },
      { name: 'Tuesday webinar', channel: 'event', medium: 'webinar' },
      { name: null, channel: 'web', medium: 'organic' },
    ],
    channels: {
      ads: 'ads',
      web: 'web',
      email: 'email',
      social: 'social',
      product: 'product',
      sales: 'sales',
      support: 'support',
      event: 'event',
    },
    stages: { lead: 'lead', qualified: 'qualified', proposal: 'proposal', won: 'won', lost: 'lost' },
    features: {
      dashboard: 'Dashboard',
      export: 'Report export',
      comments: 'Comments',
      bulkEdit: 'Bulk edit',
      automation: 'Automation',
      import: 'Import',
      apiKeys: 'API keys',
      billing: 'Billing',
    },
    elements: {
      home: 'Home',
      reports: 'Reports',
      automation: 'Automation',
      settings: 'Settings',
      search: 'Search',
      help: 'Help',
      account: 'Account menu',
      share: 'Share',
      export: 'Export',
      newReport: 'New report',
      period: 'Period',
      team: 'Team',
      compare: 'Compare',
      revenue: 'Revenue card',
      orders: 'Orders card',
      returns: 'Returns card',
      chart: 'Chart',
      comment: 'Comment box',
      row1: 'Row 1',
      row2: 'Row 2',
      row3: 'Row 3',
      row4: 'Row 4',
      row5: 'Row 5',
      row6: 'Row 6',
      row7: 'Row 7',
      row8: 'Row 8',
      more: 'More rows',
      upgrade: 'Upgrade',
      helpful: 'Helpful',
      unhelpful: 'Not helpful',
    },
    direct: 'direct',
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
    departments: ['Operations', 'IT', 'Finance', 'Marketing', 'Sales', 'Support', 'Purchasing', 'Quality'],
    ranks: ['director', 'lead', 'manager', 'analyst', 'specialist', 'assistant'],
    jobTitle: (department, rank) => `${department} ${rank}`,
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
      'Westbrook',
      'Longreach',
      'Millstone',
      'Kingsway',
      'Fairhaven',
      'Ironbark',
      'Thornhill',
      'Whitecliff',
      'Seaview',
      'Oakridge',
      'Riverbend',
      'Sandstone',
      'Goldcrest',
      'Larkfield',
      'Ashford',
      'Copperfield',
      'Windmere',
      'Foxglove',
      'Marlow',
      'Drumlin',
      'Hazelwood',
      'Saltmarsh',
      'Cloudberry',
      'Tidewater',
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
      'Ceramics',
      'Packaging',
      'Chemicals',
      'Instruments',
      'Printing',
      'Insurance',
      'Cycles',
      'Pharma',
      'Shipping',
      'Lighting',
      'Plastics',
      'Hotels',
      'Machines',
      'Telecom',
      'Dairy',
      'Metals',
      'Sensors',
      'Retail',
    ],
    account: (head, tail, round) => `${head} ${tail}${round === 1 ? '' : ` ${round}`}`,
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
      follow: '关注',
      emailSent: '发送邮件',
      emailOpen: '打开邮件',
      emailClick: '点击邮件',
      webinar: '参加研讨会',
      call: '电话',
      meeting: '会面',
      proposal: '报价',
      lost: '丢单',
      ticket: '提交工单',
      answer: '答复工单',
      featureUse: '使用功能',
      pageView: 'view',
    },
    sources: {
      ads: '广告',
      web: '网站',
      product: '产品',
      crm: 'CRM',
      shop: '商城',
      mail: '邮件系统',
      desk: '客服系统',
    },
    campaigns: [
      { name: '搜索：品牌与品类', channel: 'ads', medium: '付费搜索' },
      { name: '春季试用推广', channel: 'ads', medium: '付费社交' },
      { name: '微信服务号', channel: 'social', medium: '微信' },
      { name: '每月来信', channel: 'email', medium: '邮件' },
      { name: '伙伴优惠', channel: 'web', medium: '伙伴推荐' },
      { name: '周二线上研讨会', channel: 'event', medium: '线上研讨会' },
      { name: null, channel: 'web', medium: '自然流量' },
    ],
    channels: {
      ads: '广告',
      web: '网站',
      email: '邮件',
      social: '社交',
      product: '产品',
      sales: '销售',
      support: '客服',
      event: '活动',
    },
    stages: { lead: '线索', qualified: '商机', proposal: '报价', won: '赢单', lost: '输单' },
    features: {
      dashboard: '仪表盘',
      export: '导出报表',
      comments: '评论',
      bulkEdit: '批量编辑',
      automation: '自动化',
      import: '导入',
      apiKeys: 'API 密钥',
      billing: '账单',
    },
    elements: {
      home: '首页',
      reports: '报表',
      automation: '自动化',
      settings: '设置',
      search: '搜索',
      help: '帮助',
      account: '账户菜单',
      share: '分享',
      export: '导出',
      newReport: '新建报表',
      period: '时间范围',
      team: '团队',
      compare: '对比',
      revenue: '收入卡片',
      orders: '订单卡片',
      returns: '退货卡片',
      chart: '图表',
      comment: '评论框',
      row1: '第 1 行',
      row2: '第 2 行',
      row3: '第 3 行',
      row4: '第 4 行',
      row5: '第 5 行',
      row6: '第 6 行',
      row7: '第 7 行',
      row8: '第 8 行',
      more: '更多行',
      upgrade: '升级',
      helpful: '有帮助',
      unhelpful: '没有帮助',
    },
    direct: '直接访问',
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
    departments: ['运营', 'IT', '财务', '市场', '销售', '客服', '采购', '质量'],
    ranks: ['总监', '负责人', '经理', '分析师', '专员', '助理'],
    jobTitle: (department, rank) => `${department}${/[A-Z]$/.test(department) ? ' ' : ''}${rank}`,
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
      '西溪',
      '长驱',
      '磨石',
      '王道',
      '晴港',
      '铁木',
      '荆山',
      '白崖',
      '望海',
      '橡岭',
      '河湾',
      '砂岩',
      '金冠',
      '云雀',
      '梣津',
      '铜野',
      '风湖',
      '狐铃',
      '玛洛',
      '丘陵',
      '榛林',
      '盐泽',
      '云莓',
      '潮汐',
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
      '陶瓷',
      '包装',
      '化工',
      '仪器',
      '印刷',
      '保险',
      '自行车',
      '制药',
      '航运',
      '照明',
      '塑料',
      '酒店',
      '机械',
      '通信',
      '乳业',
      '金属',
      '传感',
      '零售',
    ],
    account: (head, tail, round) => `${head}${tail}${round === 1 ? '' : ` ${round}`}`,
  },
};
