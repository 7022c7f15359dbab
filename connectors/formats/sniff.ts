import type { FormatName } from '../../worker/protocol/source.js';
import { latin1 } from '../platform.js';

/** The format that a file's first bytes tell, unless it is text of the usual kinds; null when they tell none. */
export function formatOf(head: Uint8Array): FormatName | null {
  const start = latin1(head.subarray(0, 8));
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'xlsx';
  if (start.startsWith('PAR1') || start.startsWith('PARE')) return 'parquet';
  if (start.startsWith('ARROW1') || isArrowStream(head)) return 'arrow';
  return isXes(head) ? 'xes' : null;
}

/** A stream of messages: a mark of four 0xff, then the length of a schema, padded to 8 bytes. */
function isArrowStream(head: Uint8Array): boolean {
  if (head.length < 8 || head.subarray(0, 4).some((byte) => byte !== 0xff)) return false;
  const length = head[4]! | (head[5]! << 8) | (head[6]! << 16) | (head[7]! << 24);
  return length > 0 && length % 8 === 0;
}

/** XML whose first element is a log, as IEEE 1849 has it. */
function isXes(head: Uint8Array): boolean {
  // Every other byte of UTF-16 is zero here.
  const text = latin1(head.subarray(0, 4096))
    .replaceAll('\0', '')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '');
  if (!/^\s*</.test(text)) return false;
  const first = /<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/.exec(text.replace(/<!--[^]*?-->/g, ''));
  return first?.[2] === 'log';
}

/** An item of a recording as rrweb writes it: a kind from 0 to 6, data and a time. */
const recordedItem = /^[\s[]*\{\s*"(type|data|timestamp)"/;

/** Whether JSON text begins like a recording of a page: a list, lines, or `{ "events": [...] }` of rrweb's events. */
export function isRecording(head: string): boolean {
  const text = head.replace(/^\s*\{\s*"events"\s*:/, '');
  if (!recordedItem.test(text)) return false;
  const first = text.slice(0, 4096);
  return /"type"\s*:\s*[0-6]\s*[,}]/.test(first) && /"timestamp"\s*:\s*\d{12,}/.test(text);
}

/** A line of a web server: address, two names, a time in brackets, a request in quotes; a virtual host may come first. */
const logLine =
  /^(\S{1,255} )?\S{1,255} \S{1,255} \S{1,255} \[\d{1,2}\/[A-Za-z]{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "/;

/** Whether most of the first lines are a web server's. */
export function isAccessLog(head: string): boolean {
  const lines = head
    .split(/\r?\n/, 11)
    .slice(0, 10)
    .filter((line) => line !== '');
  const fitting = lines.filter((line) => logLine.test(line)).length;
  return fitting > 0 && fitting * 2 > lines.length;
}
