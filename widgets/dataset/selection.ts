import type { Filter, TimeRange } from '../../worker/protocol/filter.js';

/** Sorts of elements that take part in a selection. */
export type WidgetKind = 'funnel' | 'journey' | 'heatmap' | 'paths' | 'metric' | 'filter' | 'quality';

/** What a clause is called, in no language: a key of `clause-words.ts` and the names and numbers that go into it. */
export interface ClauseLabel {
  readonly key: string;
  readonly args: ReadonlyArray<string | number>;
}

/**
 * One widget's part of the selection, as plain data. `filter` is written as if the widget stood alone: an actors
 * filter in it means the actors behind its mark under the clauses chosen before it.
 */
export interface Clause {
  /** The widget that it comes from: its id, else its kind with a number. */
  readonly source: string;
  readonly widget: WidgetKind;
  readonly filter: Filter;
  readonly label: ClauseLabel;
}

/** All that is selected; survives JSON and an address. */
export interface SelectionData {
  /** In the order in which they were chosen; one a widget. */
  readonly clauses: readonly Clause[];
  /** Key of the customer that is open; filters nothing. */
  readonly actor: string | null;
  /** Range of the specs that name none of their own. */
  readonly period: TimeRange | null;
  /** Range to compare with, for widgets that compare. */
  readonly compare: TimeRange | null;
}

/** Nothing selected. */
export const emptySelection: SelectionData = { clauses: [], actor: null, period: null, compare: null };

const keptSteps = 50;

/**
 * What is chosen in the widgets of a dataset, what it means for each of them, and the way back.
 *
 * A widget is not filtered by its own clause. Every other clause filters it, each under those chosen before it: so the
 * widgets show exactly the customers that the latest choice counted.
 */
export class Selection {
  readonly #onChange: (by: 'person' | 'program') => void;
  #data: SelectionData = emptySelection;
  #past: SelectionData[] = [];
  #hovered: string | null = null;
  readonly #hoverWatchers = new Set<() => void>();

  constructor(onChange: (by: 'person' | 'program') => void) {
    this.#onChange = onChange;
  }

  get data(): SelectionData {
    return this.#data;
  }

  get clauses(): readonly Clause[] {
    return this.#data.clauses;
  }

  get actor(): string | null {
    return this.#data.actor;
  }

  get period(): TimeRange | null {
    return this.#data.period;
  }

  get compare(): TimeRange | null {
    return this.#data.compare;
  }

  /** Key of the customer that the pointer rests on anywhere; filters nothing. */
  get hovered(): string | null {
    return this.#hovered;
  }

  /** Whether `undo` has something to take back. */
  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** A widget's clause; null without one. */
  clauseOf(source: string): Clause | null {
    return this.#data.clauses.find((clause) => clause.source === source) ?? null;
  }

  /** A person chose: the clause takes the place of its widget's, as the latest. */
  set(clause: Clause): void {
    const others = this.#data.clauses.filter(({ source }) => source !== clause.source);
    this.#go({ ...this.#data, clauses: [...others, clause] });
  }

  /**
   * A widget words its clause anew, since its question has changed and the choice stands; or drops it, since it means
   * nothing any more. No choice of a person: nothing to undo, told to nobody but the widgets.
   */
  amend(source: string, clause: Clause | null): void {
    const clauses = this.#data.clauses.flatMap((each) => (each.source !== source ? [each] : clause ? [clause] : []));
    if (clause && !this.clauseOf(source)) clauses.push(clause);
    if (!clause && !this.clauseOf(source)) return;
    this.#data = { ...this.#data, clauses };
    this.#onChange('program');
  }

  /** A person took a widget's clause back. */
  remove(source: string): void {
    if (!this.clauseOf(source)) return;
    this.#go({ ...this.#data, clauses: this.#data.clauses.filter((clause) => clause.source !== source) });
  }

