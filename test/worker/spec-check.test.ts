import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { checkFilter } from '../../worker/analyses/filter-check.js';
import { checkListRequest } from '../../worker/analyses/list-check.js';
import { checkFunnelSpec } from '../../worker/analyses/funnel-check.js';

const steps = [{ event: 'visit' }, { event: 'signup' }];
const funnel = { kind: 'funnel', steps } as const;

function refusal(check: () => unknown): AnalyticsError {
  try {
    check();
  } catch (error) {
    if (error instanceof AnalyticsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('checkFunnelSpec', () => {
  it('returns a sound spec as it is', () => {
    const spec = {
      ...funnel,
      steps: [
        { event: ['visit', 'call'], label: 'Contact' },
        { where: [{ prop: 'plan', op: 'in', value: ['pro', 1] }] },
      ],
      order: 'strict',
      windowMs: 0,
      tie: 'input-order',
      entry: 'first',
      range: { from: 0, to: 0 },
      where: [{}],
      level: 0.9,
      mode: 'totals',
      exclusions: [{ event: 'x', from: 0, to: 1, effect: 'end-attempt' }],
      holdConstant: ['cart'],
      entryRange: { from: 0, to: 1 },
      valueProp: 'amount',
      breakdown: { by: ['country', 'plan'], attribution: 'step', step: 1, limit: 10 },
      compare: { range: { from: 0, to: 1 }, entryRange: { from: 0, to: 1 } },
    };
    expect(checkFunnelSpec(spec)).toBe(spec);
    expect(checkFunnelSpec({ ...funnel, windowMs: null, order: undefined })).toBeTruthy();
  });

  it.each([
    ['spec', null],
    ['spec', [funnel]],
    ['spec.kind', { ...funnel, kind: 'path' }],
    ['spec.steps', { kind: 'funnel' }],
    ['spec.steps', { ...funnel, steps: [] }],
    ['spec.steps', { ...funnel, steps: Array.from({ length: 33 }, () => ({ event: 'a' })) }],
    ['spec.steps[0]', { ...funnel, steps: ['visit'] }],
    ['spec.steps[0].event', { ...funnel, steps: [{ event: [] }] }],
    ['spec.steps[0].event', { ...funnel, steps: [{ event: null }] }],
    ['spec.steps[0].label', { ...funnel, steps: [{ label: 1 }] }],
    ['spec.colour', { ...funnel, colour: 'red' }],
    ['spec.steps[0].optional', { ...funnel, steps: [{ event: 'a', optional: true }, { event: 'b' }] }],
    ['spec.steps[1].optional', { ...funnel, steps: [{ event: 'a' }, { event: 'b', optional: 1 }] }],
    ['spec.steps[1].optional', { ...funnel, order: 'unordered', steps: [{ event: 'a' }, { optional: true }] }],
    ['spec.mode', { ...funnel, mode: 'both' }],
    ['spec.exclusions', { ...funnel, exclusions: {} }],
    ['spec.exclusions[0].from', { ...funnel, exclusions: [{ event: 'x', from: 1, to: 1 }] }],
    ['spec.exclusions[0].to', { ...funnel, exclusions: [{ event: 'x', from: 0, to: 0 }] }],
    ['spec.exclusions[0].effect', { ...funnel, exclusions: [{ event: 'x', from: 0, to: 1, effect: 'stop' }] }],
    [
      'spec.exclusions[1].effect',
      {
        ...funnel,
        exclusions: [
          { from: 0, to: 1 },
          { from: 0, to: 1, effect: 'end-attempt' },
        ],
      },
    ],
    [
      'spec.exclusions[0]',
      { ...funnel, order: 'unordered', steps: [...steps, { event: 'buy' }], exclusions: [{ from: 0, to: 1 }] },
    ],
    ['spec.holdConstant', { ...funnel, holdConstant: [] }],
    ['spec.holdConstant[0]', { ...funnel, holdConstant: [1] }],
    ['spec.entryRange.to', { ...funnel, entryRange: { from: 0 } }],
    ['spec.valueProp', { ...funnel, valueProp: 1 }],
    ['spec.breakdown.by', { ...funnel, breakdown: { by: [] } }],
    ['spec.breakdown.attribution', { ...funnel, breakdown: { by: ['p'], attribution: 'middle' } }],
    ['spec.breakdown.step', { ...funnel, breakdown: { by: ['p'], step: 0 } }],
    ['spec.breakdown.step', { ...funnel, breakdown: { by: ['p'], attribution: 'step', step: 2 } }],
    ['spec.breakdown.limit', { ...funnel, breakdown: { by: ['p'], limit: 0 } }],
    ['spec.compare.range', { ...funnel, compare: {} }],
    ['spec.compare.entryRange', { ...funnel, entryRange: { from: 0, to: 1 }, compare: { range: { from: 0, to: 1 } } }],
    ['spec.order', { ...funnel, order: 'any' }],
    ['spec.tie', { ...funnel, tie: 1 }],
    ['spec.entry', { ...funnel, entry: 'last' }],
    ['spec.windowMs', { ...funnel, windowMs: -1 }],
    ['spec.windowMs', { ...funnel, windowMs: Infinity }],
    ['spec.windowMs', { ...funnel, windowMs: '14d' }],
    ['spec.level', { ...funnel, level: 1 }],
    ['spec.level', { ...funnel, level: 95 }],
    ['spec.range', { ...funnel, range: { from: 2, to: 1 } }],
    ['spec.range.to', { ...funnel, range: { from: 2 } }],
    ['spec.where', { ...funnel, where: {} }],
    ['spec.where[0].label', { ...funnel, where: [{ label: 'x' }] }],
    ['spec.where[0].where[0].prop', { ...funnel, where: [{ where: [{ op: 'eq', value: 1 }] }] }],
    ['spec.where[0].where[0].op', { ...funnel, where: [{ where: [{ prop: 'p', op: '=', value: 1 }] }] }],
    ['spec.where[0].where[0].op', { ...funnel, where: [{ where: [{ prop: 'p' }] }] }],
    ['spec.where[0].where[0].value', { ...funnel, where: [{ where: [{ prop: 'p', op: 'eq' }] }] }],
    ['spec.where[0].where[0].value', { ...funnel, where: [{ where: [{ prop: 'p', op: 'eq', value: [1] }] }] }],
    ['spec.where[0].where[0].value', { ...funnel, where: [{ where: [{ prop: 'p', op: 'in', value: 1 }] }] }],
    ['spec.where[0].where[0].value', { ...funnel, where: [{ where: [{ prop: 'p', op: 'isNull', value: 1 }] }] }],
  ])('refuses a fault at %s', (path, spec) => {
    const error = refusal(() => checkFunnelSpec(spec));
    expect(error.code).toBe('spec-invalid');
    expect(error.detail['path']).toBe(path);
    expect(error.message).toContain(path);
  });

  it('says what is wrong and how to mend it', () => {
    expect(refusal(() => checkFunnelSpec({ ...funnel, windowMs: '14d' })).message).toBe(
      'spec.windowMs must be milliseconds, 0 or more, or null for no limit (got "14d").',
    );
    expect(refusal(() => checkFunnelSpec({ ...funnel, order: 'any' })).message).toBe(
      'spec.order must be one of ordered, strict, unordered (got "any").',
    );
  });
});

describe('checkFilter', () => {
  it('returns a sound filter as it is', () => {
    const filter = {
      kind: 'and',
      of: [
        { kind: 'time', range: { from: 0, to: 9 } },
        { kind: 'not', of: { kind: 'or', of: [{ kind: 'rows', match: [{ event: 'visit' }] }] } },
      ],
    };
    expect(checkFilter(filter)).toBe(filter);
  });

  it('refuses unknown kinds, unknown keys and endless nesting', () => {
    expect(refusal(() => checkFilter({ kind: 'people' })).detail['path']).toBe('filter.kind');
    expect(refusal(() => checkFilter({ kind: 'time', from: 1 })).detail['path']).toBe('filter.from');
    expect(refusal(() => checkFilter({ kind: 'not', of: { kind: 'rows' } })).detail['path']).toBe('filter.of.match');
    let deep: unknown = { kind: 'rows', match: [] };
    for (let i = 0; i < 100_000; i++) deep = { kind: 'not', of: deep };
    expect(refusal(() => checkFilter(deep)).code).toBe('spec-invalid');
  });
});

describe('checkListRequest', () => {
  it('returns a sound request as it is', () => {
    const request = { spec: funnel, mark: { kind: 'left', step: 1 }, offset: 0, limit: 10_000 };
    expect(checkListRequest(request)).toBe(request);
  });

  it.each([
    ['request.spec', {}],
    ['request.mark', { spec: funnel }],
    ['request.mark.kind', { spec: funnel, mark: { step: 0 } }],
    ['request.mark.kind', { spec: funnel, mark: { kind: 'lost', step: 1 } }],
    ['request.mark.step', { spec: funnel, mark: { kind: 'reached', step: 2 } }],
    ['request.mark.step', { spec: funnel, mark: { kind: 'left', step: 0 } }],
    ['request.limit', { spec: funnel, mark: { kind: 'reached', step: 0 }, limit: 0 }],
    ['request.limit', { spec: funnel, mark: { kind: 'reached', step: 0 }, limit: 10_001 }],
    ['request.offset', { spec: funnel, mark: { kind: 'reached', step: 0 }, offset: -1 }],
    ['request.filter.kind', { spec: funnel, mark: { kind: 'reached', step: 0 }, filter: {} }],
    ['request.sort', { spec: funnel, mark: { kind: 'reached', step: 0 }, sort: 'rows' }],
  ])('refuses a fault at %s', (path, request) => {
    expect(refusal(() => checkListRequest(request)).detail['path']).toBe(path);
  });
});
