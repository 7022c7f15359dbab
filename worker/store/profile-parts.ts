import { AnalyticsError } from '../protocol/error.js';
import type { ProfileOptions } from '../protocol/profiles.js';
import type { Pace, Reading } from '../protocol/source.js';
import { paced } from '../steps.js';
import { joinProfiles } from './join-profiles.js';
import { ProfileReader } from './profiles.js';
import type { ProfileTable, ReaderRoom } from './profiles.js';

const KEPT_REJECTIONS = 1000;

/** What reads profiles and joins them to rows: loaded with the first profiles, and kept by the store that has some. */
export interface ProfileParts {
  readonly checkProfiles: typeof checkProfiles;
  readonly readProfiles: typeof readProfiles;
  readonly joinProfiles: typeof joinProfiles;
}

/** They themselves. */
export const profileParts: ProfileParts = { checkProfiles, readProfiles, joinProfiles };

/** @throws AnalyticsError `spec-invalid` */
function checkProfiles(options: ProfileOptions): void {
  const key = (options as Partial<ProfileOptions> | undefined)?.key;
  if (typeof key?.column === 'string' && typeof key.field === 'string' && key.column !== '' && key.field !== '') return;
  throw new AnalyticsError(
    'spec-invalid',
    'It is not said what the profiles are found by. Give key: { column, field }, such as { column: "Email", field: "email" }.',
    { path: 'key' },
  );
}

/** Reads a source of profiles to its end. */
async function readProfiles(
  reading: Reading,
  { key, prefix = '' }: ProfileOptions,
  room: ReaderRoom,
  pace: Pace,
): Promise<ProfileTable> {
  const reader = new ProfileReader(key, prefix, room);
  for await (const batch of reading.batches) {
    await paced(reader.add(batch), pace);
    if (pace.due()) await pace.rest();
  }
  const { rejections, warnings, ...report } = reading.report();
  return reader.table({
    ...report,
    rejections: rejections.slice(0, KEPT_REJECTIONS),
    truncated: report.truncated || rejections.length > KEPT_REJECTIONS,
    // Of rows: a profile without identifiers is rejected.
    warnings: warnings.filter(({ code }) => code !== 'unidentified'),
  });
}
