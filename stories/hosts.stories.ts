import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/index.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import { sampleCsv } from '../demo/sample/csv.js';
import { sampleWords, type SampleLocale } from '../demo/sample/words.js';

type Host = 'plain' | 'salesforce' | 'hubspot' | 'fluent';
type Place = 'record' | 'page' | 'console';

interface Args {
  /** What the frame follows: font, radius, accent, height of controls. */
  readonly host: Host;
  /** `record`: the side of a record page; `page`: the middle of a portal; `console`: one beside the other. */
  readonly place: Place;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
}

const papers = { light: '#f4f5f8', dark: '#0e1014', contrast: '#ffffff' } as const;
const widths: Readonly<Record<Place, number>> = { record: 336, page: 760, console: 1180 };

/** The elements as they stand in their hosts: the frame follows the host, the data do not. */
const meta: Meta<Args> = {
  title: 'Hosts',
  args: { host: 'plain', place: 'record', lang: 'en', scheme: 'light' },
  argTypes: {
    host: { control: 'select', options: ['plain', 'salesforce', 'hubspot', 'fluent'] },
    place: { control: 'select', options: ['record', 'page', 'console'] },
    lang: { control: 'select', options: ['en', 'zh-CN'] },
    scheme: { control: 'select', options: ['light', 'dark', 'contrast'] },
  },
  render: ({ host, place, lang, scheme }) => {
    const locale: SampleLocale = lang === 'en' ? 'en' : 'zh';
    const ground = document.createElement('div');
    ground.lang = lang;
    ground.dataset['tpScheme'] = scheme;
    ground.dataset['tpHost'] = host;
    Object.assign(ground.style, { padding: '24px', margin: '-24px', background: papers[scheme] });
    const dataset = document.createElement('tp-dataset');
    Object.assign(dataset.style, {
      display: 'grid',
      gridTemplateColumns: place === 'console' ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)',
      gap: '16px',
      alignItems: 'start',
      maxWidth: `${widths[place]}px`,
    });
    dataset.append(...parts(place, locale));
    dataset.source = { kind: 'text', text: [...sampleCsv({ actors: 1200, locale })].join(''), name: 'events.csv' };
    ground.append(dataset);
    return ground;
  },
};
export default meta;

type Story = StoryObj<Args>;

/** The side of a CRM's record page. */
export const SalesforceRecord: Story = { args: { host: 'salesforce' }, play: drawn };
/** Another CRM's card, other corners and accent, the same data colours. */
export const HubSpotRecord: Story = { args: { host: 'hubspot' }, play: drawn };
/** A pane in an office suite. */
export const FluentPane: Story = { args: { host: 'fluent' }, play: drawn };
/** A page that names no host. */
export const PlainColumn: Story = { play: drawn };
/** Dark keeps the kit's own colours in every host. */
export const SalesforceRecordDark: Story = { args: { host: 'salesforce', scheme: 'dark', lang: 'zh-CN' }, play: drawn };
/** High contrast likewise. */
export const HubSpotRecordContrast: Story = { args: { host: 'hubspot', scheme: 'contrast' }, play: drawn };
/** The middle of a portal page. */
export const PortalPage: Story = { args: { place: 'page', lang: 'zh-CN' }, play: drawn };
/** An admin console, in which choosing those who left narrows the week beside. */
export const ConsoleLinked: Story = {
  args: { host: 'fluent', place: 'console' },
  play: async ({ canvasElement }) => {
    await drawn({ canvasElement });
    const dataset = canvasElement.querySelector<TpDataset>('tp-dataset')!;
    const left = canvasElement
      .querySelector('tp-funnel')!
      .shadowRoot!.querySelector<HTMLButtonElement>('button[data-mark="left-4"]')!;
    await userEvent.click(left);
    await waitFor(async () => {
      await expect(dataset.selection.clauses).toHaveLength(1);
      const chips = canvasElement.querySelector('tp-heatmap')!.shadowRoot!.querySelectorAll('[part~="clause"]');
      await expect(chips).toHaveLength(1);
    });
  },
};

function parts(place: Place, locale: SampleLocale): HTMLElement[] {
  const { events, stages } = sampleWords[locale];
  const steps = [events.adClick, events.visit, events.signup, events.trial, events.consult, events.purchase].map(
    (event) => ({ event }),
  );
  // Its own title would be the funnel's: two regions of one name.
  const heading = locale === 'en' ? 'Conversion' : '转化率';
  const asked = { metric: 'conversion', steps, window: '14d', heading };
  const metric = Object.assign(document.createElement('tp-metric'), asked);
  const funnel = Object.assign(document.createElement('tp-funnel'), { steps, window: '14d' });
  const week = Object.assign(document.createElement('tp-heatmap'), { rows: 'feature', tz: 'Europe/Berlin' });
  const journey = Object.assign(document.createElement('tp-journey'), {
    stages: Object.values(stages).map((stage) => ({
      name: stage,
      match: [{ where: [{ prop: 'stage', op: 'eq' as const, value: stage }] }],
    })),
    where: [{ where: [{ prop: 'view', op: 'isNull' as const }] }],
    actor: 'C-100873',
  });
  switch (place) {
    case 'record':
      return [journey, metric, funnel];
    case 'page':
      return [metric, funnel, journey];
    case 'console':
      return [funnel, week];
  }
}

/** Waits until everything is drawn: accessibility is judged by what a reader sees. */
async function drawn({ canvasElement }: { readonly canvasElement: HTMLElement }): Promise<void> {
  await waitFor(
    async () => {
      for (const element of canvasElement.querySelectorAll('tp-funnel, tp-journey, tp-heatmap, tp-metric')) {
        const root = element.shadowRoot!;
        await expect(root.querySelector('[part~="base"]')).not.toBeNull();
        await expect(root.querySelector('[aria-busy="true"], [part~="message"]')).toBeNull();
        await expect(root.querySelector('[part~="foot"], [part~="value"]')).not.toBeNull();
      }
    },
    { timeout: 15_000 },
  );
}
