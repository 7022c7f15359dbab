/** Address of the engine worker beside this module; the builds put the built file's here. */
export const defaultWorkerUrl: string | null = new URL('../main.ts', import.meta.url).href;
