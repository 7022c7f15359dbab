import type { Pace } from '../../worker/protocol/source.js';
import { decodeUtf8 } from '../platform.js';
import { checkCodec } from './codecs.js';
import { Fault } from './fault.js';
import { physicalTypes, readSchema, type Schema } from './schema.js';
import { ThriftReader, thriftType } from './thrift.js';

/** A column's part of a row group. */
export interface Chunk {
  /** The format's number of how its pages are packed. */
  readonly codec: number;
  /** Values and gaps; those of a column that is no list are as many as the group's rows. */
  readonly values: number;
  /** Where its first page begins. */
  readonly start: number;
  readonly end: number;
}

export interface RowGroup {
  readonly rows: number;
  /** One a leaf of the schema, in its order. */
  readonly chunks: readonly Chunk[];
}

export interface Footer {
  readonly rows: number;
  readonly schema: Schema;
  readonly groups: readonly RowGroup[];
}

// Runs of one value take next to no bytes, so a count says little about a size. Events differ in time or actor.
const mostRowsAByte = 200;
const rowsAlwaysRead = 1_000_000;

/**
 * Reads a footer and holds every place, size and count in it against the file and against each other.
 *
 * @param bytes the footer without its length and mark
 * @param dataEnd where the footer begins in the file: all columns lie before it
 */
export async function readFooter(bytes: Uint8Array, dataEnd: number, pace: Pace): Promise<Footer> {
  const reader = new ThriftReader(bytes);
  let schema: Schema | null = null;
  let rows = -1;
  let groupsAt = -1;
  reader.struct((field, type) => {
    if (field === 2 && type === thriftType.list) schema = readSchema(reader);
    else if (field === 3 && type === thriftType.i64) rows = reader.count();
    else if (field === 4 && type === thriftType.list) {
      groupsAt = reader.at;
      return false;
    } else return false;
    return true;
  });
  if (schema === null || rows < 0 || groupsAt < 0)
    throw new Fault('its footer lacks the schema, the row count or the row groups');
  mustWarrant(rows, 'records', dataEnd);
  const groups: RowGroup[] = [];
  reader.at = groupsAt;
  const count = reader.list(thriftType.struct);
  let counted = 0;
  for (let k = 0; k < count; k++) {
    const group = readGroup(reader, schema, k, dataEnd);
    groups.push(group);
    counted += group.rows;
    if (pace.due()) await pace.rest();
  }
  if (counted !== rows) throw new Fault(`its footer states ${rows} rows, its row groups ${counted}`);
  mustLieApart(groups);
  return { rows, schema, groups };
}

function mustWarrant(count: number, what: string, bytes: number): void {
  if (count > rowsAlwaysRead && count > bytes * mostRowsAByte) {
    throw new Fault(`it states ${count} ${what} in ${bytes} bytes, which is beyond belief`);
  }
}

function readGroup(reader: ThriftReader, schema: Schema, group: number, dataEnd: number): RowGroup {
  let rows = -1;
  const chunks: Chunk[] = [];
  reader.struct((field, type) => {
    if (field === 1 && type === thriftType.list) {
      const count = reader.list(thriftType.struct);
      if (count !== schema.leaves.length) {
        throw new Fault(`row group ${group + 1} has ${count} columns, the schema ${schema.leaves.length}`);
      }
      for (let k = 0; k < count; k++) chunks.push(readChunk(reader, schema, k, group, dataEnd));
    } else if (field === 3 && type === thriftType.i64) rows = reader.count();
    else return false;
    return true;
  });
  if (rows < 0 || chunks.length === 0) throw new Fault(`row group ${group + 1} has no row count or no columns`);
  for (const { index, name, maxRepetition } of schema.leaves) {
    const { values } = chunks[index]!;
    if (maxRepetition === 0 ? values !== rows : values < rows) {
      throw new Fault(`row group ${group + 1} states ${rows} rows, its column "${name}" ${values} values`);
    }
  }
  return { rows, chunks };
}

function readChunk(reader: ThriftReader, schema: Schema, index: number, group: number, dataEnd: number): Chunk {
  const leaf = schema.leaves[index]!;
  const place = `column "${leaf.name}" of row group ${group + 1}`;
  let elsewhere = false;
  let locked = false;
  let chunk: Chunk | null = null;
  reader.struct((field, type) => {
    if (field === 1) elsewhere = true;
    if (field === 8 || field === 9) locked = true;
    if (field !== 3 || type !== thriftType.struct) return false;
    let physical = -1;
    let codec = -1;
    let values = -1;
    let size = -1;
    let data = -1;
    let dictionary = 0;
    let samePath = false;
    reader.struct((part, partType) => {
      if (part === 1 && partType === thriftType.i32) physical = reader.integer();
      else if (part === 3 && partType === thriftType.list) samePath = readSamePath(reader, leaf.path);
      else if (part === 4 && partType === thriftType.i32) codec = reader.integer();
      else if (part === 5 && partType === thriftType.i64) values = reader.count();
      else if (part === 7 && partType === thriftType.i64) size = reader.count();
      else if (part === 9 && partType === thriftType.i64) data = reader.count();
      else if (part === 11 && partType === thriftType.i64) dictionary = reader.count();
      else return false;
      return true;
    });
    if (values < 0 || size < 0 || data < 0) throw new Fault(`${place} lacks its count, its size or its place`);
    if (physicalTypes[physical] !== leaf.physical || !samePath)
      throw new Fault(`${place} is not the one the schema has there`);
    // Some writers name a dictionary at 0 when there is none.
    const start = dictionary > 0 && dictionary < data ? dictionary : data;
    if (start < 4 || start + size > dataEnd)
      throw new Fault(`${place} lies outside the file (bytes ${start} to ${start + size})`);
    checkCodec(codec, leaf.name);
    mustWarrant(values, `values in ${place}`, dataEnd);
    chunk = { codec, values, start, end: start + size };
    return true;
  });
  if (locked) {
    throw new Fault(`${place} is encrypted`, 'Write the file without encryption, or export it as CSV.');
  }
  if (elsewhere) {
    throw new Fault(
      `${place} lies in another file`,
      'Write the table into one file, or load the other files themselves.',
    );
  }
  if (chunk === null) throw new Fault(`${place} says nothing about itself`);
  return chunk;
}

function readSamePath(reader: ThriftReader, path: readonly string[]): boolean {
  const count = reader.list(thriftType.binary);
  let same = count === path.length;
  for (let k = 0; k < count; k++) same = decodeUtf8(reader.binary()) === path[k] && same;
  return same;
}

/** Two columns that share bytes mean that one of them begins or ends at a wrong place. */
function mustLieApart(groups: readonly RowGroup[]): void {
  const chunks = groups.flatMap((group) => group.chunks).filter(({ start, end }) => end > start);
  chunks.sort((a, b) => a.start - b.start);
  for (let k = 1; k < chunks.length; k++) {
    if (chunks[k]!.start < chunks[k - 1]!.end)
      throw new Fault(`two of its columns share the bytes at ${chunks[k]!.start}`);
  }
}
