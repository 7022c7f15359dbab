import { AnalyticsError } from '../../protocol/error.js';
import type { FormatName } from '../../protocol/source.js';
import { workerScriptUrl } from '../trusted-types.js';
import type { ServeFormat } from './serve.js';
import { formatUrls } from './urls.js';

/** As on the page's own thread everywhere: see `seats/page.ts`. */
const PAGE_SLICE_MS = 6;
const START_MS = 10_000;

/** A format's reader at work: one side of its port, and the way to end it. */
export interface OpenFormat {
  readonly port: MessagePort;
  readonly close: () => void;
}

/**
 * Starts the reader of a format: a worker for this one file, or the page's own thread where there are no workers.
 * @param workerUrl address of the engine's worker where the page named one: the formats' files are beside it
 * @throws AnalyticsError `source-format` when its file cannot be had
 */
export async function openFormat(
  format: FormatName,
  workerUrl: string | undefined,
  workers: boolean,
): Promise<OpenFormat> {
  const url = formatUrl(format, workerUrl);
  if (url === null) throw missing(format, 'no address of it is known');
  const { port1, port2 } = new MessageChannel();
  const worker = workers ? await startWorker(url) : null;
  if (worker) {
    worker.postMessage({ port: port1 }, [port1]);
    return {
      port: port2,
      close() {
        worker.terminate();
        port2.close();
      },
    };
  }
  try {
    const { serve } = (await import(/* @vite-ignore */ url)) as { serve: ServeFormat };
    serve(port1, PAGE_SLICE_MS);
  } catch (thrown) {
    throw missing(format, thrown instanceof Error ? thrown.message : String(thrown));
  }
  return {
    port: port2,
    close() {
      port1.close();
      port2.close();
    },
  };
}

function formatUrl(format: FormatName, workerUrl: string | undefined): string | null {
  if (workerUrl === undefined) return formatUrls?.[format] ?? null;
  return new URL(`./touchpoint-kit.${format}.js`, new URL(workerUrl, globalThis.location?.href)).href;
}

function missing(format: FormatName, reason: string): AnalyticsError {
  return new AnalyticsError(
    'source-format',
    `Files of the kind "${format}" need touchpoint-kit.${format}.js beside the kit's other files: ${reason}. Put it there, or save the file as CSV.`,
    { format },
  );
}

/** A worker that said it is ready; null where the page may start none. */
async function startWorker(url: string): Promise<Worker | null> {
  return (await started(() => new Worker(workerScriptUrl(url), { type: 'module' }))) ?? startFromBlob(url);
}

/** A file of another origin, where its host allows that and the page allows blobs. */
async function startFromBlob(url: string): Promise<Worker | null> {
  const text = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' }));
  try {
    return await started(() => new Worker(workerScriptUrl(text), { type: 'module' }));
  } finally {
    URL.revokeObjectURL(text);
  }
}

function started(start: () => Worker): Promise<Worker | null> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = start();
    } catch {
      resolve(null); // the page's policy, or no workers at all
      return;
    }
    const settle = (found: Worker | null): void => {
      clearTimeout(late);
      if (!found) worker.terminate();
      resolve(found);
    };
    const late = setTimeout(() => settle(null), START_MS);
    worker.addEventListener('message', () => settle(worker), { once: true });
    worker.addEventListener('error', (event) => (event.preventDefault(), settle(null)), { once: true });
  });
}
