import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finished } from '../package/installed.js';

// The Salesforce project checked by its own tools, installed from its own lock (install.ts).

const folder = join(import.meta.dirname, '../../plugins/salesforce');

test.each([
  ['compile', 'every Lightning web component compiles, without a warning'],
  ['lint', 'the rules of Lightning web components are kept'],
  ['test', 'components, their source and their mapping do what they say'],
  ['check', 'metadata, Apex, conversion and sizes are as Salesforce takes them'],
])('npm run %s: %s', { timeout: 300_000 }, async (script) => {
  const { status, output } = await finished('npm', ['run', '-s', script], folder);
  expect(status, output).toBe(0);
});
