import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { Scalar } from '../../worker/protocol/batch.js';
import type { PropertyTest } from '../../worker/protocol/filter.js';
import type { DatasetInfo, FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelExclusion, FunnelOrder, FunnelStep, ValuesResult, ValuesSpec } from '../../worker/protocol/spec.js';
import { proposeSteps } from '../dataset/propose-steps.js';
import { formatCount, formatRate, noValue } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { sameData } from '../internal/plain-data.js';
import { editorWords } from './editor-words.js';
import { eventsOf } from './funnel-chart.js';
import { stepName } from './funnel.spec.js';
import { goalStep, layoutColumns, stepsBefore } from './funnel.layout.js';
import { addStep, changeStep, mostSteps, moveStep, removeStep, sound } from './steps-draft.js';
import type { FunnelDraft } from './steps-draft.js';
import { conditionPieces, inWords, valueText } from './steps-in-words.js';
import { editorStyles } from './steps-editor.styles.js';

export { editorStyles, editorWords };
export { draftOf, withDraft } from './steps-draft.js';

/** What the editor needs of the element it stands in. */
export interface EditorHost {
  readonly renderRoot: ParentNode;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

/** What is known while a funnel is edited. */
export interface EditorFrame {
  readonly locale: Locale;
  readonly width: number;
  readonly info: DatasetInfo | null;
  /** Numbers of the draft; null while they are counted, and where the draft cannot be. */
  readonly result: FunnelResult | null;
  /** Overall rate before the changes; null where there was none. */
  readonly rateBefore: number | null;
  /** Values of the property that `wantedValues` asks for. */
  readonly values: ValuesResult | null;
  /** Why the draft cannot be counted; in English. */
  readonly problem: string | null;
}

const orders: readonly FunnelOrder[] = ['ordered', 'strict', 'unordered'];
const operators: ReadonlyArray<PropertyTest['op']> = ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'notNull', 'isNull'];
const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
const shownEvents = 50;
const shownValues = 20;
/** Under this width the rules stand below the steps. */
const besideWidth = 720;

/**
 * Edits the steps of a funnel in place: what is open, dragged or searched is kept here, what is edited is `draft`. Every
 * change is a new draft, told to `onChange`; each can be taken back.
 */
export class StepsEditor {
  readonly #host: EditorHost;
  readonly #onChange: () => void;
  readonly #start: FunnelDraft;
  #draft: FunnelDraft;
  #past: FunnelDraft[] = [];
  /** The step whose row is open; null for none. */
  #open: number | null = null;
  /** What is written into the search for events. */
  #search = '';
  /** The option that Enter picks; -1 for none. */
  #option = 0;
  #listOpen = false;
  #drag: { readonly from: number; to: number; readonly startY: number } | null = null;
  #values: ValuesSpec | null = null;
  /** Said by screen readers. */
  said = '';

  constructor(host: EditorHost, draft: FunnelDraft, onChange: () => void) {
    this.#host = host;
    this.#draft = draft;
    this.#start = draft;
    this.#onChange = onChange;
  }

