export type Corpus = 'conformance' | 'data' | 'hostile';
/** Folder of a test corpus: `CONFORMANCE_DIR`, `DATA_DIR` or `HOSTILE_DIR`, by default in `../shared`. It need not exist. */
export declare function corpusFolder(corpus: Corpus): string;
/** Name of the environment variable that says where a corpus is. */
export declare function corpusVariable(corpus: Corpus): string;
