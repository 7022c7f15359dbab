import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../widgets/dataset/dataset.js';
import '../widgets/funnel/funnel.js';
import '../widgets/journey/journey.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import type { TpJourney } from '../widgets/journey/journey.js';
import { accountRows, asOf, inChinese, manyRows, mapping, otherRows, stages, stagesZh } from './journey-data.js';
import type { StoryRow } from './journey-data.js';
import { placeOf } from './place.js';

interface Args {
  readonly rows: () => readonly StoryRow[];
  readonly props: Partial<TpJourney>;
  /** `loading` never ends to load; `none` has no source. */
  readonly dataset: 'ready' | 'loading' | 'none';
  readonly funnel: string;
  /** Width of the place the journey stands in, px. */
  readonly width: number;
  readonly lang: string;
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const everybody = (): StoryRow[] => [...accountRows(), ...otherRows()];
const everybodyZh = (): StoryRow[] => inChinese(everybody());
const account = 'Northwind Robotics';

const meta: Meta<Args> = {
  title: 'Journey',
  component: 'tp-journey',
  args: {
    rows: everybody,
    props: {},
    dataset: 'ready',
    funnel: '',
    width: 1120,
    lang: 'en',
    scheme: 'light',
    host: 'plain',
  },
  argTypes: { rows: { table: { disable: true } }, props: { table: { disable: true } } },
  render: ({ rows, props, dataset, funnel, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const set = document.createElement('tp-dataset');
    set.asOf = asOf;
    set.mapping = mapping;
    if (dataset === 'loading') set.connect = () => new Promise(() => {});
    if (dataset !== 'none') set.data = rows() as unknown as NonNullable<TpDataset['data']>;
    if (funnel) {
      const above = document.createElement('tp-funnel');
      above.steps = funnel;
      above.style.marginBottom = '16px';
      set.append(above);
    }
    const journey = document.createElement('tp-journey');
    Object.assign(journey, { stages, ...props });
    set.append(journey);
    place.append(set);
    return html`${place}`;
  },
};
export default meta;

type Story = StoryObj<Args>;

const patience = { timeout: 8000 };
const all = (journey: TpJourney, selector: string): HTMLElement[] => [
  ...journey.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const find = (journey: TpJourney, selector: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = journey.shadowRoot!.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  }, patience);
const textOf = async (journey: TpJourney, selector: string): Promise<string> =>
  (await find(journey, selector)).textContent!.replace(/\s+/g, ' ').trim();
const journeyIn = async (canvas: HTMLElement, ready = '.jt svg, .jg ol li, .msg'): Promise<TpJourney> => {
  const journey = canvas.querySelector('tp-journey')!;
  await find(journey, ready);
  await journey.updateComplete;
  return journey;
};
const spot = (journey: TpJourney): HTMLElement => all(journey, '.spot')[0]!;
const numbers = (journey: TpJourney): number =>
  all(journey, '.jp .kt').reduce((sum, text) => sum + Number(text.textContent!.replaceAll(',', '')), 0) +
  all(journey, '.jp circle:is(.kf, .ko)').length;

/** One account: lanes by channel, stages, a silence, what is typical. The marks of the whole add up to all touchpoints. */
export const Account: Story = {
  args: { props: { account, lanes: 'channel', typical: 'Won' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await expect(await textOf(journey, '[part="title"]')).toBe(account);
    await expect(await textOf(journey, '[part="scope"]')).toContain('3 people · 77 touchpoints');
    await waitFor(async () => expect(await textOf(journey, '.jsum')).toContain('Stalled: 9 of 10 leave Consult'));
    await expect(all(journey, '.jp .lane')).toHaveLength(6);
    await waitFor(() => expect(all(journey, '[part="typical"]').length).toBeGreaterThan(2), patience);
    await expect(await textOf(journey, '.jtyp')).toContain('Typical of 28 customers who reached Won');
    await userEvent.click(await find(journey, '[data-zoom="fit"]'));
    await waitFor(() => expect(numbers(journey)).toBe(77), patience);
  },
};

/** A lane for each person of an account; a touchpoint opens with its facts, evidence and the page's links. */
export const People: Story = {
  args: {
    props: {
      account,
      links: (row) => [
        { label: 'Log a call', href: `/calls/new?who=${encodeURIComponent(row.actor)}`, primary: true },
        { label: 'Open record', href: '/records/1' },
        { label: 'Never shown', href: 'javascript:alert(1)' },
      ],
    },
  },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await waitFor(() => expect(all(journey, '.jp .lane')).toHaveLength(3), patience);
    spot(journey).focus();
    await userEvent.keyboard('{Home}{End}');
    // The last two of this person are a group: it opens, and then its last touchpoint does.
    await waitFor(() => expect(spot(journey).getAttribute('aria-label')).toContain('2 touchpoints, Lin Yue'), patience);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(spot(journey).getAttribute('aria-label')).toContain('Call, no answer'), patience);
    await userEvent.keyboard('{Enter}');
    await expect(await textOf(journey, '.jd h3')).toBe('Call, no answer');
    await waitFor(() => expect(all(journey, '.jd .act a')).toHaveLength(2), patience);
    await expect(all(journey, '.jd .act a')[0]!.getAttribute('href')).toContain('/calls/new');
    await waitFor(async () =>
      expect(await textOf(journey, '[part="evidence"]')).toContain('Joined from 2 identifiers'),
    );
    await userEvent.click(await find(journey, '[part="evidence"] .a'));
    await waitFor(async () => expect(await textOf(journey, '.why')).toContain('stand together in 30 rows'), patience);
    await expect(await textOf(journey, '.jd .nav')).toContain('77 of 77');
    await userEvent.click(await find(journey, '[data-step="previous"]'));
    await waitFor(async () => expect(await textOf(journey, '.jd .nav')).toContain('76 of 77'));
    await expect(await textOf(journey, '.jd h3')).toBe('Follow-up sent');
  },
};

/** Arrows reach every touchpoint of a lane, also out of view; up and down change lanes; keys zoom; Escape closes. */
export const Keyboard: Story = {
  args: { props: { account, lanes: 'channel' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    const here = (): string => journey.shadowRoot!.activeElement?.getAttribute('aria-label') ?? '';
    spot(journey).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    await waitFor(() => expect(here()).toContain('Support'));
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{Home}');
    await waitFor(() => expect(here()).toContain('Visited the site, Web, Thu 4 Dec 2025'));
    let seen = 1;
    for (let last = ''; here() !== last && seen < 60; seen++) {
      last = here();
      await userEvent.keyboard('{ArrowRight}');
    }
    await expect(here()).toContain('Viewed the pricing page, Web, Fri 13 Nov 2026');
    await userEvent.keyboard('{Enter}');
    await expect(await textOf(journey, '.jd h3')).toBe('Viewed the pricing page');
    await userEvent.keyboard('0');
    await waitFor(() => expect(numbers(journey)).toBe(77), patience);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(all(journey, '.jd')).toHaveLength(0));
    spot(journey).focus();
    await userEvent.keyboard('+');
    await waitFor(() => expect(numbers(journey)).toBeLessThan(77), patience);
  },
};

/** A group says how many it is and opens; what no zoom can draw apart opens as a list. */
export const Groups: Story = {
  args: {
    rows: () => {
      const [first] = accountRows();
      return Array.from({ length: 5 }, (_, k) => ({
        ...first!,
        event: `Click ${k + 1}`,
        time: '2026-11-01T10:00:00Z',
      }));
    },
    props: { actor: 'C-2041', stages: null },
  },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await expect(await textOf(journey, '.jp .kt')).toBe('5');
    await expect(spot(journey).getAttribute('aria-label')).toContain('5 touchpoints, Web, 1 Nov 2026, 10:00');
    spot(journey).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(all(journey, '.jgs button')).toHaveLength(5));
    await userEvent.click(all(journey, '.jgs button')[2]!);
    await waitFor(async () => expect(await textOf(journey, '.jd h3')).toBe('Click 3'));
  },
};

