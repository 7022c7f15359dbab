import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journeyAnalysis } from '../../../worker/analyses/journey-analysis.js';
import { sessionsAnalysis } from '../../../worker/analyses/sessions-analysis.js';
import type { JourneyMark, JourneyResult, JourneyRow, JourneySpec } from '../../../worker/protocol/journey.js';
import type { SessionsMark, SessionsSpec } from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { journeys, quantile, sessionsOracle, type JourneyTruth } from '../../oracles/journey.js';
import { variantsOracle } from '../../oracles/paths.js';
import { viewOf, type Row } from '../view.js';
import { log, nodeOptions, runs, scopeOptions, selector, storage, timeout } from './journeys-arbitrary.js';

// eslint-disable-next-line no-console
console.log(`journeys against their oracle: FC_SEED=${runs.seed} FC_RUNS=${runs.numRuns}`);

/** Seconds become seconds, quarters of an hour, or days: sessions, bursts and silences each have their scale. */
const scale = fc.constantFrom(1, 900, 86_400);
const stages = fc
  .array(fc.array(selector, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 })
  .map((list) => list.map((match, k) => ({ name: `s${k}`, match })));
const journeySpec: fc.Arbitrary<JourneySpec> = fc.record(
  {
    kind: fc.constant('journey' as const),
    range: scopeOptions.range,
    where: scopeOptions.where,
    sessionGapMs: scopeOptions.sessionGapMs,
    stages,
    reference: fc.subarray(['ann', 'actor:bob', 'nobody']),
    cycleTo: fc.oneof(selector, fc.constant({ stage: 's0' })),
    properties: fc.subarray(['n', 'account', 'nowhere']),
  },
  { requiredKeys: ['kind', 'stages'] },
);
const whose = fc.constantFrom(
  { actor: 'ann' },
  { actor: 'actor:bob' },
  { actor: 'nobody' },
  { account: 'acme' },
  { account: 'zz' },
);

const scaled = (rows: readonly Row[], by: number): Row[] =>
  rows.map(([actor, t, name, props]): Row => [actor, t * by, name, props ?? {}]);
const scaledSpec = <S extends JourneySpec | SessionsSpec>(spec: S, by: number): S => ({
  ...spec,
  ...(spec.range && { range: { from: spec.range.from * by, to: spec.range.to * by } }),
  ...(spec.sessionGapMs && { sessionGapMs: spec.sessionGapMs * by }),
});

const summaryOf = (truth: JourneyTruth): object => ({
  rows: truth.rows.length,
  firstMs: truth.rows[0]?.t ?? null,
  lastMs: truth.rows.at(-1)?.t ?? null,
  sessions: truth.sessions,
  stages: truth.stages,
  currentStage: truth.currentStage,
  transitions: truth.transitions.map(({ row: _row, ...one }) => one),
  transitionsTotal: truth.transitions.length,
  skips: truth.skips,
  backwardMoves: truth.backwardMoves,
  silences: truth.silences,
  bursts: truth.bursts,
  activeDays: truth.activeDays,
  touchFrequency: truth.touchFrequency,
  cycleTimeMs: truth.cycleTimeMs,
});

