import type { EventBatch, IdentifierColumn, IdentifierType, NumericArray } from '../protocol/batch.js';
import { identifierTypes } from '../protocol/batch.js';
import type { IdentityBlock, IdentityOptions, IdentityUndo } from '../protocol/identity.js';
import type { Steps } from '../steps.js';
import { Int32List, TextList } from '../store/lists.js';
import { longerColumn } from '../store/storage.js';
import type { ColumnStorage } from '../store/storage.js';
import { compareIdentifiers } from './identifier.js';
import { resolveRecords } from './resolve.js';
import type { Resolution } from './resolve.js';
import { addBlock, addRules, plainRules, withoutRule } from './rules.js';
import type { IdentityRules } from './rules.js';
import { PairTable, TextTable } from './tables.js';

/**
 * What rows say of their customers, without the rows.
 *
 * Identifier n (from 1) is `keys.at(n - 1)`, `type:value`. A *record* is a distinct combination of identifiers on rows,
 * numbered from 1 by first appearance. While no row has carried two identifiers and no rule stands, record n is
 * identifier n alone and `tuples` is null: such a set needs nothing but its keys.
 */
export interface IdentityState {
  readonly keys: TextList;
  readonly tuples: Tuples | null;
  readonly rules: IdentityRules;
}

/**
 * Combinations as chains of pairs, so that equal ones are told by two whole numbers:
 *
 *   a code > 0 is identifier `code` alone
 *   a code < 0 is pair c = -code: the combination `left` of c with `right` of c added, which is an identifier, or
 *              -(b + 1) for "block number b names this row"
 *
 * Identifiers come by rank, so that a combination has one chain; item 0 of every list is not used.
 */
export interface Tuples {
  /** Code of each record. */
  readonly records: Int32List;
  /** Record of an identifier alone, and of a pair; 0 where no row has just that. */
  readonly recordOfIdentifier: Int32List;
  readonly recordOfPair: Int32List;
  readonly left: Int32List;
  readonly right: Int32List;
  /** Codes of what profiles say; from item 0. */
  readonly profiles: Int32List;
}

/** Identity before any data. */
export const noIdentity: IdentityState = { keys: new TextList(), tuples: null, rules: plainRules };

const CHUNK = 1 << 12; // rows between two yields

/** A column of a batch, with our identifiers for its codes. */
interface IdentifierTable {
  readonly codes: NumericArray;
  readonly values: readonly string[];
  readonly type: IdentifierType;
  readonly known: KnownValues;
}

/** Our identifiers for a list of values, filled as rows need them: a value that no row carries never becomes one. */
interface KnownValues {
  /** By code; 0 until a row has it. */
  ids: NumericArray;
  /** How many are not 0. */
  used: number;
}

/**
 * The step between batches and store that turns identifiers into actors.
 *
 * Rows with the same identifiers form one *record*; `add` gives each row its record, and `resolve`, once all batches
 * are in, gives each record its actor. Joining looks at the whole set, so no actor is final before `resolve`, and the
 * store orders by actor only after it. A row's record never changes; its actor may with every later `add`.
 */
export class Identity {
  readonly #storage: ColumnStorage;
  readonly #before: IdentityState;
  /** The earlier ones and new ones; empty until the first call has copied the earlier. */
  #keys: TextList = noIdentity.keys;
  #begun = false;
  #rules: IdentityRules;
  #tuples: Tuples | null = null;
  #pairs: PairTable | null = null;
  /** Blocks by the row of this load that they name. */
  readonly #blocksOfRow = new Map<number, number[]>();
  readonly #known = new Map<readonly string[], Map<IdentifierType, KnownValues>>();
  /** Values of a type that come in one list are distinct: they are looked up only once a second list appears. */
  readonly #lists = new Map<IdentifierType, readonly string[]>();
  #texts: TextTable | null = null;
  #looksUp: boolean;

