import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../worker/batches.js';

/** A web server log in Apache's combined format. */
export interface AccessLog {
  /** Lines that are in the format, in file order. Actor: address and user agent; event: path without query. */
  readonly rows: readonly Row[];
  /** Lines that are not. */
  readonly others: number;
  /** One item a row: the client's address. */
  readonly addresses: readonly string[];
}

const combined =
  /^(\S+) \S+ \S+ \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const robots = /bot|crawl|spider|slurp|feed|fetcher|reader|monitor|curl|wget|python|java\/|perl|ruby/i;

/** Reads the log of `apache-access-log`, addresses as they are: nothing of it may be shown. */
export function readAccessLog(folder: string): AccessLog {
  const lines = readFileSync(join(folder, 'apache_logs'), 'utf8').split('\n').filter(Boolean);
  const matches = lines.map((line) => combined.exec(line)).filter((match) => match !== null);
  return {
    rows: matches.map(rowOf),
    others: lines.length - matches.length,
    addresses: matches.map((match) => match[1]!),
  };
}

/** Whether a line is a page viewed by a person, by the rule in the data's README. */
export function isPageView({ event, props = {} }: Row): boolean {
  const file = (event ?? '').split('/').at(-1)!;
  return (
    props['method'] === 'GET' &&
    (props['status'] === '200' || props['status'] === '304') &&
    (!file.includes('.') || /\.(html|xhtml|php)$/.test(file)) &&
    !robots.test(String(props['agent']))
  );
}

function rowOf(match: RegExpExecArray): Row {
  const [, address, time, request, status, bytes, referrer, agent] = match as unknown as string[];
  const parts = request!.split(' ');
  const [path, query = null] = (parts[1] ?? '').split('#')[0]!.split(/\?(.*)/s);
  return {
    actor: `${address} ${agent}`,
    t: timeOf(time!),
    event: path!,
    props: {
      // A request that has not exactly three parts has no method.
      method: parts.length === 3 ? parts[0]! : null,
      status: status!,
      bytes: bytes === '-' ? null : Number(bytes),
      referrer: referrer === '-' ? null : referrer!,
      query,
      agent: agent!,
    },
  };
}

/** `17/May/2015:10:05:03 +0000`. */
function timeOf(text: string): number {
  const [, day, month, year, clock, hours, minutes] = /^(\d+)\/(\w+)\/(\d+):(\S+) ([+-]\d\d)(\d\d)$/.exec(text)!;
  const number = String(months.indexOf(month!) + 1).padStart(2, '0');
  return Date.parse(`${year}-${number}-${day}T${clock}${hours}:${minutes}`);
}
