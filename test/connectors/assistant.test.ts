import { describe, expect, test } from 'vitest';
import { assist, type Assistance } from '../../connectors/mapping/assistant/assistant.js';
import type { FieldSource } from '../../worker/protocol/proposal.js';
import { cases, type Case } from './assistant-cases.js';
import { steady } from './load.js';

const facts = { format: 'csv', encoding: 'utf-8', gzip: false, delimiter: ',' } as const;

function look({ columns, file = 'export.csv' }: Pick<Case, 'columns' | 'file'>): Promise<Assistance> {
  const header = Object.keys(columns);
  const length = Math.max(...header.map((name) => columns[name]!.length));
  const rows = Array.from({ length }, (_, row) => header.map((name) => columns[name]![row] ?? ''));
  return assist({ name: file, header, rows, facts }, steady);
}

function textOf(from: FieldSource): string {
  if ('constant' in from) return `=${from.constant}`;
  const name = 'column' in from ? from.column : `#${from.index}`;
  return from.and ? `${name}+${textOf(from.and)}` : name;
}

/** Proposals by field, those that `wanted` holds. */
function proposed({ fields }: Assistance, wanted: (confidence: number) => boolean): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const { field, from, confidence } of fields) {
    if (!wanted(confidence)) continue;
    const before = found[field];
    found[field] = before === undefined ? textOf(from) : [before, textOf(from)].flat();
  }
  return found;
}

describe('the assistant', () => {
  test.each(cases)('$name', async (one) => {
    const answer = await look(one);
    expect(answer.kind).toBe(one.kind ?? 'events');
    expect(proposed(answer, (confidence) => confidence >= 0.8)).toEqual(one.sure);
    expect(proposed(answer, (confidence) => confidence < 0.8)).toEqual(one.look ?? {});
    const asked = answer.questions.filter(({ needed }) => needed);
    expect(
      Object.fromEntries(
        asked.map(({ field, candidates }) => [field, candidates[0] ? textOf(candidates[0].from) : null]),
      ),
    ).toEqual(one.asks ?? {});
  });
});
