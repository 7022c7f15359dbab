import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { accountRows, asOf, manyRows, mapping, otherRows, stages } from '../../stories/journey-data.js';
import type { StoryRow } from '../../stories/journey-data.js';
import '../../widgets/dataset/dataset.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import '../../widgets/journey/journey.js';
import type { TpJourney } from '../../widgets/journey/journey.js';

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  place.style.width = '1000px';
  document.body.append(place);
});

afterEach(() => {
  place.remove();
});

interface Page {
  readonly dataset: TpDataset;
  readonly journey: TpJourney;
  /** Offsets of the pages of rows that were asked for. */
  readonly pages: number[];
}

async function show(
  props: Partial<TpJourney>,
  rows: readonly StoryRow[] = [...accountRows(), ...otherRows()],
): Promise<Page> {
  const dataset = document.createElement('tp-dataset');
  const journey = document.createElement('tp-journey');
  Object.assign(dataset, { seat: 'page', asOf, mapping, data: rows });
  Object.assign(journey, props);
  const pages: number[] = [];
  const { connect } = dataset;
  dataset.connect = async (options) => {
    const engine = await connect(options);
    const run = engine.run.bind(engine);
    engine.run = (jobs, call) => {
      for (const { spec } of jobs) {
        if (spec.kind === 'journey' && spec.limit === 5000) pages.push(spec.offset ?? 0);
      }
      return run(jobs, call);
    };
    return engine;
  };
  dataset.append(journey);
  place.append(dataset);
  await until(() => find(journey, '.jt svg, .jgr, .msg') !== null);
  await calm(journey);
  return { dataset, journey, pages };
}

