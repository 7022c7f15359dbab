/** Nodes remembered of one recording; of a page with more, the oldest are forgotten. */
export const mostNodes = 200_000;

const NAME_LENGTH = 100;
const mostSteps = 256;

interface Known {
  readonly parent: number;
  readonly tag: string;
  readonly id: string;
  readonly name: string;
}

/**
 * Which node is called what, from the snapshot and the changes after it: tags, ids and `data-tp-name`, no texts and no
 * other attributes.
 */
export class PageNodes {
  /** The document's own number; scrolling of any other node is scrolling within the page. */
  document: number | null = null;
  #nodes = new Map<number, Known>();

  get size(): number {
    return this.#nodes.size;
  }

  /** Takes a whole page; what was known before is gone. */
  reset(root: unknown): void {
    this.#nodes = new Map();
    this.document = isObject(root) && typeof root['id'] === 'number' ? root['id'] : null;
    this.add(root, 0);
  }

  /** Takes a node and all within it. */
  add(node: unknown, parent: number): void {
    const waiting: Array<readonly [node: unknown, parent: number]> = [[node, parent]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [one, above] = next;
      if (!isObject(one) || typeof one['id'] !== 'number') continue;
      const { id, tagName, attributes, childNodes } = one;
      // Only elements are pointed at; texts stay unread.
      if (typeof tagName === 'string') this.#put(id as number, above, tagName, attributes);
      if (!Array.isArray(childNodes)) continue;
      for (let k = childNodes.length - 1; k >= 0; k--) waiting.push([childNodes[k], id as number]);
    }
  }

  remove(id: unknown): void {
    if (typeof id === 'number') this.#nodes.delete(id);
  }

  /** Takes changed attributes of a node. */
  change(id: unknown, attributes: unknown): void {
    const known = typeof id === 'number' ? this.#nodes.get(id) : undefined;
    if (known && isObject(attributes)) this.#nodes.set(id as number, { ...known, ...named(attributes, known) });
  }

  /**
   * What a node is called: the name that the page's author gave it or what lies around it, else the closest id with the
   * tag within it (`form#login button`), else its tag.
   */
  nameOf(id: number): string | null {
    const self = this.#nodes.get(id);
    if (!self) return null;
    let byId: string | null = null;
    let at: Known | undefined = self;
    for (let steps = 0; at && steps < mostSteps; steps++) {
      if (at.name !== '') return at.name;
      if (byId === null && at.id !== '') byId = `${at.tag}#${at.id}${at === self ? '' : ` ${self.tag}`}`;
      at = this.#nodes.get(at.parent);
    }
    return byId ?? self.tag;
  }

  #put(id: number, parent: number, tagName: string, attributes: unknown): void {
    const nothing = { id: '', name: '' };
    const own = isObject(attributes) ? named(attributes, nothing) : nothing;
    this.#nodes.delete(id);
    this.#nodes.set(id, { parent, tag: tagName.slice(0, NAME_LENGTH).toLowerCase(), ...own });
    if (this.#nodes.size > mostNodes) this.#nodes.delete(this.#nodes.keys().next().value!);
  }
}

function named(
  attributes: Readonly<Record<string, unknown>>,
  before: { readonly id: string; readonly name: string },
): { readonly id: string; readonly name: string } {
  const text = (key: string, old: string): string => {
    const value = attributes[key];
    return typeof value === 'string' ? value.slice(0, NAME_LENGTH) : value === null ? '' : old;
  };
  return { id: text('id', before.id), name: text('data-tp-name', before.name) };
}

/** Whether a value is an object of JSON, as `parseJson` gives them. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
