import type { SourcePreview } from '../../worker/protocol/mapping.js';
import type { ReadContext, Reading } from '../../worker/protocol/source.js';
import { previewRecords, readRecords } from '../records/reading.js';
import type { FormatFile, FormatReader } from './format.js';

/**
 * Reads a file by its format's reader.
 * @throws AnalyticsError what the reader and `readRecords` throw
 */
export async function readFormat(reader: FormatReader, file: FormatFile, context: ReadContext): Promise<Reading> {
  const { mapping } = context.profiles ?? context;
  const source = await reader.open(file, mapping?.format ?? {}, context.pace);
  try {
    return await readRecords(source, context);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Columns, first records and a proposed mapping of a file, by its format's reader. */
export async function previewFormat(
  reader: FormatReader,
  file: FormatFile,
  context: ReadContext,
): Promise<SourcePreview> {
  const source = await reader.open(file, context.mapping?.format ?? context.format ?? {}, context.pace);
  try {
    return await previewRecords(source, context);
  } finally {
    await source.close();
  }
}
