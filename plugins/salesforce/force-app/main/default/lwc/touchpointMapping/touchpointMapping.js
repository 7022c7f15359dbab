/**
 * How rows of `TouchpointController` become touchpoints: a mapping of the kit (docs/connectors.md), and what the
 * components need to know of it.
 */

/** Parts a customer's name from its Salesforce id in an actor's key. */
const NAME_END = ' · ';

/** What can happen, by source: the source's touchpoints in the order in which records usually pass through them. */
const EVENTS = {
  leadCreated: ['lead created'],
  campaignAdded: ['campaign member added'],
  campaignResponded: ['campaign responded'],
  leadStatus: ['lead status changed'],
  leadConverted: ['lead converted'],
  opportunityCreated: ['opportunity created'],
  contactRole: ['contact role added'],
  opportunityStage: ['opportunity stage changed'],
  // The last name of these two is for users who may not see which of the others it was.
  opportunityClosed: ['opportunity won', 'opportunity lost', 'opportunity closed'],
  email: ['email received', 'email sent', 'email'],
  taskDone: ['call', 'email logged', 'list email sent', 'social message', 'task completed'],
  taskUndated: ['call', 'email logged', 'list email sent', 'social message', 'task completed'],
  meetingHeld: ['meeting'],
  meetingDay: ['meeting'],
  caseOpened: ['case opened'],
  caseClosed: ['case closed'],
};

/** Names of all events, each once. */
export const eventNames = [...new Set(Object.values(EVENTS).flat())];

/** Steps of a funnel that nobody has described. */
export const defaultSteps = ['lead created', 'lead converted', 'opportunity created', 'opportunity won'];

/** Stages of a journey, as `<tp-journey stages>` takes them. */
export const defaultStages =
  'Lead: lead created, lead status changed; Opportunity: lead converted, opportunity created, opportunity stage changed; ' +
  'Won: opportunity won; Lost: opportunity lost';

/** The sources that tell of these events; a name that is no event here stands for no source. */
export function sourcesOfEvents(names) {
  return Object.keys(EVENTS).filter((source) => EVENTS[source].some((event) => names.includes(event)));
}

/**
 * The Salesforce id in an actor's key or label (`Ann Meier · 0035g00000XYZAA3`, `userId:0035g00000XYZAA3`).
 * @returns null for a customer who is no record
 */
export function customerIdOf(key) {
  return /(?:^|· |:)([a-zA-Z0-9]{18}|[a-zA-Z0-9]{15})$/.exec(key)?.[1] ?? null;
}

const is = (column, value) => ({ column, is: value });
const kind = (...names) => is('kind', names);
const event = (name, ...when) => ({ when, name });

/** Columns that a row may have. A column that no row has would be told as missing. */
export const columns = [
  'object',
  'kind',
  'key',
  'recordId',
  'time',
  'touchpoints',
  'customerId',
  'contactId',
  'leadId',
  'name',
  'email',
  'account',
  'owner',
  'title',
  'source',
  'stage',
  'status',
  'statusBefore',
  'value',
  'won',
  'incoming',
  'subtype',
  'callType',
  'role',
  'campaignType',
  'caseNumber',
];

const tasks = ['taskDone', 'taskUndated'];
const meetings = ['meetingHeld', 'meetingDay'];

/** The mapping, in the kit's language. */
export const mapping = {
  version: 1,
  fields: {
    time: { column: 'time', format: 'epoch-ms' },
    id: { column: 'key' },
    event: {
      rules: [
        event('lead created', kind('leadCreated')),
        event('lead converted', kind('leadConverted')),
        event('lead status changed', kind('leadStatus')),
        event('opportunity created', kind('opportunityCreated')),
        event('opportunity won', kind('opportunityClosed'), is('won', 'true')),
        event('opportunity lost', kind('opportunityClosed'), is('won', 'false')),
        event('opportunity closed', kind('opportunityClosed')),
        event('opportunity stage changed', kind('opportunityStage')),
        event('contact role added', kind('contactRole')),
        event('campaign member added', kind('campaignAdded')),
        event('campaign responded', kind('campaignResponded')),
        event('case opened', kind('caseOpened')),
        event('case closed', kind('caseClosed')),
        event('call', kind(...tasks), is('subtype', 'Call')),
        event('email logged', kind(...tasks), is('subtype', 'Email')),
        event('list email sent', kind(...tasks), is('subtype', 'ListEmail')),
        event('social message', kind(...tasks), is('subtype', ['LinkedIn', 'SocialPost'])),
        event('task completed', kind(...tasks)),
        event('meeting', kind(...meetings)),
        event('email received', kind('email'), is('incoming', 'true')),
        event('email sent', kind('email'), is('incoming', 'false')),
        event('email', kind('email')),
      ],
    },
    // Who: the record's id, with the name before it, so that lists can be read. Contact and lead join where a row says
    // both: a converted lead is its contact.
    actor: { template: `{name}${NAME_END}{customerId}` },
    userId: [{ column: 'contactId' }, { column: 'leadId' }, { column: 'customerId' }],
    email: { column: 'email' },
    channel: {
      rules: [
        event('campaign', kind('campaignAdded', 'campaignResponded')),
        event('support', kind('caseOpened', 'caseClosed')),
        event('email', kind('email')),
        event('email', kind(...tasks), is('subtype', ['Email', 'ListEmail'])),
        event('call', kind(...tasks), is('subtype', 'Call')),
        event('social', kind(...tasks), is('subtype', ['LinkedIn', 'SocialPost'])),
        event('task', kind(...tasks)),
        event('meeting', kind(...meetings)),
      ],
      otherwise: 'sales',
    },
    source: { column: 'source' },
    account: { column: 'account' },
    owner: { column: 'owner' },
    stage: { column: 'stage' },
    value: { column: 'value' },
  },
  properties: {
    recordId: { column: 'recordId', type: 'text' },
    object: { column: 'object', type: 'text' },
    name: { column: 'name', type: 'text' },
    title: { column: 'title', type: 'text' },
    direction: {
      rules: [
        event('in', is('incoming', 'true')),
        event('in', is('callType', 'Inbound')),
        event('in', kind('leadCreated', 'campaignResponded', 'caseOpened')),
        event('out', is('incoming', 'false')),
        event('out', kind('campaignAdded', 'leadStatus', 'leadConverted', 'caseClosed', ...tasks)),
        event('out', kind('opportunityCreated', 'opportunityStage', 'opportunityClosed', 'contactRole')),
      ],
      // A meeting is both sides'.
      otherwise: 'in',
      type: 'text',
    },
    status: { column: 'status', type: 'text' },
    'status before': { column: 'statusBefore', type: 'text' },
    role: { column: 'role', type: 'text' },
    'campaign type': { column: 'campaignType', type: 'text' },
    'case number': { column: 'caseNumber', type: 'text' },
    touchpoints: { column: 'touchpoints', type: 'number' },
  },
  otherProperties: 'none',
};
