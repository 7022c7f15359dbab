import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of groups, time to convert and trend. */
export const viewStyles: CSSResult = css`
  svg text.mid {
    text-anchor: middle;
  }
  svg text.end {
    text-anchor: end;
  }
  svg text.start {
    text-anchor: start;
  }
  .ghd {
    flex-wrap: wrap;
  }
  .gtools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .gt {
    table-layout: fixed;
  }
  .gt :is(th, td):last-child {
    padding: 0;
  }
  .nar .gt :is(th, td):not(:last-child) {
    padding-inline-end: 8px;
  }
  .gt .gax {
    padding: 0;
    line-height: 0;
  }
  .sw {
    width: 10px;
    height: 10px;
    margin-inline-end: 7px;
    vertical-align: -1px;
  }
  .cat-0 {
    fill: var(--_cat-other);
  }
  .cat-1 {
    fill: var(--_cat-1);
  }
  .cat-2 {
    fill: var(--_cat-2);
  }
  .cat-3 {
    fill: var(--_cat-3);
  }
  .cat-4 {
    fill: var(--_cat-4);
  }
  .cat-5 {
    fill: var(--_cat-5);
  }
  .cat-6 {
    fill: var(--_cat-6);
  }
  .cat-7 {
    fill: var(--_cat-7);
  }
  .cat-8 {
    fill: var(--_cat-8);
  }
  .all {
    stroke: var(--_color-text-3);
    stroke-dasharray: 1.5 2.5;
  }
  .giv {
    stroke: var(--_color-data);
    stroke-width: 2;
  }
  .gdot {
    fill: var(--_color-data);
  }
  .few .giv {
    stroke-dasharray: 3 2;
  }
  .few .gdot {
    fill: var(--_color-surface);
    stroke: var(--_color-data);
    stroke-width: 2;
  }
  .tw {
    display: flex;
    flex-wrap: wrap;
    gap: 20px 36px;
    align-items: flex-start;
  }
  .tp {
    min-width: 0;
  }
  .tp .sub {
    margin-bottom: 4px;
  }
  .fig {
    flex: 1 1 200px;
    margin-top: 22px;
    font-size: 12px;
    line-height: 16px;
  }
  .nar .fig {
    margin-top: 0;
  }
  .fig > div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 6px 0 5px;
    border-bottom: 1px solid var(--_color-grid);
  }
  .fig dt {
    color: var(--_color-text-3);
  }
  .fig dd {
    font-weight: 500;
    text-align: end;
  }
  .mark {
    stroke: var(--_color-text);
    pointer-events: none;
  }
  .tm.on .data {
    fill: var(--_color-data);
    stroke: var(--_color-choice);
    stroke-width: 2;
  }
  .tm:not(:focus-visible).on .ring {
    stroke: none;
  }
  .band {
    fill: var(--_color-data);
    fill-opacity: 0.14;
  }
  .tl {
    fill: none;
    stroke: var(--_color-data);
    stroke-width: 2;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .tl.open {
    stroke-dasharray: 2 4;
  }
  .pt {
    fill: var(--_color-data);
    stroke: var(--_color-surface);
    stroke-width: 1;
  }
  .pt.hollow {
    fill: var(--_color-surface);
    stroke: var(--_color-data);
    stroke-width: 2;
  }
  .tm.on .pt {
    fill: var(--_color-choice);
    stroke: var(--_color-surface);
    stroke-width: 2;
  }
  .tm:hover .pt {
    stroke: var(--_color-text);
  }
  .over {
    paint-order: stroke;
    stroke: var(--_color-surface);
    stroke-width: 5px;
    stroke-linejoin: round;
  }
  .goal {
    stroke: var(--_color-text-2);
    stroke-width: 1.5;
    stroke-dasharray: 6 4;
  }
  .wait {
    visibility: hidden;
  }
  @media (forced-colors: active) {
    .giv,
    .tl,
    .pt,
    .goal,
    .all,
    .mark {
      stroke: CanvasText;
    }
    .gdot,
    .pt {
      fill: CanvasText;
    }
    .pt.hollow,
    .few .gdot {
      fill: Canvas;
    }
    .tm.on :is(.data, .pt) {
      fill: Highlight;
      stroke: Highlight;
    }
  }
`;
