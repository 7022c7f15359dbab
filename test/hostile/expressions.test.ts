import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corpusText, hasCorpus } from './corpus.js';
import { attacksOn, textOf, type Attack } from './expressions/attacks.js';
import { exponentialForms, growthOf } from './expressions/growth.js';
import { expressionsOf, expressionsOfSource, type Expression } from './expressions/source.js';
import { counted, mostSteps } from './expressions/steps.js';

// npm run test:regex            prints how long each expression takes, on this machine
// npm run test:regex -- --write writes the list anew, after each new expression has been looked at

const listFile = fileURLToPath(new URL('./expressions/list.txt', import.meta.url));

/** Expressions that take more than linear time on texts of any length, and why the texts that they see are short. */
const limited: Readonly<Record<string, string>> = {
  'build/seats.mjs /([^\\\\/]+)\\.ts$/': 'paths of the kit’s own files, while it is built',
  'build/seats.mjs /(\\w+)\\s*\\?\\s*\\1\\.createPolicy\\(\\s*([\'"])lit-html\\2\\s*,\\s*\\{\\s*createHTML:[^}]*\\}\\s*\\)\\s*:\\s*(?:void 0|undefined)/':
    'one module of Lit, while the kit is built; words there are short',
  'build/templates.mjs /[\\\\/]widgets[\\\\/].*\\.ts$/': 'paths of the kit’s own files, while it is built',
  'build/templates.mjs /\\/\\*[^]*?\\*\\//g': 'the kit’s own style sheets, while it is built',
  'connectors/formats/sniff.ts /<!--[^]*?-->/g': 'the first 4,096 bytes of a file',
  'connectors/time-format.ts /\\..*$/': 'digits with one point among them',
  'widgets/internal/format.ts /(\\.\\d*?)0+$/': 'a number that was just written with two digits after the point',
};

/** Expressions that are put together at run time: never from what a user or a file says. */
const made: Readonly<Record<string, string>> = {
  "widgets/internal/formula-guard.ts new RegExp(`${cell}('*)(?=${opening})`, 'g')": 'of two constants',
  "widgets/internal/formula-guard.ts new RegExp(`${cell}'('*)(?=${opening})`, 'g')": 'of two constants',
};

const { written, made: madeInSource } = expressionsOfSource();
const lineOf = ({ file, pattern, flags }: Expression): string => `${file} /${pattern}/${flags}`;
const lines = [...new Set(written.map(lineOf))];
const listed = process.env['REGEX_WRITE'] ? write(lines) : readFileSync(listFile, 'utf8').trimEnd().split('\n');

const redos: readonly Attack[] = hasCorpus('strings/redos.json')
  ? (JSON.parse(corpusText('strings/redos.json')) as { repeat: ReadonlyArray<[string, number, string]> }).repeat.map(
      ([piece, , tail]) => ({ head: '', piece, tail }),
    )
  : [];

