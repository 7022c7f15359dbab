import { defineConfig, type UserConfig } from 'vite';
import { workerForPages } from './build/vite-worker.mjs';

/**
 * The demo in `demo/`, in development (`npm start`) and as a static site (`npm run build:demo`).
 * The library's own builds are in `build/`.
 */
const config: UserConfig = defineConfig({
  root: 'demo',
  base: './',
  plugins: [workerForPages()],
  server: { host: '127.0.0.1', port: 4173, strictPort: true, fs: { allow: ['..'] } },
  worker: { format: 'es' },
  build: { outDir: '../out/demo', emptyOutDir: true, target: 'es2022', sourcemap: true },
});
export default config;
