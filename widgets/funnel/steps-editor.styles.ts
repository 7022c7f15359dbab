import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the editor of a funnel's steps. */
export const editorStyles: CSSResult = css`
  .ed {
    display: grid;
    margin-top: 14px;
    border-top: 1px solid var(--_color-line);
    font-size: 12px;
    line-height: 16px;
  }
  .ed.two {
    grid-template-columns: minmax(0, 1fr) 304px;
  }
  .edl {
    min-width: 0;
    padding: 8px 20px 16px;
  }
  .edr {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding: 16px 20px;
    border-top: 1px solid var(--_color-line);
  }
  .two .edr {
    border-top: 0;
    border-inline-start: 1px solid var(--_color-line);
  }
  .nar .edl,
  .nar .edr {
    padding-inline: 12px;
  }
  .ed h3 {
    margin-bottom: 10px;
    font-size: 13px;
    font-weight: 600;
  }
  .est {
    position: relative;
  }
  .est + .est {
    box-shadow: 0 -1px var(--_color-grid);
  }
  .est:is(.open, .drag) {
    border-radius: min(8px, var(--_radius-control));
  }
  .est.open {
    margin-block: 6px;
    background: var(--_color-sunken);
    box-shadow: inset 0 0 0 1px var(--_color-line);
  }
  .est.drag {
    z-index: 3;
    background: var(--_color-raised);
    box-shadow: var(--_shadow-raised);
  }
  .est.over::before,
  .est.under::before {
    content: '';
    position: absolute;
    z-index: 4;
    inset-inline: 8px 0;
    top: -2px;
    height: 2px;
    border-radius: 1px;
    background: var(--_color-accent);
  }
  .est.under::before {
    top: auto;
    bottom: -1px;
  }
  .erow {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 48px;
    padding-inline-end: 4px;
  }
  .grip {
    flex: none;
    display: grid;
    place-items: center;
    width: 24px;
    height: 32px;
    border-radius: 4px;
    cursor: grab;
    touch-action: none;
    color: var(--_color-text-3);
  }
  .grip:hover {
    background: var(--_color-hover);
    color: var(--_color-text);
  }
  .drag .grip {
    cursor: grabbing;
  }
  .gripd {
    width: 10px;
    height: 16px;
    fill: currentColor;
  }
  .eno {
    flex: none;
    width: 22px;
    border-radius: 11px;
    background: var(--_color-hover);
    font-size: 11px;
    line-height: 22px;
    font-weight: 600;
    text-align: center;
    color: var(--_color-text-2);
  }
  .ename {
    flex: 1;
    min-width: 0;
    padding: 6px;
    margin: -2px 0;
    border-radius: 4px;
  }
  .ename:hover {
    background: var(--_color-hover);
  }
  .ename:focus-visible {
    outline-offset: -2px;
  }
  .en1 {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    font-size: 13px;
  }
  .en1 .tag {
    padding-block: 0;
  }
  .en2 {
    display: block;
    color: var(--_color-text-3);
  }
  .en2 b {
    font-weight: 500;
    color: var(--_color-text-2);
  }
  .ecount {
    flex: none;
    font-size: 13px;
    font-weight: 500;
  }
  .est .x:disabled {
    visibility: hidden;
  }
  .eopen {
    display: grid;
    gap: 10px;
    padding: 2px 12px 12px 62px;
  }
  .nar .eopen {
    padding-inline-start: 12px;
  }
  .efield {
    display: grid;
    justify-items: start;
    gap: 6px;
    min-width: 0;
    margin-bottom: 12px;
    color: var(--_color-text-2);
  }
  .efield > .eline {
    flex-wrap: nowrap;
    justify-self: stretch;
  }
  .nar:has(.ed) .hd {
    flex-wrap: wrap;
  }
  .nar:has(.ed) .hd > :first-child {
    flex-basis: 100%;
  }
  .nar:has(.ed) .tools {
    margin: 0;
  }
  .eopen .efield {
    justify-items: stretch;
    margin: 0;
  }
  .eline {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .eline.push {
    gap: 2px;
  }
  .eopen .inp,
  .erules .inp {
    min-width: 0;
    height: var(--_size-control);
    font-size: 12px;
  }
  .etest .inp {
    flex: 1 1 120px;
  }
  .num {
    width: 72px;
  }
  .pick.wide {
    flex: 1 1 120px;
    max-width: 100%;
  }
  .pick.wide select {
    width: 100%;
  }
  .efield > .pick.wide {
    justify-self: stretch;
  }
  .echeck,
  .elabel {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
    color: var(--_color-text-2);
  }
  .echeck input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_color-accent);
  }
  .elabel .inp {
    width: 160px;
  }
  .ecombo {
    position: relative;
  }
  .echips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    min-height: 34px;
    padding: 4px 6px;
    border: 1px solid var(--_color-line-strong);
    border-radius: min(8px, var(--_radius-control));
    background: var(--_color-surface);
  }
  .echips:focus-within {
    outline: var(--_focus-width) solid var(--_color-focus);
    outline-offset: 1px;
  }
  .echips:focus-within:has(.x:focus) {
    outline: none;
  }
  .echips input {
    flex: 1 1 100px;
    min-width: 80px;
    height: 24px;
    padding: 0 4px;
    border: 0;
    outline: none;
    background: none;
    font: inherit;
    color: var(--_color-text);
  }
  .echips input::placeholder {
    color: var(--_color-text-3);
  }
  .tag.ev {
    max-width: 100%;
    padding-block: 0;
    padding-inline-end: 0;
    font-size: 12px;
    color: var(--_color-text);
  }
  .eopts {
    inset-inline: 0;
    top: calc(100% + 4px);
    z-index: 4;
    max-height: 236px;
    padding: 4px;
    overflow: auto;
  }
  .eopt {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 28px;
    padding: 2px 8px;
    border-radius: 4px;
    cursor: pointer;
    color: var(--_color-text);
  }
  .eopt.on,
  .eopt:hover {
    background: var(--_color-hover);
  }
  .eopt.t3 {
    cursor: default;
    color: var(--_color-text-3);
  }
  .eadd {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 12px 0 4px;
  }
  .eout {
    margin-top: 8px;
    padding-top: 8px;
    border-top: 1px solid var(--_color-grid);
  }
  .eout b {
    font-weight: 600;
  }
  .erules .seg {
    max-width: 100%;
  }
  .eprev .base {
    stroke: var(--_color-line-strong);
  }
  .ewait {
    display: grid;
    place-items: center;
    min-height: 122px;
    overflow-wrap: anywhere;
  }
  .erate {
    display: flex;
    align-items: baseline;
    gap: 10px;
    margin-top: 8px;
  }
  .erate .big {
    font-size: 20px;
    line-height: 26px;
  }
  .ewords {
    display: flex;
    gap: 8px;
    grid-column: 1 / -1;
    padding: 10px 20px;
    border-top: 1px solid var(--_color-line);
    color: var(--_color-text-2);
    overflow-wrap: anywhere;
  }
  .nar .ewords {
    padding-inline: 16px;
  }
  svg text.mid {
    text-anchor: middle;
  }
  @media (pointer: coarse) {
    .grip {
      width: 40px;
      height: 44px;
    }
    .eopt {
      min-height: 40px;
    }
  }
  @media (forced-colors: active) {
    .est.over::before,
    .est.under::before {
      forced-color-adjust: none;
      background: Highlight;
    }
    .eopt.on {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .est.open,
    .est.drag {
      border: 1px solid CanvasText;
    }
  }
`;
