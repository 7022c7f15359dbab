const han = /\p{Script=Han}/u;
const other = /[\p{Script=Latin}\p{Number}]/u;

/** The space between two texts: one where Chinese meets Latin letters or digits, as Chinese typography has it, else none. */
export function hanGap(before: string, after: string): '' | ' ' {
  const a = before.at(-1) ?? '';
  const b = after.at(0) ?? '';
  return (han.test(a) && other.test(b)) || (other.test(a) && han.test(b)) ? ' ' : '';
}
