import type { PropertyValue } from '../../worker/protocol/batch.js';

/** A row with its source, as the oracle sees it; `id` where the source numbers its rows. */
export interface SourceRow {
  readonly source: string;
  /** Empty for nobody. */
  readonly actor: string;
  readonly t: number;
  readonly event: string | null;
  readonly props?: Readonly<Record<string, PropertyValue>>;
  readonly id?: string;
}

/** What is found, and the rows it touches by their place in the input. */
export interface Truth {
  readonly code: string;
  readonly source: string | null;
  readonly subject: string | null;
  readonly rows: readonly number[];
  /** Distinct customers of these rows. */
  readonly actors: number;
  readonly facts: Readonly<Record<string, number>>;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const end1970 = 365 * DAY;

/**
 * The findings about rows that are in the store, told row by row from their definitions (`docs/concepts/quality.md`):
 * slow, obvious, in UTC. Identity is one actor a name; rows come in the order in which they were loaded.
 */
export function qualityOracle(rows: readonly SourceRow[], now: number | null): Truth[] {
  const sources = [...new Set(rows.map((row) => row.source))];
  const truths: Truth[] = [];
  const tell = (
    code: string,
    source: string | null,
    subject: string | null,
    test: (row: SourceRow, place: number) => boolean,
    facts: Record<string, number> = {},
  ): void => {
    const places = rows.flatMap((row, place) => (test(row, place) ? [place] : []));
    const actors = new Set(places.map((place) => rows[place]!.actor).filter((actor) => actor !== ''));
    if (places.length > 0) truths.push({ code, source, subject, rows: places, actors: actors.size, facts });
  };
  const bare = (code: string, source: string | null, facts: Record<string, number>): void => {
    truths.push({ code, source, subject: null, rows: [], actors: 0, facts });
  };
  const in1970 = ({ t }: SourceRow): boolean => t >= 0 && t < end1970;
  const ahead = ({ t }: SourceRow): boolean => now !== null && t > now && !in1970({ t } as SourceRow);
  const sound = (row: SourceRow): boolean => !in1970(row) && !ahead(row);
  const dayOf = (t: number): number => Math.floor(t / DAY);
  const ofDay = (t: number): number => t - dayOf(t) * DAY;
  const lastDays = new Map<string, { days: number[]; last: number }>();

  for (const source of sources) {
    const own = rows.filter((row) => row.source === source);
    tell('unidentified-rows', source, null, (row) => row.source === source && row.actor === '');
    tell('times-in-1970', source, null, (row) => row.source === source && in1970(row));
    if (now !== null) {
      const furthest = Math.max(...own.map((row) => row.t));
      tell('future-times', source, null, (row) => row.source === source && ahead(row), {
        now,
        furthestMs: furthest - now,
      });
    }
    const usual = own.filter(sound);
    const midnights = usual.filter((row) => ofDay(row.t) === 0);
    const timed = usual.filter((row) => ofDay(row.t) > 0);
    const nights = timed.filter((row) => ofDay(row.t) < 6 * HOUR);
    if (timed.length >= 100 && nights.length >= timed.length / 2) {
      tell('night-activity', source, null, (row) => nights.includes(row), { share: nights.length / timed.length });
    }
    if (usual.length >= 20 && midnights.length >= usual.length / 5) {
      tell('midnight-times', source, null, (row) => midnights.includes(row), {
        share: midnights.length / usual.length,
      });
    }
    const days = [...new Set(usual.map((row) => dayOf(row.t)))].sort((a, b) => a - b);
    if (days.length > 0) lastDays.set(source, { days, last: days.at(-1)! });
    for (const gap of gaps(days, (day) => usual.filter((row) => dayOf(row.t) === day).length)) {
      bare(gap.code, source, gap.facts);
    }
    if (own.every((row) => row.id === undefined)) {
      const earlier = (row: SourceRow, place: number): SourceRow[] =>
        rows
          .slice(0, place)
          .filter(
            (other) =>
              row.source === source &&
              other.actor === row.actor &&
              other.t === row.t &&
              other.event === row.event &&
              (other.source === source ||
                (sameProps(other.props ?? {}, row.props ?? {}) &&
                  rows.every(({ source: of, id }) => of !== other.source || id === undefined))),
          );
      const repeats = (row: SourceRow, place: number): boolean => row.actor !== '' && earlier(row, place).length > 0;
      const identical = rows.filter(
        (row, place) =>
          row.actor !== '' && earlier(row, place).some((other) => sameProps(other.props ?? {}, row.props ?? {})),
      ).length;
      tell('repeated-rows', source, null, repeats, { identical });
    }
  }

  const newest = Math.max(...[...lastDays.values()].map(({ last }) => last));
  for (const [source, { days, last }] of lastDays) {
    const pauses = days.slice(1).map((day, k) => day - days[k]!);
    if (sources.length < 2 || days.length < 3 || newest - last < 2 || newest - last <= Math.max(...pauses)) continue;
    const after = (row: SourceRow): boolean => row.source !== source && sound(row) && dayOf(row.t) > last;
    tell('ends-early', source, null, after, { days: newest - last, lastDayMs: last * DAY });
  }

  for (const column of ['account', 'owner']) {
    const conflicting = [...new Set(rows.map((row) => row.actor))].filter((actor) => {
      if (actor === '') return false;
      const values = rows
        .map((row, place) => ({ ...row, place, value: row.props?.[column] ?? null }))
        .filter((row) => row.actor === actor && row.value !== null)
        .sort((a, b) => a.t - b.t || a.place - b.place);
      return values.some((row, k) => {
        const changed = k > 0 && values[k - 1]!.value !== row.value;
        const before = values.slice(0, k).map(({ value }) => value);
        return changed && (values[k - 1]!.t === row.t || before.includes(row.value));
      });
    });
    tell(
      'conflicting-values',
      null,
      column,
      (row) => conflicting.includes(row.actor) && (row.props?.[column] ?? null) !== null,
    );
  }

  const names = [...new Set(rows.flatMap((row) => (row.event === null ? [] : [row.event])))];
  const count = (name: string): number => rows.filter((row) => row.event === name).length;
  tell('names-once', null, null, (row) => row.event !== null && count(row.event) === 1, { names: names.length });
  const folds = new Map<string, string[]>();
  for (const name of names) if (fold(name) !== '') folds.set(fold(name), [...(folds.get(fold(name)) ?? []), name]);
  const sum = (group: readonly string[]): number => group.reduce((all, name) => all + count(name), 0);
  const sorted = [...folds].sort(([a, x], [b, y]) => sum(y) - sum(x) || (a < b ? -1 : 1));
  const leaders: Array<{ fold: string; rows: number; names: string[]; slips: boolean }> = [];
  for (const [text, group] of sorted) {
    const own = sum(group);
    const leader = leaders.find((one) => one.rows >= 10 * own && isSlip(one.fold, text));
    if (leader) {
      leader.names.push(...group);
      leader.slips = true;
    } else leaders.push({ fold: text, rows: own, names: [...group], slips: false });
  }
  for (const { names: group, slips } of leaders) {
    if (group.length < 2) continue;
    const ordered = group.sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
    tell('similar-names', null, ordered[0]!, (row) => ordered.slice(1).includes(row.event ?? ''), {
      folded: slips ? 0 : 1,
    });
  }
  for (const { a, b, facts } of offsets(rows, sources)) tell('clock-offset', b, a, (row) => row.source === b, facts);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.props ?? {})))];
  if (columns.some((name) => rows.every((row) => (row.props?.[name] ?? null) === null)))
    bare('empty-columns', null, {});
  return truths;
}

