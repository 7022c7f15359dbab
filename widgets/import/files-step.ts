import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { SourcePreview } from '../../worker/protocol/mapping.js';
import { formatCount, formatNumber } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import type { FileEntry } from './import-model.js';
import type { ImportWords } from './words.js';

/** What the list of files needs of the element. */
export interface FilesView {
  readonly locale: Locale;
  readonly words: ImportWords;
  readonly files: readonly FileEntry[];
  /** Files are being dragged over. */
  readonly over: boolean;
  readonly urlFault: boolean;
  /** Why nothing can go on; empty for no reason. */
  readonly fault: string;
  /** Things of a file to look at; null while that is not known. */
  openCount(file: FileEntry): number | null;
  errorText(error: AnalyticsError): string;
  choose(): void;
  addUrl(event: SubmitEvent): void;
  pick(event: Event): void;
  include(file: number, included: boolean): void;
  remove(file: number): void;
  again(file: number): void;
  next(): void;
}

/** Where files come in, and what is known of each. */
export function filesStep(view: FilesView): TemplateResult {
  const { words: w, files } = view;
  const ready = files.some(({ state, included }) => state.status === 'ready' && included);
  return html`<section class="iml" aria-labelledby="step-title">
    <h3 id="step-title" tabindex="-1" class=${files.length === 0 ? 'vh' : ''}>${w.filesHeading}</h3>
    ${
      files.length > 0
        ? html`<ul class="fls" part="files" aria-labelledby="step-title">
            ${repeat(
              files,
              ({ id }) => id,
              (file) => fileRow(view, file),
            )}
          </ul>`
        : nothing
    }
    <div class="drop ${view.over ? 'over' : ''} ${files.length > 0 ? 'slim' : ''}" part="drop">
      <span class="mi">${icon('file')}</span>
      <p class="m">${view.over ? w.dropNow : w.drop}</p>
      <p class="t3 p12">${w.dropHint}</p>
      <div class="act">
        <button
          class="b ${files.length === 0 ? 'p' : ''}"
          type="button"
          data-does="choose"
          @click=${() => view.choose()}
        >
          ${w.choose}
        </button>
        <input type="file" multiple hidden @change=${(event: Event) => view.pick(event)} />
      </div>
      <form class="url" novalidate @submit=${(event: SubmitEvent) => view.addUrl(event)}>
        <label for="url">${w.url}</label>
        <span class="two"
          ><input
            class="inp"
            id="url"
            name="url"
            type="text"
            inputmode="url"
            autocomplete="off"
            spellcheck="false"
            placeholder=${w.urlHint}
            aria-invalid=${view.urlFault}
            aria-describedby=${view.urlFault ? 'url-fault' : nothing}
          /><button class="b" type="submit" data-does="add-url">${w.add}</button></span
        >
        <span class="fault" id="url-fault" ?hidden=${!view.urlFault}>${icon('stop')}${w.urlFault}</span>
      </form>
      <p class="t3 p12">${w.pasteHint}</p>
    </div>
    ${
      files.length > 0
        ? html`<div class="act end">
            <span class="fault" id="next-fault" ?hidden=${view.fault === ''}>${icon('stop')}${view.fault}</span>
            <button
              class="b p"
              type="button"
              data-does="fields"
              aria-disabled=${!ready}
              aria-describedby=${view.fault ? 'next-fault' : nothing}
              @click=${() => view.next()}
            >
              ${w.toFields}
            </button>
          </div>`
        : nothing
    }
  </section>`;
}

function fileRow(view: FilesView, file: FileEntry): TemplateResult {
  const { words: w } = view;
  const { id, name, state, included } = file;
  return html`<li class=${included ? '' : 'off'} part="file" data-file=${name} aria-busy=${state.status === 'looking'}>
    <input
      type="checkbox"
      aria-label=${w.include(name)}
      .checked=${included && state.status !== 'failed'}
      ?disabled=${state.status === 'failed'}
      @change=${(event: Event) => view.include(id, (event.target as HTMLInputElement).checked)}
    />
    <div class="fn">
      <bdi class="m ell">${name}</bdi>
      <span class="smp">${facts(view, file)}</span>
    </div>
    ${tag(view, file)}
    ${
      state.status === 'failed'
        ? html`<button class="b" type="button" data-again=${name} @click=${() => view.again(id)}>${w.again}</button>`
        : nothing
    }
    <button class="x" type="button" data-remove=${name} aria-label=${w.remove(name)} @click=${() => view.remove(id)}>
      ${icon('close')}
    </button>
  </li>`;
}

function facts(view: FilesView, { state, size }: FileEntry): string {
  const { words: w, locale } = view;
  const of = size === null ? [] : [sizeText(w, locale, size)];
  switch (state.status) {
    case 'looking':
      return [w.looking, ...of].join(' · ');
    case 'failed':
      return view.errorText(state.error);
    case 'ready':
      return [...previewFacts(w, locale, state.preview), ...of].join(' · ');
  }
}

/** How a file is written, piece by piece. */
export function previewFacts(w: ImportWords, locale: Locale, { facts: f, columns, rows }: SourcePreview): string[] {
  const text = f.format === 'csv' || f.format === 'json' || f.format === 'ndjson';
  const seen = Math.max(rows.length, ...columns.map((column) => column.facts.rows));
  return [
    w.formats[f.format],
    ...(f.gzip ? [w.zipped] : []),
    ...(f.sheet === undefined ? [] : [w.sheet(f.sheet)]),
    ...(text && f.encoding ? [f.encoding.toUpperCase()] : []),
    w.columns(columns.length, formatCount(locale, columns.length)),
    ...(seen > 0 ? [w.rowsSeen(formatCount(locale, seen))] : []),
  ];
}

function tag(view: FilesView, file: FileEntry): TemplateResult | typeof nothing {
  const { words: w, locale } = view;
  if (file.state.status === 'failed') return html`<span class="tag bad">${icon('stop')}${w.fileFailed}</span>`;
  if (file.state.status === 'looking' || !file.included) return nothing;
  const open = view.openCount(file);
  return html`${file.kind === 'profiles' ? html`<span class="tag">${w.customersFile}</span>` : nothing}
  ${
    open === null
      ? nothing
      : open > 0
        ? html`<span class="tag warn">${icon('warn')}${w.toAnswer(open, formatCount(locale, open))}</span>`
        : html`<span class="tag good">${icon('check')}${w.clear}</span>`
  }`;
}

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** A number of bytes as people read it, in steps of a thousand. */
export function sizeText(w: ImportWords, locale: Locale, bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const rounded = value >= 10 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10;
  return w.size(formatNumber(locale, rounded), units[unit]!);
}
