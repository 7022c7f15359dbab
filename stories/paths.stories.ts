import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

import '../widgets/dataset/dataset.js';
import '../widgets/funnel/funnel.js';
import '../widgets/paths/paths.js';
import type { TpDataset } from '../widgets/dataset/dataset.js';
import type { TpPaths } from '../widgets/paths/paths.js';
import type { TpPathsDetail } from '../widgets/paths/paths-event.js';
import { AnalyticsError } from '../worker/protocol/error.js';
import { pageName, siteVisits } from './paths-data.js';
import { placeOf } from './place.js';

interface Args {
  readonly start: string;
  readonly end: string;
  readonly steps: number;
  readonly gap: string;
  readonly view: string;
  readonly converted: string;
  /** Steps of a funnel above the paths; none without. */
  readonly funnel: string;
  /** Rows as CSV; the visits of a site unless given. */
  readonly csv: string;
  /** `loading`: the engine never answers; `failed`: it cannot start. */
  readonly engine: '' | 'loading' | 'failed';
  readonly width: number;
  readonly lang: 'en' | 'zh-CN';
  readonly scheme: 'light' | 'dark' | 'contrast';
}

const meta: Meta<Args> = {
  title: 'Paths',
  component: 'tp-paths',
  args: {
    start: 'Ad landing',
    end: '',
    steps: 4,
    gap: '',
    view: 'flow',
    converted: '',
    funnel: '',
    csv: '',
    engine: '',
    width: 1120,
    lang: 'en',
    scheme: 'light',
  },
  argTypes: { csv: { table: { disable: true } }, engine: { table: { disable: true } } },
  render: ({ start, end, steps, gap, view, converted, funnel, csv, engine, width, lang, scheme }) => {
    const place = placeOf({ width, lang, scheme });
    const dataset = document.createElement('tp-dataset');
    if (funnel) {
      const above = document.createElement('tp-funnel');
      above.steps = funnel;
      above.style.marginBottom = '16px';
      dataset.append(above);
    }
    const paths = document.createElement('tp-paths');
    Object.assign(paths, { start: start || null, end: end || null, steps, gap: gap || null, view });
    if (converted) paths.converted = converted;
    dataset.append(paths);
    if (engine === 'loading') dataset.connect = () => new Promise(() => {});
    if (engine === 'failed') {
      const lost = new AnalyticsError('seat-unavailable', 'No worker answered within 2 s and the page seat is off.');
      dataset.connect = () => Promise.reject(lost);
    }
    dataset.source = { kind: 'text', text: csv || siteVisits(lang, 1200), name: 'visits.csv' };
    place.append(dataset);
    return html`${place}`;
  },
};
export default meta;

type Story = StoryObj<Args>;

const wait = { timeout: 8000 };
const pathsIn = async (canvas: HTMLElement): Promise<TpPaths> => {
  const paths = canvas.querySelector('tp-paths')!;
  await waitFor(() => expect(paths.shadowRoot?.querySelector('.flow, .pl, .vt, .msg')).toBeTruthy(), wait);
  await paths.updateComplete;
  return paths;
};
const all = (paths: TpPaths, selector: string): HTMLElement[] => [
  ...paths.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const labelled = (paths: TpPaths, beginning: string): HTMLElement => {
  const found = all(paths, '[aria-label]').find((each) => each.getAttribute('aria-label')!.startsWith(beginning));
  if (!found) throw new Error(`nothing is labelled ${beginning}`);
  return found;
};
const textOf = (paths: TpPaths, selector: string): string =>
  (paths.shadowRoot!.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const numberIn = (text: string): number => Number(/[\d,]+/.exec(text)![0].replaceAll(',', ''));
/** Opens the list behind the choice and gives its length as it says it. */
const listed = async (paths: TpPaths): Promise<number> => {
  all(paths, '[data-opens="list"]')[0]!.click();
  await waitFor(() => expect(textOf(paths, '[part="list"] .more')).toContain('customer'), wait);
  return numberIn(/of ([\d,]+)/.exec(textOf(paths, '[part="list"] .more'))![1]!);
};

/** From an ad's landing page: names by their visits, others in grey, those who left hatched. */
export const FromAStart: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(textOf(paths, '[part="title"]')).toBe('Paths from Ad landing');
    await expect(all(paths, '.flow .ax').map((each) => each.textContent)).toEqual([
      'First',
      'Second',
      'Third',
      'Fourth',
    ]);
    // What goes out of the first node is what is there.
    const out = all(paths, '.lk')
      .map((each) => each.getAttribute('aria-label')!)
      .filter((label) => /^(From|Left after) Ad landing/.test(label));
    const sum = out.reduce((total, label) => total + numberIn(label.slice(label.indexOf(':'))), 0);
    await expect(sum).toBe(numberIn(textOf(paths, '.flow text:not(.ax)').replace('Ad landing', '')));
    await expect(all(paths, '.nd .lost').length).toBe(3);
  },
};

