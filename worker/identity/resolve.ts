import type { NumericArray } from '../protocol/batch.js';
import type { IdentityBlock } from '../protocol/identity.js';
import type { Steps } from '../steps.js';
import { TextList } from '../store/lists.js';
import type { Texts } from '../store/lists.js';
import { longerColumn } from '../store/storage.js';
import type { ColumnStorage } from '../store/storage.js';
import { compareIdentifiers, rankOf, userRank } from './identifier.js';
import type { IdentityState, Tuples } from './identity.js';

const STEP = 1 << 13;
const LOWEST_RANK = 4;

/** Who each record is. */
export interface Resolution {
  /** Actor of a record; -1 for none (all its identifiers are blocked). Item 0 is not used. null: record k is actor k-1. */
  readonly actorOf: NumericArray | null;
  /** `type:value` by actor. Actors are numbered from 0 by their first row. */
  readonly keys: Texts;
  /** What led there; null where no record has two identifiers and no rule stands. */
  readonly joins: Joins | null;
}

/** Components of identifiers after all joins; every list goes by identifier, from 1. */
export interface Joins {
  /** The identifier that stands for the component. */
  readonly root: NumericArray;
  /** 1 where the guard let an identifier join nothing. */
  readonly guarded: NumericArray;
  /** Actor + 1 of a component, by its root; 0 where no row belongs to it. */
  readonly actorOfRoot: NumericArray;
  /** Identifiers of each record, blocked ones left out: those of record k are `members[start[k] .. start[k + 1]]`; after the records come the profiles. */
  readonly start: NumericArray;
  readonly members: NumericArray;
}

/**
 * Joins identifiers into components: union-find by rank over the full set, so that order cannot matter.
 *
 * The obvious form: join the pairs of the alias map; join the actor and user ids of each record; then for e-mails, phones
 * and device ids in turn: judge every identifier of that type by the components of its records, then join those that
 * passed with their records.
 *
 * @param find identifier of a key, 0 when unknown
 */
