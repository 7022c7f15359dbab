import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/heatmap/heatmap.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import type { TpHeatmap } from '../widgets/heatmap/heatmap.js';
import { clicksCsv, elementName, featureCsv, pricingPicture, pricingSize } from './heatmap-data.js';
import { placeOf } from './place.js';

interface Args {
  readonly props: Partial<TpHeatmap>;
  /** Rows: feature use, clicks on a page, none, or some that never come. */
  readonly data: 'use' | 'clicks' | 'none' | 'loading';
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const meta: Meta<Args> = {
  title: 'Heatmap',
  component: 'tp-heatmap',
  args: { props: { rows: 'feature' }, data: 'use', width: 1120, lang: 'en', scheme: 'light', host: 'plain' },
  argTypes: { props: { table: { disable: true } } },
  render: ({ props, data, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const dataset = document.createElement('tp-dataset');
    if (data === 'loading') dataset.connect = () => new Promise(() => {});
    if (data !== 'none') {
      const text = data === 'clicks' ? clicksCsv(lang) : featureCsv(lang);
      dataset.source = { kind: 'text', text, name: 'use.csv' };
    }
    const heatmap = document.createElement('tp-heatmap');
    Object.assign(heatmap, props);
    dataset.append(heatmap);
    place.append(dataset);
    return html`${place}`;
  },
  // Nothing is judged before it is drawn.
  play: async ({ canvasElement }) => {
    await heatmapIn(canvasElement);
  },
};
export default meta;

type Story = StoryObj<Args>;

const patience = { timeout: 10_000 };
const heatmapIn = async (canvas: HTMLElement, selector = 'svg.hm, .els, .msg, .tiny'): Promise<TpHeatmap> => {
  const heatmap = canvas.querySelector('tp-heatmap')!;
  await waitFor(() => expect(heatmap.shadowRoot?.querySelector(selector)).toBeTruthy(), patience);
  await heatmap.updateComplete;
  return heatmap;
};
const one = (heatmap: TpHeatmap, selector: string): HTMLElement => {
  const found = heatmap.shadowRoot!.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const all = (heatmap: TpHeatmap, selector: string): HTMLElement[] => [
  ...heatmap.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const textOf = (heatmap: TpHeatmap, selector: string): string =>
  (heatmap.shadowRoot!.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const numberIn = (text: string): number => Number(/[\d,]+/.exec(text)![0].replaceAll(',', ''));
const datasetOf = (heatmap: TpHeatmap): TpDataset => heatmap.closest('tp-dataset')!;
const cursorSays = (heatmap: TpHeatmap): string => one(heatmap, '.cur').getAttribute('aria-label')!;
/** Length of the list behind the choice, as it says it. */
const listed = async (heatmap: TpHeatmap): Promise<number> => {
  one(heatmap, '.chips [data-opens="list"]').click();
  await waitFor(() => expect(textOf(heatmap, '[part="list"]')).toMatch(/customers? shown|of [\d,]+/), patience);
  return numberIn(
    /of ([\d,]+)/.exec(textOf(heatmap, '[part="list"] .more'))?.[1] ?? textOf(heatmap, '[part="list"] h3'),
  );
};

/** Hours of the week, small cells withheld; a rectangle is chosen by dragging, and its customers are the list's. */
export const HourOfWeek: Story = {
  args: { props: { rows: 'feature', minCell: 5 } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    await expect(textOf(heatmap, '[part="title"]')).toBe('Feature by hour of week');
    await expect(textOf(heatmap, '[part="legend"]')).toContain('under 5 customers, withheld');
    const drawing = one(heatmap, 'svg.hm');
    const box = drawing.getBoundingClientRect();
    const pitch = (box.width - 46 - 92) / 24;
    const at = (row: number, column: number, type: string): Promise<boolean> => {
      const point = { clientX: box.left + 46 + pitch * (column + 0.5), clientY: box.top + 38 + 30 * (row + 0.5) };
      return fireEvent(
        drawing,
        new PointerEvent(type, { ...point, bubbles: true, composed: true, button: 0, pointerType: 'mouse' }),
      );
    };
    await at(1, 9, 'pointerdown');
    await at(2, 10, 'pointermove');
    await at(3, 11, 'pointermove');
    await at(3, 11, 'pointerup');
    await waitFor(
      () => expect(textOf(heatmap, '[part="choice"]')).toMatch(/^Tue–Thu, 9:00–11:59 · \d+ customers$/),
      patience,
    );
    const said = numberIn(/· ([\d,]+)/.exec(textOf(heatmap, '[part="choice"]'))![1]!);
    await expect(await listed(heatmap)).toBe(said);
    await expect(datasetOf(heatmap).selection.clauses).toHaveLength(1);
  },
};

/** One stop for Tab; arrows move, Shift and arrows choose several, Enter chooses, Escape takes it back. */
export const Keyboard: Story = {
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    one(heatmap, '.cur').focus();
    await expect(all(heatmap, '.hpos [tabindex="0"], .hpos button')).toHaveLength(1);
    await userEvent.keyboard('{End}{ArrowDown}');
    await waitFor(() => expect(cursorSays(heatmap)).toMatch(/^Tue, 23:00–23:59: Customers/));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(cursorSays(heatmap)).toMatch(/^Tue, all columns: Customers/));
    await userEvent.keyboard('{Home}{ArrowUp}{ArrowUp}');
    await waitFor(() => expect(cursorSays(heatmap)).toMatch(/^0:00–0:59, all rows/));
    await userEvent.keyboard('{ArrowDown}');
    for (let hour = 0; hour < 10; hour++) await userEvent.keyboard('{ArrowRight}');
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowDown}{/Shift}');
    await waitFor(() => expect(textOf(heatmap, '[part="choice"]')).toContain('Mon–Tue, 10:00–11:59'), patience);
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(datasetOf(heatmap).selection.clauses).toHaveLength(0));
    await userEvent.keyboard('{Enter}');
    await waitFor(
      () => expect(textOf(heatmap, '[part="choice"]')).toMatch(/Tue, 11:00–11:59 · \d+ customers/),
      patience,
    );
    // Their list, and one of them.
    one(heatmap, '.chips [data-opens="list"]').focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(all(heatmap, '.list tbody .lnk').length).toBeGreaterThan(10), patience);
    all(heatmap, '.list tbody .lnk')[0]!.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(datasetOf(heatmap).selection.actor).toMatch(/C-\d+$/));
  },
};

