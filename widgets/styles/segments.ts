import { css } from 'lit';
import type { CSSResult } from 'lit';

/** A row of buttons of which one is on: pressed, selected or checked. */
export const segmentStyles: CSSResult = css`
  .seg {
    display: inline-flex;
    padding: 2px;
    border-radius: var(--_radius-control);
    background: var(--_color-hover);
  }
  .seg button {
    min-height: calc(var(--_size-control) - 4px);
    padding: 0 10px;
    border-radius: max(2px, calc(var(--_radius-control) - 2px));
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    white-space: nowrap;
  }
  .seg button:hover {
    color: var(--_color-text);
  }
  .seg :is([aria-pressed='true'], [aria-selected='true'], [aria-checked='true']) {
    background: var(--_color-surface);
    color: var(--_color-text);
    font-weight: 500;
    box-shadow:
      0 0 0 1px var(--_color-line),
      0 1px 2px rgb(21 25 31 / 0.06);
  }
`;
