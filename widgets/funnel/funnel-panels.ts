import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { FunnelMark } from '../../worker/protocol/spec.js';
import { leftOutText, moreWords } from '../internal/card-panels.js';
import type { Definition } from '../internal/card-panels.js';
import {
  formatCount,
  formatDate,
  formatInterval,
  formatRange,
  formatRate,
  formatSpan,
  formatWindow,
} from '../internal/format.js';
import type { TableData, TableDoor } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { funnelMoreWords } from './more-words.js';
import {
  changePart,
  countWords,
  eventsOf,
  funnelDefinitionVersion,
  isLow,
  leftDoor,
  markCount,
  neverHappens,
  pastBar,
  previousRate,
  rangeText,
  stepButton,
  stepMarks,
  whisker,
} from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import { layoutRows, shortNames } from './funnel.layout.js';
import { stepName } from './funnel.spec.js';

/** The definition behind the rate, in words: what counts, order, window, ties, interval, what is left out. */
export function funnelDefinition(view: FunnelView): Definition {
  const { t, w, locale, spec, result, names } = view;
  const more = moreWords(locale);
  const own = funnelMoreWords(locale);
  const order = spec.order ?? 'ordered';
  const span = spec.windowMs ? formatWindow(locale, spec.windowMs) : null;
  const count = (n: number): string => formatCount(locale, n);
  const { unidentifiedRows, rejectedRows } = result.meta;
  const total = count(result.stepCounts[0] ?? 0);
  const reached = count(result.stepCounts[view.goal] ?? 0);
  const window = span === null ? '' : own.definitionWindow(span);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [
      more.definitionCounts,
      spec.mode === 'totals' ? own.definitionOfTotals(reached, total) : own.definitionOf(reached, total),
    ],
    [own.definitionOrderName, w.order[order]],
    [own.definitionWindowName, span ?? own.unbounded],
    [own.definitionTies, own.tie[spec.tie ?? 'any-order']],
    [own.definitionEntry, own.entry[spec.entry ?? 'best']],
    ...optionalFacts(view),
    [more.definitionRange, rangeText(view) || more.allTime],
    [more.definitionInterval, more.wilson(view.level)],
    ...(view.past
      ? ([
          [own.definitionCompare, formatRange(locale, view.past.figures.range.from, view.past.figures.range.to)],
          [own.definitionDifference, own.newcombe(view.level)],
        ] as const)
      : []),
    [more.leftOut, leftOutText(t, locale, unidentifiedRows, rejectedRows)],
  ];
  const sentence = own.definitionSentence(names[0]!, names[view.goal]!, own.definitionOrder[order], window);
  return { name: w.definitionName, version: funnelDefinitionVersion, sentence, facts };
}

/** Rules that most funnels do without. */
function optionalFacts({ spec, names, t, locale }: FunnelView): Array<readonly [string, string]> {
  const own = funnelMoreWords(locale);
  const optional = names.filter((_, k) => spec.steps[k]?.optional);
  const facts: Array<readonly [string, string]> = [];
  if (optional.length > 0) facts.push([own.definitionOptional, optional.join(t.listSeparator)]);
  if (spec.holdConstant?.length) facts.push([own.definitionHold, spec.holdConstant.join(t.listSeparator)]);
  for (const { from, to, ...selector } of spec.exclusions ?? []) {
    const what = own.exclusion(stepName(selector, 0), names[from] ?? String(from + 1), names[to] ?? String(to + 1));
    facts.push([own.definitionExclusions, what]);
  }
  return facts;
}

