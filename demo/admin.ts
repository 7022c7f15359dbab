import type { TpDataset } from '../widgets/index.js';
import type { Mapping } from '../worker/protocol/index.js';
import { adminWords } from './admin-words.js';
import { part, startPage, widget, type Shown } from './page/bar.js';
import { productPicture } from './page/product-picture.js';
import { sampleZone } from './sample/clock.js';
import { productBoxes, productHeight, productPath, productWidth, type ProductElement } from './sample/product-page.js';
import { sampleWords, type SampleFeature, type SampleLocale } from './sample/words.js';

// The console of the imagined product: what is used when, and where people click. The page of the product stands in it as
// its own document, and every click there goes into the same data while one looks on.

const dataset: TpDataset = part('dataset', 'tp-dataset');
const frame = part('frame', 'div');
const product = part('product', 'iframe');

let locale: SampleLocale = 'en';
/** The sample's now: its latest row, and the page's clock at that moment. Live rows go on from there. */
let now: { readonly data: number; readonly page: number } | null = null;
let clicks = 0;
let answers: Promise<unknown> = Promise.resolve();

startPage({
  dataset,
  name: { en: 'Admin console page', zh: '管理控制台页' },
  words: { en: adminWords.en.text, zh: adminWords.zh.text },
  show,
  ready: (_, { lastMs }) => {
    if (now === null && lastMs !== null) now = { data: lastMs, page: Date.now() };
  },
});

addEventListener('message', (event) => {
  if (event.source !== product.contentWindow || event.origin !== location.origin) return;
  const told = event.data as
    | { readonly kind: 'pointer'; readonly rows: readonly LiveRow[] }
    | { readonly kind: 'feature'; readonly feature: SampleFeature };
  if (told.kind === 'pointer') takePointer(told.rows);
  else if (told.kind === 'feature') takeFeature(told.feature);
});
new ResizeObserver(() => {
  const scale = frame.clientWidth / productWidth;
  product.style.transform = `scale(${scale})`;
  product.style.height = `${frame.clientHeight / scale}px`;
}).observe(frame);

function show(shown: Shown): void {
  ({ locale } = shown);
  const words = adminWords[locale];
  now = null;
  clicks = 0;
  showCount();
  if (shown.kind === 'own') {
    const rows = shown.info.properties.includes('feature') ? 'feature' : null;
    Object.assign(widget('week'), { rows, tz: null, heading: '' });
    product.removeAttribute('src');
    return;
  }
  const { elements } = sampleWords[locale];
  Object.assign(widget('week'), {
    rows: 'feature',
    columns: 'hour-of-week',
    tz: sampleZone,
    minCell: 5,
    heading: words.week,
  });
  Object.assign(widget('adoption'), {
    rows: 'feature',
    columns: 'month',
    measure: 'share',
    heading: words.adoption,
  });
  Object.assign(widget('clicks'), {
    page: productPath,
    background: `data:image/svg+xml,${encodeURIComponent(productPicture(locale))}`,
    pageWidth: productWidth,
    pageHeight: productHeight,
    elements: Object.fromEntries(
      Object.entries(productBoxes).map(([name, box]) => [elements[name as ProductElement], box]),
    ),
    viewports: '',
    tz: sampleZone,
    heading: words.clicks,
  });
  product.title = words.productTitle;
  product.src = `./product.html?lang=${locale}`;
}

// ---- live rows -----------------------------------------------------------------------------------------------------

interface LiveRow {
  readonly id: string;
  readonly time: number;
  readonly event: string;
}

const fields: Mapping['fields'] = {
  id: { column: 'id' },
  actor: { column: 'actor' },
  time: { column: 'time' },
  event: { column: 'event' },
  channel: { column: 'channel' },
  page: { column: 'page' },
};

function takePointer(rows: readonly LiveRow[]): void {
  clicks += rows.filter(({ event }) => event === 'click').length;
  showCount();
  append(rows.map((row) => ({ ...row, time: inSample(row.time) })));
}

function takeFeature(feature: SampleFeature): void {
  const { events, features } = sampleWords[locale];
  append([
    {
      id: crypto.randomUUID(),
      actor: 'you',
      time: inSample(Date.now()),
      event: events.featureUse,
      page: null,
      feature: features[feature],
    },
  ]);
}

function append(rows: readonly object[]): void {
  if (now === null) return;
  const { channels } = sampleWords[locale];
  const named = rows.map((row) => ({ actor: 'you', channel: channels.product, ...row }));
  answers = answers.then(() =>
    dataset.appendSource(
      { kind: 'rows', rows: named as never, name: adminWords[locale].liveSource },
      { mapping: { version: 1, fields } },
    ),
  );
}

/** The sample ended some time ago; what is done now follows its last row. */
function inSample(time: number): number {
  return now === null ? time : now.data + (time - now.page);
}

function showCount(): void {
  part('live-count', 'p').textContent = adminWords[locale].liveCount(clicks);
}
