import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The parser knows the language and no objects. What the standard objects have is in the types that come with Salesforce's own
// connection library. Those are of an org of some years ago: fields that came later stand here, with the page that has them.
const later = {
  // Object Reference, Task: kept since API 46.
  Task: ['CompletedDateTime'],
  // Object Reference, Opportunity: since API 52.
  Opportunity: ['LastStageChangeDate'],
};
/** Parents that may be of several objects: only what all of them have can be named. */
const anyObject = 'Name';

/** Fields of history objects, which the server refuses in WHERE. */
const unfilterable = ['OldValue', 'NewValue'];

/**
 * Standard objects by name: `fields`, `parents` (object by relationship) and `children` (object by relationship).
 */
export function standardObjects() {
  const library = dirname(createRequire(import.meta.url).resolve('@jsforce/jsforce-node/package.json'));
  const text = readFileSync(join(library, 'lib/types/standard-schema.d.ts'), 'utf8');
  const objects = new Map();
  for (const [, kind, name, body] of text.matchAll(
    /^type (Fields|ParentReferences|ChildRelationships)\$(\w+) = \{\n([^}]*)\};/gm,
  )) {
    if (!objects.has(name))
      objects.set(name, { fields: new Set(later[name]), parents: new Map(), children: new Map() });
    const { fields, parents, children } = objects.get(name);
    for (const [, key, type] of body.matchAll(/^ +(\w+): (.+);$/gm)) {
      if (kind === 'Fields') fields.add(key);
      else
        (kind === 'ParentReferences' ? parents : children).set(
          key,
          /SObjectDefinition\$(\w+)/.exec(type)?.[1] ?? anyObject,
        );
    }
  }
  return objects;
}

/**
 * Problems of names in a query's tree: objects and fields that no org has.
 *
 * @param query a `QueryContext` or `SubQueryContext`
 * @param objects those of `standardObjects`
 * @param of object around a sub-query; empty for none
 */
export function unknownNames(query, objects, of = '') {
  const from = query.fromNameList().getText();
  const name = of === '' ? from : objects.get(of)?.children.get(from);
  if (!name || !objects.has(name)) return [`${of}${of && '.'}${from} is no object`];
  const problems = [];
  const visit = (context, isTested) => {
    const kind = context.constructor.name;
    if (kind === 'FromNameListContext' || kind === 'BoundExpressionContext') return;
    if (kind === 'SubQueryContext') {
      if (isTested) problems.push('a sub-select in WHERE, which the server refuses beside OR');
      else problems.push(...unknownNames(context, objects, name));
    }
    if (kind === 'FieldNameContext' || kind === 'DateFieldNameContext') {
      const path = context.getText().replace(/^convertTimezone\((.+)\)$/i, '$1');
      if (!isField(path, name, objects)) problems.push(`${name}.${path} is no field`);
      if (isTested && unfilterable.includes(path)) problems.push(`${name}.${path} can be read and not tested`);
      return;
    }
    if (kind === 'SubQueryContext') return;
    for (const child of context.children ?? []) visit(child, isTested || kind === 'WhereClauseContext');
  };
  for (const child of query.children) visit(child, false);
  return problems;
}

function isField(path, name, objects) {
  const steps = path.split('.');
  const field = steps.pop();
  let object = name;
  for (const step of steps) object = objects.get(object)?.parents.get(step);
  return Boolean(objects.get(object)?.fields.has(field));
}
