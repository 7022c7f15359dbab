// Enough of the platform's GraphQL to answer a component's document from the tables: `uiapi.query` with records found by
// id, fields as `{ value }`, a parent record, and child records as connections. A field that no record of the object has
// is an error, as it is there.

const children = { Contact: { Cases: ['Case', 'ContactId'] } };

/** @returns `{ data, errors }` as the wire gives them */
export function answerQuery(tables, text, variables) {
  const document = parse(text);
  const asked =
    document.find(({ name }) => name === 'uiapi')?.fields.find(({ name }) => name === 'query')?.fields ?? [];
  try {
    const query = Object.fromEntries(
      asked.map((field) => {
        const variable = /eq:\s*\$(\w+)/.exec(field.parameters)?.[1];
        const records = tables[field.name].filter(({ Id }) => Id === variables[variable]);
        return [field.name, connection(tables, field.name, records, field.fields)];
      }),
    );
    return { data: { uiapi: { query } }, errors: undefined };
  } catch (error) {
    return { data: undefined, errors: [{ message: error.message, paths: [], locations: [] }] };
  }
}

function connection(tables, object, records, fields) {
  const node = fields.find(({ name }) => name === 'edges')?.fields.find(({ name }) => name === 'node');
  return {
    edges: records.map((record) => ({ node: nodeOf(tables, object, record, node.fields) })),
    pageInfo: { hasNextPage: false },
  };
}

function nodeOf(tables, object, record, fields) {
  return Object.fromEntries(
    fields.map(({ name, fields: inner }) => {
      if (name === 'Id') return ['Id', record.Id];
      if (inner.some((one) => one.name === 'edges')) {
        const [child, key] = children[object]?.[name] ?? [];
        if (!child) throw new Error(`${object} has no children "${name}".`);
        const own = tables[child].filter((one) => one[key] === record.Id);
        return [name, connection(tables, child, own, inner)];
      }
      if (!inner.some((one) => one.name === 'value')) {
        const parent = tables[name]?.find(({ Id }) => Id === record[`${name}Id`]);
        if (!tables[name]) throw new Error(`${object} has no parent "${name}".`);
        return [name, parent ? nodeOf(tables, name, parent, inner) : null];
      }
      if (!tables[object].some((one) => name in one)) throw new Error(`${object} has no field "${name}".`);
      return [name, { value: record[name] ?? null }];
    }),
  );
}

/** Fields of the document's operation: `{ name, parameters, fields }`. */
function parse(text) {
  const tokens = text.match(/[A-Za-z_]\w*|\((?:[^()]|\([^()]*\))*\)|[{}]/g);
  let at = tokens.indexOf('{') + 1;
  const fieldsFrom = () => {
    const fields = [];
    while (tokens[at] !== '}') {
      const field = { name: tokens[at++], parameters: '', fields: [] };
      if (tokens[at]?.startsWith('(')) field.parameters = tokens[at++];
      if (tokens[at] === '{') {
        at++;
        field.fields = fieldsFrom();
        at++;
      }
      fields.push(field);
    }
    return fields;
  };
  return fieldsFrom();
}
