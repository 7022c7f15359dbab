import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrasts } from '../../../widgets/paths/paths-compare.js';
import { entriesOf } from '../../../widgets/paths/paths-picker.js';
import { pathText } from '../../../widgets/paths/paths-view.js';
import { flowOf } from '../../../widgets/paths/paths.flow.js';
import { layoutFlow } from '../../../widgets/paths/paths.layout.js';
import { nextStop } from '../../../widgets/paths/paths.walk.js';
import { asked, journeys, questions } from './arbitrary-paths.js';

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

describe('the keyboard', () => {
  it('reaches every node and every link from the first node', () => {
    fc.assert(
      fc.property(journeys, questions, fc.integer({ min: 1, max: 4 }), (rows, spec, names) => {
        const flow = flowOf(asked(rows, spec).result, spec, { names });
        const layout = layoutFlow(flow, 900, 400);
        const first = flow.columns[0]?.[0]?.id;
        if (first === undefined) return;
        const reached = new Set([first]);
        for (const id of reached) {
          for (const key of [...arrows, 'Home', 'End']) {
            const next = nextStop(flow, layout, id, key);
            if (next !== null) reached.add(next);
          }
        }
        const all = [...flow.byId.keys(), ...flow.links.map(({ id }) => id)];
        expect([...reached].sort()).toEqual(all.sort());
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 200) },
    );
  });

  it('comes back the way it went', () => {
    fc.assert(
      fc.property(journeys, questions, (rows, spec) => {
        const flow = flowOf(asked(rows, spec).result, spec, { names: 3 });
        const layout = layoutFlow(flow, 900, 400);
        for (const { id, source } of flow.links) {
          expect(nextStop(flow, layout, id, 'ArrowLeft')).toBe(source);
          const below = nextStop(flow, layout, id, 'ArrowDown');
          if (below !== null) expect(nextStop(flow, layout, below, 'ArrowUp')).toBe(id);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the comparison', () => {
  it('puts first what is clearly different, by the end of the interval that is nearest to zero', () => {
    const link = (id: string, difference: number, low: number, high: number): never =>
      ({
        id,
        comparison: {
          converted: 1,
          notConverted: 1,
          convertedShare: 0.5,
          notConvertedShare: 0.5,
          difference,
          interval: [low, high],
        },
      }) as never;
    const found = contrasts([
      link('wide', 0.3, -0.1, 0.7),
      link('sure', 0.1, 0.08, 0.12),
      link('less', -0.2, -0.39, -0.01),
      { id: 'not asked', comparison: null } as never,
    ]);
    expect(found.map(({ link: { id }, verdict }) => [id, verdict])).toEqual([
      ['sure', 'higher'],
      ['less', 'lower'],
      ['wide', 'unclear'],
    ]);
  });
});

describe('the picker', () => {
  const picks = [
    { name: 'Pricing', count: 3 },
    { name: 'Sign-up', count: 2 },
  ];
  it('finds names by any part of them and offers what was typed', () => {
    expect(entriesOf({ picks, query: '', none: 'Anywhere' })).toEqual([null, 'Pricing', 'Sign-up']);
    expect(entriesOf({ picks, query: 'sig', none: 'Anywhere' })).toEqual(['Sign-up', 'sig']);
    expect(entriesOf({ picks, query: 'Pricing', none: null })).toEqual(['Pricing']);
  });
});

describe('a path on one line', () => {
  it('keeps its first names and its last, and says how many lie between', () => {
    expect(pathText(['a', 'b', 'c'])).toBe('a → b → c');
    expect(pathText([...'abcdefghij'], 4)).toBe('a → b → … 7 … → j');
  });
});
