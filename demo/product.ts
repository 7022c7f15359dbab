import { startCapture } from '../connectors/pointer/pointer.js';
import { productPicture } from './page/product-picture.js';
import { productWords } from './page/product-words.js';
import { productBoxes, productPath, type ProductElement } from './sample/product-page.js';
import { sampleWords, type SampleFeature, type SampleLocale } from './sample/words.js';

// The report page of the imagined product, as its own document. Where it stands inside the console, the capture script
// hands the rows to the console; opened alone it captures nothing.

const locale: SampleLocale = new URLSearchParams(location.search).get('lang') === 'zh' ? 'zh' : 'en';
const words = productWords[locale];
const names = sampleWords[locale].elements;
const status = document.getElementById('status')!;

/** Cards look as if they could be clicked; nothing happens. */
const still: ReadonlySet<ProductElement> = new Set(['revenue', 'orders', 'returns']);
const features: Partial<Record<ProductElement, SampleFeature>> = {
  automation: 'automation',
  export: 'export',
  comment: 'comments',
  upgrade: 'billing',
  newReport: 'dashboard',
  period: 'dashboard',
  team: 'dashboard',
  compare: 'dashboard',
  chart: 'dashboard',
};
/** Export answers as late as in the sample since September. */
const lateMs = 2200;

document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
document.getElementById('title')!.textContent = words.title;
const picture = document.getElementById('picture') as HTMLImageElement;
picture.src = `data:image/svg+xml,${encodeURIComponent(productPicture(locale))}`;
for (const [name, box] of Object.entries(productBoxes) as [ProductElement, (typeof productBoxes)[ProductElement]][]) {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['tpName'] = names[name];
  button.setAttribute('aria-label', names[name]);
  button.classList.toggle('still', still.has(name));
  Object.assign(button.style, {
    left: `${box.left}px`,
    top: `${box.top}px`,
    width: `${box.width}px`,
    height: `${box.height}px`,
  });
  button.addEventListener('click', () => answer(name));
  document.getElementById('page')!.append(button);
}

if (parent !== window) {
  startCapture({
    into: (rows) => parent.postMessage({ kind: 'pointer', rows }, location.origin),
    actor: 'you',
    page: () => productPath,
    // The page is the reader's own and nothing leaves the browser.
    heedPrivacySignals: false,
    batchMs: 400,
  });
}

function answer(name: ProductElement): void {
  if (still.has(name)) return;
  const feature = features[name];
  if (feature && parent !== window) parent.postMessage({ kind: 'feature', feature }, location.origin);
  if (name === 'export') setTimeout(() => say(words.exported), lateMs);
  else say(words.opened(names[name]));
}

function say(sentence: string): void {
  status.textContent = sentence;
}
