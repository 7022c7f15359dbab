import type * as Part from './phone.js';

/** What reads telephone numbers; with the numbering plans of all countries it is larger than all other connectors. */
export type PhonePart = typeof Part;

/**
 * Loads it, with the first source that has telephone numbers. The build puts it into a file of its own beside the
 * connectors'.
 */
export function loadPhonePart(): Promise<PhonePart> {
  return import('./phone.js');
}
