import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of what `<tp-paths>` shows on request: popovers, variants, comparison. */
export const moreStyles: CSSResult = css`
  .pop.pick {
    inset-inline-end: 12px;
    top: 48px;
    width: min(280px, calc(100% - 24px));
    padding: 8px;
    z-index: 3;
  }
  .pick .seg {
    display: flex;
    margin-bottom: 8px;
  }
  .pick .seg button {
    flex: 1;
    text-align: center;
  }
  .find {
    position: relative;
  }
  .find .ic {
    position: absolute;
    inset-inline-start: 8px;
    top: 8px;
    color: var(--_color-text-3);
  }
  .find .inp {
    width: 100%;
    padding-inline-start: 30px;
    font-size: 12px;
  }
  .opts {
    max-height: 260px;
    margin-top: 6px;
  }
  .opt {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    padding: 2px 8px;
    border-radius: 4px;
    font-size: 12px;
    line-height: 16px;
    cursor: pointer;
  }
  .opt:is(:hover, .at) {
    background: var(--_color-hover);
  }
  .opt.at {
    box-shadow: inset 2px 0 var(--_color-accent);
  }
  .opt .ic {
    width: 14px;
    height: 14px;
    color: var(--_color-accent);
  }
  .vw {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px 28px;
  }
  @container (min-width: 860px) {
    .vw {
      grid-template-columns: minmax(0, 1fr) 260px;
    }
  }
  .vt th[scope='row'] {
    white-space: normal;
    width: 100%;
    padding-block: 6px;
  }
  .vp {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 5px;
    overflow-wrap: anywhere;
  }
  .vn {
    font-weight: 500;
  }
  .vb {
    margin-top: 5px;
  }
  .vt tr.on {
    background: var(--_color-choice-soft);
  }
  .vt .more {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 36px;
    font-size: 12px;
  }
  .vs {
    display: grid;
    align-content: start;
    gap: 20px;
    grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
  }
  .side h3 {
    font-size: 12px;
    line-height: 16px;
    font-weight: 600;
  }
  .side li {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 28px;
    font-size: 12px;
    line-height: 16px;
    border-top: 1px solid var(--_color-grid);
  }
  .side ul {
    margin-top: 8px;
  }
  .cmp .axis {
    line-height: 0;
  }
  .cmp th[scope='row'] {
    max-width: 280px;
  }
  .cmp .scroll {
    margin-top: 4px;
  }
  .zero {
    stroke: var(--_color-line-strong);
  }
  .iv2 {
    stroke: var(--_color-text);
    stroke-width: 2;
    stroke-linecap: round;
  }
  .dt2 {
    fill: var(--_color-text);
    stroke: var(--_color-surface);
    stroke-width: 1.5;
  }
  @media (forced-colors: active) {
    .opt.at {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
