import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ByteFeed } from '../../connectors/csv/byte-feed.js';
import { jsonSource } from '../../connectors/json/json.js';
import { parseJson } from '../../connectors/json/json-text.js';
import { Refused, type Row } from '../../connectors/records/record-source.js';
import { corpusLines, hasCorpus, skipMissing } from './corpus.js';

interface Outcome {
  readonly error?: true;
  readonly records?: number;
  readonly rejected?: readonly number[];
  readonly flagged?: readonly number[];
  readonly flagged_file?: true;
  readonly keep_text?: Readonly<Record<string, string>>;
  readonly no_pollution?: readonly string[];
}

interface RecordsCase {
  readonly id: string;
  readonly note: string;
  readonly b64?: string;
  readonly gzip_b64?: string;
  readonly expect: Outcome & { readonly anyOf?: readonly Outcome[] };
}

interface Read {
  readonly error: unknown;
  readonly items: ReadonlyArray<Row | Refused>;
  readonly warned: number;
  readonly broken: boolean;
}

async function read(bytes: Uint8Array): Promise<Read> {
  const items: Array<Row | Refused> = [];
  try {
    const feed = await ByteFeed.open({ kind: 'bytes', bytes, name: 'data' }, { aborted: false });
    await feed.fill(bytes.length);
    const source = jsonSource(feed);
    for (let piece = await source.next(); piece !== null; piece = await source.next()) items.push(...piece);
    const warned = source.warnings().reduce((sum, { count }) => sum + count, 0);
    return { error: null, items, warned, broken: source.broken !== null };
  } catch (error) {
    return { error, items, warned: 0, broken: false };
  }
}

/** What differs from an outcome; empty when it holds. */
function differences(outcome: Outcome, { error, items, warned, broken }: Read): string[] {
  if (outcome.error) return error === null ? ['no error'] : [];
  if (error !== null) return [error instanceof Error ? error.message : 'an error that is none'];
  const rejected = items.flatMap((item, k) => (item instanceof Refused ? [k] : []));
  const wrong: string[] = [];
  if (outcome.records !== undefined && items.length !== outcome.records) wrong.push(`${items.length} records`);
  if (outcome.rejected && outcome.rejected.join() !== rejected.join()) wrong.push(`rejected ${rejected.join()}`);
  // A record is flagged by being refused, or by a warning that counts it.
  if (outcome.flagged && rejected.length + warned < outcome.flagged.length) wrong.push('not flagged');
  if (outcome.flagged_file && !broken) wrong.push('file not flagged');
  for (const [key, text] of Object.entries(outcome.keep_text ?? {})) {
    if (!items.some((item) => !(item instanceof Refused) && item[key] === text)) wrong.push(`${key} lost its digits`);
  }
  for (const key of outcome.no_pollution ?? []) if (key in {}) wrong.push(`${key} pollutes`);
  return wrong;
}

const bytesOf = ({ b64, gzip_b64 }: { b64?: string; gzip_b64?: string }): Uint8Array =>
  new Uint8Array(gzip_b64 ? gunzipSync(Buffer.from(gzip_b64, 'base64')) : Buffer.from(b64 ?? '', 'base64'));

describe('parsers/json', () => {
  if (!hasCorpus('json/records.ndjson')) return skipMissing('json');

  for (const one of corpusLines<RecordsCase>('json/records.ndjson')) {
    it(`${one.id}: ${one.note}`, async () => {
      const found = await read(bytesOf(one));
      const outcomes = one.expect.anyOf ?? [one.expect];
      const wrong = outcomes.map((outcome) => differences({ ...one.expect, ...outcome }, found));
      expect(wrong.some((list) => list.length === 0) ? [] : wrong).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  }

  for (const one of corpusLines<{
    name: string;
    expect: 'accept' | 'reject' | 'either';
    b64?: string;
    gzip_b64?: string;
  }>('json/jsontestsuite.ndjson')) {
    it(`${one.name}: ${one.expect}`, () => {
      let accepted = true;
      try {
        parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(one)));
      } catch {
        accepted = false;
      }
      if (one.expect !== 'either') expect(accepted ? 'accept' : 'reject').toBe(one.expect);
    });
  }
});
