import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Analysis } from '../../../worker/analyses/analysis.js';
import { deadClickAnalysis } from '../../../worker/analyses/dead-click-analysis.js';
import { featureMatrixAnalysis } from '../../../worker/analyses/feature-matrix-analysis.js';
import { heatmapGridAnalysis } from '../../../worker/analyses/heatmap-grid-analysis.js';
import { rageClickAnalysis } from '../../../worker/analyses/rage-click-analysis.js';
import { scrollDepthAnalysis } from '../../../worker/analyses/scroll-depth-analysis.js';
import type { FeatureMatrixResult, Result, Spec } from '../../../worker/protocol/index.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { bucketStarts } from '../../../worker/time/buckets.js';
import { viewOf, type Row } from '../view.js';

const analyses = [
  heatmapGridAnalysis,
  scrollDepthAnalysis,
  rageClickAnalysis,
  deadClickAnalysis,
  featureMatrixAnalysis,
] as readonly unknown[] as readonly Analysis[];
const heatmap = readPage('heatmap');
const time = readPage('time');

it('the worked examples of docs/concepts/heatmap.md are what the engine answers', () => {
  const [header, ...lines] = blocks(heatmap, 'csv')[0]!
    .split('\n')
    .map((line) => line.split(','));
  const rows = lines.map((cells): Row => {
    const props = Object.fromEntries(header!.slice(3).map((name, i) => [name, valueOf(cells[i + 3]!)]));
    return [cells[0]!, Date.parse(cells[1]!), cells[2]!, props];
  });
  const view = viewOf(rows) as unknown as Store;
  const specs = blocks(heatmap, 'json').map((text) => JSON.parse(text) as Spec);
  expect(specs.map((spec) => spec.kind)).toEqual(analyses.map((analysis) => analysis.kind));
  for (const [i, spec] of specs.entries()) {
    const analysis = analyses[i]!;
    const { result } = finish(analysis.answer(view, analysis.check(spec, 'spec'), null));
    const after = heatmap.split('```json\n')[i + 1];
    const shown = firstTable(after!);
    expect(shown).toEqual(told(result, shown));
    if (spec.kind === 'featureMatrix') {
      const byEvent = { ...spec, features: undefined, rows: { prop: 'event' } };
      const matrix = finish(analysis.answer(view, analysis.check(byEvent, 'spec'), null)).result as FeatureMatrixResult;
      const width = matrix.columns.length;
      const texts = matrix.features.map(
        (name, f) => `\`${name}\` (${matrix.cells.counts.slice(f * width, (f + 1) * width).join(', ')})`,
      );
      expect(heatmap.replaceAll(/\s+/g, ' ')).toContain(`${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`);
    }
    if (result.kind === 'scrollDepth') expect(heatmap).toContain(`here ${result.foldLine! * 100}%`);
  }
});

it('the buckets of docs/concepts/time.md are where they begin and end', () => {
  const days = firstTable(time.split('Some days, to see what follows:')[1]!);
  expect(days).toHaveLength(9);
  for (const [zone, instant, kind, ...edges] of days) {
    const starts = bucketStarts(kind as 'day' | 'hour', zone!, 1, Date.parse(`${instant}Z`), 1);
    const hours = (starts[1]! - starts[0]!) / 3_600_000;
    expect(edges).toEqual([...starts.map((start) => new Date(start).toISOString().slice(0, 16)), String(hours)]);
  }
});

/** A result as the page shows it; of scroll depths the levels that the page names. */
function told(result: Result, shown: string[][]): string[][] {
  switch (result.kind) {
    case 'heatmapGrid': {
      const { cells } = result;
      return cells.counts.map((count, i) => [cells.cols[i], cells.rows[i], count, cells.actors[i]].map(String));
    }
    case 'scrollDepth':
      return shown.map(([level]) => {
        const at = Number.parseInt(level!, 10) - 1;
        const counts = [result.counts[at], result.actorCounts[at]].map(String);
        return [level!, ...counts, percent(result.shares[at]!)];
      });
    case 'rageClick':
      return result.targets.map((t) => [t.page, t.element, t.runs, t.clicks, t.actors].map(String));
    case 'deadClick':
      return result.targets.map((t) => [t.page, t.element, t.dead, t.live, t.unknown, t.deadActors].map(String));
    case 'featureMatrix':
      return result.features.flatMap((feature, f) =>
        result.columns.map((start, c) => {
          const cell = f * result.columns.length + c;
          const day = new Date(start).toLocaleDateString('sv-SE', { timeZone: 'Europe/Zurich' });
          const counts = [result.cells.counts[cell], result.cells.actors[cell]].map(String);
          return [feature, day, ...counts, percent(result.cells.shares[cell]!)];
        }),
      );
    default:
      throw new Error(`The page has no table for ${result.kind}.`);
  }
}

function readPage(name: string): string {
  return readFileSync(new URL(`../../../docs/concepts/${name}.md`, import.meta.url), 'utf8');
}

function blocks(page: string, language: string): string[] {
  return page
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((part) => part.split('\n```')[0]!);
}

function firstTable(text: string): string[][] {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, i) => i > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function valueOf(text: string): string | number | null {
  if (text === '') return null;
  return Number.isNaN(Number(text)) ? text : Number(text);
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)}%`;
}
