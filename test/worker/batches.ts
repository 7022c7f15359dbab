import type { EventBatch, IdentifierColumn, PropertyValue } from '../../worker/protocol/batch.js';
import { identifierTypes } from '../../worker/protocol/batch.js';

/** A row as the tests write it: actor (empty for none), ms, event, properties, id. */
export interface Row {
  readonly actor: string;
  readonly t: number;
  readonly event: string | null;
  readonly props?: Readonly<Record<string, PropertyValue>>;
  readonly id?: string;
  /** Identifiers besides the actor, `type:value`. */
  readonly ids?: readonly string[];
}

/** Rows as one batch; numbers become number columns where every value of a property is a number. */
export function batchOf(rows: readonly Row[], source = 'test'): EventBatch {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.props ?? {})))];
  return {
    rows: rows.length,
    source,
    time: Float64Array.from(rows, (row) => row.t),
    event: text(rows.map((row) => row.event)),
    identifiers: [
      { type: 'actor', values: text(rows.map((row) => row.actor || null)) },
      ...identifierColumns(rows.map((row) => row.ids ?? [])),
    ],
    ...(rows.some((row) => row.id) ? { id: text(rows.map((row) => row.id ?? null)) } : {}),
    columns: names.map((name) => ({ name, column: column(rows.map((row) => ownValue(row.props, name))) })),
  };
}

/** Identifiers `type:value` as columns: as many of a type as one row has most. */
export function identifierColumns(rows: ReadonlyArray<readonly string[]>): IdentifierColumn[] {
  return identifierTypes.flatMap((type) => {
    const values = rows.map((ids) =>
      ids.filter((id) => id.startsWith(`${type}:`)).map((id) => id.slice(type.length + 1)),
    );
    const most = Math.max(0, ...values.map((own) => own.length));
    return Array.from({ length: most }, (_, k) => ({ type, values: text(values.map((own) => own[k] ?? null)) }));
  });
}

/** A row's own value: a key such as `__proto__` is data. */
export function ownValue(props: Row['props'], name: string): PropertyValue {
  return props && Object.hasOwn(props, name) ? props[name]! : null;
}

function column(values: readonly PropertyValue[]): EventBatch['columns'][number]['column'] {
  if (values.every((value) => value === null || typeof value === 'number')) {
    return { kind: 'number', values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)) };
  }
  return dictionary(values);
}

function text(values: ReadonlyArray<string | null>): EventBatch['event'] {
  return dictionary(values) as EventBatch['event'];
}

function dictionary(
  values: readonly PropertyValue[],
): Extract<EventBatch['columns'][number]['column'], { kind: 'dictionary' }> {
  const keys = new Map<string, number>();
  const distinct: PropertyValue[] = [];
  const codes = values.map((value) => {
    if (value === null) return 0;
    const key = JSON.stringify(value);
    if (!keys.has(key)) keys.set(key, distinct.push(value));
    return keys.get(key)!;
  });
  return { kind: 'dictionary', codes: Uint32Array.from(codes), values: distinct };
}
