import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PropertyValue } from '../../../worker/protocol/batch.js';
import type { Row } from '../../worker/batches.js';

/** Pages of this data are that large, in CSS pixels. */
export const pageSize = { docWidth: 160, docHeight: 210 } as const;

interface Episode {
  readonly episode: string;
  readonly actor: string;
  readonly rawReward: number;
  readonly events: ReadonlyArray<{
    readonly time: number;
    readonly type: string;
    readonly x?: number;
    readonly y?: number;
    readonly target?: {
      readonly tag: string;
      readonly classes?: string;
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
    };
  }>;
}

/**
 * Reads one task of `miniwob-pointer`: one JSON object a line, an episode with its pointer and key events. Each episode
 * also gives a row `start`, and a row `success` after its last event where the task was done. `place` is an event's place
 * in its episode, which is not always that of its time.
 */
export function readMiniwob(folder: string, task: string): Row[] {
  const lines = readFileSync(join(folder, `${task}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines.flatMap((line) => {
    const { episode, actor, rawReward, events } = JSON.parse(line) as Episode;
    const row = (t: number, event: string, props: Record<string, PropertyValue>): Row => ({
      actor,
      t,
      event,
      props: { ...pageSize, view: episode, page: task, ...props },
    });
    const last = Math.max(0, ...events.map(({ time }) => time));
    return [
      row(0, 'start', {}),
      ...events.map(({ time, type, x, y, target }, place) =>
        row(time, type, { place, ...pointer(x, y), ...box(target) }),
      ),
      ...(rawReward === 1 ? [row(last, 'success', {})] : []),
    ];
  });
}

function pointer(x: number | undefined, y: number | undefined): Record<string, number> {
  return x === undefined || y === undefined ? {} : { x, y };
}

/** The element's name is its tag and classes; its box is in page coordinates. */
function box(target: Episode['events'][number]['target']): Record<string, PropertyValue> {
  if (!target) return {};
  const { tag, classes = '', left, top, width, height } = target;
  return {
    element: JSON.stringify([tag, classes]),
    elementLeft: left,
    elementTop: top,
    elementWidth: width,
    elementHeight: height,
  };
}
