import { columns } from 'c/touchpointMapping';

/** Sources in the order in which touchpoints of one instant stand. */
const ORDER = [
  'leadCreated',
  'campaignAdded',
  'campaignResponded',
  'leadStatus',
  'leadConverted',
  'opportunityCreated',
  'contactRole',
  'opportunityStage',
  'opportunityClosed',
  'caseOpened',
  'email',
  'taskDone',
  'taskUndated',
  'meetingDay',
  'meetingHeld',
  'caseClosed',
];
const PLACES = new Map(ORDER.map((kind, place) => [kind, place]));

/**
 * Touchpoints of the rows that pages brought: each once, in order of time. Rows of equal times stand in the order of
 * their sources, then of their keys, so that one set of records always gives one list. Those that the server told as
 * another customer's (`others`) have then done their part.
 */
export function inOrder(rows) {
  const byKey = new Map();
  for (const row of rows) {
    if (!byKey.has(row.key)) byKey.set(row.key, row);
  }
  const rowsOnce = stagesEntered(emailsOnce([...byKey.values()].map(withAddress).sort(byTime)));
  return rowsOnce.filter((row) => !row.others);
}

function byTime(a, b) {
  return a.time - b.time || PLACES.get(a.kind) - PLACES.get(b.kind) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** An e-mail that belongs to nobody's record is its address's: who wrote it, or the first it went to. */
function withAddress(row) {
  if (row.kind !== 'email' || row.customerId) return row;
  const address = row.incoming === 'true' ? row.fromAddress : row.toAddress?.split(/[;,]/)[0];
  return address ? { ...row, email: address.trim() } : row;
}

/** Salesforce keeps an e-mail twice, as a message and as a completed task: the message counts. */
function emailsOnce(rows) {
  const messages = new Map();
  for (const row of rows) {
    if (row.kind === 'email' && row.activityId) messages.set(row.activityId, row);
  }
  if (messages.size === 0) return rows;
  const kept = rows.filter((row) => row.object !== 'Task' || !messages.has(row.recordId));
  const tasks = new Map(rows.filter((row) => row.object === 'Task').map((row) => [row.recordId, row]));
  return kept.map((row) => {
    const task = row.kind === 'email' && !row.customerId && tasks.get(row.activityId);
    if (!task || !task.customerId) return row;
    const { customerId, contactId, leadId, name, email, account } = task;
    return { ...row, customerId, contactId, leadId, name, email, account };
  });
}

/** A history row is a stage entry only where the stage differs from the row before it. */
function stagesEntered(rows) {
  const stages = new Map();
  return rows.filter((row) => {
    if (row.kind !== 'opportunityStage') return true;
    const before = stages.has(row.opportunityId) ? stages.get(row.opportunityId) : row.stageBefore;
    stages.set(row.opportunityId, row.stage);
    return row.stage !== before;
  });
}

/** The rows as one text. The first row has every column, so that none is told as missing. */
export function rowsJson(rows) {
  const records = rows.map((row) => {
    const record = {};
    for (const column of columns) {
      if (row[column] !== undefined && row[column] !== null) record[column] = row[column];
    }
    return record;
  });
  if (records.length > 0) {
    records[0] = Object.fromEntries(columns.map((column) => [column, records[0][column] ?? null]));
  }
  return JSON.stringify(records);
}
