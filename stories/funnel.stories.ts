import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../widgets/funnel/funnel.js';
import type { TpFunnel } from '../widgets/funnel/funnel.js';
import { AnalyticsError } from '../worker/protocol/error.js';
import { actorPage, campaign, campaignZh, FakeHandle, infoOf, readyHandle, resultOf, specOf } from './fake-handle.js';
import type { Campaign } from './fake-handle.js';
import { placeOf } from './place.js';

interface Args {
  readonly handle: FakeHandle;
  readonly heading: string;
  readonly choice: TpFunnel['choice'];
  /** Width of the place the funnel stands in, px. */
  readonly width: number;
  readonly lang: string;
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const meta: Meta<Args> = {
  title: 'Funnel',
  component: 'tp-funnel',
  args: {
    heading: 'Spring trial campaign',
    choice: null,
    width: 1120,
    lang: 'en',
    scheme: 'light',
    host: 'plain',
  },
  argTypes: { handle: { table: { disable: true } }, choice: { table: { disable: true } } },
  render: ({ handle, heading, choice, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const funnel = document.createElement('tp-funnel');
    Object.assign(funnel, { handle, heading, choice });
    place.append(funnel);
    return html`${place}`;
  },
};
export default meta;

type Story = StoryObj<Args>;

const funnelIn = async (canvas: HTMLElement): Promise<TpFunnel> => {
  const funnel = canvas.querySelector('tp-funnel');
  if (!funnel) throw new Error('no funnel in the story');
  await funnel.updateComplete;
  return funnel;
};
const all = (funnel: TpFunnel, selector: string): HTMLElement[] => [
  ...funnel.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const find = (funnel: TpFunnel, selector: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = funnel.shadowRoot!.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  });
const textOf = async (funnel: TpFunnel, selector: string): Promise<string> =>
  (await find(funnel, selector)).textContent!.replace(/\s+/g, ' ').trim();
const mark = (key: string): string => `.mk[data-mark="${key}"]`;

/** Steps, drop-off, intervals, times. Bars and boxes open as a choice. */
export const Steps: Story = {
  args: { handle: readyHandle() },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.big')).toBe('3.2%');
    await expect(all(funnel, '.mk')).toHaveLength(11);
    // Bars stand on the columns of the table below them.
    const columns = all(funnel, '.ftab thead th').map((cell) => cell.getBoundingClientRect().left);
    for (const [k, bar] of all(funnel, '.mk .data').entries()) {
      await expect(Math.abs(bar.getBoundingClientRect().left - columns[k]!)).toBeLessThan(1);
    }
  },
};

/** A choice: the box in plum, its column tinted, its count filled; the chip names it and opens its customers. */
export const Chosen: Story = {
  args: { handle: readyHandle(), choice: { kind: 'left', step: 4 } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '[part="choice"]')).toBe('Left between Trial and Consult · 1,230 customers');
    await userEvent.click(await find(funnel, '[data-opens="list"]'));
    await waitFor(() => expect(all(funnel, '.list tbody tr')).toHaveLength(50));
    await userEvent.click(await find(funnel, '.more .b'));
    await waitFor(() => expect(all(funnel, '.list tbody tr')).toHaveLength(100));
    await expect(await textOf(funnel, '.more')).toContain('100 of 1,230 customers shown');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(all(funnel, '[part="list"]')).toHaveLength(0));
    await userEvent.click(await find(funnel, '[part="choice"] button'));
    await waitFor(() => expect(funnel.choice).toBeNull());
    await userEvent.click(await find(funnel, '.lnk[data-mark="left-4"]'));
    await waitFor(() => expect(funnel.choice).toEqual({ kind: 'left', step: 4 }));
  },
};

/** One stop for Tab; arrows inside; Enter chooses; Escape clears. */
export const Keyboard: Story = {
  args: { handle: readyHandle() },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    const here = (): string | null | undefined => funnel.shadowRoot!.activeElement?.getAttribute('data-mark');
    (await find(funnel, mark('reached-0'))).focus();
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(here()).toBe('reached-1'));
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() => expect(here()).toBe('left-1'));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(here()).toBe('left-2'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(funnel.choice).toEqual({ kind: 'left', step: 2 }));
    await expect(all(funnel, '.mk[tabindex="0"]')).toHaveLength(1);
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(funnel.choice).toBeNull());
  },
};

/** The same numbers, with the same doors, as a table. */
export const AsTable: Story = {
  args: { handle: readyHandle(), choice: { kind: 'left', step: 4 } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="menu"]'));
    await userEvent.click(await find(funnel, '[data-item="table"]'));
    await waitFor(() => expect(all(funnel, '.tv tbody tr')).toHaveLength(6));
    const counts = all(funnel, '.tv tbody td:nth-child(2)').map((cell) => cell.textContent!.trim());
    await expect(counts).toEqual(['12,480', '9,310', '3,120', '1,870', '640', '402']);
    await userEvent.click(await find(funnel, '.tv tbody tr:nth-child(4) td:nth-child(2) .lnk'));
    await waitFor(() => expect(funnel.choice).toEqual({ kind: 'reached', step: 3 }));
  },
};

