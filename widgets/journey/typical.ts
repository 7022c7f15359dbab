import type { Engine } from '../../worker/protocol/engine.js';
import { AnalyticsError, toAnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { IdentityExplanation } from '../../worker/protocol/identity.js';
import type { JourneyGroup, JourneyResult } from '../../worker/protocol/journey.js';
import type { DatasetElement } from '../dataset/find-dataset.js';
import { sameData } from '../internal/plain-data.js';
import type { Evidence } from './detail.js';
import type { Stay } from './journey.layout.js';
import type { TypicalQuestion } from './typical.spec.js';

/** The journeys of those who got somewhere. */
export interface TypicalJourneys {
  readonly group: JourneyGroup;
  readonly actors: number;
}

type Asked = DatasetElement & { readonly engine?: Engine | null; readonly filter?: Filter | null };

/**
 * Asks the engine of a dataset for what stands beside a journey: the journeys of those who got somewhere, and why
 * identifiers are one customer's. Neither is narrowed by the selection, and each is asked once for the data there are.
 */
export class Besides {
  readonly #changed: () => void;
  #question: TypicalQuestion | null = null;
  #dataset: Asked | null = null;
  #loadedAt: number | null = null;
  #abort: AbortController | null = null;
  #typical: TypicalJourneys | null = null;
  #error: AnalyticsError | null = null;
  readonly #known = new Map<string, IdentityExplanation | null | undefined>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Null while it is on its way, and where nothing is asked. */
  get typical(): TypicalJourneys | null {
    return this.#typical;
  }

  get error(): AnalyticsError | null {
    return this.#error;
  }

  /** Says what is wanted; asks when that, or the data, are others than before. */
  want(dataset: DatasetElement | null, question: TypicalQuestion | null): void {
    const loadedAt = dataset?.facts.loadedAt ?? null;
    const newData = dataset !== this.#dataset || loadedAt !== this.#loadedAt;
    if (newData) this.#known.clear();
    if (!newData && sameData(question, this.#question)) return;
    this.#dataset = dataset;
    this.#loadedAt = loadedAt;
    this.#question = question;
    this.#abort?.abort();
    this.#abort = null;
    this.#typical = null;
    this.#error = null;
    if (question && loadedAt !== null) void this.#ask(question);
  }

  async #ask({ spec, filter }: TypicalQuestion): Promise<void> {
    const engine = this.#dataset?.engine;
    if (!engine) return;
    const abort = new AbortController();
    this.#abort = abort;
    const base = this.#dataset?.filter;
    try {
      const [outcome] = await engine.run(
        [{ id: 'typical', spec, filter: base ? { kind: 'and', of: [base, filter] } : filter }],
        { signal: abort.signal },
      );
      if (abort.signal.aborted) return;
      if (outcome?.ok) {
        const { group, actors } = outcome.result as JourneyResult;
        this.#typical = group && { group, actors };
      } else if (outcome) this.#error = AnalyticsError.fromData(outcome.error);
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.#error = toAnalyticsError(thrown);
    }
    this.#changed();
  }

  /** What is known of a customer's identifiers; asks for it the first time. */
  evidence(actor: string, open: boolean): Evidence {
    const of = this.#explain(actor);
    const others = open && of ? of.identifiers.filter((id) => id !== of.key).slice(0, 4) : [];
    const chains = others.map((id) => this.#explain(id)).filter((found): found is IdentityExplanation => !!found);
    return { of, chains, open };
  }

  #explain(identifier: string): IdentityExplanation | null | undefined {
    if (this.#known.has(identifier)) return this.#known.get(identifier);
    const engine = this.#dataset?.engine;
    if (!engine) return undefined;
    this.#known.set(identifier, undefined);
    const loadedAt = this.#loadedAt;
    void engine.explain(identifier).then(
      (found) => {
        if (loadedAt !== this.#loadedAt) return;
        this.#known.set(identifier, found);
        this.#changed();
      },
      () => this.#known.set(identifier, null),
    );
    return undefined;
  }

  /** Drops what is under way. */
  leave(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#dataset = null;
    this.#question = null;
  }
}

/**
 * Stages of a usual journey, one after the other, each as long as its median stay; a stage that none of them has left
 * yet is where they end. They lie so that the stage `anchor` begins at `anchorMs`; without one of that name the first does.
 *
 * @returns the stays, and when the last one ends
 */
export function typicalStays(
  { group }: TypicalJourneys,
  anchor: string | null,
  anchorMs: number,
): { stays: Stay[]; endMs: number } {
  const lasting = group.stages.filter(({ medianMs }) => medianMs !== null);
  const before = lasting.findIndex(({ name }) => name === anchor);
  let at = anchorMs;
  for (const { medianMs } of lasting.slice(0, Math.max(0, before))) at -= medianMs!;
  const stays = lasting.map(({ name, medianMs }): Stay => {
    const from = at;
    at += medianMs!;
    return { name, from, to: at, open: false };
  });
  return { stays, endMs: at };
}
