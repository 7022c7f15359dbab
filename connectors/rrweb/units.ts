import type { ByteFeed } from '../csv/byte-feed.js';
import { parseJson } from '../json/json-text.js';
import { jsonForm, jsonUnits, type JsonUnit } from '../json/json.js';
import { decodeUtf8 } from '../platform.js';
import { isObject } from './nodes.js';

const FILL = 64 * 1024;

/** A record's text, with the fields of the object around its list, where there is one. */
export interface RecordingUnit {
  readonly unit: JsonUnit;
  readonly around: Readonly<Record<string, unknown>> | null;
}

/**
 * Records of a recording: items of a list, lines, or items of `events` within an object or within one a line, which are
 * read as they come however long the object is. Null for what begins like none of these.
 */
export function recordingUnits(feed: ByteFeed): AsyncGenerator<RecordingUnit, void, void> | null {
  const form = jsonForm(decodeUtf8(feed.bytes.subarray(feed.from, feed.to)), feed.final);
  return form === null ? null : units(feed, form);
}

async function* units(feed: ByteFeed, form: 'list' | 'lines' | 'object'): AsyncGenerator<RecordingUnit, void, void> {
  for (;;) {
    const around = passStart(feed);
    if (around === null) {
      for await (const unit of jsonUnits(feed, form)) yield { unit, around: null };
      return;
    }
    for await (const unit of jsonUnits(feed, 'list', true)) yield { unit, around };
    if (!(await passEnd(feed))) return;
  }
}

/** Moves to the list of an object that holds one as `events`: the fields before it, or null where there is none. */
function passStart(feed: ByteFeed): Readonly<Record<string, unknown>> | null {
  const { bytes, to } = feed;
  let { from } = feed;
  while (from < to && bytes[from]! <= 0x20) from++;
  if (bytes[from] !== 0x7b) return null;
  let depth = 0;
  let key = '';
  for (let at = from; at < to; at++) {
    const code = bytes[at]!;
    if (code === 0x22) {
      const end = stringEnd(bytes, at + 1, to);
      if (end < 0) return null;
      // What stands in quotes before a list is its key.
      key = depth === 1 && end - at === 7 ? decodeUtf8(bytes.subarray(at + 1, end)) : '';
      at = end;
    } else if (code === 0x5b && depth === 1 && key === 'events') {
      const fields = fieldsOf(`${decodeUtf8(bytes.subarray(from, at))}[]}`);
      if (fields !== null) feed.from = at;
      return fields;
    } else if (code === 0x7b || code === 0x5b) depth++;
    else if ((code === 0x7d || code === 0x5d) && --depth <= 0) return null;
    else if (code === 0x2c) key = '';
  }
  return null;
}

/** Moves behind the object around a list; false where the file ends. */
async function passEnd(feed: ByteFeed): Promise<boolean> {
  let depth = 1;
  let isQuoted = false;
  for (;;) {
    while (feed.from < feed.to) {
      const code = feed.bytes[feed.from++]!;
      if (depth === 0) {
        if (code <= 0x20) continue;
        feed.from--;
        // Enough to see the next one's fields before its list.
        await feed.fill(Math.max(0, FILL - (feed.to - feed.from)));
        return true;
      }
      if (isQuoted) {
        if (code === 0x5c) feed.from++;
        else if (code === 0x22) isQuoted = false;
      } else if (code === 0x22) isQuoted = true;
      else if (code === 0x7b || code === 0x5b) depth++;
      else if (code === 0x7d || code === 0x5d) depth--;
    }
    if (feed.final) return false;
    const over = feed.from - feed.to;
    feed.from = feed.to;
    await feed.fill(FILL);
    feed.from += over;
  }
}

function stringEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x22) return at;
    if (bytes[at] === 0x5c) at++;
  }
  return -1;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const { value } = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
