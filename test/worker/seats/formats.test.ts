import { describe, expect, it } from 'vitest';
import { fileConnector } from '../../../connectors/file.js';
import { formatFile } from '../../../connectors/formats/file.js';
import type { FormatReader } from '../../../connectors/formats/format.js';
import { previewFormat, readFormat } from '../../../connectors/formats/reading.js';
import { Refused, type RecordItem, type RecordSource } from '../../../connectors/records/record-source.js';
import { EngineCore, unhurried } from '../../../worker/engine.js';
import type { EventBatch } from '../../../worker/protocol/batch.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { FormatBytes, FormatHost, FormatName, ReadContext, Source } from '../../../worker/protocol/source.js';
import { remoteFormats, type FormatPatience } from '../../../worker/seats/formats/remote.js';
import { formatFileMain } from '../../../worker/seats/formats/serve.js';
import { BatchReceiver, BatchSender } from '../../../worker/seats/formats/wire.js';

/** Lines `actor,day,event` behind a workbook's mark; `!` refuses its line, `~` lets the file break off. */
const lines: FormatReader = {
  format: 'xlsx',
  async open(file, _options, pace): Promise<RecordSource> {
    const pieces: number[] = [];
    let broken: string | null = null;
    try {
      for await (const chunk of file.chunks()) pieces.push(...chunk);
    } catch (error) {
      broken = (error as Error).message;
    }
    const texts = String.fromCharCode(...pieces)
      .slice(4)
      .split('\n')
      .filter(Boolean);
    if (texts[0] === 'no workbook')
      throw new AnalyticsError('source-format', 'That is no workbook.', { format: 'zip' });
    let at = 0;
    return {
      name: file.name,
      facts: { format: 'xlsx', encoding: 'utf-8', gzip: file.gzip },
      get broken() {
        return broken;
      },
      async next(): Promise<readonly RecordItem[] | null> {
        if (texts[at] === 'hang') await new Promise(() => {});
        while (texts[at] === 'spin') await pace.rest();
        if (at >= texts.length) return null;
        return texts.slice(at, (at += 3)).map((text, k) => {
          if (text.startsWith('!')) return new Refused('record-unreadable', at + k, text);
          const [actor, day, event] = text.split(',');
          return { actor, time: `2026-01-${day!.padStart(2, '0')}T00:00:00Z`, event };
        });
      },
      progress: () => ({ done: at, total: texts.length }),
      warnings: () => [],
      close: () => Promise.resolve(),
    };
  },
};

const here: FormatHost = {
  read: (_format, file, context) => readFormat(lines, formatFile(file), context),
  preview: (_format, file, context) => previewFormat(lines, formatFile(file), context),
};

interface Seats {
  readonly host: FormatHost;
  readonly opened: FormatName[];
  closed: number;
}

