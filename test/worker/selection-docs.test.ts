import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { ActorsFilter } from '../../worker/protocol/filter.js';
import { filterFromText, filterToText } from '../../worker/protocol/filter-text.js';
import { batchOf } from './batches.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/concepts/selection.md', import.meta.url)), 'utf8');

it('the example of the page comes out as it says', async () => {
  const rows = [...page.matchAll(/^\| (\w+) +\| (\d+) +\| (\w+) +\|$/gm)].map(([, actor, t, event]) => ({
    actor: actor!,
    t: Number(t),
    event: event!,
  }));
  expect(rows).toHaveLength(7);
  const filter = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!) as ActorsFilter;
  const text = /```text\n(.*)\n```/.exec(page)![1]!;
  expect(filterToText(filter)).toBe(text);
  expect(filterFromText(text)).toEqual(filter);

  const core = new EngineCore({ connectors: [] });
  await core.appendBatches([batchOf(rows)]);
  const { actors } = await core.list({ spec: filter.spec, mark: filter.mark });
  expect(actors.map(({ label }) => label)).toEqual(['bob', 'cid']);
  const [outcome] = await core.run([{ id: 'x', spec: { kind: 'funnel', steps: [{ event: 'call' }] }, filter }]);
  const [, counted, looked] = /counts (\d+) actor, and looks at (\d+) rows/.exec(page)!;
  expect(outcome).toMatchObject({
    ok: true,
    result: { stepCounts: [Number(counted)], meta: { rowsInScope: Number(looked) } },
  });
});
