import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { ActorsFilter } from '../../worker/protocol/filter.js';
import type { FunnelTrendResult, TimeToConvertResult } from '../../worker/protocol/result.js';
import type {
  FunnelGroup,
  FunnelMark,
  FunnelSpec,
  FunnelTrendBucket,
  FunnelTrendMark,
  FunnelTrendSpec,
  Mark,
  TimeToConvertMark,
  TimeToConvertSpec,
} from '../../worker/protocol/spec.js';
import { calendarIntervals } from '../../worker/protocol/calendar.js';
import type { ClauseLabel } from '../dataset/selection.js';
import type { AnalysisState } from '../internal/analysis.js';
import type { CardTip } from '../internal/card-element.js';
import { moreWords } from '../internal/card-panels.js';
import type { Definition } from '../internal/card-panels.js';
import {
  formatCount,
  formatDate,
  formatInterval,
  formatMoment,
  formatMonth,
  formatRange,
  formatRate,
  formatShortDate,
  formatSpan,
  formatWindow,
  noValue,
} from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { sameData } from '../internal/plain-data.js';
import { messagePart } from '../internal/state-parts.js';
import type { TableColumn, TableData, TableDoor, TableValue } from '../internal/table-data.js';
import { channelColors } from '../journey/channels.js';
import type { Messages } from '../locales/messages.js';
import { countWords, markCount, rangeText, sameMark } from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import { stepName } from './funnel.spec.js';
import { pickPart } from './pick-part.js';
import { funnelMoreWords } from './more-words.js';
import { layoutBins, layoutGroups, layoutTrend, plotLeft } from './views.layout.js';
import { stepSpan } from './views.spec.js';
import { viewWords } from './view-words.js';
import { funnelWords } from './words.js';

export { viewStyles } from './views.styles.js';

// Groups

/** What can be done with the table of groups; null for what a page has fixed. */
export interface GroupActions {
  readonly choose: (mark: FunnelMark) => void;
  readonly attribution: ((value: string) => void) | null;
  readonly by: { readonly names: readonly string[]; readonly set: (value: string) => void } | null;
}

const intervalWidth = 104;
const wideGroups = 760;

