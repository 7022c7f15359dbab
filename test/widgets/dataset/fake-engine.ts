import type { CallOptions, Engine } from '../../../worker/protocol/engine.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { ErrorCode } from '../../../worker/protocol/error.js';
import type { RowListRequest, RowPage } from '../../../worker/protocol/list.js';
import type { ActorPage, FunnelResult, JobOutcome } from '../../../worker/protocol/result.js';
import type { FunnelSpec, Job, ListRequest } from '../../../worker/protocol/spec.js';

/** A call of `run` that a test answers when it likes. */
export interface RunCall {
  readonly jobs: readonly Job[];
  readonly options: CallOptions;
  /** Answers every job: `ok`, with the number of its steps as the first count. */
  answer(failing?: (job: Job) => boolean): Promise<void>;
  fail(code: ErrorCode): Promise<void>;
}

/** An engine that keeps what it is asked and answers by hand. Aborted calls reject as a real one's do. */
export class FakeEngine implements Engine {
  readonly seat = 'page';
  readonly transport = 'port';
  readonly attempts: readonly [] = [];
  readonly runs: RunCall[] = [];
  readonly lists: (ListRequest | RowListRequest)[] = [];

  run(jobs: readonly Job[], options: CallOptions = {}): Promise<readonly JobOutcome[]> {
    return new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new AnalyticsError('aborted', 'aborted')));
      this.runs.push({
        jobs,
        options,
        answer: (failing = () => false) => {
          resolve(jobs.map((job) => outcomeOf(job, failing(job))));
          return settled();
        },
        fail: (code) => {
          reject(new AnalyticsError(code, code));
          return settled();
        },
      });
    });
  }

  list(request: RowListRequest): Promise<RowPage>;
  list(request: ListRequest): Promise<ActorPage>;
  list(request: ListRequest | RowListRequest): Promise<ActorPage & RowPage> {
    this.lists.push(request);
    return Promise.resolve({ total: 0, offset: 0, actors: [], rows: [] });
  }

  preview: () => Promise<never> = unasked;
  load: () => Promise<never> = unasked;
  append: () => Promise<never> = unasked;
  joinProfiles: () => Promise<never> = unasked;
  appendBatches: () => Promise<never> = unasked;
  describe: () => Promise<never> = unasked;
  explain: () => Promise<never> = unasked;
  block: () => Promise<never> = unasked;
  undo: () => Promise<never> = unasked;
  identities: () => Promise<never> = unasked;
  quality: () => Promise<never> = unasked;
  fork: () => Promise<never> = unasked;
  close(): void {}
}

/** A funnel over these events. */
export function funnelOf(...events: string[]): FunnelSpec {
  return { kind: 'funnel', steps: events.map((event) => ({ event })) };
}

/** Lets promise callbacks run that are due. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

function outcomeOf(job: Job, fails: boolean): JobOutcome {
  if (fails) return { id: job.id, ok: false, error: new AnalyticsError('spec-invalid', 'no').toData() };
  return { id: job.id, ok: true, result: resultOf('steps' in job.spec ? job.spec.steps.length : 0) };
}

function resultOf(steps: number): FunnelResult {
  return {
    kind: 'funnel',
    stepCounts: [steps],
    dropOffCounts: [0],
    conversionFromStart: [1],
    conversionFromPrevious: [null],
    intervalFromStart: [null],
    intervalFromPrevious: [null],
    avgStepMs: [null],
    medianStepMs: [null],
    medianTotalMs: null,
    meta: { dataEnd: null, rows: 0, rowsInScope: 0, actors: 0, unidentifiedRows: 0, rejectedRows: 0 },
  };
}

function unasked(): Promise<never> {
  return Promise.reject(new AnalyticsError('internal', 'This test does not ask that.'));
}
