import { beforeAll, describe, expect, test } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { FunnelResult } from '../../worker/protocol/funnel.js';
import type { SourcePreview } from '../../worker/protocol/mapping.js';
import type { Source } from '../../worker/protocol/source.js';
import { threeDepartments } from '../fixtures/three-departments.js';
import { accept } from './accept.js';

const company = threeDepartments();
const { expected } = company;

/** The files in the order in which they come; each is looked at with the ones before it loaded. */
const files: readonly Source[] = [
  { kind: 'bytes', bytes: company.ops.bytes, name: company.ops.name },
  { kind: 'text', text: company.crm.text, name: company.crm.name },
  { kind: 'text', text: company.product.text, name: company.product.name },
];

describe('three departments, by the proposals alone', () => {
  const core = new EngineCore({ connectors: lightConnectors });
  const previews: SourcePreview[] = [];
  let rows = 0;

  beforeAll(async () => {
    for (const [at, source] of files.entries()) {
      const preview = await core.preview(source);
      previews.push(preview);
      const mapping = accept(preview);
      const report = await (at === 0 ? core.load(source, { mapping }) : core.append(source, { mapping }));
      expect(report.rejectedByReason).toEqual({});
      rows += report.accepted;
    }
  });

  const keyOf = async (identifier: string): Promise<string | null> => (await core.explain(identifier))?.key ?? null;

  test('every row is taken, and the workbook says which sheet it is', () => {
    expect(rows).toBe(expected.rows);
    expect(previews[0]!.facts).toMatchObject({ format: 'xlsx', sheets: ['活动触达'], sheet: '活动触达' });
  });

  test('what is asked is what the files do not say', () => {
    const asked = previews.map(({ questions }) =>
      questions.map(({ field, candidates: [first] }) => [
        field,
        first && 'constant' in first.from ? first.from.constant : first?.from,
      ]),
    );
    expect(asked).toEqual([
      [
        ['event', { column: '活动名称' }],
        ['zone', 'Asia/Shanghai'],
      ],
      [['event', 'lead'], expect.arrayContaining(['zone'])],
      [],
    ]);
  });

  test('a column whose values are known says so', () => {
    const { fields } = previews[1]!;
    const phone = fields.find(({ field }) => field === 'phone')!;
    expect(phone.from).toEqual({ column: 'Mobile' });
    const overlap = phone.evidence.find(({ kind }) => kind === 'overlap');
    expect(overlap).toMatchObject({ type: 'phone' });
    expect(overlap?.kind === 'overlap' && overlap.known / overlap.of).toBeGreaterThan(0.5);
    const user = previews[2]!.fields.find(({ field }) => field === 'userId')!;
    expect(user.evidence.some(({ kind }) => kind === 'overlap')).toBe(true);
  });

  test('planted identities are found', async () => {
    expect(expected.joined.length).toBeGreaterThan(60);
    for (const { identifiers } of expected.joined) {
      const keys = new Set<string | null>();
      for (const identifier of identifiers) keys.add(await keyOf(identifier));
      expect([identifiers, [...keys]]).toEqual([identifiers, [expect.any(String)]]);
    }
    expect((await core.describe()).actors).toBe(expected.actors);
  });

  test('planted traps are not merged, and nothing else is held back', async () => {
    const { guarded } = await core.identities();
    expect(guarded.map(({ id }) => id).toSorted()).toEqual(
      expected.traps.map(({ identifier }) => identifier).toSorted(),
    );
    for (const { identifier, customers } of expected.traps) {
      const keys = new Set<string | null>();
      for (const customer of customers) keys.add(await keyOf(customer));
      expect([identifier, keys.size]).toEqual([identifier, customers.length]);
      expect(await core.explain(identifier)).toMatchObject({ guarded: true });
    }
  });

  test('the funnel over all three is the planted one', async () => {
    const [outcome] = await core.run([{ id: 'funnel', spec: expected.funnel.spec }]);
    expect(outcome?.ok && (outcome.result as FunnelResult).stepCounts).toEqual(expected.funnel.reached);
  });
});