  /** A person opened a customer, or closed the one that was open. */
  open(actor: string | null): void {
    if (actor !== this.#data.actor) this.#go({ ...this.#data, actor });
  }

  /** A person chose a period, and what to compare it with. */
  setPeriod(period: TimeRange | null, compare: TimeRange | null): void {
    this.#go({ ...this.#data, period, compare });
  }

  /** A person still moves the period just set: one gesture is one step to undo. */
  movePeriod(period: TimeRange | null, compare: TimeRange | null): void {
    this.#data = { ...this.#data, period, compare };
    this.#onChange('person');
  }

  /** A person took everything back. */
  clear(): void {
    if (!isEmpty(this.#data)) this.#go(emptySelection);
  }

  /** Takes the latest step back. @returns false when there is none */
  undo(): boolean {
    const before = this.#past.pop();
    if (!before) return false;
    this.#data = before;
    this.#onChange('person');
    return true;
  }

  /** Set by program: nothing to undo, and told to nobody but the widgets. */
  replace(data: SelectionData): void {
    this.#data = data;
    this.#past = [];
    this.#onChange('program');
  }

  hover(actor: string | null): void {
    if (actor === this.#hovered) return;
    this.#hovered = actor;
    for (const watcher of this.#hoverWatchers) watcher();
  }

  /** Calls `watcher` whenever `hovered` changes, until the returned function is called. */
  watchHover(watcher: () => void): () => void {
    this.#hoverWatchers.add(watcher);
    return () => this.#hoverWatchers.delete(watcher);
  }

  /** What narrows a widget's rows: `base`, and every clause but its own. `source` null is filtered by all. */
  filterFor(source: string | null, base: Filter | null): Filter | null {
    let parts: readonly Filter[] = base ? [base] : [];
    for (const clause of this.#data.clauses) {
      if (clause.source !== source) parts = [...parts, under(clause.filter, conjunction(parts))];
    }
    return conjunction(parts);
  }

  #go(data: SelectionData): void {
    this.#past = [...this.#past, this.#data].slice(-keptSteps);
    this.#data = data;
    this.#onChange('person');
  }
}

function isEmpty({ clauses, actor, period, compare }: SelectionData): boolean {
  return clauses.length === 0 && actor === null && period === null && compare === null;
}

function conjunction(parts: readonly Filter[]): Filter | null {
  if (parts.length === 0) return null;
  return parts.length === 1 ? parts[0]! : { kind: 'and', of: parts };
}

/** The filter with its marks asked under `context`. */
function under(filter: Filter, context: Filter | null): Filter {
  if (context === null) return filter;
  switch (filter.kind) {
    case 'actors': {
      const own = filter.filter ? [filter.filter] : [];
      return { ...filter, filter: conjunction([context, ...own])! };
    }
    case 'and':
    case 'or':
      return { kind: filter.kind, of: filter.of.map((part) => under(part, context)) };
    case 'not':
      return { kind: 'not', of: under(filter.of, context) };
    default:
      return filter;
  }
}

/**
 * What is written in an address or set by program, checked: unknown keys and shapes are refused as a whole. What a
 * filter in it means is checked by the engine.
 * @returns null for what is no selection
 */
export function checkedSelection(value: unknown): SelectionData | null {
  if (!isRecord(value)) return null;
  const { clauses = [], actor = null, period = null, compare = null, ...rest } = value;
  if (Object.keys(rest).length > 0 || !Array.isArray(clauses) || clauses.length > 64) return null;
  if (actor !== null && typeof actor !== 'string') return null;
  if (!isRange(period) || !isRange(compare) || !clauses.every(isClause)) return null;
  return { clauses, actor, period, compare };
}

const kinds: readonly string[] = [
  'funnel',
  'journey',
  'heatmap',
  'paths',
  'metric',
  'filter',
  'quality',
] satisfies WidgetKind[];

function isClause(value: unknown): value is Clause {
  if (!isRecord(value)) return false;
  const { source, widget, filter, label } = value;
  return (
    typeof source === 'string' &&
    kinds.includes(widget as string) &&
    isRecord(filter) &&
    typeof filter['kind'] === 'string' &&
    isRecord(label) &&
    typeof label['key'] === 'string' &&
    Array.isArray(label['args']) &&
    label['args'].every((arg) => typeof arg === 'string' || typeof arg === 'number')
  );
}

function isRange(value: unknown): value is TimeRange | null {
  return value === null || (isRecord(value) && Number.isFinite(value['from']) && Number.isFinite(value['to']));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
