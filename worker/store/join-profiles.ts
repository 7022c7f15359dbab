import type { NumericArray, PropertyValue } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { ProfileAccount, ProfileConflict } from '../protocol/profiles.js';
import type { IdentityState } from '../identity/identity.js';
import type { Joins } from '../identity/resolve.js';
import type { Steps } from '../steps.js';
import { numbersAsCodes } from './dictionary-codes.js';
import { Dictionary } from './dictionary.js';
import type { Texts } from './lists.js';
import type { ProfileTable } from './profiles.js';
import { columnBytes } from './storage.js';
import type { ColumnStorage } from './storage.js';
import type { StoreColumn } from './view.js';

const STEP = 1 << 16; // plain numbers between two yields
const LOOKUPS = 1 << 12;
const SAMPLES = 20;

/** Rows by actor, laid out. */
export interface JoinedRows {
  readonly rows: number;
  readonly actors: number;
  readonly offsets: NumericArray;
  /** By actor. */
  readonly keys: Texts;
  readonly identity: IdentityState;
  readonly joins: Joins | null;
}

/**
 * The rows' columns with those of all profiles. What a row says itself stands; where it says nothing, the profile
 * speaks, of several tables the first that does. Customers come before other keys, since their profiles may bring
 * what these look at: a contact its account, the account its industry.
 *
 * The obvious form: for each row without a value, look through the profiles of its customer or key in the order of
 * their source, and take the first value there is.
 *
 * @param room bytes that profiles and new columns may take
 * @throws AnalyticsError `memory-limit`
 */
export function* joinProfiles(
  tables: readonly ProfileTable[],
  own: ReadonlyMap<string, StoreColumn>,
  joined: JoinedRows,
  storage: ColumnStorage,
  room: number,
): Steps<{ columns: Map<string, StoreColumn>; accounts: ProfileAccount[]; bytes: number }> {
  const columns = new Map(own);
  const accounts = new Map<ProfileTable, ProfileAccount>();
  let bytes = 0;
  for (const table of tables) bytes += table.bytes;
  const ofTables = bytes;
  for (const table of [...tables].sort((a, b) => (a.places ? 0 : 1) - (b.places ? 0 : 1))) {
    const targets = table.places
      ? yield* actorTargets(table.places, joined, storage)
      : yield* keyTargets(table, columns, joined, storage);
    const conflicts: ProfileConflict[] = [];
    const differs = new Set<number>();
    for (const { name, codes, values } of table.columns) {
      const first = storage.codes(targets.count, values.length);
      for (let p = 0; p < table.profiles; p++) {
        const target = targets.ofProfile[p]!;
        const code = codes[p]!;
        if (target < 0 || code === 0) continue;
        if (first[target] === 0) first[target] = code;
        else if (first[target] !== code) {
          differs.add(p);
          if (conflicts.length < SAMPLES) {
            const kept = textOf(values[first[target]! - 1]!);
            conflicts.push({ key: targets.key(target), property: name, kept, other: textOf(values[code - 1]!) });
          }
        }
        if ((p & (STEP - 1)) === STEP - 1) yield 0;
      }
      const numeric = values.every((value) => typeof value === 'number');
      bytes += joined.rows * widthOf(numeric, values.length, storage);
      if (bytes > room) throw tooLarge(table, room);
      columns.set(
        name,
        yield* filled(columns.get(name), { first, values, numeric }, targets.ofRow, joined.rows, storage),
      );
    }
    const { report, key, profiles } = table;
    accounts.set(table, {
      source: report.source,
      key,
      profilesIn: report.rowsIn,
      matched: targets.matched,
      unmatched: profiles - targets.matched,
      rejected: report.rejected,
      rows: targets.rows,
      conflicts: differs.size,
      conflictSamples: conflicts,
      properties: table.columns.map(({ name }) => name),
      report,
    });
  }
  bytes = ofTables;
  for (const [name, column] of columns) {
    if (column !== own.get(name)) bytes += columnBytes(column.kind === 'number' ? column.values : column.codes);
  }
  return { columns, accounts: tables.map((table) => accounts.get(table)!), bytes };
}

/** Whom profiles are of: a customer, or all rows with one key. */
interface Targets {
  readonly count: number;
  /** -1 for none. */
  readonly ofProfile: ArrayLike<number>;
  /** Target + 1 of each row; 0 for none. */
  readonly ofRow: NumericArray;
  readonly key: (target: number) => string;
  readonly matched: number;
  readonly rows: number;
}

function* actorTargets(places: readonly number[], joined: JoinedRows, storage: ColumnStorage): Steps<Targets> {
  const { actors, offsets, keys, identity, joins } = joined;
  // After the records come the profiles.
  const first = identity.tuples?.records.length ?? 1;
  const ofProfile: number[] = [];
  const has = storage.codes(actors, 1);
  let matched = 0;
  for (let p = 0; p < places.length; p++) {
    const actor = joins ? ownerOf(joins, first + places[p]!) : -1;
    ofProfile.push(actor);
    if (actor >= 0) {
      matched++;
      has[actor] = 1;
    }
    if ((p & (STEP - 1)) === STEP - 1) yield 0;
  }
  const ofRow = storage.codes(joined.rows, actors);
  let rows = 0;
  let work = 0;
  for (let a = 0; a < actors; a++) {
    if (has[a] === 0) continue;
    for (let i = offsets[a]!; i < offsets[a + 1]!; i++) ofRow[i] = a + 1;
    rows += offsets[a + 1]! - offsets[a]!;
    work += offsets[a + 1]! - offsets[a]!;
    if (work >= STEP) {
      yield work;
      work = 0;
    }
  }
  return { count: actors, ofProfile, ofRow, key: (actor) => keys.at(actor), matched, rows };
}

