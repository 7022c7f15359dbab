import type { IdentifierType } from '../../../worker/protocol/batch.js';
import type { Pace, ReadContext } from '../../../worker/protocol/source.js';
import { identifierReader, type IdentifierReader } from '../../identifiers.js';
import { countryOfPhones, mayBePhone, type ColumnSample } from './facts.js';
import type { Score } from './score.js';

const TYPES = ['userId', 'email', 'phone', 'deviceId', 'actor'] as const;
const mostTried = 200;
const FEWEST = 5;
/** Share of a column's values from which on it is no chance that they are known. */
const MUCH = 0.3;

/**
 * Adds what columns have in common with the data at hand: a column whose values are known as user ids holds user ids,
 * whatever it is called.
 */
export async function withKnown(
  scores: readonly Score[],
  columns: readonly ColumnSample[],
  known: NonNullable<ReadContext['known']>,
  pace: Pace,
): Promise<Score[]> {
  const read = await readerFor(columns);
  const tried = new Map<ColumnSample, Map<IdentifierType, string[]>>();
  const wanted = new Set<string>();
  for (const column of columns) {
    const { shape, distinct } = column.facts;
    if (distinct < FEWEST || shape === 'time' || shape === 'boolean' || shape === 'data' || shape === 'url') continue;
    const byType = new Map<IdentifierType, string[]>();
    for (const type of TYPES) {
      if ((type === 'email') !== (shape === 'email') && type !== 'actor' && type !== 'userId') continue;
      if (type === 'phone' && column.distinct.filter(mayBePhone).length < column.distinct.length * 0.8) continue;
      const ids: string[] = [];
      for (const text of column.distinct.slice(0, mostTried)) {
        const value = read(type, text);
        if (value !== null) ids.push(`${type}:${value}`);
      }
      byType.set(type, ids);
      for (const id of ids) wanted.add(id);
    }
    tried.set(column, byType);
    if (pace.due()) await pace.rest();
  }
  const found = await known(wanted);
  const result = [...scores];
  for (const [column, byType] of tried) {
    let best: { type: IdentifierType; known: number; of: number } | null = null;
    for (const [type, ids] of byType) {
      const hits = ids.filter((id) => found.has(id)).length;
      if (hits > (best?.known ?? 0)) best = { type, known: hits, of: ids.length };
    }
    if (best) addOverlap(result, column, best);
  }
  return result;
}

function addOverlap(
  scores: Score[],
  column: ColumnSample,
  { type, known, of }: { readonly type: IdentifierType; readonly known: number; readonly of: number },
): void {
  const evidence = { kind: 'overlap', type, known, of } as const;
  const much = known >= FEWEST && known / of >= MUCH;
  const at = scores.findIndex((one) => one.column === column && one.field === type);
  const before = scores[at];
  if (before) {
    // What its header makes somebody else's is not the customer's because both are known.
    const against = before.evidence.some(({ kind }) => kind === 'other-name');
    const confidence = much && !against ? Math.max(before.confidence, 0.88) : before.confidence;
    scores[at] = { ...before, confidence, evidence: [...before.evidence, evidence] };
  } else if (much) {
    scores.push({ column, field: type, confidence: 0.85, evidence: [evidence], named: 0 });
  }
}

/** Telephone numbers are compared where they look like some and the numbering plans can be had. */
async function readerFor(columns: readonly ColumnSample[]): Promise<IdentifierReader> {
  const phones = columns.filter(({ facts }) => facts.shape === 'phone');
  const chinese = phones.some(({ header }) => /\p{Script=Han}/u.test(header));
  const country = countryOfPhones(
    phones.flatMap(({ distinct }) => distinct),
    chinese,
  );
  const options = country === null ? {} : { defaultCountry: country.country };
  return phones.length === 0
    ? identifierReader(options, false)
    : identifierReader(options, true).catch(() => identifierReader(options, false));
}
