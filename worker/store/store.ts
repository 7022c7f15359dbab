import type {
  BatchColumn,
  EventBatch,
  IdentifierColumn,
  NumericArray,
  PropertyValue,
  NumberColumn,
} from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { IdentityBlock, IdentityOptions, IdentityUndo } from '../protocol/identity.js';
import { Identity, noIdentity } from '../identity/identity.js';
import type { IdentityState } from '../identity/identity.js';
import type { Joins } from '../identity/resolve.js';
import type { ProfileAccount } from '../protocol/profiles.js';
import type { Steps } from '../steps.js';
import { dictionaryCodes, numbersAsCodes, wordRows } from './dictionary-codes.js';
import { Dictionary, translateCodes } from './dictionary.js';
import { checkBatch } from './batch-check.js';
import { partsOf } from './batch-parts.js';
import type { ProfileParts } from './profile-parts.js';
import type { ProfileTable, ReaderRoom } from './profiles.js';
import { TextList } from './lists.js';
import type { Int32List, Texts } from './lists.js';
import { sortInSteps } from './sort-in-steps.js';
import { columnBytes } from './storage.js';
import type { ColumnStorage } from './storage.js';
import type { LoadAccount } from './load-account.js';
import { IdLayer, SourceIds } from './source-ids.js';
import { findTies, placeTies, tieBytes, tieOrder } from './ties.js';
import type { Ties } from './ties.js';
import type { StoreColumn, StoreView } from './view.js';

const STEP = 1 << 16; // rows between two yields

/** A row that was not taken because its id was seen before. */
export interface DuplicateRow {
  /** Row in its batch. */
  readonly row: number;
  /** True when the earlier row with this id says something else. */
  readonly conflicting: boolean;
}

/**
 * A view with what a later append needs.
 *
 * Rows 0 .. rows-1 are identified and ordered by (actor, time, seq). Rows rows .. acceptedRows-1 carry no identity and
 * are ordered by (time, seq): they hold their place for analyses that count rows, not actors.
 */
export interface Store extends StoreView {
  /** All properties, those of profiles among them. */
  readonly columns: ReadonlyMap<string, StoreColumn>;
  /** What rows say themselves. */
  readonly ownColumns: ReadonlyMap<string, StoreColumn>;
  /** Profiles that rows are joined with; null while there are none. */
  readonly profiles: JoinedProfiles | null;
  readonly actorKeys: Texts;
  /** The host's "now", if it named one: it is `dataEnd` then. */
  readonly asOf: number | null;
  /** Fingerprints of rows by source and id. */
  readonly ids: SourceIds;
  readonly identity: IdentityState;
  readonly joins: Joins | null;
  /** Record of each accepted row, 0 = none; null while actor a is record a + 1 and the rest carry no identifier. */
  readonly records: NumericArray | null;
  readonly ties: Ties | null;
  /** Names of the sources that rows came from, in the order of their first row. */
  readonly sources: readonly string[];
  /** Place in `sources` of each accepted row; null while there is one source at most. */
  readonly sourceOf: NumericArray | null;
  /** Places in `sources` of those whose rows carry ids of their own. */
  readonly sourcesWithIds: readonly number[];
  /** What was loaded, in order. */
  readonly loads: readonly LoadAccount[];
  /** Bytes of columns, offsets and codes. */
  readonly bytes: number;
}

/** Profiles in the order in which they came, what joins them, and what became of them. */
export interface JoinedProfiles {
  readonly parts: ProfileParts;
  readonly tables: readonly ProfileTable[];
  readonly accounts: readonly ProfileAccount[];
}

