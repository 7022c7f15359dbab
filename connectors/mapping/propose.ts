import { identifierTypes, type IdentifierType } from '../../worker/protocol/batch.js';
import type {
  CanonicalField,
  ColumnRef,
  Mapping,
  PreviewColumn,
  SourcePreview,
} from '../../worker/protocol/mapping.js';
import { findTimeFormat } from '../time-format.js';
import {
  actorNames,
  canonicalField,
  eventNames,
  foldHeader,
  identifierNames,
  rowIdNames,
  timeNames,
} from './synonyms.js';

/** A column by its header and some of its values. */
export type SampledColumn = Pick<PreviewColumn, 'header' | 'index' | 'samples'>;

/** What headers and first values suggest. */
export type Proposal = Pick<SourcePreview, 'proposal' | 'mapping'>;

interface Candidate {
  readonly index: number;
  /** Greater is clearer; equal strength at the top leaves the role open. */
  readonly strength: number;
}

/**
 * Proposes a mapping. A role (actor, time, event) is certain when exactly one column is its clearest candidate; the
 * mapping is complete when all three are.
 * @param format how the source is written, to be kept in the mapping
 */
export function proposeMapping(columns: readonly SampledColumn[], format?: Mapping['format']): Proposal {
  const folded = columns.map((column) => foldHeader(column.header));
  const formats = columns.map((column) => (column.samples.length > 0 ? findTimeFormat(column.samples) : null));
  const isTime = formats.map(
    (found) => found !== null && !found.format.startsWith('epoch') && found.format !== 'YYYYMMDD',
  );

  const time = rank(columns, (index) => {
    const named = strengthOf(timeNames, folded[index]!);
    const readable = formats[index] !== null || columns[index]!.samples.length === 0;
    if (named > 0) return readable ? 10 + named : 0;
    return isTime[index] ? 1 : 0;
  });
  const event = rank(columns, (index) => (isTime[index] ? 0 : strengthOf(eventNames, folded[index]!)));
  const actor = rank(columns, (index) => {
    const type = identifierTypes.findIndex((one) => identifierNames[one].has(folded[index]!));
    if (type >= 0) return 20 - type;
    return actorNames.has(folded[index]!) && !isTime[index] ? 10 : 0;
  });

  const certain = { actor: top(actor), time: top(time), event: top(event) };
  const ref = (index: number): ColumnRef => reference(columns, index);
  const open = (
    candidates: readonly Candidate[],
    index: number | null,
    others: (index: number) => boolean,
    likely: (index: number) => boolean = others,
  ): number[] => {
    if (index !== null) return [];
    const ranked = candidates.map((candidate) => candidate.index);
    const rest = columns.map((column) => column.index).filter((one) => !ranked.includes(one) && others(one));
    return [...ranked, ...rest.filter(likely), ...rest.filter((one) => !likely(one))];
  };
  // Names of events are words that come back; numbers, true and false are not.
  const namesKinds = (index: number): boolean => {
    const { samples } = columns[index]!;
    return samples.length > 1 && samples.every((text) => /\p{L}{2}/u.test(text) && !/^(true|false)$/i.test(text));
  };
  const proposal: SourcePreview['proposal'] = {
    ...(certain.actor === null ? {} : { actor: ref(certain.actor) }),
    ...(certain.time === null ? {} : { time: ref(certain.time) }),
    ...(certain.event === null ? {} : { event: ref(certain.event) }),
    candidates: {
      actor: open(actor, certain.actor, (index) => !isTime[index]),
      time: open(time, certain.time, (index) => formats[index] !== null),
      event: open(event, certain.event, (index) => !isTime[index], namesKinds),
    },
  };
  if (certain.actor === null || certain.time === null || certain.event === null) return { proposal, mapping: null };

  const taken = new Set<number>([certain.actor, certain.time, certain.event]);
  const more: { -readonly [K in CanonicalField | 'id']?: ColumnRef } & {
    [K in IdentifierType]?: ColumnRef | ColumnRef[];
  } = {};
  more[identifierTypes.find((type) => identifierNames[type].has(folded[certain.actor!]!)) ?? 'actor'] = ref(
    certain.actor,
  );
  for (let index = 0; index < columns.length; index++) {
    if (taken.has(index)) continue;
    const name = folded[index]!;
    const identifier = identifierTypes.find((type) => identifierNames[type].has(name));
    if (identifier !== undefined) {
      const known = more[identifier];
      more[identifier] = known === undefined ? ref(index) : [known, ref(index)].flat();
      taken.add(index);
      continue;
    }
    const role = canonicalField(name) ?? (rowIdNames.has(name) ? 'id' : undefined);
    if (role === undefined || more[role] !== undefined) continue;
    more[role] = ref(index);
    taken.add(index);
  }
  const fields = { time: ref(certain.time), event: ref(certain.event), ...more };
  return { proposal, mapping: { version: 1, ...(format === undefined ? {} : { format }), fields } };
}

/** A column by its header, or by its place when it has none. */
export function reference(columns: readonly SampledColumn[], index: number): ColumnRef {
  const { header } = columns[index]!;
  if (header === '') return { index };
  const occurrence = columns.slice(0, index + 1).filter((column) => column.header === header).length;
  return occurrence > 1 ? { column: header, occurrence } : { column: header };
}

function rank(columns: readonly SampledColumn[], strength: (index: number) => number): Candidate[] {
  return columns
    .map(({ index }) => ({ index, strength: strength(index) }))
    .filter((candidate) => candidate.strength > 0)
    .sort((a, b) => b.strength - a.strength || a.index - b.index);
}

function top(candidates: readonly Candidate[]): number | null {
  const [first, second] = candidates;
  return first && first.strength > (second?.strength ?? 0) ? first.index : null;
}

function strengthOf(lists: ReadonlyArray<ReadonlySet<string>>, name: string): number {
  const at = lists.findIndex((list) => list.has(name));
  return at < 0 ? 0 : lists.length - at;
}
