/** A line of a corpus' `mutations.ndjson`: what is done to a base file, in this order. */
export interface Mutation {
  readonly id: string;
  readonly base: string;
  readonly truncate?: number;
  readonly xor?: ReadonlyArray<readonly [at: number, mask: number]>;
  readonly set?: readonly [at: number, hex: string];
  readonly delete?: readonly [at: number, length: number];
  readonly insert?: readonly [at: number, text: string];
  readonly append?: string;
  readonly repeat?: number;
}

/** The damaged file; `base` stays as it is. */
export function damaged(base: Uint8Array, mutation: Mutation): Uint8Array {
  let bytes: Buffer = Buffer.from(base);
  if (mutation.truncate !== undefined) bytes = bytes.subarray(0, mutation.truncate);
  for (const [at, mask] of mutation.xor ?? []) bytes[at] = bytes[at]! ^ mask;
  if (mutation.set) Buffer.from(mutation.set[1], 'hex').copy(bytes, mutation.set[0]);
  if (mutation.delete) {
    const [at, length] = mutation.delete;
    bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  }
  if (mutation.insert) {
    const [at, text] = mutation.insert;
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(text, 'latin1'), bytes.subarray(at)]);
  }
  if (mutation.append) bytes = Buffer.concat([bytes, Buffer.from(mutation.append, 'hex')]);
  if (mutation.repeat) bytes = Buffer.concat(Array.from({ length: mutation.repeat }, () => bytes));
  return new Uint8Array(bytes);
}
