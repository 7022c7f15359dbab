import { proposeSteps } from '../widgets/index.js';
import type { FunnelStep, Mapping, Source } from '../worker/protocol/index.js';
import { brokenSignupWeek } from './sample/sample.js';
import { sampleWords, type SampleLocale } from './sample/words.js';
import { sampleFile } from './sample-file.js';
import { snippet } from './snippet.js';
import { pageWords, type PageWords } from './funnel-words.js';
import { takeDrops } from './page/file-drops.js';

/** What the page shows: a sample, or a file of the reader's. */
type Shown =
  | { readonly kind: 'sample' }
  | { readonly kind: 'own'; readonly name: string; readonly source: Source; readonly mapping: Mapping | null };

type Look = 'story' | 'patient' | 'broken' | 'wechat';

const mappingFile = 'mapping.json';

const dataset = part('dataset', 'tp-dataset');
const funnel = part('funnel', 'tp-funnel');
const steps = part('steps', 'tp-steps');
const fileInput = part('file', 'input');
const seedInput = part('seed', 'input');

const address = new URLSearchParams(location.search);
let locale: SampleLocale = (address.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
let seed = Number(/^\d{1,9}$/.exec(address.get('seed') ?? '')?.[0] ?? 1);
let look: Look = 'story';
let shown: Shown = { kind: 'sample' };
/** Cancels the sample that is being made when something newer is asked for. */
let making = new AbortController();

start();

function start(): void {
  showLocale();
  showScheme(address.get('scheme') ?? 'system');
  seedInput.value = String(seed);

  part('languages', 'div').addEventListener('click', (event) => {
    const value = pressed(event);
    if (value !== 'en' && value !== 'zh') return;
    locale = value;
    remember('lang', value);
    showLocale();
    if (shown.kind === 'sample') void showSample();
    else showOwnFacts(dataset.coordinator.phase.status === 'ready');
  });
  part('schemes', 'div').addEventListener('click', (event) => {
    const value = pressed(event);
    if (value === undefined) return;
    remember('scheme', value === 'system' ? null : value);
    showScheme(value);
  });
  part('seed-form', 'form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!/^\d{1,9}$/.test(seedInput.value.trim())) {
      // Nothing was named: the first sample, and the box says so.
      seedInput.value = '1';
      say(words().firstSeed);
    }
    seed = Number(seedInput.value);
    remember('seed', seed === 1 ? null : String(seed));
    void showSample();
  });
  part('looks', 'section').addEventListener('click', (event) => {
    const value = pressed(event);
    if (value === undefined) return;
    look = value as Look;
    showLook();
  });
  part('choose', 'button').addEventListener('click', () => fileInput.click());
  fileInput.addEventListener('change', () => {
    takeFiles(fileInput.files);
    // The same file can be chosen again after it was changed.
    fileInput.value = '';
  });
  part('back', 'button').addEventListener('click', () => void showSample());
  part('remap', 'button').addEventListener('click', () => void dataset.remap());
  part('save-mapping', 'button').addEventListener('click', saveMapping);
  dataset.addEventListener('tpmapping', (event) => {
    if (shown.kind === 'own') shown = { ...shown, mapping: event.detail.mapping };
  });
  part('save', 'button').addEventListener('click', () => void saveSample());
  part('copy', 'button').addEventListener('click', () => void copySnippet());
  takeDrops(takeFiles);

  dataset.addEventListener('tpready', (event) => {
    if (event.detail.source !== 'dataset') return;
    const { info } = event.detail;
    const name = shown.kind === 'own' ? shown.name : words().sampleScope(seed);
    say(words().ready(name, number(info.rows)));
    if (shown.kind === 'own') {
      funnel.steps = proposeSteps(info);
      showOwnFacts(true);
    } else showSampleFacts();
    steps.hidden = false;
    steps.refresh();
    showSnippet();
  });
  dataset.addEventListener('tperror', (event) => {
    // Asking for columns is no failure: the panel says what is needed.
    if (event.detail.source !== 'dataset' || event.detail.error.code === 'mapping-incomplete') return;
    if (event.detail.error.code === 'aborted') return;
    if (shown.kind === 'own') showFault(words().failed(shown.name));
  });

  dataset.addEventListener('tpsteps', () => {
    press('looks', '');
    showSnippet();
  });

  void openFirst();
}

