import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countsAnalysis } from '../../../worker/analyses/counts-analysis.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../view.js';

const page = readFileSync(new URL('../../../docs/concepts/counts.md', import.meta.url), 'utf8');

it('the worked example of docs/concepts/counts.md is what the engine answers', () => {
  const [, ...lines] = block('csv').split('\n');
  const rows = lines.map((line): Row => {
    const [actor, time, event, plan] = line.split(',') as [string, string, string, string];
    return [actor, Date.parse(time), event, { plan: plan === '' ? null : plan }];
  });
  const spec = countsAnalysis.check(JSON.parse(block('json')), 'spec');
  const { result } = finish(countsAnalysis.answer(viewOf(rows) as unknown as Store, spec, null));
  const days = result.columns.map((start) =>
    new Date(start).toLocaleDateString('sv-SE', { timeZone: 'Europe/Zurich' }),
  );
  const [header, , ...shown] = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(0, 5)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(header).toEqual(['group', 'count', ...days]);
  expect(shown).toEqual(result.groups.map(({ key, count, columns }) => [key, ...[count, ...columns].map(String)]));
  expect(result.columnTotals).toEqual([3, 0, 2]);
});

function block(language: string): string {
  return page.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!;
}
