import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { lightConnectors } from '../connectors/registry.js';
import { EngineCore, type CoreCall } from '../worker/engine.js';
import { AnalyticsError, type ErrorData } from '../worker/protocol/error.js';
import type { Mapping } from '../worker/protocol/mapping.js';
import type { Result } from '../worker/protocol/result.js';
import type { ProfileAccount, ProfileKey } from '../worker/protocol/profiles.js';
import type { ImportReport } from '../worker/protocol/report.js';
import type { Pace, Progress, Source } from '../worker/protocol/source.js';
import type { Spec } from '../worker/protocol/spec.js';
import { readArguments, usage } from './arguments.js';
import { CommandError, exitCodes, type ExitCode } from './exit.js';
import { cannotRead, openSource } from './file-source.js';
import { summarise, summariseProfiles } from './summary.js';
import { plainText } from './plain-text.js';

/** Text of `touchpoint-kit run --help`. */
export const runHelp: string = `Usage: touchpoint-kit run --data FILE... --spec FILE [--mapping FILE...]
                          [--profiles FILE --key COLUMN=FIELD]... [--report] [--plain]

Answers a question about files of touchpoints and prints the answer as JSON: the same numbers
as the elements show. The account of the import, and progress when it takes more than a
second, go to standard error.

  --data FILE      CSV, JSON, .xlsx, Parquet, ...; also gzip. - reads standard input.
                   Given several times, the files make one dataset
  --spec FILE      the question as JSON, e.g. {"kind": "funnel", "windowMs": 1209600000,
                   "steps": [{"event": "visit"}, {"event": "purchase"}]}
  --mapping FILE   which columns say who, when and what, as JSON. Without it the headers must
                   tell, e.g. actor, time, event. One for all files of --data, or one for each
  --profiles FILE  customers, accounts or the like: their columns become properties of the rows
  --key COLUMN=FIELD
                   what the profiles are found by: their column, and what it is in the rows,
                   e.g. "E-Mail=email" or "Id=account". One for each file of --profiles
  --report         prints the whole import report as JSON on standard error, not its summary
  --plain          keeps columns in plain arrays (as in Salesforce); the answer is equal
  --help           this text

Exit codes: 0 answered, 1 a bug of the kit, 2 the command line cannot be understood,
3 data or mapping cannot be read, 4 the spec cannot be understood.
`;

/** Runs `run`: the engine without a screen. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = readArguments('run', {
    args: [...args],
    options: {
      data: { type: 'string', multiple: true },
      spec: { type: 'string' },
      mapping: { type: 'string', multiple: true },
      profiles: { type: 'string', multiple: true },
      key: { type: 'string', multiple: true },
      report: { type: 'boolean' },
      plain: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(runHelp);
    return;
  }
  const { data: files = [], mapping: mappingFiles = [], profiles: profileFiles = [] } = values;
  if (files.length === 0) throw usage('run', '--data is missing: the file to read');
  if (values.spec === undefined) throw usage('run', '--spec is missing: the file with the question');
  if (mappingFiles.length > 1 && mappingFiles.length !== files.length) {
    throw usage(
      'run',
      `There are ${files.length} --data and ${mappingFiles.length} --mapping; give one, or one for each`,
    );
  }
  const keys = readKeys(values.key ?? [], profileFiles.length);
  const spec = (await readJson(values.spec, '--spec', exitCodes.spec)) as Spec;
  const mappings: Mapping[] = [];
  for (const file of mappingFiles) mappings.push((await readJson(file, '--mapping', exitCodes.data)) as Mapping);

  const core = new EngineCore({ connectors: lightConnectors, storage: values.plain ? 'plain' : 'typed' });
  // Asked of no rows first: a mistake in the spec shows before a large file is read.
  await ask(core, spec);
  const progress = progressLine();
  const call: CoreCall = { signal: { aborted: false }, pace: createPace(), onProgress: (at) => progress.show(at) };
  const accounts: Array<ImportReport | ProfileAccount> = [];
  let result: Result;
  try {
    for (const [k, file] of files.entries()) {
      const mapping = mappings[mappings.length === 1 ? 0 : k];
      const report = await reading(file, (source) =>
        core[k === 0 ? 'load' : 'append'](source, mapping ? { mapping } : {}, call),
      );
      progress.clear();
      accounts.push(report);
      if (!values.report) process.stderr.write(plainText(summarise(report)));
    }
    for (const [k, file] of profileFiles.entries()) {
      const account = await reading(file, (source) => core.joinProfiles(source, { key: keys[k]! }, call));
      progress.clear();
      accounts.push(account);
      if (!values.report) process.stderr.write(plainText(summariseProfiles(account)));
    }
    if (values.report) {
      process.stderr.write(`${JSON.stringify(accounts.length === 1 ? accounts[0] : accounts, null, 2)}\n`);
    }
    result = await ask(core, spec, call);
  } finally {
    progress.clear();
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

/** Reads a file, which is closed afterwards. */
async function reading<T>(file: string, read: (source: Source) => Promise<T>): Promise<T> {
  const opened = await openSource(file);
  try {
    return await read(opened.source);
  } finally {
    await opened.close();
  }
}

/** `COLUMN=FIELD`; a column's name may hold an equals sign, a field's does not. */
function readKeys(texts: readonly string[], files: number): ProfileKey[] {
  if (texts.length !== files) {
    throw usage('run', `There are ${files} --profiles and ${texts.length} --key; give one --key COLUMN=FIELD for each`);
  }
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    if (at > 0 && at < text.length - 1) return { column: text.slice(0, at), field: text.slice(at + 1) };
    throw usage('run', `--key is "${text}"; give the profiles' column and the field, such as "E-Mail=email"`);
  });
}

/** The one answer; a failed outcome is thrown with its code. */
async function ask(core: EngineCore, spec: Spec, call?: CoreCall): Promise<Result> {
  const [outcome] = await core.run([{ id: 'spec', spec }], call);
  if (outcome!.ok) return outcome!.result;
  throw AnalyticsError.fromData(outcome!.error satisfies ErrorData);
}

async function readJson(path: string, option: string, exitCode: ExitCode): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw new CommandError(exitCode, `${option}: ${cannotRead(path, thrown)}`);
  });
  try {
    return JSON.parse(text.replace(/^\u{FEFF}/u, ''));
  } catch (thrown) {
    throw new CommandError(exitCode, `${option}: "${path}" is not JSON: ${(thrown as Error).message}`);
  }
}

/** Gives the process its turn (signals, output) every 100 ms. */
function createPace(): Pace {
  let began = performance.now();
  return {
    due: () => performance.now() - began >= 100,
    async rest() {
      await setImmediate();
      began = performance.now();
    },
  };
}

/** One line on standard error that says how far it is: after the first second, on a terminal in place. */
function progressLine(): { show(progress: Progress): void; clear(): void } {
  const inPlace = process.stderr.isTTY === true;
  let next = performance.now() + 1000;
  let shown = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now < next) return;
      next = now + (inPlace ? 100 : 1000);
      shown = true;
      process.stderr.write(inPlace ? `\r\u001b[K${sentence(progress)}` : `${sentence(progress)}\n`);
    },
    clear() {
      if (shown && inPlace) process.stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}

const phases = { reading: 'Reading', indexing: 'Ordering', computing: 'Counting' } as const;

function sentence({ phase, done, total, rows }: Progress): string {
  const share = total ? ` ${Math.floor((100 * done) / total)} %,` : '';
  return `${phases[phase]}:${share} ${rows.toLocaleString('en')} rows`;
}
