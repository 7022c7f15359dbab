import { parseInstant } from '../internal/instant.js';
import type { ColumnRef, EventField, Mapping, SourcePreview } from '../../worker/protocol/mapping.js';

/** Columns by their place, from 0; `event` null: the source has no such column, every row is one kind of touchpoint. */
export interface ColumnChoice {
  readonly actor: number;
  readonly time: number;
  readonly event: number | null;
  /** True: the first line is a touchpoint already, and columns go by their place. */
  readonly headless?: boolean;
}

/** What the panel asks for, in the order it asks. */
export const asked = ['actor', 'time', 'event'] as const;
export type Asked = (typeof asked)[number];

/** The place a reference points at in a preview; -1 when it points at nothing. */
export function columnIndex(preview: SourcePreview, ref: ColumnRef | undefined): number {
  if (ref === undefined) return -1;
  if ('index' in ref) return ref.index < preview.columns.length ? ref.index : -1;
  const same = preview.columns.filter((column) => column.header === ref.column);
  return same[(ref.occurrence ?? 1) - 1]?.index ?? -1;
}

/** Where a field is likely found, best first: what is certain, then the candidates. */
export function likelyColumns(preview: SourcePreview, field: Asked): number[] {
  const certain = columnIndex(preview, preview.proposal[field]);
  const likely = preview.proposal.candidates[field].filter((index) => index !== certain);
  return certain < 0 ? likely : [certain, ...likely];
}

/**
 * The mapping that a choice makes of a preview. A column is named by its header where it has one, so that the mapping
 * also fits the next file; the other columns stay properties.
 *
 * The customer's column is taken as an email where every sample looks like one, since those are compared without
 * regard to case; else as a plain id.
 *
 * @param constant event name of every row when the choice has no event column
 */
export function composeMapping(preview: SourcePreview, choice: ColumnChoice, constant: string): Mapping {
  const refOf = (index: number): ColumnRef => (choice.headless ? { index } : namedRef(preview, index));
  const event: EventField = choice.event === null ? { constant } : refOf(choice.event);
  const actor = refOf(choice.actor);
  const samples = preview.columns[choice.actor]?.samples ?? [];
  const email = samples.length > 0 && samples.every((sample) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(sample.trim()));
  const time = refOf(choice.time);
  const format = choice.headless ? { format: { header: false } } : {};
  return { version: 1, ...format, fields: email ? { email: actor, time, event } : { actor, time, event } };
}

/** True when a name in the first line reads as a time: no column is called that, so the line is data. */
export function looksHeadless(preview: SourcePreview): boolean {
  return preview.columns.some(({ header }) => {
    const cell = header.trim();
    return !Number.isNaN(parseInstant(cell)) || /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(\D.*)?$/.test(cell);
  });
}

function namedRef(preview: SourcePreview, index: number): ColumnRef {
  const header = preview.columns[index]?.header ?? '';
  if (header === '') return { index };
  const same = preview.columns.filter((column) => column.header === header);
  if (same.length === 1) return { column: header };
  return { column: header, occurrence: same.findIndex((column) => column.index === index) + 1 };
}
