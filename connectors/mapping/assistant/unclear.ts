import type { AnalyticsError } from '../../../worker/protocol/error.js';
import { unreadableTime } from '../../time-choice.js';
import { incomplete } from '../plan.js';
import type { Assistance } from './assistant.js';

/** The error of a source that cannot be loaded without an answer: it names what could not be told. */
export function unclear({ proposal, columns }: Assistance, header: readonly string[]): AnalyticsError {
  const missing = (['actor', 'time', 'event'] as const).filter((role) => proposal[role] === undefined);
  return unreadableTime(missing, columns) ?? incomplete(missing, header);
}
