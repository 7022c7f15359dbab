import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of a metric tile. */
export const metricStyles: CSSResult = css`
  /* Above the tiles after it while its definition or menu is open: each tile paints for itself. */
  :host(:focus-within) {
    position: relative;
    z-index: 3;
  }
  .tile {
    --pad: 20px;
    height: 100%;
    padding-bottom: 14px;
  }
  .tile.nar {
    --pad: 16px;
  }
  .tile .hd {
    padding: 12px calc(var(--pad) - 4px) 0 var(--pad);
    gap: 4px;
  }
  .tile .hd h2 {
    font-size: 13px;
    line-height: 18px;
    font-weight: 500;
    letter-spacing: 0;
    padding: 5px 0;
    color: var(--_color-text-2);
  }
  .tile .tools {
    gap: 0;
    margin: 0;
  }
  .tile .tagline {
    margin: 0 0 4px;
  }
  .tile .lead {
    display: block;
    padding: 2px var(--pad) 0;
  }
  @container (max-width: 219px) {
    .tile .big {
      font-size: 22px;
      line-height: 28px;
    }
  }
  .tile .big .lnk {
    text-decoration-thickness: 1px;
    text-underline-offset: 5px;
  }
  .ln {
    font-size: 12px;
    line-height: 16px;
    margin-top: 2px;
    color: var(--_color-text-3);
    overflow-wrap: anywhere;
  }
  .ln .lnk {
    color: var(--_color-text-2);
  }
  .ln .lnk.on {
    color: var(--_color-surface);
  }
  .ln.good {
    color: var(--_color-good);
  }
  .ln.bad {
    color: var(--_color-bad);
  }
  .ln .g {
    font-size: 9px;
    margin-inline-end: 4px;
  }
  .ln .tag {
    margin-inline-start: 6px;
  }
  .tile .fw {
    margin: 10px var(--pad) 0;
    padding-bottom: 0;
  }
  .spark {
    display: block;
    border-radius: 2px;
  }
  .spark.old {
    opacity: 0.45;
  }
  .spark svg {
    display: block;
    height: 40px;
  }
  .band {
    fill: var(--_color-data);
    fill-opacity: 0.15;
  }
  .lineD,
  .lineO {
    fill: none;
    stroke: var(--_color-data);
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .lineO {
    stroke-dasharray: 1 4;
  }
  .pt {
    fill: var(--_color-data);
  }
  .pt.hollow {
    fill: var(--_color-surface);
    stroke: var(--_color-data);
    stroke-width: 1.5;
  }
  .here {
    stroke: var(--_color-line-strong);
    stroke-width: 1;
  }
  .tile .bar {
    padding: 8px var(--pad) 0;
    min-height: 0;
  }
  .tile .sect {
    margin: 12px var(--pad) 0;
  }
  .tile .note {
    margin: 8px var(--pad) 0;
  }
  .tile .tv {
    margin: 10px var(--pad) 0;
    max-height: 240px;
  }
  .tile .sbd {
    padding: 6px var(--pad) 0;
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
    padding: 4px var(--pad) 6px;
    align-items: flex-start;
    text-align: start;
  }
  .tile .msg .mi {
    display: none;
  }
  .tile .msg .act {
    margin-top: 8px;
  }
  .tile > .defp {
    top: calc(100% + 6px);
    bottom: auto;
    inset-inline: 0;
    width: auto;
    min-width: 260px;
  }
  .tile > .mnu {
    top: 44px;
  }
  .defp h4 {
    margin: 12px 0 6px;
    font-size: 12px;
    font-weight: 600;
  }
  .rules {
    display: grid;
    grid-template-columns: max-content 1fr max-content;
    align-items: center;
    gap: 4px 12px;
    font-size: 12px;
    line-height: 18px;
    color: var(--_color-text-3);
  }
  .rules .on {
    color: var(--_color-text);
    font-weight: 500;
  }
  .rules svg {
    width: 100%;
    height: 12px;
  }
  .wh {
    stroke: var(--_color-data);
    stroke-width: 2;
  }
  @media (forced-colors: active) {
    .band {
      fill: GrayText;
    }
    .lineD,
    .lineO,
    .wh,
    .here {
      stroke: CanvasText;
    }
    .pt {
      fill: CanvasText;
    }
    .pt.hollow {
      fill: Canvas;
      stroke: CanvasText;
    }
    .ln.good,
    .ln.bad {
      color: CanvasText;
    }
  }
`;
