import { createWriteStream, mkdtempSync, openAsBlob, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { eventNames, makeLog, steps } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { peakMB } from '../peak.mjs';
import { race } from '../race.mjs';

const unhurried = { due: () => false, rest: async () => undefined };
const firstMs = Date.UTC(2026, 0, 5);
const PIECE = 64 * 1024;

/**
 * Process logs, web server logs and recordings of pages become row objects. `<format>-rows`: with every value read, by
 * the kit and by the usual way: a SAX parser that streams and one that builds a tree, a regular expression a line,
 * `JSON.parse` and a walk to the clicks, which names no elements and looks for no answers. `<format>-peak`: what a process holds more at most while a file of 200 MB runs through, read
 * piece by piece and its rows let go; the peers that can, do the same.
 */
export async function formatsCase(rows, wanted, emit) {
  const folder = mkdtempSync(join(tmpdir(), 'kit-bench-'));
  try {
    for (const format of ['xes', 'access-log', 'rrweb']) {
      if (wanted(`${format}-rows`)) {
        const file = join(folder, `rows.${format}`);
        await writeFile(file, format, rows);
        const [ours, ...peers] = Object.values(await runners[format](file));
        const facts = { rows, bytes: statSync(file).size };
        for (const line of await race(`${format}-rows`, '100k', [ours, ...peers], expectedOf(rows))) {
          emit({ ...line, ...facts });
        }
      }
      if (!wanted(`${format}-peak`)) continue;
      const file = join(folder, `peak.${format}`);
      await writeFile(file, format, Infinity, 200e6);
      const maker = `${format.replace('-', '')}Streams`;
      const peak = (peer) => peakMB(import.meta.url, maker, file, peer);
      const [, ...peers] = Object.keys(await streams[format](file));
      const oursPeakMB = await peak('ours');
      const line = { name: `${format}-peak`, size: '200MB', oursMs: null, peerMs: null, ratio: null, spread: null };
      for (const peer of peers) emit({ ...line, peer, oursPeakMB, peerPeakMB: await peak(peer) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readers = { xes: 'xesFormat', 'access-log': 'accessLogFormat', rrweb: 'rrwebFormat' };

/** What the kit makes of a file at a path, row by row; `take` gets each piece. */
async function readOurs(format, path, take) {
  const engine = await loadEngine();
  const blob = await openAsBlob(path);
  const file = engine.formatFile({ name: 'bench', gzip: false, size: blob.size, blob });
  const source = await engine[readers[format]].open(file, {}, unhurried);
  for (let next = await source.next(); next !== null; next = await source.next()) take(next);
}

function ours(format, path) {
  return {
    peer: 'ours',
    run: async () => {
      const all = [];
      await readOurs(format, path, (items) => all.push(...items));
      return all;
    },
    answer: (rows) => countsOf(rows.map((row) => nameOf[format](row))),
  };
}

/** What a row of the kit's is about, in the words of the log. */
const nameOf = {
  xes: (row) => row['concept:name'],
  'access-log': (row) => row.path.slice(1),
  rrweb: (row) => steps[row.x % steps.length] ?? '',
};

const runners = {
  xes: (path) => ({
    ours: ours('xes', path),
    saxes: {
      peer: 'saxes',
      run: async () => {
        const all = [];
        await saxEvents(path, (row) => all.push(row));
        return all;
      },
      answer: (rows) => countsOf(rows.map((row) => row['concept:name'])),
    },
    'fast-xml-parser': {
      peer: 'fast-xml-parser',
      run: () => treeEvents(readFileSync(path, 'utf8')),
      answer: (rows) => countsOf(rows.map((row) => row['concept:name'])),
    },
  }),
  'access-log': (path) => ({
    ours: ours('access-log', path),
    'regular-expression': {
      peer: 'regular-expression',
      run: () => readFileSync(path, 'utf8').split('\n').filter(Boolean).map(lineRow),
      answer: (rows) => countsOf(rows.map((row) => row.path.slice(1))),
    },
  }),
  rrweb: (path) => ({
    ours: ours('rrweb', path),
    'json-parse': {
      peer: 'json-parse',
      run: () =>
        readFileSync(path, 'utf8')
          .split('\n')
          .filter(Boolean)
          .flatMap((line) => recordRows(JSON.parse(line))),
      answer: (rows) => countsOf(rows.map((row) => steps[row.x % steps.length] ?? '')),
    },
  }),
};

const streams = {
  xes: (path) => ({
    ours: oursStream('xes', path),
    saxes: { run: () => saxEvents(path, () => undefined) },
  }),
  'access-log': (path) => ({
    ours: oursStream('access-log', path),
    'regular-expression': { run: () => eachLine(path, lineRow) },
  }),
  rrweb: (path) => ({
    ours: oursStream('rrweb', path),
    'json-parse': { run: () => eachLine(path, (line) => recordRows(JSON.parse(line))) },
  }),
};

// Made in a process of their own, by name.
export const xesStreams = streams.xes;
export const accesslogStreams = streams['access-log'];
export const rrwebStreams = streams.rrweb;

function oursStream(format, path) {
  return { run: () => readOurs(format, path, () => undefined) };
}

async function* textPieces(path) {
  const decoder = new TextDecoder();
  const blob = await openAsBlob(path);
  for (let at = 0; at < blob.size; at += PIECE) {
    yield decoder.decode(await blob.slice(at, at + PIECE).arrayBuffer(), { stream: true });
  }
}

async function eachLine(path, take) {
  let rest = '';
  for await (const piece of textPieces(path)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line);
  }
}

async function saxEvents(path, take) {
  const parser = new SaxesParser();
  let caseName = null;
  let row = null;
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'trace') caseName = null;
    else if (name === 'event') row = { 'case:concept:name': caseName };
    else if (attributes.key !== undefined) {
      if (row === null) caseName ??= attributes.value;
      else row[attributes.key] = typed(name, attributes.value);
    }
  });
  parser.on('closetag', ({ name }) => {
    if (name !== 'event') return;
    take(row);
    row = null;
  });
  for await (const piece of textPieces(path)) parser.write(piece);
  parser.close();
}

function treeEvents(text) {
  const tree = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false }).parse(text);
  const rows = [];
  const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
  for (const trace of list(tree.log.trace)) {
    const caseName = list(trace.string)[0].value;
    for (const event of list(trace.event)) {
      const row = { 'case:concept:name': caseName };
      for (const kind of ['string', 'date', 'int']) {
        for (const { key, value } of list(event[kind])) row[key] = typed(kind, value);
      }
      rows.push(row);
    }
  }
  return rows;
}

