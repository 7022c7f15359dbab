import type { CallOptions, Engine } from '../../worker/protocol/engine.js';
import { AnalyticsError, toAnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { ListRequest, RowListRequest, RowPage } from '../../worker/protocol/list.js';
import type { ActorPage, JobOutcome, Result } from '../../worker/protocol/result.js';
import type { Progress } from '../../worker/protocol/source.js';
import type { Job, Mark, Spec } from '../../worker/protocol/spec.js';
import type { AnalysisState } from '../internal/analysis.js';
import { plainText, sameData } from '../internal/plain-data.js';
import { Selection } from './selection.js';

/** What the dataset is doing, as far as its widgets must know. */
export type DatasetPhase =
  | { readonly status: 'idle'; readonly reason: 'no-source' | 'needs-mapping' }
  | { readonly status: 'loading'; readonly progress: Progress | null }
  | { readonly status: 'ready' }
  | { readonly status: 'failed'; readonly error: AnalyticsError };

/** One widget's place in the round trips. */
export interface Ask {
  readonly state: AnalysisState;
  /**
   * Asks for a spec from the next frame on; null asks for nothing. Cheap when the spec is the one asked for already.
   * `state` has changed when it returns; `onChange` is not called for it.
   */
  want(spec: Spec | null): void;
  /** Actors behind a mark of the result on screen, under the spec and filter that result was made with. */
  list(mark: Mark, offset: number, limit: number, signal: AbortSignal, sort?: ListRequest['sort']): Promise<ActorPage>;
  /** Rows that a mark of the result on screen counts, likewise. */
  listRows(mark: Mark, page: RowsPage, signal: AbortSignal): Promise<RowPage>;
  /** The filter of the result on screen; null for none, and without a result. */
  readonly filter: Filter | null;
  /** Leaves the round trips; the ask is of no use afterwards. */
  remove(): void;
}

/** Which rows of a list, in what order, with which properties. */
export type RowsPage = Pick<RowListRequest, 'offset' | 'limit' | 'sort' | 'properties'>;

/** What the coordinator takes from the page, so that tests can stand in for it. */
export interface CoordinatorPage {
  /** Calls back once, with the next frame. */
  frame(run: () => void): void;
  /** Milliseconds; only differences are used. */
  now(): number;
  /** Calls back once after so many milliseconds, unless the returned function is called before. */
  later(run: () => void, ms: number): () => void;
}

/** How long a filter must stand still before the answers to an older one are given up. */
const restMs = 150;

/** A worker that is lost this often within this time is not started again by itself. */
export const lossLimit = { failures: 3, withinMs: 60_000 } as const;

/**
 * Gathers what the widgets of a dataset ask for and makes one call of it.
 *
 * On the next frame the specs that are not on screen go out together, equal ones once, each with the filter. One set
 * is in flight; what is asked meanwhile waits and goes out as it stands when the set has come back, so the newest
 * replaces older ones that were never sent. A set in flight is aborted only when nobody wants any of its jobs; where
 * just the filter moved, once it stands still.
 * A failed job is its own outcome. Data that changes makes every spec dirty; the result on screen stays until then.
 */
export class Coordinator {
  readonly #page: CoordinatorPage;
  readonly #entries = new Set<Entry>();
  /** What is chosen in the widgets. */
  readonly selection: Selection = new Selection((by) => this.#selected(by));
  #selectionWatcher: ((by: 'person' | 'program') => void) | null = null;
  readonly #sources = new Map<Element, string>();
  #engine: Engine | null = null;
  #phase: DatasetPhase = { status: 'idle', reason: 'no-source' };
  #filter: Filter | null = null;
  #flight: Flight | null = null;
  #framed = false;
  /** Takes the wait for a filter to stand still back. */
  #unwait: (() => void) | null = null;
  /** Counts changes of the data: an answer given before one is not shown after it. */
  #epoch = 0;
  /** Times of the latest `worker-lost`, oldest first. */
  #losses: number[] = [];

  constructor(page: CoordinatorPage = browserPage) {
    this.#page = page;
  }

  /** Every widget shows the answer to what it asks, or why there is none. */
  get idle(): boolean {
    return this.#flight === null && !this.#anyDirty();
  }

  get phase(): DatasetPhase {
    return this.#phase;
  }

  /**
   * Takes a widget in; `onChange` is told of every change of its state and of the dataset's facts.
   * @param widget Whose clause does not filter the answers; null is filtered by all clauses
   * @param free True for an answer that no clause filters
   */
  add(onChange: () => void, widget: Element | null = null, free = false): Ask {
    const entry: Entry = {
      onChange,
      widget,
      free,
      spec: null,
      key: null,
      shown: null,
      error: null,
      progress: null,
      state: noSpec,
    };
    this.#entries.add(entry);
    this.#settle(entry);
    return {
      get state() {
        return entry.state;
      },
      get filter() {
        return entry.shown?.job.filter ?? null;
      },
      want: (spec) => this.#want(entry, spec),
      list: async (mark, offset, limit, signal, sort) => {
        const { engine, spec, filter } = this.#shownBy(entry);
        return engine.list({ spec, mark, offset, limit, ...filter, ...(sort && { sort }) }, { signal });
      },
      listRows: async (mark, page, signal) => {
        const { engine, spec, filter } = this.#shownBy(entry);
        return engine.list({ spec, mark, of: 'rows', ...page, ...filter }, { signal });
      },
      remove: () => {
        this.#entries.delete(entry);
        this.#dropUnwanted();
      },
    };
  }

  /**
   * What a widget is called in clauses: its id; else its kind, with a number from the second one on. A name stays free
   * for the next of its kind when its widget has left the page.
   */
  sourceOf(widget: Element): string {
    if (widget.id) return widget.id;
    const known = this.#sources.get(widget);
    if (known) return known;
    for (const other of this.#sources.keys()) if (!other.isConnected) this.#sources.delete(other);
    const taken = new Set(this.#sources.values());
    const kind = widget.localName.replace(/^tp-/, '');
    let name = kind;
    for (let n = 2; taken.has(name); n++) name = `${kind}-${n}`;
    this.#sources.set(widget, name);
    return name;
  }

  /** Results of a kind on screen anywhere in the dataset, each with the filter it was made under. */
  shown(kind: Spec['kind']): ReadonlyArray<{ spec: Spec; result: Result; filter: Filter | null }> {
    const all = [...this.#entries].flatMap(({ shown }) => (shown?.result.kind === kind ? [shown] : []));
    return all.map(({ job, result }) => ({ spec: job.spec, result, filter: job.filter ?? null }));
  }

  /** The engine that is asked from now on; null while there is none. */
  connect(engine: Engine | null): void {
    if (engine === this.#engine) return;
    this.#engine = engine;
    this.#leaveFlight();
  }

  /** Tells the widgets what the dataset is doing. Asking begins, and begins anew, when it gets `ready`. */
  setPhase(phase: DatasetPhase): void {
    this.#phase = phase;
    if (phase.status !== 'ready') this.#leaveFlight();
    this.notify();
    this.#schedule();
  }

  /** Says that the data are no longer those of the results on screen. */
  dataChanged(): void {
    this.#epoch++;
    this.#losses = [];
    for (const entry of this.#entries) entry.error = null;
    this.#leaveFlight();
  }

  /** Takes all results off the screen: the data they came from are gone. */
  forget(): void {
    for (const entry of this.#entries) entry.shown = null;
    this.dataChanged();
  }

  /** Asks again for what could not be answered. */
  askAgain(): void {
    this.#losses = [];
    for (const entry of this.#entries) entry.error = null;
    this.notify();
    this.#schedule();
  }

  /** Narrows the rows of every spec; null takes the filter away. */
  setFilter(filter: Filter | null): void {
    this.#filter = filter;
    this.#refilter();
  }

  /** Calls `watcher` when the selection has changed, before the widgets hear of it; one watcher, the dataset's. */
  watchSelection(watcher: (by: 'person' | 'program') => void): void {
    this.#selectionWatcher = watcher;
  }

  #selected(by: 'person' | 'program'): void {
    this.#selectionWatcher?.(by);
    this.#refilter();
  }

  #refilter(): void {
    for (const entry of this.#entries) {
      const key = this.#keyOf(entry, entry.spec);
      // Another filter may be answerable where the one before was not.
      if (key !== entry.key) entry.error = null;
      entry.key = key;
    }
    this.notify();
    this.#dropOutrun();
    this.#schedule();
  }

  /**
   * A range that is dragged changes the filter with every frame: were answers given up for each, none would come until
   * the hand rests. So those on their way are let come, as long as the filter moves.
   */
  #dropOutrun(): void {
    this.#unwait?.();
    this.#unwait = null;
    if (this.#flight === null || this.#isWanted(this.#flight)) return;
    this.#unwait = this.#page.later(() => {
      this.#unwait = null;
      this.#dropUnwanted();
    }, restMs);
  }

  #filterOf({ widget, free }: Entry): Filter | null {
    return free ? this.#filter : this.selection.filterFor(widget && this.sourceOf(widget), this.#filter);
  }

  /** Tells every widget to look again: its state, or the dataset's facts, have changed. */
  notify(): void {
    for (const entry of this.#entries) {
      this.#settle(entry);
      entry.onChange();
    }
  }

  #want(entry: Entry, spec: Spec | null): void {
    const key = this.#keyOf(entry, spec);
    if (key === entry.key) return;
    entry.spec = spec;
    entry.key = key;
    entry.error = null;
    entry.progress = null;
    this.#settle(entry);
    this.#dropUnwanted();
    this.#schedule();
  }

  #keyOf(entry: Entry, spec: Spec | null): string | null {
    return spec === null ? null : plainText({ spec, filter: this.#filterOf(entry) });
  }

  #isDirty(entry: Entry): boolean {
    if (entry.key === null || entry.error !== null) return false;
    return entry.shown === null || entry.shown.key !== entry.key || entry.shown.epoch !== this.#epoch;
  }

  #schedule(): void {
    if (this.#framed || this.#flight !== null || !this.#canAsk() || !this.#anyDirty()) return;
    this.#framed = true;
    this.#page.frame(() => {
      this.#framed = false;
      this.#send();
    });
  }

  #canAsk(): boolean {
    return this.#engine !== null && this.#phase.status === 'ready';
  }

  #anyDirty(): boolean {
    for (const entry of this.#entries) if (this.#isDirty(entry)) return true;
    return false;
  }

  #send(): void {
    const engine = this.#engine;
    // Between the ask and the frame the last widget may have left, or a load may have begun.
    if (engine === null || this.#flight !== null || !this.#canAsk()) return;
    const jobs = new Map<string, Job>();
    const asked = new Map<Entry, string>();
    for (const entry of this.#entries) {
      if (!this.#isDirty(entry) || entry.key === null || entry.spec === null) continue;
      asked.set(entry, entry.key);
      if (jobs.has(entry.key)) continue;
      const id = `job-${jobs.size + 1}`;
      const filter = this.#filterOf(entry);
      jobs.set(entry.key, { id, spec: entry.spec, ...(filter && { filter }) });
    }
    if (jobs.size === 0) return;
    const abort = new AbortController();
    const flight: Flight = { jobs, asked, abort, epoch: this.#epoch };
    this.#flight = flight;
    const options: CallOptions = {
      signal: abort.signal,
      onProgress: (progress) => this.#progressed(flight, progress),
    };
    engine.run([...jobs.values()], options).then(
      (outcomes) => this.#landed(flight, outcomes),
      (thrown: unknown) => this.#crashed(flight, toAnalyticsError(thrown)),
    );
  }

  #progressed(flight: Flight, progress: Progress): void {
    if (flight !== this.#flight) return;
    for (const entry of this.#entries) {
      if (entry.key === null || !flight.jobs.has(entry.key) || entry.shown !== null) continue;
      entry.progress = progress;
      this.#update(entry);
    }
  }

  #landed(flight: Flight, outcomes: readonly JobOutcome[]): void {
    if (flight !== this.#flight) return;
    this.#flight = null;
    this.#unwait?.();
    this.#unwait = null;
    const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
    for (const [key, job] of flight.jobs) {
      const outcome = byId.get(job.id);
      for (const entry of this.#entries) {
        if (entry.key !== key) {
          // The filter has moved on since: the newest answer there is stands until the one to it comes.
          const asked = flight.asked.get(entry);
          if (asked === key && outcome?.ok && entry.error === null && sameData(entry.spec, job.spec)) {
            entry.shown = { key, epoch: flight.epoch, result: outcome.result, job };
            this.#update(entry);
          }
          continue;
        }
        if (outcome?.ok) {
          entry.shown = { key, epoch: flight.epoch, result: outcome.result, job };
          entry.error = null;
        } else {
          entry.error = outcome
            ? AnalyticsError.fromData(outcome.error)
            : new AnalyticsError('internal', 'The engine gave no answer to a job.', { job: job.id });
        }
        entry.progress = null;
        this.#update(entry);
      }
    }
    this.#schedule();
  }

  #crashed(flight: Flight, error: AnalyticsError): void {
    if (flight !== this.#flight) return;
    this.#flight = null;
    if (error.code === 'worker-lost' && this.#mayTryAgain()) {
      this.notify();
      this.#schedule();
      return;
    }
    for (const entry of this.#entries) {
      if (entry.key !== null && flight.jobs.has(entry.key)) entry.error = error;
    }
    this.notify();
    this.#schedule();
  }

  #mayTryAgain(): boolean {
    const now = this.#page.now();
    this.#losses = [...this.#losses, now].filter((time) => now - time < lossLimit.withinMs);
    return this.#losses.length < lossLimit.failures;
  }

  #dropUnwanted(): void {
    const flight = this.#flight;
    if (flight === null || this.#isWanted(flight)) return;
    // While the filter moves, answers to its last place are of use where the question is still the same.
    if (this.#unwait !== null && this.#isAwaited(flight)) return;
    this.#leaveFlight();
    this.#schedule();
  }

  #isAwaited(flight: Flight): boolean {
    for (const [entry, key] of flight.asked) {
      if (this.#entries.has(entry) && sameData(entry.spec, flight.jobs.get(key)?.spec)) return true;
    }
    return false;
  }

  #isWanted(flight: Flight): boolean {
    for (const entry of this.#entries) if (entry.key !== null && flight.jobs.has(entry.key)) return true;
    return false;
  }

  #leaveFlight(): void {
    this.#unwait?.();
    this.#unwait = null;
    this.#flight?.abort.abort();
    this.#flight = null;
  }

  /** What lists of the result on screen are asked with. */
  #shownBy(entry: Entry): { engine: Engine; spec: Spec; filter: { filter?: Filter } } {
    const engine = this.#engine;
    const shown = entry.shown;
    if (engine === null || shown === null) {
      throw new AnalyticsError('not-loaded', 'There is no result yet whose customers could be listed.');
    }
    const { spec, filter } = shown.job;
    return { engine, spec, filter: filter ? { filter } : {} };
  }

  #update(entry: Entry): void {
    this.#settle(entry);
    entry.onChange();
  }

  #settle(entry: Entry): void {
    entry.state = stateOf(entry, this.#phase, this.#isDirty(entry));
  }
}

