import { profileParts } from './profile-parts.js';
import type { ProfileParts } from './profile-parts.js';

/**
 * What reads and joins profiles. The build of the worker's file puts it into the file of the analyses beside it, loaded
 * with the first profiles: a page without any never pays for them.
 *
 * @param _url address of that file; null: beside the worker's own. Here they are at hand
 */
export function loadProfiles(_url: string | null): Promise<ProfileParts> {
  return Promise.resolve(profileParts);
}
