import { run } from './commands.mjs';

// npm run test:regex             the list of regular expressions, and how long each takes on texts made against it
// npm run test:regex -- --write  writes the list anew (test/hostile/expressions/list.txt)

const write = process.argv.includes('--write');
const { ok } = await run(
  'vitest',
  ['run', '--project', 'hostile', 'test/hostile/expressions.test.ts', '--disableConsoleIntercept'],
  { minutes: 20, env: write ? { REGEX_WRITE: '1' } : { REGEX_TIMES: '1' } },
);
process.exit(ok ? 0 : 1);
