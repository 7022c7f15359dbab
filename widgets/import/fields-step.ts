import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { identifierTypes } from '../../worker/protocol/batch.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { MappedField, ProposedField } from '../../worker/protocol/proposal.js';
import { selectArrow } from '../dataset/select-box.js';
import { formatCount } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { notePart } from '../internal/state-parts.js';
import {
  candidatesOf,
  columnAt,
  isSingle,
  keyColumns,
  mappedFields,
  openQuestions,
  stateOf,
  withMade,
  withRole,
  withValue,
} from './draft.js';
import type { ColumnDraft, Draft, MadeField, Role } from './draft.js';
import { countryName, evidenceText, headerOf } from './evidence-text.js';
import { isReady, mappingName } from './import-model.js';
import type { FileEntry, ReadyFile } from './import-model.js';
import type { ImportView } from './import-view.js';
import { stepWords } from './step-words.js';
import type { StepWords } from './step-words.js';

const longestSample = 28;
const valuesNamed = 12;

/** Countries offered for telephone numbers; one that a file or a mapping names is offered too. */
const countries =
  'CN HK MO TW SG MY TH VN ID PH JP KR IN AU NZ US CA MX BR AR CL GB IE DE AT CH FR BE NL LU ES PT IT DK SE NO FI PL CZ HU RO GR TR UA RU KZ IL AE SA EG ZA NG KE'.split(
    ' ',
  );

const forms = ['iso', 'epoch-s', 'epoch-ms', 'epoch-us'] as const;
const patterns = [
  'YYYY-MM-DD HH:mm:ss',
  'YYYY/M/D H:mm',
  'D/M/YYYY H:mm',
  'M/D/YYYY H:mm',
  'D.M.YYYY H:mm',
  'M/D/YYYY h:mm A',
] as const;

/** What each column of a file becomes, what is unsure of it, and how the file is read. */
export function fieldsStep(view: ImportView): TemplateResult {
  const w = stepWords(view.locale);
  const file = view.current;
  return html`<div class="im">
    <section class="iml" aria-labelledby="step-title">
      <h3 id="step-title" tabindex="-1">${w.fieldsHeading}</h3>
      ${view.notice ? notePart(view.notice, nothing, 'warn', 'warn') : nothing} ${fileTabs(view, w)}
      ${file ? columnList(view, w, file) : nothing}
    </section>
    ${file ? aside(view, w, file) : nothing}
  </div>`;
}

/** The foot of the step: what is left to look at, and the mapping as a file. */
export function fieldsFoot(view: ImportView): TemplateResult {
  const w = stepWords(view.locale);
  const open = view.files.reduce((sum, file) => sum + (file.included ? openCount(file) : 0), 0);
  const file = view.current;
  const count = formatCount(view.locale, open);
  return html`<span>${open > 0 ? w.toLookAt(open, count) : w.allClear}</span>
    <span class="push"></span>
    ${
      file
        ? html`<span
            >${w.mappingFile}
            <button
              class="a"
              type="button"
              data-does="save-mapping"
              aria-label=${w.saveMapping(mappingName(file.name))}
              @click=${() => view.saveMapping(file)}
            >
              <bdi>${mappingName(file.name)}</bdi>
            </button></span
          >`
        : nothing
    }`;
}

/** How many things of a file are unsure. */
export function openCount(file: FileEntry): number {
  if (!isReady(file)) return 0;
  const { needed, unsure, columns } = openQuestions(file.state.preview, file.state.draft, file.kind);
  return needed.length + unsure.length + columns.length;
}

function fileTabs(view: ImportView, w: StepWords): TemplateResult | typeof nothing {
  const ready = view.files.filter(isReady);
  if (ready.length < 2) return nothing;
  return html`<ul class="tabs" aria-label=${w.filesName}>
    ${repeat(
      ready,
      ({ id }) => id,
      (file) => {
        const open = openCount(file);
        const shown = file.id === view.current?.id;
        return html`<li>
          <button
            class="tab ${shown ? 'on' : ''} ${file.included ? '' : 'off'}"
            type="button"
            data-file=${file.name}
            aria-current=${shown}
            @click=${() => view.show(file.id)}
          >
            <bdi class="ell">${file.name}</bdi>
            ${
              !file.included
                ? html`<span class="tag">${w.unused}</span>`
                : open > 0
                  ? html`<span class="tag warn"
                      >${icon('warn')}${view.words.toAnswer(open, formatCount(view.locale, open))}</span
                    >`
                  : html`<span class="tag good">${icon('check')}${view.words.clear}</span>`
            }
          </button>
        </li>`;
      },
    )}
  </ul>`;
}

