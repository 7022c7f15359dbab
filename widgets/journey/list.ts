import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { shortDay, stretch, timeOfDay } from './axis.js';
import type { ChannelColor } from './channels.js';
import type { Stay } from './journey.layout.js';
import type { ListItem } from './list.layout.js';
import { roughSpan } from './plot.js';
import { dayOf } from './ticks.js';
import type { WallClock } from './ticks.js';
import type { Touchpoints } from './touchpoints.js';
import type { PartsWords } from './parts-words.js';

/** A list of touchpoints as it stands. */
export interface ListView {
  readonly locale: Locale;
  readonly words: PartsWords;
  readonly clock: WallClock;
  readonly points: Touchpoints;
  readonly items: readonly ListItem[];
  readonly colors: readonly ChannelColor[];
  readonly nameOf: (row: number) => string;
  /** Line under the name: channel, and person where there are several. */
  readonly whereOf: (row: number) => string;
  /** Row that is open, and what stands in it. */
  readonly opened: number | null;
  readonly detail: TemplateResult | null;
  /** Groups that are unfolded, by their newest row. */
  readonly unfolded: ReadonlySet<number>;
  readonly stalled: boolean;
  readonly listed: number;
  readonly total: number;
}

export interface ListActions {
  readonly open: (row: number) => void;
  readonly unfold: (row: number) => void;
  readonly more: () => void;
}

/** Touchpoints as rows, newest first. */
export function touchpointList(view: ListView, on: ListActions): TemplateResult {
  const { words, locale, items, listed, total } = view;
  const count = formatCount(locale, total);
  return html`<div class="jls">
    <ol part="list">
      ${items.map((item) => listItem(view, on, item))}
    </ol>
    ${
      total === 0
        ? html`<p class="jnone t3">${words.emptyView}</p>`
        : html`<p class="jmore">
            <span>${words.shownOf(formatCount(locale, listed), words.touchpoints(total, count))}</span>
            ${listed < total ? html`<button class="b" type="button" data-more @click=${on.more}>${words.showMore}</button>` : nothing}
          </p>`
    }
  </div>`;
}

function listItem(view: ListView, on: ListActions, item: ListItem): TemplateResult {
  switch (item.kind) {
    case 'stage':
      return stageRow(view, item.stay);
    case 'silence': {
      const { silence } = item;
      const span = roughSpan(view.locale, silence.ms);
      return html`<li class="jgap">
        <svg class="c" width="100%" height="30" aria-hidden="true">
          <rect class="gapbg" width="100%" height="30" rx="4" fill="url(#j-gap)"></rect></svg
        ><span>${silence.open ? view.words.silentOpen(span) : view.words.silent(span)}</span>
      </li>`;
    }
    case 'rows': {
      const [newest, ...rest] = item.rows as [number, ...number[]];
      if (rest.length === 0) return row(view, on, newest, true);
      if (!view.unfolded.has(newest)) return group(view, on, item.rows);
      return html`${item.rows.map((one, k) => row(view, on, one, k === 0))}`;
    }
  }
}

function stageRow({ words, locale, clock, stalled }: ListView, stay: Stay): TemplateResult {
  const day = dayOf(stay.to, clock) - dayOf(stay.from, clock) + 1;
  const text = stay.open
    ? words.sinceDay(shortDay(locale, stay.from, clock), formatCount(locale, day))
    : roughSpan(locale, stay.to - stay.from);
  return html`<li class="jst ${stay.open && stalled ? 'now' : ''}">
    <b><bdi>${stay.name}</bdi></b
    ><span>${text}</span>
  </li>`;
}

function row(view: ListView, on: ListActions, at: number, withDay: boolean): TemplateResult {
  const { points, locale, clock, nameOf, whereOf, opened, detail, colors } = view;
  const time = points.times[at]!;
  const ours = points.ours[at] === 1;
  const color = `k${colors[points.channels[at]!] ?? 0}`;
  const open = opened === at;
  return html`<li class="jl ${open ? 'on' : ''}" data-row=${at}>
    <span class="jld">${withDay ? shortDay(locale, time, clock) : nothing}</span>
    <svg class="jlm" viewBox="0 0 24 24" aria-hidden="true">
      ${open ? svg`<circle class="halo" cx="12" cy="12" r="8.5"></circle><circle class="selring" cx="12" cy="12" r="10"></circle>` : nothing}
      <circle class="${ours ? 'ko' : 'kf'} ${color}" cx="12" cy="12" r=${ours ? 5 : 6}></circle>
    </svg>
    <div class="jlt">
      <button class="jlb m" type="button" aria-expanded=${open} @click=${() => on.open(at)}>
        <bdi>${nameOf(at)}</bdi>
      </button>
      <div class="t3 l2"><bdi>${whereOf(at)}</bdi> · ${timeOfDay(time, clock)}</div>
      ${open && detail ? html`<div class="jlx">${detail}</div>` : nothing}
    </div>
  </li>`;
}

function group(view: ListView, on: ListActions, rows: readonly number[]): TemplateResult {
  const { points, locale, clock, words, nameOf, whereOf, colors, opened } = view;
  const newest = rows[0]!;
  const oldest = rows.at(-1)!;
  const color = `k${colors[points.channels[newest]!] ?? 0}`;
  const count = formatCount(locale, rows.length);
  const on_ = opened !== null && rows.includes(opened);
  return html`<li class="jl ${on_ ? 'on' : ''}" data-row=${newest}>
    <span class="jld">${shortDay(locale, points.times[newest]!, clock)}</span>
    <svg class="jlm" viewBox="0 0 24 24" aria-hidden="true">
      <rect class="kb" x="1" y="4" width="22" height="16" rx="8"></rect>
      <rect class="ks ${color}" x="1" y="4" width="22" height="16" rx="8"></rect>
      <text class="kt m mid x11" x="12" y="16">${rows.length > 99 ? '99+' : count}</text>
    </svg>
    <div class="jlt">
      <button class="jlb m" type="button" aria-expanded="false" @click=${() => on.unfold(newest)}>
        <bdi>${nameOf(newest)}</bdi> <span class="t3">× ${count}</span>
      </button>
      <div class="t3 l2">
        <bdi>${whereOf(newest)}</bdi> · ${stretch(locale, points.times[oldest]!, points.times[newest]!, clock)}
        <span class="vh">${words.touchpoints(rows.length, count)}</span>
      </div>
    </div>
  </li>`;
}
