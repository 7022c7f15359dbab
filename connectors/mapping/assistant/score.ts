import type { Evidence, MappedField } from '../../../worker/protocol/proposal.js';
import { mayBePhone, type ColumnSample } from './facts.js';
import { strength, tokensOf, type HeaderReading } from './header.js';
import { staffWords } from './words.js';

/** How well a column fits a field. */
export interface Score {
  readonly column: ColumnSample;
  readonly field: MappedField;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** How surely the header names the field, 0 for not at all. */
  readonly named: number;
}

/** A share of the filled values from which on a column is what it looks like. */
const MOST = 0.8;
/** Below this, words that are not known stand before the one that is. */
export const WHOLE = 0.8;
/** Fewer rows than these say nothing by having no value. */
export const FEW_ROWS = 3;
/** Rows from which on it means something that all values differ or are equal. */
export const ENOUGH_ROWS = 10;

/** Judges a column for every field that it could be; those below a tenth are left out. */
export function scoreColumn(column: ColumnSample, reading: HeaderReading): Score[] {
  const scores: Score[] = [];
  const judge = (field: MappedField, rule: Rule): void => {
    const naming = reading.namings.find((one) => one.field === field);
    const other = reading.others.find((one) => one.field === field);
    const named = naming ? strength(naming) : 0;
    const about: Evidence[] = [];
    if (naming) {
      const { matched, language, fit } = naming;
      about.push({ kind: 'name', matched, language, whole: fit === 'whole' });
    } else if (other) about.push({ kind: 'other-name', word: other.word });
    const { confidence, evidence } = rule(column, named, other !== undefined, naming?.fit === 'whole');
    const rounded = Math.round(Math.min(confidence, 0.99) * 100) / 100;
    if (rounded < 0.1) return;
    scores.push({ column, field, confidence: rounded, evidence: [...about, ...evidence], named });
  };
  judge('email', email);
  judge('phone', isFax(column.header) ? none : phone);
  judge('userId', identifier);
  judge('deviceId', identifier);
  judge('actor', actor);
  judge('time', time);
  judge('event', event);
  judge('id', rowId);
  for (const field of ['channel', 'source', 'stage'] as const) judge(field, kindOf);
  for (const field of ['account', 'owner'] as const) judge(field, whose);
  judge('value', value);
  judge('page', page);
  return scores;
}

type Rule = (
  column: ColumnSample,
  named: number,
  other: boolean,
  whole: boolean,
) => { readonly confidence: number; readonly evidence: readonly Evidence[] };

const none: Rule = () => ({ confidence: 0, evidence: [] });

function isFax(header: string): boolean {
  return tokensOf(header).some((word) => word === 'fax' || word.includes('传真'));
}

/** A doctor or an agent is nothing that happened. */
function isOfStaff(header: string): boolean {
  return tokensOf(header).some((word) => staffWords.has(word));
}

function shapeOf({ facts }: ColumnSample): Evidence {
  return { kind: 'shape', shape: facts.shape, share: facts.share };
}

function otherShape({ facts }: ColumnSample): Evidence {
  return { kind: 'other-shape', shape: facts.shape, share: facts.share };
}

function distinctOf({ facts }: ColumnSample): Evidence {
  return { kind: 'distinct', distinct: facts.distinct, of: facts.filled };
}

function filledOf({ facts }: ColumnSample): Evidence {
  return { kind: 'filled', filled: facts.filled, of: facts.rows };
}

/** Nothing to look at: the header alone speaks, and less when rows there are have nothing in the column. */
function byNameAlone(column: ColumnSample, named: number, least = 0.6): ReturnType<Rule> {
  return { confidence: named * (column.facts.rows < FEW_ROWS ? 0.85 : least), evidence: [filledOf(column)] };
}

/** An identifier may well come with later rows only. */
function identifierByName(column: ColumnSample, named: number): ReturnType<Rule> {
  return byNameAlone(column, named, 0.85);
}

function isConstant({ facts }: ColumnSample): boolean {
  return facts.distinct === 1 && facts.filled >= ENOUGH_ROWS;
}

function constantOf(column: ColumnSample): Evidence {
  return { kind: 'constant', value: column.distinct[0]! };
}

const email: Rule = (column, named, other) => {
  const { shape, share } = column.facts;
  if (shape === 'empty') return identifierByName(column, named);
  // Where the header leaves no doubt, what is no address is a faulty value.
  if (named >= WHOLE && !other && share < MOST && column.distinct.some((text) => text.includes('@'))) {
    return {
      confidence: 0.82,
      evidence: [shape === 'email' ? shapeOf(column) : otherShape(column), distinctOf(column)],
    };
  }
  if (shape !== 'email') {
    return named > 0 ? { confidence: named * 0.2, evidence: [otherShape(column)] } : { confidence: 0, evidence: [] };
  }
  const evidence = [shapeOf(column), distinctOf(column)];
  if (other) return { confidence: 0.3, evidence };
  if (named === 0) return { confidence: 0.82 * share, evidence };
  if (share < MOST) return { confidence: 0.7, evidence };
  return { confidence: named >= WHOLE ? 0.9 + 0.08 * named : 0.76, evidence };
};

