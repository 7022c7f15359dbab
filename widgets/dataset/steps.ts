import { html, nothing } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { FunnelExclusion, FunnelOrder, FunnelStep } from '../../worker/protocol/spec.js';
import { parseWindow, readSteps } from '../funnel/funnel.spec.js';
import { addStep, changeStep, moveStep, mostSteps, removeStep } from '../funnel/steps-draft.js';
import type { FunnelDraft } from '../funnel/steps-draft.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import { TpElement } from '../internal/base-element.js';
import { define } from '../internal/define.js';
import { formatSpan } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { base } from '../styles/base.js';
import { drawing, selectArrow, selectBox } from './select-box.js';
import { proposeSteps } from './propose-steps.js';
import { TpStepsEvent } from './steps-event.js';
import { stepsStyles } from './steps.styles.js';
import { datasetWords } from './words.js';
import type { DatasetWords } from './words.js';

/** What the editor changes: the face of `<tp-funnel>` it needs. */
export interface EditableFunnel extends Element {
  steps?: string | readonly FunnelStep[] | null;
  window?: string | number | null;
  order?: string | null;
  exclusions?: readonly FunnelExclusion[] | null;
  for?: string | null;
}

const orders: readonly FunnelOrder[] = ['ordered', 'strict', 'unordered'];
const hour = 3_600_000;
const day = 24 * hour;
const windows: readonly number[] = [hour, day, 7 * day, 14 * day, 30 * day, 90 * day];
const allKept = 'kept';

/**
 * Changes a funnel with select boxes: its steps, how long it may take, in which order. Without steps of its own the
 * funnel's proposed ones are shown.
 *
 * @summary Select boxes for the steps, window and order of a funnel.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpStepsEvent} tpsteps - The person changed the funnel.
 *
 * @csspart base - The card.
 * @csspart step - One step.
 */
export class TpSteps extends TpElement {
  static override styles: CSSResultGroup = [base, selectBox, stepsStyles];

  /** Id of the `<tp-funnel>` to change, in the same tree. */
  @property() for: string | null = null;

  /** The funnel to change, instead of one named by `for`. */
  @property({ attribute: false }) funnel: EditableFunnel | null = null;

  @state() private said = '';

