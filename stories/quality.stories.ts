import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/funnel/funnel.js';
import '../widgets/quality/quality.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import type { TpQuality } from '../widgets/quality/quality.js';
import { AnalyticsError } from '../worker/protocol/error.js';
import type { Mapping } from '../worker/protocol/mapping.js';
import { placeOf } from './place.js';
import { companyFiles } from './quality-data.js';

interface Args {
  /** `planted`: three files with defects; `sound`: without; `one`: one file of them; `none`: no source. */
  readonly data: 'planted' | 'sound' | 'one' | 'none';
  /** Steps of a funnel above the report; none without. */
  readonly funnel: string;
  readonly badges: boolean;
  /** `loading`: the engine never answers; `failed`: it cannot start. */
  readonly engine: '' | 'loading' | 'failed';
  /** Filter that lets no row through. */
  readonly nothing: boolean;
  readonly report: boolean;
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
}

const events: Mapping = {
  version: 1,
  fields: {
    userId: { column: 'user_id' },
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
    owner: { column: 'owner' },
    page: { column: 'page' },
  },
  properties: 'none',
};
const orders: Mapping = {
  version: 1,
  fields: {
    userId: { column: 'user_id' },
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
    id: { column: 'order_id' },
    value: { column: 'amount' },
  },
};

async function fill(dataset: TpDataset, data: Args['data']): Promise<void> {
  const { product, crm, shop } = companyFiles(data === 'sound');
  if (data === 'sound') dataset.asOf = Date.UTC(2026, 2, 5);
  const file = (text: string, name: string) => ({ kind: 'text', text, name }) as const;
  await dataset.load(file(product, 'product.csv'), { mapping: events });
  if (data === 'one') return;
  await dataset.appendSource(file(crm, 'crm-export.csv'), { mapping: events });
  await dataset.appendSource(file(shop, 'shop.csv'), { mapping: orders });
}

const meta: Meta<Args> = {
  title: 'Data quality',
  component: 'tp-quality',
  args: {
    data: 'planted',
    funnel: '',
    badges: false,
    engine: '',
    nothing: false,
    report: true,
    width: 1120,
    lang: 'en',
    scheme: 'light',
  },
  argTypes: { engine: { table: { disable: true } } },
  render: ({ data, funnel, badges, engine, nothing, report, width, lang, scheme }) => {
    const place = placeOf({ width, lang, scheme });
    const dataset = document.createElement('tp-dataset');
    dataset.toggleAttribute('quality-badges', badges);
    if (funnel) {
      const above = document.createElement('tp-funnel');
      above.steps = funnel;
      above.style.marginBottom = '16px';
      dataset.append(above);
    }
    if (report) dataset.append(document.createElement('tp-quality'));
    if (engine === 'loading') dataset.connect = () => new Promise(() => {});
    if (engine === 'failed') {
      const lost = new AnalyticsError('seat-unavailable', 'No worker answered within 2 s and the page seat is off.');
      dataset.connect = () => Promise.reject(lost);
    }
    if (nothing) dataset.filter = { kind: 'actor', keys: ['nobody'] };
    place.append(dataset);
    if (data !== 'none') void customElements.whenDefined('tp-dataset').then(() => fill(dataset, data));
    return html`${place}`;
  },
};
export default meta;

type Story = StoryObj<Args>;

const wait = { timeout: 8000 };
const all = (root: Element, selector: string): HTMLElement[] => [
  ...root.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const textOf = (root: Element, selector: string): string =>
  (root.shadowRoot!.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const numberIn = (text: string): number => Number(/[\d,]+/.exec(text)![0].replaceAll(',', ''));
const qualityIn = async (canvas: HTMLElement, sources = 3): Promise<TpQuality> => {
  const quality = canvas.querySelector('tp-quality')!;
  await waitFor(() => expect(textOf(quality, '[part="scope"]')).toContain(`${sources} source`), wait);
  await quality.updateComplete;
  return quality;
};
const finding = (quality: TpQuality, code: string): HTMLElement => {
  const found = all(quality, `[data-code="${code}"] .frow`)[0];
  if (!found) throw new Error(`${code} was not found`);
  return found;
};

/** Three departments' files with what goes wrong in such files: rows by source, findings by effect. */
export const Planted: Story = {
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    const codes = all(quality, '[data-code]').map(({ dataset }) => dataset['code']);
    for (const code of ['clock-offset', 'repeated-rows', 'similar-names', 'conflicting-values', 'duplicate-ids']) {
      await expect(codes).toContain(code);
    }
    const cells = all(quality, '.acc .sum td').map((cell) => cell.textContent.trim());
    const [came, accepted, rejected] = cells.map((cell) => Number(cell.replaceAll(',', '')));
    await expect(came).toBe(accepted! + rejected!);
    await expect(textOf(quality, '.lead')).toContain('change numbers by more than 1%');
  },
};

/** An open finding: what it does, samples, how to mend it, and as many rows and customers as it says. */
export const OpenFinding: Story = {
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    finding(quality, 'repeated-rows').click();
    await waitFor(() => expect(all(quality, '.det')).toHaveLength(1), wait);
    const rows = numberIn(textOf(quality, '[data-opens="rows"]'));
    all(quality, '[data-opens="rows"]')[0]!.click();
    await waitFor(() => expect(textOf(quality, '[part="rows"] .more')).toContain(` of ${rows} rows shown`), wait);
    const customers = numberIn(textOf(quality, '[data-opens="customers"]'));
    all(quality, '[data-opens="customers"]')[0]!.click();
    await waitFor(() => expect(textOf(quality, '[part="list"] .more')).toContain(`of ${customers} customers`), wait);
  },
};

