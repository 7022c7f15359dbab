import { css, html, nothing, render } from 'lit';
import type { LitElement, TemplateResult } from 'lit';
import type { Spec } from '../../worker/protocol/spec.js';
import type { Ask } from '../dataset/coordinator.js';
import { findDataset } from '../dataset/find-dataset.js';
import type { DatasetElement } from '../dataset/find-dataset.js';
import type { WidgetKind } from '../dataset/selection.js';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { loadWords } from '../locales/words.js';
import { concerning } from './concerns.js';
import { qualitySpec } from './quality.spec.js';
import { qualityWords } from './words.js';

/** What a badge needs of its card, of which it is a part. */
interface NotedCard extends LitElement {
  readonly for: string | null;
  readonly kind: WidgetKind;
  readonly locale: Locale;
  /** What the card asks: the badge counts what moves its answer. */
  readonly shownSpec: Spec | null;
  badge: unknown;
}

/** What is known of a card with a badge. */
interface Badge {
  readonly card: NotedCard;
  readonly dataset: BadgedDataset;
  readonly ask: Ask;
  shown: string;
}

/** A dataset whose elements may have badges. */
export interface BadgedDataset extends DatasetElement {
  readonly qualityBadges: boolean;
}

const badges = new WeakMap<NotedCard, Badge>();
const panels = new WeakMap<NotedCard, HTMLElement>();
const watched = new WeakSet<BadgedDataset>();

const badgeStyles = css`
  .tools > [part='badge'] {
    margin-inline-end: 4px;
    font-size: 12px;
    line-height: 16px;
    white-space: nowrap;
  }
  .qpanel {
    margin-top: 12px;
  }
  .qpanel > .b {
    display: flex;
    margin: 0 0 8px auto;
  }
`;

/**
 * From now on the elements of a dataset say how many things in the data move their numbers, if any do, for as long as
 * `qualityBadges` is set. An element with `quality-badge="off"` does not. All of them share one report.
 */
export function showBadges(dataset: BadgedDataset): void {
  if (watched.has(dataset)) return;
  watched.add(dataset);
  const page = dataset.ownerDocument;
  const hear = (event: Event): void => {
    if (!dataset.isConnected || !dataset.qualityBadges) {
      page.removeEventListener('tpready', hear);
      watched.delete(dataset);
      return;
    }
    // What tells of itself is the element, also within shadow roots.
    note(event.composedPath()[0] as Element, dataset);
  };
  page.addEventListener('tpready', hear);
  const root = dataset.getRootNode() as Document | ShadowRoot;
  for (const drawn of root.querySelectorAll('*')) note(drawn, dataset);
}

function note(element: Element, dataset: BadgedDataset): void {
  if (!('badge' in element && 'shownSpec' in element)) return;
  const card = element as NotedCard;
  if (card.kind === 'quality' || card.getAttribute('quality-badge') === 'off') return;
  let badge = badges.get(card);
  const own = findDataset(card, card.for);
  if (badge && badge.dataset !== own) {
    badge.ask.remove();
    badges.delete(card);
    badge = undefined;
  }
  if (own !== dataset) return;
  if (!badge) {
    const ask = dataset.coordinator.add(() => refresh(made), null, true);
    const made: Badge = { card, dataset, ask, shown: '' };
    badges.set(card, (badge = made));
    const { styleSheet } = badgeStyles;
    const { shadowRoot } = card;
    if (shadowRoot && styleSheet && !shadowRoot.adoptedStyleSheets.includes(styleSheet)) {
      shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, styleSheet];
    }
  }
  refresh(badge);
}

function refresh(badge: Badge): void {
  const { card, dataset, ask } = badge;
  if (!card.isConnected || !dataset.qualityBadges) {
    ask.remove();
    badges.delete(card);
    card.badge = null;
    return;
  }
  ask.want(qualitySpec(dataset, null));
  const { state } = ask;
  const { locale, shownSpec } = card;
  if (state.status !== 'ready' || state.result.kind !== 'quality' || !shownSpec) return;
  const found = concerning(state.result.findings, shownSpec);
  const shown = `${locale} ${found.length}`;
  if (shown === badge.shown) return;
  badge.shown = shown;
  const draw = (): void => {
    card.badge = found.length === 0 ? null : template(badge, found.length);
  };
  const words = loadWords(locale);
  if (words) void words.then(draw);
  else draw();
}

function template(badge: Badge, count: number): TemplateResult {
  const { locale } = badge.card;
  const w = qualityWords(locale);
  return html`<button class="a" type="button" part="badge" title=${w.badgeHelp} @click=${() => void openReport(badge)}>
    ${w.badge(count, formatCount(locale, count))}
  </button>`;
}

/** Goes to the report of the same data on the page; without one opens a report below the card. */
async function openReport({ card, dataset }: Badge): Promise<void> {
  const root = card.getRootNode() as Document | ShadowRoot;
  const places = [...root.querySelectorAll('tp-quality'), ...card.ownerDocument.querySelectorAll('tp-quality')];
  const there = places.find((report) => report.reportsOn === dataset);
  if (there) {
    there.scrollIntoView({ block: 'start' });
    there.focus({ preventScroll: true });
    return;
  }
  const open = panels.get(card);
  if (open) {
    open.querySelector('tp-quality')?.focus();
    return;
  }
  await import('./quality.js');
  const { shadowRoot } = card;
  if (!shadowRoot || !card.isConnected || panels.has(card)) return;
  const panel = card.ownerDocument.createElement('div');
  panel.className = 'qpanel';
  const close = (): void => {
    render(nothing, panel);
    panel.remove();
    panels.delete(card);
    shadowRoot.querySelector<HTMLElement>('[part="badge"]')?.focus();
  };
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  render(
    html`<button class="b" type="button" @click=${close}>
        ${icon('close')}${qualityWords(card.locale).closePanel}
      </button>
      <tp-quality .anchor=${card}></tp-quality>`,
    panel,
  );
  shadowRoot.append(panel);
  panels.set(card, panel);
  const report = panel.querySelector('tp-quality');
  await report?.updateComplete;
  report?.focus();
}
