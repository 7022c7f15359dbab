/** Where the harness goes, and what it is made of. */
export interface HarnessOptions {
  readonly folder: string;
  /** With the shadow that Lightning imitates, instead of the browser's own. */
  readonly synthetic?: boolean;
  /** Files that take the place of components' modules, by id (`c/name`). */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Compiles the exposed components for a browser, beside stand-ins for the platform's modules. */
export function buildHarness(options: HarnessOptions): Promise<void>;
