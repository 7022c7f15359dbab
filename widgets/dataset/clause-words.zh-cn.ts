import type { ClauseWords } from './clause-words.js';

/** 简体中文。 */
export const zhCn: ClauseWords = {
  from: {
    funnel: '来自漏斗',
    journey: '来自旅程',
    heatmap: '来自热力图',
    paths: '来自路径',
    metric: '来自指标',
    filter: '筛选',
    quality: '来自数据质量',
  },
  labels: {
    reached: (step) => `到达${step}`,
    left: (before, step) => `在${before}与${step}之间流失`,
    reachedIn: (step, group) => `到达${step}（${group}）`,
    leftIn: (before, step, group) => `在${before}与${step}之间流失（${group}）`,
    bin: (from, to) => `用时 ${from}至 ${to}`,
    entered: (bucket) => `${bucket}进入`,
    convertedIn: (bucket) => `${bucket}进入并转化`,
    droppedIn: (bucket) => `${bucket}进入但未转化`,
    time: (from, to) => `${from}至${to}`,
    cell: (row, column) => `${row}，${column}`,
    element: (name) => `点击${name}`,
    node: (name) => `经过${name}`,
    edge: (from, to) => `从${from}到${to}`,
    dropped: (name) => `止于${name}`,
    variant: (first, last) => `从${first}到${last}的路径`,
    stage: (name) => `处于阶段${name}`,
    equals: (property, value) => `${property}为${value}`,
    customers: (name) => name,
  },
};
