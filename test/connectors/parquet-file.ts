/** A value of Thrift's compact protocol: its type's number and its bytes. */
interface Encoded {
  readonly type: number;
  readonly bytes: readonly number[];
}

export type Struct = Readonly<Record<number, Encoded>>;

export const i32 = (value: number | bigint): Encoded => ({ type: 5, bytes: zigzag(value) });
export const i64 = (value: number | bigint): Encoded => ({ type: 6, bytes: zigzag(value) });
export const bool = (value: boolean): Encoded => ({ type: value ? 1 : 2, bytes: [] });
export const text = (value: string): Encoded => {
  const bytes = [...new TextEncoder().encode(value)];
  return { type: 8, bytes: [...varint(BigInt(bytes.length)), ...bytes] };
};
export const struct = (fields: Struct): Encoded => ({ type: 12, bytes: structBytes(fields) });
export const list = (items: readonly Encoded[]): Encoded => ({
  type: 9,
  bytes: [0xf0 | (items[0]?.type ?? 12), ...varint(BigInt(items.length)), ...items.flatMap(({ bytes }) => bytes)],
});

/** A column of whole pages, of one row group. What is said of it can be said wrongly. */
export interface ColumnParts {
  readonly path: readonly string[];
  /** The format's number: 0 boolean, 1 int32, 2 int64, 3 int96, 4 float, 5 double, 6 byte array, 7 fixed byte array. */
  readonly type: number;
  readonly pages: readonly Uint8Array[];
  /** Values as the footer states them. */
  readonly values: number;
  readonly codec?: number;
  /** Further fields of the chunk's description, or others instead. */
  readonly more?: Struct;
  /** Fields of the chunk beside its description. */
  readonly chunk?: Struct;
}

export interface FileParts {
  readonly rows: number;
  /** Elements below the root, as the format lists them. */
  readonly schema: readonly Struct[];
  /** Fields of the root. */
  readonly children: number;
  readonly columns: readonly ColumnParts[];
  readonly footer?: Struct;
}

/** An element of a schema that is a column. `repetition`: 0 required, 1 optional, 2 repeated. */
export function leaf(name: string, type: number, more: Struct = {}, repetition = 0): Struct {
  return { 1: i32(type), 3: i32(repetition), 4: text(name), ...more };
}

/** An element that holds others. */
export function group(name: string, children: number, more: Struct = {}, repetition = 1): Struct {
  return { 3: i32(repetition), 4: text(name), 5: i32(children), ...more };
}

/** A page of the first version. `encoding`: 0 plain, 3 runs, 8 dictionary. */
export function dataPage(values: number, body: ArrayLike<number>, encoding = 0, more: Struct = {}): Uint8Array {
  const header = { 1: i32(values), 2: i32(encoding), 3: i32(3), 4: i32(3) };
  return page({ 1: i32(0), 2: i32(body.length), 3: i32(body.length), 5: struct(header), ...more }, body);
}

export function dictionaryPage(values: number, body: ArrayLike<number>): Uint8Array {
  const header = { 1: i32(values), 2: i32(0) };
  return page({ 1: i32(2), 2: i32(body.length), 3: i32(body.length), 7: struct(header) }, body);
}

/** Any page: its header's fields, then its bytes. */
export function page(header: Struct, body: ArrayLike<number>): Uint8Array {
  return Uint8Array.from([...structBytes(header), ...Array.from(body)]);
}

/** Levels of a page of the first version, in one run: a length, then the run. */
export function levels(level: number, count: number): number[] {
  const run = [...varint(BigInt(count) << 1n), level];
  return [...u32(run.length), ...run];
}

/** Levels one by one, packed into bits. */
export function levelsOf(...all: readonly number[]): number[] {
  const width = 32 - Math.clz32(Math.max(...all));
  const groups = Math.ceil(all.length / 8);
  const bytes = Array.from({ length: groups * width }, () => 0);
  all.forEach((level, k) => {
    for (let bit = 0; bit < width; bit++) {
      const at = k * width + bit;
      bytes[at >> 3]! |= ((level >> bit) & 1) << (at & 7);
    }
  });
  const run = [...varint((BigInt(groups) << 1n) | 1n), ...bytes];
  return [...u32(run.length), ...run];
}

export function u32(value: number): number[] {
  return [...new Uint8Array(Uint32Array.of(value).buffer)];
}

/** Texts as a plain page has them: a length before each. */
export function texts(...all: readonly string[]): number[] {
  return all.flatMap((one) => {
    const bytes = [...new TextEncoder().encode(one)];
    return [...u32(bytes.length), ...bytes];
  });
}

/** A file of one row group. */
export function parquetFile({ rows, schema, children, columns, footer: more }: FileParts): Uint8Array {
  const mark = [...new TextEncoder().encode('PAR1')];
  const out = [...mark];
  const chunks = columns.map(({ path, type, pages, values, codec = 0, more: said = {}, chunk = {} }) => {
    const start = out.length;
    for (const bytes of pages) for (const byte of bytes) out.push(byte);
    const size = out.length - start;
    const description = struct({
      1: i32(type),
      2: list([i32(0)]),
      3: list(path.map(text)),
      4: i32(codec),
      5: i64(values),
      6: i64(size),
      7: i64(size),
      9: i64(start),
      ...said,
    });
    return struct({ 2: i64(start), 3: description, ...chunk });
  });
  const footer = structBytes({
    1: i32(2),
    2: list([group('schema', children, {}, 0), ...schema].map(struct)),
    3: i64(rows),
    4: list([struct({ 1: list(chunks), 2: i64(1), 3: i64(rows) })]),
    ...more,
  });
  return Uint8Array.from([...out, ...footer, ...u32(footer.length), ...mark]);
}

/** A file of one column that is no list. */
export function columnFile(element: Struct, column: Omit<ColumnParts, 'path'>, footer: Struct = {}): Uint8Array {
  return parquetFile({
    rows: column.values,
    children: 1,
    schema: [element],
    columns: [{ path: ['x'], ...column }],
    footer,
  });
}

function structBytes(fields: Struct): number[] {
  let last = 0;
  const bytes = Object.entries(fields).flatMap(([key, { type, bytes: value }]) => {
    const id = Number(key);
    const head = id - last <= 15 ? [((id - last) << 4) | type] : [type, ...zigzag(id)];
    last = id;
    return [...head, ...value];
  });
  return [...bytes, 0];
}

function zigzag(value: number | bigint): number[] {
  const big = BigInt(value);
  return varint(big < 0n ? -2n * big - 1n : 2n * big);
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}
