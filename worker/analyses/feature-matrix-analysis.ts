import type { FeatureMatrixMark, FeatureMatrixResult, FeatureMatrixSpec } from '../protocol/heatmap.js';
import { calendarIntervals } from '../protocol/calendar.js';
import { checkSelectors, knownKeys, list, object, refuse, whole } from '../spec-check.js';
import { checkBucketSpan, checkCalendar } from '../time/calendar-check.js';
import type { Analysis } from './analysis.js';
import { featureMatrix } from './feature-matrix.js';
import { place } from './heatmap-checks.js';
import { answerByRows } from './marked-rows.js';
import { agesOf, mostCells } from './matrix-columns.js';
import { bounded, checkScope, fieldsOf, neededChoice, neededText, scopeKeys, text } from './path-checks.js';

const keys = [...scopeKeys, 'features', 'columns', 'buckets', 'ages', 'tz', 'weekStart', 'valueProp'];
const ages = ['day-of-age', 'week-of-age'];

/** Features by time as one kind of question (`docs/concepts/heatmap.md`). */
export const featureMatrixAnalysis: Analysis<FeatureMatrixSpec, FeatureMatrixResult, FeatureMatrixMark> = {
  kind: 'featureMatrix',
  check(unchecked, path) {
    const fields = fieldsOf(unchecked, 'featureMatrix', keys, path);
    checkScope(fields, path);
    checkCalendar(fields, path);
    checkFeatures(fields['features'], `${path}.features`);
    neededChoice(fields, 'columns', [...calendarIntervals, 'hour-of-week', ...ages], path);
    const columns = fields['columns'] as FeatureMatrixSpec['columns'];
    const byAge = ages.includes(columns);
    if (fields['buckets'] !== undefined) {
      if (byAge || columns === 'hour-of-week') refuse(`${path}.buckets`, undefined, `has no meaning with ${columns}`);
      checkBucketSpan(fields['buckets'], `${path}.buckets`);
    }
    if (fields['ages'] !== undefined && !byAge) refuse(`${path}.ages`, undefined, `has no meaning with ${columns}`);
    bounded(fields, 'ages', 1, 10_000, path);
    text(fields, 'valueProp', path);
    const spec = unchecked as FeatureMatrixSpec;
    const cells = (spec.buckets?.count ?? (byAge ? agesOf(spec) : 168)) * spec.features.length;
    if (cells > mostCells) refuse(path, cells, `has more than ${mostCells} cells; ask for fewer`);
    return spec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['cell', 'column'], path);
    // How many buckets a range has is known when the question is answered; a column beyond them has no rows.
    const columns = spec.columns === 'hour-of-week' ? 168 : mostCells;
    if (fields['kind'] === 'cell') {
      knownKeys(fields, ['kind', 'feature', 'column'], path);
      place(fields, 'feature', spec.features.length, path);
      place(fields, 'column', columns, path);
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
