import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { ActorRow, DatasetInfo } from '../../worker/protocol/result.js';
import type { FunnelMark } from '../../worker/protocol/spec.js';
import {
  formatCount,
  formatDate,
  formatInterval,
  formatRate,
  formatSpan,
  formatWindow,
  noValue,
} from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { enMore } from '../locales/en-more.js';
import { loadedMore } from '../locales/messages.js';
import type { MoreMessages, StateWords } from '../locales/messages.js';
import {
  door,
  eventsOf,
  funnelDefinitionVersion,
  isLow,
  leftDoor,
  markCount,
  neverHappens,
  previousRate,
  rangeText,
  stepButton,
  stepMarks,
  whisker,
} from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import { layoutRows, lowCount, shortNames } from './funnel.layout.js';

export { failureWords, noRowsWords, panelStyles, reportPanel } from '../internal/card-panels.js';
export type { FailureWords } from '../internal/card-panels.js';

/** What of a view the panels need, with their own words. */
const wordsOf = (locale: Locale): MoreMessages => loadedMore(locale) ?? enMore;

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
  const more = wordsOf(locale);
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
                  <th scope="col">${more.customer}</th>
                  <th scope="col" class="r">${more.touchpointsColumn}</th>
                  <th scope="col" class="r first">${more.inUtc(more.firstSeen)}</th>
                  <th scope="col" class="r">${more.inUtc(more.lastSeen)}</th>
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
            <span>${more.listFailed} · ${more.errorTitle[error.code]}</span>
            <button class="b" type="button" @click=${on.more}>${t.retry}</button>
          </div>`
        : html`<div class="more" role="status">
            ${total === null ? more.listLoading : more.shown(formatCount(locale, actors.length), t.customers(total, formatCount(locale, total)))}
            ${
              total !== null && actors.length < total
                ? html`<button class="b push" type="button" ?disabled=${loading} @click=${on.more}>
                    ${loading ? more.listLoading : more.loadMore}
                  </button>`
                : nothing
            }
          </div>`
    }
  </section>`;
}