function columnList(view: ImportView, w: StepWords, file: ReadyFile): TemplateResult {
  const { preview, draft } = file.state;
  if (!file.included) {
    return html`<div class="note" part="note">
      ${icon('info')}
      <div>
        <b>${w.fileLeftOut}</b>
        <button class="a" type="button" @click=${() => view.include(file.id, true)}>${w.takeInFile}</button>
      </div>
    </div>`;
  }
  return html`${notes(view, w, file)}
    <div class="mhd" aria-hidden="true">
      <span>${w.column}</span><span>${w.becomes}</span><span>${w.evidenceColumn}</span>
    </div>
    <ul class="map" aria-labelledby="step-title">
      ${repeat(
        draft.columns,
        ({ index }) => `${file.id} ${index}`,
        (column) => columnRow(view, w, file, column),
      )}
      ${draft.made.map((made, place) => madeRow(view, w, file, made, place))}
    </ul>
    <div class="act under">
      <button class="b" type="button" data-does="add-made" @click=${() => addMade(view, file)}>
        ${icon('plus')}<span>${w.addMade}</span>
      </button>
      ${
        preview.rows.length > 0
          ? html`<button
              class="b q"
              type="button"
              data-does="rows"
              aria-expanded=${view.rowsOpen}
              @click=${() => view.showRows(!view.rowsOpen)}
            >
              ${icon('table')}<span>${w.firstRows(formatCount(view.locale, preview.rows.length))}</span>
            </button>`
          : nothing
      }
      ${
        view.files.length > 1
          ? html`<button class="b q" type="button" data-does="leave-out" @click=${() => view.include(file.id, false)}>
              ${w.leaveOutFile}
            </button>`
          : nothing
      }
    </div>
    ${view.rowsOpen ? rowsTable(w, preview, view) : nothing}`;
}

function notes(view: ImportView, w: StepWords, file: ReadyFile): TemplateResult {
  const { draft } = file.state;
  return html`${
    file.offered
      ? html`<div class="note" part="offered">
          ${icon('file')}
          <div>
            ${w.offered(file.offered.name)}
            <button class="a" type="button" data-does="use-offered" @click=${() => view.useOffered()}>
              ${w.offeredUse}
            </button>
          </div>
        </div>`
      : nothing
  }${
    draft.from !== null
      ? html`<div class="note" part="from">
          ${icon('file')}
          <div>
            ${w.fromMapping(draft.from)}
            <button class="a" type="button" data-does="start-over" @click=${() => view.startOver()}>
              ${w.startOver}
            </button>
          </div>
        </div>`
      : nothing
  }`;
}

function columnRow(view: ImportView, w: StepWords, file: ReadyFile, column: ColumnDraft): TemplateResult {
  const { preview, draft } = file.state;
  const { index, role } = column;
  const name = headerOf(preview, index, w);
  const state = stateOf(column);
  const samples = preview.columns[index]!.samples;
  const id = `c${index}`;
  const naming = view.naming === index;
  return html`<li class=${state} part="column">
    <div class="cn">
      <label class="m" for=${id}><bdi class="ell">${name}</bdi><span class="vh"> ${w.becomes}</span></label>
      <span class="smp mono" id="${id}-s"
        >${
          samples.length > 0
            ? html`<span class="vh">${w.samples}</span><bdi>${samples.slice(0, 3).map(shorten).join(', ')}</bdi>`
            : w.noSamples
        }</span
      >
    </div>
    <span class="arr">${arrow}</span>
    <span class="sel"
      ><select
        class="inp"
        id=${id}
        data-column=${name}
        aria-describedby="${id}-s ${id}-e"
        .value=${role}
        @change=${(event: Event) => choose(view, w, file, index, (event.target as HTMLSelectElement).value as Role)}
      >
        ${roleOptions(w, column)}</select
      >${selectArrow}</span
    >
    <span class="st">${stateTag(w, state)}</span>
    <div class="ev" id="${id}-e">${evidence(view, w, file, column)}</div>
    ${
      canName(role) || Object.keys(column.values).length > 0
        ? html`<button
            class="a nm"
            type="button"
            data-names=${name}
            aria-expanded=${naming}
            @click=${() => view.nameValues(naming ? null : index)}
          >
            ${w.names}
          </button>`
        : nothing
    }
    ${
      state === 'look'
        ? html`<button
            class="a ok"
            type="button"
            data-confirm=${name}
            @click=${() => view.change(withRole(draft, index, role))}
          >
            ${w.isRight}<span class="vh"> ${w.becomesOf(name)} ${w.fields[role as MappedField]}</span>
          </button>`
        : nothing
    }
    ${naming ? names(view, w, file, column, name) : nothing}
  </li>`;
}

