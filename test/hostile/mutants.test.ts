import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { mutants } from './mutate.js';
import { mutatedFormats, type MutatedFormat } from './mutated-formats.js';
import { processorMs } from './processor-time.js';

/** `npm run test:mutants` asks for more. */
const count = Number(process.env['MUTANTS'] ?? 1000);
const seed = Number(process.env['MUTANTS_SEED'] ?? 20_261_123);
const mostMs = 2000;

describe('parsers/mutants', () => {
  for (const format of mutatedFormats) {
    it(`${format.name}: ${count} damaged files, seed ${seed}`, { timeout: 60_000 + count * 60 }, async () => {
      const bases = await format.bases();
      const whole = [];
      for (const base of bases) whole.push(await told(format, base));
      for (const { problem, outcome, accepted } of whole)
        expect([problem, outcome, accepted > 0]).toEqual([null, 'read', true]);

      const wrong: string[] = [];
      const outcomes = new Map<string, number>();
      let slowest = 0;
      for (const [b, base] of bases.entries()) {
        let k = 0;
        for (const mutant of mutants(base, Math.ceil(count / bases.length), seed + b)) {
          const began = processorMs();
          const { problem, outcome } = await told(format, mutant);
          const ms = processorMs() - began;
          slowest = Math.max(slowest, ms);
          if (problem !== null) wrong.push(`base ${b}, mutant ${k}: ${problem}`);
          if (ms > mostMs) wrong.push(`base ${b}, mutant ${k}: ${Math.round(ms)} ms`);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
          // Nothing that a damaged file leaves behind may change how a good one is read.
          if (++k % 100 === 0) expect(await told(format, base)).toEqual(whole[b]);
        }
      }
      expect(wrong).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect([...outcomes.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(count);
      if (process.env['MUTANTS']) {
        console.log(
          `${format.name}: slowest ${Math.round(slowest)} ms, ${JSON.stringify(Object.fromEntries(outcomes))}`,
        );
      }
    });
  }
});

interface Told {
  /** What went wrong in a way that no file may cause. */
  readonly problem: string | null;
  readonly outcome: string;
  readonly accepted: number;
}

/** How a file is read: all rows accounted for, or refused with a typed error. */
async function told(format: MutatedFormat, bytes: Uint8Array): Promise<Told> {
  try {
    const reading = await format.read(bytes);
    let rows = 0;
    for await (const batch of reading.batches) rows += batch.rows;
    const { rowsIn, accepted, rejected, complete, warnings } = reading.report();
    const lost = rowsIn !== accepted + rejected || accepted !== rows;
    const silent = !complete && !warnings.some(({ code }) => code === 'cut-short');
    return {
      problem: lost
        ? `${rowsIn} in, ${accepted} accepted, ${rejected} rejected, ${rows} given`
        : silent
          ? 'cut in silence'
          : null,
      outcome: complete ? (rejected > 0 ? 'some rejected' : 'read') : 'cut short',
      accepted,
    };
  } catch (error) {
    if (error instanceof AnalyticsError && error.code !== 'internal') {
      return { problem: null, outcome: error.code, accepted: 0 };
    }
    return {
      problem: error instanceof Error ? (error.stack ?? error.message) : 'an error that is none',
      outcome: 'crash',
      accepted: 0,
    };
  }
}
