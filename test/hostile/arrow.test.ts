import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrowFormat } from '../../connectors/arrow/arrow.js';
import { Refused } from '../../connectors/records/record-source.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { corpusFolder } from '../corpus-folder.mjs';
import { formatRows, type FormatRows } from '../connectors/format-rows.js';
import { corpusLines, corpusText, hasCorpus, skipMissing } from './corpus.js';
import { damaged, type Damage } from './damaged.js';
import { processorMs } from './processor-time.js';

interface FileCase {
  readonly file: string;
  readonly origin?: string;
  readonly expect: {
    readonly outcome: 'accept' | 'reject' | 'accept_or_reject';
    readonly records?: number;
    readonly first?: Readonly<Record<string, unknown>>;
    readonly last?: Readonly<Record<string, unknown>>;
  };
}

const mostMs = 2000;

describe('parsers/arrow', () => {
  if (!hasCorpus('arrow/index.json')) return skipMissing('arrow');
  const folder = join(corpusFolder('hostile'), 'arrow');
  const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));
  const { files } = JSON.parse(corpusText('arrow/index.json')) as { files: readonly FileCase[] };

  for (const { file, origin, expect: wanted } of files) {
    it(`${file}: ${wanted.outcome}${origin === undefined ? '' : ` (${origin})`}`, async () => {
      const found = await outcome(bytesOf(file));
      if (wanted.outcome === 'accept') {
        expect(found.error).toBeNull();
        expect(found.read!.source.broken).toBeNull();
        expect(found.read!.refused).toEqual([]);
      }
      if (wanted.outcome === 'reject') expect(found.error).not.toBeNull();
      if (wanted.records !== undefined) expect(found.read!.items.length).toBe(wanted.records);
      if (wanted.first) expect(asExpected(found.read!.rows[0]!)).toEqual(wanted.first);
      if (wanted.last) expect(asExpected(found.read!.rows.at(-1)!)).toEqual(wanted.last);
    });
  }

  const whole = new Map<string, Promise<FormatRows>>();
  for (const mutation of corpusLines<Damage>('arrow/mutations.ndjson')) {
    it(`${mutation.id}: ${mutation.base} damaged`, async () => {
      const base = bytesOf(mutation.base);
      const before = await (whole.get(mutation.base) ??
        whole.set(mutation.base, formatRows(arrowFormat, base)).get(mutation.base)!);
      const { read } = await outcome(damaged(base, mutation));
      // Records are lost only with a word. A batch whose buffers do not fit is refused record by record, as many as it
      // says it has.
      const told = read !== null && (read.source.broken !== null || read.refused.length > 0);
      if (read && read.rows.length !== before.rows.length) expect(told).toBe(true);
    });
  }
});

interface Outcome {
  readonly error: AnalyticsError | null;
  readonly read: FormatRows | null;
}

/** What reading gives, whole and in small pieces alike: a typed error, or records of which each has all columns. */
async function outcome(bytes: Uint8Array): Promise<Outcome> {
  const began = processorMs();
  const whole = await attempt(bytes);
  const cut = await attempt(bytes, 61);
  expect(processorMs() - began).toBeLessThan(2 * mostMs);
  expect(told(cut)).toEqual(told(whole));
  expect(Object.keys(Object.prototype)).toEqual([]);
  const keys = whole.read ? ((await whole.read.source.keys!({ due: () => false, rest: async () => {} })) ?? []) : [];
  for (const row of whole.read?.rows ?? []) expect(Object.keys(row)).toEqual(keys);
  return whole;
}

async function attempt(bytes: Uint8Array, piece?: number): Promise<Outcome> {
  try {
    return { error: null, read: await formatRows(arrowFormat, bytes, piece === undefined ? {} : { piece }) };
  } catch (error) {
    if (!(error instanceof AnalyticsError)) throw error;
    expect(error.code).toMatch(/^source-(format|limit)$/);
    return { error, read: null };
  }
}

function told({ error, read }: Outcome): unknown {
  return error?.code ?? [read!.source.broken, read!.source.warnings(), read!.items];
}

/** The corpus writes the times of a column without a zone as if they were UTC. */
function asExpected(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { ts } = row;
  return { ...row, ts: typeof ts === 'string' && !ts.endsWith('Z') ? `${ts}Z` : ts };
}

// Refused records compare by what they say.
expect.addEqualityTesters([
  (a, b) => (a instanceof Refused && b instanceof Refused ? a.reason === b.reason && a.raw === b.raw : undefined),
]);
