import type { Allowance } from './allowance.js';
import { ArrowFault } from './flatbuffer.js';
import { unpackZstd, ZstdFault } from '../zstd/zstd.js';
import { unpackLz4 } from './lz4.js';

/**
 * A compressed buffer: its unpacked length, then the data; a length of -1 means that it was left as it is.
 * @throws ArrowFault; AnalyticsError `source-limit` when it would be larger than its file warrants
 */
export function unpack(bytes: Uint8Array, codec: 'lz4' | 'zstd', allowance: Allowance): Uint8Array {
  if (bytes.length === 0) return bytes;
  if (bytes.length < 8) throw new ArrowFault('compressed data of it is damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getInt32(4, true) * 4_294_967_296 + view.getUint32(0, true);
  const packed = bytes.subarray(8);
  if (length === -1) return packed;
  if (length < 0) throw new ArrowFault('compressed data of it is damaged');
  allowance.unpack(length);
  if (codec === 'lz4') {
    const out = new Uint8Array(length);
    unpackLz4(packed, out);
    return out;
  }
  try {
    return unpackZstd(packed, length);
  } catch (cause) {
    if (!(cause instanceof ZstdFault)) throw cause;
    throw new ArrowFault('compressed data of it is damaged', { cause });
  }
}