/** Another row of the list; counts, shares; the same total as the table's. */
export const OneRow: Story = {
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    const rows = all(heatmap, '.hrow');
    await expect(rows).toHaveLength(9);
    rows[1]!.click();
    await waitFor(() => expect(rows[1]!.getAttribute('aria-pressed')).toBe('true'));
    const counts = all(heatmap, '.seg button')[1]!;
    counts.click();
    await waitFor(() => expect(textOf(heatmap, '.hleg')).toContain('Events per cell'));
    const total = numberIn(textOf(heatmap, '.hrow[aria-pressed="true"] .n'));
    one(heatmap, '[data-opens="menu"]').click();
    await waitFor(() => expect(all(heatmap, '.mi2').length).toBeGreaterThan(8), patience);
    one(heatmap, '[data-item="table"]').click();
    await waitFor(() => expect(all(heatmap, '.tv tbody tr').length).toBeGreaterThan(100), patience);
    const days = all(heatmap, '.tv tbody tr').slice(-7);
    const sum = days.reduce((all_, row) => all_ + numberIn(row.querySelectorAll('td')[2]!.textContent!), 0);
    await expect(sum).toBe(total);
  },
};

/** Rows by week, sorted, with their values. */
export const ByWeek: Story = {
  args: { props: { rows: 'feature', columns: 'week' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    await expect(all(heatmap, '.vals text')).toHaveLength(96);
    await expect(textOf(heatmap, '.say')).toMatch(/^Most used: Dashboard, \d+ customers\. Busiest: /);
    const totals = all(heatmap, '.tot text').map((text) => numberIn(text.textContent!));
    await expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    one(heatmap, '[data-opens="menu"]').click();
    await waitFor(() => expect(all(heatmap, '[data-item="sort-name"]')).toHaveLength(1), patience);
    one(heatmap, '[data-item="sort-name"]').click();
    await waitFor(() => expect(all(heatmap, '.lab .t1').map((text) => text.textContent)[0]).toBe('API keys'));
  },
};

/** By day: more columns than fit scroll, and the names of the rows stay. */
export const ByDay: Story = { args: { props: { rows: 'feature', columns: 'day', scale: 'log' } } };

/** By weeks since customers were first seen, as shares. */
export const ByAge: Story = {
  args: { props: { rows: 'feature', columns: 'week-of-age', measure: 'share' }, scheme: 'dark' },
};

/** A number property summed. */
export const Values: Story = {
  args: { props: { rows: 'feature', columns: 'month', valueProp: 'seconds', measure: 'value' }, width: 700 },
};

/** Named selectors as rows. */
export const NamedRows: Story = {
  args: {
    props: {
      features: [
        { name: 'Reports', match: [{ where: [{ prop: 'feature', op: 'in', value: ['Report export', 'Dashboard'] }] }] },
        { name: 'Everything else', match: [{}] },
      ],
      columns: 'day-of-week',
    },
    width: 700,
  },
};

/** A threshold that withholds most: neither cells nor totals nor the table tell them. */
export const Withheld: Story = {
  args: { props: { rows: 'feature', columns: 'day', minCell: 12 } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    await expect(all(heatmap, 'path.wth')).toHaveLength(1);
    one(heatmap, '.cur').focus();
    await userEvent.keyboard('{PageDown}');
    await waitFor(() => expect(cursorSays(heatmap)).toMatch(/: withheld$/));
    await userEvent.keyboard('{Enter}');
    await expect(datasetOf(heatmap).selection.clauses).toHaveLength(0);
  },
};

export const Dark: Story = { args: { ...HourOfWeek.args, scheme: 'dark' } };
export const Chinese: Story = {
  args: { ...HourOfWeek.args, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    await expect(textOf(heatmap, '[part="title"]')).toBe('功能（按每周时段）');
    await expect(textOf(heatmap, '.say')).toMatch(/^周. \d+:00 最集中。[\d.]+% 的事件发生在周一至周五 9:00–17:59。$/);
  },
};
export const HighContrast: Story = { args: { ...ByWeek.args, scheme: 'contrast' } };
export const Medium: Story = { args: { width: 700 } };
/** A sidebar: the week stands on its side. */
export const Narrow: Story = {
  args: { width: 360, host: 'hubspot' },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement);
    await expect(one(heatmap, '.hbox').scrollWidth).toBeLessThanOrEqual(one(heatmap, '.hbox').clientWidth);
    await expect(all(heatmap, '.lab .t1')).toHaveLength(24);
  },
};
export const NarrowChinese: Story = { args: { width: 280, lang: 'zh-CN' } };
export const NarrowRows: Story = { args: { width: 360, props: { rows: 'feature', columns: 'week' } } };
export const Tiny: Story = { args: { width: 240 } };

