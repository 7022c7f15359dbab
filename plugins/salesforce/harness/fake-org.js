/**
 * An org without Salesforce: answers what `TouchpointController` is asked, from plain tables of records, as the Apex
 * classes do: sharing by owner, objects and fields by permission, paging by (time, Id), counts by day and hour.
 *
 * Records are plain objects with API names as keys; moments are ISO text with an offset, days `YYYY-MM-DD`. Numbers and
 * booleans are what they are. Absent keys count as null. Ids compare by code units, as paging needs.
 */
import { sources } from './org-sources.js';

const pageRows = 1000;
const most = 2000;
const mostEmails = 10_000;
const longest = 255;
/** Relationships that a path such as `Owner.Name` goes along, by the objects they may lead to. */
const parents = {
  Owner: ['User', 'Group'],
  CreatedBy: ['User'],
  Campaign: ['Campaign'],
  Opportunity: ['Opportunity'],
  Parent: ['Case'],
  Lead: ['Lead'],
  Contact: ['Contact'],
};
/** Fields by which touchpoints of one source are told apart when they are counted. */
const kindFields = {
  taskDone: 'TaskSubtype',
  taskUndated: 'TaskSubtype',
  email: 'Incoming',
  opportunityClosed: 'IsWon',
};
const relationRanks = ['FromAddress', 'ToAddress', 'OtherAddress', 'CcAddress', 'BccAddress'];

/**
 * @param {object} options
 * @param {Record<string, object[]>} options.tables records by API name of their object
 * @param {object} [options.user] `{ id, zone = 'UTC', viewAll = false }`; without `viewAll` a record with an `OwnerId`
 *   is seen by that owner alone, and a child (history, role, member, relation) by whoever sees its parent
 * @param {object} [options.access] `{ objects: { Case: false }, fields: { 'Opportunity.Amount': false }, apex: true }`
 * @param {(objectName: string, record: object) => boolean} [options.shared] instead of sharing by owner
 * @param {number} [options.now] ms; later meetings are plans. Default: the latest moment of all
 * @param {number} [options.mostGroups] groups of one answer, 2000 in an org
 * @returns {{ days: Function, rows: Function, hours: Function, asked: object[], apex: object }} methods that take a
 *   request text and give an answer text, or throw what a component would catch; `apex` holds them as promises of
 *   `({ request })`; `asked` the requests so far
 */
