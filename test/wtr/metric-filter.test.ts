import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';

import '../../widgets/dataset/dataset.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import '../../widgets/filter/filter.js';
import type { TpFilter } from '../../widgets/filter/filter.js';
import '../../widgets/metric/metric.js';
import type { TpMetric } from '../../widgets/metric/metric.js';

const dayMs = 86_400_000;
const first = Date.UTC(2026, 8, 1);
/** 60 days; each day one more customer visits than the day before, every second of them signs up an hour later. */
const rows = Array.from({ length: 60 }, (_, day) =>
  Array.from({ length: 1 + (day % 20) }, (_unused, k) => {
    const actor = `c${day}-${k}`;
    const channel = k % 3 === 0 ? 'ads' : 'web';
    const visit = {
      actor,
      time: first + day * dayMs + k * 60_000,
      event: 'visit',
      channel,
      plan: null as string | null,
    };
    return k % 2 === 0 ? [visit, { ...visit, time: visit.time + 3_600_000, event: 'signup', plan: 'pro' }] : [visit];
  }).flat(),
).flat();

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  place.style.cssText = 'width: 760px; background: #fff; padding: 20px; margin-top: 30px';
  document.body.style.margin = '0';
  document.body.prepend(place);
  window.scrollTo(0, 0);
});
afterEach(() => place.remove());

