import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/metric/metric.js';
import type { TpMetric } from '../widgets/metric/metric.js';
import { metricCsv, steps } from './metric-data.js';
import { placeOf } from './place.js';

type Tile = Partial<TpMetric>;

interface Args {
  readonly tiles: readonly Tile[];
  /** Rows: 120 days, none, or some that never come. */
  readonly data: 'days' | 'none' | 'loading';
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const row = (lang: 'en' | 'zh-CN'): Tile[] => {
  const { visit, trial, consult } = steps[lang];
  const last = { period: '28d', compare: 'previous' };
  return [
    { metric: 'conversion', steps: `${visit}, ${trial}`, window: '7d', ...last },
    { metric: 'customers', ...last },
    { metric: 'conversion', steps: `${trial}, ${consult}`, window: '14d', ...last },
    { metric: 'time-to-convert', steps: `${trial}, ${consult}`, window: '14d', period: '90d' },
  ];
};

const meta: Meta<Args> = {
  title: 'Metric',
  component: 'tp-metric',
  args: { tiles: row('en'), data: 'days', width: 1120, lang: 'en', scheme: 'light', host: 'plain' },
  argTypes: { tiles: { table: { disable: true } } },
  render: ({ tiles, data, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const dataset = document.createElement('tp-dataset');
    if (data === 'loading') dataset.connect = () => new Promise(() => {});
    if (data !== 'none') dataset.source = { kind: 'text', text: metricCsv(lang), name: 'days.csv' };
    const grid = document.createElement('div');
    Object.assign(grid.style, {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 200px), 1fr))',
      gap: '16px',
      alignItems: 'start',
    });
    for (const tile of tiles) grid.append(Object.assign(document.createElement('tp-metric'), tile));
    dataset.append(grid);
    place.append(dataset);
    return html`${place}`;
  },
  // Nothing is judged before it is drawn.
  play: async ({ canvasElement }) => {
    await tilesIn(canvasElement);
  },
};
export default meta;

type Story = StoryObj<Args>;

