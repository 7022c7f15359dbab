import { expect } from '@open-wc/testing';

import '../../widgets/dataset/dataset.js';
import '../../widgets/funnel/funnel.js';
import '../../widgets/metric/metric.js';
import '../../widgets/quality/quality.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import type { TpQuality } from '../../widgets/quality/quality.js';
import type { Mapping } from '../../worker/protocol/mapping.js';

const mapping: Mapping = {
  version: 1,
  fields: {
    userId: { column: 'user' },
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
    owner: { column: 'owner' },
  },
};
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
const rows = (from: number, count: number, event: string): string[] =>
  Array.from({ length: count }, (_, i) => `u${from + i},${at(i)},${event},`);
const web = [
  'user,time,event,owner',
  ...rows(0, 30, 'visit'),
  ...rows(0, 20, 'Sign up'),
  ...rows(20, 2, 'sign_up'),
  `u1,${at(1)},visit,`,
  `,${at(2)},visit,`,
  `u3,never,visit,`,
].join('\n');
const crm = ['user,time,event,owner', ...['Kim', 'Bo', 'Kim'].map((owner, i) => `u5,${at(i)},call,${owner}`)].join(
  '\n',
);

let place: HTMLElement;
let dataset: TpDataset;

beforeEach(() => {
  place = document.createElement('main');
  document.body.append(place);
});
afterEach(() => place.remove());

