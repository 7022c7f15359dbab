import '../../widgets/index.js';
import type { TpDataset } from '../../widgets/index.js';
import type { DatasetInfo, Mapping, Source } from '../../worker/protocol/index.js';
import { sampleFile } from '../sample-file.js';
import { sampleColumns } from '../sample/csv.js';
import type { SampleRow } from '../sample/sample.js';
import type { SampleLocale } from '../sample/words.js';
import { barWords, type BarWords } from './bar-words.js';
import { press, pressed, remember, showScheme, showWords, type PageText } from './settings.js';
import { takeDrops } from './file-drops.js';

export { showWords, type PageText } from './settings.js';

/** What a page shows: the sample, or a file of the reader's. */
export type Shown =
  | { readonly kind: 'sample'; readonly locale: SampleLocale; readonly seed: number }
  | { readonly kind: 'own'; readonly locale: SampleLocale; readonly name: string; readonly info: DatasetInfo };

/** A host page of the demo. */
export interface HostPage {
  readonly dataset: TpDataset;
  readonly words: Readonly<Record<SampleLocale, PageText>>;
  /** Language while the address names none. Default: the browser's. */
  readonly locale?: SampleLocale;
  /** The page's own name, in the bar. */
  readonly name: Readonly<Record<SampleLocale, string>>;
  /** Sees each row of a sample while it is made. `null` first: a new sample begins. */
  readonly see?: (row: SampleRow | null) => void;
  /** What columns of the sample are called on the page, where that is not their header. */
  readonly names?: Readonly<Record<SampleLocale, Readonly<Record<string, string>>>>;
  /** Puts the page's questions on the data: for a sample before it is loaded, for a file as soon as it was read. */
  readonly show: (shown: Shown) => void;
  /** The data are there. */
  readonly ready?: (shown: Shown, info: DatasetInfo) => void;
}

interface Own {
  readonly name: string;
  readonly source: Source;
  readonly mapping: Mapping | null;
}

/**
 * Starts a host page: puts the bar above it (the way back, language, colours, a file of one's own), loads the sample or
 * the file that the address names, and takes files dropped anywhere.
 */
export function startPage(page: HostPage): void {
  new Bar(page);
}

class Bar {
  readonly #page: HostPage;
  readonly #address = new URLSearchParams(location.search);
  #locale: SampleLocale;
  readonly #seed: number;
  #own: Own | null = null;
  /** Cancels the sample that is being made when something newer is asked for. */
  #making = new AbortController();

