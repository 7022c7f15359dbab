// What is done with the kit, on a plain page and in the sandbox alike: the text of this module is evaluated there, after
// the kit's. Only texts go to the page around it and come from there.
import type { Mapping } from '../../../worker/protocol/mapping.js';
import type { Engine } from '../../../worker/protocol/engine.js';
import type { TpDataset } from '../../../widgets/dataset/dataset.js';
import { askGolden } from '../../../test/golden/ask.js';
import { goldenQuestions } from '../../../test/golden/questions.js';

type Call = (given: string, answer: (text: string) => void, fail: (message: string) => void) => void;

declare const TouchpointKit: { createEngine(): Promise<Engine> };
declare const bridge: { offer(calls: Readonly<Record<string, Call>>): void };

/** An element of the scene. */
export interface Drawing {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Seat {
  readonly seat: string | undefined;
  readonly attempts: unknown;
  readonly rows: number;
}

const chosen: unknown[] = [];
const fileTypes: string[] = [];
let dataset: TpDataset | null = null;

const createObjectURL = URL.createObjectURL.bind(URL);
URL.createObjectURL = (file: Blob) => {
  const url = createObjectURL(file);
  fileTypes.push(file.type);
  return url;
};

function made(lang: string): TpDataset {
  dataset?.remove();
  dataset = document.createElement('tp-dataset');
  dataset.lang = lang;
  dataset.dataset['tpHost'] = 'salesforce';
  dataset.addEventListener('tpselect', (event) => {
    const { source, mark } = event.detail;
    chosen.push({ source, mark });
  });
  document.querySelector('#stage')!.append(dataset);
  return dataset;
}

function seatOf({ engine, facts }: TpDataset): Seat {
  return { seat: engine?.seat, attempts: engine?.attempts, rows: facts.report?.accepted ?? 0 };
}

function elementOf({ tag, attributes }: Drawing): HTMLElement {
  const element = document.createElement(tag);
  element.style.display = 'block';
  element.style.marginBottom = '16px';
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Until the element says what it drew, or that it could not. */
function told(element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('tpready', () => resolve(), { once: true });
    element.addEventListener('tperror', (event) => reject(new Error(event.detail.error.message)), { once: true });
  });
}

/** The picture is on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

interface Data {
  readonly json: string;
  readonly mapping?: Mapping;
  readonly asOf: number;
  readonly lang: string;
}

const calls = {
  /** Data first with one element, then the others one after the other. */
  async draw({ json, mapping, asOf, lang, drawings }: Data & { readonly drawings: readonly Drawing[] }) {
    const holder = made(lang);
    const began = performance.now();
    const [first, ...others] = drawings.map(elementOf);
    holder.append(first!);
    if (mapping) holder.mapping = mapping;
    holder.asOf = asOf;
    holder.dataJson = json;
    await told(holder);
    const loaded = performance.now() - began;
    await (first as unknown as { updateComplete: Promise<unknown> }).updateComplete;
    await painted();
    const times = [performance.now() - began];
    for (const element of others) {
      const start = performance.now();
      const ready = told(element);
      holder.append(element);
      await ready;
      await painted();
      times.push(performance.now() - start);
    }
    return { ...seatOf(holder), loaded, times };
  },

  /** Reads data. */
  async load({ json, mapping, asOf, lang }: Data) {
    const holder = made(lang);
    const began = performance.now();
    if (mapping) holder.mapping = mapping;
    holder.asOf = asOf;
    holder.dataJson = json;
    await told(holder);
    return { ...seatOf(holder), loaded: performance.now() - began };
  },

  async golden({ json, mapping, asOf }: Data) {
    const engine = await TouchpointKit.createEngine();
    await engine.load(
      { kind: 'rows', rows: JSON.parse(json) as [], name: 'dataJson' },
      { ...(mapping ? { mapping } : {}), asOf },
    );
    const began = performance.now();
    const answers = await askGolden(engine, goldenQuestions);
    const took = performance.now() - began;
    engine.close();
    return { answers, took, seat: engine.seat, attempts: engine.attempts };
  },

  async settled() {
    for (let i = 0; i < 4; i++) await painted();
    return { chosen, fileTypes, selection: dataset?.selection.data ?? null };
  },

  async unselect() {
    if (dataset) dataset.selection = null as never;
    chosen.length = 0;
    for (let i = 0; i < 4; i++) await painted();
    return {};
  },
};

bridge.offer(
  Object.fromEntries(
    Object.entries(calls).map(([name, call]): [string, Call] => [
      name,
      (given, answer, fail) =>
        void (call as (given: unknown) => Promise<unknown>)(JSON.parse(given)).then(
          (value) => answer(JSON.stringify(value)),
          (error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)),
        ),
    ]),
  ),
);
