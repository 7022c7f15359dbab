import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { Locale } from '../internal/format.js';
import { stepOf } from './colour-scale.js';
import type { ColourScale } from './colour-scale.js';
import { areaBox, boxesPath, cellBox } from './heatmap.layout.js';
import type { Area, Box, MatrixLayout, Place } from './heatmap.layout.js';
import { amountText, boundText, compactText } from './labels.js';
import type { ColumnName } from './labels.js';
import { amountOf } from './matrix-model.js';
import type { MatrixLine, MatrixModel, Measure } from './matrix-model.js';
import { textWidth } from './text-width.js';
import type { HeatmapWords } from './words.js';

/** All that a matrix is drawn from. */
export interface MatrixView {
  readonly model: MatrixModel;
  readonly layout: MatrixLayout;
  readonly scale: ColourScale;
  readonly measure: Measure;
  readonly rowNames: readonly ColumnName[];
  readonly columnNames: readonly ColumnName[];
  readonly area: Area | null;
  readonly locale: Locale;
  readonly t: HeatmapWords;
  /** Fewest customers of a cell that is told; 0 tells all. */
  readonly minCell: number;
}

/** The drawing: cells by colour, totals above and right, labels, and what is chosen. */
export function matrixChart(view: MatrixView, label: string, drag: Area | null): TemplateResult {
  const { layout, area } = view;
  return html`<svg
    class="c hm"
    width=${layout.width}
    height=${layout.height}
    viewBox="0 0 ${layout.width} ${layout.height}"
    role="img"
    aria-label=${label}
  >
    ${hatch()}
    <g class="tot">${barsAbove(view)}${barsRight(view)}</g>
    <g class="cells">${cellPaths(view)}</g>
    ${values(view)}${labels(view)}${area ? chosen(areaBox(layout, area), '') : nothing}
    ${drag ? chosen(areaBox(layout, drag), 'drag') : nothing}
  </svg>`;
}

function hatch(): TemplateResult {
  return svg`<defs><pattern id="h-lite" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <path class="hlt" d="M.5 0v5"></path>
  </pattern></defs>`;
}

function chosen({ x, y, width, height }: Box, kind: string): TemplateResult {
  return svg`<g class="sel ${kind}">
    <rect class="halo" x=${x} y=${y} width=${width} height=${height} rx="3"></rect>
    <rect class="selring" x=${x} y=${y} width=${width} height=${height} rx="3"></rect>
  </g>`;
}

/** One path for each colour, so that a matrix of any size stays a handful of elements. */
function cellPaths({ model, layout, scale, measure }: MatrixView): TemplateResult[] {
  const byClass = new Map<string, Box[]>();
  for (const [i, cell] of model.cells.entries()) {
    const place = { row: Math.floor(i / model.columns.length), column: i % model.columns.length };
    const amount = amountOf(cell, measure);
    const name =
      cell.state === 'withheld' ? 'wth' : cell.state === 'none' || !amount ? 'non' : `q${stepOf(scale, amount)}`;
    const boxes = byClass.get(name);
    if (boxes) boxes.push(cellBox(layout, place));
    else byClass.set(name, [cellBox(layout, place)]);
  }
  const radius = layout.pitchX >= 16 ? 2 : 1;
  return [...byClass]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, boxes]) => svg`<path class=${name} d=${boxesPath(boxes, radius)}></path>`);
}

function values({ model, layout, scale, measure, locale }: MatrixView): TemplateResult | typeof nothing {
  if (!layout.printed) return nothing;
  const texts: TemplateResult[] = [];
  for (const [i, cell] of model.cells.entries()) {
    const amount = amountOf(cell, measure);
    if (cell.state !== 'told' || !amount) continue;
    const box = cellBox(layout, { row: Math.floor(i / model.columns.length), column: i % model.columns.length });
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2 + 4;
    texts.push(
      svg`<text class="v v${stepOf(scale, amount)}" x=${x} y=${y}>${compactText(locale, measure, amount)}</text>`,
    );
  }
  return svg`<g class="vals">${texts}</g>`;
}

