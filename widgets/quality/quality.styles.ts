import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the data quality card. */
export const qualityStyles: CSSResult = css`
  .hd h2:focus-visible {
    width: fit-content;
  }
  .qs {
    margin-bottom: 4px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 600;
  }
  .qs:not(:first-child) {
    margin-top: 22px;
  }
  .acc {
    width: 100%;
    margin-bottom: 4px;
  }
  .acc th[scope='row'] {
    max-width: 260px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .acc .barc {
    width: 34%;
    min-width: 96px;
  }
  .acc .barc svg,
  .qbar svg {
    display: block;
    width: 100%;
    height: 8px;
    overflow: visible;
  }
  .acc .sum {
    border-top-color: var(--_color-line);
    font-weight: 500;
  }
  .okb {
    fill: var(--_color-data);
  }
  .rejb {
    fill: var(--_color-bad);
  }
  .trk {
    fill: var(--_color-hover);
  }
  .rj {
    color: var(--_color-bad);
  }
  .accn li {
    padding: 8px 0;
    border-top: 1px solid var(--_color-grid);
    font-size: 12px;
    line-height: 16px;
  }
  .accn .ell {
    font-weight: 500;
  }
  .accn svg {
    display: block;
    width: 100%;
    height: 8px;
    margin: 4px 0;
  }
  .fnd {
    border-top: 1px solid var(--_color-grid);
  }
  .fnd:last-of-type {
    border-bottom: 1px solid var(--_color-grid);
  }
  .frow {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) 120px 56px 112px 16px;
    align-items: center;
    gap: 0 12px;
    min-height: 34px;
    padding: 3px 8px;
    margin: 0 -8px;
    width: calc(100% + 16px);
    border-radius: 6px;
    font-size: 12px;
    line-height: 16px;
  }
  .frow:hover {
    background: var(--_color-hover);
  }
  .frow[aria-expanded='true'] .ft1 {
    font-weight: 600;
  }
  .frow .ic {
    color: var(--_color-text-3);
  }
  .frow.sev-high > .ic:first-child {
    color: var(--_color-warn);
  }
  .ft1 {
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .ft2 {
    color: var(--_color-text-3);
  }
  .shr {
    font-weight: 500;
    text-align: end;
  }
  .cnt {
    color: var(--_color-text-2);
    text-align: end;
  }
  .chev {
    transition: rotate var(--_motion-hover);
  }
  [aria-expanded='true'] > .chev {
    rotate: 180deg;
  }
  .effb {
    fill: var(--_color-data);
  }
  .det {
    padding: 4px 0 16px 28px;
    font-size: 12px;
    line-height: 18px;
  }
  .det p {
    max-width: 76ch;
    margin-bottom: 8px;
    overflow-wrap: anywhere;
  }
  .det h4 {
    margin: 10px 0 2px;
    font-size: 11px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .smpl {
    display: grid;
    grid-template-columns: minmax(0, max-content) max-content;
    gap: 2px 16px;
    margin: 2px 0 10px;
  }
  .smpl > li {
    display: contents;
  }
  .smpl code {
    font-family: var(--_font-mono);
    font-size: 11px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: var(--_color-text-2);
  }
  .smpl .t3 {
    white-space: nowrap;
  }
  .det .act {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 10px;
  }
  .rowl {
    margin-top: 12px;
    max-height: 308px;
    border-top: 1px solid var(--_color-line);
  }
  .rowl thead th {
    position: sticky;
    top: 0;
    background: var(--_color-surface);
    box-shadow: inset 0 -1px var(--_color-grid);
  }
  .rowl td {
    max-width: 260px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .lkd {
    columns: 2;
    column-gap: 28px;
    font-size: 12px;
    line-height: 22px;
    color: var(--_color-text-2);
  }
  .lkd li {
    display: flex;
    gap: 8px;
    break-inside: avoid;
  }
  .lkd .ic {
    width: 14px;
    height: 22px;
    color: var(--_color-good);
  }
  .clean {
    margin-bottom: 16px;
    font-size: 12px;
    line-height: 18px;
    text-align: start;
  }
  .defp h4 {
    margin-top: 12px;
    font-size: 12px;
    font-weight: 600;
  }
  .defp h4 + p {
    margin: 2px 0 0;
  }
  @container (max-width: 719.98px) {
    .frow {
      grid-template-columns: 16px minmax(0, 1fr) 72px 56px 16px;
    }
    .frow .cnt {
      display: none;
    }
    .acc .spn {
      display: none;
    }
  }
  .nar .frow {
    grid-template-columns: 16px minmax(0, 1fr) 56px 16px;
    gap: 0 8px;
    min-height: 44px;
  }
  .nar .ft2 {
    display: block;
  }
  .nar .ft2 .sep {
    display: none;
  }
  .nar .frow .qbar {
    display: none;
  }
  .nar .det {
    padding-inline-start: 0;
  }
  .nar .lkd {
    columns: 1;
  }
  .nar .fw {
    overflow: visible;
  }
  @media (forced-colors: active) {
    .okb,
    .effb {
      fill: CanvasText;
    }
    .rejb {
      fill: Highlight;
    }
    .trk {
      fill: GrayText;
    }
    .rj,
    .frow.sev-high > .ic:first-child {
      color: CanvasText;
    }
  }
`;
