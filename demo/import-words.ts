import type { PageText } from './page/settings.js';
import type { SampleLocale } from './sample/words.js';

/** The import page's words. */
export interface ImportPageWords {
  readonly text: PageText;
  readonly lead: string;
  readonly activate: string;
  readonly campaign: string;
}

/** Words by language. */
export const importPageWords: Readonly<Record<SampleLocale, ImportPageWords>> = {
  en: {
    text: {
      skip: 'Skip to the import',
      demo: 'Demo',
      home: 'All pages',
      name: 'Import',
      language: 'Language',
      scheme: 'Colours',
      system: 'System',
      light: 'Light',
      dark: 'Dark',
      title: 'Three departments, one data set',
      scope: 'Files of your own, or three of an invented company. They stay in this browser.',
      example: 'Use three example files',
      result: 'What they say together',
    },
    campaign: 'Campaign',
    lead: 'Lead',
    activate: 'Activation',
  },
  zh: {
    text: {
      skip: '跳到导入',
      demo: '演示',
      home: '全部页面',
      name: '导入',
      language: '语言',
      scheme: '配色',
      system: '跟随系统',
      light: '浅色',
      dark: '深色',
      title: '三个部门，同一份数据',
      scope: '可用自己的文件，或一家虚构公司的三个文件。文件只留在本浏览器。',
      example: '使用三个示例文件',
      result: '合在一起看',
    },
    campaign: '活动',
    lead: '线索',
    activate: '激活',
  },
};
