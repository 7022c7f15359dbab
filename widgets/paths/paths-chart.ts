import { html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { shortNames } from '../funnel/funnel.layout.js';
import { formatCount } from '../internal/format.js';
import type { FlowLink } from './paths.flow.js';
import { bandLine, bandPath, flowHeight, layoutFlow, nodeWidth } from './paths.layout.js';
import type { FlowLayout, LinkBand, NodeBox } from './paths.layout.js';
import { columnName, isChosen, linkLabel, nodeLabel, nodeName } from './paths-view.js';
import type { PathsView } from './paths-view.js';

/** Room above the nodes for the names of the columns, px. */
export const headRoom = 26;

/** Geometry of the flow in the room there is. */
export function layoutOf(view: Pick<PathsView, 'flow' | 'width'>): FlowLayout {
  return layoutFlow(view.flow, view.width, flowHeight(view.flow, view.width));
}

/** Columns of nodes with bands between them. */
export function flowChart(view: PathsView, layout: FlowLayout): TemplateResult {
  const { flow, w, part } = view;
  const names = new Map<string, string>();
  for (const [column, nodes] of flow.columns.entries()) {
    const digits = Math.max(0, ...nodes.map((node) => formatCount(view.locale, node.visits).length));
    const letters = Math.floor((layout.labelRooms[column]! - 8 - digits * 7) / 6.6);
    const short = shortNames(
      nodes.map((node) => nodeName(w, node)),
      Math.max(4, letters),
    );
    for (const [i, node] of nodes.entries()) names.set(node.id, short[i]!);
  }
  const bands = [...layout.links.values()];
  const through = new Map(part?.links.map((link) => [link.id, link.count]));
  return html`<div role="group" aria-label=${w.chart} aria-describedby="paths-help">
    <svg class="c flow" part="chart" width=${view.width} height=${layout.height + headRoom}>
      <defs>
        <pattern id="p-left" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hbg" width="6" height="6"></rect>
          <path class="hp" d="M.5 0v6"></path>
        </pattern>
        <pattern id="p-sel" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hbs" width="6" height="6"></rect>
          <path class="hs" d="M.5 0v6"></path>
        </pattern>
      </defs>
      ${layout.columns.map((x, column) => svg`<text class="ax" x=${x} y="11">${columnName(w, flow, column)}</text>`)}
      <g transform="translate(0 ${headRoom})">
        ${bands.map((band) => bandPart(view, band))}
        ${bands.map((band) => chosenPart(band, through.get(band.link.id) ?? 0))}
        ${[...layout.nodes.values()].map((box) => nodePart(view, box, names.get(box.node.id)!))}
        ${bands.map((band) => ringPart(view, band))}
      </g>
    </svg>
  </div>`;
}

function bandPart(view: PathsView, band: LinkBand): SVGTemplateResult {
  const { link, drawn } = band;
  const on = isChosen(view, link);
  return svg`<g class="mk lk ${link.kind} ${on ? 'on' : ''}" role="button" tabindex=${view.focus === link.id ? 0 : -1}
      data-id=${link.id} aria-pressed=${on} aria-label=${linkLabel(view, link)}>
    <path class="rb" part="link" d=${bandPath(band)}></path>
    ${drawn < 10 ? svg`<path class="hit" d=${bandLine(band)}></path>` : nothing}
  </g>`;
}

/** The share of a band that the chosen customers take, from its upper edge. */
function chosenPart(band: LinkBand, count: number): SVGTemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return svg`<path class="rb sel" part="chosen" d=${bandPath(band, count / band.link.count)}></path>`;
}

/** A focus ring above everything, since a band lies under its neighbours. */
function ringPart(view: PathsView, band: LinkBand): SVGTemplateResult | typeof nothing {
  return view.focus === band.link.id ? svg`<path class="lring" d=${bandPath(band)}></path>` : nothing;
}

function nodePart(view: PathsView, box: NodeBox, name: string): SVGTemplateResult {
  const { node, x, y, drawn, hit } = box;
  const { locale, w, part } = view;
  const on = isChosen(view, node);
  const full = nodeName(w, node);
  const chosen = part?.byId.get(node.id)?.visits ?? 0;
  const left = node.kind === 'left';
  const kind = left ? 'lost' : node.kind === 'other' || full === w.gap ? 'past' : 'data';
  const inset = left ? 0.5 : 0;
  const lead = view.flow.columns[node.column]![0] === node;
  return svg`<g class="mk nd ${on ? 'on' : ''}" role="button" tabindex=${view.focus === node.id ? 0 : -1}
      data-id=${node.id} aria-pressed=${on} aria-label=${nodeLabel(view, node)}>
    <rect class="hit" x=${x - 4} y=${hit.y} width=${hit.width + 4} height=${hit.height}></rect>
    <rect class=${kind} part="node" x=${x + inset} y=${y + inset} width=${nodeWidth - 2 * inset}
      height=${Math.max(1, drawn - 2 * inset)} rx=${Math.min(2, drawn / 2)} fill=${left ? (on ? 'url(#p-sel)' : 'url(#p-left)') : nothing}></rect>
    ${chosen > 0 && !on && !left ? svg`<rect class="dsel" x=${x} y=${y} width=${nodeWidth} height=${Math.max(1.5, (drawn * chosen) / node.visits)} rx=${Math.min(2, drawn / 2)}></rect>` : nothing}
    <rect class="ring" x=${x - 3} y=${y - 3} width=${nodeWidth + 6} height=${drawn + 6} rx="4"></rect>
  </g>
    <text part="label" class=${lead ? 's' : ''} x=${box.labelX} y=${box.labelY} aria-hidden="true"><tspan>${name}</tspan><tspan class="nn" dx="6">${formatCount(locale, node.visits)}</tspan></text>`;
}

/** The links of the flow as their bands lie, for a tooltip's place. */
export function bandBox(layout: FlowLayout, link: FlowLink): { x: number; y: number; width: number; height: number } {
  const band = layout.links.get(link.id)!;
  const x = (band.x0 + band.x1) / 2;
  return { x: x - 4, width: 8, y: headRoom + (band.y0 + band.y1) / 2, height: band.height };
}