interface Entry {
  readonly onChange: () => void;
  readonly widget: Element | null;
  readonly free: boolean;
  spec: Spec | null;
  /** The spec with its filter as text; null when nothing is asked for. */
  key: string | null;
  /** The last good result: what is on screen. */
  shown: { readonly key: string; readonly epoch: number; readonly result: Result; readonly job: Job } | null;
  /** Why the spec asked for now has no result; it is not asked again until the spec or the data change. */
  error: AnalyticsError | null;
  progress: Progress | null;
  state: AnalysisState;
}

interface Flight {
  /** Jobs by the key of those who asked. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** Who asked for which of them. */
  readonly asked: ReadonlyMap<Entry, string>;
  readonly abort: AbortController;
  readonly epoch: number;
}

const noSpec = { status: 'initial', reason: 'no-spec' } as const;

function stateOf(entry: Entry, phase: DatasetPhase, dirty: boolean): AnalysisState {
  const { shown } = entry;
  const last = { previous: shown?.result ?? null, previousSpec: shown?.job.spec ?? null };
  switch (phase.status) {
    case 'idle':
      return { status: 'initial', reason: phase.reason };
    case 'failed':
      return { status: 'failed', error: phase.error, ...last };
    case 'loading':
      if (!shown) return { status: 'loading', progress: phase.progress };
      return {
        status: 'ready',
        result: shown.result,
        spec: shown.job.spec,
        recomputing: true,
        progress: phase.progress,
      };
    case 'ready':
      if (entry.key === null) return noSpec;
      if (entry.error) return { status: 'failed', error: entry.error, ...last };
      if (shown) return { status: 'ready', result: shown.result, spec: shown.job.spec, recomputing: dirty };
      return { status: 'loading', progress: entry.progress };
  }
}

const browserPage: CoordinatorPage = {
  // A page in the background gets no frames, and a record page is often opened there: a timer runs instead.
  frame(run) {
    let ran = false;
    const once = (): void => {
      if (ran) return;
      ran = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      run();
    };
    const frame = requestAnimationFrame(once);
    const timer = setTimeout(once, 200);
  },
  now: () => performance.now(),
  later(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
