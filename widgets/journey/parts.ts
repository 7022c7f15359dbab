import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type {
  JourneyGroup,
  JourneyMark,
  JourneyResult,
  JourneyRow,
  JourneySummary,
} from '../../worker/protocol/journey.js';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import { TpLinkEvent } from '../events/tplink.js';
import type { Definition } from '../internal/card-panels.js';
import { formatCount, formatNumber, formatSpan, formatWindow } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import type { TableData } from '../internal/table-data.js';
import type { Messages, StateWords } from '../locales/messages.js';
import { fullMoment, stretch } from './axis.js';
import type { ChannelColor } from './channels.js';
import { detailPane, evidenceBox, factsList, linkRow } from './detail.js';
import type { DetailView, Evidence } from './detail.js';
import { filterPanel } from './filter-panel.js';
import { groupBody, pathChips } from './group.js';
import type { GroupList, GroupSort } from './group.js';
import { parted } from './identifier.js';
import type { Stay } from './journey.layout.js';
import { knownColumns, namesIn } from './journey.spec.js';
import { listItems } from './list.layout.js';
import { touchpointList } from './list.js';
import { roughSpan } from './plot.js';
import { safeLinks } from './safe-link.js';
import type { TouchpointLink } from './safe-link.js';
import { dayOf } from './ticks.js';
import type { WallClock } from './ticks.js';
import type { TimeSpan } from './time-scale.js';
import type { MarkHit } from './timeline.js';
import { noFilter, textOf } from './touchpoints.js';
import type { LaneBy, RowFilter, Touchpoints } from './touchpoints.js';
import type { TypicalJourneys } from './typical.js';
import { partsWords } from './parts-words.js';
import type { PartsWords } from './parts-words.js';

export { lanesOfBins } from './bin-lanes.js';
export { TimelineHands } from './hands.js';
export { paintMarks, paletteOf } from './paint.js';
export { typicalQuestion } from './typical.spec.js';
export { typicalStrip } from './typical-strip.js';
export { Besides, typicalStays } from './typical.js';
export { partsWords } from './parts-words.js';
export { partsStyles } from './parts.styles.js';

/** Names the rules that the numbers on screen follow. Raised by one whenever a rule changes what a number means. */
export const journeyDefinitionVersion = 1;

const dayMs = 86_400_000;
const listStep = 40;
const narrowListStep = 12;
const tableRows = 2000;

/** What is open beside the time line: a touchpoint, or several of one instant. */
export type Picked = { readonly row: number } | { readonly rows: readonly number[]; readonly name: string };

/** What everything but the time line itself is drawn from: list, detail, group, filter, tables, definition. */
export interface PartsContext {
  readonly locale: Locale;
  readonly w: PartsWords;
  readonly t: Messages;
  readonly clock: WallClock;
  readonly tz: string;
  readonly room: number;
  readonly title: string;
  readonly result: JourneyResult;
  readonly info: DatasetInfo | null;
  readonly points: Touchpoints;
  /** Rows that are there, and rows in all; all are there. */
  readonly loaded: number;
  readonly rowsTotal: number;
  readonly hasRows: boolean;
  readonly windowed: boolean;
  readonly stays: readonly Stay[];
  readonly stalled: boolean;
  readonly bounds: TimeSpan;
  readonly settled: TimeSpan | null;
  readonly channels: { readonly names: readonly (string | null)[]; readonly colors: readonly ChannelColor[] };
  readonly laneBy: LaneBy;
  readonly stages: unknown;
  readonly picked: Picked | null;
  readonly rowFilter: RowFilter;
  readonly unfolded: ReadonlySet<number>;
  readonly listedMore: number;
  readonly narrowList: boolean;
  readonly why: boolean;
  readonly tableOpen: boolean;
  readonly links: ((row: JourneyRow) => readonly TouchpointLink[]) | null;
  readonly hide: string | null;
  readonly groupList: GroupList;
  readonly groupSort: GroupSort;
  readonly hovered: string | null;
  /** There is a selection to put a period into, and the one in view is in it. */
  readonly selects: boolean;
  readonly timeInForce: boolean;
  /** Numbers of the rows that the filter lets through. */
  readonly shownRows: () => Uint32Array;
  readonly personCounts: () => Map<string, number>;
  readonly personName: (key: string) => string;
  /** The data say what the person is called. */
  readonly hasName: (key: string) => boolean;
  readonly nameOf: (row: number) => string;
  readonly fullRow: (row: number) => JourneyRow | null;
  readonly evidence: (actor: string, open: boolean) => Evidence | null;
  readonly endsToday: (end: number) => boolean;
  readonly isChosen: (mark: JourneyMark) => boolean;
  readonly on: {
    readonly open: (picked: Picked | null) => void;
    readonly step: (by: 1 | -1) => void;
    readonly close: () => void;
    readonly explain: () => void;
    /** Fires an event on the element. @returns false when a listener prevents what it tells of */
    readonly tell: (event: Event) => boolean;
    readonly unfold: (row: number) => void;
    readonly moreRows: (by: number) => void;
    readonly filter: (change: Partial<RowFilter>) => void;
    readonly leaveFilter: (event: FocusEvent) => void;
    readonly lanes: (by: LaneBy) => void;
    readonly choose: (mark: JourneyMark, key: string, name: string) => void;
    readonly openActor: (key: string) => void;
    readonly hover: (key: string | null) => void;
    readonly sort: (by: GroupSort) => void;
    readonly moreActors: () => void;
    readonly closeTable: () => void;
    readonly chooseTime: () => void;
    readonly zoom: (factor: number) => void;
    readonly fit: () => void;
  };
}

