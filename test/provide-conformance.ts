import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { corpusFolder } from './corpus-folder.mjs';

/** One file of conformance cases as tests in a browser get it: `inject('conformanceCases')`. */
export interface ConformanceFile {
  readonly file: string;
  readonly cases: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    conformanceCases: readonly ConformanceFile[];
  }
}

/** Reads the conformance cases for tests that cannot read files themselves; none when the folder is missing. */
export default function provideConformance(project: TestProject): void {
  project.provide('conformanceCases', conformanceFiles(corpusFolder('conformance')));
}

function conformanceFiles(folder: string): ConformanceFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'case.schema.json');
  return names.toSorted().map((file) => ({ file, cases: JSON.parse(readFileSync(join(folder, file), 'utf8')).cases }));
}
