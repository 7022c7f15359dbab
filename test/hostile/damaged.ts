/** How a line of a `mutations.ndjson` damages its base file; carried out in this order. */
export interface Damage {
  readonly id: string;
  readonly base: string;
  /** Bytes kept. */
  readonly truncate?: number;
  readonly xor?: ReadonlyArray<readonly [at: number, mask: number]>;
  readonly set?: readonly [at: number, hex: string];
  readonly delete?: readonly [at: number, length: number];
  readonly insert?: readonly [at: number, text: string];
  /** As hexadecimal digits. */
  readonly append?: string;
  readonly repeat?: number;
}

/** The base file with the damage done; the base stays as it is. */
export function damaged(base: Uint8Array, damage: Damage): Uint8Array {
  let bytes: Buffer = Buffer.from(base);
  if (damage.truncate !== undefined) bytes = bytes.subarray(0, damage.truncate);
  for (const [at, mask] of damage.xor ?? []) bytes[at] = bytes[at]! ^ mask;
  if (damage.set) Buffer.from(damage.set[1], 'hex').copy(bytes, damage.set[0]);
  if (damage.delete) {
    const [at, length] = damage.delete;
    bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  }
  if (damage.insert) {
    const [at, text] = damage.insert;
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(text, 'latin1'), bytes.subarray(at)]);
  }
  if (damage.append !== undefined) bytes = Buffer.concat([bytes, Buffer.from(damage.append, 'hex')]);
  if (damage.repeat !== undefined) bytes = Buffer.concat(Array.from({ length: damage.repeat }, () => bytes));
  return new Uint8Array(bytes);
}