/** What the tooltip of a mark says. */
export function tipText(c: PartsContext, { lane, name, first, last, count }: MarkHit): TemplateResult {
  const { w, locale } = c;
  const clock = c.clock;
  const row = lane.rows[first]!;
  if (count === 1 && row >= 0) {
    return html`<b class="s"><bdi>${c.nameOf(row)}</bdi></b>
      <div class="t2">${fullMoment(locale, lane.times[first]!, clock)}</div>
      <div class="t3"><bdi>${name}</bdi> · ${c.points.ours[row] === 1 ? w.weActed : w.customerActed}</div>`;
  }
  const counts = new Map<string, number>();
  if (!lane.weights) {
    for (let at = first; at <= last; at++) {
      const event = c.nameOf(lane.rows[at]!);
      counts.set(event, (counts.get(event) ?? 0) + 1);
    }
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return html`<b class="s">${w.touchpoints(count, formatCount(locale, count))}</b>
    <div class="t2">${stretch(locale, lane.times[first]!, lane.times[last]!, clock)}</div>
    ${most.map(([event, n]) => html`<div class="t3"><bdi>${event}</bdi> × ${formatCount(locale, n)}</div>`)}
    ${counts.size > 3 ? html`<div class="t3">…</div>` : nothing}`;
}

/** The sentence of a group, and the doors beside it. */
export function groupLead(c: PartsContext, sentence: string, countOf: (mark: JourneyMark) => number): TemplateResult {
  const { w, locale } = c;
  const { group } = c.result;
  const door = (of: 'silent' | 'bursting', text: string, name: string): TemplateResult | typeof nothing => {
    const mark: JourneyMark = { kind: 'journeys', of };
    const count = countOf(mark);
    if (count === 0) return nothing;
    const chosen = c.isChosen(mark);
    return html`<button
      class="lnk ${chosen ? 'on' : ''}"
      type="button"
      data-mark=${of}
      aria-pressed=${chosen}
      @click=${() => c.on.choose(mark, 'customers', name)}
    >
      ${text}
    </button>`;
  };
  return html`<div class="jsum" part="lead">
    <span class="say"><b class="s">${sentence}</b></span>
    ${
      group
        ? html`${door('silent', w.groupSilent(formatCount(locale, group.silent), group.silent), w.listSilent)}
          ${door('bursting', w.groupBursting(formatCount(locale, group.bursting)), w.listBursting)}`
        : nothing
    }
  </div>`;
}

/** The journeys of a group. */
export function groupPart(c: PartsContext): TemplateResult {
  const { result, on } = c;
  const { group } = result;
  if (!group) return html``;
  return groupBody(
    {
      locale: c.locale,
      words: c.w,
      zone: c.tz,
      width: c.room,
      group,
      actors: result.actors,
      list: c.groupList,
      sort: c.groupSort,
      hovered: c.hovered,
      isChosen: (mark) => c.isChosen(mark),
    },
    {
      choose: (mark, name) => on.choose(mark, 'stage', name),
      open: on.openActor,
      hover: on.hover,
      sort: on.sort,
      more: on.moreActors,
    },
    c.t.retry,
  );
}

/** Touchpoints as a list. */
export function listPart(c: PartsContext, summary: JourneySummary): TemplateResult {
  const { w, locale } = c;
  const points = c.points;
  const stays = c.stays;
  const span = c.settled ?? c.bounds;
  const most = (c.narrowList ? narrowListStep : listStep) + c.listedMore;
  const found = listItems(points, c.shownRows(), span, stays, summary.silences, most);
  const opened = c.picked && 'row' in c.picked ? c.picked.row : null;
  const clock = c.clock;
  const several = points.actorKeys.length > 1;
  return html`${
    c.hasRows
      ? nothing
      : html`<p class="t3">${w.loadingRows(formatCount(locale, c.loaded), formatCount(locale, c.rowsTotal))}</p>`
  }${touchpointList(
    {
      locale,
      words: w,
      clock,
      points,
      items: found.items,
      listed: found.listed,
      total: found.total,
      colors: listColors(c),
      nameOf: c.nameOf,
      whereOf: (row) => {
        const channel = points.channelNames[points.channels[row]!] ?? w.noChannel;
        const who = several ? ` · ${c.personName(points.actorKeys[points.actors[row]!] ?? '')}` : '';
        return `${channel}${who}`;
      },
      opened,
      detail: opened === null ? null : inlineDetail(c, opened),
      unfolded: c.unfolded,
      stalled: c.stalled,
    },
    {
      open: (row) => c.on.open(opened === row ? null : { row }),
      unfold: c.on.unfold,
      more: () => c.on.moreRows(listStep),
    },
  )}`;
}

function listColors(c: PartsContext): readonly ChannelColor[] {
  const { names, colors } = c.channels;
  return c.points.channelNames.map((name) => colors[names.indexOf(name)] ?? 0);
}

/** What is open, beside or under the time line. */
export function panePart(c: PartsContext): TemplateResult {
  const { picked: opened, w } = c;
  if (opened && 'rows' in opened) return groupPane(c, opened.rows, opened.name);
  const row = opened?.row ?? 0;
  return detailPane(
    detailView(c, row),
    { step: c.on.step, close: c.on.close, explain: c.on.explain, follow: followLink(c, row) },
    w.closeDetail,
  );
}

function inlineDetail(c: PartsContext, row: number): TemplateResult {
  const view = detailView(c, row);
  return html`${factsList(view)} ${evidenceBox(view, c.on.explain)} ${linkRow(view.links, followLink(c, row))}`;
}

/** The page is asked before its link is followed here; what opens elsewhere (a key is held) is the browser's. */
function followLink(c: PartsContext, row: number): (event: MouseEvent, link: TouchpointLink) => void {
  return (event, link) => {
    const full = c.fullRow(row);
    if (!full || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!c.on.tell(new TpLinkEvent({ source: 'journey', link, row: full }))) event.preventDefault();
  };
}

function detailView(c: PartsContext, row: number): DetailView {
  const { w, locale } = c;
  const points = c.points;
  const clock = c.clock;
  const time = points.times[row] ?? 0;
  const full = c.fullRow(row);
  const actor = points.actorKeys[points.actors[row]!] ?? '';
  const end = c.result.meta.dataEnd;
  const ago = end !== null && c.endsToday(end) ? dayOf(end, clock) - dayOf(time, clock) : 0;
  const shown = c.shownRows();
  const at = shown.indexOf(row);
  const links = full ? safeLinks(c.links, full) : [];
  return {
    locale,
    words: w,
    title: c.nameOf(row),
    when: `${fullMoment(locale, time, clock)}${ago > 0 ? ` · ${w.ago(formatWindow(locale, ago * dayMs))}` : ''}`,
    position: c.windowed || at < 0 ? null : w.position(formatCount(locale, at + 1), formatCount(locale, shown.length)),
    hasPrevious: at > 0,
    hasNext: at >= 0 && at < shown.length - 1,
    facts: factsOf(c, row, full, actor),
    loading: full === null,
    evidence: actor ? c.evidence(actor, c.why) : null,
    links,
  };
}

function factsOf(c: PartsContext, row: number, full: JourneyRow | null, actor: string): (readonly [string, string])[] {
  const { w, locale } = c;
  const points = c.points;
  const facts: (readonly [string, string])[] = [];
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== '') facts.push([name, value]);
  };
  if (c.result.of === 'account' || c.hasName(actor)) add(w.person, c.personName(actor));
  const channel = points.channelNames[points.channels[row]!] ?? null;
  add(w.channel, channel);
  add(w.who, points.ours[row] === 1 ? w.weActed : w.customerActed);
  if (full) {
    add(w.page, full.page === null ? null : textOf(full.page));
    if (full.dwellMs !== null) add(w.onPage, formatSpan(locale, full.dwellMs));
  }
  const stay = c.stays.findLast(({ from }) => from <= (points.times[row] ?? 0));
  if (stay) {
    const clock = c.clock;
    const day = dayOf(points.times[row] ?? 0, clock) - dayOf(stay.from, clock) + 1;
    add(w.stage, w.stageDay(stay.name, formatCount(locale, day)));
  }
  if (!full) return facts;
  if (full.value !== null)
    add(w.value, typeof full.value === 'number' ? formatNumber(locale, full.value) : textOf(full.value));
  add(w.source, full.source === null ? null : textOf(full.source));
  if (full.gapMs !== null) add(w.sinceLast, formatSpan(locale, full.gapMs));
  const properties = c.info?.properties ?? [];
  const { direction, name: nameColumn, account } = knownColumns(c.info);
  const hidden = new Set(c.hide === null ? [] : namesIn(c.hide));
  const canonical = new Set(['channel', 'source', 'value', 'page', 'stage', direction, nameColumn]);
  for (const [k, name] of properties.slice(0, 100).entries()) {
    const value = full.values[k] ?? null;
    if (canonical.has(name) || hidden.has(name) || value === null) continue;
    add(name === account ? w.account : name === 'owner' ? w.owner : name, textOf(value));
  }
  return facts;
}

