import type { Engine } from '../../worker/protocol/engine.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { IdentityOptions } from '../../worker/protocol/identity.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type { Progress, Source } from '../../worker/protocol/source.js';
import type { FileEntry, FileReport, ReadingState, Staged } from './import-model.js';

/** A file with the mapping it is read by. */
export interface StagedFile {
  readonly name: string;
  readonly source: Source;
  readonly size: number | null;
  readonly kind: FileEntry['kind'];
  readonly mapping: Mapping;
  /** How a file of customers joins the rows; null for touchpoints. */
  readonly profiles: ProfileOptions | null;
}

/** What is read, and onto what. */
export interface StageRequest {
  /** Makes an engine that has the data set's data, with nothing read twice that can be kept. */
  readonly fork: () => Promise<Engine>;
  readonly files: readonly StagedFile[];
  /** Whether the data set has data, and how many customers; null when it has none. */
  readonly actorsBefore: number | null;
  readonly basis: number | null;
  /** How the data set reads identifiers. */
  readonly identity: IdentityOptions | null;
  /** "Now" for the data; null takes the latest row's. */
  readonly asOf: number | null;
  readonly signal: AbortSignal;
  readonly onReading: (state: ReadingState) => void;
}

/** What stopped the reading, and at which file. */
export class StageFailure extends Error {
  override readonly name = 'StageFailure';
  readonly file: string;
  readonly error: AnalyticsError;

  constructor(file: string, error: AnalyticsError) {
    super(error.message, { cause: error });
    this.file = file;
    this.error = error;
  }
}

/**
 * Reads all rows of the files into an engine of their own, beside what the data set has: so the account of rows and the
 * preview of identities are exact, and a stop leaves the data set as it was. The engine belongs to the caller.
 * @throws StageFailure with the engine closed
 */
export async function stage(request: StageRequest): Promise<Staged> {
  const { files, signal, actorsBefore, basis } = request;
  const known = files.every(({ size }) => size !== null);
  const weight = (file: StagedFile): number => (known ? Math.max(1, file.size ?? 1) : 1);
  const total = files.reduce((sum, file) => sum + weight(file), 0);
  let done = 0;
  let rows = 0;
  let at = '';
  const say = (place: number, name: string, share: number | null, progress: Progress | null): void =>
    request.onReading({
      file: place,
      files: files.length,
      name,
      share,
      progress: progress && { ...progress, rows: rows + progress.rows },
    });

  say(actorsBefore === null ? 1 : 0, files[0]?.name ?? '', null, null);
  let engine: Engine | null = null;
  try {
    engine = await request.fork();
    if (signal.aborted) throw toAnalyticsError(new DOMException('', 'AbortError'));
    // The first call fills the fork with what the data set has.
    if (actorsBefore !== null) await engine.describe({ signal, onProgress: (progress) => say(0, '', null, progress) });
    const reports: FileReport[] = [];
    let filled = actorsBefore !== null;
    for (const [i, file] of files.entries()) {
      at = file.name;
      say(i + 1, file.name, done / total, null);
      const call = {
        signal,
        onProgress: (progress: Progress) => {
          const part = progress.phase === 'reading' && progress.total ? progress.done / progress.total : 1;
          say(i + 1, file.name, (done + Math.min(1, part) * weight(file)) / total, progress);
        },
      };
      if (file.profiles) {
        const profiles = await engine.joinProfiles(file.source, { ...file.profiles, ...call });
        reports.push({ name: file.name, kind: file.kind, report: profiles.report, profiles });
      } else {
        const report = await engine[filled ? 'append' : 'load'](file.source, {
          mapping: file.mapping,
          ...(request.identity && { identity: request.identity }),
          ...(request.asOf !== null && Math.abs(request.asOf) <= 8.64e15 && { asOf: request.asOf }),
          ...call,
        });
        reports.push({ name: file.name, kind: file.kind, report });
        filled = true;
      }
      done += weight(file);
      rows += reports.at(-1)!.report.rowsIn;
    }
    at = '';
    say(files.length + 1, '', 1, null);
    const [info, identities] = await Promise.all([engine.describe({ signal }), engine.identities({ signal })]);
    return { engine, reports, info, identities, actorsBefore: actorsBefore ?? 0, basis };
  } catch (thrown) {
    engine?.close();
    throw new StageFailure(at, toAnalyticsError(thrown));
  }
}
