import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { askCore } from './ask.js';
import type { ConformanceCase } from './case.js';
import { kinds, missingOf } from './kinds.js';

const folder = corpusFolder('conformance');
const byKind = new Map<string, ConformanceCase[]>();
for (const one of readCases()) byKind.set(one.kind, [...(byKind.get(one.kind) ?? []), one]);

if (byKind.size === 0) {
  console.log(`No conformance cases at ${folder}; ${corpusVariable('conformance')} names their folder.`);
  it.skip('conformance cases are not here', () => {});
}

for (const [kind, cases] of byKind) {
  describe(kind, () => {
    for (const one of cases) {
      const missing = missingOf(one);
      if (missing === null) {
        it(`${one.id}: ${one.title}`, async () => {
          await kinds[kind]!.run(one, askCore('typed'));
          await kinds[kind]!.run(one, askCore('plain'));
        });
      } else it.skip(`${one.id}: needs ${missing}`, () => {});
    }
  });
}

const all = [...byKind.values()].flat();
const skipped = Object.entries(countBy(all.map(missingOf).filter((missing) => missing !== null)));
for (const [missing, count] of skipped) console.log(`skipped: ${count} for ${missing}`);
if (all.length > 0 && all.every((one) => missingOf(one) !== null)) {
  throw new Error(`None of the ${all.length} cases at ${folder} can run: are these the right files?`);
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function readCases(): ConformanceCase[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'case.schema.json');
  return files.toSorted().flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: ConformanceCase[] };
    return cases;
  });
}
