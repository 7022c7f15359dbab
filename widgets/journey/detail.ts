import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { IdentityExplanation, IdentityLink } from '../../worker/protocol/identity.js';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { parted } from './identifier.js';
import { safeHref } from './safe-link.js';
import type { TouchpointLink } from './safe-link.js';
import type { PartsWords } from './parts-words.js';

/** What supports that a customer's rows are one customer's. */
export interface Evidence {
  /** What the engine says of the customer; null when nothing carries that identifier, undefined while it is on its way. */
  readonly of: IdentityExplanation | null | undefined;
  /** Chains of its other identifiers, once asked for. */
  readonly chains: readonly IdentityExplanation[];
  readonly open: boolean;
}

/** A touchpoint that is open. */
export interface DetailView {
  readonly locale: Locale;
  readonly words: PartsWords;
  readonly title: string;
  readonly when: string;
  /** `61 of 63`; null where it is not known. */
  readonly position: string | null;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** Name and value, in the order shown. */
  readonly facts: ReadonlyArray<readonly [name: string, value: string]>;
  /** Facts are on their way. */
  readonly loading: boolean;
  readonly evidence: Evidence | null;
  readonly links: readonly TouchpointLink[];
}

/** What can be done with an open touchpoint. */
export interface DetailActions {
  readonly step: (by: 1 | -1) => void;
  readonly close: () => void;
  readonly explain: () => void;
  /** A person follows a link, by mouse or keyboard. */
  readonly follow: (event: MouseEvent, link: TouchpointLink) => void;
}

/** The pane of an open touchpoint. */
export function detailPane(view: DetailView, on: DetailActions, closeText: string): TemplateResult {
  const { words, title, when, position } = view;
  return html`<aside class="jd" part="detail" aria-labelledby="j-detail">
    <div class="nav">
      <span>${position ?? nothing}</span>
      <button
        class="b i q"
        type="button"
        data-step="previous"
        aria-label=${words.previous}
        ?disabled=${!view.hasPrevious}
        @click=${() => on.step(-1)}
      >
        ${icon('left')}
      </button>
      <button
        class="b i q"
        type="button"
        data-step="next"
        aria-label=${words.next}
        ?disabled=${!view.hasNext}
        @click=${() => on.step(1)}
      >
        ${icon('right')}
      </button>
      <button class="b i q" type="button" data-opens="nothing" aria-label=${closeText} @click=${on.close}>
        ${icon('close')}
      </button>
    </div>
    <div>
      <h3 id="j-detail" tabindex="-1"><bdi>${title}</bdi></h3>
      <p class="when">${when}</p>
    </div>
    ${factsList(view)} ${evidenceBox(view, on.explain)} ${linkRow(view.links, on.follow)}
  </aside>`;
}

/** Facts of a touchpoint. */
export function factsList({ facts, loading }: Pick<DetailView, 'facts' | 'loading'>): TemplateResult {
  return html`<dl class="kv" aria-busy=${loading}>
    ${facts.map(
      ([name, value]) =>
        html`<dt><bdi>${name}</bdi></dt>
          <dd><bdi>${value}</bdi></dd>`,
    )}
  </dl>`;
}

/** Links that the page gives; nothing without any. */
export function linkRow(
  links: readonly TouchpointLink[],
  follow: DetailActions['follow'],
): TemplateResult | typeof nothing {
  if (links.length === 0) return nothing;
  return html`<div class="act">
    ${links.map(
      (link) =>
        html`<a
          class="b ${link.primary ? 'p' : ''}"
          part="link"
          href=${safeHref(link.href) ?? nothing}
          rel="noopener noreferrer"
          @click=${(event: MouseEvent) => follow(event, link)}
          ><span>${link.label}</span></a
        >`,
    )}
  </div>`;
}

/** Why the rows are one customer's: how many identifiers, and on request what stands together in which rows. */
export function evidenceBox(
  { evidence, words, locale }: Pick<DetailView, 'evidence' | 'words' | 'locale'>,
  explain: () => void,
): TemplateResult | typeof nothing {
  const of = evidence?.of;
  if (!evidence || !of) return nothing;
  const count = of.identifiersTotal;
  const shown = of.identifiers.slice(0, 3);
  const more = count - shown.length;
  return html`<div class="evi" part="evidence">
    <b>${count > 1 ? words.joined(count, formatCount(locale, count)) : words.joinedAlone}</b>
    <ul>
      ${shown.map((id) => html`<li>${identifierText(words, id)}</li>`)}
      ${more > 0 ? html`<li class="t3">${words.moreIdentifiers(more, formatCount(locale, more))}</li>` : nothing}
    </ul>
    ${
      evidence.open
        ? html`<ul class="why">
            ${evidence.chains.flatMap(({ chain }) => chain.map((link) => html`<li>${linkText(words, locale, link)}</li>`))}
          </ul>`
        : nothing
    }
    ${
      count > 1
        ? html`<button class="a" type="button" aria-expanded=${evidence.open} @click=${explain}>
            ${evidence.open ? words.explainLess : words.explain}
          </button>`
        : nothing
    }
  </div>`;
}

/** An identifier with its sort before it. */
function identifierText(words: PartsWords, id: string): TemplateResult {
  const { type, value } = parted(id);
  return html`<span class="t3">${type ? words.identifier[type] : nothing}</span> <bdi>${value}</bdi>`;
}

function linkText(words: PartsWords, locale: Locale, { from, to, record }: IdentityLink): string {
  const a = parted(from).value;
  const b = parted(to).value;
  if (!record) return words.joinAlias(a, b);
  return record.rows === 0
    ? words.joinProfile(a, b)
    : words.joinLink(a, b, record.rows, formatCount(locale, record.rows));
}
