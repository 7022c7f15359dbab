import { customerIdOf } from 'c/touchpointMapping';

/** Most ids that a message carries. */
const MOST_IDS = 2000;
const RECORD_ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
/** Identifiers of contacts, leads, and accounts that stand for themselves, as the mapping of `c/touchpointMapping` names them. */
const TYPE = 'userId:';

/** Ids of the records behind actors; a customer who is no record of the org has none. */
export function chosenIds(actors) {
  return actors.map(({ key }) => customerIdOf(key)).filter((id) => id !== null);
}

/**
 * What a message of the channel says, as plain text: anybody on the page may send one.
 * @returns `source` null for what is no message of a selection
 */
export function readMessage(message) {
  const { source, ids, label } = message ?? {};
  if (typeof source !== 'string' || source === '' || !Array.isArray(ids)) return { source: null, ids: [], label: '' };
  const known = ids.filter((id) => typeof id === 'string' && RECORD_ID.test(id));
  return { source, ids: known.slice(0, MOST_IDS), label: typeof label === 'string' ? label.slice(0, 500) : '' };
}

/** Rows of the customers that all of the choices name; null for no choice. */
export function filterOf(choices) {
  const filters = choices.map(({ ids }) => ({ kind: 'actor', keys: ids.map((id) => TYPE + id) }));
  if (filters.length === 0) return null;
  return filters.length === 1 ? filters[0] : { kind: 'and', of: filters };
}
