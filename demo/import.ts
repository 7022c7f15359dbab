import '../widgets/index.js';
import { proposeSteps, type TpDataset, type TpFunnel, type TpImport } from '../widgets/index.js';
import { campaigns, departmentFiles } from './departments.js';
import { importPageWords } from './import-words.js';
import { takeDrops } from './page/file-drops.js';
import { press, pressed, remember, showScheme, showWords } from './page/settings.js';
import type { SampleLocale } from './sample/words.js';

// Files of several departments become one data set; below it, what they say together.

const address = new URLSearchParams(location.search);
const element = part<TpImport>('import');
const dataset = part<TpDataset>('dataset');
const funnel = part<TpFunnel>('funnel');
let locale: SampleLocale = (address.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';

showLocale();
applyScheme(address.get('scheme') ?? 'system');
part('languages').addEventListener('click', (event) => {
  const value = pressed(event);
  if (value !== 'en' && value !== 'zh') return;
  locale = value;
  remember('lang', value);
  showLocale();
});
part('schemes').addEventListener('click', (event) => {
  const value = pressed(event);
  if (value === undefined) return;
  remember('scheme', value === 'system' ? null : value);
  applyScheme(value);
});
part('example').addEventListener('click', () => {
  element.reset();
  element.addFiles(departmentFiles());
  element.scrollIntoView({ block: 'nearest' });
});
// A file dropped beside the element does not replace the page.
takeDrops((files) => element.addFiles(files ?? []));
dataset.addEventListener('tpready', showResult);

function showResult(): void {
  const { info } = dataset.facts;
  if (!info || info.rows === 0) return;
  const events = info.events.map(({ name }) => name);
  const words = importPageWords[locale];
  const ours = events.includes('activate') && campaigns.every((name) => events.includes(name));
  const lead = events.find((name) => /^leads?$/.test(name));
  funnel.steps =
    ours && lead
      ? [
          { event: [...campaigns], label: words.campaign },
          { event: lead, label: words.lead },
          { event: 'activate', label: words.activate },
        ]
      : proposeSteps(info);
  part('result').hidden = false;
}

function showLocale(): void {
  const words = importPageWords[locale];
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  showWords(document, words.text);
  document.title = `${words.text['name']} – Touchpoint Kit`;
  press(part('languages'), locale);
  showResult();
  keepWay();
}

function applyScheme(scheme: string): void {
  showScheme(scheme);
  press(part('schemes'), scheme);
  keepWay();
}

/** The way back hands language and colours on. */
function keepWay(): void {
  const home = part<HTMLAnchorElement>('home');
  const url = new URL(home.href);
  const here = new URL(location.href).searchParams;
  for (const name of ['lang', 'scheme']) {
    const value = here.get(name);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  home.href = url.href;
}

function part<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`import.html has no #${id}.`);
  return found as T;
}
