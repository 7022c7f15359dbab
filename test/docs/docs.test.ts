import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

test('docs/errors.md has one entry for each error code, and no other', () => {
  const [, union] = /export type ErrorCode =([\s\S]*?);/.exec(text('worker/protocol/error.ts'))!;
  const codes = [...union!.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code);
  const entries = [...text('docs/errors.md').matchAll(/^### (.+)$/gm)].map(([, entry]) => entry);
  expect(codes.length).toBeGreaterThan(10);
  expect(new Set(entries).size).toBe(entries.length);
  expect(new Set(entries)).toEqual(new Set(codes));
});

describe.each(['README.md', ...globSync('docs/**/*.md', { cwd: root })])('%s', (path) => {
  const links = [...text(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);

  test('links to files and headings that are there', () => {
    const broken = links.filter((link) => {
      const [file, heading] = link.split('#');
      const target = file ? join(dirname(path), file) : path;
      if (!existsSync(join(root, target))) return true;
      return heading !== undefined && !headings(text(target)).includes(heading);
    });
    expect(broken).toEqual([]);
  });
});

/** Headings as links name them: lower case, without marks, spaces as hyphens. */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
