import { AnalyticsError } from '../../worker/protocol/error.js';
import type { FormatHost, FormatName } from '../../worker/protocol/source.js';
import { formatFile } from './file.js';
import type { FormatReader } from './format.js';
import { formatReaders } from './readers.js';
import { previewFormat, readFormat } from './reading.js';

/** Readers in the thread that asks, for Node and for whoever holds an engine without a page. */
export const formatsHere: FormatHost = {
  read: async (format, bytes, context) => readFormat(await readerHere(format), formatFile(bytes), context),
  preview: async (format, bytes, context) => previewFormat(await readerHere(format), formatFile(bytes), context),
};

function readerHere(format: FormatName): Promise<FormatReader> {
  const load = formatReaders?.[format];
  if (load) return load();
  throw new AnalyticsError(
    'source-format',
    `This engine has no reader for files of the kind "${format}". Save the file as CSV, or load it where the kit's file touchpoint-kit.${format}.js can be fetched.`,
    { format },
  );
}
