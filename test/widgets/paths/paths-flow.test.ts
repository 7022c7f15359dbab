import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PathsSpec } from '../../../worker/protocol/paths.js';
import { flowOf } from '../../../widgets/paths/paths.flow.js';
import type { Flow, FlowNode } from '../../../widgets/paths/paths.flow.js';
import { flowHeight, layoutFlow } from '../../../widgets/paths/paths.layout.js';
import type { Row } from '../../worker/view.js';
import { asked, journeys, questions } from './arbitrary-paths.js';

const runs = { numRuns: Number(process.env['FC_RUNS'] ?? 200) };
const most = fc.integer({ min: 1, max: 4 });
const total = (items: ReadonlyArray<{ readonly count: number }>): number =>
  items.reduce((sum, { count }) => sum + count, 0);
const goingOut = (flow: Flow, node: FlowNode): number => total(flow.links.filter((link) => link.source === node.id));
const comingIn = (flow: Flow, node: FlowNode): number => total(flow.links.filter((link) => link.target === node.id));

function rowsOf(people: Readonly<Record<string, string>>): Row[] {
  return Object.entries(people).flatMap(([actor, names]) =>
    names.split(' ').map((name, i): Row => [actor, i * 1000, name]),
  );
}

describe('a flow', () => {
  it('has at each node as much coming in and going out as there are paths', () => {
    fc.assert(
      fc.property(journeys, questions, most, (rows, spec, names) => {
        const { result } = asked(rows, spec);
        const flow = flowOf(result, spec, { names });
        for (const [column, nodes] of flow.columns.entries()) {
          for (const node of nodes) {
            expect(node.visits).toBeGreaterThan(0);
            if (node.kind === 'left') expect(comingIn(flow, node)).toBe(node.visits);
            else expect(comingIn(flow, node) + node.starts).toBe(node.visits);
            // Of the last column nothing goes on; where an end was asked for, paths end without leaving.
            const drawnEnds = spec.end !== undefined ? node.ends : 0;
            const last = column === flow.columns.length - 1;
            if (node.kind !== 'left' && !last) expect(goingOut(flow, node) + drawnEnds).toBe(node.visits);
          }
        }
      }),
      runs,
    );
  });

  it('has in each column all paths that come so far, and those that left before it', () => {
    fc.assert(
      fc.property(journeys, questions, most, (rows, spec, names) => {
        const { result } = asked(rows, spec);
        const flow = flowOf(result, spec, { names });
        for (const nodes of flow.columns) {
          const at = result.positions[nodes[0]!.position - 1];
          const here = nodes.filter((node) => node.kind !== 'left');
          expect(here.reduce((sum, node) => sum + node.visits, 0)).toBe(at?.visits ?? 0);
          const left = nodes.find((node) => node.kind === 'left')?.visits ?? 0;
          const before = result.positions[nodes[0]!.position - 2];
          expect(left).toBe(spec.end === undefined ? (before?.ends ?? 0) : 0);
        }
      }),
      runs,
    );
  });

  it('counts on every node and link what the list behind it holds', () => {
    fc.assert(
      fc.property(journeys, questions, most, (rows, spec, names) => {
        const { result, actors, paths } = asked(rows, spec);
        const flow = flowOf(result, spec, { names });
        for (const node of flow.columns.flat()) {
          expect(paths(node.mark)).toBe(node.visits);
          if (node.customers !== null) expect(actors(node.mark)).toBe(node.customers);
        }
        for (const link of flow.links) {
          expect(paths(link.mark)).toBe(link.count);
          if (link.customers !== null) expect(actors(link.mark)).toBe(link.customers);
          if (flow.onePathEach) expect(link.customers).toBe(link.count);
        }
      }),
      runs,
    );
  });

  it('of everybody lies under that of some of them, node by node', () => {
    fc.assert(
      fc.property(journeys, questions, most, (rows, spec, names) => {
        const all = flowOf(asked(rows, spec).result, spec, { names });
        const few = asked(
          rows.filter(([actor]) => actor !== 'p0'),
          spec,
        ).result;
        const part = flowOf(few, spec, { names, like: all });
        for (const node of part.columns.flat()) {
          if (node.visits > 0) expect(node.visits).toBeLessThanOrEqual(all.byId.get(node.id)?.visits ?? -1);
        }
        for (const link of part.links) {
          expect(link.count).toBeLessThanOrEqual(all.links.find(({ id }) => id === link.id)?.count ?? -1);
        }
      }),
      runs,
    );
  });

  it('still adds up when not all edges are listed', () => {
    fc.assert(
      fc.property(journeys, questions, most, fc.integer({ min: 1, max: 4 }), (rows, spec, names, maxEdges) => {
        const flow = flowOf(asked(rows, { ...spec, maxEdges }).result, spec, { names });
        for (const node of flow.columns.flat()) {
          if (node.kind !== 'left') expect(comingIn(flow, node) + node.starts).toBe(node.visits);
        }
      }),
      runs,
    );
  });

  const spec: PathsSpec = { kind: 'paths', maxSteps: 3 };

  it('draws other names and those who left last, whatever their size', () => {
    const rows = rowsOf({ ann: 'a b', bob: 'a c', cid: 'a d', dee: 'a e', eve: 'a', fay: 'a' });
    const flow = flowOf(asked(rows, spec).result, spec, { names: 2 });
    expect(flow.columns[1]!.map(({ kind, name, visits }) => [kind, name, visits])).toEqual([
      ['name', 'b', 1],
      ['name', 'c', 1],
      ['other', null, 2],
      ['left', null, 2],
    ]);
    expect(flow.columns[1]![2]!.names).toBe(2);
    // Nobody has a third node: all who were left have left.
    expect(flow.columns[2]!.map(({ kind, visits }) => [kind, visits])).toEqual([['left', 4]]);
  });

  it('names what would be the only other name', () => {
    const rows = rowsOf({ ann: 'a b', bob: 'a c', cid: 'a d' });
    const flow = flowOf(asked(rows, spec).result, spec, { names: 2 });
    expect(flow.columns[1]!.map(({ name }) => name)).toEqual(['b', 'c', 'd']);
  });

  it('always names where paths were asked to end', () => {
    const rows = rowsOf({ ann: 'a b z', bob: 'a b y', cid: 'a z', dee: 'a b c z' });
    const ask: PathsSpec = { kind: 'paths', start: 'a', end: 'z', maxSteps: 4 };
    const flow = flowOf(asked(rows, ask).result, ask, { names: 1 });
    expect(flow.columns.every((nodes) => nodes.every(({ kind }) => kind !== 'left'))).toBe(true);
    expect(flow.columns[1]!.map(({ name }) => name)).toContain('z');
  });
});