/** The store before any data. */
export function emptyStore(storage: ColumnStorage): Store {
  return {
    rows: 0,
    actors: 0,
    offsets: storage.uint32(1),
    time: storage.uint32(0),
    timeBase: 0,
    event: storage.uint16(0),
    eventNames: [],
    columns: new Map(),
    ownColumns: new Map(),
    profiles: null,
    column: () => undefined,
    actorKeys: new TextList(),
    actorKey: (actor) => {
      throw new AnalyticsError('internal', `There is no actor ${actor} in an empty store.`, { actor });
    },
    dataEnd: null,
    acceptedRows: 0,
    unidentifiedRows: 0,
    rejectedRows: 0,
    asOf: null,
    ids: SourceIds.none,
    identity: noIdentity,
    joins: null,
    records: null,
    ties: null,
    sources: [],
    sourceOf: null,
    sourcesWithIds: [],
    loads: [],
    bytes: 4,
  };
}

/**
 * Takes in batches one at a time and then builds a new store from an earlier one and them. The earlier store stays as
 * it is, so that a load that fails or is cancelled changes nothing. The result equals a fresh load of everything in
 * the same order.
 */
export class StoreBuilder {
  readonly #before: Store;
  readonly #storage: ColumnStorage;
  readonly #maxBytes: number;
  readonly #identity: Identity;
  readonly #events: Dictionary;
  readonly #staged: StagedBatch[] = [];
  readonly #newIds: IdLayer;
  readonly #sources: Dictionary;
  readonly #sourcesWithIds: Set<number>;
  #stagedBytes = 0;
  /** Rows seen of the sources, rejected ones too where their batches tell. */
  #seenRows = 0;

  /**
   * @param maxBytes most bytes that store and staged batches may take together; beyond it `add` throws `memory-limit`
   * @param identity rules that come with this load, on top of the earlier ones
   */
  constructor(before: Store, storage: ColumnStorage, maxBytes: number, identity?: IdentityOptions) {
    this.#before = before;
    this.#storage = storage;
    this.#maxBytes = maxBytes;
    this.#identity = new Identity(before.identity, storage, identity);
    this.#events = Dictionary.from(before.eventNames);
    this.#newIds = new IdLayer(storage);
    this.#sources = Dictionary.from(before.sources);
    this.#sourcesWithIds = new Set(before.sourcesWithIds);
  }

  /**
   * Takes one batch in; its buffers belong to the builder afterwards.
   * @returns the rows left out as `duplicate-id`, and how many accepted rows carry no identity
   * @throws AnalyticsError `batch-shape`, `memory-limit`
   */
  *add(batch: EventBatch): Steps<{ readonly duplicates: readonly DuplicateRow[]; readonly unidentified: number }> {
    yield* checkBatch(batch);
    const duplicates: DuplicateRow[] = [];
    let unidentified = 0;
    for (const { from, part } of partsOf(batch)) {
      const outcome = yield* this.#addPart(part);
      unidentified += outcome.unidentified;
      for (const { row, conflicting } of outcome.duplicates) duplicates.push({ row: from + row, conflicting });
      yield 0;
    }
    return { duplicates, unidentified };
  }

