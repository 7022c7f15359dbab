import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as browsers } from 'playwright';
import { chromium } from '../../../test/browsers.mjs';
import { buildHarness } from './build.mjs';
import { serveHarness } from './serve.mjs';

// node harness/pictures.mjs     makes the pictures of docs/images anew. All views are in `npm run screenshots -- salesforce`.

const images = join(import.meta.dirname, '../../../docs/images');
const pictures = [
  { file: 'salesforce-account.png', query: 'page=Account', scheme: 'light' },
  { file: 'salesforce-account-zh-dark.png', query: 'page=Account&lang=zh', scheme: 'dark' },
  { file: 'salesforce-home.png', query: 'page=Home', scheme: 'light' },
];

const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-pictures-'));
await buildHarness({ folder });
const site = await serveHarness(folder);
const browser = await browsers.launch(chromium);
try {
  for (const { file, query, scheme } of pictures) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 880 },
      timezoneId: 'Asia/Shanghai',
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await page.goto(`${site.address}?${query}&scheme=${scheme}`);
    await page.locator('tp-journey [part~="foot"]').waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(images, file), fullPage: true });
    await page.close();
    console.log(file);
  }
} finally {
  await browser.close();
  site.close();
  rmSync(folder, { recursive: true, force: true });
}
