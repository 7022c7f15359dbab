import { describe, it } from 'vitest';
import { corpusLines, corpusText, hasCorpus } from './corpus.js';

// Parts of the corpus for which the product has nothing yet that takes such input; each case counts as skipped.
const parts: Readonly<Record<string, ReadonlyArray<readonly [file: string, ...lists: string[]]>>> = {
  'widgets/strings': [['strings/naughty.json'], ['strings/xss.json', 'payloads']],
  'gateway/tokens': [
    ['tokens/attack-table.json', 'cases'],
    ['tokens/sequences.json', 'sequences', 'transport'],
    ['tokens/hubspot-signature-v3.json', 'cases'],
  ],
  'gateway/url': [['url/ssrf.json', 'cases']],
  'gateway/faults': [['faults/scripts.json', 'scripts']],
  'gateway/rls': [['rls/cases.json', 'queries']],
  'gateway/privacy': [['privacy/tables.json', 'tables']],
  'gateway/strings': [
    ['strings/misc.json', 'header_values'],
    ['strings/pii.json', 'cases'],
    [
      'strings/query-injection.json',
      'clickhouse.values',
      'clickhouse.bad_for_type',
      'clickhouse.identifiers',
      'soql.values',
      'hubspot.values',
    ],
  ],
  'gateway/collect': [['collect/cases.json', 'cases']],
};

for (const [part, files] of Object.entries(parts)) {
  const here = files.filter(([file]) => hasCorpus(file));
  if (here.length === 0) continue;
  describe(part, () => {
    for (const [file, ...lists] of here) {
      const count = countCases(file, lists);
      for (let k = 1; k <= count; k++) it.skip(`${file} ${k} of ${count}: no reader yet`, () => {});
    }
  });
}

/** Lines of an NDJSON file, items of the named lists (`a.b` lies within `a`), or of the file itself. */
function countCases(file: string, lists: readonly string[]): number {
  if (file.endsWith('.ndjson')) return corpusLines(file).length;
  const content = JSON.parse(corpusText(file)) as unknown;
  if (Array.isArray(content)) return content.length;
  return lists.reduce((count, list) => {
    const items = list
      .split('.')
      .reduce((value: unknown, key) => (value as Readonly<Record<string, unknown>>)[key], content);
    return count + (items as readonly unknown[]).length;
  }, 0);
}