function typed(kind, value) {
  return kind === 'date' ? new Date(value).toISOString() : kind === 'int' ? Number(value) : value;
}

const combined = /^(\S+) \S+ (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Addresses stay as they are: that is what the usual way does. */
function lineRow(line) {
  const [, address, user, time, method, target, protocol, status, bytes, referrer, agent] = combined.exec(line);
  const [, day, month, year, clock, offset] = /^(\d+)\/(\w+)\/(\d+):(\S+) (\S+)$/.exec(time);
  const number = String(months.indexOf(month) + 1).padStart(2, '0');
  return {
    address,
    user,
    time: new Date(`${year}-${number}-${day}T${clock}${offset}`).toISOString(),
    method,
    path: target.split('?', 1)[0],
    protocol,
    status: Number(status),
    bytes: Number(bytes),
    referrer,
    agent,
  };
}

function recordRows({ type, timestamp, sessionId, data }) {
  if (type !== 3 || data.source !== 2) return [];
  return [{ session: sessionId, time: timestamp, event: 'click', x: data.x, y: data.y, node: data.id }];
}

/** Rows of a name. */
function countsOf(names) {
  const by = new Map();
  for (const name of names) by.set(name, (by.get(name) ?? 0) + 1);
  return [names.length, ...steps.map((name) => by.get(name) ?? 0)];
}

function expectedOf(rows) {
  const { event } = makeLog(rows);
  return [rows, ...steps.map((_, k) => event.reduce((sum, code) => sum + (code === k ? 1 : 0), 0))];
}

/** Writes so many rows, or so many bytes. */
async function writeFile(path, format, rows, bytes = Infinity) {
  const log = makeLog(rows === Infinity ? 100_000 : rows);
  const out = createWriteStream(path);
  let written = 0;
  const put = async (text) => {
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  };
  if (format === 'xes') await put('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="2.0">\n');
  for (let from = 0; from < rows && written < bytes; from += 1000) {
    let text = '';
    for (let k = from; k < Math.min(rows, from + 1000); k++) text += pieceOf[format](log, k);
    await put(text);
  }
  if (format === 'xes') await put('</trace>\n</log>\n');
  out.end();
  await once(out, 'close');
}

const at = (k) => new Date(firstMs + k * 1000).toISOString();

const pieceOf = {
  xes: ({ rows, event }, k) =>
    (k % 8 === 0 ? `${k === 0 ? '' : '</trace>\n'}<trace>\n\t<string key="concept:name" value="case ${k}"/>\n` : '') +
    `\t<event>\n\t\t<string key="org:resource" value="person ${k % 500}"/>\n` +
    `\t\t<date key="time:timestamp" value="${at(k).replace('Z', '+01:00')}"/>\n` +
    `\t\t<string key="concept:name" value="${eventNames[event[k % rows]]}"/>\n` +
    `\t\t<string key="lifecycle:transition" value="complete"/>\n\t\t<int key="cost" value="${k % 1000}"/>\n\t</event>\n`,
  'access-log': ({ rows, event }, k) => {
    const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(at(k));
    const time = `${day}/${months[month - 1]}/${year}:${clock} +0000`;
    const path = eventNames[event[k % rows]].replace(' ', '-');
    return (
      `203.0.${(k >> 8) % 256}.${k % 256} - - [${time}] "GET /${path}?page=${k} HTTP/1.1" 200 ${k % 9999} ` +
      `"https://shop.example/list/${k % 300}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ` +
      `Chrome/${k % 40}.0.1700.77 Safari/537.36"\n`
    );
  },
  // Between two clicks the page changes; every two thousandth record is the whole page.
  rrweb: ({ rows, event }, k) => {
    const record = (type, data) =>
      `${JSON.stringify({ type, data, timestamp: firstMs + k * 100, sessionId: `s${Math.floor(k / 2000)}` })}\n`;
    const style = { id: 10 + (k % 50), attributes: { style: `color: #${k % 999}` } };
    const element = { type: 2, id: 100 + k, tagName: 'span', attributes: { class: 'a b' }, childNodes: [] };
    const change = { source: 0, texts: [], attributes: [style], removes: [], adds: [{ parentId: 2, node: element }] };
    const code = event[k % rows];
    const x = code < steps.length ? code + steps.length * (k % 100) : -1;
    return (
      (k % 2000 === 0 ? record(2, { node: wholePage, initialOffset: { left: 0, top: 0 } }) : '') +
      record(3, { source: 2, type: 2, id: 10 + (k % 500), x, y: k % 800 }) +
      record(3, change)
    );
  },
};

const wholePage = {
  type: 0,
  id: 1,
  childNodes: [{ type: 2, id: 2, tagName: 'body', attributes: {}, childNodes: Array.from({ length: 500 }, part) }],
};

function part(_, k) {
  const text = { type: 3, id: 5000 + k, textContent: 'Some words of a page.' };
  return {
    type: 2,
    id: 10 + k,
    tagName: 'div',
    attributes: { id: `part-${k}`, style: 'color: red' },
    childNodes: [text],
  };
}
