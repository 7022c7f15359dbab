import { html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import type { PathsMark } from '../../worker/protocol/paths.js';
import { formatCount, formatPoints, formatRate } from '../internal/format.js';
import type { FlowLink } from './paths.flow.js';
import { nodeName } from './paths-view.js';
import type { PathsView } from './paths-view.js';

/** A link that one group takes more often than the other, and how sure that is. */
export interface Contrast {
  readonly link: FlowLink;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: 'higher' | 'lower' | 'unclear';
}

const rows = 8;

/** Links by how clearly the groups differ: those whose interval leaves zero out first, by the end of it nearest to zero. */
export function contrasts(links: readonly FlowLink[]): Contrast[] {
  const found = links.flatMap((link): Contrast[] => {
    const { difference = null, interval = null } = link.comparison ?? {};
    if (difference === null || interval === null) return [];
    const [low, high] = interval;
    return [{ link, difference, low, high, verdict: low > 0 ? 'higher' : high < 0 ? 'lower' : 'unclear' }];
  });
  const surely = ({ low, high }: Contrast): number => (low > 0 ? low : high < 0 ? -high : 0);
  return found.sort((a, b) => surely(b) - surely(a) || Math.abs(b.difference) - Math.abs(a.difference));
}

/** What those who converted do differently: shares of either group, difference and interval on one axis. */
export function compareTable(
  view: PathsView,
  groups: { readonly converted: number; readonly notConverted: number },
  name: string,
  level: string,
  choose: (mark: PathsMark, link: FlowLink) => void,
): TemplateResult {
  const { w, locale, flow } = view;
  const all = contrasts(flow.links);
  const clear = all.filter(({ verdict }) => verdict !== 'unclear');
  const shown = (clear.length > 0 ? clear : all).slice(0, rows);
  const most = Math.max(0.01, ...shown.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))));
  const count = (n: number): string => formatCount(locale, n);
  const narrow = view.width < 520;
  return html`<section class="sect cmp" part="comparison" aria-labelledby="compare-title">
    <header><h3 id="compare-title">${w.compareTitle(name)}</h3></header>
    <p class="sub">
      ${w.compareGroups(w.customers(groups.converted, count(groups.converted)), w.customers(groups.notConverted, count(groups.notConverted)))}
      ${Math.min(groups.converted, groups.notConverted) < 30 ? w.lowN : nothing}
      ${clear.length === 0 ? w.noDifference : nothing}
    </p>
    ${
      shown.length === 0
        ? nothing
        : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="compare-title">
            <table class="dt">
              <thead>
                <tr>
                  <th scope="col">${w.pathColumn}</th>
                  <th scope="col" class="r">${w.did(name)}</th>
                  <th scope="col" class="r">${w.didNot}</th>
                  ${narrow ? nothing : html`<th scope="col">${w.interval(level)}</th>`}
                  <th scope="col">${w.difference}</th>
                </tr>
              </thead>
              <tbody>
                ${shown.map(({ link, difference, low, high, verdict }) => {
                  const source = flow.byId.get(link.source)!;
                  const target = flow.byId.get(link.target)!;
                  const text = w.link(nodeName(w, source), nodeName(w, target));
                  const at = { kind: 'edge' as const, source: link.source, target: link.target };
                  const { converted, notConverted, convertedShare, notConvertedShare } = link.comparison!;
                  const cell = (n: number, share: number | null, group: 'converted' | 'notConverted'): TemplateResult =>
                    n === 0
                      ? html`<span class="t3">${formatRate(locale, share)}</span>`
                      : html`<button
                          class="lnk"
                          type="button"
                          aria-label="${text}: ${w.customers(n, count(n))}, ${formatRate(locale, share)}"
                          @click=${() => choose({ ...at, group }, link)}
                        >
                          ${formatRate(locale, share)}
                        </button>`;
                  return html`<tr>
                    <th scope="row" class="ell" title=${text}>
                      <span class="t3">${source.column + 1}</span> <bdi>${text}</bdi>
                    </th>
                    <td class="r">${cell(converted, convertedShare, 'converted')}</td>
                    <td class="r">${cell(notConverted, notConvertedShare, 'notConverted')}</td>
                    ${narrow ? nothing : html`<td class="axis">${intervalPart(difference, low, high, most)}</td>`}
                    <td class=${verdict === 'unclear' ? 't3' : ''}>
                      ${verdict === 'unclear' ? '' : verdict === 'higher' ? '▲ ' : '▼ '}${formatPoints(locale, difference)}
                      ${w[verdict]}
                    </td>
                  </tr>`;
                })}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

const axis = 180;

function intervalPart(difference: number, low: number, high: number, most: number): TemplateResult {
  const x = (value: number): number => Math.round((axis / 2 + (value / most) * (axis / 2 - 8)) * 10) / 10;
  const marks: SVGTemplateResult = svg`<path class="zero" d="M${axis / 2 + 0.5} 0V20"></path>
    <path class="iv2" d="M${x(low)} 10H${x(high)}"></path>
    <circle class="dt2" cx=${x(difference)} cy="10" r="4.5"></circle>`;
  return html`<svg class="c" width=${axis} height="20" aria-hidden="true">${marks}</svg>`;
}
