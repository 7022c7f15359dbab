import type { Filter } from '../../worker/protocol/filter.js';
import type { FunnelMark, FunnelSpec, Mark } from '../../worker/protocol/spec.js';
import type { ClauseLabel } from '../dataset/selection.js';
import { stepsBefore } from './funnel.layout.js';
import { stepName } from './funnel.spec.js';
import type { FunnelWords } from './words.js';

/** A mark as a choice. */
export interface FunnelChoice {
  readonly filter: Extract<Filter, { readonly kind: 'actors' }>;
  readonly label: ClauseLabel;
}

/** A mark as a choice. What has no part in who is on it stays out: it may change without another choice. */
export function choiceOf(words: FunnelWords, mark: FunnelMark, spec: FunnelSpec): FunnelChoice {
  const { compare: _compare, level: _level, valueProp: _value, breakdown, ...rules } = spec;
  const asked: FunnelSpec = mark.group === undefined || !breakdown ? rules : { ...rules, breakdown };
  return { filter: { kind: 'actors', spec: asked, mark }, label: labelOf(words, mark, spec) };
}

/** What a mark is called in a clause. */
function labelOf(words: FunnelWords, mark: FunnelMark, spec: FunnelSpec): ClauseLabel {
  const name = (k: number): string => (spec.steps[k] ? stepName(spec.steps[k], k) : '');
  const steps =
    mark.kind === 'left' ? [name(stepsBefore(spec.steps)[mark.step] ?? 0), name(mark.step)] : [name(mark.step)];
  if (mark.group === undefined) return { key: mark.kind, args: steps };
  const group = mark.group === 'other' ? words.otherGroups : mark.group.join(', ') || words.noValue;
  return { key: mark.kind === 'left' ? 'leftIn' : 'reachedIn', args: [...steps, group] };
}

/** The steps that a mark stands on, as text; what they are called does not matter. */
export function stepsKey(spec: FunnelSpec, mark: FunnelMark): string {
  return JSON.stringify(spec.steps.slice(0, mark.step + 1).map((step) => ({ ...step, label: undefined })));
}

/** True for a mark of a funnel; those of times and buckets are others. */
export function isFunnelMark(mark: Mark | null): mark is FunnelMark {
  return mark?.kind === 'reached' || mark?.kind === 'left';
}