function barsAbove({ model, layout, measure }: MatrixView): TemplateResult[] {
  const { columns } = model;
  const most = greatest(columns, measure);
  const { left, pitchX, gap, baseY, barsAbove: room } = layout;
  const line = svg`<path class="ln" d="M${left} ${baseY + 0.5}H${left + pitchX * columns.length}"></path>`;
  if (most === 0) return [line];
  const boxes = columns.flatMap((column, i): Box[] => {
    const amount = amountOf(column, measure) ?? 0;
    if (amount <= 0) return [];
    // A bar of an amount above 0 can be seen.
    const height = Math.max(2, (amount / most) * room);
    return [{ x: left + i * pitchX + gap / 2, y: baseY - height, width: pitchX - gap, height }].map(rounded);
  });
  return [svg`<path class="mbar" d=${boxesPath(boxes, 1)}></path>`, line];
}

function barsRight({ model, layout, measure, locale, t }: MatrixView): TemplateResult[] {
  const { rows } = model;
  const { left, top, pitchX, pitchY, barsRight: room, columns, width } = layout;
  const end = left + pitchX * columns;
  const withText = width - end > 12;
  const most = greatest(rows, measure);
  const boxes = rows.flatMap((row, i): Box[] => {
    const amount = amountOf(row, measure) ?? 0;
    if (amount <= 0 || room === 0 || most === 0) return [];
    const high = Math.min(12, pitchY - 4);
    return [
      {
        x: end + 8,
        y: top + i * pitchY + (pitchY - high) / 2,
        width: Math.max(2, (amount / most) * room),
        height: high,
      },
    ].map(rounded);
  });
  const texts = withText
    ? rows.map(
        (row, i) =>
          svg`<text class="t3 e" x=${width} y=${top + i * pitchY + pitchY / 2 + 4}>${totalText(locale, t, measure, row)}</text>`,
      )
    : [];
  return [svg`<path class="mbar" d=${boxesPath(boxes, 1)}></path>`, ...texts];
}

/** A total as it is written: with a sign where withheld cells make it a lower bound. */
export function totalText(locale: Locale, t: HeatmapWords, measure: Measure, line: MatrixLine): string {
  if (line.state === 'withheld') return t.withheld;
  const text = amountText(locale, measure, amountOf(line, measure));
  return line.partial && amountOf(line, measure) !== null ? t.atLeast(text) : text;
}

function greatest(lines: readonly MatrixLine[], measure: Measure): number {
  return lines.reduce((most, line) => Math.max(most, amountOf(line, measure) ?? 0), 0);
}

function labels({ model, layout, rowNames, columnNames }: MatrixView): TemplateResult {
  const { top, pitchY, rowLabelEvery } = layout;
  const y = top + pitchY * model.rows.length + 16;
  return svg`<g class="lab">
    ${rowNames.map(({ axis }, i) =>
      i % rowLabelEvery === 0
        ? svg`<text class="t1" x="0" y=${round(top + i * pitchY + pitchY / 2 + 4)}>${axis}</text>`
        : nothing,
    )}
    ${columnTicks(layout, columnNames).map(({ x, text }) => svg`<text class="t3" x=${x} y=${y}>${text}</text>`)}
  </g>`;
}

/** Labels below the columns, as many as stand apart. */
function columnTicks(layout: MatrixLayout, names: readonly ColumnName[]): Array<{ x: number; text: string }> {
  const { left, pitchX, labelEvery, width } = layout;
  const ticks: Array<{ x: number; text: string }> = [];
  let free = 0;
  for (const [i, { axis }] of names.entries()) {
    const x = round(left + i * pitchX + 1.5);
    const wide = textWidth(axis, 11);
    if (axis === '' || i % labelEvery !== 0 || x < free || x + wide > width + 8) continue;
    ticks.push({ x, text: axis });
    free = x + wide + 8;
  }
  return ticks;
}

/** Names of the rows by themselves, to stay in sight where the drawing scrolls. */
export function rowLabels({ layout, rowNames }: MatrixView): TemplateResult {
  const { left, height, top, pitchY } = layout;
  return html`<svg class="hlab" width=${left - 4} height=${height} aria-hidden="true">
    ${rowNames.map(
      ({ axis }, i) => svg`<text class="t1" x="0" y=${round(top + i * pitchY + pitchY / 2 + 4)}>${axis}</text>`,
    )}
  </svg>`;
}

