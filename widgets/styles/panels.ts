import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of what opens on request. */
export const panelStyles: CSSResult = css`
  .tv th[scope='row'] {
    max-width: 240px;
  }
  .defp {
    inset-inline-end: 20px;
    bottom: calc(100% + 4px);
    width: min(340px, calc(100% - 24px));
    padding: 14px 16px;
    color: var(--_color-text);
  }
  .defp.below {
    bottom: auto;
    top: calc(100% + 4px);
  }
  .defp header {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 6px;
  }
  .defp h3 {
    font-size: 13px;
    font-weight: 600;
  }
  .defp p {
    font-size: 12px;
    line-height: 18px;
    color: var(--_color-text-2);
    margin-bottom: 10px;
  }
  .list {
    max-height: 308px;
  }
  .list thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--_color-surface);
    box-shadow: inset 0 -1px var(--_color-grid);
  }
  .more {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 36px;
    padding-top: 6px;
    font-size: 12px;
    color: var(--_color-text-3);
  }
  .rep > li {
    padding: 8px 0;
    border-top: 1px solid var(--_color-grid);
    font-size: 12px;
    line-height: 16px;
  }
  .rep .hdl {
    display: flex;
    gap: 12px;
    font-weight: 500;
  }
  .smp {
    display: block;
    margin-top: 4px;
    color: var(--_color-text-3);
  }
  .smp code {
    display: block;
    font-family: var(--_font-mono);
    font-size: 11px;
    color: var(--_color-text-2);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .rep h4 {
    font-weight: 600;
  }
  .nar .defp {
    inset-inline: 8px;
    width: auto;
  }
  .nar .list .first {
    display: none;
  }
  .list td:first-child,
  .list th[scope='row'] {
    max-width: 220px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
