import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answerFunnel } from '../../../worker/analyses/funnel-answer.js';
import { checkFunnelSpec, checkFunnelTrend, checkTimeToConvert } from '../../../worker/analyses/funnel-check.js';
import { funnelTrend } from '../../../worker/analyses/funnel-trend.js';
import { funnel } from '../../../worker/analyses/funnel.js';
import { timeToConvert } from '../../../worker/analyses/time-to-convert.js';
import type { FunnelNumbers, FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { viewOf, type Row } from '../view.js';

const funnelPage = pageOf('funnel');

it('the worked example of docs/concepts/funnel.md is what the engine answers', () => {
  const spec: FunnelSpec = checkFunnelSpec(JSON.parse(block(funnelPage, 'json')));
  const { result } = finish(funnel(viewOf(rowsOf(block(funnelPage, 'csv'))), spec, null));
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
  expect(tableUnder(funnelPage, '| step ')).toEqual(expected);
  expect(funnelPage).toContain(`the median is ${duration(result.medianTotalMs)}.`);
});

it('so is its second one, with everything else that a funnel may ask', () => {
  const spec: FunnelSpec = checkFunnelSpec(JSON.parse(block(funnelPage, 'json', 2)));
  const { result } = finish(answerFunnel(viewOf(rowsOf(block(funnelPage, 'csv', 2))), spec, null));
  const compared = result.compare!;
  const line = (name: string, now: FunnelNumbers, then: FunnelNumbers): string[] => [
    name,
    ...now.stepCounts.map(String),
    percent(now.conversionFromStart[2]!),
    String(now.stepValues![2]),
    `${then.stepCounts[2]} of ${then.stepCounts[0]}`,
  ];
  expect(compared.groups!.map(({ key }) => key)).toEqual(result.groups!.map(({ key }) => key));
  expect(tableUnder(funnelPage, '| group ')).toEqual([
    line('all', result, compared),
    ...result.groups!.map((group, i) => line(group.key?.join() ?? 'other', group, compared.groups![i]!)),
  ]);
  const { difference, interval: bounds } = compared.differenceFromStart[2]!;
  const points = (rate: number): string => (rate * 100).toFixed(1);
  expect(unwrapped(funnelPage)).toContain(
    `The rate is ${points(difference)} points higher than the week before, and the 95% interval of the difference goes ` +
      `from ${points(bounds[0])} to ${points(bounds[1])} points: no clear difference.`,
  );
});

it('the worked example of docs/concepts/time-to-convert.md is what the engine answers', () => {
  const page = pageOf('time-to-convert');
  const spec = checkTimeToConvert(JSON.parse(block(page, 'json')));
  const { result } = finish(timeToConvert(viewOf(rowsOf(block(page, 'csv'))), spec, null));
  const minutes = (ms: number): string => `${ms / 60_000} min`;
  const exactly = (ms: number | null): string =>
    `${Math.floor(ms! / 60_000)} min ${Math.round((ms! % 60_000) / 1000)} s`;
  expect(tableUnder(page, '| from ')).toEqual(
    result.bins.map(({ fromMs, count }) => [minutes(fromMs), minutes(fromMs + result.binWidthMs!), String(count)]),
  );
  expect(page).toContain(
    `The mean is ${exactly(result.avgMs)}, the median ${exactly(result.medianMs)}, and nine of ten took at most ${exactly(result.quantilesMs[0]!)}.`,
  );
});

it('the worked example of docs/concepts/funnel-trend.md is what the engine answers', () => {
  const page = pageOf('funnel-trend');
  const spec = checkFunnelTrend(JSON.parse(block(page, 'json')));
  const { result } = finish(funnelTrend(viewOf(rowsOf(block(page, 'csv'))), spec, null));
  expect(tableUnder(page, '| bucket ')).toEqual(
    result.buckets.map((bucket) => [
      new Date(bucket.start).toISOString().replace('.000', ''),
      String((bucket.end - bucket.start) / 3_600_000),
      String(bucket.entered),
      String(bucket.converted),
      percent(bucket.rate),
      bucket.immature ? 'yes' : 'no',
    ]),
  );
});

function pageOf(name: string): string {
  return readFileSync(new URL(`../../../docs/concepts/${name}.md`, import.meta.url), 'utf8');
}

function block(page: string, language: string, nth = 1): string {
  return page.split(`\`\`\`${language}\n`)[nth]!.split('\n```')[0]!;
}

/** Rows of a CSV without quotes; numbers are numbers, empty fields absent. */
function rowsOf(csv: string): Row[] {
  const [header, ...lines] = csv.split('\n').map((line) => line.split(','));
  return lines.map(([actor, time, event, ...more]): Row => {
    const props: Record<string, string | number> = {};
    for (const [i, text] of more.entries()) {
      if (text !== '') props[header![i + 3]!] = Number.isNaN(Number(text)) ? text : Number(text);
    }
    return [actor!, Date.parse(time!), event!, props];
  });
}

function tableUnder(page: string, heading: string): string[][] {
  const lines = page.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(heading));
  const end = lines.findIndex((line, i) => i > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function unwrapped(page: string): string {
  return page.replaceAll('\n', ' ');
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
