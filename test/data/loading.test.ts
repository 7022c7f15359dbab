import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, type Loaded } from '../connectors/load.js';
import { corpusVariable } from '../corpus-folder.mjs';
import type { PropertyValue } from '../../worker/protocol/batch.js';
import { parseMapping } from '../../connectors/mapping/schema.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import { dataFolder as folder, mappingOf, sourceOf } from './logs.js';

interface Expected {
  readonly events: number;
  readonly actors: number;
  readonly first: string;
  readonly last: string;
  readonly count_per_event: Readonly<Record<string, number>>;
}

const files = { 'servicenow-incidents': 'incident_event_log.csv.gz', 'cdnow-purchases': 'CDNOW_master.txt' } as const;
type DataSet = keyof typeof files;

for (const name of Object.keys(files) as DataSet[]) {
  describe(`loading ${name}`, () => {
    if (!existsSync(join(folder, name))) {
      console.log(`No data at ${join(folder, name)}; ${corpusVariable('data')} names its folder.`);
      it.skip('data is not here', () => {});
      return;
    }
    const expected = readJson<Expected & Readonly<Record<string, unknown>>>(join(folder, name, 'expected.json'));

    it('takes every row, with the actors, events and times there are', async () => {
      const { report, times, events, identifiers } = await loadData(name);
      expect(report).toMatchObject({ rowsIn: expected.events, accepted: expected.events, rejected: 0, complete: true });
      expect(new Set(identifiers('actor')).size).toBe(expected.actors);
      expect(counts(events)).toEqual(expected.count_per_event);
      expect(new Date(Math.min(...minMax(times))).toISOString()).toBe(expected.first);
      expect(new Date(Math.max(...minMax(times))).toISOString()).toBe(expected.last);
    });

    if (name === 'servicenow-incidents') {
      it('keeps channels and priorities, tells the doubled header, and leaves leading zeros alone', async () => {
        const { report, column, identifiers } = await loadData(name);
        expect(counts(column('channel'))).toEqual(expected['rows_per_contact_type']);
        expect(counts(column('priority'))).toEqual(expected['rows_per_priority']);
        expect(report.warnings.map(({ code, column: at }) => [code, at])).toEqual([['header-duplicate', 'category']]);
        expect(identifiers('actor')[0]).toBe('0000045');
        expect(report.facts).toMatchObject({ gzip: true, timeFormat: 'D/M/YYYY HH:mm' });
      });

      it('finds the day first by itself', async () => {
        const { fields, ...rest } = mappingOf(name);
        const { times, report } = await loadData(name, {
          ...rest,
          fields: { ...fields, time: { column: 'sys_updated_at' } },
        });
        expect(report.facts).toMatchObject({
          timeFormat: 'D/M/YYYY HH:mm',
          timeEvidence: '"29/2/2016 01:23" can only have the day first',
        });
        expect(times).toEqual((await loadData(name)).times);
      });
    } else {
      it('adds up to the units and the value there are', async () => {
        const { column, report } = await loadData(name);
        const values = column('value') as number[];
        const cents = values.reduce((sum, value) => sum + Math.round(value * 100), 0);
        expect(cents).toBe(Math.round((expected['total_value_usd'] as number) * 100));
        expect(values.filter((value) => value === 0).length).toBe(expected['rows_with_zero_value']);
        expect((column('number_of_cds') as number[]).reduce((sum, value) => sum + value, 0)).toBe(
          expected['total_units'],
        );
        expect(report.facts).toMatchObject({ delimiter: 'whitespace', timeFormat: 'YYYYMMDD' });
        expect(report.warnings).toEqual([]);
      });
    }
  });
}

describe('mappings of the data sets', () => {
  it('are whole', () => {
    const names = readdirSync(new URL('mappings', import.meta.url));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const mapping = readJson<Mapping>(new URL(`mappings/${name}`, import.meta.url));
      expect(parseMapping(mapping)).toEqual(mapping);
    }
  });

  it("give way to the one that lies in a data set's folder", () => {
    const folderOfOne = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      const own: Mapping = { version: 1, fields: { time: { column: 'at' }, event: { constant: 'own' } } };
      mkdirSync(join(folderOfOne, 'cdnow-purchases'));
      expect(mappingOf('cdnow-purchases', folderOfOne).fields.event).toEqual({ constant: 'purchase' });
      writeFileSync(join(folderOfOne, 'cdnow-purchases', 'mapping.json'), JSON.stringify(own));
      expect(mappingOf('cdnow-purchases', folderOfOne)).toEqual(own);
    } finally {
      rmSync(folderOfOne, { recursive: true });
    }
  });
});

describe('loading apache-access-log', () => {
  const name = 'apache-access-log';
  if (!existsSync(join(folder, name))) return it.skip('data is not here', () => {});
  const expected = readJson<Readonly<Record<string, unknown>>>(join(folder, name, 'expected.json'));

  it('takes every line but the one that is cut off, and tells no address', async () => {
    const { exclude: _, ...mapping } = mappingOf(name);
    const { report, column, identifiers } = await load(await sourceOf(name, 'apache_logs'), mapping);
    expect({
      lines: report.rowsIn,
      lines_not_matching_combined_format: report.rejectedByReason['record-unreadable'],
      distinct_client_addresses: new Set(column('address')).size,
      distinct_address_and_agent_pairs: new Set(identifiers('actor')).size,
      count_per_status: counts(column('status')),
    }).toEqual({
      lines: expected['lines'],
      lines_not_matching_combined_format: expected['lines_not_matching_combined_format'],
      distinct_client_addresses: expected['distinct_client_addresses'],
      distinct_address_and_agent_pairs: expected['distinct_address_and_agent_pairs'],
      count_per_status: expected['count_per_status'],
    });
    expect(report.accepted + report.rejected).toBe(report.rowsIn);
    const lines = readFileSync(join(folder, name, 'apache_logs'), 'utf8').split('\n');
    const clients = new Set(lines.map((line) => line.split(' ', 1)[0]!).filter((client) => client !== ''));
    const told = new Set([...column('address'), ...identifiers('actor'), ...column('referrer')]);
    expect([...clients].filter((client) => told.has(client))).toEqual([]);
    expect(report.rejections.filter(({ raw }) => [...clients].some((client) => raw.includes(client)))).toEqual([]);
  });

  it('counts what the mapping leaves out', async () => {
    const { report } = await load(await sourceOf(name, 'apache_logs'), mappingOf(name));
    const { events } = expected['human_page_views'] as { readonly events: number };
    expect(report).toMatchObject({ rowsIn: expected['lines'], accepted: events, complete: true });
    expect(report.rejectedByReason).toEqual({
      'record-unreadable': 1,
      excluded: (expected['lines'] as number) - events - 1,
    });
  });
});

async function loadData(name: DataSet, mapping: Mapping = mappingOf(name)): Promise<Loaded> {
  return load(await sourceOf(name, files[name]), mapping);
}

function readJson<T>(path: string | URL): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function counts(values: readonly PropertyValue[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const value of values) found[String(value as string)] = (found[String(value as string)] ?? 0) + 1;
  return found;
}

function minMax(times: readonly number[]): [number, number] {
  return times.reduce<[number, number]>(
    ([min, max], time) => [Math.min(min, time), Math.max(max, time)],
    [Infinity, -Infinity],
  );
}