function roleOptions(w: StepWords, { role, also, proposal }: ColumnDraft): TemplateResult {
  const likely = [...new Set([...(proposal ? [proposal.field] : []), ...also])];
  const option = (value: Role, text: string): TemplateResult =>
    html`<option value=${value} ?selected=${value === role}>${text}</option>`;
  const group = (title: string, fields: readonly MappedField[]): TemplateResult =>
    html`<optgroup label=${title}>${fields.map((field) => option(field, w.fields[field]))}</optgroup>`;
  const rest = mappedFields.filter((field) => !likely.includes(field));
  const who = rest.filter((field) => (identifierTypes as readonly string[]).includes(field));
  const what = rest.filter((field) => field === 'time' || field === 'event');
  const more = rest.filter((field) => !who.includes(field) && field !== 'time' && field !== 'event');
  return html`${likely.length > 0 ? group(w.likelyGroup, likely) : nothing} ${group(w.whoGroup, who)}
  ${what.length > 0 ? group(w.whatGroup, what) : nothing} ${group(w.moreGroup, more)} ${option('property', w.property)}
  ${option('out', w.out)}`;
}

function stateTag(w: StepWords, state: ReturnType<typeof stateOf>): TemplateResult {
  switch (state) {
    case 'sure':
      return html`<span class="tag good">${icon('check')}${w.sure}</span>`;
    case 'look':
      return html`<span class="tag warn">${icon('warn')}${w.look}</span>`;
    case 'chosen':
      return html`<span class="tag good">${icon('check')}${w.chosen}</span>`;
    case 'property':
      return html`<span class="tag">${w.kept}</span>`;
    case 'out':
      return html`<span class="tag">${w.unused}</span>`;
  }
}

function evidence(view: ImportView, w: StepWords, file: ReadyFile, column: ColumnDraft): TemplateResult {
  const { preview, draft } = file.state;
  const { role, proposal, by, also } = column;
  const { header } = preview.columns[column.index]!;
  const texts = (field: MappedField): string[] =>
    column.evidence
      .map((one) => evidenceText(one, { locale: view.locale, w, formats: view.words.formats, header, field, preview }))
      .filter((text) => text !== '');
  const possible = also.filter((field) => field !== role).slice(0, 3);
  const alternatives = possible.length > 0 ? w.likely(possible.map((field) => w.fields[field]).join(w.listComma)) : '';
  let lines: string[];
  if (role === 'out') lines = [w.lost];
  else if (role === 'property') lines = [w.keptAs(headerOf(preview, column.index, w)), alternatives];
  else if (proposal && proposal.field === role) {
    const [first = '', ...more] = texts(role);
    lines = [first, [...more, ...(stateOf(column) === 'look' ? [alternatives] : [])].filter(Boolean).join(' · ')];
  } else lines = [by === 'file' && draft.from !== null ? w.byFile(draft.from) : w.byPerson];
  const renamed = Object.keys(column.values).length;
  if (renamed > 0) lines.push(`${w.names}: ${formatCount(view.locale, renamed)}`);
  return html`${lines
    .filter((line) => line !== '')
    .map((line, k) => html`<span class=${k > 0 ? 't3' : ''}>${line}</span>`)}`;
}

function choose(view: ImportView, w: StepWords, file: ReadyFile, index: number, role: Role): void {
  const { preview, draft } = file.state;
  const before = isSingle(role)
    ? draft.columns.find((column) => column.role === role && column.index !== index)
    : undefined;
  const said = before ? w.tookOver(w.fields[role as MappedField], headerOf(preview, index, w)) : undefined;
  view.change(withRole(draft, index, role), said);
}

function canName(role: Role): boolean {
  return role === 'event' || role === 'channel' || role === 'source' || role === 'stage' || role === 'owner';
}

