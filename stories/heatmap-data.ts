/** Rows for the stories of heatmaps: feature use over the hours of a week, and clicks on a pricing page. */

export type StoryLang = 'en' | 'zh-CN';

// Mulberry32: the same rows in every run.
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const names: Readonly<Record<StoryLang, readonly string[]>> = {
  en: ['Dashboard', 'Report export', 'Comments', 'Bulk edit', 'Automation', 'Import', 'API keys', 'Billing'],
  'zh-CN': ['仪表盘', '导出报表', '评论', '批量编辑', '自动化', '导入', 'API 密钥', '账单'],
};
const weights = [9140, 4820, 3050, 2310, 1960, 1280, 740, 610];
const byHour = [2, 1, 0, 0, 0, 1, 4, 14, 52, 78, 92, 80, 46, 58, 82, 76, 62, 40, 22, 14, 10, 8, 6, 3];
const byDay = [0.86, 1, 1.03, 0.97, 0.78, 0.14, 0.1];
const start = Date.UTC(2026, 7, 31);
const hourMs = 3_600_000;

/** A place in a list, by weight. */
function pick(next: () => number, list: readonly number[]): number {
  let rest = next() * list.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < list.length; i++) {
    rest -= list[i]!;
    if (rest < 0) return i;
  }
  return list.length - 1;
}

/** 12 weeks of feature use by 400 customers; some rows name no feature. */
export function featureCsv(lang: StoryLang, rows = 9000): string {
  const next = random(7);
  const features = names[lang];
  const lines = ['actor,time,event,feature,seconds'];
  for (let i = 0; i < rows; i++) {
    const week = Math.floor(next() * 12);
    const hour = pick(next, byDay) * 24 + pick(next, byHour);
    const time = start + (week * 168 + hour) * hourMs + Math.floor(next() * hourMs);
    const feature = next() < 0.02 ? '' : features[pick(next, weights)]!;
    const actor = `C-${1000 + Math.floor(next() ** 1.6 * 400)}`;
    lines.push(`${actor},${new Date(time).toISOString()},use,${feature},${Math.ceil(next() * 90)}`);
  }
  return lines.join('\n');
}

interface PageElement {
  readonly en: string;
  readonly zh: string;
  readonly box: readonly [left: number, top: number, width: number, height: number];
  readonly weight: number;
  /** Where within the box most clicks fall, 0..1. */
  readonly at?: readonly [x: number, y: number];
}

/** Size of the pricing page in its picture. */
export const pricingSize = { width: 1280, height: 1640 } as const;

const elements: readonly PageElement[] = [
  { en: 'Start trial, Team plan', zh: '团队版 开始试用', box: [527, 932, 246, 50], weight: 1284 },
  { en: 'Yearly switch', zh: '按年付费', box: [298, 354, 184, 50], weight: 1012 },
  { en: 'Talk to us', zh: '联系我们', box: [850, 932, 246, 50], weight: 488 },
  { en: 'Compare row, SSO', zh: '对比行 SSO', box: [176, 1190, 950, 50], weight: 436, at: [0.12, 0.5] },
  { en: 'Start trial, top bar', zh: '顶栏 开始试用', box: [1033, 84, 142, 44], weight: 391 },
  { en: 'Plan price, Team', zh: '团队版价格', box: [527, 640, 98, 40], weight: 302 },
  { en: 'Question 2', zh: '问题 2', box: [176, 1500, 950, 50], weight: 188, at: [0.16, 0.5] },
  { en: 'Monthly switch', zh: '按月付费', box: [188, 354, 104, 50], weight: 150 },
  { en: 'Start free', zh: '免费开始', box: [205, 932, 246, 50], weight: 130 },
  { en: 'Docs', zh: '文档', box: [745, 84, 60, 40], weight: 60 },
];

/** Name of an element, by its rank. */
export function elementName(lang: StoryLang, rank: number): string {
  const { en, zh } = elements[rank - 1]!;
  return lang === 'en' ? en : zh;
}

/** Clicks, scrolling and views on `/pricing` by 700 customers. */
export function clicksCsv(lang: StoryLang, views = 1500): string {
  const next = random(11);
  const columns =
    'actor,time,event,page,view,element,x,y,docWidth,docHeight,scrollY,viewportWidth,viewportHeight,' +
    'elementLeft,elementTop,elementWidth,elementHeight,mutationMs,observedMs';
  const lines = [columns];
  const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  for (let view = 0; view < views; view++) {
    const actor = `C-${1000 + Math.floor(next() ** 1.3 * 700)}`;
    const small = next() < 0.16;
    const width = small ? 390 : [1280, 1366, 1440, 1536, 1920][pick(next, [5, 4, 4, 3, 2])]!;
    const height = small ? 760 : 720;
    const scale = small ? 390 / pricingSize.width : 1;
    const docWidth = small ? 390 : pricingSize.width;
    const docHeight = small ? 2600 : pricingSize.height;
    let time = start + Math.floor(next() * 20 * 24) * hourMs + Math.floor(next() * hourMs);
    const line = (event: string, scrollY: number, click = ',,', box = ',,,', watched = ','): void => {
      lines.push(
        `${actor},${new Date(time).toISOString()},${event},/pricing,v${view},${click},` +
          `${docWidth},${docHeight},${scrollY},${width},${height},${box},${watched}`,
      );
      time += 2000 + Math.floor(next() * 20_000);
    };
    line('view', 0);
    const depth = next() ** 0.8;
    line('scroll', Math.round(depth * (docHeight - height)));
    const clicks = pick(next, [2, 6, 6, 3, 2]);
    for (let k = 0; k < clicks; k++) {
      const tied = next() < 0.92;
      const one =
        elements[
          pick(
            next,
            elements.map(({ weight }) => weight),
          )
        ]!;
      const [left, top, wide, high] = one.box;
      const [cx, cy] = one.at ?? [0.5, 0.5];
      const spread = (): number => (next() + next() + next() - 1.5) * 0.34;
      const px = left + Math.min(0.98, Math.max(0.02, cx + spread() * (one.at ? 0.35 : 1))) * wide;
      const py = top + Math.min(0.98, Math.max(0.02, cy + spread())) * high;
      const stray = [next() * 1100 + 60, next() * 1500 + 60];
      const x = Math.round((tied ? px : stray[0]!) * scale);
      const y = Math.round((tied ? py : stray[1]!) * (docHeight / pricingSize.height));
      const name = lang === 'en' ? one.en : one.zh;
      const box = tied
        ? [left * scale, (top * docHeight) / pricingSize.height, wide * scale, (high * docHeight) / pricingSize.height]
            .map(Math.round)
            .join(',')
        : ',,,';
      const deadly = one === elements[3] && next() < 0.61;
      const hasty = one === elements[5] && next() < 0.16;
      const watched = deadly ? ',6000' : `${Math.ceil(next() * 200)},6000`;
      for (let n = 0; n < (hasty ? 4 : 1); n++) {
        const at = time;
        line('click', Math.max(0, y - 400), `${tied ? quoted(name) : ''},${x + n},${y}`, box, watched);
        if (hasty) time = at + 400;
      }
    }
  }
  return lines.join('\n');
}

