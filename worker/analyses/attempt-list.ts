import type { NumericArray } from '../protocol/batch.js';

/** Whole numbers that grow by doubling. */
export class WholeList {
  values: Uint32Array | number[];
  length = 0;

  /** @param plain plain array instead of a typed one, for hosts where these are slow */
  constructor(plain: boolean) {
    this.values = plain ? [] : new Uint32Array(64);
  }

  push(value: number): void {
    if (this.length === this.values.length && !Array.isArray(this.values)) {
      const longer = new Uint32Array(this.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length++] = value;
  }
}

/**
 * Reported attempts, by actor ascending. Memory: 4 bytes for each step of each, and 12 more.
 *
 *   actor   3     3     7          an actor may have several: of different groups, or with `totals`
 *   group   0     2     0          0 = none, else the group plus one
 *   rows    5 8 0 6 0 0 9 11 12    by step: the row of the view that filled it, plus one; 0 = not filled
 */
export class AttemptList {
  readonly steps: number;
  readonly actor: WholeList;
  readonly group: WholeList;
  /** Place of the beginning among the actor's rows: decides between attempts that are otherwise equal. */
  readonly place: WholeList;
  readonly rows: WholeList;

  constructor(steps: number, plain: boolean) {
    this.steps = steps;
    this.actor = new WholeList(plain);
    this.group = new WholeList(plain);
    this.place = new WholeList(plain);
    this.rows = new WholeList(plain);
  }

  get length(): number {
    return this.actor.length;
  }

  /** Row of the view that filled a step of an attempt; -1 when it was not reached. */
  row(attempt: number, step: number): number {
    return this.rows.values[attempt * this.steps + step]! - 1;
  }
}

/** Some attempts of a list, in an order of their own; `ids` null: the whole list. */
export interface AttemptSet {
  readonly list: AttemptList;
  readonly ids: NumericArray | null;
  readonly length: number;
}
