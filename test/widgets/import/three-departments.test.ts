import { expect, it } from 'vitest';
import { fileConnector } from '../../../connectors/file.js';
import { draftOf, mappingOf, openQuestions, withMade } from '../../../widgets/import/draft.js';
import { EngineCore } from '../../../worker/engine.js';
import type { FunnelResult } from '../../../worker/protocol/result.js';
import type { Source } from '../../../worker/protocol/source.js';
import { threeDepartments } from '../../fixtures/three-departments.js';

const { ops, crm, product, expected } = threeDepartments();
const sources: readonly Source[] = [
  { kind: 'bytes', bytes: ops.bytes, name: ops.name },
  { kind: 'text', text: crm.text, name: crm.name },
  { kind: 'text', text: product.text, name: product.name },
];

it('three departments meet by the drafts of their files, with one question answered by its first candidate', async () => {
  const core = new EngineCore({ connectors: [fileConnector] });
  const needed: string[][] = [];
  for (const [i, source] of sources.entries()) {
    const preview = await core.preview(source);
    let draft = draftOf(preview);
    const open = openQuestions(preview, draft, preview.kind).needed;
    needed.push([...open]);
    for (const field of open) {
      const first = preview.questions.find((question) => question.field === field)!.candidates[0]!.from;
      if (field === 'event' && 'constant' in first) draft = withMade(draft, field, first);
    }
    const report = await core[i === 0 ? 'load' : 'append'](source, { mapping: mappingOf(preview, draft) });
    expect([report.rowsIn, report.accepted]).toEqual([[ops, crm, product][i]!.rows, [ops, crm, product][i]!.rows]);
  }
  expect(needed).toEqual([[], ['event'], []]);

  const { actors, joinedActors, guarded } = await core.identities();
  expect([actors, joinedActors]).toEqual([expected.actors, expected.joined.length]);
  expect(new Set(guarded.map(({ id }) => id))).toEqual(new Set(expected.traps.map(({ identifier }) => identifier)));
  for (const { identifiers } of expected.joined) {
    const keys = await Promise.all(identifiers.map(async (id) => (await core.explain(id))?.key));
    expect(new Set(keys).size).toBe(1);
  }
  const [outcome] = await core.run([{ id: 'funnel', spec: expected.funnel.spec }]);
  expect(outcome?.ok && (outcome.result as FunnelResult).stepCounts).toEqual(expected.funnel.reached);
});
