import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { GuardedIdentifier, IdentityConflict, IdentityExplanation } from '../../worker/protocol/identity.js';
import type { ImportReport, RejectReason } from '../../worker/protocol/report.js';
import { failureWords, moreWords } from '../internal/card-panels.js';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { messagePart, notePart } from '../internal/state-parts.js';
import { mergedReport } from './import-model.js';
import type { Staged } from './import-model.js';
import type { ImportView } from './import-view.js';
import { stepWords } from './step-words.js';
import type { StepWords } from './step-words.js';

const namesShown = 3;
const guardedShown = 50;
const conflictsShown = 20;
const examplesShown = 5;
/** More customers than this are never one person. */
const mostJoined = 20;
const rawShown = 160;

/** Who is who once all rows are read: what is kept apart, what joins, and what a person decides about it. */
export function identityStep(view: ImportView): TemplateResult {
  const w = stepWords(view.locale);
  const { staged, reading, failure } = view;
  if (reading) return readingPart(view, w);
  if (failure) return failurePart(view, w);
  if (!staged) return html`<div class="im"></div>`;
  return html`<div class="im">
    <section class="iml" aria-labelledby="step-title">
      <h3 id="step-title" tabindex="-1">${w.identityHeading}</h3>
      ${view.notice ? notePart(view.notice, nothing, 'warn', 'warn') : nothing} ${summary(view, staged)}
      ${decisions(view, w)} ${guardedPart(view, w, staged)} ${conflictsPart(view, w, staged)}
      ${joinsPart(view, w, staged)}
    </section>
    <aside class="ims">
      ${rowsPart(view, w, mergedReport(staged.reports))}
      <div class="act end">
        <button class="b" type="button" data-does="back" ?disabled=${view.busy} @click=${() => view.goTo('fields')}>
          ${w.back}
        </button>
        ${importButton(view, w, staged)}
      </div>
    </aside>
  </div>`;
}

function importButton(view: ImportView, w: StepWords, staged: Staged): TemplateResult {
  const { accepted } = mergedReport(staged.reports);
  const none = accepted === 0 && staged.reports.every(({ kind }) => kind === 'events');
  return html`<button
    class="b p"
    type="button"
    data-does="import"
    ?disabled=${none}
    aria-disabled=${view.busy}
    @click=${() => view.finish()}
  >
    ${w.importRows(accepted, formatCount(view.locale, accepted))}
  </button>`;
}

function readingPart(view: ImportView, w: StepWords): TemplateResult {
  const { file, files, name, share, progress } = view.reading!;
  const count = (n: number): string => formatCount(view.locale, n);
  const what = file === 0 ? w.beforeFiles : file > files ? w.joining : w.readingFile(name, count(file), count(files));
  const percent = share === null ? null : Math.floor(share * 100);
  return html`<section class="sbd" part="reading" aria-labelledby="step-title">
    <h3 id="step-title" tabindex="-1">${w.readingHeading}</h3>
    <div class="pgl">
      <span>${what}</span>
      <span
        >${progress && progress.rows > 0 ? w.rowsSoFar(progress.rows, count(progress.rows)) : nothing}
        <button class="a" type="button" data-does="stop" @click=${() => view.stop()}>${view.t.stop}</button></span
      >
    </div>
    <div
      class="pgw"
      role="progressbar"
      aria-label=${what}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent ?? nothing}
    >
      <svg class="pg" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="skl" width="100" height="4"></rect>
        ${
          percent === null
            ? svg`<rect class="pgd indet" width="40" height="4"></rect>`
            : svg`<rect class="pgd" width=${percent} height="4"></rect>`
        }
      </svg>
    </div>
    <p class="t3 p12">${w.untouched}</p>
  </section>`;
}

function failurePart(view: ImportView, w: StepWords): TemplateResult {
  const { name, error } = view.failure!;
  const aborted = error.code === 'aborted';
  const words = failureWords(view.locale, error);
  return html`<section class="iml" aria-labelledby="step-title">
    <h3 id="step-title" class="vh" tabindex="-1">${aborted ? w.stopped : w.readFailed(name)}</h3>
    ${messagePart(
      {
        title: aborted ? w.stopped : name ? `${w.readFailed(name)}` : words.title,
        body: aborted ? w.untouched : `${words.body ?? error.message} ${w.untouched}`,
      },
      {
        icon: aborted ? 'info' : 'stop',
        bad: !aborted,
        actions: html`<button class="b" type="button" data-does="back" @click=${() => view.goTo('fields')}>
            ${w.backToFields}
          </button>
          <button class="b p" type="button" data-does="again" @click=${() => view.read()}>${view.words.again}</button>`,
      },
    )}
  </section>`;
}