/** A picture of the pricing page as a data address: plain shapes, no text of any product. */
export function pricingPicture(lang: StoryLang): string {
  const zh = lang === 'zh-CN';
  const text = (x: number, y: number, size: number, words: string, more = ''): string =>
    `<text x="${x}" y="${y}" font-size="${size}" ${more}>${words}</text>`;
  const bar = (x: number, y: number, width: number, tone = '#e4e7eb'): string =>
    `<rect x="${x}" y="${y}" width="${width}" height="12" rx="4" fill="${tone}"/>`;
  const plan = (x: number, name: string, price: string, button: string, dark: boolean): string => {
    const lines = [0, 1, 2, 3, 4].map((i) => bar(x + 64, 760 + i * 30, 130 + ((i * 37) % 90), '#eef0f3')).join('');
    return `<rect x="${x}" y="590" width="300" height="416" rx="10" fill="#fff" stroke="#e4e7eb"/>
      ${text(x + 28, 634, 19, name, 'font-weight="600"')}${text(x + 28, 690, 34, price, 'font-weight="600"')}${lines}
      <rect x="${x + 28}" y="932" width="246" height="50" rx="6" fill="${dark ? '#cfd4da' : '#e4e7eb'}"/>
      ${text(x + 151, 963, 17, button, 'text-anchor="middle" font-weight="500"')}`;
  };
  const rows = [0, 1, 2, 3, 4, 5, 6]
    .map((i) => {
      const y = 1110 + i * 48;
      const dots = [610, 816, 1022].map((x) => `<circle cx="${x}" cy="${y + 24}" r="7" fill="#e4e7eb"/>`).join('');
      return `<path d="M176 ${y}H1126" stroke="#e4e7eb"/>${bar(176, y + 18, 150 + ((i * 53) % 110))}${dots}`;
    })
    .join('');
  const questions = [0, 1]
    .map(
      (i) =>
        `<rect x="176" y="${1502 + i * 62}" width="950" height="48" rx="6" fill="#f4f5f7"/>${bar(200, 1520 + i * 62, 320 - i * 60)}`,
    )
    .join('');
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="1640" viewBox="0 0 1280 1640"
    font-family="system-ui, sans-serif" fill="#15191f"><rect width="1280" height="1640" fill="#fff"/>
    <path d="M0 156H1280" stroke="#e4e7eb"/><rect x="44" y="92" width="28" height="28" rx="6" fill="#cfd4da"/>
    ${text(86, 114, 19, 'Acme Flow', 'font-weight="600"')}${text(745, 112, 17, zh ? '文档' : 'Docs', 'fill="#4a525e"')}
    <rect x="1033" y="84" width="142" height="44" rx="6" fill="#cfd4da"/>
    ${text(1104, 112, 17, zh ? '开始试用' : 'Start trial', 'text-anchor="middle" font-weight="500"')}
    ${text(176, 264, 36, zh ? '适合各种团队的方案' : 'Plans for teams of any size', 'font-weight="600"')}
    ${text(176, 306, 18, zh ? '按月或按年付费，可随时更改' : 'Pay monthly or yearly. Change or cancel at any time.', 'fill="#4a525e"')}
    <rect x="176" y="354" width="310" height="50" rx="25" fill="#fff" stroke="#e4e7eb"/>
    ${text(240, 385, 17, zh ? '按月' : 'Monthly', 'text-anchor="middle" font-weight="500"')}
    ${text(390, 385, 17, zh ? '按年 −20%' : 'Yearly, −20%', 'text-anchor="middle" fill="#4a525e"')}
    ${plan(176, zh ? '入门版' : 'Starter', '¥0', zh ? '免费开始' : 'Start free', false)}
    ${plan(499, zh ? '团队版' : 'Team', '¥128', zh ? '开始试用' : 'Start trial', true)}
    ${plan(822, zh ? '企业版' : 'Company', '¥388', zh ? '联系我们' : 'Talk to us', false)}
    ${text(176, 1080, 19, zh ? '对比全部功能' : 'Compare all features', 'font-weight="600"')}${rows}
    ${text(176, 1482, 19, zh ? '常见问题' : 'Questions', 'font-weight="600"')}${questions}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
