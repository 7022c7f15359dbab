import { fileURLToPath } from 'node:url';

const variables = { conformance: 'CONFORMANCE_DIR', data: 'DATA_DIR', hostile: 'HOSTILE_DIR' };

/**
 * Folder of a test corpus that lives outside the project: `CONFORMANCE_DIR`, `DATA_DIR` or `HOSTILE_DIR`,
 * by default beside the project in `../shared`. It need not exist.
 * @param {'conformance' | 'data' | 'hostile'} corpus
 * @returns {string}
 */
export function corpusFolder(corpus) {
  return process.env[variables[corpus]] || fileURLToPath(new URL(`../../shared/${corpus}`, import.meta.url));
}

/**
 * Name of the environment variable that says where a corpus is.
 * @param {'conformance' | 'data' | 'hostile'} corpus
 * @returns {string}
 */
export function corpusVariable(corpus) {
  return variables[corpus];
}