/** One row a group: its counts, its rate with the interval on one axis, and the overall rate as a dotted line. */
export function groupsPart(view: FunnelView, on: GroupActions): TemplateResult | typeof nothing {
  const { result, spec, locale, t, names, choice } = view;
  const groups = result.groups ?? [];
  const { breakdown } = spec;
  if (!breakdown || groups.length === 0) return nothing;
  const v = viewWords(locale);
  const last = view.goal;
  const wide = view.width >= wideGroups;
  const nameWidth = Math.min(200, view.width * 0.3);
  const countWidth = view.width < 300 ? 54 : view.width < 420 ? 66 : 88;
  const rateWidth = view.width < 420 ? 52 : 72;
  const counts = countWidth * (last > 0 ? 2 : 1);
  const axisWidth = Math.max(90, view.width - nameWidth - counts - rateWidth - (wide ? intervalWidth : 0));
  const overall = result.conversionFromStart[last] ?? null;
  const layout = layoutGroups(groups, last, overall, axisWidth);
  const axis = view.width >= 420;
  const title = v.by(breakdown.by.join(t.listSeparator));
  const colored = breakdown.by.length === 1 && /channel|渠道/i.test(breakdown.by[0]!);
  const colors = colored ? channelColors(groups.map(({ key }) => key?.[0] ?? null)) : null;
  const door = (group: FunnelGroup, step: number): TemplateResult => {
    const mark: FunnelMark = { kind: 'reached', step, group: group.key ?? 'other' };
    const text = formatCount(locale, group.stepCounts[step] ?? 0);
    if ((group.stepCounts[step] ?? 0) === 0) return html`<span class="t3">${text}</span>`;
    const on_ = sameMark(mark, choice);
    return html`<button
      class="lnk ${on_ ? 'on' : ''}"
      type="button"
      aria-pressed=${on_}
      @click=${() => on.choose(mark)}
    >
      ${text}
    </button>`;
  };
  return html`<section class="sect" part="groups" aria-labelledby="groups-title">
    <header class="ghd">
      <h3 id="groups-title">${title}</h3>
      <span class="push gtools">
        ${
          on.by
            ? pickPart(
                v.breakdownBy,
                [...new Set([breakdown.by[0]!, ...on.by.names])].map((name) => [name, name]),
                breakdown.by[0]!,
                on.by.set,
              )
            : nothing
        }
        ${
          on.attribution && breakdown.attribution !== 'step'
            ? pickPart(
                v.attribution,
                (['first', 'last', 'all'] as const).map((each) => [each, v.attributions[each]]),
                breakdown.attribution ?? 'first',
                on.attribution,
              )
            : nothing
        }
      </span>
    </header>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="groups-title">
      <table class="dt gt">
        <colgroup>
          <col />
          <col width=${countWidth} />
          ${last > 0 ? html`<col width=${countWidth} />` : nothing}
          <col width=${rateWidth} />
          ${wide ? html`<col width=${intervalWidth} />` : nothing} ${axis ? html`<col width=${axisWidth} />` : nothing}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">${breakdown.by.join(t.listSeparator)}</th>
            <th scope="col" class="r ell">${names[0]}</th>
            ${last > 0 ? html`<th scope="col" class="r ell">${names[last]}</th>` : nothing}
            <th scope="col" class="r">${v.rate}</th>
            ${wide ? html`<th scope="col" class="r">${t.interval(view.level)}</th>` : nothing}
            ${
              axis
                ? html`<td class="gax">
                    <svg class="c" width=${axisWidth} height="22" aria-hidden="true">
                      ${layout.ticks
                        .filter(({ at }) => layout.overall === null || Math.abs(at - layout.overall) > 56)
                        .map(
                          ({ at, value }) =>
                            svg`<text class="ax mid" x=${at} y="15">${formatRate(locale, value).replace(/[.,]0%/, '%')}</text>`,
                        )}
                      ${layout.overall === null ? nothing : svg`<text class="mid" x=${clampLabel(layout.overall, axisWidth)} y="15">${v.overall(formatRate(locale, overall))}</text>`}
                    </svg>
                  </td>`
                : nothing
            }
          </tr>
        </thead>
        <tbody>
          ${groups.map((group, i) => {
            const row = layout.rows[i]!;
            const n = group.stepCounts[0] ?? 0;
            const name = groupName(view, group);
            return html`<tr>
              <th scope="row" class="ell" title=${name}>
                ${
                  colors
                    ? html`<svg class="sw" viewBox="0 0 10 10" aria-hidden="true">
                        <rect class="cat-${colors[i]}" width="10" height="10" rx="2"></rect>
                      </svg>`
                    : nothing
                }<bdi class=${group.other ? 't3' : ''}>${name}</bdi>
              </th>
              <td class="r">${door(group, 0)}</td>
              ${last > 0 ? html`<td class="r">${door(group, last)}</td>` : nothing}
              <td class="r s">${formatRate(locale, group.conversionFromStart[last] ?? null)}</td>
              ${
                wide
                  ? html`<td class="r t3">
                      ${formatInterval(locale, group.intervalFromStart[last] ?? null) || noValue}
                    </td>`
                  : nothing
              }
              ${
                axis
                  ? html`<td class="gax">
                      <svg class="c ${row.low ? 'few' : ''}" width=${axisWidth} height="28" aria-hidden="true">
                        ${layout.overall === null ? nothing : svg`<path class="all" d="M${layout.overall} 0V28"></path>`}
                        ${row.line ? svg`<path class="giv" d="M${row.line[0]} 14H${row.line[1]}"></path>` : nothing}
                        ${row.dot === null ? nothing : svg`<circle class="gdot" cx=${row.dot} cy="14" r="4.5"></circle>`}
                        ${row.low ? lowText(t.lowN(formatCount(locale, n)), row.line?.[1] ?? row.dot ?? 0, axisWidth) : nothing}
                      </svg>
                      ${row.low ? html`<span class="vh">${t.lowN(formatCount(locale, n))}</span>` : nothing}
                    </td>`
                  : nothing
              }
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

const clampLabel = (x: number, width: number): number => Math.max(26, Math.min(width - 26, x));

/** "low n" beside a line; above its end where there is no room. */
function lowText(text: string, end: number, width: number): unknown {
  const beside = end + 8 + text.length * 6 < width;
  return svg`<text class=${beside ? 'ax start' : 'ax'} x=${beside ? end + 8 : width - 2} y=${beside ? 18 : 9}>${text}</text>`;
}

function groupName({ locale, result }: FunnelView, { key, other }: FunnelGroup): string {
  const v = viewWords(locale);
  if (other) {
    const merged = (result.groupsTotal ?? 0) - (result.groups?.length ?? 1) + 1;
    return v.other(merged, formatCount(locale, merged));
  }
  return key!.map((value) => value || v.none).join(' · ');
}

/** The table of a funnel with the rows of its groups below those of the whole. */
export function withGroups(table: TableData, view: FunnelView, door: (mark: FunnelMark) => TableDoor): TableData {
  const { result, names, spec, locale } = view;
  const groups = result.groups ?? [];
  const v = viewWords(locale);
  const whole = table.rows.length;
  const group: TableColumn = { id: 'group', title: v.by(spec.breakdown!.by.join(', ')), kind: 'text' };
  const rows = groups.flatMap((each) =>
    names.map((name, k): readonly TableValue[] => [
      name,
      groupName(view, each),
      each.stepCounts[k] ?? 0,
      each.conversionFromStart[k] ?? null,
      k > 0 ? (each.intervalFromStart[k] ?? null) : null,
      each.conversionFromPrevious[k] ?? null,
      each.intervalFromPrevious[k] ?? null,
      k > 0 ? (each.dropOffCounts[k] ?? 0) : null,
      each.medianStepMs[k] ?? null,
      each.avgStepMs[k] ?? null,
      ...table.columns.slice(9).map(() => null),
    ]),
  );
  return {
    ...table,
    columns: [table.columns[0]!, group, ...table.columns.slice(1)],
    rows: [...table.rows.map(([first, ...rest]) => [first ?? null, null, ...rest]), ...rows],
    door: (row, column) => {
      if (row < whole) return column > 1 ? (table.door?.(row, column - 1) ?? null) : null;
      const step = (row - whole) % names.length;
      const { key } = groups[Math.floor((row - whole) / names.length)]!;
      if (column !== 2 && !(column === 7 && step > 0)) return null;
      const mark: FunnelMark = { kind: column === 2 ? 'reached' : 'left', step, group: key ?? 'other' };
      return markCount(result, mark) > 0 ? door(mark) : null;
    },
  };
}

// Time to convert and trend

/** What a drawing of times needs of its card. */
export interface TimeFrame {
  readonly locale: Locale;
  readonly t: Messages;
  readonly width: number;
  readonly zone: string;
  /** The funnel that is on screen. */
  readonly spec: FunnelSpec;
  readonly waited: boolean;
  /** The own choice. */
  readonly chosen: ActorsFilter | null;
  readonly choose: (mark: TimeToConvertMark | FunnelTrendMark, label: ClauseLabel) => void;
  readonly tip: (tip: CardTip | null) => void;
}

/** A drawing of times, part by part. */
export interface TimeView {
  readonly tools: () => unknown;
  readonly lead: () => unknown;
  readonly body: () => TemplateResult;
  readonly table: (title: string) => TableData | null;
  readonly definition: () => Definition;
}

/** Different customers behind a bin or bucket; null where only the list can tell. */
export function timeMarkCustomers(result: TimeToConvertResult | FunnelTrendResult, mark: Mark): number | null {
  if (result.kind === 'timeToConvert') {
    return mark.kind === 'converted' && 'bin' in mark && mark.bin !== undefined
      ? (result.bins[mark.bin]?.count ?? null)
      : null;
  }
  if (!('bucket' in mark)) return null;
  const bucket = result.buckets[mark.bucket];
  if (!bucket) return null;
  if (mark.kind === 'entered') return bucket.entered;
  return mark.kind === 'converted' ? bucket.converted : bucket.entered - bucket.converted;
}

/** Names of the rules that the numbers follow; raised whenever a rule changes what a number means. */
const timeDefinitionVersion = 1;
const trendDefinitionVersion = 1;

/** Rules that both share with the funnel. */
function rules({ locale, spec }: TimeFrame): Array<readonly [string, string]> {
  const own = funnelMoreWords(locale);
  const w = funnelWords(locale);
  return [
    [own.definitionOrderName, w.order[spec.order ?? 'ordered']],
    [own.definitionWindowName, spec.windowMs ? formatWindow(locale, spec.windowMs) : own.unbounded],
    [own.definitionEntry, own.entry[spec.entry ?? 'best']],
    [moreWords(locale).definitionRange, rangeText({ spec, locale }) || moreWords(locale).allTime],
  ];
}

const sideWidth = 220;
const sideGap = 36;
const roomForSide = 720;

/** How long it takes: bars on equal bins, median and 90 % as lines, figures beside. */
export function timeView(
  frame: TimeFrame,
  state: AnalysisState<TimeToConvertResult>,
  setSpan: (span: readonly [number, number]) => void,
): TimeView {
  const { locale, t, spec } = frame;
  const v = viewWords(locale);
  const names = spec.steps.map(stepName);
  const seen = shown(state);
  const [from, to] = seen ? [seen.spec.fromStep ?? 0, seen.spec.toStep ?? names.length - 1] : stepSpan(spec, null);
  const first = names[from] ?? '';
  const last = names[to] ?? '';
  const pairs = spec.steps.flatMap((_, a) => spec.steps.slice(a + 1).map((_step, b) => [a, a + 1 + b] as const));
  const customers = (n: number): string => countWords({ spec, t, w: funnelWords(locale), locale }, n);
  return {
    tools: () =>
      pairs.length < 2
        ? nothing
        : pickPart(
            v.steps,
            pairs.map(([a, b]) => [`${a}-${b}`, v.fromTo(names[a]!, names[b]!)]),
            `${from}-${to}`,
            (value) => {
              const [a, b] = value.split('-').map(Number);
              setSpan([a!, b!]);
            },
          ),
    lead: () =>
      seen && seen.result.count > 0
        ? html`<div class="lead" part="lead">
            <div class="txt">
              <span class="m"
                >${(spec.mode === 'totals' ? v.tookTotals : v.took)(seen.result.count, formatCount(locale, seen.result.count), first, last)}</span
              >
              ${v.halfWithin(formatSpan(locale, seen.result.medianMs))}
            </div>
          </div>`
        : nothing,
    definition: () => ({
      name: v.timeName,
      version: timeDefinitionVersion,
      sentence: v.timeSentence(first, last),
      facts: [
        ...rules(frame),
        ...(seen?.result.binWidthMs ? [[v.bins, formatSpan(locale, seen.result.binWidthMs)] as const] : []),
      ],
    }),
    body: () => {
      if (!seen) return waiting(frame);
      const { result } = seen;
      if (result.count === 0) return messagePart(v.nobody(first, last), { icon: 'clock' });
      const [fastest = null, within90 = null, longest = null] = result.quantilesMs;
      const beside = frame.width >= roomForSide;
      const width = beside ? frame.width - sideWidth - sideGap : frame.width;
      const layout = layoutBins(result, width, 236, [result.medianMs, within90]);
      const current = frame.chosen && sameData(frame.chosen.spec, seen.spec) ? frame.chosen.mark : null;
      const lastShown = layout.bars.length - 1;
      const mark = (bin: number): TimeToConvertMark => ({ kind: 'converted', bin });
      const ends = (bin: number): [string, string] => {
        const { fromMs } = layout.bars[bin]!;
        return [formatSpan(locale, fromMs), formatSpan(locale, fromMs + (result.binWidthMs ?? 0))];
      };
      const stop = current?.kind === 'converted' && 'bin' in current ? (current.bin ?? 0) : firstWith(layout.bars);
      return html`<div class="tw">
        <div class="tp">
          <p class="sub">${v.perBin(formatSpan(locale, result.binWidthMs))}</p>
          <div role="group" aria-label=${v.histogram} aria-describedby="bins-help" @keydown=${moveStops}>
            <svg class="c" part="chart" width=${layout.width} height=${layout.height}>
              ${layout.yTicks.map(
                ({
                  at,
                  value,
                }) => svg`<path class=${value === 0 ? 'base' : 'grid'} d="M${plotLeft - 4} ${at + 0.5}H${layout.width}"></path>
                  <text class="ax" x=${plotLeft - 12} y=${at + 4} aria-hidden="true">${formatCount(locale, value)}</text>`,
              )}
              ${layout.bars.map(({ bar, hit, count }, bin) => {
                const on = current !== null && sameData(current, mark(bin));
                const label = v.binMark(customers(count), ...ends(bin));
                const show = (): void =>
                  frame.tip({ content: html`${label}`, x: hit.x, y: bar.y + 40, width: hit.width, height: bar.height });
                const choose = (): void => {
                  if (count > 0) frame.choose(mark(bin), { key: 'bin', args: ends(bin) });
                };
                return svg`<g class="mk tm ${on ? 'on' : ''}" role="button" tabindex=${bin === Math.min(stop, lastShown) ? 0 : -1}
                    aria-pressed=${on} aria-label=${label} data-bin=${bin} @click=${choose} @keydown=${enter(choose)}
                    @pointerenter=${show} @pointerleave=${() => frame.tip(null)} @focus=${onlyVisible(show)} @blur=${() => frame.tip(null)}>
                  <rect class="hit" x=${hit.x} y=${hit.y} width=${hit.width} height=${hit.height}></rect>
                  <rect class="data" part="bar" x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} rx=${Math.min(2, bar.width / 2)}></rect>
                  <rect class="ring" x=${bar.x - 3} y=${bar.y - 3} width=${bar.width + 6} height=${bar.height + 6} rx="4"></rect>
                </g>`;
              })}
              ${layout.lines.map(({ x, ms, end }, i) => {
                const text = i === 0 ? v.median(formatSpan(locale, ms)) : v.within90(formatSpan(locale, ms));
                // Two labels that would meet: the second stands lower, and not at all where it would run out of the plot.
                const near = i === 1 && layout.lines[0]!.x > x - 150;
                const label = i === 0 || width >= 420;
                return svg`<path class="mark" d="M${x + 0.5} ${label ? 4 : 18}V${layout.bottom}"></path>
                  ${label ? svg`<text class=${end ? 'end' : ''} x=${end ? x - 7 : x + 7} y=${near ? 26 : 12} aria-hidden="true">${text}</text>` : nothing}`;
              })}
              ${layout.xTicks.map(
                ({ at, value }) =>
                  svg`<text class="ax mid" x=${at} y=${layout.height - 4} aria-hidden="true">${value === 0 ? '0' : formatSpan(locale, value)}</text>`,
              )}
            </svg>
            <p class="vh" id="bins-help">${v.binsHelp}</p>
          </div>
        </div>
        ${side([
          [v.fastest, formatSpan(locale, fastest)],
          [v.medianName, formatSpan(locale, result.medianMs)],
          [v.mean, formatSpan(locale, result.avgMs)],
          [v.within90Name, formatSpan(locale, within90)],
          [v.longest, formatSpan(locale, longest)],
        ])}
      </div>`;
    },
    table: (title) => {
      if (!seen) return null;
      const { result } = seen;
      const lastFilled = result.bins.findLastIndex(({ count }) => count > 0);
      const bins = result.bins.slice(0, lastFilled + 1);
      const width = result.binWidthMs ?? 0;
      return {
        title,
        columns: [
          { id: 'from_ms', title: v.from, kind: 'span' },
          { id: 'to_ms', title: v.to, kind: 'span' },
          { id: 'customers', title: t.customersColumn, kind: 'count' },
        ],
        rows: bins.map(({ fromMs, count }) => [fromMs, fromMs + width, count]),
        door: (row, column) => {
          const bin = bins[row];
          if (column !== 2 || !bin || bin.count === 0) return null;
          const mark: TimeToConvertMark = { kind: 'converted', bin: row };
          const args = [formatSpan(locale, bin.fromMs), formatSpan(locale, bin.fromMs + width)];
          const pressed =
            frame.chosen !== null && sameData(frame.chosen.spec, seen.spec) && sameData(frame.chosen.mark, mark);
          return { pressed, open: () => frame.choose(mark, { key: 'bin', args }) };
        },
      };
    },
  };
}

