import type { OutputChunk } from 'rolldown';
/** Entry points of the package, by the path they have in the source tree and in `dist/npm` and `dist/types`. */
export declare const entries: readonly string[];
/** The engine's worker in one self-contained script. */
export declare function bundleWorker(): Promise<OutputChunk>;
/** What a page must fetch before its first paint (`first`) and on demand (`later`); `entry` is JavaScript source. */
export declare function bundleFirstPaint(
  entry: string,
): Promise<{ readonly first: readonly OutputChunk[]; readonly later: readonly OutputChunk[] }>;
/** The command line tool as `touchpoint-kit.mjs` in `dir`. */
export declare function buildCli(dir: string): Promise<void>;
