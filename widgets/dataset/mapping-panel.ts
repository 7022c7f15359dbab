import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { PreviewColumn, SourcePreview } from '../../worker/protocol/mapping.js';
import { TpElement } from '../internal/base-element.js';
import { define } from '../internal/define.js';
import { icon } from '../internal/icons.js';
import { base } from '../styles/base.js';
import { asked, columnIndex, composeMapping, likelyColumns, looksHeadless } from './compose-mapping.js';
import type { Asked } from './compose-mapping.js';
import { TpMappingEvent } from './mapping-event.js';
import { mappingStyles } from './mapping-panel.styles.js';
import { drawing, selectArrow, selectBox } from './select-box.js';
import { datasetWords } from './words.js';
import type { DatasetWords } from './words.js';

/** Value of the option that says there is no event column. */
const constant = 'constant';

const rowsShown = 5;
const longestSample = 24;

/**
 * Asks which three columns say who, when and what, when the headers do not tell. What is certain is filled in; every
 * column shows its name and what is in it. `<tp-dataset>` shows it by itself.
 *
 * @summary Asks which columns hold the customer, the time and the touchpoint.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpMappingEvent} tpmapping - The person has answered.
 * @event {Event} cancel - The person wants no change; does not bubble.
 *
 * @csspart base - The card.
 * @csspart row - One of the three questions.
 * @csspart preview - The table of first rows.
 */
export class TpMapping extends TpElement {
  static override styles: CSSResultGroup = [base, selectBox, mappingStyles];

  /** What the first bytes of the source show. */
  @property({ attribute: false }) preview: SourcePreview | null = null;

  /** Name of the source, for the head. */
  @property({ attribute: 'source-name' }) sourceName = '';

  /** Why the last answer did not do. */
  @property({ attribute: false }) error: AnalyticsError | null = null;

  /** The answer is being tried. */
  @property({ type: Boolean }) busy = false;

  /** Offers a way out without an answer. */
  @property({ type: Boolean }) cancelable = false;