export function createFakeOrg({ tables, user = {}, access = {}, shared, now = Infinity, mostGroups = most }) {
  const zone = user.zone ?? 'UTC';
  const asked = [];
  const index = new Map();
  for (const [objectName, records] of Object.entries(tables)) {
    for (const record of records) index.set(record.Id, { objectName, record });
  }

  const openObject = (name) => access.objects?.[name] !== false;
  const sees = (objectName, record) => {
    if (!openObject(objectName)) return false;
    if (shared) return shared(objectName, record);
    if (user.viewAll) return true;
    const parentId = {
      LeadHistory: record.LeadId,
      OpportunityHistory: record.OpportunityId,
      OpportunityContactRole: record.OpportunityId,
      CampaignMember: record.ContactId ?? record.LeadId,
    }[objectName];
    if (parentId) {
      const parent = index.get(parentId);
      return parent !== undefined && sees(parent.objectName, parent.record);
    }
    return record.OwnerId === undefined || record.OwnerId === user.id;
  };
  const table = (name) => {
    if (!openObject(name)) throw refused(name, null);
    return (tables[name] ?? []).filter((record) => record.IsDeleted !== true && sees(name, record));
  };
  const canRead = (objectName, path) => {
    if (!openObject(objectName)) return false;
    const dot = path.indexOf('.');
    if (dot < 0) return access.fields?.[`${objectName}.${path}`] !== false;
    const relation = path.slice(0, dot);
    if (!canRead(objectName, `${relation}Id`)) return false;
    return parents[relation].length !== 1 || canRead(parents[relation][0], path.slice(dot + 1));
  };
  // In user mode a query that names a closed field anywhere is refused as a whole.
  const need = (objectName, fields) => {
    if (!openObject(objectName)) throw refused(objectName, null);
    const closed = fields.find((field) => !canRead(objectName, field));
    if (closed) throw refused(objectName, closed);
  };
  const read = (record, path) => {
    const dot = path.indexOf('.');
    if (dot < 0) return record[path] ?? null;
    const parent = index.get(record[`${path.slice(0, dot)}Id`]);
    return parent?.record[path.slice(dot + 1)] ?? null;
  };
  const attempt = (objectName, skipped, run) => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof QueryRefused)) throw error;
      skipped.push(skipOf(objectName, error));
    }
  };

  function scopeOf(recordId) {
    const contacts = new Set();
    const leads = new Set();
    const opportunities = new Set();
    const emails = new Set();
    const skipped = [];
    if (recordId === null || recordId === undefined) {
      return {
        recordId: null,
        objectName: null,
        head: null,
        skipped,
        clause: () => null,
        soleContact: null,
        isOthers: () => false,
      };
    }
    const found = index.get(recordId);
    const objectName = found?.objectName ?? null;
    if (objectName !== null && !['Contact', 'Lead', 'Opportunity', 'Account'].includes(objectName)) {
      throw fault('bad-request', `Nothing is read for ${objectName}.`);
    }
    if (!found || !sees(objectName, found.record)) {
      throw fault('no-access', 'The record does not exist, or the user may not see it.');
    }
    const leadsOfContacts = () => {
      if (contacts.size === 0) return;
      attempt('Lead', skipped, () => {
        need('Lead', ['ConvertedContactId']);
        const rows = table('Lead').filter((lead) => contacts.has(lead.ConvertedContactId));
        for (const lead of rows.toSorted(by(['Id', 1])).slice(0, most)) leads.add(lead.Id);
      });
    };
    const opportunitiesOfContacts = () => {
      if (contacts.size === 0) return;
      attempt('OpportunityContactRole', skipped, () => {
        need('OpportunityContactRole', ['ContactId', 'OpportunityId']);
        const rows = table('OpportunityContactRole').filter((role) => contacts.has(role.ContactId));
        for (const role of newest(rows).slice(0, most)) opportunities.add(role.OpportunityId);
      });
    };
    if (objectName === 'Contact') {
      contacts.add(recordId);
      leadsOfContacts();
      opportunitiesOfContacts();
    } else if (objectName === 'Lead') {
      leads.add(recordId);
      attempt('Lead', skipped, () => {
        need('Lead', ['ConvertedContactId']);
        if (found.record.ConvertedContactId) contacts.add(found.record.ConvertedContactId);
      });
      leadsOfContacts();
      opportunitiesOfContacts();
    } else if (objectName === 'Opportunity') {
      opportunities.add(recordId);
      attempt('OpportunityContactRole', skipped, () => {
        need('OpportunityContactRole', ['ContactId', 'OpportunityId']);
        const rows = table('OpportunityContactRole').filter(
          (role) => role.OpportunityId === recordId && role.ContactId,
        );
        for (const role of newest(rows).slice(0, most)) contacts.add(role.ContactId);
      });
      attempt('Lead', skipped, () => {
        need('Lead', ['ConvertedOpportunityId', 'ConvertedContactId']);
        const rows = table('Lead').filter((lead) => lead.ConvertedOpportunityId === recordId);
        for (const lead of rows.toSorted(by(['Id', 1])).slice(0, most)) {
          leads.add(lead.Id);
          if (lead.ConvertedContactId) contacts.add(lead.ConvertedContactId);
        }
      });
      leadsOfContacts();
    } else {
      attempt('Contact', skipped, () => {
        need('Contact', ['AccountId']);
        const rows = table('Contact').filter((contact) => contact.AccountId === recordId);
        const latest = rows.toSorted(by(['LastActivityDate', -1], ['Id', -1]));
        for (const contact of latest.slice(0, most)) contacts.add(contact.Id);
      });
      attempt('Opportunity', skipped, () => {
        need('Opportunity', ['AccountId']);
        const rows = table('Opportunity').filter((opportunity) => opportunity.AccountId === recordId);
        for (const opportunity of newest(rows).slice(0, most)) opportunities.add(opportunity.Id);
      });
      if (contacts.size === most) skipped.push({ object: 'EmailMessage', reason: 'too-many' });
    }
    const people = new Set([...contacts, ...leads]);
    if (people.size > 0) {
      attempt('EmailMessage', skipped, () => {
        const rows = table('EmailMessageRelation').filter((relation) => people.has(relation.RelationId));
        for (const relation of newest(rows).slice(0, mostEmails)) emails.add(relation.EmailMessageId);
      });
      if (emails.size === mostEmails) skipped.push({ object: 'EmailMessage', reason: 'too-many' });
    }
    const person = objectName === 'Contact' || objectName === 'Lead';
    return {
      recordId,
      objectName,
      head: { object: objectName, id: recordId, name: found.record.Name ?? null },
      skipped,
      soleContact: person ? ([...contacts][0] ?? null) : null,
      isOthers: (customerId) => person && Boolean(customerId) && !people.has(customerId),
      clause: (queried) =>
        clauses[person ? 'Person' : objectName][queried]({
          recordId,
          contacts,
          leads,
          people,
          opportunities,
          emails,
          read,
          canRead,
        }),
    };
  }

  function matching(source, scope, since, until) {
    const { objectName, timeField, dayOnly } = source;
    const clause = scope.clause(objectName);
    const tests = testsOf(source.condition).filter(({ optional, field }) => !optional || canRead(objectName, field));
    need(objectName, ['Id', timeField, ...tests.map(({ field }) => field), ...(clause?.fields ?? [])]);
    const start = bound(since, dayOnly);
    const end = bound(until, dayOnly);
    return table(objectName).filter((record) => {
      const time = record[timeField] ?? null;
      if (time === null || !tests.every((test) => holds(test, record, now, zone))) return false;
      const at = dayOnly ? time : Date.parse(time);
      if ((start !== null && at < start) || (end !== null && at >= end)) return false;
      return clause === null || clause.holds(record);
    });
  }
  const bound = (ms, dayOnly) => (ms === null || ms === undefined ? null : dayOnly ? dayOf(ms, zone) : ms);
  const keyOf = (source, record) => (source.dayOnly ? record[source.timeField] : Date.parse(record[source.timeField]));

  function page(source, scope, { since, until }, resume, size) {
    const shown = [...source.fields.keys()].filter((field) => canRead(source.objectName, field));
    const after = resume ? (source.dayOnly ? resume.lastTime : Number(resume.lastTime)) : null;
    const found = matching(source, scope, since, until)
      .filter((record) => {
        if (after === null) return true;
        const key = keyOf(source, record);
        return key < after || (key === after && record.Id < resume.lastId);
      })
      .toSorted((a, b) => compare(keyOf(source, b), keyOf(source, a)) || compare(b.Id, a.Id))
      .slice(0, size);
    return found.map((record) => {
      const values = {};
      for (const field of shown) put(values, source.fields.get(field), read(record, field));
      return { source, record, values };
    });
  }

  function complete(rows, scope) {
    const emails = new Map(rows.filter((row) => row.source.name === 'email').map((row) => [row.record.Id, row]));
    const ranks = new Map();
    if (emails.size > 0 && openObject('EmailMessageRelation')) {
      for (const relation of table('EmailMessageRelation').toSorted(by(['Id', 1]))) {
        const row = emails.get(relation.EmailMessageId);
        if (!row || !['Contact', 'Lead'].includes(index.get(relation.RelationId)?.objectName)) continue;
        const rank = relationRanks.indexOf(relation.RelationType);
        if (rank >= 0 && rank < (ranks.get(relation.EmailMessageId) ?? Infinity)) {
          ranks.set(relation.EmailMessageId, rank);
          row.values.whoId = relation.RelationId;
        }
      }
    }
    const contactOf = new Map();
    if (scope.soleContact === null && openObject('OpportunityContactRole')) {
      const roles = table('OpportunityContactRole').filter((role) => role.ContactId);
      for (const role of roles.toSorted(by(['IsPrimary', -1], ['CreatedDate', 1], ['Id', 1]))) {
        if (!contactOf.has(role.OpportunityId)) contactOf.set(role.OpportunityId, role.ContactId);
      }
    }
    const record = (objectName, id) => {
      const found = index.get(id);
      return found?.objectName === objectName && sees(objectName, found.record) ? found.record : null;
    };
    const value = (objectName, from, field) =>
      from !== null && canRead(objectName, field) ? (from[field] ?? null) : null;
    for (const { values } of rows) {
      if (values.opportunityId && !values.contactId) {
        put(values, 'contactId', scope.soleContact ?? contactOf.get(values.opportunityId) ?? null);
      }
      if (values.whoId) {
        delete values.contactId;
        values[values.whoId.startsWith('00Q') ? 'leadId' : 'contactId'] = values.whoId;
      }
      if (values.whatId?.startsWith('001') && !values.accountId) values.accountId = values.whatId;
      const lead = record('Lead', values.leadId);
      if (lead && !values.contactId) put(values, 'contactId', value('Lead', lead, 'ConvertedContactId'));
      const contact = record('Contact', values.contactId);
      if (contact && !values.accountId) put(values, 'accountId', value('Contact', contact, 'AccountId'));
      const account = record('Account', values.accountId);
      const [personObject, person] = values.contactId ? ['Contact', contact] : ['Lead', lead];
      const [customerObject, customer] =
        !values.contactId && !values.leadId ? ['Account', account] : [personObject, person];
      put(values, 'customerId', values.contactId ?? values.leadId ?? values.accountId ?? null);
      if (scope.isOthers(values.customerId)) values.others = true;
      put(values, 'name', value(customerObject, customer, 'Name'));
      put(values, 'email', value(personObject, person, 'Email'));
      put(values, 'account', account ? value('Account', account, 'Name') : value('Lead', lead, 'Company'));
    }
  }

  function completeStages(rows, since) {
    if (since === null || since === undefined) return;
    const stages = rows.filter((row) => row.source.name === 'opportunityStage' && row.values.opportunityId);
    const wanted = new Set(stages.map((row) => row.values.opportunityId));
    if (wanted.size === 0) return;
    const before = new Map();
    const earlier = table('OpportunityHistory').filter(
      (one) => wanted.has(one.OpportunityId) && Date.parse(one.CreatedDate) < since,
    );
    for (const one of newest(earlier)) {
      if (!before.has(one.OpportunityId)) before.set(one.OpportunityId, one.StageName);
    }
    for (const row of stages) put(row.values, 'stageBefore', before.get(row.values.opportunityId) ?? null);
  }

  const write = ({ source, record, values }) => {
    const out = {
      object: source.objectName,
      kind: source.name,
      key: `${record.Id}:${source.name}`,
      recordId: opens(source, record, values),
      time: timeOf(source, record),
    };
    for (const [key, one] of Object.entries(values)) {
      out[key] = typeof one === 'number' ? one : String(one).slice(0, longest);
    }
    return out;
  };
  const timeOf = (source, record) => {
    const stamp = record[source.timeField];
    if (!source.dayOnly) return Date.parse(stamp);
    for (const moment of source.moments) {
      const at = canRead(source.objectName, moment) && record[moment] ? Date.parse(record[moment]) : null;
      if (at !== null && dayOf(at, zone) === stamp) return at;
    }
    return startOf(stamp, zone);
  };

  const methods = {
    days(request) {
      const question = parse(request);
      const scope = scopeOf(question.recordId);
      const since = isSet(question.since) ? startOf(dayOf(question.since, zone), zone) : null;
      const skipped = [...scope.skipped];
      const days = {};
      const cut = [];
      for (const source of wantedSources(question.sources)) {
        attempt(source.objectName, skipped, () => {
          const counts = new Map();
          for (const record of matching(source, scope, since, question.until)) {
            const day = source.dayOnly ? record[source.timeField] : dayOf(Date.parse(record[source.timeField]), zone);
            counts.set(day, (counts.get(day) ?? 0) + 1);
          }
          const groups = [...counts].toSorted((a, b) => compare(b[0], a[0])).slice(0, mostGroups);
          if (groups.length === mostGroups) cut.push(source.name);
          days[source.name] = groups.map(([day, count]) => [startOf(day, zone), count]);
        });
      }
      return {
        zone,
        ...(since !== null && { since }),
        ...(scope.head && { record: scope.head }),
        days,
        cut,
        skipped,
      };
    },
    rows(request) {
      const question = parse(request);
      const scope = scopeOf(question.recordId);
      const size = Math.max(1, Math.min(pageRows, question.pageSize ?? pageRows));
      const skipped = [];
      const found = [];
      let begun = !question.resume;
      for (const source of wantedSources(question.sources)) {
        const resumed = !begun && source.name === question.resume.source;
        begun ||= resumed;
        if (!begun || found.length === size) continue;
        attempt(source.objectName, skipped, () => {
          found.push(...page(source, scope, question, resumed ? question.resume : null, size - found.length));
          if (resumed) return;
          for (const field of source.fields.keys()) {
            if (!canRead(source.objectName, field)) {
              skipped.push({ object: source.objectName, reason: 'hidden-field', field });
            }
          }
        });
      }
      complete(found, scope);
      completeStages(found, question.since);
      const last = found.at(-1);
      return {
        rows: found.map(write),
        ...(found.length === size && {
          resume: {
            source: last.source.name,
            lastTime: String(keyOf(last.source, last.record)),
            lastId: last.record.Id,
          },
        }),
        skipped,
      };
    },
    hours(request) {
      const question = parse(request);
      const scope = scopeOf(question.recordId);
      const [source, ...others] = wantedSources(question.sources);
      if (others.length > 0 || !source.countable) {
        throw fault('bad-request', 'Name one source whose rows can be counted.');
      }
      const skipped = [];
      const kindField = kindFields[source.name];
      const kind = kindField && canRead(source.objectName, kindField) ? kindField : null;
      const beforeDay = question.resume?.beforeDay ?? null;
      let groups = [];
      attempt(source.objectName, skipped, () => {
        const counts = new Map();
        const isTask = source.objectName === 'Task' && canRead('Task', 'TaskSubtype');
        const besides = isTask && canRead('EmailMessage', 'ActivityId');
        for (const record of matching(source, scope, question.since, question.until)) {
          if (besides && record.TaskSubtype === 'Email') continue;
          const stamp = record[source.timeField];
          const [day, hour] = source.dayOnly ? [stamp, 0] : hourOf(Date.parse(stamp), zone);
          if (beforeDay !== null && day >= beforeDay) continue;
          const group = kind ? String(record[kind] ?? '') : '';
          const key = JSON.stringify([day, String(hour).padStart(2, '0'), group]);
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        groups = [...counts].toSorted((a, b) => compare(b[0], a[0])).slice(0, mostGroups);
      });
      const parsed = groups.map(([key, count]) => [...JSON.parse(key), count]);
      const full = parsed.length === mostGroups;
      const unfinished = full ? parsed.at(-1)[0] : null;
      if (full && parsed[0][0] === unfinished) {
        throw fault('query-failed', 'One day has more groups than the server tells.');
      }
      return {
        rows: parsed
          .filter(([day]) => day !== unfinished)
          .map(([day, hour, group, touchpoints]) => ({
            object: source.objectName,
            kind: source.name,
            time: instantOf(day, Number(hour), zone),
            ...(group !== '' && { [source.fields.get(kind)]: group }),
            touchpoints,
          })),
        ...(full && { resume: { source: source.name, beforeDay: nextDay(unfinished) } }),
        skipped,
      };
    },
  };

  const answering = (name) => (request) => {
    asked.push({ method: name, ...JSON.parse(request) });
    if (access.apex === false) {
      throw { body: { message: "You do not have access to the Apex class named 'TouchpointController'." } };
    }
    return JSON.stringify(methods[name](request));
  };
  const days = answering('days');
  const rows = answering('rows');
  const hours = answering('hours');
  return {
    days,
    rows,
    hours,
    asked,
    apex: {
      days: async ({ request }) => days(request),
      rows: async ({ request }) => rows(request),
      hours: async ({ request }) => hours(request),
    },
  };
}