/** By keys alone: a finding opens, Escape closes the nearest layer and gives the focus back. */
export const ByKeys: Story = {
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    const row = finding(quality, 'similar-names');
    row.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(all(quality, '.det')).toHaveLength(1), wait);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(all(quality, '.det')).toHaveLength(0), wait);
    await expect(quality.shadowRoot!.activeElement).toBe(finding(quality, 'similar-names'));
  },
};

/** The customers of a finding, chosen everywhere: a funnel counts them alone, the report stays whole. */
export const Chosen: Story = {
  args: { funnel: 'Sign up, Page view, Call' },
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    const before = all(quality, '[data-code]').length;
    finding(quality, 'conflicting-values').click();
    await waitFor(() => expect(all(quality, '.det [aria-pressed]')).toHaveLength(1), wait);
    const customers = numberIn(textOf(quality, '[data-opens="customers"]'));
    all(quality, '.det [aria-pressed]')[0]!.click();
    await waitFor(() => expect(textOf(quality, '[part="choice"]')).toContain(`${customers} customers`), wait);
    const funnel = canvasElement.querySelector('tp-funnel')!;
    await waitFor(() => expect(textOf(funnel, '[part="clause"]')).toContain('From data quality'), wait);
    await expect(all(quality, '[data-code]')).toHaveLength(before);
  },
};

/** Sound data: what was looked for. */
export const NothingFound: Story = {
  args: { data: 'sound' },
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    await waitFor(() => expect(all(quality, '.lkd li').length).toBe(28), wait);
    await expect(textOf(quality, '.lead')).toContain('nothing was found');
  },
};

/** A badge in a funnel's foot leads to the report on the same page. */
export const Badge: Story = {
  args: { funnel: 'Sign up, Page view, Call', badges: true },
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    const funnel = canvasElement.querySelector('tp-funnel')!;
    await waitFor(() => expect(textOf(funnel, '[part="badge"]')).toMatch(/^\d+ data notes?$/), wait);
    all(funnel, '[part="badge"]')[0]!.click();
    await waitFor(() => expect(document.activeElement).toBe(quality), wait);
  },
};

/** Without a report on the page the badge opens one of its own. */
export const BadgeAlone: Story = {
  args: { funnel: 'Sign up, Page view, Call', badges: true, report: false },
  play: async ({ canvasElement }) => {
    const funnel = canvasElement.querySelector('tp-funnel')!;
    await waitFor(() => expect(textOf(funnel, '[part="badge"]')).toMatch(/^\d+ data notes?$/), wait);
    all(funnel, '[part="badge"]')[0]!.click();
    await waitFor(() => expect(funnel.shadowRoot!.querySelector('tp-quality')).toBeTruthy(), wait);
    const quality = funnel.shadowRoot!.querySelector('tp-quality')!;
    await waitFor(() => expect(all(quality, '[data-code]').length).toBeGreaterThan(3), wait);
  },
};

/** One file. */
export const OneSource: Story = {
  args: { data: 'one' },
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement, 1);
    await expect(all(quality, '.acc .sum')).toHaveLength(0);
  },
};

/** Narrow: the account as lines, findings without bars. */
export const Narrow: Story = {
  args: { width: 360 },
  play: async ({ canvasElement }) => {
    const quality = await qualityIn(canvasElement);
    await expect(all(quality, '.accn li')).toHaveLength(3);
  },
};

/** In Chinese. */
export const Chinese: Story = {
  args: { lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const quality = canvasElement.querySelector('tp-quality')!;
    await waitFor(() => expect(textOf(quality, '[part="scope"]')).toContain('3 个来源'), wait);
    await expect(textOf(quality, '[part="title"]')).toBe('数据质量');
  },
};

/** In the dark. */
export const Dark: Story = { args: { scheme: 'dark' }, play: Planted.play! };

/** No source yet. */
export const NoSource: Story = {
  args: { data: 'none' },
  play: async ({ canvasElement }) => {
    const quality = canvasElement.querySelector('tp-quality')!;
    await waitFor(() => expect(textOf(quality, '[part="message"]')).toContain('No file yet'), wait);
  },
};

/** Waiting for the data. */
export const Waiting: Story = {
  args: { engine: 'loading' },
  play: async ({ canvasElement }) => {
    const quality = canvasElement.querySelector('tp-quality')!;
    await waitFor(() => expect(all(quality, '[role="progressbar"]')).toHaveLength(1), wait);
  },
};

/** The engine cannot start. */
export const Failed: Story = {
  args: { engine: 'failed' },
  play: async ({ canvasElement }) => {
    const quality = canvasElement.querySelector('tp-quality')!;
    await waitFor(() => expect(textOf(quality, '[part="message"]')).toContain('could not start'), wait);
  },
};

/** A filter of the dataset lets no row through. */
export const NothingInScope: Story = {
  args: { nothing: true },
  play: async ({ canvasElement }) => {
    const quality = canvasElement.querySelector('tp-quality')!;
    await waitFor(() => expect(textOf(quality, '[part="message"]')).toContain('No row is left'), wait);
  },
};
