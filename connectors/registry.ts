import { AnalyticsError } from '../worker/protocol/error.js';
import type { Connector, Source } from '../worker/protocol/source.js';
import { fileConnector } from './file.js';
import { rowsConnector } from './rows/rows.js';

/** Connectors that every engine carries; asked in this order. */
export const lightConnectors: readonly Connector[] = [rowsConnector, fileConnector];

/**
 * The connector for a source.
 * @throws AnalyticsError `source-format` when none takes it
 */
export function connectorFor(source: Source): Connector {
  const connector = lightConnectors.find((one) => one.accepts(source));
  if (!connector)
    throw new AnalyticsError('source-format', `No connector reads a source of kind "${String(source.kind)}".`, {
      kind: source.kind,
    });
  return connector;
}
