import type { ActorFilter, ActorsFilter, Filter } from '../protocol/filter.js';
import type { ListRequest, RowListRequest, RowPage } from '../protocol/list.js';
import type { ActorPage } from '../protocol/result.js';
import type { FunnelMark, FunnelSpec, Mark, Spec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import { actorSet, actorsOf } from '../store/actor-set.js';
import type { ActorSet } from '../store/actor-set.js';
import { keepWithin, keptBytes } from '../store/keep.js';
import type { Store } from '../store/store.js';
import { timeIndexBytes } from '../store/time-index.js';
import type { RowMask } from '../store/view.js';
import type { Analysis, Answer } from './analysis.js';
import { checkFilter } from './filter-check.js';
import { brushBytes, canBrush, FunnelBrush } from './funnel-brush.js';
import { actorRows, eventRows, listed } from './list.js';
import { movingRange } from './moving-range.js';
import { analysisOf } from './registry.js';
import { filterMask, type ActorSets } from './selector.js';
import type { Team } from './team.js';

/** Carries steps out at the caller's pace; rejects with `aborted` when the caller has gone. */
export type Work = <T>(steps: Steps<T>, onProgress?: (done: number) => void) => Promise<T>;

/** What was done since the engine began: cost that tests hold it to. */
export interface WorkCounts {
  /** Questions answered by their analysis, those found again not counted. */
  answers: number;
  /** Masks made of filters. */
  masks: number;
  /** Answers that looked only at the rows which a moving time range took in or left out. */
  moves: number;
  /** Answers from an index, without a pass over the rows in scope. */
  indexed: number;
  /** Answers of which a second worker counted half. */
  shared: number;
}

const keptAnswers = 8;
const keptMasks = 8;
const keptSets = 64;
const keptBrushes = 4;
/** A question asked over so many different ranges is being brushed: before, what a brush needs would cost more than it saves. */
const rangesBeforeBrush = 2;

/**
 * Answers about one store. What was found is kept: the newest answers, so that a list behind a mark needs no second
 * count, one mask for each filter, and the actors that filters name.
 */
export class Answers {
  readonly #store: Store;
  readonly #counts: WorkCounts;
  readonly #answers: Recent<Answer> = new Recent(keptAnswers);
  readonly #masks: Recent<RowMask> = new Recent(keptMasks);
  readonly #sets: Recent<ActorSet> = new Recent(keptSets);
  /** The list asked for last, sorted: paging through it sorts once. */
  readonly #list: Recent<number[]> = new Recent(1);

  /** Funnels by what stays when their range moves. */
  readonly #brushes: Recent<{ ranges: number; brush: FunnelBrush | null; bytes: number }> = new Recent(keptBrushes);
  readonly #maxBytes: number;
  readonly #team: (() => Promise<Team>) | undefined;

  /**
   * @param maxBytes most bytes that the store may take together with what is built beside it
   * @param team gives what counts with a second worker; asked only for stores that are worth one
   */
  constructor(store: Store, counts: WorkCounts, maxBytes: number, team?: () => Promise<Team>) {
    this.#team = team;
    this.#store = store;
    this.#counts = counts;
    this.#maxBytes = maxBytes;
    keepWithin(store, () => this.#room());
  }

  /**
   * @param unchecked a question from outside
   * @param filter a filter from outside
   * @param onProgress told the rows done of those in the store
   * @throws AnalyticsError `spec-invalid`, and what `work` throws
   */
  async answer(
    unchecked: Spec,
    filter: Filter | undefined,
    work: Work,
    onProgress?: (rows: number) => void,
  ): Promise<Answer> {
    const analysis = analysisOf(unchecked, 'spec');
    const spec = analysis.check(unchecked, 'spec');
    const key = keyOf(spec, filter);
    const known = this.#answers.get(key);
    if (known) return known;
    if (filter !== undefined) checkFilter(filter);
    const moved = spec.kind === 'funnel' ? await this.#moved(spec, filter, work, onProgress) : null;
    if (moved) return this.#keep(key, moved);
    const indexed = analysis.fromIndex ? await this.#indexed(analysis, spec, filter, work, onProgress) : null;
    if (indexed) return this.#keep(key, indexed);
    const mask = filter === undefined ? null : await this.#mask(filter, work);
    const alone = (): Promise<Answer> => work(analysis.answer(this.#store, spec, mask), onProgress);
    const answer = this.#team ? await this.#shared(spec, mask, work, alone, onProgress) : await alone();
    this.#counts.answers++;
    return this.#keep(key, answer);
  }

  /** Counts with a second worker, where that is quicker. */
  async #shared(
    spec: Spec,
    mask: RowMask | null,
    work: Work,
    alone: () => Promise<Answer>,
    onProgress?: (rows: number) => void,
  ): Promise<Answer> {
    const team = await this.#team!();
    const room = this.#room() - keptBytes(this.#store);
    const before = team.answers;
    const answer = await team.answer(this.#store, spec, mask, room, work, alone, onProgress);
    this.#counts.shared += team.answers - before;
    return answer;
  }

  /** The actors or rows behind a mark, one page of them. @param request checked (`checkListRequest`) */
  async list(request: ListRequest | RowListRequest, work: Work): Promise<ActorPage | RowPage> {
    const { spec, filter, mark, of = 'actors', sort = null, offset = 0, limit = 100 } = request;
    const key = JSON.stringify([keyOf(spec, filter), mark, of, sort]);
    let items = this.#list.get(key);
    if (!items) {
      const answer = await this.answer(spec, filter, work);
      items = this.#list.keep(key, await work(listed(this.#store, answer, request)));
    }
    const page = items.slice(offset, offset + limit);
    const total = items.length;
    if (request.of !== 'rows') return { total, offset, actors: actorRows(this.#store, page) };
    return { total, offset, rows: eventRows(this.#store, page, request.properties ?? []) };
  }

  /**
   * Answers a funnel whose time range moves from what it was over the range before; null when that is not the case.
   * Callers need not know: the numbers are those of a fresh count.
   */
  async #moved(
    spec: FunnelSpec,
    filter: Filter | undefined,
    work: Work,
    onProgress?: (rows: number) => void,
  ): Promise<Answer | null> {
    const store = this.#store;
    const { range: own, ...still } = spec;
    const moving = canBrush(still) ? movingRange(filter, own) : null;
    if (!moving) return null;
    const key = keyOf(still, moving.rest);
    const known =
      this.#brushes.get(key) ?? this.#brushes.keep(key, { ranges: 0, brush: null, bytes: brushBytes(store, still) });
    if (known.ranges++ < rangesBeforeBrush) return null;
    if (!known.brush && !this.#hasRoom(known.bytes)) return null;
    const parts: Filter[] = (still.where ?? []).map((selector) => ({ kind: 'rows', match: [selector] }));
    if (moving.rest) parts.push(moving.rest);
    const scope = parts.length === 0 ? null : await this.#mask({ kind: 'and', of: parts }, work);
    const brush = (known.brush ??= await work(FunnelBrush.over(store, still, scope)));
    if (await work(brush.move(moving.range), onProgress)) this.#counts.moves++;
    const result = await work(brush.result());
    this.#counts.answers++;
    const { version } = brush;
    return {
      result,
      *actors(mark: Mark) {
        if (brush.version === version) return yield* brush.actors(mark as FunnelMark);
        // The range has moved on since.
        const answer = yield* analysisOf(still, 'spec').answer(store, { ...still, range: moving.range }, scope);
        return yield* answer.actors(mark);
      },
    };
  }

  /** Answers from what is kept beside the store; null where the analysis would rather count. */
  async #indexed(
    analysis: Analysis,
    spec: Spec,
    filter: Filter | undefined,
    work: Work,
    onProgress?: (rows: number) => void,
  ): Promise<Answer | null> {
    const sets = filter === undefined ? new Map<never, ActorSet>() : await this.#setsOf(filter, work);
    const answer = await work(analysis.fromIndex!(this.#store, spec, filter, sets, this.#room()), onProgress);
    if (answer) {
      this.#counts.answers++;
      this.#counts.indexed++;
    }
    return answer;
  }

  /** Whether a brush and the time index fit in beside the store and the brushes there are. */
  #hasRoom(bytes: number): boolean {
    return keptBytes(this.#store) + bytes <= this.#room();
  }

  /** Bytes left for what is kept with the store besides brushes, the time index, masks and sets of actors. */
  #room(): number {
    const store = this.#store;
    const masks = (keptMasks * store.acceptedRows + keptSets * store.actors) / 8;
    const brushes = this.#brushes.values().reduce((sum, { brush, bytes }) => sum + (brush ? bytes : 0), 0);
    return this.#maxBytes - store.bytes - timeIndexBytes(store) - masks - brushes;
  }

  /** Keeps an answer while there is room for two numbers an actor, which is what most of them hold; the newest always. */
  #keep(key: string, answer: Answer): Answer {
    const room = this.#room() - keptBytes(this.#store);
    return this.#answers.keep(key, answer, Math.floor(room / (16 * this.#store.actors + 1)));
  }

  /** One mask for equal filters, whoever asks. */
  async #mask(filter: Filter, work: Work): Promise<RowMask> {
    const key = JSON.stringify(filter);
    const known = this.#masks.get(key);
    if (known) return known;
    const sets = await this.#setsOf(filter, work);
    this.#counts.masks++;
    return this.#masks.keep(key, await work(filterMask(this.#store, filter, sets)));
  }

  async #setsOf(filter: Filter, work: Work): Promise<ActorSets> {
    const sets = new Map<ActorsFilter | ActorFilter, ActorSet>();
    await this.#findActors(filter, sets, work);
    return sets;
  }

  /** The actors of every part of a filter that names some. */
  async #findActors(filter: Filter, sets: Map<ActorsFilter | ActorFilter, ActorSet>, work: Work): Promise<void> {
    switch (filter.kind) {
      case 'rows':
      case 'time':
        return;
      case 'and':
      case 'or':
        for (const part of filter.of) await this.#findActors(part, sets, work);
        return;
      case 'not':
        return this.#findActors(filter.of, sets, work);
      case 'actors':
      case 'actor': {
        const key = JSON.stringify(filter);
        const known = this.#sets.get(key);
        sets.set(filter, known ?? this.#sets.keep(key, await this.#actorSet(filter, work)));
      }
    }
  }

  async #actorSet(filter: ActorsFilter | ActorFilter, work: Work): Promise<ActorSet> {
    const store = this.#store;
    if (filter.kind === 'actor') return work(actorSet(store, await work(actorsOf(store, filter.keys))));
    const answer = await this.answer(filter.spec, filter.filter, work);
    const mark = filter.mark as Mark;
    return work(answer.set ? answer.set(mark) : actorSet(store, await work(answer.actors(mark))));
  }
}

/** Questions are alike when their data is; keys in another order only cost a second count. */
function keyOf(spec: Spec, filter: Filter | undefined): string {
  return JSON.stringify([spec, filter ?? null]);
}

/** The values used last, by key. */
class Recent<T> {
  readonly #most: number;
  readonly #values = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  values(): T[] {
    return [...this.#values.values()];
  }

  /** @param most fewer than usual; one is kept in any case */
  keep(key: string, value: T, most: number = this.#most): T {
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= Math.max(1, Math.min(most, this.#most))) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}