export function* resolveRecords(
  state: IdentityState,
  find: (key: string) => number,
  storage: ColumnStorage,
): Steps<Resolution> {
  const { keys, tuples, rules } = state;
  if (!tuples) return { actorOf: null, keys, joins: null };
  const count = keys.length;
  const { start, members } = yield* membersOf(state, tuples, find, storage);
  const lists = tuples.records.length - 1 + tuples.profiles.length;

  const rank = storage.codes(count + 1, LOWEST_RANK);
  const parent = storage.uint32(count + 1);
  const hasUser = storage.codes(count + 1, 1);
  for (let id = 1; id <= count; id++) {
    parent[id] = id;
    rank[id] = rankOf(keys.at(id - 1));
    if (rank[id]! <= userRank) hasUser[id] = 1;
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  const rootOf = (id: number): number => {
    let at = id;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const join = (a: number, b: number): void => {
    const one = rootOf(a);
    const other = rootOf(b);
    if (one === other) return;
    // The lesser stands for both: a component's root is the identifier that was met first.
    const root = one < other ? one : other;
    const child = one < other ? other : one;
    parent[child] = root;
    if (hasUser[child] === 1) hasUser[root] = 1;
  };

  const guarded = storage.codes(count + 1, 1);
  const aliased = new Set<number>();
  for (const [from, to] of rules.alias) {
    join(find(from), find(to));
    aliased.add(find(from)).add(find(to));
  }
  for (let of = userRank; of <= LOWEST_RANK; of++) {
    if (of > userRank) yield* guard(of);
    for (let k = 1; k <= lists; k++) {
      let first = 0;
      for (let m = start[k]!; m < start[k + 1]!; m++) {
        const id = members[m]!;
        if (rank[id]! > of) break;
        if (guarded[id] === 1) continue;
        if (first === 0) first = id;
        else if (rank[id] === of || of === userRank) join(first, id);
      }
      if ((k & (STEP - 1)) === 0) yield 0;
    }
  }

  /** Marks the identifiers of a rank whose records belong to too many components with users. */
  function* guard(of: number): Steps<void> {
    const first = storage.uint32(count + 1);
    const more = new Map<number, Set<number>>();
    const note = (id: number, root: number): void => {
      if (hasUser[root] === 0 || first[id] === root) return;
      if (first[id] === 0) first[id] = root;
      else if (!more.has(id)) more.set(id, new Set([first[id]!, root]));
      else more.get(id)!.add(root);
    };
    for (const id of aliased) if (rank[id] === of) note(id, rootOf(id));
    for (let k = 1; k <= lists; k++) {
      let owner = 0;
      for (let m = start[k]!; m < start[k + 1]!; m++) {
        const id = members[m]!;
        if (rank[id]! > of) break;
        if (rank[id]! === of && owner !== 0) note(id, rootOf(owner));
        else if (rank[id]! < of && owner === 0 && guarded[id] === 0) owner = id;
      }
      if ((k & (STEP - 1)) === 0) yield 0;
    }
    for (const [id, roots] of more) if (roots.size > rules.maxDistinctUserIds) guarded[id] = 1;
  }

  const root = parent;
  for (let id = 1; id <= count; id++) {
    root[id] = rootOf(id);
    if ((id & (STEP - 1)) === 0) yield 0;
  }
  const least = storage.uint32(count + 1);
  for (let id = 1; id <= count; id++) {
    const of = root[id]!;
    const known = least[of]!;
    if (known === 0 || rank[id]! < rank[known]! || (rank[id] === rank[known] && keys.at(id - 1) < keys.at(known - 1)))
      least[of] = id;
    if ((id & (STEP - 1)) === 0) yield 0;
  }

  const actorOfRoot = storage.uint32(count + 1);
  const actorOf = storage.float64(tuples.records.length);
  const actorKeys = new TextList();
  let plain = true;
  for (let k = 1; k < tuples.records.length; k++) {
    // Of guarded ones alone the least counts, which stands first.
    let owner = start[k]! < start[k + 1]! ? members[start[k]!]! : 0;
    for (let m = start[k]!; m < start[k + 1]!; m++) {
      if (guarded[members[m]!] === 1) continue;
      owner = members[m]!;
      break;
    }
    if (owner === 0) actorOf[k] = -1;
    else {
      const of = root[owner]!;
      if (actorOfRoot[of] === 0) actorOfRoot[of] = actorKeys.push(keys.at(least[of]! - 1));
      actorOf[k] = actorOfRoot[of]! - 1;
    }
    if (actorOf[k] !== k - 1) plain = false;
    if ((k & (STEP - 1)) === 0) yield 0;
  }
  return {
    actorOf: plain ? null : actorOf,
    keys: actorKeys,
    joins: { root, guarded, actorOfRoot, start, members },
  };
}

/** Identifiers of every record and profile by rank, without those that a block takes away. */
function* membersOf(
  { keys, rules }: IdentityState,
  tuples: Tuples,
  find: (key: string) => number,
  storage: ColumnStorage,
): Steps<{ start: NumericArray; members: NumericArray }> {
  const blocks = new Map<number, number[]>();
  rules.blocks.forEach((block, number) => {
    const id = block && find(block.id);
    if (id) blocks.set(id, [...(blocks.get(id) ?? []), number]);
  });
  const { left, right } = tuples;
  const records = tuples.records.length - 1;
  const lists = records + tuples.profiles.length;
  const start = storage.uint32(lists + 2);
  let members = storage.uint32(lists + 1);
  let count = 0;
  for (let k = 1; k <= lists; k++) {
    start[k] = count;
    const code = k <= records ? tuples.records.values[k]! : tuples.profiles.values[k - records - 1]!;
    let end = count + 1;
    for (let at = code; at < 0; at = left.values[-at]!) if (right.values[-at]! > 0) end++;
    if (end > members.length) members = longerColumn(members, storage, Math.max(end, 2 * members.length));
    let named = false;
    // The chain begins with the last of them.
    for (let at = code, m = end; ; at = left.values[-at]!) {
      const id = at > 0 ? at : right.values[-at]!;
      if (id > 0) members[--m] = id;
      named ||= blocks.size > 0 && blocks.has(id);
      if (at > 0) break;
    }
    count = named ? withoutBlocked(code, count) : end;
    if ((k & (STEP - 1)) === 0) yield 0;
  }
  start[lists + 1] = count;
  return { start, members };

  /** Writes the members of a record anew from `at` on; returns where they end. */
  function withoutBlocked(code: number, at: number): number {
    const { identifiers, marks } = spell(tuples, code);
    let end = at;
    for (const id of identifiers) {
      const of = blocks.get(id);
      const blocked = of?.some((number) => isBlocked(rules.blocks[number]!, marks.includes(number), identifiers, keys));
      if (!blocked) members[end++] = id;
    }
    return end;
  }
}

/** A combination's identifiers by rank, and the numbers of the blocks that name its rows. */
export function spell(tuples: Tuples, code: number): { identifiers: number[]; marks: number[] } {
  const identifiers: number[] = [];
  const marks: number[] = [];
  let at = code;
  for (; at < 0; at = tuples.left.values[-at]!) {
    const right = tuples.right.values[-at]!;
    if (right > 0) identifiers.push(right);
    else marks.push(-right - 1);
  }
  identifiers.push(at);
  return { identifiers: identifiers.reverse(), marks };
}

function isBlocked(block: IdentityBlock, named: boolean, identifiers: readonly number[], keys: Texts): boolean {
  if (!block.rows && !block.records) return true;
  if (named) return true;
  if (!block.records) return false;
  const own = JSON.stringify(identifiers.map((id) => keys.at(id - 1)).sort(compareIdentifiers));
  return block.records.some((record) => JSON.stringify(record) === own);
}
