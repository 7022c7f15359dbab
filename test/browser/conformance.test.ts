import { afterAll, describe, inject, it } from 'vitest';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import { askLoaded } from '../conformance/ask.js';
import type { Ask, ConformanceCase } from '../conformance/case.js';
import { isLater, runCase } from '../conformance/kinds.js';

const cases = inject('conformanceCases')
  .flatMap((file) => file.cases as readonly unknown[] as readonly ConformanceCase[])
  .filter((one) => !isLater(one));

if (cases.length === 0) {
  console.log('No conformance cases are here; CONFORMANCE_DIR names their folder.');
  it.skip('conformance cases are not here', () => {});
}

const seats: Readonly<Record<string, EngineOptions>> = {
  'worker seat': { seat: 'worker', transports: ['url'], handshakeMs: 10_000 },
  'worker seat with a second worker': { seat: 'worker', workers: 2, transports: ['url'], handshakeMs: 10_000 },
  'page seat': { seat: 'page' },
  'page seat with plain arrays': { seat: 'page', storage: 'plain' },
};

for (const [name, options] of Object.entries(seats)) {
  describe.runIf(cases.length > 0)(`cases in the ${name}`, () => {
    const engines: Engine[] = [];
    afterAll(() => engines.forEach((engine) => engine.close()));

    const ask: Ask = async (batch, spec, loadOptions = {}) => {
      const engine = await createEngine(options);
      engines.push(engine);
      await engine.appendBatches([batch], loadOptions);
      return askLoaded(engine, spec);
    };

    for (const one of cases) it(`${one.id}: ${one.title}`, () => runCase(one, ask));
  });
}
