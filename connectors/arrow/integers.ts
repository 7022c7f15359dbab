import type { ArrowType } from './schema.js';

/** Reads whole numbers as doubles: exact up to 2^53, and beyond that never small enough to be a place in anything. */
export function integers(
  view: DataView,
  { bits, signed }: ArrowType & { readonly kind: 'int' },
  little: boolean,
): (row: number) => number {
  switch (bits) {
    case 8:
      return signed ? (row) => view.getInt8(row) : (row) => view.getUint8(row);
    case 16:
      return signed ? (row) => view.getInt16(row * 2, little) : (row) => view.getUint16(row * 2, little);
    case 32:
      return signed ? (row) => view.getInt32(row * 4, little) : (row) => view.getUint32(row * 4, little);
    case 64: {
      const [low, high] = little ? [0, 4] : [4, 0];
      return signed
        ? (row) => view.getInt32(row * 8 + high, little) * 4_294_967_296 + view.getUint32(row * 8 + low, little)
        : (row) => view.getUint32(row * 8 + high, little) * 4_294_967_296 + view.getUint32(row * 8 + low, little);
    }
  }
}
