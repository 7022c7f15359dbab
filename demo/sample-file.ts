import { sampleCsv } from './sample/csv.js';
import type { SampleOptions } from './sample/sample.js';

/**
 * A sample as a CSV file, made in slices of 8 ms so that the page answers meanwhile.
 * @throws the signal's reason once it is aborted
 */
export async function sampleFile(options: SampleOptions, signal: AbortSignal): Promise<Blob> {
  const pieces: string[] = [];
  let began = performance.now();
  for (const piece of sampleCsv(options)) {
    pieces.push(piece);
    if (performance.now() - began < 8) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    began = performance.now();
  }
  return new Blob(pieces, { type: 'text/csv' });
}
