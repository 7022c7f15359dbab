/** A piece that stands for one thing among many, not for a kind of page. */
const ids: readonly RegExp[] = [
  /^\d+$/,
  /@|%40/i,
  /%[89a-f][\da-f]/i, // letters beyond ASCII: somebody's name as often as a title
  /^(?=.*\d)[\da-f-]{12,}$/i,
  /^(?=.*\d)[^-]{9,}$/,
  /^.{65,}$/,
];

/**
 * The path of a page as rows carry it: no query, no fragment, no slash at the end, and `:id` in place of numbers,
 * addresses, hexadecimal and other opaque ids. A guess from the shape alone: a short name with a digit (`v2`, `q3-report`)
 * stays. Hosts whose paths hold anything personal give `page` themselves.
 */
export function pagePath(pathname: string): string {
  const path = pathname
    .split(/[?#]/, 1)[0]!
    .split('/')
    .filter((piece) => piece !== '')
    // Matrix parameters (`/report;user=ann`) are a query by another name.
    .map((piece) => piece.split(';', 1)[0]!)
    .map((piece) => (ids.some((id) => id.test(piece)) ? ':id' : piece));
  return `/${path.join('/')}`;
}
