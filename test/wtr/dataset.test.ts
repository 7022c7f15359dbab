import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import type { FunnelResult } from '../../worker/protocol/result.js';
import type { ByteStream } from '../../worker/protocol/source.js';
import { TpDataset } from '../../widgets/dataset/dataset.js';
import type { TpMapping } from '../../widgets/dataset/mapping-panel.js';
import '../../widgets/dataset/steps.js';
import '../../widgets/funnel/funnel.js';
import { define } from '../../widgets/internal/define.js';

const csv = `
  actor,time,event
  ann,2026-01-01T09:00:00Z,visit
  ann,2026-01-02T09:00:00Z,signup
  ann,2026-01-05T09:00:00Z,purchase
  bob,2026-01-01T10:00:00Z,visit
  bob,2026-01-03T10:00:00Z,signup
  cat,2026-01-01T11:00:00Z,visit
  dan,2026-01-09T11:00:00Z,signup
`;
const moreCsv = 'actor,time,event\ncat,2026-01-07T00:00:00Z,signup\n';
/** Two columns could be the customer, none is clearly the touchpoint. */
const unclearCsv = `who,when,what
ann,2026-01-01T09:00:00Z,visit
ann,2026-01-02T09:00:00Z,signup
bob,2026-01-01T10:00:00Z,visit
`;
const funnel = '<tp-funnel steps="visit, signup, purchase"></tp-funnel>';

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => place.remove());

/** Puts markup on the page. */
function show(markup: string): TpDataset {
  place.innerHTML = markup;
  return place.querySelector('tp-dataset')!;
}

/** The next event of a kind from one element (events of elements inside bubble past it). */
function next<T extends Event>(target: EventTarget, type: string, from: EventTarget = target): Promise<T> {
  return new Promise((resolve) => {
    const listen = (event: Event): void => {
      if (event.target !== from) return;
      target.removeEventListener(type, listen);
      resolve(event as T);
    };
    target.addEventListener(type, listen);
  });
}

/** Counts of the next result that a funnel has drawn. */
async function counts(element: Element): Promise<readonly number[]> {
  const event = await next<CustomEvent<{ result: FunnelResult }>>(element, 'tpready');
  return event.detail.result.stepCounts;
}

function funnelIn(dataset: Element): HTMLElementTagNameMap['tp-funnel'] {
  return dataset.querySelector('tp-funnel')!;
}

