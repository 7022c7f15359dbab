import { rowsConnector } from '../../connectors/rows/rows.js';
import type { EventBatch } from '../../worker/protocol/batch.js';
import type { IdentityOptions } from '../../worker/protocol/identity.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import { compareCase, inOrderOf, unknownKey } from './case.js';
import type { ConformanceCase, ConformanceKind } from './case.js';

// One funnel for each row: its actor is the one in it.
const byRow: FunnelSpec = { kind: 'funnel', steps: [{}], breakdown: { by: ['row'], attribution: 'all' } };
// The cases count milliseconds from 0, which is no time that a file would have.
const begin = 1_700_000_000_000;

/** Identity cases: rows as plain objects whose keys say what they are, read by the connector; actors through the lists. */
export const identityCases: ConformanceKind = {
  async run(one, ask) {
    const identity = one.spec as IdentityOptions;
    const { batch, dropped } = await read(one, identity);
    const { maxDistinctUserIds = 1, alias = [], blocked = [] } = identity;
    const reply = await ask(batch, byRow, { identity: { maxDistinctUserIds, alias, blocked } });
    await compareCase(one, async (key, expected) => {
      switch (key) {
        case 'actors':
          return Promise.all(
            one.events.map(async (_, row) => {
              const keys = await reply.list({ kind: 'reached', step: 0, group: [String(row)] }).catch(() => []);
              return keys[0] ?? null;
            }),
          );
        case 'guarded': {
          const { guarded } = await reply.identities();
          return guarded.map(({ id }) => id).toSorted(inOrderOf(expected as string[]));
        }
        case 'droppedIdentifiers':
          return dropped;
        case 'unidentifiedRows':
          return reply.result.meta.unidentifiedRows;
        default:
          return unknownKey(one, key);
      }
    });
  },
};

async function read(one: ConformanceCase, identity: IdentityOptions): Promise<{ batch: EventBatch; dropped: number }> {
  const rows = one.events.map(([actor, time, event, props], row) => ({
    actor,
    time: begin + time,
    event,
    ...props,
    row,
  }));
  const reading = await rowsConnector.read(
    { kind: 'rows', rows },
    { identity, signal: { aborted: false }, pace: { due: () => false, rest: () => Promise.resolve() } },
  );
  const batches: EventBatch[] = [];
  for await (const batch of reading.batches) batches.push(batch);
  const warnings = reading.report().warnings.filter(({ code }) => code === 'identifier-dropped');
  return { batch: batches[0]!, dropped: warnings.reduce((sum, { count }) => sum + count, 0) };
}
