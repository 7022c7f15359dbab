import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** More steps than this are as good as endless. */
export const mostSteps = 400_000;

class Endless extends Error {}

type Next = (at: number) => boolean;
type Match = (at: number, next: Next) => boolean;

/** An expression that counts what a backtracking engine does, so that its growth can be told without a clock. */
export interface Counted {
  /** How often a part of it was tried on a text, until all matches are found; `mostSteps` when it would be more. */
  steps(text: string): number;
  readonly pattern: AST.Pattern;
}

/**
 * Compiles an expression into one that counts.
 * @throws SyntaxError for what is no expression
 */
export function counted(source: string, flags: string): Counted {
  const unicode = flags.includes('u');
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode });
  const single = flags.replace(/[gymd]/g, '');
  let characters: readonly string[] = [];
  let steps = 0;
  const groups = new Map<AST.CapturingGroup, readonly [from: number, to: number]>();

  const tick = (): void => {
    if (++steps >= mostSteps) throw new Endless();
  };

  const compileOne = (raw: string): ((character: string) => boolean) => {
    const one = new RegExp(`^(?:${raw})$`, single);
    const known = new Map<string, boolean>();
    return (character) => {
      let is = known.get(character);
      if (is === undefined) known.set(character, (is = one.test(character)));
      return is;
    };
  };

  const isWord = (at: number): boolean => /^\w$/.test(characters[at] ?? '');

  const compile = (node: AST.Element | AST.QuantifiableElement, back: boolean): Match => {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass': {
        const fits = compileOne(node.raw);
        return (at, next) => {
          tick();
          const place = back ? at - 1 : at;
          return place >= 0 && place < characters.length && fits(characters[place]!) && next(back ? at - 1 : at + 1);
        };
      }
      case 'Group':
        return alternatives(node.alternatives, back);
      case 'CapturingGroup': {
        const inner = alternatives(node.alternatives, back);
        return (at, next) => {
          const before = groups.get(node);
          return (
            inner(at, (to) => {
              const within = groups.get(node);
              groups.set(node, back ? [to, at] : [at, to]);
              if (next(to)) return true;
              if (within) groups.set(node, within);
              else groups.delete(node);
              return false;
            }) || (before ? groups.set(node, before) : groups.delete(node), false)
          );
        };
      }
      case 'Backreference': {
        const named = Array.isArray(node.resolved) ? node.resolved[0]! : node.resolved;
        return (at, next) => {
          const [from, to] = groups.get(named) ?? [0, 0];
          for (let k = 0; k < to - from; k++) {
            tick();
            if (characters[at + k] !== characters[from + k]) return false;
          }
          return next(at + to - from);
        };
      }
      case 'Assertion':
        return assertion(node);
      case 'Quantifier':
        return quantifier(node, back);
      default:
        throw new SyntaxError(`A part of an expression that is not counted: ${node.raw}`);
    }
  };

  const assertion = (node: AST.Assertion): Match => {
    const lines = flags.includes('m');
    switch (node.kind) {
      case 'start':
        return (at, next) => (tick(), at === 0 || (lines && characters[at - 1] === '\n')) && next(at);
      case 'end':
        return (at, next) => (tick(), at === characters.length || (lines && characters[at] === '\n')) && next(at);
      case 'word':
        return (at, next) => (tick(), (isWord(at - 1) !== isWord(at)) !== node.negate) && next(at);
      default: {
        const inner = alternatives(node.alternatives, node.kind === 'lookbehind');
        return (at, next) => inner(at, () => true) !== node.negate && next(at);
      }
    }
  };

  const quantifier = ({ min, max, greedy, element }: AST.Quantifier, back: boolean): Match => {
    const inner = compile(element, back);
    const more = (count: number, at: number, next: Next): boolean => {
      tick();
      // What matched nothing is not tried again.
      const again = (): boolean =>
        count < max && inner(at, (to) => (to !== at || count < min) && more(count + 1, to, next));
      if (count < min) return again();
      return greedy ? again() || next(at) : next(at) || again();
    };
    return (at, next) => more(0, at, next);
  };

  const alternatives = (list: readonly AST.Alternative[], back: boolean): Match => {
    const compiled = list.map(({ elements }) => {
      const parts = elements.map((element) => compile(element, back));
      if (back) parts.reverse();
      const from = (k: number, at: number, next: Next): boolean =>
        k === parts.length ? next(at) : parts[k]!(at, (to) => from(k + 1, to, next));
      return (at: number, next: Next): boolean => from(0, at, next);
    });
    return (at, next) => compiled.some((match) => match(at, next));
  };

  const match = alternatives(pattern.alternatives, false);

  return {
    pattern,
    steps(text) {
      characters = unicode ? Array.from(text) : text.split('');
      steps = 0;
      try {
        for (let at = 0; at <= characters.length;) {
          groups.clear();
          let end = -1;
          match(at, (to) => ((end = to), true));
          if (end >= 0 && !flags.includes('g')) break;
          if (end < 0 && flags.includes('y')) break;
          at = end > at ? end : at + 1;
        }
        return steps;
      } catch (error) {
        if (error instanceof Endless) return mostSteps;
        throw error;
      }
    },
  };
}
