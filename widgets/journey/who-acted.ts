import type { JourneyRow } from '../../worker/protocol/journey.js';
import type { OursRule } from './touchpoints.js';

const oursWords = /^(out|outbound|outgoing|us|we|company|发出|呼出|我方)$/i;
// A guess by name, for data that do not say who acted: what is sent, delivered or dialled is ours. It fails for
// names in other languages and for "call", which either side makes; `ours` on the element goes first.
const oursNames = /\b(sent|send|delivered|outbound|dialled|dialed|follow[- ]?up)\b|发送|已发|发出|群发|外呼|回访|推送/i;

/**
 * Who acted: by the names the page gives, else by the column that says it, else by the event's name.
 *
 * @param direction place of that column among the asked properties; -1 for none
 */
export function oursRule(names: readonly string[] | null, direction: number): OursRule {
  if (names) {
    const ours = new Set(names);
    return ({ event }) => event !== null && ours.has(event);
  }
  const known = new Map<string, boolean>();
  const byName = ({ event }: JourneyRow): boolean => {
    if (event === null) return false;
    let ours = known.get(event);
    if (ours === undefined) known.set(event, (ours = oursNames.test(event)));
    return ours;
  };
  if (direction < 0) return byName;
  return (row) => {
    const value = row.values[direction];
    return typeof value === 'string' ? oursWords.test(value.trim()) : byName(row);
  };
}
