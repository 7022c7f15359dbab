/**
 * A text that stands for itself: engines keep a slice of 13 characters and more as a view of the text it was cut from,
 * and a few such values would keep a whole file in memory.
 */
export function ownText(text: string): string {
  if (text.length < 13) return text;
  const middle = text.length >> 1;
  return [text.slice(0, middle), text.slice(middle)].join('');
}
