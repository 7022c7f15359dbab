import { fontOf, sceneOf } from './export-scene.js';
import { cardLook, drawsNothing, margins, plainColour } from './export-svg.js';

/** Px of the picture for one of the page. */
const density = 2;

/**
 * A drawing with its title as a picture. SVG is drawn shape by shape: an image of it would need a `blob:` or `data:` address,
 * which strict pages refuse.
 * @throws where the page does not give its drawing away (an image of another site in it)
 */
export async function pngOf(drawing: SVGSVGElement | HTMLCanvasElement, title: string): Promise<Blob> {
  const { frame, parts, texts } = sceneOf(drawing);
  const { padding, headHeight } = margins;
  const look = cardLook(drawing);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((frame.width + 2 * padding) * density);
  canvas.height = Math.ceil((frame.height + 2 * padding + headHeight) * density);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('The page has no canvas to draw on.');
  pen.scale(density, density);
  pen.fillStyle = look.surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = look.text;
  pen.font = `600 15px ${look.font}`;
  pen.fillText(title, padding, padding + 14);
  const left = padding - frame.x;
  const top = padding + headHeight - frame.y;
  for (const { drawing: part, x, y } of parts) {
    if (part instanceof HTMLCanvasElement) {
      const { width, height } = part.getBoundingClientRect();
      pen.drawImage(part, left + x, top + y, width, height);
      continue;
    }
    const origin = new DOMMatrix([density, 0, 0, density, (left + x) * density, (top + y) * density]);
    const walk: Walk = { pen, origin, root: part, scope: part.getRootNode() as Document | ShadowRoot };
    pen.save();
    for (const child of part.children) draw(walk, child, 1);
    pen.restore();
  }
  for (const { text, x, y, style } of texts) {
    pen.font = fontOf(style);
    pen.fillStyle = plainColour(style.color);
    pen.fillText(text, left + x, top + y);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The page does not give its drawing away.');
  return blob;
}

interface Walk {
  readonly pen: CanvasRenderingContext2D;
  /** From the drawing's own px to those of the canvas. */
  readonly origin: DOMMatrix;
  readonly root: SVGSVGElement;
  readonly scope: Document | ShadowRoot;
}

const containers = new Set(['g', 'svg']);

function draw(walk: Walk, element: Element, opacity: number): void {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  const seen = opacity * Number(style.opacity || '1');
  const name = element.localName;
  const clip = clipOf(walk, element, style);
  if (clip) {
    walk.pen.save();
    place(walk, element);
    walk.pen.clip(clip);
  }
  if (containers.has(name)) for (const child of element.children) draw(walk, child, seen);
  else if (name === 'text') drawText(walk, element as SVGTextElement, seen);
  else if (!drawsNothing(element, style)) {
    const path = outlineOf(element);
    if (path) drawPath(walk, element as SVGGraphicsElement, path, style, seen);
  }
  if (clip) walk.pen.restore();
}

/** Sets the pen to an element's own coordinates. */
function place({ pen, origin }: Walk, element: Element): void {
  const own = (element as SVGGraphicsElement).getCTM?.();
  const m = own ? origin.multiply(new DOMMatrix([own.a, own.b, own.c, own.d, own.e, own.f])) : origin;
  pen.setTransform(m);
}

function drawPath(
  walk: Walk,
  element: SVGGraphicsElement,
  path: Path2D,
  style: CSSStyleDeclaration,
  seen: number,
): void {
  const { pen } = walk;
  place(walk, element);
  const fill = paint(walk, style.getPropertyValue('fill'));
  if (fill) {
    pen.globalAlpha = seen * Number(style.getPropertyValue('fill-opacity') || '1');
    pen.fillStyle = fill;
    pen.fill(path, style.getPropertyValue('fill-rule') === 'evenodd' ? 'evenodd' : 'nonzero');
  }
  const stroke = paint(walk, style.getPropertyValue('stroke'));
  const width = Number.parseFloat(style.getPropertyValue('stroke-width')) || 0;
  if (stroke && width > 0) {
    pen.globalAlpha = seen * Number(style.getPropertyValue('stroke-opacity') || '1');
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.lineCap = (style.getPropertyValue('stroke-linecap') || 'butt') as CanvasLineCap;
    pen.lineJoin = (style.getPropertyValue('stroke-linejoin') || 'miter') as CanvasLineJoin;
    const dashes = style.getPropertyValue('stroke-dasharray');
    pen.setLineDash(dashes === 'none' ? [] : (dashes.match(/[\d.]+/g) ?? []).map(Number));
    pen.stroke(path);
  }
  pen.globalAlpha = 1;
}

/** Each run of letters where the page puts it, so that anchors and offsets need no counting again. */
function drawText(walk: Walk, text: SVGTextElement, seen: number): void {
  const { pen } = walk;
  place(walk, text);
  const runs = text.childElementCount > 0 ? [...text.querySelectorAll('tspan')] : [text];
  for (const run of runs as SVGTextContentElement[]) {
    const letters = (run.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (letters === '' || run.getNumberOfChars() === 0) continue;
    const style = getComputedStyle(run);
    const at = run.getStartPositionOfChar(0);
    pen.globalAlpha = seen * Number(style.getPropertyValue('fill-opacity') || '1');
    pen.font = fontOf(style);
    const halo = paint(walk, style.getPropertyValue('stroke'));
    const width = Number.parseFloat(style.getPropertyValue('stroke-width')) || 0;
    if (halo && width > 0) {
      pen.strokeStyle = halo;
      pen.lineWidth = width;
      pen.lineJoin = 'round';
      pen.setLineDash([]);
      pen.strokeText(letters, at.x, at.y);
    }
    const fill = paint(walk, style.getPropertyValue('fill'));
    if (fill) {
      pen.fillStyle = fill;
      pen.fillText(letters, at.x, at.y);
    }
  }
  pen.globalAlpha = 1;
}

/** A shape's outline in its own coordinates; null for what is no shape. */
function outlineOf(element: Element): Path2D | null {
  const value = (name: string): number => {
    const length = (element as unknown as Record<string, SVGAnimatedLength | undefined>)[name];
    return length?.baseVal?.value ?? 0;
  };
  const path = new Path2D();
  switch (element.localName) {
    case 'path':
      return new Path2D(element.getAttribute('d') ?? '');
    case 'rect': {
      const [width, height] = [value('width'), value('height')];
      const radius = Math.min(Math.max(value('rx'), value('ry')), width / 2, height / 2);
      if (radius > 0) path.roundRect(value('x'), value('y'), width, height, radius);
      else path.rect(value('x'), value('y'), width, height);
      return path;
    }
    case 'circle':
      path.arc(value('cx'), value('cy'), value('r'), 0, 2 * Math.PI);
      return path;
    case 'ellipse':
      path.ellipse(value('cx'), value('cy'), value('rx'), value('ry'), 0, 0, 2 * Math.PI);
      return path;
    case 'line':
      path.moveTo(value('x1'), value('y1'));
      path.lineTo(value('x2'), value('y2'));
      return path;
    case 'polyline':
    case 'polygon': {
      const points = (element.getAttribute('points') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
      for (let i = 0; i + 1 < points.length; i += 2) path.lineTo(points[i]!, points[i + 1]!);
      if (element.localName === 'polygon') path.closePath();
      return path;
    }
    default:
      return null;
  }
}

/** A colour or a pattern; null for none. */
function paint(walk: Walk, value: string): string | CanvasPattern | null {
  if (value === '' || value === 'none' || value === 'transparent') return null;
  const id = /^url\("?#([^")]+)"?\)/.exec(value)?.[1];
  if (id === undefined) return plainColour(value);
  const pattern = walk.scope.getElementById(id);
  return pattern?.localName === 'pattern' ? tile(walk, pattern as unknown as SVGPatternElement) : null;
}

/** One tile of a pattern, drawn larger so that it stays sharp, and turned as the pattern is. */
function tile(walk: Walk, pattern: SVGPatternElement): CanvasPattern | null {
  const finer = density * 2;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(pattern.width.baseVal.value * finer));
  canvas.height = Math.max(1, Math.round(pattern.height.baseVal.value * finer));
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const origin = new DOMMatrix([finer, 0, 0, finer, 0, 0]);
  for (const child of pattern.children) {
    const style = getComputedStyle(child);
    const path = outlineOf(child);
    if (path && !drawsNothing(child, style)) {
      // The tile's own coordinates: what is in a pattern has no place of its own on the page.
      drawPath({ ...walk, pen, origin }, { getCTM: () => null } as unknown as SVGGraphicsElement, path, style, 1);
    }
  }
  const made = walk.pen.createPattern(canvas, 'repeat');
  const turned = pattern.patternTransform.baseVal.consolidate()?.matrix;
  const matrix = turned ? new DOMMatrix([turned.a, turned.b, turned.c, turned.d, turned.e, turned.f]) : new DOMMatrix();
  made?.setTransform(matrix.scale(1 / finer));
  return made;
}

function clipOf(walk: Walk, element: Element, style: CSSStyleDeclaration): Path2D | null {
  const id = /^url\("?#([^")]+)"?\)/.exec(style.getPropertyValue('clip-path'))?.[1];
  const clip = id === undefined || element === walk.root ? null : walk.scope.getElementById(id);
  if (!clip) return null;
  const path = new Path2D();
  for (const child of clip.children) {
    const outline = outlineOf(child);
    if (outline) path.addPath(outline);
  }
  return path;
}