/** Actor of a list of identifiers, as a row with them would have it; -1 for none. */
function ownerOf({ start, members, guarded, root, actorOfRoot }: Joins, list: number): number {
  const from = start[list]!;
  const to = start[list + 1]!;
  if (from === to) return -1;
  let owner = members[from]!;
  for (let m = from; m < to; m++) {
    if (guarded[members[m]!] === 1) continue;
    owner = members[m]!;
    break;
  }
  return actorOfRoot[root[owner]!]! - 1;
}

function* keyTargets(
  { key, keys, profiles }: ProfileTable,
  columns: ReadonlyMap<string, StoreColumn>,
  { rows: total }: JoinedRows,
  storage: ColumnStorage,
): Steps<Targets> {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const ofProfile: number[] = [];
  for (let p = 0; p < profiles; p++) {
    const text = keys![p]!;
    let target = numbers.get(text);
    if (target === undefined) numbers.set(text, (target = texts.push(text) - 1));
    ofProfile.push(target);
    if ((p & (LOOKUPS - 1)) === 0) yield 0;
  }
  const ofRow = storage.codes(total, texts.length);
  const met = storage.codes(texts.length, 1);
  const column = columns.get(key.field);
  let rows = 0;
  if (column) {
    const dictionary = new Dictionary();
    const codes = column.kind === 'number' ? yield* numbersAsCodes(column.values, dictionary, storage) : column.codes;
    const values = column.kind === 'number' ? dictionary.values : column.values;
    const targetOf = [0];
    for (const value of values) {
      // A list says of its row that it has several: no one profile is meant.
      targetOf.push(value === null || typeof value === 'object' ? 0 : (numbers.get(String(value).trim()) ?? -1) + 1);
      if ((targetOf.length & (LOOKUPS - 1)) === 0) yield 0;
    }
    for (let i = 0; i < total; i++) {
      const target = targetOf[codes[i]!]!;
      if (target !== 0) {
        ofRow[i] = target;
        met[target - 1] = 1;
        rows++;
      }
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
  }
  let matched = 0;
  for (let p = 0; p < profiles; p++) if (met[ofProfile[p]!] === 1) matched++;
  return { count: texts.length, ofProfile, ofRow, key: (target) => texts[target]!, matched, rows };
}

/** A column in which rows without a value have their profile's. */
function* filled(
  own: StoreColumn | undefined,
  profile: { readonly first: NumericArray; readonly values: readonly PropertyValue[]; readonly numeric: boolean },
  ofRow: NumericArray,
  rows: number,
  storage: ColumnStorage,
): Steps<StoreColumn> {
  const { first, values } = profile;
  if (profile.numeric && own?.kind !== 'dictionary') {
    const into = storage.float64(rows);
    for (let i = 0; i < rows; i++) {
      const target = ofRow[i]!;
      const code = target === 0 ? 0 : first[target - 1]!;
      const said = own ? own.values[i]! : NaN;
      into[i] = said === said || code === 0 ? said : (values[code - 1] as number);
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
    return { kind: 'number', values: into };
  }
  const dictionary = own?.kind === 'dictionary' ? Dictionary.from(own.values) : new Dictionary();
  const before = own?.kind === 'number' ? yield* numbersAsCodes(own.values, dictionary, storage) : (own?.codes ?? null);
  const translation = yield* dictionary.translate(values);
  const into = storage.codes(rows, dictionary.values.length);
  for (let i = 0; i < rows; i++) {
    const target = ofRow[i]!;
    const said = before ? before[i]! : 0;
    into[i] = said !== 0 || target === 0 ? said : translation[first[target - 1]!]!;
    if ((i & (STEP - 1)) === STEP - 1) yield STEP;
  }
  return { kind: 'dictionary', codes: into, values: dictionary.values };
}

/** Bytes that a row takes. */
function widthOf(numeric: boolean, values: number, storage: ColumnStorage): number {
  if (numeric || storage.kind === 'plain') return 8;
  return values < 256 ? 1 : values < 65_536 ? 2 : 4;
}

function textOf(value: PropertyValue): string {
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 200);
}

function tooLarge({ report, columns }: ProfileTable, room: number): AnalyticsError {
  return new AnalyticsError(
    'memory-limit',
    `The ${columns.length} properties of the profiles in "${report.source}" need more than the ${Math.max(0, Math.round(room / 2 ** 20))} MB that are left. Join fewer of them (properties), or raise the engine's \`maxBytes\`.`,
    { room, properties: columns.length },
  );
}
