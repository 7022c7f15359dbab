import { BadText, type Cell } from './cells.js';
import type { Entries } from './column.js';
import { Fault } from './fault.js';
import type { Field, Leaf, SchemaNode } from './schema.js';

/** Longest text of a record's list or structure. */
const mostTextLength = 8 * 1024 * 1024;

/** What one field of a record holds: a cell, a list of scalars, or JSON text of anything else. */
export type NestedCell = Cell | readonly Cell[];

/** Fields by name, in order; a name may be anything. */
class Named {
  constructor(readonly entries: ReadonlyArray<readonly [name: string, value: Nested]>) {}
}
type Nested = Cell | readonly Nested[] | Named;

/** Stands for a field whose text would pass all bounds. */
export const tooLong: unique symbol = Symbol('too long');

/** Puts records together from the entries of a field's columns, by definition and repetition levels. */
export class Assembly {
  readonly #cursors: readonly Cursor[];

  /** @param entries one a leaf of the field, in its order */
  constructor(
    readonly field: Field,
    entries: readonly Entries[],
  ) {
    this.#cursors = field.leaves.map((leaf, k) => new Cursor(leaf, entries[k]!));
  }

  /** The field's value in the piece's record k. */
  read(record: number): NestedCell | typeof tooLong {
    for (const cursor of this.#cursors) cursor.enter(record);
    const value = this.#node(this.field.node);
    for (const cursor of this.#cursors) if (!cursor.ended) throw uneven();
    if (value instanceof Named || isList(value)) {
      if (isList(value) && value.every((item) => !(item instanceof Named) && !isList(item))) return value as Cell[];
      const text = new JsonText();
      text.add(value);
      if (text.tooLong) return tooLong;
      return text.bad ? new BadText(text.text) : text.text;
    }
    return value;
  }

  #node(node: SchemaNode): Nested {
    const cursors = this.#under(node);
    const first = cursors[0]!;
    if (first.ended) throw uneven();
    if (node.repetition !== 'required' && first.definition < node.maxDefinition) {
      for (const cursor of cursors) cursor.passGap(node.maxDefinition);
      return node.repetition === 'repeated' ? [] : null;
    }
    if (node.repetition !== 'repeated') return this.#once(node);
    const items: Nested[] = [];
    for (;;) {
      items.push(this.#once(node));
      const again = first.continues(node.maxRepetition);
      for (const cursor of cursors) if (cursor.continues(node.maxRepetition) !== again) throw uneven();
      if (!again) return items;
    }
  }

  #once(node: SchemaNode): Nested {
    if (node.leaf) return this.#under(node)[0]!.take();
    const [child] = node.children;
    if (child?.repetition === 'repeated' && node.children.length === 1) {
      if (node.shape === 'list') return this.#list(node, child);
      if (node.shape === 'map' && child.children.length === 2) return this.#map(child);
    }
    return this.#structure(node);
  }

  #structure(node: SchemaNode): Named {
    return new Named(node.children.map((child) => [child.name, this.#node(child)] as const));
  }

  /** Writers put a group between list and items, but for those that did it before that was agreed on. */
  #list(node: SchemaNode, child: SchemaNode): Nested {
    const items = this.#node(child) as readonly Nested[];
    const wrapped =
      child.leaf === null &&
      child.children.length === 1 &&
      child.name !== 'array' &&
      child.name !== `${node.name}_tuple`;
    return wrapped ? items.map((item) => (item as Named).entries[0]![1]) : items;
  }

  #map(child: SchemaNode): Named {
    const pairs = this.#node(child) as readonly Named[];
    // Of a key that stands twice, the last value counts.
    const byKey = new Map<string, Nested>();
    for (const { entries } of pairs) byKey.set(keyOf(entries[0]![1]), entries[1]![1]);
    return new Named([...byKey]);
  }

  #under(node: SchemaNode): readonly Cursor[] {
    let cursors = this.#cursorsOf.get(node);
    if (cursors === undefined) {
      const leaves = new Set(leavesOf(node));
      cursors = this.#cursors.filter(({ leaf }) => leaves.has(leaf));
      this.#cursorsOf.set(node, cursors);
    }
    return cursors;
  }
  readonly #cursorsOf = new Map<SchemaNode, readonly Cursor[]>();
}

/** Where a column stands within a record. */
class Cursor {
  #at = 0;
  #end = 0;

  constructor(
    readonly leaf: Leaf,
    readonly entries: Entries,
  ) {}

  enter(record: number): void {
    const { starts, cells } = this.entries;
    this.#at = starts[record] ?? cells.length;
    this.#end = starts[record + 1] ?? cells.length;
  }

  get ended(): boolean {
    return this.#at >= this.#end;
  }

  get definition(): number {
    return this.entries.definitions[this.#at]!;
  }

  /** Whether the next entry is another item of the list of that level. */
  continues(level: number): boolean {
    if (this.ended) return false;
    const repetition = this.entries.repetitions[this.#at]!;
    if (repetition > level) throw uneven();
    return repetition === level;
  }

  passGap(definition: number): void {
    if (this.ended || this.definition >= definition) throw uneven();
    this.#at++;
  }

  take(): Cell {
    if (this.ended) throw uneven();
    return this.entries.cells[this.#at++]!;
  }
}

class JsonText {
  text = '';
  bad = false;
  tooLong = false;

  add(value: Nested): void {
    if (this.text.length > mostTextLength) this.tooLong = true;
    if (this.tooLong) return;
    if (value instanceof BadText) {
      this.bad = true;
      this.text += JSON.stringify(value.text);
    } else if (value instanceof Named) {
      this.text += '{';
      value.entries.forEach(([name, item], k) => {
        this.text += `${k > 0 ? ',' : ''}${JSON.stringify(name)}:`;
        this.add(item);
      });
      this.text += '}';
    } else if (isList(value)) {
      this.text += '[';
      value.forEach((item, k) => {
        if (k > 0) this.text += ',';
        this.add(item);
      });
      this.text += ']';
    } else this.text += JSON.stringify(value);
  }
}

function keyOf(key: Nested): string {
  if (typeof key === 'string') return key;
  const text = new JsonText();
  text.add(key);
  return text.text;
}

function isList(value: Nested): value is readonly Nested[] {
  return Array.isArray(value);
}

function leavesOf(node: SchemaNode): Leaf[] {
  return node.leaf ? [node.leaf] : node.children.flatMap(leavesOf);
}

function uneven(): Fault {
  return new Fault('its parts do not fit together record by record');
}