/** What the colours mean: lower bounds, and the forms of what has no colour. */
export function matrixLegend(
  { scale, measure, model, locale, t, minCell }: MatrixView,
  leftOut: string,
  room: number,
): TemplateResult {
  const { bounds, steps } = scale;
  const texts = bounds.map((bound) => boundText(locale, measure, bound));
  const longest = texts.reduce((most, text) => Math.max(most, textWidth(text, 11)), 0);
  const wide = Math.min(Math.max(38, longest + 8), Math.floor(room / Math.max(1, bounds.length)));
  // Where labels would touch, every second one stands.
  const every = longest + 4 > wide ? 2 : 1;
  const withheld = model.cells.some(({ state }) => state === 'withheld');
  const none = model.cells.some(({ state }) => state === 'none');
  return html`<div class="hleg" part="legend">
    ${
      bounds.length === 0
        ? nothing
        : html`<span class="hln">${t.perCell[measure]}</span>
            <svg class="c lgd" width=${bounds.length * wide} height="26" aria-hidden="true">
              ${steps.map(
                (step, i) =>
                  svg`<rect class="q${step}" x=${i * wide} y="0" width=${wide - 1} height="10" rx="1"></rect>
                    <text class="t3" x=${i * wide} y="23">${i % every === 0 ? texts[i] : ''}</text>`,
              )}
            </svg>
            <span class="vh">${texts.join(', ')}</span>`
    }
    ${
      withheld
        ? html`<span class="key">${swatch('wth')}${t.withheldKey(amountText(locale, 'counts', minCell))}</span>`
        : nothing
    }
    ${none ? html`<span class="key">${swatch('non')}${t.none}</span>` : nothing}
    ${leftOut === '' ? nothing : html`<span class="t3">${leftOut}</span>`}
  </div>`;
}

function swatch(name: string): TemplateResult {
  return html`<svg class="c" width="12" height="12" aria-hidden="true">
    <rect class=${name} x=".5" y=".5" width="11" height="11" rx="2"></rect>
  </svg>`;
}

/** What a place is called: row and column, or whose total it is. */
export function placeName({ rowNames, columnNames, t, model }: MatrixView, { row, column }: Place): string {
  if (row < 0) return t.columnTotal(columnNames[column]!.full);
  if (column >= model.columns.length) return t.rowTotal(rowNames[row]!.full);
  return t.cellName(rowNames[row]!.full, columnNames[column]!.full);
}

/** The amounts of a place, name and text; empty where they are withheld. */
export function placeAmounts(view: MatrixView, { row, column }: Place): Array<readonly [name: string, text: string]> {
  const { model, t, locale } = view;
  const line = row < 0 ? model.columns[column] : column >= model.columns.length ? model.rows[row] : null;
  const of = line ?? model.cells[row * model.columns.length + column];
  if (!of || of.state === 'withheld') return [];
  const partial = line?.partial ?? false;
  const names = (['actors', 'counts', 'share', 'value'] as const).filter((name) => of[name] !== null);
  return names.map((name) => {
    const text = amountText(locale, name, of[name]);
    return [t.tipLine[name], partial ? t.atLeast(text) : text] as const;
  });
}

/** A place in one sentence, for screen readers. */
export function placeText(view: MatrixView, place: Place): string {
  const name = placeName(view, place);
  const amounts = placeAmounts(view, place);
  const said = amounts.length === 0 ? view.t.withheld : amounts.map(([what, text]) => `${what} ${text}`).join(', ');
  return `${name}: ${said}`;
}

/** What is beside a place: its name and amounts. */
export function placeTip(view: MatrixView, place: Place): TemplateResult {
  const amounts = placeAmounts(view, place);
  return html`<b>${placeName(view, place)}</b> ${
      amounts.length === 0
        ? html`<p>${view.t.withheldNote(amountText(view.locale, 'counts', view.minCell))}</p>`
        : html`<dl class="tipv">
            ${amounts.map(
              ([name, text]) =>
                html`<dt>${name}</dt>
                  <dd class="num">${text}</dd>`,
            )}
          </dl>`
    }`;
}

function rounded({ x, y, width, height }: Box): Box {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
