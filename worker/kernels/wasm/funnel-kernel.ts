import type { NumericArray } from '../../protocol/batch.js';

/** What `funnel.as` exports; parameters are described there. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  funnel(
    stepOf: number,
    events: number,
    times: number,
    wide: boolean,
    scope: number,
    offsets: number,
    base: number,
    actors: number,
    steps: number,
    windowMs: bigint,
    anyOrder: boolean,
    depths: number,
    gaps: number,
    room: number,
    counts: number,
  ): void;
}

/** A funnel that the kernel can count: ordered, best attempt, every event name in at most one step. */
export interface KernelFunnel {
  /** Step by event code, one more than `steps` = none; see `kernelSteps`. */
  readonly stepOf: Uint8Array;
  /** Number of steps, 1..32. */
  readonly steps: number;
  /** Infinity = unbounded. */
  readonly windowMs: number;
  /** Rows of one instant may change places; else they serve as they come. */
  readonly anyOrder: boolean;
}

/** Rows of some actors that follow one another, in the store's columns. */
export interface KernelRows {
  readonly event: NumericArray;
  readonly time: Uint32Array | Float64Array;
  readonly offsets: Uint32Array;
  /** Actors `first .. last`. */
  readonly first: number;
  readonly last: number;
  /** 0 for rows that do not count, by row of the slice; null = all count. */
  readonly scope: Uint32Array | null;
}

/** What the kernel found. Views of its memory: read them before the next call. */
export interface KernelFindings {
  /** Steps filled by each actor; `handedBack` where the caller must judge the actor itself. */
  readonly depths: Uint8Array;
  /** By step from the second on: times from the step before; then times of whole attempts. */
  readonly gaps: readonly Float64Array[];
}

/** Depth of an actor whose rows of one instant must change places, or that has very many rows or years. */
export const handedBack = 255;

/** Slices longer than this are left to the caller. */
const mostRows = 1 << 20;
const PAGE = 65_536;
/** Below it lies the kernel's own scratch. */
const firstByte = 512;
/** `MOST_MS` in `funnel.as`. */
const mostMs = 2 ** 40;

/** Runs the WebAssembly funnel over slices of a store: copies the columns in, and says what came out. */
export class FunnelKernel {
  readonly #exports: KernelExports;

  constructor(exports: KernelExports) {
    this.#exports = exports;
  }

  /** Null when the slice is too long for the kernel. */
  run(funnel: KernelFunnel, rows: KernelRows): KernelFindings | null {
    const { event, time, offsets, first, last, scope } = rows;
    const { stepOf, steps, windowMs, anyOrder } = funnel;
    const from = offsets[first]!;
    const to = offsets[last]!;
    const count = to - from;
    const actors = last - first;
    if (count > mostRows || actors > mostRows) return null;
    const wide = time instanceof Float64Array;
    let end = firstByte;
    const place = (bytes: number): number => {
      const at = end;
      end = (end + bytes + 7) & ~7;
      return at;
    };
    const timeAt = place(count * time.BYTES_PER_ELEMENT);
    const scopeAt = scope === null ? 0 : place(count * 4);
    const offsetAt = place((actors + 1) * 4);
    const eventAt = place(count * 2);
    const stepAt = place(stepOf.length);
    const depthAt = place(actors);
    const countAt = place((steps + 1) * 4);
    const gapAt = place(steps * actors * 8);
    const { memory } = this.#exports;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const { buffer } = memory;
    if (wide) new Float64Array(buffer, timeAt, count).set(time.subarray(from, to));
    else new Uint32Array(buffer, timeAt, count).set(time.subarray(from, to));
    if (scope) new Uint32Array(buffer, scopeAt, count).set(scope.subarray(0, count));
    new Uint32Array(buffer, offsetAt, actors + 1).set(offsets.subarray(first, last + 1));
    new Uint16Array(buffer, eventAt, count).set((event as Uint16Array).subarray(from, to));
    new Uint8Array(buffer, stepAt, stepOf.length).set(stepOf);
    this.#exports.funnel(
      stepAt,
      eventAt,
      timeAt,
      wide,
      scopeAt,
      offsetAt,
      from,
      actors,
      steps,
      BigInt(Math.floor(Math.min(windowMs, mostMs))),
      anyOrder,
      depthAt,
      gapAt,
      actors,
      countAt,
    );
    const counts = new Uint32Array(buffer, countAt, steps);
    return {
      depths: new Uint8Array(buffer, depthAt, actors),
      gaps: Array.from(counts, (length, k) => new Float64Array(buffer, gapAt + k * actors * 8, length)),
    };
  }
}

/**
 * Step by event code for the kernel; null when a name is in several steps.
 * @param bits steps by event code, bit k: step k
 */
export function kernelSteps(bits: NumericArray, steps: number): Uint8Array | null {
  const stepOf = new Uint8Array(bits.length).fill(steps + 1);
  for (let code = 0; code < bits.length; code++) {
    const row = bits[code]!;
    if ((row & (row - 1)) !== 0) return null;
    if (row !== 0) stepOf[code] = 31 - Math.clz32(row);
  }
  return stepOf;
}

let loaded: FunnelKernel | null = null;

/**
 * The kernel of this thread; null = the TypeScript loops do all. Its answers are equal to theirs, so that engines which
 * share a thread may share it, whichever of them asked for it.
 */
export function funnelKernel(): FunnelKernel | null {
  return loaded;
}

/** Puts a kernel to use in this thread, or none. */
export function useFunnelKernel(kernel: FunnelKernel | null): void {
  loaded = kernel;
}
