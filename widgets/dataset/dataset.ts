import { ReactiveElement } from 'lit';
import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';

import { createEngine } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import { AnalyticsError, toAnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { IdentityOptions } from '../../worker/protocol/identity.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { Progress, Source } from '../../worker/protocol/source.js';
import { TpErrorEvent } from '../events/tperror.js';
import { TpProgressEvent } from '../events/tpprogress.js';
import { TpReadyEvent } from '../events/tpready.js';
import { TpSelectionEvent } from '../events/tpselection.js';
import type { DatasetFacts } from '../internal/analysis.js';
import { define } from '../internal/define.js';
import { parseInstant } from '../internal/instant.js';
import { Coordinator } from './coordinator.js';
import { announceDataset } from './find-dataset.js';
import type { DatasetElement } from './find-dataset.js';
import type { ColumnsPanel } from './ask-columns.js';
import { inlineSource, jsonSource, rowsSource, urlSource } from './page-source.js';
import type { Rows } from './page-source.js';
import type * as SelectionUrl from './selection-url.js';
import { checkedSelection, emptySelection } from './selection.js';
import type { Selection, SelectionData } from './selection.js';

/** How a dataset reaches its engine. */
export type Connect = (options: Parameters<typeof createEngine>[0]) => Promise<Engine>;

/** Where data can come from, strongest first when several are given at once; otherwise the one given last counts. */
const inputs = ['source', 'data', 'dataJson', 'src'] as const;
type Input = (typeof inputs)[number];

const reloading = [...inputs, 'mapping', 'mappingSrc', 'asOf', 'identity'] as const;
const reconnecting = ['seat', 'workerUrl', 'storage', 'connect'] as const;

const noFacts: DatasetFacts = { info: null, report: null, loadedAt: null, sample: false };

/**
 * Holds a source and the engine that counts it; the widgets inside it, or pointing at it with `for`, draw from it.
 *
 * Data come from `src`, from one of the properties `source`, `data`, `dataJson`, or stand in the page, in a
 * `<script type="text/csv">` or `<script type="application/json">` inside the element. Scripts with `data-profiles` there
 * hold what is known of customers, accounts and the like besides (`data-profiles="email" data-key="E-Mail"`), or name the
 * address of it in `src`: it joins the rows whenever they are read.
 *
 * It has no shadow root: its children stay where the page put them, with the page's styles, and sandboxes that take
 * `<slot>` out of templates have nothing to take. All it ever draws is the question which columns say who, when and
 * what; that is a `<tp-mapping>` it puts before its first child and takes away again.
 *
 * @summary Holds a source and its engine; the widgets inside draw from it.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpReadyEvent} tpready - Data were read: what is in them, and the account of every row.
 * @event {TpErrorEvent} tperror - Data could not be read, or the reader must say which columns to use (`mapping-incomplete`).
 * @event {TpProgressEvent} tpprogress - Reading went on.
 * @event {TpSelectionEvent} tpselection - A person changed what is selected.
 * @event {TpMappingEvent} tpmapping - A person said which columns say who, when and what; keep the mapping to ask only once.
 */
export class TpDataset extends ReactiveElement implements DatasetElement {
  /** Gathers what the widgets ask for; widgets use it, pages need not. */
  readonly coordinator: Coordinator = new Coordinator();

  /** Address of the data, relative to the page. */
  @property() src: string | null = null;

  /** Address of a mapping file (JSON). `mapping`, the property, is used instead when it is set. */
  @property({ attribute: 'mapping' }) mappingSrc: string | null = null;

  /** How the source's columns become touchpoints; null finds out from the headers. */
  @property({ attribute: false }) mapping: Mapping | null = null;

  /** Where the engine runs: `worker`, `page`, or `auto`, which takes a worker where the page allows one. */
  @property() seat: 'auto' | 'worker' | 'page' = 'auto';

  /** Address of `touchpoint-kit.worker.js`, for pages whose policy refuses blobs and that keep it in another place. */
  @property({ attribute: 'worker-url' }) workerUrl: string | null = null;

  /** Columns as typed arrays (default) or plain arrays, which are faster inside Salesforce. */
  @property() storage: 'typed' | 'plain' | null = null;

  /** Says beside the numbers that the data come from a generator. */
  @property({ type: Boolean }) sample = false;

  /** Elements say in their foot how many things in the data move their numbers. */
  @property({ type: Boolean, attribute: 'quality-badges' }) qualityBadges = false;

  /** "Now" for the data: ms UTC, or ISO text (UTC unless it says otherwise) in the attribute. null takes the latest row's. */
  @property({ attribute: 'as-of', converter: { fromAttribute: instant } }) asOf: number | null = null;

  /** Where rows come from, as an object: a file, bytes, a stream. */
  @property({ attribute: false }) source: Source | null = null;

  /** Rows as plain objects, one a touchpoint. */
  @property({ attribute: false }) data: Rows | null = null;

  /** Rows as one JSON text: the quick way into a sandbox such as Salesforce's. */
  @property({ attribute: false }) dataJson: string | null = null;

  /** Narrows the rows that every widget counts. */
  @property({ attribute: false }) filter: Filter | null = null;

  /** How identifiers become customers: aliases, blocked values, the country of telephone numbers. */
  @property({ attribute: false }) identity: IdentityOptions | null = null;

  /** Reads `src` again each time so long after the last reading: `5m`, `30 s`, `1h`, milliseconds; at least one second. null never does. */
  @property() refresh: string | number | null = null;

  /** Name of the address's parameter that holds the selection, so that a copied address shows the same. null keeps it out. */
  @property({ attribute: 'url-key' }) urlKey: string | null = null;

  /** How the engine is reached; a host may give an engine of its own. */
  @property({ attribute: false }) connect: Connect = createEngine;

  #engine: Engine | null = null;
  #opening: { readonly engine: Promise<Engine>; readonly abort: AbortController } | null = null;
  #load: Load | null = null;
  #facts: DatasetFacts = noFacts;
  /** Which input counts: the one given last. */
  #input: Input | null = null;
  /** What a person chose in the panel, for the input there is; `#trial` until it has worked once. */
  #chosen: Mapping | null = null;
  #trial: Mapping | null = null;
  #panel: ColumnsPanel | null = null;
  #childWatch: MutationObserver | null = null;
  #begun = false;
  /** Counts the sources that were set: what was asked of an older one is dropped. */
  #generation = 0;
  /** Counts the calls of `load`. */
  #loads = 0;
  /** Added to the source, in order; read after it whenever it is read again. */
  #appended: Addition[] = [];
  #appending: Promise<unknown> = Promise.resolve();
  #progress: Progress | null = null;
  #refreshing: AbortController | null = null;

  constructor() {
    super();
    this.coordinator.watchSelection((by) => this.#selected(by));
  }

  /**
   * What is chosen in the widgets: to read (`data` is all of it, as plain data), and to choose for a person (`set`,
   * `open`, `undo`, `clear`). Setting the property, to such data or to null, fires nothing; what is no selection is
   * refused with `tperror`.
   */
  get selection(): Selection {
    return this.coordinator.selection;
  }

  set selection(value: SelectionData | null) {
    const checked = value === null ? emptySelection : checkedSelection(value);
    if (checked) {
      this.coordinator.selection.replace(checked);
      return;
    }
    const given = JSON.stringify(value) ?? '';
    this.#fireError(
      new AnalyticsError(
        'spec-invalid',
        '<tp-dataset>: the selection cannot be used. Give what `selection` or a `tpselection` event gave, or null.',
        { property: 'selection', value: given.slice(0, 200) },
      ),
    );
  }

  #selected(by: 'person' | 'program'): void {
    if (this.urlKey) this.#withUrl(({ putSelectionInUrl }, key) => putSelectionInUrl(key, this.selection.data));
    if (by === 'person') this.dispatchEvent(new TpSelectionEvent({ selection: this.selection.data }));
  }

  #withUrl(run: (url: typeof SelectionUrl, key: string) => void): void {
    void import('./selection-url.js').then(
      (url) => {
        if (this.isConnected && this.urlKey) run(url, this.urlKey);
      },
      () => {},
    );
  }

  /** The engine; null before the first load begins and after the element has left the page. */
  get engine(): Engine | null {
    return this.#engine;
  }

  /** What is in the data, the account of the last load, and when it was made. */
  get facts(): DatasetFacts {
    return this.#facts;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceDataset();
    if (this.hasUpdated && !this.#begun) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is moved is taken out and put back in one task: it keeps its engine and its data.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    if (changed.has('filter')) this.coordinator.setFilter(this.filter);
    if (changed.has('refresh')) this.#planRefresh();
    if (this.qualityBadges) void import('../quality/badge.js').then(({ showBadges }) => showBadges(this));
    if (changed.has('urlKey') && this.urlKey) {
      this.#withUrl(({ selectionInUrl }, key) => {
        const written = selectionInUrl(key);
        if (written) this.selection.replace(written);
      });
    }
    if (changed.has('sample')) this.#setFacts({ ...this.#facts, sample: this.sample });
    const names = [...changed.keys()] as string[];
    if (this.#begun && names.some((name) => (reconnecting as readonly string[]).includes(name))) {
      this.#leaveEngine();
      this.#begun = false;
    }
    this.#chooseInput(names);
    if (!this.#begun || names.some((name) => (reloading as readonly string[]).includes(name))) void this.#begin();
  }

  /**
   * Reads a source, as setting `source` and `mapping` does, also when both are what they were.
   * @returns true when its data are there; false when they could not be read (`tperror` said why) or another source replaced it
   */
  async load(source: Source, options: { readonly mapping?: Mapping | null } = {}): Promise<boolean> {
    const call = ++this.#loads;
    this.source = source;
    this.mapping = options.mapping ?? null;
    this.#renew();
    this.#begun = false;
    this.requestUpdate();
    await this.updateComplete;
    // Of several calls before one update only the last one's source is read.
    if (this.source !== source || call !== this.#loads) return false;
    return this.#load?.ended ?? false;
  }

  /**
   * Adds a source's rows to the data there are, after the appends asked for before. When that fails the data from
   * before stay. Whenever the dataset reads its source again, it reads what was appended again too.
   * @returns true when the rows are there; false when they could not be read (`tperror` said why) or another source was set
   */
  appendSource(source: Source, options: { readonly mapping?: Mapping } = {}): Promise<boolean> {
    return this.#appendInTurn({ source, mapping: options.mapping ?? null });
  }

  /**
   * Joins profiles (contacts, accounts, products) to the rows there are and to those that come: their columns become
   * properties of the rows they belong to. Taken in turn with what is appended, and again whenever the source is read again.
   * `facts.info.profiles` is the account.
   * @returns true when they are there; false when they could not be read (`tperror` said why) or another source was set
   */
  joinProfiles(source: Source, profiles: ProfileOptions): Promise<boolean> {
    return this.#appendInTurn({ source, mapping: null, profiles });
  }

  #appendInTurn(addition: Addition): Promise<boolean> {
    const turn = this.#appending.then(() => this.#append(addition));
    this.#appending = turn.catch(() => {});
    return turn;
  }

  /** Adds rows, one object a touchpoint, as `appendSource` adds a source's. */
  appendRows(rows: Rows, options: { readonly mapping?: Mapping } = {}): Promise<boolean> {
    return this.appendSource({ kind: 'rows', rows }, options);
  }

  /** The next reading is due so long after the last one ended, whether or not it could be made. */
  #planRefresh(): void {
    this.#refreshing?.abort();
    const { refresh } = this;
    if (refresh === null || refresh === '' || !this.isConnected) return;
    const { signal } = (this.#refreshing = new AbortController());
    void import('./refresh.js').then(
      ({ planRefresh }) =>
        planRefresh(
          refresh,
          this.ownerDocument,
          signal,
          () => this.#refreshNow(),
          (error) => this.#fireError(error),
        ),
      () => {},
    );
  }

  #refreshNow(): void {
    if (!this.isConnected || this.refresh === null) return;
    // A reading under way is not begun anew.
    if (this.#input !== 'src' || this.coordinator.phase.status === 'loading') this.#planRefresh();
    else void this.#begin();
  }

  async #append(addition: Addition): Promise<boolean> {
    await this.updateComplete;
    const generation = this.#generation;
    await this.#load?.ended;
    if (generation !== this.#generation) return false;
    if (this.coordinator.phase.status !== 'ready') {
      this.#fireError(new AnalyticsError('not-loaded', 'There are no data to append to. Load a source first.'));
      return false;
    }
    const there = await this.#start(addition.source, async () => addition.mapping, 'append', addition.profiles);
    if (there) this.#appended.push(addition);
    return there;
  }

  /** The engine, opened when there is none yet: to look at a source, or to fork it. */
  open(): Promise<Engine> {
    return this.#open();
  }

  /**
   * Goes on with a fork of its engine that has read `additions` beside the data there were; the engine of before is closed.
   * Whenever the dataset reads its source again, it reads them too.
   * @param report the account of the additions
   */
  async adopt(engine: Engine, additions: readonly Addition[], report: ImportReport): Promise<void> {
    const info = await engine.describe();
    const { abort } = this.#opening ?? { abort: new AbortController() };
    this.#leaveLoad();
    this.#engine?.close();
    this.#opening = { engine: Promise.resolve(engine), abort };
    this.#engine = engine;
    this.coordinator.connect(engine);
    this.#appended.push(...additions);
    this.#begun = true;
    this.#arrived(info, report);
  }

  #arrived(info: DatasetInfo, report: ImportReport): void {
    this.coordinator.dataChanged();
    this.#facts = { info, report, loadedAt: Date.now(), sample: this.sample };
    this.#closePanel();
    this.coordinator.setPhase({ status: 'ready' });
    this.dispatchEvent(new TpReadyEvent({ source: 'dataset', info, report }));
  }

  /** Another source counts from now on. */
  #renew(): void {
    this.#generation++;
    this.#chosen = null;
    this.#trial = null;
    this.#appended = [];
  }

  /** Stops the load in progress; the data from before stay. */
  stop(): void {
    this.#load?.abort.abort();
  }

  /** Tries again: reads the source again after a failed load, else asks again what could not be answered. */
  retry(): void {
    if (this.coordinator.phase.status === 'ready') this.coordinator.askAgain();
    else void this.#begin();
  }

  /** Asks again which columns say who, when and what; the data there are stay until an answer is given. */
  async remap(): Promise<void> {
    try {
      const source = this.#readInput();
      if (source === null) throw new AnalyticsError('not-loaded', 'There is no source whose columns could be chosen.');
      const engine = await this.#open();
      await this.#ask(await engine.preview(source), true);
    } catch (thrown) {
      this.#fireError(toAnalyticsError(thrown));
    }
  }

  #chooseInput(changed: readonly string[]): void {
    const given = inputs.filter((name) => changed.includes(name));
    if (given.length === 0) return;
    this.#renew();
    this.#input = given.find((name) => isGiven(this[name])) ?? inputs.find((name) => isGiven(this[name])) ?? null;
  }

  #readInput(): Source | null {
    switch (this.#input) {
      case 'source':
        return this.source;
      case 'data':
        return rowsSource(this.data, 'data');
      case 'dataJson':
        return jsonSource(this.dataJson ?? '', 'dataJson');
      case 'src':
        return urlSource(this.src ?? '', this.ownerDocument.baseURI);
      case null:
        return inlineSource(this);
    }
  }

  async #begin(): Promise<boolean> {
    this.#begun = true;
    this.#leaveLoad();
    // A child that the parser is still reading would be read in part.
    if (this.#input === null && this.ownerDocument.readyState === 'loading') {
      this.coordinator.setPhase({ status: 'loading', progress: null });
      // By then another input may have been given, or another wait may have ended first.
      const parsed = (): void => void (this.isConnected && this.#input === null && !this.#load && this.#begin());
      this.ownerDocument.addEventListener('DOMContentLoaded', parsed, { once: true });
      return false;
    }
    try {
      const source = this.#readInput();
      this.#watchChildren(source === null);
      if (source) return await this.#start(source, (signal) => this.#findMapping(signal), 'load');
      // What was added to nothing is all there is.
      const first = this.#appended[0];
      if (first) return await this.#start(first.source, async () => first.mapping, 'load');
      this.#closePanel();
      this.coordinator.forget();
      this.coordinator.setPhase({ status: 'idle', reason: 'no-source' });
      this.#setFacts({ ...noFacts, sample: this.sample });
    } catch (thrown) {
      this.#fail(toAnalyticsError(thrown));
    }
    return false;
  }

  async #findMapping(signal: AbortSignal): Promise<Mapping | null> {
    const known = this.#trial ?? this.#chosen ?? this.mapping;
    if (known) return known;
    if (!this.mappingSrc) return null;
    const { fetchMapping } = await import('./fetch-mapping.js');
    return fetchMapping(this.mappingSrc, this.ownerDocument.baseURI, signal);
  }

  #start(
    source: Source,
    mapping: (signal: AbortSignal) => Promise<Mapping | null>,
    how: 'load' | 'append',
    joined?: ProfileOptions,
  ): Promise<boolean> {
    this.#leaveLoad();
    const abort = new AbortController();
    const load: Load = { abort, ended: Promise.resolve(false) };
    this.#load = load;
    this.coordinator.setPhase({ status: 'loading', progress: null });
    load.ended = this.#run(load, source, mapping(abort.signal), how, joined).finally(() => this.#planRefresh());
    return load.ended;
  }

  async #run(
    load: Load,
    source: Source,
    finding: Promise<Mapping | null>,
    how: 'load' | 'append',
    joined?: ProfileOptions,
  ): Promise<boolean> {
    const { signal } = load.abort;
    const running = { signal, onProgress: (progress: Progress) => this.#progressed(load, progress) };
    try {
      const [mapping, engine] = await Promise.all([finding, this.#open()]);
      if (signal.aborted) throw new AnalyticsError('aborted', 'Reading was stopped.');
      const asOf = await this.#checkedAsOf();
      const adds = how === 'load' ? [...this.#appended] : [];
      const read = (
        action: 'load' | 'append',
        from: Source,
        by: Mapping | null,
        rules?: IdentityOptions,
      ): Promise<ImportReport> =>
        engine[action](from, {
          ...(by && { mapping: by }),
          ...(asOf !== null && { asOf }),
          ...((this.identity || rules) && { identity: { ...this.identity, ...rules } }),
          ...running,
        });
      let report = this.#facts.report!;
      if (joined) adds.push({ source, mapping, profiles: joined });
      else report = await read(how, source, mapping, adds[0]?.source === source ? adds.shift()?.identity : undefined);
      if (how === 'load' && this.querySelector('script[data-profiles]')) {
        adds.unshift(...(await import('./page-profiles.js')).pageProfiles(this));
      }
      for (const { source: from, mapping: by, identity, profiles } of adds) {
        if (profiles) await engine.joinProfiles(from, { ...profiles, ...running });
        else report = await read('append', from, by, identity);
      }
      const info = await engine.describe({ signal });
      if (load !== this.#load) return false;
      if (how === 'load' && this.#trial) {
        if (this.#panel && report.rowsIn > 0 && report.accepted === 0) throw this.#panel.unreadable(report);
        this.#chosen = this.#trial;
        this.#trial = null;
      }
      this.#arrived(info, report);
      return true;
    } catch (thrown) {
      if (load !== this.#load) return false;
      const error = toAnalyticsError(thrown);
      if (how === 'load') {
        const preview = error.code === 'mapping-incomplete' ? await this.#preview(source, error, signal) : null;
        if (load === this.#load) this.#fail(error, preview);
      } else {
        this.coordinator.setPhase({ status: 'ready' });
        this.#fireError(error);
      }
      return false;
    }
  }

  async #checkedAsOf(): Promise<number | null> {
    const { asOf } = this;
    if (asOf === null || Math.abs(asOf) <= 8.64e15) return asOf;
    throw (await import('./faults.js')).badAsOf(this.getAttribute('as-of') ?? String(asOf));
  }

  /** What there is to choose from; null when there is nothing, and the error stands as it is. */
  async #preview(source: Source, error: AnalyticsError, signal: AbortSignal): Promise<SourcePreview | null> {
    const known = error.detail['preview'] as SourcePreview | undefined;
    const preview = known ?? (await this.#engine?.preview(source, { signal }).catch(() => null)) ?? null;
    return preview && preview.columns.length > 0 ? preview : null;
  }

  #fail(error: AnalyticsError, preview: SourcePreview | null = null): void {
    const tried = this.#trial !== null;
    this.#trial = null;
    if (tried && this.#panel?.refuse(error)) {
      this.coordinator.setPhase({ status: 'idle', reason: 'needs-mapping' });
    } else if (preview) {
      this.coordinator.setPhase({ status: 'idle', reason: 'needs-mapping' });
      void this.#ask(preview, false);
    } else {
      this.#closePanel();
      this.coordinator.setPhase({ status: 'failed', error });
    }
    this.#fireError(error);
  }

  async #ask(preview: SourcePreview, cancelable: boolean): Promise<void> {
    // The panel is rarely needed, and a page that names its columns never pays for it.
    const { columnsPanel, nameOf } = await import('./ask-columns.js');
    if (!this.isConnected) return;
    this.#panel ??= columnsPanel(this, {
      answer: (mapping) => {
        this.#trial = mapping;
        void this.#begin();
      },
      cancel: () => {
        this.#closePanel();
        // A choice that failed has taken the data from before along.
        if (this.coordinator.phase.status !== 'ready') void this.#begin();
      },
    });
    const named = this.#input === 'src' ? this.src : this.#input === 'source' ? nameOf(this.source) : '';
    this.#panel.ask(preview, named ?? '', cancelable);
  }

  #closePanel(): void {
    const panel = this.#panel;
    this.#panel = null;
    panel?.close();
  }

  /** One engine for the element's life on the page; a failed attempt is made again by the next load. */
  #open(): Promise<Engine> {
    if (this.#opening) return this.#opening.engine;
    const abort = new AbortController();
    const engine = this.connect({
      seat: this.seat,
      ...(this.workerUrl !== null && { workerUrl: this.workerUrl }),
      ...(this.storage !== null && { storage: this.storage }),
      signal: abort.signal,
    });
    const opening = { engine, abort };
    this.#opening = opening;
    engine.then(
      (opened) => {
        if (this.#opening !== opening) return opened.close();
        this.#engine = opened;
        this.coordinator.connect(opened);
      },
      () => {
        if (this.#opening === opening) this.#opening = null;
      },
    );
    return engine;
  }

  #leaveLoad(): void {
    this.#load?.abort.abort();
    this.#load = null;
  }

  #leaveEngine(): void {
    this.#leaveLoad();
    this.#opening?.abort.abort();
    this.#opening = null;
    this.coordinator.connect(null);
    this.#engine?.close();
    this.#engine = null;
  }

  #close(): void {
    this.#refreshing?.abort();
    this.#leaveEngine();
    this.#watchChildren(false);
    this.#closePanel();
    this.#facts = { ...noFacts, sample: this.sample };
    this.coordinator.forget();
    this.coordinator.setPhase({ status: 'idle', reason: 'no-source' });
    this.#begun = false;
    announceDataset();
  }

  /** Data may be put inside after the element: the first that comes is taken. */
  #watchChildren(on: boolean): void {
    this.#childWatch?.disconnect();
    this.#childWatch = null;
    if (!on) return;
    this.#childWatch = new MutationObserver(() => {
      if ([...this.children].some((child) => child.localName === 'script')) void this.#begin();
    });
    this.#childWatch.observe(this, { childList: true });
  }

  #progressed(load: Load, progress: Progress): void {
    if (load !== this.#load) return;
    const framed = this.#progress !== null;
    this.#progress = progress;
    if (framed) return;
    requestAnimationFrame(() => {
      const latest = this.#progress;
      this.#progress = null;
      if (load !== this.#load || this.coordinator.phase.status !== 'loading' || latest === null) return;
      this.coordinator.setPhase({ status: 'loading', progress: latest });
      this.dispatchEvent(new TpProgressEvent({ source: 'dataset', progress: latest }));
    });
  }

  #setFacts(facts: DatasetFacts): void {
    this.#facts = facts;
    this.coordinator.notify();
  }

  #fireError(error: AnalyticsError): void {
    this.dispatchEvent(new TpErrorEvent({ source: 'dataset', error: error.toData() }));
  }
}

/** A source that was added to the first one. */
export interface Addition {
  readonly source: Source;
  readonly mapping: Mapping | null;
  /** Rules that came with it. */
  readonly identity?: IdentityOptions;
  /** It holds customers, which are joined to the rows. */
  readonly profiles?: ProfileOptions;
}

interface Load {
  readonly abort: AbortController;
  /** True when its data are there. */
  ended: Promise<boolean>;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function instant(text: string | null): number | null {
  const written = text?.trim() ?? '';
  if (written === '') return null;
  // What is no time stays NaN: the load says so.
  return parseInstant(written);
}

define('tp-dataset', TpDataset);

declare global {
  interface HTMLElementTagNameMap {
    'tp-dataset': TpDataset;
  }
}
