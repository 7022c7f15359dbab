import { existsSync, statSync } from 'node:fs';

/** What Salesforce takes as one static resource. */
export const mostBytes = 5_000_000;

/** Problems of the built script. */
export function checkSize(path) {
  if (!existsSync(path)) return [`${path}: is not there; run "npm run build" in the root of the repository`];
  const { size } = statSync(path);
  return size > mostBytes ? [`${path}: has ${size} bytes, and ${mostBytes} are the most`] : [];
}
