import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';

/** A native select box in the looks of a button; its styles are the funnel's (`.pick`). */
export function pickPart(
  label: string,
  options: ReadonlyArray<readonly [value: string, text: string]>,
  value: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<span class="pick"
    ><select
      class="b"
      aria-label=${label}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${options.map(([each, text]) => html`<option value=${each} .selected=${each === value}>${text}</option>`)}</select
    >${icon('down')}</span
  >`;
}