describe('a journey against its oracle', { timeout }, () => {
  it('gives the same rows and summary, of an actor and of an account, in both storages', () => {
    fc.assert(
      fc.property(log, scale, journeySpec, whose, storage, (given, by, open, who, kind) => {
        const rows = scaled(given, by);
        const spec = { ...scaledSpec(open, by), ...who };
        const { result } = finish(journeyAnalysis.answer(viewOf(rows, kind) as Store, spec, null));
        const truth = [...journeys(rows, spec).values()][0]!;
        const { channels, currentSinceMs, ...summary } = result.summary!;
        expect(summary).toEqual(summaryOf(truth));
        expect(currentSinceMs).toBe(truth.transitions.at(-1)?.time ?? null);
        expect(channels).toEqual(truth.rows.length === 0 ? [] : [{ channel: null, rows: truth.rows.length }]);
        expect(result.page!.total).toBe(truth.rows.length);
        expect(result.page!.rows.slice(0, 200)).toEqual(shown(truth, spec).slice(0, 200));
        expect(result.actorKeys).toEqual([...new Set(truth.rows.map((row) => `actor:${row.actor}`))].sort());
      }),
      runs,
    );
  });

  it('pages hold the rows of the whole, one after the other, inside a window too', () => {
    fc.assert(
      fc.property(
        log,
        journeySpec,
        whose,
        fc.integer({ min: 1, max: 7 }),
        fc.option(scopeOptions.range),
        (rows, open, who, limit, window) => {
          const view = viewOf(rows) as Store;
          const spec: JourneySpec = { ...open, ...who, ...(window && { window }) };
          const ask = (more: Partial<JourneySpec>): JourneyResult =>
            finish(journeyAnalysis.answer(view, { ...spec, ...more }, null)).result;
          const all = ask({ limit: 10_000 }).page!;
          const truth = [...journeys(rows, spec).values()][0]!;
          const inWindow = shown(truth, spec).filter(
            (row) => !window || (row.time >= window.from && row.time < window.to),
          );
          expect(all.rows).toEqual(inWindow);
          const paged = [];
          for (let offset = 0; offset <= all.total; offset += limit) {
            const part = ask({ offset, limit, summary: false });
            expect(part.summary).toBeNull();
            expect(part.page!.total).toBe(all.total);
            paged.push(...part.page!.rows);
          }
          expect(paged).toEqual(all.rows);
          const bins = ask({ bins: 3 }).bins;
          const counted =
            bins?.channels.flatMap((channel) => channel.counts).reduce((sum, count) => sum + count, 0) ?? 0;
          expect(counted).toBe(all.total);
        },
      ),
      runs,
    );
  });

  it('the count on a mark is the length of its list', () => {
    fc.assert(
      fc.property(log, scale, journeySpec, whose, (given, by, open, who) => {
        const rows = scaled(given, by);
        const spec = { ...scaledSpec(open, by), ...who };
        const answer = finish(journeyAnalysis.answer(viewOf(rows) as Store, spec, null));
        const summary = answer.result.summary!;
        const count = (mark: JourneyMark): number => finish(answer.rows!(mark)).length;
        expect(count({ kind: 'journey' })).toBe(summary.rows);
        expect(finish(answer.actors({ kind: 'journey' }))).toHaveLength(answer.result.actors);
        for (const stage of summary.stages) {
          expect(count({ kind: 'stage', stage: stage.name, of: 'rows' })).toBe(stage.rows);
          expect(count({ kind: 'stage', stage: stage.name, of: 'reached' })).toBe(
            stage.firstReachedMs === null ? 0 : 1,
          );
          expect(count({ kind: 'stage', stage: stage.name, of: 'current' })).toBe(
            stage.name === summary.currentStage ? 1 : 0,
          );
        }
        for (const [index, burst] of summary.bursts.entries()) expect(count({ kind: 'burst', index })).toBe(burst.rows);
        for (const { from, to } of summary.transitions) {
          const same = summary.transitions.filter((other) => other.from === from && other.to === to);
          expect(count({ kind: 'transition', from, to })).toBe(same.length);
        }
        expect(count({ kind: 'journeys', of: 'silent' })).toBe(
          summary.silences.filter((silence) => silence.open).length,
        );
        expect(count({ kind: 'journeys', of: 'bursting' })).toBe(summary.bursts.length);
        expect(count({ kind: 'journeys', of: 'cycled' })).toBe(summary.cycleTimeMs === null ? 0 : 1);
      }),
      runs,
    );
  });
});

