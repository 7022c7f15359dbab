import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { Locale } from '../internal/format.js';
import { totalText } from './matrix-chart.js';
import { amountOf } from './matrix-model.js';
import type { MatrixLine, Measure } from './matrix-model.js';
import type { HeatmapWords } from './words.js';

/** A row that a week can be drawn of; `feature` null for all together. */
export interface RowChoice {
  readonly feature: number | null;
  readonly name: string;
  readonly line: MatrixLine;
}

/** What the list of rows is made from. */
export interface RowListInput {
  readonly rows: readonly RowChoice[];
  readonly feature: number | null;
  /** Of the rows' totals; a share has none. */
  readonly measure: Measure;
  /** What the rows are: `feature`. */
  readonly heading: string;
  readonly locale: Locale;
  readonly t: HeatmapWords;
  readonly show: (feature: number | null) => void;
}

/** The rows beside a week: names and totals, and which one is drawn. */
export function rowList({ rows, feature, measure, heading, locale, t, show }: RowListInput): TemplateResult {
  const most = rows.reduce(
    (max, { line, feature: own }) => (own === null ? max : Math.max(max, amountOf(line, measure) ?? 0)),
    0,
  );
  return html`<div class="hl" part="rows">
    <p class="hlh"><span class="ell">${heading}</span><span>${t.measure[measure]}</span></p>
    <ul class="hls" @keydown=${moveInRows}>
      ${rows.map(({ feature: own, name, line }) => {
        const amount = amountOf(line, measure) ?? 0;
        const width = most === 0 ? 0 : Math.min(176, Math.max(amount > 0 ? 2 : 0, (amount / most) * 176));
        return html`<li>
          <button
            class="hrow"
            type="button"
            tabindex=${own === feature ? 0 : -1}
            aria-pressed=${own === feature}
            title=${name}
            @click=${() => show(own)}
          >
            <span class="ell"><bdi>${name}</bdi></span
            ><span class="n num"
              >${amountOf(line, measure) === null && line.state === 'told' ? nothing : totalText(locale, t, measure, line)}</span
            >
            ${
              own === null
                ? nothing
                : html`<svg aria-hidden="true" viewBox="0 0 176 2" preserveAspectRatio="none">
                    <rect class="track" width="176" height="2"></rect>
                    ${svg`<rect class="fill" width=${Math.round(width * 10) / 10} height="2" rx="1"></rect>`}
                  </svg>`
            }
          </button>
        </li>`;
      })}
    </ul>
  </div>`;
}

function moveInRows(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const rows = [...list.querySelectorAll<HTMLElement>('.hrow')];
  const at = rows.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  rows[Math.max(0, Math.min(rows.length - 1, to))]!.focus();
}

/** The same choice where there is no room for a list beside the drawing. */
export function rowPick({ rows, feature, heading, show }: RowListInput): TemplateResult {
  return html`<select
    class="pick hpick"
    aria-label=${heading}
    @change=${(event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      show(value === '' ? null : Number(value));
    }}
  >
    ${rows.map(
      ({ feature: own, name }) =>
        html`<option value=${own === null ? '' : String(own)} ?selected=${own === feature}>${name}</option>`,
    )}
  </select>`;
}
