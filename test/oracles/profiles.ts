import { identityOracle, type Carried, type OracleRules } from './identity.js';

type Value = string | number | boolean | null;

/** A row: what identifies it, and what it says. */
export interface OracleRow {
  readonly ids: Carried;
  readonly props: Readonly<Record<string, Value>>;
}

/** A table of profiles: customers by their identifiers, or whatever has the text `key` in the rows' `field`. */
export type OracleTable =
  | { readonly field: null; readonly profiles: readonly OracleRow[] }
  | {
      readonly field: string;
      readonly profiles: ReadonlyArray<{ readonly key: string; readonly props: OracleRow['props'] }>;
    };

export interface JoinedOracle {
  readonly rows: ReadonlyArray<Readonly<Record<string, Value>>>;
  readonly accounts: ReadonlyArray<{ matched: number; unmatched: number; rows: number; conflicts: number }>;
}

/** Joins by the text: row by row, table by table, profile by profile. */
export function joinOracle(
  rows: readonly OracleRow[],
  tables: readonly OracleTable[],
  rules: OracleRules,
): JoinedOracle {
  const customers = tables.flatMap((table) => (table.field === null ? table.profiles : []));
  const { actors } = identityOracle(
    [...rows, ...customers].map(({ ids }) => ids),
    rules,
  );
  const owner = new Map(customers.map((profile, k) => [profile, actors[rows.length + k] ?? null]));
  const said = rows.map(({ props }) => ({ ...props }) as Record<string, Value>);
  const accounts = new Map<OracleTable, JoinedOracle['accounts'][number]>();
  const inOrder = [...tables.filter(({ field }) => field === null), ...tables.filter(({ field }) => field !== null)];
  for (const table of inOrder) {
    const targetOfRow = rows.map((_, i) =>
      table.field === null ? actors[i]! : said[i]![table.field] == null ? null : String(said[i]![table.field]),
    );
    const profiles = table.profiles.map((profile) => ({
      props: profile.props,
      target: 'key' in profile ? profile.key : owner.get(profile)!,
    }));
    const usable = profiles.map(({ target }) =>
      target !== null && (table.field !== null || actors.slice(0, rows.length).includes(target)) ? target : null,
    );
    const conflicting = profiles.filter(({ props }, p) =>
      Object.entries(props).some(([name, value]) => {
        if (value === null || usable[p] === null) return false;
        const first = profiles.find((one, q) => usable[q] === usable[p] && (one.props[name] ?? null) !== null)!;
        return first.props[name] !== value;
      }),
    );
    const matched = usable.filter((target) => target !== null && targetOfRow.includes(target)).length;
    let count = 0;
    targetOfRow.forEach((target, i) => {
      const own = profiles.filter((_, p) => target !== null && usable[p] === target);
      if (own.length === 0) return;
      count++;
      for (const { props } of own) {
        for (const [name, value] of Object.entries(props)) said[i]![name] ??= value;
      }
    });
    accounts.set(table, { matched, unmatched: profiles.length - matched, rows: count, conflicts: conflicting.length });
  }
  return { rows: said, accounts: tables.map((table) => accounts.get(table)!) };
}