const within = (field, ids) => ({ fields: [field], holds: (record) => ids.has(record[field]) });
const equal = (path, id, read) => ({ fields: [path], holds: (record) => read(record, path) === id });
const either = (...clauses) => ({
  fields: clauses.flatMap((one) => one.fields),
  holds: (record) => clauses.some((one) => one.holds(record)),
});
const members = ({ contacts, leads }) => either(within('ContactId', contacts), within('LeadId', leads));
const ownOrAbout = ({ people, recordId, read }) => either(within('WhoId', people), equal('WhatId', recordId, read));
const ofCasesOfContacts = ({ contacts, read, canRead }) =>
  canRead('EmailMessage', 'Parent.ContactId')
    ? [{ fields: ['Parent.ContactId'], holds: (record) => contacts.has(read(record, 'Parent.ContactId')) }]
    : [];

/** Conditions of `TouchpointScope.CLAUSES`. */
const clauses = {
  Person: {
    Lead: ({ leads }) => within('Id', leads),
    LeadHistory: ({ leads }) => within('LeadId', leads),
    Opportunity: ({ opportunities }) => within('Id', opportunities),
    OpportunityHistory: ({ opportunities }) => within('OpportunityId', opportunities),
    OpportunityContactRole: ({ contacts }) => within('ContactId', contacts),
    CampaignMember: members,
    Case: ({ contacts }) => within('ContactId', contacts),
    Task: ({ people }) => within('WhoId', people),
    Event: ({ people }) => within('WhoId', people),
    EmailMessage: (given) => either(within('Id', given.emails), ...ofCasesOfContacts(given)),
  },
  Opportunity: {
    Lead: ({ leads }) => within('Id', leads),
    LeadHistory: ({ leads }) => within('LeadId', leads),
    Opportunity: ({ recordId, read }) => equal('Id', recordId, read),
    OpportunityHistory: ({ recordId, read }) => equal('OpportunityId', recordId, read),
    OpportunityContactRole: ({ recordId, read }) => equal('OpportunityId', recordId, read),
    CampaignMember: members,
    Case: ({ contacts }) => within('ContactId', contacts),
    Task: ownOrAbout,
    Event: ownOrAbout,
    EmailMessage: (given) =>
      either(within('Id', given.emails), equal('RelatedToId', given.recordId, given.read), ...ofCasesOfContacts(given)),
  },
  Account: {
    Lead: ({ recordId, read }) => equal('ConvertedAccountId', recordId, read),
    LeadHistory: ({ recordId, read }) => equal('Lead.ConvertedAccountId', recordId, read),
    Opportunity: ({ recordId, read }) => equal('AccountId', recordId, read),
    OpportunityHistory: ({ recordId, read }) => equal('Opportunity.AccountId', recordId, read),
    OpportunityContactRole: ({ recordId, read }) => equal('Opportunity.AccountId', recordId, read),
    CampaignMember: ({ recordId, read }) => equal('Contact.AccountId', recordId, read),
    Case: ({ recordId, read }) => equal('AccountId', recordId, read),
    Task: ({ recordId, read }) => equal('AccountId', recordId, read),
    Event: ({ recordId, read }) => equal('AccountId', recordId, read),
    EmailMessage: ({ emails, opportunities, recordId, read, canRead }) =>
      either(
        within('Id', emails),
        equal('RelatedToId', recordId, read),
        within('RelatedToId', opportunities),
        ...(canRead('EmailMessage', 'Parent.AccountId') ? [equal('Parent.AccountId', recordId, read)] : []),
      ),
  },
};

