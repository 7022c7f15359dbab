import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import {
  checkedPathsSpec,
  isWholeJourney,
  pathsSpec,
  variantsSpec,
  wholeJourneyMs,
} from '../../../widgets/paths/paths.spec.js';
import type { PathsProps } from '../../../widgets/paths/paths.spec.js';

const refused = (props: PathsProps): unknown => {
  try {
    pathsSpec(props, 50);
    return null;
  } catch (thrown) {
    return thrown instanceof AnalyticsError && thrown.code === 'spec-invalid' ? thrown.detail['property'] : thrown;
  }
};

describe('the question of <tp-paths>', () => {
  it('is whole journeys of four steps when nothing is said', () => {
    const spec = pathsSpec({}, 50);
    expect(spec).toEqual({ kind: 'paths', sessionGapMs: wholeJourneyMs, maxSteps: 4, maxEdges: 50 });
    expect(isWholeJourney(spec)).toBe(true);
  });

  it('is of sessions when a gap is named, half an hour unless said', () => {
    expect(pathsSpec({ gap: '45 min' }, 50).sessionGapMs).toBe(2_700_000);
    expect(pathsSpec({ per: 'session' }, 50).sessionGapMs).toBe(1_800_000);
    expect(isWholeJourney(pathsSpec({ per: 'session' }, 50))).toBe(false);
  });

  it('counts positions from the end where only an end is named', () => {
    expect(pathsSpec({ end: 'buy' }, 50)).toMatchObject({ end: 'buy', align: 'end' });
    expect(pathsSpec({ start: 'ad', end: 'buy' }, 50)).not.toHaveProperty('align');
  });

  it('takes names and patterns as text or as data', () => {
    expect(pathsSpec({ converted: 'buy' }, 50).converted).toEqual([{ event: 'buy' }]);
    expect(pathsSpec({ converted: 'buy，renew' }, 50).converted).toEqual([{ event: ['buy', 'renew'] }]);
    expect(pathsSpec({ groupings: '/docs/*, /help/*' }, 50).groupings).toEqual(['/docs/*', '/help/*']);
    expect(pathsSpec({ from: '2026-10-01', to: '2026-11-01', repeats: true, trimSlash: true }, 50)).toMatchObject({
      range: { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) },
      collapseRepeats: false,
      trimTrailingSlash: true,
    });
  });

  it('asks for variants of the same paths', () => {
    expect(variantsSpec({ start: 'ad', node: 'page', gap: '1h' }, 20)).toEqual({
      kind: 'variants',
      node: 'page',
      sessionGapMs: 3_600_000,
      limit: 20,
      maxEdges: 20,
    });
  });

  it('says which property cannot be used', () => {
    expect(refused({ steps: '1' })).toBe('steps');
    expect(refused({ steps: 2.5 })).toBe('steps');
    expect(refused({ gap: '3 m' })).toBe('gap');
    expect(refused({ per: 'visit' })).toBe('per');
    expect(refused({ from: '2026-02-30' })).toBe('from');
    expect(refused({ from: '2026-10-02', to: '2026-10-01' })).toBe('to');
    expect(refused({ level: 2 })).toBe('level');
    expect(refused({ groupings: {} as never })).toBe('groupings');
    expect(() => checkedPathsSpec({ kind: 'funnel' } as never)).toThrow(/spec/);
  });
});
