import type { QualitySample } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import { sortInSteps } from '../store/sort-in-steps.js';
import { counters, inScope, namesShown, rowsWhere, samplesShown, stepRows } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';
import { byCodeUnits, firstIn } from './top.js';

/** Folded names shorter than this are near only when they are equal. */
const leastNear = 8;
/** Longer ones are not compared letter by letter: they hold addresses or whole sentences. */
const mostNear = 64;
/** Names that are compared letter by letter, those with most rows first. */
const comparedNames = 5000;

/**
 * Event names that are most likely one: equal once case, width, spaces and punctuation are put aside, or one letter
 * apart; and names that occur once.
 */
export function* nameFindings(scope: QualityScope): Steps<Found[]> {
  const { store } = scope;
  const { event, eventNames } = store;
  const rows = counters(eventNames.length + 1);
  for (let row = 0; row < store.acceptedRows; row++) {
    if (inScope(scope, row)) rows[event[row]!]!++;
    if ((row & (stepRows - 1)) === stepRows - 1) yield stepRows;
  }
  const groups = yield* groupNames(eventNames, rows);
  const single: number[] = [];
  for (let code = 1; code < rows.length; code++) if (rows[code] === 1) single.push(code);
  const found: Found[] = [];
  if (groups.length > 0) {
    const groupOf = counters(eventNames.length + 1, -1);
    for (const [g, { codes }] of groups.entries()) for (const code of codes.slice(1)) groupOf[code] = g;
    const counts = yield* countedBy(scope, groupOf, groups.length);
    for (const [g, { codes, folded }] of groups.entries()) {
      const names = codes.map((code) => eventNames[code - 1]!);
      found.push({
        code: 'similar-names',
        mend: 'mapping',
        subject: names[0]!,
        names,
        rows: counts.rows[g]!,
        actors: counts.actors[g]!,
        facts: { folded: folded ? 1 : 0 },
        samples: codes.map((code) => ({ text: eventNames[code - 1]!, count: rows[code]!, at: null })),
        list: () => rowsWhere(scope, (row) => groupOf[event[row]!] === g),
      });
    }
  }
  if (single.length > 0) {
    const once = counters(eventNames.length + 1, -1);
    for (const code of single) once[code] = 0;
    const counts = yield* countedBy(scope, once, 1);
    const nameOf = (k: number): string => eventNames[single[k]! - 1]!;
    const first = yield* firstIn(single.length, namesShown, (a, b) => byCodeUnits(nameOf(a), nameOf(b)));
    const names = first.map(nameOf);
    found.push({
      code: 'names-once',
      mend: 'mapping',
      names,
      namesTotal: single.length,
      rows: single.length,
      actors: counts.actors[0]!,
      facts: { names: rows.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0) },
      samples: names.slice(0, samplesShown).map((text): QualitySample => ({ text, count: 1, at: null })),
      list: () => rowsWhere(scope, (row) => once[event[row]!] === 0),
    });
  }
  return found;
}

/** Rows and distinct customers in scope by the group of their event; -1 is none. */
function* countedBy(
  scope: QualityScope,
  groupOf: readonly number[],
  groups: number,
): Steps<{ readonly rows: number[]; readonly actors: number[] }> {
  const { store } = scope;
  const rows = counters(groups);
  const actors = counters(groups);
  const seen = counters(groups);
  let actor = 0;
  for (let row = 0; row < store.acceptedRows; row++) {
    if ((row & (stepRows - 1)) === stepRows - 1) yield stepRows;
    const group = groupOf[store.event[row]!]!;
    if (group < 0 || !inScope(scope, row)) continue;
    rows[group]!++;
    if (row >= store.rows) continue;
    while (store.offsets[actor + 1]! <= row) actor++;
    if (seen[group] === actor + 1) continue;
    seen[group] = actor + 1;
    actors[group]!++;
  }
  return { rows, actors };
}

interface NameGroup {
  /** Event codes, most rows first, then by name. */
  readonly codes: readonly number[];
  /** Whether all are equal once folded; else some are a letter apart. */
  readonly folded: boolean;
}

