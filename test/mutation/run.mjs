import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../commands.mjs';
import { wrongRules } from './wrong-rules.mjs';

// node test/mutation/run.mjs                every wrong rule
// node test/mutation/run.mjs --sample       the few that `npm test` plants
// node test/mutation/run.mjs window tie     those whose rule or file holds one of these words
//
// Plants wrong rules one at a time in a copy of the engine and runs the tests that must notice. A wrong rule is caught
// when one of its tests fails; it escapes when they pass. What does not apply or does not load counts as failed: then the
// list is out of step with the code. Random tests run with a fixed seed, so that the outcome repeats.

const words = process.argv.slice(2);
const wanted = wrongRules.filter(isWanted);
if (wanted.length === 0) {
  console.error(`No wrong rule holds "${words.join('" or "')}".`);
  process.exit(2);
}

mkdirSync(join(root, 'out'), { recursive: true });
const copy = mkdtempSync(join(root, 'out/mutation-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const part of ['worker', 'connectors', 'test', 'docs', 'package.json', 'tsconfig.json']) {
  cpSync(join(root, part), join(copy, part), {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|mutation)$/.test(path),
  });
}
writeFileSync(
  join(copy, 'vitest.config.mjs'),
  `export default { cacheDir: 'cache', test: { include: ['test/**/*.test.ts'], setupFiles: ['test/fixed-sample.ts'], fileParallelism: false } };\n`,
);

const files = [...new Set(wanted.flatMap((rule) => rule.tests))];
const untouched = await runTests(files, [], 10);
const count = { caught: 0, failed: 0 };
for (const rule of wanted) {
  const outcome = await plant(rule);
  count[outcome.caught ? 'caught' : 'failed']++;
  console.log(`${outcome.caught ? 'caught ' : 'ESCAPED'}  ${rule.rule}${outcome.why ? `: ${outcome.why}` : ''}`);
}
console.log(`${count.caught} passed, ${count.failed} failed`);
process.exit(count.failed ? 1 : 0);

function isWanted(rule) {
  if (words.length === 0) return true;
  if (words.includes('--sample')) return rule.sample === true;
  return words.some((word) => rule.rule.includes(word) || rule.file.includes(word));
}

async function plant({ file, find, replace, tests }) {
  const broken = tests.filter((test) => untouched.get(test) !== 'passed');
  if (broken.length) return { caught: false, why: `${broken.join(', ')} does not pass without it` };
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1) return { caught: false, why: `its text is ${places} times in ${file}` };
  // A function, so that `$` in the text stays as it is.
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  const outcomes = await runTests(tests, ['--bail=1']);
  writeFileSync(path, source);
  if ([...outcomes.values()].includes('failed')) return { caught: true };
  if (outcomes.size < tests.length || [...outcomes.values()].includes('unloaded')) {
    return { caught: false, why: 'the tests did not run to an answer' };
  }
  return { caught: false };
}

/** What came of each test file: `passed`, `failed` (a test did), or `unloaded` (no test could run). */
async function runTests(tests, options = [], minutes = 2) {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const args = ['run', '--root', copy, '--reporter=json', `--outputFile=${report}`, ...options, ...tests];
  const { output } = await run('vitest', args, {
    quiet: true,
    minutes,
    env: { FC_SEED: '20260101' },
  });
  const outcomes = new Map();
  for (const file of read(report, output).testResults) {
    const failed = file.assertionResults.some((test) => test.status === 'failed');
    outcomes.set(
      file.name.slice(copy.length + 1),
      failed ? 'failed' : file.status === 'passed' ? 'passed' : 'unloaded',
    );
  }
  return outcomes;
}

/** The report; a run that was ended leaves none. */
function read(report, output) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.log(output.slice(-2000));
    return { testResults: [] };
  }
}