/** The rate by calendar bucket: line, band, goal, and the zone that is still counting. */
export function trendView(
  frame: TimeFrame,
  state: AnalysisState<FunnelTrendResult>,
  interval: string | null,
  goal: number | null,
  setInterval: (interval: string | null) => void,
): TimeView {
  const { locale, t, spec, zone } = frame;
  const v = viewWords(locale);
  const names = spec.steps.map(stepName);
  const seen = shown(state);
  const by = seen?.spec.interval ?? 'day';
  const bucketText = ({ start, end }: FunnelTrendBucket): string => {
    if (by === 'hour') return formatMoment(locale, start, zone);
    if (by === 'month') return formatMonth(locale, start, zone);
    return by === 'day' ? formatDate(locale, start, zone) : formatRange(locale, start, end, zone);
  };
  const tickText = ({ start }: FunnelTrendBucket): string => {
    if (by === 'hour') return formatMoment(locale, start, zone).split(/[ ,]+/).at(-1)!;
    return by === 'day' || by === 'week' ? formatShortDate(locale, start, zone) : formatMonth(locale, start, zone);
  };
  const rate = (value: number | null): string => formatRate(locale, value);
  const more = moreWords(locale);
  return {
    tools: () =>
      pickPart(
        v.buckets,
        (['auto', ...calendarIntervals] as const).map((each) => [each, v.everyBucket[each]]),
        interval || 'auto',
        (value) => setInterval(value === 'auto' ? null : value),
      ),
    lead: () => {
      if (!seen || seen.result.buckets.every(({ entered }) => entered === 0)) return nothing;
      const { buckets, noWindow } = seen.result;
      const { toStep = names.length - 1, windowMs } = seen.spec;
      const window = windowMs ? v.within(formatWindow(locale, windowMs)) : '';
      const open = buckets.filter(({ immature, entered }) => immature && entered > 0).length;
      return html`<div class="lead" part="lead">
        <div class="txt">
          <span class="m">${noWindow ? v.noWindow : movement(buckets, v.rose, v.fell, v.steady, rate)}</span>
          ${!noWindow && open > 0 ? v.counting(open, formatCount(locale, open)) : nothing}
          <div class="t3">${v.share(names[0]!, names[toStep]!, window, v.byBucket[by])}</div>
        </div>
      </div>`;
    },
    definition: () => ({
      name: v.trendName,
      version: trendDefinitionVersion,
      sentence: v.trendSentence(names[0] ?? '', names[seen?.spec.toStep ?? names.length - 1] ?? ''),
      facts: [
        ...rules(frame),
        [v.zone, zone],
        ...(spec.windowMs ? [[v.finishedRule, v.finishedWhen(formatWindow(locale, spec.windowMs))] as const] : []),
        [more.definitionInterval, more.wilson(axisRate(locale, spec.level ?? 0.95))],
      ],
    }),
    body: () => {
      if (!seen) return waiting(frame);
      const { buckets, noWindow } = seen.result;
      if (buckets.every(({ entered }) => entered === 0)) return messagePart(v.nothing, { icon: 'clock' });
      const beside = frame.width >= roomForSide;
      const width = beside ? frame.width - sideWidth - sideGap : frame.width;
      // Without a window nothing is ever finished, and a zone over all of it would tell nothing.
      const drawn = noWindow ? buckets.map((bucket) => ({ ...bucket, immature: false })) : buckets;
      const layout = layoutTrend(drawn, width, 236, goal);
      const current = frame.chosen && sameData(frame.chosen.spec, seen.spec) ? frame.chosen.mark : null;
      const chosen = current && 'bucket' in current ? current.bucket : -1;
      const stop = chosen >= 0 ? chosen : drawn.findIndex(({ entered }) => entered > 0);
      const done = buckets.filter(({ immature, entered }) => !immature && entered > 0);
      return html`<div class="tw">
        <div class="tp">
          <div role="group" aria-label=${v.line} aria-describedby="line-help" @keydown=${moveStops}>
            <svg class="c" part="chart" width=${layout.width} height=${layout.height}>
              ${
                layout.openFrom === null
                  ? nothing
                  : svg`<rect class="still" x=${layout.openFrom} y="0" width=${layout.width - layout.openFrom} height=${layout.bottom} fill="url(#h-still)"></rect>`
              }
              ${layout.yTicks.map(
                ({
                  at,
                  value,
                }) => svg`<path class=${value === 0 ? 'base' : 'grid'} d="M${plotLeft - 4} ${at + 0.5}H${layout.width}"></path>
                  <text class="ax" x=${plotLeft - 12} y=${at + 4} aria-hidden="true">${axisRate(locale, value)}</text>`,
              )}
              <path class="band" d=${layout.band}></path>
              ${
                layout.goal === null
                  ? nothing
                  : svg`<path class="goal" d="M${plotLeft - 4} ${layout.goal}H${layout.width}"></path>
                    <text x=${plotLeft + 2} y=${layout.goal - 6}>${v.goal(rate(goal))}</text>`
              }
              <path class="tl" d=${layout.line}></path>
              <path class="tl open" d=${layout.open}></path>
              ${
                layout.openFrom === null || layout.width - layout.openFrom < 84
                  ? nothing
                  : svg`<text class="mid over" x=${(layout.openFrom + layout.width) / 2} y="16">${v.stillCounting}</text>`
              }
              ${layout.points.map(({ x, y, hit, immature, low }, bucket) => {
                const each = buckets[bucket]!;
                const { entered, converted } = each;
                const text = bucketText(each);
                const label =
                  entered === 0
                    ? v.pointEmpty(text)
                    : v.pointMark(
                        text,
                        formatCount(locale, converted),
                        formatCount(locale, entered),
                        rate(each.rate),
                        formatInterval(locale, each.interval),
                      );
                const show = (): void =>
                  frame.tip({ content: html`${label}`, x: x - 6, y: (y ?? layout.bottom) - 6, width: 12, height: 12 });
                const choose = (): void => {
                  if (entered > 0) frame.choose({ kind: 'entered', bucket }, { key: 'entered', args: [text] });
                };
                return svg`<g class="mk tm ${bucket === chosen ? 'on' : ''} ${low ? 'few' : ''}" role="button" tabindex=${bucket === stop ? 0 : -1}
                    aria-pressed=${bucket === chosen} aria-label=${label} data-bucket=${bucket} @click=${choose} @keydown=${enter(choose)}
                    @pointerenter=${show} @pointerleave=${() => frame.tip(null)} @focus=${onlyVisible(show)} @blur=${() => frame.tip(null)}>
                  <rect class="hit" x=${hit.x} y=${hit.y} width=${hit.width} height=${hit.height}></rect>
                  ${y === null ? nothing : svg`<circle class="pt ${immature || low ? 'hollow' : ''}" cx=${x} cy=${y} r="4"></circle><circle class="ring" cx=${x} cy=${y} r="8"></circle>`}
                </g>`;
              })}
              ${layout.xTicks.map(
                ({ at, bucket }) =>
                  svg`<text class="ax mid" x=${at} y=${layout.height - 4} aria-hidden="true">${tickText(buckets[bucket]!)}</text>`,
              )}
            </svg>
            <p class="vh" id="line-help">${v.lineHelp}</p>
          </div>
        </div>
        ${side(trendFigures(frame, done))}
      </div>`;
    },
    table: (title) => {
      if (!seen) return null;
      const { buckets } = seen.result;
      const kinds = {
        1: ['entered', 'entered'],
        2: ['converted', 'convertedIn'],
        3: ['dropped', 'droppedIn'],
      } as const;
      return {
        title,
        columns: [
          { id: 'period', title: v.bucket, kind: 'text' },
          { id: 'entered', title: v.entered, kind: 'count' },
          { id: 'converted', title: v.converted, kind: 'count' },
          { id: 'dropped', title: v.dropped, kind: 'count' },
          { id: 'rate', title: v.rate, kind: 'rate' },
          { id: 'interval', title: t.interval(axisRate(locale, seen.spec.level ?? 0.95)), kind: 'interval' },
          { id: 'still_counting', title: v.stillCounting, kind: 'text' },
        ],
        rows: buckets.map((each) => [
          bucketText(each),
          each.entered,
          each.converted,
          each.entered - each.converted,
          each.rate,
          each.interval,
          each.immature ? '✓' : '',
        ]),
        door: (row, column) => {
          const [kind, key] = kinds[column as 1 | 2 | 3] ?? [];
          const bucket = buckets[row];
          if (!kind || !bucket) return null;
          const mark: FunnelTrendMark = { kind, bucket: row };
          if (timeMarkCustomers(seen.result, mark) === 0) return null;
          const pressed =
            frame.chosen !== null && sameData(frame.chosen.spec, seen.spec) && sameData(frame.chosen.mark, mark);
          return { pressed, open: () => frame.choose(mark, { key, args: [bucketText(bucket)] }) };
        },
      };
    },
  };
}

