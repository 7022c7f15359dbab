import { ArrowFault, type FlatTable } from './flatbuffer.js';

/** Storage of a value, without what only other readers need (precision of a decimal, names of zones, order of keys). */
export type ArrowType =
  | { readonly kind: 'null' | 'struct' | 'map' | 'run-ends' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly bits: 32 | 64 | 128 | 256; readonly scale: number }
  | { readonly kind: 'text' | 'binary'; readonly offsets: 32 | 64 | 'view' }
  | { readonly kind: 'fixed-binary'; readonly width: number; readonly uuid: boolean }
  | { readonly kind: 'date'; readonly bits: 32 | 64 }
  | { readonly kind: 'time'; readonly bits: 32 | 64; readonly digits: Digits }
  | { readonly kind: 'timestamp'; readonly digits: Digits; readonly zoned: boolean }
  | { readonly kind: 'duration'; readonly digits: Digits }
  | { readonly kind: 'interval'; readonly unit: 'months' | 'days-ms' | 'months-days-ns' }
  | { readonly kind: 'list' | 'list-view'; readonly offsets: 32 | 64 }
  | { readonly kind: 'fixed-list'; readonly size: number }
  | { readonly kind: 'union'; readonly dense: boolean; readonly ids: readonly number[] };

/** Digits after the second that a unit of time has: seconds, milliseconds, microseconds, nanoseconds. */
export type Digits = 0 | 3 | 6 | 9;

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly children: readonly ArrowField[];
  /** Values are places in a dictionary, whose values are of `type`. */
  readonly dictionary: { readonly id: string; readonly index: ArrowType & { readonly kind: 'int' } } | null;
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly littleEndian: boolean;
  /** The field whose values a dictionary holds. */
  readonly dictionaries: ReadonlyMap<string, ArrowField>;
}

/** Levels of nested types: deeper ones would be read by recursion as deep. */
const mostLevels = 64;

/** @throws ArrowFault for what no schema may say */
export function readSchema(table: FlatTable): ArrowSchema {
  const endianness = table.int16(0, 0);
  if (endianness !== 0 && endianness !== 1) throw new ArrowFault('its byte order is unknown');
  const dictionaries = new Map<string, ArrowField>();
  const fields = table.tables(1).map((field) => readField(field, [], 0, dictionaries));
  return { fields, littleEndian: endianness === 0, dictionaries };
}

function readField(
  table: FlatTable,
  within: readonly string[],
  level: number,
  dictionaries: Map<string, ArrowField>,
): ArrowField {
  if (level > mostLevels) throw new ArrowFault(`its types are nested more than ${mostLevels} levels deep`);
  const encoding = table.table(4);
  const id = encoding?.id(0) ?? null;
  // A dictionary within itself has no first value. Fields that share one agree on its type, so that this looks at all.
  if (id !== null && within.includes(id)) throw new ArrowFault('a dictionary of it holds itself');
  const inner = id === null ? within : [...within, id];
  const children = table.tables(5).map((child) => readField(child, inner, level + 1, dictionaries));
  const field: ArrowField = {
    name: table.text(0) ?? '',
    type: readType(table, children),
    children,
    dictionary: encoding === null || id === null ? null : { id, index: readIndex(encoding.table(1)) },
  };
  if (id !== null) {
    const first = dictionaries.get(id);
    if (first === undefined) dictionaries.set(id, field);
    else if (JSON.stringify(shapeOf(first)) !== JSON.stringify(shapeOf(field))) {
      throw new ArrowFault('fields of it share a dictionary and differ in type');
    }
  }
  return field;
}

function shapeOf({ type, children }: ArrowField): unknown {
  return [type, children.map((child) => [child.name, child.dictionary, shapeOf(child)])];
}

function readIndex(int: FlatTable | null): ArrowType & { readonly kind: 'int' } {
  return int === null ? { kind: 'int', bits: 32, signed: true } : readInt(int);
}

function readInt(table: FlatTable): ArrowType & { readonly kind: 'int' } {
  return { kind: 'int', bits: one(table.int32(0, 0), [8, 16, 32, 64]), signed: table.uint8(1, 0) !== 0 };
}

