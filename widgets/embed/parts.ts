import { TpDataset } from '../dataset/dataset.js';
import type { EmbedType } from './messages.js';

/** Elements of a frame, each in a file of its own. */
const parts: Readonly<Record<EmbedType, () => Promise<unknown>>> = {
  filter: () => import('../filter/filter.js'),
  metric: () => import('../metric/metric.js'),
  funnel: () => import('../funnel/funnel.js'),
  journey: () => import('../journey/journey.js'),
  heatmap: () => import('../heatmap/heatmap.js'),
  paths: () => import('../paths/paths.js'),
  quality: () => import('../quality/quality.js'),
  import: () => import('../import/import.js'),
};

/** The kit as a frame gets it: a dataset, and what defines elements before they are made. */
export interface FrameKit {
  readonly dataset: TpDataset;
  /** Resolves when all of them are defined. */
  define(types: readonly EmbedType[]): Promise<unknown>;
}

/** The parts that a frame shows, fetched when it shows them. */
export function kitInParts(): FrameKit {
  return {
    dataset: new TpDataset(),
    define: (types) => Promise.all([...new Set(types)].map((type) => parts[type]())),
  };
}
