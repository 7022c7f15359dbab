import { identifierTypes } from '../../../worker/protocol/batch.js';
import { canonicalFields, type ColumnRef, type Mapping, type SourcePreview } from '../../../worker/protocol/mapping.js';
import type { FieldProposal, FieldQuestion, FieldSource, MappedField } from '../../../worker/protocol/proposal.js';
import { proposeMapping, type SampledColumn } from '../propose.js';
import { columnFacts } from './facts.js';

/** First records of a source, as text, with what is known of it besides. */
export interface Sample {
  readonly header: readonly string[];
  /** One text a column; empty for none. */
  readonly rows: ReadonlyArray<readonly string[]>;
  /** How the source is written, as a mapping keeps it. */
  readonly format?: Mapping['format'];
  /** The mapping of a format whose fields have a fixed meaning. */
  readonly defaults?: Mapping | null;
}

/** What the assistant says of a source. */
export type Assistance = Omit<SourcePreview, 'rows' | 'facts'>;

/** Looks at a source's first records and proposes how to map them. */
export function assist({ header, rows, format, defaults }: Sample): Assistance {
  const values = header.map((_, index) => rows.map((row) => row[index] ?? '').filter((text) => text !== ''));
  const sampled = (most: number): SampledColumn[] =>
    header.map((name, index) => ({
      header: name,
      index,
      samples: [...new Set(values[index]!.map((text) => text.slice(0, 200)))].slice(0, most),
    }));
  const { proposal, mapping } = proposeMapping(sampled(50), format);
  const used = defaults ?? mapping;
  const fields = used === null ? [] : fieldsOf(used);
  const questions = (['actor', 'time', 'event'] as const)
    .filter((field) => used === null && proposal[field] === undefined)
    .map((field): FieldQuestion => {
      const candidates = proposal.candidates[field];
      const refOf = (index: number): ColumnRef => ({ index });
      return {
        field,
        needed: true,
        candidates: candidates.map((index) => ({ from: refOf(index), confidence: 0.3, evidence: [] })),
      };
    });
  return {
    columns: sampled(5).map((column, index) => ({ ...column, facts: columnFacts(values[index]!, rows.length) })),
    proposal,
    mapping: used,
    kind: 'events',
    fields,
    questions,
    unmapped: header.map((_, index) => index),
  };
}

function fieldsOf({ fields }: Mapping): FieldProposal[] {
  const order: readonly MappedField[] = [...identifierTypes, 'time', 'event', 'id', ...canonicalFields];
  return order.flatMap((field) =>
    [fields[field] ?? []]
      .flat()
      .filter((from): from is typeof from & FieldSource => 'column' in from || 'index' in from || 'constant' in from)
      .map((from) => ({ field, from, confidence: 1, evidence: [], alternatives: [] })),
  );
}
