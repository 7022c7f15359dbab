import {
  columnFromArray,
  CompressionType,
  decimal,
  dictionary,
  float64,
  int32,
  int64,
  list,
  map,
  runEndEncoded,
  setCompressionCodec,
  struct,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { accessLogFormat } from '../../connectors/access-log/access-log.js';
import { arrowFormat } from '../../connectors/arrow/arrow.js';
import { formatFile } from '../../connectors/formats/file.js';
import type { FormatReader } from '../../connectors/formats/format.js';
import { readFormat } from '../../connectors/formats/reading.js';
import { connectorFor } from '../../connectors/registry.js';
import { parquetFormat } from '../../connectors/parquet/parquet.js';
import { rrwebFormat } from '../../connectors/rrweb/rrweb.js';
import { xesFormat } from '../../connectors/xes/xes.js';
import { xlsxFormat } from '../../connectors/xlsx/xlsx.js';
import { encodeUtf8 } from '../../connectors/platform.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ReadContext, Reading } from '../../worker/protocol/source.js';
import { steady } from '../connectors/load.js';
import { workbookParts, zipped } from '../fixtures/workbook.js';

/** A format with whole files of it, from which damaged ones are made. */
export interface MutatedFormat {
  readonly name: string;
  bases(): ReadonlyArray<Uint8Array> | Promise<readonly Uint8Array[]>;
  /** The way of the product: from bytes to batches and an account of all rows. */
  read(bytes: Uint8Array): Promise<Reading>;
}

const mapping: Mapping = { version: 1, fields: { time: { column: 'time' }, event: { constant: 'visit' } } };
const context: ReadContext = { mapping, signal: { aborted: false }, pace: steady };

const rows = Array.from({ length: 40 }, (_, k) => ({
  time: new Date(Date.UTC(2026, 0, 5, 9, k)).toISOString(),
  event: ['visit', 'sign up', 'pay'][k % 3]!,
  userId: `u${k % 7}`,
  note: k % 5 === 0 ? 'said "no", then\nleft' : `n${k}`,
  amount: k * 1.25,
  big: `90071992547409${k}`,
}));

const sheetPartName = 'xl/worksheets/sheet1.xml';
const sheet = {
  name: 'Data',
  rows: [Object.keys(rows[0]!), ...rows.map((row) => [new Date(row.time), ...Object.values(row).slice(1)])],
};

/** One row a format: `npm run test:mutants` and the tests read this table. */
export const mutatedFormats: readonly MutatedFormat[] = [
  text('csv', csvText(',', '\n'), csvText(';', '\r\n')),
  text('json', JSON.stringify(rows), JSON.stringify({ records: rows }, null, 2)),
  text('ndjson', rows.map((row) => JSON.stringify(row)).join('\n')),
  ofReader('arrow', arrowFormat, () => [arrowBytes('stream'), arrowBytes('file'), arrowBytes('file', true)]),
  ofReader('parquet', parquetFormat, () => parquetFiles.map((file) => new Uint8Array(readFileSync(file)))),
  ofReader('xes', xesFormat, () => [encodeUtf8(xesText())], {
    version: 1,
    fields: { time: { column: 'time:timestamp' }, event: { column: 'concept:name' } },
  }),
  ofReader('xlsx', xlsxFormat, () => [zipped(workbookParts([sheet])), zipped(workbookParts([sheet]), 0)]),
  // In a sound archive, whose checksums let the damage pass.
  {
    name: 'xlsx-sheet',
    bases: () => [encodeUtf8(workbookParts([sheet])[sheetPartName]!)],
    read(part) {
      const bytes = zipped({ ...workbookParts([sheet]), [sheetPartName]: part }, 0);
      const file = formatFile({ name: 'xlsx', gzip: false, size: bytes.length, bytes });
      return readFormat(xlsxFormat, file, context);
    },
  },
  ofReader('access-log', accessLogFormat, () => [encodeUtf8(logText())], {
    version: 1,
    fields: { time: { column: 'time' }, event: { column: 'path' }, actor: { column: 'visitor' } },
  }),
  ofReader('rrweb', rrwebFormat, () => recordingTexts().map(encodeUtf8), {
    version: 1,
    fields: { time: { column: 'time', format: 'epoch-ms' }, event: { column: 'event' } },
  }),
];

function text(name: string, ...bases: readonly string[]): MutatedFormat {
  return {
    name,
    bases: () => bases.map(encodeUtf8),
    read(bytes) {
      const source = { kind: 'bytes', bytes, name: `data.${name}` } as const;
      return connectorFor(source).read(source, context);
    },
  };
}

/** Without the look at the first bytes that chooses a reader: damage there must not keep the rest from being tried. */
function ofReader(
  name: string,
  reader: FormatReader,
  bases: MutatedFormat['bases'],
  given: Mapping = mapping,
): MutatedFormat {
  return {
    name,
    bases,
    read: (bytes) =>
      readFormat(reader, formatFile({ name, gzip: false, size: bytes.length, bytes }), { ...context, mapping: given }),
  };
}

function csvText(delimiter: string, end: string): string {
  const field = (value: unknown): string => {
    const written = String(value);
    return /[",;\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
  };
  const lines = rows.map((row) => Object.values(row).map(field).join(delimiter));
  return [Object.keys(rows[0]!).join(delimiter), ...lines, ''].join(end);
}

function arrowBytes(format: 'file' | 'stream', packed = false): Uint8Array {
  const column = (values: readonly unknown[], type: DataType, options?: object): ReturnType<typeof columnFromArray> =>
    columnFromArray([...values], type, { maxBatchRows: 16, ...options });
  const table = tableFromColumns({
    time: column(
      rows.map(({ time }) => new Date(time)),
      timestamp(1, 'UTC'),
    ),
    event: column(
      rows.map(({ event }) => event),
      dictionary(utf8()),
    ),
    note: column(
      rows.map(({ note }, k) => (k % 4 === 0 ? null : note)),
      utf8(),
    ),
    amount: column(
      rows.map(({ amount }) => amount),
      float64(),
    ),
    big: column(
      rows.map(({ big }) => BigInt(big)),
      int64(),
      { useBigInt: true },
    ),
    price: column(
      rows.map((_, k) => BigInt(k)),
      decimal(20, 4),
    ),
    ends: column(
      rows.map((_, k) => (k >> 2) * 5),
      runEndEncoded(int32(), int32()),
    ),
    tags: column(
      rows.map(({ userId }, k) => [userId, null].slice(0, k % 3)),
      list(utf8()),
    ),
    where: column(
      rows.map((_, k) => (k % 6 === 0 ? null : { x: k, at: new Map([[`k${k}`, [k]]]) })),
      struct({ x: int32(), at: map(utf8(), list(int32())) }),
    ),
  });
  return tableToIPC(table, { format, ...(packed && { codec: CompressionType.ZSTD }) })!;
}

setCompressionCodec(CompressionType.ZSTD, {
  encode: (bytes) => new Uint8Array(zstdCompressSync(bytes)),
  decode: (bytes) => new Uint8Array(zstdDecompressSync(bytes)),
});

const parquetFiles = [
  'events',
  'types-plain-v2',
  'types-snappy-v1',
  'types-gzip-v2',
  'types-zstd-v1',
  'types-lz4-v2',
].map((name) => fileURLToPath(new URL(`../fixtures/parquet/${name}.parquet`, import.meta.url)));

function xesText(): string {
  const event = ({ time, event: name, note }: (typeof rows)[number]): string =>
    `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>` +
    `<string key="note" value="${note.replaceAll('"', '&quot;')}"/></event>`;
  const traces = ['a', 'b', 'c', 'd'].map(
    (name, k) =>
      `<trace><string key="concept:name" value="${name}"/>${rows
        .slice(k * 10, k * 10 + 10)
        .map(event)
        .join('')}</trace>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="2.0">${traces.join('\n')}</log>`;
}

function logText(): string {
  return rows
    .map(({ amount }, k) => {
      const client = k % 4 === 0 ? `2001:db8::${k}` : `203.0.113.${k}`;
      const host = k % 3 === 0 ? 'shop.example:443 ' : '';
      const agent = k % 2 === 0 ? ` "https://shop.example/?q=${k}" "Mozilla/5.0 (\\"X11\\"; \\xc3\\xa9)"` : '';
      const time = `05/Jan/2026:09:${String(k).padStart(2, '0')}:00 +0100`;
      return `${host}${client} - - [${time}] "GET /items/${k}?utm_source=a%20b HTTP/1.1" 200 ${Math.floor(amount)}${agent}`;
    })
    .join('\n');
}

/** A list, lines, and lists within objects, one a line. */
function recordingTexts(): string[] {
  const at = (k: number): number => Date.UTC(2026, 0, 5, 9, 0, k);
  const button = { type: 2, id: 3, tagName: 'button', attributes: { id: 'buy' }, childNodes: [] };
  const page = {
    type: 0,
    id: 1,
    childNodes: [{ type: 2, id: 2, tagName: 'body', attributes: {}, childNodes: [button] }],
  };
  const interaction = (k: number): object =>
    [
      { source: 2, type: 2, id: 3, x: k, y: 2 * k },
      { source: 1, positions: [{ x: k, y: k, id: 2, timeOffset: -20 }] },
      { source: 3, id: 1, x: 0, y: 10 * k },
      { source: 0, adds: [{ parentId: 2, node: { ...button, id: 10 + k } }], removes: [{ id: 9 + k }] },
      { source: 5, id: 3, text: 'typed' },
    ][k % 5]!;
  const records = [
    { type: 4, data: { href: 'https://shop.example/items', width: 1000, height: 500 }, timestamp: at(0) },
    { type: 2, data: { node: page, initialOffset: { left: 0, top: 0 } }, timestamp: at(1) },
    ...rows.map((_, k) => ({ type: 3, data: interaction(k), timestamp: at(2 + k), sessionId: `s${k % 3}` })),
  ];
  const wrapped = [records.slice(0, 20), records.slice(20)].map((events, k) => JSON.stringify({ id: k, events }));
  return [JSON.stringify(records), records.map((one) => JSON.stringify(one)).join('\n'), wrapped.join('\n')];
}