  get draft(): FunnelDraft {
    return this.#draft;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get changed(): boolean {
    return !sameData(this.#draft, this.#start);
  }

  /** What is asked of the data while a condition is written; null for nothing. */
  get wantedValues(): ValuesSpec | null {
    return this.#values;
  }

  undo(locale: Locale): void {
    const before = this.#past.pop();
    if (!before) return;
    this.#draft = before;
    if (this.#open !== null && this.#open >= before.steps.length) this.#open = null;
    this.said = editorWords(locale).undone;
    this.#onChange();
  }

  /** Closes what lies nearest: the list of events, then the open row. @returns false when nothing was open */
  closeLayer(): boolean {
    if (this.#drag) this.#endDrag(false);
    else if (this.#listOpen) this.#listOpen = false;
    else if (this.#open !== null) this.#toggle(this.#open);
    else return false;
    this.#host.requestUpdate();
    return true;
  }

  #set(draft: FunnelDraft): void {
    if (sameData(draft, this.#draft)) return;
    this.#past = [...this.#past, this.#draft].slice(-50);
    this.#draft = draft;
    this.#onChange();
  }

  #setStep(at: number, step: FunnelStep): void {
    this.#set(changeStep(this.#draft, at, step));
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  #toggle(at: number): void {
    const opens = this.#open !== at;
    this.#open = opens ? at : null;
    this.#search = '';
    this.#listOpen = false;
    this.#values = null;
    this.#host.requestUpdate();
    this.#focus(opens ? `#ev-${at}` : `[data-edit="${at}"]`);
  }

  #move(from: number, to: number, locale: Locale, focus: string): void {
    const { steps } = this.#draft;
    if (to < 0 || to >= steps.length || from === to) return;
    this.said = editorWords(locale).moved(stepName(steps[from]!, from), to + 1, steps.length);
    if (this.#open === from) this.#open = to;
    else if (this.#open !== null) this.#open = null;
    this.#set(moveStep(this.#draft, from, to));
    this.#focus(`[${focus}="${to}"]`);
  }

  #remove(at: number, locale: Locale): void {
    const { steps } = this.#draft;
    if (steps.length <= 1) return;
    this.said = editorWords(locale).removed(stepName(steps[at]!, at));
    this.#open = null;
    this.#set(removeStep(this.#draft, at));
    this.#focus(`[data-edit="${Math.min(at, steps.length - 2)}"]`);
  }

  #add({ info, locale }: EditorFrame): void {
    const { steps } = this.#draft;
    const used = new Set(steps.flatMap(eventsOf));
    const proposed = info ? proposeSteps(info).flatMap(eventsOf) : [];
    const names = [...proposed, ...(info?.events.map(({ name }) => name) ?? [])];
    const event = names.find((name) => !used.has(name)) ?? names[0];
    const step: FunnelStep = event === undefined ? {} : { event };
    this.said = editorWords(locale).added(stepName(step, steps.length), steps.length + 1);
    this.#open = steps.length;
    this.#search = '';
    this.#set(addStep(this.#draft, step));
    this.#focus(`#ev-${steps.length}`);
  }

  // Drag: rows stay where they are, a line shows where the dragged one goes.

  #startDrag(event: PointerEvent, at: number): void {
    if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#drag = { from: at, to: at, startY: event.clientY };
    this.#open = null;
    this.#host.requestUpdate();
  }

  #moveDrag(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const rows = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.est')];
    const others = rows.filter((_, k) => k !== drag.from);
    const to = others.filter((row) => {
      const { top, height } = row.getBoundingClientRect();
      return event.clientY > top + height / 2;
    }).length;
    rows[drag.from]?.style.setProperty('transform', `translateY(${event.clientY - drag.startY}px)`);
    if (to === drag.to) return;
    drag.to = to;
    this.#host.requestUpdate();
  }

  #endDrag(drop: boolean, locale: Locale = 'en'): void {
    const drag = this.#drag;
    if (!drag) return;
    const rows = this.#host.renderRoot.querySelectorAll<HTMLElement>('.est');
    rows[drag.from]?.style.removeProperty('transform');
    this.#drag = null;
    if (drop && drag.from !== drag.to) this.#move(drag.from, drag.to, locale, 'data-grip');
    else this.#host.requestUpdate();
  }

  /** Alt with an arrow moves the step whose row has the focus. */
  #rowKey(event: KeyboardEvent, at: number, locale: Locale): void {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const onGrip = event.target instanceof Element && event.target.matches('.grip');
    this.#move(at, at + by, locale, onGrip ? 'data-grip' : 'data-edit');
  }

  // Drawing

  /** Everything between head and foot. */
  render(frame: EditorFrame): TemplateResult {
    const { locale } = frame;
    const w = editorWords(locale);
    const { steps } = this.#draft;
    const beside = frame.width >= besideWidth;
    return html`<div class="ed ${beside ? 'two' : ''}" part="editor">
      <div class="edl">
        <ol class="es" aria-label=${w.title}>
          ${steps.map((step, at) => this.#renderStep(frame, step, at))}
        </ol>
        <div class="eadd">
          <button
            class="b"
            type="button"
            data-add
            ?disabled=${steps.length >= mostSteps}
            @click=${() => this.#add(frame)}
          >
            ${icon('plus')}<span>${w.addStep}</span>
          </button>
          <button class="b" type="button" ?disabled=${steps.length < 2} @click=${() => this.#addExclusion(frame)}>
            ${icon('minus')}<span>${w.leaveOutAdd}</span>
          </button>
          <span class="t3">${w.moveHint}</span>
        </div>
        ${this.#draft.exclusions.map((each, i) => this.#renderExclusion(frame, each, i))}
      </div>
      <div class="edr">${this.#renderRules(frame)} ${this.#renderPreview(frame)}</div>
      <p class="ewords">${icon('info')}<span>${w.inWords(inWords(w, locale, this.#draft))}</span></p>
      <p class="vh" role="status">${this.said}</p>
    </div>`;
  }

