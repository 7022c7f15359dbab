import { html, nothing, svg } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type {
  DeadClickResult,
  DeadClickSpec,
  FeatureMatrixResult,
  FeatureMatrixSpec,
  HeatmapGridResult,
  HeatmapGridSpec,
  RageClickResult,
  RageClickSpec,
  ScrollDepthResult,
} from '../../worker/protocol/heatmap.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import type { CardChoice } from '../internal/card-element.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { AnalysisHandle } from '../internal/analysis.js';
import { formatCompact, formatCount, formatDate, formatNumber, formatRate } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { parseInstant } from '../internal/instant.js';
import { sameData } from '../internal/plain-data.js';
import type { TableData } from '../internal/table-data.js';
import {
  accuracyOf,
  belowFold,
  boxProperties,
  depthReached,
  findingOf,
  isDeadly,
  isHasty,
  rankElements,
  recordedBox,
  wholePercents,
} from './click-model.js';
import type { Accuracy, ClickedElement, ClickRanking, PageBox, RecordedBox } from './click-model.js';
import { addCells, bandBounds, emptyField, outlines, peakOf, smooth } from './density.js';
import type { Field, Outline } from './density.js';
import { safeAddress } from './safe-address.js';
import { elementCells, gridQuestions } from './heatmap.spec.js';
import type { ClickLayer, ClickQuestions, GridQuestions } from './heatmap.spec.js';
import { textWidth } from './text-width.js';
import type { HeatmapWords } from './words.js';

export { clickStyles } from './click-map.styles.js';

/** Elements whose clicks are drawn inside them: each is a question of its own. */
const mostAnchors = 12;
const listed = 7;
const sampledRows = 2000;
/** Edge of the squares that the legend counts clicks by, px of the page. */
const squarePx = 16;
const cellPx = 8;
// A picture keeps the colours of the light scheme: the page in it does not change with the reader's.
const bandColours = ['#bbdeee', '#91c6e3', '#6aadd6', '#4a93c7', '#3278b3'] as const;
const widestSide = 960;
const gutterWidth = 60;
const mostCanvasPx = 6000;
const canvasStep = 1.2;

/** What the element tells its click map, read anew in each render. */
export interface ClickMapInput {
  readonly page: string;
  readonly questions: ClickQuestions;
  readonly result: FeatureMatrixResult;
  readonly spec: FeatureMatrixSpec;
  readonly layer: ClickLayer;
  readonly viewports: readonly number[];
  readonly minCell: number;
  readonly background: string | null;
  readonly backgroundDate: string | null;
  readonly pageWidth: number | null;
  readonly pageHeight: number | null;
  readonly boxes: Readonly<Record<string, PageBox>> | null;
  readonly surface: Element | null;
  readonly room: number;
  readonly narrow: boolean;
  readonly locale: Locale;
  readonly t: HeatmapWords;
  /** What the own clause chooses, where it is an element of this map. */
  readonly chosen: string | null;
}

/** What a click map needs of its element. */
export interface ClickMapIo {
  readonly for: () => string | null;
  /** What is to be drawn, read before each render; null for nothing. */
  readonly input: () => ClickMapInput | null;
  readonly root: () => ParentNode;
  /** Controls that have no room in the head; null where they have. */
  readonly tools: () => TemplateResult | null;
  readonly choose: (choice: CardChoice) => void;
  readonly openList: (mark: Mark, title: string, from: Pick<AnalysisHandle, 'list'>) => void;
  readonly listRows: AnalysisController['listRows'];
}

interface Drawn {
  readonly bounds: readonly number[];
  readonly outlines: ReadonlyArray<readonly Outline[]>;
  readonly cols: number;
  readonly rows: number;
}

/**
 * The clicks of a page over its picture: asks the further questions, places the clicks, and draws.
 *
 * Clicks on elements whose box in the picture is known are drawn inside that box, wherever the element was when it was
 * clicked; all others by their place on the page.
 */
