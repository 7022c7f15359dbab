import { describe, expect, it } from 'vitest';
import {
  checkedSpec,
  funnelSpec,
  parseRange,
  parseSteps,
  parseWindow,
  stepName,
} from '../../../widgets/funnel/funnel.spec.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';

const names = (text: string): unknown[] => parseSteps(text).map((step) => step.event);
const faultOf = (act: () => unknown): AnalyticsError => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof AnalyticsError) return thrown;
  }
  throw new Error('nothing was thrown');
};

describe('steps', () => {
  it('are event names between commas, trimmed; empty places are passed over', () => {
    expect(names(' visit, sign up ,,trial, ')).toEqual(['visit', 'sign up', 'trial']);
    expect(names('访问，注册, 试用')).toEqual(['访问', '注册', '试用']);
    expect(names('')).toEqual([]);
  });

  it('keep a comma and a quote within double quotes', () => {
    expect(names('"Hello, world", "say ""hi""",x')).toEqual(['Hello, world', 'say "hi"', 'x']);
    expect(names('5" screen, visit')).toEqual(['5" screen', 'visit']);
  });

  it('say where quotes do not close', () => {
    expect(faultOf(() => parseSteps('visit, "open, trial')).message).toMatch(/steps="?.*"open, trial.*do not close/);
    expect(faultOf(() => parseSteps('"a" b')).code).toBe('spec-invalid');
  });

  it('are at most 32', () => {
    const steps = Array.from({ length: 33 }, (_, i) => `s${i}`).join();
    expect(faultOf(() => funnelSpec({ steps })).detail).toEqual({ property: 'steps', value: '33' });
  });

  it('are called by label, event names, or their first test', () => {
    expect(stepName({ event: 'a', label: 'A' }, 0)).toBe('A');
    expect(stepName({ event: ['a', 'b'] }, 0)).toBe('a / b');
    expect(stepName({ where: [{ prop: 'stage', op: 'eq', value: 'won' }] }, 0)).toBe('stage = won');
    expect(stepName({}, 2)).toBe('3');
  });
});

describe('window', () => {
  it('is read in units or ms', () => {
    expect(parseWindow('14d')).toBe(14 * 86_400_000);
    expect(parseWindow('30 min')).toBe(1_800_000);
    expect(parseWindow('2h')).toBe(7_200_000);
    expect(parseWindow('1.5 hours')).toBe(5_400_000);
    expect(parseWindow('2 周')).toBe(14 * 86_400_000);
    expect(parseWindow(5000)).toBe(5000);
    expect(parseWindow('5000')).toBe(5000);
  });

  it('is unbounded when not given', () => {
    for (const value of [null, undefined, '', 'none']) expect(parseWindow(value)).toBeNull();
  });

  it('refuses what could mean two things, and says what to write', () => {
    for (const value of ['3m', '-2d', '0', 'soon', 0, Number.NaN, '1d 2h']) {
      const fault = faultOf(() => parseWindow(value));
      expect(fault.code).toBe('spec-invalid');
      expect(fault.message).toContain(`window="${String(value)}"`);
      expect(fault.message).toContain('"14d"');
    }
  });
});

describe('range', () => {
  it('is half-open and in UTC unless it says otherwise', () => {
    expect(parseRange('2026-10-01', '2026-11-01')).toEqual({ from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) });
    expect(parseRange('2026-10-01T08:00', null)?.from).toBe(Date.UTC(2026, 9, 1, 8));
    expect(parseRange('2026-10-01 08:00:30', null)?.from).toBe(Date.UTC(2026, 9, 1, 8, 0, 30));
    expect(parseRange('2026-10-01T08:00+08:00', null)?.from).toBe(Date.UTC(2026, 9, 1));
    expect(parseRange(0, 1)).toEqual({ from: 0, to: 1 });
    expect(parseRange(null, '')).toBeNull();
  });

  it('leaves an end open that is not given', () => {
    expect(parseRange('2026-10-01', null)?.to).toBe(8.64e15);
    expect(parseRange(null, '2026-10-01')?.from).toBe(-8.64e15);
  });

  it('refuses unreadable, swapped and empty ranges', () => {
    expect(faultOf(() => parseRange('01/10/2026', null)).detail['property']).toBe('from');
    expect(faultOf(() => parseRange(null, Number.POSITIVE_INFINITY)).detail['property']).toBe('to');
    expect(faultOf(() => parseRange('2026-10-02', '2026-10-01')).message).toContain('ends before it begins');
    expect(faultOf(() => parseRange('2026-10-01', '2026-10-01')).code).toBe('spec-invalid');
  });
});

describe('funnelSpec', () => {
  it('says only what the page said', () => {
    expect(funnelSpec({ steps: 'a,b' })).toEqual({ kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }] });
  });

  it('takes everything together', () => {
    expect(
      funnelSpec({
        steps: [{ event: 'a' }],
        window: '1d',
        order: 'strict',
        tie: 'input-order',
        entry: 'first',
        level: '90%',
      }),
    ).toEqual({
      kind: 'funnel',
      steps: [{ event: 'a' }],
      order: 'strict',
      windowMs: 86_400_000,
      tie: 'input-order',
      entry: 'first',
      level: 0.9,
    });
  });

  it('is null without steps', () => {
    expect(funnelSpec({ steps: ' , ' })).toBeNull();
    expect(funnelSpec({ steps: [], window: '14d' })).toBeNull();
  });

  it('names the words a property knows', () => {
    expect(faultOf(() => funnelSpec({ steps: 'a', order: 'sorted' })).message).toContain('ordered, strict, unordered');
    expect(faultOf(() => funnelSpec({ steps: 'a', level: 1 })).detail['property']).toBe('level');
  });
});

describe('times and shapes that cannot be used', () => {
  it('reads times in UTC by the calendar, never by the reader’s zone', () => {
    const from = (text: string): number | undefined => funnelSpec({ steps: 'a', from: text })?.range?.from;
    expect(from('2026-10')).toBe(Date.UTC(2026, 9, 1));
    expect(from('2026-10-01 08:30')).toBe(Date.UTC(2026, 9, 1, 8, 30));
    expect(from('2026-10-01T08:30:00.5+08:00')).toBe(Date.UTC(2026, 9, 1, 0, 30, 0, 500));
    for (const bad of [
      '2024-02-31',
      '2026-10-01 8:00 PM',
      '2026-1-1',
      '2026-10-01 GMT+8',
      'Oct 1 2026',
      '2026-13-01',
    ]) {
      expect(() => from(bad), bad).toThrow(expect.objectContaining({ code: 'spec-invalid' }));
    }
  });

  it('refuses what is no list of steps', () => {
    for (const steps of [5, [null], {}, ['visit'], [{ event: 3 }], [{ where: [null] }]]) {
      expect(() => funnelSpec({ steps: steps as never })).toThrow(expect.objectContaining({ code: 'spec-invalid' }));
    }
    for (const spec of [5, {}, [null], { kind: 'funnel', steps: 'visit' }, { kind: 'journey', steps: [] }]) {
      expect(() => checkedSpec(spec as never)).toThrow(expect.objectContaining({ code: 'spec-invalid' }));
    }
  });
});
