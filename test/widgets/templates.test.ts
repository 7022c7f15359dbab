import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = globSync('widgets/**/*.ts', { cwd: root }).toSorted();

/** A place of a template where a value goes. */
interface Binding {
  readonly file: string;
  /** Element that the value belongs to, or stands in. */
  readonly tag: string;
  /** Attribute with its prefix (`.`, `?`, `@`); null for text. */
  readonly attribute: string | null;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Template {
  readonly file: string;
  readonly tag: 'html' | 'svg';
  readonly strings: readonly string[];
}

function templatesOf(file: string): Template[] {
  const found: Template[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type } = node as Node;
    if (type === 'TaggedTemplateExpression') {
      const { tag, quasi } = node as unknown as {
        tag: { name?: string };
        quasi: { quasis: Array<{ value: { cooked: string } }> };
      };
      if (tag.name === 'html' || tag.name === 'svg') {
        found.push({ file, tag: tag.name, strings: quasi.quasis.map(({ value }) => value.cooked) });
      }
    }
    Object.values(node).forEach(visit);
  };
  visit(parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }, file));
  return found;
}

/** Bindings of a template: what stands before each value says where it goes. */
function bindingsOf({ file, strings }: Template): Binding[] {
  const bindings: Binding[] = [];
  let before = '';
  for (const text of strings.slice(0, -1)) {
    before += text;
    const open = before.lastIndexOf('<');
    const inTag = open > before.lastIndexOf('>');
    const tag = /<([a-z][a-z0-9-]*)/i.exec(before.slice(Math.max(0, open)))?.[1] ?? '';
    const attribute = inTag ? (/([^\s"'<>/=]+)=["']?[^"']*$/.exec(before.slice(open))?.[1] ?? '') : null;
    bindings.push({ file, tag, attribute });
    before += '\u0000';
  }
  return bindings;
}

const templates = files.flatMap(templatesOf);
const bindings = templates.flatMap(bindingsOf);

/** Attributes that take text or numbers and can neither load nor run anything; the ones a sanitiser keeps. */
const plain = new Set(
  `class id title role part lang dir for name type value min max step colspan rowspan scope tabindex placeholder width height
  viewBox x y x1 x2 y1 y2 cx cy r rx ry d points transform fill stroke stroke-width stroke-dasharray opacity fill-opacity
  text-anchor offset patternTransform autocomplete inputmode maxlength spellcheck draggable list label alt
  accept datetime dx dy clip-path mask preserveAspectRatio`.split(/\s+/),
);

describe('templates of the elements', () => {
  it('are found, with their values', () => {
    expect(templates.length).toBeGreaterThan(50);
    expect(bindings.filter(({ attribute }) => attribute === null).length).toBeGreaterThan(100);
  });

  it('have no part that a sandbox takes out, and no script in their text', () => {
    const wrong = templates.flatMap(({ file, strings }) => {
      const text = strings.join('\u0000');
      const hits = text.match(
        /<(slot|dialog|foreignObject|script|iframe|object|embed|base|link|meta)\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|dominant-baseline/gi,
      );
      return hits ? [`${file}: ${hits.join(', ')}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('put values only where they are text, or a plain attribute, a property or a listener', () => {
    const wrong = bindings.filter(
      ({ attribute, tag }) =>
        attribute !== null &&
        !/^(@|\?)/.test(attribute) &&
        !/^(aria|data)-[a-z-]+$/.test(attribute) &&
        !/^\.(?!innerHTML|outerHTML|srcdoc|style)[a-zA-Z]+$/.test(attribute) &&
        !plain.has(attribute) &&
        !(attribute === 'href' && tag === 'a') &&
        !(attribute === 'src' && tag === 'img'),
    );
    expect(wrong).toEqual([]);
  });

  it('write no value into a style sheet, script or raw text element', () => {
    const raw = bindings.filter(
      ({ attribute, tag }) => attribute === null && /^(style|script|textarea|title|xmp|noscript)$/.test(tag),
    );
    expect(raw).toEqual([]);
  });

  it('let addresses only through what checks them', () => {
    const places = [
      ...new Set(bindings.filter(({ attribute }) => /^\.?(href|src)$/.test(attribute ?? '')).map(({ file }) => file)),
    ];
    const unchecked = places.filter(
      (file) => !/safeAddress|safe-link\.js/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(unchecked).toEqual([]);
  });

  it('use no directive that writes markup or styles, or that a sandbox breaks', () => {
    const wrong = files.flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const hits = text.match(
        /unsafeHTML|unsafeSVG|unsafeStatic|styleMap|directives\/ref|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\.setAttribute\('style'/g,
      );
      return hits ? [`${file}: ${hits.join(', ')}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});
