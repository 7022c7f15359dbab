import type { Flow, FlowLink, FlowNode } from './paths.flow.js';

export interface NodeBox {
  readonly node: FlowNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** As tall as its paths; `drawn` is at least the smallest mark. */
  readonly height: number;
  readonly drawn: number;
  /** Baseline of the label, and where it begins. */
  readonly labelX: number;
  readonly labelY: number;
  /** What a pointer can hit: node and label. */
  readonly hit: { readonly y: number; readonly height: number; readonly width: number };
}

export interface LinkBand {
  readonly link: FlowLink;
  readonly x0: number;
  readonly x1: number;
  /** Upper edges at either end. */
  readonly y0: number;
  readonly y1: number;
  /** Thickness; `drawn` is at least a hairline. */
  readonly height: number;
  readonly drawn: number;
}

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  /** Px of one path: the same everywhere. */
  readonly scale: number;
  /** Where each column begins. */
  readonly columns: readonly number[];
  /** Room for a label right of a node, px, by column. */
  readonly labelRooms: readonly number[];
  readonly nodes: ReadonlyMap<string, NodeBox>;
  readonly links: ReadonlyMap<string, LinkBand>;
}

/** Width of a node. */
export const nodeWidth = 10;
/** Least distance of two columns that leaves room for a label. */
export const leastPitch = 104;

const slot = 16;
const leastMark = 2;
const hairline = 0.75;
const labelGap = 8;

/** True when a flow of that many columns has room for its labels in this width; else it is drawn as a list. */
export function fitsFlow(width: number, columns: number): boolean {
  return columns < 2 ? width >= 320 : pitchOf(width, columns) >= leastPitch;
}

/** Height that gives a flow's fullest column room to be read. */
export function flowHeight(flow: Flow, width: number): number {
  const most = Math.max(1, ...flow.columns.map((nodes) => nodes.length));
  return Math.max(width < 560 ? 280 : 360, most * 40);
}

/**
 * Places nodes in columns and links between them. Heights are counts times one scale: at every node the bands that come in,
 * and those that go out, stand edge to edge and add up to it (less what begins or ends there and is not drawn).
 */
export function layoutFlow(flow: Flow, width: number, height: number): FlowLayout {
  const gap = height / Math.max(1, ...flow.columns.map((nodes) => nodes.length)) >= 48 ? 18 : 12;
  const scale = scaleOf(flow, height, gap);
  const pitch = pitchOf(width, flow.columns.length);
  const columns = flow.columns.map((_, column) => column * pitch);
  const labelRooms = columns.map((x, i) => Math.max(0, (columns[i + 1] ?? width) - x - nodeWidth - labelGap - 6));
  const nodes = new Map<string, NodeBox>();
  for (const [column, own] of flow.columns.entries()) {
    let y = 0;
    for (const node of own) {
      const box = nodeBox(node, columns[column]!, y, scale, labelRooms[column]!);
      nodes.set(node.id, box);
      y += Math.max(box.height, slot) + gap;
    }
  }
  return { width, height, scale, columns, labelRooms, nodes, links: bands(flow, nodes, scale) };
}

function pitchOf(width: number, columns: number): number {
  // The last column needs room for its label only.
  const last = Math.min(148, Math.max(96, width * 0.14));
  return columns < 2 ? width - nodeWidth : (width - nodeWidth - last) / (columns - 1);
}

/** The largest scale at which every column fits the height; nodes with few paths take the room of their label. */
function scaleOf(flow: Flow, height: number, gap: number): number {
  const fits = (scale: number): boolean =>
    flow.columns.every((nodes) => {
      const bodies = nodes.reduce((sum, node) => sum + Math.max(node.visits * scale, slot), 0);
      return bodies + gap * (nodes.length - 1) <= height;
    });
  const fullest = Math.max(1, ...flow.columns.map((nodes) => nodes.reduce((sum, node) => sum + node.visits, 0)));
  let low = 0;
  let high = height / fullest;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function nodeBox(node: FlowNode, x: number, top: number, scale: number, labelRoom: number): NodeBox {
  const height = node.visits * scale;
  const y = top + Math.max(0, (slot - height) / 2);
  const tall = height >= 20;
  const hitTop = tall ? y - 4 : top - 4;
  return {
    node,
    x,
    y,
    width: nodeWidth,
    height,
    drawn: Math.max(leastMark, height),
    labelX: x + nodeWidth + labelGap,
    labelY: tall ? y + 14 : y + height / 2 + 4,
    hit: { y: hitTop, height: Math.max(24, tall ? height + 8 : 24), width: nodeWidth + labelGap + labelRoom },
  };
}

function bands(flow: Flow, nodes: ReadonlyMap<string, NodeBox>, scale: number): Map<string, LinkBand> {
  const outAt = new Map<string, number>();
  const inAt = new Map<string, number>();
  const order = (id: string): number => nodes.get(id)!.y;
  const take = (at: Map<string, number>, id: string, height: number): number => {
    const y = at.get(id) ?? nodes.get(id)!.y;
    at.set(id, y + height);
    return y;
  };
  const y1 = new Map<string, number>();
  // Bands leave a node in the order of their targets and arrive in the order of their sources, so that few cross.
  for (const link of [...flow.links].sort((a, b) => a.column - b.column || order(a.source) - order(b.source))) {
    y1.set(link.id, take(inAt, link.target, link.count * scale));
  }
  const found = new Map<string, LinkBand>();
  for (const link of [...flow.links].sort((a, b) => a.column - b.column || order(a.target) - order(b.target))) {
    const source = nodes.get(link.source)!;
    const height = link.count * scale;
    found.set(link.id, {
      link,
      x0: source.x + nodeWidth,
      x1: nodes.get(link.target)!.x,
      y0: take(outAt, link.source, height),
      y1: y1.get(link.id)!,
      height,
      drawn: Math.max(hairline, height),
    });
  }
  return found;
}

/** Outline of a band; `share` of its thickness, from its upper edge, for the part of it that is chosen. */
export function bandPath({ x0, x1, y0, y1, height }: LinkBand, share = 1): string {
  const thick = Math.max(share > 0 ? hairline : 0, height * share);
  const mid = n((x0 + x1) / 2);
  return (
    `M${n(x0)} ${n(y0)}C${mid} ${n(y0)} ${mid} ${n(y1)} ${n(x1)} ${n(y1)}V${n(y1 + thick)}` +
    `C${mid} ${n(y1 + thick)} ${mid} ${n(y0 + thick)} ${n(x0)} ${n(y0 + thick)}Z`
  );
}

/** Middle line of a band, where its focus ring is drawn. */
export function bandLine({ x0, x1, y0, y1, height }: LinkBand): string {
  const mid = n((x0 + x1) / 2);
  const [a, b] = [n(y0 + height / 2), n(y1 + height / 2)];
  return `M${n(x0)} ${a}C${mid} ${a} ${mid} ${b} ${n(x1)} ${b}`;
}

function n(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Bars that stand for a flow that is not there yet: column, top and height in shares of the room. */
export const skeletonBars: ReadonlyArray<readonly [column: number, top: number, height: number]> = [
  [0, 0, 0.74],
  [1, 0, 0.3],
  [1, 0.36, 0.22],
  [1, 0.64, 0.14],
  [2, 0, 0.16],
  [2, 0.22, 0.12],
  [2, 0.4, 0.3],
  [3, 0, 0.1],
  [3, 0.16, 0.2],
];
