import type { Flow, FlowLink } from './paths.flow.js';
import type { FlowLayout } from './paths.layout.js';

/**
 * Where an arrow key leads from a node or link of the drawing: right and left along the way (node, link, node), up and down
 * among the nodes of a column or the links that leave a node, Home and End to the first and last column.
 * @returns an id of a node or link; null where the key leads nowhere
 */
export function nextStop(flow: Flow, layout: FlowLayout, from: string, key: string): string | null {
  if (key === 'Home') return flow.columns[0]?.[0]?.id ?? null;
  if (key === 'End') return flow.columns.at(-1)?.[0]?.id ?? null;
  const node = flow.byId.get(from);
  if (node) {
    const column = flow.columns[node.column]!;
    const at = column.indexOf(node);
    if (key === 'ArrowDown') return column[at + 1]?.id ?? null;
    if (key === 'ArrowUp') return column[at - 1]?.id ?? null;
    if (key === 'ArrowRight') return outOf(flow, layout, node.id)[0]?.id ?? null;
    if (key === 'ArrowLeft') return into(flow, layout, node.id)[0]?.id ?? null;
    return null;
  }
  const link = flow.links.find(({ id }) => id === from);
  if (!link) return null;
  if (key === 'ArrowRight') return link.target;
  if (key === 'ArrowLeft') return link.source;
  const siblings = outOf(flow, layout, link.source);
  const at = siblings.indexOf(link);
  if (key === 'ArrowDown') return siblings[at + 1]?.id ?? null;
  if (key === 'ArrowUp') return siblings[at - 1]?.id ?? null;
  return null;
}

/** Links that leave a node, from the top. */
export function outOf(flow: Flow, layout: FlowLayout, id: string): FlowLink[] {
  const top = (link: FlowLink): number => layout.links.get(link.id)!.y0;
  return flow.links.filter((link) => link.source === id).sort((a, b) => top(a) - top(b));
}

function into(flow: Flow, layout: FlowLayout, id: string): FlowLink[] {
  const top = (link: FlowLink): number => layout.links.get(link.id)!.y1;
  return flow.links.filter((link) => link.target === id).sort((a, b) => top(a) - top(b));
}
