import type { Scalar } from '../../worker/protocol/batch.js';
import type { PropertyTest } from '../../worker/protocol/filter.js';
import type { ValuesSpec } from '../../worker/protocol/values.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';

/** A value, and the places in the input of the rows that have it. */
export interface ValueTruth {
  readonly value: Exclude<Scalar, null>;
  readonly rows: readonly number[];
}

/** Every value that occurs, asked of every row by the test `eq`; and the rows for which `isNull` holds. */
export function valuesOracle(rows: readonly Row[], spec: ValuesSpec): { values: ValueTruth[]; missing: number[] } {
  const { prop, search = '' } = spec;
  const byEvent = prop === 'event' || prop === '$name';
  const inScope = [...rows.keys()].filter((seq) => {
    const [, t] = rows[seq]!;
    if (spec.range && (t < spec.range.from || t >= spec.range.to)) return false;
    return (spec.where ?? []).every((selector) => selects(selector, rows[seq]!));
  });
  const passing = (test: Omit<PropertyTest, 'prop'>): number[] =>
    inScope.filter((seq) => {
      const [actor, t, name, props] = rows[seq]!;
      const row: Row = byEvent ? [actor, t, name, { name }] : [actor, t, name, props ?? {}];
      return selects({ where: [{ ...test, prop: byEvent ? 'name' : prop }] }, row);
    });
  const content = rows.map(([, , name, props]) => (byEvent ? name : (props?.[prop] ?? null)));
  const scalars = new Set(
    content.flatMap((value): readonly Scalar[] => (Array.isArray(value) ? value : [value as Scalar])),
  );
  const values = [...scalars]
    .filter((value) => value !== null)
    .map((value): ValueTruth => ({ value, rows: passing({ op: 'eq', value }) }))
    .filter((one) => one.rows.length > 0 && String(one.value).toLowerCase().includes(search.toLowerCase()))
    .sort(
      (a, b) =>
        b.rows.length - a.rows.length ||
        units(String(a.value), String(b.value)) ||
        units(typeof a.value, typeof b.value),
    );
  return { values, missing: passing({ op: 'isNull' }) };
}

function units(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
