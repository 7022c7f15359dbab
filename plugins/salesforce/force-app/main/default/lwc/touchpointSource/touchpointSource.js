import { defaultStages, defaultSteps, mapping, sourcesOfEvents } from 'c/touchpointMapping';
import { Asker } from './apex';
import { readWired, wiredSources } from './queries';
import { inOrder, rowsJson } from './rows';

export { recordQuery, recordVariables } from './queries';

const DEFAULT_CAP = 50000;
const PAGE_ROWS = 1000;
/** Readings at a time: a browser keeps six connections for the whole page. */
const CHAINS = 3;
/** Sources that only rows can tell: a stage entry needs the row before it. */
const UNCOUNTABLE = ['opportunityStage'];
/** What rows of counts say besides their time; a heatmap by anything else needs the touchpoints themselves. */
const COUNTED_ROWS = ['event', 'channel'];
/** The property by which a row of counts weighs. */
const WEIGHT = 'touchpoints';

/**
 * Reads all touchpoints of a view. `wired` is the GraphQL wire's `data` (or null: then Apex tells everything).
 * `since` and `until` are epoch ms or null; `since` is taken back to the start of its day where the user is.
 * `cap` is the most touchpoints that are read as rows (default 50000). Above it
 *
 * - a heatmap is counted by hour in SOQL. All touchpoints are in it (`partial.kind` 'grouped'), each row stands for as many as its
 *   `touchpoints` says (`weight` names that property), and customers are not told apart; one whose `rows` are neither
 *   events nor channels is as a journey;
 * - a funnel reads only what its `steps` are made of, and, if that is still too much,
 * - it and a journey show whole days, the newest ones that fit (`partial.kind` 'newest', `partial.since`): what is
 *   shown is all there is of that time. A single day above the cap is shown in part, and then `partial.since` is null;
 *   `partial.of` is null where the days are more than the server counts (2,000).
 *
 * @returns {Promise<{ json: string, mapping: object, show: { actor: string } | { account: string } | null,
 *   steps: string[], stages: string, weight: 'touchpoints' | null, zone: string,
 *   partial: null | { kind: 'newest' | 'grouped', shown: number, of: number | null,
 *   since: number | null },
 *   skipped: Array<{ object: string, reason: 'no-access' | 'query-failed' | 'too-many' | 'hidden-field', field?: string }> }>}
 *   `shown` and `of` of 'newest' both count rows as they are read, before those that are no touchpoint of their own (history
 *   without a change of stage, tasks that are e-mails) are left out: the server can count no others. `shown` of 'grouped' are
 *   the rows that stand for `of` touchpoints; `skipped` names objects that are missing, as a whole
 *   or ('too-many') in part, and fields that rows are without
 * @throws an Error with `code` 'no-access', 'query-failed' or 'aborted', and a message for people's logs
 */
export async function readTouchpoints({
  view,
  recordId = null,
  objectApiName = null,
  wired = null,
  since = null,
  until = null,
  cap = DEFAULT_CAP,
  steps = null,
  rows: rowsBy = null,
  signal,
  onProgress,
}) {
  const asker = new Asker(signal);
  const fromWire = readWired(wired, objectApiName, recordId);
  const plan = await asker.days({ recordId, since, until });
  const counts = countsOf(plan);
  if (fromWire.complete) for (const source of wiredSources) counts.delete(source);

  const reading = {
    asker,
    recordId,
    since: plan.since ?? null,
    until,
    cap,
    counts,
    plan,
    wiredRows: fromWire.rows,
    skipped: [...plan.skipped],
    progress: onProgress ?? (() => {}),
  };
  const total = sumOf(counts) + within(fromWire.rows, reading).length;
  const all = [...counts.keys()];
  const wanted = steps?.length ? steps : defaultSteps;
  let found;
  if (plan.cut.length === 0 && total <= cap) found = await readRows(reading, all);
  else if (view === 'heatmap' && COUNTED_ROWS.includes(rowsBy ?? 'event')) found = await readHours(reading, all);
  else if (view === 'funnel') found = await readSteps(reading, wanted);
  else found = await readNewest(reading, all);

  const head = plan.record ?? null;
  const group = head && (head.object === 'Account' || head.object === 'Opportunity') ? head.name : null;
  const rows = group === null ? found.rows : found.rows.map((row) => ({ ...row, account: group }));
  return {
    json: rowsJson(rows),
    mapping,
    show: head === null ? null : group === null ? { actor: head.id } : { account: group },
    steps: wanted,
    stages: defaultStages,
    weight: found.weight ?? null,
    zone: plan.zone,
    partial: found.partial,
    skipped: absences(reading.skipped),
  };
}

