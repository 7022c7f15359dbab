/**
 * Why a file cannot be read, said without the file's name. Rises to `parquet.ts`, which adds name and place.
 * `mend` tells what to do about it; absent: what helps against damage.
 */
export class Fault extends Error {
  constructor(
    what: string,
    readonly mend?: string,
  ) {
    super(what);
  }
}

/** Structures that end before they should: more bytes may help. */
export class CutShort extends Fault {}
