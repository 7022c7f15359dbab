import type { FormatName } from '../../worker/protocol/source.js';
import type { FormatReader } from './format.js';

/**
 * The readers of formats that the engine does not carry, each fetched with the first such file. The builds of the
 * engine's worker leave this module out: there a page starts a worker for each file.
 */
export const formatReaders: Readonly<Partial<Record<FormatName, () => Promise<FormatReader>>>> | null = {
  'access-log': () => import('../access-log/access-log.js').then((module) => module.accessLogFormat),
  arrow: () => import('../arrow/arrow.js').then((module) => module.arrowFormat),
  parquet: () => import('../parquet/parquet.js').then((module) => module.parquetFormat),
  rrweb: () => import('../rrweb/rrweb.js').then((module) => module.rrwebFormat),
  xes: () => import('../xes/xes.js').then((module) => module.xesFormat),
  xlsx: () => import('../xlsx/xlsx.js').then((module) => module.xlsxFormat),
};
