import type { EmbedWords } from './embed-words.js';

export const embedWordsZhCn: EmbedWords = {
  notAnswered: () =>
    '没有获准的页面在显示此框架。请管理员在 embed.json 中列出页面的来源（origin），或在地址的 # 之后写明视图名称。',
  notListed: (about) => `${about} 未获准显示此框架。请管理员将该来源加入 embed.json。`,
  notTold: () =>
    '浏览器没有告知是哪个页面在显示此框架。请让门户在请求框架地址时带上来源（referrer policy 设为 strict-origin）。',
  listUnreadable: (about) => `无法读取获准显示此框架的页面列表 ${about}。`,
  nameRefused: (about) => `“${about}”不是视图名称。# 之后应为由字母、数字、- 和 _ 组成的名称，不带扩展名。`,
  viewMissing: (about) => `没有名为“${about}”的视图。请将 ${about}.json 放在 embed.html 旁边。`,
  viewUnreadable: (about) => `无法显示此视图：请检查其文件中的“${about}”。`,
  dataElsewhere: (about) => `此视图的数据在另一台服务器上：${about}。只能读取框架自身服务器上的数据。`,
  kitMissing: () => '无法加载 touchpoint-kit.js。它应位于此框架所在文件夹的上一级。',
};
