import { press, pressed, remember, showScheme, showWords } from './page/settings.js';
import type { SampleLocale } from './sample/words.js';
import { startWords } from './start-words.js';

// The page that leads to the others; it hands language, colours and seed on.

const address = new URLSearchParams(location.search);
let locale: SampleLocale = (address.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
const languages = document.getElementById('languages')!;
const schemes = document.getElementById('schemes')!;

showLocale();
applyScheme(address.get('scheme') ?? 'system');
languages.addEventListener('click', (event) => {
  const value = pressed(event);
  if (value !== 'en' && value !== 'zh') return;
  locale = value;
  remember('lang', value);
  showLocale();
});
schemes.addEventListener('click', (event) => {
  const value = pressed(event);
  if (value === undefined) return;
  remember('scheme', value === 'system' ? null : value);
  applyScheme(value);
});

function showLocale(): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  showWords(document, startWords[locale]);
  press(languages, locale);
  keepWays();
}

function applyScheme(scheme: string): void {
  showScheme(scheme);
  press(schemes, scheme);
  keepWays();
}

function keepWays(): void {
  const here = new URL(location.href).searchParams;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-page]')) {
    const url = new URL(link.href);
    for (const name of ['lang', 'scheme', 'seed']) {
      const value = here.get(name);
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    link.href = url.href;
  }
}
