import { parseQuery, read } from './apex.mjs';
import { standardObjects, unknownNames } from './fields.mjs';

// The places of the templates are filled as `TouchpointQuery.fill` does, for every source and every kind of record.
const kindFields = {
  taskDone: 'TaskSubtype',
  taskUndated: 'TaskSubtype',
  email: 'Incoming',
  opportunityClosed: 'IsWon',
};

/** What `TouchpointQuery` puts together besides its templates. What stands there and not here is told, and what lacks there. */
const pieces = {
  any: '{time} != NULL',
  kept: 'IsDeleted = FALSE',
  since: '{time} >= :since',
  until: '{time} < :until',
  before: '{time} < :beforeTime',
  noEmail: "TaskSubtype != 'Email'",
  day: 'DAY_ONLY(convertTimezone({time}))',
  hour: 'HOUR_IN_DAY(convertTimezone({time}))',
  all: ' ALL ROWS',
};

/**
 * Problems of the queries that are put together at run time: each is put together here, for every source and scope, and
 * parsed.
 *
 * @param classes text by name of the class
 * @returns {{ problems: string[], queries: string[] }}
 */
export function checkSoql(classes) {
  const problems = [];
  const queries = new Set();
  const objects = standardObjects();
  const sources = sourcesIn(classes.TouchpointSource);
  const clauses = clausesIn(classes.TouchpointScope);
  const templates = templatesIn(classes);
  if (sources.length === 0) problems.push('TouchpointSource: no source was found');
  if (clauses.length === 0) problems.push('TouchpointScope: no clause was found');

  for (const { name, value } of templates) {
    if (name === 'TouchpointPeople') {
      const people = peopleIn(classes.TouchpointPeople);
      if (people.length === 0) problems.push('TouchpointPeople: whom it looks up was not found');
      for (const [object, fields] of people) {
        queries.add(value.replace('{fields}', `Id, ${fields.replaceAll(',', ', ')}`).replace('{object}', object));
      }
    }
    if (name !== 'TouchpointQuery' && name !== 'TouchpointPeople')
      problems.push(`${name}: a query that this check does not know: ${value}`);
  }
  const ofSources = templates.filter(({ name }) => name === 'TouchpointQuery').map(({ value }) => value);
  const after = read(classes.TouchpointQuery).strings.find(({ value }) => value.includes(':lastTime'))?.value;
  if (ofSources.length !== 4 || !after) problems.push('TouchpointQuery: its templates were not found');
  problems.push(...strangePieces(classes.TouchpointQuery, [...ofSources, after]));
  for (const source of sources) {
    const scopes = ['', ...clauses.filter(([object]) => object === source.objectName).map(([, clause]) => clause)];
    // One for each kind of record, and all records.
    if (scopes.length !== 4)
      problems.push(`TouchpointScope: ${source.objectName} has ${scopes.length - 1} clauses of 3`);
    for (const template of ofSources) {
      if (template.includes('{kind}') && !kindFields[source.name]) continue;
      for (const scope of scopes) {
        for (const further of furtherTests(template, source, after)) {
          for (const tests of conditionsOf(source)) {
            for (const clause of formsOf(scope)) queries.add(fill(template, source, tests, clause, further));
          }
        }
      }
    }
  }
  for (const query of queries) {
    try {
      const names = unknownNames(parseQuery(query), objects);
      if (names.length > 0) throw new Error(names.join(', '));
      if (/[{}]/.test(query)) throw new Error('a place was left open');
    } catch (error) {
      problems.push(`${error.message}: ${query}`);
    }
  }
  return { problems, queries: [...queries] };
}

/** The sources as `TouchpointSource.cls` lists them. */
export function sourcesIn(text) {
  return read(text)
    .creations.filter(({ name, arguments: given }) => name === 'TouchpointSource' && given.length >= 5)
    .map(({ arguments: given }) => {
      const [name, objectName, timeField] = given;
      const moments = given.length === 6 ? given[3] : null;
      return { name, objectName, timeField, moments, condition: given.at(-2), fields: given.at(-1) };
    });
}

