import type { BatchColumn, EventBatch, PropertyValue, TextColumn } from '../../worker/protocol/batch.js';
import type { IdentityReport } from '../../worker/protocol/identity.js';
import type { Result } from '../../worker/protocol/result.js';
import type { BatchOptions } from '../../worker/protocol/source.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';

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

/** An engine's answer over a batch; how it was reached is the asker's affair. */
export interface Reply<R extends Result = Result, M extends Mark = Mark> {
  readonly result: R;
  /** Keys of all actors behind a mark; of `rows` the key of the actor of each row behind it, one item a row. */
  list(mark: M, of?: 'actors' | 'rows'): Promise<readonly string[]>;
  identities(): Promise<IdentityReport>;
}

/** Loads a batch into an empty engine and asks it. `asOf` becomes the `dataEnd` of the data. */
export type Ask = (batch: EventBatch, spec: Spec, options?: BatchOptions) => Promise<Reply>;

/** How the cases of one kind are put to an engine. */
export interface ConformanceKind {
  /** @throws Error that names each difference */
  run(one: ConformanceCase, ask: Ask): Promise<void>;
}

/**
 * Compares the keys that a case expects with what `actual` says of each.
 * @throws Error that names each difference
 */
export async function compareCase(
  one: ConformanceCase,
  actual: (key: string, expected: unknown) => unknown,
): Promise<void> {
  const differences: string[] = [];
  for (const [key, expected] of Object.entries(one.expect)) {
    const got = await actual(key, expected);
    if (!isSame(got, expected, one.tolerance ?? 1e-9)) {
      differences.push(`${key}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
    }
  }
  if (differences.length > 0) throw new Error(`${one.id} (${one.title})\n${differences.join('\n')}`);
}

/** For a key of `expect` that a test does not know: passing it over would be a silent pass. */
export function unknownKey(one: ConformanceCase, key: string): never {
  throw new Error(`${one.id}: the test does not know how to compare "${key}".`);
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

/** `actor:ann` as the cases call her: `ann`. */
export function nameOf(key: string): string {
  return key.replace(/^actor:/, '');
}

/** Sets by the rules of the files: sorts a list into the file's order, so that only other members differ. */
export function inOrderOf(members: readonly string[]): (a: string, b: string) => number {
  const place = (member: string): number => (members.includes(member) ? members.indexOf(member) : members.length);
  return (a, b) => place(a) - place(b);
}

/** Equal, numbers within a tolerance; lists in order, objects by their keys. */
export function isSame(got: unknown, expected: unknown, tolerance: number): boolean {
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