/** First and last finished bucket with customers: further apart than both intervals reach, or no clear change. */
function movement(
  buckets: readonly FunnelTrendBucket[],
  rose: (from: string, to: string) => string,
  fell: (from: string, to: string) => string,
  steady: string,
  rate: (value: number | null) => string,
): string {
  const done = buckets.filter(({ immature, interval }) => !immature && interval);
  const [first, last] = [done[0], done.at(-1)];
  if (!first?.interval || !last?.interval) return '';
  if (last.interval[0] > first.interval[1]) return rose(rate(first.rate), rate(last.rate));
  return last.interval[1] < first.interval[0] ? fell(rate(first.rate), rate(last.rate)) : steady;
}

function trendFigures({ locale, zone }: TimeFrame, done: readonly FunnelTrendBucket[]): Array<[string, string]> {
  const v = viewWords(locale);
  if (done.length === 0) return [[v.finished, noValue]];
  const entered = done.reduce((sum, each) => sum + each.entered, 0);
  const converted = done.reduce((sum, each) => sum + each.converted, 0);
  const rates = done.map(({ rate }) => rate ?? 0);
  const last = done.at(-1)!;
  return [
    [v.finished, formatRange(locale, done[0]!.start, last.end, zone)],
    [v.meanRate, formatRate(locale, converted / entered)],
    [v.extremes, v.pair(formatRate(locale, Math.min(...rates)), formatRate(locale, Math.max(...rates)))],
    [v.last, `${formatRate(locale, last.rate)} (${formatInterval(locale, last.interval)})`],
  ];
}

