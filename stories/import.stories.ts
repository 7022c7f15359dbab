import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/import/import.js';
import type { TpImport } from '../widgets/import/import.js';
import type { SourcePreview } from '../worker/protocol/mapping.js';
import {
  customersPreview,
  eventlessPreview,
  identities,
  importEngine,
  reportOf,
  surePreview,
  unsurePreview,
} from './import-data.js';
import type { FakeImport } from './import-data.js';
import { placeOf } from './place.js';

interface Args {
  readonly props: Partial<TpImport>;
  /** Names of the files that are dropped. */
  readonly files: readonly string[];
  readonly engine: FakeImport;
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
  readonly host: string;
}

const never = (): Promise<never> => new Promise(() => {});
const always =
  (preview: SourcePreview): (() => Promise<SourcePreview>) =>
  () =>
    Promise.resolve(preview);
/** Operations' workbook says nothing of events, sales' file holds customers, the rest has two guesses. */
const departments: FakeImport = {
  preview: ({ name = '' }) => {
    if (name.startsWith('broken')) return Promise.reject(new Error('The file ends in the middle of a row.'));
    if (name.endsWith('.xlsx')) return Promise.resolve(eventlessPreview);
    return Promise.resolve(name.startsWith('contacts') ? customersPreview : unsurePreview);
  },
};

const meta: Meta<Args> = {
  title: 'Import',
  component: 'tp-import',
  args: {
    props: {},
    files: ['events_oct.csv'],
    engine: {},
    width: 1180,
    lang: 'en',
    scheme: 'light',
    host: 'plain',
  },
  argTypes: { props: { table: { disable: true } }, engine: { table: { disable: true } } },
  render: ({ props, files, engine, width, lang, scheme, host }) => {
    const place = placeOf({ width, lang, scheme, host });
    const dataset = document.createElement('tp-dataset');
    dataset.connect = () => Promise.resolve(importEngine(engine));
    const element = Object.assign(document.createElement('tp-import'), props);
    dataset.append(element);
    place.append(dataset);
    void element.updateComplete.then(() => element.addFiles(files.map((name) => new File(['x'.repeat(48_210)], name))));
    return html`${place}`;
  },
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
  },
};
export default meta;

type Story = StoryObj<Args>;

const patience = { timeout: 10_000 };
const elementIn = (canvas: HTMLElement): TpImport => canvas.querySelector('tp-import')!;
const find = (canvas: HTMLElement, selector: string): HTMLElement | null =>
  elementIn(canvas).shadowRoot!.querySelector<HTMLElement>(selector);
const one = async (canvas: HTMLElement, selector: string): Promise<HTMLElement> => {
  await waitFor(() => expect(find(canvas, selector)).toBeTruthy(), patience);
  return find(canvas, selector)!;
};
/** Every file has been looked at. */
const settled = async (canvas: HTMLElement): Promise<void> => {
  await one(canvas, '[part="file"]');
  await waitFor(() => expect(find(canvas, '[aria-busy="true"]')).toBeNull(), patience);
};
const press = async (canvas: HTMLElement, ...what: readonly string[]): Promise<void> => {
  await settled(canvas);
  for (const each of what) await userEvent.click(await one(canvas, each));
};
const toFields = '[data-does="fields"]';
const toIdentity = [toFields, '[data-does="read"]'] as const;
const toEnd = [...toIdentity, '[data-does="import"]'] as const;

/** Where files come in. */
export const Empty: Story = {
  args: { files: [] },
  play: async ({ canvasElement }) => {
    await one(canvasElement, '[part="drop"]');
  },
};

/** The first rows are on their way. */
export const Previewing: Story = {
  args: { files: ['events_oct.csv', '活动触达.xlsx'], engine: { preview: never } },
  play: async ({ canvasElement }) => {
    await waitFor(() =>
      expect(elementIn(canvasElement).shadowRoot!.querySelectorAll('[aria-busy="true"]')).toHaveLength(2),
    );
  },
};

/** Several departments at once: each file with how it is written, and what is unsure of it. */
export const Files: Story = {
  args: { files: ['events_oct.csv', '活动触达.xlsx', 'contacts.csv', 'broken.csv'], engine: departments },
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    await expect(find(canvasElement, '[data-file="broken.csv"] .tag.bad')).toBeTruthy();
    await expect(find(canvasElement, '[data-file="contacts.csv"]')!.textContent).toContain('customers');
  },
};

/** Every field is clear: nothing is asked. */
export const MappingCertain: Story = {
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await waitFor(() => expect(find(canvasElement, 'footer')!.textContent).toContain('All fields are clear'));
    await expect(find(canvasElement, '[part="question"]')).toBeNull();
  },
};

/** Guesses and questions are marked; a look confirms them. */
export const MappingUnsure: Story = {
  args: { engine: { preview: always(unsurePreview) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await waitFor(() => expect(find(canvasElement, 'footer')!.textContent).toContain('4 fields to look at'));
    await userEvent.click(await one(canvasElement, '[data-confirm="uid"]'));
    await waitFor(() => expect(find(canvasElement, 'footer')!.textContent).toContain('3 fields to look at'));
    await userEvent.selectOptions(await one(canvasElement, '[data-column="amt"]'), 'property');
    await waitFor(() => expect(find(canvasElement, 'footer')!.textContent).toContain('2 fields to look at'));
  },
};

/** What the file does not say is asked before anything is read. */
export const MappingIncomplete: Story = {
  args: { files: ['活动触达.xlsx'], engine: departments },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '[data-question="event"][aria-invalid="true"]');
    await waitFor(() => expect(elementIn(canvasElement).shadowRoot!.activeElement?.id).toBe('q-event'));
  },
};

