import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/filter/filter.js';
import '../widgets/metric/metric.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import type { TpFilter } from '../widgets/filter/filter.js';
import { metricCsv } from './metric-data.js';
import { placeOf } from './place.js';

interface Args {
  readonly props: Partial<TpFilter>;
  /** Rows: 120 days, none, or some that never come. */
  readonly data: 'days' | 'none' | 'loading';
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const meta: Meta<Args> = {
  title: 'Filter',
  component: 'tp-filter',
  args: {
    props: { period: '28d', compare: 'previous' },
    data: 'days',
    width: 1120,
    lang: 'en',
    scheme: 'light',
    host: 'plain',
  },
  argTypes: { props: { table: { disable: true } } },
  render: ({ props, data, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const dataset = document.createElement('tp-dataset');
    if (data === 'loading') dataset.connect = () => new Promise(() => {});
    if (data !== 'none') dataset.source = { kind: 'text', text: metricCsv(lang), name: 'days.csv' };
    const metric = document.createElement('tp-metric');
    Object.assign(metric.style, { maxWidth: '320px', marginTop: '16px' });
    dataset.append(Object.assign(document.createElement('tp-filter'), props), metric);
    place.append(dataset);
    return html`${place}`;
  },
  // Nothing is judged before it is drawn.
  play: async ({ canvasElement }) => {
    await filterIn(canvasElement);
  },
};
export default meta;

type Story = StoryObj<Args>;

const patience = { timeout: 10_000 };
const filterIn = async (canvas: HTMLElement, selector = '.brush, .msg'): Promise<TpFilter> => {
  const filter = canvas.querySelector('tp-filter')!;
  await waitFor(() => expect(filter.shadowRoot?.querySelector(selector)).toBeTruthy(), patience);
  return filter;
};
const one = (filter: TpFilter, selector: string): HTMLElement => {
  const found = filter.shadowRoot!.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const textOf = (element: Element, selector: string): string =>
  (element.shadowRoot!.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const datasetOf = (filter: TpFilter): TpDataset => filter.closest('tp-dataset')!;
const metricOf = (filter: TpFilter): Element => datasetOf(filter).querySelector('tp-metric')!;

/** A period and what it is compared with, which the elements around follow. */
export const Period: Story = {
  play: async ({ canvasElement }) => {
    const filter = await filterIn(canvasElement);
    await waitFor(() => expect(textOf(metricOf(filter), '[part="verdict"]')).toContain('the 28 days before'), patience);
    await userEvent.selectOptions(one(filter, '[name="period"]'), '7d');
    await waitFor(() => expect(textOf(metricOf(filter), '[part="verdict"]')).toContain('the 7 days before'), patience);
    await expect(textOf(filter, '.lead')).toBe('15–21 Nov 2026 · UTC against 8–14 Nov 2026');
  },
};

/** Segments by the values of a property, with the customers behind each; chips that clear. */
export const Segments: Story = {
  play: async ({ canvasElement }) => {
    const filter = await filterIn(canvasElement);
    await userEvent.click(one(filter, '[data-opens="segments"]'));
    await waitFor(() => expect(filter.shadowRoot!.querySelectorAll('.vals li')).toHaveLength(4), patience);
    await userEvent.click(one(filter, '.vals li:nth-child(2) input'));
    await userEvent.click(one(filter, '.vals li:nth-child(3) input'));
    await waitFor(() => expect(textOf(filter, '[part="choice"]')).toBe('channel: web, email'));
    await waitFor(
      () => expect(textOf(metricOf(filter), '[part="clause"]')).toBe('Filter: channel is web, email'),
      patience,
    );
  },
};

/** Begin and end move by key; Escape takes the last step back. */
export const Keyboard: Story = {
  args: { props: {} },
  play: async ({ canvasElement }) => {
    const filter = await filterIn(canvasElement);
    one(filter, '[data-handle="begin"]').focus();
    await userEvent.keyboard('{PageUp}{ArrowRight}');
    await waitFor(() => expect(textOf(filter, '.lead')).toMatch(/^2 Aug – 21 Nov 2026/));
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(datasetOf(filter).selection.period).toBeNull());
  },
};

/** Days written by hand. */
export const Custom: Story = {
  args: { props: {} },
  play: async ({ canvasElement }) => {
    const filter = await filterIn(canvasElement);
    await userEvent.selectOptions(one(filter, '[name="period"]'), 'custom');
    await waitFor(() => expect(one(filter, '[name="from"]')).toBeTruthy());
  },
};

/** What other elements chose stands here too; one button clears all of it. */
export const EverythingChosen: Story = {
  play: async ({ canvasElement }) => {
    const filter = await filterIn(canvasElement);
    const { selection } = datasetOf(filter);
    await waitFor(() => expect(selection.period).not.toBeNull(), patience);
    selection.set({
      source: 'funnel',
      widget: 'funnel',
      filter: { kind: 'rows', match: [{ event: 'trial' }] },
      label: { key: 'reached', args: ['trial'] },
    });
    await waitFor(() => expect(textOf(filter, '[part="clause"]')).toBe('From funnel: reached trial'), patience);
  },
};

/** No data are connected yet. */
export const Initial: Story = { args: { data: 'none', width: 720 } };

/** Waiting. */
export const Loading: Story = {
  args: { data: 'loading', width: 720 },
  play: async ({ canvasElement }) => {
    await filterIn(canvasElement, '.sbd:not(.wait)');
  },
};

/** A sidebar. */
export const Narrow: Story = { args: { width: 280 } };

/** Half a page. */
export const Medium: Story = { args: { width: 560 } };

/** Chinese. */
export const Chinese: Story = { args: { lang: 'zh-CN' } };

/** Dark. */
export const Dark: Story = { args: { scheme: 'dark' } };

/** High contrast. */
export const Contrast: Story = { args: { scheme: 'contrast' } };

/** In HubSpot's frame. */
export const HubSpot: Story = { args: { host: 'hubspot' } };
