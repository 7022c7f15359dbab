import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../worker/batches.js';

interface Recorded {
  readonly type: number;
  readonly timestamp: number;
  readonly sessionId: string;
  readonly data: {
    readonly source?: number;
    readonly type?: number;
    readonly id?: number;
    readonly x?: number;
    readonly y?: number;
    readonly width?: number;
    readonly height?: number;
    readonly positions?: ReadonlyArray<{ readonly x: number; readonly y: number; readonly timeOffset: number }>;
  };
}

const interactions = ['MouseUp', 'MouseDown', 'Click', 'ContextMenu', 'DblClick', 'Focus', 'Blur'];

/**
 * Reads `rrweb-recording`: a JSON array of records. Gives pointer positions (`move`), mouse interactions by name and
 * `Scroll`, placed in the viewport, whose size the first record tells.
 */
export function readRrweb(folder: string): Row[] {
  const records = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8')) as readonly Recorded[];
  const screen = records.find(({ type }) => type === 4)!.data;
  const size = { docWidth: screen.width!, docHeight: screen.height! };
  return records.flatMap(({ type, timestamp, sessionId, data }): Row[] => {
    const row = (t: number, event: string, props: Record<string, number>): Row => ({
      actor: sessionId,
      t,
      event,
      props: { ...size, ...props },
    });
    if (type !== 3) return [];
    if (data.source === 1)
      return data.positions!.map(({ x, y, timeOffset }) => row(timestamp + timeOffset, 'move', { x, y }));
    if (data.source === 3) return [row(timestamp, 'Scroll', { scrollY: data.y! })];
    if (data.source !== 2) return [];
    const { x, y, id } = data;
    return [row(timestamp, interactions[data.type!]!, { node: id!, ...(x === undefined ? {} : { x, y: y! }) })];
  });
}
