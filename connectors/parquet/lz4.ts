import { Fault } from './fault.js';
import { copyBack } from './snappy.js';

/** Unpacks an LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md); `size` bytes or a fault. */
export function unpackLz4(packed: Uint8Array, size: number): Uint8Array {
  const { length } = packed;
  // A byte of a length that goes on stands for 255.
  if (size > length * 255) throw damaged();
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  const more = (count: number): number => {
    if (count < 15) return count;
    for (;;) {
      if (at >= length) throw damaged();
      const byte = packed[at++]!;
      count += byte;
      if (byte < 255) return count;
    }
  };
  while (at < length) {
    const token = packed[at++]!;
    const literals = more(token >> 4);
    if (at + literals > length || to + literals > size) throw damaged();
    out.set(packed.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === length) break;
    if (at + 2 > length) throw damaged();
    const back = packed[at]! | (packed[at + 1]! << 8);
    at += 2;
    to = copyBack(out, to, back, more(token & 15) + 4);
  }
  if (to !== size) throw damaged();
  return out;
}

/**
 * Unpacks what the format calls LZ4: blocks behind two lengths each, as Hadoop writes them. Some writers put a bare block
 * there.
 */
export function unpackHadoopLz4(packed: Uint8Array, size: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const blocks: Uint8Array[] = [];
  let at = 0;
  let total = 0;
  while (at + 8 <= packed.length) {
    const unpacked = view.getUint32(at);
    const bytes = view.getUint32(at + 4);
    if (at + 8 + bytes > packed.length || total + unpacked > size) break;
    try {
      blocks.push(unpackLz4(packed.subarray(at + 8, at + 8 + bytes), unpacked));
    } catch {
      break;
    }
    at += 8 + bytes;
    total += unpacked;
  }
  if (at !== packed.length || total !== size) return unpackLz4(packed, size);
  if (blocks.length === 1) return blocks[0]!;
  const out = new Uint8Array(size);
  let to = 0;
  for (const block of blocks) {
    out.set(block, to);
    to += block.length;
  }
  return out;
}

function damaged(): Fault {
  return new Fault('a page of it does not unpack');
}
