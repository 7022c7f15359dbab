import { Answers } from './analyses/answers.js';
import type { Work, WorkCounts } from './analyses/answers.js';
import { isPlain, plainAnswer } from './analyses/funnel-answer.js';
import { funnelTrend } from './analyses/funnel-trend.js';
import { funnelPart, mergeFunnel } from './analyses/funnel.js';
import { checkListRequest } from './analyses/list-check.js';
import { loadTeam } from './analyses/load-team.js';
import { prepareAnalyses } from './analyses/registry.js';
import type { HeldPart } from './analyses/held-part.js';
import type { Team, TeamOptions } from './analyses/team.js';
import { explainIdentifier, identifiersAmong, reportIdentity } from './identity/explain.js';
import type { EventBatch } from './protocol/batch.js';
import { AnalyticsError, toAnalyticsError } from './protocol/error.js';
import type {
  IdentityBlock,
  IdentityChange,
  IdentityExplanation,
  IdentityReport,
  IdentityUndo,
} from './protocol/identity.js';
import type { RowListRequest, RowPage } from './protocol/list.js';
import type { SourcePreview } from './protocol/mapping.js';
import type { PartAnswer, PartCall } from './protocol/part.js';
import type { ProfileAccount, ProfileOptions } from './protocol/profiles.js';
import type { QualityOptions, QualityReport } from './protocol/quality.js';
import type { ImportReport, Rejection } from './protocol/report.js';
import type { ActorPage, DatasetInfo, JobOutcome } from './protocol/result.js';
import type {
  BatchOptions,
  Connector,
  FormatHost,
  LoadOptions,
  PreviewOptions,
  Pace,
  Progress,
  ReadContext,
  Reading,
  Source,
} from './protocol/source.js';
import type { Job, ListRequest } from './protocol/spec.js';
import { describeStore } from './store/describe.js';
import { loadAccount } from './store/load-account.js';
import { loadProfiles } from './store/load-profiles.js';
import { emptyStore, StoreBuilder } from './store/store.js';
import type { Store } from './store/store.js';
import { columnStorage } from './store/storage.js';
import { paced } from './steps.js';

/** What one call brings along; `unhurried` for Node and tests. */
export interface CoreCall {
  readonly signal: { readonly aborted: boolean };
  readonly pace: Pace;
  readonly onProgress?: (progress: Progress) => void;
}

/** A call that nobody waits beside: runs in one go. */
export const unhurried: CoreCall = {
  signal: { aborted: false },
  pace: { due: () => false, rest: () => Promise.resolve() },
};

export interface CoreOptions {
  /** What reads sources; a function is called when the first source comes, so that an engine fed by batches never loads them. */
  readonly connectors: readonly Connector[] | (() => Promise<readonly Connector[]>);
  /** Where files of formats beyond text are read. Default: in this thread, as far as the build carries their readers. */
  readonly formats?: FormatHost;
  /** How columns are kept. Default `typed`; results are equal. */
  readonly storage?: 'typed' | 'plain';
  /** Most bytes that the store and a load in progress may take. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Where a worker of several files finds the analyses beyond the funnel family; null (default): beside itself. */
  readonly analysesUrl?: string | null;
  /** How a second worker is had, which counts half of the actors where that is quicker. Default: none. */
  readonly team?: TeamOptions;
}

const KEPT_REJECTIONS = 10_000;

/** For what counts with a second worker, which may be in a file apart. */
const counting = { isPlain, plainAnswer, funnelPart, mergeFunnel, funnelTrend };

/**
 * The engine as a plain object: knows no threads, no clock and no network of its own. Calls must not overlap:
 * whoever holds it runs them one after the other.
 */
export class EngineCore {
  readonly #connectors: CoreOptions['connectors'];
  readonly #formats: { readonly formats?: FormatHost };
  readonly #storage: ReturnType<typeof columnStorage>;
  readonly #maxBytes: number;
  readonly #analysesUrl: string | null;
  #store: Store;
  #answers: Answers;
  readonly #teamOptions: TeamOptions | undefined;
  #team: Team | null = null;
  /** Actors of another engine's store. */
  #held: HeldPart | null = null;
  /** What was done since the engine began. */
  readonly counts: Readonly<WorkCounts> = { answers: 0, masks: 0, moves: 0, indexed: 0, shared: 0 };

