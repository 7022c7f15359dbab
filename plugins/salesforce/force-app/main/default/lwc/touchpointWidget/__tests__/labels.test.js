import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { labelsIn } from './labels';

const bundles = join(__dirname, '../..');
const en = labelsIn('en');
const zh = labelsIn('zh');

describe('labels', () => {
  it('are those that the components use, and no others', () => {
    const used = new Set();
    for (const bundle of readdirSync(bundles)) {
      for (const file of readdirSync(join(bundles, bundle)).filter((name) => name.endsWith('.js'))) {
        const text = readFileSync(join(bundles, bundle, file), 'utf8');
        for (const [, name] of text.matchAll(/@salesforce\/label\/c\.(\w+)/g)) used.add(name);
      }
    }
    expect([...en.keys()].sort()).toEqual([...used].sort());
  });

  it('are all there in Chinese, with the same places', () => {
    expect([...zh.keys()]).toEqual([...en.keys()]);
    const places = (text) => [...new Set(text.match(/\{\d\}/g))].sort();
    for (const [name, text] of zh) {
      expect([name, places(text)]).toEqual([name, places(en.get(name))]);
      expect([name, /\p{Script=Han}/u.test(text)]).toEqual([name, name !== 'Touchpoint_Chosen']);
    }
  });
});