  #renderStep(frame: EditorFrame, step: FunnelStep, at: number): TemplateResult {
    const { locale, result } = frame;
    const w = editorWords(locale);
    const name = stepName(step, at);
    const drag = this.#drag;
    const open = this.#open === at;
    const count = result && result.stepCounts.length === this.#draft.steps.length ? result.stepCounts[at] : undefined;
    const line =
      drag && drag.from !== drag.to && (drag.to < drag.from ? at === drag.to : at === drag.to)
        ? drag.to < drag.from
          ? 'over'
          : 'under'
        : '';
    const events = eventsOf(step).length;
    return html`<li
      class="est ${open ? 'open' : ''} ${drag?.from === at ? 'drag' : ''} ${line}"
      part="edit-step"
      @keydown=${(event: KeyboardEvent) => this.#rowKey(event, at, locale)}
    >
      <div class="erow">
        <button
          class="grip"
          type="button"
          data-grip=${at}
          aria-label=${w.grip(name)}
          title=${w.grip(name)}
          @pointerdown=${(event: PointerEvent) => this.#startDrag(event, at)}
          @pointermove=${(event: PointerEvent) => this.#moveDrag(event)}
          @pointerup=${() => this.#endDrag(true, locale)}
          @pointercancel=${() => this.#endDrag(false)}
        >
          ${dots}
        </button>
        <span class="eno" aria-hidden="true">${at + 1}</span>
        <button class="ename" type="button" data-edit=${at} aria-expanded=${open} @click=${() => this.#toggle(at)}>
          <span class="en1"
            ><bdi class="ell m">${name}</bdi
            >${step.optional ? html`<span class="tag">${w.optionalTag}</span>` : nothing}${
              events > 1 ? html`<span class="tag">${w.anyOf(formatCount(locale, events))}</span>` : nothing
            }</span
          >
          <span class="en2 ell"
            >${conditionPieces(w, step).map((piece) => (piece.name ? html`<b><bdi>${piece.text}</bdi></b>` : piece.text))}</span
          >
        </button>
        <span class="ecount ${count === undefined ? 't3' : ''}"
          >${count === undefined ? noValue : formatCount(locale, count)}</span
        >
        <button
          class="x"
          type="button"
          data-remove=${at}
          aria-label=${w.remove(name)}
          title=${w.remove(name)}
          ?disabled=${this.#draft.steps.length === 1}
          @click=${() => this.#remove(at, locale)}
        >
          ${icon('close')}
        </button>
      </div>
      ${open ? this.#renderOpen(frame, step, at) : nothing}
    </li>`;
  }

  #renderOpen(frame: EditorFrame, step: FunnelStep, at: number): TemplateResult {
    const { locale, info } = frame;
    const w = editorWords(locale);
    const last = this.#draft.steps.length - 1;
    const tests = step.where ?? [];
    const setTests = (where: readonly PropertyTest[]): void => {
      const { where: _, ...rest } = step;
      this.#setStep(at, where.length > 0 ? { ...rest, where } : rest);
    };
    return html`<div class="eopen">
      <div class="efield">
        <label for="ev-${at}">${w.events}</label>
        ${this.#renderEvents(frame, step, at)}
      </div>
      ${tests.map((test, i) =>
        this.#renderTest(
          frame,
          test,
          `t${at}-${i}`,
          (next) => setTests(tests.map((each, k) => (k === i ? next : each))),
          () => setTests(tests.filter((_, k) => k !== i)),
        ),
      )}
      <div class="eline">
        <button
          class="b q"
          type="button"
          ?disabled=${!info || info.properties.length === 0}
          @click=${() => {
            setTests([...tests, { prop: info!.properties[0]!, op: 'notNull' }]);
            this.#focus(`#t${at}-${tests.length}-p`);
          }}
        >
          ${icon('plus')}<span>${w.condition}</span>
        </button>
        ${
          at > 0 && this.#draft.order !== 'unordered'
            ? html`<label class="echeck"
                ><input
                  type="checkbox"
                  .checked=${step.optional === true}
                  @change=${(event: Event) => {
                    const { optional: _, ...rest } = step;
                    this.#setStep(at, (event.target as HTMLInputElement).checked ? { ...rest, optional: true } : rest);
                  }}
                />${w.optional}</label
              >`
            : nothing
        }
        <label class="elabel"
          ><span>${w.name}</span
          ><input
            class="inp"
            .value=${step.label ?? ''}
            placeholder=${stepName({ ...step, label: '' }, at)}
            maxlength="120"
            @change=${(event: Event) => {
              const text = (event.target as HTMLInputElement).value.trim();
              const { label: _, ...rest } = step;
              this.#setStep(at, text ? { ...rest, label: text } : rest);
            }}
        /></label>
        <span class="push eline">
          <button
            class="x"
            type="button"
            aria-label=${w.earlier}
            title=${w.earlier}
            ?disabled=${at === 0}
            @click=${() => this.#move(at, at - 1, locale, 'data-edit')}
          >
            ${icon('up')}
          </button>
          <button
            class="x"
            type="button"
            aria-label=${w.later}
            title=${w.later}
            ?disabled=${at === last}
            @click=${() => this.#move(at, at + 1, locale, 'data-edit')}
          >
            ${icon('down')}
          </button>
        </span>
      </div>
    </div>`;
  }

  /** Chips of the chosen events, and a search for more. */
  #renderEvents(frame: EditorFrame, step: FunnelStep, at: number): TemplateResult {
    const { locale, info } = frame;
    const w = editorWords(locale);
    const chosen = eventsOf(step);
    const needle = this.#search.trim().toLocaleLowerCase();
    const matching = (info?.events ?? [])
      .filter(({ name }) => !chosen.includes(name) && name.toLocaleLowerCase().includes(needle))
      .sort((a, b) => b.actors - a.actors)
      .slice(0, shownEvents);
    const set = (events: readonly string[]): void => {
      const { event: _, ...rest } = step;
      this.#search = '';
      this.#option = 0;
      this.#setStep(at, events.length === 0 ? rest : { ...rest, event: events.length === 1 ? events[0]! : events });
      this.#host.requestUpdate();
    };
    const pick = (name: string): void => {
      set([...chosen, name]);
      this.#focus(`#ev-${at}`);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      const last = matching.length - 1;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        this.#option = this.#listOpen
          ? Math.max(0, Math.min(last, this.#option + (event.key === 'ArrowDown' ? 1 : -1)))
          : 0;
        this.#listOpen = true;
      } else if (event.key === 'Enter' && this.#listOpen && matching[this.#option]) {
        pick(matching[this.#option]!.name);
      } else if (event.key === 'Backspace' && this.#search === '' && chosen.length > 0) {
        set(chosen.slice(0, -1));
      } else return;
      event.preventDefault();
      this.#host.requestUpdate();
      void this.#host.updateComplete.then(() =>
        this.#host.renderRoot.querySelector('.eopt.on')?.scrollIntoView({ block: 'nearest' }),
      );
    };
    return html`<div class="ecombo">
      <div class="echips">
        ${chosen.map(
          (name) =>
            html`<span class="tag ev"
              ><bdi class="ell">${name}</bdi
              ><button
                class="x"
                type="button"
                aria-label=${w.removeEvent(name)}
                @click=${() => {
                  set(chosen.filter((each) => each !== name));
                  this.#focus(`#ev-${at}`);
                }}
              >
                ${icon('close')}
              </button></span
            >`,
        )}
        <input
          id="ev-${at}"
          role="combobox"
          aria-expanded=${this.#listOpen}
          aria-controls="evl-${at}"
          aria-autocomplete="list"
          aria-activedescendant=${this.#listOpen && matching[this.#option] ? `evo-${this.#option}` : nothing}
          autocomplete="off"
          placeholder=${chosen.length === 0 ? w.anyEvent : w.searchEvents}
          .value=${this.#search}
          @input=${(event: Event) => {
            this.#search = (event.target as HTMLInputElement).value;
            this.#option = 0;
            this.#listOpen = true;
            this.#host.requestUpdate();
          }}
          @click=${() => {
            this.#listOpen = true;
            this.#host.requestUpdate();
          }}
          @blur=${() => {
            this.#listOpen = false;
            this.#host.requestUpdate();
          }}
          @keydown=${key}
        />
      </div>
      <ul class="pop eopts" id="evl-${at}" role="listbox" aria-label=${w.events} ?hidden=${!this.#listOpen}>
        ${
          matching.length === 0
            ? html`<li class="eopt t3" role="option" aria-disabled="true" aria-selected="false">${w.noSuchEvent}</li>`
            : matching.map(
                ({ name, actors }, i) =>
                  html`<li
                    class="eopt ${i === this.#option ? 'on' : ''}"
                    id="evo-${i}"
                    role="option"
                    aria-selected=${i === this.#option}
                    @pointerdown=${(event: Event) => event.preventDefault()}
                    @click=${() => pick(name)}
                  >
                    <bdi class="ell">${name}</bdi><span class="t3 push">${formatCount(locale, actors)}</span>
                  </li>`,
              )
        }
      </ul>
    </div>`;
  }

  /** One test on a property; values come from the data, with their types. */
  #renderTest(
    frame: EditorFrame,
    test: PropertyTest,
    id: string,
    set: (test: PropertyTest) => void,
    remove: () => void,
  ): TemplateResult {
    const { locale, info, values } = frame;
    const w = editorWords(locale);
    const names = [...new Set([test.prop, ...(info?.properties ?? [])])];
    const bare = test.op === 'isNull' || test.op === 'notNull';
    const known = this.#values?.prop === test.prop ? (values?.values ?? []) : [];
    const typed = (text: string): Scalar =>
      known.find(({ value }) => String(value) === text)?.value ?? guessed(test.op, text);
    return html`<div class="eline etest">
      <span class="pick"
        ><select
          class="b"
          id="${id}-p"
          aria-label=${w.property}
          @change=${(event: Event) => set({ prop: (event.target as HTMLSelectElement).value, op: 'notNull' })}
        >
          ${names.map((name) => html`<option value=${name} .selected=${name === test.prop}>${name}</option>`)}</select
        >${icon('down')}</span
      >
      <span class="pick"
        ><select
          class="b"
          aria-label=${w.operator}
          @change=${(event: Event) => {
            const op = (event.target as HTMLSelectElement).value as PropertyTest['op'];
            const text = valueText(test);
            if (op === 'isNull' || op === 'notNull') set({ prop: test.prop, op });
            else set({ prop: test.prop, op, value: op === 'in' ? split(text).map(typed) : typed(text) });
          }}
        >
          ${operators.map((op) => html`<option value=${op} .selected=${op === test.op}>${w.operators[op]}</option>`)}</select
        >${icon('down')}</span
      >
      ${
        bare
          ? nothing
          : html`<input
                class="inp"
                aria-label=${w.value}
                list="${id}-l"
                .value=${valueText(test)}
                @focus=${() => {
                  this.#values = { kind: 'values', prop: test.prop, limit: shownValues };
                  this.#host.requestUpdate();
                }}
                @change=${(event: Event) => {
                  const text = (event.target as HTMLInputElement).value.trim();
                  set({ ...test, value: test.op === 'in' ? split(text).map(typed) : typed(text) });
                }}
              />
              <datalist id="${id}-l">
                ${known.map(({ value, actors }) => html`<option value=${String(value)}>${formatCount(locale, actors)}</option>`)}
              </datalist>`
      }
      <button class="x" type="button" aria-label=${w.removeCondition(test.prop)} @click=${remove}>
        ${icon('close')}
      </button>
    </div>`;
  }

  // What leaves a customer out

  #addExclusion({ info }: EditorFrame): void {
    const { steps, exclusions } = this.#draft;
    const used = new Set(steps.flatMap(eventsOf));
    const event = (info?.events ?? []).find(({ name }) => !used.has(name))?.name ?? info?.events[0]?.name;
    if (event === undefined) return;
    const effect = exclusions[0]?.effect;
    const next: FunnelExclusion = { event, from: 0, to: steps.length - 1, ...(effect && { effect }) };
    this.#set(sound({ ...this.#draft, exclusions: [...exclusions, next] }));
    this.#focus(`#x-${exclusions.length}`);
  }

  #renderExclusion({ locale, info }: EditorFrame, each: FunnelExclusion, at: number): TemplateResult {
    const w = editorWords(locale);
    const { steps, exclusions, order } = this.#draft;
    const set = (next: FunnelExclusion | null): void =>
      this.#set(
        sound({
          ...this.#draft,
          exclusions: exclusions.flatMap((old, k) => (k === at ? (next ? [next] : []) : [old])),
        }),
      );
    const events = [...new Set([...eventsOf(each), ...(info?.events.map(({ name }) => name) ?? [])])];
    const place = (
      label: string,
      value: number,
      from: number,
      to: number,
      choose: (k: number) => void,
    ): TemplateResult =>
      html`<span class="pick"
        ><select
          class="b"
          aria-label=${label}
          ?disabled=${order === 'unordered'}
          @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}
        >
          ${steps.map((step, k) => (k < from || k > to ? nothing : html`<option value=${k} .selected=${k === value}>${k + 1} ${stepName(step, k)}</option>`))}</select
        >${icon('down')}</span
      >`;
    return html`<div class="eline eout" role="group" aria-label=${w.leaveOut}>
      <b>${w.leaveOut}</b>
      <span class="pick"
        ><select
          class="b"
          id="x-${at}"
          aria-label=${w.leaveOutWhat}
          @change=${(event: Event) => set({ ...each, event: (event.target as HTMLSelectElement).value })}
        >
          ${events.map((name) => html`<option value=${name} .selected=${eventsOf(each)[0] === name}>${name}</option>`)}</select
        >${icon('down')}</span
      >
      ${place(w.between, each.from, 0, each.to - 1, (from) => set({ ...each, from }))}
      <span aria-hidden="true">–</span>
      ${place(w.until, each.to, each.from + 1, steps.length - 1, (to) => set({ ...each, to }))}
      <button class="x push" type="button" aria-label=${w.removeLeaveOut} @click=${() => set(null)}>
        ${icon('close')}
      </button>
    </div>`;
  }

  // Rules and preview

  #renderRules({ locale, info }: EditorFrame): TemplateResult {
    const w = editorWords(locale);
    const draft = this.#draft;
    const unit = unitOf(draft.windowMs);
    const setWindow = (amount: number, by: keyof typeof units | 'none'): void =>
      this.#set({ ...draft, windowMs: by === 'none' ? null : Math.max(1, Math.round(amount)) * units[by] });
    const amount = unit === 'none' ? 1 : draft.windowMs! / units[unit];
    const held = draft.holdConstant[0] ?? '';
    const select = (
      label: string,
      options: ReadonlyArray<readonly [string, string]>,
      value: string,
      choose: (value: string) => void,
      hidden = false,
    ): TemplateResult =>
      html`<span class="pick wide"
        ><select
          class="b"
          aria-label=${hidden ? label : nothing}
          id=${hidden ? nothing : `r-${label.length}-${options.length}`}
          @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
        >
          ${options.map(([each, text]) => html`<option value=${each} .selected=${each === value}>${text}</option>`)}</select
        >${icon('down')}</span
      >`;
    return html`<section class="erules" aria-labelledby="rules-title">
      <h3 id="rules-title">${w.rules}</h3>
      <div class="efield">
        <span>${w.order}</span>
        <div class="seg" role="group" aria-label=${w.order}>
          ${orders.map(
            (order) =>
              html`<button
                type="button"
                aria-pressed=${order === draft.order}
                data-order=${order}
                @click=${() => this.#set(sound({ ...draft, order }))}
              >
                ${w.orders[order]}
              </button>`,
          )}
        </div>
      </div>
      <div class="efield">
        <span>${w.within}</span>
        <div class="eline">
          ${
            unit === 'none'
              ? nothing
              : html`<input
                  class="inp num"
                  type="number"
                  min="1"
                  step="1"
                  aria-label=${w.amount}
                  .value=${String(amount)}
                  @change=${(event: Event) => setWindow(Number((event.target as HTMLInputElement).value) || 1, unit)}
                />`
          }
          ${select(
            `${w.within}: ${w.unit}`,
            (['minute', 'hour', 'day', 'week', 'none'] as const).map((each) => [each, w.units[each]]),
            unit,
            (value) => setWindow(unit === 'none' ? 14 : amount, value as keyof typeof units | 'none'),
            true,
          )}
        </div>
      </div>
      <div class="efield">
        <span>${w.count}</span>
        ${select(
          w.count,
          (['uniques', 'totals'] as const).map((each) => [each, w.counts[each]]),
          draft.mode,
          (value) => this.#set({ ...draft, mode: value === 'totals' ? 'totals' : 'uniques' }),
          true,
        )}
      </div>
      <div class="efield">
        <span>${w.hold}</span>
        ${select(
          w.hold,
          [
            ['', w.holdNone],
            ...[...new Set([...draft.holdConstant, ...(info?.properties ?? [])])].map((name) => [name, name] as const),
          ],
          held,
          (value) => this.#set({ ...draft, holdConstant: value === '' ? [] : [value] }),
          true,
        )}
      </div>
    </section>`;
  }

  #renderPreview({ locale, result, rateBefore, problem }: EditorFrame): TemplateResult {
    const w = editorWords(locale);
    const { steps } = this.#draft;
    const ready = result && result.stepCounts.length === steps.length ? result : null;
    const rate = ready?.conversionFromStart[goalStep(steps)] ?? null;
    const width = 264;
    const layout = ready && layoutColumns(ready, width + 116, 104, { before: stepsBefore(steps) });
    return html`<section class="eprev" aria-labelledby="preview-title" aria-busy=${!ready}>
      <h3 id="preview-title">${w.preview}</h3>
      ${
        layout
          ? html`<svg class="c" width=${width} height="122" aria-hidden="true">
              <path class="base" d="M0 104.5H${width}"></path>
              ${layout.steps.map(
                (
                  { bar, left },
                  k,
                ) => svg`${left ? svg`<rect class="lost" x=${left.x - 116} y=${left.y} width=${left.width} height=${left.height} rx="2" fill="url(#h-lost)"></rect>` : nothing}
                <rect class="data" x=${bar.x - 116} y=${bar.y} width=${bar.width} height=${bar.height} rx="2"></rect>
                <text class="ax mid" x=${bar.x - 116 + bar.width / 2} y="119">${k + 1}</text>`,
              )}
            </svg>`
          : html`<p class="ewait t3">${problem ? html`<span lang="en">${problem}</span>` : w.counting}</p>`
      }
      <p class="erate">
        <span class="big">${formatRate(locale, rate)}</span>
        <span class="t2"
          >${
            ready && rateBefore !== null ? (this.changed ? w.before(formatRate(locale, rateBefore)) : w.same) : nothing
          }</span
        >
      </p>
    </section>`;
  }
}

const dots: TemplateResult = html`<svg class="gripd" viewBox="0 0 10 16" aria-hidden="true">
  <circle cx="3" cy="4" r="1.2"></circle>
  <circle cx="7" cy="4" r="1.2"></circle>
  <circle cx="3" cy="8" r="1.2"></circle>
  <circle cx="7" cy="8" r="1.2"></circle>
  <circle cx="3" cy="12" r="1.2"></circle>
  <circle cx="7" cy="12" r="1.2"></circle>
</svg>`;

/** The largest unit that measures a window in whole numbers. */
function unitOf(windowMs: number | null): keyof typeof units | 'none' {
  if (windowMs === null) return 'none';
  return (
    (['week', 'day', 'hour'] as const).find(
      (unit) => windowMs % units[unit] === 0 && (unit !== 'week' || windowMs > 4 * units.week),
    ) ?? 'minute'
  );
}

/** A value that is none of those the data are known to have: where sizes are compared, a number where it is one. */
function guessed(op: PropertyTest['op'], text: string): Scalar {
  const compares = op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte';
  return compares && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function split(text: string): string[] {
  return text
    .split(/[,，]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
