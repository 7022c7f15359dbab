import type { FeatureMatrixMark, FeatureMatrixResult, FeatureMatrixSpec } from '../protocol/heatmap.js';
import { calendarIntervals } from '../protocol/calendar.js';
import { checkSelectors, knownKeys, list, object, refuse, whole, type Fields } from '../spec-check.js';
import { checkBucketSpan, checkCalendar } from '../time/calendar-check.js';
import type { Analysis } from './analysis.js';
import { featureMatrix } from './feature-matrix.js';
import { place } from './heatmap-checks.js';
import { answerByRows } from './marked-rows.js';
import { fixedColumns, mostCells } from './matrix-columns.js';
import { mostRows } from './matrix-rows.js';
import { bounded, checkScope, fieldsOf, neededChoice, neededText, scopeKeys, text } from './path-checks.js';

const keys = [...scopeKeys, 'features', 'rows', 'columns', 'buckets', 'ages', 'tz', 'weekStart', 'valueProp'];
const ages = ['day-of-age', 'week-of-age'];
const ofWeek = ['hour-of-week', 'day-of-week', 'hour-of-day'];

const cellKeys = ['feature', 'value', 'other', 'column'];
const mostMarked = 10_000;

/** Features by time as one kind of question (`docs/concepts/heatmap.md`). */
export const featureMatrixAnalysis: Analysis<FeatureMatrixSpec, FeatureMatrixResult, FeatureMatrixMark> = {
  kind: 'featureMatrix',
  check(unchecked, path) {
    const fields = fieldsOf(unchecked, 'featureMatrix', keys, path);
    checkScope(fields, path);
    checkCalendar(fields, path);
    checkRows(fields, path);
    neededChoice(fields, 'columns', [...calendarIntervals, ...ofWeek, ...ages], path);
    const columns = fields['columns'] as FeatureMatrixSpec['columns'];
    const byAge = ages.includes(columns);
    if (fields['buckets'] !== undefined) {
      if (byAge || ofWeek.includes(columns)) refuse(`${path}.buckets`, undefined, `has no meaning with ${columns}`);
      checkBucketSpan(fields['buckets'], `${path}.buckets`);
    }
    if (fields['ages'] !== undefined && !byAge) refuse(`${path}.ages`, undefined, `has no meaning with ${columns}`);
    bounded(fields, 'ages', 1, 10_000, path);
    text(fields, 'valueProp', path);
    const spec = unchecked as FeatureMatrixSpec;
    const cells = (spec.buckets?.count ?? fixedColumns(spec) ?? 168) * mostRows(spec);
    if (cells > mostCells) refuse(path, cells, `has more than ${mostCells} cells; ask for fewer`);
    return spec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['cell', 'cells', 'column'], path);
    // How many buckets a range has is known when the question is answered; a column beyond them has no rows.
    const columns = fixedColumns(spec) ?? mostCells;
    if (fields['kind'] === 'cell') {
      knownKeys(fields, ['kind', ...cellKeys], path);
      checkCell(fields, spec, columns, path);
    } else if (fields['kind'] === 'cells') {
      knownKeys(fields, ['kind', 'cells'], path);
      const cells = list(fields['cells'], `${path}.cells`);
      if (cells.length < 1 || cells.length > mostMarked) {
        refuse(`${path}.cells`, cells.length, `must have 1 to ${mostMarked} cells`);
      }
      for (const [i, cell] of cells.entries()) {
        const own = object(cell, `${path}.cells[${i}]`);
        knownKeys(own, cellKeys, `${path}.cells[${i}]`);
        checkCell(own, spec, columns, `${path}.cells[${i}]`);
      }
    } else {
      knownKeys(fields, ['kind', 'column'], path);
      whole(fields['column'], 0, columns - 1, `${path}.column`);
    }
    return mark as FeatureMatrixMark;
  },
  *answer(store, spec, mask) {
    return answerByRows(store, yield* featureMatrix(store, spec, mask));
  },
};

/** Either features, or the values of a property. */
function checkRows(fields: Fields, path: string): void {
  if (fields['rows'] === undefined) return checkFeatures(fields['features'], `${path}.features`);
  if (fields['features'] !== undefined) refuse(path, undefined, 'has both `features` and `rows`; leave one out');
  const rows = object(fields['rows'], `${path}.rows`);
  knownKeys(rows, ['prop', 'limit'], `${path}.rows`);
  neededText(rows, 'prop', `${path}.rows`);
  bounded(rows, 'limit', 1, 1000, `${path}.rows`);
}

function checkCell(fields: Fields, spec: FeatureMatrixSpec, columns: number, path: string): void {
  checkRowOf(fields, spec, path);
  place(fields, 'column', columns, path);
}

/** The row of the matrix that a cell is in: by place, or where it stands for a value by that. */
function checkRowOf(fields: Fields, spec: FeatureMatrixSpec, path: string): void {
  const { value, other } = fields;
  place(fields, 'feature', mostRows(spec), path);
  if (other !== undefined && other !== true) refuse(`${path}.other`, other, 'must be true, or left out');
  text(fields, 'value', path);
  if (spec.features && (value !== undefined || other !== undefined)) {
    refuse(path, undefined, 'names a value, but the matrix is of features; use `feature`');
  }
  if ([fields['feature'], value, other].filter((given) => given !== undefined).length > 1) {
    refuse(path, undefined, 'has several of `feature`, `value` and `other`; leave all but one out');
  }
}

function checkFeatures(value: unknown, path: string): void {
  const features = list(value, path);
  if (features.length < 1 || features.length > 1000) refuse(path, features.length, 'must have 1 to 1000 features');
  for (const [i, feature] of features.entries()) {
    const fields = object(feature, `${path}[${i}]`);
    knownKeys(fields, ['name', 'match'], `${path}[${i}]`);
    neededText(fields, 'name', `${path}[${i}]`);
    checkSelectors(fields['match'], `${path}[${i}].match`);
  }
}
