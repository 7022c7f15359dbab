import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of the steps after the list of files. */
export const importStepStyles: CSSResult = css`
  .im {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 341px;
    min-height: 120px;
  }
  .ims {
    display: flex;
    flex-direction: column;
    gap: 18px;
    min-width: 0;
    padding: 16px 20px 20px;
    border-inline-start: 1px solid var(--_color-line);
  }
  .ims h3 {
    margin-bottom: 6px;
    font-size: 13px;
    font-weight: 600;
  }
  .ims > .act.end {
    margin-top: auto;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 10px -8px 4px;
  }
  .tabs li {
    min-width: 0;
    max-width: 100%;
  }
  .tab {
    display: flex;
    align-items: center;
    gap: 8px;
    max-width: 100%;
    min-height: var(--_size-control);
    padding: 0 8px;
    border-radius: var(--_radius-control);
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .tab:hover,
  .tab.on {
    background: var(--_color-hover);
    color: var(--_color-text);
  }
  .tab.on {
    font-weight: 500;
    box-shadow: inset 0 -2px var(--_color-accent);
  }
  .iml > .note {
    margin: 10px 0 0;
  }
  .mhd,
  .map > li {
    display: grid;
    grid-template-columns: minmax(96px, 3fr) 16px minmax(124px, 160px) 84px minmax(0, 5fr);
    gap: 2px 10px;
    align-items: center;
    padding: 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .mhd {
    margin-top: 6px;
    padding-block: 4px;
    font-size: 11px;
    color: var(--_color-text-3);
  }
  .mhd > :nth-child(2) {
    grid-column: 3;
  }
  .mhd > :nth-child(3) {
    grid-column: 5;
  }
  .mhd,
  .map {
    margin-inline: -8px;
  }
  .map > li {
    border-top: 1px solid var(--_color-grid);
  }
  .map > .look {
    background: var(--_color-sunken);
    border-radius: 6px;
  }
  .cn,
  .map .ev {
    min-width: 0;
  }
  .cn label {
    display: block;
  }
  .cn label .ell {
    display: block;
  }
  .cn .inp {
    width: 100%;
    height: 28px;
    margin-top: 2px;
    font-size: 12px;
  }
  .map .smp bdi {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .arr {
    display: grid;
    color: var(--_color-text-3);
  }
  .map .sel select {
    font-size: 12px;
  }
  .map :is(.property, .out) .sel select {
    color: var(--_color-text-3);
  }
  .ev span {
    display: block;
    overflow-wrap: anywhere;
  }
  .map .nm,
  .map .ok {
    grid-row: 2;
    justify-self: start;
    font-size: 11px;
  }
  .map .nm {
    grid-column: 3;
  }
  .map .ok {
    grid-column: 4 / -1;
  }
  .made .x {
    position: absolute;
    inset-inline-end: 4px;
    top: 8px;
  }
  .map > .made {
    position: relative;
    padding-inline-end: 32px;
  }
  .nms {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(240px, 1fr));
    gap: 6px 20px;
    margin: 8px 0 4px;
    padding: 10px 12px;
    border: 1px solid var(--_color-line);
    border-radius: 6px;
  }
  .nms label {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 16px minmax(0, 1fr);
    align-items: center;
    gap: 8px;
  }
  .nms .inp {
    width: 100%;
    height: 28px;
    font-size: 12px;
  }
  .act.under {
    margin-top: 10px;
  }
  .rws {
    max-height: 260px;
    margin-top: 10px;
  }
  .ask {
    display: grid;
    gap: 4px;
    padding: 10px 0;
    border-top: 1px solid var(--_color-grid);
    font-size: 12px;
    line-height: 16px;
  }
  .ask small,
  .mn small {
    font-size: 11px;
    line-height: 14px;
  }
  .qa {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 6px 8px;
    align-items: center;
  }
  .qa .mt {
    grid-row: 2;
    grid-column: 1;
  }
  .qa .inp,
  .mn .inp {
    width: 100%;
    font-size: 12px;
  }
  .qa .inp[aria-invalid='true'] {
    border-color: var(--_color-bad);
    box-shadow: inset 0 0 0 1px var(--_color-bad);
  }
  .mn {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    gap: 6px 10px;
    align-items: center;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .mn small {
    grid-column: 2;
    margin-bottom: 4px;
  }
  .chk {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
  }
  .chk input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_color-accent);
  }
  .sum {
    display: grid;
    gap: 2px;
    margin: 8px 0 4px;
    font-size: 12px;
    line-height: 16px;
  }
  .sum .m {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: 15px;
    line-height: 22px;
  }
  .done .sum .ic {
    color: var(--_color-good);
  }
  .iml h4 {
    margin-top: 16px;
    font-size: 12px;
    line-height: 16px;
    font-weight: 600;
  }
  .ids {
    margin-top: 4px;
  }
  .ids > li {
    padding: 8px 0;
    border-top: 1px solid var(--_color-grid);
  }
  .row1,
  .idh {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .row1 {
    justify-content: space-between;
  }
  .idv {
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .ids p {
    margin-top: 2px;
    overflow-wrap: anywhere;
  }
  .exs {
    margin-top: 2px;
    padding-inline-start: 12px;
  }
  .evi {
    display: grid;
    gap: 4px;
    margin: 6px 0 2px;
    padding: 8px 10px;
    border: 1px solid var(--_color-line);
    border-radius: 6px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    overflow-wrap: anywhere;
  }
  .evi .m {
    color: var(--_color-text);
  }
  .evi li + li {
    margin-top: 2px;
  }
  .evi .act {
    margin-top: 4px;
  }
  .rbig {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    margin-bottom: 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .big2 {
    font-size: 20px;
    line-height: 24px;
    font-weight: 600;
    letter-spacing: -0.014em;
  }
  .rbar {
    display: block;
    width: 100%;
    height: 8px;
  }
  .rbar .data {
    fill: var(--_color-data);
  }
  .rbar .badf {
    fill: var(--_color-bad);
  }
  .els li {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 6px 0;
    border-top: 1px solid var(--_color-grid);
    font-size: 12px;
    line-height: 16px;
  }
  .els .w0 {
    min-width: 0;
  }
  .els .w0 > :first-child {
    display: block;
  }
  .ims .els + .act {
    margin-top: 6px;
  }
  .ims .note {
    margin: 0;
  }
  .rp th[scope='row'] {
    font-weight: 500;
  }
  .rp .s :is(th, td) {
    font-weight: 600;
  }
  .sbd h3 {
    font-size: 13px;
    font-weight: 600;
  }
  @container (max-width: 959.98px) {
    .im {
      grid-template-columns: minmax(0, 1fr);
    }
    .ims {
      border-inline-start: 0;
      border-top: 1px solid var(--_color-line);
    }
  }
  @container (max-width: 619.98px) {
    .mhd {
      display: none;
    }
    .map > li {
      grid-template-columns: minmax(0, 1fr) minmax(110px, 44%);
      align-items: start;
    }
    .map .arr {
      display: none;
    }
    .map .st {
      grid-row: 2;
      grid-column: 2;
    }
    .map .ev {
      grid-row: 2;
      grid-column: 1;
    }
    .map .nm,
    .map .ok {
      grid-row: auto;
      grid-column: auto;
    }
    .nms .arr {
      display: grid;
    }
  }
  @container (max-width: 419.98px) {
    .map > li {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 4px 10px;
    }
    .map :is(.cn, .ev) {
      grid-row: auto;
      grid-column: 1 / -1;
    }
    .map .st {
      grid-row: auto;
      grid-column: auto;
    }
    .ims {
      padding: 14px 16px 16px;
    }
    .mn {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    .mn small {
      grid-column: 1;
    }
    .mn .sel,
    .mn > .inp {
      margin-bottom: 8px;
    }
    .exs {
      padding-inline-start: 0;
    }
    .nms {
      grid-template-columns: minmax(0, 1fr);
    }
    .qa {
      grid-template-columns: minmax(0, 1fr);
    }
    .qa .tag {
      justify-self: start;
    }
  }
  @media (forced-colors: active) {
    .rbar .data {
      fill: CanvasText;
    }
    .rbar .badf {
      fill: Highlight;
    }
    .tab.on {
      outline: 1px solid Highlight;
    }
  }
`;
