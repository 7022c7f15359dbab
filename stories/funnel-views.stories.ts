import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../widgets/dataset/dataset.js';
import '../widgets/funnel/funnel.js';
import type { TpFunnel } from '../widgets/funnel/funnel.js';
import { campaignCsv, campaignSteps } from './funnel-rows.js';
import { placeOf } from './place.js';

interface Args {
  /** Properties of the funnel, beyond its steps and window. */
  readonly set: Partial<TpFunnel>;
  readonly customers: number;
  /** Width of the place the funnel stands in, px. */
  readonly width: number;
  readonly lang: string;
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const stepsZh = ['点击广告', '访问', '注册', '试用', '购买'];

const meta: Meta<Args> = {
  title: 'Funnel views',
  component: 'tp-funnel',
  args: { set: {}, customers: 900, width: 1120, lang: 'en', scheme: 'light', host: 'plain' },
  argTypes: { set: { table: { disable: true } } },
  render: ({ set, customers, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const zh = lang.startsWith('zh');
    const dataset = document.createElement('tp-dataset');
    const rows = document.createElement('script');
    rows.type = 'text/csv';
    rows.textContent = zh ? campaignCsv(customers, stepsZh, '工单') : campaignCsv(customers);
    const funnel = document.createElement('tp-funnel');
    const steps = (zh ? stepsZh : campaignSteps).map((event) => ({ event }));
    Object.assign(funnel, { heading: zh ? '春季试用推广' : 'Spring trial campaign', steps, window: '14d', ...set });
    dataset.append(rows, funnel);
    place.append(dataset);
    return html`${place}`;
  },
};
export default meta;

type Story = StoryObj<Args>;

/** The funnel of a story, once its first result is drawn. */
const funnelIn = (canvas: HTMLElement): Promise<TpFunnel> =>
  waitFor(
    () => {
      const funnel = canvas.querySelector('tp-funnel');
      if (!funnel?.shadowRoot?.querySelector('.fw, .ed, .msg')) throw new Error('no funnel is drawn yet');
      return funnel;
    },
    { timeout: 10_000 },
  );
const all = (funnel: TpFunnel, selector: string): HTMLElement[] => [
  ...funnel.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const find = (funnel: TpFunnel, selector: string): Promise<HTMLElement> =>
  waitFor(
    () => {
      const found = funnel.shadowRoot!.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing matches ${selector}`);
      return found;
    },
    { timeout: 5000 },
  );
const textOf = async (funnel: TpFunnel, selector: string): Promise<string> =>
  (await find(funnel, selector)).textContent!.replace(/\s+/g, ' ').trim();

const october: Partial<TpFunnel> = { from: '2026-10-01', to: '2026-11-01' };

/** The month before stands beside each bar; its change is said with how sure it is. */
export const Compared: Story = {
  args: { set: { ...october, compare: 'previous' } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.lead')).toContain('in Sep 2026');
    await expect(all(funnel, '.ftab .chg')).toHaveLength(4);
    await userEvent.click(await find(funnel, '.lnk[data-mark="left-2"]'));
    await waitFor(async () =>
      expect(await textOf(funnel, '[part="choice"]')).toMatch(/^Left between visit and signup · \d+ customers$/),
    );
  },
};

export const ComparedDark: Story = { args: { ...Compared.args, scheme: 'dark' } };
export const ComparedContrast: Story = { args: { ...Compared.args, scheme: 'contrast' } };
export const ComparedChinese: Story = {
  args: { ...Compared.args, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(async () => expect(await textOf(funnel, '.lead')).toContain('2026年9月'));
  },
};
export const ComparedNarrow: Story = { args: { ...Compared.args, width: 320 } };
export const ComparedMedium: Story = { args: { ...Compared.args, width: 620 } };

/** Each group with its interval on one axis, the overall rate dotted, the smallest ones hollow. */
export const Groups: Story = {
  args: { set: { breakdown: 'channel' } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '#groups-title')).toBe('By channel');
    const door = all(funnel, '[part="groups"] .lnk')[0]!;
    const count = door.textContent!.trim();
    await userEvent.click(door);
    await waitFor(async () => expect(await textOf(funnel, '[part="choice"]')).toContain(`${count} customers`));
  },
};
export const GroupsMerged: Story = { args: { set: { breakdown: 'channel', breakdownLimit: 2 }, scheme: 'dark' } };
export const GroupsNarrow: Story = { args: { ...Groups.args, width: 320, lang: 'zh-CN' }, play: async () => {} };

/** Equal bins with the median and the time of 90 %; each bin is a choice. */
export const TimeToConvert: Story = {
  args: { set: { view: 'time' } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    const bin = await find(funnel, '.tm[data-bin="1"]');
    await expect(all(funnel, '.fig dt')).toHaveLength(5);
    bin.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await textOf(funnel, '[part="choice"]')).toMatch(/^took .* customers$/));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(funnel.shadowRoot!.activeElement?.getAttribute('data-bin')).toBe('2'));
  },
};
export const TimeDark: Story = { args: { ...TimeToConvert.args, scheme: 'dark' } };
export const TimeChinese: Story = {
  args: { ...TimeToConvert.args, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(async () => expect(await textOf(funnel, '.fig')).toContain('中位数'));
  },
};
export const TimeNarrow: Story = { args: { ...TimeToConvert.args, width: 320 }, play: async () => {} };

/** Nobody converts in so short a window: said, not drawn. */
export const TimeOfNobody: Story = {
  args: { set: { view: 'time', window: '1 min' } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.msg')).toContain('Nobody has converted yet');
  },
};

/** Rate by week with its band; weeks inside their window are hollow in a hatched zone. */
export const Trend: Story = {
  args: { set: { view: 'trend', interval: 'week', goal: '20%' } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await find(funnel, '.still');
    await userEvent.click(await find(funnel, '[data-bucket="2"]'));
    await waitFor(async () => expect(await textOf(funnel, '[part="choice"]')).toMatch(/^entered in .* customers$/));
    await userEvent.click(await find(funnel, '[data-opens="menu"]'));
    await userEvent.click(await find(funnel, '[data-item="table"]'));
    await waitFor(() => expect(all(funnel, '.tv tbody tr').length).toBeGreaterThan(10));
  },
};
export const TrendDark: Story = { args: { ...Trend.args, scheme: 'dark' }, play: async () => {} };
export const TrendNarrowChinese: Story = {
  args: { set: { view: 'trend' }, width: 340, lang: 'zh-CN' },
};

/** Steps edited in place: add, remove, move, search events, rules; all of it as one sentence. */
export const Editor: Story = {
  args: { set: { editable: true } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="editor"]'));
    (await find(funnel, '[data-edit="3"]')).focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await waitFor(() =>
      expect(all(funnel, '.est .en1 bdi').map((name) => name.textContent)).toEqual([
        'ad click',
        'visit',
        'trial',
        'signup',
        'purchase',
      ]),
    );
    await userEvent.click(await find(funnel, '[data-edit="1"]'));
    await userEvent.keyboard('tick');
    await waitFor(() => expect(all(funnel, '.eopt')).toHaveLength(1));
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await textOf(funnel, '.ewords')).toContain('visit / ticket'));
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(all(funnel, '.est.open')).toHaveLength(0));
    await waitFor(() => expect(all(funnel, '.eprev .data')).toHaveLength(5));
  },
};
export const EditorDark: Story = { args: { ...Editor.args, scheme: 'dark' }, play: Editor.play! };
export const EditorChinese: Story = {
  args: { ...Editor.args, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="editor"]'));
    await waitFor(async () => expect(await textOf(funnel, '.ewords')).toContain('点击广告，然后访问'));
  },
};
export const EditorNarrow: Story = {
  args: { ...Editor.args, width: 340 },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    // The menu has its entries once all questions of the funnel are answered.
    await waitFor(() => expect(canvasElement.querySelector('tp-dataset')!.coordinator.idle).toBe(true), {
      timeout: 8000,
    });
    await userEvent.click(await find(funnel, '[data-opens="menu"]'));
    await userEvent.click(await find(funnel, '[data-item="edit"]'));
    await userEvent.click(await find(funnel, '[data-edit="1"]'));
    await find(funnel, '.est.open');
  },
};

/** A step that may be left out, rows that leave a customer out, one value throughout, attempts instead of customers. */
export const Rules: Story = {
  args: {
    set: {
      steps: campaignSteps.map((event, k) => ({ event, ...(k === 2 && { optional: true }) })),
      exclusions: [{ event: 'ticket', from: 0, to: 4 }],
      hold: 'plan',
      mode: 'totals',
      value: 'value',
    },
  },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.opt')).toBe('optional');
    await expect(await textOf(funnel, '.ftab')).toContain('Sum of value');
    await userEvent.click(await find(funnel, '[data-opens="definition"]'));
    await waitFor(async () =>
      expect(await textOf(funnel, '[part="definition"]')).toContain('ticket, from ad click to purchase'),
    );
  },
};
