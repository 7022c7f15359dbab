import { identifierTypes, type IdentifierType } from '../../../worker/protocol/batch.js';
import { canonicalFields } from '../../../worker/protocol/mapping.js';
import type { Evidence, MappedField } from '../../../worker/protocol/proposal.js';
import type { ColumnSample } from './facts.js';
import { ENOUGH_ROWS, WHOLE, type Score } from './score.js';

/** From here on a proposal counts as certain. */
export const CERTAIN = 0.8;
/** From here on something is proposed at all. */
export const PROPOSED = 0.5;
/** Two columns nearer to each other than this fit equally well. */
const NEAR = 0.04;

/** The columns that fit each field, best first, judged beside each other. */
export type Decision = ReadonlyMap<MappedField, readonly Score[]>;

/**
 * Decides among columns: which of several times is the row's own, which of two event columns tells more, who acts. A
 * column becomes one field at most; what fits as well as the best one takes its certainty away.
 */
export function decide(scores: readonly Score[]): Decision {
  const decision = new Map<MappedField, Score[]>();
  const of = (field: MappedField): Score[] =>
    scores
      .filter((one) => one.field === field)
      .sort((a, b) => b.confidence - a.confidence || a.column.index - b.column.index);

  decision.set('time', timeOf(of('time')));
  for (const type of ['email', 'phone'] as const) decision.set(type, severalOf(of(type)));
  for (const type of ['userId', 'deviceId'] as const) decision.set(type, oneOf(of(type), type));
  const typed = new Set(
    (['userId', 'email', 'phone', 'deviceId'] as const).flatMap((type) => columnsOf(decision.get(type)!, CERTAIN)),
  );
  decision.set('actor', actorOf(of('actor'), typed));

  const taken = new Set<ColumnSample>(typed);
  const take = (field: MappedField, list: readonly Score[], least = CERTAIN): void => {
    const [best] = list;
    if (best && best.confidence >= least && !taken.has(best.column)) taken.add(best.column);
    decision.set(field, [...list]);
  };
  const free = (field: MappedField): Score[] => of(field).filter(({ column }) => !taken.has(column));
  take('time', decision.get('time')!, PROPOSED);
  if (decision.get('actor')![0]?.confidence) take('actor', decision.get('actor')!);
  // What is named as something else is hardly the event as well.
  const elsewhere = new Set(
    scores
      .filter(({ field, named, confidence }) => field !== 'event' && named > 0 && confidence >= PROPOSED)
      .map(({ column }) => column),
  );
  const isLog = certainIdentifiers(decision).some(({ score: { column } }) => comesBack(column));
  take(
    'event',
    eventOf(
      free('event').filter(({ named, column }) => named > 0 || !elsewhere.has(column)),
      isLog,
    ),
  );
  take('id', free('id'), PROPOSED);
  for (const field of canonicalFields) take(field, bestOf(free(field)), PROPOSED);
  return decision;
}

/** Columns of identifiers that surely say who, by rank, then how surely. */
export function certainIdentifiers(decision: Decision): Array<{ type: IdentifierType; score: Score }> {
  return identifierTypes.flatMap((type) =>
    decision
      .get(type)!
      .filter(({ confidence }) => confidence >= CERTAIN)
      .map((score) => ({ type, score })),
  );
}

function columnsOf(list: readonly Score[], least: number): ColumnSample[] {
  return list.filter(({ confidence }) => confidence >= least).map(({ column }) => column);
}

function changed(score: Score, confidence: number, ...evidence: readonly Evidence[]): Score {
  return { ...score, confidence: Math.round(confidence * 100) / 100, evidence: [...score.evidence, ...evidence] };
}

/** Share of the rows filled in both columns in which they hold the same. */
function sameness(a: ColumnSample, b: ColumnSample): number {
  let both = 0;
  let same = 0;
  for (let row = 0; row < a.values.length; row++) {
    const [left, right] = [a.values[row]!, b.values[row]!];
    if (left === '' || right === '') continue;
    both++;
    if (left === right) same++;
  }
  return both === 0 ? 0 : same / both;
}

/** The best takes it when the next is clearly worse, or says the same; otherwise neither is certain. */
function against(list: readonly Score[], near: number, least: number): Score[] {
  const [best, next] = list;
  if (!best || !next || next.confidence < least || best.confidence - next.confidence >= near) return [...list];
  const same = sameness(best.column, next.column);
  if (same >= 0.98) {
    return [
      best,
      changed(next, next.confidence, { kind: 'same-as', column: best.column.index, share: same }),
      ...list.slice(2),
    ];
  }
  const rivals = list.filter(({ confidence }) => best.confidence - confidence < near);
  return list.map((one) => {
    const other = one === best ? next : best;
    if (!rivals.includes(one)) return one;
    return changed(one, Math.min(one.confidence, 0.7), {
      kind: 'rival',
      column: other.column.index,
      same: sameness(one.column, other.column),
    });
  });
}

function timeOf(candidates: readonly Score[]): Score[] {
  // A day says less than a moment.
  const moments = candidates.some(({ column, confidence }) => column.time?.daily === false && confidence >= 0.4);
  const list = candidates
    .map((one) => (moments && one.column.time?.daily ? changed(one, one.confidence - 0.06) : one))
    .toSorted((a, b) => b.confidence - a.confidence || a.column.index - b.column.index);
  const [best, next] = list;
  if (!best) return [];
  if ((!next || next.confidence < 0.15) && best.confidence >= 0.4) {
    return [changed(best, Math.max(best.confidence, 0.83), { kind: 'only-one' }), ...list.slice(1)];
  }
  return against(list, NEAR, 0.4);
}

