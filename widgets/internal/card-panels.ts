import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { ImportReport, RejectReason } from '../../worker/protocol/report.js';
import type { ActorRow } from '../../worker/protocol/result.js';
import type { Mark } from '../../worker/protocol/spec.js';
import { clauseSource, clauseText } from '../dataset/clause-words.js';
import type { Clause, Selection } from '../dataset/selection.js';
import { enMore } from '../locales/en-more.js';
import { loadedMore } from '../locales/messages.js';
import type { Messages, MoreMessages, StateWords } from '../locales/messages.js';
import { translated } from '../locales/registry.js';
import { offerWords } from '../locales/words.js';
import {
  formatCount,
  formatDate,
  formatInterval,
  formatMoment,
  formatNumber,
  formatPoints,
  formatRate,
  formatSpan,
  noValue,
} from './format.js';
import type { Locale } from './format.js';
import { icon } from './icons.js';
import type { IconName } from './icons.js';
import { messagePart, notePart } from './state-parts.js';
import type { ColumnKind, TableData, TableValue } from './table-data.js';

export { panelStyles } from '../styles/panels.js';

/** Texts of what opens on request, in a language that is loaded. */
export const moreWords = (locale: Locale): MoreMessages => translated('panels', loadedMore(locale) ?? enMore, locale);
offerWords('panels', enMore);

/** The customers behind a mark, as far as they are fetched. */
export interface ActorList {
  readonly mark: Mark;
  readonly title: string;
  readonly actors: readonly ActorRow[];
  /** Length of the whole list; null until the first page is there. */
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: AnalyticsError | null;
}

/** What can be done with a list. Without `open` its rows are plain text. */
export interface ActorListActions {
  readonly close: () => void;
  readonly more: () => void;
  readonly open?: ((key: string) => void) | undefined;
  /** The customer that is open; its row is marked. */
  readonly opened?: string | null;
}

