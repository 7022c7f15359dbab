import { decodeUtf8 } from '../platform.js';
import { Fault } from './fault.js';
import { thriftType, type ThriftReader } from './thrift.js';

// A record's fields nest a few levels deep; definition levels are kept in a byte.
const mostLevels = 64;
const mostScale = 76;

/** How values of a column are stored, in the order of the format's own numbers. */
export const physicalTypes = [
  'boolean',
  'int32',
  'int64',
  'int96',
  'float',
  'double',
  'byte-array',
  'fixed-byte-array',
] as const;
export type Physical = (typeof physicalTypes)[number];

export type TimeUnit = 'ms' | 'us' | 'ns';

/** What stored values mean, as far as it decides how they are shown. */
export type Meaning =
  | { readonly kind: 'as-stored' | 'text' | 'date' | 'unsigned' | 'float16' | 'uuid' | 'interval' | 'bytes' }
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'time'; readonly unit: TimeUnit }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly utc: boolean };

/** A column as it is stored. */
export interface Leaf {
  /** Place among the columns of a row group. */
  readonly index: number;
  /** Names on the way to it, joined with dots. */
  readonly name: string;
  readonly path: readonly string[];
  readonly physical: Physical;
  /** Bytes of a value of `fixed-byte-array`. */
  readonly length: number;
  readonly meaning: Meaning;
  /** Definition level of a value that is there; 0 when none can be missing. */
  readonly maxDefinition: number;
  /** How many lists it lies within. */
  readonly maxRepetition: number;
}

export interface SchemaNode {
  readonly name: string;
  readonly repetition: 'required' | 'optional' | 'repeated';
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  readonly shape: 'list' | 'map' | null;
  readonly children: readonly SchemaNode[];
  /** Null for a group. */
  readonly leaf: Leaf | null;
}

/** A column of the records: one stored column, or several that make up a list, a map or a list of structures. */
export interface Field {
  readonly name: string;
  readonly node: SchemaNode;
  readonly leaves: readonly Leaf[];
}

export interface Schema {
  readonly leaves: readonly Leaf[];
  readonly fields: readonly Field[];
}

interface Element {
  readonly name: string;
  readonly physical: number | null;
  readonly length: number;
  readonly repetition: number;
  readonly children: number;
  readonly shape: 'list' | 'map' | null;
  readonly meaning: Meaning;
}

/** Reads the list of elements that a footer holds, and makes columns of it. */
export function readSchema(reader: ThriftReader): Schema {
  const count = reader.list(thriftType.struct);
  const elements: Element[] = [];
  for (let k = 0; k < count; k++) elements.push(readElement(reader));
  const leaves: Leaf[] = [];
  const root = elements[0];
  if (!root || root.physical !== null) throw new Fault('its footer has no schema');
  let next = 1;
  const childrenOf = (
    parent: Element,
    path: readonly string[],
    definition: number,
    repetition: number,
  ): SchemaNode[] => {
    if (path.length > mostLevels) throw new Fault('its fields nest without end');
    const nodes: SchemaNode[] = [];
    for (let k = 0; k < parent.children; k++) {
      const element = elements[next++];
      if (!element) throw new Fault('its schema has fewer fields than it states');
      nodes.push(nodeOf(element, [...path, element.name], definition, repetition));
    }
    return nodes;
  };
  const nodeOf = (element: Element, path: readonly string[], definition: number, repetition: number): SchemaNode => {
    const repeated = repetitions[element.repetition];
    if (!repeated)
      throw new Fault(`field "${path.join('.')}" of its schema is neither required, optional nor repeated`);
    const maxDefinition = definition + (repeated === 'required' ? 0 : 1);
    const maxRepetition = repetition + (repeated === 'repeated' ? 1 : 0);
    const leaf = element.physical === null ? null : leafOf(element, path, maxDefinition, maxRepetition, leaves.length);
    if (leaf) leaves.push(leaf);
    return {
      name: element.name,
      repetition: repeated,
      maxDefinition,
      maxRepetition,
      shape: element.shape,
      children: leaf ? [] : childrenOf(element, path, maxDefinition, maxRepetition),
      leaf,
    };
  };
  const nodes = childrenOf(root, [], 0, 0);
  if (next !== elements.length) throw new Fault('its schema has more fields than it states');
  if (leaves.length === 0) throw new Fault('its schema has no columns');
  return { leaves, fields: nodes.flatMap((node) => fieldsOf(node, node.name)) };
}

