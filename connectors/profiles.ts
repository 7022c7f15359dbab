import type { IdentifierColumn } from '../worker/protocol/batch.js';
import { identifierTypes } from '../worker/protocol/batch.js';
import type { Mapping } from '../worker/protocol/mapping.js';
import type { ReadContext, Reading } from '../worker/protocol/source.js';
import { identifierReader, type IdentifierReader } from './identifiers.js';
import type { ImportLog } from './import-log.js';
import type { Plan } from './mapping/plan.js';
import { foldHeader, identifierNames } from './mapping/synonyms.js';

type Profile = Readonly<Record<string, unknown>>;

const PACE_ROWS = 256;

/** What a source's identifiers are read with, and what is known of customers besides its rows. */
export interface IdentityReading {
  readonly read: IdentifierReader;
  readonly profiles: NonNullable<Reading['profiles']> | null;
  /** True when a column holds telephone numbers, which take some 10 µs each. */
  readonly phones: boolean;
}

/**
 * Makes ready to read identifiers; values of profiles that name nobody are counted like those of rows.
 * @throws AnalyticsError `mapping-invalid` for a country whose numbers are not known; `part-missing`
 */
export async function readIdentity(
  context: ReadContext,
  mapping: Pick<Mapping, 'defaultCountry'>,
  plan: Plan,
  log: ImportLog,
): Promise<IdentityReading> {
  const { profiles = [], placeholders, defaultCountry } = context.identity ?? {};
  const country = mapping.defaultCountry ?? defaultCountry;
  const phones = plan.identifiers.some(({ type }) => type === 'phone');
  const options = {
    ...(placeholders ? { placeholders } : {}),
    ...(country === undefined ? {} : { defaultCountry: country }),
  };
  const read = await identifierReader(options, phones || profiles.some(hasPhone));
  return { read, profiles: profiles.length === 0 ? null : await readProfiles(profiles, context, read, log), phones };
}

function hasPhone(profile: Profile): boolean {
  return Object.keys(profile).some((key) => identifierNames.phone.has(foldHeader(key)));
}

/** One identifier column for each key that names an identifier. */
async function readProfiles(
  profiles: readonly Profile[],
  context: ReadContext,
  read: IdentifierReader,
  log: ImportLog,
): Promise<NonNullable<Reading['profiles']>> {
  const columns = new Map<string, { readonly column: IdentifierColumn; readonly codeOf: Map<string, number> }>();
  for (let row = 0; row < profiles.length; row++) {
    for (const [key, cell] of Object.entries(profiles[row]!)) {
      const folded = foldHeader(key);
      const type = identifierTypes.find((one) => identifierNames[one].has(folded));
      if (type === undefined || cell === null || cell === undefined || cell === '') continue;
      const value = read(type, String(cell as string | number));
      if (value === null) {
        log.warn('identifier-dropped', 1, `Values of "${key}" that name nobody as ${type} were left out.`, key);
        continue;
      }
      let found = columns.get(key);
      if (!found) {
        const codes = Array.from<number>({ length: profiles.length }).fill(0);
        const values = { kind: 'dictionary', codes, values: [] as string[] } as const;
        columns.set(key, (found = { column: { type, values }, codeOf: new Map() }));
      }
      const { values } = found.column;
      let code = found.codeOf.get(value);
      if (code === undefined) found.codeOf.set(value, (code = (values.values as string[]).push(value)));
      values.codes[row] = code;
    }
    if (row % PACE_ROWS === 0 && context.pace.due()) await context.pace.rest();
  }
  return { rows: profiles.length, identifiers: [...columns.values()].map(({ column }) => column) };
}
