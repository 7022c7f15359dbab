import type { NextNodeSpec } from '../../worker/protocol/paths.js';
import type { Row } from '../worker/view.js';
import { nameOf } from './paths.js';
import { isInScope } from './sessions.js';

/** What each actor in scope did after the chain: a name, `ended` when nothing, `unmatched` when the chain is not there. */
export function nextNodeOracle(
  rows: readonly Row[],
  spec: NextNodeSpec,
): Map<string, { name: string; row: Row } | 'ended' | 'unmatched'> {
  const found = new Map<string, { name: string; row: Row } | 'ended' | 'unmatched'>();
  const inScope = rows.filter((row) => isInScope(row, spec));
  for (const actor of new Set(inScope.map((row) => row[0]))) {
    const own = inScope.filter((row) => row[0] === actor).toSorted((a, b) => a[1] - b[1]);
    const walk = spec.direction === 'backward' ? own.toReversed() : own;
    const nodes = walk.map((row) => ({ name: nameOf(row, spec), row })).filter((node) => node.name !== null);
    const begin = spec.anchor === 'edge' ? 0 : nodes.findIndex((node) => node.name === spec.chain[0]);
    const matches = begin >= 0 && spec.chain.every((name, k) => nodes[begin + k]?.name === name);
    const next = nodes[begin + spec.chain.length];
    if (!matches) found.set(actor, 'unmatched');
    else found.set(actor, next ? { name: next.name!, row: next.row } : 'ended');
  }
  return found;
}
