/**
 * Lets a few calls through at a time, the others in order as these end: the engine carries out one after the other, so
 * that more would only pile up on its side, where they cannot be taken back.
 */
export class CallQueue {
  readonly #most: number;
  readonly #waiting: Array<() => void> = [];
  #under = 0;

  /** @param most calls under way at a time */
  constructor(most: number) {
    this.#most = most;
  }

  /** Calls `send` now or when its turn comes; each turn ends with one `leave`. */
  enter(send: () => void): void {
    if (this.#under >= this.#most) {
      this.#waiting.push(send);
      return;
    }
    this.#under++;
    send();
  }

  /** Ends a turn and gives it to the next that waits. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#under--;
  }

  /** Those that wait are never sent. */
  close(): void {
    this.#waiting.length = 0;
  }
}
