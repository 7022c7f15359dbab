/**
 * Whether an element stands on a dark or a light page. Salesforce says so by its colours alone, and a reader whose system
 * is dark may work on a light page: the text that the element would inherit decides.
 * @returns 'dark' | 'light'
 */
export function schemeOf(element) {
  const { color, colorScheme } = getComputedStyle(element);
  if (/\bdark\b/.test(colorScheme) && !/\blight\b/.test(colorScheme)) return 'dark';
  const [, red, green, blue] = /^rgba?\((\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(color) ?? [];
  if (red === undefined) return 'light';
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 127 ? 'dark' : 'light';
}