/** What was rejected, and why; the rows appear as text. */
export const ImportReport: Story = {
  args: { handle: readyHandle() },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="report"]'));
    await expect(await textOf(funnel, '[part="report"]')).toContain('41,611 rows = 41,207 accepted + 404 rejected');
    await expect(all(funnel, '.rep .hdl')).toHaveLength(3);
  },
};

/** The definition behind the rate, in words. */
export const Definition: Story = {
  args: { handle: readyHandle() },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="definition"]'));
    await expect(await textOf(funnel, '[part="definition"]')).toContain('within 14 days of beginning');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(all(funnel, '[part="definition"]')).toHaveLength(0));
  },
};

export const Dark: Story = { args: { ...Chosen.args, scheme: 'dark' } };

export const HighContrast: Story = { args: { ...Chosen.args, scheme: 'contrast' } };

export const Chinese: Story = {
  args: { handle: readyHandle(campaignZh), heading: '春季试用推广', choice: { kind: 'left', step: 4 }, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(async () =>
      expect(await textOf(funnel, '[part="choice"]')).toBe('在试用与咨询之间流失 · 1,230 位客户'),
    );
    await expect(await textOf(funnel, '.sub')).toBe('按客户去重 · 步骤有先后 · 14 天内完成 · 2026年10月1日至31日');
  },
};

export const ChineseDark: Story = { args: { ...Chinese.args, scheme: 'dark' } };

/** A sidebar: lying bars, with rate, interval and time between them. */
export const Narrow: Story = {
  args: { ...Chosen.args, width: 320 },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(() => expect(all(funnel, '.nst')).toHaveLength(5));
    await expect(await textOf(funnel, '.nst.on')).toContain('34.2%');
  },
};

export const NarrowDark: Story = { args: { ...Narrow.args, scheme: 'dark' } };

export const NarrowChinese: Story = { args: { ...Chinese.args, width: 320 } };

/** Under 280 px: figure and sentence. */
export const Tiny: Story = {
  args: { handle: readyHandle(), width: 220 },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.tiny')).toContain('402 of 12,480 customers went from Ad click to Purchase');
  },
};

const short: Campaign = {
  names: campaign.names.slice(0, 4),
  counts: campaign.counts.slice(0, 4),
  medianMs: campaign.medianMs.slice(0, 4),
};

/** A column of a page. */
export const Medium: Story = { args: { handle: readyHandle(short), width: 560 } };

const manySteps = (count: number, keep: number, name: (k: number) => string): Campaign => ({
  names: Array.from({ length: count }, (_, k) => name(k + 1)),
  counts: Array.from({ length: count }, (_, k) => Math.round(9000 * keep ** k)),
  medianMs: Array.from({ length: count }, (_, k) => (k === 0 ? null : k * 3_700_000)),
});

/** More than eight steps: a row a step. */
export const ManySteps: Story = {
  args: { handle: readyHandle(manySteps(12, 0.75, (k) => `Lesson ${k}`)), choice: { kind: 'left', step: 3 } },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(() => expect(all(funnel, '.rtab tbody tr')).toHaveLength(12));
  },
};

/** More than fifteen: dense rows; long names that differ at their end are cut in the middle. */
export const DenseSteps: Story = {
  args: {
    handle: readyHandle(manySteps(20, 0.85, (k) => `/pricing/enterprise/plans/compare/page-${k}/team`)),
    width: 820,
  },
};

/** Under 30 customers nothing is drawn as if it were certain. */
export const SmallSample: Story = {
  args: { handle: readyHandle({ ...campaign, counts: [26, 22, 14, 10, 3, 1] }) },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.lead')).toContain('low n (26)');
  },
};

/** Long names, right-to-left names, names that differ only at their end, and names that look like markup. */
export const LongNames: Story = {
  args: {
    heading: '',
    handle: readyHandle({
      ...campaign,
      names: [
        '/pricing/enterprise/annual/team',
        '/pricing/enterprise/annual/solo',
        'مرحبا بالعالم هذا اسم طويل جدا',
        '注册并完成邮箱验证的用户',
        '<b>bold</b>',
        'Purchase order confirmed by finance',
      ],
    }),
    width: 900,
  },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    const shown = all(funnel, '.nt').map((label) => label.textContent!);
    await expect(new Set(shown).size).toBe(6);
    await expect(all(funnel, '.nt b')).toHaveLength(0);
    await expect((await find(funnel, '.nm')).title).toBe('/pricing/enterprise/annual/team');
  },
};

