/** Serves such a folder under a policy like Lightning's. */
export function serveHarness(folder: string): Promise<{ readonly address: string; readonly close: () => void }>;
