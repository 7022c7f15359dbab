import type { Plugin } from 'vite';
/** Puts the built worker beside the pages of a Vite build (demo, stories). */
export declare function workerForPages(): Plugin;
