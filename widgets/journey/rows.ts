import type { JourneyResult, JourneyRow, JourneySpec } from '../../worker/protocol/journey.js';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import { knownColumns, mostRows, pageSpec } from './journey.spec.js';
import { textOf, Touchpoints } from './touchpoints.js';
import { oursRule } from './who-acted.js';
import type { OursRule } from './touchpoints.js';

/**
 * The rows of one journey, page by page. The first page comes with the summary; each page that is taken in makes the
 * question for the next.
 */
export class JourneyRows {
  points: Touchpoints = new Touchpoints();
  /** Raised by every page. */
  version: number = 0;
  /** Rows there are in all. */
  total: number = 0;
  /** What persons are called, by key, where the data say it. */
  readonly names: Map<string, string> = new Map<string, string>();
  /** The account that the rows name last. */
  account: string | null = null;
  #spec: JourneySpec | null = null;
  #isOurs: OursRule = () => false;
  #nameAt = -1;
  #accountAt = -1;

  /** All rows are there. */
  get complete(): boolean {
    return this.points.length >= this.total;
  }

  /** There are more rows than are kept: they are asked for by part of the time. */
  get windowed(): boolean {
    return this.total > mostRows;
  }

  /** The question for the next page; null when there is none to ask. */
  get wanted(): JourneySpec | null {
    return this.#spec === null || this.complete || this.windowed ? null : pageSpec(this.#spec, this.points.length);
  }

  /** Begins with a journey's first page. */
  begin(result: JourneyResult, spec: JourneySpec, info: DatasetInfo | null, ours: readonly string[] | null): void {
    this.points = new Touchpoints();
    this.names.clear();
    this.account = null;
    this.#spec = spec;
    this.total = result.page?.total ?? 0;
    const columns = knownColumns(info);
    const place = (name: string | null): number => (name === null ? -1 : (spec.properties?.indexOf(name) ?? -1));
    this.#isOurs = oursRule(ours, place(columns.direction));
    this.#nameAt = place(columns.name);
    this.#accountAt = place(columns.account);
    this.#take(result.page?.rows ?? []);
  }

  /** Takes a page in, when it is the one wanted. @returns false for any other */
  take(result: JourneyResult): boolean {
    const { page } = result;
    if (!page || page.offset !== this.points.length || page.rows.length === 0 || this.complete) return false;
    this.#take(page.rows);
    return true;
  }

  /** Rows of a part of the time as columns of their own. */
  separate(rows: readonly JourneyRow[]): Touchpoints {
    const points = new Touchpoints();
    points.append(rows, this.#isOurs);
    return points;
  }

  #take(rows: readonly JourneyRow[]): void {
    this.points.append(rows, this.#isOurs);
    this.version++;
    for (const { actor, values } of rows) {
      const name = this.#nameAt < 0 ? null : textOf(values[this.#nameAt] ?? null);
      if (name) this.names.set(actor, name);
      const account = this.#accountAt < 0 ? null : textOf(values[this.#accountAt] ?? null);
      if (account) this.account = account;
    }
  }
}
