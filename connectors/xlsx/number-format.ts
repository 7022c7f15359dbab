/**
 * What a cell's number stands for by its format: `date` a day (with its time, if it has one), `instant` day and time,
 * `time` a time of day, `duration` hours beyond 24.
 */
export type NumberKind = 'number' | 'date' | 'instant' | 'time' | 'duration';

/** Formats that have no code in the file: ECMA-376 part 1, 18.8.30; those from 27 on for Chinese, Japanese and Korean. */
const builtIn: ReadonlyMap<number, NumberKind> = new Map([
  ...ids('date', [14, 17], [27, 31], [36, 36], [50, 54], [57, 58], [71, 74]),
  ...ids('time', [18, 21], [32, 35], [45, 45], [47, 47], [55, 56], [75, 76], [78, 78], [80, 80]),
  ...ids('instant', [22, 22], [77, 77]),
  ...ids('date', [81, 81]),
  ...ids('duration', [46, 46], [79, 79]),
]);

function ids(kind: NumberKind, ...spans: ReadonlyArray<readonly [number, number]>): Array<[number, NumberKind]> {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, k): [number, NumberKind] => [from + k, kind]),
  );
}

/** Kind of a format by its id; `code` is what the file says of it. */
export function numberKind(id: number, code: string | undefined): NumberKind {
  return code === undefined ? (builtIn.get(id) ?? 'number') : kindOfCode(code);
}

/** Kind of a format code, judged by its first section: `yyyy"年"m"月"d"日"` is a date, `0.0"d"` is a number. */
function kindOfCode(code: string): NumberKind {
  let letters = '';
  let isDuration = false;
  let at = 0;
  // By hand: a pattern over quotes, escapes and brackets would try its ways again and again on a hostile code.
  for (; at < code.length; at++) {
    const sign = code[at]!;
    if (sign === ';') break;
    if (sign === '"') {
      const end = code.indexOf('"', at + 1);
      at = end < 0 ? code.length : end;
    } else if (sign === '\\' || sign === '_' || sign === '*') at++;
    else if (sign === '[') {
      const end = code.indexOf(']', at + 1);
      const inside = code.slice(at + 1, end < 0 ? code.length : end).toLowerCase();
      // [h], [mm], [ss] count on beyond a day; [Red], [>100] and [$-804] say nothing of the kind.
      if (/^(h{1,4}|m{1,4}|s{1,4})$/.test(inside)) isDuration = true;
      at = end < 0 ? code.length : end;
    } else letters += sign.toLowerCase();
  }
  if (isDuration) return 'duration';
  if (letters.includes('general') || letters.includes('通用格式') || letters.includes('@')) return 'number';
  const hasHalves = /am\/pm|a\/p|上午\/下午|午前\/午後|오전\/오후/.test(letters);
  const rest = letters
    .replace(/am\/pm|a\/p|上午\/下午|午前\/午後|오전\/오후/g, 'h')
    .replace(/e[+-]/g, '0')
    .replace(/s[.,]0+/g, 's');
  if (/[0#?]/.test(rest)) return 'number';
  const hasTime = hasHalves || /[hs]/.test(rest);
  // An "m" is a minute beside hours and seconds, else a month. "e", "g", "b" and "aaa" are years and weekdays in Asia.
  const hasDay = /[ydegb]|aaa/.test(rest) || (rest.includes('m') && !hasTime);
  return hasDay ? (hasTime ? 'instant' : 'date') : hasTime ? 'time' : 'number';
}
