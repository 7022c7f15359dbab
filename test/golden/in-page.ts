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

/** Puts a dataset with elements on the page; a page may say in `goldenConnect` how the engine is reached. */
export function putGolden({ elements, attributes, json, mapping, asOf }: GoldenPage): void {
  const dataset = document.createElement('tp-dataset') as TpDataset;
  const { goldenConnect } = globalThis as { goldenConnect?: TpDataset['connect'] };
  if (goldenConnect) dataset.connect = goldenConnect;
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

/**
 * Makes a page refuse what Salesforce's sandbox refuses, before any script of it runs: workers of every kind, files of
 * scripts and of CSV, and in templates the attributes that lit-html marks as bound, as well as some elements.
 */
export function imitateSandbox(): void {
  const { set, get } = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML')!;
  const sanitise = (fragment: DocumentFragment): void => {
    for (const element of fragment.querySelectorAll('slot, dialog, foreignObject, script, iframe, object, embed')) {
      element.remove();
    }
    for (const element of fragment.querySelectorAll('*')) {
      for (const { name } of Array.from(element.attributes)) {
        const lost = name.endsWith('$lit$') ? !/^[.?@]/.test(name) : /^on|^dominant-baseline$|^style$/.test(name);
        if (lost) element.removeAttribute(name);
      }
    }
  };
  Object.defineProperty(HTMLTemplateElement.prototype, 'innerHTML', {
    configurable: true,
    get: get!,
    set(this: HTMLTemplateElement, html: string) {
      set!.call(this, html);
      sanitise(this.content);
    },
  });
  for (const name of ['Worker', 'SharedWorker'] as const) {
    const refuse = function (address: string): never {
      throw new Error(`Lightning Web Security: Cannot create ${name} with ${address}`);
    };
    Object.defineProperty(globalThis, name, { configurable: true, value: refuse });
  }
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (file: Blob): string => {
    if (/javascript|text\/csv/.test(file.type)) throw new Error('Lightning Web Security: Unsupported MIME type');
    return create(file);
  };
}

/**
 * Before any script: has the page wait as long as it takes for a worker's first answer. The kit waits 1.5 s and then goes
 * on without; on a busy machine that would be another host than the one that is tested.
 */
export function waitForWorkers(): void {
  const handshakeMs = 1500;
  const real = globalThis.setTimeout;
  const patient = (run: () => void, ms?: number, ...rest: unknown[]): unknown =>
    real(run, ms === handshakeMs ? 100 * handshakeMs : ms, ...rest);
  globalThis.setTimeout = patient as typeof setTimeout;
}