/** The definition behind the rate, in words: what counts, order, window, ties, interval, what is left out. */
export function definitionPanel(view: FunnelView, close: () => void): TemplateResult {
  const { t, locale, spec, result, names } = view;
  const more = wordsOf(locale);
  const order = spec.order ?? 'ordered';
  const span = spec.windowMs ? formatWindow(locale, spec.windowMs) : null;
  const count = (n: number): string => formatCount(locale, n);
  const { unidentifiedRows, rejectedRows } = result.meta;
  const out = [
    unidentifiedRows > 0 && more.leftOutUnidentified(unidentifiedRows, count(unidentifiedRows)),
    rejectedRows > 0 && more.leftOutRejected(rejectedRows, count(rejectedRows)),
  ].filter((text) => text !== false);
  const total = count(result.stepCounts[0] ?? 0);
  const reached = count(result.stepCounts.at(-1) ?? 0);
  const window = span === null ? '' : more.definitionWindow(span);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [more.definitionCounts, more.definitionOf(reached, total)],
    [more.definitionOrderName, t.order[order]],
    [more.definitionWindowName, span ?? more.unbounded],
    [more.definitionTies, more.tie[spec.tie ?? 'any-order']],
    [more.definitionEntry, more.entry[spec.entry ?? 'best']],
    [more.definitionRange, rangeText(view) || more.allTime],
    [more.definitionInterval, more.wilson(view.level)],
    [more.leftOut, out.join(t.listSeparator) || more.leftOutNothing],
  ];
  return html`<div class="pop defp" part="definition" role="dialog" aria-labelledby="def-title">
    <header>
      <h3 id="def-title" tabindex="-1">${t.definitionName}</h3>
      <span class="tag">v${funnelDefinitionVersion}</span>
      <button class="x push" type="button" aria-label=${t.close} @click=${close}>${icon('close')}</button>
    </header>
    <p>${more.definitionSentence(names[0]!, names.at(-1)!, more.definitionOrder[order], window)}</p>
    <dl class="kv">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}

/** The numbers of the chart, with the same doors, as a plain table. */
export function numbersTable(view: FunnelView): TemplateResult {
  const { result, t, locale, names } = view;
  const more = wordsOf(locale);
  return html`<table class="dt">
    <caption class="vh">
      ${t.funnel}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t.step}</th>
        <th scope="col" class="r">${t.customersColumn}</th>
        <th scope="col" class="r">${t.fromStart}</th>
        <th scope="col" class="r">${t.interval(view.level)}</th>
        <th scope="col" class="r">${t.fromPrevious}</th>
        <th scope="col" class="r">${t.interval(view.level)}</th>
        <th scope="col" class="r">${t.leftBeforeStep}</th>
        <th scope="col" class="r">${t.medianTime}</th>
        <th scope="col" class="r">${more.averageTime}</th>
      </tr>
    </thead>
    <tbody>
      ${names.map((name, k) => {
        const previous = result.stepCounts[k - 1] ?? 0;
        return html`<tr>
          <th scope="row" class="ell" title=${name}><span class="no">${k + 1}</span> <bdi>${name}</bdi></th>
          <td class="r s">${door(view, { kind: 'reached', step: k })}</td>
          <td class="r">${formatRate(locale, result.conversionFromStart[k] ?? null)}</td>
          <td class="r t3">${(k > 0 && formatInterval(locale, result.intervalFromStart[k] ?? null)) || noValue}</td>
          <td class="r s">${formatRate(locale, result.conversionFromPrevious[k] ?? null)}</td>
          <td class="r t3">
            ${formatInterval(locale, result.intervalFromPrevious[k] ?? null) || noValue}
            ${k > 0 && previous > 0 && previous < lowCount ? html`<span class="iv">${t.lowN(formatCount(locale, previous))}</span>` : nothing}
          </td>
          <td class="r">${k > 0 ? leftDoor(view, k) : noValue}</td>
          <td class="r t2">${formatSpan(locale, result.medianStepMs[k] ?? null)}</td>
          <td class="r t2">${formatSpan(locale, result.avgStepMs[k] ?? null)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

// Widths of the columns beside the bars; the same are in the styles (.rtab).
const rowColumns = 84 + 164 + 84 + 100;
const shareColumn = 112;

/** A row a step, for more steps than columns have room for. */
export function rowsChart(view: FunnelView): TemplateResult {
  const { result, t, locale, choice, names } = view;
  const dense = names.length > 15;
  const nameWidth = view.width * 0.22;
  // The bar says the share too; its figure is the first to go where room is short.
  const withShare = view.width >= 840;
  const barWidth = view.width - nameWidth - rowColumns - (withShare ? shareColumn : 0) - 12;
  const layout = layoutRows(result, barWidth, dense ? 12 : 14);
  const short = shortNames(names, Math.floor((nameWidth - 44) / 6.6));
  const share = (cell: () => TemplateResult): TemplateResult | typeof nothing => (withShare ? cell() : nothing);
  return html`<table class="ftab rtab ${dense ? 'dense' : ''}">
    <caption class="vh">
      ${t.funnel}
    </caption>
    <colgroup>
      <col class="gut" />
      <col />
      <col class="w1" />
      ${share(() => html`<col class="w2" />`)}
      <col class="w3" />
      <col class="w1" />
      <col class="w4" />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">${t.step}</th>
        <td></td>
        <th scope="col" class="r">${t.customersColumn}</th>
        ${share(() => html`<th scope="col" class="r">${t.fromStart}</th>`)}
        <th scope="col">${t.fromPrevious}</th>
        <th scope="col" class="r">${t.leftColumn}</th>
        <th scope="col" class="r">${t.medianTime}</th>
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (_name, k) =>
          html`<tr class=${choice?.step === k ? 'on' : ''}>
            <th scope="row">${stepButton(view, k, short[k]!, false)}</th>
            <td>
              <svg class="c ${isLow(result, k) ? 'low' : ''}" width=${layout.width} height=${layout.height}>
                ${stepMarks(view, k, layout.steps[k]!, 0, 0)}
                ${layout.steps[k]!.whisker ? whisker(layout.height / 2, layout.steps[k]!.whisker!, false) : nothing}
              </svg>
            </td>
            <td class="r s">${formatCount(locale, result.stepCounts[k] ?? 0)}</td>
            ${share(() => html`<td class="r t2">${k > 0 ? formatRate(locale, result.conversionFromStart[k] ?? null) : ''}</td>`)}
            <td>${k > 0 ? previousRate(view, k) : ''}</td>
            <td class="r">${k > 0 ? leftDoor(view, k) : ''}</td>
            <td class="r t2">${k > 0 ? formatSpan(locale, result.medianStepMs[k] ?? null) : ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Words of a mark for a tooltip: name and count, then rates with intervals. */
export function markTip(view: FunnelView, mark: FunnelMark): TemplateResult {
  const { result, t, locale, names } = view;
  const k = mark.step;
  const count = markCount(result, mark);
  const customers = t.customers(count, formatCount(locale, count));
  if (mark.kind === 'left') {
    return html`<div class="s">${t.listLeft(names[k - 1]!, names[k]!)}</div>
      <div>${customers}</div>`;
  }
  const rate = (
    label: string,
    value: number | null | undefined,
    interval: readonly [number, number] | null | undefined,
  ) =>
    value === null || value === undefined
      ? nothing
      : html`<div class="t2">
          ${label} <span class="s">${formatRate(locale, value)}</span>
          <span class="iv">${formatInterval(locale, interval ?? null)}</span>
        </div>`;
  return html`<div class="s">${names[k]}</div>
    <div>${customers}</div>
    ${k > 0 ? rate(t.fromStart, result.conversionFromStart[k], result.intervalFromStart[k]) : nothing}
    ${k > 0 ? rate(t.fromPrevious, result.conversionFromPrevious[k], result.intervalFromPrevious[k]) : nothing}`;
}

/** Why nobody did the first step, though there are rows. */
export function emptyWords(view: FunnelView, info: DatasetInfo | null): StateWords {
  const { result, spec, names, locale } = view;
  const more = wordsOf(locale);
  if (result.meta.unidentifiedRows === result.meta.rows) return more.emptyUnidentified;
  const never = neverWords(view, info);
  if (never) return never;
  const wanted = eventsOf(spec.steps[0]!);
  const first = info?.events.filter((event) => wanted.includes(event.name)).map((event) => event.firstMs) ?? [];
  return spec.range && first.length > 0
    ? more.emptyRange(names[0]!, formatDate(locale, Math.min(...first), 'UTC'))
    : more.emptyFilter(names[0]!);
}

/** That a step is in no row, and what is; null when every step is there. */
export function neverWords({ spec, locale, t }: FunnelView, info: DatasetInfo | null): StateWords | null {
  const missing = neverHappens(spec, info);
  if (missing === null) return null;
  const shown = 6;
  const quoted = info?.events.slice(0, shown).map(({ name }) => (locale === 'en' ? `“${name}”` : `「${name}」`)) ?? [];
  const names = quoted.join(t.listSeparator) + ((info?.eventsTotal ?? 0) > shown ? '…' : '');
  return wordsOf(locale).emptyNever(missing, names);
}
