/** What comes with the first file: the steps after the list, their words and styles, and what they save. */
export { failureWords, moreWords } from '../internal/card-panels.js';
export { fieldsFoot, fieldsStep, openCount } from './fields-step.js';
export { identityStep, identitySum } from './identity-step.js';
export { doneStep } from './done-step.js';
export { importStepStyles } from './import-steps.styles.js';
export { saveFile } from '../internal/save-file.js';
export { rejectedCsv } from './rejected-csv.js';
export { stage } from './staging.js';
export type { StageFailure } from './staging.js';
export { stepWords } from './step-words.js';
export {
  draftFrom,
  draftOf,
  headersIn,
  isMapping,
  keyColumns,
  mappingOf,
  mappingText,
  openQuestions,
  profilesOf,
} from './draft.js';
