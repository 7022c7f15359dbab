import type { OutputChunk } from 'rolldown';
/** Entry points of the package, by the path they have in the source tree and in `dist/npm` and `dist/types`. */
export declare const entries: readonly string[];
/** The engine's worker in one script: self-contained (`whole`), or without the connectors (`engine`). */
export declare function bundleWorker(part: 'whole' | 'engine'): Promise<OutputChunk>;
/** The analyses beyond the funnel family as one module. */
export declare function bundleAnalyses(): Promise<OutputChunk>;
/** The light connectors as one module. */
export declare function bundleConnectors(): Promise<OutputChunk>;
/** What reads telephone numbers, as one module. */
export declare function bundlePhone(): Promise<OutputChunk>;
/** The capture script alone, as a module or as a classic script. */
export declare function bundlePointer(format: 'es' | 'iife'): Promise<OutputChunk>;
/** Elements and engine for Salesforce, as one classic script that sets `TouchpointKit`. */
export declare function bundleSalesforce(): Promise<OutputChunk>;
/** What a page must fetch before its first paint (`first`) and on demand (`later`); `entry` is JavaScript source. */
export declare function bundleFirstPaint(
  entry: string,
): Promise<{ readonly first: readonly OutputChunk[]; readonly later: readonly OutputChunk[] }>;
/** The command line tool as `touchpoint-kit.mjs` in `dir`. */
export declare function buildCli(dir: string): Promise<void>;