/** Touchpoints of one instant, which no zoom can draw apart. */
function groupPane(c: PartsContext, rows: readonly number[], name: string): TemplateResult {
  const { w, locale } = c;
  const clock = c.clock;
  const points = c.points;
  return html`<aside class="jd" part="detail" aria-labelledby="j-detail">
    <div class="nav">
      <span><bdi>${name}</bdi></span>
      <button class="b i q" type="button" aria-label=${w.closeDetail} @click=${c.on.close}>${icon('close')}</button>
    </div>
    <div>
      <h3 id="j-detail" tabindex="-1">${w.groupList(w.touchpoints(rows.length, formatCount(locale, rows.length)))}</h3>
      <p class="when">${fullMoment(locale, points.times[rows[0]!]!, clock)}</p>
    </div>
    <ol class="jgs scroll">
      ${rows.map(
        (row) =>
          html`<li>
            <button class="a" type="button" data-row=${row} @click=${() => c.on.open({ row })}>
              <bdi>${c.nameOf(row)}</bdi>
            </button>
          </li>`,
      )}
    </ol>
  </aside>`;
}

/** The popover of search and filter. */
export function filterPart(c: PartsContext, summary: JourneySummary): TemplateResult {
  const { names, colors } = c.channels;
  const rows = new Map(summary.channels.map(({ channel, rows: n }) => [channel, n]));
  const people = c.hasRows ? c.personCounts() : new Map<string, number>();
  const set = c.on.filter;
  return html`<div class="fltw" @focusout=${c.on.leaveFilter}>
    ${filterPanel(
      {
        locale: c.locale,
        words: c.w,
        filter: c.rowFilter,
        channels: names.map((name, k) => ({
          key: name,
          text: name ?? c.w.noChannel,
          rows: rows.get(name) ?? null,
          color: colors[k] ?? 0,
        })),
        people: [...people].map(([key, n]) => ({ key, text: c.personName(key), rows: n, color: null })),
        lanes: people.size > 1 ? c.laneBy : null,
      },
      {
        search: (search) => set({ search }),
        channel: (key) => set({ hiddenChannels: toggled(c.rowFilter.hiddenChannels, key) }),
        person: (key) => set({ hiddenActors: toggled(c.rowFilter.hiddenActors, key) as Set<string> }),
        lanes: c.on.lanes,
        all: () => set(noFilter),
      },
    )}
  </div>`;
}

