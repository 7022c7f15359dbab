import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { chromium as browsers } from 'playwright';
import { chromium } from '../../../test/browsers.mjs';
import { dataModules, filesOf } from './files.mjs';
import { installSandbox } from './install.mjs';
import { faultsOf } from './compare.mjs';
import { visit } from './visit.mjs';

// npm run test:sandbox
//
// Draws with the Salesforce build on a plain page and in the sandbox that Salesforce publishes, with three sets of its
// gates, and holds what is drawn, answered, chosen and saved in the sandbox against the plain page. Prints times; only
// differences fail.

const installed = chromium.executablePath ? await installSandbox() : { why: 'there is no Chromium' };
if ('why' in installed) {
  console.log(`Skipped, Salesforce's sandbox cannot be run here: ${installed.why}.`);
  process.exit(0);
}
console.log(
  `@locker/sandbox is Salesforce's, under Salesforce's terms and not an open-source licence (${installed.terms}). It is used from there and never passed on.`,
);

const files = await filesOf(`${installed.folder}/node_modules`);
const { sampleRows, goldenJson, goldenMapping, goldenAsOf } = await dataModules();
const golden = Object.fromEntries(
  readFileSync(new URL('../../../test/golden/answers.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ id, answer }) => [id, answer]),
);
const data = {
  asOf: Date.UTC(2026, 10, 1),
  small: json(1500),
  loads: { '10,000': json(10_000), '50,000': json(50_000) },
  golden: { json: goldenJson(), mapping: goldenMapping, asOf: goldenAsOf },
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = files[pathname];
  if (body === undefined) return response.writeHead(404).end();
  const type = pathname === '/' ? 'text/html' : 'text/javascript';
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await browsers.launch(chromium);
let failed = 0;
try {
  const visits = {};
  for (const mode of ['plain', 'none', 'before-264', 'all']) {
    visits[mode] = await visit(browser, `${address}?mode=${mode}`, data);
    const faults = faultsOf(visits[mode], visits['plain'], golden);
    failed += faults.length;
    console.log(`${mode === 'plain' ? 'plain page' : `sandbox, gates ${mode}`}: ${faults.length} faults`);
    for (const fault of faults) console.log(`  ${fault}`);
  }
  printTimes(visits);
} finally {
  await browser.close();
  server.close();
}
console.log(failed === 0 ? 'The sandbox draws, answers and saves what the plain page does.' : `${failed} faults`);
process.exit(failed === 0 ? 0 : 1);

/** The first touchpoints of a sample as a source in Salesforce gives them: flat, times as text. */
function json(count) {
  const rows = [];
  for (const { pointer: _, ...row } of sampleRows({ actors: Math.ceil(count / 5), seed: 7 })) {
    if (rows.length === count) break;
    rows.push({ ...row, time: new Date(row.time).toISOString() });
  }
  return JSON.stringify(rows);
}

function printTimes(visits) {
  const names = Object.keys(visits);
  const rows = Object.keys(visits.plain.times).map((what) => [what, ...names.map((mode) => visits[mode].times[what])]);
  console.log(`\n${'ms'.padEnd(36)}${names.map((mode) => mode.padStart(12)).join('')}`);
  for (const [what, ...times] of rows) {
    console.log(`${what.padEnd(36)}${times.map((time) => time.toFixed(0).padStart(12)).join('')}`);
  }
}
