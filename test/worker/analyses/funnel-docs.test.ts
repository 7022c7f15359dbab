import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { funnel } from '../../../worker/analyses/funnel.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { checkFunnelSpec } from '../../../worker/analyses/funnel-check.js';
import { viewOf, type Row } from '../view.js';

const page = readFileSync(new URL('../../../docs/concepts/funnel.md', import.meta.url), 'utf8');

it('the worked example of docs/concepts/funnel.md is what the engine answers', () => {
  const rows = block('csv')
    .split('\n')
    .slice(1)
    .map((line): Row => {
      const [actor, time, event] = line.split(',') as [string, string, string];
      return [actor, Date.parse(time), event];
    });
  const spec: FunnelSpec = checkFunnelSpec(JSON.parse(block('json')));
  const { result } = finish(funnel(viewOf(rows), spec, null));
  const expected = spec.steps.map((step, k) => [
    String(step.event),
    String(result.stepCounts[k]),
    String(result.dropOffCounts[k]),
    percent(result.conversionFromStart[k]!),
    interval(result.intervalFromStart[k]!),
    percent(result.conversionFromPrevious[k]!),
    interval(result.intervalFromPrevious[k]!),
    duration(result.avgStepMs[k]!),
    duration(result.medianStepMs[k]!),
  ]);
  expect(firstTable()).toEqual(expected);
  expect(page).toContain(`the median is ${duration(result.medianTotalMs)}.`);
});

function block(language: string): string {
  return page.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!;
}

function firstTable(): string[][] {
  const lines = page.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, i) => i > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function percent(rate: number | null): string {
  return rate === null ? '-' : `${(rate * 100).toFixed(1)}%`;
}

function interval(bounds: readonly [number, number] | null): string {
  return bounds === null ? '-' : `${percent(bounds[0])} to ${percent(bounds[1])}`;
}

function duration(ms: number | null): string {
  return ms === null ? '-' : `${Math.floor(ms / 3_600_000)} h ${Math.round((ms % 3_600_000) / 60_000)} min`;
}
