import { html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import type { TimeRange } from '../../worker/protocol/filter.js';
import type { DatasetInfo, FunnelResult } from '../../worker/protocol/result.js';
import type {
  FunnelComparison,
  FunnelMark,
  FunnelNumbers,
  FunnelSpec,
  FunnelStep,
  RateDifference,
} from '../../worker/protocol/spec.js';
import {
  formatCount,
  formatInterval,
  formatMonth,
  formatNumber,
  formatPoints,
  formatRange,
  formatRate,
  formatSpan,
} from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { Messages } from '../locales/messages.js';
import type { FunnelWords } from './words.js';
import { stepName } from './funnel.spec.js';
import { layoutColumns, layoutRows, lowCount, shortNames } from './funnel.layout.js';
import type { Box, StepMark } from './funnel.layout.js';

/** Everything a drawing of a funnel reads. */
export interface FunnelView {
  readonly result: FunnelResult;
  readonly spec: FunnelSpec;
  /** Shown name of each step, uncut. */
  readonly names: readonly string[];
  readonly locale: Locale;
  readonly t: Messages;
  readonly w: FunnelWords;
  readonly choice: FunnelMark | null;
  /** Mark that the Tab key reaches. */
  readonly focus: FunnelMark;
  /** Level of the intervals, printed: `95%`. */
  readonly level: string;
  /** The other period, by its name. */
  readonly past: { readonly name: string; readonly figures: FunnelComparison } | null;
  /** The step that the overall rate is of. */
  readonly goal: number;
  /** For each step the one it is measured from. */
  readonly before: readonly number[];
  /** Room for the drawing in px. */
  readonly width: number;
}

/** True when both name the same mark. */
export function sameMark(a: FunnelMark | null, b: FunnelMark | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  return a.kind === b.kind && a.step === b.step && JSON.stringify(a.group) === JSON.stringify(b.group);
}

/** The numbers that a mark is one of: those of its group, else of the whole; null for a group that is not there. */
function numbersOf(result: FunnelResult, { group }: FunnelMark): FunnelNumbers | null {
  if (group === undefined) return result;
  const key = JSON.stringify(group);
  return result.groups?.find((each) => (each.other ? group === 'other' : JSON.stringify(each.key) === key)) ?? null;
}

/** Customers on a mark; with `mode: 'totals'` attempts. */
export function markCount(result: FunnelResult, mark: FunnelMark): number {
  const numbers = numbersOf(result, mark);
  return (mark.kind === 'left' ? numbers?.dropOffCounts : numbers?.stepCounts)?.[mark.step] ?? 0;
}

/** Different customers behind a mark: the length of its list. */
export function markCustomers(result: FunnelResult, mark: FunnelMark): number {
  const numbers = numbersOf(result, mark);
  const actors = mark.kind === 'left' ? numbers?.dropOffActorCounts : numbers?.stepActorCounts;
  return actors?.[mark.step] ?? markCount(result, mark);
}

/** A count of what the funnel counts, with its word. */
export function countWords({ spec, t, w, locale }: Pick<FunnelView, 'spec' | 't' | 'w' | 'locale'>, n: number): string {
  const text = formatCount(locale, n);
  return spec.mode === 'totals' ? w.attempts(n, text) : t.customers(n, text);
}

/** The mark that an event came from: the element nearest its target that carries one. */
export function markOf(event: Event): FunnelMark | null {
  const target = event.target;
  const element = target instanceof Element ? target.closest('[data-mark]') : null;
  const [kind, step] = element?.getAttribute('data-mark')?.split('-') ?? [];
  return kind === 'left' || kind === 'reached' ? { kind, step: Number(step) } : null;
}

/** A mark as `data-mark` carries it. */
export function markKey(mark: FunnelMark): string {
  return `${mark.kind}-${mark.step}`;
}

/** Hatches of the boxes; ids live in the shadow root. */
export const hatches: TemplateResult = html`<svg class="vh" width="0" height="0" aria-hidden="true">
  <defs>
    <pattern id="h-lost" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hbg" width="6" height="6"></rect>
      <path class="hp" d="M.5 0v6"></path>
    </pattern>
    <pattern id="h-sel" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hbs" width="6" height="6"></rect>
      <path class="hs" d="M.5 0v6"></path>
    </pattern>
    <pattern id="h-still" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hp" d="M.5 0v7"></path>
    </pattern>
  </defs>
</svg>`;

/** Columns with the table of rates on the same columns. */
export function columnsChart(view: FunnelView): TemplateResult {
  const { result, w, locale, choice, names } = view;
  const layout = layoutColumns(result, view.width, view.width < 600 ? 168 : 208, besideOf(view));
  const short = shortNames(names, Math.floor((layout.columnWidth - 30) / 6.4));
  const tint = choice && choice.group === undefined && layout.steps[choice.step]?.tint;
  const following = names.slice(1);
  return html`${
      tint
        ? html`<svg class="under" aria-hidden="true">
            <rect class="tint" x=${tint.x} y="0" width=${tint.width} height="100%" rx="6"></rect>
          </svg>`
        : nothing
    }
    <table class="ftab ${layout.columnWidth < 128 ? 'tight' : ''}">
      <caption class="vh">
        ${w.funnel}
      </caption>
      <colgroup>
        <col class="gut" />
        ${names.map(() => html`<col />`)}
      </colgroup>
      <thead>
        <tr>
          <td></td>
          ${names.map((_name, k) => html`<th scope="col">${stepButton(view, k, short[k]!)}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td class="plot" colspan=${names.length + 1}>
            <div role="group" aria-label=${w.chartLabel} aria-describedby="help">
              <svg class="c" part="chart" width=${layout.width} height=${layout.height + 1}>
                ${layout.ticks.map(
                  ({
                    y,
                    rate,
                  }) => svg`<path class=${rate === 0 ? 'base' : 'grid'} d="M108 ${y + 0.5}H${layout.width}"></path>
                    <text class="ax" x="100" y=${y + 4} aria-hidden="true">${formatRate(locale, rate).replace(/[.,]0/, '')}</text>`,
                )}
                ${layout.steps.map(
                  (step, k) => svg`<g class=${isLow(result, k) ? 'low' : ''}>
                    ${step.connector ? svg`<path class="conn" d="M${step.connector.x1} ${step.connector.y}H${step.connector.x2}"></path>` : nothing}
                    ${pastBar(step.past)}${stepMarks(view, k, step, step.bar.x - 4, step.bar.width + 8)}
                    ${step.whisker ? whisker(step.bar.x + step.bar.width / 2, step.whisker, true) : nothing}
                    ${step.label ? svg`<text x=${step.label.x} y=${step.label.y} aria-hidden="true">${formatRate(locale, result.conversionFromStart[k] ?? null)}</text>` : nothing}
                  </g>`,
                )}
              </svg>
            </div>
          </td>
        </tr>
      </tbody>
      <tbody>
        ${
          layout.steps.some((step, k) => k > 0 && !step.label)
            ? html`<tr>
                <th scope="row">${w.fromStart}</th>
                <td></td>
                ${following.map((_n, i) => html`<td class="t2">${formatRate(locale, result.conversionFromStart[i + 1] ?? null)}</td>`)}
              </tr>`
            : nothing
        }
        ${
          names.length > 1
            ? html`<tr>
                  <th scope="row">${w.fromPrevious}</th>
                  <td></td>
                  ${following.map((_n, i) => html`<td>${previousRate(view, i + 1)}</td>`)}
                </tr>
                ${
                  view.past
                    ? html`<tr>
                        <th scope="row">${w.comparedWith(view.past.name)}</th>
                        <td></td>
                        ${following.map((_n, i) => html`<td>${changePart(view, i + 1, layout.columnWidth < (locale === 'en' ? 150 : 178) ? 'points' : 'short')}</td>`)}
                      </tr>`
                    : nothing
                }
                <tr>
                  <th scope="row">${w.leftBeforeStep}</th>
                  <td></td>
                  ${following.map((_n, i) => html`<td>${leftDoor(view, i + 1)}</td>`)}
                </tr>
                <tr>
                  <th scope="row">${w.medianTime}</th>
                  <td></td>
                  ${following.map((_n, i) => html`<td class="t2">${formatSpan(locale, result.medianStepMs[i + 1] ?? null)}</td>`)}
                </tr>`
            : nothing
        }
        ${
          result.stepValues && view.spec.valueProp
            ? html`<tr>
                <th scope="row" class="ell">${w.sumOf(view.spec.valueProp)}</th>
                ${result.stepValues.map((value) => html`<td class="t2">${formatNumber(locale, value)}</td>`)}
              </tr>`
            : nothing
        }
      </tbody>
    </table>`;
}

/** Steps below each other, for narrow places. */
export function stackChart(view: FunnelView): TemplateResult {
  const { result, w, locale, choice, names } = view;
  const layout = layoutRows(result, view.width, 14, besideOf(view));
  const short = shortNames(names, Math.floor((view.width - 92) / 6.2));
  return html`<div class="st" role="group" aria-label=${w.chartLabel} aria-describedby="help">
    ${names.map(
      (_name, k) =>
        html`${
            k > 0
              ? html`<div class="nst ${sameMark(choice, { kind: 'left', step: k }) ? 'on' : ''}">
                  ${previousRate(view, k)} ${view.past ? changePart(view, k, 'points') : nothing}
                  <span class="t3 nw"
                    >${view.width >= (view.past ? 330 : 250) ? formatSpan(locale, result.medianStepMs[k] ?? null) : nothing}</span
                  >
                  <span class="push t2 nw">${leftDoor(view, k, true)}</span>
                </div>`
              : nothing
          }
          <div class="nrow">
            ${stepButton(view, k, short[k]!)}
            <svg class="c ${isLow(result, k) ? 'low' : ''}" width=${layout.width} height=${layout.height}>
              ${pastBar(layout.steps[k]!.past)}${stepMarks(view, k, layout.steps[k]!, 0, 0)}
              ${layout.steps[k]!.whisker ? whisker(7, layout.steps[k]!.whisker!, false) : nothing}
            </svg>
          </div>`,
    )}
  </div>`;
}

/** What a mark is called where only its name is heard. */
export function markLabel(view: FunnelView, mark: FunnelMark): string {
  const { result, w, locale, names, before } = view;
  const customers = countWords(view, markCount(result, mark));
  if (mark.kind === 'left') return w.leftMark(names[before[mark.step]!]!, names[mark.step]!, customers);
  return w.reachedMark(names[mark.step]!, customers, formatRate(locale, result.conversionFromStart[mark.step] ?? null));
}

/** True where a mark stands for few customers. */
export function isLow(result: FunnelResult, step: number): boolean {
  return (result.stepCounts[0] ?? 0) < lowCount && (result.stepCounts[step] ?? 0) > 0;
}

// A name does what its bar does; it is out of the Tab order, since the bar is in the chart's.
/** The name of a step, which does what its bar does. */
export function stepButton(view: FunnelView, step: number, short: string, withCount = true): TemplateResult {
  const { choice, names, result, locale } = view;
  const mark = { kind: 'reached', step } as const;
  const on = sameMark(choice, mark);
  return html`<button
    class="nm ${on ? 'on' : ''}"
    part="step"
    type="button"
    tabindex="-1"
    data-mark=${markKey(mark)}
    aria-pressed=${on}
    title=${short === names[step] ? nothing : names[step]!}
  >
    <span class="nl1"
      ><span class="no">${step + 1}</span><bdi class="ell nt" part="label">${short}</bdi>${
        view.spec.steps[step]?.optional ? html`<span class="opt">${view.w.optional}</span>` : nothing
      }</span
    >
    ${withCount ? html`<span class="ct">${formatCount(locale, result.stepCounts[step] ?? 0)}</span>` : nothing}
  </button>`;
}

/** Bar and box of a step. */
export function stepMarks(
  view: FunnelView,
  step: number,
  marks: StepMark,
  hitX: number,
  hitWidth: number,
): SVGTemplateResult {
  const wide = hitWidth > 0;
  const hit = (box: Box, up: number): Box =>
    wide
      ? { x: hitX, width: hitWidth, y: Math.min(box.y, box.y + box.height - up), height: Math.max(box.height, up) }
      : { x: box.x, width: Math.max(box.width, up / 2), y: -5, height: box.height + 10 };
  return svg`${marks.left ? drawMark(view, { kind: 'left', step }, marks.left, hit(marks.left, 16)) : nothing}${drawMark(view, { kind: 'reached', step }, marks.bar, hit(marks.bar, 12))}`;
}

function drawMark(view: FunnelView, mark: FunnelMark, shape: Box, hit: Box): SVGTemplateResult {
  const on = sameMark(view.choice, mark);
  const left = mark.kind === 'left';
  return svg`<g class="mk ${on ? 'on' : ''}" role="button" tabindex=${sameMark(view.focus, mark) ? 0 : -1} data-mark=${markKey(mark)}
      aria-pressed=${on} aria-label=${markLabel(view, mark)}>
    <rect class="hit" x=${hit.x} y=${hit.y} width=${hit.width} height=${hit.height}></rect>
    <rect class=${left ? 'lost' : 'data'} part="bar" x=${shape.x} y=${shape.y} width=${shape.width} height=${shape.height} rx=${Math.min(2, shape.width / 2)}
      fill=${left ? (on ? 'url(#h-sel)' : 'url(#h-lost)') : nothing}></rect>
    <rect class="ring" x=${shape.x - 3} y=${shape.y - 3} width=${shape.width + 6} height=${shape.height + 6} rx="4"></rect>
  </g>`;
}

/** The interval of a share. */
export function whisker(at: number, [low, high]: readonly [number, number], upright: boolean): SVGTemplateResult {
  const path = upright ? `M${at} ${low}V${high}` : `M${low} ${at}H${high}`;
  return svg`<g aria-hidden="true"><path class="wh halo" d=${path}></path><path class="wh" d=${path}></path></g>`;
}

/** Rate from the step before, with its interval. */
export function previousRate(view: FunnelView, step: number): TemplateResult {
  const { result, locale, t } = view;
  const n = result.stepCounts[view.before[step]!] ?? 0;
  return html`<span class="s">${formatRate(locale, result.conversionFromPrevious[step] ?? null)}</span>${
      view.past && view.width < 330
        ? nothing
        : html`<span class="iv nw">${formatInterval(locale, result.intervalFromPrevious[step] ?? null)}</span>`
    }${n > 0 && n < lowCount ? html`<span class="iv nw">${t.lowN(formatCount(locale, n))}</span>` : nothing}`;
}

/** The change of a step's rate since the other period: glyph, points, and how sure it is. */
export function changePart(view: FunnelView, step: number, form: 'points' | 'short' | 'full'): TemplateResult | string {
  const { past, locale, w } = view;
  const change = past?.figures.differenceFromPrevious[step];
  return change ? verdictPart(w, locale, change, form) : '–';
}

/** A change of a rate, by direction, size and verdict. Colour says good or bad; more conversion is good. */
export function verdictPart(
  w: FunnelWords,
  locale: Locale,
  { difference, interval }: RateDifference,
  form: 'points' | 'short' | 'full',
): TemplateResult {
  const sure = interval[0] > 0 || interval[1] < 0;
  const points = formatPoints(locale, difference);
  const word = sure ? (difference > 0 ? w.higher : w.lower) : form === 'full' ? w.noDifference : w.noDifferenceShort;
  const bounds = pointsRange(w, locale, interval);
  const glyph = difference > 0 ? 'M0 7L4.5 0L9 7z' : 'M0 0h9L4.5 7z';
  return html`<span
    class="chg ${sure ? (difference > 0 ? 'up' : 'dn') : ''}"
    title=${w.difference(w.verdict(points, sure ? word : w.noDifference), bounds)}
    >${
      Math.round(difference * 1000) === 0
        ? nothing
        : html`<svg class="gl" width="9" height="7" aria-hidden="true"><path d=${glyph}></path></svg>`
    }${form === 'points' ? html`${points}<span class="vh">${word}</span>` : w.verdict(points, word)}</span
  >`;
}

/** An interval of a difference: `−0.3 to +0.6 pp`. */
export function pointsRange(w: FunnelWords, locale: Locale, [low, high]: readonly [number, number]): string {
  return w.pointsRange(formatPoints(locale, low).replace(/ \S+$/, ''), formatPoints(locale, high));
}

const besideOf = ({ past, before }: FunnelView): { past: FunnelNumbers | null; before: readonly number[] } => ({
  past: past?.figures ?? null,
  before,
});

/** A bar of the other period. */
export function pastBar(box: Box | null): SVGTemplateResult | typeof nothing {
  return box && box.height > 0 && box.width > 0
    ? svg`<rect class="past" x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="1.5"></rect>`
    : nothing;
}

/** The customers who left before a step, as a count that opens. */
export function leftDoor(view: FunnelView, step: number, words = false): TemplateResult {
  return door(view, { kind: 'left', step }, words);
}

/** A count of customers that opens as a choice. */
export function door(view: FunnelView, mark: FunnelMark, words = false): TemplateResult {
  const { result, locale, w, choice } = view;
  const count = markCount(result, mark);
  const text = formatCount(locale, count);
  if (count === 0) return html`<span class="t3">${words ? w.leftWord(text) : text}</span>`;
  const on = sameMark(choice, mark);
  // What is heard begins with what is seen.
  const label = words
    ? w.leftMark(view.names[view.before[mark.step]!]!, view.names[mark.step]!, text)
    : markLabel(view, mark);
  return html`<button
    class="lnk ${on ? 'on' : ''}"
    part="count"
    type="button"
    data-mark=${markKey(mark)}
    aria-pressed=${on}
    aria-label=${label}
  >
    ${words ? w.leftWord(text) : text}
  </button>`;
}

/** Names the rules that the numbers on screen follow. Raised by one whenever a rule changes what a number means. */
export const funnelDefinitionVersion = 1;

/** The range of the funnel in words; empty when it has none. */
export function rangeText({ spec, locale }: Pick<FunnelView, 'spec' | 'locale'>): string {
  return spec.range ? formatRange(locale, spec.range.from, spec.range.to) : '';
}

/** A range as short as it can be named: a month where it is one, else its days. */
export function rangeName(locale: Locale, range: TimeRange, zone: string): string {
  const first = new Date(range.from);
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  const month =
    zone === 'UTC' && range.to === next && range.from === Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1);
  return month ? formatMonth(locale, range.from) : formatRange(locale, range.from, range.to, zone);
}

/** Level of the intervals in percent: `95%`. */
export function levelText(locale: Locale, level: number): string {
  return formatRate(locale, level).replace(/[.,]0%$/, '%');
}

/** The first step whose event names are nowhere in the data; null when all are there or it cannot be told. */
export function neverHappens(spec: FunnelSpec, info: DatasetInfo | null): string | null {
  if (!info || info.eventsTotal > info.events.length) return null;
  const there = new Set(info.events.map((event) => event.name));
  const step = spec.steps.findIndex((s) => eventsOf(s).length > 0 && eventsOf(s).every((name) => !there.has(name)));
  return step < 0 ? null : stepName(spec.steps[step]!, step);
}

/** The event names that fill a step. */
export function eventsOf(step: FunnelStep): readonly string[] {
  return typeof step.event === 'string' ? [step.event] : (step.event ?? []);
}
