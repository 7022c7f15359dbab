import type { EventBatch, NumericArray } from '../protocol/batch.js';
import { identifierTypes } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { Dictionary } from '../store/dictionary.js';

/** Who each record is. */
export interface Resolution {
  /** Actor of a record by its code; item 0 (no identity) is not used. Actors are numbered from 0 by first appearance. */
  readonly actorOf: readonly number[];
  /** `type:value` by actor. */
  readonly keys: readonly string[];
}

/**
 * The step between batches and store that turns identifiers into actors.
 *
 * Rows with the same identifiers form one *record*; `add` gives each row its record, and `resolve`, once all batches
 * are in, gives each record its actor. Stitching looks at the whole set, so no actor is final before `resolve`, and the
 * store orders by actor only after it. A row's record never changes; its actor may with every later `add`.
 *
 * A row counts by its identifier of the highest rank (actor, userId, email, phone, deviceId).
 */
export class Identity {
  /** Record k (from 1) is `type:value` of `#records.values[k - 1]`. */
  readonly #records: Dictionary;
  readonly #translations = new Map<readonly string[], Map<string, number[]>>();

  /** @param known keys of the actors of an earlier set, in actor order: they become records 1, 2, ... */
  constructor(known: readonly string[] = []) {
    this.#records = Dictionary.from(known);
  }

  /**
   * Record of each row of a batch, written to `into` from `at` on; 0 = the row carries no usable identifier.
   * @returns rows without identity
   */
  add(batch: EventBatch, into: NumericArray, at: number): number {
    const columns = identifierTypes.flatMap((type) => batch.identifiers.filter((column) => column.type === type));
    const tables = columns.map(({ type, values }) => ({
      codes: values.codes,
      records: this.#translationOf(type, values.values),
      type,
      values: values.values,
    }));
    let unidentified = 0;
    for (let i = 0; i < batch.rows; i++) {
      let record = 0;
      for (const { codes, records, type, values } of tables) {
        const code = codes[i]!;
        if (code === 0) continue;
        record = records[code] ?? 0;
        if (record === 0) {
          record = this.#records.code(`${type}:${values[code - 1]!}`);
          records[code] = record;
        }
        break;
      }
      if (record === 0) unidentified++;
      into[at + i] = record;
    }
    return unidentified;
  }

  /** Actors of all records so far. Order-free: the same set of identifiers gives the same actors in any order of batches. */
  *resolve(): Steps<Resolution> {
    const keys = this.#records.values as string[];
    const actorOf = [-1];
    for (let k = 0; k < keys.length; k++) {
      actorOf.push(k);
      if ((k & 0xffff) === 0xffff) yield 0x10000;
    }
    return { actorOf, keys };
  }

  /** Filled as rows need it: a value that only guarded or lower-ranked columns carry never becomes a record. */
  #translationOf(type: string, values: readonly string[]): number[] {
    let byType = this.#translations.get(values);
    if (!byType) {
      byType = new Map();
      this.#translations.set(values, byType);
    }
    let codes = byType.get(type);
    if (!codes) {
      codes = [0];
      byType.set(type, codes);
    }
    return codes;
  }
}

/** The value of an actor key without its type. */
export function actorLabel(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
