/** Text of the engine worker in the bundled builds, which start it from a blob; null where modules are served apart. */
export const workerSource: string | null = null;