describe('parsers/expressions', () => {
  it('each regular expression of the source is on the list: npm run test:regex -- --write', () => {
    expect(lines.filter((line) => !listed.includes(line))).toEqual([]);
    expect(listed.filter((line) => !lines.includes(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(200);
  });

  it('none is made of what a user types', () => {
    expect([...new Set(madeInSource.map(({ file, code }) => `${file} ${code}`))].toSorted()).toEqual(
      Object.keys(made).toSorted(),
    );
  });

  it('twice the text costs at most three times the steps, but for those whose texts are short', () => {
    const unbounded = [...new Map(written.map((expression) => [lineOf(expression), expression]))]
      .map(([line, { pattern, flags }]) => ({ line, ...growthOf(pattern, flags, redos) }))
      .filter(({ ratio }) => ratio > 3);
    expect(unbounded.filter(({ line }) => !(line in limited))).toEqual([]);
    expect(unbounded.map(({ line }) => line).toSorted()).toEqual(Object.keys(limited).toSorted());
  });

  it('none has a loop in a loop that share one text in more ways than one', () => {
    expect(written.flatMap(({ pattern, flags }) => exponentialForms(pattern, flags))).toEqual([]);
  });

  if (process.env['REGEX_TIMES']) it('takes so long', { timeout: 900_000 }, () => printTimes());
});

describe('parsers/expressions, the test itself', () => {
  it.each([
    ['(a+)+$', ''],
    ['([a-zA-Z]+)*$', ''],
    ['(a|a)*$', ''],
    ['(.*a){20}', ''],
    ['^(\\w+\\s?)*$', ''],
    ['(x+x+)+y', ''],
    ['(?:a?){30}a{30}', ''],
    ['\\s+$', ''],
    ['^\\d+\\.?\\d*$', ''],
    ['^[\\s.]+|[\\s.]+$', 'g'],
    ['^(\\d+|\\d+x)*$', ''],
    ['<!--.*?-->', 's'],
    ['(?<=a.*)b', ''],
    ['\\p{L}+\\d', 'u'],
  ])('finds that /%s/%s grows', (pattern, flags) => {
    expect(growthOf(pattern, flags).ratio).toBeGreaterThan(3);
  });

  it.each([
    ['^\\d+(?:\\.\\d*)?$', ''],
    ['(?<!\\s)\\s+$', ''],
    ['^(a|b)*$', ''],
    ['(,\\d{3})+', 'g'],
    ['[^"]*', ''],
    ['^.*$', 'm'],
  ])('lets /%s/%s pass', (pattern, flags) => {
    expect(growthOf(pattern, flags).ratio).toBeLessThanOrEqual(3);
    expect(exponentialForms(pattern, flags)).toEqual([]);
  });

  it.each(['(a+)+$', '([a-zA-Z]+)*$', '(a|a)*$', '(.*a){20}', '^(\\w+\\s?)*$', '(x+x+)+y'])(
    'knows the form of /%s/ without trying it',
    (pattern) => {
      expect(exponentialForms(pattern, '')).toHaveLength(1);
    },
  );

  it('counts what a backtracking engine does', () => {
    expect(counted('a', '').steps('a')).toBe(1);
    expect(counted('a', '').steps('bbba')).toBe(4);
    expect(counted('(a)\\1b', '').steps('aab')).toBeLessThan(10);
    expect(counted('a', 'g').steps('aaa')).toBe(4);
    expect(counted('(a+)+$', '').steps(`${'a'.repeat(40)}!`)).toBe(mostSteps);
    expect(() => counted('(', '')).toThrow(SyntaxError);
    expect(attacksOn('^(x+x+)+y', '').some(({ piece }) => piece === 'x')).toBe(true);
  });

  it('finds literals, and calls that make an expression', () => {
    const found = expressionsOf(
      'a.ts',
      "const a = /b+/gu; const c = new RegExp(`x${a}`); 'd'.match('e'); RegExp('f'); s.split(/,/); t.search(g);",
    );
    expect(found.written.map(({ pattern, flags }) => `${pattern}/${flags}`)).toEqual(['b+/gu', ',/']);
    expect(found.made.map(({ code }) => code)).toEqual(['new RegExp(`x${a}`)', "'d'.match('e')", "RegExp('f')"]);
  });
});

/** The list, written anew. */
function write(all: readonly string[]): string[] {
  writeFileSync(listFile, `${all.join('\n')}\n`);
  return [...all];
}

/** Times of each expression on the long texts, and how they grow: at most 50 ms, and three times for twice the text. */
function printTimes(): void {
  const { repeat } = JSON.parse(corpusText('strings/redos.json')) as {
    readonly repeat: ReadonlyArray<readonly [piece: string, count: number, tail: string]>;
  };
  const timed = [...new Map(written.map((expression) => [lineOf(expression), expression]))]
    .filter(([line]) => !(line in limited))
    .map(([, expression]) => expression);
  const rows = timed.map((expression) => {
    const { pattern, flags } = expression;
    const own = attacksOn(pattern, flags)
      .map((attack) => ({ attack, steps: counted(pattern, flags).steps(textOf(attack, 50)) }))
      .toSorted((a, b) => b.steps - a.steps)
      .slice(0, 6)
      .map(({ attack }) => [attack, Math.floor(50_000 / attack.piece.length)] as const);
    const given = repeat.map(([piece, count, tail]) => [{ head: '', piece, tail }, count] as const);
    const worst = [...given, ...own].map(([attack, count]) => {
      const [half, whole] = [count >> 1, count].map((times) =>
        timeOf(new RegExp(pattern, flags), textOf(attack, times)),
      );
      return { ms: whole!, growth: whole! / half! };
    });
    worst.sort((a, b) => b.ms - a.ms);
    return { line: lineOf(expression), ...worst[0]! };
  });
  rows.sort((a, b) => b.ms - a.ms);
  const slow = rows.filter(({ ms }) => ms > 50);
  console.log('      ms  growth  expression, on its worst text of 50,000 characters or more');
  for (const { line, ms, growth } of rows.slice(0, Math.max(25, slow.length))) {
    console.log(`${ms.toFixed(2).padStart(8)}  ${growth.toFixed(1).padStart(6)}  ${line.slice(0, 120)}`);
  }
  console.log(`${rows.length} expressions, ${slow.length} over 50 ms; not timed, since they see short texts only:`);
  for (const [line, reason] of Object.entries(limited)) console.log(`  ${line}: ${reason}`);
}

/** The least of five runs: whatever else the machine does only adds. */
function timeOf(expression: RegExp, text: string): number {
  const runs = Array.from({ length: 5 }, () => {
    const began = performance.now();
    text.replace(expression, '');
    return performance.now() - began;
  });
  return Math.min(...runs);
}
