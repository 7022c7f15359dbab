import { EngineCore, unhurried } from '../../worker/engine.js';
import type { IdentityReport } from '../../worker/protocol/identity.js';
import type { RowListRequest, RowPage } from '../../worker/protocol/list.js';
import type { ActorPage, JobOutcome } from '../../worker/protocol/result.js';
import type { Job, ListRequest, Mark, Spec } from '../../worker/protocol/spec.js';
import type { Ask, Reply } from './case.js';

/** What the cases need of an engine, in whatever seat. */
interface Asked {
  run(jobs: readonly Job[]): Promise<readonly JobOutcome[]>;
  list(request: RowListRequest): Promise<RowPage>;
  list(request: ListRequest): Promise<ActorPage>;
  identities(): Promise<IdentityReport>;
}

/** The whole path in this process: batch, identity, store, analysis, list. */
export function askCore(storage: 'typed' | 'plain'): Ask {
  return async (batch, spec, options = {}) => {
    const core = new EngineCore({ connectors: [], storage });
    await core.appendBatches([batch], unhurried, options);
    return askLoaded(core, spec);
  };
}

/** Puts a question to an engine that has its data. */
export async function askLoaded(engine: Asked, spec: Spec): Promise<Reply> {
  const [outcome] = await engine.run([{ id: 'case', spec }]);
  if (!outcome?.ok) throw new Error(outcome?.error.message ?? 'no outcome');
  const list = async (mark: Mark, of: 'actors' | 'rows' = 'actors'): Promise<readonly string[]> => {
    if (of === 'rows') {
      const page = await engine.list({ spec, mark, of, limit: 10_000 });
      return page.rows.map((row) => row.actor ?? '');
    }
    const page = await engine.list({ spec, mark, limit: 10_000 });
    if (page.actors.length !== page.total) {
      throw new Error(`The list has ${page.actors.length} of ${page.total} actors.`);
    }
    return page.actors.map((actor) => actor.key);
  };
  return { result: outcome.result, list, identities: () => engine.identities() };
}
