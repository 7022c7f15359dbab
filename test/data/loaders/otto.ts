import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../worker/batches.js';

interface Session {
  readonly session: number;
  readonly events: ReadonlyArray<{ readonly aid: number; readonly ts: number; readonly type: string }>;
}

/** Reads `otto-sessions`: one JSON object a line, the events of a session nested in it. */
export function readOtto(folder: string): Row[] {
  const lines = readFileSync(join(folder, 'train.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const { session, events } = JSON.parse(line) as Session;
    return events.map(({ aid, ts, type }): Row => ({ actor: String(session), t: ts, event: type, props: { aid } }));
  });
}
