import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseMapping } from '../../connectors/mapping/schema.js';

test('the mapping in docs/connectors.md is one', () => {
  const text = readFileSync(new URL('../../docs/connectors.md', import.meta.url), 'utf8');
  const [, json] = /```json\n([^]*?)```/.exec(text)!;
  const mapping: unknown = JSON.parse(json!);
  expect(parseMapping(mapping)).toEqual(mapping);
});
