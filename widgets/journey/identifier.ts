import type { IdentifierType } from '../../worker/protocol/batch.js';

const types: readonly string[] = ['actor', 'userId', 'email', 'phone', 'deviceId'] satisfies IdentifierType[];

/** Sort and value of `type:value`. */
export function parted(id: string): { type: IdentifierType | null; value: string } {
  const at = id.indexOf(':');
  const type = id.slice(0, at);
  return at > 0 && types.includes(type)
    ? { type: type as IdentifierType, value: id.slice(at + 1) }
    : { type: null, value: id };
}
