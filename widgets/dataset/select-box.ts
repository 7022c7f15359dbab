import { css, html } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';

/** A select box in the kit's looks: the native control, with the kit's arrow over it. */
export const selectBox: CSSResult = css`
  .sel {
    position: relative;
    display: grid;
    min-width: 0;
  }
  .sel select {
    appearance: none;
    width: 100%;
    padding-inline-end: 30px;
    font-size: 13px;
    line-height: 20px;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .sel select:hover {
    background: var(--_color-hover);
  }
  .sel select option,
  .sel select optgroup {
    background: var(--_color-raised);
    color: var(--_color-text);
  }
  .sel select:disabled {
    color: var(--_color-text-3);
    cursor: default;
  }
  .sel .ic {
    position: absolute;
    inset-inline-end: 9px;
    top: calc(50% - 8px);
    pointer-events: none;
    color: var(--_color-text-2);
  }
  @media (pointer: coarse) {
    .sel select {
      height: 40px;
    }
  }
  @media (forced-colors: active) {
    .sel select {
      forced-color-adjust: auto;
    }
  }
`;

/** A small drawing of one path in a 16 px box, hidden from assistive technology. */
export function drawing(path: string): TemplateResult {
  return html`<svg class="ic" viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;
}

/** The arrow of a select box; it stands after the `<select>`. */
export const selectArrow: TemplateResult = drawing('M4.5 6.5L8 10l3.5-3.5');