const repetitions = ['required', 'optional', 'repeated'] as const;

function leafOf(
  element: Element,
  path: readonly string[],
  maxDefinition: number,
  maxRepetition: number,
  index: number,
): Leaf {
  const name = path.join('.');
  const physical = physicalTypes[element.physical!];
  if (!physical) throw new Fault(`column "${name}" has no known type`);
  if (element.children > 0) throw new Fault(`column "${name}" has fields of its own`);
  if (physical === 'fixed-byte-array' && !(element.length > 0))
    throw new Fault(`column "${name}" has values of no length`);
  const { length, meaning } = element;
  const checked = fitting(physical, length, meaning);
  return { index, name, path, physical, length, meaning: checked, maxDefinition, maxRepetition };
}

/** A meaning that stored values of this kind can have; what cannot be meant is shown as it is stored. */
function fitting(physical: Physical, length: number, meaning: Meaning): Meaning {
  const integers: readonly Physical[] = ['int32', 'int64'];
  const fits = ((): boolean => {
    switch (meaning.kind) {
      case 'as-stored':
        return true;
      case 'text':
      case 'bytes':
        return physical === 'byte-array' || physical === 'fixed-byte-array';
      case 'date':
        return physical === 'int32';
      case 'unsigned':
        return integers.includes(physical);
      case 'decimal':
        return integers.includes(physical) || physical === 'byte-array' || physical === 'fixed-byte-array';
      case 'time':
        return physical === (meaning.unit === 'ms' ? 'int32' : 'int64');
      case 'timestamp':
        return physical === 'int64';
      case 'float16':
        return physical === 'fixed-byte-array' && length === 2;
      case 'uuid':
        return physical === 'fixed-byte-array' && length === 16;
      case 'interval':
        return physical === 'fixed-byte-array' && length === 12;
    }
  })();
  return fits ? meaning : { kind: 'as-stored' };
}

/** Structures that stand once in a record become columns with dots; what can stand several times is one column. */
function fieldsOf(node: SchemaNode, name: string): Field[] {
  const plain = node.repetition !== 'repeated' && node.shape === null;
  if (node.leaf === null && plain) return node.children.flatMap((child) => fieldsOf(child, `${name}.${child.name}`));
  const leaves = leavesOf(node);
  return leaves.length === 0 ? [] : [{ name, node, leaves }];
}

function leavesOf(node: SchemaNode): Leaf[] {
  return node.leaf ? [node.leaf] : node.children.flatMap(leavesOf);
}

function readElement(reader: ThriftReader): Element {
  let physical: number | null = null;
  let length = 0;
  let repetition = 0;
  let name = '';
  let children = 0;
  let converted = -1;
  let scale = 0;
  let logical: { readonly shape: 'list' | 'map' | null; readonly meaning: Meaning } | null = null;
  reader.struct((field, type) => {
    if (field === 1 && type === thriftType.i32) physical = reader.integer();
    else if (field === 2 && type === thriftType.i32) length = reader.integer();
    else if (field === 3 && type === thriftType.i32) repetition = reader.integer();
    else if (field === 4 && type === thriftType.binary) name = decodeUtf8(reader.binary());
    else if (field === 5 && type === thriftType.i32) children = reader.count();
    else if (field === 6 && type === thriftType.i32) converted = reader.integer();
    else if (field === 7 && type === thriftType.i32) scale = reader.integer();
    else if (field === 10 && type === thriftType.struct) logical = readLogical(reader);
    else return false;
    return true;
  });
  const { shape, meaning } = logical ?? convertedMeaning(converted, scale);
  if (meaning.kind === 'decimal' && !(meaning.scale >= 0 && meaning.scale <= mostScale)) {
    throw new Fault(`column "${name}" has decimals of ${meaning.scale} places`);
  }
  return { name, physical, length, repetition, children, shape, meaning };
}