async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for ${String(look)}`);
}

async function panelOf(dataset: Element): Promise<TpMapping> {
  const panel = await until(() => dataset.querySelector('tp-mapping'));
  await panel.updateComplete;
  return panel;
}

/** A CSV that comes in chunks of 2000 rows, 10 ms apart; the header alone is the first. */
function slowStream(chunks: number): { readonly stream: ByteStream; readonly chunks: () => number } {
  let sent = 0;
  const rows = `${Array.from({ length: 2000 }, (_, i) => `customer-${i % 97},${1_700_000_000_000 + i},visit`).join('\n')}\n`;
  const stream: ByteStream = {
    getReader: () => ({
      async read() {
        await new Promise((resolve) => setTimeout(resolve, 10));
        if (sent === chunks) return { done: true };
        const value = new TextEncoder().encode(sent === 0 ? 'actor,time,event\n' : rows);
        sent++;
        return { done: false, value };
      },
      cancel: () => Promise.resolve(),
    }),
  };
  return { stream, chunks: () => sent };
}

describe('tp-dataset', () => {
  it('shows the funnel of data that stand inside it', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    expect(await counts(funnelIn(dataset))).to.deep.equal([3, 2, 1]);
    expect(dataset.facts.report).to.include({ rowsIn: 7, accepted: 7, rejected: 0 });
    expect(dataset.facts.info?.actors).to.equal(4);
  });

  it('is accessible with its funnel', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    await expect(dataset).to.be.accessible();
  });

  it('proposes steps to a funnel without any, and goes by its own as soon as it has them', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script><tp-funnel></tp-funnel></tp-dataset>`);
    expect(await counts(funnelIn(dataset))).to.deep.equal([3, 2, 1]);
    expect(funnelIn(dataset).steps).to.equal(null);
    const drawn = counts(funnelIn(dataset));
    funnelIn(dataset).steps = 'signup, purchase';
    expect(await drawn).to.deep.equal([3, 1]);
  });

  it('takes rows as JSON that stands inside it', async () => {
    const rows = [
      { actor: 'ann', time: '2026-01-01T00:00:00Z', event: 'visit' },
      { actor: 'ann', time: '2026-01-02T00:00:00Z', event: 'signup' },
    ];
    const dataset = show(
      `<tp-dataset><script type="application/json">${JSON.stringify(rows)}</script>${funnel}</tp-dataset>`,
    );
    expect(await counts(funnelIn(dataset))).to.deep.equal([1, 1, 0]);
  });

  it('takes data put inside it later', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    await dataset.updateComplete;
    const script = document.createElement('script');
    script.type = 'text/csv';
    script.textContent = csv;
    const drawn = counts(funnelIn(dataset));
    dataset.append(script);
    expect(await drawn).to.deep.equal([3, 2, 1]);
  });

  it('reads an address, and another when src changes', async () => {
    const first = URL.createObjectURL(new Blob([csv.replaceAll('\n  ', '\n').trim()]));
    const second = URL.createObjectURL(new Blob([moreCsv]));
    const dataset = show(`<tp-dataset src="${first}">${funnel}</tp-dataset>`);
    expect(await counts(funnelIn(dataset))).to.deep.equal([3, 2, 1]);
    const { engine } = dataset;
    dataset.src = second;
    await next(dataset, 'tpready');
    await until(() => funnelIn(dataset).shadowRoot?.textContent?.includes('never happens'));
    expect(dataset.facts.info?.rows).to.equal(1);
    expect(dataset.engine).to.equal(engine);
  });

  it('gives equal numbers for data, dataJson and CSV', async () => {
    const rows = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','))
      .map(([actor, time, event]) => ({ actor, time, event }));
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    const byObjects = counts(funnelIn(dataset));
    dataset.data = rows;
    expect(await byObjects).to.deep.equal([3, 2, 1]);
    const byText = counts(funnelIn(dataset));
    dataset.dataJson = JSON.stringify(rows);
    expect(await byText).to.deep.equal([3, 2, 1]);
  });

  it('says what is wrong with dataJson that is no JSON, or no array of objects', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    const first = next<CustomEvent>(dataset, 'tperror');
    dataset.dataJson = '[{"actor":';
    expect((await first).detail.error).to.include({ code: 'source-format' });
    const second = next<CustomEvent>(dataset, 'tperror');
    dataset.dataJson = '[{"actor": 1}, 7]';
    expect((await second).detail.error.message).to.contain('item 1 is a number');
  });

  it('appends rows as if all had been loaded at once', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    const drawn = counts(funnelIn(dataset));
    expect(await dataset.appendSource({ kind: 'text', text: moreCsv, name: 'more' })).to.equal(true);
    expect(await drawn).to.deep.equal([3, 3, 1]);
    expect(dataset.facts.info?.rows).to.equal(8);
  });

  it('appends in turn, after a failed append too, and reads all again when "now" changes', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    const more = (who: string) => ({
      kind: 'text' as const,
      text: `actor,time,event\n${who},2026-01-07T00:00:00Z,visit\n`,
      name: who,
    });
    const missing = { kind: 'url', url: new URL('no-such-file.csv', location.href).href } as const;
    const ended = await Promise.all([
      dataset.appendSource(missing),
      dataset.appendSource(more('eve')),
      dataset.appendSource(more('fay')),
    ]);
    expect(ended).to.deep.equal([false, true, true]);
    expect(dataset.facts.info?.rows).to.equal(9);
    const read = next(dataset, 'tpready');
    dataset.asOf = Date.UTC(2026, 1, 1);
    await read;
    expect(dataset.facts.info?.rows).to.equal(9);
  });

  it('says no to the load that another one replaced', async () => {
    const dataset = show('<tp-dataset></tp-dataset>');
    const source = (name: string) => ({ kind: 'text', text: moreCsv, name }) as const;
    const ended = await Promise.all([dataset.load(source('a')), dataset.load(source('b'))]);
    expect(ended).to.deep.equal([false, true]);
    expect(dataset.facts.report?.source).to.equal('b');
  });

  it('says that as-of is no time, whatever the reader’s zone', async () => {
    for (const value of ['nonsense', '2024-02-31', '1 Jan 2026']) {
      const dataset = show(`<tp-dataset as-of="${value}"><script type="text/csv">${csv}</script></tp-dataset>`);
      const { error } = (await next<CustomEvent<{ error: { code: string; message: string } }>>(dataset, 'tperror'))
        .detail;
      expect(error.code).to.equal('spec-invalid');
      expect(error.message).to.contain(value);
    }
  });

  it('names what it draws by the question that was answered, whatever fails after it', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    const element = funnelIn(dataset);
    await counts(element);
    const sentence = '1 of 3 customers went from visit to purchase';
    const shown = (): string => element.shadowRoot!.textContent!.replaceAll(/\s+/g, ' ');
    // What the engine refuses leaves the last good numbers; what is no question at all does not reach it.
    for (const set of [
      { steps: [{ event: 'signup' }, { event: 'purchase', bogus: true }] },
      { steps: 5 },
      { steps: [null] },
      { spec: { kind: 'funnel', steps: [] } },
      { spec: {} },
      { spec: { kind: 'funnel', steps: 'visit' } },
      { spec: null, steps: 'signup, purchase', from: '2024-02-31' },
    ]) {
      const told = next<CustomEvent<{ error: { code: string } }>>(element, 'tperror');
      Object.assign(element, set);
      expect((await told).detail.error.code).to.equal('spec-invalid');
      await element.updateComplete;
      const message = await until(() => element.shadowRoot!.querySelector('.note, .msg'));
      if (message.matches('.note')) {
        expect(shown()).to.contain(sentence);
        expect(element.shadowRoot!.querySelector('h2')!.textContent).to.equal('visit to purchase');
      } else expect(shown()).to.not.contain('customers went');
      expect(shown()).to.not.contain('undefined');
    }
  });

  it('tells a settings error once, however often it draws', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    const element = funnelIn(dataset);
    await counts(element);
    let told = 0;
    element.addEventListener('tperror', () => told++);
    element.window = '14 fortnights';
    for (let i = 0; i < 4; i++) {
      element.heading = `Drawn ${i}`;
      await element.updateComplete;
    }
    expect(told).to.equal(1);
  });

  it('says that there are no rows when nobody named steps', async () => {
    const dataset = show(
      '<tp-dataset><script type="text/csv">actor,time,event</script><tp-funnel></tp-funnel></tp-dataset>',
    );
    await next(dataset, 'tpready');
    await until(() =>
      funnelIn(dataset).shadowRoot!.querySelector('.msg')?.textContent?.includes('The data has no rows'),
    );
  });

  it('keeps an empty last field of tab-separated rows', async () => {
    const dataset = show('<tp-dataset></tp-dataset>');
    const script = document.createElement('script');
    script.type = 'text/csv';
    script.textContent = '\nactor\ttime\tevent\tplan\nann\t2026-01-01\tvisit\t\n  ';
    const read = next(dataset, 'tpready');
    dataset.append(script);
    await read;
    expect(dataset.facts.report).to.include({ rowsIn: 1, accepted: 1 });
  });

  it('keeps the data when an append fails', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    const failed = next<CustomEvent>(dataset, 'tperror');
    expect(await dataset.appendSource({ kind: 'url', url: `${location.origin}/no-such-file.csv` })).to.equal(false);
    expect((await failed).detail.error.code).to.equal('source-missing');
    expect(dataset.facts.info?.rows).to.equal(7);
    expect(dataset.coordinator.phase.status).to.equal('ready');
  });

  it('says that a file cannot be read from a page, and how to mend it', async () => {
    const dataset = document.createElement('tp-dataset');
    const failed = next<CustomEvent>(dataset, 'tperror');
    dataset.src = 'file:///data/events.csv';
    place.append(dataset);
    const { error } = (await failed).detail;
    expect(error.code).to.equal('source-file-url');
    expect(error.message).to.contain('npx touchpoint-kit serve .');
  });

  it('shows an error in its widgets, and reads again when asked to', async () => {
    const dataset = show(`<tp-dataset src="/no-such-file.csv">${funnel}</tp-dataset>`);
    const failed = await next<CustomEvent>(dataset, 'tperror', funnelIn(dataset));
    expect(failed.detail.error.code).to.equal('source-missing');
    const again = next<CustomEvent>(dataset, 'tperror');
    dataset.retry();
    expect((await again).detail.error.code).to.equal('source-missing');
  });

  it('loads by method and says whether the data are there', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    expect(await dataset.load({ kind: 'text', text: moreCsv })).to.equal(true);
    expect(dataset.facts.info?.rows).to.equal(1);
    expect(await dataset.load({ kind: 'url', url: `${location.origin}/no-such-file.csv` })).to.equal(false);
    expect(dataset.facts.info?.rows).to.equal(1);
  });

  it('stops a load when asked to, says so, and reads again when asked to', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    const failed = next<CustomEvent>(dataset, 'tperror');
    const { stream, chunks } = slowStream(Infinity);
    const loaded = dataset.load({ kind: 'stream', stream, name: 'endless' });
    await until(() => chunks() > 3);
    dataset.stop();
    expect((await failed).detail.error.code).to.equal('aborted');
    expect(await loaded).to.equal(false);
    await funnelIn(dataset).updateComplete;
    expect(dataset.coordinator.phase.status).to.equal('failed');
    const drawn = counts(funnelIn(dataset));
    dataset.source = { kind: 'text', text: csv };
    expect(await drawn).to.deep.equal([3, 2, 1]);
  });

  it('tells of progress while it reads', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    const told = next<CustomEvent>(dataset, 'tpprogress');
    const { stream } = slowStream(40);
    const loaded = dataset.load({ kind: 'stream', stream, name: 'slow' });
    const { progress } = (await told).detail;
    expect(progress.phase).to.equal('reading');
    expect(progress.done).to.be.greaterThan(0);
    expect(await loaded).to.equal(true);
    expect(dataset.facts.info?.rows).to.equal(78_000);
  });

  it('shows the newest of several sources set at once', async () => {
    const dataset = show(`<tp-dataset>${funnel}</tp-dataset>`);
    const ready: number[] = [];
    dataset.addEventListener('tpready', (event) => {
      if (event.target === dataset) ready.push(dataset.facts.info?.rows ?? -1);
    });
    void dataset.load({ kind: 'text', text: csv });
    const last = dataset.load({ kind: 'text', text: moreCsv });
    expect(await last).to.equal(true);
    expect(ready).to.deep.equal([1]);
  });

  it('keeps its engine and data when it is moved', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset><p></p>`);
    await counts(funnelIn(dataset));
    const { engine, facts } = dataset;
    place.querySelector('p')!.append(dataset);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(dataset.engine).to.equal(engine);
    expect(dataset.facts).to.equal(facts);
    expect(funnelIn(dataset).shadowRoot?.textContent).to.contain('1 of 3 customers');
  });

  it('closes its engine when it leaves the page, and reads again when it comes back', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    const { engine } = dataset;
    dataset.remove();
    await Promise.resolve();
    await Promise.resolve();
    expect(dataset.engine).to.equal(null);
    const refused = await engine!.describe().then(
      () => '',
      (error: { code: string }) => error.code,
    );
    expect(refused).to.equal('aborted');
    const drawn = counts(funnelIn(dataset));
    place.append(dataset);
    expect(await drawn).to.deep.equal([3, 2, 1]);
  });

  it('answers a widget that points at it, wherever it stands and whichever comes first', async () => {
    place.innerHTML = '<tp-funnel for="shared" steps="visit, signup"></tp-funnel>';
    const drawn = counts(place.querySelector('tp-funnel')!);
    const dataset = document.createElement('tp-dataset');
    dataset.id = 'shared';
    dataset.innerHTML = `<script type="text/csv">${csv}</script>`;
    place.append(dataset);
    expect(await drawn).to.deep.equal([3, 2]);
  });

  it('answers a widget in a shadow root inside it', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script><div></div></tp-dataset>`);
    const root = dataset.querySelector('div')!.attachShadow({ mode: 'open' });
    root.innerHTML = '<tp-funnel steps="visit"></tp-funnel>';
    expect(await counts(root.querySelector('tp-funnel')!)).to.deep.equal([3]);
  });

  it('takes the page seat when told to, with equal numbers', async () => {
    const dataset = show(`<tp-dataset seat="page"><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    expect(await counts(funnelIn(dataset))).to.deep.equal([3, 2, 1]);
    expect(dataset.engine?.seat).to.equal('page');
  });

  it('makes one call for all its widgets', async () => {
    const dataset = document.createElement('tp-dataset');
    let runs = 0;
    const { connect } = dataset;
    dataset.connect = async (options) => {
      const engine = await connect(options);
      const run = engine.run.bind(engine);
      engine.run = (jobs, callOptions) => {
        runs++;
        return run(jobs, callOptions);
      };
      return engine;
    };
    dataset.innerHTML = `<script type="text/csv">${csv}</script>${funnel}<tp-funnel steps="visit"></tp-funnel>`;
    place.append(dataset);
    await Promise.all([...dataset.querySelectorAll('tp-funnel')].map(counts));
    expect(runs).to.equal(1);
  });

  it('takes "now" from the host', async () => {
    const dataset = show(
      `<tp-dataset as-of="2026-02-01"><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`,
    );
    await next(dataset, 'tpready');
    expect(dataset.facts.info?.dataEnd).to.equal(Date.UTC(2026, 1, 1));
  });

  it('leaves the first copy of an element in place and warns', () => {
    const warn = console.warn;
    const said: string[] = [];
    console.warn = (text: string) => void said.push(text);
    try {
      define('tp-dataset', class extends HTMLElement {});
    } finally {
      console.warn = warn;
    }
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/touchpoint-kit \S+: <tp-dataset> is already registered by touchpoint-kit \S+/);
    expect(customElements.get('tp-dataset')).to.equal(TpDataset);
  });
});

describe('tp-mapping', () => {
  async function ask(): Promise<{ dataset: TpDataset; panel: TpMapping; select: (id: string) => HTMLSelectElement }> {
    const dataset = show(`<tp-dataset><script type="text/csv">${unclearCsv}</script>${funnel}</tp-dataset>`);
    const panel = await panelOf(dataset);
    return { dataset, panel, select: (id) => panel.renderRoot.querySelector<HTMLSelectElement>(`#${id}`)! };
  }

  it('is accessible, also with its faults', async () => {
    const { panel } = await ask();
    await expect(panel).to.be.accessible();
    panel.renderRoot.querySelector<HTMLButtonElement>('button[type=submit]')!.click();
    await panel.updateComplete;
    await expect(panel).to.be.accessible();
  });

  it('asks for three columns when the headers do not tell, and the widgets say so', async () => {
    const { dataset, panel } = await ask();
    expect([...panel.renderRoot.querySelectorAll('select')].map((select) => select.id)).to.deep.equal([
      'actor',
      'time',
      'event',
    ]);
    expect(dataset.firstElementChild).to.equal(panel);
    expect(funnelIn(dataset).shadowRoot?.textContent).to.contain('Three columns are needed');
  });

  it('is answered by keyboard, gives the mapping and shows the funnel', async () => {
    const { dataset, panel, select } = await ask();
    const told = next<CustomEvent>(dataset, 'tpmapping', panel);
    const drawn = counts(funnelIn(dataset));
    select('actor').focus();
    for (const [id, name] of [
      ['actor', 'who'],
      ['time', 'when'],
      ['event', 'what'],
    ] as const) {
      expect(panel.shadowRoot?.activeElement?.id).to.equal(id);
      // The keys of a select box differ from engine to engine; typing a name is common to all.
      if (select(id).value === '') await sendKeys({ type: name });
      expect(select(id).selectedOptions[0]?.text).to.match(new RegExp(`^${name}`));
      await sendKeys({ press: 'Tab' });
    }
    expect(panel.shadowRoot?.activeElement?.getAttribute('role')).to.equal('region');
    await sendKeys({ press: 'Tab' });
    expect(panel.shadowRoot?.activeElement?.id).to.equal('headless');
    await sendKeys({ press: 'Tab' });
    expect(panel.shadowRoot?.activeElement?.textContent).to.contain('Show the funnel');
    await sendKeys({ press: 'Enter' });
    const { mapping } = (await told).detail;
    expect(mapping).to.deep.equal({
      version: 1,
      fields: { actor: { column: 'who' }, time: { column: 'when' }, event: { column: 'what' } },
    });
    expect(await drawn).to.deep.equal([2, 1, 0]);
    expect(dataset.querySelector('tp-mapping')).to.equal(null);
    expect(document.activeElement).to.equal(dataset);
  });

  it('says in words what is missing and goes there', async () => {
    const { panel, select } = await ask();
    for (const id of ['actor', 'time', 'event']) {
      select(id).value = '';
      select(id).dispatchEvent(new Event('change', { bubbles: true }));
    }
    panel.renderRoot.querySelector<HTMLButtonElement>('button[type=submit]')!.click();
    await panel.updateComplete;
    expect(panel.renderRoot.querySelector('#time-fault')?.textContent).to.contain('Choose the column that says when.');
    expect(panel.shadowRoot?.activeElement).to.equal(select('actor'));
  });

  it('takes a first line that is a touchpoint already for one', async () => {
    const text = 'ann,2026-01-01,visit\nann,2026-01-02,signup\n';
    const dataset = show('<tp-dataset></tp-dataset>');
    dataset.source = { kind: 'text', text, name: 'bare.csv' };
    const panel = await panelOf(dataset);
    const box = (id: string) => panel.shadowRoot!.querySelector<HTMLSelectElement>(`#${id}`)!;
    expect(panel.shadowRoot!.querySelector<HTMLInputElement>('#headless')!.checked).to.equal(true);
    for (const [at, id] of ['actor', 'time', 'event'].entries()) {
      box(id).value = String(at);
      box(id).dispatchEvent(new Event('change'));
    }
    await panel.updateComplete;
    const read = next(dataset, 'tpready');
    panel.shadowRoot!.querySelector('form')!.requestSubmit();
    await read;
    expect(dataset.facts.report).to.include({ rowsIn: 2, accepted: 2 });
  });

  it('does not take one column twice', async () => {
    const { panel, select } = await ask();
    for (const [id, value] of [
      ['actor', '0'],
      ['time', '1'],
      ['event', '0'],
    ] as const) {
      select(id).value = value;
      select(id).dispatchEvent(new Event('change', { bubbles: true }));
    }
    panel.renderRoot.querySelector<HTMLButtonElement>('button[type=submit]')!.click();
    await panel.updateComplete;
    expect(panel.renderRoot.querySelector('#event-fault')?.textContent).to.contain(
      '“who” cannot be both customer and touchpoint.',
    );
  });

  it('stays open with the reason when the time column holds no times', async () => {
    const { dataset, panel, select } = await ask();
    const failed = next<CustomEvent>(dataset, 'tperror');
    for (const [id, value] of [
      ['actor', '0'],
      ['time', '2'],
      ['event', '1'],
    ] as const) {
      select(id).value = value;
      select(id).dispatchEvent(new Event('change', { bubbles: true }));
    }
    panel.renderRoot.querySelector<HTMLButtonElement>('button[type=submit]')!.click();
    expect((await failed).detail.error.code).to.equal('time-unreadable');
    await panel.updateComplete;
    expect(panel.isConnected).to.equal(true);
    expect(panel.busy).to.equal(false);
    expect(panel.renderRoot.querySelector('#time-fault')?.textContent).to.contain('No row of “what” holds a time');
  });

  it('can be asked for again, and left with Escape', async () => {
    const dataset = show(`<tp-dataset><script type="text/csv">${csv}</script>${funnel}</tp-dataset>`);
    await counts(funnelIn(dataset));
    await dataset.remap();
    const panel = await panelOf(dataset);
    await until(() => panel.shadowRoot?.activeElement);
    expect(panel.renderRoot.querySelector<HTMLSelectElement>('#actor')?.value).to.equal('0');
    await sendKeys({ press: 'Escape' });
    expect(dataset.querySelector('tp-mapping')).to.equal(null);
    expect(dataset.coordinator.phase.status).to.equal('ready');
  });

  it('speaks Chinese', async () => {
    place.lang = 'zh-CN';
    const { panel } = await ask();
    expect(panel.renderRoot.querySelector('h2')?.textContent).to.equal('哪几列表示谁、何时、做了什么？');
  });
});

