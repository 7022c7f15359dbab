import type { FunnelExclusion, FunnelMode, FunnelOrder, FunnelSpec, FunnelStep } from '../../worker/protocol/spec.js';

/** What a person edits of a funnel; the rest of its question stays as it is. */
export interface FunnelDraft {
  readonly steps: readonly FunnelStep[];
  /** Null is no limit. */
  readonly windowMs: number | null;
  readonly order: FunnelOrder;
  readonly mode: FunnelMode;
  readonly holdConstant: readonly string[];
  readonly exclusions: readonly FunnelExclusion[];
}

/** Most steps a funnel may have. */
export const mostSteps: number = 32;

export function draftOf(spec: FunnelSpec): FunnelDraft {
  return {
    steps: spec.steps,
    windowMs: spec.windowMs ?? null,
    order: spec.order ?? 'ordered',
    mode: spec.mode ?? 'uniques',
    holdConstant: spec.holdConstant ?? [],
    exclusions: spec.exclusions ?? [],
  };
}

/** The question with what was edited in place of its own; what is as by default is left out. */
export function withDraft(spec: FunnelSpec, draft: FunnelDraft): FunnelSpec {
  const { steps: _s, windowMs: _w, order: _o, mode: _m, holdConstant: _h, exclusions: _e, ...rest } = spec;
  const { steps, windowMs, order, mode, holdConstant, exclusions } = sound(draft);
  return {
    ...rest,
    steps,
    ...(order !== 'ordered' && { order }),
    ...(windowMs !== null && { windowMs }),
    ...(mode !== 'uniques' && { mode }),
    ...(holdConstant.length > 0 && { holdConstant }),
    ...(exclusions.length > 0 && { exclusions }),
  };
}

/** A step in another place; exclusions go on standing between the same steps, and fall away where these change places. */
export function moveStep(draft: FunnelDraft, from: number, to: number): FunnelDraft {
  if (from === to || !draft.steps[from] || to < 0 || to >= draft.steps.length) return draft;
  const places = draft.steps.map((_, k) => k);
  const [moved] = places.splice(from, 1);
  places.splice(to, 0, moved!);
  return rearranged(draft, places);
}

/** Without a step; the last one stays. */
export function removeStep(draft: FunnelDraft, at: number): FunnelDraft {
  if (draft.steps.length <= 1 || !draft.steps[at]) return draft;
  return rearranged(
    draft,
    draft.steps.map((_, k) => k).filter((k) => k !== at),
  );
}

/** With another step at the end; unchanged where there are `mostSteps`. */
export function addStep(draft: FunnelDraft, step: FunnelStep): FunnelDraft {
  return draft.steps.length >= mostSteps ? draft : sound({ ...draft, steps: [...draft.steps, step] });
}

export function changeStep(draft: FunnelDraft, at: number, step: FunnelStep): FunnelDraft {
  return sound({ ...draft, steps: draft.steps.map((each, k) => (k === at ? step : each)) });
}

/** The draft with what its order allows: an optional step is neither first nor without an order. */
export function sound(draft: FunnelDraft): FunnelDraft {
  const { order } = draft;
  const last = draft.steps.length - 1;
  const steps = draft.steps.map((step, k) => {
    if (!step.optional || (k > 0 && order !== 'unordered')) return step;
    const { optional: _, ...required } = step;
    return required;
  });
  const exclusions = draft.exclusions
    .filter(({ from, to }) => from < to && to <= last)
    .map((each) => (order === 'unordered' ? { ...each, from: 0, to: last } : each));
  return { ...draft, steps, exclusions };
}

/** Steps by their old places in the new order. */
function rearranged(draft: FunnelDraft, places: readonly number[]): FunnelDraft {
  const exclusions = draft.exclusions
    .map((each) => ({ ...each, from: places.indexOf(each.from), to: places.indexOf(each.to) }))
    .filter(({ from, to }) => from >= 0 && to >= 0);
  return sound({ ...draft, steps: places.map((k) => draft.steps[k]!), exclusions });
}
