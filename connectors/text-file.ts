import type { Mapping } from '../worker/protocol/mapping.js';
import type { Connector, ReadContext } from '../worker/protocol/source.js';
import { ByteFeed } from './csv/byte-feed.js';
import { previewCsv, readCsv } from './csv/csv.js';
import { jsonForm, jsonSource } from './json/json.js';
import { parseMapping } from './mapping/schema.js';
import { decodeUtf8 } from './platform.js';
import { previewRecords, readRecords } from './records/reading.js';

const HEAD_BYTES = 1024 * 1024;
const PREVIEW_BYTES = 256 * 1024;

/** Reads files of text, zipped or not, by what they are: JSON, NDJSON, else delimited text. */
export const textFileConnector: Connector = {
  kind: 'text-file',
  accepts: (source) => source.kind !== 'rows',

  read: (source, context) =>
    withFeed(source, context, HEAD_BYTES, (feed, mapping) =>
      isJson(feed, mapping)
        ? readRecords(jsonSource(feed, { rows: mapping?.format?.rows }), context)
        : readCsv(feed, context, mapping),
    ),

  async preview(source, context) {
    const { feed, preview } = await withFeed(source, context, PREVIEW_BYTES, async (opened, mapping) => ({
      feed: opened,
      preview: isJson(opened, mapping)
        ? await previewRecords(jsonSource(opened, { rows: mapping?.format?.rows }), context)
        : await previewCsv(opened, context, mapping),
    }));
    await feed.close();
    return preview;
  },
};

/** Runs `use` on the opened source; a feed that is of no further use is closed. */
async function withFeed<T>(
  source: Parameters<Connector['read']>[0],
  context: ReadContext,
  least: number,
  use: (feed: ByteFeed, mapping: Mapping | null) => Promise<T>,
): Promise<T> {
  const mapping = context.mapping === undefined ? null : parseMapping(context.mapping);
  const feed = await ByteFeed.open(source, context.signal, mapping?.format?.encoding);
  try {
    await feed.fill(least);
    return await use(feed, mapping);
  } catch (error) {
    await feed.close();
    throw error;
  }
}

/** JSON begins with a mark that no header begins with; who names a delimiter has delimited text. */
function isJson(feed: ByteFeed, mapping: Mapping | null): boolean {
  if (mapping?.format?.delimiter !== undefined) return false;
  if (/\.(csv|tsv)(\.gz)?$/i.test(feed.name)) return false;
  const head = decodeUtf8(feed.bytes.subarray(feed.from, Math.min(feed.to, feed.from + 65_536)));
  return jsonForm(head, feed.final && feed.to - feed.from <= 65_536) !== null;
}
