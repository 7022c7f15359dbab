import type { IdentifierType } from '../protocol/batch.js';
import { identifierTypes } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type {
  GuardedIdentifier,
  IdentityConflict,
  IdentityExplanation,
  IdentityJoin,
  IdentityLink,
  IdentityRecord,
  IdentityReport,
} from '../protocol/identity.js';
import type { Steps } from '../steps.js';
import type { Store } from '../store/store.js';
import { actorLabel, compareIdentifiers, rankOf, userRank } from './identifier.js';
import { spell } from './resolve.js';

const STEP = 1 << 13;
const MOST_LISTED = 1000;
const MOST_INSIDE = 20;

/**
 * Why an identifier belongs to its actor: the chain of identifiers and the rows that carry them. Cost: one pass over rows,
 * records and identifiers.
 *
 * @param name an identifier `type:value`, or its bare value where that leads to one actor only
 * @returns null when nothing carries it
 * @throws AnalyticsError `spec-invalid` for a bare value that several actors have
 */
export function* explainIdentifier(store: Store, name: string): Steps<IdentityExplanation | null> {
  const { keys } = store.identity;
  const id = yield* findIdentifier(store, name);
  if (id === 0) return null;
  const root = rootOf(store, id);
  const actor = actorOfIdentifier(store, id);
  const guarded = store.joins?.guarded[id] === 1;
  const facts = yield* recordFacts(store);
  const lists = listCount(store);

  const carrying: number[] = [];
  const within: number[] = [];
  const actors = new Set<number>();
  for (let list = 1; list <= lists; list++) {
    const members = membersOf(store, list);
    if (members.includes(id)) {
      carrying.push(list);
      const of = actorOfList(store, list);
      if (of >= 0) actors.add(of);
    }
    if (members.some((member) => rootOf(store, member) === root)) within.push(list);
    if ((list & (STEP - 1)) === 0) yield 0;
  }
  const identifiers: string[] = [];
  for (let other = 1; other <= keys.length; other++) {
    if (rootOf(store, other) === root) identifiers.push(keys.at(other - 1));
    if ((other & (STEP - 1)) === 0) yield 0;
  }
  identifiers.sort(compareIdentifiers);
  const rowsOf = (list: number): number => facts.rows[list] ?? 0;
  carrying.sort((a, b) => rowsOf(b) - rowsOf(a) || a - b);
  const key = actor < 0 ? null : store.actorKey(actor);
  return {
    id: keys.at(id - 1),
    key,
    guarded,
    chain: key === null ? [] : yield* chainTo(store, id, key, within, facts),
    identifiers: identifiers.slice(0, MOST_LISTED),
    identifiersTotal: identifiers.length,
    records: carrying.slice(0, MOST_LISTED).map((list) => recordOf(store, list, facts)),
    recordsTotal: carrying.length,
    actors: [...actors]
      .map((of) => store.actorKey(of))
      .sort(compareIdentifiers)
      .slice(0, MOST_LISTED),
  };
}