describe('tp-steps', () => {
  async function edit(steps: string): Promise<{ dataset: TpDataset; editor: HTMLElementTagNameMap['tp-steps'] }> {
    const dataset = show(
      `<tp-dataset><script type="text/csv">${csv}</script><tp-steps for="f"></tp-steps><tp-funnel id="f" ${steps}></tp-funnel></tp-dataset>`,
    );
    await next(dataset, 'tpready');
    const editor = dataset.querySelector('tp-steps')!;
    await until(() => editor.shadowRoot?.querySelector('.one'));
    return { dataset, editor };
  }
  const names = (editor: Element): string[] =>
    [...editor.shadowRoot!.querySelectorAll<HTMLSelectElement>('.one select')].map((select) => select.value);
  const press = (editor: Element, selector: string, at: number): void =>
    editor.shadowRoot!.querySelectorAll('.one')[at]!.querySelector<HTMLButtonElement>(selector)!.click();

  it('is accessible', async () => {
    const { editor } = await edit('steps="visit, signup"');
    await expect(editor).to.be.accessible();
  });

  it('shows proposed steps for a funnel without any', async () => {
    const { editor } = await edit('');
    expect(names(editor)).to.deep.equal(['visit', 'signup', 'purchase']);
    expect(editor.shadowRoot?.textContent).to.contain('Proposed from the data');
  });

  it('changes a step and tells so with plain data', async () => {
    const { dataset, editor } = await edit('steps="visit, signup" window="14d"');
    const told = next<CustomEvent>(dataset, 'tpsteps', editor);
    const drawn = counts(funnelIn(dataset));
    const select = editor.shadowRoot!.querySelectorAll<HTMLSelectElement>('.one select')[1]!;
    select.value = 'purchase';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect((await told).detail).to.deep.equal({
      source: 'steps',
      steps: [{ event: 'visit' }, { event: 'purchase' }],
      windowMs: 14 * 86_400_000,
      order: 'ordered',
    });
    expect(await drawn).to.deep.equal([3, 1]);
  });

  it('moves, adds and removes steps, and keeps the focus with them', async () => {
    const { editor } = await edit('steps="visit, signup, purchase"');
    press(editor, '.earlier', 1);
    await editor.updateComplete;
    expect(names(editor)).to.deep.equal(['signup', 'visit', 'purchase']);
    await until(() => editor.shadowRoot?.activeElement?.getAttribute('aria-label') === 'Move signup later');
    press(editor, '.remove', 2);
    await editor.updateComplete;
    expect(names(editor)).to.deep.equal(['signup', 'visit']);
    editor.shadowRoot!.querySelector<HTMLButtonElement>('.add')!.click();
    await editor.updateComplete;
    expect(names(editor)).to.deep.equal(['signup', 'visit', 'purchase']);
    expect(editor.shadowRoot!.querySelector('[role=status]')?.textContent).to.equal('purchase added as step 3');
  });

  it('does not remove the last step', async () => {
    const { editor } = await edit('steps="visit"');
    expect(editor.shadowRoot!.querySelector<HTMLButtonElement>('.remove')?.disabled).to.equal(true);
  });

  it('sets window and order', async () => {
    const { dataset, editor } = await edit('steps="visit, signup"');
    for (const [id, value] of [
      ['window', String(86_400_000)],
      ['order', 'unordered'],
    ] as const) {
      const select = editor.shadowRoot!.querySelector<HTMLSelectElement>(`#${id}`)!;
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }
    expect(funnelIn(dataset)).to.include({ window: 86_400_000, order: 'unordered' });
  });

  it('fires nothing for what a program sets, and shows it when a person comes near', async () => {
    const { dataset, editor } = await edit('steps="visit, signup"');
    let told = 0;
    dataset.addEventListener('tpsteps', () => told++);
    funnelIn(dataset).steps = 'signup';
    editor.shadowRoot!.querySelector<HTMLElement>('select')!.focus();
    await editor.updateComplete;
    expect(names(editor)).to.deep.equal(['signup']);
    expect(told).to.equal(0);
  });
});
