import { describe, expect, it } from 'vitest';
import { campaignCsv, campaignSteps } from '../../../stories/funnel-rows.js';
import { markCount, markCustomers } from '../../../widgets/funnel/funnel-chart.js';
import { choiceOf } from '../../../widgets/funnel/funnel-choice.js';
import { funnelSpec } from '../../../widgets/funnel/funnel.spec.js';
import { funnelWords } from '../../../widgets/funnel/words.js';
import { EngineCore } from '../../../worker/engine.js';
import type { FunnelResult } from '../../../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../../../worker/protocol/spec.js';
import { batchOf } from '../../worker/batches.js';

const words = funnelWords('en');
const day = 86_400_000;

/** The made campaign as rows of the engine. */
async function campaign(): Promise<EngineCore> {
  const core = new EngineCore({ connectors: [] });
  const [, ...lines] = campaignCsv(300).trim().split('\n');
  const rows = lines.map((line) => {
    const [actor, time, event, channel, plan] = line.split(',');
    return { actor: actor!, t: Date.parse(time!), event: event!, props: { channel: channel!, plan: plan! } };
  });
  await core.appendBatches([batchOf(rows)]);
  return core;
}

/** Uniform whole numbers below n from a seed. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
}

describe('a mark as a choice', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stands for as many customers as the mark counts: seed %i', async (seed) => {
    const core = await campaign();
    const roll = dice(seed * 7919);
    for (let i = 0; i < 4; i++) {
      const from = Date.UTC(2026, 7, 10) + roll(60) * day;
      const spec: FunnelSpec = {
        ...funnelSpec({
          steps: campaignSteps
            .slice(0, 2 + roll(4))
            .map((event, k) => ({ event, ...(k === 2 && roll(2) && { optional: true }) })),
          window: `${1 + roll(20)}d`,
          from,
          to: from + (5 + roll(50)) * day,
          mode: ['uniques', 'totals'][roll(2)]!,
          breakdown: ['channel', 'plan', 'channel, plan'][roll(3)]!,
          breakdownLimit: 1 + roll(3),
          attribution: ['first', 'last', 'all'][roll(3)]!,
        })!,
        compare: { range: { from: from - 30 * day, to: from } },
      };
      const [outcome] = await core.run([{ id: 'x', spec }]);
      if (!outcome?.ok) throw new Error(outcome?.error.message);
      const result = outcome.result as FunnelResult;
      const groups = [undefined, ...result.groups!.map(({ key }) => key ?? ('other' as const))];
      for (const group of groups) {
        for (let step = 0; step < spec.steps.length; step++) {
          for (const kind of step > 0 ? (['reached', 'left'] as const) : (['reached'] as const)) {
            const mark: FunnelMark = { kind, step, ...(group !== undefined && { group }) };
            if (markCount(result, mark) === 0) continue;
            const { filter } = choiceOf(words, mark, spec);
            const { total } = await core.list({ spec: filter.spec, mark: filter.mark, limit: 1 });
            expect(total, JSON.stringify(mark)).toBe(markCustomers(result, mark));
          }
        }
      }
    }
  });

  it('does not change with what has no part in who is chosen', () => {
    const rules: FunnelSpec = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }] };
    const more = { compare: { range: { from: 0, to: 1 } }, level: 0.9, valueProp: 'v', breakdown: { by: ['x'] } };
    const mark: FunnelMark = { kind: 'left', step: 1 };
    expect(choiceOf(words, mark, { ...rules, ...more })).toEqual(choiceOf(words, mark, rules));
    expect(choiceOf(words, mark, rules).label).toEqual({ key: 'left', args: ['a', 'b'] });
  });

  it('keeps the groups where a group is chosen, and names it', () => {
    const spec: FunnelSpec = {
      kind: 'funnel',
      steps: [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c', label: 'C' }],
      breakdown: { by: ['x'], limit: 1 },
    };
    const choice = choiceOf(words, { kind: 'left', step: 2, group: 'other' }, spec);
    expect(choice.filter.spec).toEqual(spec);
    expect(choice.label).toEqual({ key: 'leftIn', args: ['a', 'C', 'other groups'] });
    expect(choiceOf(words, { kind: 'reached', step: 0, group: [''] }, spec).label.args).toEqual(['a', 'no value']);
  });
});
