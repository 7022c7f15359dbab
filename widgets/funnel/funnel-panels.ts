import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { ImportReport, RejectReason } from '../../worker/protocol/report.js';
import type { ActorRow } from '../../worker/protocol/result.js';
import type { FunnelMark } from '../../worker/protocol/spec.js';
import { formatCount, formatDate, formatRange, formatRate, formatWindow } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { notePart } from '../internal/state-parts.js';
import type { Messages } from '../locales/messages.js';
import type { FunnelView } from './funnel-chart.js';

/** The customers behind a mark, as far as they are fetched. */
export interface ActorList {
  readonly mark: FunnelMark;
  readonly actors: readonly ActorRow[];
  /** Length of the whole list; null until the first page is there. */
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: AnalyticsError | null;
}

/** The list of customers behind the chosen mark. */
export function actorPanel(
  view: FunnelView,
  list: ActorList,
  on: { close: () => void; more: () => void },
): TemplateResult {
  const { t, locale, names } = view;
  const { mark, actors, total, loading, error } = list;
  const title =
    mark.kind === 'left' ? t.listLeft(names[mark.step - 1]!, names[mark.step]!) : t.listReached(names[mark.step]!);
  return html`<section class="sect" part="list" aria-labelledby="list-title" aria-busy=${loading}>
    <header>
      <h3 id="list-title" tabindex="-1">${title}</h3>
      <button class="x push" type="button" aria-label=${t.close} @click=${on.close}>${icon('close')}</button>
    </header>
    ${
      actors.length > 0
        ? html`<div class="scroll list" tabindex="0" role="group" aria-labelledby="list-title">
            <table class="dt">
              <thead>
                <tr>
                  <th scope="col">${t.customer}</th>
                  <th scope="col" class="r">${t.touchpointsColumn}</th>
                  <th scope="col" class="r first">${t.inUtc(t.firstSeen)}</th>
                  <th scope="col" class="r">${t.inUtc(t.lastSeen)}</th>
                </tr>
              </thead>
              <tbody>
                ${actors.map(
                  (actor) =>
                    html`<tr>
                      <th scope="row" title=${actor.key}><bdi>${actor.label}</bdi></th>
                      <td class="r">${formatCount(locale, actor.rows)}</td>
                      <td class="r t2 first">${formatDate(locale, actor.firstMs, 'UTC')}</td>
                      <td class="r t2">${formatDate(locale, actor.lastMs, 'UTC')}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
        : nothing
    }
    ${
      error
        ? html`<div class="more">
            <span>${t.listFailed} · ${t.error[error.code].title}</span>
            <button class="b" type="button" @click=${on.more}>${t.retry}</button>
          </div>`
        : html`<div class="more" role="status">
            ${total === null ? t.listLoading : t.shown(formatCount(locale, actors.length), t.customers(total, formatCount(locale, total)))}
            ${
              total !== null && actors.length < total
                ? html`<button class="b push" type="button" ?disabled=${loading} @click=${on.more}>
                    ${loading ? t.listLoading : t.loadMore}
                  </button>`
                : nothing
            }
          </div>`
    }
  </section>`;
}

const samplesShown = 3;

/** What became of the source's rows: sum, reasons with counts and samples, and warnings. */
export function reportPanel(t: Messages, locale: Locale, report: ImportReport, close: () => void): TemplateResult {
  const reasons = (Object.entries(report.rejectedByReason) as Array<[RejectReason, number]>)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  const count = (n: number): string => formatCount(locale, n);
  return html`<section class="sect" part="report" aria-labelledby="report-title">
    <header>
      <h3 id="report-title" tabindex="-1">${t.importReport} · <bdi>${report.source}</bdi></h3>
      <button class="x push" type="button" aria-label=${t.close} @click=${close}>${icon('close')}</button>
    </header>
    <p class="sub">${t.importSum(count(report.rowsIn), count(report.accepted), count(report.rejected))}</p>
    <div class="scroll list" tabindex="0" role="group" aria-labelledby="report-title">
      <ul class="rep">
        ${reasons.map(([reason, n]) => {
          const samples = report.rejections.filter((rejection) => rejection.reason === reason).slice(0, samplesShown);
          return html`<li>
            <div class="hdl"><span>${t.reject[reason]}</span><span class="push">${count(n)}</span></div>
            ${samples.map(
              ({ record, line, raw }) =>
                html`<span class="smp">
                  ${t.importWhere(count(record), line > 0 ? count(line) : null)}<code
                    ><bdi>${clip(raw)}</bdi></code
                  ></span
                >`,
            )}
            ${
              n > samples.length && samples.length > 0
                ? html`<span class="smp">${t.importMore(n - samples.length, count(n - samples.length))}</span>`
                : nothing
            }
          </li>`;
        })}
        ${
          report.warnings.length > 0
            ? html`<li>
                <h4>${t.warnings}</h4>
                ${report.warnings.map(
                  (warning) =>
                    html`<span class="smp">
                      ${t.warning[warning.code](count(warning.count), warning.column ?? '')}${
                        warning.sample ? html`<code><bdi>${clip(warning.sample)}</bdi></code>` : nothing
                      }</span
                    >`,
                )}
              </li>`
            : nothing
        }
      </ul>
    </div>
  </section>`;
}

// A rejected row may be 4 KB long; a sample shows its beginning.
function clip(raw: string): string {
  return raw.length > 300 ? `${raw.slice(0, 300)}…` : raw;
}

/** Names the rules that the numbers on screen follow. Raised by one whenever a rule changes what a number means. */
export const funnelDefinitionVersion = 1;

/** The definition behind the rate, in words: what counts, order, window, ties, interval, what is left out. */
export function definitionPanel(view: FunnelView, close: () => void): TemplateResult {
  const { t, locale, spec, result, names } = view;
  const order = spec.order ?? 'ordered';
  const span = spec.windowMs ? formatWindow(locale, spec.windowMs) : null;
  const count = (n: number): string => formatCount(locale, n);
  const { unidentifiedRows, rejectedRows } = result.meta;
  const out = [
    unidentifiedRows > 0 && t.leftOutUnidentified(unidentifiedRows, count(unidentifiedRows)),
    rejectedRows > 0 && t.leftOutRejected(rejectedRows, count(rejectedRows)),
  ].filter((text) => text !== false);
  const total = count(result.stepCounts[0] ?? 0);
  const reached = count(result.stepCounts.at(-1) ?? 0);
  const window = span === null ? '' : t.definitionWindow(span);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [t.definitionCounts, t.definitionOf(reached, total)],
    [t.definitionOrderName, t.order[order]],
    [t.definitionWindowName, span ?? t.unbounded],
    [t.definitionTies, t.tie[spec.tie ?? 'any-order']],
    [t.definitionEntry, t.entry[spec.entry ?? 'best']],
    [t.definitionRange, rangeText(view) || t.allTime],
    [t.definitionInterval, t.wilson(view.level)],
    [t.leftOut, out.join(t.listSeparator) || t.leftOutNothing],
  ];
  return html`<div class="pop defp" part="definition" role="dialog" aria-labelledby="def-title">
    <header>
      <h3 id="def-title" tabindex="-1">${t.definitionName}</h3>
      <span class="tag">v${funnelDefinitionVersion}</span>
      <button class="x push" type="button" aria-label=${t.close} @click=${close}>${icon('close')}</button>
    </header>
    <p>${t.definitionSentence(names[0]!, names.at(-1)!, t.definitionOrder[order], window)}</p>
    <dl class="kv">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}

/** The range of the funnel in words; empty when it has none. */
export function rangeText({ spec, locale }: Pick<FunnelView, 'spec' | 'locale'>): string {
  return spec.range ? formatRange(locale, spec.range.from, spec.range.to) : '';
}

/** Level of the intervals in percent: `95%`. */
export function levelText(locale: Locale, level: number): string {
  return formatRate(locale, level).replace(/[.,]0%$/, '%');
}

/** Offered when a result could not be computed: says why, what to do, and the last good drawing if there is one. */
export function failureNote(t: Messages, error: AnalyticsError, actions: unknown): TemplateResult {
  return notePart(t.error[error.code].title, html`${t.stale} ${actions}`, 'bad', 'stop');
}
