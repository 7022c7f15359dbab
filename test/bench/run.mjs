#!/usr/bin/env node
// Times the kit against its peers: `npm run bench [-- --json] [-- --only name] [-- --size 1M|10M|all]`.
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const bench = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const usage = `Usage: npm run bench -- [options]
  --json           one JSON object a line: name, size, peer, oursMs, peerMs, ratio, spread
  --only <name>    only this case; may be given more than once
  --size <size>    1M, 10M or all (default)
Cases: funnel-exact, funnel-first-touch, funnel-entry-first, funnel-strict, funnel-unordered, brush-move, brush-full,
  brush-linked, counts-jump, counts-columns, counts-segment, workers-funnel, workers-feature-hour, workers-page-funnel,
  workers-page-feature-hour,
  paths, feature-hour, heatmap, sort, ingest-csv, arrow-rows, ingest-arrow, arrow-peak, parquet-rows, ingest-parquet, parquet-peak, xlsx-rows, ingest-xlsx, xlsx-peak, xes-rows, access-log-rows, rrweb-rows,
  xes-peak, access-log-peak, rrweb-peak (files of 200 MB), bytes-per-event, memory, first-result, slices, journey-pan, journey-zoom, heatmap-redraw, heatmap-refilter,
  page, first-paint-hosts, embed-flood, one-gb (a file of 1 GB; only when named)`;

/** Cases that share their data share a process; each process starts fresh, since order within one can change a timing. */
const groups = [
  { group: 'first-result', cases: ['first-result'], sizes: ['10k'] },
  {
    group: 'funnel',
    cases: ['funnel-exact', 'funnel-first-touch', 'funnel-entry-first', 'funnel-strict', 'funnel-unordered'],
    sizes: ['1M', '10M'],
  },
  { group: 'brush', cases: ['brush-move', 'brush-full'], sizes: ['1M', '10M'] },
  { group: 'brush-linked', cases: ['brush-linked'], sizes: ['1M', '10M'] },
  { group: 'counts', cases: ['counts-jump', 'counts-columns', 'counts-segment'], sizes: ['1M', '10M'] },
  { group: 'workers', cases: ['workers-funnel', 'workers-feature-hour'], sizes: ['1M', '10M'] },
  { group: 'workers-page', cases: ['workers-page-funnel', 'workers-page-feature-hour'], sizes: ['10M'] },
  { group: 'paths', cases: ['paths'], sizes: ['1M', '10M'] },
  { group: 'feature-hour', cases: ['feature-hour'], sizes: ['1M', '10M'] },
  { group: 'heatmap', cases: ['heatmap'], sizes: ['1M', '10M'] },
  { group: 'sort', cases: ['sort'], sizes: ['1M', '10M'] },
  { group: 'ingest', cases: ['ingest-csv'], sizes: ['1M'] },
  { group: 'arrow', cases: ['arrow-rows', 'ingest-arrow', 'arrow-peak'], sizes: ['1M'] },
  { group: 'parquet', cases: ['parquet-rows', 'ingest-parquet', 'parquet-peak'], sizes: ['1M'] },
  { group: 'xlsx', cases: ['xlsx-rows', 'ingest-xlsx', 'xlsx-peak'], sizes: ['1M cells'] },
  {
    group: 'formats',
    cases: ['xes-rows', 'access-log-rows', 'rrweb-rows', 'xes-peak', 'access-log-peak', 'rrweb-peak'],
    sizes: ['100k'],
  },
  { group: 'bytes', cases: ['bytes-per-event'], sizes: ['1M', '10M'] },
  { group: 'memory', cases: ['memory'], sizes: ['1M'] },
  { group: 'slices', cases: ['slices'], sizes: ['1M'] },
  { group: 'journey-pan', cases: ['journey-pan', 'journey-zoom'], sizes: ['100k'] },
  { group: 'page', cases: ['page'], sizes: ['1M'] },
  { group: 'heatmap-redraw', cases: ['heatmap-redraw', 'heatmap-refilter'], sizes: ['1M'] },
  { group: 'first-paint-hosts', cases: ['first-paint-hosts'], sizes: ['sample'] },
  { group: 'embed-flood', cases: ['embed-flood'], sizes: ['10k/s'] },
  { group: 'one-gb', cases: ['one-gb'], sizes: ['1GB'], onlyNamed: true },
];

const options = readOptions();
// The peers and the figures want the Node the project is made with; npm itself may run on an older one.
if (Number(process.versions.node.split('.')[0]) < 22) runAgain();

installPeers();
mkdirSync(join(root, 'out/bench'), { recursive: true });
const { bundleEngine } = await import('./kit.mjs');
const { machineText, lineText, goalsText, headText } = await import('./report.mjs');
await bundleEngine();

const say = options.json ? () => undefined : (text) => console.log(text);
say(
  machineText({
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }),
);
const lines = [];
let failed = false;
let header = false;
for (const { group, cases, sizes, onlyNamed = false } of groups) {
  const wanted = options.only.length ? cases.filter((name) => options.only.includes(name)) : onlyNamed ? [] : cases;
  for (const size of sizes) {
    const scaled = size === '1M' || size === '10M';
    if (wanted.length === 0 || (scaled && options.size !== 'all' && options.size !== size)) continue;
    if (!header) say(headText());
    header = true;
    await runGroup(group, size, wanted);
  }
}
say(goalsText(lines));
process.exitCode = failed ? 1 : 0;

function runGroup(group, size, wanted) {
  return new Promise((resolve) => {
    const child = fork(join(bench, 'case.mjs'), [group, size, wanted.join(',')], {
      execArgv: ['--expose-gc', '--max-old-space-size=12000'],
    });
    child.on('message', (line) => {
      lines.push(line);
      if (options.json) console.log(JSON.stringify(line));
      else console.log(lineText(line));
    });
    child.once('close', (code) => {
      if (code !== 0) {
        failed = true;
        console.error(`${group} ${size} did not finish (${code}).`);
      }
      resolve();
    });
  });
}

function installPeers() {
  if (existsSync(join(bench, 'node_modules/.package-lock.json'))) return;
  console.error('Installing the peers of the bench (test/bench/package-lock.json) ...');
  execFileSync('npm', ['ci', '--prefix', bench, '--no-audit', '--no-fund'], { stdio: ['ignore', 2, 2] });
}

function runAgain() {
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(node)) {
    console.error(`The bench needs Node 22 or newer; this is ${process.version}.`);
    process.exit(2);
  }
  const again = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        size: { type: 'string', default: 'all' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const known = groups.flatMap((group) => group.cases);
    const unknown = values.only.find((name) => !known.includes(name));
    if (unknown) throw new Error(`There is no case "${unknown}".`);
    if (!['1M', '10M', 'all'].includes(values.size)) throw new Error(`--size is 1M, 10M or all, not "${values.size}".`);
    return values;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}
