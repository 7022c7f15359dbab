import { pagePath } from '../pointer/page-path.js';
import type { Sign } from '../pointer/pointer-row.js';
import { isObject, PageNodes } from './nodes.js';

/**
 * What a recording tells of a moment, under the names that the capture script uses. `viewportHeight` is told only where
 * the recording tells how high the page is: `docHeight` is otherwise as far as the page was seen, and a depth measured
 * against that would always be all of it.
 */
export interface RecordedRow extends Partial<Record<Sign, number>> {
  session: string;
  /** Milliseconds UTC. */
  time: number | null;
  event: string;
  page: string | null;
  view: string;
  x?: number;
  y?: number;
  node?: number;
  element?: string | null;
  docWidth: number | null;
  docHeight: number | null;
  viewportWidth: number | null;
  viewportHeight?: number | null;
  scrollX: number;
  scrollY: number;
  innerX?: number;
  innerY?: number;
  observedMs?: number;
}

/** All keys that a row may have. */
export const recordedColumns: ReadonlyArray<keyof RecordedRow> = [
  ...(['session', 'time', 'event', 'page', 'view', 'x', 'y', 'node', 'element'] as const),
  ...(['docWidth', 'docHeight', 'viewportWidth', 'viewportHeight', 'scrollX', 'scrollY', 'innerX', 'innerY'] as const),
  ...(['mutationMs', 'navigationMs', 'scrollMs', 'selectionMs', 'observedMs'] as const),
];

/** How long after a click an answer is looked for. */
const OBSERVED_MS = 5000;

/** Clicks that wait for an answer at a time. */
const mostClicks = 200;

const interactions = [
  'mouseup',
  'mousedown',
  'click',
  'contextmenu',
  'dblclick',
  'focus',
  'blur',
  'touchstart',
  'touchmove',
  'touchend',
  'touchcancel',
];

interface PendingClick {
  readonly row: RecordedRow;
  readonly at: number;
}

/** Reads one session's records in order and gives rows; of a page view only once its sizes are known. */
export class Recording {
  readonly #session: string;
  readonly #nodes: PageNodes = new PageNodes();
  #rows: RecordedRow[] = [];
  #clicks: PendingClick[] = [];
  #lastTime = 0;

  // Of the page view.
  #hasView = false;
  #href: string | null = null;
  #isReloaded = false;
  #page: string | null = null;
  #view: string;
  #told: { readonly width: number; readonly height: number } | null = null;

  // Of the screen.
  #width: number | null = null;
  #height: number | null = null;
  #scrollX = 0;
  #scrollY = 0;
  /** Rows from here on were seen on a screen of one size. */
  #since = 0;
  #seenWidth = 0;
  #seenHeight = 0;

  constructor(session: string) {
    this.#session = session;
    this.#view = `${session} 0`;
  }

  /** Rows that wait for their sizes. */
  get waiting(): number {
    return this.#rows.length;
  }

  /** Nodes that are remembered. */
  get nodes(): number {
    return this.#nodes.size;
  }

  /** Takes one record; false when it is none of a recording. */
  take(record: Readonly<Record<string, unknown>>): boolean {
    const { type, data } = record;
    if (typeof type !== 'number' || !Number.isInteger(type) || type < 0 || type > 20) return false;
    const time = numberOf(record['timestamp']);
    if (time !== null) {
      this.#lastTime = time;
      this.#giveUp(time);
    }
    switch (type) {
      case 0:
      case 1:
        this.#isReloaded = true;
        return true;
      case 2:
        return isObject(data) && this.#snapshot(data);
      case 3:
        return isObject(data) && this.#increment(time, data);
      case 4:
        return isObject(data) && this.#meta(time, data);
      case 5:
        if (isObject(data) && data['tag'] === 'page-size') this.#pageSize(data['payload']);
        return true;
      default:
        return true;
    }
  }