/** What the identities come to, as it is shown and told: first the customers, then sentences. */
export function identitySum(locale: Locale, { identities, reports, actorsBefore }: Staged): [string, ...string[]] {
  const w = stepWords(locale);
  const count = (n: number): string => formatCount(locale, n);
  const { actors, joinedActors, unidentifiedRows } = identities;
  const fresh = actors - actorsBefore;
  return [
    (actorsBefore > 0 ? w.identitySumMore : w.identitySum)(
      actors,
      count(actors),
      reports.length,
      count(reports.length),
    ),
    joinedActors > 0 ? w.joinedSum(joinedActors, count(joinedActors)) : w.nothingJoined,
    ...(actorsBefore > 0 ? [fresh > 0 ? w.newCustomers(fresh, count(fresh)) : w.noneNew] : []),
    ...reports.flatMap(({ name, profiles }) =>
      profiles
        ? [w.matchedFile(name, w.matched(profiles.matched, count(profiles.matched), count(profiles.profilesIn)))]
        : [],
    ),
    ...(unidentifiedRows > 0 ? [w.unidentified(unidentifiedRows, count(unidentifiedRows))] : []),
  ];
}

function summary(view: ImportView, staged: Staged): TemplateResult {
  const [customers, ...sentences] = identitySum(view.locale, staged);
  return html`<p class="sum" part="summary">
    <span class="m">${customers}</span>
    ${sentences.map((sentence) => html`<span class="t2">${sentence} </span>`)}
  </p>`;
}

function decisions(view: ImportView, w: StepWords): TemplateResult | typeof nothing {
  const { decisions: made } = view;
  if (made.length === 0) return nothing;
  return html`<h4>${w.decisions(made.length, formatCount(view.locale, made.length))}</h4>
    <ul class="ids" part="decisions">
      ${made.map(
        (decision) =>
          html`<li class="row1">
            <span
              >${
                decision.kind === 'block'
                  ? w.decisionBlock(valueOf(decision.id))
                  : w.decisionAllow(valueOf(decision.id))
              }</span
            >
            <button
              class="b"
              type="button"
              data-take-back=${decision.id}
              aria-label=${w.takeBackOf(valueOf(decision.id))}
              aria-disabled=${view.busy}
              @click=${() => view.takeBack(decision)}
            >
              ${w.takeBack}
            </button>
          </li>`,
      )}
    </ul>`;
}

function guardedPart(view: ImportView, w: StepWords, { identities }: Staged): TemplateResult | typeof nothing {
  const { guarded, guardedTotal } = identities;
  if (guardedTotal === 0) return nothing;
  const shown = guarded.slice(0, guardedShown);
  return html`<h4>${w.guardedHeading(guardedTotal, formatCount(view.locale, guardedTotal))}</h4>
    <p class="t3 p12">${w.guardedNote}</p>
    <ul class="ids" part="guarded">
      ${repeat(
        shown,
        ({ id }) => id,
        (one) => guardedRow(view, w, one),
      )}
      ${rest(view, w, guardedTotal - shown.length)}
    </ul>`;
}

function guardedRow(view: ImportView, w: StepWords, one: GuardedIdentifier): TemplateResult {
  const { id, rows, actors } = one;
  const value = valueOf(id);
  const others = actors.filter((key) => key !== id);
  const total = one.actorsTotal - (actors.length - others.length);
  const alias = others.map((key) => [id, key] as const);
  return html`<li part="shared" data-shared=${id}>
    <div class="idh">
      <span class="tag">${w.types[typeOf(id)]}</span><bdi class="mono idv">${value}</bdi>
      <span class="tag good">${icon('check')}${w.apart}</span>
      <span class="push act">
        ${whyButton(view, w, id)}
        ${
          one.actorsTotal <= mostJoined && others.length > 1
            ? html`<button
                class="b"
                type="button"
                data-allow=${id}
                title=${w.allowHint}
                aria-label=${w.allowOf(value)}
                aria-disabled=${view.busy}
                @click=${() => view.decide({ kind: 'allow', id, alias })}
              >
                ${w.allow}
              </button>`
            : nothing
        }
      </span>
    </div>
    <p class="p12 t2">
      ${guardedSentence(view, w, id, others, total)}
      <span class="t3">${w.guardedRows(rows, formatCount(view.locale, rows))}</span>
    </p>
    ${explanation(view, w, id)}
  </li>`;
}

