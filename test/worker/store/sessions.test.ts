import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import { finish } from '../../../worker/steps.js';
import { findActor } from '../../../worker/store/find-actor.js';
import { actorOfRow, actorRuns, sessionOfRow, sessionsOf } from '../../../worker/store/sessions.js';
import { sessionRows } from '../../oracles/sessions.js';
import { viewOf, type Row } from '../view.js';
import { log, runs, storage } from '../analyses/journeys-arbitrary.js';

const minute = 60_000;

describe('sessions of a view', () => {
  it('begins a session at a gap of exactly the limit, not below', () => {
    const rows: Row[] = [
      ['ann', 0, 'a'],
      ['ann', 30 * minute - 1, 'a'],
      ['ann', 60 * minute - 1, 'a'],
      ['bob', 60 * minute, 'a'],
    ];
    const sessions = finish(sessionsOf(viewOf(rows)));
    expect([...sessions.starts]).toEqual([0, 2, 3, 4]);
    expect([...sessions.offsets]).toEqual([0, 2, 3]);
  });

  it('is found once for each gap, and kept', () => {
    const view = viewOf([['ann', 0, 'a']]);
    const first = finish(sessionsOf(view));
    expect(finish(sessionsOf(view))).toBe(first);
    expect(finish(sessionsOf(view, 1000))).not.toBe(first);
    expect(finish(sessionsOf(view))).toBe(first);
    expect(finish(sessionsOf(viewOf([['ann', 0, 'a']])))).not.toBe(first);
  });

  it('of no rows has no sessions', () => {
    const sessions = finish(sessionsOf(viewOf([])));
    expect([sessions.count, [...sessions.starts], [...sessions.offsets]]).toEqual([0, [0], [0]]);
  });

  it('numbers rows as the oracle does, in both storages', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 12_000 }), storage, (rows, sessionGapMs, kind) => {
        const view = viewOf(rows, kind);
        const sessions = finish(sessionsOf(view, sessionGapMs));
        const found: number[] = [];
        for (let row = 0; row < view.rows; row++) {
          found.push(sessionOfRow(sessions, row) - sessions.offsets[actorOfRow(view, row)]! + 1);
        }
        expect(found).toEqual([...sessionRows(rows, { sessionGapMs }).values()].flat().map((item) => item.session));
      }),
      runs,
    );
  });
});

describe('runs of actors', () => {
  it('cover every actor once, with at most some 16,000 rows unless one actor has more', () => {
    const counts = [5, 20_000, 1, 1, 16_383, 2, 40_000];
    const offsets = counts.reduce<number[]>((all, count) => [...all, all.at(-1)! + count], [0]);
    const view = { ...viewOf([]), actors: counts.length, offsets };
    const found = [...actorRuns(view)];
    expect(found.flatMap(([first, last]) => Array.from({ length: last - first }, (_, k) => first + k))).toEqual([
      ...counts.keys(),
    ]);
    for (const [first, last] of found)
      if (last - first > 1) expect(offsets[last]! - offsets[first]!).toBeLessThanOrEqual(16_384);
  });
});

describe('finding an actor', () => {
  const view = {
    ...viewOf([
      ['a', 0, 'x'],
      ['b', 0, 'x'],
      ['c', 0, 'x'],
    ]),
    actorKey: (actor: number) => ['email:ann@example.org', 'actor:7', 'userId:7'][actor]!,
  };

  it('takes a key, or a bare value that one actor has', () => {
    expect(finish(findActor(view, 'userId:7'))).toBe(2);
    expect(finish(findActor(view, 'ann@example.org'))).toBe(0);
    expect(finish(findActor(view, 'ann@example.org'))).toBe(0);
    expect(finish(findActor(view, 'nobody'))).toBe(-1);
  });

  it('refuses a bare value that several have', () => {
    expect(() => finish(findActor(view, '7'))).toThrow(AnalyticsError);
  });
});
