import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lightConnectors } from '../../../connectors/registry.js';
import { EngineCore } from '../../../worker/engine.js';
import { qualityCodes } from '../../../worker/protocol/quality.js';
import type { QualitySpec } from '../../../worker/protocol/quality.js';

const page = readFileSync(new URL('../../../docs/concepts/quality.md', import.meta.url), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
/** Rows of the first table after a heading, without its head. */
const table = (heading: string): string[][] =>
  page
    .slice(page.indexOf(`\n## ${heading}\n`))
    .split('\n\n')
    .find((part) => part.trimStart().startsWith('|'))!
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

it('finds in the example of the page what the page says', async () => {
  const core = new EngineCore({ connectors: lightConnectors });
  const fields = {
    userId: { column: 'user' },
    time: { column: 'time', format: 'iso' },
    event: { column: 'event' },
    owner: { column: 'owner' },
  };
  await core.load({ kind: 'text', text: block('csv'), name: 'example.csv' }, { mapping: { version: 1, fields } });
  const spec = JSON.parse(block('json')) as QualitySpec;
  const [outcome] = await core.run([{ id: 'quality', spec }]);
  if (!outcome!.ok || outcome!.result.kind !== 'quality') throw new Error('no report');
  const { findings, rowsIn, accepted, rejected, meta } = outcome!.result;
  expect([rowsIn, accepted, rejected, meta.actors]).toEqual([8, 7, 1, 3]);
  expect(
    findings.map(({ code, subject, rows, actors, share }) => [
      code,
      code === 'rejected-rows' ? '' : (subject ?? ''),
      String(rows),
      String(actors),
      `${(share * 100).toFixed(1)}%`,
    ]),
  ).toEqual(table('Worked example'));
});

it('has a line for each code, in the order in which equal effects are listed', () => {
  expect(table('What is looked for').map(([code]) => code)).toEqual([...qualityCodes]);
});
