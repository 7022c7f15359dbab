import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TpDataset } from '../../widgets/index.js';
import { askGolden, type GoldenAnswers, type GoldenEngine } from '../golden/ask.js';
import { goldenAnswers } from '../golden/answers.js';
import { openTable, putGolden, readTable, type ShownTable } from '../golden/in-page.js';
import { goldenElements, goldenQuestions, type GoldenElement } from '../golden/questions.js';
import { goldenAsOf, goldenJson, goldenMapping } from '../golden/touchpoints.js';
import { drawn, isBuilt, salesforcePages, type Pages, type Shown } from './salesforce-pages.js';

// The golden suite in Lightning web components: compiled, under Lightning's policy, in both kinds of shadow. Only their
// source is replaced, by one that gives the golden rows.

const contact = '003000000000001AAA';
const account = '001000000000001AAA';
const [funnel, matrix, customer, company, group] = ['g-funnel', 'g-matrix', 'g-customer', 'g-account', 'g-group'].map(
  (id) => goldenElements.find((element) => element.id === id)!,
) as [GoldenElement, GoldenElement, GoldenElement, GoldenElement, GoldenElement];

/** What an administrator sets, so that the components ask what the elements ask. */
const home = new URLSearchParams({
  page: 'Home',
  'funnel.steps': funnel.attributes['steps']!,
  'heatmap.rows': matrix.attributes['rows']!,
  'heatmap.columns': matrix.attributes['columns']!,
});

describe.skipIf(!isBuilt)('the golden suite in Lightning web components', () => {
  let pages: Pages;
  let shown: Shown;
  beforeAll(async () => {
    pages = await salesforcePages({ 'c/touchpointSource': join(import.meta.dirname, 'golden-source.js') });
  });
  afterAll(() => pages?.close());
  afterEach(() => shown?.page.close());

  const open = async (query: string, synthetic: boolean): Promise<void> => {
    const golden = {
      json: goldenJson(),
      mapping: goldenMapping,
      stages: group.attributes['stages'],
      show: { [contact]: { actor: 'C-0012' }, [account]: { account: company.attributes['account'] } },
    };
    shown = await pages.open(query, { synthetic, given: { golden, now: goldenAsOf } });
  };

  describe.each([
    ['the browser’s own shadow', false],
    ['Lightning’s shadow', true],
  ])('%s', (_, synthetic) => {
    it.each([
      ['tp-journey', 'page=Account'],
      ['tp-funnel', home.toString()],
      ['tp-heatmap', home.toString()],
    ])('%s answers like Node', async (tag, query) => {
      await open(query, synthetic);
      await drawn(shown.page, tag);
      expect(await answersOf(tag)).toEqual(goldenAnswers());
      expect(shown.faults).toEqual([]);
    });

    it.each([
      [customer, 'page=Contact'],
      [company, 'page=Account'],
      [group, home.toString()],
      [funnel, home.toString()],
      [matrix, home.toString()],
    ])('$id shows the table of a plain page', async (element, query) => {
      await open(query, synthetic);
      const tag = `tp-${element.type}`;
      await drawn(shown.page, tag);
      const attributes = await shown.page.locator(tag).evaluate(attributesOf);
      const table = await tableOf(shown, tag);
      await shown.page.close();

      shown = await pages.openPlain();
      await shown.page.evaluate(putGolden, {
        elements: [{ ...element, attributes }],
        attributes: {},
        json: goldenJson(),
        mapping: goldenMapping,
        asOf: goldenAsOf,
      });
      await expect.poll(() => tableOf(shown, tag), { timeout: 20_000 }).toEqual(table);
      expect(table!.rows.length).toBeGreaterThan(2);
      // What the component asks is what the element of the suite asks.
      for (const name of ['steps', 'rows', 'columns', 'actor', 'account', 'stages']) {
        expect([name, attributes[name]]).toEqual([name, element.attributes[name]]);
      }
    });
  });

  async function answersOf(tag: string): Promise<GoldenAnswers> {
    const { page } = shown;
    await page.evaluate(`globalThis.askGolden = ${askGolden.toString()}`);
    return page.locator(tag).evaluate((element, questions) => {
      const { engine } = element.parentElement as TpDataset;
      const ask = (globalThis as unknown as { askGolden: typeof askGolden }).askGolden;
      return ask(engine as GoldenEngine, questions);
    }, goldenQuestions);
  }
});

/** An element's table; opened when it is not. */
async function tableOf({ page }: Shown, tag: string): Promise<ShownTable | null> {
  const element = page.locator(tag);
  if ((await element.locator('.tv table').count()) === 0) await element.evaluate(openTable);
  for (let i = 0; i < 800; i++) {
    const table = await element.evaluate(readTable);
    if (table) return table;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return null;
}

/** What a component has set on its element, as attributes that say the same. */
function attributesOf(element: Element): Record<string, string> {
  const known = (element.constructor as unknown as { elementProperties: Map<string, { attribute?: string | boolean }> })
    .elementProperties;
  const attributes: Record<string, string> = {};
  for (const [name, { attribute }] of known) {
    const value: unknown = (element as unknown as Record<string, unknown>)[name];
    if (attribute === false || (typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
    attributes[typeof attribute === 'string' ? attribute : name.toLowerCase()] = String(value);
  }
  return attributes;
}
