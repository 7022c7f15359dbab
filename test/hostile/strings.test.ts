import { columnFromArray, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette';
import { afterEach, describe, expect, it } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { CountsResult } from '../../worker/protocol/counts.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { Spec } from '../../worker/protocol/spec.js';
import type { Source } from '../../worker/protocol/source.js';
import { csvField, load } from '../connectors/load.js';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';

interface Misc {
  readonly log_lines: readonly string[];
  readonly file_names: readonly string[];
  readonly object_keys: readonly string[];
}

interface Redos {
  readonly repeat: ReadonlyArray<readonly [piece: string, count: number, tail: string]>;
  readonly patterns_from_users: readonly string[];
}

const mapping: Mapping = {
  version: 1,
  fields: { time: { column: 'time', format: 'iso' }, event: { column: 'event' }, actor: { column: 'who' } },
};
const at = (k: number): string => `2026-01-05T09:0${k}:00.000Z`;
type Record3 = Readonly<Record<string, string>>;

/** Records with own keys, whatever these are called. */
function recordOf(entries: ReadonlyArray<readonly [string, string]>): Record3 {
  return Object.fromEntries(entries);
}

const csv = (records: readonly Record3[]): Source => {
  const header = Object.keys(records[0]!);
  const lines = [header, ...records.map((one) => header.map((key) => one[key]!))];
  return { kind: 'text', text: lines.map((line) => line.map((text) => csvField(text)).join(',')).join('\n') };
};
const arrow = (records: readonly Record3[]): Source => {
  const columns: Array<[string, ReturnType<typeof columnFromArray>]> = Object.keys(records[0]!).map((key) => [
    key,
    columnFromArray(
      records.map((one) => one[key]!),
      utf8(),
    ),
  ]);
  // Not from an object of columns: the library would lose one called `__proto__`.
  return { kind: 'bytes', bytes: tableToIPC(tableFromColumns(columns), { format: 'stream' })!, name: 'data.arrows' };
};

/** Ways in, each with the same records. */
const ways: Readonly<Record<string, (records: readonly Record3[]) => Source>> = {
  csv,
  json: (records) => ({ kind: 'text', text: JSON.stringify(records) }),
  ndjson: (records) => ({ kind: 'text', text: records.map((one) => JSON.stringify(one)).join('\n') }),
  rows: (rows) => ({ kind: 'rows', rows }),
  arrow,
};

async function engineOf(source: Source, given: Mapping = mapping): Promise<EngineCore> {
  const engine = new EngineCore({ connectors: lightConnectors });
  const { rowsIn, accepted, rejected } = await engine.load(source, { mapping: given });
  expect(rowsIn).toBe(accepted + rejected);
  return engine;
}

async function ask<T>(engine: EngineCore, spec: Spec): Promise<T> {
  const [outcome] = await engine.run([{ id: 'a', spec }]);
  if (!outcome!.ok) throw new Error(outcome!.error.message);
  return outcome!.result as T;
}

describe('parsers/strings', () => {
  if (!hasCorpus('strings/misc.json') || !hasCorpus('strings/redos.json')) return skipMissing('strings');
  const { log_lines, file_names, object_keys } = JSON.parse(corpusText('strings/misc.json')) as Misc;
  const { repeat, patterns_from_users } = JSON.parse(corpusText('strings/redos.json')) as Redos;

  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.getOwnPropertyNames({})).toEqual([]);
  });

  for (const key of object_keys) {
    it(`object key ${key}: a column, an event, a customer and a value like any other`, async () => {
      const records = [0, 1, 2].map((k) =>
        recordOf([
          ['time', at(k)],
          ['event', k === 0 ? 'visit' : key],
          ['who', k === 2 ? 'ann' : key],
          [key, k === 1 ? key : `v${k}`],
        ]),
      );
      for (const make of Object.values(ways)) {
        const loaded = await load(make(records), mapping);
        expect(loaded.report.accepted).toBe(3);
        expect(loaded.events).toEqual(['visit', key, key]);
        expect(loaded.identifiers('actor')).toEqual([key, key, 'ann']);
        expect(loaded.column(key)).toEqual(['v0', key, 'v2']);
        expect(loaded.batches.flatMap(({ columns }) => columns.map(({ name }) => name))).toEqual([key]);

        const engine = await engineOf(make(records));
        const info = await engine.describe();
        expect([info.rows, info.actors, info.properties]).toEqual([3, 2, [key]]);
        expect(new Map(info.events.map(({ name, rows }) => [name, rows]))).toEqual(
          new Map([
            ['visit', 1],
            [key, 2],
          ]),
        );
        const byValue = await ask<CountsResult>(engine, { kind: 'counts', by: key });
        expect(byValue.groups.map((group) => [group.key, group.count])).toEqual(
          ['v0', 'v2', key].toSorted((a, b) => (a < b ? -1 : 1)).map((value) => [value, 1]),
        );
        const steps = [{ event: 'visit' }, { event: key, where: [{ prop: key, op: 'eq', value: key } as const] }];
        const funnel = await ask<FunnelResult>(engine, { kind: 'funnel', steps });
        expect([...funnel.stepCounts]).toEqual([1, 1]);
      }
      // A column of that name as an identifier, a template, and a rule.
      const named: Mapping = {
        version: 1,
        fields: {
          time: { column: 'time', format: 'iso' },
          event: { rules: [{ when: { column: key, is: key }, name: key }], otherwise: 'other' },
          userId: { column: key },
          channel: { template: `{${key}}!` },
        },
      };
      const loaded = await load(csv(records), named);
      expect(loaded.events).toEqual(['other', key, 'other']);
      expect(loaded.identifiers('userId')).toEqual(['v0', key, 'v2']);
      expect(loaded.column('channel')).toEqual(['v0!', `${key}!`, 'v2!']);
    });
  }

  it('a record with a field "then" is not mistaken for a promise', async () => {
    let called = 0;
    const then = (): void => void called++;
    const entries: Array<[string, unknown]> = [
      ...Object.entries({ time: at(0), event: 'visit', who: 'ann' }),
      ['then', then],
    ];
    const { report } = await load({ kind: 'rows', rows: [Object.fromEntries(entries)] }, mapping);
    expect([report.accepted, called]).toEqual([1, 0]);
  });

  for (const name of file_names) {
    it(`file name ${JSON.stringify(name.slice(0, 60))}: a label, and no more`, async () => {
      const records = [0, 1].map((k) =>
        recordOf([
          ['time', at(k)],
          ['event', 'visit'],
          ['who', 'ann'],
        ]),
      );
      for (const [way, make] of Object.entries(ways)) {
        // A name that says CSV is the one thing that counts beside what a text is.
        if (name.endsWith('.csv') && (way === 'json' || way === 'ndjson')) continue;
        const { report, batches } = await load({ ...make(records), name } as Source, mapping);
        expect([report.source, report.accepted]).toEqual([name, 2]);
        expect(batches.map(({ source }) => source)).toEqual([name]);
      }
      const error = await load({ kind: 'text', text: '', name }, mapping).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AnalyticsError);
    });
  }

  for (const line of log_lines) {
    it(`log line ${JSON.stringify(line.slice(0, 60))}: one record, wherever it stands`, async () => {
      const records = [0, 1].map((k) =>
        recordOf([
          ['time', at(k)],
          ['event', line],
          ['who', 'ann'],
        ]),
      );
      for (const [way, make] of Object.entries(ways)) {
        const { report, events } = await load(make(records), mapping);
        expect(report.rowsIn).toBe(2);
        // CSV has no place for NUL: such a record is refused, with its reason.
        if (way === 'csv' && line.includes('\0')) expect(report.rejectedByReason).toEqual({ nul: 2 });
        else expect(events).toEqual([line, line]);
      }
      // As a web server writes what a client sent it.
      const sent = line.replace(/["\\\p{Cc}]/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
      const request = `10.0.0.7 - - [05/Jan/2026:09:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "${sent}"`;
      const log = [request, line.replace(/[\r\n]/g, ' '), request].join('\n');
      const { report, batches } = await load({ kind: 'text', text: log, name: 'access.log' });
      expect([report.facts.format, report.rowsIn, report.accepted, report.rejected]).toEqual(['access-log', 3, 2, 1]);
      expect(JSON.stringify(batches)).not.toContain('10.0.0.7');
    });
  }

  for (const [piece, count, tail] of repeat) {
    it(`${JSON.stringify(piece)} ${count} times, then ${JSON.stringify(tail)}: in every field`, async () => {
      const text = piece.repeat(count) + tail;
      const fields = ['time', 'event', 'email', 'phone', 'userId', 'amount', 'done', 'note', text.slice(0, 200)];
      const records = [0, 1, 2, 3].map((k) =>
        recordOf(
          fields.map((field) => [
            field,
            k % 2 === 1 ? text : field === 'time' ? at(k) : field === 'amount' ? '1.5' : 'x',
          ]),
        ),
      );
      const given: Mapping = {
        version: 1,
        fields: {
          time: { column: 'time' },
          event: { column: 'event' },
          email: { column: 'email' },
          phone: { column: 'phone' },
          userId: { column: 'userId' },
        },
        defaultCountry: 'CN',
        properties: {
          amount: { column: 'amount', type: 'number' },
          done: { column: 'done', type: 'boolean' },
          note: { column: 'note' },
        },
      };
      for (const make of Object.values(ways)) {
        const { report } = await load(make(records), given);
        expect([report.rowsIn, report.accepted + report.rejected]).toEqual([4, 4]);
        // What the assistant makes of it, and what it says, is another matter: it comes to an end.
        const engine = new EngineCore({ connectors: lightConnectors });
        const preview = await engine.preview(make(records));
        expect(preview.columns.length).toBeGreaterThan(0);
      }
    });
  }

  for (const pattern of patterns_from_users) {
    it(`pattern ${pattern}: a text like any other in the rules of a mapping`, async () => {
      const values = [pattern, `a ${pattern} b`, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'x'];
      const records = values.map((value, k) =>
        recordOf([
          ['time', at(k)],
          ['text', value],
          ['who', 'ann'],
        ]),
      );
      const given: Mapping = {
        version: 1,
        fields: {
          time: { column: 'time', format: 'iso' },
          actor: { column: 'who' },
          event: {
            rules: [
              { when: { column: 'text', is: pattern }, name: 'is' },
              { when: { column: 'text', contains: pattern }, name: 'contains' },
            ],
            otherwise: 'none',
          },
        },
        missing: [`${pattern}?`],
      };
      for (const make of Object.values(ways)) {
        const { events } = await load(make(records), given);
        expect(events).toEqual(['is', 'contains', 'none', 'none']);
      }
      const engine = await engineOf(csv(records), given);
      const steps = [{ where: [{ prop: 'text', op: 'eq', value: pattern } as const] }];
      expect([...(await ask<FunnelResult>(engine, { kind: 'funnel', steps })).stepCounts]).toEqual([1]);
    });
  }
});