// Only what the sources say: tests joined by AND.
function testsOf(condition) {
  if (condition === '') return [];
  return condition.split(' AND ').map((test) => {
    const [, optional, field, op, value] = /^(\??)(\w+) (=|!=|<=) (.+)$/.exec(test);
    return { optional: optional !== '', field, op, value };
  });
}

function holds({ field, op, value }, record, now, zone) {
  if (value === ':today') return now === Infinity || record[field] <= dayOf(now, zone);
  if (value === ':rightNow') return Date.parse(record[field]) <= now;
  const wanted = value === 'true' ? true : value === 'false' ? false : value === 'null' ? null : value.slice(1, -1);
  const actual = record[field] ?? (typeof wanted === 'boolean' ? false : null);
  return op === '=' ? actual === wanted : actual !== wanted;
}

function wantedSources(names) {
  if (!isSet(names)) return sources;
  const found = sources.filter((source) => names.includes(source.name));
  if (found.length !== names.length) {
    throw fault('bad-request', `Not all of these are sources: ${names.join(', ')}`);
  }
  return found;
}

function opens(source, record, values) {
  if (source.objectName === 'LeadHistory') return values.leadId ?? record.Id;
  if (source.objectName === 'OpportunityHistory' || source.objectName === 'OpportunityContactRole') {
    return values.opportunityId ?? record.Id;
  }
  return record.Id;
}

