import type { TimeToConvertResult, TimeToConvertSpec } from '../../worker/protocol/spec.js';
import { caseBatch, compareCase, unknownKey } from './case.js';
import type { ConformanceKind } from './case.js';

/** Time to convert: bins as pairs. */
export const timeToConvertCases: ConformanceKind = {
  async run(one, ask) {
    const reply = await ask(caseBatch(one), { kind: 'timeToConvert', ...one.spec } as unknown as TimeToConvertSpec);
    const { bins, avgMs, medianMs } = reply.result as TimeToConvertResult;
    for (const [bin, { count }] of bins.entries()) {
      const { length } = await reply.list({ kind: 'converted', bin });
      if (length !== count) throw new Error(`${one.id}: bin ${bin} counts ${count}, its list has ${length}.`);
    }
    const figures: Record<string, unknown> = {
      bins: bins.map(({ fromMs, count }) => [fromMs, count]),
      avgMs,
      medianMs,
    };
    await compareCase(one, (key) => (key in figures ? figures[key] : unknownKey(one, key)));
  },
};
