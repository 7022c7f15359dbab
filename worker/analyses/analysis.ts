import type { Filter } from '../protocol/filter.js';
import type { Result } from '../protocol/result.js';
import type { Mark, Spec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { ActorSet } from '../store/actor-set.js';
import type { Store } from '../store/store.js';
import type { RowMask } from '../store/view.js';
import type { ActorSets } from './selector.js';

/** An answered question, with what the lists behind its marks are made from. */
export interface Answer<R extends Result = Result, M extends Mark = Mark> {
  readonly result: R;
  /** Actors behind a mark, as indexes of the store, in any order, each once; as many as the mark counts. */
  actors(mark: M): Steps<ArrayLike<number>>;
  /** The actors behind a mark as a set, where that is quicker than from a list of them. */
  set?(mark: M): Steps<ActorSet>;
  /** Rows behind a mark that counts rows, as places in the store, in any order; absent where no mark does. */
  rows?(mark: M): Steps<ArrayLike<number>>;
}

/** One kind of question: how it is checked at the door, answered, and listed. Pure: no clock, no network, no state. */
export interface Analysis<S extends Spec = Spec, R extends Result = Result, M extends Mark = Mark> {
  readonly kind: S['kind'];
  /** @throws AnalyticsError `spec-invalid` */
  check(spec: unknown, path: string): S;
  /** @throws AnalyticsError `spec-invalid` */
  checkMark(mark: unknown, spec: S, path: string): M;
  /** @param mask rows that the job's filter lets through; null = all */
  answer(store: Store, spec: S, mask: RowMask | null): Steps<Answer<R, M>>;
  /**
   * The same answer without a mask, from what is kept beside the store; null where that is not quicker.
   * @param filter the job's, checked
   * @param sets the actors of each of its parts that name actors
   * @param room bytes that may be kept
   */
  fromIndex?(
    store: Store,
    spec: S,
    filter: Filter | undefined,
    sets: ActorSets,
    room: number,
  ): Steps<Answer<R, M> | null>;
}
