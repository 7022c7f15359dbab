/** A field of a table: its slot's number is its place in the list; null leaves it out. */
export type FlatField =
  | { readonly i8: number }
  | { readonly i16: number }
  | { readonly i32: number }
  | { readonly i64: number | bigint }
  | { readonly text: string }
  | { readonly table: FlatFields }
  | { readonly tables: readonly FlatFields[] }
  /** The same table so many times: offsets that lead to one place. */
  | { readonly again: FlatFields; readonly times: number }
  | { readonly words: ReadonlyArray<number | bigint>; readonly each: number }
  | null;
export type FlatFields = readonly FlatField[];

/** A flatbuffer of one table, written front to back. */
export function flatbuffer(root: FlatFields): Uint8Array {
  const bytes: number[] = [0, 0, 0, 0];
  const align = (to: number): void => {
    while (bytes.length % to !== 0) bytes.push(0);
  };
  const put = (at: number, value: number | bigint, width: number): void => {
    const whole = BigInt.asUintN(64, BigInt(value));
    for (let k = 0; k < width; k++) bytes[at + k] = Number((whole >> BigInt(8 * k)) & 255n);
  };
  const push = (value: number | bigint, width: number): void => put(bytes.length, value, width);
  const widthOf = (field: FlatField): number =>
    field === null ? 0 : 'i8' in field ? 1 : 'i16' in field ? 2 : 'i64' in field ? 8 : 4;

  const writeTable = (fields: FlatFields): number => {
    align(8);
    const vtable = bytes.length;
    const places: number[] = [];
    let size = 4;
    for (const field of fields) {
      const width = widthOf(field);
      if (width > 0) size = Math.ceil(size / width) * width;
      places.push(width === 0 ? 0 : size);
      size += width;
    }
    push(4 + fields.length * 2, 2);
    push(size, 2);
    for (const place of places) push(place, 2);
    align(8);
    const table = bytes.length;
    push(table - vtable, 4);
    for (let k = 4; k < size; k++) bytes.push(0);
    fields.forEach((field, k) => {
      if (field === null) return;
      const at = table + places[k]!;
      if ('i8' in field) put(at, field.i8, 1);
      else if ('i16' in field) put(at, field.i16, 2);
      else if ('i32' in field) put(at, field.i32, 4);
      else if ('i64' in field) put(at, field.i64, 8);
      else put(at, writeApart(field) - at, 4);
    });
    return table;
  };

  const writeApart = (field: Exclude<FlatField, null>): number => {
    if ('table' in field) return writeTable(field.table);
    // A vector's items are aligned, its count stands before them.
    align(8);
    push(0, 4);
    const start = bytes.length;
    if ('text' in field) {
      const text = new TextEncoder().encode(field.text);
      push(text.length, 4);
      for (const byte of [...text, 0]) bytes.push(byte);
    } else if ('words' in field) {
      push(field.words.length / field.each, 4);
      for (const word of field.words) push(word, 8);
    } else if ('tables' in field || 'again' in field) {
      const tables = 'tables' in field ? field.tables : Array.from({ length: field.times }, () => field.again);
      push(tables.length, 4);
      const items = bytes.length;
      for (let k = 0; k < tables.length; k++) push(0, 4);
      let one: number | null = null;
      tables.forEach((table, k) => {
        const at: number = 'again' in field ? (one ??= writeTable(table)) : writeTable(table);
        put(items + k * 4, at - (items + k * 4), 4);
      });
    }
    return start;
  };

  put(0, writeTable(root), 4);
  align(8);
  return Uint8Array.from(bytes);
}

/** A message: its kind (1 schema, 2 dictionary, 3 batch), its table and its body. */
export function message(kind: number, header: FlatFields, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = flatbuffer([{ i16: 4 }, { i8: kind }, { table: header }, { i64: body.length }]);
  const prefix = new DataView(new ArrayBuffer(8));
  prefix.setInt32(0, -1, true);
  prefix.setInt32(4, head.length, true);
  return Buffer.concat([new Uint8Array(prefix.buffer), head, body]);
}

/** A field of a schema. */
export function field(
  name: string,
  type: number,
  typeFields: FlatFields = [],
  { children = [], dictionary = null }: { children?: readonly FlatFields[]; dictionary?: FlatFields | null } = {},
): FlatFields {
  return [
    { text: name },
    { i8: 1 },
    { i8: type },
    { table: typeFields },
    dictionary === null ? null : { table: dictionary },
    { tables: children },
  ];
}

export function schema(...fields: readonly FlatFields[]): Uint8Array {
  return message(1, [{ i16: 0 }, { tables: fields }]);
}

/** A batch: length and nulls of each vector, and its buffers, laid out one after the other. */
export interface BatchBytes {
  readonly rows: number | bigint;
  readonly nodes: ReadonlyArray<number | bigint>;
  readonly buffers?: readonly Uint8Array[];
  /** 0 LZ4, 1 Zstandard. */
  readonly codec?: number;
  readonly variadic?: readonly number[];
}

export function batch(given: BatchBytes): Uint8Array {
  const { table, body } = batchTable(given);
  return message(3, table, body);
}

export function dictionary(id: number, given: BatchBytes, delta = false): Uint8Array {
  const { table, body } = batchTable(given);
  return message(2, [{ i64: id }, { table }, { i8: delta ? 1 : 0 }], body);
}

function batchTable({ rows, nodes, buffers = [], codec, variadic }: BatchBytes): {
  table: FlatFields;
  body: Uint8Array;
} {
  const places: number[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const buffer of buffers) {
    places.push(at, buffer.length);
    const padded = new Uint8Array(Math.ceil(buffer.length / 8) * 8);
    padded.set(buffer);
    parts.push(padded);
    at += padded.length;
  }
  return {
    table: [
      { i64: rows },
      { words: nodes, each: 2 },
      { words: places, each: 2 },
      codec === undefined ? null : { table: [{ i8: codec }, { i8: 0 }] },
      variadic === undefined ? null : { words: variadic, each: 1 },
    ],
    body: Buffer.concat(parts),
  };
}

export const end: Uint8Array = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

export function stream(...messages: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([...messages, end]));
}

/** Buffers of numbers. */
export const int32s = (...values: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const none: Uint8Array = new Uint8Array(0);
