import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { moreWords } from '../internal/card-panels.js';
import { formatCount } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { isReady, mappingName, mergedReport } from './import-model.js';
import { rowsPart } from './identity-step.js';
import type { ImportView } from './import-view.js';
import { stepWords } from './step-words.js';

/** The account of all rows, when they are in the data set. */
export function doneStep(view: ImportView): TemplateResult {
  const w = stepWords(view.locale);
  const { staged } = view;
  if (!staged) return html`<div class="im"></div>`;
  const more = moreWords(view.locale);
  const count = (n: number): string => formatCount(view.locale, n);
  const { reports, identities } = staged;
  const sum = mergedReport(reports);
  const warnings = reports.flatMap(({ name, report }) => report.warnings.map((warning) => ({ name, warning })));
  const files = view.files.filter(isReady).filter(({ included }) => included);
  return html`<div class="im">
    <section class="iml" aria-labelledby="step-title">
      <h3 id="step-title" tabindex="-1">${w.doneHeading}</h3>
      <p class="sum" part="summary">
        <span class="m"
          >${icon('check')}${w.doneSum(sum.accepted, count(sum.accepted), reports.length, count(reports.length))}</span
        >
        <span class="t2">${w.doneCustomers(identities.actors, count(identities.actors))}</span>
      </p>
      <div class="scroll" role="region" tabindex="0" aria-label=${w.all}>
        <table class="dt rp" part="report">
          <thead>
            <tr>
              <th scope="col">${w.file}</th>
              <th class="r" scope="col">${w.rowsIn}</th>
              <th class="r" scope="col">${w.accepted}</th>
              <th class="r" scope="col">${w.rejectedColumn}</th>
            </tr>
          </thead>
          <tbody>
            ${reports.map(
              ({ name, report, profiles }) =>
                html`<tr>
                  <th scope="row">
                    <bdi>${name}</bdi>${
                      profiles
                        ? html` <span class="t3"
                            >${w.matched(profiles.matched, count(profiles.matched), count(profiles.profilesIn))}</span
                          >`
                        : nothing
                    }${report.complete ? nothing : html` <span class="tag warn">${icon('warn')}${w.incomplete}</span>`}
                  </th>
                  <td class="r">${count(report.rowsIn)}</td>
                  <td class="r">${count(report.accepted)}</td>
                  <td class="r">${count(report.rejected)}</td>
                </tr>`,
            )}
            ${
              reports.length > 1
                ? html`<tr class="s">
                    <th scope="row">${w.all}</th>
                    <td class="r">${count(sum.rowsIn)}</td>
                    <td class="r">${count(sum.accepted)}</td>
                    <td class="r">${count(sum.rejected)}</td>
                  </tr>`
                : nothing
            }
          </tbody>
        </table>
      </div>
      ${
        warnings.length > 0
          ? html`<h4>${w.warnings}</h4>
              <ul class="ids" part="warnings">
                ${warnings.map(
                  ({ name, warning }) =>
                    html`<li class="p12">
                      ${reports.length > 1 ? html`<span class="t3"><bdi>${name}</bdi> · </span>` : nothing}${more.warning[
                        warning.code
                      ](count(warning.count), warning.column ?? '')}${
                        warning.sample ? html` <bdi class="mono t3">${warning.sample.slice(0, 120)}</bdi>` : nothing
                      }
                    </li>`,
                )}
              </ul>`
          : nothing
      }
      <h4>${w.mappings}</h4>
      <div class="act under">
        ${files.map(
          (file) =>
            html`<button
              class="b"
              type="button"
              data-save-mapping=${file.name}
              aria-label=${w.saveMapping(mappingName(file.name))}
              @click=${() => view.saveMapping(file)}
            >
              ${icon('download')}<bdi>${mappingName(file.name)}</bdi>
            </button>`,
        )}
      </div>
    </section>
    <aside class="ims">
      ${rowsPart(view, w, sum)}
      <div class="act end">
        <button class="b p" type="button" data-does="restart" @click=${() => view.restart()}>${w.importMore}</button>
      </div>
    </aside>
  </div>`;
}
