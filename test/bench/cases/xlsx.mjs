import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import readExcelFile from 'read-excel-file/node';
import { workbook } from '../../fixtures/workbook.ts';
import { actorName, csvMapping, eventNames, makeLog, steps } from '../events.mjs';
import { kitReaders } from '../kit-readers.mjs';
import { loadEngine } from '../kit.mjs';
import { race } from '../race.mjs';

const header = ['time', 'actor', 'event', 'channel', 'value'];

/**
 * A workbook of 200,000 rows in memory: a million cells, a fifth of what may lie in one sheet. `xlsx-rows`: its rows
 * become objects or lists of values, which is what the peers end with. `ingest-xlsx`: the kit also maps the rows, finds
 * out who acted and ends with a store to ask. `xlsx-peak`: what each process held more at most, in a process of its own.
 */
export async function xlsxCase(wanted, emit) {
  const folder = mkdtempSync(join(tmpdir(), 'kit-bench-'));
  try {
    const log = makeLog(200_000);
    const { rows } = log;
    const size = `${(rows * header.length) / 1e6}M cells`;
    const file = join(folder, 'bench.xlsx');
    writeFileSync(file, workbook([{ name: 'Events', rows: [header, ...sheetRows(log)] }]));
    const expected = [rows, ...steps.map((_, k) => log.event.reduce((sum, event) => sum + (event === k ? 1 : 0), 0))];
    const { ours, 'ours-rows': oursRows, ...peers } = await xlsxRunners(file);
    const { length: bytes } = readFileSync(file);
    const facts = (line) => ({ ...line, rows, bytes });
    if (wanted('xlsx-rows')) {
      const racing = [{ ...oursRows, peer: 'ours' }, ...Object.values(peers)];
      for (const line of await race('xlsx-rows', size, racing, expected)) emit(facts(line));
    }
    if (wanted('ingest-xlsx')) {
      const racing = [ours, ...Object.values(peers)];
      for (const line of await race('ingest-xlsx', size, racing, expected)) emit(facts(line));
    }
    if (wanted('xlsx-peak')) {
      // Not above: the process that measures a peak imports this module while that one still runs.
      const { peakMB } = await import('../peak.mjs');
      const peak = (peer) => peakMB(import.meta.url, 'xlsxRunners', file, peer);
      const oursPeakMB = await peak('ours');
      const rowsPeakMB = await peak('ours-rows');
      for (const peer of Object.keys(peers)) {
        emit({ name: 'xlsx-peak', size, peer, oursPeakMB, rowsPeakMB, peerPeakMB: await peak(peer) });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who reads the file, by name; each starts from its bytes in memory. */
export async function xlsxRunners(path) {
  const kit = await loadEngine();
  const bytes = new Uint8Array(readFileSync(path));
  const ofValues = { answer: ([names, ...rows]) => counts(rows.map((row) => row[names.indexOf('event')])) };
  return {
    ...kitReaders(kit, kit.xlsxFormat, {
      bytes,
      name: 'bench.xlsx',
      mapping,
      counts: (rows) => counts(rows.map(({ event }) => event)),
    }),
    'read-excel-file': {
      peer: 'read-excel-file',
      run: async () => (await readExcelFile(Buffer.from(bytes)))[0].data,
      ...ofValues,
    },
    exceljs: {
      peer: 'exceljs',
      run: async () => {
        const book = new ExcelJS.Workbook();
        await book.xlsx.load(bytes);
        return book.worksheets[0].getSheetValues().slice(1);
      },
      ...ofValues,
    },
    'exceljs-stream': {
      peer: 'exceljs-stream',
      run: async () => {
        const options = { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit' };
        const values = [];
        for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(
          Readable.from([Buffer.from(bytes)]),
          options,
        )) {
          for await (const row of sheet) values.push(row.values);
        }
        return values;
      },
      ...ofValues,
    },
  };
}

const mapping = { ...csvMapping, fields: { ...csvMapping.fields, time: { column: 'time' } } };

function sheetRows({ rows, time, actor, event }) {
  const channels = ['email', 'web', 'store'];
  return Array.from({ length: rows }, (_, k) => [
    new Date(time[k]),
    actorName(actor[k]),
    eventNames[event[k]],
    channels[k % 3],
    k % 4 === 0 ? null : k / 8,
  ]);
}

function counts(events) {
  const byName = new Map();
  for (const event of events) byName.set(event, (byName.get(event) ?? 0) + 1);
  return [events.length, ...steps.map((name) => byName.get(name))];
}
