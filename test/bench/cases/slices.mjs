import { join } from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { batchesOf, eventNames, makeLog } from '../events.mjs';
import { root } from '../kit.mjs';
import { rounded } from '../race.mjs';

const HOUR = 3_600_000;
const RUNS = 5;
/** Pieces that a case names, longest first. */
const NAMED = 3;

/**
 * The longest piece of work between two moments at which the engine can give its thread back, by kind of work: on a page
 * a slice is at most as much longer than it should be. Work is cut in the same places each time, so that the least of
 * several runs of each piece is its own time, and not that of a machine that does something else. The places between
 * which the longest lie are named by file and line of the sources.
 *
 * `SLICES='values;journey' npm run bench -- --only slices` asks for those kinds alone.
 */
export async function slicesCase(size, rows, emit) {
  const { EngineCore } = await loadWithPlaces();
  const loaded = async (batches) => {
    const engine = new EngineCore({ connectors: [], maxBytes: 2 ** 33 });
    await engine.appendBatches(batches);
    return engine;
  };
  const engine = await loaded(batchesOf(makeLog(rows)));
  const wide = await loaded([manyValues(rows)]);
  const single = await loaded([oneActor(Math.min(rows, 300_000))]);
  const fresh = () => new EngineCore({ connectors: [], maxBytes: 2 ** 33 });
  const steps = eventNames.slice(0, 4).map((event) => ({ event }));
  const funnel = { kind: 'funnel', steps, windowMs: null };
  let asked = 0;
  // A window that differs asks anew what would be found again.
  const ask =
    (of, spec, changes = () => ({})) =>
    async (call) => {
      const [outcome] = await of.run([{ id: 'slices', spec: { ...spec, ...changes(++asked) } }], call);
      if (!outcome.ok) throw new Error(outcome.error.message);
    };
  const later = (n) => ({ range: { from: n - 1e15, to: 1e15 } });
  const longer = (n) => ({ windowMs: 1e12 + n });
  /** What is made for a case anew is not timed. */
  const taking = (make) => () => {
    const batch = make();
    return (call) => fresh().appendBatches([batch], call);
  };
  const asks = {
    describe: (call) => engine.describe(call),
    funnel: ask(engine, funnel, longer),
    'strict, held value': ask(single, { ...funnel, order: 'strict', holdConstant: ['plan'] }, longer),
    'held value': ask(single, { ...funnel, holdConstant: ['plan'] }, longer),
    'group by all': ask(single, { ...funnel, breakdown: { by: ['plan'], attribution: 'all' } }, longer),
    unordered: ask(single, { ...funnel, order: 'unordered' }, longer),
    totals: ask(single, { ...funnel, mode: 'totals' }, longer),
    paths: ask(engine, { kind: 'paths' }, later),
    'paths of values': ask(wide, specsOfValues['paths of values'], later),
    variants: ask(engine, { kind: 'variants', collapseRepeats: false, per: 'actor' }, later),
    'variants of one': ask(single, { kind: 'variants', collapseRepeats: false, per: 'actor' }, later),
    journey: ask(single, { kind: 'journey', actor: 'one' }, later),
    sequence: ask(
      single,
      { kind: 'sequence', conditions: steps, pattern: [{ step: 0 }, { gap: true }, { step: 1 }] },
      later,
    ),
    matrix: ask(engine, { kind: 'featureMatrix', rows: { prop: 'event' }, columns: 'hour-of-week' }, later),
    'matrix of values': ask(wide, specsOfValues['matrix of values'], later),
    values: ask(wide, specsOfValues.values, later),
    'rage clicks': ask(engine, { kind: 'rageClick', click: { event: eventNames[0] } }, later),
    'list of actors': (call) =>
      engine.list(
        {
          spec: { ...funnel, windowMs: ++asked * 1e9 },
          mark: { kind: 'reached', step: 0 },
          sort: { by: 'lastMs' },
        },
        call,
      ),
    'list of rows': (call) =>
      engine.list(
        {
          spec: { kind: 'values', prop: 'event', ...later(++asked) },
          mark: { kind: 'value', value: eventNames[0] },
          of: 'rows',
          sort: { by: 'key' },
        },
        call,
      ),
  };
  const cases = {
    'one batch': taking(() => withProperties(rows)),
    'ids of rows': taking(() => ({ ...withProperties(rows), id: ids(rows) })),
    identifiers: taking(() => manyIdentifiers(rows)),
    'append a few': async () => {
      const grown = await loaded([withProperties(rows)]);
      const few = withProperties(1000);
      return (call) => grown.appendBatches([few], call);
    },
    'block one': async () => {
      const known = await loaded([manyIdentifiers(rows)]);
      return (call) => known.block({ id: 'deviceId:device-1' }, call);
    },
    ...Object.fromEntries(Object.entries(asks).map(([name, run]) => [name, () => run])),
  };
  /** What is kept with the data is made anew: the data are others each time. */
  for (const name of ['values', 'paths of values', 'variants of values', 'matrix of values']) {
    cases[`${name}, at first`] = async () => {
      return ask(await loaded([manyValues(rows)]), specsOfValues[name]);
    };
  }
  const only = process.env.SLICES?.split(';');
  for (const [name, prepare] of Object.entries(cases)) {
    if (!only || only.includes(name)) emit(fact(name, size, await pieces(prepare)));
  }
}

