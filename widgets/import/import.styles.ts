import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the import's frame and of its list of files. */
export const importStyles: CSSResult = css`
  .card > .hd {
    flex-wrap: wrap;
    gap: 8px 16px;
    padding-bottom: 14px;
    border-bottom: 1px solid var(--_color-line);
  }
  .hd > :first-child {
    flex: 1 1 240px;
  }
  .card > .ft {
    flex-wrap: wrap;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    font-size: 12px;
    line-height: 16px;
  }
  .steps li {
    display: flex;
    align-items: center;
    gap: 5px;
    height: 28px;
    padding: 0 10px;
    border-radius: var(--_radius-control);
    color: var(--_color-text-3);
  }
  .steps .on {
    background: var(--_color-hover);
    color: var(--_color-text);
    font-weight: 500;
  }
  .steps .done {
    color: var(--_color-good);
  }
  .steps .ic {
    width: 14px;
    height: 14px;
  }
  .tag.good {
    background: var(--_color-good-soft);
    color: var(--_color-good);
  }
  .tag.warn {
    background: var(--_color-warn-soft);
    color: var(--_color-warn);
  }
  .tag.bad {
    background: var(--_color-bad-soft);
    color: var(--_color-bad);
  }
  .tag .ic {
    width: 14px;
    height: 14px;
    margin-inline-start: -2px;
  }
  .p12,
  .smp {
    font-size: 12px;
    line-height: 16px;
  }
  .smp {
    display: block;
    color: var(--_color-text-3);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .smp.mono {
    font-size: 11px;
    white-space: nowrap;
  }
  .fault {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-bad);
  }
  .iml {
    min-width: 0;
    padding: 16px 20px 20px;
  }
  .iml > h3 {
    font-size: 13px;
    font-weight: 600;
  }
  .iml > h3:focus-visible {
    outline-offset: 4px;
    border-radius: 2px;
  }
  .act.end {
    justify-content: flex-end;
  }
  .body.files .act.end {
    margin-top: 16px;
  }
  .b[aria-disabled='true'] {
    cursor: default;
  }
  .b.p[aria-disabled='true'] {
    opacity: 0.55;
  }
  .b.p:disabled {
    color: var(--_color-text-3);
    background: var(--_color-hover);
    border-color: var(--_color-line);
  }
  .fls {
    margin: 8px 0 16px;
  }
  .fls li {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 9px 0;
    border-bottom: 1px solid var(--_color-grid);
  }
  .fls input {
    width: 16px;
    height: 16px;
    margin: 0 2px;
    flex: none;
    accent-color: var(--_color-accent);
  }
  .fls .fn {
    flex: 1;
    min-width: 0;
  }
  .fls .fn > .m {
    display: block;
    font-size: 13px;
  }
  .fls .smp {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .fls .off .fn {
    opacity: 0.6;
  }
  .drop {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    padding: 32px 24px 24px;
    border: 1px dashed var(--_color-line-strong);
    border-radius: 8px;
    text-align: center;
  }
  .drop.over {
    border-style: solid;
    border-color: var(--_color-accent);
    background: var(--_color-accent-soft);
  }
  .drop > .act {
    margin: 10px 0 12px;
    justify-content: center;
  }
  .drop.slim {
    padding: 16px 20px;
  }
  .drop.slim .mi {
    display: none;
  }
  .url {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    justify-items: center;
    width: min(100%, 420px);
    margin-bottom: 8px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .url .two {
    display: flex;
    gap: 8px;
    width: 100%;
  }
  .url .inp {
    flex: 1;
    min-width: 0;
    font-size: 13px;
  }
  .url .b {
    min-height: 32px;
  }
  @container (max-width: 419.98px) {
    .steps {
      gap: 2px;
    }
    .steps li {
      padding: 0 7px;
    }
    .steps li:not(.on) .nm {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .iml {
      padding: 14px 16px 16px;
    }
    .drop,
    .drop.slim {
      padding: 20px 14px 16px;
    }
    .fls li {
      flex-wrap: wrap;
    }
    .fls .fn {
      flex-basis: calc(100% - 80px);
      order: 0;
    }
    .fls .x {
      order: 1;
    }
    .fls .tag,
    .fls .b {
      order: 2;
      margin-inline-start: 30px;
    }
  }
  @media (pointer: coarse) {
    .fls input {
      width: 22px;
      height: 22px;
    }
    .inp {
      min-height: 40px;
    }
  }
  @media (forced-colors: active) {
    .drop.over {
      outline: 2px solid Highlight;
    }
    .steps .on {
      outline: 1px solid CanvasText;
    }
  }
`;