/** Search, channels and people; what is left out is counted. */
export const Filtered: Story = {
  args: { props: { account, lanes: 'channel' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await userEvent.click(await find(journey, '[data-zoom="fit"]'));
    await userEvent.click(await find(journey, '[data-opens="filter"]'));
    const [web] = all(journey, '.flt input[type="checkbox"]').slice(1);
    await userEvent.click(web!);
    await waitFor(() => expect(all(journey, '.jp .lane')).toHaveLength(5));
    await waitFor(() => expect(numbers(journey)).toBe(77 - 28), patience);
    await expect(await textOf(journey, '.jleg')).toContain('28 touchpoints filtered out');
    await userEvent.type(await find(journey, '.flt input[type="search"]'), 'dashboard');
    await waitFor(() => expect(numbers(journey)).toBe(21), patience);
    await expect(await textOf(journey, '[data-opens="filter"]')).toBe('“dashboard”');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(all(journey, '.flt')).toHaveLength(0));
    await userEvent.click(await find(journey, '.jleg .legend + .t3 .a'));
    await waitFor(() => expect(numbers(journey)).toBe(77), patience);
  },
};

/** The brush moves by keys; the period goes to the other widgets only when asked. */
export const Period: Story = {
  args: { props: { account }, funnel: 'Clicked an ad, Started a trial, Bought' },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    const funnel = canvasElement.querySelector('tp-funnel')!;
    const first = (): string => funnel.shadowRoot!.querySelector('.ct')?.textContent?.trim() ?? '';
    await waitFor(() => expect(first()).toBe('41'), patience);
    const [start] = all(journey, '.hnd');
    start!.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}');
    await expect(all(journey, '.chip')).toHaveLength(0);
    await expect(first()).toBe('41');
    await userEvent.click(await find(journey, '[data-opens="time"]'));
    await waitFor(() => expect(all(journey, '[part="choice"]')).toHaveLength(1));
    await waitFor(() => expect(Number(first())).toBeLessThan(41), patience);
    await userEvent.click(await find(journey, '[part="choice"] .x'));
    await waitFor(() => expect(first()).toBe('41'), patience);
  },
};

