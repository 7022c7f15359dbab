import { hanGap } from '../internal/han-gap.js';
import type { QualityWords } from './words.js';

const join = (...parts: readonly string[]): string =>
  parts.reduce((text, part) => text + hanGap(text, part) + part, '');

/** Chinese texts of `<tp-quality>`. */
export const zhCn: QualityWords = {
  title: '数据质量',
  scope: (_n, sources, rows) => `${sources} 个来源 · 共读入 ${rows} 行`,
  allIn: (_n, rows) => `${rows} 行全部收录`,
  someIn: (_n, accepted, rowsIn) => `${rowsIn} 行中收录 ${accepted} 行`,
  high: (_n, count) => `有${count}项问题使数字变动 1% 以上`,
  noneHigh: '没有发现使数字变动 1% 以上的问题',
  nothing: '没有发现问题',
  lead: (rows, effect) => `${rows}；${effect}`,
  numerals: ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九'],

  rows: '行数',
  source: '来源',
  cameIn: '读入',
  accepted: '收录',
  rejected: '未收录',
  span: '起止',
  loadedTimes: (n, times) => (n === 1 ? '' : `读取 ${times} 次`),
  all: '全部来源',
  accountBar: (accepted, rejected) => `收录 ${accepted}，未收录 ${rejected}`,

  groups: { high: '影响 1% 以上', some: '影响 0.1%–1%', note: '值得了解' },
  countRows: (_n, count) => `${count} 行`,
  countCustomers: (_n, count) => `${count} 位客户`,
  ofRows: (share) => `占全部行的 ${share}`,
  ofCustomers: (share) => `占全部客户的 ${share}`,
  ofMissing: (share) => `按通常情况约缺 ${share} 的行`,
  noEffect: '本身不改变任何数字',
  mend: '如何处理',
  samples: '样例',
  sampleCount: (_n, count) => `${count} 行`,
  sampleDays: (_n, count) => `${count} 天`,
  moreNames: (_n, count) => `等，另有 ${count} 个`,
  noText: '（空）',
  showRows: (_n, rows) => `查看 ${rows} 行`,
  hideRows: '收起',
  showCustomers: (_n, customers) => `查看 ${customers} 位客户`,
  choose: '在所有视图中选中',
  rowsShown: (shown, total) => `已显示 ${shown} / ${total} 行`,
  touchpoint: '触点',
  time: '时间（UTC）',
  nobody: '（无客户）',
  shownOf: (_n, shown, total) => `已显示 ${shown} / ${total} 项`,

  clean: { title: '没有发现问题', body: '所有行都已收录，检查的各项均未出现。' },
  lookedFor: '检查了哪些内容',
  notFound: (_n, count) => `已检查、未发现：${count} 项`,
  outOfScope: { title: '没有可检查的行', body: '数据集的筛选条件没有保留任何行，取消筛选后即可查看数据质量。' },
  definition:
    '每项发现的影响按全部来源合计：取所涉及的行数占比与客户数占比中较大的一个；未收录的行按读入行数计算占比。',
  definitionHigh: '影响数字',
  definitionSome: '略有影响',
  definitionZone: '日夜划分时区',
  columnCode: '代码',
  columnFinding: '发现',
  columnSubject: '对象',
  columnEffect: '影响',
  columnShare: '占比',
  ahead: (span) => `快 ${span}`,
  behind: (span) => `慢 ${span}`,

  badge: (_n, count) => `${count} 条数据提示`,
  badgeHelp: '数据中哪些问题影响这些数字',
  closePanel: '关闭数据质量',

  found: {
    'rejected-rows': {
      name: '未收录的行',
      title: (_n, _count, name) => `未收录：${name}`,
      what: (_n, count, _name, source) => join(source, `有 ${count} 行不计入任何数字。`),
      mend: '先看样例：时间与文字编码的写法可在映射中说明，损坏的行需在来源处修正。',
    },
    'duplicate-ids': {
      name: '编号重复的行',
      what: (_n, count, _name, source) =>
        join(source, `有 ${count} 行与前面的行编号相同。每个编号只计第一行，因此数字不会偏高。`),
      mend: '如果只是两次导出有重叠，无需处理；否则应由来源为每行提供独立编号。',
    },
    'conflicting-duplicates': {
      name: '编号相同但内容不同',
      what: (_n, count) => `${count} 行编号重复而内容不同。以第一行为准，后面的内容没有保留。`,
      mend: '先读取修正后的导出文件，或由来源为每次变更提供新编号。',
    },
    'source-cut-short': {
      name: '提前结束的来源',
      title: () => '来源提前结束',
      what: (_n, _count, _name, source) => join(source, '中断之后的行不在任何数字里，数量无法得知。'),
      mend: '重新读取完整文件。',
    },
    'repeated-rows': {
      name: '内容重复的行',
      what: (_n, count, _name, source, a) =>
        join(
          source,
          `有 ${count} 行与前面某行的客户、时刻、触点相同，其中 ${a} 行其余内容也完全相同。如果是副本，触点数会偏高；客户数不受影响。`,
        ),
      mend: '在映射中指定行编号所在的列，副本即被剔除；或在来源处删除。',
    },
    'unidentified-rows': {
      name: '没有客户的行',
      what: (_n, count, _name, source) =>
        join(source, `有 ${count} 行没有客户。它们计为触点，但不计入漏斗、路径、旅程和客户数。`),
      mend: '映射另一个能说明客户的列：邮箱、手机号、用户编号或设备编号。',
    },
    'dropped-identifiers': {
      name: '不能用作客户编号的值',
      title: (_n, _count, name) => `「${name}」中不能用作客户编号的值`,
      what: (_n, count) => `${count} 个值是占位内容或无法按该列读取，不能对应到客户。`,
      mend: '没有国家代码的电话需在映射中指定国家；看似占位的真实值可在身份规则中放行。',
    },
    'shared-identifiers': {
      name: '多人共用的编号',
      what: (_n, count, name, _source, a) =>
        `${a} 个编号（${name}）对应的用户数超过一位客户应有的数量，因此不用于合并。涉及 ${count} 行。`,
      mend: '公用邮箱或电话本应排除，可将其屏蔽；如确属一位客户，请写入别名表，或提高用户编号数上限。',
    },
    'several-user-ids': {
      name: '有多个用户编号的客户',
      what: (_n, _count, _name, _source, a) =>
        `${a} 位客户有两个用户编号却被合并。如果实为共用邮箱或电话的两个人，客户数会偏低。`,
      mend: '查看合并依据，并屏蔽共用的编号。',
    },
    'conflicting-values': {
      name: '同一时间有两个值',
      title: (_n, _count, name) => `「${name}」同一时间有两个值`,
      what: (_n, _count, name, _source, a) =>
        `${a} 位客户的「${name}」在同一时刻有两个值，或改变后又变回原值。按「${name}」统计时会重复计入。`,
      mend: '以一个来源为准，只从该来源映射此字段。',
    },
    'clock-offset': {
      name: '时钟不一致的来源',
      title: (_n, _count, name, _source, a) => join('时钟比', name, a),
      what: (_n, count, name, source, a, b) =>
        `${join('同时出现在', source, '与', name, `中的客户里，有 ${b} 位的行为一致地${a}`)}。两个来源之间的先后与用时对 ${count} 行不准确。`,
      mend: '在该来源的映射中注明时间所用的时区。',
    },
    'night-activity': {
      name: '集中在夜间的来源',
      title: () => '集中在夜间',
      what: (_n, _count, _name, source, a) =>
        join(
          source,
          `带有时刻的行中有 ${a} 在零点至六点之间。读取时所用的时区可能与记录时不同，日期与小时会因此错位。`,
        ),
      mend: '在映射中注明来源的时区，或选择应使用的时区。',
    },
    'future-times': {
      name: '未来的时间',
      what: (_n, count, _name, _source, a) =>
        `${count} 行晚于读取数据的时刻，最多晚 ${a}。它们会成为客户的最近触点，并拉长时间轴。`,
      mend: '检查来源的时钟与时区；计划日期不是触点时间，请映射其他列。',
    },
    'times-in-1970': {
      name: '1970 年的时间',
      what: (_n, count) => `${count} 行落在 1970 年，通常是空时间，或把秒当作毫秒。它们会拉长时间轴与各种用时。`,
      mend: '在映射中说明时间单位为秒，或 0 表示没有时间。',
    },
    'midnight-times': {
      name: '只有日期没有时刻',
      what: (_n, _count, _name, source, a) =>
        join(source, `有 ${a} 的行正好在零点。同一天内的先后以文件顺序为准，按小时的视图会显示在 0 时。`),
      mend: '如有带时刻的列请映射该列，否则请按天查看此来源。',
    },
    'zone-assumed': {
      name: '没有时区的时间',
      what: (_n, count, _name, source) => join(source, `有 ${count} 个时间没有时区，按 UTC 读取。`),
      mend: '在映射中注明来源的时区。',
    },
    'day-month-unsure': {
      name: '日与月分不清的日期',
      what: (_n, count) => `${count} 个日期分不清日与月，按日在前读取。`,
      mend: '在映射中写明时间格式。',
    },
    'days-without-rows': {
      name: '没有数据的日子',
      what: (_n, _count, _name, source, a, b) =>
        join(source, `有 ${a} 天没有任何行，而其他周的同一天有。据此约缺 ${b} 行，趋势会在那里下降。`),
      mend: '重新读取这些日期，或记下没有数据的原因。',
    },
    'sudden-drops': {
      name: '行数骤减的日子',
      what: (_n, _count, _name, source, a, b) =>
        join(source, `有 ${a} 天的行数不到其他周同一天的五分之一。据此约缺 ${b} 行。`),
      mend: '重新读取这些日期，或记下当时的情况。',
    },
    'ends-early': {
      name: '比其他来源更早结束',
      title: () => '比其他来源更早结束',
      what: (_n, count, _name, source, a) =>
        join(source, `比最新的行早 ${a} 天结束。其他来源有 ${count} 行在此之后，客户在这里的后续行为尚不可知。`),
      mend: '读取更新的导出文件，或让时间范围止于此来源。',
    },
    'out-of-date': {
      name: '过期的数据',
      title: () => '数据已过期',
      what: (_n, _count, _name, _source, a) => `最新的一行距今 ${a} 天。`,
      mend: '读取更新的导出文件。',
    },
    'not-numbers': {
      name: '不是数字的值',
      title: (_n, _count, name) => `「${name}」中不是数字的值`,
      what: (_n, count) => `${count} 个值按缺失处理，不计入总和与均值。`,
      mend: '先看样例：单位、币种与文字应放在单独的列。',
    },
    'read-otherwise': {
      name: '需要解读的内容',
      title: (_n, _count, name) => name,
      what: (_n, _count, _name, source) => join(source, '此处有多种读法，这里采用了其中一种。'),
      mend: '如果读法不对，请在来源处修正。',
    },
    'missing-columns': {
      name: '映射中不存在的列',
      what: (_n, _count, name, source) => join('映射中的', name, '在', source, '里不存在，各行均为空。'),
      mend: '修正映射，或使用与此导出相配的映射。',
    },
    'unread-columns': {
      name: '没有读取的列',
      what: (_n, _count, name, source) => join('映射没有读取', source, '的', name, '，各视图不能用来筛选或分组。'),
      mend: '把需要的列加入映射的属性。',
    },
    'empty-columns': {
      name: '没有任何值的列',
      what: (_n, _count, name) => `各行均为空：${name}。`,
      mend: '从映射中去掉，或查看导出时为何为空。',
    },
    'similar-names': {
      name: '几乎相同的名称',
      title: (_n, _count, name) => `几乎相同：${name}`,
      what: (_n, count, _name, _source, a) => `它们被算作不同的触点。只写「${a}」的步骤会漏掉 ${count} 行。`,
      mend: '在映射中统一为一个名称，或让步骤包含全部名称。',
    },
    'names-once': {
      name: '只出现一次的名称',
      what: (_n, count, _name, _source, a) =>
        `${a} 个触点名称中有 ${count} 个只出现在一行里，常见原因是笔误，或名称中含有编号、地址。`,
      mend: '在映射中更正笔误；逐行变化的内容应放入属性。',
    },
  },
};
