import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Row } from '../../worker/batches.js';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads `bpi2013-problems-xes`. Actor: name of the trace; event: `concept:name`; the other attributes are properties. */
export function readXes(folder: string): Row[] {
  const xml = gunzipSync(readFileSync(join(folder, 'bpic2013_closed.xes.gz'))).toString('utf8');
  return xml.split('<trace>').slice(1).flatMap(rowsOfTrace);
}

function rowsOfTrace(trace: string): Row[] {
  const [head, ...events] = trace.split('<event>');
  const actor = attributes(head!)['concept:name']!;
  return events.map((event) => {
    const { 'concept:name': name, 'time:timestamp': time, ...props } = attributes(event.split('</event>')[0]!);
    return { actor, t: Date.parse(time!), event: name!, props };
  });
}

function attributes(xml: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, key, value] of xml.matchAll(/<\w+ key="([^"]*)" value="([^"]*)"/g)) found[key!] = unescape(value!);
  return found;
}

function unescape(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
