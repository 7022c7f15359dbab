import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';

const text = readFileSync(new URL('../../docs/concepts/mapping-assistant.md', import.meta.url), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)![1]!;

test('the example of docs/concepts/mapping-assistant.md is what the assistant says', async () => {
  const core = new EngineCore({ connectors: lightConnectors });
  const preview = await core.preview({ kind: 'text', text: block('csv'), name: 'leads.csv' });
  const certain = preview.fields.filter(({ confidence }) => confidence >= 0.8);
  const columns = certain.map(({ field, from }) => [
    field,
    'constant' in from ? from.constant : 'column' in from ? from.column : from.index,
  ]);
  expect(Object.fromEntries(columns)).toEqual(JSON.parse(block('json')));
  const needed = preview.questions.filter((question) => question.needed);
  expect(needed.map(({ field, candidates }) => [field, candidates[0]!.from])).toEqual([
    ['event', { constant: 'lead' }],
  ]);
});

test('its evidence is all there is', () => {
  const source = readFileSync(new URL('../../worker/protocol/proposal.ts', import.meta.url), 'utf8');
  const kinds = [...source.matchAll(/readonly kind: '([a-z-]+)'/g)].map(([, kind]) => kind);
  const table = text.slice(text.indexOf('## Evidence'), text.indexOf('## How a header is read'));
  const told = [...table.matchAll(/^\| (`.*?)\|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind),
  );
  expect(told.length).toBe(kinds.length);
  expect(new Set(told)).toEqual(new Set(kinds));
});
