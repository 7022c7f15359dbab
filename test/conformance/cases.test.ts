import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { FunnelMark } from '../../worker/protocol/spec.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { missingFor, runFunnelCase, type AskFunnel, type ConformanceCase } from './funnel-case.js';

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
      const missing = lacks(one);
      if (missing === null) {
        it(`${one.id}: ${one.title}`, async () => {
          await runFunnelCase(one, askCore('typed'));
          await runFunnelCase(one, askCore('plain'));
        });
      } else it.skip(`${one.id}: needs ${missing}`, () => {});
    }
  });
}

const all = [...byKind.values()].flat();
const skipped = Object.entries(countBy(all.map(lacks).filter((missing) => missing !== null)));
for (const [missing, count] of skipped) console.log(`skipped: ${count} for ${missing}`);
if (all.length > 0 && all.every((one) => lacks(one) !== null)) {
  throw new Error(`None of the ${all.length} cases at ${folder} can run: are these the right files?`);
}

/** What a case needs that is not offered; null when it can run. */
function lacks(one: ConformanceCase): string | null {
  return one.kind === 'funnel' ? missingFor(one) : `the kind ${one.kind}`;
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

/** The whole path in this process: batch, identity, store, analysis, list. */
function askCore(storage: 'typed' | 'plain'): AskFunnel {
  return async (batch, spec) => {
    const core = new EngineCore({ connectors: [], storage });
    await core.appendBatches([batch]);
    const [outcome] = await core.run([{ id: 'case', spec }]);
    if (!outcome?.ok) throw new Error(outcome?.error.message ?? 'no outcome');
    const list = async (mark: FunnelMark): Promise<readonly string[]> => {
      const page = await core.list({ spec, mark, limit: 10_000 });
      if (page.actors.length !== page.total)
        throw new Error(`The list has ${page.actors.length} of ${page.total} actors.`);
      return page.actors.map((actor) => actor.key);
    };
    return { result: outcome.result, list };
  };
}
