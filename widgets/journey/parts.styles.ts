import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of what comes after the time line: detail, list, filter, group. */
export const partsStyles: CSSResult = css`
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
    /* The lanes begin at 112 px to 180 px, a fifth of the width; in a narrow card at two fifths (group.ts). */
    width: clamp(104px, 20% - 8px, 172px);
  }
  .jgn.nar {
    width: max(88px, 42% - 8px);
  }
  .jgc {
    position: absolute;
    inset: 0 4px auto auto;
    color: var(--_color-text-2);
  }
`;
