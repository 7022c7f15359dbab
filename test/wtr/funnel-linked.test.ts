import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { campaignCsv } from '../../stories/funnel-rows.js';
import '../../widgets/dataset/dataset.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import type { TpStepsDetail } from '../../widgets/dataset/steps-event.js';
import '../../widgets/funnel/funnel.js';
import type { TpFunnel } from '../../widgets/funnel/funnel.js';

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  place.style.width = '1000px';
  document.body.append(place);
});

afterEach(() => {
  place.remove();
  document.documentElement.lang = 'en';
});

const steps = 'steps="ad click, visit, signup, trial, purchase" window="14d"';
const october = 'from="2026-10-01" to="2026-11-01"';

interface Page {
  readonly dataset: TpDataset;
  readonly funnel: TpFunnel;
  /** Round trips so far, each by the kinds of its questions. */
  readonly trips: string[][];
}

async function show(attributes: string, inside = ''): Promise<Page> {
  place.innerHTML = `<tp-dataset seat="page"><tp-funnel ${attributes}></tp-funnel>${inside}</tp-dataset>`;
  const dataset = place.querySelector('tp-dataset')!;
  const funnel = place.querySelector('tp-funnel')!;
  const script = document.createElement('script');
  script.type = 'text/csv';
  script.textContent = campaignCsv(600);
  const trips: string[][] = [];
  const { connect } = dataset;
  dataset.connect = async (options) => {
    const engine = await connect(options);
    const run = engine.run.bind(engine);
    engine.run = (jobs, call) => {
      trips.push(jobs.map(({ spec }) => spec.kind));
      return run(jobs, call);
    };
    return engine;
  };
  dataset.prepend(script);
  await settle(funnel);
  // Views and groups are drawn by code of their own.
  if (/view=|breakdown=/.test(attributes)) await appears(funnel, '.tm, [part="groups"], .msg');
  return { dataset, funnel, trips };
}

/** Waits until nothing is asked for any more and all is drawn. */
async function settle(funnel: TpFunnel): Promise<void> {
  const started = performance.now();
  let calm = 0;
  while (calm < 4) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 10)));
    while (!(await funnel.updateComplete)) continue;
    const busy = funnel.shadowRoot!.querySelector('[aria-busy="true"], .old, .sbd') !== null;
    calm = busy || !funnel.shadowRoot!.querySelector('.fw, .tv, .msg, .ed') ? 0 : calm + 1;
    if (performance.now() - started > 15_000) throw new Error('the funnel does not come to rest');
  }
}