  *#addPart(batch: EventBatch): Steps<{ readonly duplicates: readonly DuplicateRow[]; readonly unidentified: number }> {
    const numbers = this.#identity.namesRows ? this.#rowNumbers(batch) : null;
    this.#seenRows += batch.rows;
    const duplicates = batch.id ? yield* this.#duplicates(batch) : [];
    const kept = duplicates.length === 0 ? batch : yield* without(batch, duplicates);
    if (kept.rows === 0) return { duplicates, unidentified: 0 };
    const records = this.#storage.uint32(kept.rows);
    const out = new Set(duplicates.map((duplicate) => duplicate.row));
    const unidentified = yield* this.#identity.add(
      kept,
      records,
      numbers?.filter((_, row) => !out.has(row)),
    );
    const translation = yield* this.#events.translate(kept.event.values);
    const event = this.#storage.codes(kept.rows, this.#events.values.length);
    translateCodes(kept.event.codes, translation, event, 0, kept.rows);
    const source = this.#sources.code(kept.source) - 1;
    if (batch.id && batch.id.values.length > 0) this.#sourcesWithIds.add(source);
    this.#staged.push({
      rows: kept.rows,
      source,
      time: kept.time,
      event,
      records,
      columns: new Map(kept.columns.map((c) => [c.name, c.column])),
    });
    this.#count(kept, event, records);
    return { duplicates, unidentified };
  }

  /** Takes in what is known of customers besides their rows; it joins identifiers. */
  addProfiles(rows: number, identifiers: readonly IdentifierColumn[]): Steps<unknown> {
    return this.#identity.addProfiles(rows, identifiers);
  }

  /** Where a reader of profiles puts what it reads. */
  profileRoom(): ReaderRoom {
    return { identity: this.#identity, storage: this.#storage, check: (bytes) => this.#checkBytes(bytes) };
  }

  /** Treats an identifier as absent from some records, or lifts that again; `build` then gives every row its actor anew. */
  changeIdentity(change: { readonly block: IdentityBlock } | { readonly undo: IdentityUndo }): void {
    this.#identity.change(change);
  }

  /** Rows taken in by this builder. */
  get stagedRows(): number {
    return this.#staged.reduce((sum, batch) => sum + batch.rows, 0);
  }

  /**
   * Sorts and lays out everything. Stable: equal times keep ingestion order. Uses the builder up: what was taken in is
   * let go column by column, so that no more than one column lies in memory twice.
   * @param rejectedRows rejected rows of this load, duplicates included; added to the earlier store's
   * @param asOf the host's "now"; absent: the earlier store's
   * @param joined all profiles, where some come on top of the earlier store's
   */
  *build(
    rejectedRows: number,
    asOf: number | null = this.#before.asOf,
    joined?: Pick<JoinedProfiles, 'parts' | 'tables'>,
  ): Steps<Store> {
    const before = this.#before;
    const staged = this.#staged;
    const total = before.acceptedRows + this.stagedRows;
    const { state: identity, resolution } = yield* this.#identity.resolve();
    const { actorOf, keys, joins } = resolution;

    const actors = keys.length;
    const records = actorOf ? this.#storage.codes(total, identity.tuples!.records.length) : null;
    const { place, offsets, identified, mixed } = yield* this.#places(total, actors, actorOf, records);
    const timed = staged.map(({ rows, time }) => ({ rows, time, timeBase: 0 }));
    let ties = yield* findTies({ ...before, rows: before.acceptedRows }, timed, this.#storage);
    timed.length = 0;
    const { time, timeBase, greatest } = yield* this.#times(total, place);
    const order = mixed && (yield* tieOrder(ties, total, this.#storage));
    yield* sortWithinActors(offsets, actors, time, place, identified, total, mixed, order, this.#storage);
    if (ties) ties = yield* placeTies(ties, place, this.#storage);
    const recordsByPlace = records && (yield* moveTo(records, place, this.#storage));

    const event = this.#storage.codes(total, Math.max(this.#events.values.length, 256));
    yield* scatter(before.event, before.acceptedRows, staged, (batch) => batch.event, place, event);
    for (const batch of staged) batch.event = [];
    const sources = this.#sources.values.slice() as string[];
    const sourceOf = sources.length < 2 ? null : yield* this.#sourceOf(total, place);

    const columns = new Map<string, StoreColumn>();
    for (const name of this.#columnNames()) {
      columns.set(name, yield* this.#column(name, total, place));
      for (const batch of staged) batch.columns.delete(name);
    }

    const ids = yield* before.ids.with(this.#newIds, this.#storage);
    let bytes = columnBytes(time) + columnBytes(event) + columnBytes(offsets) + tieBytes(ties);
    if (recordsByPlace) bytes += columnBytes(recordsByPlace);
    if (sourceOf) bytes += columnBytes(sourceOf);
    bytes += identityBytes(identity, joins);
    for (const column of columns.values())
      bytes += columnBytes(column.kind === 'number' ? column.values : column.codes);
    const { parts, tables = [] } = joined ?? before.profiles ?? {};
    const room = this.#maxBytes - bytes;
    const laid = { rows: total, actors, offsets, keys, identity, joins };
    const all = parts ? yield* parts.joinProfiles(tables, columns, laid, this.#storage, room) : null;
    if (all) bytes += all.bytes;
    return {
      rows: identified,
      actors,
      offsets,
      time,
      timeBase,
      event,
      eventNames: this.#events.values.slice() as string[],
      columns: all?.columns ?? columns,
      ownColumns: columns,
      profiles: parts && all ? { parts, tables, accounts: all.accounts } : null,
      column: (name) => (all?.columns ?? columns).get(name),
      actorKeys: keys,
      actorKey: (actor) => keys.at(actor),
      ...(joins && { identifiers: identifiersOf(identity, joins) }),
      dataEnd: asOf ?? greatest,
      asOf,
      acceptedRows: total,
      unidentifiedRows: total - identified,
      rejectedRows: before.rejectedRows + rejectedRows,
      ids,
      identity,
      joins,
      records: recordsByPlace,
      ties,
      sources,
      sourceOf,
      sourcesWithIds: [...this.#sourcesWithIds],
      loads: before.loads,
      bytes,
    };
  }

  /** Numbers of a batch's rows in its source, from 0. */
  #rowNumbers(batch: EventBatch): number[] {
    const first = this.#seenRows;
    return Array.from({ length: batch.rows }, (_, row) => (batch.records ? batch.records[row]! - 1 : first + row));
  }

  /**
   * Where each row goes: counted by actor, then handed out in ingestion order (earlier store first).
   * `place[i]` is the row's place before times within an actor are put in order; `mixed[a]` is 1 where actor a has rows
   * of several earlier actors, one after the other, and null where none has.
   * @param actorOf null: record k is actor k - 1
   * @param records filled with each row's record by ordinal
   */
  *#places(
    total: number,
    actors: number,
    actorOf: NumericArray | null,
    records: NumericArray | null,
  ): Steps<{ place: NumericArray; offsets: NumericArray; identified: number; mixed: NumericArray | null }> {
    const before = this.#before;
    const cursor = this.#storage.uint32(actors + 1);
    // Rows without an actor are one more run, the last.
    const runOf = (record: number): number => {
      if (record === 0) return actors;
      if (!actorOf) return record - 1;
      return actorOf[record]! < 0 ? actors : actorOf[record]!;
    };
    const mixed = actorOf && before.acceptedRows > 0 ? this.#storage.codes(actors + 1, 1) : null;
    const from = mixed && this.#storage.uint32(actors + 1);
    let mixes = false;
    let work = 0;
    for (let a = 0; a <= before.actors; a++) {
      const start = a < before.actors ? before.offsets[a]! : before.rows;
      const end = a < before.actors ? before.offsets[a + 1]! : before.acceptedRows;
      for (let i = start; i < end; i++) {
        const record = before.records ? before.records[i]! : a < before.actors ? a + 1 : 0;
        const run = runOf(record);
        cursor[run]!++;
        if (records) records[i] = record;
        if (mixed && from) {
          if (from[run] === 0) from[run] = a + 1;
          else if (from[run] !== a + 1) mixed[run] = 1;
          if (mixed[run] === 1) mixes = true;
        }
        if ((++work & (STEP - 1)) === 0) yield STEP;
      }
    }
    let ordinal = before.acceptedRows;
    for (const batch of this.#staged) {
      for (let i = 0; i < batch.rows; i++) {
        const record = batch.records[i]!;
        cursor[runOf(record)]!++;
        if (records) records[ordinal++] = record;
        if ((i & (STEP - 1)) === STEP - 1) yield 0;
      }
      yield batch.rows;
    }
    const offsets = this.#storage.uint32(actors + 1);
    let at = 0;
    for (let a = 0; a < actors; a++) {
      offsets[a] = at;
      at += cursor[a]!;
      cursor[a] = offsets[a]!;
      if ((a & (STEP - 1)) === STEP - 1) yield 0;
    }
    offsets[actors] = at;
    cursor[actors] = at;

    const place = this.#storage.uint32(total);
    work = 0;
    for (let a = 0; a <= before.actors; a++) {
      const start = a < before.actors ? before.offsets[a]! : before.rows;
      const end = a < before.actors ? before.offsets[a + 1]! : before.acceptedRows;
      for (let i = start; i < end; i++) {
        place[i] = cursor[runOf(before.records ? before.records[i]! : a < before.actors ? a + 1 : 0)]!++;
        if ((++work & (STEP - 1)) === 0) yield STEP;
      }
    }
    let next = before.acceptedRows;
    for (const batch of this.#staged) {
      for (let i = 0; i < batch.rows; i++) {
        place[next++] = cursor[runOf(batch.records[i]!)]!++;
        if ((i & (STEP - 1)) === STEP - 1) yield 0;
      }
      batch.records = [];
      yield batch.rows;
    }
    return { place, offsets, identified: at, mixed: mixes ? mixed : null };
  }

  /** Times as whole numbers from a base: 4 bytes while all lie within 49.7 days, else 8. */
  *#times(
    total: number,
    place: NumericArray,
  ): Steps<{ time: NumericArray; timeBase: number; greatest: number | null }> {
    if (total === 0) return { time: this.#storage.uint32(0), timeBase: 0, greatest: null };
    const before = this.#before;
    let least = Infinity;
    let greatest = -Infinity;
    for (const [from, to] of runs(before.acceptedRows)) {
      for (let i = from; i < to; i++) {
        const t = before.timeBase + before.time[i]!;
        if (t < least) least = t;
        if (t > greatest) greatest = t;
      }
      yield to - from;
    }
    for (const { rows, time } of this.#staged) {
      for (let i = 0; i < rows; i++) {
        const t = time[i]!;
        if (t < least) least = t;
        if (t > greatest) greatest = t;
      }
      yield rows;
    }
    const near = greatest - least <= 0xffff_ffff;
    const timeBase = near ? least : 0;
    const time = near ? this.#storage.uint32(total) : this.#storage.float64(total);
    const shift = before.timeBase - timeBase;
    for (const [from, to] of runs(before.acceptedRows)) {
      for (let i = from; i < to; i++) time[place[i]!] = before.time[i]! + shift;
      yield to - from;
    }
    let next = before.acceptedRows;
    for (const batch of this.#staged) {
      for (let i = 0; i < batch.rows; i++) time[place[next++]!] = batch.time[i]! - timeBase;
      batch.time = [];
      yield batch.rows;
    }
    return { time, timeBase, greatest };
  }

  /** Source of each row, by place. */
  *#sourceOf(total: number, place: NumericArray): Steps<NumericArray> {
    const before = this.#before;
    const into = this.#storage.codes(total, this.#sources.values.length);
    for (const [from, to] of runs(before.acceptedRows)) {
      for (let i = from; i < to; i++) into[place[i]!] = before.sourceOf ? before.sourceOf[i]! : 0;
      yield to - from;
    }
    let next = before.acceptedRows;
    for (const { rows, source } of this.#staged) {
      for (let i = 0; i < rows; i++) into[place[next++]!] = source;
      yield rows;
    }
    return into;
  }

  #columnNames(): Set<string> {
    const names = new Set(this.#before.ownColumns.keys());
    for (const { columns } of this.#staged) for (const name of columns.keys()) names.add(name);
    return names;
  }

  /** One column over all rows; a row whose batch lacks it is null. Numbers stay numbers unless some batch says otherwise. */
  *#column(name: string, total: number, place: NumericArray): Steps<StoreColumn> {
    const old = this.#before.ownColumns.get(name);
    const parts = this.#staged.map((batch) => batch.columns.get(name));
    const numeric = (!old || old.kind === 'number') && parts.every((part) => !part || isNumeric(part));
    if (numeric) {
      const values = this.#storage.float64(total);
      yield* scatterEach(
        old?.kind === 'number' ? old.values : null,
        this.#before.acceptedRows,
        this.#staged,
        parts,
        place,
        values,
        NaN,
      );
      return { kind: 'number', values };
    }
    const dictionary = old?.kind === 'dictionary' ? Dictionary.from(old.values) : new Dictionary();
    const codeParts: (NumericArray | undefined)[] = [];
    for (const part of parts) codeParts.push(part && (yield* dictionaryCodes(part, dictionary, this.#storage)));
    const oldCodes =
      old?.kind === 'number' ? yield* numbersAsCodes(old.values, dictionary, this.#storage) : old ? old.codes : null;
    const codes = this.#storage.codes(total, dictionary.values.length);
    yield* scatterCodes(oldCodes, this.#before.acceptedRows, this.#staged, codeParts, place, codes);
    return { kind: 'dictionary', codes, values: dictionary.values };
  }

  *#duplicates(batch: EventBatch): Steps<DuplicateRow[]> {
    const id = batch.id!;
    const duplicates: DuplicateRow[] = [];
    yield* this.#newIds.reserve(batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      if ((row & 1023) === 1023) yield 0;
      const code = id.codes[row]!;
      const value = code === 0 ? '' : id.values[code - 1]!;
      if (value === '') continue;
      const key = `${batch.source}\u0000${value}`;
      const fingerprint = rowFingerprint(batch, row);
      const earlier = this.#before.ids.find(key) ?? this.#newIds.find(key);
      if (earlier === undefined) this.#newIds.add(key, fingerprint);
      else duplicates.push({ row, conflicting: earlier !== fingerprint });
    }
    return duplicates;
  }

  #count(batch: EventBatch, event: NumericArray, records: NumericArray): void {
    this.#stagedBytes += columnBytes(batch.time) + columnBytes(event) + columnBytes(records);
    for (const { column } of batch.columns)
      this.#stagedBytes += columnBytes(column.kind === 'number' ? column.values : column.codes);
    this.#checkBytes(this.#stagedBytes);
  }

  #checkBytes(added: number): void {
    const bytes = this.#before.bytes + added;
    if (bytes > this.#maxBytes) {
      throw new AnalyticsError(
        'memory-limit',
        `The data needs more than ${Math.round(this.#maxBytes / 2 ** 20)} MB. Load fewer columns (mapping.properties) or a shorter period, or raise the engine's \`maxBytes\`.`,
        { maxBytes: this.#maxBytes, bytes, rows: this.#before.acceptedRows + this.stagedRows },
      );
    }
  }
}

/** What was taken in and not laid out yet; columns are emptied as `build` comes to them. */
interface StagedBatch {
  readonly rows: number;
  /** Place among the sources. */
  readonly source: number;
  time: NumericArray;
  event: NumericArray;
  records: NumericArray;
  readonly columns: Map<string, BatchColumn>;
}

/**
 * Puts each actor's times in order where they are not, and `place` with them. Rows without identity are one more run.
 * Most files come in time order: then this only looks.
 * @param mixed runs whose rows of one instant may stand in another order than they came in; `order` by ordinal decides
 */
function* sortWithinActors(
  offsets: NumericArray,
  actors: number,
  time: NumericArray,
  place: NumericArray,
  identified: number,
  total: number,
  mixed: NumericArray | null,
  order: NumericArray | null,
  storage: ColumnStorage,
): Steps<void> {
  const unsorted: Array<readonly [number, number]> = [];
  let looked = 0;
  for (let a = 0; a <= actors; a++) {
    const from = a < actors ? offsets[a]! : identified;
    const to = a < actors ? offsets[a + 1]! : total;
    let sorted = mixed === null || mixed[a] === 0;
    for (let i = from + 1; i < to && sorted; i++) {
      sorted = time[i]! >= time[i - 1]!;
      if ((++looked & (STEP - 1)) === 0) yield 0;
    }
    if (!sorted) unsorted.push([from, to]);
    if ((++looked & (STEP - 1)) === 0) yield 0;
  }
  if (unsorted.length === 0) return;

  const rowAt = storage.uint32(total); // place -> ingestion ordinal
  for (let i = 0; i < total; i++) {
    rowAt[place[i]!] = i;
    if ((i & (STEP - 1)) === STEP - 1) yield 0;
  }
  let work = 0;
  for (const [from, to] of unsorted) {
    let places: number[] = [];
    for (let i = from; i < to; i++) places.push(i);
    const compare = order
      ? (a: number, b: number): number => time[a]! - time[b]! || order[rowAt[a]!]! - order[rowAt[b]!]! || a - b
      : (a: number, b: number): number => time[a]! - time[b]! || a - b;
    if (places.length > STEP / 16) places = yield* sortInSteps(places, compare);
    else places.sort(compare);
    const times = places.map((i) => time[i]!);
    const rows = places.map((i) => rowAt[i]!);
    for (let k = 0; k < places.length; k++) {
      time[from + k] = times[k]!;
      place[rows[k]!] = from + k;
    }
    work += places.length;
    if (work >= STEP / 4) {
      yield work;
      work = 0;
    }
  }
}

/** Values by ordinal as values by place. */
function* moveTo(values: NumericArray, place: NumericArray, storage: ColumnStorage): Steps<NumericArray> {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  const moved = storage.codes(values.length, most);
  for (const [from, to] of runs(values.length)) {
    for (let i = from; i < to; i++) moved[place[i]!] = values[i]!;
    yield to - from;
  }
  return moved;
}

/** Bytes of what tells records apart and joins them; keys, which are text, are not counted. */
function identityBytes({ tuples }: IdentityState, joins: Joins | null): number {
  if (!tuples || !joins) return 0;
  const lists = Object.values<Int32List>({ ...tuples });
  const columns = [joins.root, joins.guarded, joins.actorOfRoot, joins.start, joins.members];
  return (
    lists.reduce((sum, { values }) => sum + values.length * (Array.isArray(values) ? 8 : 4), 0) +
    columns.reduce((sum, one) => sum + columnBytes(one), 0)
  );
}

/** What names an actor besides its key. */
function identifiersOf({ keys }: IdentityState, { root, actorOfRoot }: Joins): NonNullable<StoreView['identifiers']> {
  return {
    count: keys.length,
    key: (k) => keys.at(k),
    actor: (k) => actorOfRoot[root[k + 1]!]! - 1,
  };
}

function* scatter(
  old: NumericArray,
  oldRows: number,
  staged: readonly StagedBatch[],
  column: (batch: StagedBatch) => NumericArray,
  place: NumericArray,
  into: NumericArray,
): Steps<void> {
  yield* scatterCodes(old, oldRows, staged, staged.map(column), place, into);
}

/** Copies codes to their places; a missing part leaves 0. */
function* scatterCodes(
  old: NumericArray | null,
  oldRows: number,
  staged: readonly StagedBatch[],
  parts: ReadonlyArray<NumericArray | undefined>,
  place: NumericArray,
  into: NumericArray,
): Steps<void> {
  if (old) {
    for (const [from, to] of runs(oldRows)) {
      for (let i = from; i < to; i++) into[place[i]!] = old[i]!;
      yield to - from;
    }
  }
  let next = oldRows;
  for (let b = 0; b < staged.length; b++) {
    const { rows } = staged[b]!;
    const part = parts[b];
    if (part) for (let i = 0; i < rows; i++) into[place[next + i]!] = part[i]!;
    next += rows;
    yield rows;
  }
}

/** Copies numbers to their places; a missing part writes `missing`. */
function* scatterEach(
  old: NumericArray | null,
  oldRows: number,
  staged: readonly StagedBatch[],
  parts: ReadonlyArray<BatchColumn | undefined>,
  place: NumericArray,
  into: NumericArray,
  missing: number,
): Steps<void> {
  for (const [from, to] of runs(oldRows)) {
    for (let i = from; i < to; i++) into[place[i]!] = old ? old[i]! : missing;
    yield to - from;
  }
  let next = oldRows;
  for (let b = 0; b < staged.length; b++) {
    const { rows } = staged[b]!;
    const part = parts[b];
    for (let i = 0; i < rows; i++) into[place[next + i]!] = part?.kind === 'number' ? part.values[i]! : missing;
    next += rows;
    yield rows;
  }
}

/** 0 .. rows in runs of `STEP`. */
function* runs(rows: number): Generator<readonly [number, number], void, void> {
  for (let from = 0; from < rows; from += STEP) yield [from, Math.min(rows, from + STEP)];
}

/** Whether a column holds nothing but numbers: one that began with numbers may hold words later, which are kept. */
function isNumeric(column: BatchColumn): boolean {
  return column.kind === 'number' && wordRows(column).next().done === true;
}

/** The batch without some rows. */
function* without(batch: EventBatch, duplicates: readonly DuplicateRow[]): Steps<EventBatch> {
  const out = new Set(duplicates.map((duplicate) => duplicate.row));
  const pick = (values: NumericArray): NumericArray => (values as number[]).filter((_, i) => !out.has(i));
  const identifiers: IdentifierColumn[] = [];
  for (const { type, values } of batch.identifiers) {
    identifiers.push({ type, values: { ...values, codes: pick(values.codes) } });
    yield 0;
  }
  const columns: Array<EventBatch['columns'][number]> = [];
  for (const { name, column } of batch.columns) {
    if (column.kind !== 'number') columns.push({ name, column: { ...column, codes: pick(column.codes) } });
    else {
      const texts = textsWithout(column, out);
      columns.push({ name, column: { kind: 'number', values: pick(column.values), ...texts } });
    }
    yield 0;
  }
  return {
    rows: batch.rows - out.size,
    source: batch.source,
    time: pick(batch.time),
    event: { ...batch.event, codes: pick(batch.event.codes) },
    identifiers,
    columns,
  };
}

function textsWithout({ texts }: NumberColumn, out: ReadonlySet<number>): Pick<NumberColumn, 'texts'> {
  if (!texts) return {};
  const gone = [...out].sort((a, b) => a - b);
  const kept = { rows: [] as number[], texts: [] as string[] };
  let before = 0;
  for (const [k, row] of texts.rows.entries()) {
    while (gone[before]! < row) before++;
    if (gone[before] === row) continue;
    kept.rows.push(row - before);
    kept.texts.push(texts.texts[k]!);
  }
  return { texts: kept };
}

/** 32-bit FNV-1a over everything the row says, so that a repeated id with other content is told from a plain repeat. */
function rowFingerprint(batch: EventBatch, row: number): number {
  let hash = mix(0x811c9dc5, String(batch.time[row]));
  const text = (codes: NumericArray, values: readonly PropertyValue[]): void => {
    const code = codes[row]!;
    hash = mix(hash, code === 0 ? '\u0000' : JSON.stringify(values[code - 1]));
  };
  text(batch.event.codes, batch.event.values);
  for (const { values } of batch.identifiers) text(values.codes, values.values);
  for (const { name, column } of batch.columns) {
    hash = mix(hash, name);
    if (column.kind === 'number') hash = mix(hash, String(column.values[row]));
    else text(column.codes, column.values);
  }
  return hash;
}

function mix(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ 0x1f, 0x01000193) >>> 0;
}
