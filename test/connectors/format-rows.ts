import { ReadBroken } from '../../connectors/bytes.js';
import { formatFile } from '../../connectors/formats/file.js';
import type { FormatOptions, FormatReader } from '../../connectors/formats/format.js';
import type { Pace } from '../../worker/protocol/source.js';
import { Refused, type RecordSource, type Row } from '../../connectors/records/record-source.js';

const steady: Pace = { due: () => false, rest: async () => {} };

/** All that a format's reader gives of a file. */
export interface FormatRows {
  readonly source: RecordSource;
  readonly rows: readonly Row[];
  readonly refused: readonly Refused[];
  /** Rows and refused records in their order. */
  readonly items: ReadonlyArray<Row | Refused>;
}

/** Reads a file by a format's reader to its end, in pieces of a length. */
export async function formatRows(
  reader: FormatReader,
  content: string | Uint8Array,
  { piece, options = {} }: { readonly piece?: number; readonly options?: FormatOptions } = {},
): Promise<FormatRows> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const chunks = (async function* (): AsyncGenerator<Uint8Array, void, void> {
    for (let at = 0; at < bytes.length; at += piece!) yield bytes.subarray(at, at + piece!);
  })();
  const file = formatFile(
    piece === undefined
      ? { name: 'data', gzip: false, size: bytes.length, bytes }
      : { name: 'data', gzip: false, size: null, chunks },
  );
  return allRows(await reader.open(file, options, steady));
}

/** What a reader gives of a file whose bytes break off. */
export async function brokenRows(reader: FormatReader, content: string): Promise<FormatRows> {
  const bytes = new TextEncoder().encode(content);
  const chunks = (async function* (): AsyncGenerator<Uint8Array, void, void> {
    yield bytes.subarray(0, bytes.length >> 1);
    yield bytes.subarray(bytes.length >> 1);
    throw new ReadBroken('the gzip data is cut or damaged');
  })();
  return allRows(await reader.open(formatFile({ name: 'data', gzip: true, size: null, chunks }), {}, steady));
}

async function allRows(source: RecordSource): Promise<FormatRows> {
  const items: Array<Row | Refused> = [];
  for (let next = await source.next(); next !== null; next = await source.next()) items.push(...next);
  const refused = items.filter((item) => item instanceof Refused);
  return { source, items, refused, rows: items.filter((item): item is Row => !(item instanceof Refused)) };
}
