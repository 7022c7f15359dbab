import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import type { PathsWords } from './words.js';

/** A name that can be picked, and how often it is there. */
export interface NamedCount {
  readonly name: string;
  readonly count: number | null;
}

/** A list of names with a search box, in a popover of the card. */
export interface Picker {
  readonly id: string;
  readonly label: string;
  readonly picks: readonly NamedCount[];
  readonly chosen: string | null;
  /** Entry that takes the choice back; null for none. */
  readonly none: string | null;
  readonly query: string;
  /** Entry that the arrow keys stand on. */
  readonly active: number;
  /** Above the search box. */
  readonly head?: unknown;
  readonly onQuery: (query: string) => void;
  readonly onActive: (active: number) => void;
  readonly onPick: (name: string | null) => void;
}

const most = 50;

/** The entries that a search leaves: null is the one that takes the choice back. */
export function entriesOf({
  picks,
  query,
  none,
}: Pick<Picker, 'picks' | 'query' | 'none'>): ReadonlyArray<string | null> {
  const wanted = query.trim().toLocaleLowerCase();
  const found = picks.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).map(({ name }) => name);
  const names = found.slice(0, most);
  const typed = query.trim();
  if (typed !== '' && !names.includes(typed)) names.push(typed);
  return none !== null && wanted === '' ? [null, ...names] : names;
}

/** The popover. The search box keeps the focus; arrow keys move through the list below it. */
export function pickerPanel(w: PathsWords, locale: Locale, picker: Picker): TemplateResult {
  const entries = entriesOf(picker);
  const counts = new Map(picker.picks.map(({ name, count }) => [name, count]));
  const active = Math.min(picker.active, entries.length - 1);
  const handleKey = (event: KeyboardEvent): void => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (next !== undefined && entries.length > 0) {
      event.preventDefault();
      picker.onActive((next + entries.length) % entries.length);
    } else if (event.key === 'Enter' && entries.length > 0) {
      event.preventDefault();
      picker.onPick(entries[active] ?? null);
    }
  };
  return html`<div class="pop pick" part="picker" role="dialog" aria-label=${picker.label}>
    ${picker.head ?? nothing}
    <div class="find">
      ${icon('search')}
      <input
        class="inp"
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls="${picker.id}-list"
        aria-activedescendant=${entries.length > 0 ? `${picker.id}-${active}` : nothing}
        aria-label=${w.search}
        placeholder=${w.search}
        .value=${picker.query}
        @input=${(event: Event) => picker.onQuery((event.target as HTMLInputElement).value)}
        @keydown=${handleKey}
      />
    </div>
    <div class="scroll opts" role="listbox" id="${picker.id}-list" aria-label=${picker.label} tabindex="-1">
      ${entries.map((name, i) => {
        const count = name === null ? null : (counts.get(name) ?? null);
        const known = name === null || counts.has(name);
        return html`<div
          class="opt ${i === active ? 'at' : ''}"
          role="option"
          id="${picker.id}-${i}"
          aria-selected=${name === picker.chosen}
          @click=${() => picker.onPick(name)}
        >
          ${name === picker.chosen ? icon('check') : html`<span class="ic"></span>`}
          <bdi class="ell">${name === null ? picker.none : known ? name : w.useName(name)}</bdi>
          ${count === null ? nothing : html`<span class="push t3">${formatCount(locale, count)}</span>`}
        </div>`;
      })}
    </div>
    ${entries.length === 0 ? html`<p class="t3 none">${w.nothingFound}</p>` : nothing}
  </div>`;
}
