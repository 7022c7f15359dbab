import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/index.js';
import type { TpDataset, TpSteps } from '../widgets/index.js';

interface Look {
  readonly scheme: 'light' | 'dark';
  readonly lang: 'en' | 'zh-CN';
  readonly width: number;
}

const steps = ['ad click', 'visit', 'signup', 'trial', 'purchase'];
const stepsZh = ['点击广告', '访问', '注册', '试用', '购买'];

/** Journeys of 200 customers, of whom 40 leave before each step: 200, 160, 120, 80, 40. */
function journeys(names: readonly string[]): string[][] {
  const begin = Date.UTC(2026, 9, 1);
  const rows: string[][] = [];
  for (let customer = 0; customer < 200; customer++) {
    for (const [step, name] of names.slice(0, names.length - (customer % names.length)).entries()) {
      const time = begin + customer * 3_600_000 + step * (5 + (customer % 7)) * 3_600_000;
      rows.push([`C-${1000 + customer}`, new Date(time).toISOString(), name, step === 4 ? '388.00' : '']);
    }
  }
  return rows;
}

function csvOf(header: readonly string[], rows: readonly string[][]): string {
  return [header, ...rows].map((row) => row.join(',')).join('\n');
}

const clear = csvOf(['actor', 'time', 'event', 'value'], journeys(steps));
const clearZh = csvOf(['客户', '时间', '事件', '金额'], journeys(stepsZh));
const unclear = csvOf(['card', 'on', 'what', 'amt'], journeys(steps));
const unclearZh = csvOf(['卡号', '当天', '内容', '数额'], journeys(stepsZh));

/** A dataset over a text, with widgets inside, in a scheme, a language and a width. */
function page({ scheme, lang, width }: Look, csv: string, widgets: TemplateResult): TemplateResult {
  const source = { kind: 'text', text: csv, name: lang === 'en' ? 'events_oct.csv' : '十月触点.csv' } as const;
  const style = `max-width: ${width}px; padding: 16px; background: ${scheme === 'dark' ? '#0e1014' : '#f6f7f9'}`;
  return html`<div lang=${lang} data-tp-scheme=${scheme} style=${style}>
    <tp-dataset .source=${source}>${widgets}</tp-dataset>
  </div>`;
}

const funnel = html`<tp-funnel id="funnel" window="14d"></tp-funnel>`;
const editor = html`<tp-steps for="funnel" style="margin-bottom: 16px"></tp-steps>`;

const meta: Meta<Look> = {
  title: 'Dataset',
  component: 'tp-dataset',
  args: { scheme: 'light', lang: 'en', width: 960 },
  argTypes: {
    scheme: { control: 'inline-radio', options: ['light', 'dark'] },
    lang: { control: 'inline-radio', options: ['en', 'zh-CN'] },
    width: { control: { type: 'range', min: 300, max: 1200, step: 20 } },
  },
};
export default meta;
type Story = StoryObj<Look>;

function shadowOf(canvas: HTMLElement, tag: string): ShadowRoot {
  return canvas.querySelector(tag)!.shadowRoot!;
}

/** The panel once it asks. */
async function panelIn(canvas: HTMLElement): Promise<ShadowRoot> {
  await waitFor(() => expect(canvas.querySelector('tp-mapping')?.shadowRoot?.querySelector('select')).toBeTruthy(), {
    timeout: 5000,
  });
  return shadowOf(canvas, 'tp-mapping');
}

/** The select boxes of the editor once the data are there. */
async function boxesIn(canvas: HTMLElement): Promise<HTMLSelectElement[]> {
  const boxes = (): HTMLSelectElement[] => [
    ...shadowOf(canvas, 'tp-steps').querySelectorAll<HTMLSelectElement>('.one select'),
  ];
  await waitFor(() => expect(boxes().length).toBeGreaterThan(0), { timeout: 5000 });
  return boxes();
}

const askFor = (csv: string): ((look: Look) => TemplateResult) => {
  return (look) => page(look, csv, html`<tp-funnel steps="visit, signup, trial"></tp-funnel>`);
};

/** Whose funnel it is, in words: what the sentence above the chart says. */
async function sentence(canvas: HTMLElement, text: string): Promise<void> {
  await waitFor(() => expect(shadowOf(canvas, 'tp-funnel').textContent).toContain(text), { timeout: 5000 });
}

/** Rows inside the page become a funnel. */
export const FunnelOfTheData: Story = {
  render: (look) =>
    page(look, clear, html`<tp-funnel steps="ad click, visit, signup, trial, purchase" window="14d"></tp-funnel>`),
  play: async ({ canvasElement }) => {
    await sentence(canvasElement, '40 of 200 customers');
    const dataset = canvasElement.querySelector<TpDataset>('tp-dataset')!;
    await expect(dataset.facts.report?.rejected).toBe(0);
    await expect(dataset.facts.info?.actors).toBe(200);
  },
};