  constructor(options: CoreOptions) {
    this.#connectors = options.connectors;
    this.#formats = options.formats ? { formats: options.formats } : {};
    this.#storage = columnStorage(options.storage ?? 'typed');
    this.#maxBytes = options.maxBytes ?? 2 ** 30;
    this.#analysesUrl = options.analysesUrl ?? null;
    this.#teamOptions = options.team;
    this.#store = emptyStore(this.#storage);
    this.#answers = this.#answersOf(this.#store);
  }

  /** The data at hand; replaced as a whole by every load. */
  get store(): Store {
    return this.#store;
  }

  /** Header, first rows and a proposed mapping; loads nothing. */
  async preview(source: Source, call: CoreCall = unhurried, { format }: PreviewOptions = {}): Promise<SourcePreview> {
    return (await this.#connectorFor(source)).preview(source, {
      ...this.#formats,
      ...(format && { format }),
      signal: call.signal,
      pace: call.pace,
      known: (wanted) => paced(identifiersAmong(this.#store, wanted), call.pace),
    });
  }

  /** Replaces all data. When it fails or is aborted, the data from before stays. */
  load(source: Source, options: LoadOptions = {}, call: CoreCall = unhurried): Promise<ImportReport> {
    return this.#read(emptyStore(this.#storage), source, options, call);
  }

  /** Adds rows; equal to a fresh load of everything in the same order. */
  append(source: Source, options: LoadOptions = {}, call: CoreCall = unhurried): Promise<ImportReport> {
    return this.#read(this.#store, source, options, call);
  }

  /** Joins profiles to the rows there are and to those that come. */
  async joinProfiles(source: Source, options: ProfileOptions, call: CoreCall = unhurried): Promise<ProfileAccount> {
    const parts = await loadProfiles(this.#analysesUrl);
    parts.checkProfiles(options);
    const connector = await this.#connectorFor(source);
    const { identity } = options;
    const reading = await connector.read(source, {
      ...this.#readContext(call),
      ...(identity && { identity }),
      profiles: options,
    });
    const before = this.#store;
    const builder = new StoreBuilder(before, this.#storage, this.#maxBytes);
    const table = await parts.readProfiles(reading, options, builder.profileRoom(), call.pace);
    const tables = [...(before.profiles?.tables ?? []), table];
    const store = await this.#rebuilt(before, builder.build(0, before.asOf, { parts, tables }), call);
    this.#replace(store, call);
    return store.profiles!.accounts.at(-1)!;
  }

  /** Adds ready batches; their buffers belong to the engine afterwards. */
  appendBatches(
    batches: readonly EventBatch[],
    call: CoreCall = unhurried,
    options: BatchOptions = {},
  ): Promise<ImportReport> {
    return this.#take(this.#store, readingOf(batches), call, options);
  }

  /** Every job's outcome, in the order of the jobs; a failed job is its own outcome. Throws only `aborted` and `spec-invalid` for what is no list of jobs. */
  async run(jobs: readonly Job[], call: CoreCall = unhurried): Promise<readonly JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    await prepareAnalyses(checkJobs(jobs), this.#analysesUrl);
    const { rows, acceptedRows } = this.#store;
    const progress = (done: number): void =>
      call.onProgress?.({ phase: 'computing', done: Math.min(done, rows), total: rows, rows: acceptedRows });
    for (const job of jobs) {
      try {
        const answer = await this.#answers.answer(job.spec, job.filter, workOf(call), progress);
        outcomes.push({ id: job.id, ok: true, result: answer.result });
      } catch (thrown) {
        const error = toAnalyticsError(thrown);
        if (error.code === 'aborted') throw error;
        outcomes.push({ id: job.id, ok: false, error: error.toData() });
      }
    }
    return outcomes;
  }

  /** The actors or rows behind a mark, one page of them. */
  list(request: RowListRequest, call?: CoreCall): Promise<RowPage>;
  list(request: ListRequest, call?: CoreCall): Promise<ActorPage>;
  async list(request: ListRequest | RowListRequest, call: CoreCall = unhurried): Promise<ActorPage | RowPage> {
    await prepareAnalyses(request, this.#analysesUrl);
    return this.#answers.list(checkListRequest(request), workOf(call));
  }

  /** Lets all data go. */
  clear(): void {
    this.#store = emptyStore(this.#storage);
    this.#answers = this.#answersOf(this.#store);
  }

  /** What another engine asks of this one, which holds and counts some of its actors. */
  async part(asked: PartCall, call: CoreCall = unhurried): Promise<PartAnswer> {
    if (!this.#held) {
      const { HeldPart } = await loadTeam(this.#analysesUrl);
      this.#held ??= new HeldPart(counting);
    }
    return this.#held.obey(asked, workOf(call));
  }

  describe(call: CoreCall = unhurried): Promise<DatasetInfo> {
    return paced(describeStore(this.#store), call.pace);
  }

  /** Why an identifier belongs to its actor; null when nothing carries it. */
  explain(identifier: string, call: CoreCall = unhurried): Promise<IdentityExplanation | null> {
    return paced(explainIdentifier(this.#store, String(identifier)), call.pace);
  }

  /** Treats an identifier as absent from some records, or from all. */
  block(block: IdentityBlock, call: CoreCall = unhurried): Promise<IdentityChange> {
    return this.#changeIdentity({ block }, call);
  }

  /** Takes a block or an alias back. */
  undo(undo: IdentityUndo, call: CoreCall = unhurried): Promise<IdentityChange> {
    return this.#changeIdentity({ undo }, call);
  }

  /** State of identity over the whole set. */
  identities(call: CoreCall = unhurried): Promise<IdentityReport> {
    return paced(reportIdentity(this.#store), call.pace);
  }

  /** What is wrong with all that was loaded, and what it does to the figures. */
  async quality(options: QualityOptions = {}, call: CoreCall = unhurried): Promise<QualityReport> {
    const spec = { ...options, kind: 'quality' } as const;
    await prepareAnalyses(spec, this.#analysesUrl);
    return (await this.#answers.answer(spec, undefined, workOf(call))).result as QualityReport;
  }

  async #changeIdentity(
    change: Parameters<StoreBuilder['changeIdentity']>[0],
    call: CoreCall,
  ): Promise<IdentityChange> {
    const before = this.#store;
    const builder = new StoreBuilder(before, this.#storage, this.#maxBytes);
    builder.changeIdentity(change);
    const store = await this.#rebuilt(before, builder.build(0), call);
    this.#replace(store, call);
    return { actorsBefore: before.actors, actors: store.actors, unidentifiedRows: store.unidentifiedRows };
  }

  /** The rows of before, laid out anew. */
  #rebuilt({ acceptedRows: rows }: Store, build: ReturnType<StoreBuilder['build']>, call: CoreCall): Promise<Store> {
    return paced(build, call.pace, (done) =>
      call.onProgress?.({ phase: 'indexing', done: Math.min(done, rows), total: rows, rows }),
    );
  }

  #readContext(call: CoreCall): ReadContext {
    return {
      ...this.#formats,
      storage: this.#storage.kind,
      signal: call.signal,
      pace: call.pace,
      onProgress: (done, total, rows) => call.onProgress?.({ phase: 'reading', done, total, rows }),
    };
  }

  #replace(store: Store, call: CoreCall): void {
    // A cancelled call that was held up by its source may come here after newer data.
    if (call.signal.aborted) throw new AnalyticsError('aborted', 'The request was cancelled.');
    this.#store = store;
    this.#answers = this.#answersOf(store);
  }

  #answersOf(store: Store): Answers {
    this.#team?.release();
    const team = this.#teamOptions;
    // Loads nothing for a store that is not worth it.
    const joined = team && store.rows >= team.leastRows ? () => this.#joined(team) : undefined;
    return new Answers(store, this.counts, this.#maxBytes, joined);
  }

  async #joined(options: TeamOptions): Promise<Team> {
    const { Team } = await loadTeam(this.#analysesUrl);
    return (this.#team ??= new Team(options, counting));
  }

  async #read(before: Store, source: Source, options: LoadOptions, call: CoreCall): Promise<ImportReport> {
    const connector = await this.#connectorFor(source);
    const reading = await connector.read(source, {
      ...this.#readContext(call),
      ...(options.mapping ? { mapping: options.mapping } : {}),
      ...(options.identity ? { identity: options.identity } : {}),
    });
    return this.#take(before, reading, call, options);
  }

  async #take(
    before: Store,
    reading: Reading,
    call: CoreCall,
    options: BatchOptions & Pick<LoadOptions, 'mapping'>,
  ): Promise<ImportReport> {
    const builder = new StoreBuilder(before, this.#storage, this.#maxBytes, options.identity);
    if (reading.profiles)
      await paced(builder.addProfiles(reading.profiles.rows, reading.profiles.identifiers), call.pace);
    const duplicates: Rejection[] = [];
    let conflicting = 0;
    let duplicateRows = 0;
    let unidentified = 0;
    for await (const batch of reading.batches) {
      const outcome = await paced(builder.add(batch), call.pace);
      unidentified += outcome.unidentified;
      duplicateRows += outcome.duplicates.length;
      for (const { row, conflicting: differs } of outcome.duplicates) {
        if (differs) conflicting++;
        if (duplicates.length < KEPT_REJECTIONS) duplicates.push(duplicateRejection(batch, row));
      }
      if (call.pace.due()) await call.pace.rest();
    }
    const report = withDuplicates(reading.report(), duplicates, duplicateRows, conflicting, unidentified);
    const rows = builder.stagedRows;
    const store = await paced(builder.build(report.rejected, options.asOf), call.pace, (done) =>
      call.onProgress?.({ phase: 'indexing', done: Math.min(done, rows), total: rows, rows }),
    );
    this.#replace({ ...store, loads: [...store.loads, loadAccount(report, options)] }, call);
    return report;
  }

  async #connectorFor(source: Source): Promise<Connector> {
    const connectors = typeof this.#connectors === 'function' ? await this.#connectors() : this.#connectors;
    const connector = connectors.find((candidate) => candidate.accepts(source));
    if (connector) return connector;
    const kind = (source as { kind?: unknown } | null)?.kind;
    throw new AnalyticsError(
      'source-format',
      `No connector reads a source of kind "${String(kind)}". Give one of url, blob, bytes, text, stream or rows.`,
      { kind: String(kind) },
    );
  }
}

function workOf(call: CoreCall): Work {
  return (steps, onProgress) => paced(steps, call.pace, onProgress);
}

/** The envelope of a round trip; each job's own spec is checked when its turn comes. */
function checkJobs(jobs: readonly Job[]): readonly Job[] {
  const sound = Array.isArray(jobs) && jobs.every((job: Partial<Job> | null) => typeof job?.id === 'string');
  if (sound) return jobs;
  throw new AnalyticsError('spec-invalid', 'A round trip is a list of jobs, each `{ id: string, spec, filter? }`.', {});
}

function duplicateRejection(batch: EventBatch, row: number): Rejection {
  const code = batch.event.codes[row]!;
  const content = {
    id: batch.id!.values[batch.id!.codes[row]! - 1],
    time: batch.time[row],
    event: code === 0 ? null : batch.event.values[code - 1],
  };
  return {
    reason: 'duplicate-id',
    record: batch.records?.[row] ?? 0,
    line: 0,
    raw: JSON.stringify(content).slice(0, 4096),
  };
}

/** The connector's account with what only the store can know: repeated ids and rows without identity. */
function withDuplicates(
  report: ImportReport,
  duplicates: readonly Rejection[],
  duplicateRows: number,
  conflicting: number,
  unidentified: number,
): ImportReport {
  if (duplicateRows === 0 && unidentified === 0) return report;
  // The connector counted rows without identity too, before duplicates were left out.
  const warnings = report.warnings.filter((warning) => warning.code !== 'unidentified');
  if (conflicting > 0) {
    warnings.push({
      code: 'conflicting-duplicate',
      count: conflicting,
      message: `${conflicting === 1 ? 'One row repeats' : `${conflicting} rows repeat`} an id with other content; the first row of each id was kept.`,
    });
  }
  if (unidentified > 0) {
    warnings.push({
      code: 'unidentified',
      count: unidentified,
      message: `${unidentified === 1 ? 'One row names' : `${unidentified} rows name`} no customer; such rows are kept and left out of everything counted per customer.`,
    });
  }
  const room = KEPT_REJECTIONS - report.rejections.length;
  return {
    ...report,
    accepted: report.accepted - duplicateRows,
    rejected: report.rejected + duplicateRows,
    rejectedByReason:
      duplicateRows > 0 ? { ...report.rejectedByReason, 'duplicate-id': duplicateRows } : report.rejectedByReason,
    rejections: [...report.rejections, ...duplicates.slice(0, Math.max(0, room))],
    truncated: report.truncated || duplicateRows > room,
    warnings,
  };
}

/** Ready batches as a reading: every row is accepted unless the store knows its id. */
function readingOf(batches: readonly EventBatch[]): Reading {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  return {
    batches: (async function* () {
      yield* batches;
    })(),
    report: () => ({
      source: batches[0]?.source ?? 'batches',
      rowsIn: rows,
      accepted: rows,
      rejected: 0,
      rejectedByReason: {},
      rejections: [],
      truncated: false,
      blankLines: 0,
      warnings: [],
      complete: true,
      facts: {
        format: 'rows',
        encoding: '',
        gzip: false,
        delimiter: '',
        timeFormat: 'epoch-ms',
        timeEvidence: 'Ready batches carry milliseconds.',
        timeZone: 'UTC',
        columns: [],
      },
    }),
  };
}