function guardedSentence(view: ImportView, w: StepWords, id: string, keys: readonly string[], total: number): string {
  const count = formatCount(view.locale, total);
  const type = typeOf(id);
  const names = keys.slice(0, namesShown).map(valueOf).join(w.listComma);
  const listed = total > namesShown ? w.namesMore(names, formatCount(view.locale, total - namesShown)) : names;
  const sentence = w.guarded[type === 'email' || type === 'phone' ? type : 'deviceId'];
  return sentence(total, count, listed);
}

function conflictsPart(view: ImportView, w: StepWords, { identities }: Staged): TemplateResult | typeof nothing {
  const { conflicts, conflictsTotal } = identities;
  if (conflictsTotal === 0) return nothing;
  const shown = conflicts.slice(0, conflictsShown);
  return html`<h4>${w.conflictsHeading(conflictsTotal, formatCount(view.locale, conflictsTotal))}</h4>
    <ul class="ids" part="conflicts">
      ${repeat(
        shown,
        ({ key }) => key,
        (one) => conflictRow(view, w, one),
      )}
      ${rest(view, w, conflictsTotal - shown.length)}
    </ul>`;
}

function conflictRow(view: ImportView, w: StepWords, { key, ids, idsTotal }: IdentityConflict): TemplateResult {
  // What joins the others to the key is what there is to block.
  const asked = ids.find((id) => id !== key) ?? key;
  const names = ids.slice(0, namesShown).map(valueOf).join(w.listComma);
  const listed = idsTotal > namesShown ? w.namesMore(names, formatCount(view.locale, idsTotal - namesShown)) : names;
  return html`<li part="conflict" data-conflict=${key}>
    <div class="idh">
      <span class="tag warn">${icon('warn')}${w.look}</span><bdi class="mono idv">${valueOf(key)}</bdi>
      <span class="push act">${whyButton(view, w, asked)}</span>
    </div>
    <p class="p12 t2">${w.conflict(listed)}</p>
    ${explanation(view, w, asked)}
  </li>`;
}

function joinsPart(view: ImportView, w: StepWords, { identities }: Staged): TemplateResult | typeof nothing {
  const { joins } = identities;
  if (joins.length === 0) return nothing;
  return html`<h4>${w.joinsHeading}</h4>
    <ul class="ids" part="joins">
      ${joins.map(
        ({ type, actors, examples }) =>
          html`<li data-join=${type}>
            <div class="idh">
              <span class="m">${w.joins[type](actors, formatCount(view.locale, actors))}</span>
            </div>
            <ul class="exs">
              ${repeat(
                examples.slice(0, examplesShown),
                (id) => id,
                (id) =>
                  html`<li>
                    <div class="idh">
                      <bdi class="mono idv">${valueOf(id)}</bdi>
                      <span class="push act">${whyButton(view, w, id)}</span>
                    </div>
                    ${explanation(view, w, id)}
                  </li>`,
              )}
            </ul>
          </li>`,
      )}
    </ul>`;
}

function whyButton(view: ImportView, w: StepWords, id: string): TemplateResult {
  const open = view.explained?.id === id;
  return html`<button
    class="b q"
    type="button"
    data-why=${id}
    aria-expanded=${open}
    aria-label=${w.whyOf(valueOf(id))}
    @click=${() => view.explain(open ? null : id)}
  >
    ${w.why}
  </button>`;
}

function explanation(view: ImportView, w: StepWords, id: string): TemplateResult | typeof nothing {
  if (view.explained?.id !== id) return nothing;
  const { answer } = view.explained;
  if (answer === undefined) return html`<p class="evi t3" part="explanation">${w.explaining}</p>`;
  if (answer === null) return html`<p class="evi t3" part="explanation">${w.decisionFailed}</p>`;
  const blocked = view.decisions.some((one) => one.kind === 'block' && one.id === id);
  return html`<div class="evi" part="explanation">
    ${answer.guarded ? guardedRecords(view, w, answer) : chain(view, w, answer)}
    ${
      blocked || answer.guarded
        ? nothing
        : html`<div class="act">
            <button
              class="b"
              type="button"
              data-block=${id}
              aria-label=${w.blockOf(valueOf(id))}
              aria-disabled=${view.busy}
              @click=${() => view.decide({ kind: 'block', id })}
            >
              ${w.block}
            </button>
            <span class="t3">${w.blockHint}</span>
          </div>`
    }
  </div>`;
}