function sameProps(a: Readonly<Record<string, PropertyValue>>, b: Readonly<Record<string, PropertyValue>>): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => JSON.stringify(a[key] ?? null) === JSON.stringify(b[key] ?? null));
}

function gaps(
  days: readonly number[],
  rowsOn: (day: number) => number,
): Array<{ code: string; facts: Record<string, number> }> {
  if (days.length === 0) return [];
  const first = days[0]!;
  const last = days.at(-1)!;
  const span = Array.from({ length: last - first + 1 }, (_, k) => first + k);
  if (span.length < 7) return [];
  const usual = (day: number): number => {
    const alike = span.filter((other) => (other - day) % 7 === 0);
    const active = alike.filter((other) => days.includes(other));
    const expected = days.length >= 0.85 * span.length || (alike.length >= 3 && active.length >= 0.7 * alike.length);
    if (!expected || active.length === 0) return 0;
    const counts = active.map(rowsOn).sort((a, b) => a - b);
    return counts[Math.floor((counts.length - 1) / 2)]!;
  };
  const empty = span.filter((day) => !days.includes(day) && usual(day) >= 5);
  const low = days.filter((day) => day !== first && day !== last && usual(day) >= 20 && rowsOn(day) < 0.2 * usual(day));
  const found = [];
  const missing = (list: readonly number[]): number => list.reduce((all, day) => all + usual(day) - rowsOn(day), 0);
  const facts = (list: readonly number[]): Record<string, number> => ({
    days: list.length,
    spanDays: span.length,
    missing: missing(list),
  });
  if (empty.length > 0) found.push({ code: 'days-without-rows', facts: facts(empty) });
  if (low.length > 0) found.push({ code: 'sudden-drops', facts: facts(low) });
  return found;
}

