import type { ArrowField } from './schema.js';
import type { Cell, Vector } from './vectors.js';

/** Levels of structs whose parts become columns; deeper ones are JSON text. As with nested objects of JSON. */
const mostFlatLevels = 8;

/** A column of records: a field, or a part of a struct. */
export interface Column {
  readonly key: string;
  /** Places among the fields, then among the parts of each struct. */
  readonly path: readonly number[];
}

/** The columns of a schema; names that stand twice become `name (2)`, and are counted. */
export function columnsOf(fields: readonly ArrowField[]): { columns: Column[]; duplicates: number } {
  const columns: Column[] = [];
  const taken = new Set<string>();
  let duplicates = 0;
  const walk = (field: ArrowField, before: string | null, path: readonly number[]): void => {
    const name = before === null ? field.name : `${before}.${field.name}`;
    if (isFlat(field) && path.length <= mostFlatLevels) {
      field.children.forEach((child, k) => walk(child, name, [...path, k]));
      return;
    }
    let key = name;
    for (let again = 2; taken.has(key); again++) key = `${name} (${again})`;
    if (key !== name) duplicates++;
    taken.add(key);
    columns.push({ key, path });
  };
  fields.forEach((field, k) => walk(field, null, [k]));
  return { columns, duplicates };
}

function isFlat({ type, dictionary, children }: ArrowField): boolean {
  return type.kind === 'struct' && dictionary === null && children.length > 0;
}

/** The cells of a column in a batch. */
export function cellsOf(vectors: readonly Vector[], { path }: Column): (row: number) => Cell {
  const around: Vector[] = [];
  let vector = vectors[path[0]!]!;
  for (const part of path.slice(1)) {
    around.push(vector);
    vector = vector.children![part]!;
  }
  // A part of a struct that is missing is missing, whatever its bytes say.
  if (around.length > 0) return (row) => (around.some((struct) => struct.isNull(row)) ? null : vector.cell(row));
  return (row) => vector.cell(row);
}