  /** Rows whose view has ended, or all. */
  give(): RecordedRow[] {
    this.#measure();
    for (const click of this.#clicks) click.row.observedMs = this.#lastTime - click.at;
    this.#clicks = [];
    const rows = this.#rows;
    this.#rows = [];
    this.#since = 0;
    return rows;
  }

  #meta(time: number | null, data: Readonly<Record<string, unknown>>): boolean {
    const href = typeof data['href'] === 'string' ? data['href'] : null;
    // A recorder writes the address again with each snapshot; a page that is loaded again says so before.
    const isNew = !this.#hasView || href !== this.#href || this.#isReloaded;
    this.#isReloaded = false;
    if (isNew) {
      this.#see('navigationMs', time);
      this.#measure();
      this.#href = href;
      this.#page = pageOf(href);
      // By its time, so that a session that comes back later gives no two views one name.
      this.#view = `${this.#session} ${time ?? 0}`;
      this.#hasView = true;
      this.#told = null;
      this.#scrollX = this.#scrollY = 0;
    }
    this.#resize(numberOf(data['width']), numberOf(data['height']));
    if (isNew) this.#add(time, 'view');
    return true;
  }

  #snapshot(data: Readonly<Record<string, unknown>>): boolean {
    const { node, initialOffset } = data;
    this.#nodes.reset(node);
    if (isObject(initialOffset)) this.#scrollTo(numberOf(initialOffset['left']), numberOf(initialOffset['top']));
    return isObject(node);
  }

  #increment(time: number | null, data: Readonly<Record<string, unknown>>): boolean {
    const { source } = data;
    switch (source) {
      case 0:
        return this.#mutation(time, data);
      case 1:
      case 6:
      case 12:
        return this.#moves(time, source === 1 ? 'move' : source === 6 ? 'touchmove' : 'drag', data['positions']);
      case 2:
        return this.#interaction(time, data);
      case 3:
        return this.#scrolled(time, data);
      case 4:
        this.#resize(numberOf(data['width']), numberOf(data['height']));
        return true;
      case 5:
        // Never what was written.
        this.#see('selectionMs', time);
        this.#add(time, 'input', data);
        return true;
      case 14:
        if (hasSelection(data['ranges'])) this.#see('selectionMs', time);
        return true;
      default:
        return typeof source === 'number';
    }
  }

  #mutation(time: number | null, data: Readonly<Record<string, unknown>>): boolean {
    const changes = ['removes', 'adds', 'attributes', 'texts'].map((key) =>
      Array.isArray(data[key]) ? data[key] : [],
    );
    const [removes, adds, attributes] = changes as [unknown[], unknown[], unknown[]];
    if (changes.some((list) => list.length > 0)) this.#see('mutationMs', time);
    for (const one of removes) if (isObject(one)) this.#nodes.remove(one['id']);
    for (const one of adds) if (isObject(one)) this.#nodes.add(one['node'], numberOf(one['parentId']) ?? 0);
    for (const one of attributes) if (isObject(one)) this.#nodes.change(one['id'], one['attributes']);
    return true;
  }

  #moves(time: number | null, event: string, positions: unknown): boolean {
    if (!Array.isArray(positions)) return false;
    for (const position of positions) {
      if (!isObject(position)) return false;
      const offset = numberOf(position['timeOffset']) ?? 0;
      this.#add(time === null ? null : time + offset, event, position);
    }
    return true;
  }

  #interaction(time: number | null, data: Readonly<Record<string, unknown>>): boolean {
    const event = interactions[numberOf(data['type']) ?? -1];
    if (event === undefined) return false;
    const row = this.#add(time, event, data);
    if (event === 'click' && time !== null && this.#clicks.push({ row, at: time }) > mostClicks) {
      const { row: oldest, at } = this.#clicks.shift()!;
      oldest.observedMs = time - at;
    }
    return true;
  }

  #scrolled(time: number | null, data: Readonly<Record<string, unknown>>): boolean {
    const [x, y] = [numberOf(data['x']), numberOf(data['y'])];
    this.#see('scrollMs', time);
    const isPage = this.#nodes.document === null || data['id'] === this.#nodes.document;
    if (isPage) this.#scrollTo(x, y);
    const row = this.#add(time, 'scroll', isPage ? {} : { id: data['id'] });
    if (!isPage) Object.assign(row, { ...(x === null ? {} : { innerX: x }), ...(y === null ? {} : { innerY: y }) });
    return true;
  }

  /** How large the page is, told by whoever records: `record.addCustomEvent('page-size', { width, height })`. */
  #pageSize(payload: unknown): void {
    if (!isObject(payload)) return;
    const [width, height] = [numberOf(payload['width']), numberOf(payload['height'])];
    if (width === null || height === null) return;
    this.#measure();
    this.#told = { width, height };
  }

  #scrollTo(x: number | null, y: number | null): void {
    this.#scrollX = Math.max(0, x ?? this.#scrollX);
    this.#scrollY = Math.max(0, y ?? this.#scrollY);
    this.#seenWidth = Math.max(this.#seenWidth, this.#scrollX + (this.#width ?? 0));
    this.#seenHeight = Math.max(this.#seenHeight, this.#scrollY + (this.#height ?? 0));
  }

  #resize(width: number | null, height: number | null): void {
    // Another size lays the page out anew: what was seen before says nothing of it.
    this.#measure();
    this.#width = width;
    this.#height = height;
    this.#seenWidth = this.#seenHeight = 0;
    this.#scrollTo(null, null);
  }

  #add(time: number | null, event: string, at: Readonly<Record<string, unknown>> = {}): RecordedRow {
    const [x, y, node] = [numberOf(at['x']), numberOf(at['y']), numberOf(at['id'])];
    const row: RecordedRow = {
      session: this.#session,
      time,
      event,
      page: this.#page,
      view: this.#view,
      ...(x !== null && y !== null ? { x: x + this.#scrollX, y: y + this.#scrollY } : {}),
      ...(node !== null && node >= 0 ? { node, element: this.#nodes.nameOf(node) } : {}),
      docWidth: null,
      docHeight: null,
      viewportWidth: this.#width,
      scrollX: this.#scrollX,
      scrollY: this.#scrollY,
    };
    this.#rows.push(row);
    return row;
  }

  /** Gives the rows since the last time the size of the page that they were on. */
  #measure(): void {
    for (; this.#since < this.#rows.length; this.#since++) {
      const row = this.#rows[this.#since]!;
      row.docWidth = (this.#told?.width ?? this.#seenWidth) || null;
      row.docHeight = (this.#told?.height ?? this.#seenHeight) || null;
      if (this.#told) row.viewportHeight = this.#height;
    }
  }

  /** Takes a sign as the answer to the clicks that wait for one. */
  #see(sign: Sign, time: number | null): void {
    if (time === null) return;
    for (const { row, at } of this.#clicks) {
      row[sign] = time - at;
      row.observedMs = time - at;
    }
    this.#clicks = [];
  }

  /** Ends waiting for an answer to clicks that are long past. */
  #giveUp(time: number): void {
    while (this.#clicks.length > 0 && time - this.#clicks[0]!.at > OBSERVED_MS) {
      this.#clicks.shift()!.row.observedMs = OBSERVED_MS;
    }
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function pageOf(href: string | null): string | null {
  const path = href === null ? null : /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*([^?#]*)/i.exec(href)?.[1];
  return path === null || path === undefined ? null : pagePath(path.slice(0, 2000));
}

/** Whether anything is selected; a press moves an invisible caret, which is no answer. */
function hasSelection(ranges: unknown): boolean {
  return (
    Array.isArray(ranges) &&
    ranges.some((one) => isObject(one) && (one['start'] !== one['end'] || one['startOffset'] !== one['endOffset']))
  );
}
