import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Connector, Source } from '../../worker/protocol/source.js';
import { sourceName } from '../bytes.js';
import type { RecordSource, Row } from '../records/record-source.js';
import { keysOf, previewRecords, readRecords } from '../records/reading.js';

const PIECE = 2000;

/** Reads plain objects, one a touchpoint: keys are columns, numbers and booleans stay what they are. */
export const rowsConnector: Connector = {
  kind: 'rows',
  accepts: (source) => source.kind === 'rows',
  read: async (source, context) => readRecords(listSource(source), context),
  preview: async (source, context) => previewRecords(listSource(source), context),
};

/** @throws AnalyticsError `source-format` for what is no list of objects */
function listSource(source: Source): RecordSource {
  const rows = rowsOf(source);
  let done = 0;
  return {
    name: sourceName(source),
    facts: { format: 'rows', encoding: 'utf-8', gzip: false },
    broken: null,
    keys: (pace) => keysOf(rows, pace),
    next() {
      if (done >= rows.length) return Promise.resolve(null);
      const piece = rows.slice(done, done + PIECE);
      done += piece.length;
      return Promise.resolve(piece);
    },
    progress: () => ({ done, total: rows.length }),
    warnings: () => [],
    close: () => Promise.resolve(),
  };
}

function rowsOf(source: Source): readonly Row[] {
  if (source.kind === 'rows' && Array.isArray(source.rows)) {
    const bad = source.rows.findIndex((row: unknown) => row === null || typeof row !== 'object');
    if (bad < 0) return source.rows;
    throw new AnalyticsError(
      'source-format',
      `Row ${bad + 1} of "${sourceName(source)}" is no object. Give one plain object for each touchpoint.`,
      { row: bad },
    );
  }
  throw new AnalyticsError('source-format', 'A source of kind "rows" needs an array of plain objects.', {});
}
