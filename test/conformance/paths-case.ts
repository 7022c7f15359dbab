import type {
  NextNodeMark,
  NextNodeResult,
  NextNodeSpec,
  PathsMark,
  PathsResult,
  PathsSpec,
  SequenceMark,
  SequenceResult,
  SequenceSpec,
  SessionsMark,
  SessionsResult,
  SessionsSpec,
  VariantsMark,
  VariantsResult,
  VariantsSpec,
} from '../../worker/protocol/paths.js';
import { compareCase, inOrderOf, nameOf, unknownKey } from './case.js';
import type { ConformanceKind, Reply } from './case.js';
import { askJourney } from './journey-case.js';
import { put } from './put-case.js';

/** Paths; labels are listed by their marks. */
export const pathsCases: ConformanceKind = {
  async run(one, ask) {
    const reply = await put<PathsResult, PathsMark>(one, ask, { kind: 'paths', ...one.spec } as PathsSpec);
    await compareCase(one, async (key, expected) => {
      if (key === 'edges') return reply.result.edges.map((e) => [e.source, e.target, e.count, e.meanMs]);
      if (key !== 'reached' && key !== 'continued' && key !== 'dropped') return unknownKey(one, key);
      const lists: Record<string, readonly string[]> = {};
      for (const [label, actors] of Object.entries(expected as Record<string, string[]>)) {
        const listed = await reply.list({ kind: 'node', label, of: key });
        lists[label] = listed.map(nameOf).toSorted(inOrderOf(actors));
      }
      return lists;
    });
  },
};

/** What comes next, actor by actor from the lists behind each name. */
export const nextNodeCases: ConformanceKind = {
  async run(one, ask) {
    const reply = await put<NextNodeResult, NextNodeMark>(one, ask, { kind: 'nextNode', ...one.spec } as NextNodeSpec);
    await compareCase(one, async (key, expected) => {
      if (key !== 'next') return unknownKey(one, key);
      const next: Record<string, string | null> = {};
      for (const actor of Object.keys(expected as object)) next[actor] = null;
      for (const { name } of reply.result.next) {
        for (const actor of await reply.list({ kind: 'next', name })) next[nameOf(actor)] = name;
      }
      return next;
    });
  },
};

/** Sequence patterns. */
export const sequenceCases: ConformanceKind = {
  async run(one, ask) {
    const spec = { kind: 'sequence', examples: 1000, ...one.spec } as SequenceSpec;
    const reply = await put<SequenceResult, SequenceMark>(one, ask, spec);
    const matched = (await reply.list({ kind: 'pattern', of: 'matched' })).map(nameOf);
    const examples = new Map(reply.result.examples.map((example) => [nameOf(example.actor), example]));
    await compareCase(one, (key, expected) => {
      const value = (actor: string): unknown => {
        if (key === 'match') return matched.includes(actor);
        if (key === 'count') return examples.get(actor)?.count ?? 0;
        if (key === 'matchTimesMs') return examples.get(actor)?.timesMs ?? [];
        return unknownKey(one, key);
      };
      return Object.fromEntries(Object.keys(expected as object).map((actor) => [actor, value(actor)]));
    });
  },
};

/** Whole sequences; edges of `waiting` are written `source>target`. */
export const variantsCases: ConformanceKind = {
  async run(one, ask) {
    const reply = await put<VariantsResult, VariantsMark>(one, ask, { kind: 'variants', ...one.spec } as VariantsSpec);
    const { result } = reply;
    await compareCase(one, (key) => {
      if (key === 'variants') return result.variants.map((v) => [v.nodes, v.actors, v.share]);
      if (key === 'modal') return result.modal;
      if (key === 'rework') return Object.fromEntries(result.rework.map((r) => [r.name, [r.actors, r.visits]]));
      if (key === 'waiting') {
        return Object.fromEntries(result.waiting.map((w) => [`${w.source}>${w.target}`, [w.meanMs, w.medianMs]]));
      }
      return unknownKey(one, key);
    });
  },
};

/** Sessions: one question for each actor, and one for all; rows with their session numbers come from the journey. */
export const sessionsCases: ConformanceKind = {
  async run(one, ask) {
    const asked = (more: object): Promise<Reply<SessionsResult, SessionsMark>> =>
      put(one, ask, { kind: 'sessions', ...one.spec, ...more } as SessionsSpec);
    await compareCase(one, async (key, expected) => {
      if (key === 'sessionsCut') return (await asked({})).result.sessionsCut;
      if (key !== 'sessions' && key !== 'rowSessions') return unknownKey(one, key);
      const found: Record<string, unknown> = {};
      for (const actor of Object.keys(expected as object)) {
        if (key === 'sessions') {
          const { page } = (await asked({ actor, limit: 10_000 })).result;
          found[actor] = page!.sessions.map((session) => [session.firstMs, session.lastMs, session.rows]);
        } else {
          const { page } = await askJourney(one, ask, actor);
          found[actor] = page!.rows.map((row) => [row.time, row.session]);
        }
      }
      return found;
    });
  },
};
