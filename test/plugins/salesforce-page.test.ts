import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TpDataset } from '../../widgets/index.js';
import { drawn, isBuilt, salesforcePages, type Given, type Pages, type Shown } from './salesforce-pages.js';

// Record pages and a home page with compiled Lightning web components, over the sample org of the harness.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the harness keeps for tests. */
interface Harness {
  readonly navigated: ReadonlyArray<{
    readonly type: string;
    readonly attributes: Readonly<Record<string, string>>;
  }>;
  readonly published: ReadonlyArray<{
    readonly channel: string;
    readonly message: { readonly source: string; readonly ids: readonly string[]; readonly label: string };
  }>;
  readonly sample: {
    readonly ids: Readonly<Record<string, string>>;
    readonly tables: Readonly<Record<string, ReadonlyArray<Readonly<Record<string, unknown>>>>>;
  };
  readonly org: { rows(request: string): string };
}
declare const harness: Harness;

describe.skipIf(!isBuilt)('pages with Lightning web components', () => {
  let pages: Pages;
  let shown: Shown;
  let page: Page;
  beforeAll(async () => {
    pages = await salesforcePages();
  });
  afterAll(() => pages?.close());
  afterEach(() => shown?.page.close());

  async function open(query: string, options: Parameters<Pages['open']>[1] = {}): Promise<void> {
    shown = await pages.open(query, options);
    page = shown.page;
  }

  describe.each([
    ['the browser’s own shadow', false],
    ['Lightning’s shadow', true],
  ])('in %s', (_, synthetic) => {
    it.each(['Contact', 'Lead', 'Account', 'Opportunity'])(
      '%s: the record page shows what the org has of it, and not a word in the console',
      async (kind) => {
        await open(`page=${kind}`, { synthetic });
        await drawn(page, 'tp-journey');
        const asked = await page.evaluate((object) => {
          const request = { recordId: harness.sample.ids[object], since: Date.UTC(2025, 10, 22) };
          return (JSON.parse(harness.org.rows(JSON.stringify(request))) as { rows: unknown[] }).rows.length;
        }, kind);
        expect(asked).toBeGreaterThan(20);
        const facts = await page.locator('tp-dataset').evaluate((dataset) => {
          const { engine, facts: told } = dataset as TpDataset;
          return [engine!.seat, told.report!.accepted, told.report!.rejected];
        });
        expect(facts).toEqual(['page', asked, 0]);
        await expect
          .poll(() => page.locator('tp-journey [part~="base"]').innerText())
          .toContain(`${asked} touchpoints`);
        expect(shown.faults).toEqual([]);
      },
    );

    it('the home page shows a funnel, a heatmap and the journeys of everybody', async () => {
      await open('page=Home', { synthetic });
      for (const tag of ['tp-funnel', 'tp-heatmap', 'tp-journey']) await drawn(page, tag);
      const leads = await page.evaluate(() => harness.sample.tables['Lead']!.length);
      expect(await reached()).toBe(leads);
      expect(shown.faults).toEqual([]);
    });

    it('draws the marks that a plain page draws', async () => {
      await open('page=Account', { synthetic });
      await drawn(page, 'tp-journey');
      const given = await page.locator('tp-journey').evaluate((element) => {
        const dataset = element.parentElement as TpDataset;
        const properties: Record<string, unknown> = {};
        for (const name of ['heading', 'account', 'stages', 'lanes', 'tz', 'span', 'hide', 'ours']) {
          const value = (element as unknown as Record<string, unknown>)[name];
          if (value !== undefined) properties[name] = value;
        }
        return {
          json: dataset.dataJson!,
          mapping: JSON.parse(JSON.stringify(dataset.mapping)) as TpDataset['mapping'],
          asOf: dataset.asOf,
          properties,
          attributes: Array.from(element.attributes, ({ name, value }): [string, string] => [name, value]),
          width: element.getBoundingClientRect().width,
        };
      });
      const marks = await marksOf(page);
      expect(marks.split('part="mark"').length).toBeGreaterThan(10);
      await page.close();

      shown = await pages.openPlain();
      page = shown.page;
      await page.evaluate(({ json, mapping, asOf, properties, attributes, width }) => {
        const dataset = document.createElement('tp-dataset');
        const journey = document.createElement('tp-journey');
        for (const [name, value] of attributes) journey.setAttribute(name, value);
        Object.assign(journey, properties);
        journey.style.cssText = `display:block;width:${width}px;font:400 13px/1.5 Inter,system-ui,sans-serif`;
        dataset.append(journey);
        dataset.mapping = mapping;
        dataset.asOf = asOf;
        dataset.dataJson = json;
        document.body.append(dataset);
      }, given);
      await drawn(page, 'tp-journey');
      expect(await page.locator('tp-dataset').evaluate((dataset) => (dataset as TpDataset).engine!.seat)).toBe(
        'worker',
      );
      await expect.poll(() => marksOf(page), patience).toBe(marks);
    });

    it('a choice in the funnel filters the other components, and is taken back', async () => {
      await open('page=Home', { synthetic });
      for (const tag of ['tp-funnel', 'tp-heatmap', 'tp-journey']) await drawn(page, tag);
      const before = await journeyCustomers();
      const left = page.locator('tp-funnel').getByRole('button', { name: /customers left between/ });
      const count = Number(/^(\d+) customers/.exec((await left.first().getAttribute('aria-label'))!)![1]);
      await left.first().click();
      await expect.poll(() => lastChoice().then((choice) => choice?.ids.length), patience).toBe(count);
      await expect.poll(journeyCustomers, patience).toBe(count);
      const { ids, source } = (await lastChoice())!;
      expect(ids.every((id) => /^(003|00Q)\w{15}$/.test(id))).toBe(true);
      expect(new Set(ids).size).toBe(count);
      expect(source).toContain('funnel');
      const notices = page.locator('[data-notice="filter"]');
      await expect.poll(() => notices.count(), patience).toBe(2);
      // The funnel's own numbers are those of everybody.
      expect(await reached()).toBe(await page.evaluate(() => harness.sample.tables['Lead']!.length));
      await left.first().click();
      await expect.poll(journeyCustomers, patience).toBe(before);
      expect((await lastChoice())!.ids).toEqual([]);
      await expect.poll(() => notices.count(), patience).toBe(0);
      expect(shown.faults).toEqual([]);
    });

    it('opens the record of a touchpoint, with the keyboard alone', async () => {
      await open('page=Contact', { synthetic });
      await drawn(page, 'tp-journey');
      await tabTo((_label, classes) => classes.includes('spot'));
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.locator('tp-journey [part~="detail"]').waitFor();
      await tabTo((label) => label === 'Open record');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate(() => harness.navigated.length), patience).toBe(1);
      const [reference] = await page.evaluate(() => harness.navigated);
      // The newest touchpoint of Lin Yue is the e-mail of 13 November.
      const newest = await page.evaluate(() => {
        const request = JSON.stringify({ recordId: harness.sample.ids['Contact'] });
        const { rows } = JSON.parse(harness.org.rows(request)) as {
          rows: Array<{ time: number; recordId: string; object: string }>;
        };
        return rows.toSorted((a, b) => b.time - a.time)[0]!;
      });
      expect(reference).toEqual({
        type: 'standard__recordPage',
        attributes: { recordId: newest.recordId, objectApiName: newest.object, actionName: 'view' },
      });
      expect(await page.evaluate(() => location.hash)).toBe('');
      expect(shown.faults).toEqual([]);
    });
  });

  it('a cell of the heatmap filters the funnel and the journeys', async () => {
    await open('page=Home');
    for (const tag of ['tp-funnel', 'tp-heatmap', 'tp-journey']) await drawn(page, tag);
    let count = 0;
    await tabTo((label) => {
      count = Number(/Customers (\d+)/.exec(label)?.[1] ?? 0);
      return count > 0;
    });
    await page.keyboard.press('Enter');
    await expect.poll(() => lastChoice().then((choice) => choice?.ids.length), patience).toBe(count);
    await expect.poll(journeyCustomers, patience).toBe(count);
    // Each of them was a lead once: the funnel begins with as many.
    await expect.poll(reached, patience).toBe(count);
    expect((await lastChoice())!.source).toContain('heatmap');
    expect(shown.faults).toEqual([]);
  });

  it('says that it is partial when the server does not count every day', async () => {
    await open('page=Account', { given: { mostGroups: 6 } });
    await drawn(page, 'tp-journey');
    const notice = page.locator('[data-notice="partial"]');
    await expect.poll(() => notice.innerText(), patience).toMatch(/^Partial: /);
    const accepted = await page
      .locator('tp-dataset')
      .evaluate((dataset) => (dataset as TpDataset).facts.report!.accepted);
    expect(await notice.innerText()).toContain(`the newest ${accepted} `);
    expect(shown.faults).toEqual([]);
  });

  it('says which records are missing, and that figures are hidden', async () => {
    const access: Given['access'] = { objects: { Case: false }, fields: { 'Opportunity.Amount': false } };
    await open('page=Account', { given: { access } });
    await drawn(page, 'tp-journey');
    expect(await page.locator('[data-notice="no-access"]').innerText()).toContain('cases');
    expect(await page.locator('[data-notice="hidden-field"]').innerText()).toContain('Opportunity.Amount');
    expect(shown.faults).toEqual([]);
  });

  it('says that it could not read, and reads when asked again', async () => {
    await open('page=Account', { given: { failing: 1 } });
    const alert = page.locator('c-tp-journey').getByRole('alert');
    await expect.poll(() => alert.innerText(), patience).toContain('The server took too long.');
    await page.locator('c-tp-journey').getByRole('button', { name: 'Try again' }).click();
    await drawn(page, 'tp-journey');
    expect(await alert.count()).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  it('sends who may not use it to the administrator', async () => {
    await open('page=Account&lang=zh', { given: { access: { apex: false } } });
    const alert = page.locator('c-tp-journey').getByRole('alert');
    await expect.poll(() => alert.innerText(), patience).toContain('Touchpoint Kit');
    expect(await alert.innerText()).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(await page.locator('tp-dataset').count()).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  it('walks the home page by keyboard: a step of the funnel, then back', async () => {
    await open('page=Home');
    for (const tag of ['tp-funnel', 'tp-heatmap', 'tp-journey']) await drawn(page, tag);
    await tabTo((label) => /lead created/i.test(label));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastChoice().then((choice) => choice?.ids.length ?? 0), patience).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => lastChoice().then((choice) => choice?.ids.length), patience).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  it.each([
    ['page=Account', {}],
    ['page=Contact&lang=zh&scheme=dark', {}],
    ['page=Home', {}],
    ['page=Home&lang=zh&scheme=dark', { synthetic: true }],
    ['page=Account&lang=zh', { width: 360 }],
    ['page=Account', { given: { failing: 1 } }],
    ['page=Account', { given: { mostGroups: 6 } }],
  ] as const)('%s %o has no fault that axe finds', async (query, options) => {
    await open(query, options);
    if ('given' in options && 'failing' in options.given) await page.getByRole('alert').waitFor();
    else await drawn(page, 'tp-journey');
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string }> }> }> };
        }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
    expect(found).toEqual([]);
  });

  it.each([
    ['a telephone', 'page=Account&lang=zh', { width: 360 }],
    ['a telephone', 'page=Home', { width: 360 }],
    ['a zoom of 200 %', 'page=Account', { width: 640, zoom: 2 }],
    ['a zoom of 200 %', 'page=Home&lang=zh', { width: 640, zoom: 2 }],
  ])('fits %s: %s', async (_, query, options) => {
    await open(query, options);
    await drawn(page, 'tp-journey');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(shown.faults).toEqual([]);
  });

  /** Customers at the funnel's first step, as a reader sees them. */
  async function reached(): Promise<number> {
    const step = await page.locator('tp-funnel [part~="step"]').first().textContent();
    return Number(/[\d,]+\s*$/.exec(step ?? '')?.[0].replaceAll(',', ''));
  }

  /** Customers that the journeys' first sentence names. */
  async function journeyCustomers(): Promise<number> {
    const text = await page.locator('tp-journey [part~="lead"]').innerText();
    return Number(/([\d,]+) customers? with/.exec(text)?.[1]?.replaceAll(',', ''));
  }

  function lastChoice(): Promise<Harness['published'][number]['message'] | undefined> {
    return page.evaluate(() => harness.published.at(-1)?.message);
  }

  /** Presses Tab until what has the focus is the one: by what a reader hears of it, or by its classes. */
  async function tabTo(isIt: (label: string, classes: readonly string[]) => boolean): Promise<void> {
    const passed: string[] = [];
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab');
      const [label, classes] = await page.evaluate((): [string, string[]] => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        const heard = active?.getAttribute('aria-label') ?? active?.textContent ?? '';
        return [heard.trim(), [...(active?.classList ?? [])]];
      });
      if (isIt(label, classes)) return;
      passed.push(label);
    }
    throw new Error(`It was not reached; passed: ${passed.join(' | ')}`);
  }
});

/** Expectations that take their time to come true: other programs may keep the machine busy. */
const patience = { timeout: 20_000 };

/** Shapes of the time line, without lit's own marks. */
function marksOf(page: Page): Promise<string> {
  return page.locator('tp-journey svg.jp').evaluate((svg) =>
    svg.outerHTML
      .replace(/<!--.*?-->/gs, '')
      .replace(/lit\$\d+\$/g, '')
      .replace(/\s+/g, ' ')
      .replace(/> </g, '><'),
  );
}
