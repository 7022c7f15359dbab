import { teamParts } from './team-parts.js';
import type { TeamParts } from './team-parts.js';

/**
 * What a second worker needs, and who asks it. The build of the worker's file puts it into the file of the analyses beside
 * it, loaded with the first question that is worth a second worker.
 *
 * @param _url address of that file; null: beside the worker's own. Here they are at hand
 */
export function loadTeam(_url: string | null): Promise<TeamParts> {
  return Promise.resolve(teamParts);
}