/** A result with the question it answers; also the last good one. */
function shown<R extends TimeToConvertResult | FunnelTrendResult>(
  state: AnalysisState<R>,
): { result: R; spec: R extends TimeToConvertResult ? TimeToConvertSpec : FunnelTrendSpec } | null {
  if (state.status === 'ready') return { result: state.result, spec: state.spec as never };
  return state.status === 'failed' && state.previous && state.previousSpec
    ? { result: state.previous, spec: state.previousSpec as never }
    : null;
}

const waiting = ({ width, waited }: TimeFrame): TemplateResult =>
  html`<svg class="c ${waited ? '' : 'wait'}" width=${width} height="236" aria-hidden="true">
    ${[0.5, 0.9, 0.75, 0.6, 0.45, 0.3, 0.2].map(
      (share, i) =>
        svg`<rect class="skl" x=${plotLeft + (i * (width - plotLeft)) / 7} y=${214 - share * 190} width=${(width - plotLeft) / 7 - 6} height=${share * 190} rx="2"></rect>`,
    )}
  </svg>`;

const side = (facts: ReadonlyArray<readonly [string, string]>): TemplateResult =>
  html`<dl class="fig" part="figures">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

const firstWith = (bars: ReadonlyArray<{ readonly count: number }>): number =>
  Math.max(
    0,
    bars.findIndex(({ count }) => count > 0),
  );

const axisRate = (locale: Locale, rate: number): string => formatRate(locale, rate).replace(/[.,]0%$/, '%');

/** Enter and space do what a click does. */
const enter =
  (run: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    run();
    event.preventDefault();
  };

const onlyVisible =
  (run: () => void) =>
  (event: Event): void => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) run();
  };

/** Marks beside each other are one stop of the Tab key; arrows move between them. */
function moveStops(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.currentTarget instanceof Element)) return;
  const marks = [...event.currentTarget.querySelectorAll<SVGElement>('.tm')];
  const at = marks.findIndex((mark) => mark === event.target);
  const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: marks.length - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  const to = marks[Math.max(0, Math.min(marks.length - 1, next))];
  for (const mark of marks) mark.setAttribute('tabindex', mark === to ? '0' : '-1');
  to?.focus();
}
