import { expect, waitUntil } from '@open-wc/testing';
import type { TpDataset } from '../../widgets/dataset/dataset.js';

interface AxeViolation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string }>;
}
type AxeWindow = Window & { readonly axe?: { run(): Promise<{ violations: readonly AxeViolation[] }> } };

// Each page as its own document, with its own policy, from the sources.
describe('the demo pages', () => {
  for (const [page, elements] of [
    ['index', 0],
    ['overview', 8],
    ['crm', 3],
    ['portal', 6],
    ['admin', 5],
    ['funnel', 2],
    ['product', 0],
  ] as const) {
    it(`${page} draws all it has and has no accessibility fault`, async function () {
      this.timeout(120_000);
      const frame = document.createElement('iframe');
      Object.assign(frame.style, { width: '1100px', height: '800px' });
      frame.title = page;
      frame.src = `/demo/${page}.html?lang=en&scheme=light`;
      document.body.append(frame);
      try {
        await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        const view = frame.contentWindow as AxeWindow;
        await waitUntil(() => drawnIn(view.document) === elements, `${page} is drawn`, {
          timeout: 90_000,
          interval: 200,
        });
        await addScript(view.document, '/node_modules/axe-core/axe.min.js');
        const { violations } = await view.axe!.run();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).to.deep.equal(
          [],
        );
      } finally {
        frame.remove();
      }
    });
  }
});

/** How many of the page's elements show a result; -1 while the data are on their way. */
function drawnIn(page: Document): number {
  const dataset = page.querySelector<TpDataset>('tp-dataset');
  if (!dataset) return 0;
  if (dataset.coordinator?.phase.status !== 'ready') return -1;
  return [...dataset.querySelectorAll('*')].filter(({ localName, shadowRoot }) => {
    if (!localName.startsWith('tp-') || !shadowRoot) return false;
    return shadowRoot.querySelector('[aria-busy="true"], [part~="message"]') === null;
  }).length;
}

function addScript(page: Document, src: string): Promise<unknown> {
  const script = page.createElement('script');
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`${src} could not be loaded.`)));
  });
  script.src = src;
  page.head.append(script);
  return loaded;
}