/** One name for all rows of a file, and names of values. */
export const NamesAndConstants: Story = {
  args: { files: ['活动触达.xlsx'], engine: departments },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await userEvent.selectOptions(await one(canvasElement, '[data-question="event"]'), 'made');
    const text = await one(canvasElement, '[data-made-question="event"]');
    await userEvent.type(text, '看广告{Tab}');
    await waitFor(() => expect(find(canvasElement, 'footer')!.textContent).toContain('All fields are clear'));
    await userEvent.click(await one(canvasElement, '[data-names="utm_medium"]'));
    await one(canvasElement, '.nms input');
  },
};

/** Several files, one after the other. */
export const SeveralFiles: Story = {
  args: { files: ['events_oct.csv', '活动触达.xlsx', 'contacts.csv'], engine: departments },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields, '[data-file="contacts.csv"]');
    await waitFor(() => expect(find(canvasElement, '#kind')).toHaveValue('profiles'));
  },
};

/** A file with the same columns came before. */
export const MappingOffered: Story = {
  args: {
    props: {
      mappings: [
        {
          name: 'september.mapping.json',
          headers: surePreview.columns.map(({ header }) => header),
          mapping: {
            version: 1,
            fields: {
              phone: [{ column: '手机号' }, { column: 'mobile' }],
              time: { column: 'created_at' },
              event: { column: '事件' },
            },
          },
        },
      ],
    },
  },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields, '[data-does="use-offered"]');
    await waitFor(() => expect(find(canvasElement, '[part="from"]')!.textContent).toContain('september.mapping.json'));
  },
};

/** Who would be joined, what is kept apart and why; a person blocks or allows. */
export const Identities: Story = {
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity, '[data-why="email:info@northgate.example"]');
    await one(canvasElement, '[part="explanation"] li');
  },
};

/** A person's decisions, which can be taken back. */
export const Decisions: Story = {
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity, '[data-allow="phone:+8613566120051"]');
    await one(canvasElement, '[data-take-back="phone:+8613566120051"]');
    await userEvent.click(await one(canvasElement, '[data-why="email:na.li@lantern.cn"]'));
    await userEvent.click(await one(canvasElement, '[data-block="email:na.li@lantern.cn"]'));
    await one(canvasElement, '[data-take-back="email:na.li@lantern.cn"]');
  },
};

/** No identifier is shared, and every customer has one. */
export const NothingJoined: Story = {
  args: {
    engine: {
      identities: {
        ...identities,
        joinedActors: 0,
        joins: [],
        guarded: [],
        guardedTotal: 0,
        conflicts: [],
        conflictsTotal: 0,
        unidentifiedRows: 0,
      },
      read: ({ name = '' }) => Promise.resolve(reportOf(name, 1200, 0)),
    },
  },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '[part="summary"]');
  },
};

/** Every row is being read; a stop leaves everything as it was. */
export const Importing: Story = {
  args: {
    files: ['events_oct.csv', 'events_nov.csv'],
    engine: {
      read: (_source, { onProgress }) => {
        onProgress?.({ phase: 'reading', done: 31_000, total: 48_210, rows: 12_345 });
        return never();
      },
    },
  },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await waitFor(() => expect(find(canvasElement, '[role="progressbar"]')).toHaveAttribute('aria-valuenow', '32'));
  },
};

/** A file could not be read to its end. */
export const Failed: Story = {
  args: { engine: { read: () => Promise.reject(new Error('The bytes ended.')) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '.msg.bad');
  },
};

/** No row could be used. */
export const AllRejected: Story = {
  args: { engine: { read: ({ name = '' }) => Promise.resolve(reportOf(name, 404, 404)) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await waitFor(() => expect(find(canvasElement, '[data-does="import"]')).toBeDisabled());
  },
};

/** The account of every row. */
export const DoneWithRejections: Story = {
  args: { files: ['events_oct.csv', 'events_nov.csv'] },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toEnd);
    await one(canvasElement, '[part="report"]');
  },
};

/** A sidebar: the fields. */
export const Narrow: Story = {
  args: { width: 280, engine: { preview: always(unsurePreview) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await one(canvasElement, '[part="column"]');
  },
};

/** A sidebar: identities. */
export const NarrowIdentities: Story = {
  args: { width: 360 },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '[part="shared"]');
  },
};

/** Half a page. */
export const Medium: Story = {
  args: { width: 700, engine: { preview: always(unsurePreview) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await one(canvasElement, '[part="column"]');
  },
};

/** Dark. */
export const Dark: Story = {
  args: { scheme: 'dark', engine: { preview: always(unsurePreview) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await one(canvasElement, '[part="column"]');
  },
};

/** Chinese: the fields. */
export const Chinese: Story = {
  args: { lang: 'zh-CN', engine: { preview: always(unsurePreview) } },
  play: async ({ canvasElement }) => {
    await press(canvasElement, toFields);
    await waitFor(() => expect(find(canvasElement, '#step-title')!.textContent).toBe('每一列是什么'));
  },
};

/** Chinese, dark: identities. */
export const ChineseIdentities: Story = {
  args: { lang: 'zh-CN', scheme: 'dark' },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '[part="shared"]');
  },
};

/** High contrast. */
export const Contrast: Story = {
  args: { scheme: 'contrast' },
  play: async ({ canvasElement }) => {
    await press(canvasElement, ...toIdentity);
    await one(canvasElement, '[part="shared"]');
  },
};

/** In Salesforce's frame. */
export const Salesforce: Story = {
  args: { host: 'salesforce', files: ['events_oct.csv', '活动触达.xlsx'], engine: departments },
};
