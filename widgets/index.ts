/**
 * Touchpoint Kit: registers its elements, and offers the engine without a
 * screen (`createEngine`) and the types of everything that goes in and out.
 */
export { TpDataset } from './dataset/dataset.js';
export { TpSteps } from './dataset/steps.js';
export { TpFilter } from './filter/filter.js';
export { TpFunnel } from './funnel/funnel.js';
export { TpImport } from './import/import.js';
export { TpImportEvent } from './import/import-event.js';
export type { TpImportDetail } from './import/import-event.js';
export type { SavedMapping } from './import/import-model.js';
export { TpHeatmap } from './heatmap/heatmap.js';
export { TpJourney } from './journey/journey.js';
export { TpMetric } from './metric/metric.js';
export { TpPaths } from './paths/paths.js';
export { TpQuality } from './quality/quality.js';
export { proposeSteps } from './dataset/propose-steps.js';
export { TpErrorEvent } from './events/tperror.js';
export { TpLinkEvent } from './events/tplink.js';
export type { TpLinkDetail } from './events/tplink.js';
export { TpProgressEvent } from './events/tpprogress.js';
export { TpReadyEvent } from './events/tpready.js';
export { TpSelectEvent } from './events/tpselect.js';
export type { TpMappingEvent } from './dataset/mapping-event.js';
export type { TpStepsEvent } from './dataset/steps-event.js';
export { TpSelectionEvent } from './events/tpselection.js';
export type { Clause, ClauseLabel, Selection, SelectionData, WidgetKind } from './dataset/selection.js';
export { registerLocale } from './locales/registry.js';
export type { LocaleTexts, PluralText } from './locales/registry.js';
export { messageTemplate } from './locales/words.js';
export { TpPathsEvent } from './paths/paths-event.js';
export type { TpPathsDetail } from './paths/paths-event.js';
export { version } from './internal/version.js';
export { AnalyticsError, createEngine } from '../worker/client.js';
export type { EngineOptions } from '../worker/client.js';
export type { AnalysisHandle, AnalysisState, DatasetFacts } from './internal/analysis.js';
export type * from '../worker/protocol/index.js';
