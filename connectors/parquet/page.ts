import { CutShort, Fault } from './fault.js';
import type { Span } from './span.js';
import { ThriftReader, thriftType } from './thrift.js';

// A header holds the least and greatest value of its page, which may be long texts.
const HEADER_BYTES = 512;
const mostHeaderBytes = 16 * 1024 * 1024;

/** What stands before a page. Sizes are in bytes; `values` counts gaps too. */
export interface PageHeader {
  readonly kind: 'data' | 'data-v2' | 'dictionary' | 'other';
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number | null;
  readonly values: number;
  readonly encoding: number;
  /** How levels are written in a page of the first version. */
  readonly definitionEncoding: number;
  readonly repetitionEncoding: number;
  readonly nulls: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  /** False: the values of a page of the second version stand as they are. */
  readonly packed: boolean;
}

/** Reads the header at a span's place and passes it. */
export async function takePageHeader(span: Span): Promise<PageHeader> {
  for (let most = HEADER_BYTES; ; most *= 16) {
    const bytes = await span.peek(most);
    const reader = new ThriftReader(bytes);
    try {
      const header = readHeader(reader);
      span.at += reader.at;
      return header;
    } catch (error) {
      if (!(error instanceof CutShort) || bytes.length < most || most >= mostHeaderBytes) throw error;
    }
  }
}

const kinds = ['data', 'other', 'dictionary', 'data-v2'] as const;

function readHeader(reader: ThriftReader): PageHeader {
  let kind: PageHeader['kind'] = 'other';
  let size = -1;
  let packedSize = -1;
  let crc: number | null = null;
  let values = -1;
  let encoding = -1;
  let definitionEncoding = -1;
  let repetitionEncoding = -1;
  let nulls = 0;
  let definitionBytes = 0;
  let repetitionBytes = 0;
  let packed = true;
  let described: PageHeader['kind'] | null = null;
  const { i32 } = thriftType;
  reader.struct((field, type) => {
    if (field === 1 && type === i32) kind = kinds[reader.integer()] ?? 'other';
    else if (field === 2 && type === i32) size = reader.count();
    else if (field === 3 && type === i32) packedSize = reader.count();
    else if (field === 4 && type === i32) crc = reader.integer() >>> 0;
    else if ((field === 5 || field === 7 || field === 8) && type === thriftType.struct) {
      described = field === 5 ? 'data' : field === 7 ? 'dictionary' : 'data-v2';
      const second = field === 8;
      reader.struct((part, partType) => {
        if (second && part === 7) packed = partType === thriftType.true;
        if (partType !== i32) return false;
        const value = reader.integer();
        if (part === 1) values = value;
        else if (part === (second ? 4 : 2)) encoding = value;
        else if (part === 2 && second) nulls = value;
        else if (part === 3 && field === 5) definitionEncoding = value;
        else if (part === 4 && field === 5) repetitionEncoding = value;
        else if (part === 5 && second) definitionBytes = value;
        else if (part === 6 && second) repetitionBytes = value;
        return true;
      });
    } else return false;
    return true;
  });
  if (size < 0 || packedSize < 0) throw new Fault('a page of it has no size');
  if ((kind as string) !== 'other') {
    if (kind !== described || values < 0) throw new Fault('the header of a page of it says nothing about the page');
    const levels = definitionBytes + repetitionBytes;
    if (
      nulls < 0 ||
      nulls > values ||
      definitionBytes < 0 ||
      repetitionBytes < 0 ||
      levels > packedSize ||
      levels > size
    ) {
      throw new Fault('the header of a page of it contradicts itself');
    }
  }
  return {
    kind,
    packedSize,
    size,
    crc,
    values,
    encoding,
    definitionEncoding,
    repetitionEncoding,
    nulls,
    definitionBytes,
    repetitionBytes,
    packed,
  };
}
