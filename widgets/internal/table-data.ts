/** How a column's values are written; raw values are: counts and numbers as numbers, rates 0..1, spans in ms, instants in ms UTC. */
export type ColumnKind = 'text' | 'count' | 'number' | 'rate' | 'points' | 'span' | 'instant' | 'interval';

export interface TableColumn {
  /** Name in exports; the same in every language. */
  readonly id: string;
  /** Name on screen, in the language in use. */
  readonly title: string;
  readonly kind: ColumnKind;
}

/** null is "no value". An interval is of rates, 0..1. */
export type TableValue = string | number | readonly [number, number] | null;

/** A widget's numbers as a table: what its table view, its exports and its copy show. */
export interface TableData {
  /** File name without ending, and caption. */
  readonly title: string;
  /** The first column names the row. */
  readonly columns: readonly TableColumn[];
  readonly rows: ReadonlyArray<readonly TableValue[]>;
  /** What a number opens; absent or null for one that opens nothing. */
  readonly door?: (row: number, column: number) => TableDoor | null;
  /** Rows there are, where only the first are given. */
  readonly total?: number;
}

/** A number that chooses what it counts. */
export interface TableDoor {
  readonly pressed: boolean;
  readonly open: () => void;
}
