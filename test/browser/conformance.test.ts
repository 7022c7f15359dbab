import { afterAll, describe, inject, it } from 'vitest';
import { AnalyticsError, createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import { missingFor, runFunnelCase } from '../conformance/funnel-case.js';
import type { AskFunnel, ConformanceCase } from '../conformance/funnel-case.js';

const cases = inject('conformanceCases')
  .flatMap((file) => file.cases as readonly unknown[] as readonly ConformanceCase[])
  .filter((one) => one.kind === 'funnel' && missingFor(one) === null);

if (cases.length === 0) {
  console.log('No conformance cases are here; CONFORMANCE_DIR names their folder.');
  it.skip('conformance cases are not here', () => {});
}

const seats: Readonly<Record<string, EngineOptions>> = {
  'worker seat': { seat: 'worker', transports: ['url'], handshakeMs: 10_000 },
  'page seat': { seat: 'page' },
  'page seat with plain arrays': { seat: 'page', storage: 'plain' },
};

for (const [name, options] of Object.entries(seats)) {
  describe.runIf(cases.length > 0)(`funnel cases in the ${name}`, () => {
    const engines: Engine[] = [];
    afterAll(() => engines.forEach((engine) => engine.close()));

    const ask: AskFunnel = async (batch, spec) => {
      const engine = await createEngine(options);
      engines.push(engine);
      await engine.appendBatches([batch]);
      const [outcome] = await engine.run([{ id: 'case', spec }]);
      if (!outcome!.ok) throw AnalyticsError.fromData(outcome!.error);
      return {
        result: outcome!.result,
        list: async (mark) => (await engine.list({ spec, mark, limit: 10_000 })).actors.map((actor) => actor.key),
      };
    };

    for (const one of cases) it(`${one.id}: ${one.title}`, () => runFunnelCase(one, ask));
  });
}
