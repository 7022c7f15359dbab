import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { accessLogFormat } from '../../connectors/access-log/access-log.js';
import type { FormatReader } from '../../connectors/formats/format.js';
import { rrwebFormat } from '../../connectors/rrweb/rrweb.js';
import { xesFormat } from '../../connectors/xes/xes.js';
import { formatRows, type FormatRows } from '../connectors/format-rows.js';
import { mutants } from './mutate.js';
import { mutatedFormats } from './mutated-formats.js';

const count = Number(process.env['MUTANTS'] ?? 1000);

/** Damaged files of a format that its reader reads at all. */
async function* damaged(name: string, reader: FormatReader): AsyncGenerator<{ bytes: Uint8Array; found: FormatRows }> {
  const bases = await mutatedFormats.find((one) => one.name === name)!.bases();
  for (const [seed, base] of bases.entries()) {
    for (const bytes of mutants(base, Math.ceil(count / bases.length), seed)) {
      let found: FormatRows;
      try {
        found = await formatRows(reader, bytes);
      } catch (error) {
        if (!(error instanceof AnalyticsError)) throw error;
        continue;
      }
      yield { bytes, found };
    }
  }
}

describe('parsers/logs', () => {
  const timeout = 60_000 + count * 30;

  it('access-log: each line that is not blank is a row or refused, and no address is told', { timeout }, async () => {
    let files = 0;
    for await (const { bytes, found } of damaged('access-log', accessLogFormat)) {
      const lines = Buffer.from(bytes)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, '')
        .split('\n')
        .filter((line) => !/^[ \t]*\r?$/.test(line));
      expect(found.items).toHaveLength(lines.length);
      const raw = found.refused.map((one) => one.raw).join('\n') + JSON.stringify(found.rows);
      expect(raw.match(/.{20}(203\.0\.113\.\d|2001:db8::).{0,20}/s)?.[0]).toBeUndefined();
      files++;
    }
    expect(files).toBeGreaterThan(count / 2);
  });

  it('xes: each event that is whole is a row or refused', { timeout }, async () => {
    let files = 0;
    let rows = 0;
    for await (const { bytes, found } of damaged('xes', xesFormat)) {
      const text = new TextDecoder().decode(bytes);
      // In a comment or a section there are no events.
      if (/<!--|<!\[CDATA\[|<\?(?!xml)/.test(text)) continue;
      const whole = text.match(/<event>(<(string|date) key="[^"<&>]*" value="[^"<&>]*"\/>){3}<\/event>/g) ?? [];
      const isCut = found.source.broken !== null;
      if (!isCut) expect(found.items.length).toBeGreaterThanOrEqual(whole.length);
      expect(found.rows.length).toBeLessThanOrEqual((text.match(/<event/g) ?? []).length);
      // What is left of an event never becomes the name of its trace.
      for (const row of found.rows) expect(['visit', 'sign up', 'pay']).not.toContain(row['case:concept:name']);
      rows += found.rows.length;
      files++;
    }
    expect(files).toBeGreaterThan(count / 2);
    // Damage costs the events that it touches, not the file.
    expect(rows / files).toBeGreaterThan(20);
  });

  it('rrweb: no text of the page is told', { timeout }, async () => {
    let rows = 0;
    for await (const { found } of damaged('rrweb', rrwebFormat)) {
      expect(JSON.stringify(found.items)).not.toContain('typed');
      rows += found.rows.length;
    }
    expect(rows).toBeGreaterThan(count * 10);
  });
});
