import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The mapping panel. */
export const mappingStyles: CSSResult = css`
  :host {
    margin-bottom: 16px;
  }
  .hd {
    padding-bottom: 12px;
  }
  .asks {
    margin: 0 20px;
    border-top: 1px solid var(--_color-line);
  }
  .ask {
    display: grid;
    grid-template-columns: minmax(150px, 1fr) minmax(200px, 1.5fr) 84px minmax(0, 1.5fr);
    align-items: start;
    gap: 4px 16px;
    padding: 12px 0;
  }
  .ask > :first-child {
    grid-row: 1 / span 2;
  }
  .ask + .ask {
    border-top: 1px solid var(--_color-grid);
  }
  .ask label {
    display: block;
    font-weight: 500;
  }
  .ask small {
    display: block;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .first {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 0 20px;
    padding: 8px 0 12px;
    font-size: 13px;
  }
  .state,
  .ev {
    padding-top: 6px;
  }
  .ev {
    font-size: 12px;
    line-height: 20px;
    color: var(--_color-text-2);
  }
  .ev .ell {
    display: block;
  }
  .tag.good {
    background: color-mix(in srgb, var(--_color-good) 11%, var(--_color-surface));
    color: var(--_color-good);
  }
  .tag.warn {
    background: var(--_color-warn-soft);
    color: var(--_color-warn);
  }
  .tag .ic {
    width: 12px;
    height: 12px;
  }
  .fault {
    grid-column: 2 / -1;
    display: flex;
    align-items: flex-start;
    gap: 6px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-bad);
  }
  select[aria-invalid='true'] {
    border-color: var(--_color-bad);
  }
  .rows {
    margin: 8px 20px 16px;
    border: 1px solid var(--_color-line);
    border-radius: min(8px, var(--_radius-control));
  }
  .rows .dt caption {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .rows th,
  .rows td {
    padding: 0 12px;
    max-width: 180px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .rows .dt :is(th, td):last-child {
    padding-inline-end: 12px;
  }
  .rows .dt thead th {
    height: 34px;
    background: var(--_color-sunken);
    color: var(--_color-text-2);
    font-weight: 500;
  }
  .rows thead .tag {
    margin-inline-start: 6px;
    background: var(--_color-accent-soft);
    color: var(--_color-accent);
  }
  .rows td {
    color: var(--_color-text-2);
  }
  .rows td.on {
    color: var(--_color-text);
    background: color-mix(in srgb, var(--_color-accent-soft) 45%, transparent);
  }
  .rows .dt thead th.on {
    color: var(--_color-text);
  }
  .sum {
    margin: 0 20px 12px;
  }
  .ft .act {
    margin-inline-start: auto;
  }
  @container (max-width: 719.98px) {
    .ask {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .ask .sel,
    .ask .ev,
    .ask .fault {
      grid-column: 1 / -1;
    }
    .ask > :first-child {
      grid-row: 1;
    }
    .ask .state {
      grid-area: 1 / 2;
      padding: 0;
    }
    .ask .ev {
      padding: 0;
    }
  }
  @container (max-width: 419.98px) {
    .asks {
      margin: 0 16px;
    }
    .rows {
      margin: 4px 16px 12px;
    }
    .sum {
      margin: 0 16px 12px;
    }
    .ft .act {
      width: 100%;
    }
    .ft .b.p {
      flex: 1;
    }
  }
  @media (forced-colors: active) {
    .rows td.on,
    .rows .dt thead th.on {
      border-inline: 2px solid Highlight;
    }
    select[aria-invalid='true'] {
      border-style: dashed;
    }
  }
`;