/** The engine's sources in one file in which every `yield` says where it is, in `globalThis.benchPlace`. */
async function loadWithPlaces() {
  const file = join(root, 'out/bench/engine-with-places.mjs');
  const build = await rolldown({
    cwd: root,
    input: join(root, 'worker/engine.ts'),
    platform: 'browser',
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    transform: { target: 'es2022' },
    plugins: [{ name: 'touchpoint-kit:places', transform: (code, id) => ({ code: withPlaces(code, id) }) }],
  });
  await build.write({ file, format: 'es', codeSplitting: false });
  await build.close();
  return import(pathToFileURL(file).href);
}

/** A yield stands in one line and its value is not used, so that a line at a time will do; comments change nothing. */
function withPlaces(code, id) {
  const name = id.slice(root.length).replace('worker/', '');
  return code
    .split('\n')
    .map((line, i) => line.replace(/\byield (?!\*)(.+);$/u, `yield (globalThis.benchPlace = '${name}:${i + 1}', $1);`))
    .join('\n');
}

/**
 * How long each piece of work takes, in order: the least of several runs, where it begins and ends, and how much of it
 * is the collection of garbage.
 */
async function pieces(prepare) {
  let least = null;
  const pauses = [];
  const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  for (let k = 0; k < RUNS; k++) {
    const run = await prepare();
    globalThis.gc?.();
    const own = [];
    let from = 'start';
    let began = performance.now();
    const told = () => {
      own.push({ ms: performance.now() - began, began, from, to: globalThis.benchPlace, collecting: 0 });
      from = globalThis.benchPlace;
      began = performance.now();
    };
    const pace = {
      due() {
        told();
        return true;
      },
      async rest() {
        began = performance.now();
      },
    };
    await run({ signal: { aborted: false }, pace });
    globalThis.benchPlace = 'end';
    told();
    // Pauses are told in a later task.
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const { startTime, duration } of pauses.splice(0)) {
      const piece = own.findLast(({ began }) => began <= startTime);
      if (piece && startTime < piece.began + piece.ms) piece.collecting += duration;
    }
    least = least?.length === own.length ? least.map((one, i) => (one.ms < own[i].ms ? one : own[i])) : own;
  }
  observer.disconnect();
  return least;
}

