import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { GroupStage, JourneyGroup, JourneyMark } from '../../worker/protocol/journey.js';
import type { ActorRow } from '../../worker/protocol/result.js';
import { formatCount, formatDate, formatSpan } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import { axisOf } from './axis.js';
import { wallClock } from './ticks.js';
import { xOf } from './time-scale.js';
import type { TimeScale } from './time-scale.js';
import type { PartsWords } from './parts-words.js';

/** Which customers come first in a group's list. */
export type GroupSort = 'lastMs' | 'rows';

/** The customers of a group, as far as they are fetched. */
export interface GroupList {
  readonly actors: readonly ActorRow[];
  /** Customers there are; null until the first page is there. */
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: AnalyticsError | null;
}

export interface GroupView {
  readonly locale: Locale;
  readonly words: PartsWords;
  readonly zone: string;
  readonly width: number;
  readonly group: JourneyGroup;
  readonly actors: number;
  readonly list: GroupList;
  readonly sort: GroupSort;
  /** Customer that the pointer rests on in any widget. */
  readonly hovered: string | null;
  /** True for the mark that is chosen. */
  readonly isChosen: (mark: JourneyMark) => boolean;
}

export interface GroupActions {
  readonly choose: (mark: JourneyMark, name: string) => void;
  readonly open: (key: string) => void;
  readonly hover: (key: string | null) => void;
  readonly sort: (by: GroupSort) => void;
  readonly more: () => void;
}

/** The journeys of a group: its stages and most frequent path, and a lane for each customer. */
export function groupBody(view: GroupView, on: GroupActions, retryText: string): TemplateResult {
  const { group, words } = view;
  return html`<div class="jg">
    ${group.stages.length > 0 ? stageTable(view, on) : nothing}
    ${
      group.modal && group.modal.length > 0
        ? html`<section class="jmod" aria-labelledby="j-modal">
            <h3 id="j-modal">${words.modal}</h3>
            ${pathChips(group.modal)}
          </section>`
        : nothing
    }
    ${customerLanes(view, on, retryText)}
  </div>`;
}

/** A path as its nodes, one after the other; equal neighbours together, with their number. */
export function pathChips(nodes: readonly string[]): TemplateResult {
  const runs: { node: string; count: number }[] = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (last?.node === node) last.count++;
    else runs.push({ node, count: 1 });
  }
  const most = 12;
  const shown = runs.length > most ? [...runs.slice(0, most / 2), null, ...runs.slice(1 - most / 2)] : runs;
  return html`<ol class="jpath">
    ${shown.map((run) =>
      run === null
        ? html`<li>…</li>`
        : html`<li>
            <bdi>${run.node}</bdi>${run.count > 1 ? html` <span class="t3">× ${run.count}</span>` : nothing}
          </li>`,
    )}
  </ol>`;
}

