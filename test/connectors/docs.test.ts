import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseMapping } from '../../connectors/mapping/schema.js';

test('the mappings in docs/connectors.md are some', () => {
  const text = readFileSync(new URL('../../docs/connectors.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => JSON.parse(json!) as unknown);
  const mappings = blocks.filter((block) => typeof block === 'object' && block !== null && 'version' in block);
  expect(mappings.length).toBeGreaterThanOrEqual(2);
  for (const mapping of mappings) expect(parseMapping(mapping)).toEqual(mapping);
});
