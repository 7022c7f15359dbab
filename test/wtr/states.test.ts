import { expect } from '@open-wc/testing';

import type { Engine } from '../../worker/protocol/engine.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import '../../widgets/index.js';

// Every element in every state, judged by axe in every engine.

const csv = [
  'customer,time,event,channel,page,element,x,y,docWidth,docHeight,viewportWidth,viewportHeight',
  ...Array.from({ length: 60 }, (_, i) => {
    const event = ['visit', 'signup', 'click', 'buy'][i % 4]!;
    const time = new Date(Date.UTC(2026, 0, 1 + (i % 12), 8 + (i % 9), i)).toISOString();
    return `c${i % 7},${time},${event},${['web', 'ads', 'email'][i % 3]!},/a,top,${(i * 37) % 900},${(i * 91) % 1800},1000,2000,1000,800`;
  }),
].join('\n');

const elements: ReadonlyArray<readonly [name: string, markup: string]> = [
  ['tp-funnel', '<tp-funnel steps="visit, signup, buy" window="14d"></tp-funnel>'],
  ['tp-journey of a customer', '<tp-journey actor="c1"></tp-journey>'],
  ['tp-journey of a group', '<tp-journey></tp-journey>'],
  ['tp-heatmap as a matrix', '<tp-heatmap rows="event" columns="hour-of-week"></tp-heatmap>'],
  ['tp-heatmap of a page', '<tp-heatmap page="/a"></tp-heatmap>'],
  ['tp-paths', '<tp-paths></tp-paths>'],
  ['tp-metric', '<tp-metric metric="customers"></tp-metric>'],
  ['tp-filter', '<tp-filter></tp-filter>'],
  ['tp-import', '<tp-import></tp-import>'],
  ['tp-quality', '<tp-quality></tp-quality>'],
];

interface State {
  readonly width?: string;
  readonly lang?: string;
  readonly scheme?: string;
  readonly prepare: (dataset: TpDataset) => void;
  /** What tells that the state is drawn. */
  readonly shown: string;
}

const drawing = '.fw, .big, svg.c, canvas, [part="base"] button';
const fill = (dataset: TpDataset): void => {
  dataset.source = { kind: 'text', text: csv, name: 'data' };
};
/** An engine that never ends what it begins. */
const waiting = { seat: 'page', load: () => new Promise(() => {}), close() {} } as unknown as Engine;

const states: Readonly<Record<string, State>> = {
  data: { prepare: fill, shown: drawing },
  'data in the dark': { scheme: 'dark', prepare: fill, shown: drawing },
  'data in Chinese': { lang: 'zh-CN', prepare: fill, shown: drawing },
  'data where it is narrow': { width: '320px', prepare: fill, shown: drawing },
  'without data': { prepare: () => {}, shown: '[part="message"], .msg, .tiny, [part="base"]' },
  loading: {
    prepare: (dataset) => {
      dataset.connect = () => Promise.resolve(waiting);
      fill(dataset);
    },
    shown: '[role="progressbar"], .skl, [part="base"]',
  },
  failed: {
    prepare: (dataset) => {
      dataset.src = '/no-such-file.csv';
    },
    shown: '[part="message"], .msg, [part="base"]',
  },
  empty: {
    prepare: (dataset) => {
      dataset.filter = { kind: 'actor', keys: ['nobody'] };
      fill(dataset);
    },
    shown: '[part="message"], .msg, [part="base"]',
  },
};

describe('every element', () => {
  let place: HTMLElement;
  beforeEach(() => {
    place = document.createElement('main');
    document.body.append(place);
  });
  afterEach(() => place.remove());

  for (const [name, markup] of elements) {
    for (const [state, { width = '760px', lang = 'en', scheme = 'light', prepare, shown }] of Object.entries(states)) {
      it(`${name}, ${state}: is accessible`, async function () {
        this.timeout(30_000);
        place.lang = lang;
        place.dataset['tpScheme'] = scheme;
        place.style.width = width;
        place.style.background = scheme === 'dark' ? '#0e1014' : '#ffffff';
        place.innerHTML = `<tp-dataset seat="page">${markup}</tp-dataset>`;
        const dataset = place.querySelector('tp-dataset')!;
        const element = dataset.firstElementChild as HTMLElement & { updateComplete: Promise<unknown> };
        prepare(dataset);
        const looks = (): boolean => element.shadowRoot?.querySelector(shown) !== null;
        for (let i = 0; i < 400 && !looks(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
        // What a state says may come a moment after its frame; a wait is shown after 150 ms.
        await new Promise((resolve) => setTimeout(resolve, 260));
        await element.updateComplete;
        expect(looks()).to.equal(true);
        await expect(element).to.be.accessible();
      });
    }
  }
});
