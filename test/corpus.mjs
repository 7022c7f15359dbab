import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, root } from './commands.mjs';
import { corpusFolder, corpusVariable } from './corpus-folder.mjs';

// node test/corpus.mjs <conformance | data | hostile> [part]
//
// Runs the tests of a corpus that lives outside the project and prints what came out, by kind: the name of the
// outermost `describe`. A part (`parsers`, `widgets`, ...) is what stands before the slash of a kind.

const [corpus, part] = process.argv.slice(2);
if (!['conformance', 'data', 'hostile'].includes(corpus)) {
  console.error('Usage: node test/corpus.mjs <conformance | data | hostile> [part]');
  process.exit(2);
}

const folder = corpusFolder(corpus);
const results = join(root, `out/corpus-${corpus}.json`);
mkdirSync(join(root, 'out'), { recursive: true });
rmSync(results, { force: true });

if (!existsSync(folder)) {
  console.log(`Skipped: the ${corpus} corpus is not at ${folder}; ${corpusVariable(corpus)} names its folder.`);
  end({ passed: 0, failed: 0, skipped: 0 }, true);
}

const report = join(root, `out/vitest-${corpus}.json`);
rmSync(report, { force: true });
const { ok } = await run('vitest', [
  'run',
  '--project',
  corpus,
  '--passWithNoTests',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...(part ? ['--testNamePattern', `^${part}\\b`] : []),
]);

const kinds = existsSync(report) ? countByKind(JSON.parse(readFileSync(report, 'utf8'))) : new Map();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const count of kinds.values()) for (const outcome of Object.keys(total)) total[outcome] += count[outcome];
// A file that cannot be loaded fails the run without failing a test.
if (!ok && total.failed === 0) total.failed = 1;

printTable(kinds);
const ran = total.passed + total.failed;
if (ran === 0) {
  console.log(
    total.skipped
      ? `All ${total.skipped} cases were skipped: none of these kinds is known yet.`
      : `${folder} is there, but no test ran on it.`,
  );
}
end(total, total.failed === 0 && (ran > 0 || (part !== undefined && total.skipped > 0)));

/** Prints the closing line and leaves; the counts also go to a file, for the sum that `npm test` prints. */
function end(counts, good) {
  writeFileSync(results, JSON.stringify(counts));
  const { passed, failed, skipped } = counts;
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exit(good ? 0 : 1);
}

function countByKind(json) {
  const kinds = new Map();
  for (const file of json.testResults) {
    for (const test of file.assertionResults) {
      const kind = test.ancestorTitles[0] || '(no kind)';
      if (part && !new RegExp(`^${part}\\b`).test(kind)) continue;
      const count = kinds.get(kind) ?? { passed: 0, failed: 0, skipped: 0 };
      count[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped']++;
      kinds.set(kind, count);
    }
  }
  return kinds;
}

function printTable(kinds) {
  const rows = [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(4, ...rows.map(([kind]) => kind.length));
  console.log(`\n${'kind'.padEnd(width)}  passed  failed  skipped`);
  for (const [kind, { passed, failed, skipped }] of rows) {
    console.log(
      `${kind.padEnd(width)}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${String(skipped).padStart(7)}`,
    );
  }
  console.log('');
}