const all = (funnel: TpFunnel, selector: string): HTMLElement[] => [
  ...funnel.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const one = (funnel: TpFunnel, selector: string): HTMLElement => {
  const found = funnel.shadowRoot!.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const text = (funnel: TpFunnel, selector: string): string =>
  one(funnel, selector).textContent!.replace(/\s+/g, ' ').trim();
const click = async (funnel: TpFunnel, selector: string): Promise<void> => {
  one(funnel, selector).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
  await settle(funnel);
};
/** Waits for what is fetched before it can be drawn. */
const appears = async (funnel: TpFunnel, selector: string): Promise<void> => {
  for (let tries = 0; tries < 500 && !funnel.shadowRoot!.querySelector(selector); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  one(funnel, selector);
  await settle(funnel);
};
const press = async (funnel: TpFunnel, key: string): Promise<void> => {
  await sendKeys({ press: key });
  await settle(funnel);
};
const number = (words: string): number => Number(/[\d,]+/.exec(words)?.[0].replaceAll(',', ''));

/** Length of the list that the chip opens, read to its end. */
async function listed(funnel: TpFunnel): Promise<number> {
  await click(funnel, '[data-opens="list"]');
  for (let more = 0; more < 40; more++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await settle(funnel);
    const next = funnel.shadowRoot!.querySelector<HTMLButtonElement>('[part="list"] .more .b');
    if (!next) break;
    next.click();
  }
  const rows = all(funnel, '.list tbody tr').length;
  await click(funnel, '[data-opens="list"]');
  return rows;
}

describe('<tp-funnel> in a dataset', () => {
  it('puts its choice into the selection, and takes it from there', async () => {
    const { dataset, funnel } = await show(steps);
    await click(funnel, '.lnk[data-mark="left-2"]');
    const clause = dataset.selection.clauses[0]!;
    expect(clause).to.deep.include({ source: 'funnel', widget: 'funnel' });
    expect(clause.label).to.deep.equal({ key: 'left', args: ['visit', 'signup'] });
    expect(clause.filter).to.deep.include({ kind: 'actors', mark: { kind: 'left', step: 2 } });
    expect(funnel.choice).to.deep.equal({ kind: 'left', step: 2 });
    dataset.selection.clear();
    await settle(funnel);
    expect(funnel.choice).to.equal(null);
    expect(all(funnel, '[part="choice"]').length).to.equal(0);
    expect(dataset.selection.undo()).to.equal(true);
    await settle(funnel);
    expect(funnel.choice).to.deep.equal({ kind: 'left', step: 2 });
  });

  it('puts a choice set by program there too, and fires nothing', async () => {
    const { dataset, funnel } = await show(steps);
    let fired = 0;
    for (const name of ['tpselect', 'tpselection']) dataset.addEventListener(name, () => fired++);
    funnel.choice = { kind: 'reached', step: 1 };
    await settle(funnel);
    expect(dataset.selection.clauses.map(({ label }) => label.key)).to.deep.equal(['reached']);
    funnel.choice = null;
    await settle(funnel);
    expect(dataset.selection.clauses.length).to.equal(0);
    expect(fired).to.equal(0);
  });

  it('words its clause anew for another range, and drops it when its steps change', async () => {
    const { dataset, funnel } = await show(`${steps} ${october}`);
    await click(funnel, '.lnk[data-mark="left-2"]');
    funnel.to = '2026-10-16';
    await settle(funnel);
    const filter = dataset.selection.clauses[0]!.filter;
    expect(filter.kind === 'actors' && filter.spec.range?.to).to.equal(Date.UTC(2026, 9, 16));
    expect(number(text(funnel, '[part="choice"]'))).to.equal(number(text(funnel, '.lnk[data-mark="left-2"]')));
    funnel.steps = 'ad click, signup, trial';
    await settle(funnel);
    expect(dataset.selection.clauses.length).to.equal(0);
  });

  it('counts as many customers on every mark as its list has', async function () {
    this.timeout(90_000);
    const { funnel } = await show(`${steps} ${october} breakdown="channel" breakdown-limit="2"`);
    const marks = all(funnel, '.mk:not(.tm)').map((mark) => mark.dataset['mark'] ?? mark.getAttribute('data-mark')!);
    expect(marks.length).to.equal(9);
    for (const key of marks) {
      const mark = `.mk[data-mark="${key}"]`;
      const counted = number(/(\d[\d,]*) customers?/.exec(one(funnel, mark).getAttribute('aria-label')!)![0]);
      await click(funnel, mark);
      expect(number(/· (.*)$/.exec(text(funnel, '[part="choice"]'))![1]!), key).to.equal(counted);
      expect(await listed(funnel), key).to.equal(counted);
    }
    await appears(funnel, '[part="groups"]');
    const doors = all(funnel, '[part="groups"] .lnk').length;
    expect(doors).to.be.greaterThan(4);
    for (let i = 0; i < doors; i++) {
      const door = all(funnel, '[part="groups"] .lnk')[i]!;
      const counted = number(door.textContent!);
      door.click();
      await settle(funnel);
      expect(await listed(funnel), `group ${i}`).to.equal(counted);
    }
  });

  it('counts attempts where asked, and lists the customers behind them', async () => {
    const { funnel } = await show(`${steps} mode="totals"`);
    expect(text(funnel, '.lead')).to.contain('attempts went from ad click to purchase');
    await click(funnel, '.lnk[data-mark="left-1"]');
    expect(await listed(funnel)).to.equal(number(/· (.*)$/.exec(text(funnel, '[part="choice"]'))![1]!));
  });
});

describe('<tp-funnel> comparison', () => {
  it('shows the period before with points, verdicts and past bars, asked in one round trip', async () => {
    const { funnel, trips } = await show(`${steps} ${october} compare="previous"`);
    expect(trips).to.deep.equal([['funnel']]);
    expect(text(funnel, '.lead')).to.match(/% in Sep 2026 · (no clear difference|[+−][\d.]+ pp (higher|lower)) \(/);
    expect(all(funnel, 'rect.past').length).to.equal(6);
    expect(all(funnel, '.ftab .chg').length).to.equal(4);
    for (const change of all(funnel, '.ftab .chg')) {
      const sure = change.classList.contains('up') || change.classList.contains('dn');
      expect(/no clear/.test(change.textContent!)).to.equal(!sure);
    }
    await expect(funnel).to.be.accessible();
  });

  it('goes by the selection of the dataset, unless it says otherwise itself', async () => {
    const { dataset, funnel } = await show(steps);
    expect(all(funnel, 'rect.past').length).to.equal(0);
    const range = (month: number) => ({ from: Date.UTC(2026, month, 1), to: Date.UTC(2026, month + 1, 1) });
    dataset.selection.setPeriod(range(9), range(8));
    await settle(funnel);
    expect(text(funnel, '.sub')).to.contain('1–31 Oct 2026');
    expect(all(funnel, 'rect.past').length).to.equal(6);
    funnel.compare = 'none';
    await settle(funnel);
    expect(all(funnel, 'rect.past').length).to.equal(0);
  });

  it('is chosen in the head', async () => {
    const { funnel } = await show(`${steps} ${october}`);
    const select = one(funnel, '.tools select') as HTMLSelectElement;
    select.value = 'previous';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(funnel);
    expect(funnel.compare).to.equal('previous');
    expect(text(funnel, '.legend')).to.equal('Oct 2026 Sep 2026 Left before this step');
  });

  it('says a comparison that cannot be read', async () => {
    const { funnel } = await show(`${steps} ${october} compare="yesterday"`);
    expect(text(funnel, '.msg')).to.contain('compare="yesterday" cannot be used');
  });
});

describe('<tp-funnel> groups', () => {
  it('shows each group with rate and interval on one axis, the rest merged', async () => {
    const { funnel } = await show(`${steps} breakdown="channel" breakdown-limit="2"`);
    expect(text(funnel, '#groups-title')).to.equal('By channel');
    const names = all(funnel, '.gt tbody th').map((cell) => cell.textContent!.trim());
    expect(names.length).to.equal(3);
    expect(names.at(-1)).to.equal('Other (2 groups)');
    expect(all(funnel, '.gt .gdot').length).to.equal(3);
    const overall = new Set(all(funnel, '.gt path.all').map((line) => line.getAttribute('d')));
    expect(overall.size).to.equal(1);
    await expect(funnel).to.be.accessible();
  });

  it('breaks down by another property and by the last touch on request', async () => {
    const { funnel } = await show(`${steps} breakdown="channel"`);
    const [by, attribution] = all(funnel, '[part="groups"] select') as HTMLSelectElement[];
    by!.value = 'plan';
    by!.dispatchEvent(new Event('change', { bubbles: true }));
    attribution!.value = 'last';
    attribution!.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(funnel);
    expect(funnel).to.include({ breakdown: 'plan', attribution: 'last' });
    expect(all(funnel, '.gt tbody th').map((cell) => cell.textContent!.trim())).to.have.members(['starter', 'team']);
  });

  it('has its groups in the table too', async () => {
    const { funnel } = await show(`${steps} breakdown="plan"`);
    await click(funnel, '[data-opens="menu"]');
    await appears(funnel, '.mnu');
    await click(funnel, '[data-item="table"]');
    expect(all(funnel, '.tv tbody tr').length).to.equal(15);
    await click(funnel, '.tv tbody tr:nth-child(7) .lnk');
    expect(funnel.choice).to.deep.include({ kind: 'reached', step: 1 });
    expect(funnel.choice!.group).to.have.length(1);
  });
});

describe('<tp-funnel> time to convert', () => {
  it('draws equal bins with median and 90 %, asked with the funnel in one round trip', async () => {
    const { funnel, trips } = await show(`${steps} view="time"`);
    expect(trips[0]).to.deep.equal(['funnel', 'timeToConvert']);
    const widths = all(funnel, '.tm .data').map((bar) => Number(bar.getAttribute('width')));
    expect(widths.length).to.be.greaterThan(4);
    expect(new Set(widths).size).to.equal(1);
    expect(all(funnel, '.fig dt').map((name) => name.textContent!.trim())).to.deep.equal([
      'Fastest tenth within',
      'Median',
      'Mean',
      '90% within',
      'Longest',
    ]);
    expect(all(funnel, '.fw svg path.mark').length).to.equal(2);
    await expect(funnel).to.be.accessible();
  });

  it('counts as many customers on every bin as its list has, and puts bins into the selection', async () => {
    const { dataset, funnel } = await show(`${steps} view="time"`);
    const bins = all(funnel, '.tm').length;
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) {
      const counted = number(one(funnel, `[data-bin="${bin}"]`).getAttribute('aria-label')!);
      sum += counted;
      if (counted === 0) continue;
      await click(funnel, `[data-bin="${bin}"]`);
      expect(dataset.selection.clauses[0]!.label.key).to.equal('bin');
      expect(await listed(funnel), `bin ${bin}`).to.equal(counted);
    }
    expect(sum).to.equal(number(text(funnel, '.lead')));
  });

  it('is walked with the arrows, and Enter chooses', async () => {
    const { dataset, funnel } = await show(`${steps} view="time"`);
    one(funnel, '.tm[tabindex="0"]').focus();
    const start = Number(funnel.shadowRoot!.activeElement!.getAttribute('data-bin'));
    await press(funnel, 'ArrowRight');
    expect(funnel.shadowRoot!.activeElement!.getAttribute('data-bin')).to.equal(String(start + 1));
    await press(funnel, 'Enter');
    expect(dataset.selection.clauses.length).to.equal(1);
    await press(funnel, 'Escape');
    await press(funnel, 'Escape');
    expect(dataset.selection.clauses.length).to.equal(0);
  });

  it('measures between other steps on request', async () => {
    const { funnel } = await show(`${steps} view="time"`);
    const select = one(funnel, '.tools select') as HTMLSelectElement;
    select.value = '1-2';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(funnel);
    expect(text(funnel, '.lead')).to.contain('went from visit to signup');
  });
});

describe('<tp-funnel> trend', () => {
  it('draws line, band and what is still counting, and its table has every bucket', async () => {
    const { funnel, trips } = await show(`${steps} view="trend" interval="week" goal="20%"`);
    expect(trips).to.deep.equal([['funnel', 'funnelTrend']]);
    expect(one(funnel, '.still').getAttribute('width')).to.not.equal('0');
    expect(text(funnel, '.fw')).to.contain('Still counting');
    expect(text(funnel, '.fw')).to.contain('Goal 20.0%');
    const points = all(funnel, '.tm').length;
    await expect(funnel).to.be.accessible();
    await click(funnel, '[data-opens="menu"]');
    await appears(funnel, '.mnu');
    await click(funnel, '[data-item="table"]');
    expect(all(funnel, '.tv tbody tr').length).to.equal(points);
  });

  it('counts as many customers in each bucket as its list has', async () => {
    const { funnel } = await show(`${steps} view="trend" interval="month"`);
    const buckets = all(funnel, '.tm').length;
    expect(buckets).to.equal(4);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const counted = number(
        /of ([\d,]+) converted/.exec(one(funnel, `[data-bucket="${bucket}"]`).getAttribute('aria-label')!)![1]!,
      );
      await click(funnel, `[data-bucket="${bucket}"]`);
      expect(await listed(funnel), `bucket ${bucket}`).to.equal(counted);
    }
  });

  it('is one of the views in the head, and in the menu where that is narrow', async () => {
    const { funnel } = await show(steps);
    await click(funnel, '[data-view="trend"]');
    await appears(funnel, '.pt');
    expect(funnel.view).to.equal('trend');
    expect(all(funnel, '.pt').length).to.be.greaterThan(4);
    place.style.width = '360px';
    await settle(funnel);
    await click(funnel, '[data-opens="menu"]');
    await appears(funnel, '.mnu');
    await click(funnel, '[data-item="view-time"]');
    expect(all(funnel, '.tm .data').length).to.be.greaterThan(2);
    await expect(funnel).to.be.accessible();
  });
});

describe('<tp-funnel> editing', () => {
  const names = (funnel: TpFunnel): string[] => all(funnel, '.est .en1 bdi').map((name) => name.textContent!);
  const open = async (attributes = ''): Promise<Page> => {
    const page = await show(`${steps} editable ${attributes}`);
    await click(page.funnel, '[data-opens="editor"]');
    await appears(page.funnel, '.ed');
    return page;
  };
  const applied = async ({ funnel }: Page): Promise<TpStepsDetail> => {
    const told = new Promise<CustomEvent<TpStepsDetail>>((resolve) =>
      funnel.addEventListener('tpsteps', (event) => resolve(event), { once: true }),
    );
    await click(funnel, '[data-apply]');
    return (await told).detail;
  };

  it('is offered only where the page allows it, and is accessible', async () => {
    const { funnel } = await show(steps);
    expect(all(funnel, '[data-opens="editor"]').length).to.equal(0);
    funnel.editable = true;
    await settle(funnel);
    await click(funnel, '[data-opens="editor"]');
    await appears(funnel, '.ed');
    await expect(funnel).to.be.accessible();
    await click(funnel, '[data-edit="2"]');
    await expect(funnel).to.be.accessible();
  });

  it('counts live, and applies steps with an event that carries the question', async () => {
    const page = await open();
    const { funnel } = page;
    const counts = (): string[] => all(funnel, '.ecount').map((count) => count.textContent!);
    const before = counts();
    await click(funnel, '[data-remove="1"]');
    expect(names(funnel)).to.deep.equal(['ad click', 'signup', 'trial', 'purchase']);
    expect(counts().length).to.equal(4);
    expect(counts()[0]).to.equal(before[0]);
    const detail = await applied(page);
    expect(detail.steps.map(({ event }) => event)).to.deep.equal(['ad click', 'signup', 'trial', 'purchase']);
    expect(detail).to.deep.include({ source: 'funnel', windowMs: 14 * 86_400_000, order: 'ordered' });
    expect(detail.spec!.kind).to.equal('funnel');
    expect(funnel.steps).to.deep.equal(detail.steps);
    expect(all(funnel, '.ct').map((count) => count.textContent)).to.have.length(4);
  });

  it('changes nothing when what was edited is discarded', async () => {
    const { funnel } = await open();
    let told = 0;
    funnel.addEventListener('tpsteps', () => told++);
    await click(funnel, '[data-remove="1"]');
    await click(funnel, '[data-discard]');
    expect(funnel.steps).to.equal('ad click, visit, signup, trial, purchase');
    expect(all(funnel, '.nm').length).to.equal(5);
    expect(told).to.equal(0);
  });

  it('moves a step with Alt and the arrows, keeps the focus with it, says so, and takes it back', async () => {
    const { funnel } = await open();
    one(funnel, '[data-edit="3"]').focus();
    // Not every driver can hold a key down.
    const moves = new KeyboardEvent('keydown', {
      key: 'ArrowUp',
      altKey: true,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    one(funnel, '[data-edit="3"]').dispatchEvent(moves);
    expect(moves.defaultPrevented).to.equal(true);
    await settle(funnel);
    expect(names(funnel)).to.deep.equal(['ad click', 'visit', 'trial', 'signup', 'purchase']);
    expect(funnel.shadowRoot!.activeElement!.getAttribute('data-edit')).to.equal('2');
    expect(text(funnel, '.ed [role="status"]')).to.equal('trial is now step 3 of 5');
    await click(funnel, '[data-undo]');
    expect(names(funnel)).to.deep.equal(['ad click', 'visit', 'signup', 'trial', 'purchase']);
  });

  it('moves a step by dragging its grip', async () => {
    const { funnel } = await open();
    const middle = (element: Element): [number, number] => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)];
    };
    const [x, y] = middle(one(funnel, '[data-grip="0"]'));
    const [, to] = middle(one(funnel, '[data-grip="2"]'));
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x, y + 20] });
    await sendMouse({ type: 'move', position: [x, to + 12] });
    await settle(funnel);
    expect(all(funnel, '.est.under').length).to.equal(1);
    await sendMouse({ type: 'up' });
    await settle(funnel);
    expect(names(funnel)).to.deep.equal(['visit', 'signup', 'ad click', 'trial', 'purchase']);
    expect(all(funnel, '[style*="transform"]').length).to.equal(0);
  });

  it('picks several events with a search, by keyboard alone', async () => {
    const page = await open();
    const { funnel } = page;
    await click(funnel, '[data-edit="2"]');
    expect(funnel.shadowRoot!.activeElement!.id).to.equal('ev-2');
    await sendKeys({ type: 'tick' });
    await settle(funnel);
    expect(all(funnel, '.eopt').map((option) => option.querySelector('bdi')!.textContent)).to.deep.equal(['ticket']);
    await press(funnel, 'Enter');
    expect(all(funnel, '.ev bdi').map((chip) => chip.textContent)).to.deep.equal(['signup', 'ticket']);
    expect(text(funnel, '.est.open .en2')).to.equal('event is signup or ticket');
    await press(funnel, 'Backspace');
    expect(all(funnel, '.ev').length).to.equal(1);
    await press(funnel, 'Escape');
    expect(all(funnel, '.eopts:not([hidden])').length).to.equal(0);
    await press(funnel, 'Escape');
    expect(all(funnel, '.est.open').length).to.equal(0);
    expect(all(funnel, '.ed').length).to.equal(1);
  });

  it('sets conditions, optional steps, rules and exclusions, and says all as one sentence', async () => {
    const page = await open();
    const { funnel } = page;
    const change = async (selector: string, value: string): Promise<void> => {
      const field = one(funnel, selector) as HTMLSelectElement;
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      await settle(funnel);
    };
    await click(funnel, '[data-edit="1"]');
    await click(funnel, '.echeck input');
    await click(funnel, '.eopen .b.q');
    await change('.etest select', 'channel');
    await change('.etest .pick:nth-of-type(2) select', 'eq');
    one(funnel, '.etest input').focus();
    await settle(funnel);
    expect(all(funnel, 'datalist option').length).to.be.greaterThan(2);
    await change('.etest input', 'search');
    await click(funnel, '[data-order="strict"]');
    await click(funnel, '.eadd .b:nth-of-type(2)');
    await change('.eout select', 'ticket');
    expect(text(funnel, '.ewords')).to.equal(
      'In words: ad click, perhaps visit, then signup, then trial, then purchase; with nothing between; all within 14 days; leaving out anyone with ticket between ad click and purchase; per customer.',
    );
    const detail = await applied(page);
    expect(detail.steps[1]).to.deep.equal({
      event: 'visit',
      optional: true,
      where: [{ prop: 'channel', op: 'eq', value: 'search' }],
    });
    expect(funnel.order).to.equal('strict');
    expect(funnel.exclusions).to.deep.equal([{ event: 'ticket', from: 0, to: 4 }]);
  });

  it('carries no style attribute but while a step is dragged', async () => {
    const { funnel } = await open();
    await click(funnel, '[data-edit="1"]');
    expect(all(funnel, '[style]').length).to.equal(0);
  });
});
