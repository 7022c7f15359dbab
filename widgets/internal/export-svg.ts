import { sceneOf } from './export-scene.js';

const space = 'http://www.w3.org/2000/svg';
const padding = 16;
const headHeight = 28;

/** What SVG draws with, and the value that needs no saying. */
const inlined: ReadonlyArray<readonly [property: string, usual: string]> = [
  ['fill', 'rgb(0, 0, 0)'],
  ['fill-opacity', '1'],
  ['fill-rule', 'nonzero'],
  ['stroke', 'none'],
  ['stroke-width', '1px'],
  ['stroke-opacity', '1'],
  ['stroke-dasharray', 'none'],
  ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'],
  ['opacity', '1'],
  ['clip-path', 'none'],
];
const textOnly: ReadonlyArray<readonly [property: string, usual: string]> = [
  ['font-family', ''],
  ['font-size', ''],
  ['font-weight', '400'],
  ['font-variant-numeric', 'normal'],
  ['text-anchor', 'start'],
  ['letter-spacing', 'normal'],
  ['paint-order', 'normal'],
];
/** Attributes that mean something in the page only. */
const pageOnly = /^(class|part|role|tabindex|style|data-.*|aria-.*|on.*)$/;
const shapes = new Set(['svg', 'g', 'defs', 'pattern', 'clipPath', 'path', 'rect', 'circle', 'ellipse', 'line']);
const alsoShapes = new Set(['polyline', 'polygon', 'text', 'tspan', 'linearGradient', 'radialGradient', 'stop']);

/** The drawing's card: its ground and the colour and font of its title. */
export function cardLook(drawing: Element): { surface: string; text: string; font: string } {
  const card = drawing.closest('.card') ?? drawing;
  const style = getComputedStyle(card);
  const surface = plainColour(style.backgroundColor);
  return {
    surface: /^(transparent|rgba\(0, 0, 0, 0\))$/.test(surface) ? '#ffffff' : surface,
    text: plainColour(style.color),
    font: style.fontFamily,
  };
}

/** Sizes around a drawing in a picture of it: the title above, room on all sides. */
export const margins: { readonly padding: number; readonly headHeight: number } = { padding, headHeight };

/**
 * A drawing as a file of its own: colours and fonts written out as the page shows them, what it refers to taken along, and
 * nothing of the page: no class, no script, no address.
 */
export function svgText(drawing: SVGSVGElement, title: string): string {
  const { frame, parts, texts } = sceneOf(drawing);
  const look = cardLook(drawing);
  const width = Math.ceil(frame.width + 2 * padding);
  const height = Math.ceil(frame.height + 2 * padding + headHeight);
  const root = node('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(withText('title', {}, title));
  root.append(node('rect', { width, height, fill: look.surface }));
  root.append(
    withText(
      'text',
      { x: padding, y: padding + 14, fill: look.text, 'font-family': look.font, 'font-size': 15, 'font-weight': 600 },
      title,
    ),
  );
  const needed = new Set<string>();
  const body = node('g', { transform: `translate(${padding - frame.x} ${padding + headHeight - frame.y})` });
  for (const part of parts) {
    if (!(part.drawing instanceof SVGSVGElement)) continue;
    const place = node('g', { transform: `translate(${round(part.x)} ${round(part.y)})` });
    for (const child of part.drawing.children) {
      const copy = copyOf(child, needed);
      if (copy) place.append(copy);
    }
    body.append(place);
  }
  for (const { text, x, y, style } of texts) {
    const look = { fill: plainColour(style.color), 'font-family': style.fontFamily, 'font-weight': style.fontWeight };
    body.append(
      withText('text', { x: round(x), y: round(y), ...look, 'font-size': Number.parseFloat(style.fontSize) }, text),
    );
  }
  const defs = node('defs', {});
  const scope = drawing.getRootNode() as Document | ShadowRoot;
  for (const id of needed) {
    if (body.querySelector(`[id="${CSS.escape(id)}"]`)) continue;
    const referred = scope.getElementById(id);
    const copy = referred && copyOf(referred, needed);
    if (copy) defs.append(copy);
  }
  if (defs.childElementCount > 0) root.append(defs);
  root.append(body);
  return new XMLSerializer().serializeToString(root);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text without the characters that XML has no way to write. */
function writable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

function copyOf(element: Element, needed: Set<string>): Element | null {
  const name = element.localName;
  if (!shapes.has(name) && !alsoShapes.has(name)) return null;
  const style = getComputedStyle(element);
  // What catches the pointer or shows the focus draws nothing.
  const isShown = style.display !== 'none' && style.visibility !== 'hidden';
  const inDefs = element.closest('defs, pattern, clipPath') !== null;
  if (!inDefs && (!isShown || drawsNothing(element, style))) return null;
  const copy = document.createElementNS(space, name);
  for (const { name: attribute, value } of element.attributes) {
    if (!pageOnly.test(attribute) && !attribute.includes(':') && attribute !== 'href')
      copy.setAttribute(attribute, value);
  }
  const isText = name === 'text' || name === 'tspan';
  for (const [property, usual] of isText ? [...inlined, ...textOnly] : inlined) {
    const value = plainColour(style.getPropertyValue(property));
    const id = /^url\("?#([^")]+)"?\)/.exec(value)?.[1];
    if (id !== undefined) needed.add(id);
    const written = id === undefined ? value.replace(/^(-?[\d.]+)px$/, '$1') : `url(#${id})`;
    copy.removeAttribute(property);
    // A run of letters would else take what its text has.
    const said = value !== '' && (value !== usual || name === 'tspan');
    if (said && !(name === 'g' && property !== 'opacity' && property !== 'clip-path')) {
      copy.setAttribute(property, written);
    }
  }
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      if (isText) copy.append(document.createTextNode(writable(child.nodeValue ?? '')));
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      const inner = copyOf(child as Element, needed);
      if (inner) copy.append(inner);
    }
  }
  return copy;
}

/** True for a shape without a colour. */
export function drawsNothing(element: Element, style: CSSStyleDeclaration): boolean {
  if (['g', 'svg', 'defs', 'pattern', 'clipPath', 'text', 'tspan', 'stop'].includes(element.localName)) return false;
  const clear = (property: string): boolean => {
    const value = style.getPropertyValue(property);
    return value === 'none' || value === 'transparent' || /^rgba\(.*, 0\)$/.test(value);
  };
  return clear('fill') && clear('stroke');
}

/** A colour as every reader of SVG knows it; a mixed one is serialised by browsers as `color(srgb ...)`. */
export function plainColour(value: string): string {
  return value.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g, (_all, r, g, b, a) => {
    const [red, green, blue] = [r, g, b].map((part: string) => Math.round(Number(part) * 255));
    return a === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${Number(a)})`;
  });
}

function node(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function withText(name: string, attributes: Readonly<Record<string, string | number>>, text: string): Element {
  const element = node(name, attributes);
  element.textContent = writable(text);
  return element;
}
