import type { QualityFinding } from '../../worker/protocol/quality.js';
import type { Spec } from '../../worker/protocol/spec.js';

/**
 * What of a report moves the numbers that a question asks for, from 0.1 % on: all that touches rows or customers
 * whatever they did, names near those that the question names (any, where it names none), and values of properties that
 * it uses.
 */
export function concerning(findings: readonly QualityFinding[], spec: Spec): readonly QualityFinding[] {
  const { texts, events } = textsOf(spec);
  return findings.filter(({ code, severity, names, subject }) => {
    if (severity === 'note') return false;
    switch (code) {
      case 'similar-names':
      case 'names-once':
        return events.size === 0 || names.some((name) => events.has(name));
      case 'not-numbers':
      case 'conflicting-values':
        return subject !== null && texts.has(subject);
      default:
        return true;
    }
  });
}

/** All texts in a question, and those that name events. */
function textsOf(spec: Spec): { readonly texts: ReadonlySet<string>; readonly events: ReadonlySet<string> } {
  const texts = new Set<string>();
  const events = new Set<string>();
  const look = (value: unknown, event: boolean): void => {
    if (typeof value === 'string') {
      texts.add(value);
      if (event) events.add(value);
    } else if (Array.isArray(value)) for (const item of value) look(item, event);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) look(item, key === 'event');
    }
  };
  look(spec, false);
  return { texts, events };
}
