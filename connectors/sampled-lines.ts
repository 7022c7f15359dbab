import type { BlobLike } from '../worker/protocol/source.js';

/** Smaller files are looked at from their beginning alone. */
const LARGE = 1024 * 1024;
const HEAD = { bytes: 64 * 1024, lines: 300 };
const SPOT = { bytes: 16 * 1024, lines: 25 };
const SPOTS = 8;

const LF = 10;
const QUOTE = 34;

/**
 * First lines of a large file, and some from places spread over the rest: what its end holds may differ from what its
 * beginning promises. A place whose lines cannot be told apart, since quotes are open there, is left out.
 * @returns null for a file that is not large
 */
export async function sampledLines(blob: BlobLike): Promise<Uint8Array | null> {
  if (blob.size < LARGE) return null;
  const head = new Uint8Array(await blob.slice(0, HEAD.bytes).arrayBuffer());
  const pieces = [wholeLines(head, 0, HEAD.lines)];
  if (pieces[0]!.length === 0) return null;
  for (let k = 1; k <= SPOTS; k++) {
    const at = HEAD.bytes + Math.floor(((blob.size - HEAD.bytes - SPOT.bytes) * k) / SPOTS);
    const spot = new Uint8Array(await blob.slice(at, at + SPOT.bytes).arrayBuffer());
    const begin = spot.indexOf(LF) + 1;
    if (begin > 0) pieces.push(wholeLines(spot, begin, SPOT.lines));
  }
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let to = 0;
  for (const piece of pieces) {
    all.set(piece, to);
    to += piece.length;
  }
  return all;
}

/** Up to so many lines, the last of which ends outside of quotes; none when there is no such end. */
function wholeLines(bytes: Uint8Array, from: number, most: number): Uint8Array {
  let end = from;
  let lines = 0;
  let quoted = false;
  for (let i = from; i < bytes.length && lines < most; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (bytes[i] === LF) {
      lines++;
      if (!quoted) end = i + 1;
    }
  }
  return bytes.subarray(from, end);
}