describe('its layout', () => {
  it('is one scale: bands stand edge to edge on both nodes and never reach beyond them', () => {
    fc.assert(
      fc.property(
        journeys,
        questions,
        most,
        fc.integer({ min: 420, max: 1400 }),
        fc.integer({ min: 160, max: 600 }),
        (rows, spec, names, width, height) => {
          const flow = flowOf(asked(rows, spec).result, spec, { names });
          const layout = layoutFlow(flow, width, Math.max(height, flowHeight(flow, width)));
          for (const box of layout.nodes.values()) {
            expect(box.height).toBeCloseTo(box.node.visits * layout.scale, 9);
            for (const side of ['source', 'target'] as const) {
              const edges = [...layout.links.values()]
                .filter(({ link }) => link[side] === box.node.id)
                .map((band) => [side === 'source' ? band.y0 : band.y1, band.height] as const)
                .sort((a, b) => a[0] - b[0]);
              let y = box.y;
              for (const [top, thick] of edges) {
                expect(top).toBeCloseTo(y, 6);
                y += thick;
              }
              expect(y).toBeLessThanOrEqual(box.y + box.height + 1e-6);
            }
          }
        },
      ),
      runs,
    );
  });

  it('keeps nodes and labels of a column apart, within the height', () => {
    fc.assert(
      fc.property(journeys, questions, most, fc.integer({ min: 420, max: 1400 }), (rows, spec, names, width) => {
        const flow = flowOf(asked(rows, spec).result, spec, { names });
        const height = flowHeight(flow, width);
        const layout = layoutFlow(flow, width, height);
        for (const nodes of flow.columns) {
          let bottom = -Infinity;
          let label = -Infinity;
          for (const node of nodes) {
            const box = layout.nodes.get(node.id)!;
            expect(box.y).toBeGreaterThanOrEqual(bottom);
            expect(box.labelY - label).toBeGreaterThanOrEqual(16);
            bottom = box.y + box.drawn;
            label = box.labelY;
          }
          expect(bottom).toBeLessThanOrEqual(height + 1e-6);
        }
      }),
      runs,
    );
  });
});
