import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { chromium } from './test/browsers.mjs';

// Against tests that hang. No test is a race: a busy machine may take many times as long.
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

// A new object each time: vitest changes it, and a shared one fails with "project name ... was already defined".
const browser = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromium }),
  instances: [{ browser: 'chromium' as const }],
});

const node = (name: string, include: string[], exclude: string[] = [], globalSetup: string[] = []) => ({
  test: {
    name,
    environment: 'node' as const,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    ...patience,
    setupFiles: ['test/fixed-sample.ts'],
    globalSetup,
  },
});

const apart = [
  ...['conformance', 'data', 'hostile', 'browser', 'wtr', 'e2e', 'package', 'frameworks', 'plugins', 'bench'].map(
    (folder) => `test/${folder}/**`,
  ),
  'test/golden/hosts.test.ts',
];

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      node('unit', ['test/**/*.test.ts'], apart),
      node('conformance', ['test/conformance/**/*.test.ts']),
      node('data', ['test/data/**/*.test.ts']),
      node('hostile', ['test/hostile/**/*.test.ts']),
      // Drive built files: `npm run build` comes first.
      node('e2e', ['test/e2e/**/*.test.ts', 'test/golden/hosts.test.ts']),
      node('package', ['test/package/**/*.test.ts']),
      node('plugins', ['test/frameworks/*.test.ts', 'test/plugins/*.test.ts'], [], ['test/plugins/install.ts']),
      {
        test: {
          name: 'browser',
          ...patience,
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/provide-conformance.ts', 'test/provide-kernel.ts'],
          browser: browser(),
        },
      },
      {
        plugins: [storybookTest({ configDir: '.storybook' })],
        optimizeDeps: {
          include: ['lit', 'lit/decorators.js', 'lit/directives/keyed.js', 'lit/directives/repeat.js', 'comlink'],
        },
        test: { name: 'stories', browser: browser() },
      },
    ],
  },
});
export default config;
