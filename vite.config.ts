import { globSync } from 'node:fs';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { workerForPages } from './build/vite-worker.mjs';

/** Every page of the demo is built; in development Vite serves what is asked for, and need not know. */
function everyPage(): Plugin {
  const pages = globSync('demo/*.html', { cwd: import.meta.dirname });
  const input = pages.map((page) => `${import.meta.dirname}/${page}`);
  return {
    name: 'touchpoint-kit:every-page',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { input } } }),
  };
}

/**
 * The demo in `demo/`, in development (`npm start`) and as a static site (`npm run build:demo`).
 * The library's own builds are in `build/`.
 */
const config: UserConfig = defineConfig({
  root: 'demo',
  base: './',
  plugins: [workerForPages(), everyPage()],
  server: { host: '127.0.0.1', port: 4173, strictPort: true, fs: { allow: ['..'] } },
  worker: { format: 'es' },
  build: { outDir: '../out/demo', emptyOutDir: true, target: 'es2022', sourcemap: true },
});
export default config;
