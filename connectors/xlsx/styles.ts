import type { Pace } from '../../worker/protocol/source.js';
import { refused, saveAsText } from './faults.js';
import { numberKind, type NumberKind } from './number-format.js';
import { XmlPart } from './part.js';
import { Token } from './xml-bytes.js';
import type { ZipArchive, ZipEntry } from './zip.js';

/** Excel has 65,490 styles at most. */
const mostStyles = 100_000;

/** What the numbers of a cell style stand for: one item for each style that cells name. */
export async function readStyles(zip: ZipArchive, entry: ZipEntry, file: string, pace: Pace): Promise<NumberKind[]> {
  const part = await XmlPart.open(zip, entry, file, pace);
  const { xml } = part;
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let cellFormats = 0;
  for (let token = await part.next(); token !== Token.end; token = await part.next()) {
    if (token === Token.close) {
      if (xml.depth < cellFormats) cellFormats = 0;
      continue;
    }
    if (token !== Token.open || !xml.isOwn) continue;
    const element = xml.name();
    if (formats.length > mostStyles || codes.size > mostStyles) {
      throw refused('size-limit', file, `has more than ${mostStyles} cell styles`, saveAsText);
    }
    // Formats of differential styles (`dxf`) lie deeper and are no cell's.
    if (element === 'numFmt' && xml.depth === 3) {
      codes.set(Number(xml.attribute('numFmtId')), xml.attribute('formatCode') ?? '');
    } else if (element === 'cellXfs' && xml.depth === 2) cellFormats = 2;
    else if (element === 'xf' && cellFormats > 0 && xml.depth === 3) {
      formats.push(Number(xml.attribute('numFmtId') ?? 0));
    }
  }
  const kinds = new Map<number, NumberKind>();
  return formats.map((id) => {
    let kind = kinds.get(id);
    if (kind === undefined) {
      kind = numberKind(id, codes.get(id));
      kinds.set(id, kind);
    }
    return kind;
  });
}