/** The numbers of the drawing as a table. */
export function funnelTable(view: FunnelView, title: string, door: (mark: FunnelMark) => TableDoor): TableData {
  const { result, t, w, locale, names, level, past } = view;
  const counted = view.spec.mode === 'totals' ? w.attemptsColumn : t.customersColumn;
  const own = funnelMoreWords(locale);
  const marks = (row: number, column: number): FunnelMark | null =>
    column === 1 ? { kind: 'reached', step: row } : column === 6 && row > 0 ? { kind: 'left', step: row } : null;
  return {
    title,
    columns: [
      { id: 'step', title: w.step, kind: 'text' },
      { id: view.spec.mode === 'totals' ? 'attempts' : 'customers', title: counted, kind: 'count' },
      { id: 'from_start', title: w.fromStart, kind: 'rate' },
      { id: 'from_start_interval', title: t.interval(level), kind: 'interval' },
      { id: 'from_previous', title: w.fromPrevious, kind: 'rate' },
      { id: 'from_previous_interval', title: t.interval(level), kind: 'interval' },
      { id: 'left_before', title: w.leftBeforeStep, kind: 'count' },
      { id: 'median_ms', title: w.medianTime, kind: 'span' },
      { id: 'mean_ms', title: own.averageTime, kind: 'span' },
      ...(past
        ? ([
            { id: 'customers_before', title: w.inPeriod(counted, past.name), kind: 'count' },
            { id: 'from_previous_change', title: w.comparedWith(past.name), kind: 'points' },
            { id: 'from_previous_change_low', title: own.changeLow(level), kind: 'points' },
            { id: 'from_previous_change_high', title: own.changeHigh(level), kind: 'points' },
          ] as const)
        : []),
    ],
    rows: names.map((name, k) => [
      name,
      result.stepCounts[k] ?? 0,
      result.conversionFromStart[k] ?? null,
      k > 0 ? (result.intervalFromStart[k] ?? null) : null,
      result.conversionFromPrevious[k] ?? null,
      result.intervalFromPrevious[k] ?? null,
      k > 0 ? (result.dropOffCounts[k] ?? 0) : null,
      result.medianStepMs[k] ?? null,
      result.avgStepMs[k] ?? null,
      ...(past
        ? [
            past.figures.stepCounts[k] ?? 0,
            past.figures.differenceFromPrevious[k]?.difference ?? null,
            past.figures.differenceFromPrevious[k]?.interval[0] ?? null,
            past.figures.differenceFromPrevious[k]?.interval[1] ?? null,
          ]
        : []),
    ]),
    door: (row, column) => {
      const mark = marks(row, column);
      return mark && markCount(result, mark) > 0 ? door(mark) : null;
    },
  };
}

// Widths of the columns beside the bars; the same are in the styles (.rtab).
const rowColumns = 84 + 164 + 84 + 100;
const shareColumn = 112;

