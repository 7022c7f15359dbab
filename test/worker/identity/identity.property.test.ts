import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineCore, unhurried } from '../../../worker/engine.js';
import { finish } from '../../../worker/steps.js';
import { actorsOf } from '../../../worker/store/actor-set.js';
import { plainStorage, typedStorage } from '../../../worker/store/storage.js';
import { emptyStore, StoreBuilder } from '../../../worker/store/store.js';
import type { Store } from '../../../worker/store/store.js';
import type { IdentityBlock, IdentityOptions } from '../../../worker/protocol/identity.js';
import { identityOracle } from '../../oracles/identity.js';
import type { Carried } from '../../oracles/identity.js';
import { batchOf, identifierColumns } from '../batches.js';

const ids = [
  ...['actor:1', 'actor:2', 'userId:1', 'userId:2', 'userId:3'],
  ...['email:a', 'email:b', 'email:c', 'phone:+1', 'phone:+2', 'deviceId:1', 'deviceId:2', 'deviceId:3'],
];
const id = fc.constantFrom(...ids);
const carried: fc.Arbitrary<Carried> = fc.uniqueArray(id, { maxLength: 4 });
const rows = fc.array(carried, { maxLength: 14 });
const alias = fc.array(fc.tuple(id, id), { maxLength: 2 });
const block = fc.oneof(
  fc.record({ id }),
  fc.record({ id, rows: fc.uniqueArray(fc.nat(13), { maxLength: 4 }) }),
  fc.record({ id, records: fc.array(carried, { maxLength: 2 }) }),
);
const rules = fc.record({
  maxDistinctUserIds: fc.integer({ min: 1, max: 3 }),
  alias,
  blocked: fc.array(block, { maxLength: 2 }),
});

interface Loaded {
  readonly store: Store;
  /** Actor key of each row, in the order the rows came. */
  readonly actors: ReadonlyArray<string | null>;
}

/** @param cuts where one batch ends and the next begins; a negative one ends the load, and the rest is appended */
function load(
  all: readonly Carried[],
  options: IdentityOptions,
  {
    cuts = [],
    profiles = [],
    plain = false,
  }: { cuts?: readonly number[]; profiles?: readonly Carried[]; plain?: boolean } = {},
): Loaded {
  const storage = plain ? plainStorage : typedStorage;
  let store = emptyStore(storage);
  let builder = new StoreBuilder(store, storage, 2 ** 30, options);
  finish(builder.addProfiles(profiles.length, identifierColumns(profiles)));
  const edges = [...cuts.map(Math.abs).filter((cut) => cut < all.length), all.length];
  let from = 0;
  for (const [k, edge] of edges.sort((a, b) => a - b).entries()) {
    const part = all
      .slice(from, edge)
      .map((own, i) => ({ actor: '', t: 7, event: 'e', ids: own, props: { row: from + i } }));
    finish(builder.add(batchOf(part)));
    from = edge;
    if (cuts.some((cut) => cut === -edge) && k < edges.length - 1) {
      store = finish(builder.build(0));
      builder = new StoreBuilder(store, storage, 2 ** 30);
    }
  }
  store = finish(builder.build(0));
  return { store, actors: actorsByRow(store, all.length) };
}

function actorsByRow(store: Store, count: number): Array<string | null> {
  const actors = Array.from<string | null>({ length: count }).fill(null);
  const column = store.column('row');
  if (column?.kind !== 'number') return actors;
  for (let a = 0; a < store.actors; a++) {
    for (let i = store.offsets[a]!; i < store.offsets[a + 1]!; i++) actors[column.values[i]!] = store.actorKey(a);
  }
  return actors;
}

function guardedOf({ joins, identity }: Store): string[] {
  const keys = Array.from({ length: identity.keys.length }, (_, k) => identity.keys.at(k));
  return keys.filter((_, k) => joins?.guarded[k + 1] === 1).sort();
}