/** Those of the wanted identifiers, `type:value`, that the data have. Cost: one pass over the identifiers. */
export function* identifiersAmong(store: Store, wanted: ReadonlySet<string>): Steps<ReadonlySet<string>> {
  const { keys } = store.identity;
  const found = new Set<string>();
  if (wanted.size === 0) return found;
  for (let id = 0; id < keys.length; id++) {
    if (wanted.has(keys.at(id))) found.add(keys.at(id));
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  return found;
}

/** Counts, guarded identifiers and conflicts over the whole set. Cost: one pass over rows, records and identifiers. */
export function* reportIdentity(store: Store): Steps<IdentityReport> {
  const { keys, rules, tuples } = store.identity;
  const facts = yield* recordFacts(store);
  /** 0: no record carries the identifier; 1: one; 2: several. */
  const carried = yield* zeros(keys.length + 1);
  const guarded = new Map<number, { rows: number; actors: Set<number> }>();
  for (let list = 1; list <= listCount(store); list++) {
    for (const id of membersOf(store, list)) {
      carried[id] = carried[id] === 0 ? 1 : 2;
      if (store.joins?.guarded[id] !== 1) continue;
      let found = guarded.get(id);
      if (!found) guarded.set(id, (found = { rows: 0, actors: new Set() }));
      found.rows += facts.rows[list] ?? 0;
      const actor = actorOfList(store, list);
      if (actor >= 0) found.actors.add(actor);
    }
    if ((list & (STEP - 1)) === 0) yield 0;
  }

  const identifiers: Partial<Record<IdentifierType, number>> = {};
  /** By root: identifiers that lead to its actor, and its first actor or user id; those with several have a list too. */
  const leading = yield* zeros(keys.length + 1);
  const firstUser = yield* zeros(keys.length + 1);
  const severalUsers = new Map<number, number[]>();
  /** By root: one bit for each rank that brings its records together. */
  const held = yield* zeros(keys.length + 1);
  const examples: string[][] = identifierTypes.map(() => []);
  for (let id = 1; id <= keys.length; id++) {
    if (carried[id] !== 0) {
      const rank = rankOf(keys.at(id - 1));
      const type = identifierTypes[rank]!;
      identifiers[type] = (identifiers[type] ?? 0) + 1;
      const root = store.joins ? rootOf(store, id) : 0;
      if (root !== 0 && store.joins!.actorOfRoot[root] !== 0) {
        leading[root]!++;
        if (rank <= userRank) noteUser(root, id);
        if (carried[id] === 2 && store.joins!.guarded[id] !== 1) {
          held[root]! |= 1 << rank;
          if (examples[rank]!.length < MOST_INSIDE) examples[rank]!.push(keys.at(id - 1));
        }
      }
    }
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  function noteUser(root: number, id: number): void {
    const first = firstUser[root]!;
    if (first === 0) firstUser[root] = id;
    else if (severalUsers.has(root)) severalUsers.get(root)!.push(id);
    else severalUsers.set(root, [first, id]);
  }
  let joinedActors = 0;
  const heldActors = identifierTypes.map(() => 0);
  for (let root = 1; root < leading.length; root++) {
    if (leading[root]! > 1) joinedActors++;
    for (let rank = 0; held[root]! >> rank !== 0; rank++) heldActors[rank]! += (held[root]! >> rank) & 1;
    if ((root & (STEP - 1)) === 0) yield 0;
  }
  const conflicts: IdentityConflict[] = [];
  for (const [root, ids] of severalUsers) {
    const ranks = ids.map((id) => rankOf(keys.at(id - 1)));
    if (new Set(ranks).size === ranks.length) continue;
    const sorted = ids.map((id) => keys.at(id - 1)).sort(compareIdentifiers);
    conflicts.push({
      key: store.actorKey(store.joins!.actorOfRoot[root]! - 1),
      ids: sorted.slice(0, MOST_INSIDE),
      idsTotal: sorted.length,
    });
  }
  conflicts.sort((a, b) => compareIdentifiers(a.key, b.key));
  const listed = [...guarded]
    .map(([id, { rows, actors }]) => ({ id: keys.at(id - 1), rows, actors }))
    .sort((a, b) => compareIdentifiers(a.id, b.id))
    .slice(0, MOST_LISTED)
    .map(({ id, rows, actors }): GuardedIdentifier => {
      const sorted = [...actors].map((actor) => store.actorKey(actor)).sort(compareIdentifiers);
      return { id, rows, actors: sorted.slice(0, MOST_INSIDE), actorsTotal: sorted.length };
    });
  return {
    identifiers,
    records: tuples ? tuples.records.length - 1 : keys.length,
    actors: store.actors,
    joinedActors,
    joins: identifierTypes
      .map((type, rank): IdentityJoin => {
        const met = examples[rank]!.toSorted(compareIdentifiers);
        return { type, actors: heldActors[rank]!, examples: met };
      })
      .filter(({ actors }) => actors > 0),
    unidentifiedRows: store.unidentifiedRows,
    guarded: listed,
    guardedTotal: guarded.size,
    conflicts: conflicts.slice(0, MOST_LISTED),
    conflictsTotal: conflicts.length,
    maxDistinctUserIds: rules.maxDistinctUserIds,
    alias: rules.alias,
    blocked: rules.blocks.filter((block) => block !== null),
  };
}

interface RecordFacts {
  /** Rows of each record, and their first and last time in ms UTC; item 0 is not used. */
  readonly rows: number[];
  readonly first: number[];
  readonly last: number[];
}

function* recordFacts(store: Store): Steps<RecordFacts> {
  const { tuples, keys } = store.identity;
  const records = tuples ? tuples.records.length : keys.length + 1;
  const facts: RecordFacts = { rows: [], first: [], last: [] };
  for (let record = 0; record < records; record++) {
    facts.rows.push(0);
    facts.first.push(Infinity);
    facts.last.push(-Infinity);
    if ((record & (STEP - 1)) === 0) yield 0;
  }
  let work = 0;
  for (let actor = 0; actor <= store.actors; actor++) {
    const from = actor < store.actors ? store.offsets[actor]! : store.rows;
    const to = actor < store.actors ? store.offsets[actor + 1]! : store.acceptedRows;
    for (let i = from; i < to; i++) {
      const record = store.records ? store.records[i]! : actor < store.actors ? actor + 1 : 0;
      const t = store.timeBase + store.time[i]!;
      facts.rows[record]!++;
      if (t < facts.first[record]!) facts.first[record] = t;
      if (t > facts.last[record]!) facts.last[record] = t;
      if ((++work & (STEP - 1)) === 0) yield STEP;
    }
  }
  return facts;
}

function* zeros(length: number): Steps<number[]> {
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    values.push(0);
    if ((i & (STEP - 1)) === 0) yield 0;
  }
  return values;
}

/** Records, then profiles. */
function listCount(store: Store): number {
  const { tuples, keys } = store.identity;
  return tuples ? tuples.records.length - 1 + tuples.profiles.length : keys.length;
}

/** Identifiers of a record or profile, blocked ones left out. */
function membersOf({ joins }: Store, list: number): readonly number[] {
  return joins ? Array.from(joins.members.slice(joins.start[list], joins.start[list + 1])) : [list];
}

function rootOf({ joins }: Store, id: number): number {
  return joins ? joins.root[id]! : id;
}

function actorOfIdentifier({ joins }: Store, id: number): number {
  return joins ? joins.actorOfRoot[joins.root[id]!]! - 1 : id - 1;
}

/** Actor of a record or profile; -1 for none. */
function actorOfList(store: Store, list: number): number {
  const members = membersOf(store, list);
  const owner = members.find((id) => store.joins?.guarded[id] !== 1) ?? members[0];
  return owner === undefined ? -1 : actorOfIdentifier(store, owner);
}

function recordOf(store: Store, list: number, facts: RecordFacts): IdentityRecord {
  const { tuples, keys } = store.identity;
  const records = tuples ? tuples.records.length - 1 : keys.length;
  const code = tuples
    ? list <= records
      ? tuples.records.values[list]!
      : tuples.profiles.values[list - records - 1]!
    : list;
  const all = tuples ? spell(tuples, code).identifiers : [list];
  const left = membersOf(store, list);
  const rows = list <= records ? (facts.rows[list] ?? 0) : 0;
  return {
    identifiers: all.map((id) => keys.at(id - 1)),
    blocked: all.filter((id) => !left.includes(id)).map((id) => keys.at(id - 1)),
    rows,
    firstMs: rows === 0 ? null : facts.first[list]!,
    lastMs: rows === 0 ? null : facts.last[list]!,
  };
}

/** Shortest chain between two identifiers of one component, breadth first; of equal ones that of the earliest records. */
function* chainTo(
  store: Store,
  from: number,
  key: string,
  lists: readonly number[],
  facts: RecordFacts,
): Steps<readonly IdentityLink[]> {
  const { keys, rules } = store.identity;
  const byIdentifier = new Map<number, number[]>();
  const free = (list: number): readonly number[] =>
    membersOf(store, list).filter((id) => store.joins?.guarded[id] !== 1);
  for (const list of lists) {
    for (const id of free(list)) {
      const known = byIdentifier.get(id);
      if (known) known.push(list);
      else byIdentifier.set(id, [list]);
    }
  }
  const byAlias = new Map<string, string[]>();
  for (const [a, b] of rules.alias) {
    byAlias.set(a, [...(byAlias.get(a) ?? []), b]);
    byAlias.set(b, [...(byAlias.get(b) ?? []), a]);
  }
  const aliased = new Map<string, number>();
  for (let id = 1; id <= keys.length && byAlias.size > 0; id++) {
    if (byAlias.has(keys.at(id - 1))) aliased.set(keys.at(id - 1), id);
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  /** What led to an identifier: the one before it, and the record, 0 for the alias map. */
  const cameFrom = new Map<number, readonly [before: number, list: number]>([[from, [0, 0]]]);
  const seen = new Set<number>();
  const queue = [from];
  for (const id of queue) {
    if (keys.at(id - 1) === key) {
      const chain: IdentityLink[] = [];
      for (let at = id; at !== from; at = cameFrom.get(at)![0]) {
        const [before, list] = cameFrom.get(at)!;
        const record = list === 0 ? null : recordOf(store, list, facts);
        chain.push({ from: keys.at(before - 1), to: keys.at(at - 1), record });
      }
      return chain.reverse();
    }
    const visit = (next: number, list: number): void => {
      if (cameFrom.has(next)) return;
      cameFrom.set(next, [id, list]);
      queue.push(next);
    };
    for (const other of byAlias.get(keys.at(id - 1)) ?? []) visit(aliased.get(other)!, 0);
    for (const list of byIdentifier.get(id) ?? []) {
      if (seen.has(list)) continue;
      seen.add(list);
      for (const other of free(list)) visit(other, list);
    }
  }
  return [];
}

/** Number of the identifier that a name means; 0 for none. */
function* findIdentifier(store: Store, name: string): Steps<number> {
  const { keys } = store.identity;
  const bearers: number[] = [];
  for (let id = 1; id <= keys.length; id++) {
    const key = keys.at(id - 1);
    if (key === name) return id;
    if (key.endsWith(name) && actorLabel(key) === name) bearers.push(id);
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  bearers.sort((a, b) => compareIdentifiers(keys.at(a - 1), keys.at(b - 1)));
  if (new Set(bearers.map((id) => rootOf(store, id))).size > 1) {
    const types = bearers.map((id) => identifierTypes[rankOf(keys.at(id - 1))]!);
    throw new AnalyticsError(
      'spec-invalid',
      `Several customers have this value, as ${types.join(', ')}. Write the type before it, e.g. "${types[0]!}:...".`,
      // The value may be personal data, which stays out of errors.
      { types, valueLength: name.length },
    );
  }
  return bearers[0] ?? 0;
}
