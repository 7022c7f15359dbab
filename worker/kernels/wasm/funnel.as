// The funnel's inner loop in AssemblyScript: `worker/kernels/funnel-ordered.ts` for the common case, without a branch on
// a row (docs/decisions/0005-wasm-kernel.md). Memory is laid out by the caller (`funnel-kernel.ts`); nothing is allocated
// here, and nothing is kept from one call to the next.
//
// Plain form: `findOrdered`. From every row of step one take the earliest row of step two, then of step three, ...;
// report the deepest attempt, then the earliest completed, then the latest begun.

/** Bits for a row's place within its actor; the bits above hold its time since the actor's first row. */
const PLACE: i64 = 21;
/** Longest time within one actor, ms (34 years). An actor with more time or more rows is handed back. */
const MOST_MS: i64 = 1 << 40;
const MOST_ROWS: u32 = 1 << 21;
/** No chain of so many steps yet: further from any row than the longest window. */
const NONE: i64 = -(1 << 62);
/** Depth of an actor that the caller must judge itself. */
const HANDED_BACK: u8 = 255;

// Chains by number of steps: when the latest begun one began, as time << PLACE | place. The slot of a row without a
// step stays NONE; the last slot takes what is thrown away.
const CHAINS: usize = 0;
const SPARE: usize = CHAINS + 40 * 8;

/**
 * Judges actors one after the other.
 *
 * @param stepOf step by event code, one byte each; `steps + 1` = none
 * @param events event code by row, two bytes each
 * @param times time by row; `wide`: 8 bytes (whole numbers as f64), else 4 bytes unsigned
 * @param scope 4 bytes by row, 0 = out; 0 = every row counts
 * @param offsets first row of each actor, one more than actors, 4 bytes each; less `base` they are rows here
 * @param windowMs longest time from first to last step; at most MOST_MS
 * @param anyOrder rows of one instant may change places: an actor where they would have to is handed back
 * @param depths out: steps filled, one byte an actor
 * @param gaps out: by step from the second on, `room` f64 each: time from the step before; times of whole attempts after them
 * @param counts out: 4 bytes for each of `gaps`: how many there are
 */
export function funnel(
  stepOf: usize, events: usize, times: usize, wide: bool, scope: usize, offsets: usize, base: u32, actors: u32,
  steps: u32, windowMs: i64, anyOrder: bool, depths: usize, gaps: usize, room: u32, counts: usize,
): void {
  const window = (windowMs << PLACE) | ((1 << PLACE) - 1);
  for (let k: u32 = 0; k <= steps; k++) store<u32>(counts + (k << 2), 0);
  for (let a: u32 = 0; a < actors; a++) {
    const from = load<u32>(offsets + (a << 2)) - base;
    const to = load<u32>(offsets + (a << 2), 4) - base;
    if (from === to) {
      store<u8>(depths + a, 0);
      continue;
    }
    const first = timeAt(times, wide, from);
    if (to - from >= MOST_ROWS || timeAt(times, wide, to - 1) - first >= MOST_MS) {
      store<u8>(depths + a, HANDED_BACK);
      continue;
    }
    for (let k: u32 = 0; k <= steps + 2; k++) store<i64>(CHAINS + (k << 3), NONE);
    // Depth above, less the time of completion: deeper is more, then earlier.
    let best: i64 = 0;
    let start: i64 = 0;
    let lastTime: i64 = -1;
    let lastStep: u32 = 0;
    let disorder: u32 = 0;
    for (let i = from; i < to; i++) {
      let step = <u32>load<u8>(stepOf + <u32>load<u16>(events + (i << 1)));
      if (scope) step = select<u32>(step, steps + 1, load<u32>(scope + (i << 2)));
      const t = timeAt(times, wide, i) - first;
      const now = (t << PLACE) | <i64>(i - from);
      const chain = CHAINS + (step << 3);
      const began = select<i64>(now, load<i64>(chain), step === 0);
      const fills = now - began <= window;
      store<i64>(select<usize>(chain + 8, SPARE, fills), began);
      // Starts of equally long chains never go back, so that of equals the later row has the later start.
      const key = (<i64>(step + 1) << 41) - t;
      const better = u32(fills) & u32(key >= best);
      best = select<i64>(key, best, better);
      start = select<i64>(began, start, better);
      const counted = step < steps;
      disorder |= u32(counted) & u32(t === lastTime) & u32(step < lastStep);
      lastTime = select<i64>(t, lastTime, counted);
      lastStep = select<u32>(step, lastStep, counted);
    }
    if (anyOrder && disorder !== 0) {
      store<u8>(depths + a, HANDED_BACK);
      continue;
    }
    const depth = <u32>((best + MOST_MS) >> 41);
    store<u8>(depths + a, <u8>depth);
    if (depth < 2) continue;
    const end = (<i64>depth << 41) - best;
    const begin = start >> PLACE;
    if (depth === 2) push(gaps, room, counts, 0, end - begin);
    else follow(stepOf, events, times, wide, scope, from + <u32>(start & ((1 << PLACE) - 1)), depth, gaps, room, counts);
    if (depth === steps) push(gaps, room, counts, steps - 1, end - begin);
  }
}

/** Notes the times between the steps of the attempt that begins at row `start` and fills `depth` steps. */
function follow(
  stepOf: usize, events: usize, times: usize, wide: bool, scope: usize, start: u32, depth: u32,
  gaps: usize, room: u32, counts: usize,
): void {
  let last = timeAt(times, wide, start);
  let step: u32 = 1;
  for (let i = start + 1; step < depth; i++) {
    if (<u32>load<u8>(stepOf + <u32>load<u16>(events + (i << 1))) !== step) continue;
    if (scope && load<u32>(scope + (i << 2)) === 0) continue;
    const t = timeAt(times, wide, i);
    push(gaps, room, counts, step - 1, t - last);
    last = t;
    step++;
  }
}

// @ts-ignore: decorator
@inline
function timeAt(times: usize, wide: bool, row: u32): i64 {
  return wide ? <i64>load<f64>(times + (row << 3)) : <i64>load<u32>(times + (row << 2));
}

// @ts-ignore: decorator
@inline
function push(gaps: usize, room: u32, counts: usize, list: u32, ms: i64): void {
  const count = load<u32>(counts + (list << 2));
  store<f64>(gaps + ((list * room + count) << 3), <f64>ms);
  store<u32>(counts + (list << 2), count + 1);
}