/** Values of a column that the first rows show, those named already first. */
function valuesOf(preview: SourcePreview, column: ColumnDraft): string[] {
  const seen = new Set([...Object.keys(column.values), ...preview.columns[column.index]!.samples]);
  for (const row of preview.rows) seen.add(row[column.index] ?? '');
  seen.delete('');
  return [...seen].slice(0, valuesNamed);
}

function names(view: ImportView, w: StepWords, file: ReadyFile, column: ColumnDraft, name: string): TemplateResult {
  const { preview, draft } = file.state;
  return html`<div class="nms" role="group" aria-label=${w.namesOf(name)}>
    ${valuesOf(preview, column).map(
      (value) =>
        html`<label>
          <span class="mono ell"><bdi>${value}</bdi></span>
          <span class="arr">${arrow}</span>
          <input
            class="inp"
            type="text"
            autocomplete="off"
            aria-label=${w.nameOf(value)}
            placeholder=${value}
            .value=${column.values[value] ?? ''}
            @change=${(event: Event) =>
              view.change(withValue(draft, column.index, value, (event.target as HTMLInputElement).value))}
          />
        </label>`,
    )}
  </div>`;
}

/** What a made field says, as a person writes it; null where it is rules. */
export function madeText({ spec }: MadeField): string | null {
  if (typeof spec['constant'] === 'string') return spec['constant'];
  return typeof spec['template'] === 'string' ? spec['template'] : null;
}

function madeSpec(text: string): Readonly<Record<string, unknown>> {
  return /\{[^{}]+\}/.test(text) ? { template: text } : { constant: text };
}

function madeRow(view: ImportView, w: StepWords, file: ReadyFile, made: MadeField, place: number): TemplateResult {
  const { draft } = file.state;
  const { field, spec } = made;
  const text = madeText(made);
  const id = `m${place}`;
  const free = mappedFields.filter(
    (each) => each === field || (each !== 'time' && each !== 'id' && !draft.made.some((other) => other.field === each)),
  );
  const filled = text === null || text.trim() !== '';
  return html`<li class="made ${filled ? 'sure' : 'look'}" part="made">
    <div class="cn">
      <label class="m" for="${id}-t">${w.madeName}</label>
      ${
        text === null
          ? html`<span class="smp">${w.madeRules(rulesIn(spec), formatCount(view.locale, rulesIn(spec)))}</span>`
          : html`<input
              class="inp"
              id="${id}-t"
              type="text"
              autocomplete="off"
              data-made=${field}
              aria-describedby="${id}-h"
              .value=${text}
              @input=${(event: Event) =>
                view.change(withMade(draft, field, madeSpec((event.target as HTMLInputElement).value)))}
            />`
      }
    </div>
    <span class="arr">${arrow}</span>
    <span class="sel"
      ><select
        class="inp"
        aria-label=${w.madeField}
        ?disabled=${text === null}
        .value=${field}
        @change=${(event: Event) => {
          const next = (event.target as HTMLSelectElement).value as MappedField;
          view.change(withMade(withMade(draft, field, null), next, spec));
        }}
      >
        ${free.map((each) => html`<option value=${each} ?selected=${each === field}>${w.fields[each]}</option>`)}</select
      >${selectArrow}</span
    >
    <span class="st">${stateTag(w, filled ? (draft.from === null ? 'chosen' : 'sure') : 'look')}</span>
    <div class="ev" id="${id}-h">
      <span>${typeof spec['template'] === 'string' ? w.templateEvidence : w.madeEvidence}</span>
      ${text === null ? nothing : html`<span class="t3">${w.madeHint}</span>`}
    </div>
    <button
      class="x"
      type="button"
      aria-label=${w.removeMade(w.fields[field])}
      @click=${() => view.change(withMade(draft, field, null))}
    >
      ${icon('close')}
    </button>
  </li>`;
}

function rulesIn(spec: Readonly<Record<string, unknown>>): number {
  const { rules } = spec;
  return Array.isArray(rules) ? rules.length : 1;
}

function addMade(view: ImportView, { state: { draft } }: ReadyFile): void {
  const has = (field: MappedField): boolean =>
    draft.made.some((made) => made.field === field) || draft.columns.some(({ role }) => role === field);
  const field =
    (['event', 'channel', 'source', 'account', 'owner', 'stage'] as const).find((each) => !has(each)) ?? 'source';
  view.change(withMade(draft, field, { constant: '' }));
}

