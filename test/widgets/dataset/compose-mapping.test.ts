import { describe, expect, it } from 'vitest';

import { columnIndex, composeMapping, likelyColumns } from '../../../widgets/dataset/compose-mapping.js';
import type { SourcePreview } from '../../../worker/protocol/mapping.js';

type Column = [header: string, ...samples: string[]];

const empty = { rows: 0, filled: 0, distinct: 0, shape: 'empty', share: 1, type: 'empty' } as const;

function previewOf(columns: Column[], proposal: Partial<SourcePreview['proposal']> = {}): SourcePreview {
  return {
    columns: columns.map(([header, ...samples], index) => ({ header, samples, index, facts: empty })),
    rows: [],
    proposal: { candidates: { actor: [], time: [], event: [] }, ...proposal },
    mapping: null,
    kind: 'events',
    fields: [],
    questions: [],
    unmapped: [],
    facts: { format: 'csv', encoding: 'utf-8', gzip: false, delimiter: ',' },
  };
}

describe('a mapping from a choice', () => {
  it('names columns by their header, so that it fits the next file too', () => {
    const preview = previewOf([['who', 'ann'], ['when'], ['what']]);
    expect(composeMapping(preview, { actor: 0, time: 1, event: 2 }, 'touchpoint')).toEqual({
      version: 1,
      fields: { actor: { column: 'who' }, time: { column: 'when' }, event: { column: 'what' } },
    });
  });

  it('tells equal headers apart and goes by place where there is none', () => {
    const preview = previewOf([['date'], ['date'], ['']]);
    expect(composeMapping(preview, { actor: 2, time: 1, event: 0 }, 'touchpoint').fields).toEqual({
      actor: { index: 2 },
      time: { column: 'date', occurrence: 2 },
      event: { column: 'date', occurrence: 1 },
    });
  });

  it('gives every row one name when there is no event column', () => {
    const preview = previewOf([['who'], ['when']]);
    expect(composeMapping(preview, { actor: 0, time: 1, event: null }, '触点').fields.event).toEqual({
      constant: '触点',
    });
  });

  it('takes a customer column of addresses as emails, and nothing else', () => {
    const choice = { actor: 0, time: 1, event: null };
    const emails = previewOf([['who', 'Ann@x.org', ' bob@y.example '], ['when']]);
    expect(composeMapping(emails, choice, 't').fields).toHaveProperty('email', { column: 'who' });
    const mixed = previewOf([['who', 'ann@x.org', '17'], ['when']]);
    expect(composeMapping(mixed, choice, 't').fields).toHaveProperty('actor', { column: 'who' });
    expect(composeMapping(previewOf([['who'], ['when']]), choice, 't').fields).toHaveProperty('actor');
  });
});

describe('likely columns', () => {
  it('begin with what is certain', () => {
    const preview = previewOf([['a'], ['b'], ['c']], {
      actor: { column: 'b' },
      candidates: { actor: [0, 1], time: [2], event: [] },
    });
    expect(likelyColumns(preview, 'actor')).toEqual([1, 0]);
    expect(likelyColumns(preview, 'time')).toEqual([2]);
    expect(likelyColumns(preview, 'event')).toEqual([]);
  });

  it('are found by header, by occurrence and by place', () => {
    const preview = previewOf([['d'], ['d'], ['']]);
    expect(columnIndex(preview, { column: 'd' })).toBe(0);
    expect(columnIndex(preview, { column: 'd', occurrence: 2 })).toBe(1);
    expect(columnIndex(preview, { column: 'd', occurrence: 3 })).toBe(-1);
    expect(columnIndex(preview, { index: 2 })).toBe(2);
    expect(columnIndex(preview, { index: 3 })).toBe(-1);
    expect(columnIndex(preview, undefined)).toBe(-1);
  });
});
