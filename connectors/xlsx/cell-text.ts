/** Longest text of a cell, in UTF-16 units; Excel's own limit is 32,767. */
export const mostTextLength: number = 1024 * 1024;

/**
 * A text as its cell shows it: workbooks write a character that XML has not, such as the carriage return, as `_x000D_`,
 * and what happens to look like that with an underscore of its own (`_x005F_`) before it.
 */
export function unescapedText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** A text without the white space around it that XML may put there: kept only where `xml:space` says so. */
export function trimmedText(text: string): string {
  return text.replace(/^[ \t\n\r]+/, '').replace(/(?<![ \t\n\r])[ \t\n\r]+$/, '');
}
