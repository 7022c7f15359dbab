import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkedSelection, emptySelection, Selection } from '../../../widgets/dataset/selection.js';
import type { Clause, SelectionData } from '../../../widgets/dataset/selection.js';
import { clauseText } from '../../../widgets/dataset/clause-words.js';
import { loadWords } from '../../../widgets/locales/words.js';
import { createEngine } from '../../../worker/client.js';
import { dataFromText, dataToText } from '../../../worker/protocol/filter-text.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import type { FunnelMark, FunnelSpec } from '../../../worker/protocol/funnel.js';
import type { FunnelResult } from '../../../worker/protocol/result.js';

const steps = (...events: string[]): FunnelSpec => ({ kind: 'funnel', steps: events.map((event) => ({ event })) });

function clauseOf(source: string, filter: Filter): Clause {
  return { source, widget: 'funnel', filter, label: { key: 'reached', args: ['visit'] } };
}

const time: Filter = { kind: 'time', range: { from: 0, to: 10 } };
const rows: Filter = { kind: 'rows', match: [{ event: 'visit' }] };
const left: Filter = { kind: 'actors', spec: steps('a', 'b'), mark: { kind: 'left', step: 1 } };

describe('a selection', () => {
  it('filters a widget by all clauses but its own', () => {
    const selection = new Selection(() => {});
    selection.set(clauseOf('one', time));
    selection.set(clauseOf('two', rows));
    expect(selection.filterFor('one', null)).toEqual(rows);
    expect(selection.filterFor('two', null)).toEqual(time);
    expect(selection.filterFor('three', null)).toEqual({ kind: 'and', of: [time, rows] });
    expect(selection.filterFor(null, null)).toEqual({ kind: 'and', of: [time, rows] });
  });

  it('asks for the actors of a mark under the clauses chosen before it, and under no later one', () => {
    const selection = new Selection(() => {});
    selection.set(clauseOf('filter', time));
    selection.set(clauseOf('funnel', left));
    selection.set(clauseOf('heatmap', rows));
    expect(selection.filterFor('journey', null)).toEqual({ kind: 'and', of: [time, { ...left, filter: time }, rows] });
  });

  it('leaves the own clause out of the context of later ones too', () => {
    const selection = new Selection(() => {});
    selection.set(clauseOf('filter', time));
    selection.set(clauseOf('funnel', left));
    expect(selection.filterFor('filter', null)).toEqual(left);
  });

  it('takes the last step back, whoever made it, and no more than there were', () => {
    const heard: string[] = [];
    const selection = new Selection((by) => heard.push(by));
    selection.set(clauseOf('one', time));
    selection.open('email:ann');
    selection.set(clauseOf('one', rows));
    expect(selection.undo()).toBe(true);
    expect(selection.data).toMatchObject({ clauses: [{ filter: time }], actor: 'email:ann' });
    selection.undo();
    selection.undo();
    expect(selection.data).toEqual(emptySelection);
    expect(selection.undo()).toBe(false);
    expect(heard).toHaveLength(6);
  });

  it('set by program has no past, and is told as such', () => {
    const heard: string[] = [];
    const selection = new Selection((by) => heard.push(by));
    selection.set(clauseOf('one', time));
    selection.replace({ ...emptySelection, actor: 'email:ann' });
    expect(selection.canUndo).toBe(false);
    expect(heard).toEqual(['person', 'program']);
  });

  it('survives an address and JSON', () => {
    const data: SelectionData = {
      clauses: [clauseOf('funnel', left), { ...clauseOf('f', time), label: { key: 'equals', args: ['渠道', 3] } }],
      actor: 'email:ann@example.org',
      period: { from: 1, to: 2 },
      compare: null,
    };
    expect(checkedSelection(JSON.parse(JSON.stringify(data)))).toEqual(data);
    expect(checkedSelection(dataFromText(dataToText(data)))).toEqual(data);
  });

  it('refuses what is no selection', () => {
    for (const value of [
      null,
      [],
      'x',
      { clauses: {} },
      { clauses: [{}] },
      { actor: 3 },
      { period: { from: 'a', to: 1 } },
      { other: 1 },
      { clauses: [{ ...clauseOf('a', time), widget: 'script' }] },
      { clauses: [{ ...clauseOf('a', time), label: { key: 'x', args: [{}] } }] },
      { clauses: Array.from({ length: 65 }, (_, i) => clauseOf(`w${i}`, time)) },
    ]) {
      expect(checkedSelection(value)).toBeNull();
    }
  });

  it('names its clauses in both languages, also those it does not know', async () => {
    await loadWords('zh-CN');
    expect(clauseText('en', { key: 'left', args: ['Trial', 'Buy'] })).toBe('left between Trial and Buy');
    expect(clauseText('zh-CN', { key: 'left', args: ['试用', 'Buy'] })).toBe('在试用与 Buy 之间流失');
    expect(clauseText('en', { key: 'constructor', args: ['a', 'b'] })).toBe('a b');
  });
});

describe('a choice', () => {
  const events = ['visit', 'call', 'buy', 'read'];
  const row = fc.record({
    actor: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    time: fc.integer({ min: 0, max: 40 }).map((minute) => 1_700_000_000_000 + minute * 60_000),
    event: fc.constantFrom(...events),
  });
  const funnels = [steps('visit', 'call', 'buy'), steps('read', 'buy'), steps('call', 'read', 'visit')];
  const marks: readonly FunnelMark[] = [
    { kind: 'reached', step: 0 },
    { kind: 'reached', step: 1 },
    { kind: 'left', step: 1 },
  ];

  it('leaves exactly the customers on its mark to every other widget, whatever was chosen before', async () => {
    const engine = await createEngine({ seat: 'page' });
    const pick = fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(...marks));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.array(pick, { minLength: 1, maxLength: 4 }),
        async (data, picks) => {
          await engine.load({ kind: 'rows', rows: data });
          const selection = new Selection(() => {});
          for (const [k, mark] of picks) {
            const spec = funnels[k]!;
            const source = `funnel-${k}`;
            const seen = selection.filterFor(source, null);
            const [outcome] = await engine.run([{ id: 'f', spec, ...(seen && { filter: seen }) }]);
            const result = outcome?.ok ? (outcome.result as FunnelResult) : null;
            const count = mark.kind === 'left' ? result!.dropOffCounts[mark.step]! : result!.stepCounts[mark.step]!;
            selection.set(clauseOf(source, { kind: 'actors', spec, mark }));
            const all = {
              spec: { kind: 'sessions' as const },
              mark: { kind: 'sessions' as const, of: 'all' as const },
            };
            const left = await engine.list({ ...all, filter: selection.filterFor('journey', null)! });
            expect(left.total).toBe(count);
          }
        },
      ),
      { numRuns: Math.min(60, Number(process.env['FC_RUNS'] ?? 60)) },
    );
    engine.close();
  });
});
