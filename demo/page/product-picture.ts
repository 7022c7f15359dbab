import {
  productBoxes,
  productHeight,
  productWidth,
  type ProductBox,
  type ProductElement,
} from '../sample/product-page.js';
import type { SampleLocale } from '../sample/words.js';
import { productWords } from './product-words.js';

const ink = '#1c2430';
const soft = '#66707f';
const line = '#e2e6ec';
const accent = '#0b7285';
const font =
  "system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC',sans-serif";

/** The product's report page as one SVG text: what the page shows, and what the click map lies on. */
export function productPicture(locale: SampleLocale): string {
  const words = productWords[locale];
  const parts = [
    rect({ left: 0, top: 0, width: productWidth, height: productHeight }, '#f7f8fa'),
    rect({ left: 0, top: 0, width: productWidth, height: 56 }, '#fff'),
    path(`M0 56.5H${productWidth}`, line),
    rect({ left: 24, top: 18, width: 20, height: 20 }, accent, 'none', 6),
    text(52, 33, words.brand, 15, ink, 600),
    ...(['home', 'reports', 'automation', 'settings'] as const).map((name) =>
      label(name, words[name], name === 'reports' ? ink : soft, name === 'reports' ? '#eef1f5' : 'none'),
    ),
    field('search', words.search),
    rect(productBoxes.help, '#fff', line, 16),
    middle(productBoxes.help, '?', soft),
    rect(productBoxes.account, '#47505e', 'none', 16),
    middle(productBoxes.account, 'SL', '#fff', 11),
    text(24, 102, words.title, 20, ink, 600),
    text(24, 122, words.subtitle, 12, soft),
    button('share', words.share),
    button('export', words.export),
    button('newReport', words.newReport, true),
    button('period', words.period),
    button('team', words.team),
    button('compare', words.compare),
    ...(['revenue', 'orders', 'returns'] as const).flatMap((name, k) => card(name, words.cards[k]!)),
    ...chart(words.chart),
    rect({ left: 864, top: 328, width: 392, height: 320 }, '#fff', line, 8),
    text(884, 356, words.notes, 13, ink, 600),
    ...words.noteLines.map((note, k) => text(884, 388 + 28 * k, note, 12, soft)),
    field('comment', words.comment),
    ...table(words.columns, words.shops),
    button('more', words.more),
    rect({ left: 24, top: 1208, width: 1232, height: 140 }, '#e6f4f6', 'none', 8),
    text(56, 1272, words.upgradeTitle, 17, ink, 600),
    text(56, 1298, words.upgradeText, 13, soft),
    button('upgrade', words.upgrade, true),
    text(24, 1404, words.helpfulAsk, 13, ink, 500),
    button('helpful', words.helpful),
    button('unhelpful', words.unhelpful),
    path(`M0 1500.5H${productWidth}`, line),
    text(24, 1536, words.foot, 12, soft),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${productWidth}" height="${productHeight}" ` +
    `viewBox="0 0 ${productWidth} ${productHeight}" font-family="${font}">${parts.join('')}</svg>`
  );
}

function card(name: ProductElement, [title, value, change]: readonly [string, string, string]): string[] {
  const { left, top } = productBoxes[name];
  return [
    rect(productBoxes[name], '#fff', line, 8),
    text(left + 20, top + 30, title, 12, soft),
    text(left + 20, top + 64, value, 24, ink, 600),
    text(left + 20, top + 90, change, 12, soft),
  ];
}

function chart(title: string): string[] {
  const { left, top, width, height } = productBoxes.chart;
  const days = [0.62, 0.7, 0.38, 0.74, 0.92, 0.84, 0.55];
  const floor = top + height - 40;
  const step = (width - 80) / days.length;
  return [
    rect(productBoxes.chart, '#fff', line, 8),
    text(left + 20, top + 30, title, 13, ink, 600),
    ...[0, 1, 2, 3].map((k) => path(`M${left + 40} ${floor - k * 64 + 0.5}H${left + width - 24}`, line)),
    ...days.map((share, k) =>
      rect(
        { left: left + 60 + k * step, top: floor - share * 210, width: step * 0.56, height: share * 210 },
        k === 2 ? '#b7c0cc' : accent,
        'none',
        3,
      ),
    ),
  ];
}

function table(columns: readonly string[], shops: readonly string[]): string[] {
  const { left, top, width } = productBoxes.row1;
  const across = [left + 20, left + 560, left + 800, left + 1040];
  const head = columns.map((column, k) => text(across[k]!, top - 16, column, 12, soft));
  return [
    rect({ left, top: top - 48, width, height: 48 * (shops.length + 1) }, '#fff', line, 8),
    ...head,
    ...shops.flatMap((shop, k) => {
      const row = productBoxes[`row${k + 1}` as ProductElement];
      const base = row.top + 29;
      return [
        path(`M${left} ${row.top + 0.5}H${left + width}`, line),
        text(across[0]!, base, shop, 13, accent, 500),
        text(across[1]!, base, `¥${(118_400 - 13_370 * k).toLocaleString('en')}`, 13, ink),
        text(across[2]!, base, String(412 - 43 * k), 13, ink),
        text(across[3]!, base, `${(2.1 + 0.4 * ((k * 5) % 8)).toFixed(1)}%`, 13, ink),
      ];
    }),
  ];
}

function button(name: ProductElement, words: string, main = false): string {
  const box = productBoxes[name];
  return (
    rect(box, main ? accent : '#fff', main ? 'none' : '#c9d0d9', 6) + middle(box, words, main ? '#fff' : ink, 13, 500)
  );
}

function field(name: ProductElement, words: string): string {
  const box = productBoxes[name];
  return rect(box, '#fff', '#c9d0d9', 6) + text(box.left + 12, box.top + box.height / 2 + 4, words, 12, soft);
}

function label(name: ProductElement, words: string, color: string, fill: string): string {
  return rect(productBoxes[name], fill, 'none', 6) + middle(productBoxes[name], words, color, 13, 500);
}

function rect({ left, top, width, height }: ProductBox, fill: string, stroke = 'none', radius = 0): string {
  const inset = stroke === 'none' ? 0 : 0.5;
  return (
    `<rect x="${left + inset}" y="${top + inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" ` +
    `rx="${radius}" fill="${fill}" stroke="${stroke}"/>`
  );
}

function path(d: string, stroke: string): string {
  return `<path d="${d}" stroke="${stroke}"/>`;
}

function middle(box: ProductBox, words: string, color: string, size = 13, weight = 500): string {
  const y = box.top + box.height / 2 + size * 0.36;
  return text(box.left + box.width / 2, y, words, size, color, weight, 'middle');
}

function text(
  x: number,
  y: number,
  words: string,
  size: number,
  color: string,
  weight = 400,
  anchor = 'start',
): string {
  return (
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}" ` +
    `text-anchor="${anchor}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  );
}
