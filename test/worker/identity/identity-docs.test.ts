import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lightConnectors } from '../../../connectors/registry.js';
import { identifierNames } from '../../../connectors/mapping/synonyms.js';
import { EngineCore } from '../../../worker/engine.js';
import type { IdentityBlock, IdentityOptions } from '../../../worker/protocol/identity.js';
import type { ImportReport } from '../../../worker/protocol/report.js';

const page = readFileSync(new URL('../../../docs/concepts/identity.md', import.meta.url), 'utf8');

async function loaded(): Promise<{ core: EngineCore; report: ImportReport }> {
  const core = new EngineCore({ connectors: lightConnectors });
  const identity = JSON.parse(block('json')) as IdentityOptions;
  return { core, report: await core.load({ kind: 'text', text: block('csv') }, { identity }) };
}

it('the worked example of docs/concepts/identity.md is what the engine answers', async () => {
  const { core, report } = await loaded();
  const actors = actorsByRow(core);
  expect(tableUnder('| row ').map(([row, actor]) => [row, actor])).toEqual(
    Array.from({ length: 11 }, (_, k) => [String(k + 1), actors.get(k + 1) ?? '–']),
  );
  const dropped = report.warnings
    .filter(({ code }) => code === 'identifier-dropped')
    .reduce((sum, { count }) => sum + count, 0);
  const { guarded } = await core.identities();
  expect(page).toContain(
    `${dropped} identifiers were dropped, ${guarded.length} are guarded: ${guarded.map(({ id }) => id).join(' and ')}.`,
  );
});

it('so are its explanation, its block and its undoing', async () => {
  const { core } = await loaded();
  const before = actorsByRow(core);
  const [, asked] = /`engine\.explain\('(.+?)'\)` answers/.exec(page)!;
  const { chain } = (await core.explain(asked!))!;
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    `with the chain ${[chain[0]!.from, ...chain.map(({ to }) => to)].join(' → ')}, each step`,
  );
  const [, blocked] = /`engine\.block\((\{.+?\})\)` takes/.exec(page)!;
  const change = JSON.parse(blocked!) as IdentityBlock;
  await core.block(change);
  const after = actorsByRow(core);
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    `row 4 is still ${after.get(4)}, rows 1 and 3 become ${after.get(1)}.`,
  );
  expect(after.get(3)).toBe(after.get(1));
  await core.undo(change);
  expect(actorsByRow(core)).toEqual(before);
});

it('names every header that means an identifier', () => {
  const told = tableUnder('| rank ').slice(1);
  for (const [, type, headers] of told) {
    expect(new Set(headers!.split(', '))).toEqual(identifierNames[type!.replaceAll('`', '') as 'userId']);
  }
  expect(told).toHaveLength(4);
});

/** Actor of each row by its number in the first column; rows without one are absent. */
function actorsByRow({ store }: EngineCore): Map<number, string> {
  const column = store.column('row');
  if (column?.kind !== 'number') throw new Error('The rows have no numbers.');
  const actors = new Map<number, string>();
  for (let a = 0; a < store.actors; a++) {
    for (let i = store.offsets[a]!; i < store.offsets[a + 1]!; i++) actors.set(column.values[i]!, store.actorKey(a));
  }
  return actors;
}

function block(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)!;
  return text!;
}

/** Cells of the table whose head begins like this. */
function tableUnder(head: string): string[][] {
  const lines = page.slice(page.indexOf(`\n${head}`) + 1).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
