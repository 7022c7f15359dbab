import { identifierTypes } from '../../worker/protocol/batch.js';

/** A row or a profile: the identifiers it carries, `type:value`, in any order. */
export type Carried = readonly string[];

/** Rules as the text names them; a block without rows holds everywhere, else in rows by index. */
export interface OracleRules {
  readonly maxDistinctUserIds?: number;
  readonly alias?: ReadonlyArray<readonly [string, string]>;
  readonly blocked?: ReadonlyArray<{
    readonly id: string;
    readonly rows?: readonly number[];
    readonly records?: readonly Carried[];
  }>;
}

/**
 * Identity by its text (`semantics.md` 3): every component is a set of identifiers; sets are joined again and again
 * until nothing changes.
 */
export function identityOracle(
  rows: readonly Carried[],
  { maxDistinctUserIds = 1, alias = [], blocked = [] }: OracleRules = {},
  profiles: readonly Carried[] = [],
): { readonly actors: ReadonlyArray<string | null>; readonly guarded: readonly string[] } {
  const carried = rows.map((row, index) =>
    row.filter((id) => !blocked.some((block) => isBlocked(block, id, row, index))),
  );
  const said = profiles.map((row) => row.filter((id) => !blocked.some((block) => isBlocked(block, id, row, -1))));
  const records = [...carried, ...said];

  let sets: Array<Set<string>> = [...new Set([...records.flat(), ...alias.flat()])].map((id) => new Set([id]));
  const setOf = (id: string): Set<string> => sets.find((set) => set.has(id))!;
  const joinAll = (groups: ReadonlyArray<readonly string[]>): void => {
    for (let changed = true; changed;) {
      changed = false;
      for (const group of groups) {
        for (const id of group) {
          const [one, other] = [setOf(group[0]!), setOf(id)];
          if (one === other) continue;
          sets = [...sets.filter((set) => set !== one && set !== other), new Set([...one, ...other])];
          changed = true;
        }
      }
    }
  };

  joinAll(alias);
  joinAll(records.map((record) => record.filter((id) => rank(id) <= 1)));
  const guarded = new Set<string>();
  for (let of = 2; of <= 4; of++) {
    const judged: string[] = [];
    for (const id of new Set(records.flat().filter((one) => rank(one) === of))) {
      const owners = new Set<Set<string>>();
      if (alias.flat().includes(id)) owners.add(setOf(id));
      for (const record of records.filter((one) => one.includes(id))) {
        for (const other of record) if (rank(other) < of && !guarded.has(other)) owners.add(setOf(other));
      }
      const users = [...owners].filter((set) => [...set].some((one) => rank(one) <= 1));
      if (users.length > maxDistinctUserIds) judged.push(id);
    }
    for (const id of judged) guarded.add(id);
    joinAll(records.map((record) => record.filter((id) => rank(id) <= of && !guarded.has(id))));
  }

  const actors = carried.map((row) => {
    const free = row.filter((id) => !guarded.has(id));
    const of = free[0] ?? row.toSorted(inOrder)[0];
    return of === undefined ? null : [...setOf(of)].sort(inOrder)[0]!;
  });
  return { actors, guarded: [...guarded].sort(inOrder) };
}

function isBlocked(
  block: NonNullable<OracleRules['blocked']>[number],
  id: string,
  row: Carried,
  index: number,
): boolean {
  if (block.id !== id) return false;
  if (!block.rows && !block.records) return true;
  const same = (record: Carried): boolean => record.toSorted().join(' ') === [...new Set(row)].toSorted().join(' ');
  return (block.rows?.includes(index) ?? false) || (block.records?.some(same) ?? false);
}

function rank(id: string): number {
  return (identifierTypes as readonly string[]).indexOf(id.split(':')[0]!);
}

function inOrder(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