const phone: Rule = (column, named, other) => {
  const { shape, share } = column.facts;
  if (shape === 'empty') return identifierByName(column, named);
  const likely = column.distinct.filter(mayBePhone).length / column.distinct.length;
  if (named > 0) {
    if (likely < 0.6 && likely > 0 && named >= WHOLE) {
      return { confidence: 0.82, evidence: [{ kind: 'shape', shape: 'phone', share: likely }, distinctOf(column)] };
    }
    if (likely < 0.6) return { confidence: named * 0.2, evidence: [otherShape(column)] };
    const evidence = [{ kind: 'shape', shape: 'phone', share: likely } as const, distinctOf(column)];
    return { confidence: named >= WHOLE ? 0.9 + 0.06 * named * likely : 0.76, evidence };
  }
  if (shape !== 'phone' || share < MOST) return { confidence: 0, evidence: [] };
  return { confidence: other ? 0.25 : 0.75, evidence: [shapeOf(column), distinctOf(column)] };
};

// Not ids, whatever the header says.
const NO_IDS = new Set(['time', 'boolean', 'money', 'url', 'path', 'data', 'zone', 'address']);

const identifier: Rule = (column, named) => {
  if (named === 0) return { confidence: 0, evidence: [] };
  const { facts } = column;
  if (facts.shape === 'empty') return identifierByName(column, named);
  if (NO_IDS.has(facts.shape)) return { confidence: named * 0.1, evidence: [otherShape(column)] };
  // A sign-in name that is an address or a number is that.
  if (facts.shape === 'email' || facts.shape === 'phone') {
    return { confidence: named * 0.5, evidence: [otherShape(column)] };
  }
  const evidence = [shapeOf(column), distinctOf(column)];
  // One customer's rows, if the header is plain; else an id of the whole file, such as a portal's.
  if (isConstant(column)) {
    return { confidence: named * (named >= 0.9 ? 0.86 : 0.5), evidence: [...evidence, constantOf(column)] };
  }
  const spaced = column.distinct.filter((text) => /\S\s+\S/.test(text)).length / column.distinct.length;
  if (spaced > 0.3) return { confidence: named * 0.55, evidence: [otherShape(column), distinctOf(column)] };
  return { confidence: named * 0.95, evidence };
};

const actor: Rule = (column, named) => {
  if (named === 0) return { confidence: 0, evidence: [] };
  const { facts } = column;
  if (facts.shape === 'empty') return byNameAlone(column, named);
  if (NO_IDS.has(facts.shape)) return { confidence: named * 0.1, evidence: [otherShape(column)] };
  const evidence = [shapeOf(column), distinctOf(column)];
  if (isConstant(column)) {
    return { confidence: named * (named >= WHOLE ? 0.96 : 0.5), evidence: [...evidence, constantOf(column)] };
  }
  // People's names are not one person each.
  const spaced = column.distinct.filter((text) => /\S\s+\S/.test(text)).length / column.distinct.length;
  if (spaced > 0.3) return { confidence: named * 0.75, evidence };
  return { confidence: named * 0.97, evidence };
};

const time: Rule = (column, named, other) => {
  const { facts, time: found } = column;
  if (facts.shape === 'empty') return byNameAlone(column, other ? 0 : named);
  if (!found || (found.needsName && named === 0)) return { confidence: 0, evidence: [] };
  const { format, share, other: swapped, zoned, from, to, ordered } = found;
  const evidence: Evidence[] = [
    { kind: 'time-format', format, share, other: swapped, zoned },
    { kind: 'time-range', from, to },
  ];
  if (ordered) evidence.push({ kind: 'ordered', direction: ordered });
  let confidence = named > 0 ? named * 0.97 : other ? 0.2 : 0.5;
  // Where the header leaves no doubt, times that cannot be read are faulty rows.
  confidence *= named >= WHOLE ? 0.85 + 0.15 * share : share;
  if (to > LATEST) confidence *= 0.3;
  if (isConstant(column)) {
    confidence -= 0.15;
    evidence.push(constantOf(column));
  }
  const filled = facts.filled / facts.rows;
  if (filled < 0.9) {
    confidence *= filled < 0.5 ? 0.6 : 0.9;
    evidence.push(filledOf(column));
  }
  return { confidence, evidence };
};

