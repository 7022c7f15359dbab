import type { BatchColumn, EventBatch, PropertyValue, TextColumn } from '../../worker/protocol/batch.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../../worker/protocol/spec.js';

/** A case as the conformance files hold it. */
export interface ConformanceCase {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly tolerance?: number;
  readonly events: ReadonlyArray<
    readonly [actor: string, time: number, name: string | null, props?: Readonly<Record<string, PropertyValue>>]
  >;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** An engine's answer to a funnel over a batch; how it was reached is the asker's affair. */
export interface FunnelReply {
  readonly result: FunnelResult;
  /** All actors behind a mark, as keys `actor:<name>`. */
  list(mark: FunnelMark): Promise<readonly string[]>;
}

/** Loads a batch into an empty engine and asks it. */
export type AskFunnel = (batch: EventBatch, spec: FunnelSpec) => Promise<FunnelReply>;

/** Parts of a funnel spec that some cases use and the engine refuses. */
const unknownParts = ['exclusions', 'breakdown', 'holdConstant', 'entryRange', 'valueProp', 'asOf'];

/** What a funnel case needs that the engine does not offer; null when it can run. */
export function missingFor(one: ConformanceCase): string | null {
  const missing = unknownParts.filter((part) => one.spec[part] !== undefined);
  if (one.spec['mode'] === 'totals') missing.push('mode totals');
  const steps = one.spec['steps'] as ReadonlyArray<Readonly<Record<string, unknown>>>;
  if (steps.some((step) => step['optional'] === true)) missing.push('optional steps');
  return missing.length === 0 ? null : missing.join(', ');
}

/**
 * Puts a funnel case to an engine and compares everything it expects.
 * @throws Error that names each difference
 */
export async function runFunnelCase(one: ConformanceCase, ask: AskFunnel): Promise<void> {
  const { mode: _uniques, ...spec } = one.spec;
  const reply = await ask(caseBatch(one), { kind: 'funnel', ...spec } as unknown as FunnelSpec);
  const differences: string[] = [];
  for (const [key, expected] of Object.entries(one.expect)) {
    const got = await actual(key, expected, reply, one);
    if (!isSame(got, expected, one.tolerance ?? 1e-9)) {
      differences.push(`${key}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
    }
  }
  if (differences.length > 0) throw new Error(`${one.id} (${one.title})\n${differences.join('\n')}`);
}

/** The rows of a case in columns; times and order as they stand in the file. */
export function caseBatch(one: ConformanceCase): EventBatch {
  const { events } = one;
  const names = new Set(events.flatMap((event) => Object.keys(event[3] ?? {})));
  return {
    rows: events.length,
    source: one.id,
    time: events.map((event) => event[1]),
    event: textColumn(events.map((event) => event[2])),
    identifiers: [{ type: 'actor', values: textColumn(events.map((event) => event[0])) }],
    columns: [...names].map((name) => ({
      name,
      column: propertyColumn(events.map((event) => event[3]?.[name] ?? null)),
    })),
  };
}

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
        // Sets by the rules of the files: the same actors in the file's order, so that only others differ.
        lists[step] = listed.map(nameOf).toSorted(inOrderOf(actors));
      }
      return lists;
    }
    case 'actorDepth': {
      const depth = await depths(reply, one);
      return Object.fromEntries(Object.keys(expected as object).map((actor) => [actor, depth.get(actor) ?? 0]));
    }
    default:
      throw new Error(`${one.id}: the test does not know how to compare "${key}".`);
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

function nameOf(key: string): string {
  return key.replace(/^actor:/, '');
}

function inOrderOf(actors: readonly string[]): (a: string, b: string) => number {
  const place = (actor: string): number => (actors.includes(actor) ? actors.indexOf(actor) : actors.length);
  return (a, b) => place(a) - place(b);
}

function isSame(got: unknown, expected: unknown, tolerance: number): boolean {
  if (typeof got === 'number' && typeof expected === 'number') return Math.abs(got - expected) <= tolerance;
  if (typeof expected !== 'object' || expected === null || typeof got !== 'object' || got === null)
    return got === expected;
  if (Array.isArray(expected) !== Array.isArray(got)) return false;
  const keys = Object.keys(expected);
  if (keys.length !== Object.keys(got).length) return false;
  return keys.every((key) =>
    isSame((got as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], tolerance),
  );
}

function textColumn(texts: ReadonlyArray<string | null>): TextColumn {
  const values = [...new Set(texts.filter((text) => text !== null))];
  return { kind: 'dictionary', codes: texts.map((text) => (text === null ? 0 : values.indexOf(text) + 1)), values };
}

/** Numbers alone make a number column, anything else a dictionary. */
function propertyColumn(cells: readonly PropertyValue[]): BatchColumn {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    return { kind: 'number', values: cells.map((cell) => cell ?? NaN) };
  }
  const texts = [...new Set(cells.filter((cell) => cell !== null).map((cell) => JSON.stringify(cell)))];
  return {
    kind: 'dictionary',
    codes: cells.map((cell) => (cell === null ? 0 : texts.indexOf(JSON.stringify(cell)) + 1)),
    values: texts.map((text) => JSON.parse(text) as PropertyValue),
  };
}