/** Names that are near each other, with at least one row each. */
function* groupNames(names: readonly string[], rows: readonly number[]): Steps<NameGroup[]> {
  const byFold = new Map<string, number[]>();
  for (let code = 1; code <= names.length; code++) {
    if ((code & 1023) === 0) yield 0;
    if (rows[code] === 0) continue;
    const fold = foldName(names[code - 1]!);
    if (fold === '') continue;
    const known = byFold.get(fold);
    if (known) known.push(code);
    else byFold.set(fold, [code]);
  }
  const folds: Fold[] = [];
  for (const [fold, codes] of byFold) {
    folds.push({ fold, codes, rows: codes.reduce((sum, code) => sum + rows[code]!, 0) });
    if ((folds.length & 1023) === 0) yield 0;
  }
  const places = folds.map((_, i) => i);
  const byRows = yield* sortInSteps(
    places,
    (a, b) => folds[b]!.rows - folds[a]!.rows || byCodeUnits(folds[a]!.fold, folds[b]!.fold),
  );
  const sorted = byRows.map((i) => folds[i]!);
  const leaderOf = yield* leaders(sorted);
  const groups = new Map<number, readonly number[]>();
  for (const [i, { codes }] of sorted.entries()) {
    const leader = leaderOf[i] ?? i;
    // Most names are near no other.
    if (leader !== i) groups.set(leader, [...(groups.get(leader) ?? sorted[leader]!.codes), ...codes]);
    else if (codes.length > 1) groups.set(i, codes);
    if ((i & 1023) === 1023) yield 0;
  }
  const order = (a: number, b: number): number => rows[b]! - rows[a]! || byCodeUnits(names[a - 1]!, names[b - 1]!);
  return [...groups].map(([leader, codes]) => ({
    folded: codes.length === sorted[leader]!.codes.length,
    codes: codes.slice().sort(order),
  }));
}

/** Names that are equal once folded. */
interface Fold {
  readonly fold: string;
  readonly codes: readonly number[];
  readonly rows: number;
}

/**
 * For each of the first folds the one it is a slip of: the first with ten times its rows that is one letter apart and is no slip
 * itself; else itself. Two folds are one letter apart when they have a text in common that both give by leaving out at
 * most one letter, which is how they are found.
 */
function* leaders(folds: readonly Fold[]): Steps<number[]> {
  const leaderOf: number[] = [];
  const byPart = new Map<string, number[]>();
  const most = Math.min(folds.length, comparedNames);
  for (let i = 0; i < most; i++) {
    const { fold, rows } = folds[i]!;
    leaderOf.push(i);
    if (fold.length < leastNear || fold.length > mostNear) continue;
    const parts = partsOf(fold);
    const near = new Set(parts.flatMap((part) => byPart.get(part) ?? []));
    const leader = [...near]
      .sort((a, b) => a - b)
      .find((other) => folds[other]!.rows >= 10 * rows && isSlip(folds[other]!.fold, fold));
    if (leader !== undefined) leaderOf[i] = leader;
    else {
      for (const part of parts) {
        const known = byPart.get(part);
        if (known) known.push(i);
        else byPart.set(part, [i]);
      }
    }
    if ((i & 63) === 63) yield 0;
  }
  return leaderOf;
}

/** The text itself and all that it gives by leaving out one letter. */
function partsOf(text: string): string[] {
  const parts = new Set([text]);
  for (let i = 0; i < text.length; i++) parts.add(text.slice(0, i) + text.slice(i + 1));
  return [...parts];
}

/** Whether two texts differ in one place by one letter: put in, left out, or another; a digit is no slip but another name. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let front = 0;
  while (front < a.length && front < b.length && a[front] === b[front]) front++;
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  const rest = shorter.slice(a.length === b.length ? front + 1 : front);
  if (longer.slice(front + 1) !== rest) return false;
  const letters = a.length === b.length ? longer[front]! + shorter[front]! : longer[front]!;
  return /^\p{L}+$/u.test(letters);
}

/**
 * A name as it is compared: full-width forms as plain ones, lower case, without spaces and punctuation. Between two
 * digits something stays (1.1 is not 11), and a slash divides the parts of an address.
 */
export function foldName(name: string): string {
  const text = name.normalize('NFKC').toLowerCase();
  return text.replace(/[\p{P}\p{Z}\p{C}]+/gu, (run, at: number) => {
    const end = at + run.length;
    if (at === 0 || end === text.length) return '';
    if (run.includes('/')) return '/';
    return isDigit(text[at - 1]!) && isDigit(text[end]!) ? ' ' : '';
  });
}

function isDigit(letter: string): boolean {
  return /\p{N}/u.test(letter);
}