async function until(what: () => unknown, say: string): Promise<void> {
  for (let k = 0; k < 300; k++) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It never came to be that ${say}.`);
}

async function show(markup: string, lang = 'en'): Promise<TpDataset> {
  place.lang = lang;
  place.innerHTML = `<tp-dataset seat="page">${markup}</tp-dataset>`;
  const dataset = place.querySelector('tp-dataset')!;
  dataset.data = rows;
  await until(
    () =>
      [...place.querySelectorAll('tp-metric,tp-filter')].every((element) => element.shadowRoot?.querySelector('.lead')),
    'all is drawn',
  );
  return dataset;
}

const inside = (element: Element, selector: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(selector)!;
const text = (element: Element, selector: string): string =>
  inside(element, selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const metric = (n = 0): TpMetric => place.querySelectorAll('tp-metric')[n]!;
const filter = (): TpFilter => place.querySelector('tp-filter')!;

function choose(element: Element, selector: string, value: string): void {
  const select = inside(element, selector) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('<tp-metric>', () => {
  it('shows value, customers, verdict and course, and is accessible', async () => {
    await show(
      '<tp-metric metric="conversion" steps="visit, signup" window="1d" period="28d" compare="previous"></tp-metric>',
    );
    await until(() => text(metric(), '[part="verdict"]'), 'the change is said');
    const range = rows.filter(({ time }) => time >= first + 32 * dayMs);
    const visits = range.filter(({ event }) => event === 'visit').length;
    const signups = range.filter(({ event }) => event === 'signup').length;
    expect(text(metric(), '.big')).to.equal(`${((signups / visits) * 100).toFixed(1)}%`);
    expect(text(metric(), '[part="count"]')).to.equal(`${signups} of ${visits} customers`);
    expect(text(metric(), '[part="verdict"]')).to.match(/^\d+\.\d% in the 28 days before · no clear difference$/);
    await until(() => inside(metric(), '.lineD'), 'the course is drawn');
    await expect(metric()).to.be.accessible();
  });

  it('opens the list of exactly the customers it counts', async () => {
    await show('<tp-metric metric="customers" event="signup" period="7d"></tp-metric>');
    const count = text(metric(), '.big');
    inside(metric(), '[part="count"]').click();
    await until(() => inside(metric(), '.more')?.textContent?.includes('shown'), 'the list is read');
    expect(text(metric(), '.more')).to.contain(`of ${count} customers shown`);
    expect(inside(metric(), '[part="count"]').getAttribute('aria-expanded')).to.equal('true');
    await expect(metric()).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await until(() => !inside(metric(), '[part="list"]'), 'Escape closes the list');
  });

  it('tells its definition, and how other rules move the number', async () => {
    await show('<tp-metric metric="conversion" steps="visit, signup" window="14d"></tp-metric>');
    inside(metric(), '[data-opens="definition"]').click();
    await until(() => inside(metric(), '.rules'), 'other rules are counted');
    expect(text(metric(), '[part="definition"] p')).to.equal(
      'Of the customers who did visit, the share who went on to signup within 14 days.',
    );
    expect(
      [...metric().shadowRoot!.querySelectorAll('.rules span:nth-of-type(odd)')].map((one) => one.textContent),
    ).to.deep.equal(['7 days', '14 days', '30 days', 'No limit', 'Strict']);
    await expect(metric()).to.be.accessible();
  });

  it('reads its points by key, and says them', async () => {
    await show('<tp-metric metric="touchpoints" period="7d"></tp-metric>');
    await until(() => inside(metric(), '.spark'), 'the course is drawn');
    inside(metric(), '.spark').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await until(() => inside(metric(), '.tip'), 'a point is told');
    const last = rows.filter(({ time }) => time >= first + 59 * dayMs).length;
    expect(text(metric(), '.tip .m')).to.equal(`${last} · still counting`);
    expect(text(metric(), '[role="status"].vh')).to.contain(`30 Oct 2026: ${last}`);
    await sendKeys({ press: 'Home' });
    await until(() => text(metric(), '.tip').startsWith('24 Oct 2026'), 'the first point is told');
  });

  it('names old numbers by their own period while new ones are on their way', async () => {
    const dataset = await show('<tp-metric metric="conversion" steps="visit, signup" compare="previous"></tp-metric>');
    const week = { from: first + 53 * dayMs, to: first + 60 * dayMs };
    dataset.selection.setPeriod(week, null);
    await until(() => text(metric(), '[part="verdict"]').includes('the 7 days before'), 'a week is compared');
    await until(() => inside(metric(), '.lineD'), 'its course is drawn');
    const before = text(metric(), '.lead');
    dataset.selection.setPeriod({ from: first + 46 * dayMs, to: first + 60 * dayMs }, null);
    await metric().updateComplete;
    // The period is another one, and its numbers are not there: nothing of it is told yet.
    expect(text(metric(), '.lead')).to.equal(before);
    await until(() => text(metric(), '[part="verdict"]').includes('the 14 days before'), 'two weeks are compared');
    await until(() => !inside(metric(), '.spark.old'), 'their course is drawn');
  });

  it('asks for numbers alone while a brush moves, and for their course once it rests', async () => {
    const dataset = await show(
      '<tp-metric metric="time-to-convert" steps="visit, signup" window="1d" period="28d"></tp-metric>',
    );
    await until(() => inside(metric(), '.lineD'), 'the course is drawn');
    const engine = dataset.engine!;
    const { run } = engine;
    const asked: number[] = [];
    engine.run = (jobs, options) => {
      asked.push(jobs.length);
      return run.call(engine, jobs, options);
    };
    metric().period = '14d';
    await until(() => asked.length === 2, 'both were asked');
    expect(asked).to.deep.equal([1, 12]);
    engine.run = run;
  });

  it('without a value says why', async () => {
    await show('<tp-metric metric="conversion" steps="dance, signup" period="7d"></tp-metric>');
    expect(text(metric(), '.big')).to.equal('–');
    expect(text(metric(), '.ln')).to.equal('No customer did dance in this range');
  });

  it('says what is wrong with what it is told, and what could be told', async () => {
    place.innerHTML = '<tp-dataset seat="page"><tp-metric metric="profit"></tp-metric></tp-dataset>';
    place.querySelector('tp-dataset')!.data = rows;
    await until(() => text(metric(), '.msg').includes('write one of'), 'the fault is told');
    expect(text(metric(), '.msg')).to.contain('metric="profit"');
  });

  it('speaks Chinese', async () => {
    await show(
      '<tp-metric metric="conversion" steps="visit, signup" period="28d" compare="previous"></tp-metric>',
      'zh-CN',
    );
    await until(() => text(metric(), '[part="verdict"]'), 'the change is said');
    expect(text(metric(), '#heading')).to.equal('visit 到 signup');
    expect(text(metric(), '[part="verdict"]')).to.match(/^之前 28 天为 \d+\.\d% · 无明显差异$/);
  });

  it('chooses its customers for the other elements', async () => {
    const dataset = await show(
      '<tp-metric metric="customers" event="signup"></tp-metric><tp-metric metric="customers"></tp-metric>',
    );
    inside(metric(0), '[data-opens="menu"]').click();
    await until(() => inside(metric(0), '[data-item="choose"]'), 'the menu is open');
    inside(metric(0), '[data-item="choose"]').click();
    await until(() => text(metric(1), '.big') === text(metric(0), '.big'), 'the other counts the same customers');
    expect(dataset.selection.clauses.map(({ widget }) => widget)).to.deep.equal(['metric']);
    await sendKeys({ press: 'Escape' });
    await until(() => text(metric(1), '.big') !== text(metric(0), '.big'), 'Escape takes it back');
  });
});

describe('<tp-filter>', () => {
  const both = '<tp-filter></tp-filter><tp-metric metric="touchpoints"></tp-metric>';
  const countFrom = (from: number, to: number): string =>
    String(rows.filter(({ time }) => time >= from && time < to).length).replace(/(?=\d{3}$)(?<=\d)/, ',');

  it('gives a period and a comparison to the elements around', async () => {
    const dataset = await show(both);
    choose(filter(), '[name="period"]', '7d');
    await until(
      () => text(metric(), '.big') === countFrom(first + 53 * dayMs, Infinity),
      'the metric counts seven days',
    );
    choose(filter(), '[name="compare"]', 'previous');
    await until(() => text(metric(), '[part="verdict"]').includes('the 7 days before'), 'the metric compares');
    expect(dataset.selection.compare).to.deep.equal({ from: first + 46 * dayMs, to: first + 53 * dayMs });
    choose(filter(), '[name="period"]', 'last-month');
    expect(dataset.selection.compare).to.deep.equal({ from: Date.UTC(2026, 7, 1), to: first });
    choose(filter(), '[name="period"]', 'all');
    expect(dataset.selection.data).to.deep.include({ period: null, compare: null });
  });

  it('begins with the period of its page, which is nothing to undo', async () => {
    const dataset = await show('<tp-filter period="28d" compare="previous"></tp-filter>');
    await until(() => dataset.selection.period, 'the period is set');
    expect(dataset.selection.period).to.deep.equal({ from: first + 32 * dayMs, to: first + 60 * dayMs });
    expect(dataset.selection.canUndo).to.equal(false);
    expect((inside(filter(), '[name="period"]') as HTMLSelectElement).value).to.equal('28d');
    await until(
      () => (inside(filter(), '[name="compare"]') as HTMLSelectElement).value === 'previous',
      'the comparison shows',
    );
  });

  it('takes days by hand', async () => {
    const dataset = await show(both);
    choose(filter(), '[name="period"]', 'custom');
    await until(() => inside(filter(), '[name="from"]'), 'the days can be written');
    for (const [name, value] of [
      ['from', '2026-09-10'],
      ['to', '2026-09-12'],
    ] as const) {
      const input = inside(filter(), `[name="${name}"]`) as HTMLInputElement;
      input.value = value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      await filter().updateComplete;
    }
    expect(dataset.selection.period).to.deep.equal({ from: first + 9 * dayMs, to: first + 12 * dayMs });
    await until(() => text(metric(), '.big') === countFrom(first + 9 * dayMs, first + 12 * dayMs), 'three days count');
  });

  it('is brushed with the pointer; one gesture is one step to undo', async () => {
    const dataset = await show(both);
    const box = inside(filter(), '.brush').getBoundingClientRect();
    const x = (day: number): number => Math.round(box.left + ((day + 0.5) * box.width) / 60);
    const y = Math.round(box.top + 10);
    await sendMouse({ type: 'move', position: [x(10), y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x(15), y] });
    await sendMouse({ type: 'move', position: [x(19), y] });
    await sendMouse({ type: 'up' });
    expect(dataset.selection.period).to.deep.equal({ from: first + 10 * dayMs, to: first + 20 * dayMs });
    await until(() => text(metric(), '.big') === countFrom(first + 10 * dayMs, first + 20 * dayMs), 'ten days count');
    dataset.selection.undo();
    expect(dataset.selection.period).to.equal(null);
    expect(dataset.selection.canUndo).to.equal(false);
  });

  it('is brushed with keys', async () => {
    const dataset = await show(both);
    inside(filter(), '[data-handle="begin"]').focus();
    await sendKeys({ press: 'PageUp' });
    await sendKeys({ press: 'ArrowRight' });
    expect(dataset.selection.period).to.deep.equal({ from: first + 8 * dayMs, to: first + 60 * dayMs });
    inside(filter(), '[data-handle="end"]').focus();
    await sendKeys({ press: 'Home' });
    expect(dataset.selection.period).to.deep.equal({ from: first + 8 * dayMs, to: first + 9 * dayMs });
    await until(
      () => inside(filter(), '[data-handle="end"]').getAttribute('aria-valuetext') === '9 Sep 2026',
      'the day is said',
    );
    await sendKeys({ press: 'Escape' });
    expect(dataset.selection.period).to.deep.equal({ from: first + 8 * dayMs, to: first + 60 * dayMs });
  });

  it('makes segments of property values, counts them, shows them as chips that clear', async () => {
    const dataset = await show('<tp-filter></tp-filter><tp-metric metric="customers"></tp-metric>');
    inside(filter(), '[data-opens="segments"]').click();
    await until(() => inside(filter(), '.vals'), 'the values are there');
    expect(text(filter(), '.vals li:nth-child(1)')).to.match(/^web \d+$/);
    const ads = new Set(rows.filter(({ channel }) => channel === 'ads').map(({ actor }) => actor)).size;
    expect(text(filter(), '.vals li:nth-child(2)')).to.equal(`ads ${ads}`);
    inside(filter(), '.vals li:nth-child(2) input').click();
    await until(() => text(metric(), '.big') === String(ads), 'the metric counts the customers of ads');
    choose(filter(), '[name="property"]', 'plan');
    await until(() => text(filter(), '.vals').startsWith('pro'), 'the values of the plan are there');
    inside(filter(), '.vals input').click();
    await until(() => filter().shadowRoot!.querySelectorAll('[part="choice"]').length === 2, 'both have a chip');
    expect(
      [...filter().shadowRoot!.querySelectorAll('[part="choice"]')].map((one) => one.textContent!.trim()),
    ).to.deep.equal(['channel: ads', 'plan: pro']);
    expect(dataset.selection.clauses).to.have.length(1);
    await expect(filter()).to.be.accessible();
    inside(filter(), '[part="choice"] button').click();
    await until(() => filter().shadowRoot!.querySelectorAll('[part="choice"]').length === 1, 'its chip clears one');
    await sendKeys({ press: 'Escape' });
    inside(filter(), '[part="choice"] button').click();
    await until(() => dataset.selection.clauses.length === 0, 'the last chip clears the clause');
  });

  it('asks before segments take hold', async () => {
    const dataset = await show('<tp-filter></tp-filter>');
    const asked: unknown[] = [];
    filter().addEventListener('tpselect', (event) => {
      asked.push(event.detail.source);
      event.preventDefault();
    });
    inside(filter(), '[data-opens="segments"]').click();
    await until(() => inside(filter(), '.vals'), 'the values are there');
    inside(filter(), '.vals input').click();
    expect(asked).to.deep.equal(['filter']);
    expect(dataset.selection.clauses).to.deep.equal([]);
  });

  it('shows what other elements chose, and clears all of it', async () => {
    const dataset = await show(both);
    dataset.selection.replace({
      clauses: [
        {
          source: 'elsewhere',
          widget: 'funnel',
          filter: { kind: 'actor', keys: ['c1-0'] },
          label: { key: 'reached', args: ['signup'] },
        },
      ],
      actor: 'actor:c2-1',
      period: null,
      compare: null,
    });
    await until(() => filter().shadowRoot!.querySelectorAll('[part="clause"]').length === 2, 'both have a chip');
    expect(
      [...filter().shadowRoot!.querySelectorAll('[part="clause"]')].map((one) =>
        one.textContent!.replace(/\s+/g, ' ').trim(),
      ),
    ).to.deep.equal(['From funnel: reached signup', 'Customer c2-1']);
    choose(filter(), '[name="period"]', '7d');
    await filter().updateComplete;
    const buttons = [...filter().shadowRoot!.querySelectorAll<HTMLElement>('.tools .b')];
    buttons.find((button) => button.textContent!.includes('Clear all'))!.click();
    expect(dataset.selection.data).to.deep.equal({ clauses: [], actor: null, period: null, compare: null });
    dataset.selection.undo();
    expect(dataset.selection.clauses).to.have.length(1);
  });

  it('is accessible in both languages, and with nothing in it', async () => {
    for (const lang of ['en', 'zh-CN']) {
      await show('<tp-filter period="28d" compare="previous"></tp-filter>', lang);
      await expect(filter()).to.be.accessible();
    }
    place.innerHTML = '<tp-filter></tp-filter>';
    await filter().updateComplete;
    await until(() => inside(filter(), '.msg'), 'it says that no data are connected');
    await expect(filter()).to.be.accessible();
  });
});
