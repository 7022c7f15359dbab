import type { HeatmapGridMark, HeatmapGridResult, HeatmapGridSpec } from '../protocol/heatmap.js';
import { choice, knownKeys, object, refuse, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { deadClickAnalysis } from './dead-click-analysis.js';
import { checkBoundaries, place } from './heatmap-checks.js';
import { classesOf, heatmapGrid, heatmapGridRows } from './heatmap-grid.js';
import { answerByRows } from './marked-rows.js';
import { checkScope, fieldsOf, neededChoice, scopeKeys } from './path-checks.js';
import { rageClickAnalysis } from './rage-click-analysis.js';

const mostCells = 1_000_000;

/** A question about hasty or dead clicks, whole. */
function checkOnly(value: unknown, path: string): void {
  const fields = object(value, path);
  neededChoice(fields, 'kind', ['rageClick', 'deadClick'], path);
  if (fields['kind'] === 'rageClick') rageClickAnalysis.check(fields, path);
  else deadClickAnalysis.check(fields, path);
}

/** Pointer grids as one kind of question (`docs/concepts/heatmap.md`). */
export const heatmapGridAnalysis: Analysis<HeatmapGridSpec, HeatmapGridResult, HeatmapGridMark> = {
  kind: 'heatmapGrid',
  check(unchecked, path) {
    const fields = fieldsOf(
      unchecked,
      'heatmapGrid',
      [...scopeKeys, 'cols', 'rows', 'anchor', 'viewportClasses', 'only'],
      path,
    );
    checkScope(fields, path);
    whole(fields['cols'], 1, 1000, `${path}.cols`);
    whole(fields['rows'], 1, 1000, `${path}.rows`);
    choice(fields, 'anchor', ['page', 'element', 'fixed'], path);
    if (fields['viewportClasses'] !== undefined) checkBoundaries(fields['viewportClasses'], `${path}.viewportClasses`);
    if (fields['only'] !== undefined) checkOnly(fields['only'], `${path}.only`);
    const spec = unchecked as HeatmapGridSpec;
    const cells = spec.cols * spec.rows * classesOf(spec);
    if (cells > mostCells) refuse(path, cells, `has more than ${mostCells} cells in all classes; ask for fewer`);
    return spec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['cell', 'points', 'outside', 'noSize'], path);
    if (fields['kind'] === 'cell') {
      knownKeys(fields, ['kind', 'class', 'col', 'row'], path);
      place(fields, 'class', classesOf(spec), path);
      whole(fields['col'], 0, spec.cols - 1, `${path}.col`);
      whole(fields['row'], 0, spec.rows - 1, `${path}.row`);
    } else knownKeys(fields, ['kind'], path);
    return mark as HeatmapGridMark;
  },
  *answer(store, spec, mask) {
    const result = yield* heatmapGrid(store, spec, mask);
    return answerByRows(store, { result, rows: (mark) => heatmapGridRows(store, spec, mask, mark) });
  },
};
