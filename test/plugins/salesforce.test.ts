import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finished } from '../package/installed.js';

// The Salesforce project checked by its own tools, installed from its own lock (install.ts).

const folder = join(import.meta.dirname, '../../plugins/salesforce');
const isBuilt = existsSync(join(folder, 'force-app/main/default/staticresources/TouchpointKit.js'));
if (!isBuilt) console.log('In part skipped, the static resource is missing: run "npm run build" first.');

const passes = async (script: string): Promise<void> => {
  const { status, output } = await finished('npm', ['run', '-s', script], folder);
  expect(status, output).toBe(0);
};

test.each([
  ['compile', 'every Lightning web component compiles, without a warning'],
  ['lint', 'the rules of Lightning web components are kept'],
  ['test', 'components, their source and their mapping do what they say'],
])('npm run %s: %s', { timeout: 300_000 }, passes);

test.skipIf(!isBuilt)(
  'npm run check: metadata, Apex, conversion and sizes are as Salesforce takes them',
  { timeout: 300_000 },
  () => passes('check'),
);
