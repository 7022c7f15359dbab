import { startFrame } from './frame.js';
import type { FrameKit } from './parts.js';
import { readView, ViewFault, viewName, type View } from './view.js';
import { embedWords } from './embed-words.js';

// Script of embed.html. Who may show the frame is said by its own server, in embed.json beside it, and never by the
// address: a page that was not named cannot name itself.

const noteAfterMs = 5000;

async function start(): Promise<void> {
  const root = document.querySelector('main')!;
  addEventListener('hashchange', () => location.reload());
  try {
    const name = viewName(location.hash);
    const loading = loadKit();
    // Told below, when its turn comes.
    loading.catch(() => {});
    const [origins, view] = await Promise.all([allowedOrigins(), name === null ? null : loadView(name)]);
    const around = pagesAround();
    const stranger = around?.find((origin) => !origins.includes(origin));
    if (stranger !== undefined) throw new ViewFault('notListed', stranger);
    if (view && around === null) throw new ViewFault('notTold');
    if (!view && around?.length === 0) throw new ViewFault('notAnswered');
    if (view) document.documentElement.lang = navigator.language;
    const greeted = around === null ? origins : around.slice(0, 1);
    startFrame({ window, root, origins, greeted, kit: loading, view });
    await loading;
    setTimeout(() => {
      // Still empty: no page has answered.
      if (root.childElementCount === 0) showFault(root, new ViewFault('notAnswered'));
    }, noteAfterMs);
  } catch (thrown) {
    showFault(root, thrown);
  }
}

/**
 * The kit in parts; all in one file, with the worker inside, for an opaque origin, which may start none by its address. Never
 * both: a document has one kit.
 */
async function loadKit(): Promise<FrameKit> {
  try {
    if (origin === 'null') {
      const { TpDataset } = await import('../index.js');
      return { dataset: new TpDataset(), define: () => Promise.resolve() };
    }
    const { kitInParts } = await import('./parts.js');
    const kit = kitInParts();
    kit.dataset.workerUrl = new URL('../touchpoint-kit.worker.js', import.meta.url).href;
    return kit;
  } catch {
    throw new ViewFault('kitMissing');
  }
}

async function allowedOrigins(): Promise<string[]> {
  const url = new URL('./embed.json', import.meta.url);
  const settings = await json(url, new ViewFault('listUnreadable', url.href));
  const listed = (settings as { readonly origins?: unknown } | null)?.origins;
  if (!Array.isArray(listed)) throw new ViewFault('listUnreadable', url.href);
  const named = listed.filter((one): one is string => typeof one === 'string' && isOrigin(one));
  return [...new Set([...named, location.origin])];
}

async function loadView(name: string): Promise<View> {
  const url = new URL(`./${name}.json`, import.meta.url);
  return readView(await json(url, new ViewFault('viewMissing', name)), url.href);
}

/** What is not there is one fault, what is no JSON another. */
async function json(url: URL, missing: ViewFault): Promise<unknown> {
  const answer = await fetch(url, { redirect: 'error', cache: 'no-cache' }).catch(() => null);
  if (!answer?.ok) throw missing;
  return answer.json().catch(() => {
    throw missing.key === 'viewMissing' ? new ViewFault('viewUnreadable', '{}') : missing;
  });
}

/**
 * Origins of the pages around, from the inside out; null where the browser does not tell. The server's header
 * `frame-ancestors` is what holds; this also holds where somebody forgot it.
 */
function pagesAround(): string[] | null {
  if (parent === window) return [];
  if (location.ancestorOrigins) return Array.from(location.ancestorOrigins);
  return URL.canParse(document.referrer) ? [new URL(document.referrer).origin] : null;
}

/** Whether a text is an origin as browsers write it; `*` and `null` are none. */
function isOrigin(text: string): boolean {
  return text !== 'null' && URL.canParse(text) && new URL(text).origin === text;
}

function showFault(root: HTMLElement, thrown: unknown): void {
  const words = embedWords(navigator.language);
  const note = document.createElement('p');
  note.lang = navigator.language;
  note.textContent =
    thrown instanceof ViewFault
      ? words[thrown.key](thrown.about)
      : thrown instanceof Error
        ? thrown.message
        : String(thrown);
  root.replaceChildren(note);
}

void start();
