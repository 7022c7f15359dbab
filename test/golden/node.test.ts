import { beforeAll, describe, expect, it } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { createEngine } from '../../worker/client.js';
import { EngineCore } from '../../worker/engine.js';
import type { FunnelResult } from '../../worker/protocol/funnel.js';
import type { FeatureMatrixResult, HeatmapGridResult } from '../../worker/protocol/heatmap.js';
import type { IdentityReport } from '../../worker/protocol/identity.js';
import type { JourneyResult } from '../../worker/protocol/journey.js';
import type { CountsResult } from '../../worker/protocol/counts.js';
import type { ActorPage } from '../../worker/protocol/result.js';
import type { LoadOptions, Source } from '../../worker/protocol/source.js';
import { askGolden, type GoldenAnswers, type GoldenEngine } from './ask.js';
import { goldenAnswers, writeGolden } from './answers.js';
import { goldenQuestions } from './questions.js';
import { goldenAsOf, goldenJson, goldenMapping, goldenRows, goldenSource, type GoldenRow } from './touchpoints.js';

// The golden suite in Node: the engine as a plain object and behind the page seat, in both storages. The same questions
// are asked in browsers (hosts.test.ts) and in Salesforce components (test/plugins/golden.test.ts).

const options: LoadOptions = { mapping: goldenMapping, asOf: goldenAsOf };
const text: Source = { kind: 'text', text: goldenJson(), name: goldenSource };
const rows: Source = { kind: 'rows', rows: goldenRows(), name: goldenSource };

type Filled = GoldenEngine & { close?(): void };

async function core(storage: 'typed' | 'plain', source: Source): Promise<Filled> {
  const engine = new EngineCore({ connectors: lightConnectors, storage });
  await engine.load(source, options);
  return engine;
}
async function seat(storage: 'typed' | 'plain'): Promise<Filled> {
  const engine = await createEngine({ seat: 'page', storage });
  await engine.load(text, options);
  return engine;
}

const hosts: Readonly<Record<string, () => Promise<Filled>>> = {
  'the engine, typed arrays': () => core('typed', text),
  'the engine, plain arrays': () => core('plain', text),
  'the engine, rows as objects': () => core('typed', rows),
  'the page seat, typed arrays': () => seat('typed'),
  'the page seat, plain arrays': () => seat('plain'),
};

describe.each(Object.entries(hosts))('%s', (name, fill) => {
  let answers: GoldenAnswers;
  beforeAll(async () => {
    const engine = await fill();
    answers = await askGolden(engine, goldenQuestions);
    engine.close?.();
    if (name === 'the engine, typed arrays') writeGolden(answers);
  });

  it.each([...goldenQuestions.jobs, ...goldenQuestions.lists].map(({ id }) => id))('%s', (id) => {
    expect(answers[id]).toEqual(goldenAnswers()[id]);
  });

  it('has answered everything, and nothing else', () => {
    expect(answers).toEqual(goldenAnswers());
  });
});

// The golden file would hold a wrong number as gladly as a right one. So some are counted here once more, by loops over
// the rows as they are.

