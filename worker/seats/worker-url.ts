/** Address of the engine worker beside this module; the builds put the built file's here. */
export const defaultWorkerUrl: string | null = new URL('../main.ts', import.meta.url).href;

/** Address of the second file of that worker, its connectors; null where the worker is one file. */
export const defaultConnectorsUrl: string | null = null;

/** Address of its third, the analyses beyond the funnel family; null where the worker is one file. */
export const defaultAnalysesUrl: string | null = null;
