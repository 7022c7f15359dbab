import { describe, expect, it } from 'vitest';
import { funnelAnalysis } from '../../../worker/analyses/funnel-analysis.js';
import type { FunnelResult, FunnelSpec } from '../../../worker/protocol/spec.js';
import type { Selector } from '../../../worker/protocol/filter.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../view.js';

/** One actor's rows, as `10 visit`; then the funnel visit, signup, buy within 100 ms. */
function ask(rows: readonly string[], spec: Partial<FunnelSpec>): FunnelResult {
  const parsed = rows.map((row): Row => {
    const [time, name] = row.split(' ') as [string, string];
    return ['ann', Number(time), name];
  });
  const steps = ['visit', 'signup', 'buy'].map((event) => ({ event }));
  const asked: FunnelSpec = { kind: 'funnel', steps, windowMs: 100, ...spec };
  return finish(funnelAnalysis.answer(viewOf(parsed) as Store, asked, null)).result;
}

const counts = (rows: readonly string[], spec: Partial<FunnelSpec>): readonly number[] => ask(rows, spec).stepCounts;
const bar = (selector: Selector, effect: 'drop-actor' | 'end-attempt' = 'drop-actor'): Partial<FunnelSpec> => ({
  exclusions: [{ ...selector, from: 0, to: 1, effect }],
});

describe('an exclusion between visit and signup', () => {
  it('drops who has such a row in between', () => {
    expect(counts(['10 visit', '20 quit', '30 signup'], bar({ event: 'quit' }))).toEqual([0, 0, 0]);
  });

  it('does not look at the instants of the two steps', () => {
    expect(counts(['10 visit', '10 quit', '30 signup'], bar({ event: 'quit' }))).toEqual([1, 1, 0]);
    expect(counts(['10 visit', '30 quit', '30 signup'], bar({ event: 'quit' }))).toEqual([1, 1, 0]);
  });

  it('without signup counts up to the end of the window, which is part of it', () => {
    expect(counts(['10 visit', '110 quit'], bar({ event: 'quit' }))).toEqual([0, 0, 0]);
    expect(counts(['10 visit', '111 quit'], bar({ event: 'quit' }))).toEqual([1, 0, 0]);
  });

  it('leaves an actor with a clean attempt in, though a tainted one is deeper', () => {
    const rows = ['10 visit', '20 quit', '30 signup', '40 visit'];
    expect(counts(rows, bar({ event: 'quit' }))).toEqual([1, 0, 0]);
  });

  it('that ends attempts keeps the steps up to its instant', () => {
    const ends = bar({ event: 'quit' }, 'end-attempt');
    expect(counts(['10 visit', '20 quit', '30 signup'], ends)).toEqual([1, 0, 0]);
    const later: Partial<FunnelSpec> = { exclusions: [{ event: 'quit', from: 0, to: 2, effect: 'end-attempt' }] };
    expect(counts(['10 visit', '20 quit', '20 signup', '30 buy'], later)).toEqual([1, 1, 0]);
  });
});

describe('an optional step', () => {
  const steps = [{ event: 'visit' }, { event: 'signup', optional: true }, { event: 'buy' }];

  it('does not count for the depth that chooses among attempts', () => {
    // Both attempts fill one required step; the earlier one completed first, whatever else it filled.
    const rows = ['10 visit', '20 other', '150 visit', '160 signup'];
    expect(counts(rows, { steps })).toEqual([1, 0, 0]);
  });
});

describe('entry "first" with an entry range', () => {
  it('takes the first entry inside the range', () => {
    const spec: Partial<FunnelSpec> = { entry: 'first', entryRange: { from: 15, to: 50 } };
    expect(counts(['10 visit', '20 visit', '30 signup'], spec)).toEqual([1, 1, 0]);
    expect(counts(['10 visit', '50 visit', '60 signup'], spec)).toEqual([0, 0, 0]);
  });
});