  readonly #root = document.getElementById('bar')!;
  readonly #status = make('p', 'data');
  readonly #fault = make('p', 'fault');
  readonly #live = make('p', 'live');
  readonly #file = make('input', '');
  readonly #choose = make('button', 'btn');
  readonly #remap = make('button', 'btn');
  readonly #back = make('button', 'btn');
  readonly #home = make('a', 'home');
  readonly #name = make('span', 'where');
  readonly #skip = make('a', 'skip');
  readonly #languages = segment([
    ['en', 'English', 'en'],
    ['zh', '中文', 'zh-CN'],
  ]);
  readonly #schemes = segment([['system'], ['light'], ['dark']]);

  constructor(page: HostPage) {
    this.#page = page;
    const asked = this.#address.get('lang');
    this.#locale =
      asked === null
        ? (page.locale ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'))
        : asked === 'zh'
          ? 'zh'
          : 'en';
    this.#seed = Number(/^\d{1,9}$/.exec(this.#address.get('seed') ?? '')?.[0] ?? 1);
    this.#build();
    this.#showLocale();
    this.#showScheme(this.#address.get('scheme') ?? 'system');
    takeDrops((files) => this.#takeFiles(files));
    this.#watchData();
    void this.#openFirst();
  }

  get #words(): BarWords {
    return barWords[this.#locale];
  }

  #build(): void {
    this.#skip.href = '#main';
    this.#fault.hidden = true;
    this.#live.setAttribute('role', 'status');
    Object.assign(this.#file, {
      type: 'file',
      hidden: true,
      accept: '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz,text/csv,application/json,application/gzip',
    });
    this.#back.hidden = true;
    this.#remap.hidden = true;
    const space = make('span', 'space');
    document.body.prepend(this.#skip);
    this.#root.append(
      this.#home,
      this.#name,
      space,
      this.#status,
      this.#choose,
      this.#remap,
      this.#back,
      this.#file,
      this.#languages,
      this.#schemes,
      this.#live,
    );
    this.#root.after(this.#fault);
    this.#choose.addEventListener('click', () => this.#file.click());
    this.#file.addEventListener('change', () => {
      this.#takeFiles(this.#file.files);
      // The same file can be chosen again after it was changed.
      this.#file.value = '';
    });
    this.#back.addEventListener('click', () => void this.#showSample());
    this.#remap.addEventListener('click', () => void this.#page.dataset.remap());
    this.#languages.addEventListener('click', (event) => {
      const value = pressed(event);
      if (value !== 'en' && value !== 'zh') return;
      this.#locale = value;
      remember('lang', value);
      this.#showLocale();
      // Names of what was chosen are those of the other language.
      if (!this.#own) {
        this.#page.dataset.selection.clear();
        void this.#showSample();
      } else if (this.#page.dataset.facts.info) this.#showOwn(this.#own.name, this.#page.dataset.facts.info);
    });
    this.#schemes.addEventListener('click', (event) => {
      const value = pressed(event);
      if (value === undefined) return;
      remember('scheme', value === 'system' ? null : value);
      this.#showScheme(value);
    });
  }

  #watchData(): void {
    const { dataset } = this.#page;
    dataset.addEventListener('tpmapping', (event) => {
      if (this.#own) this.#own = { ...this.#own, mapping: event.detail.mapping };
    });
    dataset.addEventListener('tpready', (event) => {
      if (event.detail.source !== 'dataset') return;
      const { info } = event.detail;
      this.#fault.hidden = true;
      const name = this.#own?.name ?? this.#words.sample(this.#seed);
      this.#live.textContent = this.#words.ready(name, this.#number(info.rows));
      if (this.#own) this.#showOwn(this.#own.name, info);
      this.#page.ready?.(this.#shown(info), info);
    });
    dataset.addEventListener('tperror', (event) => {
      // Asking for columns is no failure: the panel says what is needed.
      if (event.detail.source !== 'dataset' || event.detail.error.code === 'mapping-incomplete') return;
      if (event.detail.error.code === 'aborted') return;
      if (this.#own) this.#showFault(this.#words.failed(this.#own.name));
    });
  }

  /** The file that the address names, or the sample. */
  async #openFirst(): Promise<void> {
    const data = this.#address.get('data');
    if (data === null) return this.#showSample();
    const url = new URL(data, location.href);
    const name = decodeURIComponent(url.pathname.split('/').at(-1)!);
    if (url.origin !== location.origin) {
      await this.#showSample();
      this.#showFault(this.#words.foreign);
      return;
    }
    let mapping: Mapping | null = null;
    if (this.#address.has('mapping')) {
      const answer = await fetch(new URL(this.#address.get('mapping')!, location.href));
      // What is in it is checked where it is used.
      if (answer.ok) mapping = (await answer.json()) as Mapping;
    }
    await this.#load({ name, source: { kind: 'url', url: url.href, name }, mapping });
  }

  async #showSample(): Promise<void> {
    this.#making.abort();
    this.#making = new AbortController();
    const { signal } = this.#making;
    const { dataset, see } = this.#page;
    this.#own = null;
    for (const name of ['data', 'mapping']) remember(name, null);
    this.#back.hidden = true;
    this.#remap.hidden = true;
    this.#fault.hidden = true;
    this.#status.textContent = this.#words.sample(this.#seed);
    try {
      see?.(null);
      const blob = await sampleFile({ seed: this.#seed, locale: this.#locale }, signal, see);
      if (signal.aborted) return;
      document.body.classList.remove('own-data');
      this.#page.show({ kind: 'sample', locale: this.#locale, seed: this.#seed });
      const names = this.#page.names?.[this.#locale];
      const options = names ? { mapping: sampleMapping(names) } : {};
      await dataset.load({ kind: 'blob', blob, name: this.#words.sample(this.#seed) }, options);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
  }

  async #load(own: Own): Promise<void> {
    this.#making.abort();
    this.#own = own;
    const { dataset } = this.#page;
    this.#status.textContent = this.#words.reading(own.name);
    this.#live.textContent = this.#words.reading(own.name);
    this.#back.hidden = false;
    this.#fault.hidden = true;
    document.body.classList.add('own-data');
    dataset.selection.clear();
    // What is on screen belongs to the data before.
    dataset.coordinator.forget();
    await dataset.load(own.source, { mapping: own.mapping });
  }

  #showOwn(name: string, info: DatasetInfo): void {
    this.#remap.hidden = false;
    const { report } = this.#page.dataset.facts;
    this.#status.textContent = this.#words.own(name, this.#number(info.rows), report?.rejected ?? 0);
    this.#page.show({ kind: 'own', locale: this.#locale, name, info });
  }

  #shown(info: DatasetInfo): Shown {
    return this.#own
      ? { kind: 'own', locale: this.#locale, name: this.#own.name, info }
      : { kind: 'sample', locale: this.#locale, seed: this.#seed };
  }

  #showFault(sentence: string): void {
    this.#fault.textContent = sentence;
    this.#fault.hidden = false;
    this.#live.textContent = sentence;
  }

  #takeFiles(files: FileList | null): void {
    const file = files?.[0];
    if (!file) return;
    void this.#load({ name: file.name, source: { kind: 'blob', blob: file, name: file.name }, mapping: null });
    if (files.length > 1) this.#showFault(this.#words.manyFiles);
  }

  #showLocale(): void {
    const lang = this.#locale === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.lang = lang;
    const words = this.#words;
    this.#skip.textContent = words.skip;
    this.#home.textContent = words.home;
    this.#home.title = words.home;
    this.#name.textContent = this.#page.name[this.#locale];
    document.title = `${this.#page.name[this.#locale]} – Touchpoint Kit`;
    this.#choose.textContent = words.choose;
    this.#choose.title = `${words.chooseHint} ${words.dropHere}`;
    this.#back.textContent = words.back;
    this.#remap.textContent = words.remap;
    document.body.dataset['drop'] = words.dropHere;
    this.#languages.setAttribute('aria-label', words.language);
    this.#schemes.setAttribute('aria-label', words.colours);
    for (const button of this.#schemes.querySelectorAll('button')) {
      button.textContent = words[button.value as 'system' | 'light' | 'dark'];
    }
    press(this.#languages, this.#locale);
    showWords(document, this.#page.words[this.#locale]);
    this.#keepWays();
  }

  #showScheme(scheme: string): void {
    showScheme(scheme);
    press(this.#schemes, scheme);
    this.#keepWays();
  }

  /** The way back keeps language and colours. */
  #keepWays(): void {
    const url = new URL('./', location.href);
    const here = new URL(location.href).searchParams;
    for (const name of ['lang', 'scheme']) {
      const value = here.get(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    this.#home.href = url.href;
  }

  #number(value: number): string {
    return value.toLocaleString(document.documentElement.lang);
  }
}

/** Makes an element of a class. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  if (element instanceof HTMLButtonElement) element.type = 'button';
  return element;
}

/** The element with an id; pages and their scripts are written together. */
export function part<K extends keyof HTMLElementTagNameMap>(id: string, tag: K): HTMLElementTagNameMap[K] {
  const element = document.getElementById(id);
  if (element?.localName !== tag) throw new Error(`The page has no <${tag} id="${id}">.`);
  return element as HTMLElementTagNameMap[K];
}

/** One of the kit's elements, to which a page gives its questions. */
export function widget(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element?.localName.startsWith('tp-')) throw new Error(`The page has no element #${id} of the kit.`);
  return element;
}

/** A day as the page's language writes it; times are UTC in the elements too. */
export function day(time: number): string {
  const zh = document.documentElement.lang.startsWith('zh');
  const dateStyle = zh ? 'long' : 'medium';
  return new Intl.DateTimeFormat(zh ? 'zh-CN' : 'en-GB', { dateStyle, timeZone: 'UTC' }).format(time);
}

/** The sample's columns as its headers tell them, some of them under other names. */
function sampleMapping(names: Readonly<Record<string, string>>): Mapping {
  const fields = ['time', 'actor', 'event', 'source', 'channel', 'account', 'owner', 'page', 'stage', 'value'];
  const free = sampleColumns.filter((column) => !fields.includes(column));
  return {
    version: 1,
    fields: Object.fromEntries(fields.map((column) => [column, { column }])) as unknown as Mapping['fields'],
    properties: Object.fromEntries(free.map((column) => [names[column] ?? column, { column }])),
  };
}

function segment(items: ReadonlyArray<readonly [value: string, text?: string, lang?: string]>): HTMLDivElement {
  const group = make('div', 'seg');
  group.setAttribute('role', 'group');
  for (const [value, text = '', lang] of items) {
    const button = make('button', '', text);
    button.value = value;
    if (lang) button.lang = lang;
    group.append(button);
  }
  return group;
}
