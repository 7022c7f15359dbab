// What a spreadsheet takes for the beginning of a formula, or cuts off to find one; also in its full-width forms.
const opening = '[=+\\-@\\t\\r\\n＝＋－＠]';
// A cell begins at the beginning of a text; read with another delimiter, or by a lenient reader, also after one of these.
const cell = '(?<=^|[;\\t\\n]|\\r(?!\\n))("*)';
const unguarded = new RegExp(`${cell}('*)(?=${opening})`, 'g');
const withGuard = new RegExp(`${cell}'('*)(?=${opening})`, 'g');
const plainNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A text that no spreadsheet runs as a formula, whether its file is read with commas, semicolons or tabs: an apostrophe
 * stands before what could begin one. Texts that are numbers stay as they are.
 */
export function guarded(text: string): string {
  return plainNumber.test(text) ? text : text.replace(unguarded, "$1'$2");
}

/** The text that `guarded` was given. */
export function restored(text: string): string {
  return text.replace(withGuard, '$1$2');
}
