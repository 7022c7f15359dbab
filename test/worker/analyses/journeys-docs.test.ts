import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../worker/analyses/analysis.js';
import { journeyAnalysis } from '../../../worker/analyses/journey-analysis.js';
import { nextNodeAnalysis } from '../../../worker/analyses/next-node-analysis.js';
import { pathsAnalysis } from '../../../worker/analyses/paths-analysis.js';
import { sequenceAnalysis } from '../../../worker/analyses/sequence-analysis.js';
import { sessionsAnalysis } from '../../../worker/analyses/sessions-analysis.js';
import { variantsAnalysis } from '../../../worker/analyses/variants-analysis.js';
import type { JourneyResult } from '../../../worker/protocol/journey.js';
import type {
  NextNodeResult,
  PathsResult,
  SequenceResult,
  SessionsResult,
  VariantsResult,
} from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../view.js';

const analyses = [
  pathsAnalysis,
  nextNodeAnalysis,
  sequenceAnalysis,
  variantsAnalysis,
  sessionsAnalysis,
  journeyAnalysis,
] as unknown as readonly Analysis[];

/** A page of the docs: its rows, its specs, its tables, in the order they stand in. */
class Page {
  readonly text: string;

  constructor(name: string) {
    this.text = readFileSync(new URL(`../../../docs/concepts/${name}.md`, import.meta.url), 'utf8');
  }

  get rows(): Row[] {
    const [header, ...lines] = this.#blocks('csv')[0]!.split('\n');
    const more = header!.split(',').slice(3);
    return lines.map((line): Row => {
      const [actor, time, event, ...cells] = line.split(',') as [string, string, string, ...string[]];
      const props = more.map((name, i) => [name, cells[i] || null] as const);
      return [actor, Date.parse(time), event, Object.fromEntries(props.filter(([, value]) => value !== null))];
    });
  }

  /** The answer to a spec of the page, from 0, with changes. */
  answer<R>(index: number, change: object = {}): R {
    const spec = { ...(JSON.parse(this.#blocks('json')[index]!) as { readonly kind: string }), ...change };
    const analysis = analyses.find(({ kind }) => kind === spec.kind)!;
    return finish(analysis.answer(viewOf(this.rows) as Store, analysis.check(spec, 'spec'), null))
      .result as unknown as R;
  }

  /** Cells of the table whose header begins with a word. */
  table(word: string): string[][] {
    const lines = this.text.split('\n');
    const begin = lines.findIndex((line) => line.startsWith(`| ${word} `));
    const end = lines.findIndex((line, i) => i > begin && !line.startsWith('|'));
    return lines.slice(begin + 2, end).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\*', '*')),
    );
  }

  /** The text with line breaks as spaces. */
  get prose(): string {
    return this.text.replaceAll(/\s+/g, ' ');
  }

  #blocks(language: string): string[] {
    return this.text
      .split(`\`\`\`${language}\n`)
      .slice(1)
      .map((rest) => rest.split('\n```')[0]!);
  }
}

describe('docs/concepts/paths.md is what the engine answers', () => {
  const page = new Page('paths');

  it('edges', () => {
    const { edges, nodes } = page.answer<PathsResult>(0);
    expect(page.table('from')).toEqual(
      edges.map((edge) => [
        edge.source,
        edge.target,
        String(edge.count),
        String(edge.actors),
        duration(edge.meanMs),
        duration(edge.medianMs),
        percent(edge.comparison!.convertedShare),
        percent(edge.comparison!.notConvertedShare),
      ]),
    );
    expect(nodes.find((node) => node.label === '1_/')).toMatchObject({ visits: 4, ends: 1, dropped: 1 });
  });

  it('sessions', () => {
    const result = page.answer<SessionsResult>(1);
    expect(page.table('sessions')).toEqual([
      [
        String(result.sessions),
        String(result.actors),
        String(result.single),
        duration(result.medianDurationMs),
        result.byRows.map(([rows, sessions]) => `${rows}: ${sessions}`).join(', '),
        String(result.sessionsCut),
      ],
    ]);
  });

  it('variants, rework and waiting', () => {
    const { variants, modal, rework, waiting } = page.answer<VariantsResult>(2);
    expect(page.table('nodes')).toEqual(
      variants.map((one) => [one.nodes.join(' > '), String(one.actors), String(one.count), percent(one.share)]),
    );
    expect(modal).toEqual(variants[0]!.nodes);
    expect(rework).toEqual([{ name: '/docs/*', actors: 1, visits: 1 }]);
    expect(waiting[0]).toMatchObject({ source: '/', target: '/pricing', count: 3, actors: 2, meanMs: 180_000 });
  });

  it('next node', () => {
    const { next, matched, ended, unmatched } = page.answer<NextNodeResult>(3);
    expect(page.table('next')).toEqual(next.map((one) => [one.name, String(one.actors)]));
    expect([matched, ended, unmatched]).toEqual([2, 0, 2]);
  });
});

it('docs/concepts/sequence.md is what the engine answers', () => {
  const page = new Page('sequence');
  const result = page.answer<SequenceResult>(0);
  expect(page.table('actor')).toEqual(
    result.examples.map((one) => [
      one.actor.slice('actor:'.length),
      String(one.count),
      one.timesMs.map(instant).join(', '),
    ]),
  );
  expect(page.prose).toContain(
    `${result.matched} of ${result.actors} actors matches, ${result.occurrences} times in all.`,
  );
});

describe('docs/concepts/journey.md is what the engine answers', () => {
  const page = new Page('journey');
  const result = page.answer<JourneyResult>(0);
  const summary = result.summary!;

  it('rows', () => {
    expect(page.table('time')).toEqual(
      result.page!.rows.map((row) => [
        instant(row.time),
        row.event,
        row.stage ?? '-',
        String(row.session),
        duration(row.gapMs),
        duration(row.dwellMs),
      ]),
    );
  });

  it('transitions', () => {
    expect(page.table('transition')).toEqual(
      summary.transitions.map((one) => [`${one.from ?? '-'} to ${one.to}`, instant(one.time), duration(one.dwellMs)]),
    );
  });

  it('what is true of the whole', () => {
    expect(summary).toMatchObject({
      currentStage: 'won',
      skips: 1,
      backwardMoves: 1,
      activeDays: 4,
      touchFrequency: 2.5,
    });
    const [first, second] = summary.silences;
    expect(summary.silences.map((silence) => silence.open)).toEqual([false, true]);
    expect(page.prose).toContain(
      `Two silences: ${duration(first!.ms)} before the trial, and ${duration(second!.ms)} that`,
    );
    expect(summary.bursts.map((burst) => burst.rows)).toEqual([5]);
    expect(page.prose).toContain(`From the first row to the order it took ${duration(summary.cycleTimeMs)}.`);
  });

  it('the account', () => {
    const account = page.answer<JourneyResult>(0, { actor: undefined, account: 'acme' });
    expect(page.prose).toContain(`that is ${account.summary!.rows} rows of ${account.actors} actors`);
  });
});

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)}%`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function duration(ms: number | null): string {
  if (ms === null) return '-';
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const days = Math.floor(minutes / 1440);
  return `${days > 0 ? `${days} d ` : ''}${Math.floor((minutes % 1440) / 60)} h ${minutes % 60} min`;
}