async function show(inside: string, attributes = ''): Promise<void> {
  place.innerHTML = `<tp-dataset seat="page" as-of="2026-01-06" ${attributes}>${inside}</tp-dataset>`;
  dataset = place.querySelector('tp-dataset')!;
  await dataset.load({ kind: 'text', text: web, name: 'web.csv' }, { mapping });
  await dataset.appendSource({ kind: 'text', text: crm, name: 'crm.csv' }, { mapping });
}
const quality = (): TpQuality => place.querySelector('tp-quality')!;
const all = (element: Element, selector: string): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const text = (element: Element, selector: string): string =>
  (element.shadowRoot?.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
async function until(what: () => unknown): Promise<void> {
  for (let i = 0; i < 400 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(Boolean(what()), what.toString()).to.equal(true);
}
const drawn = (): Promise<void> =>
  until(
    () =>
      dataset.coordinator.idle &&
      text(quality(), '[part="scope"]').startsWith('2 source') &&
      all(quality(), '.ft1').length > 0,
  );
const row = (code: string): HTMLElement => all(quality(), `[data-code="${code}"] .frow`)[0]!;

describe('<tp-quality>', () => {
  it('says how many rows are in, and what moves numbers, by effect', async () => {
    await show('<tp-quality></tp-quality>');
    await drawn();
    expect(text(quality(), '.lead')).to.equal('57 of 58 rows are in; five things change numbers by more than 1%');
    const cells = all(quality(), '.acc tbody tr').map((line) =>
      [...line.querySelectorAll('td.r')].map((cell) => cell.textContent.trim()),
    );
    expect(cells).to.deep.equal([
      ['55', '54', '1'],
      ['3', '3', '0'],
      ['58', '57', '1'],
    ]);
    expect(all(quality(), '[data-code]').map((each) => each.dataset['code'])).to.deep.equal([
      'similar-names',
      'conflicting-values',
      'repeated-rows',
      'unidentified-rows',
      'rejected-rows',
    ]);
    const shares = all(quality(), '.shr').map((share) => Number.parseFloat(share.textContent));
    expect(shares).to.deep.equal([...shares].sort((a, b) => b - a));
    await expect(quality()).shadowDom.to.be.accessible();
  });

  it('lists as many rows and customers as a finding says', async () => {
    await show('<tp-quality></tp-quality>');
    await drawn();
    row('conflicting-values').click();
    await quality().updateComplete;
    expect(text(quality(), '[part="detail"] p')).to.contain('One customer has two values of “owner”');
    all(quality(), '[data-opens="rows"]')[0]!.click();
    await until(() => all(quality(), '[part="rows"] tbody tr').length === 3);
    expect(
      all(quality(), '[part="rows"] tbody tr').map((line) => line.lastElementChild!.textContent.trim()),
    ).to.deep.equal(['Kim', 'Bo', 'Kim']);
    expect(text(quality(), '[part="rows"] .more')).to.equal('3 of 3 rows shown');
    all(quality(), '[data-opens="customers"]')[0]!.click();
    await until(() => all(quality(), '[part="list"] tbody tr').length === 1);
    await expect(quality()).shadowDom.to.be.accessible();
  });

  it('opens by Enter and closes layer by layer by Escape', async () => {
    await show('<tp-quality></tp-quality>');
    await drawn();
    const key = (name: string): boolean =>
      quality().shadowRoot!.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
      );
    row('repeated-rows').focus();
    row('repeated-rows').click();
    await quality().updateComplete;
    const opens = all(quality(), '[data-opens="rows"]')[0]!;
    opens.focus();
    opens.click();
    await until(() => all(quality(), '[part="rows"] tbody tr').length === 1);
    expect(key('Escape')).to.equal(false);
    await quality().updateComplete;
    expect(all(quality(), '[part="rows"]')).to.have.length(0);
    expect(key('Escape')).to.equal(false);
    await quality().updateComplete;
    expect(all(quality(), '[part="detail"]')).to.have.length(0);
    await until(() => quality().shadowRoot!.activeElement === row('repeated-rows'));
    expect(key('Escape')).to.equal(true);
  });

  it('chooses a finding’s customers for the others, and stays whole itself', async () => {
    await show('<tp-metric metric="customers"></tp-metric><tp-quality></tp-quality>');
    await drawn();
    const findings = all(quality(), '[data-code]').length;
    row('conflicting-values').click();
    await quality().updateComplete;
    let told = 0;
    place.addEventListener('tpselect', () => told++);
    all(quality(), '.det [aria-pressed]')[0]!.click();
    const metric = place.querySelector('tp-metric')!;
    await until(() => text(metric, '.big') === '1');
    expect(told).to.equal(1);
    expect(text(metric, '[part="clause"]')).to.contain('From data quality');
    expect(all(quality(), '[data-code]')).to.have.length(findings);
    expect(dataset.selection.clauses.map(({ widget }) => widget)).to.deep.equal(['quality']);
    // What is selected survives an address.
    const { data } = dataset.selection;
    dataset.selection = JSON.parse(JSON.stringify(data)) as typeof data;
    expect(dataset.selection.data).to.deep.equal(data);
  });

  it('tells what was looked for where nothing is found', async () => {
    place.innerHTML = '<tp-dataset seat="page" as-of="2026-01-06"><tp-quality></tp-quality></tp-dataset>';
    dataset = place.querySelector('tp-dataset')!;
    const sound = ['user,time,event', ...rows(0, 30, 'visit').map((line) => line.slice(0, -1))].join('\n');
    const plain = {
      version: 1,
      fields: { userId: { column: 'user' }, time: { column: 'time' }, event: { column: 'event' } },
    } as const;
    await dataset.load({ kind: 'text', text: sound, name: 'web.csv' }, { mapping: plain });
    await until(() => all(quality(), '.lkd li').length > 0);
    expect(text(quality(), '.lead')).to.equal('All 30 rows are in; nothing was found');
    expect(all(quality(), '.lkd li')).to.have.length(28);
    expect(new Set(all(quality(), '.lkd li').map((line) => line.textContent.trim())).size).to.equal(28);
  });
});

describe('badges of data quality', () => {
  const funnel = '<tp-funnel steps="visit, Sign up"></tp-funnel>';

  it('count what moves the numbers of their element, and no more', async () => {
    await show(
      `${funnel}<tp-funnel steps="visit, call"></tp-funnel><tp-funnel steps="visit, call" quality-badge="off"></tp-funnel><tp-quality></tp-quality>`,
      'quality-badges',
    );
    await drawn();
    const [named, other, off] = [...place.querySelectorAll('tp-funnel')];
    await until(() => text(named!, '[part="badge"]') !== '' && text(other!, '[part="badge"]') !== '');
    const number = (element: Element): number => Number.parseInt(text(element, '[part="badge"]'), 10);
    // "sign_up" is near a step of the first one only; owners are of no concern to either.
    expect(number(named!)).to.equal(number(other!) + 1);
    expect(text(named!, '[part="badge"]')).to.match(/^\d data notes$/);
    expect(all(off!, '[part="badge"]')).to.have.length(0);
    expect(all(quality(), '[part="badge"]')).to.have.length(0);
    await expect(named!).shadowDom.to.be.accessible();
  });

  it('lead to the report on the page', async () => {
    await show(`${funnel}<tp-quality></tp-quality>`, 'quality-badges');
    const element = place.querySelector('tp-funnel')!;
    await until(() => all(element, '[part="badge"]').length === 1);
    all(element, '[part="badge"]')[0]!.click();
    await until(() => document.activeElement === quality());
    expect(element.shadowRoot!.querySelector('tp-quality')).to.equal(null);
  });

  it('open a report of their own where the page has none, and close it again', async () => {
    await show(funnel, 'quality-badges');
    const element = place.querySelector('tp-funnel')!;
    await until(() => all(element, '[part="badge"]').length === 1);
    all(element, '[part="badge"]')[0]!.click();
    await until(() => element.shadowRoot!.querySelector('tp-quality')?.shadowRoot?.querySelector('[data-code]'));
    const report = element.shadowRoot!.querySelector('tp-quality')!;
    expect(report.reportsOn).to.equal(dataset);
    await until(() => element.shadowRoot!.activeElement === report);
    report.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
    );
    expect(element.shadowRoot!.querySelector('tp-quality')).to.equal(null);
    expect((element.shadowRoot!.activeElement as HTMLElement).part.contains('badge')).to.equal(true);
  });

  it('are there for a number, and nowhere without the setting', async () => {
    await show('<tp-metric metric="customers"></tp-metric>', 'quality-badges');
    const metric = place.querySelector('tp-metric')!;
    await until(() => text(metric, '[part="badge"]').endsWith('data notes'));
    await show('<tp-metric metric="customers"></tp-metric><tp-quality></tp-quality>');
    await drawn();
    expect(all(place.querySelector('tp-metric')!, '[part="badge"]')).to.have.length(0);
  });
});
