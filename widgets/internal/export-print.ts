const onWay = 'data-tp-print-way';
const printed = 'data-tp-print';

/** In every tree from the card up to the page: only what leads to the card is there on paper. */
const treeRules = `@media print {
  :not([${onWay}], [${printed}], [${printed}] *) { display: none !important; }
  [${onWay}] { display: block !important; position: static !important; overflow: visible !important; height: auto !important;
    max-height: none !important; min-height: 0 !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
    background: none !important; box-shadow: none !important; transform: none !important; contain: none !important; }
  [${printed}] { margin: 0 !important; break-inside: avoid; }
}`;
/** Within the card: no tools, nothing cut off by scrolling, colours as on screen. */
const cardRules = `@media print {
  .tools, .mnu, .tip, .act, .pick, .x, .chips .b, .more .b { display: none !important; }
  .scroll, .list { max-height: none !important; overflow: visible !important; }
  .card { border: 0 !important; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}`;

/** Prints one card and nothing else of the page, which is as before when printing has ended. */
export function printCard(card: HTMLElement, print: () => void = () => globalThis.print()): void {
  const marked: Element[] = [];
  const roots = new Map<Document | ShadowRoot, CSSStyleSheet>();
  const adopt = (root: Document | ShadowRoot, rules: string): void => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    roots.set(root, sheet);
  };
  card.setAttribute(printed, '');
  for (let node: Node | null = card; node !== null; node = outward(node)) {
    if (node instanceof ShadowRoot || node instanceof Document) adopt(node, treeRules);
    else if (node instanceof Element && node !== card) {
      node.setAttribute(onWay, '');
      marked.push(node);
    }
  }
  if (card.shadowRoot) adopt(card.shadowRoot, cardRules);
  let done = false;
  const restore = (): void => {
    if (done) return;
    done = true;
    card.removeAttribute(printed);
    for (const element of marked) element.removeAttribute(onWay);
    for (const [root, sheet] of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((own) => own !== sheet);
  };
  globalThis.addEventListener('afterprint', restore, { once: true });
  try {
    print();
  } catch (thrown) {
    restore();
    throw thrown;
  }
}

/** Towards the page, through slots and out of shadow roots, as it is laid out. */
function outward(node: Node): Node | null {
  if (node instanceof Element && node.assignedSlot) return node.assignedSlot;
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
