import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { EventRow } from '../../worker/protocol/list.js';
import { qualityCodes } from '../../worker/protocol/quality.js';
import type {
  QualityCode,
  QualityFinding,
  QualityMark,
  QualityReport,
  QualitySample,
  QualitySeverity,
  QualitySource,
  QualitySpec,
} from '../../worker/protocol/quality.js';
import type { Clause, WidgetKind } from '../dataset/selection.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import { TpCard } from '../internal/card-element.js';
import type { ChosenList } from '../internal/card-element.js';
import type { Definition } from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatDate, formatMoment, formatRange } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { sameData } from '../internal/plain-data.js';
import type { TableData } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { effectText, findingText, shareText } from './finding-text.js';
import type { FindingText } from './finding-text.js';
import { qualitySpec } from './quality.spec.js';
import { qualityStyles } from './quality.styles.js';
import { qualityWords } from './words.js';
import type { QualityWords } from './words.js';

/** Raised by one whenever a rule changes what is found. */
const definitionVersion = 1;
const pageRows = 50;
const severities: readonly QualitySeverity[] = ['high', 'some', 'note'];

/** Rows behind a finding, as far as they are fetched. */
interface RowList {
  readonly id: string;
  readonly rows: readonly EventRow[];
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: AnalyticsError | null;
}

/**
 * What is wrong with the data, and what it does to the numbers: the account of every row that came, and findings by
 * their effect, each with samples, the rows and customers it touches, and how to mend it.
 *
 * Speaks of all sources of the `<tp-dataset>` around it, or of the one that `for` names. What is chosen elsewhere does
 * not narrow it.
 *
 * @summary A report on the data behind all numbers, with the effect of each defect and how to mend it.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpSelectEvent} tpselect - A person chose the customers that a finding touches, or cleared the choice; cancelable.
 * @event {TpReadyEvent} tpready - A report is drawn.
 * @event {TpErrorEvent} tperror - No report can be made; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The heading.
 * @csspart scope - The line under the heading.
 * @csspart lead - The sentence.
 * @csspart account - The account of rows by source.
 * @csspart finding - A finding, with its detail when it is open.
 * @csspart bar - A bar of rows, or of an effect.
 * @csspart detail - What an open finding says.
 * @csspart rows - The rows that a finding touches.
 * @csspart looked - What was looked for.
 * @csspart choice - The chip of the choice.
 * @csspart list - The list of customers.
 * @csspart message - An initial, empty or error message.
 * @csspart foot - The foot.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-data - Bars.
 * @cssproperty --tp-color-bad - Rejected rows.
 * @cssproperty --tp-color-warn - The sign of a finding that changes numbers.
 * @cssproperty --tp-radius-card - Corner of the card.
 */
export class TpQuality extends TpCard<QualityReport> {
  static override styles: CSSResultGroup = [TpCard.styles, qualityStyles];

  protected override readonly kind: WidgetKind = 'quality';
  protected override readonly main: AnalysisController<QualityReport> = new AnalysisController<QualityReport>(this, {
    spec: () => this.askedSpec,
    for: () => (this.anchor ? (this.anchor as { for?: string | null }).for : this.for),
    from: () => this.anchor ?? this,
    // The data are as good or bad as they are, whatever is chosen.
    free: true,
    period: false,
  });

  /** IANA zone whose days and nights count. Default UTC. */
  @property() zone: string | null = null;
  /** An element whose dataset the report is on; default: this one. Elements that open a report of their own set it. */
  @property({ attribute: false }) anchor: Element | null = null;

  /** Key of the open finding. */
  @state() private open: string | null = null;
  @state() private rowList: RowList | null = null;

  #abort: AbortController | null = null;

  /** The dataset whose data the report is on; null without one. */
  get reportsOn(): Element | null {
    return this.main.dataset;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  /** Brings the focus to the report's heading. */
  override focus(options?: FocusOptions): void {
    const title = this.renderRoot.querySelector<HTMLElement>('#heading');
    title?.setAttribute('tabindex', '-1');
    if (title) title.focus(options);
    else super.focus(options);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Words of rejections and warnings stand with the panels.
    this.loadPanels();
  }

  protected override resultChanged(result: QualityReport): void {
    if (this.open !== null && !result.findings.some((finding) => keyOf(finding) === this.open)) this.open = null;
    this.#closeRows();
  }

  // Card

  /** The moment the data were read is now: a report does not change while a page is open. */
  protected override get askedSpec(): QualitySpec {
    return qualitySpec(this.main.dataset, this.zone);
  }

  get #w(): QualityWords {
    return qualityWords(this.locale);
  }

