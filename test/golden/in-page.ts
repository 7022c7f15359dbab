import type { TpDataset } from '../../widgets/index.js';
import type { LoadOptions } from '../../worker/protocol/source.js';
import type { GoldenElement } from './questions.js';

// What runs inside a host's page. Each function uses nothing from outside itself, so that a browser driver can hand its
// text over.

/** An element's numbers as it shows them to a reader: the cells of its table view. */
export interface ShownTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

/** What is put on a page that has the kit. */
export interface GoldenPage {
  readonly elements: readonly GoldenElement[];
  /** Of the dataset: where its engine is to run. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly json: string;
  readonly mapping: NonNullable<LoadOptions['mapping']>;
  readonly asOf: number;
}

/** Puts a dataset with elements on the page. */
export function putGolden({ elements, attributes, json, mapping, asOf }: GoldenPage): void {
  const dataset = document.createElement('tp-dataset') as TpDataset;
  for (const [name, value] of Object.entries(attributes)) dataset.setAttribute(name, value);
  for (const { id, type, attributes: own } of elements) {
    const element = document.createElement(`tp-${type}`);
    element.id = id;
    for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
    dataset.append(element);
  }
  dataset.mapping = mapping;
  dataset.asOf = asOf;
  dataset.dataJson = json;
  document.body.append(dataset);
}

/** Opens an element's table, as a person does by its menu. */
export async function openTable(element: Element): Promise<void> {
  const root = element.shadowRoot!;
  const until = async (selector: string): Promise<HTMLElement> => {
    for (let i = 0; i < 800; i++) {
      const found = root.querySelector<HTMLElement>(selector);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`<${element.localName}> shows no "${selector}": ${root.textContent}`);
  };
  (await until('[data-opens="menu"]')).click();
  (await until('[data-item="table"]')).click();
  await until('.tv table');
}

/** The table that an element shows; null while it shows none, or waits for numbers. */
export function readTable(element: Element): ShownTable | null {
  const root = element.shadowRoot;
  const table = root?.querySelector('.tv table');
  if (!root || !table || root.querySelector('[aria-busy="true"]')) return null;
  const texts = (cells: Iterable<Element>): string[] =>
    [...cells].map(({ textContent }) => (textContent ?? '').replace(/\s+/g, ' ').trim());
  const [head, ...rows] = [...table.querySelectorAll('tr')].map((row) => texts(row.children));
  return { caption: texts(table.querySelectorAll('caption'))[0] ?? '', head: head ?? [], rows };
}
