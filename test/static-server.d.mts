/** Serves a folder of built files on this computer; `address` ends in a slash. */
export function serveFolder(folder: string): Promise<{ address: string; close: () => void }>;
