import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';

/** A text that can be made of any length: something, a piece again and again, and an end. */
export interface Attack {
  readonly head: string;
  readonly piece: string;
  readonly tail: string;
}

/** The text with its piece so often. */
export function textOf({ head, piece, tail }: Attack, times: number): string {
  return head + piece.repeat(times) + tail;
}

// What stands for the characters that a part of an expression takes.
const printable = Array.from({ length: 95 }, (_, k) => String.fromCharCode(32 + k));
const candidates = [
  'a',
  '0',
  '1',
  ' ',
  'A',
  '.',
  ...printable,
  '\n',
  '\t',
  '\r',
  '\0',
  '手',
  '年',
  '：',
  'é',
  '😀',
  '\ufeff',
];
const tails = ['', '!', '\0', 'x', '\n', '@ ', '\n\0x'];

/** Texts made against an expression: each of its loops is fed what it takes, then something that it does not. */
export function attacksOn(source: string, flags: string): Attack[] {
  const unicode = flags.includes('u');
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode });
  const single = flags.replace(/[gymd]/g, '');
  const loops: AST.Quantifier[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(node) {
      if (node.max > 9) loops.push(node);
    },
  });
  const attacks = new Map<string, Attack>();
  for (const loop of loops) {
    const head = headOf(loop, single);
    const pieces = piecesOf(loop.element, single);
    // What stands before a loop, again and again: an engine begins anew at each.
    for (const piece of [...pieces, head, ...pieces.slice(0, 1).map((first) => head + first)]) {
      if (piece === '') continue;
      for (const before of new Set([head, '', `x${head}`])) {
        for (const tail of tails) attacks.set(JSON.stringify([before, piece, tail]), { head: before, piece, tail });
      }
    }
  }
  return [...attacks.values()];
}

/** A shortest text for what stands before a loop, within all that is around it. */
function headOf(loop: AST.Quantifier, flags: string): string {
  let text = '';
  let node: AST.Node | null = loop;
  while (node !== null) {
    const { parent }: { readonly parent: AST.Node | null } = node;
    if (parent?.type === 'Alternative') {
      const before = parent.elements.slice(0, parent.elements.indexOf(node as AST.Element));
      text = before.map((element) => samplesOf(element, flags)[0] ?? '').join('') + text;
    }
    node = parent;
  }
  return text;
}

/** Texts that one turn of a loop takes: one for each way through it. */
function piecesOf(element: AST.QuantifiableElement, flags: string): string[] {
  return [...new Set(samplesOf(element, flags))].slice(0, 6);
}

function samplesOf(node: AST.Element | AST.QuantifiableElement, flags: string): string[] {
  switch (node.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass': {
      const one = new RegExp(`^(?:${node.raw})$`, flags);
      const own = node.type === 'Character' ? String.fromCodePoint(node.value) : '';
      const fitting = candidates.filter((character) => one.test(character));
      return [...new Set([...(own === '' ? [] : [own]), ...fitting])].slice(0, 4);
    }
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.flatMap(({ elements }) => {
        const parts = elements.map((element) => samplesOf(element, flags));
        const shortest = parts.map((samples) => samples[0] ?? '').join('');
        // The parts that may be missing, once filled.
        const full = elements
          .map((element, k) =>
            element.type === 'Quantifier' && element.min === 0 ? filled(element, flags) : (parts[k]![0] ?? ''),
          )
          .join('');
        return [shortest, full];
      });
    case 'Quantifier': {
      const [first = ''] = samplesOf(node.element, flags);
      return node.min === 0 ? ['', ...samplesOf(node.element, flags).slice(0, 3)] : [first.repeat(node.min)];
    }
    default:
      return [''];
  }
}

function filled({ element }: AST.Quantifier, flags: string): string {
  return samplesOf(element, flags)[0] ?? '';
}
