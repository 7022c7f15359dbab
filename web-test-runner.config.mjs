import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { chromium, firefox, installHint, missingEngines, webkit } from './test/browsers.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

if (missingEngines.length) {
  const sentence = `engines not installed: ${missingEngines.join(', ')}. Get them with: ${installHint}`;
  if (process.env.CI === 'true') throw new Error(`CI needs all three engines; ${sentence}`);
  console.log(`Skipped, ${sentence}`);
}

export default {
  files: ['test/wtr/**/*.test.{ts,js}'],
  rootDir: root,
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: await launchers(process.env.WTR_ENGINES?.split(',')),
  concurrentBrowsers: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 20_000 } },
  middleware: [servePolicyPages, serveBuiltFiles],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), tallyReporter()],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: join(root, 'tsconfig.json') })],
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};

/**
 * One launcher for each installed engine. `WTR_ENGINES=chromium,firefox` leaves others out while developing.
 * @param {string[] | undefined} wanted
 */
async function launchers(wanted) {
  const installed = (name) =>
    !missingEngines.includes(name) && (wanted?.some((engine) => engine.toLowerCase() === name.toLowerCase()) ?? true);
  const browsers = [];
  if (installed('Chromium')) {
    const launcher = chromeLauncher({ launchOptions: chromium, concurrency: 1 });
    launcher.name = 'Chromium';
    browsers.push(launcher);
  }
  if (installed('Firefox')) {
    // WebDriver BiDi through the same launcher: no geckodriver, which Debian does not package.
    const launchOptions = { browser: 'firefox', executablePath: firefox, headless: true };
    const launcher = chromeLauncher({ launchOptions, concurrency: 1 });
    launcher.name = 'Firefox';
    browsers.push(launcher);
  }
  if (installed('WebKit')) browsers.push(await webkitLauncher());
  return browsers;
}

/** WebKitGTK's MiniBrowser behind its WebDriver, on a screen of its own where there is no display. */
async function webkitLauncher() {
  let display = process.env.DISPLAY;
  if (!display) {
    const screen = spawn(webkit.xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    endWithThisProcess(screen);
    const [number] = await once(screen.stdio[3], 'data');
    display = `:${String(number).trim()}`;
  }
  const port = await freePort();
  endWithThisProcess(
    spawn(webkit.driver, [`--port=${port}`, '--host=127.0.0.1'], {
      env: { ...process.env, DISPLAY: display },
      stdio: 'ignore',
    }),
  );
  return webdriverLauncher({
    hostname: '127.0.0.1',
    port,
    path: '/',
    logLevel: 'error',
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: webkit.browser, args: ['--automation'] },
    },
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function endWithThisProcess(child) {
  process.on('exit', () => child.kill());
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * `/test/wtr/pages/x.html?policy=y` as it stands in the folder, with the headers that `policies.json` there gives for
 * y: pages that tests of security policies load in a frame. The runner's own scripts are not put into them.
 */
function servePolicyPages(context, next) {
  const file = fileUnder('test/wtr/pages', context.path);
  if (!file || extname(file) !== '.html') return next();
  const policies = JSON.parse(readFileSync(join(root, 'test/wtr/pages/policies.json'), 'utf8'));
  const policy = policies[context.query.policy ?? 'none'];
  if (!policy) return next();
  context.set(policy);
  context.type = 'text/html; charset=utf-8';
  context.body = readFileSync(file);
}

/** The self-contained builds byte for byte; `/dist/npm/` is left to the runner, which resolves bare imports. */
function serveBuiltFiles(context, next) {
  const file = context.path.startsWith('/dist/npm/') ? null : fileUnder('dist', context.path);
  if (!file) return next();
  context.type = extname(file) === '.map' ? 'application/json' : extname(file);
  context.body = readFileSync(file);
}

function fileUnder(folder, urlPath) {
  const file = normalize(join(root, decodeURIComponent(urlPath)));
  return file.startsWith(join(root, folder) + sep) && existsSync(file) && extname(file) ? file : null;
}

/** Counts by engine in `out/wtr.json`, for the sum that `npm test` prints. */
function tallyReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const counts = {};
      for (const session of sessions) {
        // The WebDriver launcher takes its name from the capabilities.
        const engine = session.browser.name === 'MiniBrowser' ? 'WebKit' : session.browser.name;
        const count = (counts[engine] ??= { passed: 0, failed: 0, skipped: 0, errors: 0 });
        if (session.errors?.length || (!session.passed && !session.testResults)) count.errors++;
        const walk = (suite) => {
          for (const test of suite?.tests ?? []) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
          suite?.suites?.forEach(walk);
        };
        walk(session.testResults);
      }
      mkdirSync(join(root, 'out'), { recursive: true });
      writeFileSync(join(root, 'out/wtr.json'), JSON.stringify(counts));
    },
  };
}