/** A chosen link: its customers in plum through every column, its list as long as its count. */
export const ChosenLink: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    const link = labelled(paths, 'From Pricing to Sign-up');
    const count = numberIn(link.getAttribute('aria-label')!.split(':')[1]!);
    link.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    await waitFor(() => expect(all(paths, '.rb.sel').length).toBeGreaterThan(3), wait);
    await waitFor(() => expect(textOf(paths, '[part="choice"]')).toContain(`${count} customers`), wait);
    await expect(await listed(paths)).toBe(count);
    await expect(textOf(paths, '.effect')).toContain('go on to');
  },
};

/** Everything that is put together opens as well: other names, those who left, and the ways to them. */
export const EveryCountIsADoor: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    for (const beginning of ['Other, second', 'Left before third', 'From Pricing to Other', 'Left after Other']) {
      const mark = labelled(paths, beginning);
      const count = numberIn(mark.getAttribute('aria-label')!.split(':')[1]!);
      mark.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      await waitFor(() => expect(textOf(paths, '[part="choice"]')).toContain(`· ${count} customer`), wait);
      await expect(await listed(paths)).toBe(count);
      all(paths, '[part="choice"] button')[0]!.click();
      await waitFor(() => expect(all(paths, '[part="choice"]')).toHaveLength(0), wait);
    }
  },
};

/** Counted back from an end: what leads to it lines up at it. */
export const ToAnEnd: Story = {
  args: { start: '', end: 'Purchase' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(all(paths, '.flow .ax').map((each) => each.textContent)).toEqual([
      '3 before',
      '2 before',
      'Just before',
      'Goal',
    ]);
    await expect(all(paths, '.nd .lost')).toHaveLength(0);
    await expect(labelled(paths, 'Purchase, goal').getAttribute('aria-label')).toContain('100.0% of all');
  },
};

/** A funnel of the same data counts as many at the same touchpoint: the tag says so, also under a choice. */
export const AgreesWithTheFunnel: Story = {
  args: { funnel: 'Ad landing, Sign-up, Trial' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(textOf(paths, '.tag.good')).toContain('Agrees with the funnel'), wait);
    const funnel = canvasElement.querySelector('tp-funnel')!;
    const first = textOf(paths, '.flow text:not(.ax)');
    await waitFor(() => expect(funnel.shadowRoot!.textContent).toContain(/[\d,]+$/.exec(first)![0]), wait);
    labelled(paths, 'Pricing, second').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    await waitFor(() => expect(all(paths, '.rb.sel').length).toBeGreaterThan(0), wait);
    await waitFor(() => expect(textOf(paths, '.tag.good')).toContain('in both'), wait);
  },
};

/** Those who purchased against those who did not: shares, difference and interval of each way. */
export const Compared: Story = {
  args: { converted: 'Purchase' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(all(paths, '[part="comparison"] tbody tr').length).toBeGreaterThan(2), wait);
    await expect(textOf(paths, '[part="comparison"] tbody')).toContain('▲');
    await expect(textOf(paths, '[part="comparison"] .sub')).toContain('Not a cause');
    const door = all(paths, '[part="comparison"] .lnk')[0]!;
    const count = numberIn(door.getAttribute('aria-label')!.split(':')[1]!);
    door.click();
    await waitFor(() => expect(all(paths, '[part="choice"]')).toHaveLength(1), wait);
    await expect(count).toBeGreaterThan(0);
  },
};