/** The same, dark and in Chinese, with Chinese headers. */
export const FunnelOfTheDataZh: Story = {
  args: { scheme: 'dark', lang: 'zh-CN' },
  render: (look) =>
    page(look, clearZh, html`<tp-funnel steps="点击广告, 访问, 注册, 试用, 购买" window="14d"></tp-funnel>`),
  play: async ({ canvasElement }) => {
    await sentence(canvasElement, '200');
  },
};

/** The headers do not tell who, when and what: the panel asks, and its answer draws the funnel. */
export const WhichColumns: Story = {
  render: askFor(unclear),
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await expect(panel.querySelector('h2')).toHaveTextContent('Which columns say who, when and what?');
    const told: unknown[] = [];
    canvasElement.addEventListener('tpmapping', (event) => told.push((event as CustomEvent).detail.mapping.fields));
    const choose = (id: string, value: string): Promise<void> =>
      userEvent.selectOptions(panel.querySelector<HTMLSelectElement>(`#${id}`)!, value);
    await choose('actor', '0');
    await choose('time', '1');
    await choose('event', '2');
    await userEvent.click(panel.querySelector('button[type=submit]')!);
    await waitFor(() => expect(canvasElement.querySelector('tp-mapping')).toBeNull(), { timeout: 5000 });
    await expect(told).toEqual([{ actor: { column: 'card' }, time: { column: 'on' }, event: { column: 'what' } }]);
    await sentence(canvasElement, '80 of 160 customers');
  },
};

/** What is missing is said where it is missing. */
export const WhichColumnsFault: Story = {
  render: askFor(unclear),
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    const actor = panel.querySelector<HTMLSelectElement>('#actor')!;
    await expect(actor).toHaveValue('');
    await userEvent.click(panel.querySelector('button[type=submit]')!);
    await expect(panel.querySelector('#actor-fault')).toHaveTextContent('Choose the column that says who.');
    await expect(actor).toHaveAttribute('aria-invalid', 'true');
    await expect(panel.activeElement).toBe(actor);
  },
};

/** The panel, dark and in Chinese. */
export const WhichColumnsZh: Story = {
  args: { scheme: 'dark', lang: 'zh-CN' },
  render: askFor(unclearZh),
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    await expect(panel.querySelector('h2')).toHaveTextContent('哪几列表示谁、何时、做了什么？');
    await expect(panel.querySelector('.sub')).toHaveTextContent('十月触点.csv · 4 列');
  },
};

/** The panel in a sidebar. */
export const WhichColumnsNarrow: Story = {
  args: { width: 360 },
  render: askFor(unclear),
  play: async ({ canvasElement }) => {
    const panel = await panelIn(canvasElement);
    const host = panel.host.getBoundingClientRect();
    for (const part of panel.querySelectorAll('select, .fault, button')) {
      await expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(host.right);
    }
  },
};

/** The steps are proposed from the data; select boxes change them, and the funnel follows. */
export const StepEditor: Story = {
  render: (look) => page(look, clear, html`${editor}${funnel}`),
  play: async ({ canvasElement }) => {
    const boxes = await boxesIn(canvasElement);
    await expect(boxes.map((box) => box.value)).toEqual(steps);
    const told: number[] = [];
    canvasElement.addEventListener('tpsteps', (event) => told.push((event as CustomEvent).detail.steps.length));
    const shadow = shadowOf(canvasElement, 'tp-steps');
    await userEvent.click(shadow.querySelectorAll('.remove')[1]!);
    await canvasElement.querySelector<TpSteps>('tp-steps')!.updateComplete;
    await expect((await boxesIn(canvasElement)).map((box) => box.value)).toEqual([
      'ad click',
      'signup',
      'trial',
      'purchase',
    ]);
    await userEvent.selectOptions(shadow.querySelector<HTMLSelectElement>('#order')!, 'unordered');
    await expect(told).toEqual([4, 4]);
    await sentence(canvasElement, '40 of 200 customers');
  },
};

/** The editor, dark and in Chinese. */
export const StepEditorZh: Story = {
  args: { scheme: 'dark', lang: 'zh-CN' },
  render: (look) => page(look, clearZh, html`${editor}${funnel}`),
  play: async ({ canvasElement }) => {
    await expect((await boxesIn(canvasElement)).map((box) => box.value)).toEqual(stepsZh);
  },
};

/** The editor in a sidebar: one step a line. */
export const StepEditorNarrow: Story = {
  args: { width: 360 },
  render: (look) => page(look, clear, html`${editor}${funnel}`),
  play: async ({ canvasElement }) => {
    const lines = (await boxesIn(canvasElement)).map((box) => box.getBoundingClientRect().top);
    await expect(new Set(lines).size).toBe(steps.length);
  },
};

/** Nothing can be read: the widget says why and what to do. */
export const NoSuchFile: Story = {
  render: ({ scheme, lang, width }) =>
    html`<div lang=${lang} data-tp-scheme=${scheme} style="max-width: ${width}px; padding: 16px">
      <tp-dataset src="no-such-file.csv"><tp-funnel steps="visit, signup"></tp-funnel></tp-dataset>
    </div>`,
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(shadowOf(canvasElement, 'tp-funnel').querySelector('h3')).toBeTruthy(), {
      timeout: 5000,
    });
  },
};
