import { expect, it } from 'vitest';
import { EngineCore, unhurried } from '../../../worker/engine.js';
import { finish } from '../../../worker/steps.js';
import { typedStorage } from '../../../worker/store/storage.js';
import { emptyStore, StoreBuilder } from '../../../worker/store/store.js';
import { batchOf, type Row } from '../batches.js';

const at = (t: number): Row => ({ actor: 'ann', t, event: 'visit' });

it('the end of the data is the last row, unless the host says how late it is', async () => {
  const core = new EngineCore({ connectors: [] });
  await core.appendBatches([batchOf([at(5), at(3)])]);
  expect((await core.describe()).dataEnd).toBe(5);
  await core.appendBatches([batchOf([at(7)])], unhurried, { asOf: 100 });
  expect((await core.describe()).dataEnd).toBe(100);
  // It holds until somebody names another.
  await core.appendBatches([batchOf([at(9)])]);
  expect(await core.describe()).toMatchObject({ dataEnd: 100, lastMs: 9 });
});

it('rejected rows add up over loads', () => {
  const first = new StoreBuilder(emptyStore(typedStorage), typedStorage, 2 ** 30);
  const before = finish(first.build(2));
  const second = new StoreBuilder(before, typedStorage, 2 ** 30);
  finish(second.add(batchOf([at(1)])));
  expect(finish(second.build(3)).rejectedRows).toBe(5);
});