/** A list of customers, page by page; each opens its journey. */
export function actorList(t: Messages, locale: Locale, list: ActorList, on: ActorListActions): TemplateResult {
  const more = moreWords(locale);
  const { title, actors, total, loading, error } = list;
  const name = ({ key, label }: ActorRow): TemplateResult =>
    on.open
      ? html`<button
          class="lnk ${key === on.opened ? 'on' : ''}"
          type="button"
          aria-pressed=${key === on.opened}
          @click=${() => on.open!(key)}
        >
          <bdi>${label}</bdi>
        </button>`
      : html`<bdi>${label}</bdi>`;
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
                      <th scope="row" title=${actor.key}>${name(actor)}</th>
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
    ${listFoot(
      t,
      locale,
      {
        total,
        shown: actors.length,
        loading,
        error,
        sentence: (all) => more.shown(formatCount(locale, actors.length), t.customers(all, formatCount(locale, all))),
      },
      on.more,
    )}
  </section>`;
}

/** How much of a list is shown. */
export interface ListFoot {
  /** Items in all; null while that is not known. */
  readonly total: number | null;
  readonly shown: number;
  readonly loading: boolean;
  /** Why no more could be fetched. */
  readonly error: AnalyticsError | null;
  readonly sentence: (total: number) => string;
}

/** Below a list: how much of it is shown, with a button for more; or why there is no more, with one to try again. */
export function listFoot(
  t: Messages,
  locale: Locale,
  { total, shown, loading, error, sentence }: ListFoot,
  load: () => void,
): TemplateResult {
  const more = moreWords(locale);
  if (error) {
    return html`<div class="more">
      <span>${more.listFailed} · ${more.errorTitle[error.code]}</span>
      <button class="b" type="button" @click=${load}>${t.retry}</button>
    </div>`;
  }
  return html`<div class="more" role="status">
    ${total === null ? more.listLoading : sentence(total)}
    ${
      total !== null && shown < total
        ? html`<button class="b push" type="button" ?disabled=${loading} @click=${load}>
            ${loading ? more.listLoading : more.loadMore}
          </button>`
        : nothing
    }
  </div>`;
}

const samplesShown = 3;

/** What became of the source's rows: sum, reasons with counts and samples, and warnings. */
export function reportPanel(t: Messages, locale: Locale, report: ImportReport, close: () => void): TemplateResult {
  const more = moreWords(locale);
  const reasons = (Object.entries(report.rejectedByReason) as Array<[RejectReason, number]>)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  const count = (n: number): string => formatCount(locale, n);
  return html`<section class="sect" part="report" aria-labelledby="report-title">
    <header>
      <h3 id="report-title" tabindex="-1">${more.importReport} · <bdi>${report.source}</bdi></h3>
      <button class="x push" type="button" aria-label=${t.close} @click=${close}>${icon('close')}</button>
    </header>
    <p class="sub">${more.importSum(count(report.rowsIn), count(report.accepted), count(report.rejected))}</p>
    <div class="scroll list" tabindex="0" role="group" aria-labelledby="report-title">
      <ul class="rep">
        ${reasons.map(([reason, n]) => {
          const samples = report.rejections.filter((rejection) => rejection.reason === reason).slice(0, samplesShown);
          return html`<li>
            <div class="hdl"><span>${more.reject[reason]}</span><span class="push">${count(n)}</span></div>
            ${samples.map(
              ({ record, line, raw }) =>
                html`<span class="smp">
                  ${more.importWhere(count(record), line > 0 ? count(line) : null)}<code
                    ><bdi>${clip(raw)}</bdi></code
                  ></span
                >`,
            )}
            ${
              n > samples.length && samples.length > 0
                ? html`<span class="smp">${more.importMore(n - samples.length, count(n - samples.length))}</span>`
                : nothing
            }
          </li>`;
        })}
        ${
          report.warnings.length > 0
            ? html`<li>
                <h4>${more.warnings}</h4>
                ${report.warnings.map(
                  (warning) =>
                    html`<span class="smp">
                      ${more.warning[warning.code](count(warning.count), warning.column ?? '')}${
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

/** The rules behind a number, in words. */
export interface Definition {
  readonly name: string;
  readonly version: number | string;
  /** What is counted, as one sentence. */
  readonly sentence: string;
  /** Rule and value, in the order shown. */
  readonly facts: ReadonlyArray<readonly [name: string, value: string]>;
  /** Below the facts: what else helps to judge the number. */
  readonly more?: unknown;
}

/** The definition behind a card's number. */
export function definitionPanel(t: Messages, definition: Definition, close: () => void): TemplateResult {
  return html`<div class="pop defp" part="definition" role="dialog" aria-labelledby="def-title">
    <header>
      <h3 id="def-title" tabindex="-1">${definition.name}</h3>
      <span class="tag">v${definition.version}</span>
      <button class="x push" type="button" aria-label=${t.close} @click=${close}>${icon('close')}</button>
    </header>
    <p>${definition.sentence}</p>
    <dl class="kv">
      ${definition.facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${definition.more ?? nothing}
  </div>`;
}

/** What is left out of a number, for a definition's facts. */
export function leftOutText(t: Messages, locale: Locale, unidentified: number, rejected: number): string {
  const more = moreWords(locale);
  const out = [
    unidentified > 0 ? more.leftOutUnidentified(unidentified, formatCount(locale, unidentified)) : '',
    rejected > 0 ? more.leftOutRejected(rejected, formatCount(locale, rejected)) : '',
  ].filter((text) => text !== '');
  return out.join(t.listSeparator) || more.leftOutNothing;
}

const numeric = (kind: ColumnKind): boolean => kind !== 'text';

/** A widget's numbers with the same doors as its drawing. */
export function tableView(locale: Locale, table: TableData): TemplateResult {
  const { columns, rows, door } = table;
  return html`<table class="dt">
    <caption class="vh">
      ${table.title}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ title, kind }) => html`<th scope="col" class=${numeric(kind) ? 'r' : ''}>${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row, r) =>
          html`<tr>
            ${columns.map(({ kind }, c) => {
              const text = valueText(locale, kind, row[c] ?? null);
              if (c === 0) return html`<th scope="row" class="ell" title=${text}><bdi>${text}</bdi></th>`;
              const opens = door?.(r, c) ?? null;
              return html`<td class=${numeric(kind) ? 'r' : ''}>
                ${
                  opens
                    ? html`<button
                        class="lnk ${opens.pressed ? 'on' : ''}"
                        type="button"
                        aria-pressed=${opens.pressed}
                        @click=${opens.open}
                      >
                        ${text}
                      </button>`
                    : html`<bdi>${text}</bdi>`
                }
              </td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A raw value as a person reads it. */
export function valueText(locale: Locale, kind: ColumnKind, value: TableValue): string {
  if (value === null) return noValue;
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return formatInterval(locale, value) || noValue;
  switch (kind) {
    case 'count':
      return formatCount(locale, value);
    case 'rate':
      return formatRate(locale, value);
    case 'points':
      return formatPoints(locale, value);
    case 'span':
      return formatSpan(locale, value);
    case 'instant':
      return formatMoment(locale, value, 'UTC');
    default:
      return formatNumber(locale, value);
  }
}

/** An entry of a card's menu; `checked` makes it a switch. */
export interface MenuItem {
  readonly id: string;
  readonly icon: IconName;
  readonly text: string;
  readonly checked?: boolean;
  readonly run: () => void;
}

/** What is chosen, as a card's chips show it. */
export interface Chips {
  /** What the chip of the own clause says; null without one. */
  readonly own: unknown;
  /** The list behind it; null where there is none. */
  readonly list: { readonly open: boolean; readonly count: number | null } | null;
  readonly others: readonly Clause[];
}

/** What chips do. */
export interface ChipActions {
  readonly clear: () => unknown;
  readonly remove: (source: string) => unknown;
  readonly list: () => unknown;
}

/** What is chosen in a card, with its customers; then what was chosen elsewhere. */
export function chipsPart(t: Messages, locale: Locale, { own, list, others }: Chips, on: ChipActions): TemplateResult {
  const more = moreWords(locale);
  const shown = list && list.count !== null ? t.customers(list.count, formatCount(locale, list.count)) : '';
  return html`<div class="chips bar">
    ${
      own === null
        ? nothing
        : html`<span class="chip" part="choice">
            <span class="dot"></span><span class="ell">${own}${shown ? ` · ${shown}` : nothing}</span>
            <button class="x" type="button" aria-label=${t.clearChoice} @click=${on.clear}>${icon('close')}</button>
          </span>`
    }
    ${
      list
        ? html`<button class="b q" type="button" data-opens="list" aria-expanded=${list.open} @click=${on.list}>
            ${icon('list')}<span
              >${list.open ? more.hideCustomers : shown ? t.showCustomers(shown) : more.showChosen}</span
            >
          </button>`
        : nothing
    }
    ${others.map((clause) => {
      const what = clauseText(locale, clause.label);
      return html`<span class="chip from" part="clause">
        <span class="dot"></span
        ><span class="ell"><span class="src">${t.fromSource(clauseSource(locale, clause.widget))}</span>${what}</span>
        <button class="x" type="button" aria-label=${t.removeClause(what)} @click=${() => on.remove(clause.source)}>
          ${icon('close')}
        </button>
      </span>`;
    })}
  </div>`;
}

/** In place of a drawing that the selection leaves nothing for: why, and the ways back. */
export function emptySelection(t: Messages, locale: Locale, selection: Selection): TemplateResult {
  const more = moreWords(locale);
  const undo = (): unknown => selection.undo();
  return messagePart(more.emptySelection, {
    icon: 'filter',
    actions: html`${
        selection.canUndo
          ? html`<button class="b p" type="button" @click=${undo}>${icon('undo')}${t.undo}</button>`
          : nothing
      } <button class="b" type="button" @click=${() => selection.clear()}>${more.clearSelection}</button>`,
  });
}

/** How a card's numbers or its drawing leave it. */
export type ExportFormat = 'copy' | 'csv' | 'json' | 'png' | 'svg' | 'print';

/** What a card's menu is made of. */
export interface CardMenu {
  readonly table: boolean;
  readonly tableOpen: boolean;
  readonly definition: boolean;
  /** Finest format that the drawing can be saved in; null without one. */
  readonly drawing: 'svg' | 'png' | null;
  /** Whether the address tells what is selected. */
  readonly linked: boolean;
  readonly items: readonly MenuItem[];
}

/** A card's whole menu. @param run carries an entry out; `close` only closes the menu, before an entry of the element's own */
export function cardMenu(
  t: Messages,
  locale: Locale,
  { table, tableOpen, definition, drawing, linked, items }: CardMenu,
  run: (id: ExportFormat | 'table' | 'definition' | 'link' | 'close') => void,
): TemplateResult {
  const more = moreWords(locale);
  const entry = (id: Parameters<typeof run>[0], name: IconName, text: string): MenuItem => ({
    id,
    icon: name,
    text,
    run: () => run(id),
  });
  const own = items.map((item) => ({ ...item, run: () => (run('close'), item.run()) }));
  return menuPanel(t.more, [
    [
      ...(table ? [{ ...entry('table', 'table', t.tableView), checked: tableOpen }] : []),
      ...(definition ? [entry('definition', 'info', t.definition)] : []),
      ...own,
    ],
    [
      ...(table
        ? [
            entry('copy', 'copy', more.copyTable),
            entry('csv', 'download', more.exportCsv),
            entry('json', 'download', more.exportJson),
          ]
        : []),
      ...(drawing ? [entry('png', 'image', more.exportPng)] : []),
      ...(drawing === 'svg' ? [entry('svg', 'image', more.exportSvg)] : []),
      entry('print', 'print', more.print),
    ],
    linked ? [entry('link', 'link', more.copyLink)] : [],
  ]);
}

/**
 * A card's menu: groups of entries with a line between. Arrow keys are the card's affair. An entry keeps its button when
 * others come before it: else a press would run what has moved under the pointer.
 */
export function menuPanel(name: string, groups: ReadonlyArray<readonly MenuItem[]>): TemplateResult {
  const filled = groups.filter((group) => group.length > 0);
  return html`<div class="pop mnu" part="menu" role="menu" aria-label=${name}>
    ${filled.map(
      (group, i) =>
        html`${i > 0 ? html`<div role="separator"></div>` : nothing}
        ${repeat(
          group,
          ({ id }) => id,
          (item) =>
            html`<button
              class="mi2"
              type="button"
              tabindex="-1"
              data-item=${item.id}
              role=${item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked=${item.checked === undefined ? nothing : item.checked}
              @click=${item.run}
            >
              ${icon(item.icon)}<span>${item.text}</span>
            </button>`,
        )}`,
    )}
  </div>`;
}

/** An error in words; `body` null where its own message is in the language. */
export interface FailureWords {
  readonly title: string;
  readonly body: string | null;
}

/** What an error is called and what to do about it. */
export function failureWords(locale: Locale, { code }: AnalyticsError): FailureWords {
  const more = moreWords(locale);
  return { title: more.errorTitle[code], body: more.errorBody?.[code] ?? null };
}

/** What can be done about a failure, and where it is said: in a note above old numbers, or in place of new ones. */
export interface FailureActions {
  readonly inNote: boolean;
  readonly copied: boolean;
  readonly retry: () => void;
  readonly copy: () => void;
}

/** A failure in words, with what can be done. */
export function failurePart(
  t: Messages,
  locale: Locale,
  error: AnalyticsError,
  { inNote, copied, retry, copy }: FailureActions,
): TemplateResult {
  const words = moreWords(locale);
  const { title, body } = failureWords(locale, error);
  const actions = html`${
      error.code === 'spec-invalid'
        ? nothing
        : html`<button class=${inNote ? 'a' : 'b p'} type="button" @click=${retry}>${t.retry}</button>`
    }
    <button class=${inNote ? 'a' : 'b'} type="button" @click=${copy}>${copied ? t.copied : words.copyDetails}</button>`;
  // The message is in English, and the only one to name the values at fault.
  if (inNote) {
    const why = body ? html`${body} <span lang="en">${error.message}</span>` : error.message;
    return notePart(title, html`${why} ${t.stale} ${actions}`, 'bad', 'stop');
  }
  const more = body && html`<p lang="en" class="t3">${error.message}</p>`;
  return messagePart({ title, body: body ?? error.message }, { icon: 'stop', bad: true, more, actions });
}

/** Why nothing can be counted: no rows at all, or all of them rejected. */
export function noRowsWords(locale: Locale, rejected: number): StateWords {
  const more = moreWords(locale);
  return rejected > 0 ? more.emptyAllRejected(formatCount(locale, rejected)) : more.emptyNoRows;
}

/** Moves the focus in an open menu. @returns whether the key was one that does */
export function moveInMenu(root: ShadowRoot, key: string): boolean {
  const items = [...root.querySelectorAll<HTMLElement>('.mi2')];
  const at = items.indexOf(root.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key];
  if (next === undefined) return false;
  items.at(next % items.length)?.focus();
  return true;
}
