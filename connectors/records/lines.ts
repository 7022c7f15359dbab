import type { Row } from './record-source.js';

/** Gives back what it is given, so that a class built on it puts its private fields on any object. */
// oxlint-disable-next-line typescript/no-extraneous-class
class Given {
  constructor(row: object) {
    return row;
  }
}

/**
 * Lines of rows, kept on the rows where nobody else sees them: a map beside them, weak or not, costs the garbage
 * collector more than reading them does.
 */
export class LineOf extends Given {
  readonly #line: number;

  private constructor(row: object, line: number) {
    super(row);
    this.#line = line;
  }

  /** Notes the line of a row; once. */
  static put(row: object, line: number): void {
    new LineOf(row, line);
  }

  /** The line noted, 0 where none was. */
  static get(row: Row): number {
    return #line in row ? row.#line : 0;
  }
}