  // Asks for nothing; it finds the funnel's dataset and follows its facts.
  readonly #analysis = new AnalysisController(this, {
    spec: () => null,
    for: () => this.#target()?.for ?? null,
    from: () => this.#target(),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    // What a program set since the last look is picked up before a person can change it.
    this.addEventListener('focusin', this.handleLook);
    this.addEventListener('pointerenter', this.handleLook);
    // The funnel may stand after its editor.
    queueMicrotask(this.handleLook);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('focusin', this.handleLook);
    this.removeEventListener('pointerenter', this.handleLook);
  }

  /** Reads the funnel again; needed only after a program changed it and before a person comes near the editor. */
  refresh(): void {
    this.requestUpdate();
  }

  private get words(): DatasetWords {
    return datasetWords(this.locale);
  }

  private readonly handleLook = (): void => this.requestUpdate();

  private handleEvent(at: number, event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (value === allKept) return;
    this.#set(changeStep(this.#draft(), at, { event: value }));
  }

  private handleMove(at: number, by: -1 | 1): void {
    const steps = this.#steps();
    const step = steps[at];
    if (!step) return;
    this.#set(moveStep(this.#draft(), at, at + by));
    this.said = this.words.moved(stepName(step), at + by + 1, steps.length);
    const end = at + by === 0 || at + by === steps.length - 1;
    this.#focus(at + by, end ? (by < 0 ? '.later' : '.earlier') : by < 0 ? '.earlier' : '.later');
  }

  private handleRemove(at: number): void {
    const steps = this.#steps();
    const gone = steps[at];
    if (!gone || steps.length === 1) return;
    this.#set(removeStep(this.#draft(), at));
    this.said = this.words.removed(stepName(gone));
    this.#focus(Math.min(at, steps.length - 2), 'select');
  }

  private readonly handleAdd = (): void => {
    const info = this.#analysis.facts.info;
    const steps = this.#steps();
    if (!info || steps.length >= mostSteps) return;
    const used = new Set(steps.flatMap((step) => step.event ?? []));
    const next = [...proposeSteps(info).map((step) => step.event as string), ...info.events.map((event) => event.name)];
    const name = next.find((candidate) => !used.has(candidate)) ?? info.events[0]?.name;
    if (name === undefined) return;
    this.#set(addStep(this.#draft(), { event: name }));
    this.said = this.words.added(name, steps.length + 1);
    this.#focus(steps.length, 'select');
  };

  private readonly handleWindow = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const funnel = this.#target();
    if (!funnel) return;
    funnel.window = value === '' ? null : Number(value);
    this.#changed();
  };

  private readonly handleOrder = (event: Event): void => {
    const funnel = this.#target();
    if (!funnel) return;
    funnel.order = (event.target as HTMLSelectElement).value;
    this.#changed();
  };

  protected override render(): TemplateResult {
    const { words } = this;
    const funnel = this.#target();
    const { info } = this.#analysis.facts;
    if (!funnel || !info || info.events.length === 0) {
      return html`<div class="card" part="base">
        <p class="none">${funnel ? words.noEvents : words.noFunnel}</p>
      </div>`;
    }
    const steps = this.#steps();
    return html`<div class="card" part="base">
      <div class="head">
        <h2 id="heading">${words.steps}</h2>
        ${isSet(funnel.steps) ? nothing : html`<span class="t3">${words.proposed}</span>`}
        <div class="rules">
          <div class="rule"><label for="window">${words.window}</label>${this.#renderWindow(funnel)}</div>
          <div class="rule"><label for="order">${words.order}</label>${this.#renderOrder(funnel)}</div>
        </div>
      </div>
      <ol class="steps" aria-labelledby="heading">
        ${steps.map((step, at) => this.#renderStep(step, at, steps.length, info))}
        ${
          steps.length < mostSteps
            ? html`<li>
                <button class="b add" type="button" @click=${this.handleAdd}>${plus}${words.addStep}</button>
              </li>`
            : nothing
        }
      </ol>
      <span class="vh" role="status">${this.said}</span>
    </div>`;
  }

  #renderStep(step: FunnelStep, at: number, count: number, info: DatasetInfo): TemplateResult {
    const { words } = this;
    const name = stepName(step);
    const plain = isPlain(step) && info.events.some((event) => event.name === step.event);
    // Set on the options: a value set on the box comes before its new options are there and is lost.
    const option = (event: DatasetInfo['events'][number]): TemplateResult =>
      html`<option value=${event.name} .selected=${plain && event.name === step.event}>${event.name}</option>`;
    return html`<li class="one" part="step">
      <span class="num" aria-hidden="true">${at + 1}</span>
      <span class="sel">
        <select class="inp" aria-label=${words.step(at + 1)} @change=${(event: Event) => this.handleEvent(at, event)}>
          ${plain ? nothing : html`<option value=${allKept} .selected=${true}>${name}</option>`}
          ${info.events.map(option)}
        </select>
        ${selectArrow}
      </span>
      <button
        class="x earlier"
        type="button"
        aria-label=${words.earlier(name)}
        title=${words.earlier(name)}
        ?disabled=${at === 0}
        @click=${() => this.handleMove(at, -1)}
      >
        ${left}
      </button>
      <button
        class="x later"
        type="button"
        aria-label=${words.later(name)}
        title=${words.later(name)}
        ?disabled=${at === count - 1}
        @click=${() => this.handleMove(at, 1)}
      >
        ${right}
      </button>
      <button
        class="x remove"
        type="button"
        aria-label=${words.removeStep(name)}
        title=${words.removeStep(name)}
        ?disabled=${count === 1}
        @click=${() => this.handleRemove(at)}
      >
        ${icon('close')}
      </button>
    </li>`;
  }

  #renderWindow(funnel: EditableFunnel): TemplateResult {
    const current = windowOf(funnel);
    const known = current === null || windows.includes(current) ? windows : [...windows, current].sort((a, b) => a - b);
    return html`<span class="sel">
      <select class="inp" id="window" @change=${this.handleWindow}>
        <option value="" .selected=${current === null}>${this.words.noLimit}</option>
        ${known.map(
          (ms) => html`<option value=${String(ms)} .selected=${ms === current}>${formatSpan(this.locale, ms)}</option>`,
        )}
      </select>
      ${selectArrow}
    </span>`;
  }

  #renderOrder(funnel: EditableFunnel): TemplateResult {
    const current = orderOf(funnel);
    return html`<span class="sel">
      <select class="inp" id="order" @change=${this.handleOrder}>
        ${orders.map(
          (order) => html`<option value=${order} .selected=${order === current}>${this.words.orders[order]}</option>`,
        )}
      </select>
      ${selectArrow}
    </span>`;
  }

  #target(): EditableFunnel | null {
    if (this.funnel) return this.funnel;
    const root = this.getRootNode();
    if (!this.for || !('getElementById' in root)) return null;
    return (root as Document | ShadowRoot).getElementById(this.for);
  }

  #steps(): readonly FunnelStep[] {
    const written = this.#target()?.steps;
    if (isSet(written)) return readable(written);
    const { info } = this.#analysis.facts;
    return info ? proposeSteps(info) : [];
  }

  /** What of the funnel changes with its steps; the rest of a draft has no part in it. */
  #draft(): FunnelDraft {
    const funnel = this.#target();
    return {
      steps: this.#steps(),
      order: funnel ? orderOf(funnel) : 'ordered',
      exclusions: funnel?.exclusions ?? [],
      windowMs: null,
      mode: 'uniques',
      holdConstant: [],
    };
  }

  #set({ steps, exclusions }: FunnelDraft): void {
    const funnel = this.#target();
    if (!funnel) return;
    funnel.steps = steps;
    if (funnel.exclusions?.length) funnel.exclusions = exclusions;
    this.#changed();
  }

  #changed(): void {
    this.requestUpdate();
    const funnel = this.#target();
    if (!funnel) return;
    const detail = { steps: this.#steps(), windowMs: windowOf(funnel), order: orderOf(funnel) };
    this.dispatchEvent(new TpStepsEvent({ source: 'steps', ...detail }));
  }

  #focus(at: number, part: string): void {
    void this.updateComplete.then(() => {
      const step = this.renderRoot.querySelectorAll('.one')[at];
      (step?.querySelector<HTMLElement>(`${part}:not(:disabled)`) ?? step?.querySelector('select'))?.focus();
    });
  }
}

