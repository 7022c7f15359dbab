import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel, funnelActors, type FunnelAnswer } from '../../../worker/analyses/funnel.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import type { Selector } from '../../../worker/protocol/filter.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { funnelOracle, selects } from '../../oracles/funnel.js';
import { viewOf, type Row, type Storage } from '../view.js';
import { holdsFor, log, numRuns, seed, selector, spec, storage, tightLog, tightSpec } from './funnel-arbitrary.js';

/** A long run asked for by FC_RUNS takes as long as it takes. */
const timeout = 60_000 + numRuns * 5;
// eslint-disable-next-line no-console
console.log(`funnel against its oracle: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const ask = (rows: readonly Row[], asked: FunnelSpec, kind: Storage = 'typed'): FunnelAnswer =>
  finish(funnel(viewOf(rows, kind), asked, null));

describe('funnel against its oracle', { timeout }, () => {
  it('gives the same counts, depths and times, in both storages', () => {
    holdsFor(log, spec, storage, agree);
  });

  it('reports the same attempt where attempts differ by little', () => {
    holdsFor(tightLog, tightSpec, storage, agree);
  });
});

function agree(rows: Row[], asked: FunnelSpec, kind: Storage): void {
  const { result, depth } = ask(rows, asked, kind);
  const truth = funnelOracle(rows, asked);
  expect(result.stepCounts).toEqual(truth.stepCounts);
  expect([...depth]).toEqual([...truth.depth].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, steps]) => steps));
  expect(result.avgStepMs).toEqual(truth.avgStepMs);
  expect(result.medianStepMs).toEqual(truth.medianStepMs);
  expect(result.medianTotalMs).toEqual(truth.medianTotalMs);
  expect(result.meta.rowsInScope).toBe(truth.rowsInScope);
}

describe('laws of the funnel', { timeout }, () => {
  it('counts never rise from step to step', () => {
    holdsFor(log, spec, (rows: Row[], asked: FunnelSpec) => {
      const { stepCounts } = ask(rows, asked).result;
      expect(stepCounts).toEqual(stepCounts.toSorted((a, b) => b - a));
    });
  });

  it('input order does not matter but for equal times', () => {
    holdsFor(log, spec, fc.infiniteStream(fc.nat()), (rows: Row[], asked: FunnelSpec, draws: Iterable<number>) => {
      const draw = draws[Symbol.iterator]();
      const shuffled = rows
        .map((item) => ({ item, place: draw.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
      // Rows of one actor and instant go back to the order they had.
      const waiting = [...rows];
      const kept = shuffled.map((item) => {
        const next = waiting.findIndex((other) => other[0] === item[0] && other[1] === item[1]);
        return waiting.splice(next, 1)[0]!;
      });
      expect(ask(kept, asked).result).toEqual(ask(rows, asked).result);
    });
  });

  it('a filter that passes all changes nothing', () => {
    holdsFor(log, spec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const mask = finish(filterMask(view, { kind: 'rows', match: [{}] }));
      expect(mask.count).toBe(rows.length);
      expect(finish(funnel(view, asked, mask)).result).toEqual(finish(funnel(view, asked, null)).result);
    });
  });

  it('a filter equals the same condition in `where`', () => {
    holdsFor(log, spec, selector, (rows: Row[], asked: FunnelSpec, only: Selector) => {
      const view = viewOf(rows);
      const mask = finish(filterMask(view, { kind: 'rows', match: [only] }));
      expect(mask.count).toBe(rows.filter((item) => selects(only, item)).length);
      const where = [...(asked.where ?? []), only];
      expect(finish(funnel(view, asked, mask)).result).toEqual(finish(funnel(view, { ...asked, where }, null)).result);
    });
  });

  it('the count on a mark is the length of its list', () => {
    holdsFor(log, spec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const { result, depth } = finish(funnel(view, asked, null));
      for (const step of asked.steps.keys()) {
        const list = (mark: 'reached' | 'left'): number[] => finish(funnelActors(view, depth, { kind: mark, step }));
        expect(list('reached')).toHaveLength(result.stepCounts[step]!);
        expect(list('left')).toHaveLength(result.dropOffCounts[step]!);
      }
    });
  });
});
