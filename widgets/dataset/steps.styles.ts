import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The step editor. */
export const stepsStyles: CSSResult = css`
  .card {
    padding: 12px 20px 16px;
  }
  .head,
  .rules,
  .rule {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  .head {
    margin-bottom: 12px;
    font-size: 12px;
    line-height: 16px;
  }
  .head h2 {
    font-size: 13px;
    font-weight: 600;
    color: var(--_color-text);
  }
  .head .t3 {
    margin-inline-start: -8px;
  }
  .rules {
    margin-inline-start: auto;
  }
  .rule {
    flex-wrap: nowrap;
    gap: 8px;
    min-width: 0;
  }
  .rule label {
    color: var(--_color-text-2);
    white-space: nowrap;
  }
  .rule .inp {
    height: var(--_size-control);
    min-width: 104px;
    font-size: 12px;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .one {
    display: flex;
    align-items: center;
    min-width: 0;
    height: 34px;
    padding: 0 3px 0 9px;
    border: 1px solid var(--_color-line);
    border-radius: min(8px, var(--_radius-control));
    background: var(--_color-surface);
  }
  .one:hover {
    border-color: var(--_color-line-strong);
  }
  .one:focus-within {
    border-color: var(--_color-focus);
  }
  .num {
    flex: none;
    min-width: 18px;
    padding: 0 4px;
    border-radius: 9px;
    background: var(--_color-hover);
    font-size: 11px;
    line-height: 18px;
    text-align: center;
    color: var(--_color-text-2);
  }
  .one .sel select {
    height: 28px;
    max-width: 190px;
    padding-inline: 8px 26px;
    border: 0;
    border-radius: 5px;
    background: none;
    font-weight: 500;
    field-sizing: content;
  }
  .one .sel select:hover {
    background: var(--_color-hover);
  }
  .one .sel select:focus-visible,
  .one .x:focus-visible {
    outline-offset: -2px;
  }
  .one .sel {
    flex: 0 1 auto;
    grid-template-columns: minmax(0, auto);
  }
  .one .x {
    width: 24px;
    height: 26px;
    color: var(--_color-text-3);
  }
  .one .x:hover {
    color: var(--_color-text);
  }
  .one .x:disabled {
    color: var(--_color-line-strong);
    cursor: default;
    opacity: 0.6;
  }
  .one .x:disabled:hover {
    background: none;
  }
  .add {
    min-height: 34px;
    border-radius: min(8px, var(--_radius-control));
  }
  .none {
    font-size: 12px;
    line-height: 18px;
    color: var(--_color-text-2);
  }
  @container (max-width: 419.98px) {
    .card {
      padding: 12px 16px 16px;
    }
    .one {
      width: 100%;
    }
    .one .sel {
      flex: 1;
      grid-template-columns: minmax(0, 1fr);
    }
    .one .sel select {
      max-width: none;
      field-sizing: fixed;
    }
    .rules {
      width: 100%;
      margin: 0;
    }
    .rule {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      width: 100%;
    }
  }
  @media (pointer: coarse) {
    .one {
      height: auto;
      min-height: 44px;
    }
    .one .sel select,
    .rule .inp {
      height: 40px;
    }
    .one .x {
      width: 40px;
      height: 40px;
    }
  }
  @media (forced-colors: active) {
    .one:focus-within {
      border-color: Highlight;
    }
    .one .x:disabled {
      color: GrayText;
      opacity: 1;
    }
  }
`;
