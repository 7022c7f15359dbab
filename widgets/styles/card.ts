import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of what every card has: lead, choice bar, frame of the drawing, tooltip, menu, waiting, foot. */
export const cardStyles: CSSResult = css`
  .lead {
    display: flex;
    align-items: flex-end;
    flex-wrap: wrap;
    gap: 6px 14px;
    padding: 14px 20px 0;
  }
  .big {
    font-size: 28px;
    line-height: 34px;
    font-weight: 600;
    letter-spacing: -0.022em;
  }
  .txt {
    font-size: 12px;
    line-height: 16px;
    padding-bottom: 2px;
    flex: 1 1 340px;
    min-width: 0;
    overflow-wrap: anywhere;
    color: var(--_color-text-2);
  }
  .txt .tag {
    margin-inline-start: 6px;
  }
  .txt .m {
    color: var(--_color-text);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    padding-bottom: 2px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .legend svg {
    width: 12px;
    height: 12px;
  }
  .bar {
    padding: 12px 20px 0;
    min-height: 40px;
  }
  .bar.none {
    padding: 0;
    min-height: 0;
  }
  .tagline {
    margin-top: 6px;
  }
  svg.c {
    display: block;
    overflow: visible;
  }
  .fw {
    position: relative;
    margin: 16px 20px 0;
    padding-bottom: 14px;
    transition: opacity var(--_motion-select);
  }
  .lnk {
    display: inline-block;
    position: relative;
    margin: -2px -6px;
    padding: 2px 6px;
    border-radius: 4px;
    text-decoration: underline;
    text-decoration-color: var(--_color-past);
    text-underline-offset: 3px;
  }
  .lnk::after {
    content: '';
    position: absolute;
    inset: -3px 0;
  }
  .lnk:hover {
    background: var(--_color-hover);
  }
  .lnk.on {
    background: var(--_color-choice);
    color: var(--_color-surface);
    text-decoration: none;
    font-weight: 600;
  }
  .lnk:focus-visible {
    outline-offset: 0;
  }
  .tv {
    margin: 12px 20px 0;
    padding-bottom: 14px;
  }
  .tip {
    max-width: 260px;
    padding: 7px 10px;
    font-size: 12px;
    line-height: 16px;
    pointer-events: none;
    animation: tip 0s var(--_motion-hover) both;
  }
  @keyframes tip {
    from {
      visibility: hidden;
    }
  }
  .ft {
    position: relative;
    flex-wrap: nowrap;
  }
  .ftr {
    display: flex;
    align-items: center;
    gap: 12px;
    white-space: nowrap;
  }
  .ftr > .x {
    margin: -4px;
  }
  .ftl {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .skl {
    fill: var(--_color-hover);
  }
  .sbd {
    padding: 20px 20px 16px;
  }
  .pgl {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin: 18px 0 6px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .pg {
    width: 100%;
    height: 4px;
  }
  .pg .skl {
    rx: 2px;
  }
  .indet {
    animation: slide 1.4s var(--_motion-ease) infinite;
  }
  @keyframes slide {
    from {
      transform: translateX(-40%);
    }
    to {
      transform: translateX(110%);
    }
  }
  .pgw {
    overflow: hidden;
    border-radius: 2px;
  }
  .slim {
    overflow-x: auto;
  }
  .tiny {
    padding: 12px 14px;
  }
  .tiny .sub {
    color: var(--_color-text-2);
  }
  .nar .lead {
    padding: 10px 16px 0;
    gap: 10px;
    flex-wrap: nowrap;
  }
  .nar .bar:not(.none) {
    padding: 10px 16px 0;
  }
  .nar :is(.fw, .tv) {
    margin: 14px 16px 0;
  }
  .nar .sbd {
    padding: 16px 16px 12px;
  }
  .ftl {
    flex: 1;
  }
  .nar .ftl > span,
  .nar .ftl > .a {
    display: block;
  }
  .nar .ftl .sep {
    display: none;
  }
  .nar .bar {
    gap: 4px 8px;
  }
  .nar .bar .q {
    margin-inline-start: -8px;
    padding-inline: 8px;
  }
  .nar .hd {
    gap: 8px;
  }
  .nar .tools {
    margin: -4px -8px 0 0;
  }
  .pgd {
    fill: var(--_color-data);
  }
  .sbd.wait > * {
    visibility: hidden;
  }
  .pop.mnu {
    inset-inline-end: 12px;
    top: 48px;
    min-width: 208px;
    padding: 6px;
  }
  .mnu [role='separator'] {
    height: 1px;
    margin: 6px 0;
    background: var(--_color-line);
  }
  .mi2 {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 28px;
    padding: 2px 8px;
    border-radius: 4px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text);
  }
  .mi2:is(:hover, :focus-visible) {
    background: var(--_color-hover);
  }
  .mi2[aria-checked='true']::after {
    content: '';
    width: 9px;
    height: 5px;
    margin: 0 2px 4px auto;
    border: solid var(--_color-accent);
    border-width: 0 0 2px 2px;
    rotate: -45deg;
  }
  .mi2 .ic {
    color: var(--_color-text-2);
  }
  .chip.from {
    border-style: dashed;
  }
  .chip .src {
    color: var(--_color-text-2);
  }
  @media (forced-colors: active) {
    svg text {
      fill: CanvasText;
    }
    .lnk.on {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .skl {
      fill: GrayText;
    }
  }
`;
