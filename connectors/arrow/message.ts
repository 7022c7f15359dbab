import { ArrowFault, FlatTable } from './flatbuffer.js';
import { readSchema, type ArrowSchema } from './schema.js';

/** The description of a batch: which rows, and which bytes of the body hold what. */
export interface BatchHead {
  readonly rows: number;
  /** Length and number of nulls of each vector, in depth-first order. */
  readonly nodes: readonly number[];
  /** Place and length of each buffer within the body. */
  readonly buffers: readonly number[];
  readonly codec: 'lz4' | 'zstd' | null;
  /** How many buffers of data each vector of views has. */
  readonly variadic: readonly number[];
}

interface Framed {
  readonly bodyBytes: number;
  /** Metadata before version 5 gives unions a validity buffer. */
  readonly version: number;
}

export type ArrowMessage = Framed &
  (
    | { readonly kind: 'schema'; readonly schema: ArrowSchema }
    | { readonly kind: 'batch'; readonly batch: BatchHead }
    | { readonly kind: 'dictionary'; readonly id: string; readonly delta: boolean; readonly batch: BatchHead }
    | { readonly kind: 'other' }
  );

/** @throws ArrowFault */
export function readMessage(bytes: Uint8Array): ArrowMessage {
  const table = FlatTable.root(bytes);
  const version = table.int16(0, 0) + 1;
  if (version < 4 || version > 5) throw new ArrowFault(`it is of version ${version} of the format; 4 and 5 are read`);
  const bodyBytes = table.int64(3, 0);
  if (bodyBytes < 0) throw new ArrowFault('the length of a message is negative');
  const framed = { bodyBytes, version };
  const header = table.table(2);
  const code = table.uint8(1, 0);
  if (code >= 1 && code <= 3 && header === null) throw new ArrowFault('a message says nothing');
  switch (code) {
    case 1:
      return { ...framed, kind: 'schema', schema: readSchema(header!) };
    case 2: {
      const data = header!.table(1);
      if (data === null) throw new ArrowFault('a dictionary has no values');
      const id = header!.id(0);
      return { ...framed, kind: 'dictionary', id, delta: header!.uint8(2, 0) !== 0, batch: readBatch(data) };
    }
    case 3:
      return { ...framed, kind: 'batch', batch: readBatch(header!) };
    case 4:
    case 5:
      return { ...framed, kind: 'other' };
    default:
      throw new ArrowFault(`it has a message that is not known (${code})`);
  }
}

function readBatch(table: FlatTable): BatchHead {
  const rows = table.int64(0, 0);
  if (rows < 0) throw new ArrowFault('the number of records is negative');
  const compression = table.table(3);
  return {
    rows,
    nodes: table.int64s(1, 2),
    buffers: table.int64s(2, 2),
    codec: compression === null ? null : readCodec(compression),
    variadic: table.int64s(4, 1),
  };
}

function readCodec(table: FlatTable): 'lz4' | 'zstd' {
  const codec = table.uint8(0, 0);
  if (codec > 1 || table.uint8(1, 0) !== 0) throw new ArrowFault('it is compressed in a way that is not known');
  return codec === 0 ? 'lz4' : 'zstd';
}

/** The list at the end of a file. */
export interface ArrowFooter {
  readonly schema: ArrowSchema | null;
  /** Where batches begin, of dictionaries and of records. */
  readonly batches: readonly number[];
}

/** @throws ArrowFault */
export function readFooter(bytes: Uint8Array): ArrowFooter {
  const table = FlatTable.root(bytes);
  const schema = table.table(1);
  return { schema: schema === null ? null : readSchema(schema), batches: [...table.blocks(2), ...table.blocks(3)] };
}
