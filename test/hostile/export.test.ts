import { describe, expect, it } from 'vitest';
import { csvOf } from '../../widgets/internal/export-table.js';
import { guarded, restored } from '../../widgets/internal/formula-guard.js';
import { corpusText, hasCorpus } from './corpus.js';

interface FormulaCase {
  readonly value: string | number;
  readonly dangerous: boolean | 'either';
  readonly note: string;
}

const file = 'strings/formula-export.json';
const cases = hasCorpus(file) ? (JSON.parse(corpusText(file)) as { cases: FormulaCase[] }).cases : [];
const dangerous = /^[=+\-@\t\r\n＝＋－＠]/;

/** Cells of a text under a delimiter: a quote counts only at the start of a cell, as in spreadsheets. */
function cellsOf(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) {
        if (text[at] === '"') at++;
        cell += text[at++] ?? '';
      }
      at++;
    }
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') cell += text[at++];
    cells.push(cell);
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
  }
  return cells;
}

describe.skipIf(cases.length === 0)('widgets/strings: formulas in exports', () => {
  for (const [place, before] of [
    ['first', false],
    ['second', true],
  ] as const) {
    it.each(cases)(`no cell begins a formula, as ${place} column: $note`, ({ value }) => {
      const columns = [{ id: 'a', title: 'a', kind: 'text' } as const, { id: 'b', title: 'b', kind: 'text' } as const];
      const row = before ? ['x', value] : [value, 'x'];
      const csv = csvOf({ title: 't', columns, rows: [row] }).replace('\uFEFF', '');
      for (const delimiter of [',', ';', '\t']) {
        const found = cellsOf(csv, delimiter).filter((cell) => dangerous.test(cell) && !/^-?\d/.test(cell));
        expect(found).toEqual([]);
      }
      const [, , ...cells] = cellsOf(csv, ',');
      const written = cells[before ? 1 : 0]!;
      expect(typeof value === 'number' ? Number(written) : restored(written)).toBe(value);
    });
  }

  it.each(cases.filter(({ value }) => typeof value === 'string'))('guards only what needs it: $note', (one) => {
    const changed = guarded(String(one.value)) !== one.value;
    // A quote and a comma in a cell are safe by quoting alone.
    if (one.dangerous === false) expect(changed).toBe(false);
    else if (one.dangerous === true && one.note !== 'quote and delimiter break-out') expect(changed).toBe(true);
  });

  it('gives every other string of the corpus back', () => {
    const naughty = hasCorpus('strings/naughty.json')
      ? (JSON.parse(corpusText('strings/naughty.json')) as string[])
      : [];
    expect(naughty.filter((text) => restored(guarded(text)) !== text)).toEqual([]);
    expect(naughty.length).toBeGreaterThan(100);
  });
});
