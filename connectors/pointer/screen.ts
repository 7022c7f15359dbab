import type { ClickRow, ScreenSizes } from './pointer-row.js';

type Place = Pick<
  ClickRow,
  'x' | 'y' | 'fixed' | 'element' | 'elementLeft' | 'elementTop' | 'elementWidth' | 'elementHeight'
>;

/** The document's and the viewport's sizes now, in whole pixels. */
export function screenSizes(page: Document): ScreenSizes {
  const root = page.scrollingElement ?? page.documentElement;
  const view = page.defaultView!;
  // Where pages run from right to left, scrolling starts at 0 on the right and goes to negative numbers.
  const fromLeft =
    view.getComputedStyle(page.documentElement).direction === 'rtl' ? root.scrollWidth - root.clientWidth : 0;
  return {
    docWidth: root.scrollWidth,
    docHeight: root.scrollHeight,
    viewportWidth: root.clientWidth,
    viewportHeight: root.clientHeight,
    scrollX: Math.round(view.scrollX) + fromLeft,
    // Pulled beyond the end (overscroll), some browsers tell places outside the page.
    scrollY: Math.max(0, Math.round(view.scrollY)),
  };
}

/**
 * Where a click was and on what. Positions are cut to whole pixels and boxes widened to them, so that a click inside
 * an element is never told as beside it.
 * @param path the click's composed path, innermost first
 * @param isNamed whether an element's name may be told
 */
export function clickPlace(
  event: MouseEvent,
  path: readonly Element[],
  sizes: ScreenSizes,
  isNamed: (name: string) => boolean,
): Place {
  const byKey = event.detail === 0;
  const control = path.find(isControl);
  const named = path.find((element) => isNamed(element.getAttribute('data-tp-name') ?? ''));
  // The place inside a slider, a list or a line of text tells of its value: controls count at their middle.
  const box = control && boxOf(control);
  const clientX = box ? box.left + box.width / 2 : event.clientX;
  const clientY = box ? box.top + box.height / 2 : event.clientY;
  return {
    ...(byKey ? {} : { x: Math.floor(clientX) + sizes.scrollX, y: Math.floor(clientY) + sizes.scrollY }),
    fixed: isFixed(path),
    ...(named ? { element: named.getAttribute('data-tp-name')!, ...namedBox(named, sizes) } : {}),
  };
}

function namedBox(element: Element, sizes: ScreenSizes): Omit<Place, 'fixed'> {
  const box = boxOf(element);
  const left = Math.floor(box.left);
  const top = Math.floor(box.top);
  return {
    elementLeft: left + sizes.scrollX,
    elementTop: top + sizes.scrollY,
    elementWidth: Math.ceil(box.left + box.width) - left,
    elementHeight: Math.ceil(box.top + box.height) - top,
  };
}

/** An element's box in the measure of pointer events. */
function boxOf(element: Element): { left: number; top: number; width: number; height: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  // Where CSS zoom is not standard yet, boxes are told as if nothing were zoomed, and pointers as on the screen.
  let zoom = 1;
  if (!Reflect.has(element, 'currentCSSZoom')) {
    for (let at: Element | null = element; at; at = at.parentElement) zoom *= Number(getComputedStyle(at).zoom) || 1;
  }
  return { left: left * zoom, top: top * zoom, width: width * zoom, height: height * zoom };
}

/** A control that holds a value; buttons hold none. */
export function isControl(element: Element): boolean {
  return element.matches(
    'select,textarea,input:not([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio])',
  );
}

/** Whether the innermost element hangs on the viewport; a moved or filtered ancestor holds `fixed` elements itself. */
function isFixed(path: readonly Element[]): boolean {
  let fixed = false;
  for (const element of path) {
    const { position, transform, perspective, filter } = element.ownerDocument.defaultView!.getComputedStyle(element);
    if (fixed && [transform, perspective, filter].some((value) => value !== '' && value !== 'none')) fixed = false;
    if (position === 'fixed') fixed = true;
  }
  return fixed;
}
