import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { VariantsMark, VariantsResult } from '../../worker/protocol/paths.js';
import { formatCount, formatRate, formatSpan } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { sameData } from '../internal/plain-data.js';
import { namesShown, pathText } from './paths-view.js';
import type { PathsWords } from './words.js';

/** Everything the list of variants reads. */
export interface VariantsView {
  readonly result: VariantsResult;
  readonly w: PathsWords;
  readonly locale: Locale;
  readonly chosen: VariantsMark | null;
  readonly choose: (mark: VariantsMark) => void;
  readonly more: () => void;
  readonly narrow: boolean;
}

const sideRows = 5;

/** Whole paths with their customers; coming back and waiting beside them. */
export function variantsView(view: VariantsView): TemplateResult {
  const { result, w, locale } = view;
  const onePathEach = result.sequences === result.actors;
  return html`<div class="vw">
    <div class="scroll vt" tabindex="0" role="group" aria-label=${w.variants}>
      <table class="dt">
        <caption class="vh">
          ${w.variants}
        </caption>
        <thead>
          <tr>
            <th scope="col">${w.variant}</th>
            <th scope="col" class="r">${w.customersColumn}</th>
            ${onePathEach || view.narrow ? nothing : html`<th scope="col" class="r">${w.sessionsColumn}</th>`}
            <th scope="col" class="r">${w.share}</th>
          </tr>
        </thead>
        <tbody>
          ${result.variants.map(({ nodes, actors, count, share }) => {
            const mark: VariantsMark = { kind: 'variant', nodes };
            const on = sameData(view.chosen, mark);
            return html`<tr class=${on ? 'on' : ''}>
              <th scope="row" title=${nodes.join(' → ')}>
                <span class="vp"
                  >${shownNames(nodes).map(
                    (name, i) =>
                      html`${i > 0 ? html`<span class="t3 arr" aria-hidden="true">→</span>` : nothing}<bdi
                          class=${name === null ? 't3' : 'vn'}
                          >${name ?? `… ${formatCount(locale, nodes.length - namesShown + 1)} …`}</bdi
                        >`,
                  )}</span
                >
                <svg class="c vb" width="100%" height="4" aria-hidden="true">
                  ${svg`<rect class=${on ? 'dsel' : 'data'} width="${Math.max(0.5, (share / (result.variants[0]?.share ?? 1)) * 100)}%" height="4" rx="2"></rect>`}
                </svg>
              </th>
              <td class="r">
                ${door(view, mark, formatCount(locale, actors), w.variantMark(pathText(nodes), w.customers(actors, formatCount(locale, actors)), formatRate(locale, share)))}
              </td>
              ${onePathEach || view.narrow ? nothing : html`<td class="r t2">${formatCount(locale, count)}</td>`}
              <td class="r t2">${formatRate(locale, share)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="more">
        <span class="t3"
          >${w.variantsShown(formatCount(locale, result.variants.length), formatCount(locale, result.variantsTotal))}</span
        >
        ${
          result.variants.length < result.variantsTotal
            ? html`<button class="b push" type="button" @click=${view.more}>${w.moreVariants}</button>`
            : nothing
        }
      </p>
    </div>
    <div class="vs">${rework(view)} ${waits(view)}</div>
  </div>`;
}

function shownNames(nodes: readonly string[]): ReadonlyArray<string | null> {
  return nodes.length <= namesShown ? nodes : [...nodes.slice(0, namesShown - 2), null, nodes.at(-1)!];
}

function door(view: VariantsView, mark: VariantsMark, text: string, label: string): TemplateResult {
  const on = sameData(view.chosen, mark);
  return html`<button
    class="lnk ${on ? 'on' : ''}"
    part="count"
    type="button"
    aria-pressed=${on}
    aria-label=${label}
    @click=${() => view.choose(mark)}
  >
    ${text}
  </button>`;
}

function rework(view: VariantsView): TemplateResult {
  const { result, w, locale } = view;
  return html`<section class="side" aria-labelledby="rework-title">
    <h3 id="rework-title">${w.rework}</h3>
    <p class="sub">${w.reworkNote}</p>
    ${
      result.rework.length === 0
        ? html`<p class="t3 none">${w.noRework}</p>`
        : html`<ul>
            ${result.rework.slice(0, sideRows).map(({ name, actors, visits }) => {
              const customers = w.customers(actors, formatCount(locale, actors));
              const times = w.reworkVisits(visits, formatCount(locale, visits));
              return html`<li>
                <bdi class="ell">${name}</bdi>
                <span class="push t3 nw">${times}</span>
                ${door(view, { kind: 'rework', name }, formatCount(locale, actors), `${name}: ${customers}, ${times}`)}
              </li>`;
            })}
          </ul>`
    }
  </section>`;
}

function waits(view: VariantsView): TemplateResult | typeof nothing {
  const { result, w, locale } = view;
  // A wait that a handful of customers had says little of the way itself.
  const enough = Math.max(1, result.actors * 0.01);
  const longest = result.waiting
    .filter(({ actors }) => actors >= enough)
    .sort((a, b) => b.medianMs - a.medianMs || b.count - a.count)
    .slice(0, sideRows);
  if (longest.length === 0) return nothing;
  return html`<section class="side" aria-labelledby="waits-title">
    <h3 id="waits-title">${w.waiting}</h3>
    <p class="sub">${w.waitingNote}</p>
    <ul>
      ${longest.map(({ source, target, actors, medianMs }) => {
        const customers = w.customers(actors, formatCount(locale, actors));
        const span = formatSpan(locale, medianMs);
        return html`<li>
          <bdi class="ell">${w.link(source, target)}</bdi>
          <span class="push t3 nw">${span}</span>
          ${door(view, { kind: 'waiting', source, target }, formatCount(locale, actors), `${w.link(source, target)}: ${customers}, ${span}`)}
        </li>`;
      })}
    </ul>
  </section>`;
}