describe('identity', () => {
  for (const plain of [false, true]) {
    it(`agrees with the oracle, ${plain ? 'plain' : 'typed'} storage`, () => {
      fc.assert(
        fc.property(rows, rules, fc.array(carried, { maxLength: 3 }), (all, options, profiles) => {
          const { store, actors } = load(all, options, { profiles, plain });
          const expected = identityOracle(all, options, profiles);
          expect(actors).toEqual(expected.actors);
          expect(guardedOf(store)).toEqual([...expected.guarded].sort());
        }),
        { numRuns: 600 },
      );
    });
  }

  it('gives the same actors in any order of the rows', () => {
    const shuffled = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
    );
    fc.assert(
      fc.property(
        shuffled,
        fc.record({ alias, maxDistinctUserIds: fc.integer({ min: 1, max: 2 }) }),
        ([all, order], options) => {
          const { actors } = load(all, options);
          const other = load(
            order.map((k) => all[k]!),
            options,
          ).actors;
          expect(order.map((_, place) => other[order.indexOf(place)])).toEqual(actors);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same actors however the rows are split into batches and loads', () => {
    const cuts = fc.array(fc.integer({ min: -13, max: 13 }), { maxLength: 3 });
    fc.assert(
      fc.property(rows, cuts, fc.record({ alias }), (all, edges, options) => {
        expect(load(all, options, { cuts: edges }).actors).toEqual(load(all, options).actors);
      }),
      { numRuns: 300 },
    );
  });

  it('a block changes what a load with that block would have, and undo takes it back', async () => {
    const asked = fc.oneof(fc.record({ id }), fc.record({ id, records: fc.array(carried, { maxLength: 3 }) }));
    await fc.assert(
      fc.asyncProperty(rows, asked, rules, async (all, wanted, options) => {
        const core = new EngineCore({ connectors: [] });
        const batch = batchOf(all.map((own, i) => ({ actor: '', t: 7, event: 'e', ids: own, props: { row: i } })));
        await core.appendBatches([batch], unhurried, { identity: options });
        const before = actorsByRow(core.store, all.length);
        const known = await core.identities();
        await core.block(wanted);
        const blocked: IdentityBlock[] = [...options.blocked, wanted];
        expect(actorsByRow(core.store, all.length)).toEqual(identityOracle(all, { ...options, blocked }).actors);
        const isKnown = known.blocked.some(
          (one) => JSON.stringify(one) === JSON.stringify(core.store.identity.rules.blocks.at(-1)),
        );
        if (isKnown) return;
        await core.undo(wanted);
        expect(actorsByRow(core.store, all.length)).toEqual(before);
        expect((await core.identities()).blocked).toEqual(known.blocked);
      }),
      { numRuns: 200 },
    );
  });

  it('explains every identifier by a chain of records that carry both its ends', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.record({ alias }), async (all, options) => {
        const core = new EngineCore({ connectors: [] });
        await core.appendBatches([batchOf(all.map((own) => ({ actor: '', t: 7, event: 'e', ids: own })))], unhurried, {
          identity: options,
        });
        const expected = identityOracle(all, options);
        for (const [row, own] of all.entries()) {
          for (const one of own) {
            const why = (await core.explain(one))!;
            expect(why.guarded).toBe(expected.guarded.includes(one));
            expect(why.records.reduce((sum, record) => sum + record.rows, 0)).toBe(
              all.filter((other) => other.includes(one)).length,
            );
            if (!why.guarded) expect(why.key).toBe(expected.actors[row]);
            let at = one;
            for (const { from, to, record } of why.chain) {
              expect(from).toBe(at);
              if (record) expect(record.identifiers).toEqual(expect.arrayContaining([from, to]));
              else expect(options.alias).toContainEqual(expect.toSatisfy((pair) => isPair(pair as string[], from, to)));
              at = to;
            }
            if (why.key !== null) expect(at).toBe(why.key);
            if (why.key === null) continue;
            expect(finish(actorsOf(core.store, [one])).map((actor) => core.store.actorKey(actor))).toEqual([why.key]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

function isPair(pair: readonly string[], a: string, b: string): boolean {
  return (pair[0] === a && pair[1] === b) || (pair[0] === b && pair[1] === a);
}
