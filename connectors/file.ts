import type { Connector, FormatBytes, FormatName, ReadContext, Source } from '../worker/protocol/source.js';
import { ByteFeed } from './csv/byte-feed.js';
import { previewCsv, readCsv } from './csv/csv.js';
import { isAccessLog, isRecording } from './formats/sniff.js';
import { formatsHere } from './formats/here.js';
import { jsonForm, jsonSource } from './json/json.js';
import { givenMapping, type GivenMapping } from './mapping/given.js';
import { decodeUtf8 } from './platform.js';
import { previewRecords, readRecords } from './records/reading.js';
import { sampledLines } from './sampled-lines.js';

const HEAD_BYTES = 1024 * 1024;
const PREVIEW_BYTES = 256 * 1024;
const SNIFFED_BYTES = 64 * 1024;

/**
 * Reads files, zipped or not, by what they are and not by their names: delimited text and JSON itself, other formats by
 * the host of their readers.
 */
export const fileConnector: Connector = {
  kind: 'file',
  accepts: (source) => source.kind !== 'rows',

  read: (source, context) =>
    withFeed(source, context, HEAD_BYTES, async (feed, mapping) => {
      const form = formOf(feed, mapping);
      if (form === 'csv') return readCsv(feed, context, mapping);
      if (form === 'json' || form === 'ndjson') {
        return readRecords(jsonSource(feed, { rows: mapping?.format?.rows }), context);
      }
      return (context.formats ?? formatsHere).read(form, await bytesOf(source, feed), context);
    }),

  preview: (source, context) =>
    withFeed(source, context, PREVIEW_BYTES, async (feed, mapping) => {
      const form = formOf(feed, mapping);
      if (form !== 'csv' && form !== 'json' && form !== 'ndjson') {
        return (context.formats ?? formatsHere).preview(form, await bytesOf(source, feed), context);
      }
      const seen = form === 'json' ? feed : await overWhole(source, feed, context);
      const preview =
        form === 'csv'
          ? await previewCsv(seen, context, mapping)
          : await previewRecords(jsonSource(seen, { rows: mapping?.format?.rows }), context);
      await feed.close();
      return preview;
    }),
};

/** Lines from all over a large file of lines where it can be read at any place; else the feed as it is. */
async function overWhole(source: Source, feed: ByteFeed, { signal }: ReadContext): Promise<ByteFeed> {
  if (source.kind !== 'blob' || feed.gzip || feed.encoding !== 'utf-8') return feed;
  const bytes = await sampledLines(source.blob);
  if (bytes === null) return feed;
  const lines = await ByteFeed.open({ kind: 'bytes', bytes, name: feed.name }, signal);
  await lines.fill(bytes.length);
  return lines;
}

/** Runs `use` on the opened source; a feed that is of no further use is closed. */
async function withFeed<T>(
  source: Source,
  context: ReadContext,
  least: number,
  use: (feed: ByteFeed, mapping: GivenMapping | null) => Promise<T>,
): Promise<T> {
  const mapping = givenMapping(context);
  const feed = await ByteFeed.open(source, context.signal, mapping?.format?.encoding);
  try {
    if (feed.format === null) await feed.fill(least);
    return await use(feed, mapping);
  } catch (error) {
    await feed.close();
    throw error;
  }
}

/** Who names a delimiter has delimited text; otherwise JSON, recordings and logs begin as nothing else does. */
function formOf(feed: ByteFeed, mapping: GivenMapping | null): FormatName | 'csv' | 'json' | 'ndjson' {
  if (feed.format !== null) return feed.format;
  if (mapping?.format?.delimiter !== undefined || /\.(csv|tsv)(\.gz)?$/i.test(feed.name)) return 'csv';
  const whole = feed.final && feed.to - feed.from <= SNIFFED_BYTES;
  const head = decodeUtf8(feed.bytes.subarray(feed.from, Math.min(feed.to, feed.from + SNIFFED_BYTES)));
  const json = jsonForm(head, whole);
  if (json === null) return isAccessLog(head) ? 'access-log' : 'csv';
  if (mapping?.format?.rows === undefined && isRecording(head)) return 'rrweb';
  return json === 'lines' ? 'ndjson' : 'json';
}

/** A file that can be read at any place is handed on as it is, except text, which has been made UTF-8 here. */
async function bytesOf(source: Source, feed: ByteFeed): Promise<FormatBytes> {
  const { name, gzip, total } = feed;
  if (feed.format === null || gzip || (source.kind !== 'blob' && source.kind !== 'bytes')) {
    return { name, gzip, size: gzip ? null : total, chunks: feed.rest() };
  }
  await feed.close();
  return source.kind === 'blob'
    ? { name, gzip, size: source.blob.size, blob: source.blob }
    : { name, gzip, size: source.bytes.length, bytes: source.bytes };
}