describe('the journeys of a group against their oracle', { timeout }, () => {
  it('counts what is true of each actor, with lists as long as the counts', () => {
    fc.assert(
      fc.property(
        log,
        scale,
        journeySpec,
        fc.record(nodeOptions, { requiredKeys: [] }),
        storage,
        (given, by, open, modal, kind) => {
          const rows = scaled(given, by);
          const spec: JourneySpec = { ...scaledSpec(open, by), modal };
          const answer = finish(journeyAnalysis.answer(viewOf(rows, kind) as Store, spec, null));
          const all = [...journeys(rows, spec).values()];
          const group = answer.result.group!;
          const sum = (value: (one: JourneyTruth) => number): number =>
            all.reduce((total, one) => total + value(one), 0);
          expect(answer.result.actors).toBe(all.length);
          expect(answer.result.meta.rowsInScope).toBe(sum((one) => one.rows.length));
          const lists = (mark: JourneyMark): readonly [number, number] => [
            finish(answer.actors(mark)).length,
            finish(answer.rows!(mark)).length,
          ];
          for (const stage of group.stages) {
            const { name } = stage;
            const stays = all.flatMap((one) => one.transitions.filter((t) => t.from === name).map((t) => t.dwellMs!));
            const reached = all.filter((one) => one.rows.some((row) => row.stage === name)).length;
            const current = all.filter((one) => one.currentStage === name).length;
            expect(stage).toMatchObject({ reached, current, stays: stays.length, medianMs: quantile(stays, 0.5) });
            expect(stage.p90Ms === null ? null : stage.p90Ms).toEqual(quantile(stays, 0.9));
            expect(stage.rows).toBe(sum((one) => one.rows.filter((row) => row.stage === name).length));
            expect(lists({ kind: 'stage', stage: name, of: 'rows' })).toEqual([reached, stage.rows]);
            expect(lists({ kind: 'stage', stage: name, of: 'reached' })).toEqual([reached, reached]);
            expect(lists({ kind: 'stage', stage: name, of: 'current' })).toEqual([current, current]);
          }
          expect(group.transitions.reduce((total, one) => total + one.count, 0)).toBe(
            sum((one) => one.transitions.length),
          );
          for (const { from, to, count, actors } of group.transitions) {
            const of = (one: JourneyTruth): number =>
              one.transitions.filter((t) => t.from === from && t.to === to).length;
            expect([actors, count]).toEqual([all.filter((one) => of(one) > 0).length, sum(of)]);
            expect(lists({ kind: 'transition', from, to })).toEqual([actors, count]);
          }
          expect([group.skips, group.backwardMoves]).toEqual([
            sum((one) => one.skips),
            sum((one) => one.backwardMoves),
          ]);
          expect(group.silent).toBe(all.filter((one) => one.silences.some((silence) => silence.open)).length);
          expect(lists({ kind: 'journeys', of: 'silent' })).toEqual([group.silent, group.silent]);
          expect(group.bursting).toBe(all.filter((one) => one.bursts.length > 0).length);
          expect(lists({ kind: 'journeys', of: 'bursting' })).toEqual([
            group.bursting,
            sum((one) => one.bursts.length),
          ]);
          const cycles = all.map((one) => one.cycleTimeMs).filter((ms) => ms !== null);
          expect([group.cycles, group.medianCycleMs]).toEqual([cycles.length, quantile(cycles, 0.5)]);
          expect(lists({ kind: 'journeys', of: 'cycled' })).toEqual([cycles.length, cycles.length]);
          const { range, where, sessionGapMs } = spec;
          const scope = { ...(range && { range }), ...(where && { where }), ...(sessionGapMs && { sessionGapMs }) };
          const { variants } = variantsOracle(rows, { kind: 'variants', per: 'actor', ...modal, ...scope });
          expect(group.modal).toEqual(variants[0]?.nodes ?? null);
        },
      ),
      // Each run asks for some fifty lists.
      { ...runs, numRuns: Math.ceil(runs.numRuns / 5) },
    );
  });
});

