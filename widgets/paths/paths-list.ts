import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount, formatRate } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import type { FlowLink, FlowNode } from './paths.flow.js';
import { columnName, isChosen, nodeName } from './paths-view.js';
import type { PathsView } from './paths-view.js';

/** Flow in a narrow place: the columns below each other, each node a bar; a node that is open shows where it leads. */
export function flowList(
  view: PathsView,
  open: ReadonlySet<string>,
  toggle: (id: string) => void,
  waysOut: (name: string) => string,
): TemplateResult {
  const { flow, w } = view;
  return html`<svg class="vh" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="p-left" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hbg" width="6" height="6"></rect>
          <path class="hp" d="M.5 0v6"></path>
        </pattern>
      </defs>
    </svg>
    <div class="pl" role="group" aria-label=${w.chart}>
      ${flow.columns.map(
        (nodes, column) =>
          html`<h3 class="plh">${columnName(w, flow, column)}</h3>
            <ul>
              ${nodes.map((node) => {
                const links = flow.links.filter(({ source }) => source === node.id);
                const opened = open.has(node.id);
                return html`<li>
                  <div class="plr">
                    ${nodeButton(view, node)}
                    ${
                      links.length > 0
                        ? html`<button
                            class="x"
                            type="button"
                            aria-expanded=${opened}
                            aria-label=${waysOut(nodeName(w, node))}
                            @click=${() => toggle(node.id)}
                          >
                            ${icon(opened ? 'up' : 'down')}
                          </button>`
                        : html`<span class="x" aria-hidden="true"></span>`
                    }
                  </div>
                  ${
                    opened
                      ? html`<ul class="plo">
                          ${links.map((link) => html`<li>${linkButton(view, link, node)}</li>`)}
                        </ul>`
                      : nothing
                  }
                </li>`;
              })}
            </ul>`,
      )}
    </div>`;
}

function nodeButton(view: PathsView, node: FlowNode): TemplateResult {
  const { flow, w, locale, part } = view;
  const on = isChosen(view, node);
  const name = nodeName(w, node);
  const width = Math.max(80, view.width - 32);
  const bar = Math.max(2, (node.visits / Math.max(1, flow.sessions)) * width);
  const chosen = part?.byId.get(node.id)?.visits ?? 0;
  const kind = node.kind === 'left' ? 'lost' : node.kind === 'other' ? 'past' : 'data';
  return html`<button class="plb ${on ? 'on' : ''}" part="node" type="button" data-id=${node.id} aria-pressed=${on}>
    <span class="pln"
      ><bdi class="ell">${name}</bdi><span class="push s">${formatCount(locale, node.visits)}</span
      ><span class="t3 plp">${formatRate(locale, node.visits / Math.max(1, flow.sessions))}</span></span
    >
    <svg class="c" width=${width} height="10" aria-hidden="true">
      ${svg`<rect class=${kind} x="0.5" y="0.5" width=${Math.max(1, bar - 1)} height="9" rx="2" fill=${node.kind === 'left' ? 'url(#p-left)' : nothing}></rect>`}
      ${chosen > 0 && !on ? svg`<rect class="dsel" x="0" y="0" width=${Math.max(2, (bar * chosen) / node.visits)} height="10" rx="2"></rect>` : nothing}
    </svg>
  </button>`;
}

function linkButton(view: PathsView, link: FlowLink, source: FlowNode): TemplateResult {
  const { flow, w, locale } = view;
  const on = isChosen(view, link);
  return html`<button class="plk ${on ? 'on' : ''}" type="button" data-id=${link.id} aria-pressed=${on}>
    <span aria-hidden="true">→</span><bdi class="ell">${nodeName(w, flow.byId.get(link.target)!)}</bdi>
    <span class="push nw cnt">${formatCount(locale, link.count)}</span>
    <span class="t3 plp">${formatRate(locale, link.count / source.visits)}</span>
  </button>`;
}
