import type { PathNode } from '../protocol/paths.js';
import { finish, type Steps } from '../steps.js';
import { longer } from './longer.js';

/** Numbers a label, side by side since they are used together, and where each of them lies. */
const width = 8;
const at = { visits: 0, starts: 1, ends: 2, actors: 3, reached: 4, continued: 5, dropped: 6, mark: 7 };
/** What a path does at a label: is there, goes on, ends, came from another. */
const went = { there: 1, on: 2, end: 4, from: 8 };

/**
 * What is counted of each label: paths with it, that begin at it, that end at it; actors with it, with an edge into it,
 * out of it, with a path that ends at it. Labels are numbered from 0 in order of appearance.
 */
export class LabelCounts {
  #numbers: Int32Array | number[];
  #labels = 0;

  /** @param plain plain arrays instead of typed ones, for hosts where these are slow */
  constructor(plain: boolean) {
    this.#numbers = plain ? [] : new Int32Array(width * 64);
  }

  /** Makes room for so many more labels, with rests: without it a long list is copied at once when it is full. */
  *reserve(more: number): Steps<void> {
    const numbers = this.#numbers;
    const most = (this.#labels + more) * width;
    if (!Array.isArray(numbers) && most > numbers.length) this.#numbers = yield* longer(numbers, most);
  }

  /** Counts a path at a label, which is its first, its last, both or neither. */
  add(label: number, actor: number, first: boolean, last: boolean): void {
    const own = label * width;
    if (label === this.#labels) this.#open(own);
    const numbers = this.#numbers;
    numbers[own + at.visits]!++;
    if (first) numbers[own + at.starts]!++;
    if (last) numbers[own + at.ends]!++;
    // The actor counted last, and in the lowest four bits what it was counted for: actors come one after the other.
    const mark = numbers[own + at.mark]!;
    const what = went.there | (last ? went.end : went.on) | (first ? 0 : went.from);
    const known = mark >>> 4 === actor ? mark & 15 : 0;
    numbers[own + at.mark] = (actor << 4) | known | what;
    const fresh = what & ~known;
    if (fresh === 0) return;
    if ((fresh & went.there) !== 0) numbers[own + at.actors]!++;
    if ((fresh & went.on) !== 0) numbers[own + at.continued]!++;
    if ((fresh & went.end) !== 0) numbers[own + at.dropped]!++;
    if ((fresh & went.from) !== 0) numbers[own + at.reached]!++;
  }

  #open(own: number): void {
    finish(this.reserve(1));
    this.#labels++;
    for (let k = 0; k < at.mark; k++) this.#numbers[own + k] = 0;
    this.#numbers[own + at.mark] = -1;
  }

  visits(label: number): number {
    return this.#numbers[label * width + at.visits]!;
  }

  starts(label: number): number {
    return this.#numbers[label * width + at.starts]!;
  }

  ends(label: number): number {
    return this.#numbers[label * width + at.ends]!;
  }

  /** All that a result tells of a label. */
  of(label: number): Omit<PathNode, 'label' | 'position' | 'name'> {
    const own = label * width;
    const number = (k: number): number => this.#numbers[own + k]!;
    return {
      visits: number(at.visits),
      starts: number(at.starts),
      ends: number(at.ends),
      actors: number(at.actors),
      reached: number(at.reached),
      continued: number(at.continued),
      dropped: number(at.dropped),
    };
  }
}
