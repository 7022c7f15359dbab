import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the click map; they come with it. */
export const clickStyles: CSSResult = css`
  .cw.duo {
    grid-template-columns: minmax(0, 1fr) 318px;
  }
  .cm {
    min-width: 0;
    background: var(--_color-sunken);
    padding: 36px 20px 16px;
  }
  .cscroll {
    max-height: 920px;
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    /* The heading of the gutter, badges and rings reach out of the picture. */
    margin: -28px -12px 0;
    padding: 28px 12px 0;
  }
  .cpos {
    display: flex;
    gap: 24px;
  }
  .cpage {
    position: relative;
    flex: none;
    isolation: isolate;
    overflow: hidden;
    border-radius: 6px;
    background: #fff;
    box-shadow: 0 0 0 1px var(--_color-line);
    forced-color-adjust: none;
    color-scheme: light;
  }
  .cpage > * {
    position: absolute;
    inset: 0;
  }
  .cpage img {
    width: 100%;
    height: 100%;
    object-fit: fill;
    user-select: none;
  }
  .dens {
    mix-blend-mode: multiply;
    opacity: 0.74;
    pointer-events: none;
  }
  .csk rect {
    fill: #f0f2f5;
    stroke: #dfe3e8;
  }
  .csk text,
  .bdg text {
    text-anchor: middle;
  }
  .csk text {
    fill: #4a525e;
  }
  .fold,
  .fold2 {
    stroke: #15191f;
    stroke-dasharray: 5 4;
    stroke-width: 1.25;
    fill: none;
  }
  .fold2 {
    stroke: var(--_color-text-2);
  }
  .ink,
  .bdg circle {
    fill: #15191f;
  }
  svg text.inv,
  .bdg text {
    fill: #fff;
    font-weight: 500;
  }
  .bdg {
    cursor: pointer;
  }
  .bdg circle {
    stroke: #fff;
    stroke-width: 1.5;
  }
  .bdg.on circle {
    fill: #a1206f;
  }
  .bdg:hover circle {
    fill: #3a4049;
  }
  .bdg.on:hover circle {
    fill: #a1206f;
  }
  .hit {
    fill: transparent;
  }
  .chalo {
    fill: none;
    stroke: #fff;
    stroke-width: 4;
  }
  .cring {
    fill: none;
    stroke: #a1206f;
    stroke-width: 2;
  }
  .cgut {
    flex: none;
    overflow: visible;
  }
  .soft {
    fill: var(--_color-data-soft);
  }
  .lineD {
    stroke: var(--_color-data);
    stroke-width: 2;
    stroke-linejoin: round;
    fill: none;
  }
  .base {
    stroke: var(--_color-line-strong);
    fill: none;
  }
  .data {
    fill: var(--_color-data);
  }
  .past {
    fill: var(--_color-past);
  }
  .ctools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-bottom: 40px;
  }
  .ctools ~ .cscroll {
    margin-top: -36px;
  }
  .cnote {
    margin-top: 10px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .cs {
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: 22px;
    padding: 16px 20px 18px;
    border-top: 1px solid var(--_color-line);
    font-size: 12px;
    line-height: 18px;
  }
  .duo > .cs {
    border-top: 0;
    border-inline-start: 1px solid var(--_color-line);
  }
  .nar .cm {
    padding: 32px 16px 12px;
  }
  .nar .cs {
    padding: 14px 16px 16px;
  }
  .csec > h3 {
    margin-bottom: 6px;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  .tag.good {
    background: var(--_color-good-soft);
    color: var(--_color-good);
  }
  .tag.warn {
    background: var(--_color-warn-soft);
    color: var(--_color-warn);
  }
  .tag .ic {
    width: 13px;
    height: 13px;
    margin-inline-start: -2px;
  }
  .accb {
    width: 100%;
    max-width: 340px;
    margin: 8px 0;
  }
  .accl li {
    display: flex;
    gap: 6px;
    color: var(--_color-text-2);
  }
  .accl b {
    flex: none;
    min-width: 44px;
    font-weight: 600;
    color: var(--_color-text);
  }
  .els li {
    border-top: 1px solid var(--_color-grid);
  }
  .el,
  .elr {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 30px;
    padding: 3px 6px;
    text-align: start;
    font-size: 12px;
    line-height: 16px;
  }
  .el {
    outline-offset: -2px;
  }
  .el:hover {
    background: var(--_color-hover);
  }
  .el[aria-pressed='true'] {
    background: var(--_color-choice-soft);
  }
  .el[aria-pressed='true'] .no {
    color: var(--_color-choice);
    font-weight: 600;
  }
  .els .no {
    flex: none;
    width: 16px;
    color: var(--_color-text-3);
  }
  .els .nm {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .els .tag {
    margin-inline-start: 8px;
  }
  .evi {
    border: 1px solid var(--_color-line);
    border-radius: 6px;
    padding: 8px 10px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .evi b {
    display: block;
    font-weight: 500;
    color: var(--_color-text);
  }
  .clg {
    margin-top: auto;
    color: var(--_color-text-2);
  }
  .clg svg {
    margin-top: 4px;
  }
  .band {
    fill: #fff;
  }
  .band0 {
    fill: #bbdeee;
  }
  .band1 {
    fill: #91c6e3;
  }
  .band2 {
    fill: #6aadd6;
  }
  .band3 {
    fill: #4a93c7;
  }
  .band4 {
    fill: #3278b3;
  }
  .lgd :is(.band0, .band1, .band2, .band3, .band4) {
    opacity: 0.74;
  }
  @media (pointer: coarse) {
    .el {
      min-height: 40px;
    }
  }
  @media (forced-colors: active) {
    .soft {
      fill: Canvas;
      stroke: CanvasText;
    }
    .lineD {
      stroke: CanvasText;
    }
    .accb rect {
      stroke: CanvasText;
    }
    .el[aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
