import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, installHint, missingEngines } from './browsers.mjs';
import { root, run } from './commands.mjs';

// npm test                  everything
// node test/run.mjs unit    only the named steps: types, lint, format, build, unit, browser, stories, wtr, e2e, package,
//                           plugins, conformance, data, hostile
//
// Ends with one line, `N passed, N failed`, which counts the tests of all steps. A step that is no test counts as one
// failure when it fails.

const ci = process.env.CI === 'true';
const out = join(root, 'out');
mkdirSync(out, { recursive: true });

const steps = [
  { name: 'types', run: () => quietly('npm', ['run', '-s', 'check']) },
  { name: 'lint', run: () => quietly('npm', ['run', '-s', 'lint']) },
  { name: 'format', run: () => quietly('npm', ['run', '-s', 'format:check']) },
  { name: 'build', run: () => quietly('npm', ['run', '-s', 'build']) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'conformance', run: () => corpus('conformance') },
  { name: 'data', run: () => corpus('data') },
  { name: 'hostile', run: () => corpus('hostile') },
  { name: 'browser', run: () => vitest('browser'), needs: 'Chromium' },
  { name: 'stories', run: () => vitest('stories'), needs: 'Chromium' },
  { name: 'wtr', run: webTestRunner, needs: 'any engine' },
  { name: 'e2e', run: () => vitest('e2e'), needs: 'Chromium' },
  { name: 'package', run: () => vitest('package') },
  { name: 'plugins', run: () => vitest('plugins'), needs: 'Chromium' },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length) {
  console.error(`No step "${unknown.join('", "')}". Steps: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(2);
}

if (missingEngines.length)
  console.log(`Not installed: ${missingEngines.join(', ')}. Get them with:\n  ${installHint}\n`);

const rows = [];
for (const step of steps) {
  if (wanted.length && !wanted.includes(step.name)) continue;
  if (isOutOfReach(step.needs)) {
    console.log(`-- ${step.name}: ${ci ? 'failed' : 'skipped'}, no browser for it\n`);
    rows.push({ name: step.name, seconds: 0, passed: 0, failed: ci ? 1 : 0, skipped: ci ? 0 : 1 });
    continue;
  }
  console.log(`-- ${step.name}`);
  const start = performance.now();
  const counts = await step.run();
  rows.push({ name: step.name, seconds: (performance.now() - start) / 1000, ...counts });
}

printTable(rows);
const sum = (outcome) => rows.reduce((total, row) => total + row[outcome], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`);
process.exit(sum('failed') ? 1 : 0);

function isOutOfReach(needs) {
  if (needs === 'Chromium') return !chromium.executablePath;
  return needs === 'any engine' && missingEngines.length === 3;
}

/** A step that is no test; its output matters only when it fails. */
async function quietly(command, args) {
  const { ok, output } = await run(command, args, { quiet: true });
  if (!ok) console.log(output);
  return { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
}

async function vitest(project) {
  const file = join(out, `vitest-${project}.json`);
  rmSync(file, { force: true });
  const { ok } = await run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const json = read(file);
  return settle(
    ok,
    json && {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    },
  );
}

async function webTestRunner() {
  const file = join(out, 'wtr.json');
  rmSync(file, { force: true });
  const { ok } = await run('wtr', []);
  const engines = read(file);
  if (!engines) return settle(ok, null);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [engine, { passed, failed, skipped, errors }] of Object.entries(engines)) {
    console.log(`${engine}: ${passed} passed, ${failed + errors} failed, ${skipped} skipped`);
    total.passed += passed;
    total.failed += failed + errors;
    total.skipped += skipped;
  }
  return settle(ok, total);
}

async function corpus(name) {
  const file = join(out, `corpus-${name}.json`);
  rmSync(file, { force: true });
  const { ok } = await run('node', ['test/corpus.mjs', name]);
  return settle(ok, read(file));
}

/** No result file, or a failed command without a failed test (a file that cannot be loaded), is one failure. */
function settle(ok, counts) {
  if (!counts) return { passed: 0, failed: 1, skipped: 0 };
  return ok || counts.failed ? counts : { ...counts, failed: 1 };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function printTable(rows) {
  console.log(`\n${'step'.padEnd(12)} passed  failed  skipped  seconds`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    const cells = [String(passed).padStart(6), String(failed).padStart(6), String(skipped).padStart(7)];
    console.log(`${name.padEnd(12)} ${cells.join('  ')}  ${seconds.toFixed(1).padStart(7)}`);
  }
}