describe('the bounds of the rules', () => {
  const summaryOfTimes = (times: readonly number[]): JourneyResult['summary'] => {
    const rows = times.map((t): Row => ['ann', t, 'a']);
    return finish(journeyAnalysis.answer(viewOf(rows) as Store, { kind: 'journey', actor: 'ann' }, null)).result
      .summary;
  };
  const hour = 3_600_000;
  const day = 24 * hour;

  it('five rows in exactly an hour are a burst, in a millisecond more they are not', () => {
    expect(summaryOfTimes([0, 1, 2, 3, hour])!.bursts).toEqual([{ fromMs: 0, toMs: hour, rows: 5 }]);
    expect(summaryOfTimes([0, 1, 2, 3, hour + 1])!.bursts).toEqual([]);
    expect(summaryOfTimes([0, 1, 2, 3])!.bursts).toEqual([]);
  });

  it('a gap of exactly seven days is a silence, a millisecond less is none', () => {
    expect(summaryOfTimes([0, 1, 2, 2 + 7 * day])!.silences.map((silence) => silence.ms)).toEqual([7 * day]);
    expect(summaryOfTimes([0, 1, 2, 1 + 7 * day])!.silences).toEqual([]);
  });

  it('a gap of exactly three times the reference is a silence, a millisecond less is none', () => {
    const gaps = (last: number): number[] => [0, 3 * day, 6 * day, 9 * day, 9 * day + last];
    expect(summaryOfTimes(gaps(9 * day))!.silences.map((silence) => silence.ms)).toEqual([9 * day]);
    expect(summaryOfTimes(gaps(9 * day - 1))!.silences).toEqual([]);
  });
});

describe('sessions against their oracle', { timeout }, () => {
  const spec: fc.Arbitrary<SessionsSpec> = fc.record(
    { kind: fc.constant('sessions' as const), ...scopeOptions },
    { requiredKeys: ['kind'] },
  );

  it('counts the same sessions, with lists as long as the counts', () => {
    fc.assert(
      fc.property(log, spec, storage, (rows, asked, kind) => {
        const view = viewOf(rows, kind) as Store;
        const answer = finish(sessionsAnalysis.answer(view, asked, null));
        const { result } = answer;
        const { sessions, ...numbers } = sessionsOracle(rows, asked);
        const cut = sessions.filter((session) => session.cut);
        const single = sessions.filter((session) => session.rows === 1);
        const actors = (list: typeof sessions): number => new Set(list.map((session) => session.actor)).size;
        const inScope = (list: typeof sessions): number => list.reduce((sum, session) => sum + session.rowsInScope, 0);
        expect(result).toMatchObject({
          ...numbers,
          sessions: sessions.length,
          actors: actors(sessions),
          single: single.length,
          singleActors: actors(single),
          sessionsCut: cut.length,
          cutActors: actors(cut),
          cutRows: inScope(cut),
          byRows: [...new Set(sessions.map((session) => session.rows))]
            .sort((a, b) => a - b)
            .map((length) => [length, sessions.filter((session) => session.rows === length).length]),
        });
        expect(result.meta.rowsInScope).toBe(inScope(sessions));
        const lists = (mark: SessionsMark): readonly [number, number] => [
          finish(answer.actors(mark)).length,
          finish(answer.rows!(mark)).length,
        ];
        expect(lists({ kind: 'sessions', of: 'all' })).toEqual([actors(sessions), inScope(sessions)]);
        expect(lists({ kind: 'sessions', of: 'single' })).toEqual([actors(single), single.length]);
        expect(lists({ kind: 'sessions', of: 'cut' })).toEqual([actors(cut), inScope(cut)]);
        for (const actor of ['ann', 'bob', 'cid']) {
          const own = sessions
            .filter((session) => session.actor === actor)
            .map(({ actor: _actor, ...session }) => session);
          const { page } = finish(sessionsAnalysis.answer(view, { ...asked, actor, offset: 1, limit: 2 }, null)).result;
          if (!rows.some((row) => row[0] === actor)) expect(page).toBeNull();
          else
            expect(page).toEqual({ actor: `actor:${actor}`, offset: 1, total: own.length, sessions: own.slice(1, 3) });
          for (const { number, rowsInScope } of own) {
            expect(lists({ kind: 'session', actor, number })).toEqual([1, rowsInScope]);
          }
        }
      }),
      runs,
    );
  });
});

/** Rows as the journey's page shows them. */
function shown(truth: JourneyTruth, spec: JourneySpec): JourneyRow[] {
  return truth.rows.map(({ row, t, actor, stage, session, gapMs, dwellMs }) => ({
    time: t,
    event: row[2],
    actor: `actor:${actor}`,
    channel: null,
    source: null,
    stage,
    value: null,
    page: row[3]?.['page'] ?? null,
    values: (spec.properties ?? []).map((name) => row[3]?.[name] ?? null),
    session,
    gapMs,
    dwellMs,
  }));
}
