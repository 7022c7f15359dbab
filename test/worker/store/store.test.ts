import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PropertyValue } from '../../../worker/protocol/batch.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import { finish } from '../../../worker/steps.js';
import { plainStorage, typedStorage } from '../../../worker/store/storage.js';
import type { ColumnStorage } from '../../../worker/store/storage.js';
import { emptyStore, StoreBuilder } from '../../../worker/store/store.js';
import type { Store } from '../../../worker/store/store.js';
import { identityOracle } from '../../oracles/identity.js';
import { batchOf, ownValue } from '../batches.js';
import type { Row } from '../batches.js';

const storages = [typedStorage, plainStorage];
const plenty = 2 ** 30;

function load(groups: readonly Row[][], storage: ColumnStorage, before = emptyStore(storage)): Store {
  const builder = new StoreBuilder(before, storage, plenty);
  for (const rows of groups) finish(builder.add(batchOf(rows)));
  return finish(builder.build(0));
}

/** Everything a store says, as objects a reader can compare. */
function contents(store: Store): unknown {
  const rowAt = (i: number, actor: string | null): unknown => ({
    actor,
    t: store.timeBase + store.time[i]!,
    event: store.event[i] === 0 ? null : store.eventNames[store.event[i]! - 1],
    props: Object.fromEntries([...store.columns.keys()].sort().map((name) => [name, valueAt(store, name, i)])),
  });
  const rows: unknown[] = [];
  for (let a = 0; a < store.actors; a++) {
    for (let i = store.offsets[a]!; i < store.offsets[a + 1]!; i++) rows.push(rowAt(i, store.actorKey(a)));
  }
  for (let i = store.rows; i < store.acceptedRows; i++) rows.push(rowAt(i, null));
  return { rows, dataEnd: store.dataEnd, unidentified: store.unidentifiedRows };
}

function valueAt(store: Store, name: string, row: number): PropertyValue {
  const column = store.column(name)!;
  if (column.kind === 'number') return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  return column.codes[row] === 0 ? null : column.values[column.codes[row]! - 1]!;
}

/** The obvious store: row objects, joined, grouped by actor in order of appearance, stably sorted by time. */
function expected(rows: readonly Row[]): unknown {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.props ?? {})))].sort();
  const keys = identityOracle(rows.map(carriedBy)).actors;
  const actors = [...new Set(keys.filter((key) => key !== null)), null];
  const ordered = actors.flatMap((key) =>
    rows
      .filter((_, index) => keys[index] === key)
      .sort((a, b) => a.t - b.t)
      .map((row) => ({ ...row, key })),
  );
  return {
    rows: ordered.map(({ key, t, event, props }) => ({
      actor: key,
      t,
      event,
      props: Object.fromEntries(names.map((name) => [name, ownValue(props, name)])),
    })),
    dataEnd: rows.length > 0 ? Math.max(...rows.map((row) => row.t)) : null,
    unidentified: keys.filter((key) => key === null).length,
  };
}

function carriedBy({ actor, ids = [] }: Row): string[] {
  return [...(actor ? [`actor:${actor}`] : []), ...ids];
}

const value = fc.oneof(
  fc.constantFrom('a', 'b', '1'),
  fc.constantFrom(1, 2.5, -3),
  fc.boolean(),
  fc.constant(null),
  fc.constant(['x', 1]),
);
const row: fc.Arbitrary<Row> = fc.record({
  actor: fc.constantFrom('ann', 'bob', 'cid', ''),
  t: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-8.64e15, 8.64e15, 4294967295, 4294967296)),
  event: fc.constantFrom('visit', 'buy', null),
  props: fc.dictionary(fc.constantFrom('plan', 'amount', '__proto__'), value, { maxKeys: 2, noNullPrototype: true }),
});

const id = fc.constantFrom('userId:1', 'userId:2', 'email:a', 'email:b', 'phone:+1', 'deviceId:x', 'deviceId:y');
const joiningRow: fc.Arbitrary<Row> = fc
  .tuple(row, fc.uniqueArray(id, { maxLength: 3 }), fc.nat(2))
  .map(([one, ids, named]) => ({ ...one, actor: named === 0 ? one.actor : '', ids }));