/** 2100: "never" is written as a day far away. */
const LATEST = 4_102_444_800_000;

// Values that name no kind of thing that happened.
const NO_NAMES = new Set([
  'time',
  'epoch',
  'boolean',
  'money',
  'url',
  'data',
  'email',
  'phone',
  'uuid',
  'address',
  'zone',
]);

const event: Rule = (column, named, _other, whole) => {
  const { facts } = column;
  if (facts.shape === 'empty') return byNameAlone(column, named);
  if (NO_NAMES.has(facts.shape)) return { confidence: named * 0.1, evidence: [otherShape(column)] };
  const few = facts.filled < ENOUGH_ROWS;
  const comesBack = facts.distinct * 2 <= facts.filled;
  const evidence = [facts.shape === 'number' ? otherShape(column) : shapeOf(column), distinctOf(column)];
  if (named === 0) {
    const words = facts.shape === 'word' && facts.distinct > 1 && facts.distinct <= 100;
    return { confidence: !words ? 0 : isOfStaff(column.header) ? 0.2 : 0.35, evidence };
  }
  // Beside words that are not known, what is named is hardly the whole of what happened.
  let confidence = named * (whole ? 0.97 : named >= 0.75 ? 0.85 : 0.6);
  // A column that is called nothing but "event" is it, whatever it holds.
  const doubt = named >= 0.95 ? 0.86 : facts.shape === 'number' ? 0.3 : 0.5;
  if (facts.shape === 'number' || (facts.shape !== 'word' && !comesBack && !few)) confidence *= doubt;
  if (isConstant(column)) {
    confidence *= named >= 0.9 ? 0.9 : 0.5;
    evidence.push(constantOf(column));
  }
  if (facts.filled < facts.rows * 0.5) {
    confidence *= 0.6;
    evidence.push(filledOf(column));
  }
  return { confidence, evidence };
};

const rowId: Rule = (column, named) => {
  const { facts } = column;
  if (named === 0 || facts.shape === 'empty') return { confidence: 0, evidence: [] };
  const evidence = [distinctOf(column)];
  const own = facts.distinct >= facts.filled * 0.9 && facts.filled >= facts.rows * 0.9;
  if (!own || NO_IDS.has(facts.shape)) return { confidence: named * 0.2, evidence };
  return { confidence: named >= 0.9 ? 0.92 : named * 0.9, evidence };
};

const kindOf: Rule = (column, named) => {
  const { facts } = column;
  if (named === 0) return { confidence: 0, evidence: [] };
  if (facts.shape === 'empty') return byNameAlone(column, named * 1.05);
  const evidence = [shapeOf(column), distinctOf(column)];
  const odd = facts.shape === 'time' || facts.shape === 'boolean' || facts.shape === 'data';
  if (odd) return { confidence: named * 0.1, evidence: [otherShape(column)] };
  const free = facts.filled >= ENOUGH_ROWS && facts.distinct * 2 > facts.filled;
  return { confidence: named * (free ? 0.7 : 0.97), evidence };
};

const whose: Rule = (column, named) => {
  const { facts } = column;
  if (named === 0) return { confidence: 0, evidence: [] };
  if (facts.shape === 'empty') return byNameAlone(column, named * 1.05);
  const odd = facts.shape === 'time' || facts.shape === 'boolean' || facts.shape === 'money' || facts.shape === 'data';
  if (odd) return { confidence: named * 0.1, evidence: [otherShape(column)] };
  return { confidence: named * 0.97, evidence: [shapeOf(column), distinctOf(column)] };
};

const value: Rule = (column, named) => {
  const { facts } = column;
  if (facts.shape === 'empty') return byNameAlone(column, named);
  const numeric = facts.shape === 'number' || facts.shape === 'money';
  if (!numeric || facts.share < MOST)
    return { confidence: named * 0.15, evidence: named > 0 ? [otherShape(column)] : [] };
  if (named > 0) return { confidence: named * 0.97, evidence: [shapeOf(column)] };
  return { confidence: facts.shape === 'money' ? 0.55 : 0, evidence: [shapeOf(column)] };
};

const page: Rule = (column, named, other) => {
  const { facts } = column;
  if (facts.shape === 'empty') return byNameAlone(column, named);
  const address = (facts.shape === 'url' || facts.shape === 'path') && facts.share >= MOST;
  if (named > 0) {
    const odd = facts.shape === 'number' || facts.shape === 'boolean' || facts.shape === 'time';
    if (odd) return { confidence: named * 0.15, evidence: [otherShape(column)] };
    return { confidence: named * (address ? 0.97 : 0.9), evidence: [shapeOf(column)] };
  }
  return { confidence: address && !other ? 0.5 : 0, evidence: [shapeOf(column)] };
};
