import type { SessionsMark, SessionsResult, SessionsSpec } from '../protocol/paths.js';
import { knownKeys, object, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { bounded, checkScope, fieldsOf, neededChoice, neededText, scopeKeys, text } from './path-checks.js';
import { countSessions, sessionActors, sessionRows } from './sessions.js';

/** Sessions as one kind of question (`docs/concepts/paths.md`). */
export const sessionsAnalysis: Analysis<SessionsSpec, SessionsResult, SessionsMark> = {
  kind: 'sessions',
  check(spec, path) {
    const fields = fieldsOf(spec, 'sessions', [...scopeKeys, 'sessionGapMs', 'actor', 'offset', 'limit'], path);
    checkScope(fields, path);
    text(fields, 'actor', path);
    bounded(fields, 'offset', 0, Number.MAX_SAFE_INTEGER, path);
    bounded(fields, 'limit', 1, 10_000, path);
    return spec as SessionsSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['sessions', 'session'], path);
    if (fields['kind'] === 'sessions') {
      knownKeys(fields, ['kind', 'of'], path);
      neededChoice(fields, 'of', ['all', 'single', 'cut'], path);
    } else {
      knownKeys(fields, ['kind', 'actor', 'number'], path);
      neededText(fields, 'actor', path);
      whole(fields['number'], 1, Number.MAX_SAFE_INTEGER, `${path}.number`);
    }
    return mark as SessionsMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* countSessions(store, spec, mask);
    return {
      result: answer.result,
      actors: (mark) => sessionActors(answer, mark),
      rows: (mark) => sessionRows(answer, mark),
    };
  },
};
