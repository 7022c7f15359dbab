import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../../worker/protocol/batch.js';
import { finish } from '../../../worker/steps.js';
import { IdLayer, SourceIds } from '../../../worker/store/source-ids.js';
import { columnStorage } from '../../../worker/store/storage.js';
import { emptyStore, StoreBuilder } from '../../../worker/store/store.js';
import type { DuplicateRow, Store } from '../../../worker/store/store.js';

const storages = [columnStorage('typed'), columnStorage('plain')];
const rows = 70_000;
const words = ['a', 'b', 'c'];
const people = Array.from({ length: 501 }, (_, i) => `p${i}`);
const mails = Array.from({ length: 97 }, (_, i) => `m${i}@example.org`);
const ids = Array.from({ length: 60_000 }, (_, i) => `id ${i}`);

/** Rows `from .. to` of a log whose ids come round, and some of whose numbers were written in another way. */
function batch(from: number, to: number, plain: boolean): EventBatch {
  const each = (of: (row: number) => number): number[] => Array.from({ length: to - from }, (_, i) => of(from + i));
  const codes = (of: (row: number) => number): Uint32Array | number[] =>
    plain ? each(of) : Uint32Array.from(each(of));
  const written = each((row) => row).filter((row) => row % 9973 === 5);
  return {
    rows: to - from,
    source: 'log',
    time: plain ? each((row) => (row * 7919) % 50_021) : Float64Array.from(each((row) => (row * 7919) % 50_021)),
    event: { kind: 'dictionary', codes: codes((row) => row % 4), values: words },
    identifiers: [
      { type: 'actor', values: { kind: 'dictionary', codes: codes((row) => row % 502), values: people } },
      {
        type: 'email',
        values: { kind: 'dictionary', codes: codes((row) => (row % 31 === 0 ? (row % 97) + 1 : 0)), values: mails },
      },
    ],
    id: { kind: 'dictionary', codes: codes((row) => (row % 60_000) + 1), values: ids },
    columns: [
      { name: 'word', column: { kind: 'dictionary', codes: codes((row) => row % 3), values: words.slice(1) } },
      {
        name: 'amount',
        column: {
          kind: 'number',
          values: plain
            ? each((row) => (row % 9973 === 5 ? NaN : row / 4))
            : Float64Array.from(each((row) => (row % 9973 === 5 ? NaN : row / 4))),
          texts: { rows: written.map((row) => row - from), texts: written.map((row) => `about ${row}`) },
        },
      },
    ],
  };
}

describe.each(storages)('a batch of 70,000 rows, $kind storage', (storage) => {
  const plain = storage.kind === 'plain';

  it('makes the store that many small batches make, and tells the same repeated ids', () => {
    const load = (size: number): { store: Store; duplicates: DuplicateRow[]; steps: number } => {
      const builder = new StoreBuilder(emptyStore(storage), storage, 2 ** 32);
      const duplicates: DuplicateRow[] = [];
      let steps = 0;
      for (let from = 0; from < rows; from += size) {
        const adding = builder.add(batch(from, Math.min(rows, from + size), plain));
        let step = adding.next();
        for (; !step.done; step = adding.next()) steps++;
        duplicates.push(...step.value.duplicates.map((one) => ({ ...one, row: from + one.row })));
      }
      return { store: finish(builder.build(duplicates.length)), duplicates, steps };
    };
    const whole = load(rows);
    const parts = load(1000);
    expect(whole.duplicates).toHaveLength(10_000);
    expect(whole.duplicates[0]).toEqual({ row: 60_000, conflicting: true });
    expect(whole.duplicates).toEqual(parts.duplicates);
    const { store } = whole;
    for (const name of ['offsets', 'time', 'event'] as const) {
      expect(Array.from(store[name]), name).toEqual(Array.from(parts.store[name]));
    }
    expect(keysOf(store)).toEqual(keysOf(parts.store));
    expect([...store.columns.keys()]).toEqual(['word', 'amount']);
    for (const [name, column] of store.columns) expect(asList(column), name).toEqual(asList(parts.store.column(name)!));
    expect(asList(store.column('amount')!).filter((value) => typeof value === 'string')).toHaveLength(7);
    // It rests at least as often as rows are looked at in thousands.
    expect(whole.steps).toBeGreaterThan(rows / 1024);
  });
});

function keysOf({ actors, actorKey }: Store): string[] {
  return Array.from({ length: actors }, (_, actor) => actorKey(actor));
}

function asList(column: NonNullable<ReturnType<Store['column']>>): unknown[] {
  if (column.kind === 'number') return Array.from(column.values);
  return Array.from(column.codes, (code) => (code === 0 ? null : column.values[code - 1]));
}

it('ids of many loads are found as in one map, and an earlier load knows nothing of a later one', () => {
  const load = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }).map(String), fc.nat(9)), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(load, { maxLength: 12 }), fc.constantFrom(...storages), (loads, storage) => {
      const known = new Map<string, number>();
      let all = SourceIds.none;
      for (const own of loads) {
        const layer = new IdLayer(storage);
        finish(layer.table.reserve(own.length));
        const before = new Map(known);
        for (const [key, fingerprint] of own) {
          if (known.has(key)) continue;
          known.set(key, fingerprint);
          layer.add(key, fingerprint);
        }
        const next = finish(all.with(layer, storage));
        for (let key = 0; key <= 60; key++) {
          expect(all.find(String(key))).toBe(before.get(String(key)));
          expect(next.find(String(key))).toBe(known.get(String(key)));
        }
        all = next;
      }
    }),
    { numRuns: 200 },
  );
});