/** All rows of these sources in the period. */
async function readRows(reading, sources) {
  return { rows: inOrder(await collect(reading, sources)), partial: null };
}

/** The newest whole days that fit the cap. */
async function readNewest(reading, sources) {
  const days = daysOf(reading, sources);
  const counted = sumOf(reading.counts, sources) + within(reading.wiredRows, reading).length;
  const of = sources.some((source) => reading.plan.cut.includes(source)) ? null : counted;
  const floor = countedSince(reading);
  let kept = 0;
  let start = null;
  for (const [day, count] of days) {
    if (kept + count > reading.cap || (floor !== null && day < floor)) break;
    kept += count;
    start = day;
  }
  if (start === null) return readPartOfDay(reading, sources, days[0], of);
  const read = await collect({ ...reading, since: start }, sources);
  return { rows: inOrder(read), partial: { kind: 'newest', shown: read.length, of, since: start } };
}

/** Of a day that does not fit, the newest of each source, by its share. */
async function readPartOfDay(reading, sources, [day, count], of) {
  const pages = [];
  for (const source of sources) {
    const there = reading.plan.days[source].find(([at]) => at === day)?.[1] ?? 0;
    const share = Math.floor((there * reading.cap) / count);
    // One after the other: all of it is one day, so this is a matter of a few pages.
    // eslint-disable-next-line no-await-in-loop
    if (share > 0) pages.push(...(await chain({ ...reading, since: day }, [source], share)));
  }
  const rows = inOrder(pages.map(withoutBefore));
  return { rows, partial: { kind: 'newest', shown: pages.length, of, since: null } };
}

// Where a day is cut, the stage before an opportunity's first row that was read is unknown: the server tells the one before
// the day. That row is then no change, and the next ones are measured by it.
function withoutBefore(row) {
  return row.kind === 'opportunityStage' ? { ...row, stageBefore: row.stage } : row;
}

/** What the steps of a funnel are made of; steps that name no source of ours leave all sources in. */
async function readSteps(reading, steps) {
  const named = sourcesOfEvents(steps);
  const needed = [...reading.counts.keys()].filter((source) => named.length === 0 || named.includes(source));
  const wiredRows = reading.wiredRows.filter((row) => named.length === 0 || named.includes(row.kind));
  const narrowed = { ...reading, wiredRows };
  const fits = sumOf(reading.counts, needed) + within(wiredRows, reading).length <= reading.cap;
  const uncut = needed.every((source) => !reading.plan.cut.includes(source));
  return fits && uncut ? readRows(narrowed, needed) : readNewest(narrowed, needed);
}

/** All touchpoints counted by hour in SOQL; those that only rows can tell as rows, as far as they fit. */
async function readHours(reading, sources) {
  const rows = [];
  for (const source of sources) {
    if (reading.counts.get(source) === 0 || UNCOUNTABLE.includes(source)) continue;
    // eslint-disable-next-line no-await-in-loop
    rows.push(...(await hoursOf(reading, source)));
  }
  const raw = UNCOUNTABLE.filter((source) => (reading.counts.get(source) ?? 0) > 0);
  const fits = sumOf(reading.counts, raw) <= reading.cap && raw.every((source) => !reading.plan.cut.includes(source));
  if (fits) rows.push(...inOrder(await collect(reading, raw)));
  else {
    rows.push(...inOrder(within(reading.wiredRows, reading)));
    reading.skipped.push({ object: 'OpportunityHistory', reason: 'too-many' });
  }
  const weighed = rows.map(weigh).sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1));
  const of = weighed.reduce((sum, row) => sum + row[WEIGHT], 0);
  return { rows: weighed, weight: WEIGHT, partial: { kind: 'grouped', shown: weighed.length, of, since: null } };
}