const map = (lang: 'en' | 'zh-CN' = 'en'): Partial<TpHeatmap> => ({
  page: '/pricing',
  background: pricingPicture(lang),
  backgroundDate: '2026-11-18',
});

/** Clicks on a page: bands, ranks, how far down people read; the list adds up, and its elements open their customers. */
export const Clicks: Story = {
  args: { data: 'clicks', props: map() },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.els');
    await waitFor(() => expect(textOf(heatmap, '[part="accuracy"]')).toMatch(/^High, \d+%$/), patience);
    const clicks = numberIn(textOf(heatmap, '[part="scope"]'));
    const counts = all(heatmap, '.el, .elr').map((row) => numberIn(row.lastElementChild!.textContent!));
    await expect(counts).toHaveLength(8);
    await expect(counts.reduce((sum, count) => sum + count, 0)).toBe(clicks);
    const shares = all(heatmap, '.accl')[0]!;
    const parts = [...shares.querySelectorAll('b')].map((part) => numberIn(part.textContent!));
    await expect(parts.reduce((sum, part) => sum + part, 0)).toBe(100);
    const second = all(heatmap, '.el')[1]!;
    second.focus();
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await waitFor(
      () =>
        expect(textOf(heatmap, '[part="choice"]')).toMatch(
          new RegExp(`clicked ${elementName('en', 1)} · \\d+ customers`),
        ),
      patience,
    );
    const said = numberIn(/· ([\d,]+)/.exec(textOf(heatmap, '[part="choice"]'))![1]!);
    await expect(await listed(heatmap)).toBe(said);
    await expect(all(heatmap, '.cring')).toHaveLength(1);
  },
};

