import { dayMs } from './clock.js';
import type { SampleRow } from './row.js';

/** A person of an account. */
export interface AccountPerson {
  readonly actor: string;
  readonly name: string;
  readonly title: string;
}

/** An account as a CRM shows it beside the journey; all of it comes from the rows. */
export interface AccountRecord {
  readonly account: string;
  /** In the order in which they signed up. */
  readonly people: readonly AccountPerson[];
  /** Salesperson of the latest row that names one. */
  readonly owner: string | null;
  readonly stage: string | null;
  readonly stageSinceMs: number | null;
  readonly firstMs: number;
  readonly lastMs: number;
  /** What brought the first person. */
  readonly campaign: string | null;
  /** Rows of sales and support, latest first. */
  readonly contacts: readonly SampleRow[];
  readonly rows: number;
  readonly channels: number;
  /** Weeks in which something happened, and people with more than a few rows: what makes a time line worth reading. */
  readonly weeks: number;
  readonly active: number;
}

/** Takes in rows in time order and gives the accounts in them. */
export class AccountBook {
  readonly #rows = new Map<string, SampleRow[]>();
  readonly #letters: string;

  /** @param letters channel whose rows are too many to be told one by one */
  constructor(letters: string) {
    this.#letters = letters;
  }

  /** Takes a row in; rows without an account are passed over. */
  add(row: SampleRow): void {
    if (row.account === null) return;
    const rows = this.#rows.get(row.account);
    if (rows) rows.push(row);
    else this.#rows.set(row.account, [row]);
  }

  /**
   * Accounts worth a look: a deal is open, several people and channels are in it, it is not long quiet. The liveliest first.
   *
   * @param open name of the latest stage that a deal can be open in
   * @param closed names of the stages that end a deal
   */
  worthALook(open: string, closed: readonly string[], count: number): AccountRecord[] {
    const records = [...this.#rows].map(([account, rows]) => recordOf(account, rows, this.#letters));
    const end = Math.max(...records.map(({ lastMs }) => lastMs));
    const isWorth = (strict: boolean, one: AccountRecord): boolean =>
      one.people.length >= 2 &&
      one.people.length <= 5 &&
      !closed.includes(one.stage ?? '') &&
      (!strict ||
        (one.stage === open &&
          one.channels >= 4 &&
          end - one.lastMs < 14 * dayMs &&
          end - one.stageSinceMs! < 75 * dayMs));
    return records
      .toSorted((a, b) => Number(isWorth(true, b)) - Number(isWorth(true, a)) || liveliness(b) - liveliness(a))
      .filter((one) => isWorth(false, one))
      .slice(0, count);
  }
}

function recordOf(account: string, rows: readonly SampleRow[], letters: string): AccountRecord {
  const people = new Map<string, AccountPerson>();
  let owner: string | null = null;
  let stage: string | null = null;
  let stageSinceMs: number | null = null;
  for (const row of rows) {
    if (!people.has(row.actor))
      people.set(row.actor, { actor: row.actor, name: row.name ?? row.actor, title: row.title ?? '' });
    owner = row.owner ?? owner;
    if (row.stage === null) continue;
    stage = row.stage;
    stageSinceMs = row.time;
  }
  return {
    account,
    people: [...people.values()],
    owner,
    stage,
    stageSinceMs,
    firstMs: rows[0]!.time,
    lastMs: rows.at(-1)!.time,
    campaign: rows[0]!.campaign,
    contacts: rows.filter((row) => row.direction !== null && row.channel !== letters).toReversed(),
    rows: rows.length,
    channels: new Set(rows.map((row) => row.channel)).size,
    weeks: new Set(rows.map((row) => Math.floor(row.time / (7 * dayMs)))).size,
    active: [...people.keys()].filter((actor) => rows.filter((row) => row.actor === actor).length > 5).length,
  };
}

function liveliness({ weeks, active, channels }: AccountRecord): number {
  return weeks + 4 * active + 2 * channels;
}