/** Letter by letter, from the front. */
function fold(name: string): string {
  const letters = [...name.normalize('NFKC').toLowerCase()];
  const isMark = (letter: string): boolean => /[\p{P}\p{Z}\p{C}]/u.test(letter);
  const isDigit = (letter: string | undefined): boolean => letter !== undefined && /\p{N}/u.test(letter);
  let out = '';
  for (let i = 0; i < letters.length;) {
    let end = i;
    while (end < letters.length && isMark(letters[end]!)) end++;
    if (end === i) {
      out += letters[i]!;
      i++;
      continue;
    }
    if (i > 0 && end < letters.length) {
      if (isDigit(letters[i - 1]) && isDigit(letters[end])) out += letters.slice(i, end).includes('/') ? '/' : ' ';
      else if (letters.slice(i, end).includes('/')) out += '/';
    }
    i = end;
  }
  return out;
}

function isSlip(a: string, b: string): boolean {
  if ([a, b].some((text) => text.length < 8 || text.length > 64)) return false;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const isLetter = (letter: string): boolean => /^\p{L}$/u.test(letter);
  for (let i = 0; i < long.length; i++) {
    if (!isLetter(long[i]!)) continue;
    const rest = [long.slice(0, i), long.slice(i + 1)] as const;
    if (rest.join('') === short) return true;
    if (long.length === short.length && rest[0] === short.slice(0, i) && rest[1] === short.slice(i + 1)) {
      if (long[i] !== short[i] && isLetter(short[i]!)) return true;
    }
  }
  return false;
}

/** By how much the times of the same customers stand apart, for the eight sources with most rows. */
function offsets(
  rows: readonly SourceRow[],
  sources: readonly string[],
): Array<{ a: string; b: string; facts: Record<string, number> }> {
  const size = (source: string): number => rows.filter((row) => row.source === source).length;
  const compared = [...sources]
    .sort((a, b) => size(b) - size(a) || sources.indexOf(a) - sources.indexOf(b))
    .slice(0, 8);
  const actors = [...new Set(rows.map((row) => row.actor))].filter((actor) => actor !== '');
  const found = [];
  for (const [k, a] of compared.entries()) {
    for (const b of compared.slice(k + 1)) {
      const votes = new Map<number, number>();
      let shared = 0;
      for (const actor of actors) {
        const times = (source: string): number[] =>
          rows
            .filter((row) => row.source === source && row.actor === actor)
            .map((row) => row.t)
            .sort((x, y) => x - y)
            .slice(0, 32);
        const [first, second] = [times(a), times(b)];
        if (first.length === 0 || second.length === 0) continue;
        shared++;
        const halves = new Set<number>();
        for (const x of first) {
          for (const y of second) {
            for (let half = -28; half <= 28; half++) {
              if (Math.abs(y - x - half * 1_800_000) <= 120_000) halves.add(half);
            }
          }
        }
        for (const half of halves) votes.set(half, (votes.get(half) ?? 0) + 1);
      }
      const [best, ...others] = [...votes].sort((x, y) => y[1] - x[1]);
      if (!best || best[0] === 0 || best[1] < 10 || best[1] < 0.3 * shared) continue;
      if (others.some(([, count]) => best[1] < 3 * count)) continue;
      found.push({ a, b, facts: { offsetMs: best[0] * 1_800_000, matched: best[1], shared } });
    }
  }
  return found;
}
