import { TextTable } from '../identity/tables.js';
import type { Steps } from '../steps.js';
import { Int32List, TextList } from './lists.js';
import type { ColumnStorage } from './storage.js';

const STEP = 1 << 13;

/**
 * The rows' own ids, by source, with a fingerprint of each row's content. In layers, of which none is written once it is
 * laid down: a load adds one on top of those there are, so that a load that fails changes nothing and a small append
 * copies no more than itself. A layer has more than twice the ids of the one above it, so that there are few.
 */
export class SourceIds {
  readonly #layers: readonly IdLayer[];

  private constructor(layers: readonly IdLayer[]) {
    this.#layers = layers;
  }

  static readonly none: SourceIds = new SourceIds([]);

  /** Fingerprint of an id that is known; undefined for others. */
  find(key: string): number | undefined {
    for (const layer of this.#layers) {
      const fingerprint = layer.find(key);
      if (fingerprint !== undefined) return fingerprint;
    }
    return undefined;
  }

  /** With a layer more; the layer belongs to the result. */
  *with(layer: IdLayer, storage: ColumnStorage): Steps<SourceIds> {
    if (layer.keys.length === 0) return this;
    const layers = this.#layers.slice();
    let top = layer;
    while (layers.length > 0 && layers[layers.length - 1]!.keys.length <= 2 * top.keys.length) {
      top = yield* joined(layers.pop()!, top, storage);
    }
    return new SourceIds([...layers, top]);
  }
}

/** Ids of one load, or of several joined. */
export class IdLayer {
  readonly keys: TextList = new TextList();
  readonly #fingerprints: Int32List;
  readonly table: TextTable;

  constructor(storage: ColumnStorage) {
    this.table = new TextTable(storage, this.keys);
    this.#fingerprints = new Int32List(storage);
  }

  /** Fingerprint of an id that is known; undefined for others. */
  find(key: string): number | undefined {
    const id = this.table.find(key);
    return id === 0 ? undefined : this.fingerprint(id - 1);
  }

  /** Fingerprint of the id at a place. */
  fingerprint(at: number): number {
    return this.#fingerprints.values[at]! >>> 0;
  }

  /** Makes room for so many more ids. */
  *reserve(more: number): Steps<void> {
    yield* this.table.reserve(more);
    this.#fingerprints.reserve(more);
    yield 0;
  }

  /** Adds an id that is not there yet; room has been reserved. */
  add(key: string, fingerprint: number): void {
    this.keys.push(key);
    this.#fingerprints.push(fingerprint | 0);
    this.table.add(key);
  }
}

function* joined(below: IdLayer, above: IdLayer, storage: ColumnStorage): Steps<IdLayer> {
  const both = new IdLayer(storage);
  yield* both.reserve(below.keys.length + above.keys.length);
  for (const layer of [below, above]) {
    for (let i = 0; i < layer.keys.length; i++) {
      both.add(layer.keys.at(i), layer.fingerprint(i));
      if ((i & (STEP - 1)) === STEP - 1) yield 0;
    }
  }
  return both;
}
