import type { Pace } from '../../worker/protocol/source.js';
import { fetchAgain, refused, saveAsText } from './faults.js';
import { XmlPart } from './part.js';
import { Token } from './xml-bytes.js';
import { zipLimits, type ZipArchive, type ZipEntry } from './zip.js';

/** One sheet of cells, in the order of its tabs. */
export interface Sheet {
  readonly name: string;
  readonly isVisible: boolean;
  readonly part: ZipEntry;
}

/** What a workbook consists of. */
export interface Workbook {
  /** Without sheets that hold a chart, a dialogue or macros. */
  readonly sheets: readonly Sheet[];
  /** Dates count from 1904, as in workbooks of old Macs. */
  readonly is1904: boolean;
  readonly strings: ZipEntry | null;
  readonly styles: ZipEntry | null;
}

interface Relation {
  readonly id: string;
  /** Last word of its type, such as `worksheet`: the rest differs between the transitional and the strict form. */
  readonly kind: string;
  /** Name of the part that it leads to; null when it leads out of the file. */
  readonly target: string | null;
}

/**
 * Reads what a workbook says of itself.
 * @throws AnalyticsError for an archive that holds none
 */
export async function readWorkbook(zip: ZipArchive, file: string, pace: Pace): Promise<Workbook> {
  const root = await relationsOf(zip, '', file, pace);
  const name = root.find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (/\.bin$/i.test(name)) {
    throw refused('binary', file, 'is a binary workbook (.xlsb)', 'Open it in Excel and save it as .xlsx.');
  }
  const part = zip.find(name);
  if (part === undefined) throw noWorkbook(zip, file);
  const relations = await relationsOf(zip, name, file, pace);
  const { tabs, is1904 } = await readTabs(zip, part, file, pace);
  const sheets: Sheet[] = [];
  for (const { name: sheet, isVisible, id } of tabs) {
    const relation = relations.find((one) => one.id === id);
    if (relation !== undefined && relation.kind !== 'worksheet') continue;
    const found = relation?.target == null ? undefined : zip.find(relation.target);
    if (found === undefined) {
      throw refused('missing-part', file, `has no content for its sheet "${sheet.slice(0, 100)}"`, fetchAgain);
    }
    sheets.push({ name: sheet, isVisible, part: found });
  }
  if (sheets.length === 0) {
    throw refused('no-table', file, 'has no sheet with cells', 'Choose a workbook that has a table.');
  }
  const partOf = (kind: string, holds: string): ZipEntry | null => {
    const relation = relations.find((one) => one.kind === kind);
    if (relation === undefined) return null;
    const found = relation.target === null ? undefined : zip.find(relation.target);
    // Without its texts or its formats a workbook would be read, and wrongly.
    if (found === undefined) throw refused('missing-part', file, `lacks the part that holds its ${holds}`, fetchAgain);
    return found;
  };
  return { sheets, is1904, strings: partOf('sharedStrings', 'texts'), styles: partOf('styles', 'formats') };
}

function noWorkbook(zip: ZipArchive, file: string): Error {
  if (zip.find('content.xml') !== undefined) {
    return refused('missing-part', file, 'is an OpenDocument file', 'Open it and save it as .xlsx or CSV.');
  }
  return refused(
    'missing-part',
    file,
    'is a ZIP archive without a workbook in it',
    'Unpack it and choose the file inside, or save the workbook as .xlsx.',
  );
}

interface Tab {
  readonly name: string;
  readonly isVisible: boolean;
  readonly id: string;
}

async function readTabs(
  zip: ZipArchive,
  entry: ZipEntry,
  file: string,
  pace: Pace,
): Promise<{ tabs: Tab[]; is1904: boolean }> {
  const part = await XmlPart.open(zip, entry, file, pace);
  const { xml } = part;
  const tabs: Tab[] = [];
  let is1904 = false;
  for (let token = await part.next(); token !== Token.end; token = await part.next()) {
    if (token !== Token.open || !xml.isOwn) continue;
    const element = xml.name();
    if (element === 'workbookPr') is1904 = /^(1|true|on)$/.test(xml.attribute('date1904') ?? '');
    else if (element === 'sheet' && xml.depth === 3) {
      if (tabs.length === zipLimits.parts) throw tooMany(file, 'sheets');
      const state = xml.attribute('state') ?? 'visible';
      tabs.push({
        name: xml.attribute('name') ?? '',
        isVisible: state === 'visible',
        id: xml.prefixed('id') ?? '',
      });
    }
  }
  return { tabs, is1904 };
}

/** Where a part leads; `source` is its name, empty for the file as a whole. */
async function relationsOf(zip: ZipArchive, source: string, file: string, pace: Pace): Promise<Relation[]> {
  const slash = source.lastIndexOf('/') + 1;
  const folder = source.slice(0, slash);
  const entry = zip.find(`${folder}_rels/${source.slice(slash)}.rels`);
  if (entry === undefined) return [];
  const part = await XmlPart.open(zip, entry, file, pace);
  const { xml } = part;
  const relations: Relation[] = [];
  for (let token = await part.next(); token !== Token.end; token = await part.next()) {
    if (token !== Token.open || !xml.isOwn || xml.name() !== 'Relationship') continue;
    if (relations.length === zipLimits.parts) throw tooMany(file, 'relations');
    const type = xml.attribute('Type') ?? '';
    const target = xml.attribute('Target') ?? '';
    relations.push({
      id: xml.attribute('Id') ?? '',
      kind: type.slice(type.lastIndexOf('/') + 1),
      target: xml.attribute('TargetMode') === 'External' ? null : resolved(folder, target),
    });
  }
  return relations;
}

function tooMany(file: string, what: string): Error {
  return refused('size-limit', file, `has more than ${zipLimits.parts} ${what}`, saveAsText);
}

/** A relation's target as a name in the archive; null when it lies outside of it. */
function resolved(folder: string, target: string): string | null {
  const way = target.startsWith('/') ? target.slice(1) : folder + target;
  const steps: string[] = [];
  for (const step of way.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null;
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