/** What `TouchpointPeople` looks up by id, as pairs of object and fields. */
function peopleIn(text) {
  return read(text)
    .creations.filter(({ name, arguments: given }) => name === 'byId' && typeof given[0] === 'string')
    .map(({ arguments: given }) => given);
}

/** Conditions of scopes, as pairs of object and clause. */
export function clausesIn(text) {
  return read(text).maps.filter(
    ([object, clause]) => /^\w+$/.test(object ?? '') && typeof clause === 'string' && /[=:]/.test(clause),
  );
}

/** @returns {Array<{ name: string, value: string }>} texts that begin like a query, by the class that has them */
function templatesIn(classes) {
  return Object.entries(classes).flatMap(([name, text]) => {
    const found = read(text);
    if (found.isTest) return [];
    return found.strings.filter(({ value }) => /^\s*select\b/i.test(value)).map(({ value }) => ({ name, value }));
  });
}

/** Tests that a question adds: where to go on, and of tasks that are counted which ones. */
function furtherTests(template, { objectName }, after) {
  if (template.includes('{fields}')) return ['', after];
  if (objectName !== 'Task' || !template.includes('{hour}')) return ['', pieces.before];
  return ['', pieces.before, pieces.noEmail, `${pieces.before} AND ${pieces.noEmail}`];
}

/** Where the texts of the class and those of this check differ. */
function strangePieces(text, templates) {
  const known = new Set([...Object.values(pieces), ...templates]);
  const there = new Set(read(text).strings.map(({ value }) => value));
  const isPiece = (value) => /[:=<>]|[A-Z]{3}/.test(value) && !/^(?: AND |, \{hour\} DESC)$/.test(value);
  return [
    ...[...there]
      .filter((one) => isPiece(one) && !known.has(one))
      .map((one) => `TouchpointQuery: a text that this check does not know: ${one}`),
    ...[...known].filter((one) => !there.has(one)).map((one) => `TouchpointQuery: lacks the text ${one}`),
  ];
}

/** The source's tests: all of them, and only those that every user can ask. */
function conditionsOf({ condition }) {
  const tests = condition === '' ? [] : condition.split(' AND ');
  const needed = tests.filter((test) => !test.startsWith('?'));
  return [tests.map((test) => test.replace(/^\?/, '')).join(' AND '), needed.join(' AND ')];
}

/** A clause likewise. */
function formsOf(clause) {
  return [clause.replaceAll('?', ''), clause.replaceAll(/ OR \?[^)]+?(?= OR |\))/g, '')];
}

function fill(template, { name, objectName, timeField, moments, fields }, condition, scope, further) {
  const isDay = moments !== null;
  const isArchived = objectName === 'Task' || objectName === 'Event';
  const conditions = [
    pieces.any,
    isArchived && pieces.kept,
    condition,
    scope,
    pieces.since,
    pieces.until,
    further,
  ].filter(Boolean);
  const shown = new Set([
    'Id',
    timeField,
    ...fields.split(',').map((pair) => pair.split('=')[0]),
    ...(moments ? moments.split(',') : []),
  ]);
  const soql = isDay
    ? template.replaceAll(', {hour} hourly', '').replaceAll(', {hour} DESC', '').replaceAll(', {hour}', '')
    : template;
  return `${soql}${isArchived ? pieces.all : ''}`
    .replaceAll('{where}', conditions.join(' AND '))
    .replaceAll('{day}', isDay ? timeField : pieces.day)
    .replaceAll('{hour}', pieces.hour)
    .replaceAll('{kind}', kindFields[name] ?? '')
    .replaceAll('{object}', objectName)
    .replaceAll('{time}', timeField)
    .replaceAll('{fields}', [...shown].join(', '));
}
