import { describe, expect, it } from 'vitest';
import { editorWords } from '../../../widgets/funnel/editor-words.js';
import {
  addStep,
  changeStep,
  draftOf,
  mostSteps,
  moveStep,
  removeStep,
  sound,
  withDraft,
} from '../../../widgets/funnel/steps-draft.js';
import { conditionPieces, inWords } from '../../../widgets/funnel/steps-in-words.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';

const day = 86_400_000;
const spec: FunnelSpec = {
  kind: 'funnel',
  steps: [{ event: 'visit' }, { event: 'signup', optional: true }, { event: 'trial' }, { event: 'purchase' }],
  windowMs: 14 * day,
  exclusions: [{ event: 'refund', from: 1, to: 3 }],
  where: [{ event: 'visit' }],
  level: 0.9,
};
const events = (draft: { steps: readonly { event?: unknown }[] }): unknown[] => draft.steps.map(({ event }) => event);

describe('draft of a funnel', () => {
  it('gives the question back when nothing was changed', () => {
    expect(withDraft(spec, draftOf(spec))).toEqual(spec);
  });

  it('leaves out what is as by default, and keeps the rest of the question', () => {
    const plain = withDraft(spec, { ...draftOf(spec), windowMs: null, exclusions: [], order: 'ordered' });
    expect(plain).toEqual({ kind: 'funnel', steps: spec.steps, where: spec.where, level: 0.9 });
  });

  it('moves a step, and exclusions go on standing between the same steps', () => {
    const moved = moveStep(draftOf(spec), 0, 2);
    expect(events(moved)).toEqual(['signup', 'trial', 'visit', 'purchase']);
    expect(moved.exclusions).toEqual([{ event: 'refund', from: 0, to: 3 }]);
    expect(moved.steps[0]).toEqual({ event: 'signup' });
  });

  it('drops an exclusion whose steps change places', () => {
    expect(moveStep(draftOf(spec), 3, 0).exclusions).toEqual([]);
  });

  it('moves nothing out of the funnel', () => {
    const draft = draftOf(spec);
    for (const [from, to] of [
      [0, -1],
      [3, 4],
      [9, 0],
      [1, 1],
    ] as const)
      expect(moveStep(draft, from, to)).toBe(draft);
  });

  it('removes a step with the exclusions that stood at it, and never the last one', () => {
    expect(events(removeStep(draftOf(spec), 0))).toEqual(['signup', 'trial', 'purchase']);
    expect(removeStep(draftOf(spec), 0).exclusions).toEqual([{ event: 'refund', from: 0, to: 2 }]);
    expect(removeStep(draftOf(spec), 3).exclusions).toEqual([]);
    const one = draftOf({ kind: 'funnel', steps: [{ event: 'visit' }] });
    expect(removeStep(one, 0)).toBe(one);
  });

  it('has at most as many steps as the engine takes', () => {
    let draft = draftOf(spec);
    for (let i = 0; i < 40; i++) draft = addStep(draft, { event: `e${i}` });
    expect(draft.steps.length).toBe(mostSteps);
  });

  it('allows no optional step first, nor without an order', () => {
    expect(changeStep(draftOf(spec), 0, { event: 'visit', optional: true }).steps[0]).toEqual({ event: 'visit' });
    const loose = sound({ ...draftOf(spec), order: 'unordered' });
    expect(loose.steps.some((step) => step.optional)).toBe(false);
    expect(loose.exclusions).toEqual([{ event: 'refund', from: 0, to: 3 }]);
  });
});

describe('a funnel in words', () => {
  const words = editorWords('en');

  it('is one sentence', () => {
    expect(inWords(words, 'en', draftOf(spec))).toBe(
      'visit, perhaps signup, then trial, then purchase; all within 14 days; leaving out anyone with refund between signup and purchase; per customer.',
    );
    expect(inWords(words, 'en', { ...draftOf(spec), order: 'unordered', exclusions: [], windowMs: null })).toBe(
      'visit, signup, trial, purchase; in any order; per customer.',
    );
  });

  it('names what a step must meet, with names and values apart', () => {
    const pieces = conditionPieces(words, {
      event: ['sign_up', 'wechat_bind'],
      where: [{ prop: 'value', op: 'gt', value: 60 }],
    });
    expect(pieces.map(({ text }) => text).join('')).toBe('event is sign_up or wechat_bind, value over 60');
    expect(pieces.filter(({ name }) => name).map(({ text }) => text)).toEqual([
      'sign_up',
      'wechat_bind',
      'value',
      '60',
    ]);
    expect(conditionPieces(words, {}).map(({ text }) => text)).toEqual(['any event']);
  });
});
