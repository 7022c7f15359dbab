import { run } from './commands.mjs';

// npm run test:mutants [count] [seed]
//
// Damages files of every format that the table in test/hostile/mutated-formats.ts names, 10,000 of each unless told
// otherwise, and reads them the way of the product. CI reads 1,000 of each.

const [count = '10000', seed = ''] = process.argv.slice(2);
const { ok } = await run(
  'vitest',
  ['run', '--project', 'hostile', 'test/hostile/mutants.test.ts', '--disableConsoleIntercept'],
  { minutes: 60, env: { MUTANTS: count, ...(seed && { MUTANTS_SEED: seed }) } },
);
process.exit(ok ? 0 : 1);