  @state() private chosen: Readonly<Record<Asked, string>> = { actor: '', time: '', event: '' };
  @state() private headless = false;
  @state() private faults: Readonly<Partial<Record<Asked, string>>> = {};

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('preview') && this.preview) {
      const { preview } = this;
      const certain = (field: Asked): string => text(columnIndex(preview, preview.proposal[field]));
      this.chosen = { actor: certain('actor'), time: certain('time'), event: certain('event') };
      this.headless = looksHeadless(preview);
      this.faults = {};
    }
    if (changed.has('error') && this.error) this.faults = { ...this.faults, ...this.#faultOf(this.error) };
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('error') && this.error) this.#focusFirst((field) => this.faults[field] !== undefined);
  }

  private get words(): DatasetWords {
    return datasetWords(this.locale);
  }

  private handleChoice(field: Asked, event: Event): void {
    this.chosen = { ...this.chosen, [field]: (event.target as HTMLSelectElement).value };
    // Faults already shown are judged anew at once; new ones wait for the button.
    if (Object.keys(this.faults).length > 0) this.faults = this.#check();
  }

  private readonly handleSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.busy || !this.preview) return;
    this.faults = this.#check();
    if (Object.keys(this.faults).length > 0) {
      this.#focusFirst((field) => this.faults[field] !== undefined);
      return;
    }
    const { actor, time, event: what } = this.chosen;
    const choice = {
      actor: Number(actor),
      time: Number(time),
      event: what === constant ? null : Number(what),
      headless: this.headless,
    };
    const mapping = composeMapping(this.preview, choice, this.words.constantEvent);
    this.dispatchEvent(new TpMappingEvent({ source: 'dataset', mapping }));
  };

  private readonly handleCancel = (): void => {
    this.dispatchEvent(new Event('cancel'));
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.cancelable || this.busy) return;
    event.stopPropagation();
    this.handleCancel();
  };

  /** Focuses the first question that has no answer yet, else the first. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.#focusFirst((field) => this.chosen[field] === '', options));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { preview, words } = this;
    if (!preview) return nothing;
    const open = asked.filter((field) => this.chosen[field] === '').length;
    return html`<form
      class="card"
      part="base"
      aria-labelledby="heading"
      novalidate
      @submit=${this.handleSubmit}
      @keydown=${this.handleKey}
    >
      <div class="hd">
        <div>
          <h2 id="heading">${words.mappingTitle}</h2>
          <p class="sub">${words.mappingScope(this.sourceName, preview.columns.length)}</p>
        </div>
      </div>
      <div class="asks">${asked.map((field) => this.#renderAsk(field, preview))}</div>
      ${this.#renderRows(preview)}
      <label class="first">
        <input
          type="checkbox"
          id="headless"
          .checked=${this.headless}
          ?disabled=${this.busy}
          @change=${(event: Event) => (this.headless = (event.target as HTMLInputElement).checked)}
        />
        ${words.headless}
      </label>
      <div class="ft">
        <span role="status">${this.busy ? words.reading : words.toLookAt(open)}</span>
        <span class="act">
          ${
            this.cancelable
              ? html`<button class="b" type="button" ?disabled=${this.busy} @click=${this.handleCancel}>
                  ${words.cancel}
                </button>`
              : nothing
          }
          <button class="b p" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy ? words.reading : words.showFunnel}
          </button>
        </span>
      </div>
    </form>`;
  }

  #renderAsk(field: Asked, preview: SourcePreview): TemplateResult {
    const { words } = this;
    const { label, hint } = words.asked[field];
    const value = this.chosen[field];
    const fault = this.faults[field];
    const likely = likelyColumns(preview, field);
    const rest = preview.columns.map((column) => column.index).filter((index) => !likely.includes(index));
    const option = (index: number): TemplateResult =>
      html`<option value=${text(index)} ?selected=${value === text(index)}>
        ${this.#optionText(preview, index)}
      </option>`;
    return html`<div class="ask" part="row">
      <div>
        <label for=${field}>${label}</label>
        <small id="${field}-hint">${hint}</small>
      </div>
      <span class="sel">
        <select
          class="inp"
          id=${field}
          aria-describedby="${field}-hint ${field}-fault"
          aria-invalid=${fault ? 'true' : 'false'}
          required
          ?disabled=${this.busy}
          .value=${value}
          @change=${(event: Event) => this.handleChoice(field, event)}
        >
          <option value="" ?selected=${value === ''} ?disabled=${value !== ''}>${words.choose}</option>
          ${
            likely.length > 0 && rest.length > 0
              ? html`<optgroup label=${words.likely}>${likely.map(option)}</optgroup>
                  <optgroup label=${words.otherColumns}>${rest.map(option)}</optgroup>`
              : [...likely, ...rest].map(option)
          }
          ${
            field === 'event'
              ? html`<option value=${constant} ?selected=${value === constant}>${words.noEventColumn}</option>`
              : nothing
          }
        </select>
        ${selectArrow}
      </span>
      <span class="state">${this.#renderState(field, preview)}</span>
      <span class="ev">${this.#renderEvidence(field, preview)}</span>
      <span class="fault" id="${field}-fault" role="alert" ?hidden=${!fault}
        >${fault ? icon('stop') : nothing}${fault}</span
      >
    </div>`;
  }

  #renderState(field: Asked, preview: SourcePreview): TemplateResult {
    const { words } = this;
    const value = this.chosen[field];
    if (value === '') return html`<span class="tag warn">${icon('warn')}${words.look}</span>`;
    const certain = text(columnIndex(preview, preview.proposal[field])) === value;
    return html`<span class="tag ${certain ? 'good' : ''}">${check}${certain ? words.sure : words.chosen}</span>`;
  }

  #renderEvidence(field: Asked, preview: SourcePreview): TemplateResult | typeof nothing {
    const column = preview.columns[Number(this.chosen[field])];
    if (this.chosen[field] === '' || !column) return nothing;
    const samples = column.samples.slice(0, 3).map(shorten).join(', ');
    if (samples === '') return html`<span class="t3">${this.words.noSamples}</span>`;
    return html`<span class="ell mono" title=${samples}
      ><span class="vh">${this.words.samples('')}</span>${samples}</span
    >`;
  }

  #renderRows(preview: SourcePreview): TemplateResult | typeof nothing {
    const first = this.headless ? [preview.columns.map(({ header }) => header)] : [];
    const rows = [...first, ...preview.rows].slice(0, rowsShown);
    if (rows.length === 0) return nothing;
    const { words } = this;
    const roleOf = (column: PreviewColumn): Asked | undefined =>
      asked.find((field) => this.chosen[field] === text(column.index));
    const title = words.firstRows(rows.length);
    return html`<div class="rows scroll" part="preview" role="region" aria-label=${title} tabindex="0">
      <table class="dt">
        <caption>
          ${title}
        </caption>
        <thead>
          <tr>
            ${preview.columns.map((column) => {
              const role = roleOf(column);
              return html`<th class=${role ? 'on' : ''} scope="col">
                ${this.#columnName(column)}${role ? html`<span class="tag">${words.asked[role].label}</span>` : nothing}
              </th>`;
            })}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${preview.columns.map(
                  (column) => html`<td class=${roleOf(column) ? 'on' : ''}>${row[column.index] ?? ''}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #columnName(column: PreviewColumn | undefined): string {
    if (!column) return '';
    return this.headless || column.header === '' ? this.words.column(column.index + 1) : column.header;
  }

  #optionText(preview: SourcePreview, index: number): string {
    const column = preview.columns[index];
    const name = this.#columnName(column);
    const samples = column?.samples.slice(0, 2).map(shorten).join(', ') ?? '';
    return samples === '' ? name : `${name} · ${samples}`;
  }

  #check(): Partial<Record<Asked, string>> {
    const { words, chosen } = this;
    const faults: Partial<Record<Asked, string>> = {};
    for (const [at, field] of asked.entries()) {
      if (chosen[field] === '') faults[field] = words.asked[field].missing;
      const other = asked.slice(0, at).find((before) => chosen[before] !== '' && chosen[before] === chosen[field]);
      if (other) {
        const column = this.#columnName(this.preview?.columns[Number(chosen[field])]);
        faults[field] = words.twice(column, words.asked[other].label, words.asked[field].label);
      }
    }
    return faults;
  }

  /** The question an error of the engine belongs to. */
  #faultOf(error: AnalyticsError): Partial<Record<Asked, string>> {
    const { words, chosen, preview } = this;
    if (error.code === 'time-unreadable') {
      return { time: words.timeUnreadable(this.#columnName(preview?.columns[Number(chosen.time)])) };
    }
    return { actor: words.failed };
  }

  #focusFirst(wanted: (field: Asked) => boolean, options?: FocusOptions): void {
    const field = asked.find(wanted) ?? 'actor';
    this.renderRoot.querySelector<HTMLSelectElement>(`#${field}`)?.focus(options);
  }
}

const check: TemplateResult = drawing('M3.5 8.5l3 3 6-7');

function text(index: number): string {
  return index < 0 ? '' : String(index);
}

function shorten(sample: string): string {
  return sample.length > longestSample ? `${sample.slice(0, longestSample - 1)}…` : sample;
}

define('tp-mapping', TpMapping);

declare global {
  interface HTMLElementTagNameMap {
    'tp-mapping': TpMapping;
  }
}
