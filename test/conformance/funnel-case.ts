import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../../worker/protocol/spec.js';
import { caseBatch, compareCase, inOrderOf, nameOf, unknownKey } from './case.js';
import type { Ask, ConformanceCase, ConformanceKind, Reply } from './case.js';

type FunnelReply = Reply<FunnelResult, FunnelMark>;

/** Parts of a funnel spec that some cases use and the engine refuses. */
const unknownParts = ['exclusions', 'breakdown', 'holdConstant', 'entryRange', 'valueProp', 'asOf'];

/** Funnel cases: counts, rates and times as they are; actors of steps through the lists. */
export const funnelCases: ConformanceKind = {
  missing(one) {
    const missing = unknownParts.filter((part) => one.spec[part] !== undefined);
    if (one.spec['mode'] === 'totals') missing.push('mode totals');
    const steps = one.spec['steps'] as ReadonlyArray<Readonly<Record<string, unknown>>>;
    if (steps.some((step) => step['optional'] === true)) missing.push('optional steps');
    return missing.length === 0 ? null : missing.join(', ');
  },
  async run(one, ask: Ask) {
    const { mode: _uniques, ...spec } = one.spec;
    const reply = await ask(caseBatch(one), { kind: 'funnel', ...spec } as unknown as FunnelSpec);
    await compareCase(one, (key, expected) => actual(key, expected, reply as FunnelReply, one));
  },
};

/** The engine's own value for a key of `expect`. */
async function actual(key: string, expected: unknown, reply: FunnelReply, one: ConformanceCase): Promise<unknown> {
  const { result } = reply;
  switch (key) {
    case 'stepCounts':
    case 'avgStepMs':
    case 'medianStepMs':
    case 'conversionFromStart':
    case 'conversionFromPrevious':
      return result[key];
    case 'stepActors':
    case 'dropOffActors': {
      const lists: Record<string, readonly string[]> = {};
      for (const [step, actors] of Object.entries(expected as Record<string, string[]>)) {
        const kind = key === 'stepActors' ? 'reached' : 'left';
        const listed = await reply.list({ kind, step: Number(step) - 1 });
        lists[step] = listed.map(nameOf).toSorted(inOrderOf(actors));
      }
      return lists;
    }
    case 'actorDepth': {
      const depth = await depths(reply, one);
      return Object.fromEntries(Object.keys(expected as object).map((actor) => [actor, depth.get(actor) ?? 0]));
    }
    default:
      return unknownKey(one, key);
  }
}

async function depths(reply: FunnelReply, one: ConformanceCase): Promise<Map<string, number>> {
  const depth = new Map<string, number>();
  const { length } = one.spec['steps'] as unknown[];
  for (let step = 0; step < length; step++) {
    for (const key of await reply.list({ kind: 'reached', step })) {
      const actor = nameOf(key);
      if ((depth.get(actor) ?? 0) !== step)
        throw new Error(`${one.id}: ${actor} is at step ${step + 1} but not before it.`);
      depth.set(actor, step + 1);
    }
  }
  return depth;
}
