import { csvOf } from './sample/csv.js';
import { sampleRows, type SampleOptions, type SampleRow } from './sample/sample.js';

/**
 * A sample as a CSV file, made in slices of 8 ms so that the page answers meanwhile.
 *
 * @param see is shown each row while it is made
 * @throws the signal's reason once it is aborted
 */
export async function sampleFile(
  options: SampleOptions,
  signal: AbortSignal,
  see?: (row: SampleRow) => void,
): Promise<Blob> {
  const pieces: string[] = [];
  let began = performance.now();
  for (const piece of csvOf(seen(sampleRows(options), see))) {
    pieces.push(piece);
    if (performance.now() - began < 8) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    began = performance.now();
  }
  return new Blob(pieces, { type: 'text/csv' });
}

function* seen(rows: Iterable<SampleRow>, see?: (row: SampleRow) => void): Generator<SampleRow, void, void> {
  for (const row of rows) {
    see?.(row);
    yield row;
  }
}