async function until(holds: () => boolean, what = 'it does not come'): Promise<void> {
  const started = performance.now();
  while (!holds()) {
    if (performance.now() - started > 10_000) throw new Error(what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a picture is at rest: shapes, and none of them moving. */
async function calm(journey: TpJourney): Promise<void> {
  await journey.updateComplete;
  let last = '';
  let same = 0;
  await until(() => {
    const now = `${find(journey, '.jp')?.innerHTML.length} ${find(journey, 'canvas')?.hasAttribute('hidden')} ${text(journey, '.jleg')}`;
    same = now === last ? same + 1 : 0;
    last = now;
    return same > 12;
  });
}

const find = (journey: TpJourney, selector: string): HTMLElement | null =>
  journey.shadowRoot!.querySelector<HTMLElement>(selector);
const all = (journey: TpJourney, selector: string): HTMLElement[] => [
  ...journey.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const text = (journey: TpJourney, selector: string): string =>
  (find(journey, selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const rowsDrawn = (journey: TpJourney): number =>
  all(journey, '.jp .kt').reduce((sum, label) => sum + Number(label.textContent!.replaceAll(',', '')), 0) +
  all(journey, '.jp circle:is(.kf, .ko)').length;
const account = { account: 'Northwind Robotics', stages, lanes: 'channel' } as const;
const middle = (element: Element): [number, number] => {
  const box = element.getBoundingClientRect();
  return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
};

describe('tp-journey', () => {
  it('is accessible as a time line, with a touchpoint open, as a list and as a group', async () => {
    const { journey } = await show(account);
    await expect(journey).to.be.accessible();
    find(journey, '.spot')!.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => find(journey, '.jd') !== null);
    await expect(journey).to.be.accessible();
    journey.view = 'list';
    await until(() => find(journey, '.jls') !== null);
    await expect(journey).to.be.accessible();
    journey.account = null;
    await until(() => find(journey, '.jgr') !== null);
    await expect(journey).to.be.accessible();
  });

  it('opens the touchpoint that is clicked, and closes it with Escape', async () => {
    const { journey } = await show(account);
    const [mark] = all(journey, '.jp circle.kf');
    await sendMouse({ type: 'click', position: middle(mark!) });
    await until(() => find(journey, '.jd h3') !== null);
    expect(text(journey, '.jd h3')).to.equal('Clicked an ad');
    find(journey, '.jd h3')!.focus();
    await sendKeys({ press: 'Escape' });
    await until(() => find(journey, '.jd') === null);
  });

  it('lets the page follow the link of a touchpoint, and leaves the columns of `hide` out', async () => {
    const rows = accountRows().map((row, k) => ({ ...row, recordId: `R${k}`, note: `note ${k}` }));
    const links = (row: { readonly event: string | null }) => [{ label: 'Record', href: `#${row.event}` }];
    const { journey } = await show({ ...account, links, hide: 'recordId, object' }, rows);
    await sendMouse({ type: 'click', position: middle(all(journey, '.jp circle.kf')[0]!) });
    await until(() => find(journey, '.jd .act a') !== null);
    const facts = text(journey, '.jd .kv');
    const own = /note (\d+)/.exec(facts)?.[1];
    expect([own === undefined, facts.includes(`R${own}`)]).to.deep.equal([false, false]);

    const followed: unknown[] = [];
    place.addEventListener('tplink', (event) => {
      event.preventDefault();
      const { link, row } = event.detail;
      followed.push([link.href, row.event, row.values.includes(`R${own}`), event.composed]);
    });
    const clicked: boolean[] = [];
    place.addEventListener('click', (event) => {
      clicked.push(event.defaultPrevented);
      event.preventDefault();
    });
    const link = find(journey, '.jd .act a')!;
    link.click();
    link.focus();
    await sendKeys({ press: 'Enter' });
    link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
    const way = ['#Clicked an ad', 'Clicked an ad', true, true];
    expect(followed).to.deep.equal([way, way]);
    expect(clicked).to.deep.equal([true, true, false]);
  });

  it('keeps long names of a group off its lanes at any width', async () => {
    const rows = accountRows().map((row) => ({ ...row, customer: `${row.customer} of a company with a long name` }));
    for (const width of [460, 600, 1000]) {
      place.style.width = `${width}px`;
      const { dataset, journey } = await show({}, rows);
      const ends = all(journey, '.jgr').map((lane) => {
        const name = lane.querySelector('.jgn')!.getBoundingClientRect();
        return [Math.round(name.width) >= 80, name.right <= lane.querySelector('.lane')!.getBoundingClientRect().left];
      });
      expect([width, ends]).to.deep.equal([width, ends.map(() => [true, true])]);
      expect(ends.length).to.equal(3);
      dataset.remove();
    }
  });

  it('moves with a drag, and stops at the end of the journey', async () => {
    const { journey } = await show(account);
    const before = text(journey, '.sub');
    const [x, y] = middle(find(journey, '.jp')!);
    await sendMouse({ type: 'move', position: [x, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x + 60, y] });
    await sendMouse({ type: 'move', position: [x + 200, y] });
    await sendMouse({ type: 'up' });
    await calm(journey);
    const after = text(journey, '.sub');
    expect(after).not.to.equal(before);
    find(journey, '.spot')!.focus();
    for (let k = 0; k < 12; k++) await sendKeys({ press: 'PageUp' });
    await until(() => text(journey, '.sub').includes('4 Dec 2025'), 'it does not reach the first touchpoint');
  });

  it('leaves a plain wheel to the page, and zooms with Ctrl', async () => {
    const { journey } = await show(account);
    find(journey, '[data-zoom="fit"]')!.click();
    await calm(journey);
    const plot = find(journey, '.tl')!;
    const box = plot.getBoundingClientRect();
    const turn = (init: WheelEventInit): WheelEvent => {
      const event = new WheelEvent('wheel', {
        bubbles: true,
        cancelable: true,
        clientX: box.right - 120,
        clientY: box.top + 90,
        ...init,
      });
      plot.dispatchEvent(event);
      return event;
    };
    expect(turn({ deltaY: 120 }).defaultPrevented).to.equal(false);
    expect(rowsDrawn(journey)).to.equal(77);
    for (let k = 0; k < 6; k++) expect(turn({ deltaY: -120, ctrlKey: true }).defaultPrevented).to.equal(true);
    await calm(journey);
    expect(rowsDrawn(journey)).to.be.lessThan(77);
    expect(turn({ deltaX: -600 }).defaultPrevented).to.equal(true);
  });

  it('fetches a long journey page by page, each once, and draws all of it', async () => {
    const { journey, pages } = await show({ actor: 'C-9', span: 'all' }, manyRows(12_500));
    await until(() => rowsDrawn(journey) === 12_500, `it draws ${rowsDrawn(journey)} rows`);
    expect(pages).to.deep.equal([0, 5000, 10_000]);
  });

  it('asks for nothing more while it is moved', async () => {
    const { dataset, journey } = await show(account);
    const engine = dataset.engine!;
    let asked = 0;
    const run = engine.run.bind(engine);
    engine.run = (jobs, call) => {
      asked++;
      return run(jobs, call);
    };
    find(journey, '[data-zoom="fit"]')!.click();
    await calm(journey);
    find(journey, '[data-zoom="in"]')!.click();
    await calm(journey);
    expect(asked).to.equal(0);
  });

  it('follows the customer that is opened in its dataset, and goes back', async () => {
    const { dataset, journey } = await show({ stages });
    dataset.selection.open('actor:C-2042');
    await until(() => text(journey, '.hd h2').startsWith('Chen Wei'));
    find(journey, '[data-opens="all-customers"]')!.click();
    await until(() => find(journey, '.jgr') !== null);
    expect(dataset.selection.actor).to.equal(null);
  });

  it('fires nothing for what a program sets', async () => {
    const { journey } = await show(account);
    let fired = 0;
    place.addEventListener('tpselect', () => fired++);
    journey.view = 'list';
    journey.account = 'Account 3';
    await until(() => text(journey, '.hd h2') === 'Account 3');
    expect(fired).to.equal(0);
  });

  it('shows names from the data as text', async () => {
    const [first] = accountRows();
    const evil = '<img src=x onerror="globalThis.fired = true">';
    const { journey } = await show({ actor: 'C-2041' }, [
      { ...first!, event: evil, channel: evil, name: evil, page: evil },
    ]);
    find(journey, '.spot')!.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => find(journey, '.jd .kv')?.getAttribute('aria-busy') === 'false');
    expect(text(journey, '.jd h3')).to.equal(evil);
    expect(text(journey, '.jd .kv')).to.include(evil);
    expect(find(journey, 'img')).to.equal(null);
    expect('fired' in globalThis).to.equal(false);
  });
});
