import { isDeepStrictEqual } from 'node:util';

/**
 * What is wrong with a visit, in sentences.
 * @param {Awaited<ReturnType<typeof import('./visit.mjs').visit>>} seen
 * @param {typeof seen} plain the same on a plain page
 * @param {Readonly<Record<string, unknown>>} golden answers by question
 * @returns {string[]}
 */
export function faultsOf(seen, plain, golden) {
  const faults = [...seen.errors];
  if (seen.workers > 0) faults.push(`${seen.workers} workers were started`);
  for (const { what, seat, attempts, rows } of seen.seats) {
    if (seat !== 'page' || attempts.length !== 1 || attempts[0].transport !== 'port')
      faults.push(`${what}: the engine is in seat "${seat}" after ${JSON.stringify(attempts)}`);
    if (rows === 0) faults.push(`${what}: no rows`);
  }
  seen.drawn.forEach((drawing, i) => {
    const fault = firstDifference(drawing, plain.drawn[i]);
    if (fault) faults.push(fault);
  });
  if (seen.drawn.length !== plain.drawn.length || seen.drawn.some(({ html }) => html.length < 1000))
    faults.push('something was not drawn');
  for (const id of new Set([...Object.keys(golden), ...Object.keys(seen.golden)])) {
    if (!isDeepStrictEqual(seen.golden[id], golden[id])) faults.push(`golden question "${id}" has another answer`);
  }
  for (const what of ['chosen', 'detail', 'csv']) {
    if (seen[what].length === 0) faults.push(`${what}: nothing`);
    if (!isDeepStrictEqual(seen[what], plain[what])) {
      faults.push(
        `${what}: ${JSON.stringify(seen[what]).slice(0, 300)} instead of ${JSON.stringify(plain[what]).slice(0, 300)}`,
      );
    }
  }
  const sandboxed = seen !== plain;
  if (
    seen.fileTypes.length !== 3 ||
    seen.fileTypes.some((type) => type !== (sandboxed ? 'text/plain' : 'text/csv;charset=utf-8'))
  )
    faults.push(`files are handed over as ${JSON.stringify(seen.fileTypes)}`);
  return faults;
}

/** Markup without Lit's own marks, without the key that the sandbox puts on elements, and without what depends on the clock. */
function bare(html) {
  return (
    html
      .replace(/<!--.*?-->/gs, '')
      .replace(/ lskey="[^"]*"/g, '')
      // The minute in which data were loaded, in either language.
      .replace(/(As of|数据截至) [^<]*/g, '$1')
      .replace(/\s+/g, ' ')
  );
}

function firstDifference(drawing, plain) {
  const [a, b] = [bare(drawing.html), bare(plain.html)];
  if (a !== b) {
    let at = 0;
    while (a[at] === b[at]) at++;
    const from = Math.max(0, at - 60);
    return `${drawing.tag} is drawn as …${a.slice(from, at + 80)}… instead of …${b.slice(from, at + 80)}…`;
  }
  const moved = drawing.boxes.findIndex((box, i) => box !== plain.boxes[i]);
  return moved < 0 ? null : `${drawing.tag} has ${drawing.boxes[moved]} instead of ${plain.boxes[moved]}`;
}
