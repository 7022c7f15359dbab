import { ArrowFault } from './flatbuffer.js';

const damaged = (): ArrowFault => new ArrowFault('compressed data of it is damaged');

/**
 * Unpacks an LZ4 frame into `out`, which it must fill exactly. Checksums are passed over.
 * Source: LZ4 frame format 1.6.4 and block format, github.com/lz4/lz4/tree/dev/doc.
 * @throws ArrowFault
 */
export function unpackLz4(bytes: Uint8Array, out: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = bytes[4] ?? 0;
  if (bytes.length < 7 || view.getUint32(0, true) !== 0x184d2204 || flags >> 6 !== 1) throw damaged();
  const checksums = (flags & 0x10) !== 0;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let filled = 0;
  for (;;) {
    if (at + 4 > bytes.length) throw damaged();
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const length = size & 0x7fff_ffff;
    if (length > bytes.length - at) throw damaged();
    if (size > 0x7fff_ffff) {
      if (length > out.length - filled) throw damaged();
      out.set(bytes.subarray(at, at + length), filled);
      filled += length;
    } else filled = unpackBlock(bytes, at, at + length, out, filled);
    at += length + (checksums ? 4 : 0);
  }
  if (filled !== out.length) throw damaged();
}

/** Unpacks one block after what is there already, which it may refer to; gives where it ended. */
function unpackBlock(bytes: Uint8Array, at: number, end: number, out: Uint8Array, filled: number): number {
  for (;;) {
    if (at >= end) throw damaged();
    const token = bytes[at++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let more: number;
      do {
        if (at >= end) throw damaged();
        more = bytes[at++]!;
        literals += more;
      } while (more === 255);
    }
    if (literals > end - at || literals > out.length - filled) throw damaged();
    for (let k = 0; k < literals; k++) out[filled++] = bytes[at++]!;
    // The last sequence has literals only.
    if (at === end) return filled;
    if (end - at < 2) throw damaged();
    const distance = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
    let match = (token & 15) + 4;
    if (match === 19) {
      let more: number;
      do {
        if (at >= end) throw damaged();
        more = bytes[at++]!;
        match += more;
      } while (more === 255);
    }
    if (distance === 0 || distance > filled || match > out.length - filled) throw damaged();
    // Byte by byte: a match may overlap what it writes.
    for (let from = filled - distance; match > 0; match--) out[filled++] = out[from++]!;
  }
}