/** The file that `npm start -- --data` names in the address, or the sample. */
async function openFirst(): Promise<void> {
  const data = address.get('data');
  if (data === null) return showSample();
  const url = new URL(data, location.href);
  const name = decodeURIComponent(url.pathname.split('/').at(-1)!);
  const foreign = url.origin !== location.origin;
  let mapping: Mapping | null = null;
  if (!foreign && address.has('mapping')) {
    const answer = await fetch(new URL(address.get('mapping')!, location.href));
    // What is in it is checked where it is used.
    if (answer.ok) mapping = (await answer.json()) as Mapping;
  }
  if (!foreign) return showOwn({ kind: 'own', name, source: { kind: 'url', url: url.href, name }, mapping });
  await showSample();
  part('own', 'div').hidden = false;
  showFault(words().foreign);
}

// ---- what is shown -------------------------------------------------------------------------------------------------

async function showSample(): Promise<void> {
  making.abort();
  making = new AbortController();
  const { signal } = making;
  shown = { kind: 'sample' };
  for (const name of ['data', 'mapping']) remember(name, null);
  showPlaces();
  showLook();
  try {
    const blob = await sampleFile({ seed, locale }, signal);
    if (signal.aborted) return;
    dataset.sample = true;
    await dataset.load({ kind: 'blob', blob, name: words().sampleScope(seed) });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

async function showOwn(own: Shown & { kind: 'own' }): Promise<void> {
  making.abort();
  shown = own;
  showPlaces();
  showOwnFacts(false);
  say(words().making(own.name));
  // Steps are proposed from the file's own events.
  Object.assign(funnel, {
    steps: null,
    window: null,
    order: null,
    from: null,
    to: null,
    where: null,
    heading: own.name,
  });
  // Until the file's own events are known the boxes would offer those of the data before.
  steps.hidden = true;
  dataset.sample = false;
  // What is on screen belongs to the file before.
  dataset.coordinator.forget();
  await dataset.load(own.source, { mapping: own.mapping });
}

function showPlaces(): void {
  const sample = shown.kind === 'sample';
  part('sample-note', 'section').hidden = !sample;
  part('looks', 'section').hidden = !sample;
  part('own', 'div').hidden = sample;
  part('own-fault', 'p').hidden = true;
  part('save', 'button').hidden = !sample;
  part('save-mapping', 'button').hidden = true;
  part('scope', 'p').textContent = shown.kind === 'own' ? words().ownScope(shown.name) : words().sampleScope(seed);
}

/** Puts one of the prepared questions on the sample. */
function showLook(): void {
  const { events, campaigns } = sampleWords[locale];
  const story = [events.adClick, events.visit, events.signup, events.trial, events.consult, events.purchase];
  const broken = brokenSignupWeek({ seed });
  const question = {
    story: { steps: story, window: '14d', heading: words().heading },
    patient: { steps: story, window: null, heading: words().heading },
    broken: {
      steps: [events.visit, events.signup],
      window: null,
      from: broken.from,
      to: broken.to,
      heading: words().brokenHeading,
    },
    wechat: {
      steps: [events.consult, events.purchase],
      window: null,
      where: [{ where: [{ prop: 'campaign', op: 'eq', value: campaigns[2]!.name }] }],
      heading: words().wechatHeading,
    },
  }[look];
  const named = question.steps.map((event) => ({ event }));
  Object.assign(funnel, { from: null, to: null, where: null, order: null, ...question, steps: named });
  steps.refresh();
  showSnippet();
  press('looks', look);
}

function showSampleFacts(): void {
  const { info } = dataset.facts;
  if (!info || info.firstMs === null || info.lastMs === null) return;
  part('sample-facts', 'span').textContent = words().sampleFacts(
    number(info.rows),
    number(info.actors),
    day(info.firstMs),
    day(info.lastMs),
  );
}

/** The file's name; the account of its rows once they are there. */
function showOwnFacts(read: boolean): void {
  if (shown.kind !== 'own') return;
  const { info, report } = dataset.facts;
  const list = part('own-facts', 'dl');
  list.replaceChildren();
  const { facts } = words();
  const line = (term: string, value: string): void => {
    const dt = document.createElement('dt');
    const dd = document.createElement('dd');
    dt.textContent = term;
    dd.textContent = value;
    list.append(dt, dd);
  };
  line(facts.file, shown.name);
  if (!read || !info || !report) return;
  line(facts.rows, number(report.accepted));
  line(facts.rejected, number(report.rejected));
  line(facts.actors, number(info.actors));
  if (info.firstMs !== null && info.lastMs !== null) line(facts.period, `${day(info.firstMs)} – ${day(info.lastMs)}`);
}

function showFault(sentence: string): void {
  const fault = part('own-fault', 'p');
  fault.textContent = sentence;
  fault.hidden = false;
  say(sentence);
}

/** The tags that show the question at hand in any page. */
function showSnippet(): void {
  const { steps: named, window, order, from, to, where } = funnel;
  const file = shown.kind === 'own' ? shown.name : 'events.csv';
  const question = {
    steps: Array.isArray(named) ? (named as readonly FunnelStep[]) : [],
    window,
    order,
    from,
    to,
    where,
  };
  const mapped = shown.kind === 'own' && shown.mapping !== null;
  part('save-mapping', 'button').hidden = !mapped;
  part('snippet', 'code').textContent = snippet(file, question, mapped ? mappingFile : null);
}

/** Gives the sample as a file, for trying the tags. */
async function saveSample(): Promise<void> {
  saveFile(await sampleFile({ seed, locale }, new AbortController().signal), 'events.csv');
}

/** Gives the answers about columns as the file that the tags name, so that a page with them does not ask again. */
function saveMapping(): void {
  if (shown.kind !== 'own' || shown.mapping === null) return;
  saveFile(new Blob([`${JSON.stringify(shown.mapping, null, 2)}\n`], { type: 'application/json' }), mappingFile);
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function copySnippet(): Promise<void> {
  try {
    await navigator.clipboard.writeText(part('snippet', 'code').textContent ?? '');
    say(words().copied);
    const button = part('copy', 'button');
    button.textContent = words().copied;
    setTimeout(() => (button.textContent = words().text['copy']!), 1500);
  } catch {
    say(words().notCopied);
  }
}

// ---- files ---------------------------------------------------------------------------------------------------------

function takeFiles(files: FileList | null): void {
  const file = files?.[0];
  if (!file) return;
  void showOwn({ kind: 'own', name: file.name, source: { kind: 'blob', blob: file, name: file.name }, mapping: null });
  if (files.length > 1) showFault(words().manyFiles);
}

// ---- language and colours ------------------------------------------------------------------------------------------

function showLocale(): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = words().text[element.dataset['word']!] ?? '';
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-name]')) {
    element.setAttribute('aria-label', words().names[element.dataset['name']!] ?? '');
  }
  press('languages', locale);
  if (shown.kind === 'own') showPlaces();
}

