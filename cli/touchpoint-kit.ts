#!/usr/bin/env node
import { AnalyticsError } from '../worker/protocol/error.js';
import { readArguments, usage } from './arguments.js';
import { CommandError, exitCodeOf, exitCodes, type ExitCode } from './exit.js';
import { packageVersion } from './package-root.js';
import { run } from './run.js';
import { serve } from './serve.js';
import { plainText } from './plain-text.js';

const help = `Usage: touchpoint-kit <command> [options]

Touchpoint analytics without a screen, and a small server for pages that use the elements.

  serve [folder]   serves a folder together with touchpoint-kit.js
  run              answers a question about a data file, as JSON

  --help           this text; "touchpoint-kit <command> --help" tells about one command
  --version        the version

Exit codes: 0 done, 1 failed, 2 the command line cannot be understood,
3 data or mapping cannot be read, 4 the spec cannot be understood.
`;

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (command === 'serve') return serve(rest);
  if (command === 'run') return run(rest);
  if (command === 'help') return main([...rest, '--help']);
  if (command !== undefined && !command.startsWith('-')) {
    throw usage('', `There is no command "${command}"; there are serve and run`);
  }
  const { values } = readArguments('', {
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
  });
  if (values.version) process.stdout.write(`${packageVersion()}\n`);
  else if (values.help) process.stdout.write(help);
  else {
    process.stderr.write(help);
    process.exitCode = exitCodes.usage;
  }
}

/** Says what happened and gives the exit code. */
function report(thrown: unknown): ExitCode {
  if (thrown instanceof CommandError) {
    process.stderr.write(`touchpoint-kit: ${plainText(thrown.message)}\n`);
    return thrown.exitCode;
  }
  if (thrown instanceof AnalyticsError) {
    process.stderr.write(`touchpoint-kit: ${plainText(thrown.message)} [${thrown.code}]\n`);
    return exitCodeOf(thrown);
  }
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`touchpoint-kit failed; this is a bug of the kit.\n${words}\n`);
  return exitCodes.failed;
}

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  process.exitCode = report(thrown);
}
