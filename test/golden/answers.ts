import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenAnswers } from './ask.js';

const file = join(import.meta.dirname, 'answers.ndjson');

/**
 * The answers that every host must give, one line each. `GOLDEN_WRITE=1` writes them anew from the engine in Node: for a
 * change that means to change numbers, and is then seen in the file's difference.
 */
export function goldenAnswers(): GoldenAnswers {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const { id, answer } = JSON.parse(line) as { id: string; answer: unknown };
      return [id, answer];
    }),
  );
}

/** Writes the golden file where that was asked for. */
export function writeGolden(answers: GoldenAnswers): void {
  if (process.env['GOLDEN_WRITE'] !== '1') return;
  const lines = Object.entries(answers).map(([id, answer]) => JSON.stringify({ id, answer }));
  writeFileSync(file, `${lines.join('\n')}\n`);
}
