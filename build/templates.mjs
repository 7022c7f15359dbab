import { parseAst } from 'rolldown/parseAst';

const tags = new Set(['css', 'html', 'svg']);

/**
 * Takes the indentation out of style sheets and templates; minifiers leave the text of a literal alone. Line breaks
 * stay, so that source maps keep their lines, and so that words do not run together. Where a style keeps white space
 * (`white-space: pre-wrap`) the text is bound, and bound text is not touched.
 * @returns {import('rolldown').Plugin}
 */
export function templatesPlugin() {
  return {
    name: 'touchpoint-kit:templates',
    transform: {
      filter: { id: /[\\/]widgets[\\/].*\.ts$/, code: /\b(?:css|html|svg)`/ },
      handler(code, id) {
        const edits = [];
        visit(parseAst(code, { lang: 'ts' }, id), (node) => {
          if (node.type !== 'TaggedTemplateExpression' || !tags.has(node.tag.name)) return;
          for (const quasi of node.quasi.quasis) {
            const text = code.slice(quasi.start, quasi.end);
            edits.push({
              start: quasi.start,
              end: quasi.end,
              text: node.tag.name === 'css' ? style(text) : template(text),
            });
          }
        });
        let result = code;
        for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start)) {
          result = result.slice(0, start) + text + result.slice(end);
        }
        return { code: result, map: null };
      },
    },
  };
}

function template(text) {
  return text.replace(/\n[ \t]+/g, '\n');
}

function style(text) {
  return template(text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')))
    .replace(/^([\w-]+): /gm, '$1:')
    .replace(/ \{$/gm, '{');
}

function visit(value, see) {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (value && typeof value === 'object') {
    if (value.type) see(value);
    for (const item of Object.values(value)) visit(item, see);
  }
}
