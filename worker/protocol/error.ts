/** Stable codes of `AnalyticsError`; `docs/errors.md` has an entry for each. Callers branch on these. */
export type ErrorCode =
  | 'spec-invalid' // a spec, filter or list request cannot be understood
  | 'mapping-invalid' // a mapping file cannot be understood
  | 'mapping-incomplete' // actor, time or event cannot be told from the headers: ask for them
  | 'source-missing' // nothing was found at an address, or it cannot be reached
  | 'source-auth' // the source refused the caller
  | 'source-limit' // the source's rate or size limit was hit
  | 'source-format' // bytes are not what the format says
  | 'source-gone' // a source that can be read only once is no longer kept
  | 'source-file-url' // `src` on a page opened from a file
  | 'time-unreadable' // a time column holds values that no known format fits
  | 'batch-shape' // columns of a batch disagree in length or type
  | 'not-loaded' // a question before any data
  | 'memory-limit' // the store would pass its memory budget
  | 'part-missing' // a file of the kit is not where it should be
  | 'worker-lost' // the worker died or fell silent
  | 'seat-unavailable' // no seat answered
  | 'aborted' // the caller cancelled
  | 'internal'; // a bug of the kit

/** Plain data of an error, safe to send across a thread boundary and to log: no tokens, no personal data. */
export interface ErrorData {
  readonly name: 'AnalyticsError';
  readonly code: ErrorCode;
  readonly message: string;
  /** Values at fault, as plain data; what a message in another language is built from. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly cause?: ErrorData | { readonly name: string; readonly message: string };
}

/**
 * The kit's one error class. `message` says what happened, where, and how to mend it, in English;
 * widgets build their own text from `code` and `detail`.
 */
export class AnalyticsError extends Error {
  override readonly name = 'AnalyticsError';
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, detail: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }

  /** Plain data of this error and of its causes. */
  toData(): ErrorData {
    const data = { name: this.name, code: this.code, message: this.message, detail: this.detail } as const;
    if (this.cause === undefined) return data;
    return { ...data, cause: causeData(this.cause) };
  }

  /** The error back from its plain data; code, detail and the chain of causes are kept. */
  static fromData(data: ErrorData): AnalyticsError {
    let cause: unknown;
    if (data.cause) {
      if ('code' in data.cause) cause = AnalyticsError.fromData(data.cause);
      else {
        cause = new Error(data.cause.message);
        (cause as Error).name = data.cause.name;
      }
    }
    return new AnalyticsError(data.code, data.message, data.detail, cause);
  }
}

/** Any thrown value as an `AnalyticsError`; what is not one becomes `internal` (or `aborted`) with the value as its cause. */
export function toAnalyticsError(thrown: unknown): AnalyticsError {
  if (thrown instanceof AnalyticsError) return thrown;
  // Connectors may come in a file of their own, with their own copy of the class.
  if (thrown instanceof Error && thrown.name === 'AnalyticsError')
    return AnalyticsError.fromData((thrown as AnalyticsError).toData());
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AnalyticsError('aborted', 'The request was cancelled.', {}, thrown);
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AnalyticsError('internal', `The analysis engine failed: ${message}`, {}, thrown);
}

function causeData(cause: unknown): NonNullable<ErrorData['cause']> {
  if (cause instanceof Error && cause.name === 'AnalyticsError') return (cause as AnalyticsError).toData();
  if (cause instanceof Error) return { name: cause.name, message: cause.message };
  return { name: 'Error', message: String(cause) };
}