  #text(finding: QualityFinding): FindingText | null {
    const { panels, locale } = this;
    return panels && findingText(locale, this.#w, panels.moreWords(locale), finding);
  }

  #count(n: number): string {
    return formatCount(this.locale, n);
  }

  protected override titleText(): string {
    return this.#w.title;
  }

  protected override scopeText(): string {
    const { result } = this;
    if (!result || result.sources.length === 0) return '';
    const { sources, rowsIn } = result;
    return this.#w.scope(sources.length, this.#count(sources.length), this.#count(rowsIn));
  }

  protected override sentence({ rowsIn, accepted, findings }: QualityReport): string {
    const w = this.#w;
    const high = findings.filter(({ severity }) => severity === 'high').length;
    const rows =
      rowsIn === accepted
        ? w.allIn(accepted, this.#count(accepted))
        : w.someIn(accepted, this.#count(accepted), this.#count(rowsIn));
    const effect =
      findings.length === 0 ? w.nothing : high === 0 ? w.noneHigh : w.high(high, w.numerals[high] ?? this.#count(high));
    return w.lead(rows, effect);
  }

  protected override figureText({ findings }: QualityReport): string {
    return this.#count(findings.filter(({ severity }) => severity !== 'note').length);
  }

  protected override emptyWords({ meta }: QualityReport): StateWords | null {
    return meta.rowsInScope === 0 ? this.#w.outOfScope : null;
  }

  protected override definition(result: QualityReport, spec: QualitySpec): Definition {
    const w = this.#w;
    const missing = absent(result);
    return {
      name: w.title,
      version: definitionVersion,
      sentence: w.definition,
      facts: [
        [w.definitionHigh, '≥ 1%'],
        [w.definitionSome, '≥ 0.1%'],
        [w.definitionZone, spec.tz ?? 'UTC'],
      ],
      more: html`<h4>${w.notFound(missing.length, this.#count(missing.length))}</h4>
        <p>${missing.map((code) => w.found[code].name).join(' · ')}</p>`,
    };
  }

  protected override table({ findings, findingsTotal }: QualityReport): TableData {
    const w = this.#w;
    return {
      title: w.title,
      columns: [
        { id: 'finding', title: w.columnFinding, kind: 'text' },
        { id: 'code', title: w.columnCode, kind: 'text' },
        { id: 'source', title: w.source, kind: 'text' },
        { id: 'about', title: w.columnSubject, kind: 'text' },
        { id: 'effect', title: w.columnEffect, kind: 'text' },
        { id: 'share', title: w.columnShare, kind: 'rate' },
        { id: 'rows', title: w.rows, kind: 'count' },
        { id: 'customers', title: this.t.customersColumn, kind: 'count' },
        { id: 'samples', title: w.samples, kind: 'text' },
        { id: 'mend', title: w.mend, kind: 'text' },
      ],
      rows: findings.map((finding) => {
        const { title, mend } = this.#text(finding) ?? { title: finding.code, mend: '' };
        const { code, source, subject, severity, share, rows, actors, samples } = finding;
        const texts = samples.map(({ text }) => text).join(' | ');
        return [title, code, source, subject, w.groups[severity], share, rows, actors, texts, mend];
      }),
      total: findingsTotal,
    };
  }

  protected override chosenList({ filter }: Clause): ChosenList | null {
    const spec = this.shownSpec;
    if (filter.kind !== 'actors' || !spec || !sameData(filter.spec, spec)) return null;
    const finding = this.result?.findings.find(({ mark }) => sameData(mark, filter.mark));
    if (!finding) return null;
    const title = this.#text(finding)?.title ?? this.#w.found[finding.code].name;
    return { mark: filter.mark, title, count: finding.actors };
  }

  protected override closeLayer(): boolean {
    if (this.rowList) {
      this.#closeRows();
      return true;
    }
    if (this.open === null) return false;
    const key = this.open;
    this.open = null;
    this.#focusFinding(key);
    return true;
  }

  // Drawing

  protected override renderBody(result: QualityReport): TemplateResult {
    const w = this.#w;
    const { findings, findingsTotal } = result;
    return html`${this.#account(result)}
    ${
      findings.length === 0
        ? html`<h3 class="qs">${w.clean.title}</h3>
            <p class="t2 clean">${w.clean.body}</p>
            <h3 class="qs">${w.lookedFor}</h3>
            ${this.#lookedFor(qualityCodes)}`
        : severities.map((severity) => this.#group(result, severity))
    }
    ${
      findingsTotal > findings.length
        ? html`<p class="t3">
            ${w.shownOf(findings.length, this.#count(findings.length), this.#count(findingsTotal))}
          </p>`
        : nothing
    }`;
  }

  /** Rows in = accepted + rejected, by source. */
  #account({ sources, rowsIn, accepted, rejected }: QualityReport): TemplateResult {
    const w = this.#w;
    const most = Math.max(1, ...sources.map((one) => one.rowsIn));
    if (this.narrow) {
      return html`<h3 class="qs">${w.rows}</h3>
        <ul class="accn" part="account">
          ${sources.map(
            (one) =>
              html`<li>
                <div class="ell" title=${one.source}><bdi>${one.source || w.noText}</bdi></div>
                ${this.#accountBar(one, most)}
                <span class="t2">${w.accountBar(this.#count(one.accepted), this.#count(one.rejected))}</span>
              </li>`,
          )}
        </ul>`;
    }
    const whole = { rowsIn, accepted, rejected };
    return html`<h3 class="qs">${w.rows}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label=${w.rows}>
        <table class="dt acc" part="account">
          <thead>
            <tr>
              <th scope="col">${w.source}</th>
              <th scope="col" class="r">${w.cameIn}</th>
              <th scope="col" class="r">${w.accepted}</th>
              <th scope="col" class="r">${w.rejected}</th>
              <th scope="col" class="barc"><span class="vh">${w.columnEffect}</span></th>
              <th scope="col" class="spn">${w.span}</th>
            </tr>
          </thead>
          <tbody>
            ${sources.map(
              (one) =>
                html`<tr>
                  <th scope="row" title=${one.source}>
                    <bdi>${one.source || w.noText}</bdi>
                    <span class="t3">${w.loadedTimes(one.loads, this.#count(one.loads))}</span>
                  </th>
                  ${this.#accountCells(one)}
                  <td class="barc">${this.#accountBar(one, most)}</td>
                  <td class="t2 spn">
                    ${
                      one.firstMs === null
                        ? '–'
                        : formatRange(this.locale, one.firstMs, one.lastMs! + 1, this.zone ?? 'UTC')
                    }
                  </td>
                </tr>`,
            )}
            ${
              sources.length > 1
                ? html`<tr class="sum">
                    <th scope="row">${w.all}</th>
                    ${this.#accountCells(whole)}
                    <td class="barc"></td>
                    <td class="spn"></td>
                  </tr>`
                : nothing
            }
          </tbody>
        </table>
      </div>`;
  }

  #accountCells({
    rowsIn,
    accepted,
    rejected,
  }: Pick<QualitySource, 'rowsIn' | 'accepted' | 'rejected'>): TemplateResult {
    return html`<td class="r">${this.#count(rowsIn)}</td>
      <td class="r">${this.#count(accepted)}</td>
      <td class="r ${rejected > 0 ? 'rj' : 't3'}">${this.#count(rejected)}</td>`;
  }

  /** Rows of a source on the scale of the greatest; what is there at all is seen. */
  #accountBar({ rowsIn, accepted, rejected }: QualitySource, most: number): TemplateResult {
    const width = 200;
    const whole = (width * rowsIn) / most;
    const lost = rejected === 0 ? 0 : Math.max(2, (whole * rejected) / Math.max(1, rowsIn));
    const kept = accepted === 0 ? 0 : Math.max(2, whole - lost - (rejected > 0 ? 1 : 0));
    return html`<svg part="bar" viewBox="0 0 ${width} 8" preserveAspectRatio="none" aria-hidden="true">
      ${kept > 0 ? svg`<rect class="okb" x="0" y="0" width=${kept} height="8" rx="1"></rect>` : nothing}
      ${lost > 0 ? svg`<rect class="rejb" x=${kept > 0 ? kept + 1 : 0} y="0" width=${lost} height="8" rx="1"></rect>` : nothing}
    </svg>`;
  }

  #group({ findings }: QualityReport, severity: QualitySeverity): TemplateResult | typeof nothing {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) return nothing;
    // A small effect is to look small, also where there is no greater one.
    const most = Math.max(0.1, ...findings.map(({ share }) => share));
    return html`<h3 class="qs">${this.#w.groups[severity]}</h3>
      ${repeat(own, keyOf, (finding) => this.#finding(finding, most))}`;
  }

  #finding(finding: QualityFinding, most: number): TemplateResult {
    const { locale } = this;
    const w = this.#w;
    const key = keyOf(finding);
    const open = this.open === key;
    const title = this.#text(finding)?.title ?? w.found[finding.code].name;
    const { share, shareOf, rows, actors, severity, source } = finding;
    // Of the two it is the one that the share is of.
    const count =
      shareOf === 'actors'
        ? w.countCustomers(actors, this.#count(actors))
        : shareOf === 'missing'
          ? w.sampleDays(finding.facts['days']!, this.#count(finding.facts['days']!))
          : rows > 0
            ? w.countRows(rows, this.#count(rows))
            : '';
    return html`<div class="fnd" part="finding" data-code=${finding.code}>
      <button
        class="frow sev-${severity}"
        type="button"
        data-key=${key}
        aria-expanded=${open}
        @click=${() => this.#toggle(key)}
      >
        ${icon(severity === 'high' ? 'warn' : 'info')}
        <span>
          <span class="ft1">${title}</span>
          ${source === null ? nothing : html`<span class="ft2"><span class="sep"> · </span><bdi>${source || w.noText}</bdi></span>`}
        </span>
        <span class="qbar">
          <svg part="bar" viewBox="0 0 120 8" preserveAspectRatio="none" aria-hidden="true">
            ${
              share > 0
                ? svg`<rect class="trk" x="0" y="3" width="120" height="2"></rect><rect class="effb" x="0" y="0" width=${Math.max(2, (120 * share) / most)} height="8" rx="1"></rect>`
                : nothing
            }
          </svg>
        </span>
        <span class="shr">${share > 0 ? shareText(locale, share) : '–'}</span>
        <span class="cnt">${count}</span>
        <svg class="ic chev" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 6L8 10.5 12.5 6"></path></svg>
      </button>
      ${open ? this.#detail(finding, key) : nothing}
    </div>`;
  }

  #detail(finding: QualityFinding, key: string): TemplateResult {
    const { locale } = this;
    const w = this.#w;
    const text = this.#text(finding);
    if (!text) return html``;
    const { what, mend, title } = text;
    const { samples, mark, rows, actors } = finding;
    const list = this.rowList?.id === key ? this.rowList : null;
    return html`<div class="det" part="detail">
      <p>${what}</p>
      <p class="t3">${effectText(locale, w, finding)}</p>
      ${
        samples.length > 0
          ? html`<h4>${w.samples}</h4>
              ${this.#samples(finding)}`
          : nothing
      }
      <h4>${w.mend}</h4>
      <p>${mend}</p>
      ${
        mark
          ? html`<div class="act">
                ${
                  rows > 0
                    ? html`<button
                        class="b"
                        type="button"
                        data-opens="rows"
                        aria-expanded=${list !== null}
                        @click=${() => (list ? this.#closeRows() : this.#openRows(key, mark))}
                      >
                        ${icon('table')}<span>${list ? w.hideRows : w.showRows(rows, this.#count(rows))}</span>
                      </button>`
                    : nothing
                }
                ${
                  actors > 0
                    ? html`<button
                          class="b"
                          type="button"
                          data-opens="customers"
                          @click=${() => this.openList(mark, title)}
                        >
                          ${icon('list')}<span>${w.showCustomers(actors, this.#count(actors))}</span>
                        </button>
                        ${
                          this.selection
                            ? html`<button
                                class="b q"
                                type="button"
                                aria-pressed=${this.#isChosen(mark)}
                                @click=${() => this.#choose(mark, title)}
                              >
                                ${icon('filter')}<span>${w.choose}</span>
                              </button>`
                            : nothing
                        }`
                    : nothing
                }
              </div>
              ${list ? this.#rows(list, mark) : nothing}`
          : nothing
      }
    </div>`;
  }

  #samples({ code, samples }: QualityFinding): TemplateResult {
    const w = this.#w;
    const note = ({ count, at }: QualitySample): string => {
      if (code === 'days-without-rows') return w.sampleDays(count, this.#count(count));
      if (code === 'sudden-drops') return w.sampleCount(count, this.#count(count));
      if (at !== null) return formatMoment(this.locale, at, this.zone ?? 'UTC');
      return count > 1 ? w.sampleCount(count, this.#count(count)) : '';
    };
    const text = (sample: QualitySample): string => {
      const { at } = sample;
      if (at !== null && (code === 'days-without-rows' || code === 'sudden-drops')) {
        return formatDate(this.locale, at, this.zone ?? 'UTC');
      }
      return sample.text || w.noText;
    };
    return html`<ul class="smpl">
      ${samples.map(
        (sample) =>
          html`<li>
            <code><bdi>${text(sample)}</bdi></code
            ><span class="t3">${note(sample)}</span>
          </li>`,
      )}
    </ul>`;
  }

  #rows(list: RowList, mark: QualityMark): TemplateResult {
    const w = this.#w;
    const { panels } = this;
    if (!panels) return html``;
    const more = panels.moreWords(this.locale);
    const { rows, total, loading, error } = list;
    const moment = (ms: number): string => formatMoment(this.locale, ms, 'UTC');
    return html`<div part="rows">
      ${
        rows.length > 0
          ? html`<div class="scroll rowl" tabindex="0" role="group" aria-label=${w.rows}>
              <table class="dt">
                <thead>
                  <tr>
                    <th scope="col">${w.time}</th>
                    <th scope="col">${w.touchpoint}</th>
                    <th scope="col">${more.customer}</th>
                    ${mark.code === 'conflicting-values' ? html`<th scope="col"><bdi>${mark.subject}</bdi></th>` : nothing}
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    (row) =>
                      html`<tr>
                        <td class="t2">${moment(row.time)}</td>
                        <td><bdi>${row.event ?? w.noText}</bdi></td>
                        <td title=${row.actor ?? nothing}>
                          ${row.actor === null ? html`<span class="t3">${w.nobody}</span>` : html`<bdi>${row.label}</bdi>`}
                        </td>
                        ${mark.code === 'conflicting-values' ? html`<td><bdi>${String(row.values[0] ?? '')}</bdi></td>` : nothing}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
          : nothing
      }
      ${panels.listFoot(
        this.t,
        this.locale,
        {
          total,
          shown: rows.length,
          loading,
          error,
          sentence: (all) => w.rowsShown(this.#count(rows.length), this.#count(all)),
        },
        () => void this.#loadRows(mark),
      )}
    </div>`;
  }

  #lookedFor(codes: readonly QualityCode[]): TemplateResult {
    const w = this.#w;
    return html`<ul class="lkd" part="looked">
      ${codes.map((code) => html`<li>${icon('check')}<span>${w.found[code].name}</span></li>`)}
    </ul>`;
  }

  // What a person does

  #toggle(key: string): void {
    this.open = this.open === key ? null : key;
    this.#closeRows();
  }

  #focusFinding(key: string): void {
    void this.updateComplete.then(() =>
      [...this.renderRoot.querySelectorAll<HTMLElement>('.frow')].find((row) => row.dataset['key'] === key)?.focus(),
    );
  }

  #isChosen(mark: QualityMark): boolean {
    const spec = this.shownSpec;
    return spec !== null && sameData(this.chosenMark(spec), mark);
  }

  #choose(mark: QualityMark, title: string): void {
    const spec = this.shownSpec;
    if (spec) this.choose({ mark, filter: { kind: 'actors', spec, mark }, label: { key: 'customers', args: [title] } });
  }

  #openRows(id: string, mark: QualityMark): void {
    this.rowList = { id, rows: [], total: null, loading: false, error: null };
    void this.#loadRows(mark);
  }

  #closeRows(): void {
    this.#abort?.abort();
    this.rowList = null;
  }

  async #loadRows(mark: QualityMark): Promise<void> {
    const list = this.rowList;
    if (!list) return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.rowList = { ...list, loading: true, error: null };
    try {
      const properties = mark.code === 'conflicting-values' && mark.subject !== null ? [mark.subject] : [];
      const page = { offset: list.rows.length, limit: pageRows, properties };
      const { rows, total } = await this.main.listRows(mark, page, abort.signal);
      if (!abort.signal.aborted) {
        this.rowList = { ...list, rows: [...list.rows, ...rows], total, loading: false };
      }
    } catch (thrown) {
      if (!abort.signal.aborted) this.rowList = { ...list, loading: false, error: toAnalyticsError(thrown) };
    }
  }
}

/** Tells a finding from the others of a report. */
function keyOf({ code, source, subject }: QualityFinding): string {
  return JSON.stringify([code, source, subject]);
}

/** What was looked for and is not there. */
function absent({ findings }: QualityReport): QualityCode[] {
  const there = new Set(findings.map(({ code }) => code));
  return qualityCodes.filter((code) => !there.has(code));
}

define('tp-quality', TpQuality);

declare global {
  interface HTMLElementTagNameMap {
    'tp-quality': TpQuality;
  }
}