/** Whole paths with their share, coming back, and the longest waits. */
export const Variants: Story = {
  args: { view: 'variants', start: '' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(all(paths, '.vt tbody tr')).toHaveLength(20), wait);
    const door = all(paths, '.vt .lnk')[1]!;
    const count = numberIn(door.textContent!);
    door.click();
    await waitFor(() => expect(textOf(paths, '[part="choice"]')).toContain(`${count} customers`), wait);
    await expect(await listed(paths)).toBe(count);
    await expect(all(paths, '.side h3').map((each) => each.textContent)).toEqual(['Coming back', 'Longest waits']);
  },
};

/** Sessions instead of whole journeys: counts are of sessions, lists of customers. */
export const Sessions: Story = {
  args: { gap: '30 min' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(textOf(paths, '[part="scope"]')).toContain('sessions, split after 30 minutes');
  },
};

/** A name is picked by search; the question that results is told. */
export const PickAStart: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    const told: TpPathsDetail[] = [];
    paths.addEventListener('tppaths', (event) => told.push(event.detail));
    await userEvent.click(all(paths, '[data-layer="anchor"]')[0]!);
    await waitFor(() => expect(all(paths, '.pick input')).toHaveLength(1));
    await userEvent.type(all(paths, '.pick input')[0]!, 'pric');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(textOf(paths, '[part="title"]')).toBe('Paths from Pricing'), wait);
    await expect(told.map(({ spec }) => spec.start)).toEqual(['Pricing']);
    // The page's own property stays as it is.
    await expect(paths.start).toBe('Ad landing');
  },
};

/** One stop for Tab; right and left go along the way, up and down across it; Enter chooses; Escape takes back. */
export const Keyboard: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(all(paths, '.flow .mk[tabindex="0"]')).toHaveLength(1);
    const here = (): string => paths.shadowRoot!.activeElement?.getAttribute('aria-label') ?? '';
    labelled(paths, 'Ad landing, first').focus();
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(here()).toContain('From Ad landing to Pricing'));
    await userEvent.keyboard('{ArrowDown}');
    await waitFor(() => expect(here()).toContain('From Ad landing to Sign-up'));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(here()).toContain('Sign-up, second'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(all(paths, '[part="choice"]')).toHaveLength(1), wait);
    await expect(all(paths, '.flow .mk[tabindex="0"]')).toHaveLength(1);
    const dataset = canvasElement.querySelector<TpDataset>('tp-dataset')!;
    await expect(dataset.selection.clauses).toHaveLength(1);
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(dataset.selection.clauses).toHaveLength(0), wait);
  },
};

/** The same numbers as a table, with the same doors. */
export const AsTable: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    const links = all(paths, '.lk').length;
    all(paths, '[data-opens="menu"]')[0]!.click();
    await waitFor(() => expect(all(paths, '[data-item="table"]')).toHaveLength(1), wait);
    all(paths, '[data-item="table"]')[0]!.click();
    await waitFor(() => expect(all(paths, '.tv tbody tr')).toHaveLength(links), wait);
    await expect(all(paths, '.tv .lnk')).toHaveLength(links);
  },
};

/** A sidebar: columns below each other; a step opens to where it leads. */
export const Narrow: Story = {
  args: { width: 320 },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(all(paths, '.plh').length).toBe(4);
    labelled(paths, 'Where Pricing leads').click();
    await waitFor(() => expect(all(paths, '.plk').length).toBeGreaterThan(2));
    all(paths, '.plk')
      .find((each) => each.textContent!.includes('Sign-up'))!
      .click();
    await waitFor(() => expect(all(paths, '.plk.on')).toHaveLength(1), wait);
  },
};

