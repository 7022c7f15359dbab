import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../..');
const files = {
  en: ['labels/CustomLabels.labels-meta.xml', /<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g],
  zh: ['translations/zh_CN.translation-meta.xml', /<label>([\s\S]*?)<\/label>\s*<name>(\w+)<\/name>/g],
};

/** Shipped labels of a language, text by name, in the order of the file. */
export function labelsIn(language) {
  const [file, pattern] = files[language];
  const found = [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)];
  return new Map(found.map(([, first, second]) => (language === 'en' ? [first, second] : [second, first])));
}

/** The module as it is for users of a language. */
export function inLanguage(language, load) {
  jest.resetModules();
  for (const [name, text] of labelsIn(language)) {
    jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: text }), { virtual: true });
  }
  return load();
}