function parse(request) {
  const question = JSON.parse(request);
  const resume = question.resume;
  if (resume && !resume.beforeDay && !sources.some((source) => source.name === resume.source)) {
    throw fault('bad-request', `No such source: ${resume.source}`);
  }
  return question;
}

class QueryRefused extends Error {
  constructor(objectName, field) {
    super(`${objectName}.${field ?? ''} cannot be read`);
    this.objectName = objectName;
    this.field = field;
  }
}
const refused = (objectName, field) => new QueryRefused(objectName, field);
const skipOf = (objectName, { objectName: of, field }) => ({
  object: objectName,
  // Those tasks are told by the moment at which they were made, those events among the others.
  reason: ['Task.CompletedDateTime', 'Event.IsAllDayEvent'].includes(`${of}.${field}`) ? 'hidden-field' : 'no-access',
  ...(field !== null && of === objectName && { field }),
});
/** What a component catches of an `AuraHandledException`. */
const fault = (code, message) => ({ body: { message: `${code}: ${message}` } });

const isSet = (value) => value !== null && value !== undefined;
const put = (values, key, value) => {
  if (isSet(value)) values[key] = value;
  else delete values[key];
};
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const by =
  (...orders) =>
  (a, b) => {
    for (const [field, way] of orders) {
      const order = compare(a[field] ?? '', b[field] ?? '') * way;
      if (order !== 0) return order;
    }
    return 0;
  };
