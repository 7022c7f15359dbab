import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundlePointer } from '../../build/bundle.mjs';
import { pagePath } from '../../connectors/pointer/page-path.js';

describe('the capture script as a file', () => {
  test.each(['es', 'iife'] as const)('%s is at most 4 kB over the wire', async (format) => {
    const { code, imports } = await bundlePointer(format);
    const size = gzipSync(code).length;
    console.log(`capture script (${format}): ${(size / 1000).toFixed(2)} kB gzip`);
    expect(size).toBeGreaterThan(500);
    expect(size).toBeLessThanOrEqual(4000);
    expect(imports).toEqual([]);
  });

  test('as a classic script it leaves one name on the page', async () => {
    const { code } = await bundlePointer('iife');
    const page: Record<string, unknown> = {};
    runInNewContext(`${code};this.found = typeof TouchpointPointer.startCapture`, page);
    expect(page['found']).toBe('function');
    expect(Object.keys(page)).toEqual(['TouchpointPointer', 'found']);
  });

  test('does nothing when it is loaded', async () => {
    const { code } = await bundlePointer('iife');
    const touched: string[] = [];
    const page = new Proxy({}, { get: (_, name) => void touched.push(String(name)), has: () => false });
    runInNewContext(
      code,
      Object.assign(Object.create(null) as object, { document: page, navigator: page, window: page }),
    );
    expect(touched).toEqual([]);
  });
});

describe('how a page is called', () => {
  test.each([
    ['/', '/'],
    ['', '/'],
    ['/pricing', '/pricing'],
    ['/pricing/', '/pricing'],
    ['//pricing//team', '/pricing/team'],
    ['/v2/q3-report', '/v2/q3-report'],
    ['/blog/why-funnels-lie-and-what-to-do-about-it', '/blog/why-funnels-lie-and-what-to-do-about-it'],
    ['/orders/1042', '/orders/:id'],
    ['/users/ann@example.org/edit', '/users/:id/edit'],
    ['/users/ann%40example.org', '/users/:id'],
    ['/kunden/J%C3%BCrg', '/kunden/:id'],
    ['/lightning/r/Account/0015g00000abcDEAAY/view', '/lightning/r/Account/:id/view'],
    ['/o/8f14e45f-ceea-467f-9575-1c1d2a3b4c5d', '/o/:id'],
    ['/c/deadbeefdead', '/c/deadbeefdead'],
    ['/c/deadbeef0001', '/c/:id'],
    ['/report;user=ann/page', '/report/page'],
    [`/t/${'a'.repeat(70)}`, '/t/:id'],
  ])('%s is %s', (path, called) => {
    expect(pagePath(path)).toBe(called);
  });

  test('never carries a query, a fragment, a number or an address', () => {
    const piece = fc.oneof(
      fc.stringMatching(/^[a-z-]{1,12}$/),
      fc.nat().map((id) => `${id}`),
      fc.emailAddress().filter((address) => !/[/?#;]/.test(address)), // a path cannot hold these
      fc.emailAddress().map(encodeURIComponent),
      fc.uuid(),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.stringMatching(/^[a-z=&]*$/), (pieces, query) => {
        const called = pagePath(`/${pieces.join('/')}?${query}#${query}`);
        expect(called).not.toMatch(/[?#@]|%40|(^|\/)\d+(\/|$)/);
        expect(called.split('/').length).toBeLessThanOrEqual(Math.max(2, pieces.length + 1));
        // Calling it by its name again changes nothing.
        expect(pagePath(called)).toBe(called);
      }),
    );
  });
});

test('docs/capture.md names every option and every field, and no other option', () => {
  const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const page = text('docs/capture.md');
  const [, body] = /interface CaptureOptions \{([^]*?)\n\}/.exec(text('connectors/pointer/pointer.ts'))!;
  const options = [...body!.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name!);
  const [, table] = /## Options([^]*?)\n\n[A-Z]/.exec(page)!;
  const documented = [...table!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
  expect(options.length).toBeGreaterThan(8);
  expect(documented.toSorted()).toEqual(options.toSorted());
  const fields = [...text('connectors/pointer/pointer-row.ts').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(
    ([, name]) => name!,
  );
  expect(fields.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