async function hoursOf(reading, source) {
  const { asker, recordId, since, until } = reading;
  const rows = [];
  let resume = null;
  do {
    // eslint-disable-next-line no-await-in-loop
    const page = await asker.hours({ recordId, since, until, sources: [source], resume });
    rows.push(...page.rows);
    reading.skipped.push(...page.skipped);
    reading.progress({ rows: rows.length });
    resume = page.resume ?? null;
  } while (resume !== null);
  return rows;
}

// A count is nobody's. The engine leaves out rows without a customer, so all of them are one and the same; figures of
// customers then mean nothing, which is why the heatmap shows sums of the weight.
function weigh(row) {
  const { object, kind, time, subtype, incoming, won } = row;
  // Everything by which counts of one hour differ: the key is the touchpoint's id, and of equal ones only one is kept.
  const key = [kind, time, subtype ?? '', incoming ?? '', won ?? '', row.key ?? ''].join(':');
  return { object, kind, time, subtype, incoming, won, key, [WEIGHT]: row[WEIGHT] ?? 1, customerId: 'all customers' };
}

/** Rows of the sources and of the wire, in no order; several chains of pages at a time. */
async function collect(reading, sources) {
  const rows = within(reading.wiredRows, reading);
  const large = [];
  const small = [];
  for (const source of sources) {
    const count = reading.counts.get(source);
    if (count > 0) (count > PAGE_ROWS ? large : small).push(source);
  }
  const chains = [...(small.length > 0 ? [small] : []), ...large.map((source) => [source])];
  const total = rows.length + sumOf(reading.counts, sources);
  let done = rows.length;
  const progress = (count) => {
    done += count;
    reading.progress({ rows: done, total });
  };
  const next = async () => {
    for (let one = chains.shift(); one; one = chains.shift()) {
      // eslint-disable-next-line no-await-in-loop
      rows.push(...(await chain({ ...reading, progress: (told) => progress(told.rows) }, one, Infinity)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(CHAINS, chains.length) }, next));
  return within(rows, reading);
}

/** Page after page of some sources, up to `most` rows. */
async function chain(reading, sources, most) {
  const { asker, recordId, since, until } = reading;
  const rows = [];
  let resume = null;
  do {
    const pageSize = Math.min(PAGE_ROWS, most - rows.length);
    // eslint-disable-next-line no-await-in-loop
    const page = await asker.rows({ recordId, since, until, sources, pageSize, resume });
    rows.push(...page.rows);
    reading.skipped.push(...page.skipped);
    reading.progress({ rows: page.rows.length });
    resume = page.resume ?? null;
  } while (resume !== null && rows.length < most);
  return rows;
}

function within(rows, { since, until }) {
  return rows.filter((row) => (since === null || row.time >= since) && (until === null || row.time < until));
}

/** Rows by source. */
function countsOf(plan) {
  return new Map(
    Object.entries(plan.days).map(([source, days]) => [source, days.reduce((sum, [, count]) => sum + count, 0)]),
  );
}

function sumOf(counts, sources = [...counts.keys()]) {
  return sources.reduce((sum, source) => sum + counts.get(source), 0);
}

/** Rows of the sources by day, newest days first; those of the wire count to the day on which Apex would see them. */
function daysOf(reading, sources) {
  const counts = new Map();
  const add = (day, count) => counts.set(day, (counts.get(day) ?? 0) + count);
  for (const source of sources) for (const [day, count] of reading.plan.days[source]) add(day, count);
  const kinds = new Set(reading.wiredRows.map((row) => row.kind));
  for (const kind of kinds) for (const [day, count] of reading.plan.days[kind] ?? []) add(day, count);
  return [...counts].sort((a, b) => b[0] - a[0]);
}

/** The first day of which every source is counted: the server tells 2,000 days of each. Null for no bound. */
function countedSince({ plan }) {
  const firsts = plan.cut.map((source) => plan.days[source].at(-1)[0]);
  return firsts.length === 0 ? null : Math.max(...firsts);
}

/** Each absence once. */
function absences(told) {
  return [...new Map(told.map((one) => [`${one.object}:${one.reason}:${one.field ?? ''}`, one])).values()];
}
