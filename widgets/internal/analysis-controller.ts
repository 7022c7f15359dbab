import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { AnalyticsError, toAnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { ListRequest, RowPage } from '../../worker/protocol/list.js';
import type { ActorPage, Result } from '../../worker/protocol/result.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import type { Ask, RowsPage } from '../dataset/coordinator.js';
import { findDataset, watchDatasets } from '../dataset/find-dataset.js';
import type { DatasetElement } from '../dataset/find-dataset.js';
import type { AnalysisHandle, AnalysisState, DatasetFacts } from './analysis.js';

/** What a widget tells its controller; both are read before each of its renders. */
export interface AnalysisOptions {
  /** What to compute; null when there is nothing to ask yet. What it throws becomes the state's error. */
  readonly spec: () => Spec | null;
  /** Id of the dataset to draw from; null or absent for the closest one around the widget. */
  readonly for?: () => string | null | undefined;
  /** True for an answer that no clause of the selection filters. */
  readonly free?: boolean;
  /** False where the selection's period is not to narrow a spec without a range. Default true. */
  readonly period?: boolean;
  /** Whose place in the page decides which dataset is meant; absent for the widget itself. */
  readonly from?: () => Element | null;
}

const noFacts: DatasetFacts = { info: null, report: null, loadedAt: null, sample: false };
const noDataset = { status: 'initial', reason: 'no-dataset' } as const;

/**
 * Ties a widget to its dataset: finds it, also when it is attached or upgraded later, hands over the widget's spec,
 * and asks for a render whenever state or facts change.
 *
 * Spec and dataset are looked at just before a render, after `willUpdate`; so the state read in `render` belongs to
 * the properties of that render.
 */
export class AnalysisController<R extends Result = Result> implements ReactiveController, AnalysisHandle<R> {
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: AnalysisOptions;
  #dataset: DatasetElement | null = null;
  #ask: Ask | null = null;
  #specError: AnalyticsError | null = null;
  #unwatch: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & Element, options: AnalysisOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): AnalysisState<R> {
    if (this.#ask === null) return noDataset;
    const state = this.#ask.state as AnalysisState<R>;
    if (this.#specError === null) return state;
    const error = this.#specError;
    if (state.status === 'failed') return { ...state, error };
    if (state.status !== 'ready') return { status: 'failed', error, previous: null };
    return { status: 'failed', error, previous: state.result, previousSpec: state.spec };
  }

  get facts(): DatasetFacts {
    return this.#dataset?.facts ?? noFacts;
  }

  /** The dataset in use; null while there is none. */
  get dataset(): DatasetElement | null {
    return this.#dataset;
  }

  /** The filter of the result on screen; null for none. */
  get filter(): Filter | null {
    return this.#ask?.filter ?? null;
  }

  async list(
    mark: Mark,
    offset: number,
    limit: number,
    signal: AbortSignal,
    sort?: ListRequest['sort'],
  ): Promise<ActorPage> {
    if (this.#ask === null) throw new AnalyticsError('not-loaded', 'The widget has no dataset to list customers from.');
    return this.#ask.list(mark, offset, limit, signal, sort);
  }

  async listRows(mark: Mark, page: RowsPage, signal: AbortSignal): Promise<RowPage> {
    if (this.#ask === null) throw new AnalyticsError('not-loaded', 'The widget has no dataset to list rows from.');
    return this.#ask.listRows(mark, page, signal);
  }

  stop(): void {
    this.#dataset?.stop();
  }

  retry(): void {
    this.#dataset?.retry();
  }

  hostConnected(): void {
    this.#unwatch ??= watchDatasets(() => this.#look());
    this.#look();
  }

  hostDisconnected(): void {
    // An element that is moved is taken out and put back in one task: it keeps its result.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#unwatch?.();
      this.#unwatch = null;
      this.#leave();
    });
  }

  hostUpdate(): void {
    this.#look();
    let spec: Spec | null = null;
    this.#specError = null;
    try {
      spec = this.#inPeriod(this.#options.spec());
    } catch (thrown) {
      this.#specError = toAnalyticsError(thrown);
    }
    this.#ask?.want(spec);
  }

  /** A spec that names no range has the selection's period. */
  #inPeriod(spec: Spec | null): Spec | null {
    const period = this.#options.period === false ? null : this.#dataset?.coordinator.selection.period;
    return spec && period && spec.range === undefined ? ({ ...spec, range: period } as Spec) : spec;
  }

  #look(): void {
    if (!this.#host.isConnected) return;
    const found = findDataset(this.#options.from?.() ?? this.#host, this.#options.for?.() ?? null);
    if (found === this.#dataset) return;
    this.#leave();
    this.#dataset = found;
    const widget = this.#options.from ? null : this.#host;
    this.#ask = found?.coordinator.add(() => this.#host.requestUpdate(), widget, this.#options.free) ?? null;
    this.#host.requestUpdate();
  }

  #leave(): void {
    this.#ask?.remove();
    this.#ask = null;
    this.#dataset = null;
  }
}