describe('store', () => {
  for (const storage of storages) {
    describe(`${storage.kind} storage`, () => {
      it('orders rows by actor, then time, and keeps input order at equal times', () => {
        const store = load(
          [
            [
              { actor: 'bob', t: 20, event: 'c' },
              { actor: 'ann', t: 10, event: 'x' },
              { actor: 'bob', t: 10, event: 'b' },
              { actor: 'bob', t: 10, event: 'a' },
            ],
          ],
          storage,
        );
        expect(contents(store)).toEqual({
          rows: [
            { actor: 'actor:bob', t: 10, event: 'b', props: {} },
            { actor: 'actor:bob', t: 10, event: 'a', props: {} },
            { actor: 'actor:bob', t: 20, event: 'c', props: {} },
            { actor: 'actor:ann', t: 10, event: 'x', props: {} },
          ],
          dataEnd: 20,
          unidentified: 0,
        });
        expect([...(store.offsets as number[])]).toEqual([0, 3, 4]);
      });

      it('equals the obvious store, however the rows are split into batches and loads', () => {
        fc.assert(
          fc.property(fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 5 }), fc.nat(5), (groups, cut) => {
            const before = load(groups.slice(0, cut), storage);
            const store = load(groups.slice(cut), storage, before);
            expect(contents(store)).toEqual(expected(groups.flat()));
          }),
          { numRuns: 300 },
        );
      });

      it('joins actors of earlier loads as if all rows had come at once', () => {
        fc.assert(
          fc.property(fc.array(fc.array(joiningRow, { maxLength: 8 }), { maxLength: 5 }), fc.nat(5), (groups, cut) => {
            const before = load(groups.slice(0, cut), storage);
            const first = contents(before);
            const store = load(groups.slice(cut), storage, before);
            expect(contents(store)).toEqual(expected(groups.flat()));
            expect(contents(before)).toEqual(first);
          }),
          { numRuns: 500 },
        );
      });

      it('keeps input order at equal times among actors that turn out to be one', () => {
        const anonymous = ['x', 'y', 'x', 'y', 'y', 'x'].map((device, k) => ({
          actor: '',
          t: 5,
          event: String(k),
          ids: [`deviceId:${device}`],
        }));
        const joining = ['x', 'y'].map((device) => ({
          actor: '',
          t: 5,
          event: device,
          ids: ['userId:u', `deviceId:${device}`],
        }));
        const before = load([anonymous], storage);
        expect(before.actors).toBe(2);
        const store = load([joining], storage, before);
        expect(contents(store)).toEqual(expected([...anonymous, ...joining]));
        expect(store.actors).toBe(1);
      });

      it('keeps the earlier store as it was', () => {
        const before = load([[{ actor: 'ann', t: 1, event: 'a', props: { plan: 'x' } }]], storage);
        const contentsBefore = contents(before);
        load([[{ actor: 'bob', t: 0, event: 'b', props: { plan: 'y' } }]], storage, before);
        expect(contents(before)).toEqual(contentsBefore);
      });

      it('keeps the first row of an id and tells a plain repeat from a conflict', () => {
        const builder = new StoreBuilder(emptyStore(storage), storage, plenty);
        const first = finish(
          builder.add(
            batchOf([
              { actor: 'ann', t: 1, event: 'a', id: '1' },
              { actor: 'ann', t: 1, event: 'a', id: '1' },
              { actor: 'ann', t: 2, event: 'a', id: '1' },
              { actor: 'ann', t: 3, event: 'a' },
              { actor: 'ann', t: 3, event: 'a' },
            ]),
          ),
        );
        expect(first.duplicates).toEqual([
          { row: 1, conflicting: false },
          { row: 2, conflicting: true },
        ]);
        const store = finish(builder.build(2));
        expect(store.acceptedRows).toBe(3);
        expect(store.rejectedRows).toBe(2);
        const again = new StoreBuilder(store, storage, plenty);
        expect(finish(again.add(batchOf([{ actor: 'ann', t: 1, event: 'a', id: '1' }]))).duplicates).toHaveLength(1);
        expect(
          finish(again.add(batchOf([{ actor: 'ann', t: 1, event: 'a', id: '1' }], 'other'))).duplicates,
        ).toHaveLength(0);
      });

      it('takes rows without identity in, apart from the actors', () => {
        const store = load(
          [
            [
              { actor: '', t: 5, event: 'a' },
              { actor: 'ann', t: 1, event: 'a' },
            ],
          ],
          storage,
        );
        expect(store).toMatchObject({ rows: 1, acceptedRows: 2, unidentifiedRows: 1, actors: 1, dataEnd: 5 });
      });

      it('refuses a batch whose columns disagree, and says which', () => {
        const batch = batchOf([{ actor: 'ann', t: 1, event: 'a' }]);
        const builder = new StoreBuilder(emptyStore(storage), storage, plenty);
        expect(() => finish(builder.add({ ...batch, time: [1, 2] }))).toThrow(/column "time" has 2 values for 1 rows/);
        expect(() => finish(builder.add({ ...batch, time: [NaN] }))).toThrow(/column "time" has NaN in row 0/);
        expect(() => finish(builder.add({ ...batch, event: { ...batch.event, codes: [7] } }))).toThrow(/code 7/);
      });

      it('stops with a clear error before the memory budget is passed', () => {
        const builder = new StoreBuilder(emptyStore(storage), storage, 16);
        let error: unknown;
        try {
          finish(builder.add(batchOf([{ actor: 'ann', t: 1, event: 'a' }])));
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(AnalyticsError);
        expect((error as AnalyticsError).code).toBe('memory-limit');
      });
    });
  }

  it('needs 4 bytes a time while all lie within 49.7 days, else 8', () => {
    const near = load(
      [
        [
          { actor: 'a', t: 1e12, event: 'a' },
          { actor: 'a', t: 1e12 + 0xffff_ffff, event: 'a' },
        ],
      ],
      typedStorage,
    );
    const far = load(
      [
        [
          { actor: 'a', t: 1e12, event: 'a' },
          { actor: 'a', t: 1e12 + 0x1_0000_0000, event: 'a' },
        ],
      ],
      typedStorage,
    );
    expect(near.time).toBeInstanceOf(Uint32Array);
    expect(far.time).toBeInstanceOf(Float64Array);
    expect(far.time[1]).toBe(1e12 + 0x1_0000_0000);
  });
});

describe('a column that begins with numbers', () => {
  for (const storage of storages) {
    it(`keeps words that come later (${storage.kind} storage)`, () => {
      const batch = batchOf([
        { actor: 'ann', t: 1, event: 'a', props: { n: 1 } },
        { actor: 'ann', t: 2, event: 'a', props: { n: 2 } },
        { actor: 'ann', t: 3, event: 'a', props: { n: 3 } },
      ]);
      const words = {
        ...batch,
        columns: [
          {
            name: 'n',
            column: { kind: 'number' as const, values: [1, NaN, 1.1], texts: { rows: [1, 2], texts: ['abc', '1.10'] } },
          },
        ],
      };
      const builder = new StoreBuilder(emptyStore(storage), storage, plenty);
      finish(builder.add(words));
      const store = finish(builder.build(0));
      expect([0, 1, 2].map((row) => valueAt(store, 'n', row))).toEqual([1, 'abc', 1.1]);
    });
  }
});
