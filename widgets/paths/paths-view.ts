import type { PathsMark, PathsSpec } from '../../worker/protocol/paths.js';
import { formatCount, formatRate, formatSpan } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { sameData } from '../internal/plain-data.js';
import { gapName } from './paths.flow.js';
import type { Flow, FlowLink, FlowNode } from './paths.flow.js';
import type { PathsWords } from './words.js';

/** Everything a drawing of paths reads. */
export interface PathsView {
  readonly flow: Flow;
  /** The same nodes and links for those who are chosen; null without a choice, and until it is counted. */
  readonly part: Flow | null;
  readonly spec: PathsSpec;
  readonly w: PathsWords;
  readonly locale: Locale;
  /** The chosen mark of this flow. */
  readonly chosen: PathsMark | null;
  /** Id of the node or link that the Tab key reaches. */
  readonly focus: string;
  /** Room for the drawing in px. */
  readonly width: number;
}

/** What a node is called. */
export function nodeName(w: PathsWords, node: FlowNode): string {
  if (node.kind === 'other') return w.other;
  if (node.kind === 'left') return w.left;
  return node.name === gapName ? w.gap : node.name!;
}

/** What a column is called. */
export function columnName(w: PathsWords, flow: Flow, column: number): string {
  if (!flow.atEnd) return w.column(column + 1);
  const before = flow.columns.length - 1 - column;
  return before === 0 ? w.goal : w.before(before);
}

/** A count of paths in words: of customers, where each has one; else of sessions. */
export function countText(view: Pick<PathsView, 'flow' | 'w' | 'locale'>, count: number): string {
  const { flow, w, locale } = view;
  const text = formatCount(locale, count);
  return flow.onePathEach ? w.customers(count, text) : w.sessions(count, text);
}

/** A node in one sentence. */
export function nodeLabel(view: PathsView, node: FlowNode): string {
  const { w, flow, locale } = view;
  const share = formatRate(locale, flow.sessions > 0 ? node.visits / flow.sessions : null);
  const column = columnName(w, flow, node.column);
  const count = countText(view, node.visits);
  return node.kind === 'left' ? w.leftMark(column, count, share) : w.nodeMark(nodeName(w, node), column, count, share);
}

/** A link in one sentence. */
export function linkLabel(view: PathsView, link: FlowLink): string {
  const { w, flow, locale } = view;
  const source = flow.byId.get(link.source)!;
  const target = flow.byId.get(link.target)!;
  const share = formatRate(locale, link.count / source.visits);
  const count = countText(view, link.count);
  return target.kind === 'left'
    ? w.dropMark(nodeName(w, source), count, share)
    : w.linkMark(nodeName(w, source), nodeName(w, target), count, share);
}

/** A mark's name without its numbers, for chips and lists. */
export function markName(w: PathsWords, flow: Flow, item: FlowNode | FlowLink): string {
  if ('source' in item) {
    const source = nodeName(w, flow.byId.get(item.source)!);
    const target = flow.byId.get(item.target)!;
    return target.kind === 'left' ? w.dropped(source) : w.link(source, nodeName(w, target));
  }
  return item.kind === 'left' ? w.leftAfter(item.column) : nodeName(w, item);
}

/** Further lines of a tooltip. */
export function detailLines(view: PathsView, item: FlowNode | FlowLink): string[] {
  const { w, flow, locale, part } = view;
  const lines: string[] = [];
  const customers = (count: number): string => w.customers(count, formatCount(locale, count));
  if ('source' in item) {
    const source = flow.byId.get(item.source)!;
    lines.push(
      `${countText(view, item.count)} · ${w.shareOf(formatRate(locale, item.count / source.visits), nodeName(w, source))}`,
    );
    if (!flow.onePathEach && item.customers !== null) lines.push(customers(item.customers));
    if (item.medianMs !== null) lines.push(w.median(formatSpan(locale, item.medianMs)));
    const through = part?.links.find(({ id }) => id === item.id)?.count ?? 0;
    if (part && through > 0) lines.push(w.throughChosen(formatCount(locale, through)));
    return lines;
  }
  lines.push(`${countText(view, item.visits)} · ${w.shareOfAll(formatRate(locale, item.visits / flow.sessions))}`);
  if (!flow.onePathEach && item.customers !== null) lines.push(customers(item.customers));
  if (item.kind === 'other' && item.names !== null)
    lines.push(w.otherNames(item.names, formatCount(locale, item.names)));
  const through = part?.byId.get(item.id)?.visits ?? 0;
  if (part && through > 0) lines.push(w.throughChosen(formatCount(locale, through)));
  return lines;
}

/** Whether a node or link is the one that is chosen. */
export function isChosen(view: Pick<PathsView, 'chosen'>, item: FlowNode | FlowLink): boolean {
  return view.chosen !== null && sameData(view.chosen, item.mark);
}

/** Most names of a path that are written out. */
export const namesShown = 9;

/** A sequence on one line: its first and last names, and how many lie between. */
export function pathText(nodes: readonly string[], most: number = namesShown): string {
  if (nodes.length <= most) return nodes.join(' → ');
  const head = nodes.slice(0, most - 2).join(' → ');
  return `${head} → … ${nodes.length - most + 1} … → ${nodes.at(-1)}`;
}