function fact(name, size, pieces) {
  const longest = pieces.toSorted((a, b) => b.ms - a.ms).slice(0, NAMED);
  const text = longest.map(pieceText).join(', ');
  return {
    name: 'slices',
    size,
    peer: name,
    oursMs: rounded(pieces.reduce((sum, { ms }) => sum + ms, 0)),
    peerMs: null,
    ratio: null,
    spread: null,
    longestPieceMs: rounded(longest[0].ms),
    pieces: pieces.length,
    note: `longest of ${pieces.length} pieces ${text}`,
  };
}

function pieceText({ ms, collecting, from, to }) {
  const pause = collecting > 0 ? `, garbage ${rounded(collecting)}` : '';
  return `${rounded(ms)} ms (${from} to ${to}${pause})`;
}

/** Questions about a property with a value of its own on nearly every row. */
const specsOfValues = {
  values: { kind: 'values', prop: 'value' },
  'paths of values': { kind: 'paths', node: 'value', sessionGapMs: 1e12 },
  'variants of values': { kind: 'variants', node: 'value' },
  'matrix of values': { kind: 'featureMatrix', rows: { prop: 'value' }, columns: 'hour-of-week' },
};

const plans = ['free', 'pro', 'team'];

/** The log in one batch, with properties. */
function withProperties(rows) {
  const log = makeLog(rows);
  const [first] = batchesOf({ ...log, rows: Math.min(rows, 1) });
  const { values } = first.identifiers[0].values;
  return {
    rows,
    source: 'bench',
    time: log.time,
    event: { kind: 'dictionary', codes: Uint8Array.from(log.event, (k) => k + 1), values: eventNames },
    identifiers: [
      { type: 'actor', values: { kind: 'dictionary', codes: Uint32Array.from(log.actor, (a) => a + 1), values } },
    ],
    columns: [
      {
        name: 'plan',
        column: { kind: 'dictionary', codes: Uint8Array.from(log.actor, (a) => (a % 3) + 1), values: plans },
      },
      { name: 'value', column: { kind: 'number', values: Float64Array.from(log.actor, (a) => a * 1.5) } },
    ],
  };
}

function ids(rows) {
  const values = Array.from({ length: rows }, (_, row) => `id-${row % (rows - 10)}`);
  const codes = Uint32Array.from({ length: rows }, (_, row) => (row % (rows - 10)) + 1);
  return { kind: 'dictionary', codes, values: values.slice(0, rows - 10) };
}

/** Every row with an e-mail address of its own, and a device that two share. */
function manyIdentifiers(rows) {
  const emails = Array.from({ length: rows }, (_, row) => `person-${row}@example.org`);
  const devices = Array.from({ length: rows >> 1 }, (_, row) => `device-${row}`);
  const codes = (of) => Uint32Array.from({ length: rows }, of);
  return {
    ...withProperties(rows),
    identifiers: [
      { type: 'email', values: { kind: 'dictionary', codes: codes((_, row) => row + 1), values: emails } },
      { type: 'deviceId', values: { kind: 'dictionary', codes: codes((_, row) => (row >> 1) + 1), values: devices } },
    ],
  };
}

/** A property with a value of its own on nearly every row. */
function manyValues(rows) {
  const values = Array.from({ length: rows }, (_, row) => `value ${(row * 7919) % rows}`);
  const codes = Uint32Array.from({ length: rows }, (_, row) => row + 1);
  const batch = withProperties(rows);
  return { ...batch, columns: [{ name: 'value', column: { kind: 'dictionary', codes, values } }] };
}

/** All rows of one actor, an hour apart. */
function oneActor(rows) {
  const batch = withProperties(rows);
  return {
    ...batch,
    time: Float64Array.from({ length: rows }, (_, row) => row * HOUR),
    identifiers: [
      { type: 'actor', values: { kind: 'dictionary', codes: new Uint8Array(rows).fill(1), values: ['one'] } },
    ],
    columns: [
      {
        name: 'plan',
        column: {
          kind: 'dictionary',
          codes: Uint8Array.from({ length: rows }, (_, row) => (row % 3) + 1),
          values: plans,
        },
      },
    ],
  };
}
