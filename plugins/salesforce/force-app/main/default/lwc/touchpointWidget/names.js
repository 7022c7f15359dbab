import eventLeadCreated from '@salesforce/label/c.Touchpoint_Event_LeadCreated';
import eventLeadStatusChanged from '@salesforce/label/c.Touchpoint_Event_LeadStatusChanged';
import eventLeadConverted from '@salesforce/label/c.Touchpoint_Event_LeadConverted';
import eventOpportunityCreated from '@salesforce/label/c.Touchpoint_Event_OpportunityCreated';
import eventOpportunityStageChanged from '@salesforce/label/c.Touchpoint_Event_OpportunityStageChanged';
import eventOpportunityWon from '@salesforce/label/c.Touchpoint_Event_OpportunityWon';
import eventOpportunityLost from '@salesforce/label/c.Touchpoint_Event_OpportunityLost';
import eventOpportunityClosed from '@salesforce/label/c.Touchpoint_Event_OpportunityClosed';
import eventContactRoleAdded from '@salesforce/label/c.Touchpoint_Event_ContactRoleAdded';
import eventCampaignMemberAdded from '@salesforce/label/c.Touchpoint_Event_CampaignMemberAdded';
import eventCampaignResponded from '@salesforce/label/c.Touchpoint_Event_CampaignResponded';
import eventCaseOpened from '@salesforce/label/c.Touchpoint_Event_CaseOpened';
import eventCaseClosed from '@salesforce/label/c.Touchpoint_Event_CaseClosed';
import eventCall from '@salesforce/label/c.Touchpoint_Event_Call';
import eventEmailLogged from '@salesforce/label/c.Touchpoint_Event_EmailLogged';
import eventListEmailSent from '@salesforce/label/c.Touchpoint_Event_ListEmailSent';
import eventSocialMessage from '@salesforce/label/c.Touchpoint_Event_SocialMessage';
import eventTaskCompleted from '@salesforce/label/c.Touchpoint_Event_TaskCompleted';
import eventMeeting from '@salesforce/label/c.Touchpoint_Event_Meeting';
import eventEmailReceived from '@salesforce/label/c.Touchpoint_Event_EmailReceived';
import eventEmailSent from '@salesforce/label/c.Touchpoint_Event_EmailSent';
import eventEmail from '@salesforce/label/c.Touchpoint_Event_Email';
import channelCampaign from '@salesforce/label/c.Touchpoint_Channel_Campaign';
import channelSupport from '@salesforce/label/c.Touchpoint_Channel_Support';
import channelEmail from '@salesforce/label/c.Touchpoint_Channel_Email';
import channelCall from '@salesforce/label/c.Touchpoint_Channel_Call';
import channelSocial from '@salesforce/label/c.Touchpoint_Channel_Social';
import channelTask from '@salesforce/label/c.Touchpoint_Channel_Task';
import channelMeeting from '@salesforce/label/c.Touchpoint_Channel_Meeting';
import channelSales from '@salesforce/label/c.Touchpoint_Channel_Sales';
import stageLead from '@salesforce/label/c.Touchpoint_Stage_Lead';
import stageOpportunity from '@salesforce/label/c.Touchpoint_Stage_Opportunity';
import stageWon from '@salesforce/label/c.Touchpoint_Stage_Won';
import stageLost from '@salesforce/label/c.Touchpoint_Stage_Lost';
import propertyTitle from '@salesforce/label/c.Touchpoint_Property_Title';
import propertyStatus from '@salesforce/label/c.Touchpoint_Property_Status';
import propertyStatusBefore from '@salesforce/label/c.Touchpoint_Property_StatusBefore';
import propertyRole from '@salesforce/label/c.Touchpoint_Property_Role';
import propertyCampaignType from '@salesforce/label/c.Touchpoint_Property_CampaignType';
import propertyCaseNumber from '@salesforce/label/c.Touchpoint_Property_CaseNumber';