function toggled(set: ReadonlySet<string | null>, key: string | null): Set<string | null> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** In words: what is typical. */
export function typicalPart(c: PartsContext, typical: TypicalJourneys, name: string): TemplateResult {
  const { w, locale } = c;
  const { group, actors } = typical;
  return html`<section class="jtyp" part="usual" aria-labelledby="j-typical">
    <h3 id="j-typical">${w.typicalOf(name, formatCount(locale, actors), actors)}</h3>
    ${group.medianCycleMs === null ? nothing : html`<span class="t2">${w.typicalTime(name, roughSpan(locale, group.medianCycleMs))}</span>`}
    ${
      group.modal && group.modal.length > 0
        ? html`<span class="t3">${w.typicalPath}</span> ${pathChips(group.modal)}`
        : nothing
    }
  </section>`;
}

/** The rules behind the numbers. */
export function definitionOf(c: PartsContext, summary: JourneySummary | null, leftOut: string): Definition {
  const { w, locale } = c;
  const referenceMs = summary?.silences[0]?.referenceMs ?? c.result.group?.referenceMs ?? null;
  return {
    name: w.definitionName,
    version: journeyDefinitionVersion,
    sentence: summary ? w.definitionOne : w.definitionGroup,
    facts: [
      [w.ruleSession, w.ruleSessionText],
      [w.ruleSilence, w.ruleSilenceText(formatSpan(locale, referenceMs))],
      [w.ruleBurst, w.ruleBurstText],
      ...(c.stages
        ? ([
            [w.ruleStage, w.ruleStageText],
            [w.ruleStalled, w.ruleStalledText],
          ] as const)
        : []),
      ...(summary
        ? ([
            [w.ruleActivity, w.ruleActivityText],
            [w.ruleActed, w.ruleActedText],
          ] as const)
        : []),
      [w.ruleLeftOut, leftOut],
    ],
  };
}

