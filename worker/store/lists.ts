import type { ColumnStorage } from './storage.js';

const blockBits = 16;
const blockSize = 1 << blockBits;

/** Texts that are there to be read. */
export interface Texts {
  readonly length: number;
  at(index: number): string;
}

/** Texts in blocks: an array of a million is copied for milliseconds when it grows. */
export class TextList implements Texts {
  length = 0;
  readonly #blocks: string[][] = [];

  /** @param begin what it begins with; blocks that are full are shared, since nothing is written to them any more */
  constructor(begin?: TextList) {
    if (!begin) return;
    this.length = begin.length;
    this.#blocks = begin.#blocks.slice();
    if ((this.length & (blockSize - 1)) !== 0) this.#blocks.push(this.#blocks.pop()!.slice());
  }

  at(index: number): string {
    return this.#blocks[index >>> blockBits]![index & (blockSize - 1)]!;
  }

  /** @returns the new length */
  push(text: string): number {
    const at = this.length & (blockSize - 1);
    if (at === 0) this.#blocks.push([]);
    this.#blocks[this.length >>> blockBits]![at] = text;
    return ++this.length;
  }
}

/** Whole numbers of 32 bits with a sign, that grow by doubling. */
export class Int32List {
  length: number;
  values: Int32Array | number[];

  /** @param begin what it begins with; kept as it is */
  constructor(storage: ColumnStorage, begin?: Int32List) {
    this.length = begin?.length ?? 0;
    this.values = begin?.values.slice() ?? (storage.kind === 'plain' ? [] : new Int32Array(64));
  }

  /** Makes room for so many more; without it the list is copied when it is full. */
  reserve(more: number): void {
    const { values, length } = this;
    if (Array.isArray(values) || length + more <= values.length) return;
    this.values = new Int32Array(Math.max(length + more, 2 * length));
    this.values.set(values);
  }

  /** @returns the new length */
  push(value: number): number {
    this.reserve(1);
    this.values[this.length] = value;
    return ++this.length;
  }
}