function rowsTable(w: StepWords, preview: SourcePreview, view: ImportView): TemplateResult {
  const title = w.firstRows(formatCount(view.locale, preview.rows.length));
  return html`<div class="scroll rws" part="preview" role="region" aria-label=${title} tabindex="0">
    <table class="dt">
      <thead>
        <tr>
          ${preview.columns.map(({ index }) => html`<th scope="col"><bdi>${headerOf(preview, index, w)}</bdi></th>`)}
        </tr>
      </thead>
      <tbody>
        ${preview.rows.map(
          (row) =>
            html`<tr>
              ${preview.columns.map(({ index }) => html`<td class="mono"><bdi>${shorten(row[index] ?? '')}</bdi></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

// What is asked, and how the file is read

type Asked = 'actor' | 'time' | 'event' | 'defaultCountry' | 'timeFormat' | 'zone';

/** Questions of a file: those of its preview and what is needed and missing, in a fixed order, so that an answered one stays where it is. */
function askedOf(file: ReadyFile): ProposedField[] {
  const { preview, draft } = file.state;
  const { needed } = openQuestions(preview, draft, file.kind);
  const asked = new Set<ProposedField>(
    preview.questions
      .map(({ field }) => field)
      .filter((field) => file.kind === 'events' || field === 'actor' || field === 'defaultCountry'),
  );
  for (const field of needed) asked.add(field);
  const order: readonly ProposedField[] = [
    'actor',
    'time',
    'event',
    'timeFormat',
    'zone',
    'defaultCountry',
    ...mappedFields,
  ];
  return [...asked].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

function aside(view: ImportView, w: StepWords, file: ReadyFile): TemplateResult {
  const { preview, draft } = file.state;
  const asked = file.included ? askedOf(file) : [];
  const { needed, unsure } = openQuestions(preview, draft, file.kind);
  const open = asked.filter((field) => needed.includes(field) || unsure.includes(field));
  return html`<aside class="ims">
    ${
      asked.length > 0
        ? html`<section aria-labelledby="asked">
            <h3 id="asked">${w.questions(asked.length, formatCount(view.locale, asked.length))}</h3>
            ${asked.map((field) => question(view, w, file, field, open.includes(field), needed.includes(field)))}
          </section>`
        : html`<section>
            <h3>${w.noQuestions}</h3>
            <p class="t2 p12">${w.noQuestionsBody}</p>
          </section>`
    }
    ${file.included ? manner(view, w, file, asked) : nothing}
    <div class="act end">
      <button class="b" type="button" data-does="back" @click=${() => view.goTo('files')}>${w.back}</button>
      <button class="b p" type="button" data-does="read" @click=${() => view.read()}>${w.toIdentity}</button>
    </div>
  </aside>`;
}

function question(
  view: ImportView,
  w: StepWords,
  file: ReadyFile,
  field: ProposedField,
  open: boolean,
  needed: boolean,
): TemplateResult {
  const id = `q-${field}`;
  const known = (field in w.ask ? field : null) as Asked | null;
  const label = known ? w.ask[known] : w.askOther(w.fields[field as MappedField]);
  const why = known ? w.askWhy[known] : '';
  const fault =
    needed && view.strict && (field === 'actor' || field === 'time' || field === 'event') ? w.missing[field] : '';
  return html`<div class="ask ${open ? 'open' : ''}" part="question">
    <label class="m" for=${id}>${label}</label>
    ${why ? html`<small class="t3" id="${id}-why">${why}</small>` : nothing}
    <div class="qa">
      ${control(view, w, file, field, id, fault !== '', why !== '')}
      ${
        open
          ? html`<span class="tag warn">${icon('warn')}${w.look}</span>`
          : html`<span class="tag good">${icon('check')}${w.chosen}</span>`
      }
    </div>
    ${
      open && !needed
        ? html`<button class="a ok" type="button" data-confirm=${field} @click=${() => confirm(view, file, field)}>
            ${w.isRight}<span class="vh">: ${label}</span>
          </button>`
        : nothing
    }
    <span class="fault" id="${id}-fault" ?hidden=${fault === ''}>${fault === '' ? nothing : icon('stop')}${fault}</span>
  </div>`;
}

function confirm(view: ImportView, file: ReadyFile, field: ProposedField): void {
  const { draft } = file.state;
  const column = draft.columns.find(({ role }) => role === field);
  const next = column ? withRole(draft, column.index, column.role) : draft;
  view.change({ ...next, answered: new Set([...next.answered, field]) });
}

function control(
  view: ImportView,
  w: StepWords,
  file: ReadyFile,
  field: ProposedField,
  id: string,
  faulty: boolean,
  why: boolean,
): TemplateResult {
  const { draft, preview } = file.state;
  const described = [why ? `${id}-why` : '', faulty ? `${id}-fault` : ''].filter(Boolean).join(' ');
  const answered = (next: Draft): void => view.change({ ...next, answered: new Set([...next.answered, field]) });
  if (field === 'zone') return zoneInput(view, w, draft, id, described, answered);
  if (field === 'defaultCountry') {
    const proposed = candidatesOf(preview, field).flatMap(({ from }) => ('constant' in from ? [from.constant] : []));
    return countrySelect(view, w, draft, id, described, proposed, answered);
  }
  if (field === 'timeFormat') return formatSelect(view, w, file, id, described, answered);
  return columnSelect(view, w, file, field, id, described, faulty);
}

function columnSelect(
  view: ImportView,
  w: StepWords,
  file: ReadyFile,
  field: MappedField,
  id: string,
  described: string,
  faulty: boolean,
): TemplateResult {
  const { preview, draft } = file.state;
  const holds = (role: Role): boolean =>
    role === field || (field === 'actor' && (identifierTypes as readonly string[]).includes(role));
  const holder = draft.columns.find(({ role }) => holds(role));
  const made = draft.made.find((one) => one.field === field);
  const candidates = candidatesOf(preview, field);
  const names = candidates.flatMap(({ from }) => ('constant' in from ? [from.constant] : []));
  const madeAs = made && madeText(made);
  const value = made
    ? madeAs != null && names.includes(madeAs)
      ? `made:${madeAs}`
      : 'made'
    : holder
      ? String(holder.index)
      : '';
  const likely = [
    ...new Set(candidates.flatMap(({ from }) => ('constant' in from ? [] : [columnAt(preview, from)]))),
  ].filter((index) => index >= 0);
  const rest = preview.columns.map(({ index }) => index).filter((index) => !likely.includes(index));
  const option = (index: number): TemplateResult =>
    html`<option value=${index} ?selected=${value === String(index)}>${headerOf(preview, index, w)}</option>`;
  const named = (name: string): TemplateResult =>
    html`<option value="made:${name}" ?selected=${value === `made:${name}`}>${w.allRows(name)}</option>`;
  const madeable = field === 'event' || !['actor', 'time', 'id'].includes(field);
  const answer = (event: Event): void => {
    const chosen = (event.target as HTMLSelectElement).value;
    if (chosen === '') return;
    if (chosen.startsWith('made')) {
      // Of a proposed name, the name; else what there is, or an empty text to write in.
      const constant = chosen.slice('made:'.length);
      view.change(withMade(draft, field, constant ? { constant } : (made?.spec ?? { constant: '' })));
      return;
    }
    const index = Number(chosen);
    const candidate = candidates.find(({ from }) => !('constant' in from) && columnAt(preview, from) === index);
    const role = candidate?.as ?? (field === 'actor' ? identifierRole(preview, index) : field);
    const next = withRole(draft, index, role);
    view.change({ ...next, answered: new Set([...next.answered, field]) });
  };
  const text = made ? madeText(made) : null;
  return html`<span class="sel"
      ><select
        class="inp"
        id=${id}
        data-question=${field}
        aria-describedby=${described || nothing}
        aria-invalid=${faulty}
        .value=${value}
        @change=${answer}
      >
        <option value="" ?selected=${value === ''} ?disabled=${value !== ''}>${w.chooseColumn}</option>
        ${
          likely.length + names.length > 0 && rest.length > 0
            ? html`<optgroup label=${w.likelyGroup}>${names.map(named)}${likely.map(option)}</optgroup>
                <optgroup label=${w.otherGroup}>${rest.map(option)}</optgroup>`
            : [...names.map(named), ...[...likely, ...rest].map(option)]
        }
        ${madeable ? html`<option value="made" ?selected=${value === 'made'}>${w.oneForAll}</option>` : nothing}</select
      >${selectArrow}</span
    >
    ${
      made && text !== null
        ? html`<input
            class="inp mt"
            type="text"
            autocomplete="off"
            data-made-question=${field}
            aria-label=${w.madeText}
            aria-invalid=${faulty}
            .value=${text}
            @input=${(event: Event) =>
              view.change(withMade(draft, field, madeSpec((event.target as HTMLInputElement).value)))}
          />`
        : nothing
    }`;
}

/** Which identifier a column holds, by what its values look like. */
function identifierRole(preview: SourcePreview, index: number): MappedField {
  const { shape } = preview.columns[index]!.facts;
  return shape === 'email' || shape === 'phone' ? shape : 'actor';
}

function manner(view: ImportView, w: StepWords, file: ReadyFile, asked: readonly ProposedField[]): TemplateResult {
  const { draft } = file.state;
  const hasTime = file.kind === 'events' && draft.columns.some(({ role }) => role === 'time');
  const hasPhone = draft.columns.some(({ role }) => role === 'phone');
  const change = (next: Draft): void => view.change(next);
  const excluded = draft.rest.exclude?.length ?? 0;
  return html`<section aria-labelledby="manner">
    <h3 id="manner">${w.reading}</h3>
    <div class="mn">
      <label for="kind">${w.kind}</label>
      <span class="sel"
        ><select
          class="inp"
          id="kind"
          aria-describedby="kind-note"
          .value=${file.kind}
          @change=${(event: Event) => view.setKind((event.target as HTMLSelectElement).value as FileEntry['kind'])}
        >
          ${(['events', 'profiles'] as const).map(
            (kind) => html`<option value=${kind} ?selected=${kind === file.kind}>${w.kinds[kind]}</option>`,
          )}</select
        >${selectArrow}</span
      >
      <small class="t3" id="kind-note">${w.kindNote[file.kind]}</small>
      ${file.kind === 'profiles' ? keySelect(view, w, file) : nothing} ${written(view, w, file)}
      ${
        hasTime && !asked.includes('timeFormat')
          ? html`<label for="format">${w.timeFormat}</label>${formatSelect(view, w, file, 'format', '', change)}`
          : nothing
      }
      ${
        hasTime && !asked.includes('zone')
          ? html`<label for="zone">${w.zone}</label>${zoneInput(view, w, draft, 'zone', '', change)}`
          : nothing
      }
      ${
        hasPhone && !asked.includes('defaultCountry')
          ? html`<label for="country">${w.country}</label>${countrySelect(view, w, draft, 'country', '', [], change)}`
          : nothing
      }
    </div>
    ${excluded > 0 ? html`<p class="t3 p12">${w.exclusions(excluded, formatCount(view.locale, excluded))}</p>` : nothing}
  </section>`;
}

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;

/** Sheet, encoding and line of names, as far as the format has them. */
function written(view: ImportView, w: StepWords, file: ReadyFile): TemplateResult | typeof nothing {
  const { facts } = file.state.preview;
  const format = file.state.draft.rest.format ?? {};
  const set = (change: NonNullable<Mapping['format']>): void => view.setFormat({ ...format, ...change });
  const { sheets = [], sheet } = facts;
  if (facts.format === 'xlsx' && sheets.length > 1) {
    return html`<label for="sheet">${w.sheetName}</label
      ><span class="sel"
        ><select
          class="inp"
          id="sheet"
          .value=${sheet ?? ''}
          @change=${(event: Event) => set({ sheet: (event.target as HTMLSelectElement).value })}
        >
          ${sheets.map((name) => html`<option value=${name} ?selected=${name === sheet}>${name}</option>`)}</select
        >${selectArrow}</span
      >`;
  }
  if (facts.format !== 'csv') return nothing;
  const known = (encodings as readonly string[]).includes(facts.encoding);
  return html`<label for="encoding">${w.encoding}</label
    ><span class="sel"
      ><select
        class="inp"
        id="encoding"
        .value=${facts.encoding}
        @change=${(event: Event) => set({ encoding: (event.target as HTMLSelectElement).value as (typeof encodings)[number] })}
      >
        ${known ? nothing : html`<option value=${facts.encoding} selected>${facts.encoding.toUpperCase()}</option>`}
        ${encodings.map(
          (name) => html`<option value=${name} ?selected=${name === facts.encoding}>${name.toUpperCase()}</option>`,
        )}</select
      >${selectArrow}</span
    >
    <label class="chk"
      ><input
        type="checkbox"
        data-does="headless"
        .checked=${format.header === false}
        @change=${(event: Event) => set({ header: !(event.target as HTMLInputElement).checked })}
      />${w.headless}</label
    >`;
}

function keySelect(view: ImportView, w: StepWords, { state: { preview, draft } }: ReadyFile): TemplateResult {
  const keys = keyColumns(preview, draft);
  const key = draft.key !== null && keys.includes(draft.key) ? draft.key : keys[0];
  return html`<label for="key">${w.key}</label
    ><span class="sel"
      ><select
        class="inp"
        id="key"
        .value=${String(key ?? '')}
        @change=${(event: Event) => view.change({ ...draft, key: Number((event.target as HTMLSelectElement).value) })}
      >
        ${keys.map(
          (index) => html`<option value=${index} ?selected=${index === key}>${headerOf(preview, index, w)}</option>`,
        )}</select
      >${selectArrow}</span
    >`;
}

function formatSelect(
  _view: ImportView,
  w: StepWords,
  file: ReadyFile,
  id: string,
  described: string,
  change: (draft: Draft) => void,
): TemplateResult {
  const { draft, preview } = file.state;
  const time = draft.columns.find(({ role }) => role === 'time');
  const shown = time?.evidence.find((one) => one.kind === 'time-format');
  const asked = candidatesOf(preview, 'timeFormat').flatMap(({ from }) => ('constant' in from ? [from.constant] : []));
  const found = shown?.kind === 'time-format' ? [shown.format, ...(shown.other === null ? [] : [shown.other])] : [];
  const all = [...new Set([...asked, ...found, ...forms, ...patterns, draft.timeFormat])].filter(
    (one) => one !== 'auto',
  );
  const nameOf = (format: string): string => w.timeFormats[format as (typeof forms)[number]] ?? format;
  return html`<span class="sel"
    ><select
      class="inp"
      id=${id}
      aria-describedby=${described || nothing}
      .value=${draft.timeFormat}
      @change=${(event: Event) => change({ ...draft, timeFormat: (event.target as HTMLSelectElement).value })}
    >
      <option value="auto" ?selected=${draft.timeFormat === 'auto'}>
        ${w.timeAuto(found[0] ? nameOf(found[0]) : '')}
      </option>
      ${all.map(
        (format) => html`<option value=${format} ?selected=${format === draft.timeFormat}>${nameOf(format)}</option>`,
      )}</select
    >${selectArrow}</span
  >`;
}

function zoneInput(
  view: ImportView,
  w: StepWords,
  draft: Draft,
  id: string,
  described: string,
  change: (draft: Draft) => void,
): TemplateResult {
  const handle = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const zone = input.value.trim();
    const fault = zone !== '' && !isZone(zone) ? w.zoneFault(zone) : '';
    input.setCustomValidity(fault);
    input.setAttribute('aria-invalid', String(fault !== ''));
    if (fault) view.change(draft, fault);
    else change({ ...draft, zone: zone === '' || zone === 'UTC' ? null : zone });
  };
  return html`<input
      class="inp"
      id=${id}
      type="text"
      list="${id}-zones"
      autocomplete="off"
      spellcheck="false"
      placeholder=${w.zoneHint}
      aria-describedby=${described || nothing}
      .value=${draft.zone ?? ''}
      @change=${handle}
    /><datalist id="${id}-zones">${zones().map((zone) => html`<option value=${zone}></option>`)}</datalist>`;
}

function countrySelect(
  view: ImportView,
  w: StepWords,
  draft: Draft,
  id: string,
  described: string,
  proposed: readonly string[],
  change: (draft: Draft) => void,
): TemplateResult {
  const own = draft.country === null ? [] : [draft.country];
  const all = [...new Set([...proposed, ...own, ...countries])];
  return html`<span class="sel"
    ><select
      class="inp"
      id=${id}
      aria-describedby=${described || nothing}
      .value=${draft.country ?? ''}
      @change=${(event: Event) => change({ ...draft, country: (event.target as HTMLSelectElement).value || null })}
    >
      <option value="" ?selected=${draft.country === null}>${w.noCountry}</option>
      ${all.map(
        (code) =>
          html`<option value=${code} ?selected=${code === draft.country}>
            ${countryName(view.locale, code)} (${code})
          </option>`,
      )}</select
    >${selectArrow}</span
  >`;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

let knownZones: readonly string[] | null = null;

function zones(): readonly string[] {
  return (knownZones ??= [
    'UTC',
    ...(typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []),
  ]);
}

const arrow: TemplateResult = html`<svg class="ic" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 8h9.5M9 4.5L12.5 8 9 11.5"></path>
</svg>`;

function shorten(text: string): string {
  return text.length > longestSample ? `${text.slice(0, longestSample - 1)}…` : text;
}