export const SalesforceFrame: Story = { args: { ...Chosen.args, host: 'salesforce' } };
export const HubSpotFrame: Story = { args: { ...Chosen.args, host: 'hubspot' } };
export const FluentFrame: Story = { args: { ...Chosen.args, host: 'fluent' } };

/** Generated data says so. */
export const SampleData: Story = {
  args: { handle: readyHandle(campaign, {}, { facts: { sample: true } }) },
  play: async ({ canvasElement }) => {
    await expect(await textOf(await funnelIn(canvasElement), '.tag')).toBe('Generated sample data, not real customers');
  },
};

export const NoDataset: Story = {
  args: { heading: '', handle: new FakeHandle({ status: 'initial', reason: 'no-dataset' }), width: 420 },
};
export const NoSource: Story = {
  args: { heading: '', handle: new FakeHandle({ status: 'initial', reason: 'no-source' }), width: 420 },
};
export const NoSteps: Story = {
  args: { heading: '', handle: new FakeHandle({ status: 'initial', reason: 'no-spec' }), width: 420 },
};
export const NeedsMapping: Story = {
  args: { heading: '', handle: new FakeHandle({ status: 'initial', reason: 'needs-mapping' }), width: 420 },
};

const reading = { status: 'loading', progress: { phase: 'reading', done: 44, total: 100, rows: 182_400 } } as const;

/** Nothing for 150 ms, then the skeleton with rows read and a Stop. */
export const Loading: Story = {
  args: { handle: new FakeHandle(reading), width: 420 },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.pgl')).toBe('Reading the data · 182,400 rows read 44% Stop');
  },
};
export const LoadingWide: Story = { args: { handle: new FakeHandle(reading), scheme: 'dark' } };

/** A newer answer is on its way: the old one stays, paler. */
export const Recomputing: Story = {
  args: {
    handle: new FakeHandle({ status: 'ready', result: resultOf(campaign), spec: specOf(campaign), recomputing: true }),
  },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await find(funnel, '.fw.old');
    await expect(await textOf(funnel, '.tools')).toContain('Updating');
  },
};

const none: Campaign = { ...campaign, counts: [0, 0, 0, 0, 0, 0], medianMs: [null, null, null, null, null, null] };

export const EmptyInRange: Story = {
  args: { handle: readyHandle(none), width: 420 },
  play: async ({ canvasElement }) => {
    await expect(await textOf(await funnelIn(canvasElement), '.msg')).toContain('from 12 Jan 2026');
  },
};

const withoutFirst = { ...infoOf(campaign), events: infoOf(campaign).events.slice(1), eventsTotal: 5 };

export const StepNeverHappens: Story = {
  args: { handle: readyHandle(none, {}, { facts: { info: withoutFirst } }), width: 420 },
  play: async ({ canvasElement }) => {
    await expect(await textOf(await funnelIn(canvasElement), '.msg')).toMatch(/“Ad click” never happens.*“visit”/);
  },
};

const lost = new AnalyticsError('worker-lost', 'The worker did not answer for 5 s.', { afterMs: 5000 });
const missing = new AnalyticsError(
  'source-missing',
  'Nothing was found at events.csv (404). Check the address in src.',
  {
    status: 404,
  },
);

export const Failed: Story = {
  args: { handle: new FakeHandle({ status: 'failed', error: missing, previous: null }), heading: '', width: 420 },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await expect(await textOf(funnel, '.msg')).toContain(
      'The data was not found Nothing was found at events.csv (404).',
    );
    await expect(await textOf(funnel, '.ft')).toBe('Code: source-missing');
  },
};

export const FailedChinese: Story = {
  args: { ...Failed.args, lang: 'zh-CN' },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await waitFor(async () => expect(await textOf(funnel, '.msg')).toContain('找不到数据'));
  },
};

/** The list could not be fetched: said in its place, with a way to try again. */
export const ListFails: Story = {
  args: {
    handle: readyHandle(
      campaign,
      {},
      {
        list: (() => {
          let calls = 0;
          return (_mark, offset, limit) =>
            ++calls % 2 === 1 ? Promise.reject(lost) : Promise.resolve(actorPage(1230, offset, limit));
        })(),
      },
    ),
    choice: { kind: 'left', step: 4 },
  },
  play: async ({ canvasElement }) => {
    const funnel = await funnelIn(canvasElement);
    await userEvent.click(await find(funnel, '[data-opens="list"]'));
    await waitFor(async () => expect(await textOf(funnel, '.more')).toContain('The calculation stopped'));
    await userEvent.click(await find(funnel, '.more .b'));
    await waitFor(() => expect(all(funnel, '.list tbody tr')).toHaveLength(50));
  },
};
