import { goals, judge } from './goals.mjs';
import { rounded } from './race.mjs';

/**
 * One measurement, as `--json` prints it. A case without a rival has `peer: null`; a case that counts bytes has no times
 * and its figures in `oursBytes` and `peerBytes` (a row).
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {string} size
 * @property {string | null} peer
 * @property {number | null} oursMs median
 * @property {number | null} peerMs median
 * @property {number | null} ratio peer / ours
 * @property {{ ours: [number, number], peer: [number, number] | null, runs: number[] } | null} spread least and greatest, ms
 * @property {number} [rows] rows that were read, and `bytes` of the file they were in
 * @property {number} [oursPeakMB] what the process held more at most; `rowsPeakMB` with the rows kept as objects, `peerPeakMB` the peer's
 * @property {string} [note] what the figures of a page mean, in words; they come beside it, named with their unit
 * @property {number} [p95Ms] 95 of 100 of ours were within
 * @property {number} [oursBytes]
 * @property {number | null} [peerBytes]
 * @property {number} [longestPieceMs] greatest piece of work between two moments at which the thread can be given back;
 *   `pieces` tells how many there were, `peer` what work it was
 * @property {(number | null)[]} [frameTaskMs] ours and the peer's longest task while something moves on a page, one step a frame; 0 = none took 50 ms.
 *   `oursMs` and `peerMs` are then what 95 of 100 frames took; `frameWorkMs` is the script in them, `frameReadyMs` the time to the first picture
 * @property {number} [longestTaskMs] greatest task on the page that took 50 ms or more; 0 = none did. With it come more
 *   facts of the page, named with their unit
 */

const widths = [20, 13, 21, 10, 18, 10, 20, 9, 6];

export function machineText({ cpu, cores, memory, node, platform }) {
  return `${cpu}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GB, ${platform}, Node ${node}, ${new Date().toISOString().slice(0, 16)}Z\n`;
}

export function headText() {
  return columns(['case', 'size', 'peer', 'ours ms', '(least-most)', 'peer ms', '(least-most)', 'ratio', 'runs']);
}

/** @param {Line} line */
export function lineText(line) {
  if (line.oursPeakMB !== undefined) return `${columns([line.name, line.size, line.peer])}\n${peakText(line)}`;
  const { name, size, oursMs, peerMs, ratio, spread, oursBytes, peerBytes } = line;
  const inBytes = oursBytes !== undefined;
  const text = columns([
    name,
    size,
    line.peer ?? '-',
    inBytes ? `${oursBytes} B` : oursMs,
    range(spread?.ours),
    inBytes ? (peerBytes === null ? '' : `${peerBytes} B`) : (peerMs ?? ''),
    range(spread?.peer),
    ratio === null ? '' : `${ratio}x`,
    spread?.runs.join('/') ?? '',
  ]);
  if (line.rows !== undefined && line.bytes !== undefined) return `${text}\n${speedText(line)}`;
  if (line.note !== undefined) return `${text}\n  ${line.note}`;
  if (line.p95Ms !== undefined) return `${text}\n  95 of 100 within ${line.p95Ms} ms`;
  if (line.frameTaskMs !== undefined) return `${text}\n${frameText(line)}`;
  if (line.longestPieceMs !== undefined) return `${text}\n  longest of ${line.pieces} pieces ${line.longestPieceMs} ms`;
  return line.longestTaskMs === undefined ? text : `${text}\n${pageText(line)}`;
}

function speedText({ rows, bytes, oursMs, peerMs }) {
  const speed = (ms) => `${rounded(rows / ms / 1000)}M rows/s, ${rounded(bytes / 1000 / ms)} MB/s`;
  return `  ours ${speed(oursMs)}; peer ${speed(peerMs)} (file of ${rounded(bytes / 1e6)} MB)`;
}

function peakText({ oursPeakMB, rowsPeakMB, peerPeakMB }) {
  const asRows = rowsPeakMB === undefined ? '' : ` (all rows kept as objects: ${rowsPeakMB})`;
  return `  most memory: ours ${oursPeakMB} MB${asRows}, peer ${peerPeakMB} MB`;
}

/** Ours and the peer's: frames are in the columns above. */
function frameText({ frameTaskMs, frameWorkMs, frameReadyMs }) {
  const pair = ([ours, theirs]) => `${ours || 'under 50'} / ${theirs ?? '-'} ms`;
  return `  95 of 100 frames above; script in 95 of 100 steps ${pair(frameWorkMs)}, longest task ${pair(frameTaskMs)}, ready after ${pair(frameReadyMs)}`;
}

function pageText(line) {
  return [
    `  load ${line.loadMs} ms, funnel ${line.funnelMs} ms`,
    `  page: longest task ${line.longestTaskMs || 'under 50'} ms, longest gap between frames ${line.longestFrameGapMs} ms, ` +
      `heap +${line.pageHeapPeakGrowthMB} MB at most, +${line.pageHeapKeptGrowthMB} MB kept`,
    `  worker: ${line.workerPeakMB} MB at most (garbage included), ${line.workerKeptMB} MB kept, store ${line.storeMB} MB`,
  ].join('\n');
}

/** The goals that this run has figures for. A note, not a verdict on the run: timings fail nothing. */
export function goalsText(lines) {
  const rows = goals.flatMap((goal) => {
    const line = lines.find(({ name, size, peer }) => name === goal.name && size === goal.size && peer === goal.peer);
    if (!line) return [];
    const { value, verdict } = judge(goal, line);
    const unit = goal.by.endsWith('Ms') ? 'ms' : goal.by.endsWith('MB') ? 'MB' : 'B';
    const bound = (limit) => (goal.by === 'ratio' ? `>= ${limit}x` : `<= ${limit} ${unit}`);
    const what = goal.by === 'ratio' ? `${goal.name} vs ${goal.peer}` : goal.name;
    const wasm = withKernel(lines, line, goal.by);
    const beside = wasm === null ? '' : `  (with the kernel: ${wasm})`;
    return `${what.padEnd(38)} ${goal.size.padEnd(13)} ${String(value).padStart(8)}  gate ${bound(goal.gate).padEnd(10)} aim ${bound(goal.aim).padEnd(10)} ${verdict.padEnd(8)} ${goal.says}${beside}`;
  });
  return rows.length ? `\nGoals\n${rows.join('\n')}` : '';
}

/** The same figure with the WebAssembly kernel, where the case was run with it too. */
function withKernel(lines, { name, size, peerMs }, by) {
  const kernel = lines.find((line) => line.name === name && line.size === size && line.peer === 'ours-wasm');
  if (!kernel) return null;
  return by === 'ratio' ? `${rounded(peerMs / kernel.peerMs)}x` : by === 'oursMs' ? `${kernel.peerMs} ms` : null;
}

function range(pair) {
  return pair ? `(${pair[0]}-${pair[1]})` : '';
}

function columns(cells) {
  return cells
    .map((cell, i) => (i < 3 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])))
    .join(' ')
    .trimEnd();
}
