import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import type { ChannelColor } from './channels.js';
import type { LaneBy, RowFilter } from './touchpoints.js';
import { isOpen } from './touchpoints.js';
import type { PartsWords } from './parts-words.js';

/** A channel or person that can be left out. */
export interface FilterChoice {
  readonly key: string | null;
  readonly text: string;
  /** Rows of it; null while not all are there. */
  readonly rows: number | null;
  readonly color: ChannelColor | null;
}

export interface FilterView {
  readonly locale: Locale;
  readonly words: PartsWords;
  readonly filter: RowFilter;
  readonly channels: readonly FilterChoice[];
  readonly people: readonly FilterChoice[];
  /** Null where there is only one person. */
  readonly lanes: LaneBy | null;
}

export interface FilterActions {
  readonly search: (text: string) => void;
  readonly channel: (key: string | null) => void;
  readonly person: (key: string) => void;
  readonly lanes: (by: LaneBy) => void;
  readonly all: () => void;
}

/** The popover in which touchpoints are searched and channels and people are left out. */
export function filterPanel(view: FilterView, on: FilterActions): TemplateResult {
  const { words, filter, channels, people, lanes } = view;
  return html`<div class="pop flt" part="filter" role="dialog" aria-label=${words.view}>
    <label class="srch"
      >${icon('search')}<span class="vh">${words.search}</span
      ><input
        class="inp"
        type="search"
        placeholder=${words.search}
        .value=${filter.search}
        @input=${(event: Event) => on.search((event.target as HTMLInputElement).value)}
    /></label>
    ${lanes ? lanesChoice(words, lanes, on) : nothing}
    ${choices(view, words.channels, channels, filter.hiddenChannels, (key) => on.channel(key))}
    ${people.length > 1 ? choices(view, words.persons, people, filter.hiddenActors, (key) => on.person(key!)) : nothing}
    ${isOpen(filter) ? nothing : html`<button class="a" type="button" @click=${on.all}>${words.showAll}</button>`}
  </div>`;
}

function lanesChoice(words: PartsWords, lanes: LaneBy, on: FilterActions): TemplateResult {
  return html`<fieldset>
    <legend>${words.lanes}</legend>
    ${(['channel', 'person'] as const).map(
      (by) =>
        html`<label
          ><input type="radio" name="lanes" .checked=${lanes === by} @change=${() => on.lanes(by)} /><span
            >${by === 'channel' ? words.byChannel : words.byPerson}</span
          ></label
        >`,
    )}
  </fieldset>`;
}

function choices(
  { locale }: FilterView,
  title: string,
  all: readonly FilterChoice[],
  hidden: ReadonlySet<string | null>,
  toggle: (key: string | null) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${title}</legend>
    <div class="scroll opts">
      ${all.map(
        ({ key, text, rows, color }) =>
          html`<label
            ><input type="checkbox" .checked=${!hidden.has(key)} @change=${() => toggle(key)} /> ${
              color === null
                ? nothing
                : html`<svg class="key" viewBox="0 0 8 8" aria-hidden="true">
                    ${svg`<rect class="kf k${color}" width="8" height="8" rx="2"></rect>`}
                  </svg>`
            }<span class="ell"><bdi>${text}</bdi></span>
            ${rows === null ? nothing : html`<span class="push t3">${formatCount(locale, rows)}</span>`}</label
          >`,
      )}
    </div>
  </fieldset>`;
}
