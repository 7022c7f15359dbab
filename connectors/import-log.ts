import type { ImportReport, ImportWarning, Rejection, RejectReason, SourceFacts } from '../worker/protocol/report.js';

const MOST_REJECTIONS = 10_000;
const MOST_RAW_BYTES = 16 * 1024 * 1024;
/** Longest raw text kept of one rejected row, in bytes. */
export const mostRawBytes = 4096;

/** Keeps the account of one load: every row is counted, the first rejections are kept. */
export class ImportLog {
  accepted = 0;
  rejected = 0;
  blankLines = 0;
  complete = false;
  readonly #byReason: Partial<Record<RejectReason, number>> = {};
  readonly #rejections: Rejection[] = [];
  #rawBytes = 0;
  readonly #warnings = new Map<string, { -readonly [K in keyof ImportWarning]: ImportWarning[K] }>();

  /** Number of the row at hand, from 1, before it is counted. */
  get record(): number {
    return this.accepted + this.rejected + 1;
  }

  /** @param raw asked only while rejections are still kept; at most `mostRawBytes` bytes of the row */
  reject(reason: RejectReason, line: number, raw: () => { readonly text: string; readonly bytes: number }): void {
    if (this.#rejections.length < MOST_REJECTIONS && this.#rawBytes < MOST_RAW_BYTES) {
      const { text, bytes } = raw();
      this.#rawBytes += bytes;
      if (this.#rawBytes <= MOST_RAW_BYTES) this.#rejections.push({ reason, record: this.record, line, raw: text });
    }
    this.rejected++;
    this.#byReason[reason] = (this.#byReason[reason] ?? 0) + 1;
  }

  /** Counts a warning; the first message and sample of a (code, column) stay, `count` adds up. */
  warn(code: ImportWarning['code'], count: number, message: string, column?: string, sample?: string): void {
    if (count === 0) return;
    const key = `${code}\n${column ?? ''}`;
    const known = this.#warnings.get(key);
    if (known) known.count += count;
    else {
      this.#warnings.set(key, {
        code,
        count,
        message,
        ...(column === undefined ? {} : { column }),
        ...(sample === undefined ? {} : { sample: sample.slice(0, 200) }),
      });
    }
  }

  report(source: string, facts: SourceFacts): ImportReport {
    return {
      source,
      rowsIn: this.accepted + this.rejected,
      accepted: this.accepted,
      rejected: this.rejected,
      rejectedByReason: { ...this.#byReason },
      rejections: [...this.#rejections],
      truncated: this.rejected > this.#rejections.length,
      blankLines: this.blankLines,
      warnings: [...this.#warnings.values()].map((warning) => ({ ...warning })),
      complete: this.complete,
      facts,
    };
  }
}