function showScheme(scheme: string): void {
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset['tpScheme'] = scheme;
  else delete document.documentElement.dataset['tpScheme'];
  press('schemes', scheme);
}

function words(): PageWords {
  return pageWords[locale];
}

function number(value: number): string {
  return value.toLocaleString(document.documentElement.lang);
}

function day(time: number): string {
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: locale === 'zh' ? 'long' : 'medium',
    // Times are UTC in the elements too.
    timeZone: 'UTC',
  }).format(time);
}

// ---- the page's parts ----------------------------------------------------------------------------------------------

function part<K extends keyof HTMLElementTagNameMap>(id: string, _tag: K): HTMLElementTagNameMap[K] {
  const element = document.getElementById(id);
  if (!element) throw new Error(`funnel.html has no #${id}.`);
  return element as HTMLElementTagNameMap[K];
}

function pressed(event: Event): string | undefined {
  return (event.target as Element).closest('button')?.value;
}

function press(group: string, value: string): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>(`#${group} button`)) {
    button.setAttribute('aria-pressed', String(button.value === value));
  }
}

/** Says something to those who listen to the page. */
function say(sentence: string): void {
  part('live', 'p').textContent = sentence;
}

/** Keeps a choice in the address, so that a reload and a copied link show the same. */
function remember(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(null, '', url);
}
