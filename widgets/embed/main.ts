import { TpDataset } from '../index.js';
import { startFrame } from './frame.js';

// Script of embed.html. Who may show the frame is said by its own server, in embed.json beside it, and never by the
// address: a page that was not named cannot name itself.

async function start(): Promise<void> {
  const root = document.querySelector('main')!;
  const note = root.querySelector('p')!;
  const origins = await allowedOrigins();
  const dataset = new TpDataset();
  dataset.workerUrl = new URL('../touchpoint-kit.worker.js', import.meta.url).href;
  startFrame({ window, root, origins, dataset });
  setTimeout(() => {
    // Still there: no page has answered.
    note.hidden = false;
  }, 5000);
}

async function allowedOrigins(): Promise<string[]> {
  const answer = await fetch(new URL('./embed.json', location.href));
  const settings = (await answer.json()) as { readonly origins?: unknown };
  const listed = Array.isArray(settings.origins) ? settings.origins : [];
  const named = listed.filter((origin) => typeof origin === 'string' && isOrigin(origin)) as string[];
  return [...new Set([...named, location.origin])];
}

/** Whether a text is an origin as browsers write it; `*` and `null` are none. */
function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && text !== 'null';
  } catch {
    return false;
  }
}

void start();