/** A row a step, for more steps than columns have room for. */
export function rowsChart(view: FunnelView): TemplateResult {
  const { result, t, w, locale, choice, names } = view;
  const dense = names.length > 15;
  const nameWidth = view.width * 0.22;
  // The bar says the share too; its figure is the first to go where room is short.
  const withShare = view.width >= 840;
  const barWidth = view.width - nameWidth - rowColumns - (withShare ? shareColumn : 0) - (view.past ? 84 : 0) - 12;
  const layout = layoutRows(result, barWidth, dense ? 12 : 14, {
    past: dense ? null : (view.past?.figures ?? null),
    before: view.before,
  });
  const short = shortNames(names, Math.floor((nameWidth - 44) / 6.6));
  const share = (cell: () => TemplateResult): TemplateResult | typeof nothing => (withShare ? cell() : nothing);
  return html`<table class="ftab rtab ${dense ? 'dense' : ''}">
    <caption class="vh">
      ${w.funnel}
    </caption>
    <colgroup>
      <col class="gut" />
      <col />
      <col class="w1" />
      ${share(() => html`<col class="w2" />`)}
      <col class="w3" />
      ${view.past ? html`<col class="w1" />` : nothing}
      <col class="w1" />
      <col class="w4" />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">${w.step}</th>
        <td></td>
        <th scope="col" class="r">${t.customersColumn}</th>
        ${share(() => html`<th scope="col" class="r">${w.fromStart}</th>`)}
        <th scope="col">${w.fromPrevious}</th>
        ${view.past ? html`<th scope="col" class="ell">${w.versus(view.past.name)}</th>` : nothing}
        <th scope="col" class="r">${w.leftColumn}</th>
        <th scope="col" class="r">${w.medianTime}</th>
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (_name, k) =>
          html`<tr class=${choice?.step === k ? 'on' : ''}>
            <th scope="row">${stepButton(view, k, short[k]!, false)}</th>
            <td>
              <svg class="c ${isLow(result, k) ? 'low' : ''}" width=${layout.width} height=${layout.height}>
                ${pastBar(layout.steps[k]!.past)}${stepMarks(view, k, layout.steps[k]!, 0, 0)}
                ${layout.steps[k]!.whisker ? whisker((dense ? 12 : 14) / 2, layout.steps[k]!.whisker!, false) : nothing}
              </svg>
            </td>
            <td class="r s">${formatCount(locale, result.stepCounts[k] ?? 0)}</td>
            ${share(() => html`<td class="r t2">${k > 0 ? formatRate(locale, result.conversionFromStart[k] ?? null) : ''}</td>`)}
            <td>${k > 0 ? previousRate(view, k) : ''}</td>
            ${view.past ? html`<td>${k > 0 ? changePart(view, k, 'points') : ''}</td>` : nothing}
            <td class="r">${k > 0 ? leftDoor(view, k) : ''}</td>
            <td class="r t2">${k > 0 ? formatSpan(locale, result.medianStepMs[k] ?? null) : ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Words of a mark for a tooltip: name and count, then rates with intervals. */
export function markTip(view: FunnelView, mark: FunnelMark): TemplateResult {
  const { result, w, locale, names } = view;
  const k = mark.step;
  const count = markCount(result, mark);
  const customers = countWords(view, count);
  if (mark.kind === 'left') {
    return html`<div class="s">${w.listLeft(names[view.before[k]!]!, names[k]!)}</div>
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
    ${k > 0 ? rate(w.fromStart, result.conversionFromStart[k], result.intervalFromStart[k]) : nothing}
    ${k > 0 ? rate(w.fromPrevious, result.conversionFromPrevious[k], result.intervalFromPrevious[k]) : nothing}
    ${
      view.past
        ? html`<div class="t3">
            ${w.comparedWith(view.past.name)}: ${formatCount(locale, view.past.figures.stepCounts[k] ?? 0)}
            ${k > 0 ? changePart(view, k, 'short') : nothing}
          </div>`
        : nothing
    }`;
}

/** Why nobody did the first step, though there are rows. */
export function emptyWords(view: FunnelView, info: DatasetInfo | null): StateWords {
  const { result, spec, names, locale } = view;
  const own = funnelMoreWords(locale);
  if (result.meta.unidentifiedRows === result.meta.rows) return moreWords(locale).emptyUnidentified;
  const never = neverWords(view, info);
  if (never) return never;
  const wanted = eventsOf(spec.steps[0]!);
  const first = info?.events.filter((event) => wanted.includes(event.name)).map((event) => event.firstMs) ?? [];
  return spec.range && first.length > 0
    ? own.emptyRange(names[0]!, formatDate(locale, Math.min(...first), 'UTC'))
    : own.emptyFilter(names[0]!);
}

/** That a step is in no row, and what is; null when every step is there. */
export function neverWords({ spec, locale, t }: FunnelView, info: DatasetInfo | null): StateWords | null {
  const missing = neverHappens(spec, info);
  if (missing === null) return null;
  const shown = 6;
  const quoted =
    info?.events.slice(0, shown).map(({ name }) => (locale === 'zh-CN' ? `「${name}」` : `“${name}”`)) ?? [];
  const names = quoted.join(t.listSeparator) + ((info?.eventsTotal ?? 0) > shown ? '…' : '');
  return funnelMoreWords(locale).emptyNever(missing, names);
}