describe('the golden numbers, counted by hand', () => {
  const answer = <T>(id: string): T => goldenAnswers()[id] as T;
  const time = (row: GoldenRow): number => Date.parse(String(row['at']));
  const accepted = goldenRows().filter(
    (row, i, all) => !Number.isNaN(time(row)) && all.findIndex((other) => other['row'] === row['row']) === i,
  );
  const identifiers = (row: GoldenRow): string[] =>
    ['customer', 'mail', 'visitor'].flatMap((name) => (name in row ? [`${name}:${row[name]}`.toLowerCase()] : []));
  const known = accepted.filter((row) => identifiers(row).length > 0);
  // Whoever shares an identifier is one: names of groups are joined until nothing changes.
  const groups = new Map<string, string>();
  for (let changed = true; changed;) {
    changed = false;
    for (const row of known) {
      const own = identifiers(row);
      const least = own.map((id) => groups.get(id) ?? id).toSorted()[0]!;
      for (const id of own) {
        if (groups.get(id) === least) continue;
        groups.set(id, least);
        changed = true;
      }
    }
  }
  const actor = (row: GoldenRow): string => groups.get(identifiers(row)[0]!)!;
  const byActor = new Map<string, GoldenRow[]>();
  for (const row of known.toSorted((a, b) => time(a) - time(b))) {
    byActor.set(actor(row), [...(byActor.get(actor(row)) ?? []), row]);
  }
  const inZone = (row: GoldenRow, zone: string): Record<string, string> =>
    Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        weekday: 'short',
        hour: '2-digit',
        month: 'numeric',
        hour12: false,
      })
        .formatToParts(time(row))
        .map(({ type, value }) => [type, value]),
    );

  it('takes each row once, and knows who is who', () => {
    const data = answer<{ rows: number; unidentifiedRows: number; rejectedRows: number; actors: number }>('the data');
    expect(accepted.length).toBeGreaterThan(3000);
    expect(data.rows).toBe(accepted.length);
    expect(data.rejectedRows).toBe(goldenRows().length - accepted.length);
    expect(data.unidentifiedRows).toBe(accepted.length - known.length);
    expect(data.actors).toBe(byActor.size);
    expect(answer<IdentityReport>('identities').actors).toBe(byActor.size);
  });

  it('counts the funnel', () => {
    const { steps, windowMs } = goldenQuestions.jobs.find(({ id }) => id === 'funnel simple')!.spec as {
      steps: ReadonlyArray<{ event: string }>;
      windowMs: number;
    };
    const reached = steps.map(() => 0);
    for (const own of byActor.values()) {
      let deepest = 0;
      for (const first of own.filter((row) => row['what'] === steps[0]!.event)) {
        let at = time(first);
        let depth = 1;
        while (depth < steps.length) {
          const next = own.find(
            (row) => row['what'] === steps[depth]!.event && time(row) >= at && time(row) <= time(first) + windowMs,
          );
          if (!next) break;
          at = time(next);
          depth++;
        }
        deepest = Math.max(deepest, depth);
      }
      for (let k = 0; k < deepest; k++) reached[k]!++;
    }
    const { stepCounts } = answer<FunnelResult>('funnel simple');
    expect(reached.at(-1)).toBeGreaterThan(0);
    expect(stepCounts).toEqual(reached);
  });

  it('adds the groups of a funnel up, and lists as many as it counts', () => {
    const whole = answer<FunnelResult>('funnel');
    // A group belongs to those who reached the step that tells it.
    const sums = whole.stepCounts.map((_, k) => whole.groups!.reduce((sum, group) => sum + group.stepCounts[k]!, 0));
    expect(sums.slice(1)).toEqual(whole.stepCounts.slice(1));
    expect(answer<ActorPage>('customers who bought').total).toBe(whole.stepCounts[3]);
    const owner = whole.groups!.find(({ key }) => key?.[0] === '陈伟')!;
    expect(answer<ActorPage>('customers who left, the busiest first').total).toBe(owner.dropOffCounts[2]);
  });

  it('counts touchpoints by month where the months begin at midnight in Zurich', () => {
    const { groups: counted } = answer<CountsResult>('counts');
    const visits = known.filter((row) => row['what'] === 'visit');
    const months = [1, 2, 3, 4, 5, 6].map(
      (month) => visits.filter((row) => inZone(row, 'Europe/Zurich')['month'] === String(month)).length,
    );
    expect(counted.find(({ key }) => key === 'visit')!.columns).toEqual(months);
  });

  it('puts features into the hours of the week', () => {
    const week = answer<FeatureMatrixResult>('features by hour of the week');
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const place = week.features.indexOf('看板') * week.columns.length;
    const rowsOf = known.filter((row) => row['feature'] === '看板');
    const hours = rowsOf.map((row) => {
      const { weekday, hour } = inZone(row, 'Europe/Zurich');
      return days.indexOf(weekday!) * 24 + (Number(hour) % 24);
    });
    const cells = week.columns.map((column) => rowsOf.filter((_, i) => hours[i] === column));
    expect(week.cells.counts.slice(place, place + 168)).toEqual(cells.map((cell) => cell.length));
    expect(week.cells.actors.slice(place, place + 168)).toEqual(cells.map((cell) => new Set(cell.map(actor)).size));
    const seconds = rowsOf.reduce((sum, row) => sum + Number(row['seconds']), 0);
    expect(week.featureTotals.sums![week.features.indexOf('看板')]).toBeCloseTo(seconds, 6);
  });

  it('puts clicks into a grid by the size that the page had', () => {
    const grid = answer<HeatmapGridResult>('pointers');
    const cells: Record<string, number> = {};
    for (const row of known) {
      const { x, y, docWidth, docHeight } = row as Record<string, number>;
      if (row['what'] !== 'click' || row['fixed'] === true) continue;
      if (x === undefined || y === undefined || !docWidth || !docHeight) continue;
      if (x < 0 || y < 0 || x > docWidth || y > docHeight) continue;
      const cell = [
        Number(row['viewportWidth']) < 768 ? 0 : 1,
        Math.min(7, Math.floor((x * 8) / docWidth)),
        Math.min(11, Math.floor((y * 12) / docHeight)),
      ].join(' ');
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const { classes, cols, rows: down, counts } = grid.cells;
    expect(Object.fromEntries(counts.map((count, i) => [`${classes[i]} ${cols[i]} ${down[i]}`, count]))).toEqual(cells);
  });

  it('lays the journey of an account out in order of time', () => {
    const { page } = answer<JourneyResult>('journey of an account');
    const company = 'Northwind Robotics 7';
    const people = new Set(known.filter((row) => row['company'] === company).map(actor));
    const { from, to } = (
      goldenQuestions.jobs.find(({ id }) => id === 'journey of an account')!.spec as {
        window: { from: number; to: number };
      }
    ).window;
    const own = known
      .filter((row) => people.has(actor(row)) && (row['company'] ?? company) === company)
      .filter((row) => time(row) >= from && time(row) < to);
    expect(page!.total).toBe(own.length);
    expect(page!.rows.map((row) => row.time)).toEqual(
      own
        .map(time)
        .toSorted((a, b) => a - b)
        .slice(0, page!.rows.length),
    );
  });
});
