import type { AST } from '@eslint-community/regexpp';
import { visitRegExpAST } from '@eslint-community/regexpp';
import { attacksOn, textOf, type Attack } from './attacks.js';
import { counted, mostSteps } from './steps.js';

/** How often a piece stands in a text, and then twice as often. Loops with a limit may grow below it only. */
const lengths = [25, 100];
/** Growth of less than so many steps says nothing: the beginning of a text costs more than the rest. */
const FEW = 3000;

/** How an expression fares against texts of twice the length. */
export interface Growth {
  /** The greatest: 2 is linear, 4 quadratic; Infinity when it would not end. */
  readonly ratio: number;
  readonly worst: Attack | null;
}

/** Counts an expression's steps on texts and on the same texts of twice the length. */
export function growthOf(source: string, flags: string, others: readonly Attack[] = []): Growth {
  const expression = counted(source, flags);
  let ratio = 0;
  let worst: Attack | null = null;
  for (const attack of [...attacksOn(source, flags), ...others]) {
    for (const most of lengths) {
      // Recursion goes as deep as a text is long.
      const length = Math.max(2, Math.min(most, Math.floor(700 / attack.piece.length)));
      const twice = expression.steps(textOf(attack, length * 2));
      const once = expression.steps(textOf(attack, length));
      if (Math.max(once, twice) < FEW) continue;
      const grown = Math.max(once, twice) >= mostSteps ? Infinity : twice / once;
      if (grown > ratio) [ratio, worst] = [grown, attack];
    }
  }
  return { ratio, worst };
}

/**
 * Loops within loops where one text can be shared out between the two in more than one way: `(a+)+`, `(a|a)*`,
 * `(a*b?)*`. Such an expression takes exponential time on some text, whether or not one of ours is that text.
 */
export function exponentialForms(source: string, flags: string): string[] {
  const found: string[] = [];
  visitRegExpAST(counted(source, flags).pattern, {
    onQuantifierEnter(outer) {
      if (outer.max < 10 || (outer.element.type !== 'Group' && outer.element.type !== 'CapturingGroup')) return;
      for (const { elements } of outer.element.alternatives) {
        const loops = elements.filter((element) => element.type === 'Quantifier' && element.max > 9);
        // What must stand between two turns tells them apart, unless the loop takes it too.
        const others = elements.filter((element) => !loops.includes(element) && !mayBeEmpty(element));
        const apart = others.some((other) => loops.every((loop) => !overlap(loop, other, flags)));
        if (loops.length > 0 && !apart) found.push(outer.raw);
      }
      const firsts = outer.element.alternatives.map(({ elements }) => elements[0]);
      firsts.forEach((first, k) => {
        const same = firsts.slice(k + 1).some((other) => first && other && overlap(first, other, flags));
        if (same && outer.element.type !== 'Character') found.push(outer.raw);
      });
    },
  });
  return [...new Set(found)];
}

function mayBeEmpty(element: AST.Element): boolean {
  switch (element.type) {
    case 'Quantifier':
      return element.min === 0;
    case 'Assertion':
    case 'Backreference':
      return true;
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) => elements.every(mayBeEmpty));
    default:
      return false;
  }
}

const characters = Array.from({ length: 0x500 }, (_, k) => String.fromCharCode(k)).concat('手', '年', '：', '😀');

/** Whether two parts can begin with the same character. */
function overlap(one: AST.Element, other: AST.Element, flags: string): boolean {
  const [first, second] = [beginning(one, flags), beginning(other, flags)];
  return characters.some((character) => first(character) && second(character));
}

function beginning(element: AST.Element, flags: string): (character: string) => boolean {
  switch (element.type) {
    case 'Quantifier':
      return beginning(element.element, flags);
    case 'Group':
    case 'CapturingGroup': {
      const firsts = element.alternatives.flatMap(({ elements }) => elements.slice(0, 1));
      const tests = firsts.map((first) => beginning(first, flags));
      return (character) => tests.some((test) => test(character));
    }
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass': {
      const one = new RegExp(`^(?:${element.raw})$`, flags.replace(/[gymd]/g, ''));
      return (character) => one.test(character);
    }
    default:
      return () => false;
  }
}
