import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount, formatInterval, formatPoints, formatRate, formatSpan } from '../internal/format.js';
import { pointsRange, rangeName } from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import { lowCount } from './funnel.layout.js';

/** How much a lead says. */
export interface LeadForm {
  readonly narrow: boolean;
  readonly legend: boolean;
  /** Zone in which ranges are named. */
  readonly zone: string;
}

/** Overall rate, sentence, how certain it is, and the legend. */
export function leadPart(view: FunnelView, sentence: string, form: LeadForm): TemplateResult {
  const { result, spec, t, w, locale, level, past, goal } = view;
  const several = spec.steps.length > 1;
  const total = result.stepCounts[0] ?? 0;
  const reached = result.stepCounts[goal] ?? 0;
  const interval = several ? formatInterval(locale, result.intervalFromStart[goal] ?? null) : '';
  const median = form.narrow || !several ? null : result.medianTotalMs;
  const second = past
    ? comparedTexts(view, past, form.narrow)
    : [interval && w.leadInterval(level, interval), median === null ? '' : w.leadMedian(formatSpan(locale, median))];
  return html`<div class="lead" part="lead">
    <div class="big">${formatRate(locale, result.conversionFromStart[goal] ?? null)}</div>
    <div class="txt">
      <div class="m">
        ${form.narrow && several ? w.leadOf(formatCount(locale, reached), formatCount(locale, total)) : sentence}
      </div>
      <div class="t3">
        ${second.filter((part) => part !== '').join(' · ')}
        ${total < lowCount ? html`<span class="tag">${t.lowN(formatCount(locale, total))}</span>` : nothing}
      </div>
    </div>
    ${form.legend ? legendPart(view, total, form.zone) : nothing}
  </div>`;
}

/** The rate of the other period, and what can be said of the difference. */
function comparedTexts(
  { w, locale, goal }: FunnelView,
  { name, figures }: NonNullable<FunnelView['past']>,
  narrow: boolean,
): string[] {
  const rate = w.rateThen(formatRate(locale, figures.conversionFromStart[goal] ?? null), name);
  const change = figures.differenceFromStart[goal];
  if (!change) return [rate];
  const bounds = pointsRange(w, locale, change.interval);
  const sure = change.interval[0] > 0 || change.interval[1] < 0;
  const verdict = w.verdict(formatPoints(locale, change.difference), change.difference > 0 ? w.higher : w.lower);
  if (narrow) return [rate, sure ? verdict : w.noDifference];
  return [rate, sure ? w.difference(verdict, bounds) : w.unclear(bounds)];
}

function legendPart({ w, locale, spec, past }: FunnelView, total: number, zone: string): TemplateResult {
  const now = past && spec.range ? rangeName(locale, spec.range, zone) : w.reached;
  return html`<ul class="legend">
    <li>
      <svg viewBox="0 0 12 12" class=${total < lowCount ? 'low' : ''} aria-hidden="true">
        <rect class="data" x=".75" y=".75" width="10.5" height="10.5" rx="2"></rect></svg
      >${now}
    </li>
    ${
      past
        ? html`<li>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect class="past" x="3.5" y=".5" width="5" height="11" rx="1"></rect></svg
            >${past.name}
          </li>`
        : nothing
    }
    <li>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <rect class="lost" x=".5" y=".5" width="11" height="11" rx="2" fill="url(#h-lost)"></rect></svg
      >${w.leftBefore}
    </li>
  </ul>`;
}