/** Dark, in Chinese, in a column of middle width. */
export const ZhDark: Story = {
  args: { lang: 'zh-CN', scheme: 'dark', start: pageName('zh-CN', 'ad'), width: 720 },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(textOf(paths, '[part="title"]')).toBe('从广告落地页出发的路径');
    await expect(textOf(paths, '.flow')).toContain('离开');
  },
};

/** Nobody begins there: which name, and what to do. */
export const NoSuchStart: Story = {
  args: { start: 'Webinar' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(textOf(paths, '.msg h3')).toBe('No path goes through “Webinar”'), wait);
  },
};

/** A setting that cannot be used. */
export const CannotBeAsked: Story = {
  args: { gap: 'a while' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(textOf(paths, '.msg')).toContain('gap="a while"'), wait);
  },
};

/** Waiting: the drawing's own places, and a way to stop. */
export const Loading: Story = {
  args: { engine: 'loading' },
  play: async ({ canvasElement }) => {
    const paths = canvasElement.querySelector('tp-paths')!;
    await waitFor(
      () => expect(all(paths, '.pgl button').map((each) => each.textContent!.trim())).toEqual(['Stop']),
      wait,
    );
    await expect(all(paths, '.sbd .skl').length).toBeGreaterThan(9);
  },
};

/** The engine cannot start: what happened, and what to do. */
export const Failed: Story = {
  args: { engine: 'failed' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(textOf(paths, '.msg h3')).toBe('The calculation could not start'), wait);
    await expect(all(paths, '.msg button').length).toBe(2);
  },
};

/** A file with a head and no rows. */
export const NoRows: Story = {
  args: { csv: 'actor,time,event\n' },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await waitFor(() => expect(textOf(paths, '.msg h3')).toBe('The data has no rows'), wait);
  },
};

/** High contrast, with names that look alike at their beginnings and ends. */
export const LongNames: Story = {
  args: {
    scheme: 'contrast',
    start: '',
    width: 760,
    csv: ['actor,time,event']
      .concat(
        Array.from({ length: 240 }, (_, i) => {
          const page = ['team', 'team/annual', 'enterprise', 'enterprise/annual'][(i * 7 + (i >> 2)) % 4]!;
          return `C-${i >> 2},2026-10-01T08:${String(10 + (i % 4)).padStart(2, '0')}:00Z,/products/analytics/pricing/${page}`;
        }),
      )
      .join('\n'),
  },
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    const shown = all(paths, '.flow text:not(.ax) tspan:first-child').map((each) => each.textContent!);
    await expect(shown.some((name) => name.includes('…'))).toBe(true);
    // What is cut short can still be told apart.
    await expect(new Set(shown.slice(0, 4)).size).toBe(4);
  },
};

/** The menu saves the table as CSV and the drawing as a picture; nothing else is asked of the page. */
export const TakenAlong: Story = {
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    const blobs: Blob[] = [];
    const real = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob): string => {
      blobs.push(blob);
      return '#';
    };
    try {
      for (const [item, type] of [
        ['csv', 'text/csv;charset=utf-8'],
        ['png', 'image/png'],
        ['svg', 'image/svg+xml'],
      ] as const) {
        all(paths, '[data-opens="menu"]')[0]!.click();
        await waitFor(() => expect(all(paths, `[data-item="${item}"]`)).toHaveLength(1), wait);
        all(paths, `[data-item="${item}"]`)[0]!.click();
        await waitFor(() => expect(blobs.at(-1)?.type).toBe(type), wait);
      }
    } finally {
      URL.createObjectURL = real;
    }
    const [csv, , drawing] = await Promise.all(blobs.map((blob) => blob.text()));
    await expect(csv!.split('\r\n')[0]!.replace('\uFEFF', '')).toBe('from,step,to,customers,share,medianMs');
    await expect(csv!.split('\r\n').length - 2).toBe(all(paths, '.lk').length);
    await expect(drawing).toContain('Paths from Ad landing');
  },
};

/** No data yet. */
export const NoData: Story = {
  render: () => html`<tp-paths></tp-paths>`,
  play: async ({ canvasElement }) => {
    const paths = await pathsIn(canvasElement);
    await expect(textOf(paths, '.msg h3')).toBe('No data is connected');
  },
};
