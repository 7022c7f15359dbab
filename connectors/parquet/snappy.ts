import { Fault } from './fault.js';

// A copy of 64 bytes takes three.
const mostRatio = 22;

/**
 * Unpacks a Snappy block (https://github.com/google/snappy/blob/main/format_description.txt). Writes `size` bytes or
 * throws; each step reads at least one byte, so damage cannot keep it busy.
 */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const { length } = packed;
  let at = 0;
  let stated = 0;
  let scale = 1;
  for (;;) {
    const byte = packed[at++];
    if (byte === undefined || at > 5) throw damaged();
    stated += (byte & 127) * scale;
    if (byte < 128) break;
    scale *= 128;
  }
  if (stated !== size || size > length * mostRatio) throw damaged();
  const out = new Uint8Array(size);
  let to = 0;
  while (at < length) {
    const tag = packed[at++]!;
    if ((tag & 3) === 0) {
      let count = tag >> 2;
      if (count >= 60) {
        const wide = count - 59;
        if (at + wide > length) throw damaged();
        count = 0;
        for (let k = wide - 1; k >= 0; k--) count = count * 256 + packed[at + k]!;
        at += wide;
      }
      count++;
      if (at + count > length || to + count > size) throw damaged();
      if (count < 16) for (let k = 0; k < count; k++) out[to + k] = packed[at + k]!;
      else out.set(packed.subarray(at, at + count), to);
      at += count;
      to += count;
      continue;
    }
    let count = (tag >> 2) + 1;
    let back: number;
    if ((tag & 3) === 1) {
      if (at + 1 > length) throw damaged();
      count = ((tag >> 2) & 7) + 4;
      back = ((tag >> 5) << 8) | packed[at]!;
      at += 1;
    } else if ((tag & 3) === 2) {
      if (at + 2 > length) throw damaged();
      back = packed[at]! | (packed[at + 1]! << 8);
      at += 2;
    } else {
      if (at + 4 > length) throw damaged();
      back = packed[at]! + packed[at + 1]! * 0x100 + packed[at + 2]! * 0x10000 + packed[at + 3]! * 0x1000000;
      at += 4;
    }
    to = copyBack(out, to, back, count);
  }
  if (to !== size) throw damaged();
  return out;
}

/** Repeats what was written `back` bytes ago, also where that reaches into what is being written. */
export function copyBack(out: Uint8Array, to: number, back: number, count: number): number {
  if (back === 0 || back > to || to + count > out.length) throw damaged();
  const end = to + count;
  if (count >= 32 && back >= count) {
    out.copyWithin(to, to - back, to - back + count);
    return end;
  }
  for (let k = to; k < end; k++) out[k] = out[k - back]!;
  return end;
}

function damaged(): Fault {
  return new Fault('a page of it does not unpack');
}
