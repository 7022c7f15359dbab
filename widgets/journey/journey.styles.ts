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
  .fw:has(.jw) {
    margin: 14px 0 0;
    padding: 0;
    border-top: 1px solid var(--_color-line);
  }
  .jw {
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
    align-items: center;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin-top: 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .jleg .wide {
    width: 22px;
  }
  .jleg .legend {
    flex: 1 1 240px;
    padding: 0;
  }
  .zoom {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    margin-block: -2px;
  }
  .b.set {
    background: var(--_color-choice-soft);
    border-color: var(--_color-choice-line);
  }
  .seg {
    display: inline-flex;
    padding: 2px;
    border-radius: var(--_radius-control);
    background: var(--_color-hover);
  }
  .seg button {
    min-height: calc(var(--_size-control) - 4px);
    padding: 0 10px;
    border-radius: max(2px, calc(var(--_radius-control) - 2px));
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    white-space: nowrap;
  }
  .seg [aria-pressed='true'] {
    background: var(--_color-surface);
    color: var(--_color-text);
    font-weight: 500;
    box-shadow:
      0 0 0 1px var(--_color-line),
      0 1px 2px rgb(21 25 31 / 0.06);
  }
  .tools .b .ell {
    max-width: 180px;
  }
  .jd {
    border-inline-start: 1px solid var(--_color-line);
    padding: 14px 20px 16px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-width: 0;
  }
  .medium .jd {
    border-inline-start: 0;
    border-top: 1px solid var(--_color-line);
  }
  .jd .nav {
    display: flex;
    align-items: center;
    gap: 4px;
    margin: -4px -6px -4px 0;
    font-size: 12px;
    color: var(--_color-text-3);
  }
  .jd .nav span {
    margin-inline-end: auto;
  }
  .jd h3 {
    font-size: 15px;
    line-height: 20px;
    font-weight: 600;
    letter-spacing: -0.006em;
    overflow-wrap: anywhere;
  }
  .jd .when {
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    margin-top: 2px;
  }
  .jd .nav .b:disabled {
    border-color: transparent;
    background: none;
    opacity: 0.45;
  }
  .jd .kv,
  .jlx .kv {
    grid-template-columns: minmax(64px, 96px) minmax(0, 1fr);
  }
  .jd .kv {
    gap: 7px 12px;
    max-height: 320px;
    overflow: auto;
  }
  .kv dt {
    overflow-wrap: anywhere;
  }
  .evi {
    border: 1px solid var(--_color-line);
    border-radius: 6px;
    padding: 8px 10px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    overflow-wrap: anywhere;
  }
  .evi b {
    display: block;
    font-weight: 500;
    color: var(--_color-text);
    margin-bottom: 2px;
  }
  .evi li {
    margin-bottom: 2px;
  }
  .evi .why {
    margin: 6px 0 4px;
    padding-top: 6px;
    border-top: 1px solid var(--_color-grid);
  }
  .jd .act {
    margin-top: auto;
    padding-top: 4px;
  }
  a.b {
    text-decoration: none;
  }
  .jgs {
    max-height: 280px;
    font-size: 12px;
  }
  .jgs li {
    padding: 4px 2px;
  }
  .jls {
    margin: 4px -8px 0;
  }
  .jst {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin: 4px 0;
    padding: 6px 8px;
    border-radius: 4px;
    background: var(--_color-hover);
    font-size: 12px;
    line-height: 16px;
  }
  .jst b {
    font-weight: 500;
  }
  .jst span {
    color: var(--_color-text-3);
  }
  .jst.now {
    background: var(--_color-warn-soft);
  }
  .jst.now span {
    color: var(--_color-warn);
  }
  .jl {
    position: relative;
    display: grid;
    grid-template-columns: minmax(44px, auto) 24px minmax(0, 1fr);
    gap: 8px;
    padding: 5px 8px;
    border-radius: 6px;
    font-size: 13px;
    line-height: 16px;
  }
  .jl.on {
    background: var(--_color-choice-soft);
    padding: 8px;
  }
  .jld {
    width: 52px;
    padding-top: 4px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
    white-space: nowrap;
  }
  .jlm {
    position: relative;
    z-index: 1;
    width: 24px;
    height: 24px;
  }
  .jl::before {
    content: '';
    position: absolute;
    inset-inline-start: 79.5px;
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--_color-line);
  }
  .jlt {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .jlb {
    padding-top: 4px;
    border-radius: 4px;
  }
  .jlb::before {
    content: '';
    position: absolute;
    inset: 0;
  }
  .jlb:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .l2 {
    font-size: 12px;
  }
  .jlx {
    position: relative;
    z-index: 1;
    display: grid;
    gap: 8px;
    margin-top: 6px;
    max-width: 520px;
    font-size: 12px;
  }
  .jgap {
    position: relative;
    margin: 6px 8px;
    height: 30px;
  }
  .jgap span {
    position: absolute;
    inset: 4px auto auto 50%;
    transform: translateX(-50%);
    padding: 1px 11px;
    border: 1px solid var(--_color-past-line);
    border-radius: 12px;
    background: var(--_color-surface);
    font-size: 12px;
    line-height: 18px;
    font-weight: 500;
    white-space: nowrap;
  }
  .jmore {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 8px 8px 0;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .fltw {
    position: absolute;
    inset-inline-end: 20px;
    top: -4px;
    z-index: 3;
  }
  .pop.flt {
    position: static;
    display: grid;
    gap: 10px;
    width: min(280px, 84cqw);
    padding: 12px;
    font-size: 12px;
    line-height: 16px;
  }
  .srch {
    position: relative;
    display: block;
  }
  .srch .ic {
    position: absolute;
    inset: 8px auto auto 8px;
    color: var(--_color-text-3);
  }
  .srch .inp {
    width: 100%;
    padding-inline-start: 30px;
    font-size: 12px;
  }
  .flt fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
  }
  .flt legend {
    padding: 0 0 4px;
    font-size: 11px;
    color: var(--_color-text-3);
  }
  .flt fieldset label {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
  }
  .flt input:is([type='checkbox'], [type='radio']) {
    flex: none;
    width: 14px;
    height: 14px;
    margin: 0;
    accent-color: var(--_color-accent);
  }
  .flt .opts {
    max-height: 168px;
  }
  .key {
    flex: none;
    width: 8px;
    height: 8px;
  }
  .flt .a {
    justify-self: start;
  }
  .jtyp {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 14px;
    padding: 10px 20px 12px;
    border-top: 1px solid var(--_color-line);
    font-size: 12px;
    line-height: 18px;
  }
  .jtyp h3 {
    font-weight: 600;
  }
  .jpath {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 0;
    font-size: 12px;
    line-height: 18px;
  }
  .jpath li:not(:last-child)::after {
    content: '→';
    margin: 0 6px;
    color: var(--_color-text-3);
  }
  .jg {
    display: grid;
    gap: 18px;
  }
  .jg > * {
    min-width: 0;
  }
  .jgt {
    table-layout: auto;
  }
  .jgt th[scope='row'] {
    max-width: 160px;
  }
  .jgb {
    width: 112px;
  }
  .jmod h3,
  .jgl h3 {
    font-size: 12px;
    font-weight: 600;
    margin-bottom: 4px;
  }
  .jgl header {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .jgl .inp {
    height: 28px;
    padding: 0 6px;
    border-radius: var(--_radius-control);
    font-size: 12px;
    border-color: var(--_color-line);
  }
  .jgr {
    position: relative;
    display: block;
    width: 100%;
    height: 28px;
    border-radius: 4px;
    font-size: 12px;
    line-height: 28px;
  }
  .jgr:hover {
    background: var(--_color-hover);
  }
  .jgr.hov {
    box-shadow: inset 0 0 0 1.5px var(--_color-choice);
  }
  .jgr .span {
    stroke: var(--_color-data);
    stroke-width: 2;
    stroke-opacity: 0.5;
  }
  .jgn {
    position: absolute;
    inset: 0 auto auto 4px;
    width: min(172px, 40%);
  }
  .jgc {
    position: absolute;
    inset: 0 4px auto auto;
    color: var(--_color-text-2);
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
  .nar .fw:has(.jw) {
    margin: 10px 0 0;
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