function readType(field: FlatTable, children: readonly ArrowField[]): ArrowType {
  const code = field.uint8(2, 0);
  const table = field.table(3);
  const of = (): FlatTable => {
    if (table === null) throw new ArrowFault('the description of a type is missing');
    return table;
  };
  const need = (count: number): void => {
    if (children.length !== count) throw new ArrowFault('a nested type has not the parts that it needs');
  };
  switch (code) {
    case 1:
      return { kind: 'null' };
    case 2:
      return readInt(of());
    case 3:
      return { kind: 'float', bits: one(16 << within(of().int16(0, 0), 0, 2), [16, 32, 64]) };
    case 4:
      return { kind: 'binary', offsets: 32 };
    case 5:
      return { kind: 'text', offsets: 32 };
    case 6:
      return { kind: 'bool' };
    case 7:
      // 76 digits are the most that 256 bits hold; the scale may also move the point beyond the digits, either way.
      return {
        kind: 'decimal',
        bits: one(of().int32(2, 128), [32, 64, 128, 256]),
        scale: within(of().int32(1, 0), -128, 128),
      };
    case 8:
      return { kind: 'date', bits: one(32 << within(of().int16(0, 1), 0, 1), [32, 64]) };
    case 9:
      return { kind: 'time', bits: one(of().int32(1, 32), [32, 64]), digits: readUnit(of().int16(0, 1)) };
    case 10:
      return { kind: 'timestamp', digits: readUnit(of().int16(0, 0)), zoned: (of().text(1) ?? '') !== '' };
    case 11:
      return {
        kind: 'interval',
        unit: (['months', 'days-ms', 'months-days-ns'] as const)[within(of().int16(0, 0), 0, 2)]!,
      };
    case 12:
      need(1);
      return { kind: 'list', offsets: 32 };
    case 13:
      return { kind: 'struct' };
    case 14: {
      const ids = of().int32s(1) ?? children.map((_, k) => k);
      if (ids.length !== children.length || new Set(ids).size < ids.length) {
        throw new ArrowFault('a union names its parts in a way that cannot be told apart');
      }
      return { kind: 'union', dense: within(of().int16(0, 0), 0, 1) === 1, ids };
    }
    case 15: {
      const width = of().int32(0, 0);
      if (width < 0) throw new ArrowFault('the width of a type is negative');
      return { kind: 'fixed-binary', width, uuid: width === 16 && extensionOf(field) === 'arrow.uuid' };
    }
    case 16: {
      need(1);
      const size = of().int32(0, 0);
      if (size < 0) throw new ArrowFault('the length of a list is negative');
      return { kind: 'fixed-list', size };
    }
    case 17:
      need(1);
      if (children[0]!.type.kind !== 'struct' || children[0]!.children.length !== 2 || children[0]!.dictionary) {
        throw new ArrowFault('a map has not the parts that it needs');
      }
      return { kind: 'map' };
    case 18:
      return { kind: 'duration', digits: readUnit(of().int16(0, 1)) };
    case 19:
      return { kind: 'binary', offsets: 64 };
    case 20:
      return { kind: 'text', offsets: 64 };
    case 21:
      need(1);
      return { kind: 'list', offsets: 64 };
    case 22: {
      need(2);
      const ends = children[0]!;
      if (ends.type.kind !== 'int' || !ends.type.signed || ends.type.bits === 8 || ends.dictionary) {
        throw new ArrowFault('the ends of runs are no whole numbers');
      }
      return { kind: 'run-ends' };
    }
    case 23:
      return { kind: 'binary', offsets: 'view' };
    case 24:
      return { kind: 'text', offsets: 'view' };
    case 25:
      need(1);
      return { kind: 'list-view', offsets: 32 };
    case 26:
      need(1);
      return { kind: 'list-view', offsets: 64 };
    default:
      throw new ArrowFault(`it has a type that is not known (${code})`);
  }
}

function readUnit(unit: number): Digits {
  return ([0, 3, 6, 9] as const)[within(unit, 0, 3)]!;
}

function extensionOf(field: FlatTable): string | null {
  for (const pair of field.tables(6)) if (pair.text(0) === 'ARROW:extension:name') return pair.text(1);
  return null;
}

function one<T extends number>(value: number, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new ArrowFault(`a type of it has an impossible width (${value})`);
  return value as T;
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new ArrowFault(`a type of it has an impossible unit (${value})`);
  return value;
}