  /** @param before state of an earlier set, which stays as it is */
  constructor(before: IdentityState, storage: ColumnStorage, options?: IdentityOptions) {
    this.#storage = storage;
    this.#before = before;
    this.#looksUp = before.keys.length > 0;
    this.#rules = addRules(before.rules, options);
    this.#rules.blocks.forEach((block, number) => {
      if (number < before.rules.blocks.length) return;
      for (const row of block?.rows ?? []) {
        this.#blocksOfRow.set(row, [...(this.#blocksOfRow.get(row) ?? []), number]);
      }
    });
  }

  /** True when rows are named by blocks: `add` has to be told their numbers. */
  get namesRows(): boolean {
    return this.#blocksOfRow.size > 0;
  }

  /** Treats an identifier as absent from some records, or lifts that again. */
  change(change: { readonly block: IdentityBlock } | { readonly undo: IdentityUndo }): void {
    this.#rules = 'block' in change ? addBlock(this.#rules, change.block) : withoutRule(this.#rules, change.undo);
  }

  /**
   * Record of each row of a batch, written to `into`; 0 = the row carries no usable identifier.
   * @param numbers number of each row in its source, where `namesRows`
   * @returns rows without identity
   */
  *add(batch: EventBatch, into: NumericArray, numbers: ArrayLike<number> | null = null): Steps<number> {
    yield* this.#begin();
    const tables = yield* this.#tablesOf(batch.identifiers);
    if (tables.length > 1 || numbers) yield* this.#widen();
    let unidentified = 0;
    const codes: number[] = [];
    for (let from = 0; from < batch.rows; from += CHUNK) {
      const end = Math.min(from + CHUNK, batch.rows);
      yield* this.#combine(tables, from, end, codes);
      const tuples = this.#tuples;
      for (let i = from; i < end; i++) {
        let code = codes[i - from]!;
        if (code === 0) unidentified++;
        if (tuples && code !== 0) {
          const blocks = numbers && this.#blocksOfRow.get(numbers[i]!);
          if (blocks) for (const block of blocks) code = this.#pair(code, -(block + 1));
          code = recordOf(tuples, code);
        }
        into[i] = code;
      }
      yield end - from;
    }
    return unidentified;
  }

  /**
   * Takes in what is known of customers besides their rows.
   * @returns place of each profile in `Tuples.profiles`; -1 for one without identifiers
   */
  *addProfiles(rows: number, identifiers: readonly IdentifierColumn[]): Steps<number[]> {
    yield* this.#begin();
    const tables = yield* this.#tablesOf(identifiers);
    const tuples = yield* this.#widen();
    const codes: number[] = [];
    const places: number[] = [];
    for (let from = 0; from < rows; from += CHUNK) {
      const end = Math.min(from + CHUNK, rows);
      yield* this.#combine(tables, from, end, codes);
      for (let i = 0; i < end - from; i++) {
        places.push(codes[i] === 0 ? -1 : tuples.profiles.push(codes[i]!) - 1);
      }
      yield end - from;
    }
    return places;
  }

  /** Actors of all records so far. Order-free: the same rows in any order give the same actors. */
  *resolve(): Steps<{ readonly state: IdentityState; readonly resolution: Resolution }> {
    yield* this.#begin();
    const { alias, blocks } = this.#rules;
    if (alias.length > 0 || blocks.some((block) => block !== null)) {
      yield* this.#widen();
      this.#looksUp = true;
      yield* this.#follow();
    }
    yield* this.#texts?.reserve(alias.length * 2) ?? [];
    for (const key of alias.flat()) if (this.#texts!.find(key) === 0) this.#append(key);
    const state: IdentityState = { keys: this.#keys, tuples: this.#tuples, rules: this.#rules };
    const find = (key: string): number => this.#texts?.find(key) ?? 0;
    return { state, resolution: yield* resolveRecords(state, find, this.#storage) };
  }

  /** The code of each row's combination, from item 0 of `codes` on; 0 for none. */
  *#combine(tables: readonly IdentifierTable[], from: number, end: number, codes: number[]): Steps<void> {
    for (let k = codes.length; k < end - from; k++) codes.push(0);
    if (!this.#tuples) {
      const [table] = tables;
      for (let i = from; i < end; i++) codes[i - from] = table ? this.#identifier(table, table.codes[i]!) : 0;
      return;
    }
    const severalOfOne = new Set(tables.map((table) => table.type)).size < tables.length;
    // Marks of blocks come on top, one for each block that names a row.
    yield* this.#pairTable().follow();
    const more = (end - from) * tables.length + this.#rules.blocks.length * this.#blocksOfRow.size;
    yield* this.#pairTable().reserve(more);
    const { left, right, recordOfPair, records } = this.#tuples;
    for (const list of [left, right, recordOfPair, records]) {
      list.reserve(more);
      yield 0;
    }
    const row: number[] = [];
    for (let i = from; i < end; i++) {
      let length = 0;
      for (const table of tables) {
        const identifier = this.#identifier(table, table.codes[i]!);
        if (identifier !== 0) row[length++] = identifier;
      }
      if (severalOfOne && length > 1) length = this.#distinct(row, length);
      let code = length === 0 ? 0 : row[0]!;
      for (let k = 1; k < length; k++) code = this.#pair(code, row[k]!);
      codes[i - from] = code;
    }
  }

  /** Several identifiers of one type on a row: in one order, each once. */
  #distinct(row: number[], length: number): number {
    const keys = this.#keys;
    const sorted = [...new Set(row.slice(0, length))];
    sorted.sort((a, b) => compareIdentifiers(keys.at(a - 1), keys.at(b - 1)));
    sorted.forEach((identifier, k) => (row[k] = identifier));
    return sorted.length;
  }

  #pairTable(): PairTable {
    return (this.#pairs ??= new PairTable(this.#storage, this.#tuples!.left, this.#tuples!.right));
  }

  #pair(left: number, right: number): number {
    const tuples = this.#tuples!;
    const pair = this.#pairs!.id(left, right);
    if (pair === tuples.recordOfPair.length) tuples.recordOfPair.push(0);
    return -pair;
  }

  #identifier(table: IdentifierTable, code: number): number {
    if (code === 0) return 0;
    const { known } = table;
    const id = known.ids[code]!;
    if (id !== 0) return id;
    known.used++;
    const key = `${table.type}:${table.values[code - 1]!}`;
    return (known.ids[code] = this.#texts?.find(key) || this.#append(key));
  }

  #append(key: string): number {
    const identifier = this.#keys.push(key);
    this.#texts?.add(key);
    this.#tuples?.recordOfIdentifier.push(0);
    return identifier;
  }

  /** Columns by rank, with room for their new values. */
  *#tablesOf(identifiers: readonly IdentifierColumn[]): Steps<IdentifierTable[]> {
    const filled = identifiers.filter(({ values }) => values.values.length > 0);
    const columns = identifierTypes.flatMap((type) => filled.filter((column) => column.type === type));
    for (const { type, values } of columns) {
      const list = this.#lists.get(type);
      if (list && list !== values.values) this.#looksUp = true;
      this.#lists.set(type, values.values);
    }
    if (this.#looksUp) yield* this.#follow();
    const tables: IdentifierTable[] = [];
    for (const { type, values } of columns) {
      const known = this.#knownOf(type, values.values);
      const { length } = values.values;
      yield* this.#texts?.reserve(length - known.used) ?? [];
      this.#tuples?.recordOfIdentifier.reserve(length - known.used);
      if (length >= known.ids.length) known.ids = longerColumn(known.ids, this.#storage, length + 1);
      yield 0;
      tables.push({ codes: values.codes, values: values.values, type, known });
    }
    return tables;
  }

  *#follow(): Steps<void> {
    this.#texts ??= new TextTable(this.#storage, this.#keys);
    yield* this.#texts.follow();
  }

  #knownOf(type: IdentifierType, values: readonly string[]): KnownValues {
    let byType = this.#known.get(values);
    if (!byType) this.#known.set(values, (byType = new Map()));
    let known = byType.get(type);
    if (!known) byType.set(type, (known = { ids: this.#storage.uint32(1), used: 0 }));
    return known;
  }

  /** Copies what the earlier set has, which stays as it is. */
  *#begin(): Steps<void> {
    if (this.#begun) return;
    const { keys, tuples } = this.#before;
    this.#keys = new TextList(keys);
    if (tuples) {
      const copied: Record<string, Int32List> = {};
      for (const [name, list] of Object.entries<Int32List>({ ...tuples })) {
        copied[name] = new Int32List(this.#storage, list);
        yield 0;
      }
      this.#tuples = copied as unknown as Tuples;
    }
    this.#begun = true;
  }

  /** From here on a record may have several identifiers. */
  *#widen(): Steps<Tuples> {
    if (this.#tuples) return this.#tuples;
    const records = new Int32List(this.#storage);
    for (let k = 0; k <= this.#keys.length; k++) {
      records.push(k);
      if ((k & (CHUNK - 1)) === 0) yield 0;
    }
    const none = new Int32List(this.#storage);
    none.push(0);
    const copyOf = (list: Int32List): Int32List => new Int32List(this.#storage, list);
    this.#tuples = {
      records,
      recordOfIdentifier: copyOf(records),
      recordOfPair: copyOf(none),
      left: copyOf(none),
      right: copyOf(none),
      profiles: new Int32List(this.#storage),
    };
    return this.#tuples;
  }
}

/** Record of a combination; a new one gets the next number. */
function recordOf(tuples: Tuples, code: number): number {
  const records = (code > 0 ? tuples.recordOfIdentifier : tuples.recordOfPair).values;
  const place = code > 0 ? code : -code;
  const known = records[place]!;
  if (known !== 0) return known;
  return (records[place] = tuples.records.push(code) - 1);
}
