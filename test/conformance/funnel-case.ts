import type { FunnelGroup, FunnelNumbers } from '../../worker/protocol/funnel.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../../worker/protocol/spec.js';
import { caseBatch, compareCase, inOrderOf, nameOf, unknownKey } from './case.js';
import type { Ask, ConformanceCase, ConformanceKind, Reply } from './case.js';

type FunnelReply = Reply<FunnelResult, FunnelMark>;

/** Funnel cases: counts, rates and times as they are; actors of steps through the lists. */
export const funnelCases: ConformanceKind = {
  async run(one, ask: Ask) {
    const reply = await ask(caseBatch(one), { kind: 'funnel', ...one.spec } as unknown as FunnelSpec);
    await compareCase(one, (key, expected) => actual(key, expected, reply as FunnelReply, one));
  },
};

/** The engine's own value for a key of `expect`. */
async function actual(key: string, expected: unknown, reply: FunnelReply, one: ConformanceCase): Promise<unknown> {
  const { result } = reply;
  if (key === 'groups') return groups(expected as readonly ExpectedGroup[], reply, one);
  if (key !== 'actorDepth') return figure(key, expected, result, reply, undefined, one);
  const depth = await depths(reply, one);
  return Object.fromEntries(Object.keys(expected as object).map((actor) => [actor, depth.get(actor) ?? 0]));
}

/** A key that a whole funnel and a group of it share. */
async function figure(
  key: string,
  expected: unknown,
  numbers: FunnelNumbers,
  reply: FunnelReply,
  group: FunnelMark['group'],
  one: ConformanceCase,
): Promise<unknown> {
  switch (key) {
    case 'stepCounts':
    case 'avgStepMs':
    case 'medianStepMs':
    case 'conversionFromStart':
    case 'conversionFromPrevious':
    case 'stepValues':
      return numbers[key];
    case 'stepActors':
    case 'dropOffActors': {
      const lists: Record<string, readonly string[]> = {};
      for (const [step, actors] of Object.entries(expected as Record<string, string[]>)) {
        const kind = key === 'stepActors' ? 'reached' : 'left';
        const listed = await reply.list({ kind, step: Number(step) - 1, ...(group && { group }) });
        lists[step] = listed.map(nameOf).toSorted(inOrderOf(actors));
      }
      return lists;
    }
    default:
      return unknownKey(one, key);
  }
}

type ExpectedGroup = Readonly<Record<string, unknown>> & { readonly key?: readonly string[] };

/** The engine's groups in the file's order, each with the keys that the file tells of it; groups it lacks come last. */
async function groups(
  expected: readonly ExpectedGroup[],
  reply: FunnelReply,
  one: ConformanceCase,
): Promise<readonly unknown[]> {
  const all = reply.result.groups ?? [];
  const nameOfGroup = (key: readonly string[] | null | undefined): string => JSON.stringify(key ?? null);
  const known = expected.map(({ key }) => nameOfGroup(key));
  const found = await Promise.all(
    expected.map(async (wanted) => {
      const own = all.find((group) => nameOfGroup(group.key) === nameOfGroup(wanted.key));
      return own ? shown(wanted, own, reply, one) : null;
    }),
  );
  return [...found, ...all.filter((group) => !known.includes(nameOfGroup(group.key)))];
}

async function shown(
  wanted: ExpectedGroup,
  own: FunnelGroup,
  reply: FunnelReply,
  one: ConformanceCase,
): Promise<Record<string, unknown>> {
  const group: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wanted)) {
    if (key === 'key' || key === 'other') group[key] = own[key];
    else group[key] = await figure(key, value, own, reply, own.key ?? 'other', one);
  }
  return group;
}

/** Required steps that each actor of the funnel filled. */
async function depths(reply: FunnelReply, one: ConformanceCase): Promise<Map<string, number>> {
  const depth = new Map<string, number>();
  const steps = one.spec['steps'] as ReadonlyArray<{ readonly optional?: boolean }>;
  let required = 0;
  for (const [step, { optional }] of steps.entries()) {
    if (optional === true) continue;
    for (const key of await reply.list({ kind: 'reached', step })) {
      const actor = nameOf(key);
      if ((depth.get(actor) ?? 0) !== required) throw new Error(`${one.id}: ${actor} is at step ${step + 1} only.`);
      depth.set(actor, required + 1);
    }
    required++;
  }
  return depth;
}
