import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('run.mjs', import.meta.url));

it('wrong rules planted in the engine are caught: a sample', { timeout: 240_000 }, () => {
  const { status, stdout } = spawnSync(process.execPath, [script, '--sample'], { encoding: 'utf8' });
  expect(stdout).toMatch(/^[1-9]\d* passed, 0 failed$/m);
  expect(status).toBe(0);
});
