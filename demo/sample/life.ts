import type { Random } from './random.js';
import type { SampleRow } from './row.js';
import type { SampleChannel, SampleEvent, SampleSource, SampleStage } from './words.js';

/** What is known of the customer or the deal on a row, besides who, when and what. */
export type Known = Partial<
  Omit<SampleRow, 'time' | 'actor' | 'event' | 'source' | 'channel' | 'campaign' | 'feature' | 'pointer'>
>;

/** Adds a row to the actor at hand. */
export type Add = (
  time: number,
  event: SampleEvent,
  source: SampleSource,
  channel: SampleChannel,
  known: Known,
  feature?: string,
) => void;

/** How far somebody who signed up got; null where it did not come to that. */
export interface Life {
  /** A stream of its own, so that what happens around the story does not change the story. */
  readonly chance: Random;
  readonly person: Pick<SampleRow, 'name' | 'title' | 'account'>;
  /** The stage's name where this one's rows tell the account's deal, else null. */
  readonly reach: (stage: SampleStage, at: number) => string | null;
  readonly signupMs: number;
  trialMs: number | null;
  consultMs: number | null;
  purchaseMs: number | null;
  owner: string | null;
  /** What was bought, on every row that sells it. */
  sold: Known | null;
  /** When the subscription or the data end. */
  endMs: number;
}

/** A life that ends with signing up. */
export const unlived: Pick<Life, 'trialMs' | 'consultMs' | 'purchaseMs' | 'owner' | 'sold'> = {
  trialMs: null,
  consultMs: null,
  purchaseMs: null,
  owner: null,
  sold: null,
};
