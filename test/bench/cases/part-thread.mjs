// A thread that holds a part of the actors and counts what it is asked: see workers.mjs.
import { parentPort, workerData } from 'node:worker_threads';
import { loadEngine } from '../kit.mjs';

const engine = await loadEngine();
const view = { ...workerData, column: () => undefined, actorKey: () => '' };

parentPort.on('message', ({ kind, spec }) => {
  const found = engine.finish(engine[kind](view, spec, null));
  if (kind !== 'funnelPart') return parentPort.postMessage(found.result ?? found);
  const { counts, stepMs, totalMs, rowsInScope, depth } = found;
  const list = ({ values, length }) => ({ values: values.slice(0, length), length });
  const part = { counts, stepMs: stepMs.map(list), totalMs: list(totalMs), rowsInScope, depth };
  const buffers = [...part.stepMs, part.totalMs].map(({ values }) => values.buffer);
  parentPort.postMessage(part, [...buffers, depth.buffer]);
});
parentPort.postMessage('ready');