/**
 * Several columns of one type are all the customer's when their headers say so plainly. One whose header says more, or
 * nothing, may be somebody else's beside others.
 */
function severalOf(candidates: readonly Score[]): Score[] {
  // Those who work on customers are few beside them.
  const most = Math.max(0, ...candidates.map(({ column }) => column.facts.distinct));
  const list = candidates
    .map((one) => {
      const { distinct, filled } = one.column.facts;
      const isFew = filled >= ENOUGH_ROWS && distinct * 3 <= most;
      return isFew ? changed(one, Math.min(one.confidence, 0.5)) : one;
    })
    .toSorted((a, b) => b.confidence - a.confidence || a.column.index - b.column.index);
  const plain = list.filter((one) => one.named >= WHOLE && one.confidence >= CERTAIN);
  const unsure = list.filter((one) => one.named < WHOLE && one.confidence >= 0.4);
  return list.map((one) => {
    const [first] = plain;
    if (first && plain.includes(one)) {
      const share = one === first ? 0 : sameness(one.column, first.column);
      return share > 0.5 ? changed(one, one.confidence, { kind: 'same-as', column: first.column.index, share }) : one;
    }
    if (!first && unsure.length === 1 && unsure.includes(one)) {
      return list.length === 1 ? changed(one, one.confidence, { kind: 'only-one' }) : one;
    }
    return changed(one, Math.min(one.confidence, one.named > 0 ? 0.6 : first ? 0.45 : 0.6));
  });
}

/** Two ids of one type on a row would be one customer: only the clearer one is taken for certain. */
function oneOf(list: readonly Score[], type: IdentifierType): Score[] {
  const judged = against(list, NEAR, PROPOSED);
  const [best] = judged;
  return judged.map((one) =>
    one === best || one.confidence < CERTAIN || !best
      ? one
      : changed(one, type === 'userId' ? 0.65 : 0.6, {
          kind: 'rival',
          column: best.column.index,
          same: sameness(one.column, best.column),
        }),
  );
}

/** A column that means a person without saying which kind of id is used where nothing else says who. */
function actorOf(list: readonly Score[], typed: ReadonlySet<ColumnSample>): Score[] {
  const left = list.filter(({ column }) => !typed.has(column));
  const weaker = left.filter(({ named, column }) => named < 1 && !namesTheRest(column, typed));
  if (typed.size > 0 && weaker.length > 0) {
    return left.map((one) => (weaker.includes(one) ? changed(one, Math.min(one.confidence, 0.45)) : one));
  }
  return against(left, NEAR, PROPOSED);
}

/** Whether a column says who where all others are silent, in a tenth of the rows at least. */
function namesTheRest({ values }: ColumnSample, others: ReadonlySet<ColumnSample>): boolean {
  const silent = values.filter((value, row) => value !== '' && [...others].every((other) => other.values[row] === ''));
  return silent.length * 10 >= values.length && silent.length > 0;
}

/** @param isLog whether customers come back, as they do in what happened and hardly in a list of leads or deals */
function eventOf(candidates: readonly Score[], isLog: boolean): Score[] {
  // The name or the type of a lead, which others do not share, is no name of what happened.
  const list = candidates
    .map((one) => (isWeak(one) && !isLog && !repeats(one.column) ? changed(one, one.confidence * 0.7) : one))
    .toSorted((a, b) => b.confidence - a.confidence);
  const [best, next] = list;
  if (!best) return [];
  // A bare "type" is the event where nothing else could be: in a log. Of deals it is the type of deal.
  if (
    isLog &&
    best.named >= 0.65 &&
    best.confidence < CERTAIN &&
    best.confidence >= 0.6 &&
    (!next || next.confidence < 0.5)
  ) {
    return [changed(best, 0.82, { kind: 'only-one' }), ...list.slice(1)];
  }
  if (next && next.confidence >= CERTAIN && best.confidence - next.confidence < 0.1) {
    if (refines(best.column, next.column)) return [...list];
    if (refines(next.column, best.column)) return [next, best, ...list.slice(2)];
  }
  return against(list, NEAR, PROPOSED);
}

/** Named by a word that is used for much else. */
function isWeak({ named }: Score): boolean {
  return named > 0 && named < 0.7;
}

function repeats({ facts: { distinct, filled } }: ColumnSample): boolean {
  return filled >= ENOUGH_ROWS && distinct * 2 <= filled;
}

function comesBack({ facts: { distinct, filled } }: ColumnSample): boolean {
  return filled > 0 && distinct <= filled * 0.8;
}

/** Whether each value of `fine` stands beside one value of `coarse` only, while it tells more of them apart. */
function refines(fine: ColumnSample, coarse: ColumnSample): boolean {
  if (fine.facts.distinct <= coarse.facts.distinct) return false;
  const beside = new Map<string, string>();
  for (let row = 0; row < fine.values.length; row++) {
    const [value, other] = [fine.values[row]!, coarse.values[row]!];
    if (value === '' || other === '') continue;
    if ((beside.get(value) ?? other) !== other) return false;
    beside.set(value, other);
  }
  return beside.size > 1;
}

function bestOf(list: readonly Score[]): Score[] {
  const [best, next] = list;
  if (!best || !next || next.confidence < PROPOSED || best.confidence - next.confidence >= NEAR) return [...list];
  const fuller = next.column.facts.filled > best.column.facts.filled ? next : best;
  const other = fuller === best ? next : best;
  const same = sameness(fuller.column, other.column);
  const sure = same >= 0.98 ? fuller.confidence : Math.min(fuller.confidence, 0.78);
  return [changed(fuller, sure, { kind: 'rival', column: other.column.index, same }), other, ...list.slice(2)];
}
