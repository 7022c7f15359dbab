import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A regular expression of the product, where it stands. */
export interface Expression {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** An expression that is put together while the program runs: what it is made of must be looked at by a person. */
export interface MadeExpression {
  readonly file: string;
  readonly code: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly regex?: { readonly pattern: string; readonly flags: string } | null;
  readonly callee?: { readonly name?: string; readonly property?: { readonly name?: string } };
  readonly arguments?: ReadonlyArray<{ readonly type: string; readonly value?: unknown }>;
}

/** All regular expressions of what the product runs: its parts, the command line and the build. */
export function expressionsOfSource(): { readonly written: Expression[]; readonly made: MadeExpression[] } {
  const written: Expression[] = [];
  const made: MadeExpression[] = [];
  const files = globSync('{build,cli,connectors,demo,widgets,worker}/**/*.{ts,mjs}', { cwd: root })
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => !file.endsWith('.d.mts') && !file.includes('node_modules/'))
    .toSorted();
  for (const file of files) {
    const found = expressionsOf(file, readFileSync(join(root, file), 'utf8'));
    written.push(...found.written);
    made.push(...found.made);
  }
  return { written, made };
}

/** The regular expressions of a module: literals, and calls that make one. */
export function expressionsOf(
  file: string,
  text: string,
): { readonly written: Expression[]; readonly made: MadeExpression[] } {
  const written: Expression[] = [];
  const made: MadeExpression[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    if (node.type === 'Literal' && node.regex) {
      written.push({ file, pattern: node.regex.pattern, flags: node.regex.flags });
    }
    if (makesExpression(node)) made.push({ file, code: text.slice(node.start, node.end) });
    Object.values(value).forEach(visit);
  };
  visit(parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' }, file));
  return { written, made };
}

/** `RegExp(...)`, and text given to a method that takes it for an expression. */
function makesExpression({ type, callee, arguments: given }: Node): boolean {
  if (type !== 'NewExpression' && type !== 'CallExpression') return false;
  if (callee?.name === 'RegExp') return true;
  const method = callee?.property?.name;
  if (method !== 'match' && method !== 'matchAll' && method !== 'search') return false;
  const first = given?.[0];
  return first?.type === 'TemplateLiteral' || (first?.type === 'Literal' && typeof first.value === 'string');
}
