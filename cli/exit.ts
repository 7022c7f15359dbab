import type { AnalyticsError } from '../worker/protocol/error.js';

/** What the process says when it ends; `docs/cli.md` and `--help` list these. */
export const exitCodes = {
  ok: 0,
  /** A bug of the kit, or a port that cannot be had. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** Data or mapping cannot be read. */
  data: 3,
  /** The spec cannot be understood. */
  spec: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a message for a person and an exit code for a program. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code for an error of the engine or of a connector. */
export function exitCodeOf(error: AnalyticsError): ExitCode {
  switch (error.code) {
    case 'spec-invalid':
      return exitCodes.spec;
    case 'mapping-invalid':
    case 'mapping-incomplete':
    case 'source-missing':
    case 'source-auth':
    case 'source-limit':
    case 'source-format':
    case 'source-gone':
    case 'source-file-url':
    case 'time-unreadable':
    case 'batch-shape':
    case 'memory-limit':
      return exitCodes.data;
    case 'not-loaded':
    case 'part-missing':
    case 'worker-lost':
    case 'seat-unavailable':
    case 'aborted':
    case 'internal':
      return exitCodes.failed;
  }
}