const patience = { timeout: 10_000 };
const tilesIn = async (canvas: HTMLElement, selector = '.lead, .msg'): Promise<TpMetric[]> => {
  const tiles = [...canvas.querySelectorAll('tp-metric')];
  for (const tile of tiles)
    await waitFor(() => expect(tile.shadowRoot?.querySelector(selector)).toBeTruthy(), patience);
  return tiles;
};
const one = (tile: TpMetric, selector: string): HTMLElement => {
  const found = tile.shadowRoot!.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const textOf = (tile: TpMetric, selector: string): string =>
  (tile.shadowRoot!.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Value, customers, interval, verdict against the 28 days before, course. Clear changes are called, others are not. */
export const Tiles: Story = {
  play: async ({ canvasElement }) => {
    const [visits, customers, consults] = await tilesIn(canvasElement);
    await waitFor(
      () => expect(textOf(consults!, '[part="verdict"]')).toMatch(/pp on the 28 days before, lower$/),
      patience,
    );
    await expect(one(consults!, '[part="verdict"]').classList.contains('bad')).toBe(true);
    await waitFor(
      () => expect(textOf(customers!, '[part="verdict"]')).toMatch(/% on the 28 days before, more$/),
      patience,
    );
    await waitFor(() => expect(textOf(visits!, '[part="verdict"]')).toMatch(/no clear difference$/), patience);
    await waitFor(() => expect(one(visits!, '.band')).toBeTruthy(), patience);
  },
};

/** The definition: sentence, formula, range, what a change is called by, and the same number under other rules. */
export const Definition: Story = {
  args: { tiles: row('en').slice(2, 3), width: 360 },
  play: async ({ canvasElement }) => {
    const [tile] = await tilesIn(canvasElement);
    await userEvent.click(one(tile!, '[data-opens="definition"]'));
    await waitFor(() => expect(tile!.shadowRoot!.querySelectorAll('.rules svg').length).toBe(5), patience);
    await expect(textOf(tile!, '[part="definition"] p')).toBe(
      'Of the customers who did trial, the share who went on to consult within 14 days.',
    );
  },
};

/** The customers behind a number: as many as it counts. */
export const Customers: Story = {
  args: { tiles: row('en').slice(1, 2), width: 360 },
  play: async ({ canvasElement }) => {
    const [tile] = await tilesIn(canvasElement);
    const count = textOf(tile!, '.big');
    await userEvent.click(one(tile!, '[part="count"]'));
    await waitFor(() => expect(textOf(tile!, '.more')).toContain(`of ${count} customers shown`), patience);
  },
};

/** Arrow keys read the points of the course. */
export const Keyboard: Story = {
  args: { tiles: row('en').slice(1, 2), width: 360 },
  play: async ({ canvasElement }) => {
    const [tile] = await tilesIn(canvasElement, '.spark');
    one(tile!, '.spark').focus();
    await userEvent.keyboard('{End}{ArrowLeft}');
    await waitFor(() => expect(textOf(tile!, '.tip')).toMatch(/^20 Nov 2026 \d+$/));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(tile!.shadowRoot!.querySelector('.tip')).toBeNull());
  },
};

/** Every metric there is. */
export const All: Story = {
  args: {
    tiles: [
      ...row('en'),
      { metric: 'touchpoints', period: '28d', compare: 'previous' },
      { metric: 'touchpoints-per-customer', period: '28d', compare: 'previous' },
      { metric: 'sessions', period: '28d', compare: 'previous' },
      { metric: 'silent-customers', period: '90d' },
      { metric: 'value', property: 'amount', event: 'consult', period: '28d', compare: 'previous' },
    ],
  },
  play: async ({ canvasElement }) => {
    const tiles = await tilesIn(canvasElement);
    for (const tile of tiles) await expect(textOf(tile, '.big')).toMatch(/^\d/);
  },
};

/** No value and why; few customers; nothing to compare with. */
export const Uncertain: Story = {
  args: {
    tiles: [
      { metric: 'conversion', steps: 'demo, consult', period: '28d' },
      { metric: 'conversion', steps: 'trial, consult', period: 'today', heading: 'Consults, latest day' },
      { metric: 'customers', period: '90d', compare: 'previous' },
      { metric: 'customers', compare: 'previous', heading: 'Customers of all time' },
    ],
  },
  play: async ({ canvasElement }) => {
    const [none, few, early, all] = await tilesIn(canvasElement);
    await expect(textOf(none!, '.ln')).toBe('No customer did demo in this range');
    await expect(textOf(few!, '.tag')).toMatch(/^low n \(\d+\)$/);
    await expect(textOf(early!, '[part="verdict"]')).toMatch(/^No comparison: the data begin 2\d Jul 2026$/);
    await expect(textOf(all!, '[part="verdict"]')).toBe('Choose a period to compare');
  },
};

/** What is told cannot be used: the message says what could. */
export const Failed: Story = { args: { tiles: [{ metric: 'profit' }], width: 360 } };

/** No data are connected yet. */
export const Initial: Story = { args: { data: 'none', tiles: row('en').slice(0, 2), width: 560 } };

/** Waiting: boxes in the places of the numbers. */
export const Loading: Story = {
  args: { data: 'loading', tiles: row('en').slice(0, 2), width: 560 },
  play: async ({ canvasElement }) => {
    const tile = canvasElement.querySelector('tp-metric')!;
    await waitFor(() => expect(one(tile, '.sbd:not(.wait)')).toBeTruthy(), patience);
  },
};

/** A sidebar. */
export const Narrow: Story = { args: { width: 280 } };

/** Chinese. */
export const Chinese: Story = { args: { lang: 'zh-CN', tiles: row('zh-CN') } };

/** Dark. */
export const Dark: Story = { args: { scheme: 'dark' } };

/** High contrast. */
export const Contrast: Story = { args: { scheme: 'contrast' } };

/** In Salesforce's frame. */
export const Salesforce: Story = { args: { host: 'salesforce' } };