const stored: Meaning = { kind: 'as-stored' };

type Said = { readonly shape: 'list' | 'map' | null; readonly meaning: Meaning };

const means = (meaning: Meaning): Said => ({ shape: null, meaning });

// The union's field numbers: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift, read 2026-11-22.
function readLogical(reader: ThriftReader): Said {
  let said: Said = means(stored);
  reader.struct((field, type) => {
    if (type !== thriftType.struct) return false;
    if (field === 5) said = means({ kind: 'decimal', scale: readScale(reader) });
    else if (field === 7 || field === 8) {
      const { unit, utc } = readTimeType(reader);
      said = means(field === 7 ? { kind: 'time', unit } : { kind: 'timestamp', unit, utc });
    } else if (field === 10) said = means(readSigned(reader) ? stored : { kind: 'unsigned' });
    else {
      said = logicalMeanings[field] ?? said;
      return false;
    }
    return true;
  });
  return said;
}

const logicalMeanings: Readonly<Record<number, Said>> = {
  1: means({ kind: 'text' }),
  2: { shape: 'map', meaning: stored },
  3: { shape: 'list', meaning: stored },
  4: means({ kind: 'text' }),
  6: means({ kind: 'date' }),
  12: means({ kind: 'text' }),
  13: means({ kind: 'bytes' }),
  14: means({ kind: 'uuid' }),
  15: means({ kind: 'float16' }),
  17: means({ kind: 'bytes' }),
  18: means({ kind: 'bytes' }),
};

/** The older way to say it; its times are UTC by definition. */
function convertedMeaning(converted: number, scale: number): Said {
  switch (converted) {
    case 0: // UTF8
    case 4: // ENUM
    case 19: // JSON
      return means({ kind: 'text' });
    case 1: // MAP
    case 2: // MAP_KEY_VALUE
      return { shape: 'map', meaning: stored };
    case 3:
      return { shape: 'list', meaning: stored };
    case 5:
      return means({ kind: 'decimal', scale });
    case 6:
      return means({ kind: 'date' });
    case 7:
      return means({ kind: 'time', unit: 'ms' });
    case 8:
      return means({ kind: 'time', unit: 'us' });
    case 9:
      return means({ kind: 'timestamp', unit: 'ms', utc: true });
    case 10:
      return means({ kind: 'timestamp', unit: 'us', utc: true });
    case 11:
    case 12:
    case 13:
    case 14:
      return means({ kind: 'unsigned' });
    case 20:
      return means({ kind: 'bytes' });
    case 21:
      return means({ kind: 'interval' });
    default:
      return means(stored);
  }
}

function readScale(reader: ThriftReader): number {
  let scale = 0;
  reader.struct((field, type) => {
    if (field !== 1 || type !== thriftType.i32) return false;
    scale = reader.integer();
    return true;
  });
  return scale;
}

function readTimeType(reader: ThriftReader): { unit: TimeUnit; utc: boolean } {
  let utc = true;
  let unit: TimeUnit = 'ms';
  reader.struct((field, type) => {
    if (field === 1) utc = type === thriftType.true;
    if (field !== 2 || type !== thriftType.struct) return false;
    reader.struct((kind) => {
      unit = kind === 2 ? 'us' : kind === 3 ? 'ns' : 'ms';
      return false;
    });
    return true;
  });
  return { unit, utc };
}

function readSigned(reader: ThriftReader): boolean {
  let signed = true;
  reader.struct((field, type) => {
    if (field === 2) signed = type === thriftType.true;
    return false;
  });
  return signed;
}