/** Nobody named: the group in scope. Stage figures are doors; a customer's lane opens that customer, and back. */
export const Group: Story = {
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.jgr');
    await expect(await textOf(journey, '.jsum')).toContain('43 customers with');
    await expect(all(journey, '.jgr')).toHaveLength(15);
    await userEvent.click(await find(journey, '[data-mark="current-Trial"]'));
    await waitFor(() => expect(all(journey, '[part="choice"]')).toHaveLength(1));
    const count = (await textOf(journey, '[data-mark="current-Trial"]')).trim();
    await expect(await textOf(journey, '[part="choice"]')).toContain(`${count} customers`);
    await userEvent.click(await find(journey, '[part="choice"] .x'));
    await userEvent.click(await find(journey, '[data-actor="actor:C-2042"]'));
    await waitFor(async () => expect(await textOf(journey, '[part="title"]')).toBe(`Chen Wei · ${account}`), patience);
    await find(journey, '.jt svg');
    await userEvent.click(await find(journey, '[data-opens="all-customers"]'));
    await find(journey, '.jgr');
  },
};

/** Linked: those who left in the funnel are the ones the journey shows. */
export const Linked: Story = {
  args: { funnel: 'Clicked an ad, Started a trial, Talked to sales, Bought' },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.jgr');
    const funnel = canvasElement.querySelector('tp-funnel')!;
    const left = await waitFor(() => {
      const found = funnel.shadowRoot!.querySelector<HTMLElement>('.lnk[data-mark="left-2"]');
      if (!found) throw new Error('no door yet');
      return found;
    }, patience);
    const count = left.textContent!.trim();
    await userEvent.click(left);
    await waitFor(async () => expect(await textOf(journey, '.jsum')).toContain(`${count} customers with`), patience);
    await expect(await textOf(journey, '[part="clause"]')).toContain('From funnel');
    await waitFor(() => expect(all(journey, '.jgr')).toHaveLength(Math.min(15, Number(count))), patience);
  },
};

