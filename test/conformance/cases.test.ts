import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { askCore } from './ask.js';
import type { ConformanceCase } from './case.js';
import { isLater, runCase } from './kinds.js';

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
      it.skipIf(isLater(one))(`${one.id}: ${one.title}`, async () => {
        await runCase(one, askCore('typed'));
        await runCase(one, askCore('plain'));
      });
    }
  });
  if (cases.every(isLater)) console.log(`skipped: ${cases.length} for the kind ${kind}`);
}

if (byKind.size > 0 && [...byKind.values()].flat().every(isLater)) {
  throw new Error(`No case at ${folder} can run: are these the right files?`);
}

function readCases(): ConformanceCase[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'case.schema.json');
  return files.toSorted().flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: ConformanceCase[] };
    return cases;
  });
}
