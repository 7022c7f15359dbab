import type { FormatName } from '../../protocol/source.js';

/** Addresses of the formats' files beside the kit's own; the builds put the built files' here. */
export const formatUrls: Readonly<Record<FormatName, string>> | null = {
  xlsx: new URL('./mains/xlsx.ts', import.meta.url).href,
  parquet: new URL('./mains/parquet.ts', import.meta.url).href,
  arrow: new URL('./mains/arrow.ts', import.meta.url).href,
  xes: new URL('./mains/xes.ts', import.meta.url).href,
  'access-log': new URL('./mains/access-log.ts', import.meta.url).href,
  rrweb: new URL('./mains/rrweb.ts', import.meta.url).href,
};