/** All rows shown, as a table. */
export function rowsTable(c: PartsContext): TableData {
  const { w } = c;
  const points = c.points;
  const most = c.tableOpen ? tableRows : Infinity;
  const rows = c.shownRows();
  return {
    title: c.title,
    columns: [
      { id: 'time', title: w.time, kind: 'instant' },
      { id: 'event', title: w.event, kind: 'text' },
      { id: 'channel', title: w.channel, kind: 'text' },
      { id: 'customer', title: w.person, kind: 'text' },
      { id: 'stage', title: w.stage, kind: 'text' },
      { id: 'acted', title: w.who, kind: 'text' },
    ],
    rows: Array.from(rows.subarray(0, Math.min(rows.length, most)), (row) => [
      points.times[row]!,
      c.nameOf(row),
      points.channelNames[points.channels[row]!] ?? null,
      c.personName(points.actorKeys[points.actors[row]!] ?? ''),
      points.stageNames[points.stages[row]!] ?? null,
      points.ours[row] === 1 ? w.weActed : w.customerActed,
    ]),
    ...((rows.length > most || !c.hasRows) && { total: c.hasRows ? rows.length : c.rowsTotal }),
    door: (at, column) =>
      column === 1
        ? {
            pressed: c.picked !== null && 'row' in c.picked && c.picked.row === rows[at],
            open: () => {
              c.on.closeTable();
              c.on.open({ row: rows[at]! });
            },
          }
        : null,
  };
}

/** A group: its stages, or its customers where there are none. */
export function groupTable(c: PartsContext): TableData {
  const { w } = c;
  const { group } = c.result;
  const stages = group?.stages ?? [];
  if (stages.length === 0) {
    const { actors, total } = c.groupList;
    return {
      title: c.title,
      columns: [
        { id: 'customer', title: w.customer, kind: 'text' },
        { id: 'touchpoints', title: w.touchpointsColumn, kind: 'count' },
        { id: 'first', title: w.firstSeen, kind: 'instant' },
        { id: 'last', title: w.lastSeenColumn, kind: 'instant' },
      ],
      rows: actors.map(({ label, rows, firstMs, lastMs }) => [label, rows, firstMs, lastMs]),
      ...(total !== null && total > actors.length && { total }),
      door: (at, column) =>
        column === 1
          ? {
              pressed: false,
              open: () => {
                c.on.closeTable();
                c.on.openActor(actors[at]!.key);
              },
            }
          : null,
    };
  }
  return {
    title: c.title,
    columns: [
      { id: 'stage', title: w.stage, kind: 'text' },
      { id: 'reached', title: w.reached, kind: 'count' },
      { id: 'current', title: w.now, kind: 'count' },
      { id: 'median', title: w.median, kind: 'span' },
      { id: 'p90', title: w.ninetieth, kind: 'span' },
    ],
    rows: stages.map(({ name, reached, current, medianMs, p90Ms }) => [name, reached, current, medianMs, p90Ms]),
    door: (at, column) => {
      const of = column === 1 ? 'reached' : column === 2 ? 'current' : null;
      const stage = stages[at];
      if (of === null || !stage || stage[of] === 0) return null;
      const mark: JourneyMark = { kind: 'stage', stage: stage.name, of };
      return { pressed: c.isChosen(mark), open: () => c.on.choose(mark, 'stage', stage.name) };
    },
  };
}

