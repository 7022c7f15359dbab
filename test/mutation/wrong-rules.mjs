import { attemptRules } from './rules/attempts.mjs';
import { conversionRules } from './rules/conversion.mjs';
import { countsRules } from './rules/counts.mjs';
import { filterRules } from './rules/filter.mjs';
import { funnelRules } from './rules/funnel.mjs';
import { heatmapRules } from './rules/heatmap.mjs';
import { identityRules } from './rules/identity.mjs';
import { journeyRules } from './rules/journey.mjs';
import { numberRules } from './rules/numbers.mjs';
import { partRules } from './rules/parts.mjs';
import { pathRules } from './rules/paths.mjs';
import { storeRules } from './rules/store.mjs';
import { timeRules } from './rules/time.mjs';
import { valueRules } from './rules/values.mjs';

/**
 * A rule of `docs/concepts/` turned into a wrong one, and the tests that must notice.
 * @typedef {object} WrongRule
 * @property {string} rule what is wrong then, as one would say it
 * @property {string} file
 * @property {string} find text that stands in the file exactly once
 * @property {string} replace what stands there instead
 * @property {readonly string[]} tests fewest test files that must fail
 * @property {boolean} [sample] planted by `npm test` too
 */

/** @type {readonly WrongRule[]} */
export const wrongRules = [
  ...funnelRules,
  ...attemptRules,
  ...conversionRules,
  ...countsRules,
  ...numberRules,
  ...filterRules,
  ...storeRules,
  ...partRules,
  ...pathRules,
  ...journeyRules,
  ...timeRules,
  ...heatmapRules,
  ...identityRules,
  ...valueRules,
];
