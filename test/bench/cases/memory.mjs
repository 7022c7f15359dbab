import { table } from 'arquero';
import { actorName, batchesOf, eventNames, makeLog, rowObjects } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { rounded } from '../race.mjs';

/** Bytes a row of the kit's columns, offsets and codes: what the store itself counts. Names of actors are not in it. */
export async function bytesCase(size, rows, emit) {
  const { EngineCore } = await loadEngine();
  for (const [period, days] of [
    ['30 days', 30],
    ['3 years', 3 * 365],
  ]) {
    const engine = new EngineCore({ connectors: [], maxBytes: 2 ** 32 });
    await engine.appendBatches(batchesOf(makeLog(rows, { days })));
    emit(fact('bytes-per-event', `${size}, ${period}`, null, engine.store.bytes / rows, null));
  }
}

/** What the process holds more, names of actors included, once the input is let go. */
export async function memoryCase(size, rows, emit) {
  const { EngineCore } = await loadEngine();
  const ours = await growth(async () => {
    const engine = new EngineCore({ connectors: [], maxBytes: 2 ** 32 });
    await engine.appendBatches(batchesOf(makeLog(rows)));
    return engine;
  });
  const peers = {
    'row-objects': await growth(() => rowObjects(makeLog(rows))),
    arquero: await growth(() => namedTable(makeLog(rows))),
  };
  for (const [peer, bytes] of Object.entries(peers)) emit(fact('memory', size, peer, ours / rows, bytes / rows));
}

/** Arquero's columns as they come from a file: the identifiers are text, shared between rows. */
function namedTable(log) {
  const names = Array.from({ length: log.actors }, (_, actor) => actorName(actor));
  const events = Array.from(log.event, (event) => eventNames[event]);
  return table({ actor: Array.from(log.actor, (actor) => names[actor]), time: log.time, event: events });
}

async function growth(make) {
  const before = await held();
  const kept = [await make()];
  const bytes = (await held()) - before;
  kept.length = 0;
  return bytes;
}

/** Bytes of objects and buffers that are still reachable; a turn of the event loop first, so that no frame holds garbage. */
async function held() {
  await new Promise((resolve) => setTimeout(resolve, 10));
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A line that counts bytes a row, not time. */
function fact(name, size, peer, oursBytes, peerBytes) {
  return {
    name,
    size,
    peer,
    oursMs: null,
    peerMs: null,
    ratio: peerBytes === null ? null : rounded(peerBytes / oursBytes),
    spread: null,
    oursBytes: rounded(oursBytes),
    peerBytes: peerBytes === null ? null : rounded(peerBytes),
  };
}
