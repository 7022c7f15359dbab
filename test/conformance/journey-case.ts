import type { JourneyMark, JourneyResult, JourneySpec, JourneySummary } from '../../worker/protocol/journey.js';
import { compareCase, unknownKey } from './case.js';
import type { Ask, ConformanceCase, ConformanceKind } from './case.js';
import { put } from './put-case.js';

/** Journeys: one question for each actor. */
export const journeyCases: ConformanceKind = {
  async run(one, ask) {
    await compareCase(one, async (key, expected) => {
      const found: Record<string, unknown> = {};
      for (const actor of Object.keys(expected as object)) {
        found[actor] = said(one, key, await askJourney(one, ask, actor));
      }
      return found;
    });
  },
};

/** One actor's journey with all its rows. */
export async function askJourney(one: ConformanceCase, ask: Ask, actor: string): Promise<JourneyResult> {
  const spec = { ...one.spec, kind: 'journey', actor, limit: 10_000 } as JourneySpec;
  return (await put<JourneyResult, JourneyMark>(one, ask, spec)).result;
}

function said(one: ConformanceCase, key: string, { page, summary }: JourneyResult): unknown {
  const rows = page!.rows;
  const whole = summary!;
  switch (key) {
    case 'gapMs':
    case 'dwellMs':
      return rows.map((row) => row[key]);
    case 'transitions':
      return whole.transitions.map((t) => [t.from, t.to, t.time, t.dwellMs, t.direction]);
    case 'firstReached':
      return byStage(whole, (stage) => stage.firstReachedMs);
    // Stays that have ended: a stage without any is not named.
    case 'timeInStageMs':
      return byStage(whole, (stage) => (stage.stays === 0 ? null : stage.timeMs));
    case 'silences':
      return whole.silences.map((silence) => [silence.fromMs, silence.toMs, silence.ms]);
    case 'bursts':
      return whole.bursts.map((burst) => [burst.fromMs, burst.toMs, burst.rows]);
    case 'currentStage':
    case 'skips':
    case 'backwardMoves':
    case 'touchFrequency':
    case 'cycleTimeMs':
      return whole[key];
    default:
      return unknownKey(one, key);
  }
}

function byStage(
  { stages }: JourneySummary,
  value: (stage: JourneySummary['stages'][number]) => number | null,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const stage of stages) {
    const own = value(stage);
    if (own !== null) found[stage.name] = own;
  }
  return found;
}
