import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatFile } from '../../connectors/formats/file.js';
import { parquetFormat } from '../../connectors/parquet/parquet.js';
import { Refused, type RecordItem, type RecordSource } from '../../connectors/records/record-source.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { corpusFolder } from '../corpus-folder.mjs';
import { corpusLines, corpusText, hasCorpus, skipMissing } from './corpus.js';
import { damaged, type Damage } from './damaged.js';
import { mutants } from './mutate.js';
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
const mostExtraBytes = 128 * 1024 * 1024;

/** 1,000 in all by default; `MUTANTS=10000 npx vitest run --project hostile test/hostile/parquet.test.ts` draws more. */
const mutantsWanted = Number(process.env['MUTANTS'] ?? 1000);

// An error that nobody awaits ends a worker, whatever the main promise says.
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

interface Outcome {
  readonly error: AnalyticsError | null;
  readonly source: RecordSource | null;
  readonly items: readonly RecordItem[];
}

/** Reads a file as an import does, and holds the outcome against what holds for every input. */
async function outcome(bytes: Uint8Array): Promise<Outcome> {
  let most = 0;
  const held = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  // Each time the reader could rest is a time to look at what it holds.
  const pace = {
    due: () => {
      most = Math.max(most, held() - before);
      return false;
    },
    rest: async () => {},
  };
  const began = processorMs();
  let error: AnalyticsError | null = null;
  let source: RecordSource | null = null;
  const items: RecordItem[] = [];
  try {
    source = await parquetFormat.open(formatFile({ name: 'data', gzip: false, size: bytes.length, bytes }), {}, pace);
    for (let next = await source.next(); next !== null; next = await source.next())
      for (const item of next) items.push(item);
    await source.close();
  } catch (thrown) {
    if (!(thrown instanceof AnalyticsError)) throw thrown;
    error = thrown;
  }
  expect(processorMs() - began).toBeLessThan(mostMs);
  expect(most).toBeLessThan(mostExtraBytes);
  if (error) {
    expect(error.code).toBe('source-format');
    // What happened, where, and how to mend it.
    expect(error.message).toMatch(/^"data" cannot be read as Parquet( \(.+\))?: [^]+\. [A-Z][^]+\.$/);
  } else {
    // Nothing is lost without a word, and every record has every column.
    expect(items.length).toBe(source!.progress().total);
    expect(source!.broken).toBeNull();
    const keys = await source!.keys!(pace);
    for (const item of items) if (!(item instanceof Refused)) expect(Object.keys(item)).toEqual(keys);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  return { error, source, items };
}

describe('parsers/parquet', () => {
  if (!hasCorpus('parquet/index.json')) return skipMissing('parquet');
  const folder = join(corpusFolder('hostile'), 'parquet');
  const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));
  const { files } = JSON.parse(corpusText('parquet/index.json')) as { files: readonly FileCase[] };

  for (const { file, origin, expect: wanted } of files) {
    it(`${file}: ${wanted.outcome}${origin === undefined ? '' : ` (${origin})`}`, async () => {
      const { error, items } = await outcome(bytesOf(file));
      if (wanted.outcome === 'accept') expect(error).toBeNull();
      if (wanted.outcome === 'reject') expect(error).not.toBeNull();
      if (wanted.records !== undefined) expect(items.length).toBe(wanted.records);
      if (wanted.first) expect(items[0]).toEqual(wanted.first);
      if (wanted.last) expect(items.at(-1)).toEqual(wanted.last);
    });
  }

  for (const mutation of corpusLines<Damage>('parquet/mutations.ndjson')) {
    it(`${mutation.id}: ${mutation.base} damaged`, async () => {
      await outcome(damaged(bytesOf(mutation.base), mutation));
    });
  }

  it('leaves no error behind that nobody waits for', async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).toEqual([]);
  });
});

describe('parsers/parquet-mutants', () => {
  const fixtures = fileURLToPath(new URL('../fixtures/parquet/', import.meta.url));
  const names = ['types-snappy-v1', 'types-gzip-v2', 'types-zstd-v1', 'types-lz4-v2', 'types-plain-v2'];
  for (const [seed, name] of names.entries()) {
    it(`${name}: damaged in ${mutantsWanted / names.length} ways by seed ${seed}`, async () => {
      const base = new Uint8Array(readFileSync(join(fixtures, `${name}.parquet`)));
      const whole = await outcome(base);
      let refused = 0;
      let made = 0;
      for (const bytes of mutants(base, mutantsWanted / names.length, seed)) {
        if ((await outcome(bytes)).error) refused++;
        // After each hundred, the whole file still reads as before.
        if (++made % 100 === 0) expect((await outcome(base)).items).toEqual(whole.items);
      }
      expect(whole.error).toBeNull();
      expect(made).toBe(mutantsWanted / names.length);
      expect(refused).toBeGreaterThan(made / 2);
    });
  }

  it('leaves no error behind that nobody waits for', async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).toEqual([]);
  });
});
