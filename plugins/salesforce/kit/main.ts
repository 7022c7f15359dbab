// The Salesforce build begins here: one classic script that sets `TouchpointKit`, with everything but the import of
// files. The first import comes first because of what it does to Lit.
import './lit-in-sandbox.js';
import { clauseText } from '../../../widgets/dataset/clause-words.js';
import { TpDataset } from '../../../widgets/dataset/dataset.js';
import { proposeSteps } from '../../../widgets/dataset/propose-steps.js';
import type { ClauseLabel } from '../../../widgets/dataset/selection.js';
import { TpSteps } from '../../../widgets/dataset/steps.js';
import { TpFilter } from '../../../widgets/filter/filter.js';
import { TpFunnel } from '../../../widgets/funnel/funnel.js';
import { TpHeatmap } from '../../../widgets/heatmap/heatmap.js';
import { localeOf } from '../../../widgets/internal/format.js';
import { version } from '../../../widgets/internal/version.js';
import { TpJourney } from '../../../widgets/journey/journey.js';
import { registerLocale } from '../../../widgets/locales/registry.js';
import { messageTemplate } from '../../../widgets/locales/words.js';
import { TpMetric } from '../../../widgets/metric/metric.js';
import { TpPaths } from '../../../widgets/paths/paths.js';
import { TpQuality } from '../../../widgets/quality/quality.js';
import { AnalyticsError, createEngine } from './page-engine.js';

/** What a page finds in `TouchpointKit` once the static resource has run. */
export interface SalesforceKit {
  readonly AnalyticsError: typeof AnalyticsError;
  /** What a clause of a selection is called in the language of a tag such as `zh-CN`. */
  readonly clauseText: (lang: string, label: ClauseLabel) => string;
  readonly createEngine: typeof createEngine;
  readonly messageTemplate: typeof messageTemplate;
  readonly proposeSteps: typeof proposeSteps;
  readonly registerLocale: typeof registerLocale;
  readonly version: typeof version;
  readonly TpDataset: typeof TpDataset;
  readonly TpFilter: typeof TpFilter;
  readonly TpFunnel: typeof TpFunnel;
  readonly TpHeatmap: typeof TpHeatmap;
  readonly TpJourney: typeof TpJourney;
  readonly TpMetric: typeof TpMetric;
  readonly TpPaths: typeof TpPaths;
  readonly TpQuality: typeof TpQuality;
  readonly TpSteps: typeof TpSteps;
}

const kit: SalesforceKit = {
  AnalyticsError,
  clauseText: (lang, label) => clauseText(localeOf(lang), label),
  createEngine,
  messageTemplate,
  proposeSteps,
  registerLocale,
  version,
  TpDataset,
  TpFilter,
  TpFunnel,
  TpHeatmap,
  TpJourney,
  TpMetric,
  TpPaths,
  TpQuality,
  TpSteps,
};

// Assigned, since a `var` of a script is not always a global where a sandbox evaluates it. A second evaluation leaves the
// first in place, whose elements stay the registered ones.
(globalThis as { TouchpointKit?: SalesforceKit }).TouchpointKit ??= kit;
