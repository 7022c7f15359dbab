const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

/** Event names, most frequent first (Zipf, exponent 1.1); the funnel of the bench asks for the first four. */
export const eventNames = [
  'visit',
  'signup',
  'trial',
  'purchase',
  ...Array.from({ length: 46 }, (_, k) => `feature ${String(k + 5).padStart(2, '0')}`),
];

export const steps = eventNames.slice(0, 4);
export const windowMs = 7 * DAY;

/**
 * A log in the order of time, the same on every machine: 10 rows an actor on average, names by Zipf 1.1.
 * Times rise strictly, so that peers without a rule for ties can agree with the kit.
 *
 * @typedef {object} Log
 * @property {number} rows
 * @property {number} actors actors that have rows; numbered by first appearance
 * @property {Float64Array} time ms since 1970 UTC
 * @property {Uint32Array} actor
 * @property {Uint8Array} event index in `eventNames`
 *
 * @param {number} rows
 * @param {{ days?: number, seed?: number }} [options] `days` (default 30) that the log covers
 * @returns {Log}
 */
export function makeLog(rows, { days = 30, seed = 1 } = {}) {
  const next = random(seed);
  const wanted = Math.round(rows / 10);
  const share = zipf(eventNames.length, 1.1);
  const pace = (days * DAY) / rows;
  const time = new Float64Array(rows);
  const actor = new Uint32Array(rows);
  const event = new Uint8Array(rows);
  const known = new Int32Array(wanted).fill(-1);
  let actors = 0;
  for (let i = 0; i < rows; i++) {
    time[i] = FIRST + Math.floor((i + next()) * pace);
    if (i > 0 && time[i] <= time[i - 1]) time[i] = time[i - 1] + 1;
    const who = Math.floor(next() * wanted);
    if (known[who] < 0) known[who] = actors++;
    actor[i] = known[who];
    event[i] = share[Math.floor(next() * share.length)];
  }
  return { rows, actors, time, actor, event };
}

/**
 * The log ordered by (actor, time), for peers that take their rows ordered.
 * @param {Log} log
 * @returns {Log}
 */
export function byActor(log) {
  const { rows, actors } = log;
  const at = new Uint32Array(actors + 1);
  for (let i = 0; i < rows; i++) at[log.actor[i] + 1]++;
  for (let a = 0; a < actors; a++) at[a + 1] += at[a];
  const time = new Float64Array(rows);
  const actor = new Uint32Array(rows);
  const event = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const to = at[log.actor[i]]++;
    time[to] = log.time[i];
    actor[to] = log.actor[i];
    event[to] = log.event[i];
  }
  return { rows, actors, time, actor, event };
}

/** Width and height of the page that `pointer` is for. */
export const page = { width: 1024, height: 2048 };

/**
 * Where each row pointed on the page, in whole pixels: some places far oftener than others.
 * @param {number} rows
 * @returns {{ x: Uint16Array, y: Uint16Array }}
 */
export function pointer(rows, seed = 2) {
  const next = random(seed);
  const x = new Uint16Array(rows);
  const y = new Uint16Array(rows);
  for (let i = 0; i < rows; i++) {
    x[i] = Math.floor(((next() + next()) / 2) * page.width);
    y[i] = Math.floor(next() * next() * page.height);
  }
  return { x, y };
}

/** Identifier of an actor as text. */
export function actorName(actor) {
  return `user-${String(actor).padStart(8, '0')}`;
}

/**
 * The log as the connectors hand it over: batches of 65,536 rows that share their growing lists of names.
 * @param {Log} log
 * @param {Record<string, Uint16Array>} [more] further columns of numbers
 * @returns {import('../../worker/protocol/batch.js').EventBatch[]}
 */
export function batchesOf(log, more = {}) {
  const names = Array.from({ length: log.actors }, (_, actor) => actorName(actor));
  const batches = [];
  for (let from = 0; from < log.rows; from += 65_536) {
    const rows = Math.min(65_536, log.rows - from);
    batches.push({
      rows,
      source: 'bench',
      time: log.time.slice(from, from + rows),
      event: { kind: 'dictionary', codes: log.event.slice(from, from + rows).map((k) => k + 1), values: eventNames },
      identifiers: [
        {
          type: 'actor',
          values: { kind: 'dictionary', codes: log.actor.slice(from, from + rows).map((a) => a + 1), values: names },
        },
      ],
      columns: Object.entries(more).map(([name, values]) => ({
        name,
        column: { kind: 'number', values: Float64Array.from(values.subarray(from, from + rows)) },
      })),
    });
  }
  return batches;
}

/**
 * The log as plain objects, one a row, in the order of the log; texts are shared.
 * @param {Log} log
 * @returns {{ actor: string, time: number, event: string }[]}
 */
export function rowObjects(log) {
  const names = Array.from({ length: log.actors }, (_, actor) => actorName(actor));
  const rows = [];
  for (let i = 0; i < log.rows; i++) {
    rows.push({ actor: names[log.actor[i]], time: log.time[i], event: eventNames[log.event[i]] });
  }
  return rows;
}

const channels = ['web', 'email', 'search', 'social', 'phone'];

/** Header of `csvChunks`, and how the kit reads it. */
export const csvHeader = 'time,actor,event,channel,value\n';
export const csvMapping = {
  version: 1,
  fields: {
    time: { column: 'time', format: 'iso' },
    actor: { column: 'actor' },
    event: { column: 'event' },
    channel: { column: 'channel' },
    value: { column: 'value' },
  },
};

/**
 * The log as CSV in pieces of about a megabyte, header first; some 58 bytes a row.
 * @param {Log} log
 * @returns {Generator<Buffer>}
 */
export function* csvChunks(log) {
  let text = csvHeader;
  for (let i = 0; i < log.rows; i++) {
    const time = new Date(log.time[i]).toISOString();
    text += `${time},${actorName(log.actor[i])},${eventNames[log.event[i]]},${channels[i % 5]},${(i % 997) / 4}\n`;
    if (text.length < 1_000_000) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text) yield Buffer.from(text);
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 65,536 draws whose shares follow Zipf's law: drawing one at random is drawing by the law. */
function zipf(values, exponent) {
  const weights = Array.from({ length: values }, (_, k) => (k + 1) ** -exponent);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const draws = new Uint8Array(65_536);
  let at = 0;
  let sum = 0;
  weights.forEach((weight, k) => {
    sum += weight;
    for (const end = Math.round((sum / whole) * draws.length); at < end; at++) draws[at] = k;
  });
  return draws;
}
