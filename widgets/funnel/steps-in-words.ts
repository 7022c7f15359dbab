import type { Scalar } from '../../worker/protocol/batch.js';
import type { PropertyTest, Selector } from '../../worker/protocol/filter.js';
import { formatWindow } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { EditorWords } from './editor-words.js';
import { eventsOf } from './funnel-chart.js';
import { stepName } from './funnel.spec.js';
import type { FunnelDraft } from './steps-draft.js';

/** A piece of a condition; names and values of the data stand out. */
export interface Piece {
  readonly text: string;
  readonly name: boolean;
}

/** What a row must meet, in words: `event is sign_up or wechat_bind, channel is ads`. */
export function conditionPieces(words: EditorWords, selector: Selector): Piece[] {
  const events = eventsOf(selector);
  const pieces: Piece[] = [];
  const say = (text: string, name = false): void => void pieces.push({ text, name });
  if (events.length === 0 && !selector.where?.length) say(words.anything);
  events.forEach((event, i) => {
    say(i === 0 ? words.eventIs : words.or);
    say(event, true);
  });
  for (const [i, test] of (selector.where ?? []).entries()) {
    if (i > 0 || events.length > 0) say(words.and);
    say(test.prop, true);
    say(` ${words.operators[test.op]} `);
    const value = valueText(test);
    if (value) say(value, true);
  }
  return pieces;
}

/** The value of a test as a person reads and writes it. */
export function valueText({ value }: PropertyTest): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value as Scalar);
}

/** The whole funnel as one sentence. */
export function inWords(words: EditorWords, locale: Locale, draft: FunnelDraft): string {
  const names = draft.steps.map(stepName);
  const path = names.slice(1).reduce((before, name, i) => {
    if (draft.order === 'unordered') return words.alsoUnordered(before, name);
    return draft.steps[i + 1]!.optional ? words.perhaps(before, name) : words.next(before, name);
  }, names[0] ?? '');
  const rules = [
    draft.order === 'strict' ? words.ruleStrict : '',
    draft.order === 'unordered' ? words.ruleUnordered : '',
    draft.windowMs === null ? '' : words.ruleWindow(formatWindow(locale, draft.windowMs)),
    ...draft.holdConstant.map((property) => words.ruleHold(property)),
    ...draft.exclusions.map((each) =>
      words.ruleExclude(stepName(each, 0), names[each.from] ?? '', names[each.to] ?? ''),
    ),
    words.rulePer[draft.mode],
  ].filter((rule) => rule !== '');
  return words.sentence(path, rules);
}
