import { describe, expect, it } from 'vitest';
import { fileConnector } from '../../connectors/file.js';
import { sampledLines } from '../../connectors/sampled-lines.js';
import { unhurried } from '../../worker/engine.js';
import type { SourcePreview } from '../../worker/protocol/mapping.js';

const header = 'customer,time,event,note';
const line = (k: number, note = 'n'): string =>
  `c${k % 900},2026-05-0${1 + (k % 9)}T08:00:00Z,${k > 40_000 ? 'renewal' : 'visit'},${note}`;

async function preview(text: string, name: string): Promise<SourcePreview> {
  return fileConnector.preview(
    { kind: 'blob', blob: new Blob([text]), name },
    { signal: unhurried.signal, pace: unhurried.pace },
  );
}

describe('lines of a large file', () => {
  it('are those of its beginning and some of the rest, each whole', async () => {
    const lines = Array.from({ length: 60_000 }, (_, k) => line(k));
    const sample = await sampledLines(new Blob([[header, ...lines].join('\n')]));
    const taken = new TextDecoder().decode(sample!).split('\n');
    expect(taken.pop()).toBe('');
    expect(taken.slice(0, 300)).toEqual([header, ...lines.slice(0, 299)]);
    expect(taken.length).toBe(300 + 8 * 25);
    const all = new Set(lines);
    expect(taken.slice(1).filter((one) => !all.has(one))).toEqual([]);
    expect(await sampledLines(new Blob([lines.slice(0, 1000).join('\n')]))).toBeNull();
  });

  it('do not end inside of quotes', async () => {
    const lines = Array.from({ length: 60_000 }, (_, k) => line(k, k % 3 === 0 ? '"two\nlines"' : 'one'));
    const { columns, rows } = await preview([header, ...lines].join('\n'), 'a.csv');
    expect(columns.map((column) => column.header)).toEqual(['customer', 'time', 'event', 'note']);
    expect(rows[0]).toEqual(['c0', '2026-05-01T08:00:00Z', 'visit', 'two\nlines']);
  });

  it.each([
    ['a.csv', (k: number): string => line(k), `${header}\n`],
    [
      'a.ndjson',
      (k: number): string =>
        JSON.stringify({ customer: `c${k}`, event: k > 40_000 ? 'renewal' : 'visit', time: 1767600000000 + k }),
      '',
    ],
  ])('show in the preview of %s what its beginning has not', async (name, write, head) => {
    const lines = Array.from({ length: 60_000 }, (_, k) => write(k));
    const { columns } = await preview(head + lines.join('\n'), name);
    expect(columns.find((column) => column.header === 'event')!.samples).toContain('renewal');
  });
});
