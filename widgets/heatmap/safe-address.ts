/**
 * An address that a picture may be loaded from: `http`, `https`, `blob`, a `data` address of a picture, or relative to
 * the page. Everything else, such as `javascript:` however it is written, gives null; so does the empty text.
 */
export function safeAddress(address: string | null): string | null {
  if (address === null) return null;
  // What browsers pass over in an address: control characters and blanks at its ends, tab and line break anywhere.
  let text = '';
  for (const letter of address) if (letter.charCodeAt(0) > 0x20 || letter === ' ') text += letter;
  text = text.trim();
  if (text === '') return null;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || ['http', 'https', 'blob'].includes(scheme)) return text;
  return scheme === 'data' && /^data:image\//i.test(text) ? text : null;
}