function stageTable(view: GroupView, on: GroupActions): TemplateResult {
  const { group, words, locale, actors, width } = view;
  const narrow = width < 480;
  const span = (ms: number | null): string => formatSpan(locale, ms);
  const barWidth = narrow ? 0 : 96;
  const door = (stage: GroupStage, of: 'reached' | 'current'): TemplateResult => {
    const mark: JourneyMark = { kind: 'stage', stage: stage.name, of };
    const count = stage[of];
    const text = formatCount(locale, count);
    if (count === 0) return html`<span class="t3">${text}</span>`;
    const chosen = view.isChosen(mark);
    const name = of === 'reached' ? words.listReached(stage.name) : words.listNow(stage.name);
    return html`<button
      class="lnk ${chosen ? 'on' : ''}"
      type="button"
      data-mark="${of}-${stage.name}"
      aria-pressed=${chosen}
      aria-label="${text}, ${name}"
      @click=${() => on.choose(mark, stage.name)}
    >
      ${text}
    </button>`;
  };
  return html`<table class="dt jgt">
    <caption class="vh">
      ${words.stages}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.stage}</th>
        ${barWidth > 0 ? html`<td></td>` : nothing}
        <th scope="col" class="r">${words.reached}</th>
        <th scope="col" class="r">${words.now}</th>
        <th scope="col" class="r">${words.median}</th>
        ${narrow ? nothing : html`<th scope="col" class="r">${words.ninetieth}</th>`}
      </tr>
    </thead>
    <tbody>
      ${group.stages.map(
        (stage) =>
          html`<tr>
            <th scope="row" class="ell"><bdi>${stage.name}</bdi></th>
            ${
              barWidth > 0
                ? html`<td class="jgb">
                    <svg class="c" width=${barWidth} height="10" aria-hidden="true">
                      ${stage.reached > 0 ? svg`<rect class="data" width=${Math.max(2, (stage.reached / Math.max(1, actors)) * barWidth)} height="10" rx="2"></rect>` : nothing}
                    </svg>
                  </td>`
                : nothing
            }
            <td class="r">${door(stage, 'reached')}</td>
            <td class="r">${door(stage, 'current')}</td>
            <td class="r t2">${span(stage.medianMs)}</td>
            ${narrow ? nothing : html`<td class="r t2">${span(stage.p90Ms)}</td>`}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function customerLanes(view: GroupView, on: GroupActions, retryText: string): TemplateResult {
  const { words, locale, list, sort, width, zone } = view;
  const clock = wallClock(zone);
  const { actors, total } = list;
  const first = actors.reduce((least, { firstMs }) => Math.min(least, firstMs), Infinity);
  const last = actors.reduce((most, { lastMs }) => Math.max(most, lastMs), -Infinity);
  const narrow = width < 480;
  const nameWidth = narrow ? Math.max(96, width * 0.42) : Math.min(180, Math.max(112, width * 0.2));
  const countWidth = 52;
  const barWidth = Math.max(40, width - nameWidth - countWidth - 8);
  const air = Math.max((last - first) * 0.02, 1);
  const scale: TimeScale = { from: first - air, to: last + air, left: 6, right: barWidth - 6 };
  const axis = actors.length > 0 ? axisOf(scale, locale, clock, 84, null) : null;
  return html`<section class="jgl" aria-labelledby="j-group">
    <header>
      <h3 id="j-group">${words.customers}</h3>
      <label class="push"
        ><span class="vh">${words.sort}</span>
        <select
          class="inp"
          @change=${(event: Event) => on.sort((event.target as HTMLSelectElement).value as GroupSort)}
        >
          <option value="lastMs" ?selected=${sort === 'lastMs'}>${words.sortRecent}</option>
          <option value="rows" ?selected=${sort === 'rows'}>${words.sortRows}</option>
        </select></label
      >
    </header>
    ${
      axis
        ? html`<svg class="c jga" width=${width} height="18" aria-hidden="true">
            ${axis.labels.map(({ x, text }) => svg`<text class="t3" x=${nameWidth + x} y="12">${text}</text>`)}
          </svg>`
        : nothing
    }
    <ol part="lanes">
      ${actors.map(({ key, label, rows, firstMs, lastMs }) => {
        const left = xOf(scale, firstMs);
        const right = xOf(scale, lastMs);
        const text = formatCount(locale, rows);
        const dates = `${formatDate(locale, firstMs, zone)} – ${formatDate(locale, lastMs, zone)}`;
        return html`<li>
          <button
            class="jgr ${view.hovered === key ? 'hov' : ''}"
            type="button"
            data-actor=${key}
            title=${dates}
            @click=${() => on.open(key)}
            @pointerenter=${() => on.hover(key)}
            @pointerleave=${() => on.hover(null)}
          >
            <svg class="c" width=${width} height="28" aria-hidden="true">
              <path class="lane" d="M${nameWidth + 6} 14.5H${nameWidth + barWidth - 6}"></path>
              <path class="span" d="M${nameWidth + left} 14.5H${nameWidth + Math.max(right, left + 0.5)}"></path>
              <circle class="data" cx=${nameWidth + left} cy="14.5" r="3.5"></circle>
              <circle class="data" cx=${nameWidth + right} cy="14.5" r="5"></circle>
            </svg>
            <span class="jgn ell ${narrow ? 'nar' : ''}"><bdi>${label}</bdi></span
            ><span class="jgc">${text}</span>
          </button>
        </li>`;
      })}
    </ol>
    ${
      list.error
        ? html`<p class="jmore">
            <span lang="en">${list.error.message}</span>
            <button class="b" type="button" @click=${on.more}>${retryText}</button>
          </p>`
        : total === null
          ? nothing
          : html`<p class="jmore">
              <span>${words.shownOf(formatCount(locale, actors.length), formatCount(locale, total))}</span>
              ${
                actors.length < total
                  ? html`<button class="b" type="button" data-more ?disabled=${list.loading} @click=${on.more}>
                      ${words.showMore}
                    </button>`
                  : nothing
              }
            </p>`
    }
  </section>`;
}