const EVENTS = {
  'lead created': eventLeadCreated,
  'lead status changed': eventLeadStatusChanged,
  'lead converted': eventLeadConverted,
  'opportunity created': eventOpportunityCreated,
  'opportunity stage changed': eventOpportunityStageChanged,
  'opportunity won': eventOpportunityWon,
  'opportunity lost': eventOpportunityLost,
  'opportunity closed': eventOpportunityClosed,
  'contact role added': eventContactRoleAdded,
  'campaign member added': eventCampaignMemberAdded,
  'campaign responded': eventCampaignResponded,
  'case opened': eventCaseOpened,
  'case closed': eventCaseClosed,
  call: eventCall,
  'email logged': eventEmailLogged,
  'list email sent': eventListEmailSent,
  'social message': eventSocialMessage,
  'task completed': eventTaskCompleted,
  meeting: eventMeeting,
  'email received': eventEmailReceived,
  'email sent': eventEmailSent,
  email: eventEmail,
};

const CHANNELS = {
  campaign: channelCampaign,
  support: channelSupport,
  email: channelEmail,
  call: channelCall,
  social: channelSocial,
  task: channelTask,
  meeting: channelMeeting,
  sales: channelSales,
};

const STAGES = {
  Lead: stageLead,
  Opportunity: stageOpportunity,
  Won: stageWon,
  Lost: stageLost,
};

const PROPERTIES = {
  title: propertyTitle,
  status: propertyStatus,
  'status before': propertyStatusBefore,
  role: propertyRole,
  'campaign type': propertyCampaignType,
  'case number': propertyCaseNumber,
};

const word = (table, name) => (Object.hasOwn(table, name) ? table[name] : name);

/** Names between commas, as `<tp-funnel steps>` takes them; one in double quotes may have a comma. */
export function namesIn(text) {
  const names = [];
  for (const [, quoted, plain] of (text ?? '').matchAll(/"((?:[^"]|"")*)"|([^,"]+)/g)) {
    const name = (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim();
    if (name !== '') names.push(name);
  }
  return names;
}

/** The touchpoint of the mapping that a name means: its own name, or the one it has in the user's language. */
export function eventNamed(name) {
  const small = name.toLowerCase();
  return Object.keys(EVENTS).find((event) => event === small || EVENTS[event].toLowerCase() === small) ?? name;
}

/** Steps for the element, as they stand in the data. */
export function stepsText(names, mapping) {
  const shown = names.map((name) => (isWorded(mapping) ? word(EVENTS, eventNamed(name)) : name));
  return shown.map((name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ');
}

/** `Stage: event, event; Stage: event`, as they stand in the data. */
export function stagesText(stages, mapping) {
  if (!isWorded(mapping)) return stages;
  const parts = stages.split(';').map((part) => {
    const [stage, events] = part.split(':').map((text) => text.trim());
    const shown = events.split(',').map((event) => word(EVENTS, event.trim()));
    return `${word(STAGES, stage)}: ${shown.join(', ')}`;
  });
  return parts.join('; ');
}

/** Events are named by the mapping's own rules, and so by us; another mapping's come from the data. */
function isWorded({ fields }) {
  return Boolean(fields.event.rules);
}

/**
 * The mapping with what it calls touchpoints, channels and details in the user's language. What it takes from a column
 * stays as it stands there.
 */
export function inUserLanguage(mapping) {
  if (!isWorded(mapping)) return mapping;
  const { fields, properties } = mapping;
  const { event, channel } = fields;
  return {
    ...mapping,
    fields: { ...fields, event: renamed(event, EVENTS), ...(channel && { channel: renamed(channel, CHANNELS) }) },
    ...(typeof properties === 'object' && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [word(PROPERTIES, name), field]),
      ),
    }),
  };
}

function renamed(field, table) {
  if (!field.rules) return field;
  const rules = field.rules.map((rule) => ({ ...rule, name: word(table, rule.name) }));
  return { ...field, rules, ...(field.otherwise && { otherwise: word(table, field.otherwise) }) };
}
