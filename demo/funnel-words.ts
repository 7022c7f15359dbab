import type { SampleLocale } from './sample/words.js';

/** The page's own words; the elements bring theirs. Keys of `text` are the `data-word` attributes of funnel.html. */
export interface PageWords {
  readonly text: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  readonly heading: string;
  readonly brokenHeading: string;
  readonly wechatHeading: string;
  sampleFacts(rows: string, actors: string, from: string, to: string): string;
  sampleScope(seed: number): string;
  ownScope(name: string): string;
  making(name: string): string;
  ready(name: string, rows: string): string;
  readonly facts: {
    readonly file: string;
    readonly rows: string;
    readonly rejected: string;
    readonly period: string;
    readonly actors: string;
  };
  failed(name: string): string;
  readonly foreign: string;
  readonly firstSeed: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly manyFiles: string;
}

/** The page's words by language. */
export const pageWords: Readonly<Record<SampleLocale, PageWords>> = {
  en: {
    text: {
      skip: 'Skip to the funnel',
      tagline: 'Web components for touchpoint analytics, counted in the browser',
      system: 'System',
      light: 'Light',
      dark: 'Dark',
      title: 'Where do customers stop?',
      sampleName: 'This is a generated sample.',
      seed: 'Seed',
      makeAgain: 'Make it',
      snippetName: 'The same in your page',
      copy: 'Copy',
      save: 'Save the sample',
      saveMapping: 'Save the mapping',
      snippetHow: 'Put it beside your file and serve the folder:',
      ownName: 'Your own events',
      dropHere: 'Drop a file here',
      choose: 'Choose a file',
      dropKinds: 'CSV, JSON or NDJSON, also packed with gzip. One row for each event: who, when, what.',
      stays: 'The file stays in this browser. Nothing is sent anywhere.',
      remap: 'Change columns',
      back: 'Back to the sample',
      looksName: 'Worth a look in this sample',
      storyName: 'The whole story',
      storyText: 'Six steps from ad click to purchase, within 14 days.',
      patientName: 'Without a limit of time',
      patientText: 'About one purchase in three comes later than 14 days.',
      brokenName: 'A broken week',
      brokenText: 'In one week almost nobody could sign up.',
      wechatName: 'WeChat buys',
      wechatText: 'Who came by WeChat buys after a consultation far more often.',
    },
    names: { language: 'Language', scheme: 'Colours' },
    heading: 'From ad click to purchase',
    brokenHeading: 'Sign-up in the broken week',
    wechatHeading: 'Consultations from WeChat',
    sampleFacts: (rows, actors, from, to) =>
      `${rows} touchpoints of ${actors} invented customers, ${from} – ${to}, from five systems. The seed makes the same sample again.`,
    sampleScope: (seed) => `Generated sample, seed ${seed}`,
    ownScope: (name) => name,
    making: (name) => `Reading ${name}`,
    ready: (name, rows) => `${name}: ${rows} touchpoints are ready.`,
    facts: { file: 'File', rows: 'Taken', rejected: 'Not taken', period: 'Period', actors: 'Customers' },
    failed: (name) =>
      `${name} could not be read. The reason stands beside; choose another file or go back to the sample.`,
    firstSeed: 'A seed is a number of up to nine digits; this is the sample of seed 1.',
    foreign: 'Only data from this server can be opened by address. Drop the file here instead.',
    copied: 'Copied',
    notCopied: 'The browser did not allow copying. Select the text and copy it.',
    manyFiles: 'One file at a time: the first was taken.',
  },
  zh: {
    text: {
      skip: '跳到漏斗',
      tagline: '触点分析的 Web 组件，在浏览器中计算',
      system: '跟随系统',
      light: '浅色',
      dark: '深色',
      title: '客户停在哪一步？',
      sampleName: '这是生成的示例数据。',
      seed: '种子',
      makeAgain: '生成',
      snippetName: '放进自己的页面',
      copy: '复制',
      save: '保存示例',
      saveMapping: '保存映射',
      snippetHow: '与数据文件放在一起，用下面的命令打开文件夹：',
      ownName: '自己的数据',
      dropHere: '把文件拖到这里',
      choose: '选择文件',
      dropKinds: 'CSV、JSON 或 NDJSON，可用 gzip 压缩。每行一个事件：谁、何时、做了什么。',
      stays: '文件只在本浏览器中读取，不会发送到任何地方。',
      remap: '更改列',
      back: '回到示例',
      looksName: '示例里值得一看的',
      storyName: '完整路径',
      storyText: '从点击广告到购买共六步，14 天内完成。',
      patientName: '不限时间',
      patientText: '约三分之一的购买晚于 14 天。',
      brokenName: '出故障的一周',
      brokenText: '有一周几乎无人能完成注册。',
      wechatName: '微信更易成交',
      wechatText: '从微信来的客户，咨询后购买的比例明显更高。',
    },
    names: { language: '语言', scheme: '配色' },
    heading: '从点击广告到购买',
    brokenHeading: '故障周的注册',
    wechatHeading: '来自微信的咨询',
    sampleFacts: (rows, actors, from, to) =>
      `${actors} 位虚构客户的 ${rows} 个触点，${from}至${to}，来自五个系统。同一种子得到同一份示例。`,
    sampleScope: (seed) => `生成的示例，种子 ${seed}`,
    ownScope: (name) => name,
    making: (name) => `正在读取 ${name}`,
    ready: (name, rows) => `${name}：${rows} 个触点已就绪。`,
    facts: { file: '文件', rows: '收录', rejected: '未收录', period: '时间', actors: '客户' },
    failed: (name) => `${name} 无法读取，原因见旁边。可换一个文件，或回到示例。`,
    firstSeed: '种子须为不超过九位的数字，现显示种子 1 的示例。',
    foreign: '只能按地址打开本服务器上的数据。请把文件拖到这里。',
    copied: '已复制',
    notCopied: '浏览器不允许复制，请选中文字后复制。',
    manyFiles: '一次一个文件：已取第一个。',
  },
};