/** Only clicks that nothing answered. */
export const DeadClicks: Story = {
  args: { data: 'clicks', props: { ...map(), layer: 'dead' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.els');
    await waitFor(() => expect(textOf(heatmap, '.say')).toContain('Most clicked in vain'), patience);
    one(heatmap, '[part="finding"] button').click();
    const count = numberIn(textOf(heatmap, '[part="finding"] button'));
    await waitFor(() => expect(textOf(heatmap, '[part="list"]')).toContain(`of ${count} customers`), patience);
  },
};

/** Only clicks of hasty runs. */
export const RageClicks: Story = { args: { data: 'clicks', props: { ...map(), layer: 'rage' } } };

/** Without a picture: the boxes of the elements, as clicks recorded them. */
export const Sketch: Story = {
  args: { data: 'clicks', props: { page: '/pricing' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.csk rect');
    await expect(textOf(heatmap, '.cnote')).toBe('Sketch from the boxes of clicked elements; the page gave no picture');
  },
};

/** Boxes that the page gives win over recorded ones: clicks move with their element. */
export const MovedElement: Story = {
  args: {
    data: 'clicks',
    props: {
      ...map(),
      pageWidth: pricingSize.width,
      pageHeight: pricingSize.height,
      elements: { [elementName('en', 1)]: { left: 60, top: 200, width: 246, height: 50 } },
    },
  },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.bdg');
    const badge = one(heatmap, '.bdg .hit');
    const wide = one(heatmap, '.cmk').getBoundingClientRect().width;
    await expect(Math.round((Number(badge.getAttribute('x')) / wide) * pricingSize.width)).toBeGreaterThan(56);
    await expect(Math.round((Number(badge.getAttribute('x')) / wide) * pricingSize.width)).toBeLessThan(64);
  },
};

/** One class of widths. */
export const PhoneWidths: Story = {
  args: { data: 'clicks', props: { ...map(), viewport: 0 } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.els');
    await expect(textOf(heatmap, '[part="scope"]')).toContain('window below 768 px wide');
  },
};

export const ClicksDark: Story = { args: { data: 'clicks', props: map(), scheme: 'dark' } };
export const ClicksChinese: Story = { args: { data: 'clicks', props: map('zh-CN'), lang: 'zh-CN' } };
export const ClicksMedium: Story = { args: { data: 'clicks', props: map(), width: 700 } };
export const ClicksNarrow: Story = { args: { data: 'clicks', props: map(), width: 320 } };

/** A page that nobody clicked on. */
export const NoClicks: Story = {
  args: { data: 'clicks', props: { page: '/nowhere' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.msg h3');
    await expect(textOf(heatmap, '.msg h3')).toBe('No clicks on /nowhere');
  },
};

export const Loading: Story = {
  args: { data: 'loading' },
  play: async ({ canvasElement }) => {
    await heatmapIn(canvasElement, '[role="progressbar"]');
  },
};
export const NoSource: Story = { args: { data: 'none', lang: 'zh-CN' } };
/** A period without any use. */
export const Empty: Story = {
  args: { props: { rows: 'feature', from: '2020-01-01', to: '2020-02-01' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.msg h3');
    await expect(textOf(heatmap, '.msg h3')).toBe('No such touchpoints');
  },
};
/** A question that cannot be asked says how to write it. */
export const Failed: Story = {
  args: { props: { rows: 'feature', columns: 'fortnight' } },
  play: async ({ canvasElement }) => {
    const heatmap = await heatmapIn(canvasElement, '.msg h3');
    await expect(textOf(heatmap, '.msg')).toContain('write one of hour-of-week');
  },
};
