import { expect } from '@open-wc/testing';

import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { TpErrorEvent } from '../../widgets/events/tperror.js';
import { TpDataset } from '../../widgets/dataset/dataset.js';

const csv = `
  userId,email,time,event,account
  u1,ann@x.org,2026-01-01T09:00:00Z,visit,
  u1,,2026-01-02T09:00:00Z,signup,
  u2,,2026-01-03T09:00:00Z,visit,A2
`;
const contacts = 'Email,Account,Plan\nAnn@X.org,A1,pro\nbob@x.org,A2,free\n';
const accounts = 'Id,Industry,Size\nA1,Machines,250\nA2,Food,12\n';
const asUrl = (text: string): string => URL.createObjectURL(new Blob([text], { type: 'text/csv' }));

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => place.remove());

/** A dataset with children, and what became of its first reading. */
async function show(
  children: string,
): Promise<{ dataset: TpDataset; ready: Promise<DatasetInfo>; failed: Promise<TpErrorEvent> }> {
  const dataset = new TpDataset();
  dataset.seat = 'page';
  dataset.innerHTML = children;
  const ready = arrival(dataset);
  const failed = next<TpErrorEvent>(dataset, 'tperror');
  place.append(dataset);
  return { dataset, ready, failed };
}

function next<T extends Event>(dataset: TpDataset, type: string): Promise<T> {
  return new Promise((resolve) => dataset.addEventListener(type, (event) => resolve(event as T), { once: true }));
}

/** What is in the data once they are there. */
async function arrival(dataset: TpDataset): Promise<DatasetInfo> {
  await next(dataset, 'tpready');
  return dataset.facts.info!;
}

/** Values of a property with their rows. */
async function values(dataset: TpDataset, prop: string): Promise<Record<string, number>> {
  const [outcome] = await dataset.engine!.run([{ id: 'v', spec: { kind: 'values', prop } }]);
  if (!outcome?.ok || outcome.result.kind !== 'values') throw new Error(JSON.stringify(outcome));
  return Object.fromEntries(outcome.result.values.map(({ value, rows }) => [String(value), rows]));
}

describe('profiles in a page', () => {
  it('join the rows when these are read', async () => {
    const { dataset, ready } = await show(`
      <script type="text/csv" data-profiles="email" data-key="Email">
        Email,Account,Plan
        Ann@X.org,A1,pro
        bob@x.org,A2,free
      </script>
      <script type="text/csv" src="${asUrl(accounts)}" data-profiles="account" data-key="Id" data-properties="Industry" data-prefix="firm."></script>
      <script type="text/csv">${csv}</script>
    `);
    const info = await ready;
    expect(info.rows).to.equal(3);
    expect(info.profiles!.map(({ profilesIn, matched, rows }) => [profilesIn, matched, rows])).to.deep.equal([
      [2, 1, 2],
      [2, 2, 3],
    ]);
    expect(await values(dataset, 'Plan')).to.deep.equal({ pro: 2 });
    expect(await values(dataset, 'firm.Industry')).to.deep.equal({ Machines: 2, Food: 1 });
    expect(info.properties).not.to.include('firm.Size');
  });

  it('join what is read later again', async () => {
    const { dataset, ready } = await show(`
      <script type="application/json" data-profiles="email">[{ "email": "ann@x.org", "Plan": "pro" }]</script>
      <script type="text/csv">${csv}</script>
    `);
    await ready;
    expect(
      await dataset.joinProfiles(
        { kind: 'text', text: accounts, name: 'accounts' },
        { key: { column: 'Id', field: 'account' } },
      ),
    ).to.equal(true);
    expect(await values(dataset, 'Industry')).to.deep.equal({ Food: 1 });
    expect(dataset.facts.report!.accepted).to.equal(3);
    const again = arrival(dataset);
    dataset.asOf = Date.UTC(2026, 1, 1);
    expect((await again).profiles!.length).to.equal(2);
    expect(await values(dataset, 'Industry')).to.deep.equal({ Food: 1 });
    expect(await values(dataset, 'Plan')).to.deep.equal({ pro: 2 });
  });

  it('that are added by a program join in turn with what is appended', async () => {
    const { dataset, ready } = await show(`<script type="text/csv">${csv}</script>`);
    await ready;
    const key = { column: 'Email', field: 'email' };
    const done = await Promise.all([
      dataset.joinProfiles({ kind: 'text', text: contacts }, { key }),
      dataset.appendRows([{ userId: 'u3', email: 'bob@x.org', time: Date.UTC(2026, 0, 4), event: 'visit' }]),
      dataset.joinProfiles({ kind: 'text', text: accounts }, { key: { column: 'Id', field: 'account' } }),
    ]);
    expect(done).to.deep.equal([true, true, true]);
    expect(await values(dataset, 'Plan')).to.deep.equal({ pro: 2, free: 1 });
    expect(await values(dataset, 'Industry')).to.deep.equal({ Machines: 2, Food: 2 });
  });

  it('without a field, or with a key that is no column, are refused, and the rows stay', async () => {
    const nameless = await show(`
      <script type="text/csv" data-profiles="">Email,Plan</script>
      <script type="text/csv">${csv}</script>
    `);
    expect((await nameless.failed).detail.error.code).to.equal('spec-invalid');
    const { dataset, ready } = await show(`<script type="text/csv">${csv}</script>`);
    await ready;
    const failed = next<TpErrorEvent>(dataset, 'tperror');
    expect(
      await dataset.joinProfiles({ kind: 'text', text: contacts }, { key: { column: 'Mail', field: 'email' } }),
    ).to.equal(false);
    const { error } = (await failed).detail;
    expect(error.code).to.equal('mapping-invalid');
    expect(error.message).to.include('"Mail"');
    expect((await dataset.engine!.describe()).rows).to.equal(3);
    expect(dataset.coordinator.phase.status).to.equal('ready');
  });
});
