import { calendarIntervals } from '../protocol/calendar.js';
import type { CountsMark, CountsResult, CountsSpec } from '../protocol/counts.js';
import { choice, knownKeys, object, refuse } from '../spec-check.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { checkBucketSpan, checkCalendar } from '../time/calendar-check.js';
import type { Analysis, Answer } from './analysis.js';
import { asMatrix, concludeCounts, countedRows, countGroups, countRows, mostGroups } from './counts.js';
import { indexedCounts } from './counts-index.js';
import { place } from './heatmap-checks.js';
import { actorsOf } from './marked-rows.js';
import { fixedColumns, mostCells } from './matrix-columns.js';
import { bounded, checkScope, fieldsOf, neededChoice, scopeKeys, text } from './path-checks.js';
import { filterMask } from './selector.js';

const clockColumns = ['hour-of-week', 'day-of-week', 'hour-of-day'];
const keys = [...scopeKeys, 'by', 'maxGroups', 'columns', 'buckets', 'tz', 'weekStart'];

/** Rows by group and time as one kind of question (`docs/concepts/counts.md`). */
export const countsAnalysis: Analysis<CountsSpec, CountsResult, CountsMark> = {
  kind: 'counts',
  check(unchecked, path) {
    const fields = fieldsOf(unchecked, 'counts', keys, path);
    checkScope(fields, path);
    checkCalendar(fields, path);
    text(fields, 'by', path);
    if (fields['maxGroups'] !== undefined && fields['by'] === undefined) {
      refuse(`${path}.maxGroups`, undefined, 'has no meaning without `by`');
    }
    bounded(fields, 'maxGroups', 1, 1000, path);
    choice(fields, 'columns', [...calendarIntervals, ...clockColumns], path);
    if (fields['buckets'] !== undefined) {
      const { columns } = fields;
      if (columns === undefined) refuse(`${path}.buckets`, undefined, 'has no meaning without `columns`');
      if (clockColumns.includes(columns as string))
        refuse(`${path}.buckets`, undefined, 'has no meaning with hours or days of a week');
      checkBucketSpan(fields['buckets'], `${path}.buckets`);
    }
    const spec = unchecked as CountsSpec;
    const cells = (spec.buckets?.count ?? 168) * mostGroups(spec);
    if (cells > mostCells) refuse(path, cells, `has more than ${mostCells} cells; ask for fewer`);
    return spec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['rows'], path);
    knownKeys(fields, ['kind', 'group', 'column'], path);
    text(fields, 'group', path);
    if (fields['group'] !== undefined && spec.by === undefined) {
      refuse(`${path}.group`, undefined, 'needs `by` in the spec');
    }
    if (fields['column'] !== undefined && spec.columns === undefined) {
      refuse(`${path}.column`, undefined, 'needs `columns` in the spec');
    }
    const matrix = asMatrix(spec);
    // How many buckets a range has is known when the question is answered; a column beyond them has no rows.
    place(fields, 'column', (matrix && fixedColumns(matrix)) ?? mostCells, path);
    return mark as CountsMark;
  },
  *answer(store, spec, mask) {
    const groups = yield* countGroups(store, spec);
    const source = yield* countRows(store, spec, groups, mask);
    return listing(store, spec, yield* concludeCounts(store, spec, groups, source), () => found(mask));
  },
  *fromIndex(store, spec, filter, sets, room) {
    const groups = yield* countGroups(store, spec);
    const source = yield* indexedCounts(store, spec, groups, filter, sets, room);
    if (!source) return null;
    return listing(store, spec, yield* concludeCounts(store, spec, groups, source), () =>
      filter ? filterMask(store, filter, sets) : found(null),
    );
  },
};

/** What needs no more work. */
function* found<T>(value: T): Steps<T> {
  yield 0;
  return value;
}

/** An answer whose lists look for their rows when they are asked for. */
function listing(
  view: StoreView,
  spec: CountsSpec,
  result: CountsResult,
  mask: () => Steps<RowMask | null>,
): Answer<CountsResult, CountsMark> {
  const rows = function* (mark: CountsMark): Steps<ArrayLike<number>> {
    return yield* countedRows(view, spec, yield* mask(), mark);
  };
  return {
    result,
    rows,
    *actors(mark) {
      return yield* actorsOf(view, yield* rows(mark));
    },
  };
}