/** As rows, newest first, with stages and silences between them. */
export const List: Story = {
  args: { props: { account, view: 'list' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.jls li');
    await expect(await textOf(journey, '.jst')).toContain('Consult');
    await expect(all(journey, '.jgap').length).toBeGreaterThan(0);
    await userEvent.click(all(journey, '.jlb')[0]!);
    await expect(await textOf(journey, '.jl.on .kv')).toContain('Sales');
    await userEvent.click(await find(journey, '[data-more]'));
    await waitFor(() => expect(all(journey, '.jl').length).toBeGreaterThan(41));
    await userEvent.click(await find(journey, '[data-view="timeline"]'));
    await find(journey, 'svg.jp');
  },
};

/** The table twin: every touchpoint with what it opens. */
export const AsTable: Story = {
  args: { props: { account } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await userEvent.click(await find(journey, '[data-opens="menu"]'));
    await userEvent.click(await find(journey, '[data-item="table"]'));
    await waitFor(() => expect(all(journey, '.tv tbody tr')).toHaveLength(77), patience);
    await userEvent.click(all(journey, '.tv tbody .lnk')[76]!);
    await waitFor(async () => expect(await textOf(journey, '.jd h3')).toBe('Call, no answer'), patience);
  },
};

/** 8,000 touchpoints: groups by what the axis shows, each with its number and where in it they lie dense. */
export const Many: Story = {
  args: { rows: () => manyRows(8000), props: { actor: 'C-9', stages: null, span: 'all' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await waitFor(() => expect(numbers(journey)).toBe(8000), { timeout: 20_000 });
    const { length } = all(journey, '.jp .kt');
    await userEvent.click(await find(journey, '[data-zoom="in"]'));
    await waitFor(() => expect(numbers(journey)).toBeLessThan(8000), patience);
    await expect(length).toBeLessThan(120);
  },
};

export const Dark: Story = { args: { ...People.args, scheme: 'dark' } };

export const HighContrast: Story = { args: { ...Account.args, scheme: 'contrast' } };

export const Salesforce: Story = { args: { ...Account.args, host: 'salesforce', width: 760 } };

export const Chinese: Story = {
  args: {
    rows: everybodyZh,
    props: { account: '北风机器人', stages: stagesZh, typical: '成交', lanes: 'channel', tz: 'Asia/Shanghai' },
    lang: 'zh-CN',
  },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement);
    await waitFor(async () => expect(await textOf(journey, '.jsum')).toContain('已在「咨询」停留 30 天'), patience);
    await expect(await textOf(journey, '[part="scope"]')).toContain('3 位联系人 · 77 个触点');
    await expect(await textOf(journey, '[part="scope"]')).toContain('时区 UTC+8');
  },
};

export const ChineseDark: Story = { args: { ...Chinese.args, scheme: 'dark' } };

/** A card of a CRM's sidebar: sentence, overview, newest first. */
export const Narrow: Story = {
  args: { ...People.args, host: 'hubspot', width: 320 },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.jls li');
    await expect(all(journey, '.jl').length).toBeLessThan(14);
    await userEvent.click(all(journey, '.jlb')[0]!);
    await waitFor(() => expect(all(journey, '.jl.on .act a')).toHaveLength(2), patience);
    await userEvent.click(await find(journey, '[data-opens="menu"]'));
    await userEvent.click(await find(journey, '[data-item="full"]'));
    await find(journey, 'svg.jp');
  },
};

export const NarrowChinese: Story = { args: { ...Chinese.args, width: 320 } };

export const NarrowGroup: Story = { args: { width: 320 } };

/** Under 280 px: the sentence. */
export const Tiny: Story = { args: { ...Account.args, width: 240 } };

export const GroupDark: Story = { args: { scheme: 'dark' } };

export const GroupChinese: Story = { args: { rows: everybodyZh, props: { stages: stagesZh }, lang: 'zh-CN' } };

export const Loading: Story = {
  args: { dataset: 'loading', props: { account } },
  play: async ({ canvasElement }) => {
    await journeyIn(canvasElement, '[role="progressbar"]');
  },
};

export const NoSource: Story = { args: { dataset: 'none' } };

/** A customer that nobody knows: what is, then what to do. */
export const UnknownCustomer: Story = {
  args: { props: { actor: 'C-0' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.msg h3');
    await expect(await textOf(journey, '.msg h3')).toBe('No touchpoints of C-0.');
  },
};

/** A range in which nothing happened. */
export const EmptyRange: Story = { args: { props: { account, from: '2020-01-01', to: '2020-02-01' } } };

/** Stages that cannot be read. */
export const Failed: Story = {
  args: { props: { account, stages: 'Aware:' } },
  play: async ({ canvasElement }) => {
    const journey = await journeyIn(canvasElement, '.msg h3');
    await expect(await textOf(journey, '.msg')).toContain('write name: event, event; name: event');
  },
};
