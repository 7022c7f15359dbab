import type { FunnelMark, FunnelSpec } from '../../worker/protocol/funnel.js';
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import {
  actorPage,
  campaign,
  campaignZh,
  FakeHandle,
  infoOf,
  readyHandle,
  resultOf,
  specOf,
} from '../../stories/fake-handle.js';
import { TpFunnel } from '../../widgets/funnel/funnel.js';
import { AnalyticsError } from '../../worker/protocol/error.js';

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => {
  place.remove();
  document.documentElement.lang = 'en';
  delete document.documentElement.dataset['tpScheme'];
});

interface Shown {
  readonly handle?: FakeHandle;
  readonly width?: number;
  readonly set?: Partial<TpFunnel>;
}

async function show({ handle = readyHandle(), width = 1000, set = {} }: Shown = {}): Promise<TpFunnel> {
  place.style.width = `${width}px`;
  const element = document.createElement('tp-funnel');
  Object.assign(element, { handle, ...set });
  place.append(element);
  await settle(element);
  return element;
}

/** Waits for the size observer and for every update that follows. */
async function settle(element: TpFunnel): Promise<void> {
  await element.updateComplete;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
  while (!(await element.updateComplete)) continue;
}

const all = (element: TpFunnel, selector: string): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const one = (element: TpFunnel, selector: string): HTMLElement => {
  const found = element.shadowRoot!.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const text = (element: TpFunnel, selector: string): string =>
  one(element, selector).textContent!.replace(/\s+/g, ' ').trim();
const openTable = async (element: TpFunnel): Promise<void> => {
  one(element, '[data-opens="menu"]').click();
  await settle(element);
  one(element, '[data-item="table"]').click();
  await settle(element);
};
const mark = (element: TpFunnel, key: string): HTMLElement => one(element, `.mk[data-mark="${key}"]`);
const focused = (element: TpFunnel): string | null | undefined =>
  element.shadowRoot!.activeElement?.getAttribute('data-mark');
const press = async (element: TpFunnel, key: string): Promise<void> => {
  await sendKeys({ press: key });
  await settle(element);
};
const failure = (
  code: 'worker-lost' | 'source-missing' | 'spec-invalid',
  message = 'Nothing at events.csv.',
): AnalyticsError => new AnalyticsError(code, message, {});

describe('<tp-funnel> accessibility', () => {
  it('is accessible in every drawing', async () => {
    for (const width of [1000, 600, 320, 240]) {
      const element = await show({ width, set: { choice: { kind: 'left', step: 4 } } });
      await expect(element).to.be.accessible();
      element.remove();
    }
  });

  it('is accessible with many steps, as a table, with list, report and definition', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Step ${i + 1}`);
    const many = { names, counts: names.map((_, i) => 900 - i * 60), medianMs: names.map(() => 60_000) };
    const element = await show({ handle: readyHandle(many), set: { choice: { kind: 'left', step: 3 } } });
    await expect(element).to.be.accessible();
    await openTable(element);
    for (const panel of ['list', 'report', 'definition']) {
      one(element, `[data-opens="${panel}"]`).click();
      await settle(element);
      await expect(element).to.be.accessible();
    }
  });

  it('is accessible in the dark, and while it waits, is empty, or failed', async () => {
    document.documentElement.dataset['tpScheme'] = 'dark';
    place.style.background = '#0e1014';
    await expect(await show({ set: { choice: { kind: 'reached', step: 2 } } })).to.be.accessible();
    for (const handle of [
      new FakeHandle({ status: 'initial', reason: 'no-source' }),
      new FakeHandle({ status: 'loading', progress: { phase: 'reading', done: 1, total: 4, rows: 1000 } }),
      new FakeHandle({ status: 'failed', error: failure('worker-lost'), previous: null }),
      readyHandle({ ...campaign, counts: [0, 0, 0, 0, 0, 0] }),
    ]) {
      const element = await show({ handle });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await settle(element);
      await expect(element).to.be.accessible();
    }
  });

  it('has its numbers as a table with row and column headers', async () => {
    const element = await show();
    await openTable(element);
    expect(all(element, '.tv thead th[scope="col"]').length).to.equal(9);
    expect(
      all(element, '.tv tbody th[scope="row"]').map((cell) => cell.querySelector('bdi')!.textContent),
    ).to.deep.equal(campaign.names);
    expect(text(element, '.tv tbody tr:nth-child(5)')).to.match(/640 5\.1% 4\.8–5\.5 34\.2% 32\.1–36\.4 1,230 4 d 6 h/);
  });

  it('says the result and the choice in a live line', async () => {
    const element = await show();
    expect(text(element, '[role="status"]')).to.equal('402 of 12,480 customers went from Ad click to Purchase.');
    mark(element, 'left-4').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    await settle(element);
    expect(text(element, '.card > [role="status"]')).to.equal('1,230 customers chosen');
  });
});

describe('<tp-funnel> numbers', () => {
  it('shows counts, rates, intervals, drop-off and times as the result has them', async () => {
    const element = await show();
    expect(text(element, '.big')).to.equal('3.2%');
    expect(all(element, '.ct').map((cell) => cell.textContent)).to.deep.equal([
      '12,480',
      '9,310',
      '3,120',
      '1,870',
      '640',
      '402',
    ]);
    const rows = all(element, '.ftab tbody:last-child tr').map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
    expect(rows[0]).to.contain('33.5%32.6–34.5');
    expect(rows[1]).to.equal('Left before step 3,170 6,190 1,250 1,230 238');
    expect(rows[2]).to.equal('Median time 1 min12 min18 h4 d 6 h2 d 2 h');
  });

  it('aligns every bar with its column of the table, in a right-to-left page too', async () => {
    place.dir = 'rtl';
    const element = await show();
    const heads = all(element, '.ftab thead th').map((cell) => cell.getBoundingClientRect().left);
    all(element, '.mk .data').forEach((bar, k) =>
      expect(Math.abs(bar.getBoundingClientRect().left - heads[k]!)).to.be.below(1),
    );
  });

  it('marks a small sample', async () => {
    const element = await show({ handle: readyHandle({ ...campaign, counts: [26, 22, 14, 10, 3, 1] }) });
    expect(text(element, '.lead')).to.contain('low n (26)');
    expect(all(element, 'g.low').length).to.equal(6);
  });

  it('takes names as text, never as markup', async () => {
    const names = ['<img src=x onerror=alert(1)>', '${1+1}', '"quoted"', '=cmd()', 'e', 'f'];
    const element = await show({ handle: readyHandle({ ...campaign, names }), width: 1000 });
    expect(all(element, 'img').length).to.equal(0);
    expect(text(element, '.lead')).to.contain('<img src=x onerror=alert(1)>');
  });

  it('carries no style attribute, so that a strict page can hold it', async () => {
    const element = await show({ set: { choice: { kind: 'left', step: 2 } } });
    expect(all(element, '[style]').length).to.equal(0);
  });

  it('draws in its own width, not in the window’s', async () => {
    const element = await show({ width: 320 });
    expect(all(element, '.nst').length).to.equal(5);
    place.style.width = '1000px';
    await settle(element);
    await settle(element);
    expect(all(element, '.ftab').length).to.equal(1);
    place.style.width = '200px';
    await settle(element);
    await settle(element);
    expect(text(element, '.tiny')).to.contain('3.2%');
    expect(all(element, '.mk').length).to.equal(0);
  });
});

describe('<tp-funnel> choice', () => {
  it('chooses and clears by click on box, bar, name and count', async () => {
    const element = await show();
    for (const [selector, expected] of [
      ['.mk[data-mark="left-3"]', { kind: 'left', step: 3 }],
      ['.mk[data-mark="reached-3"]', { kind: 'reached', step: 3 }],
      ['.nm[data-mark="reached-2"]', { kind: 'reached', step: 2 }],
      ['.lnk[data-mark="left-5"]', { kind: 'left', step: 5 }],
    ] as const) {
      const target = one(element, selector);
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      await settle(element);
      expect(element.choice).to.deep.equal(expected);
      one(element, selector).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      await settle(element);
      expect(element.choice).to.equal(null);
    }
  });

  it('fires tpselect before it takes hold, and a refusal keeps the old choice', async () => {
    const element = await show();
    const seen: unknown[] = [];
    const listen = (event: HTMLElementEventMap['tpselect']): void => {
      seen.push([
        event.detail.source,
        event.detail.mark,
        (event.detail.spec as FunnelSpec).steps.length,
        element.choice,
      ]);
      if (seen.length === 2) event.preventDefault();
    };
    place.addEventListener('tpselect', listen as EventListener);
    one(element, '.lnk[data-mark="left-4"]').click();
    await settle(element);
    one(element, '.lnk[data-mark="left-5"]').click();
    await settle(element);
    expect(seen).to.deep.equal([
      ['funnel', { kind: 'left', step: 4 }, 6, null],
      ['funnel', { kind: 'left', step: 5 }, 6, { kind: 'left', step: 4 }],
    ]);
    expect(element.choice).to.deep.equal({ kind: 'left', step: 4 });
  });

  it('does not fire tpselect when set by program', async () => {
    const element = await show();
    let fired = 0;
    element.addEventListener('tpselect', () => fired++);
    element.choice = { kind: 'left', step: 2 };
    await settle(element);
    element.choice = null;
    await settle(element);
    expect(fired).to.equal(0);
  });

  it('does not choose a mark that nobody is on', async () => {
    const element = await show({ handle: readyHandle({ ...campaign, counts: [100, 100, 40, 0, 0, 0] }) });
    mark(element, 'reached-4').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(element.choice).to.equal(null);
  });
});

describe('<tp-funnel> keyboard', () => {
  it('is one stop; arrows go by step and between bar and box; Enter and Space choose', async () => {
    const element = await show();
    expect(all(element, '.mk[tabindex="0"]').length).to.equal(1);
    mark(element, 'reached-0').focus();
    await press(element, 'ArrowRight');
    expect(focused(element)).to.equal('reached-1');
    await press(element, 'ArrowUp');
    expect(focused(element)).to.equal('left-1');
    await press(element, 'ArrowRight');
    expect(focused(element)).to.equal('left-2');
    await press(element, 'Enter');
    expect(element.choice).to.deep.equal({ kind: 'left', step: 2 });
    await press(element, 'ArrowDown');
    expect(focused(element)).to.equal('reached-2');
    await press(element, 'End');
    expect(focused(element)).to.equal('reached-5');
    await press(element, 'Home');
    await press(element, 'ArrowUp');
    expect(focused(element)).to.equal('reached-0');
    await press(element, ' ');
    expect(element.choice).to.deep.equal({ kind: 'reached', step: 0 });
    expect(all(element, '.mk[tabindex="0"]').length).to.equal(1);
  });

  it('turns the arrows where bars lie', async () => {
    const element = await show({ width: 360 });
    mark(element, 'reached-0').focus();
    await press(element, 'ArrowDown');
    expect(focused(element)).to.equal('reached-1');
    await press(element, 'ArrowRight');
    expect(focused(element)).to.equal('left-1');
  });

  it('closes the nearest layer with Escape, then clears the choice, then lets the key go', async () => {
    const element = await show({ set: { choice: { kind: 'left', step: 4 } } });
    let outside = 0;
    place.addEventListener('keydown', () => outside++);
    one(element, '[data-opens="list"]').click();
    await settle(element);
    expect(element.shadowRoot!.activeElement?.id).to.equal('list-title');
    await press(element, 'Escape');
    expect(all(element, '[part="list"]').length).to.equal(0);
    expect(element.shadowRoot!.activeElement?.getAttribute('data-opens')).to.equal('list');
    expect(element.choice).not.to.equal(null);
    await press(element, 'Escape');
    expect(element.choice).to.equal(null);
    expect(outside).to.equal(0);
  });
});

describe('<tp-funnel> list of customers', () => {
  it('has as many customers as the mark counts, page by page', async () => {
    const handle = readyHandle({ ...campaign, counts: [200, 80, 60, 50, 40, 30] });
    const element = await show({ handle, set: { choice: { kind: 'left', step: 1 } } });
    one(element, '[data-opens="list"]').click();
    await settle(element);
    expect(all(element, '.list tbody tr').length).to.equal(50);
    expect(text(element, '.more')).to.contain('50 of 120 customers shown');
    one(element, '.more .b').click();
    await settle(element);
    one(element, '.more .b').click();
    await settle(element);
    expect(all(element, '.list tbody tr').length).to.equal(120);
    expect(all(element, '.more .b').length).to.equal(0);
  });

  it('says that it waits, says why it failed, and tries again', async () => {
    let calls = 0;
    let answer: (() => void) | undefined;
    const handle = readyHandle(
      campaign,
      {},
      {
        list: async (_mark, offset, limit) => {
          calls++;
          if (calls === 1) {
            await new Promise<void>((resolve) => (answer = resolve));
            throw new AnalyticsError('worker-lost', 'The worker fell silent.');
          }
          return actorPage(1230, offset, limit);
        },
      },
    );
    const element = await show({ handle, set: { choice: { kind: 'left', step: 4 } } });
    one(element, '[data-opens="list"]').click();
    await settle(element);
    expect(text(element, '.more')).to.contain('Reading the list');
    answer!();
    await settle(element);
    expect(text(element, '.more')).to.contain('The calculation stopped');
    one(element, '.more .b').click();
    await settle(element);
    expect(all(element, '.list tbody tr').length).to.equal(50);
  });

  it('drops an answer that belongs to an older choice', async () => {
    const answers: Array<() => void> = [];
    const signals: AbortSignal[] = [];
    const handle = readyHandle(
      campaign,
      {},
      {
        list: async (m, offset, limit, signal) => {
          signals.push(signal);
          await new Promise<void>((resolve) => answers.push(resolve));
          return actorPage((m as FunnelMark).step === 4 ? 7 : 3, offset, limit);
        },
      },
    );
    const element = await show({ handle, set: { choice: { kind: 'left', step: 4 } } });
    one(element, '[data-opens="list"]').click();
    await settle(element);
    element.choice = { kind: 'left', step: 5 };
    await settle(element);
    answers[1]!();
    await settle(element);
    answers[0]!();
    await settle(element);
    expect(signals[0]!.aborted).to.equal(true);
    expect(all(element, '.list tbody tr').length).to.equal(3);
  });
});

describe('<tp-funnel> states', () => {
  it('says for each reason what to do first', async () => {
    const seen = new Set<string>();
    for (const reason of ['no-dataset', 'no-source', 'no-spec', 'needs-mapping'] as const) {
      const element = await show({ handle: new FakeHandle({ status: 'initial', reason }) });
      seen.add(text(element, '.msg'));
      element.remove();
    }
    expect(seen.size).to.equal(4);
  });

  it('shows nothing for a short wait, then how far it is, and stops on request', async () => {
    let stopped = 0;
    const handle = new FakeHandle(
      { status: 'loading', progress: { phase: 'reading', done: 44, total: 100, rows: 182_400 } },
      { onStop: () => stopped++ },
    );
    const element = await show({ handle });
    expect(all(element, '.sbd:not(.wait), .pgl').length).to.equal(0);
    await new Promise((resolve) => setTimeout(resolve, 220));
    await settle(element);
    expect(text(element, '.pgl')).to.equal('Reading the data · 182,400 rows read 44% Stop');
    expect(one(element, '[role="progressbar"]').getAttribute('aria-valuenow')).to.equal('44');
    one(element, '.pgl .a').click();
    expect(stopped).to.equal(1);
  });

  it('keeps the old drawing while a newer one is made, and says so', async () => {
    const ready = { status: 'ready', result: resultOf(campaign), spec: specOf(campaign) } as const;
    const element = await show({ handle: new FakeHandle({ ...ready, recomputing: true }) });
    await new Promise((resolve) => setTimeout(resolve, 220));
    await settle(element);
    expect(all(element, '.fw.old .mk').length).to.equal(11);
    expect(text(element, '.tools')).to.contain('Updating');
  });

  it('says why it is empty', async () => {
    const empty = { ...campaign, counts: [0, 0, 0, 0, 0, 0] };
    const meta = (more: object) => {
      const handle = readyHandle(empty);
      const state = handle.state as { result: ReturnType<typeof resultOf> };
      handle.state = { ...handle.state, result: { ...state.result, meta: { ...state.result.meta, ...more } } } as never;
      return handle;
    };
    const message = async (handle: FakeHandle): Promise<string> => {
      const element = await show({ handle });
      const words = text(element, '.msg');
      element.remove();
      return words;
    };
    expect(await message(meta({ rows: 0, rejectedRows: 0 }))).to.contain('The data has no rows');
    expect(await message(meta({ rows: 0, rejectedRows: 9 }))).to.contain('All 9 rows were rejected');
    expect(await message(meta({ rows: 5, unidentifiedRows: 5 }))).to.contain('No row names a customer');
    expect(await message(readyHandle(empty))).to.contain(
      'No “Ad click” in this range The first “Ad click” in the data is from 12 Jan 2026.',
    );
    const { range: _range, ...unbounded } = specOf(empty);
    const handle = new FakeHandle({ status: 'ready', result: resultOf(empty), spec: unbounded, recomputing: false });
    expect(await message(handle)).to.contain('none meets the filters');
    handle.facts = {
      ...handle.facts,
      info: { ...infoOf(campaign), events: infoOf(campaign).events.slice(1), eventsTotal: 5 },
    };
    expect(await message(handle)).to.match(/“Ad click” never happens.*“visit”, “sign-up”/);
  });

  it('warns beside the numbers when a later step never happens', async () => {
    const handle = readyHandle({ ...campaign, counts: [100, 50, 20, 10, 5, 0] });
    handle.facts = {
      ...handle.facts,
      info: { ...infoOf(campaign), events: infoOf(campaign).events.slice(0, 5), eventsTotal: 5 },
    };
    const element = await show({ handle });
    const notes = all(element, '[part="note"]').map((note) => note.textContent!);
    expect(notes.filter((note) => note.includes('“Purchase” never happens')).length).to.equal(1);
    expect(all(element, '.mk').length).to.be.above(5);
  });

  it('says an error in words, offers what helps, and fires tperror once', async () => {
    let retried = 0;
    const handle = new FakeHandle(
      { status: 'failed', error: failure('source-missing'), previous: null },
      { onRetry: () => retried++ },
    );
    const codes: string[] = [];
    place.addEventListener('tperror', (event) =>
      codes.push((event as HTMLElementEventMap['tperror']).detail.error.code),
    );
    const element = await show({ handle });
    expect(text(element, '.msg')).to.contain('The data was not found Nothing at events.csv.');
    expect(text(element, '.ft')).to.equal('Code: source-missing');
    one(element, '.msg .b.p').click();
    expect(retried).to.equal(1);
    element.requestUpdate();
    await settle(element);
    expect(codes).to.deep.equal(['source-missing']);
  });

  it('keeps the last good numbers under an error', async () => {
    const handle = new FakeHandle({
      status: 'failed',
      error: failure('worker-lost'),
      previous: resultOf(campaign),
      previousSpec: specOf(campaign),
    });
    const element = await show({ handle, set: { spec: specOf(campaign) } });
    expect(text(element, '.note')).to.contain('The calculation stopped');
    expect(text(element, '.big')).to.equal('3.2%');
  });

  it('says beside old numbers why there are no newer ones', async () => {
    const error = failure('source-missing', 'Nothing at events.csv.');
    const element = await show({
      handle: new FakeHandle({ status: 'failed', error, previous: resultOf(campaign), previousSpec: specOf(campaign) }),
    });
    expect(text(element, '.note')).to.contain('Nothing at events.csv. These are the last good numbers.');
  });

  it('shows how far a reading over old numbers is, and stops it', async () => {
    const state = { status: 'ready', result: resultOf(campaign), spec: specOf(campaign), recomputing: true } as const;
    const handle = new FakeHandle({ ...state, progress: { phase: 'reading', done: 1, total: 4, rows: 1000 } });
    const element = await show({ handle });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await settle(element);
    expect(text(element, '.tools')).to.contain('Updating 1,000 rows read Stop');
  });

  it('clears a choice whose steps change, and one that is no mark', async () => {
    const handle = readyHandle();
    const element = await show({ handle, set: { choice: { kind: 'reached', step: 2 } } });
    const swapped = { ...campaign, names: ['Visit', 'Ad click', ...campaign.names.slice(2)] };
    handle.state = { status: 'ready', result: resultOf(campaign), spec: specOf(swapped), recomputing: false };
    element.requestUpdate();
    await settle(element);
    expect(element.choice).to.equal(null);
    for (const odd of [
      { kind: 'all', step: 1 },
      { kind: 'reached', step: 0.5 },
    ]) {
      element.choice = odd as never;
      await settle(element);
      expect(element.choice).to.equal(null);
    }
  });

  it('goes on at the mark when the choice is cleared by its button', async () => {
    const element = await show({ set: { choice: { kind: 'left', step: 3 } } });
    const clear = one(element, '.chip .x');
    clear.focus();
    clear.click();
    await settle(element);
    expect(focused(element)).to.equal('left-3');
  });

  it('opens all of a card that is too narrow to draw in', async () => {
    const element = await show({ width: 240 });
    one(element, '[data-opens="all"]').click();
    await settle(element);
    expect(all(element, '.st .mk').length).to.be.greaterThan(5);
    await expect(element).to.be.accessible();
    one(element, '[data-opens="less"]').click();
    await settle(element);
    expect(focused(element)).to.equal(null);
    expect(all(element, '.mk').length).to.equal(0);
  });

  it('fires tpready once for each result, after it is drawn', async () => {
    let drawn = 0;
    place.addEventListener('tpready', (event) => {
      const funnel = event.target as TpFunnel;
      drawn += funnel.shadowRoot!.querySelectorAll('.mk').length > 0 ? 1 : 100;
    });
    const element = await show();
    element.heading = 'Other';
    await settle(element);
    expect(drawn).to.equal(1);
    element.handle = readyHandle({ ...campaign, counts: [50, 40, 30, 20, 10, 5] });
    await settle(element);
    expect(drawn).to.equal(2);
  });

  it('opens what was rejected, by reason with samples, as text', async () => {
    const element = await show();
    one(element, '[data-opens="report"]').click();
    await settle(element);
    expect(text(element, '[part="report"]')).to.contain('41,611 rows = 41,207 accepted + 404 rejected');
    expect(all(element, '.rep .hdl').map((line) => line.textContent!.trim())).to.deep.equal([
      'Time cannot be read311',
      'Too many or too few fields86',
      'Same id as an earlier row7',
    ]);
    expect(all(element, '.rep b').length).to.equal(0);
    expect(text(element, '.rep')).to.contain('<b>x</b>');
  });

  it('tells the definition in words', async () => {
    const element = await show();
    one(element, '[data-opens="definition"]').click();
    await settle(element);
    const words = text(element, '[part="definition"]');
    for (const part of [
      'within 14 days of beginning',
      '402 / 12,480 distinct customers',
      'Wilson',
      '118 touchpoints without a customer',
    ])
      expect(words).to.contain(part);
  });
});

describe('<tp-funnel> language and scheme', () => {
  it('speaks the language of the nearest lang, also when it changes', async () => {
    place.lang = 'zh-CN';
    const element = await show({ handle: readyHandle(campaignZh) });
    await settle(element);
    expect(text(element, '.sub')).to.equal('按客户去重 · 步骤有先后 · 14 天内完成 · 2026年10月1日至31日');
    place.lang = 'en';
    await settle(element);
    await settle(element);
    expect(text(element, '.sub')).to.contain('Distinct customers');
  });

  it('follows data-tp-scheme above it, and a page’s own token wins', async () => {
    const element = await show();
    const surface = (): string => getComputedStyle(one(element, '.card')).backgroundColor;
    document.documentElement.dataset['tpScheme'] = 'light';
    await settle(element);
    expect(surface()).to.equal('rgb(255, 255, 255)');
    document.documentElement.dataset['tpScheme'] = 'dark';
    await settle(element);
    expect(surface()).to.equal('rgb(20, 23, 28)');
    place.style.setProperty('--tp-color-surface', 'rgb(1, 2, 3)');
    expect(surface()).to.equal('rgb(1, 2, 3)');
  });

  it('takes the frame of its host', async () => {
    place.dataset['tpHost'] = 'hubspot';
    const element = await show();
    expect(getComputedStyle(one(element, '.card')).borderTopLeftRadius).to.equal('8px');
    delete place.dataset['tpHost'];
  });
});

describe('<tp-funnel> registration', () => {
  it('is the element behind its name', () => {
    expect(customElements.get('tp-funnel')).to.equal(TpFunnel);
  });
});
