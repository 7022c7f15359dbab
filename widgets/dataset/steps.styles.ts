import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The step editor. */
export const stepsStyles: CSSResult = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 12px 24px;
    padding: 12px 20px 14px;
  }
  .side,
  .main {
    min-width: 0;
  }
  .head {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-height: 16px;
    margin-bottom: 6px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .head h2 {
    font-weight: 500;
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
    border: 1px solid var(--_color-line-strong);
    border-radius: min(8px, var(--_radius-control));
    background: var(--_color-surface);
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
  .one .x {
    width: 24px;
    height: 26px;
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
  .side {
    display: flex;
    gap: 12px;
  }
  .side label {
    display: block;
    margin-bottom: 6px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_color-text-2);
  }
  .side .inp {
    height: 34px;
    min-width: 116px;
  }
  .none {
    grid-column: 1 / -1;
    font-size: 12px;
    line-height: 18px;
    color: var(--_color-text-2);
  }
  @container (max-width: 719.98px) {
    .card {
      grid-template-columns: minmax(0, 1fr);
    }
    .side > div {
      flex: 1;
      min-width: 0;
    }
  }
  @container (max-width: 419.98px) {
    .card {
      padding: 12px 16px 14px;
    }
    .one {
      width: 100%;
    }
    .one .sel {
      flex: 1;
    }
    .one .sel select {
      max-width: none;
    }
    .side {
      flex-wrap: wrap;
    }
  }
  @media (pointer: coarse) {
    .one {
      height: auto;
      min-height: 44px;
    }
    .one .sel select,
    .side .inp {
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