/** Readers behind ports within this thread. */
function behindPorts(patience?: FormatPatience): Seats {
  const seats: Seats = {
    opened: [],
    closed: 0,
    host: remoteFormats(async (format) => {
      seats.opened.push(format);
      const { port1, port2 } = new MessageChannel();
      formatFileMain(lines)(port1, 5);
      return {
        endpoint: port2,
        close() {
          seats.closed++;
          port1.close();
          port2.close();
        },
      };
    }, patience),
  };
  return seats;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(`PK\x03\x04${text}`);
const source = (text: string): Source => ({ kind: 'bytes', bytes: bytes(text), name: 'log.xlsx' });
const context = (): ReadContext => ({ signal: unhurried.signal, pace: unhurried.pace });

const story = Array.from({ length: 40 }, (_, k) => `c${k % 7},${(k % 9) + 1},${k % 3 === 0 ? 'visit' : `step ${k}`}`);

async function readAll(host: FormatHost, file: FormatBytes): Promise<{ batches: EventBatch[]; report: unknown }> {
  const reading = await host.read('xlsx', file, context());
  const batches: EventBatch[] = [];
  for await (const batch of reading.batches) batches.push(batch);
  return { batches, report: reading.report() };
}

describe('a file read behind a port', () => {
  it('gives the batches, the account and the preview that it gives in the same thread', async () => {
    const seats = behindPorts();
    const text = [...story.slice(0, 20), '!broken line', ...story.slice(20)].join('\n');
    const file: FormatBytes = { name: 'log.xlsx', gzip: false, size: null, bytes: bytes(text) };
    expect(await readAll(seats.host, file)).toEqual(await readAll(here, file));
    expect(await seats.host.preview('xlsx', file, context())).toEqual(await here.preview('xlsx', file, context()));
    expect(seats).toMatchObject({ opened: ['xlsx', 'xlsx'], closed: 2 });
  });

  it('asks the page which identifiers its data know', async () => {
    const file: FormatBytes = { name: 'log.xlsx', gzip: false, size: null, bytes: bytes(story.join('\n')) };
    const asked: string[] = [];
    const known: ReadContext['known'] = (wanted) => {
      asked.push(...wanted);
      return Promise.resolve(new Set(['actor:c0', 'actor:c1', 'actor:c2', 'actor:c3', 'actor:c4']));
    };
    const { fields } = await behindPorts().host.preview('xlsx', file, { ...context(), known });
    expect(asked).toEqual(expect.arrayContaining(['actor:c0', 'actor:c6']));
    expect(fields[0]).toMatchObject({ field: 'actor', from: { column: 'actor' } });
    expect(fields[0]!.evidence).toContainEqual({ kind: 'overlap', type: 'actor', known: 5, of: 7 });
  });

  it('is pulled chunk by chunk where it comes in order, and says when it broke off', async () => {
    const seats = behindPorts();
    let cancelled = 0;
    const chunks = [bytes(story.slice(0, 5).join('\n')), new TextEncoder().encode('\nc9,9,late\n')];
    const stream = (fails: boolean): Source => ({
      kind: 'stream',
      name: 'pulled',
      stream: {
        getReader() {
          const left = [...chunks];
          return {
            async read() {
              const value = left.shift();
              if (!value && fails) throw new Error('the line is dead');
              return value ? { done: false, value } : { done: true };
            },
            async cancel() {
              cancelled++;
            },
          };
        },
      },
    });
    const core = new EngineCore({ connectors: [fileConnector], formats: seats.host });
    expect(await core.load(stream(false))).toMatchObject({ accepted: 6, rejected: 0, complete: true });
    expect(await core.load(stream(true))).toMatchObject({ accepted: 6, complete: false });
    expect(seats).toMatchObject({ opened: ['xlsx', 'xlsx'], closed: 2 });
    expect(cancelled).toBe(0);
  });

  it('ends with the error of its reader', async () => {
    const seats = behindPorts();
    const core = new EngineCore({ connectors: [fileConnector], formats: seats.host });
    await expect(core.load(source('no workbook\n'))).rejects.toMatchObject({
      code: 'source-format',
      message: 'That is no workbook.',
      detail: { format: 'zip' },
    });
    expect(seats.closed).toBe(1);
  });

  it.each(['hang', 'spin'])('is given up when nothing comes of it: %s', async (way) => {
    const seats = behindPorts({ silentMs: 100_000, stuckMs: 300 });
    const core = new EngineCore({ connectors: [fileConnector], formats: seats.host });
    await core.load(source(story.join('\n')));
    await expect(core.load(source(`${story.slice(0, 3).join('\n')}\n${way}`))).rejects.toMatchObject({
      code: 'source-format',
      detail: { format: 'xlsx', waitedMs: 300 },
    });
    expect(seats.closed).toBe(2);
    expect(core.store.rows).toBe(story.length);
  });

  it('is ended when its call is cancelled', async () => {
    const seats = behindPorts();
    const core = new EngineCore({ connectors: [fileConnector], formats: seats.host });
    const signal = { aborted: false };
    const loading = core.load(source('hang'), {}, { ...unhurried, signal });
    signal.aborted = true;
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
    expect(seats.closed).toBe(1);
  });
});

describe('lists of values over a port', () => {
  it('cross once and are one array again on the other side', async () => {
    const { batches } = await readAll(here, { name: 'a', gzip: false, size: null, bytes: bytes(story.join('\n')) });
    const [whole] = batches;
    const growing: string[] = [];
    const sender = new BatchSender();
    const receiver = new BatchReceiver();
    const seen: unknown[] = [];
    for (const part of [['a', 'b'], ['c'], []]) {
      growing.push(...part);
      const wire = sender.cut({ ...whole!, event: { ...whole!.event, values: growing } });
      seen.push(wire.batch.event.values);
      const got = receiver.whole(structuredClone(wire));
      expect(got.event.values).toEqual(growing);
      expect(got.columns).toEqual(whole!.columns);
    }
    expect(seen).toEqual([['a', 'b'], ['c'], []]);
  });
});
