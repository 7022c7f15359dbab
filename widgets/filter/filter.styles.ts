import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the filter bar. */
export const filterStyles: CSSResult = css`
  :host(:focus-within) {
    position: relative;
    z-index: 3;
  }
  .tile {
    --pad: 20px;
    padding-bottom: 12px;
  }
  /* The controls say what this is: the title is for those who hear it. */
  .hd > :first-child {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .tile.nar {
    --pad: 16px;
  }
  .tile .hd {
    padding: 12px var(--pad) 0;
  }
  .tile .tools {
    flex: 1;
    margin: 0;
    gap: 8px;
  }
  .sel select {
    height: var(--_size-control);
    padding-inline: 10px 28px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    color: var(--_color-text);
    border-color: var(--_color-line);
    border-radius: var(--_radius-control);
  }
  .tile.nar .tools {
    gap: 8px 6px;
  }
  .nar .sel select {
    padding-inline: 8px 24px;
  }
  .nar .tools .b:not(.i) {
    padding-inline: 8px;
  }
  .days {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12px;
    color: var(--_color-text-2);
  }
  .days .inp {
    height: var(--_size-control);
    padding: 0 6px;
    font-size: 12px;
    border-color: var(--_color-line);
    border-radius: var(--_radius-control);
    font-variant-numeric: tabular-nums;
  }
  .lead.f {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    padding: 8px var(--pad) 0;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .tile .bar {
    padding: 8px var(--pad) 0;
    min-height: 0;
  }
  .tile .fw {
    margin: 8px var(--pad) 0;
    padding-bottom: 0;
  }
  .tile .note {
    margin: 8px var(--pad) 0;
  }
  .tile .tv {
    margin: 8px var(--pad) 0;
    max-height: 260px;
  }
  .tile .sbd {
    padding: 10px var(--pad) 0;
  }
  .tile .pgl {
    margin-top: 8px;
    gap: 8px;
  }
  .tile .pgl .a {
    flex: none;
    white-space: nowrap;
  }
  .tile .pgl > :first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tile .msg {
    padding: 12px var(--pad);
  }
  .tile > .mnu {
    top: 44px;
  }
  .brush {
    position: relative;
    touch-action: pan-y;
    user-select: none;
    cursor: crosshair;
  }
  .brush svg {
    display: block;
  }
  .bin {
    fill: var(--_color-data);
  }
  .bin.out {
    fill: var(--_color-past);
    fill-opacity: 0.45;
  }
  .base {
    stroke: var(--_color-line-strong);
  }
  .tint {
    fill: var(--_color-choice-soft);
  }
  .edge {
    stroke: var(--_color-choice);
    stroke-width: 1.5;
  }
  .tick {
    font-size: 11px;
    fill: var(--_color-text-3);
  }
  .hdl {
    position: absolute;
    top: 14px;
    width: 8px;
    height: 20px;
    margin-inline-start: -4px;
    border: 1px solid var(--_color-choice);
    border-radius: 3px;
    background: var(--_color-surface);
    cursor: ew-resize;
    touch-action: none;
  }
  .hdl::before {
    content: '';
    position: absolute;
    inset: -14px -8px;
  }
  .hdl.idle {
    border-color: var(--_color-line-strong);
  }
  .seg {
    margin: 12px var(--pad) 0;
    padding-top: 12px;
    border-top: 1px solid var(--_color-line);
  }
  .seg .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .seg h3 {
    font-size: 13px;
    font-weight: 600;
  }
  .seg .inp {
    height: var(--_size-control);
    font-size: 12px;
    flex: 1 1 140px;
    min-width: 0;
    max-width: 240px;
    border-radius: var(--_radius-control);
  }
  .seg fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin: 10px 0 0;
    padding: 0;
    border: 0;
    font-size: 12px;
  }
  .seg label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
  }
  .seg input:is([type='checkbox'], [type='radio']) {
    width: 14px;
    height: 14px;
    margin: 0;
    flex: none;
    accent-color: var(--_color-choice);
  }
  .vals {
    max-height: 236px;
    margin-top: 10px;
    columns: 260px auto;
    column-gap: 24px;
  }
  .vals li {
    break-inside: avoid;
  }
  .vals label {
    display: grid;
    grid-template-columns: 14px minmax(0, 1fr) 56px;
    gap: 8px;
    min-height: 28px;
    padding: 0 4px;
    border-radius: 4px;
    font-size: 12px;
    line-height: 16px;
    border-bottom: 1px solid var(--_color-grid);
  }
  .vals label:hover {
    background: var(--_color-hover);
  }
  .vals .r {
    color: var(--_color-text-2);
  }
  @media (forced-colors: active) {
    .bin {
      fill: CanvasText;
    }
    .bin.out {
      fill: GrayText;
      fill-opacity: 1;
    }
    .tint {
      fill: none;
    }
    .edge {
      stroke: Highlight;
    }
    .hdl {
      border-color: Highlight;
    }
  }
  @media (pointer: coarse) {
    .tile .tools .b,
    .sel select,
    .days .inp {
      min-height: 40px;
    }
  }
`;
