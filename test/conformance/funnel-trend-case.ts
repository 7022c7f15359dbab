import type { FunnelTrendMark, FunnelTrendResult, FunnelTrendSpec } from '../../worker/protocol/spec.js';
import { caseBatch, compareCase, inOrderOf, nameOf, unknownKey } from './case.js';
import type { ConformanceCase, ConformanceKind, Reply } from './case.js';

type TrendReply = Reply<FunnelTrendResult, FunnelTrendMark>;

/** Funnel trends: the files give rates as percent with two decimals, and 0 where nobody entered. */
export const funnelTrendCases: ConformanceKind = {
  async run(one, ask) {
    const { asOf, ...spec } = one.spec;
    const question = { kind: 'funnelTrend', ...spec } as unknown as FunnelTrendSpec;
    const options = asOf === undefined ? {} : { asOf: asOf as number };
    const reply = (await ask(caseBatch(one), question, options)) as TrendReply;
    await compareCase(one, (key, expected) => {
      if (key === 'noWindow') return reply.result.noWindow;
      if (key === 'dataEnd') return reply.result.meta.dataEnd;
      if (key !== 'buckets') return unknownKey(one, key);
      const wanted = expected as ReadonlyArray<Readonly<Record<string, unknown>>>;
      return Promise.all(reply.result.buckets.map((_, bucket) => shown(wanted[bucket] ?? {}, bucket, reply, one)));
    });
  },
};

/** The engine's bucket with the keys that the file tells of it. */
async function shown(
  wanted: Readonly<Record<string, unknown>>,
  bucket: number,
  { result, list }: TrendReply,
  one: ConformanceCase,
): Promise<Record<string, unknown>> {
  const own = result.buckets[bucket]!;
  const shownBucket: Record<string, unknown> = {};
  for (const [key, expected] of Object.entries(wanted)) {
    switch (key) {
      case 'start':
      case 'entered':
      case 'converted':
      case 'immature':
        shownBucket[key] = own[key];
        break;
      case 'rate':
        shownBucket[key] = Math.round((own.rate ?? 0) * 10_000) / 100;
        break;
      case 'convertedActors':
      case 'droppedActors': {
        const actors = await list({ kind: key === 'convertedActors' ? 'converted' : 'dropped', bucket });
        shownBucket[key] = actors.map(nameOf).toSorted(inOrderOf(expected as string[]));
        break;
      }
      default:
        unknownKey(one, key);
    }
  }
  return shownBucket;
}