/** Under the time line: what marks mean, what is not drawn, and how to move without a wheel. */
export function legendPart(c: PartsContext): TemplateResult {
  const { w, locale, picked: pane, on } = c;
  const loading = !c.hasRows;
  const inForce = c.timeInForce;
  const hidden = c.hasRows ? c.loaded - c.shownRows().length : 0;
  return html`<div class="jleg">
    <ul class="legend">
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle class="kf k6" cx="6" cy="6" r="5"></circle></svg
        >${w.customerActed}
      </li>
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle class="ko k6" cx="6" cy="6" r="4.5"></circle></svg
        >${w.weActed}
      </li>
      <li>
        <svg class="wide" viewBox="0 0 22 12" aria-hidden="true">
          <rect class="ks k6" x="1" y="1" width="20" height="10" rx="5"></rect></svg
        >${w.several}
      </li>
      ${c.laneBy === 'person' ? channelKeys(c) : nothing}
    </ul>
    ${
      loading
        ? html`<span class="t3"
            >${c.windowed ? w.fromCounts : w.loadingRows(formatCount(locale, c.loaded), formatCount(locale, c.rowsTotal))}</span
          >`
        : hidden > 0
          ? html`<span class="t3"
              >${w.hiddenRows(hidden, formatCount(locale, hidden))} ·
              <button class="a" type="button" @click=${() => on.filter(noFilter)}>${w.showAll}</button></span
            >`
          : nothing
    }
    ${c.room >= 1000 && pane === null ? html`<span class="t3">${w.arrows}</span>` : nothing}
    <span class="zoom push">
      ${
        c.selects
          ? html`<button
              class="b i q ${inForce ? 'set' : ''}"
              type="button"
              data-opens="time"
              aria-pressed=${inForce}
              aria-label=${inForce ? w.timeFiltered : w.filterByTime}
              title=${inForce ? w.timeFiltered : w.filterByTime}
              @click=${on.chooseTime}
            >
              ${icon('clock')}
            </button>`
          : nothing
      }
      <button
        class="b i q"
        type="button"
        data-zoom="out"
        aria-label=${w.zoomOut}
        title=${w.zoomOut}
        @click=${() => on.zoom(1 / 0.6)}
      >
        ${icon('minus')}
      </button>
      <button
        class="b i q"
        type="button"
        data-zoom="in"
        aria-label=${w.zoomIn}
        title=${w.zoomIn}
        @click=${() => on.zoom(0.6)}
      >
        ${icon('plus')}
      </button>
      <button class="b q" type="button" data-zoom="fit" @click=${on.fit}>
        <span>${w.wholeJourney}</span>
      </button>
    </span>
  </div>`;
}

function channelKeys(c: PartsContext): readonly TemplateResult[] {
  const { names, colors } = c.channels;
  return names
    .slice(0, 9)
    .map(
      (name, k) =>
        html`<li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            ${svg`<rect class="kf k${colors[k]!}" x="2" y="2" width="8" height="8" rx="2"></rect>`}</svg
          ><bdi>${name ?? c.w.noChannel}</bdi>
        </li>`,
    );
}

/** Why there is nothing to draw. */
export function emptyWords(
  locale: Locale,
  whom: { readonly actor: string } | { readonly account: string } | null,
  narrowed: boolean,
): StateWords {
  const w = partsWords(locale);
  if (!whom) return w.emptyGroup;
  const name = 'actor' in whom ? parted(whom.actor).value : whom.account;
  if (narrowed) return w.emptyRange(name);
  return 'actor' in whom ? w.unknownActor(name) : w.unknownAccount(name);
}

/** Customers on a mark of a group; null where the result does not say. */
export function groupCount(group: JourneyGroup, mark: JourneyMark): number | null {
  if (mark.kind === 'stage' && mark.of !== 'rows') {
    return group.stages.find(({ name }) => name === mark.stage)?.[mark.of] ?? null;
  }
  if (mark.kind !== 'journeys') return null;
  return { silent: group.silent, bursting: group.bursting, cycled: group.cycles }[mark.of];
}
