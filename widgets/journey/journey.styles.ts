import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the journey. */
export const journeyStyles: CSSResult = css`
  .k0 {
    --k: var(--_cat-other);
  }
  .k1 {
    --k: var(--_cat-1);
  }
  .k2 {
    --k: var(--_cat-2);
  }
  .k3 {
    --k: var(--_cat-3);
  }
  .k4 {
    --k: var(--_cat-4);
  }
  .k5 {
    --k: var(--_cat-5);
  }
  .k6 {
    --k: var(--_cat-6);
  }
  .k7 {
    --k: var(--_cat-7);
  }
  .k8 {
    --k: var(--_cat-8);
  }
  .kf {
    fill: var(--k);
  }
  .ko {
    fill: var(--_color-surface);
    stroke: var(--k);
    stroke-width: 2;
  }
  .kb {
    fill: var(--_color-surface);
  }
  .ks {
    fill: var(--k);
    fill-opacity: 0.14;
    stroke: var(--k);
    stroke-width: 1.5;
  }
  .kd {
    stroke: var(--k);
    stroke-width: 2;
    stroke-opacity: 0.35;
  }
  svg text {
    font-size: 12px;
    fill: var(--_color-text);
  }
  svg text.x11 {
    font-size: 11px;
  }
  svg text.t2 {
    fill: var(--_color-text-2);
  }
  svg text.t3 {
    fill: var(--_color-text-3);
  }
  svg text.warn {
    fill: var(--_color-warn);
  }
  svg text.e {
    text-anchor: end;
  }
  svg text.mid {
    text-anchor: middle;
  }
  svg text.kt {
    paint-order: stroke;
    stroke: var(--_color-surface);
    stroke-width: 3px;
  }
  .ln,
  .lane {
    stroke: var(--_color-line);
    fill: none;
  }
  .lane {
    stroke: var(--_color-grid);
  }
  .base {
    stroke: var(--_color-line-strong);
    fill: none;
  }
  .stg {
    fill: var(--_color-hover);
  }
  .stg.now {
    fill: var(--_color-warn-soft);
    stroke: var(--_color-warn);
    stroke-opacity: 0.25;
  }
  .stg.many {
    fill: var(--_color-line);
  }
  .typ {
    fill: var(--_color-surface);
    stroke: var(--_color-past);
    stroke-dasharray: 3 2;
  }
  .tend {
    fill: var(--_color-past);
    stroke: var(--_color-past);
  }
  .hg {
    stroke: var(--_color-past);
    stroke-width: 1;
  }
  .gapbg {
    fill-opacity: 0.55;
  }
  .pill {
    fill: var(--_color-surface);
    stroke: var(--_color-past-line);
  }
  .bst {
    fill: none;
    stroke: var(--_color-past-line);
  }
  .bolt {
    fill: var(--_color-text-2);
  }
  .today {
    stroke: var(--_color-text-2);
  }
  .leadl {
    stroke: var(--_color-choice);
    stroke-width: 1.5;
  }
  .halo {
    fill: none;
    stroke: var(--_color-surface);
    stroke-width: 4;
  }
  .selring {
    fill: none;
    stroke: var(--_color-choice);
    stroke-width: 2;
  }
  .ovb {
    fill: var(--_color-past);
  }
  .ovb.in,
  .data {
    fill: var(--_color-data);
  }
  .brush {
    fill: var(--_color-data);
    fill-opacity: 0.08;
    stroke: var(--_color-line-strong);
  }
  .handle {
    fill: var(--_color-surface);
    stroke: var(--_color-line-strong);
  }
  .jsum {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 20px 0;
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .jsum .say {
    margin-inline-end: 4px;
  }
  .tag .ic {
    width: 13px;
    height: 13px;
    margin-inline-start: -2px;
  }
  .tag.warn {
    background: var(--_color-warn-soft);
    color: var(--_color-warn);
    white-space: normal;
  }
  /* Out to the edges of the card. A rule by what the frame holds would be judged anew at every move. */
  .jw {
    margin: -2px -20px -14px;
    border-top: 1px solid var(--_color-line);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .jw.wide:not(.solo) {
    grid-template-columns: minmax(0, 1fr) 296px;
  }
  .jplot {
    padding: 14px 20px 12px;
    min-width: 0;
  }
  .jt {
    min-height: 120px;
  }
  .jw.aslist .jt {
    min-height: 60px;
  }
  .tl,
  .ov {
    contain: layout style;
  }
  .tl {
    position: relative;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    cursor: grab;
  }
  .tl:active {
    cursor: grabbing;
  }
  .tl.over {
    cursor: pointer;
  }
  .jc {
    position: absolute;
    inset: 0 auto auto 0;
    pointer-events: none;
  }
  .spot {
    position: absolute;
    top: 0;
    left: 0;
    height: 24px;
    border-radius: 12px;
    pointer-events: none;
  }
  .spot:focus-visible {
    outline-offset: 1px;
    box-shadow: 0 0 0 1px var(--_color-surface);
  }
  .spot.none {
    width: 100%;
    height: 100%;
    border-radius: 4px;
  }
  .lnb {
    position: absolute;
    top: 0;
    left: -4px;
    height: 28px;
    border-radius: 4px;
    border: 1px solid var(--_color-line);
  }
  .lnb:hover {
    border-color: var(--_color-line-strong);
  }
  .jnone {
    font-size: 12px;
    text-align: center;
    padding: 8px 0;
  }
  .tl > .jnone {
    position: absolute;
    inset: auto 0 40%;
    pointer-events: none;
  }
  .ov {
    position: relative;
    margin-top: 14px;
    touch-action: pan-y;
    cursor: crosshair;
    user-select: none;
    -webkit-user-select: none;
  }
  .aslist .ov {
    margin-top: 0;
  }
  .hnd {
    position: absolute;
    top: 0;
    left: 0;
    width: 24px;
    height: 32px;
    border-radius: 6px;
    cursor: ew-resize;
    pointer-events: none;
  }
  .hnd:focus-visible {
    outline-offset: -4px;
  }
  .jleg {
    display: flex;
    min-height: 28px;
    align-items: center;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin-top: 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .b.set {
    background: var(--_color-choice-soft);
    border-color: var(--_color-choice-line);
  }
  .tools .b .ell {
    max-width: 180px;
  }
  .nar .jsum {
    padding: 10px 16px 0;
    gap: 6px;
  }
  .nar .jsum .say {
    flex-basis: 100%;
  }
  .nar .jplot {
    padding: 14px 16px 12px;
  }
  .nar .jd {
    padding: 12px 16px;
  }
  .nar .fltw {
    inset-inline-end: 12px;
  }
  .nar .jw {
    margin: -4px -16px -14px;
    border-top: 0;
  }
  .nar .jtyp {
    padding: 10px 16px;
  }
  @media (pointer: coarse) {
    .jlb,
    .flt fieldset label {
      min-height: 32px;
    }
  }
  @media (forced-colors: active) {
    .seg [aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
    .ks {
      fill: Canvas;
    }
    svg text.kt {
      stroke: Canvas;
    }
    .ovb.in {
      fill: Highlight;
    }
    .jl.on {
      outline: 2px solid Highlight;
    }
    .stg.now {
      stroke: CanvasText;
    }
  }
  @media print {
    .zoom,
    .jd .nav {
      display: none;
    }
  }
`;