const newest = (rows) =>
  rows.toSorted((a, b) => compare(Date.parse(b.CreatedDate), Date.parse(a.CreatedDate)) || compare(b.Id, a.Id));

const clocks = new Map();
function clock(ms, zone) {
  if (!clocks.has(zone)) {
    const options = { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' };
    clocks.set(
      zone,
      new Intl.DateTimeFormat('en-US', { ...options, hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    );
  }
  return Object.fromEntries(
    clocks
      .get(zone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
}

/** The day of an instant in a zone, `YYYY-MM-DD`. */
export function dayOf(ms, zone) {
  const { year, month, day } = clock(ms, zone);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

const hourOf = (ms, zone) => [dayOf(ms, zone), Number(clock(ms, zone).hour)];

/** The instant at which a day begins in a zone. */
export function startOf(day, zone) {
  return instantOf(day, 0, zone);
}

function instantOf(day, hour, zone) {
  const utc = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  // The offset of the guess may be that of the other side of a change: asked twice, it holds.
  let ms = utc;
  for (let k = 0; k < 2; k++) {
    const shown = clock(ms, zone);
    const time = `T${shown.hour}:${shown.minute}:${shown.second}Z`;
    ms -= Date.parse(`${shown.year.padStart(4, '0')}-${shown.month}-${shown.day}${time}`) - utc;
  }
  // A change at midnight leaves the day's first instants out; the clock then shows the day before.
  return dayOf(ms, zone) < day ? ms + 3_600_000 : ms;
}

const nextDay = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
