import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';

const folder = corpusFolder('hostile');

/** Whether a file of the hostile corpus is there. */
export function hasCorpus(file: string): boolean {
  return existsSync(join(folder, file));
}

/** Text of a corpus file. */
export function corpusText(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Lines of a corpus file as JSON. */
export function corpusLines<T>(file: string): T[] {
  return corpusText(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Stands for the tests of a corpus that is not here. */
export function skipMissing(what: string): void {
  console.log(`No hostile inputs (${what}) at ${folder}; ${corpusVariable('hostile')} names their folder.`);
  it.skip(`${what} is not here`, () => {});
}
