/** A link that a page offers for a touchpoint. */
export interface TouchpointLink {
  readonly label: string;
  readonly href: string;
  /** Drawn as the main action. */
  readonly primary?: boolean;
}

/**
 * An address that may stand in a link: `http`, `https`, `mailto`, or relative to the page. Everything else, such as
 * `javascript:` however it is written, gives null.
 */
export function safeHref(href: unknown): string | null {
  if (typeof href !== 'string') return null;
  // What browsers pass over in an address: control characters and blanks at its ends, tab and line break anywhere.
  let text = '';
  for (const letter of href) if (letter.charCodeAt(0) > 0x20 || letter === ' ') text += letter;
  text = text.trim();
  if (text === '') return null;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return text;
  return scheme === 'http' || scheme === 'https' || scheme === 'mailto' ? text : null;
}

/** The links of a touchpoint that may be shown; what the page's function throws or gives in another shape is passed over. */
export function safeLinks<T>(links: ((row: T) => readonly TouchpointLink[]) | null, row: T): TouchpointLink[] {
  if (!links) return [];
  let given: unknown;
  try {
    given = links(row);
  } catch {
    return [];
  }
  if (!Array.isArray(given)) return [];
  const safe: TouchpointLink[] = [];
  for (const link of given as unknown[]) {
    if (typeof link !== 'object' || link === null) continue;
    const { label, href, primary } = link as Partial<TouchpointLink>;
    const address = safeHref(href);
    if (address !== null && typeof label === 'string' && label !== '') {
      safe.push({ label, href: address, primary: primary === true });
    }
  }
  return safe;
}
