import type { SampleLocale } from '../sample/words.js';

/** Words of the bar that stands above every host page, and of what it says aloud. */
export interface BarWords {
  readonly home: string;
  readonly language: string;
  readonly colours: string;
  readonly system: string;
  readonly light: string;
  readonly dark: string;
  readonly skip: string;
  readonly choose: string;
  readonly chooseHint: string;
  readonly back: string;
  readonly remap: string;
  sample(seed: number): string;
  reading(name: string): string;
  own(name: string, rows: string, rejected: number): string;
  ready(name: string, rows: string): string;
  failed(name: string): string;
  readonly foreign: string;
  readonly manyFiles: string;
  readonly dropHere: string;
}

/** Words by language. */
export const barWords: Readonly<Record<SampleLocale, BarWords>> = {
  en: {
    home: 'All demo pages',
    language: 'Language',
    colours: 'Colours',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
    skip: 'Skip to the page',
    choose: 'Your own file',
    chooseHint: 'CSV, JSON or NDJSON, also gzip. It stays in this browser.',
    back: 'Back to the sample',
    remap: 'Change columns',
    sample: (seed) => (seed === 1 ? 'Generated sample' : `Generated sample, seed ${seed}`),
    reading: (name) => `Reading ${name}`,
    own: (name, rows, rejected) =>
      rejected === 0 ? `${name}: ${rows} touchpoints` : `${name}: ${rows} touchpoints, ${rejected} rows not taken`,
    ready: (name, rows) => `${name}: ${rows} touchpoints are ready.`,
    failed: (name) =>
      `${name} could not be read. The reason stands below; choose another file or go back to the sample.`,
    foreign: 'Only data from this server can be opened by address. Drop the file here instead.',
    manyFiles: 'One file at a time: the first was taken.',
    dropHere: 'Drop the file anywhere on this page',
  },
  zh: {
    home: '全部演示页面',
    language: '语言',
    colours: '配色',
    system: '跟随系统',
    light: '浅色',
    dark: '深色',
    skip: '跳到页面',
    choose: '打开自己的文件',
    chooseHint: 'CSV、JSON 或 NDJSON，可用 gzip 压缩。文件只留在本浏览器。',
    back: '回到示例',
    remap: '更改列',
    sample: (seed) => (seed === 1 ? '生成的示例' : `生成的示例，种子 ${seed}`),
    reading: (name) => `正在读取 ${name}`,
    own: (name, rows, rejected) =>
      rejected === 0 ? `${name}：${rows} 个触点` : `${name}：${rows} 个触点，${rejected} 行未收录`,
    ready: (name, rows) => `${name}：${rows} 个触点已就绪。`,
    failed: (name) => `${name} 无法读取，原因见下方。可换一个文件，或回到示例。`,
    foreign: '只能按地址打开本服务器上的数据。请把文件拖到这里。',
    manyFiles: '一次一个文件：已取第一个。',
    dropHere: '把文件拖到页面任意处',
  },
};
