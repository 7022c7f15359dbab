import { qualityCodes } from '../protocol/quality.js';
import type { QualityMark, QualityReport, QualitySpec } from '../protocol/quality.js';
import { isNumber, knownKeys, object, refuse } from '../spec-check.js';
import { checkCalendar } from '../time/calendar-check.js';
import type { Analysis } from './analysis.js';
import { actorsOf } from './marked-rows.js';
import { fieldsOf, neededChoice } from './path-checks.js';
import { quality } from './quality.js';

/** What is wrong with the data as one kind of question (`docs/concepts/quality.md`). */
export const qualityAnalysis: Analysis<QualitySpec, QualityReport, QualityMark> = {
  kind: 'quality',
  check(unchecked, path) {
    const fields = fieldsOf(unchecked, 'quality', ['tz', 'now'], path);
    checkCalendar(fields, path);
    const { now } = fields;
    if (now !== undefined && !(isNumber(now) && Math.abs(now) <= 8.64e15)) {
      refuse(`${path}.now`, now, 'must be a time in milliseconds since 1970 UTC');
    }
    return unchecked as QualitySpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['finding'], path);
    knownKeys(fields, ['kind', 'code', 'source', 'subject'], path);
    neededChoice(fields, 'code', qualityCodes, path);
    for (const key of ['source', 'subject']) {
      const value = fields[key];
      if (value !== null && typeof value !== 'string') refuse(`${path}.${key}`, value, 'must be text or null');
    }
    return mark as QualityMark;
  },
  *answer(store, spec, mask) {
    const { result, rows } = yield* quality(store, spec, mask);
    return {
      result,
      rows,
      *actors(mark) {
        const all = yield* rows(mark);
        let identified = all.length;
        while (identified > 0 && all[identified - 1]! >= store.rows) identified--;
        return yield* actorsOf(
          store,
          Array.isArray(all) ? all.slice(0, identified) : (all as Float64Array).subarray(0, identified),
        );
      },
    };
  },
};
