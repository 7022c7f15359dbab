import { AnalyticsError } from '../protocol/error.js';
import type { IdentityBlock, IdentityOptions, IdentityUndo } from '../protocol/identity.js';
import { compareIdentifiers, isIdentifier } from './identifier.js';

/** Rules in force over a set. Blocks keep their places: rows point to them by number. */
export interface IdentityRules {
  readonly maxDistinctUserIds: number;
  readonly alias: ReadonlyArray<readonly [from: string, to: string]>;
  /** A block that was undone is null. */
  readonly blocks: ReadonlyArray<IdentityBlock | null>;
}

export const plainRules: IdentityRules = { maxDistinctUserIds: 1, alias: [], blocks: [] };

/**
 * The rules with those of a load added.
 * @throws AnalyticsError `spec-invalid`
 */
export function addRules(rules: IdentityRules, options: IdentityOptions | undefined): IdentityRules {
  if (!options) return rules;
  const { maxDistinctUserIds = rules.maxDistinctUserIds, alias = [], blocked = [] } = options;
  if (!Number.isInteger(maxDistinctUserIds) || maxDistinctUserIds < 1)
    refuse('maxDistinctUserIds', 'a whole number of at least 1');
  if (
    !Array.isArray(alias) ||
    !alias.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isIdentifier))
  )
    refuse('alias', 'a list of pairs of "type:value"');
  if (!Array.isArray(blocked)) refuse('blocked', 'a list of blocks, each { id, rows?, records? }');
  const known = new Set(rules.alias.map((pair) => JSON.stringify(pair)));
  return {
    maxDistinctUserIds,
    alias: [...rules.alias, ...alias.filter((pair) => !known.has(JSON.stringify(pair)))],
    blocks: [...rules.blocks, ...blocked.map(checkBlock)],
  };
}

/**
 * The rules with one block more; the same ones when it is in force already.
 * @throws AnalyticsError `spec-invalid`, also for rows: these can be told only while their source is read
 */
export function addBlock(rules: IdentityRules, block: IdentityBlock): IdentityRules {
  const checked = checkBlock(block);
  if (checked.rows) refuse('blocked.rows', 'given with the source itself; give `records` here');
  if (rules.blocks.some((one) => sameBlock(one, checked))) return rules;
  return { ...rules, blocks: [...rules.blocks, checked] };
}

/**
 * The rules without a block or an alias.
 * @throws AnalyticsError `spec-invalid` when it is not in force
 */
export function withoutRule(rules: IdentityRules, undo: IdentityUndo): IdentityRules {
  if ('alias' in undo) {
    const text = JSON.stringify(undo.alias);
    const alias = rules.alias.filter((pair) => JSON.stringify(pair) !== text);
    if (alias.length === rules.alias.length) refuse('alias', 'a pair that is in force');
    return { ...rules, alias };
  }
  const checked = checkBlock(undo);
  if (!rules.blocks.some((one) => sameBlock(one, checked))) refuse('blocked', 'one that is in force');
  return { ...rules, blocks: rules.blocks.map((one) => (sameBlock(one, checked) ? null : one)) };
}

function checkBlock(block: IdentityBlock): IdentityBlock {
  const { id, rows, records } = (block ?? {}) as Partial<IdentityBlock>;
  if (!isIdentifier(id)) return refuse('blocked.id', 'an identifier "type:value"');
  if (rows && !(Array.isArray(rows) && rows.every((row) => Number.isInteger(row) && row >= 0)))
    refuse('blocked.rows', 'a list of row numbers from 0');
  if (records && !(Array.isArray(records) && records.every((one) => Array.isArray(one) && one.every(isIdentifier))))
    refuse('blocked.records', 'a list of records, each a list of "type:value"');
  return {
    id,
    ...(rows ? { rows: [...new Set(rows)].sort((a, b) => a - b) } : {}),
    ...(records ? { records: records.map((one) => [...one].sort(compareIdentifiers)) } : {}),
  };
}

function sameBlock(one: IdentityBlock | null, other: IdentityBlock): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The values given are personal data: the message says only what belongs there. */
function refuse(key: string, is: string): never {
  throw new AnalyticsError('spec-invalid', `identity.${key} must be ${is}.`, { path: `identity.${key}` });
}