const left: TemplateResult = drawing('M10 4L6 8l4 4');
const right: TemplateResult = drawing('M6 4l4 4-4 4');
const plus: TemplateResult = drawing('M8 3.5v9M3.5 8h9');

function isSet(steps: EditableFunnel['steps']): steps is string | readonly FunnelStep[] {
  return steps !== null && steps !== undefined && steps.length > 0;
}

/** Steps that cannot be read are the funnel's to complain about; here they are none. */
function readable(written: string | readonly FunnelStep[]): readonly FunnelStep[] {
  try {
    return readSteps(written);
  } catch {
    return [];
  }
}

function windowOf(funnel: EditableFunnel): number | null {
  try {
    return parseWindow(funnel.window);
  } catch {
    return null;
  }
}

function orderOf(funnel: EditableFunnel): FunnelOrder {
  return orders.find((order) => order === funnel.order) ?? 'ordered';
}

function isPlain(step: FunnelStep): step is { readonly event: string } {
  return typeof step.event === 'string' && !step.where?.length;
}

function stepName(step: FunnelStep): string {
  return step.label ?? (typeof step.event === 'string' ? step.event : (step.event ?? []).join(', '));
}

define('tp-steps', TpSteps);

declare global {
  interface HTMLElementTagNameMap {
    'tp-steps': TpSteps;
  }
}
