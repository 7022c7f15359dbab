import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError, exitCodes } from './exit.js';

/**
 * `parseArgs` whose complaints end the command with exit code 2 and name the help to read.
 * @param command as typed, for the message: `run`, `serve`, or empty for the program itself
 */
export function readArguments<T extends ParseArgsConfig>(command: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw usage(command, reason);
  }
}

/** The error for a command line that cannot be understood. */
export function usage(command: string, reason: string): CommandError {
  const sentence = /[.?]$/.test(reason) ? reason : `${reason}.`;
  const help = ['touchpoint-kit', command, '--help'].filter(Boolean).join(' ');
  return new CommandError(exitCodes.usage, `${sentence}\nRead "${help}".`);
}

/** A port number from text; 0 asks for any free one. */
export function readPort(command: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usage(command, `--port is "${text}"; give a whole number from 0 to 65535`);
}
