import { HeldPart } from './held-part.js';
import { Team } from './team.js';

/** What two workers count together with: the first's side and the second's. */
export interface TeamParts {
  readonly HeldPart: typeof HeldPart;
  readonly Team: typeof Team;
}

/** They themselves. */
export const teamParts: TeamParts = { HeldPart, Team };
