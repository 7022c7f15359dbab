/** A box in px of the scene. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line of letters in one style; `y` is its baseline. */
export interface TextRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly style: CSSStyleDeclaration;
}

/** A drawing in the scene, and where it begins. */
export interface ScenePart {
  readonly drawing: SVGSVGElement | HTMLCanvasElement;
  readonly x: number;
  readonly y: number;
}

/** All that a picture shows: every drawing of the card's frame, and the words that stand around them there. */
export interface Scene {
  readonly frame: Frame;
  readonly parts: readonly ScenePart[];
  readonly texts: readonly TextRun[];
}

/** Out of sight: for screen readers, tooltips, icons of controls. */
const unseen = '.vh, .tip, .pop, .ic, .b, .x, [hidden]';

/**
 * What a picture of a drawing has to show. Labels of a chart often stand beside it as text of the page (names of steps, a table
 * on the same columns), so a drawing within a card's frame is taken with everything in the frame; any other by itself.
 */
export function sceneOf(drawing: SVGSVGElement | HTMLCanvasElement): Scene {
  const around = drawing.closest('.fw');
  const box = (around ?? drawing).getBoundingClientRect();
  const found = around ? [...around.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg, canvas')] : [drawing];
  const parts = found.filter(isSeen).map((part): ScenePart => {
    const at = part.getBoundingClientRect();
    return { drawing: part, x: at.x - box.x, y: at.y - box.y };
  });
  const frame = parts.reduce<Frame>((all, part) => united(all, reachOf(part)), {
    x: 0,
    y: 0,
    width: box.width,
    height: box.height,
  });
  return { frame, parts, texts: around ? textRuns(around, box) : [] };
}

function isSeen(element: Element): boolean {
  if (element.closest(unseen)) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
}

/** The room that a part takes, with what reaches out of its box. */
function reachOf({ drawing, x, y }: ScenePart): Frame {
  const { width, height } = drawing.getBoundingClientRect();
  const own = { x, y, width, height };
  if (!(drawing instanceof SVGSVGElement) || getComputedStyle(drawing).overflow === 'hidden') return own;
  const box = drawing.getBBox();
  return united(own, { x: x + box.x, y: y + box.y, width: box.width, height: box.height });
}

function united(a: Frame, b: Frame): Frame {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function textRuns(around: Element, box: DOMRect): TextRun[] {
  const pen = document.createElement('canvas').getContext('2d');
  const runs: TextRun[] = [];
  const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.nodeValue ?? '';
    if (!parent || !pen || text.trim() === '' || parent.closest('svg') || parent.closest(unseen)) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === 'hidden' || style.display === 'none') continue;
    const clip = clipOf(parent, around);
    pen.font = fontOf(style);
    for (const line of linesOf(node as Text)) {
      const { rect } = line;
      if (rect.left >= clip.right || rect.right <= clip.left || rect.top >= clip.bottom || rect.bottom <= clip.top)
        continue;
      const metrics = pen.measureText(line.text);
      const ascent = metrics.fontBoundingBoxAscent;
      const slack = rect.height - ascent - metrics.fontBoundingBoxDescent;
      runs.push({
        text: rect.right > clip.right + 1 ? shortened(pen, line.text, clip.right - rect.left) : line.text,
        x: rect.left - box.x,
        y: rect.top - box.y + slack / 2 + ascent,
        style,
      });
    }
  }
  return runs;
}

/** A text node line by line, as it is wrapped. */
function linesOf(node: Text): Array<{ text: string; rect: DOMRect }> {
  const range = document.createRange();
  range.selectNodeContents(node);
  const whole = node.data.replace(/\s+/g, ' ').trim();
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  if (rects.length === 0) return [];
  if (rects.length === 1) return [{ text: whole, rect: rects[0]! }];
  const lines: Array<{ text: string; rect: DOMRect }> = [];
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const rect = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.rect.top - rect.top) < 2) {
      const { left, top } = last.rect;
      lines[lines.length - 1] = {
        text: `${last.text} ${word[0]}`,
        rect: new DOMRect(left, top, rect.right - left, rect.height),
      };
    } else lines.push({ text: word[0], rect });
  }
  return lines;
}

/** What is seen of an element: the boxes that cut off what is too long for them. */
function clipOf(element: Element, around: Element): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [-Infinity, Infinity, -Infinity, Infinity];
  for (let at: Element | null = element; at && at !== around; at = at.parentElement) {
    if (getComputedStyle(at).overflow === 'visible') continue;
    const box = at.getBoundingClientRect();
    [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
  return { left, right, top, bottom };
}

function shortened(pen: CanvasRenderingContext2D, text: string, room: number): string {
  const letters = [...text];
  while (letters.length > 1 && pen.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A style's font as a canvas takes it. */
export function fontOf(style: CSSStyleDeclaration): string {
  return `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}