function guardedRecords(view: ImportView, w: StepWords, { records }: IdentityExplanation): TemplateResult {
  return html`<ul>
    ${records
      .slice(0, examplesShown)
      .map(
        ({ identifiers, rows }) =>
          html`<li>${w.records(identifiers.map(valueOf).join(w.listComma), rows, formatCount(view.locale, rows))}</li>`,
      )}
  </ul>`;
}

function chain(view: ImportView, w: StepWords, answer: IdentityExplanation): TemplateResult {
  const { id, key, identifiers } = answer;
  const links = answer.chain.map(({ from, to, record }) => {
    const [one, other] = [valueOf(from), valueOf(to)];
    if (record === null) return w.chainAlias(one, other);
    return record.rows === 0
      ? w.chainProfile(one, other)
      : w.chainLink(one, other, record.rows, formatCount(view.locale, record.rows));
  });
  return html`<p class="m">${w.explained(valueOf(id), valueOf(key ?? id))}</p>
    <ul>
      ${links.map((link) => html`<li>${link}</li>`)}
    </ul>
    ${
      identifiers.length > 1
        ? html`<p class="t3">${w.together(identifiers.slice(0, 12).map(valueOf).join(w.listComma))}</p>`
        : nothing
    }`;
}

function rest(view: ImportView, w: StepWords, more: number): TemplateResult | typeof nothing {
  return more > 0 ? html`<li class="t3 p12">${w.more(more, formatCount(view.locale, more))}</li>` : nothing;
}

/** Rows taken and not taken, each reason with a sample. */
export function rowsPart(view: ImportView, w: StepWords, report: ImportReport): TemplateResult {
  const count = (n: number): string => formatCount(view.locale, n);
  const { rowsIn, accepted, rejected, rejections } = report;
  const reject = moreWords(view.locale).reject;
  const reasons = (Object.entries(report.rejectedByReason) as Array<[RejectReason, number]>)
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1]);
  const width = 300;
  const good =
    rowsIn === 0 ? 0 : Math.min(accepted > 0 && rejected > 0 ? width - 8 : width, (accepted / rowsIn) * width);
  return html`<section aria-labelledby="rows">
      <h3 id="rows">${w.rows}</h3>
      <p class="rbig">
        <span class="big2">${count(accepted)}</span>
        <span class="t2">${rejected === 0 ? w.acceptedAll : w.acceptedOf(count(rowsIn))}</span>
      </p>
      <svg class="rbar" viewBox="0 0 ${width} 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="data" width=${good} height="8" rx="2"></rect>
        ${
          rejected > 0
            ? svg`<rect class="badf" x=${good === 0 ? 0 : good + 2} width=${Math.max(2, width - good - (good === 0 ? 0 : 2))} height="8" rx="2"></rect>`
            : nothing
        }
      </svg>
    </section>
    ${
      rejected > 0
        ? html`<section aria-labelledby="rejected">
            <h3 id="rejected">${w.rejected(rejected, count(rejected))}</h3>
            <ul class="els" part="rejected">
              ${reasons.map(([reason, n]) => {
                const sample = rejections.find((one) => one.reason === reason)?.raw;
                return html`<li data-reason=${reason}>
                  <span class="w0">
                    <span>${reject[reason]}</span>
                    ${
                      sample === undefined
                        ? nothing
                        : html`<span class="smp mono"><bdi>${clip(sample) || w.emptySample}</bdi></span>`
                    }
                  </span>
                  <span>${count(n)}</span>
                </li>`;
              })}
            </ul>
            <div class="act">
              <button class="b" type="button" data-does="save-rejected" @click=${() => view.saveRejected()}>
                ${icon('download')}<span>${w.saveRejected}</span>
              </button>
              ${report.truncated ? html`<span class="t3 p12">${w.truncated}</span>` : nothing}
            </div>
          </section>`
        : html`<p class="t3 p12">${w.rejectedNone}</p>`
    }
    ${accepted === 0 && rowsIn > 0 ? notePart(w.importNothing, nothing, 'bad', 'stop') : nothing}`;
}

function clip(raw: string): string {
  return raw.length > rawShown ? `${raw.slice(0, rawShown)}…` : raw;
}

/** An identifier without its type, for people. */
export function valueOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

function typeOf(id: string): 'actor' | 'userId' | 'email' | 'phone' | 'deviceId' {
  return id.slice(0, id.indexOf(':')) as 'actor';
}