export class ClickMap implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #io: ClickMapIo;
  readonly #total: AnalysisController<FeatureMatrixResult>;
  readonly #scroll: AnalysisController<ScrollDepthResult>;
  readonly #dead: AnalysisController<DeadClickResult>;
  readonly #rage: AnalysisController<RageClickResult>;
  readonly #classes: AnalysisController<HeatmapGridResult>;
  readonly #elementGrids: ReadonlyArray<AnalysisController<HeatmapGridResult>>;
  /** Over the page: all and tied ones; then those of what stays while the page scrolls. */
  readonly #placeGrids: ReadonlyArray<AnalysisController<HeatmapGridResult>>;
  #input: ClickMapInput | null = null;
  #grids: GridQuestions | null = null;
  #anchors: readonly string[] = [];
  #gridKey = '';
  /** What rows said of elements, by name; of one question. */
  #recorded = new Map<string, RecordedBox | null>();
  #recordedKey = '';
  #sampling: AbortController | null = null;
  #picture: { readonly src: string; readonly width: number; readonly height: number } | null = null;
  #pictureFailed = '';
  #drawnFrom: readonly unknown[] = [];
  #drawn: Drawn | null = null;
  #painted: readonly unknown[] = [];
  #accuracy: Accuracy | null = null;

  constructor(host: ReactiveControllerHost & Element, io: ClickMapIo) {
    this.#host = host;
    this.#io = io;
    // Before its questions: what they ask follows from what it takes in.
    host.addController(this);
    const ask = (spec: () => Spec | null): AnalysisController => new AnalysisController(host, { for: io.for, spec });
    const of = (key: 'clicks' | 'scroll' | 'dead' | 'rage' | 'classes'): AnalysisController =>
      ask(() => this.#input?.questions[key] ?? null);
    this.#total = of('clicks') as AnalysisController<FeatureMatrixResult>;
    this.#scroll = of('scroll') as AnalysisController<ScrollDepthResult>;
    this.#dead = of('dead') as AnalysisController<DeadClickResult>;
    this.#rage = of('rage') as AnalysisController<RageClickResult>;
    this.#classes = of('classes') as AnalysisController<HeatmapGridResult>;
    const grids = (count: number, pick: (i: number) => HeatmapGridSpec | undefined) =>
      Array.from({ length: count }, (_, i) => ask(() => pick(i) ?? null) as AnalysisController<HeatmapGridResult>);
    this.#elementGrids = grids(mostAnchors, (i) => this.#grids?.elements[i]);
    this.#placeGrids = grids(4, (i) => placesOf(this.#grids)[i]);
  }

  /** All its questions. */
  get controllers(): readonly AnalysisController[] {
    return [
      this.#total,
      this.#scroll,
      this.#dead,
      this.#rage,
      this.#classes,
      ...this.#elementGrids,
      ...this.#placeGrids,
    ] as unknown as AnalysisController[];
  }

  /** Takes in what the element draws now. */
  hostUpdate(): void {
    const input = (this.#input = this.#io.input());
    if (!input) {
      this.#grids = null;
      return;
    }
    const sampleKey = JSON.stringify(input.spec);
    if (sampleKey !== this.#recordedKey) {
      this.#recordedKey = sampleKey;
      this.#sampling?.abort();
      this.#sampling = null;
      this.#recorded = new Map();
    }
    const wanted = this.#wantedAnchors(input);
    const unknown = wanted.filter((name) => !this.#hostBox(input, name) && !this.#recorded.has(name));
    if (unknown.length > 0) this.#sample(unknown);
    // Until the boxes are known nothing is asked: a picture that jumps is worse than one that comes a moment later.
    else this.#askGrids(input, wanted);
  }

  #wantedAnchors({ result, minCell }: ClickMapInput): string[] {
    const { counts, actors } = result.featureTotals;
    return result.features
      .map((name, i) => ({ name, count: counts[i]!, actors: actors[i]! }))
      .filter(
        ({ name, actors: all }, i) =>
          name !== '' && all >= minCell && !(result.other && i === result.features.length - 1),
      )
      .slice(0, mostAnchors)
      .map(({ name }) => name);
  }

  #askGrids(input: ClickMapInput, wanted: readonly string[]): void {
    const anchors = wanted.filter((name) => this.#boxOf(input, name) !== null);
    const { width, height } = this.#pageSize(input);
    const cols = Math.max(20, Math.min(250, Math.round(width / cellPx)));
    const rows = Math.max(20, Math.min(1000, Math.round(height / cellPx)));
    const key = JSON.stringify([input.spec, input.layer, anchors, cols, rows]);
    if (key === this.#gridKey && this.#grids) return;
    this.#gridKey = key;
    this.#anchors = anchors;
    this.#grids = gridQuestions(inRange(input), input.layer, anchors, cols, rows);
  }

  /** Asks the latest clicks where their elements were: one list, which all elements that matter are in many times. */
  #sample(names: readonly string[]): void {
    if (this.#sampling) return;
    const abort = (this.#sampling = new AbortController());
    const properties = [this.#input!.spec.rows!.prop, ...boxProperties];
    const page = { offset: 0, limit: sampledRows, properties, sort: { by: 'time', descending: true } } as const;
    void this.#io
      .listRows({ kind: 'cell' }, page, abort.signal)
      .then(
        ({ rows }) => rows.map(({ values }) => values),
        () => [],
      )
      .then((rows) => {
        if (abort.signal.aborted) return;
        this.#sampling = null;
        for (const name of names) {
          const own = rows.filter(([element]) => String(element) === name).map((values) => values.slice(1));
          this.#recorded.set(name, recordedBox(own));
        }
        this.#host.requestUpdate();
      });
  }

  /** Where an element is in the picture, as the page says; shares of the page. */
  #hostBox(input: ClickMapInput, name: string): PageBox | null {
    const given = input.boxes?.[name];
    if (given) {
      const { width, height } = this.#givenSize(input) ?? { width: 0, height: 0 };
      return width > 0 && height > 0 ? shareOf(given, width, height) : null;
    }
    if (!input.surface) return null;
    const whole = input.surface.getBoundingClientRect();
    const element = input.surface.querySelector(`[data-tp-name="${CSS.escape(name)}"]`);
    if (!element || whole.width === 0 || whole.height === 0) return null;
    const { left, top, width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0) return null;
    return shareOf({ left: left - whole.left, top: top - whole.top, width, height }, whole.width, whole.height);
  }

  #boxOf(input: ClickMapInput, name: string): PageBox | null {
    return this.#hostBox(input, name) ?? this.#recorded.get(name)?.box ?? null;
  }

  /** Size of the page as its host gives it. */
  #givenSize({ pageWidth, pageHeight, surface, background }: ClickMapInput): { width: number; height: number } | null {
    if (pageWidth && pageHeight) return { width: pageWidth, height: pageHeight };
    const picture = this.#picture?.src === background ? this.#picture : null;
    if (picture) {
      const width = pageWidth || picture.width;
      return { width, height: (width * picture.height) / picture.width };
    }
    const rect = surface?.getBoundingClientRect();
    return rect && rect.width > 0 && rect.height > 0 ? { width: rect.width, height: rect.height } : null;
  }

  #pageSize(input: ClickMapInput): { width: number; height: number } {
    const given = this.#givenSize(input);
    if (given) return given;
    const recorded = [...this.#recorded.values()].filter((box) => box !== null);
    const middle = (of: (box: RecordedBox) => number, otherwise: number): number =>
      recorded.map(of).sort((a, b) => a - b)[recorded.length >> 1] ?? otherwise;
    return { width: middle((box) => box.docWidth, 1280), height: middle((box) => box.docHeight, 1600) };
  }

  // What is drawn

  #results(): { elements: HeatmapGridResult[]; places: Array<HeatmapGridResult | null> } | null {
    const grids = this.#grids;
    if (!grids) return null;
    const asked = placesOf(grids);
    const elements = this.#elementGrids.slice(0, grids.elements.length).map(resultOf<HeatmapGridResult>);
    const places = this.#placeGrids.map((grid, i) => (asked[i] ? resultOf<HeatmapGridResult>(grid) : null));
    if (!elements.every((result) => result !== null)) return null;
    return places.every((result, i) => result !== null || !asked[i]) ? { elements, places } : null;
  }

  /** Smoothed density and its bands, made anew only when an answer has changed. */
  #density(input: ClickMapInput, total: number): Drawn | null {
    const results = this.#results();
    if (!results) return this.#drawn;
    const size = this.#pageSize(input);
    const from = [...results.elements, ...results.places, size.width, size.height, total];
    if (sameItems(from, this.#drawnFrom)) return this.#drawn;
    this.#drawnFrom = from;
    const [all, tied, fixed, fixedTied] = results.places;
    if (!all || !fixed) return this.#drawn;
    this.#accuracy = accuracyOf(
      results.elements,
      [tied ? [all, tied] : [all], fixedTied ? [fixed, fixedTied] : [fixed]],
      total,
    );
    const { cols, rows } = this.#grids!.page[0];
    const field = emptyField(cols, rows);
    for (const [i, grid] of results.elements.entries()) {
      const box = this.#boxOf(input, this.#anchors[i]!);
      if (box) addCells(field, grid.cells, elementCells, elementCells, box);
    }
    const whole = { left: 0, top: 0, width: 1, height: 1 };
    // What stays while the page scrolls is drawn where it is before anybody scrolls: on the first screen.
    const screen = { ...whole, height: Math.min(1, resultOf(this.#scroll)?.foldLine ?? 1) };
    addCells(field, all.cells, cols, rows, whole);
    if (tied) addCells(field, tied.cells, cols, rows, whole, -1);
    addCells(field, fixed.cells, cols, rows, screen);
    if (fixedTied) addCells(field, fixedTied.cells, cols, rows, screen, -1);
    this.#drawn = bandsOf(field, size.width / cols, size.height / rows);
    return this.#drawn;
  }

  /** Elements by their clicks; null until the layer's own answer is there. */
  ranking(): ClickRanking | null {
    const input = this.#input;
    if (!input) return null;
    const dead = resultOf(this.#dead);
    const rage = resultOf(this.#rage);
    if ((input.layer === 'dead' && !dead) || (input.layer === 'rage' && !rage)) return null;
    return rankElements(input.layer, input.result, dead, rage, input.minCell, listed);
  }

  /** Customers with any click; null until told. */
  get actors(): number | null {
    return resultOf(this.#total)?.featureTotals.actors[0] ?? null;
  }

  /** Clicks by class of width, for the menu of widths; null until told. */
  get classCounts(): readonly number[] | null {
    const result = resultOf(this.#classes);
    if (!result || !this.#input) return null;
    const counts = Array.from({ length: this.#input.viewports.length + 1 }, () => 0);
    for (const [i, place] of result.cells.classes.entries()) counts[place]! += result.cells.counts[i]!;
    return counts;
  }

  render(): TemplateResult {
    const input = this.#input!;
    const { t, narrow, room } = input;
    const ranking = this.ranking();
    const drawn = this.#density(input, ranking?.total ?? 0);
    const side = room >= widestSide - 42;
    return html`<div class="cw ${side ? 'duo' : ''}">
      ${this.#renderMap(input, ranking, side)}
      <div class="cs">
        ${this.#renderAccuracy(input)} ${ranking ? this.#renderRanking(input, ranking) : nothing}
        ${this.#renderScroll(input)} ${ranking ? this.#renderFinding(input, ranking) : nothing}
        ${drawn && drawn.bounds.length > 0 ? renderLegend(input, drawn) : nothing}
        ${narrow ? nothing : html`<p class="vh">${t.mapLabel(input.page)}</p>`}
      </div>
    </div>`;
  }

  /** Size of the drawing: the picture and the gutter beside it. */
  #places(input: ClickMapInput, side: boolean): { width: number; height: number; gutter: number } {
    const { width, height } = this.#pageSize(input);
    const pane = input.room + (side ? 2 - 318 : 0);
    const gutter = pane >= 460 && resultOf(this.#scroll)?.foldLine != null ? gutterWidth + 62 : 0;
    const shown = Math.max(160, Math.min(width, pane - gutter));
    return { width: Math.round(shown), height: Math.round((shown * height) / width), gutter };
  }

  #renderMap(input: ClickMapInput, ranking: ClickRanking | null, side: boolean): TemplateResult {
    const { t, page, background } = input;
    const { width, height, gutter } = this.#places(input, side);
    const address = safeAddress(background);
    const given = background !== null && background !== '';
    const failed = given && (address === null || this.#pictureFailed === background);
    const picture = given && !failed;
    const scroll = resultOf(this.#scroll);
    const fold = scroll?.foldLine != null && scroll.foldLine < 1 ? scroll.foldLine : null;
    const { height: pagePx } = this.#pageSize(input);
    const date = this.#pictureDate(input);
    const note = picture ? (date === '' ? '' : t.pictureOf(date)) : failed ? t.noPicture : t.sketch;
    const tools = this.#io.tools();
    return html`<div class="cm">
      ${tools === null ? nothing : html`<div class="ctools">${tools}</div>`}
      <div class="cscroll" tabindex="0" role="group" aria-label=${t.mapLabel(page)}>
        <div class="cpos">
          <div class="cpage" part="picture">
            ${
              picture
                ? html`<img
                    .src=${address ?? ''}
                    alt=${t.picture(page)}
                    draggable="false"
                    @load=${this.#handlePicture}
                    @error=${this.#handlePictureError}
                  />`
                : this.#renderSketch(input, width, height)
            }
            <canvas class="dens" aria-hidden="true"></canvas>
            ${this.#renderMarks(input, ranking, width, height, fold, pagePx)}
          </div>
          ${gutter > 0 && scroll ? renderGutter(input, scroll, width, height, fold) : nothing}
        </div>
      </div>
      ${note === '' ? nothing : html`<p class="cnote">${note}</p>`}
    </div>`;
  }

  /** In place of a picture: the boxes of the elements, with their names. */
  #renderSketch(input: ClickMapInput, width: number, height: number): TemplateResult {
    const boxes = this.#wantedAnchors(input).flatMap((name) => {
      const box = this.#boxOf(input, name);
      return box ? [{ name, ...scaled(box, width, height) }] : [];
    });
    return html`<svg class="csk" width=${width} height=${height} aria-hidden="true">
      ${boxes.map(({ name, left, top, width: wide, height: high }) => {
        const letters = Math.floor((wide - 8) / 6);
        const shown = textWidth(name, 11) <= wide - 6 ? name : letters > 3 ? `${name.slice(0, letters - 1)}…` : '';
        return svg`<rect x=${left} y=${top} width=${wide} height=${high} rx="3"></rect>
          <text x=${left + wide / 2} y=${top + high / 2 + 4}>${shown}</text>`;
      })}
    </svg>`;
  }

  #renderMarks(
    input: ClickMapInput,
    ranking: ClickRanking | null,
    width: number,
    height: number,
    fold: number | null,
    pagePx: number,
  ): TemplateResult {
    const { t, locale, chosen } = input;
    const placed = (ranking?.elements ?? []).flatMap((element) => {
      const box = this.#boxOf(input, element.name);
      return box ? [{ element, box: scaled(box, width, height) }] : [];
    });
    const foldText = fold === null ? '' : t.fold(formatCount(locale, Math.round(fold * pagePx)));
    const foldY = fold === null ? 0 : Math.round(fold * height) + 0.5;
    const pill = Math.min(width - 16, textWidth(foldText, 11) + 16);
    return html`<svg class="cmk" width=${width} height=${height} aria-hidden="true">
      ${
        fold === null
          ? nothing
          : svg`<path class="fold" d="M0 ${foldY}H${width}"></path>
              <rect class="ink" x="8" y=${foldY - 9.5} width=${pill} height="19" rx="4"></rect>
              <text class="inv" x="16" y=${foldY + 3.5}>${foldText}</text>`
      }
      ${placed.map(({ element, box }) =>
        element.name === chosen
          ? svg`<rect class="chalo" x=${box.left - 3} y=${box.top - 3} width=${box.width + 6} height=${box.height + 6} rx="4"></rect>
              <rect class="cring" x=${box.left - 3} y=${box.top - 3} width=${box.width + 6} height=${box.height + 6} rx="4"></rect>`
          : nothing,
      )}
      ${placed.map(({ element, box }) => {
        const x = Math.min(width - 10, box.left + box.width);
        const y = Math.max(10, box.top);
        return svg`<g class="bdg ${element.name === chosen ? 'on' : ''}" @click=${() => this.#choose(element)}>
          <rect class="hit" x=${box.left} y=${box.top} width=${box.width} height=${box.height}></rect>
          <circle cx=${x} cy=${y} r="9"></circle>
          <text x=${x} y=${y + 4}>${formatCount(locale, element.rank)}</text>
        </g>`;
      })}
    </svg>`;
  }

  #renderAccuracy({ t, locale }: ClickMapInput): TemplateResult | typeof nothing {
    const accuracy = this.#accuracy;
    if (!accuracy || accuracy.tied + accuracy.placed + accuracy.leftOut === 0) return nothing;
    const parts = [accuracy.tied, accuracy.placed, accuracy.leftOut];
    const percents = wholePercents(parts);
    const text = (i: number): string => formatRate(locale, percents[i]! / 100).replace(/\.0/, '');
    const level = percents[0]! >= 80 ? 'high' : percents[0]! >= 50 ? 'fair' : 'low';
    const words = [t.tied, t.byPlace, t.leftOut];
    return html`<section class="csec">
      <h3>${t.accuracy}</h3>
      <p>
        <span class="tag ${level === 'high' ? 'good' : level === 'low' ? 'warn' : ''}" part="accuracy">
          ${level === 'low' ? icon('warn') : level === 'high' ? icon('check') : nothing}${t.accuracyLevel[level](text(0))}</span
        >
      </p>
      ${partsBar(parts)}
      <ul class="accl">
        ${words.map((word, i) => html`<li><b class="num">${text(i)}</b> <span>${word}</span></li>`)}
      </ul>
    </section>`;
  }

  #renderRanking(input: ClickMapInput, { elements, elsewhere, total }: ClickRanking): TemplateResult {
    const { t, locale, chosen, layer } = input;
    return html`<section class="csec">
      <h3 id="ranks">${t.ranking}</h3>
      ${
        total === 0 && layer !== 'all'
          ? html`<p class="t3">${t.noLayer[layer]}</p>`
          : html`<ol class="els" aria-labelledby="ranks" @keydown=${this.#handleRankKey}>
              ${elements.map(
                (element, i) =>
                  html`<li>
                    <button
                      class="el"
                      type="button"
                      data-element=${element.name}
                      tabindex=${(chosen === null ? i === 0 : element.name === chosen) || (i === 0 && !elements.some(({ name }) => name === chosen)) ? 0 : -1}
                      aria-pressed=${element.name === chosen}
                      @click=${() => this.#choose(element)}
                    >
                      <span class="no num">${formatCount(locale, element.rank)}</span>
                      <span class="nm"><bdi>${element.name}</bdi>${rankTags(input, element)}</span>
                      <span class="num">${formatCount(locale, element.clicks)}</span>
                    </button>
                  </li>`,
              )}
              <li class="elr t3">
                <span class="no"></span><span class="nm">${t.elsewhere}</span
                ><span class="num">${formatCount(locale, elsewhere)}</span>
              </li>
            </ol>`
      }
    </section>`;
  }

  #renderScroll({ t, locale }: ClickMapInput): TemplateResult | typeof nothing {
    const scroll = resultOf(this.#scroll);
    if (!scroll) return nothing;
    const half = depthReached(scroll, 0.5);
    const percent = (share: number): string => formatRate(locale, share).replace(/\.0%/, '%');
    const below = belowFold(scroll);
    return html`<section class="csec">
      <h3>${t.scrollDepth}</h3>
      ${
        scroll.views === 0
          ? html`<p class="t3">${t.noScroll}</p>`
          : html`<ul class="accl">
              ${below === null ? nothing : html`<li><b class="num">${percent(below)}</b> <span>${t.belowFold}</span></li>`}
              ${half === null ? nothing : html`<li><b class="num">${percent(0.5)}</b> <span>${t.halfReach(percent(half))}</span></li>`}
              <li><b class="num">${percent(scroll.shares[99] ?? 0)}</b> <span>${t.reachEnd}</span></li>
            </ul>`
      }
    </section>`;
  }

  #renderFinding(input: ClickMapInput, { elements }: ClickRanking): TemplateResult | typeof nothing {
    const { t, locale, minCell, questions, page } = input;
    const finding = findingOf(elements, minCell);
    if (!finding) return nothing;
    const { element } = finding;
    const dead = finding.kind === 'dead';
    const verdict = resultOf(this.#dead)?.targets.find((target) => target.element === element.name);
    const judged = verdict ? verdict.dead + verdict.live + verdict.unknown : 0;
    const body = dead
      ? t.deadBody(
          formatCount(locale, element.dead!),
          formatCount(locale, judged),
          formatNumber(locale, (questions.dead.deadMs ?? 2500) / 1000),
        )
      : t.rageBody(element.rageRuns, formatCount(locale, element.rageRuns));
    const count = dead ? element.deadActors : element.rageActors;
    const open = (): void => {
      const target = (dead ? resultOf(this.#dead) : resultOf(this.#rage))?.targets.find(
        (one) => one.element === element.name,
      );
      const at = { page: target?.page ?? page, element: element.name };
      if (dead) this.#io.openList({ kind: 'dead', ...at }, t.deadList(element.name), this.#dead);
      else this.#io.openList({ kind: 'fired', ...at }, t.rageList(element.name), this.#rage);
    };
    return html`<section class="evi" part="finding">
      <b>${dead ? t.deadTitle(element.name) : t.rageTitle(element.name)}</b>
      ${body}
      <button class="a" type="button" data-opens="list" @click=${open}>
        ${t.showCustomers(count, formatCount(locale, count))}
      </button>
    </section>`;
  }

  // What a person does

  #choose(element: ClickedElement): void {
    const { layer, spec, page, t } = this.#input!;
    const { name } = element;
    if (layer === 'all') {
      const filter = { kind: 'actors', spec, mark: element.mark } as const;
      this.#io.choose({ mark: element.mark, filter, label: { key: 'element', args: [name] } });
      return;
    }
    const questions = inRange(this.#input!);
    const asked: DeadClickSpec | RageClickSpec = layer === 'dead' ? questions.dead : questions.rage;
    const mark: Mark =
      layer === 'dead' ? { kind: 'dead', page, element: name } : { kind: 'fired', page, element: name };
    const text = layer === 'dead' ? t.deadList(name) : t.rageList(name);
    this.#io.choose({
      mark,
      spec: asked,
      filter: { kind: 'actors', spec: asked, mark },
      label: { key: 'customers', args: [text] },
    });
  }

  readonly #handleRankKey = (event: KeyboardEvent): void => {
    const items = [...this.#io.root().querySelectorAll<HTMLElement>('.el')];
    const at = items.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = items[Math.max(0, Math.min(items.length - 1, to))]!;
    for (const item of items) item.tabIndex = item === next ? 0 : -1;
    next.focus();
  };

  readonly #handlePicture = (event: Event): void => {
    const image = event.target as HTMLImageElement;
    const src = this.#input?.background ?? '';
    if (this.#picture?.src === src || image.naturalWidth === 0) return;
    this.#picture = { src, width: image.naturalWidth, height: image.naturalHeight };
    this.#pictureFailed = '';
    this.#host.requestUpdate();
  };

  readonly #handlePictureError = (): void => {
    this.#pictureFailed = this.#input?.background ?? '';
    this.#host.requestUpdate();
  };

  /** Sizes and paints what templates cannot: after a render. */
  drawn(): void {
    const input = this.#input;
    const pageBox = this.#io.root().querySelector<HTMLElement>('.cpage');
    const canvas = this.#io.root().querySelector<HTMLCanvasElement>('canvas.dens');
    if (!input || !pageBox || !canvas) return;
    const { width, height } = this.#places(input, input.room >= widestSide - 42);
    pageBox.style.width = `${width}px`;
    pageBox.style.height = `${height}px`;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pixels = canvasSize(width, height, globalThis.devicePixelRatio || 1);
    // Heights of one shape differ by a rounded pixel.
    const same = Math.abs(canvas.height - pixels.height) <= 2;
    const state = [this.#drawn, pixels.width, same, canvas];
    if (same && sameItems(state, this.#painted)) return;
    this.#painted = [this.#drawn, pixels.width, true, canvas];
    paint(canvas, this.#drawn, pixels.width, pixels.height);
  }

  /** The answer whose marks a spec's are; null where it is none of this map's. */
  answerOf(spec: Spec): AnalysisHandle | null {
    const found = spec.kind === 'deadClick' ? this.#dead : spec.kind === 'rageClick' ? this.#rage : null;
    const { state } = found ?? {};
    return found && state?.status === 'ready' && sameData(state.spec, spec)
      ? (found as unknown as AnalysisHandle)
      : null;
  }

  /** What the map says first. */
  sentence(t: HeatmapWords): { first: string; more: string } {
    const ranking = this.ranking();
    const first = ranking?.elements[0];
    if (!ranking || !first || !this.#input) return { first: '', more: '' };
    const { locale, minCell } = this.#input;
    const finding = findingOf(ranking.elements, minCell);
    return {
      first: t.mostClicked[this.#input.layer](first.name, formatRate(locale, first.clicks / ranking.total)),
      more:
        finding?.kind === 'dead'
          ? t.deadSentence(finding.element.name, formatRate(locale, finding.element.deadShare))
          : '',
    };
  }

  #pictureDate({ backgroundDate, locale }: ClickMapInput): string {
    const at = backgroundDate ? parseInstant(backgroundDate) : Number.NaN;
    return Number.isNaN(at) ? '' : formatDate(locale, at, 'UTC');
  }

  /** The list as a table, with all that is known of each element; other clicks last, so that it adds up. */
  table(title: string): TableData {
    const { t, layer, result, minCell } = this.#input!;
    const dead = resultOf(this.#dead);
    const rage = resultOf(this.#rage);
    const { elements, elsewhere, total } = rankElements(layer, result, dead, rage, minCell, 1000);
    const c = t.clickColumns;
    return {
      title,
      columns: [
        { id: 'rank', title: c.rank, kind: 'count' },
        { id: 'element', title: c.element, kind: 'text' },
        { id: 'clicks', title: c.clicks, kind: 'count' },
        { id: 'customers', title: c.customers, kind: 'count' },
        { id: 'share', title: c.share, kind: 'rate' },
        { id: 'dead_clicks', title: c.dead, kind: 'count' },
        { id: 'rage_runs', title: c.rage, kind: 'count' },
      ],
      rows: [
        ...elements.map((element) => [
          element.rank,
          element.name,
          element.clicks,
          element.actors,
          total > 0 ? element.clicks / total : null,
          element.dead,
          element.rageRuns,
        ]),
        [null, t.elsewhere, elsewhere, null, total > 0 ? elsewhere / total : null, null, null],
      ],
      door: (row, column) => {
        const element = elements[row];
        if (!element || column !== 3) return null;
        return { pressed: element.name === this.#input?.chosen, open: () => this.#choose(element) };
      },
    };
  }
}

/** Grids over the page: all, tied, all that stays while the page scrolls, those of it that are tied. */
function placesOf(grids: GridQuestions | null): ReadonlyArray<HeatmapGridSpec | undefined> {
  return grids ? [grids.page[0], grids.page[1], grids.fixed[0], grids.fixed[1]] : [];
}

/** The questions in the range that is on screen, which may be the period of the selection. */
function inRange({ questions, spec }: ClickMapInput): ClickQuestions {
  const range = spec.range ? { range: spec.range } : {};
  return {
    ...questions,
    elements: spec,
    dead: { ...questions.dead, ...range },
    rage: { ...questions.rage, ...range },
  };
}

function resultOf<R>(controller: { state: { status: string; result?: R; previous?: R | null } }): R | null {
  const { state } = controller;
  if (state.status === 'ready') return state.result ?? null;
  return state.status === 'failed' ? (state.previous ?? null) : null;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function shareOf({ left, top, width, height }: PageBox, pageWidth: number, pageHeight: number): PageBox {
  return { left: left / pageWidth, top: top / pageHeight, width: width / pageWidth, height: height / pageHeight };
}

function scaled({ left, top, width, height }: PageBox, wide: number, high: number): PageBox {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { left: round(left * wide), top: round(top * high), width: round(width * wide), height: round(height * high) };
}

/**
 * The bands of a field: smoothed by what a fingertip or a pointer's aim spreads, cut at round numbers of clicks in a
 * square of 16 px.
 *
 * @param wide, high size of a cell, px of the page
 */
export function bandsOf(field: Field, wide: number, high: number): Drawn {
  const smoothed = smooth(field, Math.max(1.25, squarePx / Math.sqrt(wide * high)));
  const perSquare = (squarePx * squarePx) / (wide * high);
  const bounds = bandBounds(peakOf(smoothed) * perSquare);
  return {
    bounds,
    outlines: bounds.map((bound) => outlines(smoothed, bound / perSquare)),
    cols: field.cols,
    rows: field.rows,
  };
}

/**
 * Pixels of a canvas for a drawing of this size. Widths go in steps of a fifth: a card that is being resized stretches
 * what is painted, and paints anew only now and then.
 *
 * @param ratio pixels of the screen for one px
 */
export function canvasSize(width: number, height: number, ratio: number): { width: number; height: number } {
  const wanted = width * Math.min(ratio, mostCanvasPx / Math.max(width, height));
  const step = canvasStep ** Math.ceil(Math.log(wanted) / Math.log(canvasStep));
  const wide = Math.max(1, Math.round(Math.min(step, (mostCanvasPx * width) / Math.max(width, height))));
  return { width: wide, height: Math.max(1, Math.round((wide * height) / width)) };
}

/** Fills the bands, palest first, on a canvas of this many pixels. */
export function paint(canvas: HTMLCanvasElement, drawn: Drawn | null, wide: number, high: number): void {
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, wide, high);
  if (!drawn) return;
  const x = wide / drawn.cols;
  const y = high / drawn.rows;
  for (const [i, lines] of drawn.outlines.entries()) {
    context.fillStyle = bandColours[i]!;
    context.beginPath();
    for (const line of lines) {
      context.moveTo(line[0]! * x, line[1]! * y);
      for (let k = 2; k < line.length; k += 2) context.lineTo(line[k]! * x, line[k + 1]! * y);
      context.closePath();
    }
    context.fill('evenodd');
  }
}

function renderLegend({ t, locale, room }: ClickMapInput, { bounds }: Drawn): TemplateResult {
  // The last label is the longest, and stands beyond its step.
  const wide = Math.max(24, Math.min(50, Math.floor((room - 56) / bounds.length) - 2));
  const last = bounds.length - 1;
  const text = (bound: number): string => (bound < 1 ? formatNumber(locale, bound) : formatCompact(locale, bound));
  return html`<section class="csec clg" part="legend">
    <p>${t.perSquare(formatCount(locale, squarePx))}</p>
    <svg class="c lgd" width=${bounds.length * (wide + 2) + 48} height="26" aria-hidden="true">
      ${bounds.map(
        (bound, i) =>
          svg`<rect class="band" x=${i * (wide + 2)} y="0" width=${wide} height="10" rx="1"></rect>
            <rect class="band${i}" x=${i * (wide + 2)} y="0" width=${wide} height="10" rx="1"></rect>
            <text class="t3" x=${i * (wide + 2)} y="24">${i === last ? t.andMore(text(bound)) : text(bound)}</text>`,
      )}
    </svg>
    <span class="vh">${bounds.map(text).join(', ')}</span>
  </section>`;
}

/** How far down the page views were seen, beside the picture and on its scale. */
function renderGutter(
  { t, locale }: ClickMapInput,
  scroll: ScrollDepthResult,
  left: number,
  height: number,
  fold: number | null,
): TemplateResult {
  const x = (share: number): number => Math.round(share * gutterWidth * 10) / 10;
  const points = scroll.shares.map((share, i) => `${x(share ?? 0)} ${Math.round(((i + 1) / 100) * height * 10) / 10}`);
  const line = `M${x(1)} 0L${points.join('L')}`;
  const marks = [0.75, 0.5, 0.25].flatMap((share) => {
    const depth = depthReached(scroll, share);
    return depth === null || depth >= 1 ? [] : [{ share, y: Math.round(depth * height) + 0.5 }];
  });
  // Two depths that lie close together share the place of the first.
  const apart = marks.filter(({ y }, i) => i === 0 || Math.abs(y - marks[i - 1]!.y) >= 14);
  const foldY = fold === null ? null : Math.round(fold * height) + 0.5;
  return html`<svg class="cgut" width=${gutterWidth + 52} height=${height} role="img" aria-label=${t.reached}>
    <text class="t3" x="0" y="-8">${t.reached}</text>
    <path class="soft" d="${line}L0 ${height}L0 0Z"></path>
    <path class="lineD" d=${line}></path>
    <path class="base" d="M.5 0V${height}"></path>
    ${foldY === null ? nothing : svg`<path class="fold2" d="M-24 ${foldY}H${gutterWidth}"></path>`}
    ${apart.map(
      ({ share, y }) =>
        svg`<path class="base" d="M0 ${y}H${gutterWidth + 6}"></path>
          <text class="t1" x=${gutterWidth + 10} y=${y + 4}>${formatRate(locale, share).replace('.0', '')}</text>`,
    )}
  </svg>`;
}

function partsBar(parts: readonly number[]): TemplateResult {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const names = ['data', 'soft', 'past'];
  const room = 278 - 4;
  let x = 0;
  return html`<svg class="c accb" viewBox="0 0 278 8" preserveAspectRatio="none" height="8" aria-hidden="true">
    ${parts.map((part, i) => {
      if (part === 0) return nothing;
      const width = Math.max(3, (part / total) * room);
      const at = x;
      x += width + 2;
      return svg`<rect class=${names[i]} x=${at.toFixed(1)} width=${width.toFixed(1)} height="8" rx="2"></rect>`;
    })}
  </svg>`;
}

function rankTags({ t, locale, layer }: ClickMapInput, element: ClickedElement): TemplateResult | typeof nothing {
  if (layer === 'all' && isDeadly(element)) {
    const share = `${formatCount(locale, Math.round(element.deadShare! * 100))}%`;
    return html`<span class="tag warn">${icon('warn')}${t.deadTag(share)}</span>`;
  }
  if (layer === 'all' && isHasty(element)) {
    return html`<span class="tag warn"
      >${icon('warn')}${t.rageTag(element.rageRuns, formatCount(locale, element.rageRuns))}</span
    >`;
  }
  return nothing;
}
