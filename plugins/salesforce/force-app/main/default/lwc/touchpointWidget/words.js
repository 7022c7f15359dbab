import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import chosen from '@salesforce/label/c.Touchpoint_Chosen';
import chosenPart from '@salesforce/label/c.Touchpoint_ChosenPart';
import emptyPage from '@salesforce/label/c.Touchpoint_EmptyPage';
import emptyRecord from '@salesforce/label/c.Touchpoint_EmptyRecord';
import emptyTitle from '@salesforce/label/c.Touchpoint_EmptyTitle';
import failed from '@salesforce/label/c.Touchpoint_Failed';
import failedTitle from '@salesforce/label/c.Touchpoint_FailedTitle';
import filterClear from '@salesforce/label/c.Touchpoint_FilterClear';
import filtered from '@salesforce/label/c.Touchpoint_Filtered';
import funnel from '@salesforce/label/c.Touchpoint_Funnel';
import heatmap from '@salesforce/label/c.Touchpoint_Heatmap';
import journey from '@salesforce/label/c.Touchpoint_Journey';
import kitFailed from '@salesforce/label/c.Touchpoint_KitFailed';
import kitFailedTitle from '@salesforce/label/c.Touchpoint_KitFailedTitle';
import loading from '@salesforce/label/c.Touchpoint_Loading';
import loadingOf from '@salesforce/label/c.Touchpoint_LoadingOf';
import loadingSoFar from '@salesforce/label/c.Touchpoint_LoadingSoFar';
import noAccess from '@salesforce/label/c.Touchpoint_NoAccess';
import noAccessTitle from '@salesforce/label/c.Touchpoint_NoAccessTitle';
import oldShown from '@salesforce/label/c.Touchpoint_OldShown';
import openRecord from '@salesforce/label/c.Touchpoint_OpenRecord';
import partialGrouped from '@salesforce/label/c.Touchpoint_PartialGrouped';
import partialNewest from '@salesforce/label/c.Touchpoint_PartialNewest';
import partialNewestOnly from '@salesforce/label/c.Touchpoint_PartialNewestOnly';
import partialNewestOnlySince from '@salesforce/label/c.Touchpoint_PartialNewestOnlySince';
import partialNewestSince from '@salesforce/label/c.Touchpoint_PartialNewestSince';
import retry from '@salesforce/label/c.Touchpoint_Retry';
import skippedFailed from '@salesforce/label/c.Touchpoint_SkippedFailed';
import skippedField from '@salesforce/label/c.Touchpoint_SkippedField';
import skippedMany from '@salesforce/label/c.Touchpoint_SkippedMany';
import skippedNoAccess from '@salesforce/label/c.Touchpoint_SkippedNoAccess';
import objectAccount from '@salesforce/label/c.Touchpoint_Object_Account';
import objectCampaign from '@salesforce/label/c.Touchpoint_Object_Campaign';
import objectCampaignMember from '@salesforce/label/c.Touchpoint_Object_CampaignMember';
import objectCase from '@salesforce/label/c.Touchpoint_Object_Case';
import objectContact from '@salesforce/label/c.Touchpoint_Object_Contact';
import objectEmailMessage from '@salesforce/label/c.Touchpoint_Object_EmailMessage';
import objectEvent from '@salesforce/label/c.Touchpoint_Object_Event';
import objectLead from '@salesforce/label/c.Touchpoint_Object_Lead';
import objectLeadHistory from '@salesforce/label/c.Touchpoint_Object_LeadHistory';
import objectOpportunity from '@salesforce/label/c.Touchpoint_Object_Opportunity';
import objectOpportunityContactRole from '@salesforce/label/c.Touchpoint_Object_OpportunityContactRole';
import objectOpportunityHistory from '@salesforce/label/c.Touchpoint_Object_OpportunityHistory';
import objectTask from '@salesforce/label/c.Touchpoint_Object_Task';

/** Words of the components in the running user's language. */
export const words = {
  chosen,
  chosenPart,
  emptyPage,
  emptyRecord,
  emptyTitle,
  failed,
  failedTitle,
  filterClear,
  filtered,
  funnel,
  heatmap,
  journey,
  kitFailed,
  kitFailedTitle,
  loading,
  loadingOf,
  loadingSoFar,
  noAccess,
  noAccessTitle,
  oldShown,
  openRecord,
  partialGrouped,
  partialNewest,
  partialNewestOnly,
  partialNewestOnlySince,
  partialNewestSince,
  retry,
  skippedFailed,
  skippedField,
  skippedMany,
  skippedNoAccess,
};

const objects = {
  Account: objectAccount,
  Campaign: objectCampaign,
  CampaignMember: objectCampaignMember,
  Case: objectCase,
  Contact: objectContact,
  EmailMessage: objectEmailMessage,
  Event: objectEvent,
  Lead: objectLead,
  LeadHistory: objectLeadHistory,
  Opportunity: objectOpportunity,
  OpportunityContactRole: objectOpportunityContactRole,
  OpportunityHistory: objectOpportunityHistory,
  Task: objectTask,
};

/** What records of an object are called; its API name where the components have no word for it. */
export function objectWord(apiName) {
  return Object.hasOwn(objects, apiName) ? objects[apiName] : apiName;
}

/** A label with its places `{0}`, `{1}` filled. */
export function filled(label, ...values) {
  return label.replace(/\{(\d)\}/g, (place, index) => (index in values ? String(values[index]) : place));
}

/** A count as the user's locale writes it. */
export function countText(count) {
  return new Intl.NumberFormat(LOCALE).format(count);
}

/** A day in the user's time zone. */
export function dayText(ms) {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: TIME_ZONE }).format(ms);
}

/** Names in a row, as the user's locale joins them. */
export function listText(names) {
  return new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(names);
}

/** First day of the user's week, 0 = Sunday; Monday where the browser does not know. */
export function weekStart() {
  const locale = new Intl.Locale(LOCALE);
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  return first % 7;
}
