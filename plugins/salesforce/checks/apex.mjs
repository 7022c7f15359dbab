import {
  ApexParseTreeWalker,
  ApexParserBaseListener,
  ApexParserFactory,
  ThrowingErrorListener,
} from '@apexdevtools/apex-parser';

import { standardObjects, unknownNames } from './fields.mjs';

/** Version that every class is compiled with. */
export const apiVersion = '67.0';

/**
 * Problems of the Apex classes: what does not parse, queries without user mode, classes without sharing, anything that
 * writes outside a test, names of objects and fields that no org has, and classes without their settings. Types of
 * variables are not known: a wrong method passes.
 *
 * @param files `{ path, text() }` of the folder `classes`
 */
export function checkApex(files) {
  const problems = [];
  const objects = standardObjects();
  const classes = files.filter(({ path }) => path.endsWith('.cls'));
  const paths = new Set(files.map(({ path }) => path));
  if (classes.length === 0) problems.push('classes: there are none');
  for (const { path, text } of classes) {
    if (!paths.has(`${path}-meta.xml`)) problems.push(`${path}: has no ${path}-meta.xml`);
    try {
      problems.push(...rulesOf(read(text()), objects).map((problem) => `${path}: ${problem}`));
    } catch (error) {
      problems.push(`${path}: ${at(error)}`);
    }
  }
  for (const path of paths) {
    if (path.endsWith('.cls-meta.xml') && !paths.has(path.replace('-meta.xml', ''))) {
      problems.push(`${path}: belongs to no class`);
    }
  }
  return problems;
}

/**
 * What a class says, as far as the checks want to know.
 *
 * @returns {{ isTest: boolean, sharing: string | null, queries: object[], calls: object[], writes: object[], creations: object[],
 *   strings: Array<{ line: number, value: string }>, maps: Array<[string, string]> }}
 */
export function read(text) {
  // Without a listener that throws nothing is reported at all.
  const { parser } = ApexParserFactory.createLexerAndParser(text, ThrowingErrorListener.INSTANCE);
  const found = {
    isTest: false,
    sharing: null,
    queries: [],
    calls: [],
    writes: [],
    creations: [],
    strings: [],
    maps: [],
  };
  ApexParseTreeWalker.DEFAULT.walk(new Finder(found), parser.compilationUnit());
  return found;
}

/** Parses a whole query. @throws where it is none, or more than one */
export function parseQuery(soql) {
  const { parser } = ApexParserFactory.createLexerAndParser(soql, ThrowingErrorListener.INSTANCE);
  const query = parser.query();
  const next = parser.getCurrentToken();
  if (next.type !== -1) throw new Error(`${next.line}:${next.column} nothing may follow, but "${next.text}" does`);
  return query;
}

class Finder extends ApexParserBaseListener {
  constructor(found) {
    super();
    this.found = found;
  }

  enterEveryRule(context) {
    const { found } = this;
    switch (context.constructor.name) {
      case 'TypeDeclarationContext': {
        const modifiers = context.modifier_list().map((modifier) => modifier.getText().toLowerCase());
        found.isTest = modifiers.includes('@istest');
        found.sharing = modifiers.find((modifier) => modifier.endsWith('sharing')) ?? null;
        break;
      }
      case 'SoqlLiteralContext':
        found.queries.push({
          tree: context.query(),
          line: context.start.line,
          isUserMode: Boolean(context.query().withClause()?.USER_MODE()),
        });
        break;
      case 'SoslLiteralContext':
        found.calls.push({ line: context.start.line, text: 'FIND' });
        break;
      case 'DotExpressionContext':
        if (/^(database|search)\./i.test(context.getText())) {
          found.calls.push({ line: context.start.line, text: context.getText() });
        }
        break;
      case 'InsertStatementContext':
      case 'UpdateStatementContext':
      case 'UpsertStatementContext':
      case 'DeleteStatementContext':
      case 'UndeleteStatementContext':
      case 'MergeStatementContext':
        found.writes.push({ line: context.start.line });
        break;
      case 'MethodCallContext': {
        const given = context.expressionList()?.expression_list() ?? [];
        found.creations.push({ name: context.id()?.getText() ?? '', arguments: given.map(constantOf) });
        break;
      }
      case 'NewExpressionContext': {
        const creator = context.creator();
        const given = creator.classCreatorRest()?.arguments().expressionList()?.expression_list() ?? null;
        found.creations.push({ name: creator.createdName().getText(), arguments: given?.map(constantOf) ?? [] });
        break;
      }
      case 'MapCreatorRestPairContext':
        found.maps.push([constantOf(context.expression(0)), constantOf(context.expression(1))]);
        break;
      case 'Arth2ExpressionContext':
      case 'PrimaryExpressionContext': {
        // Of a sum of texts only the whole is a text; in a sum with something else each text is one.
        const sum =
          context.parentCtx?.constructor.name === 'Arth2ExpressionContext' ? constantOf(context.parentCtx) : undefined;
        const value = sum === undefined ? constantOf(context) : null;
        if (typeof value === 'string') found.strings.push({ line: context.start.line, value });
        break;
      }
      default:
    }
  }
}

/** The text that an expression stands for; null for null, undefined for what is no constant. */
function constantOf(expression) {
  const text = expression.getText();
  if (text === 'null') return null;
  const parts = text.match(/'(?:[^'\\]|\\.)*'/g);
  // Texts and plus signs, and nothing else.
  if (!parts || text.replace(/'(?:[^'\\]|\\.)*'/g, '').replaceAll('+', '') !== '') return undefined;
  return parts.map((part) => part.slice(1, -1).replace(/\\(.)/g, '$1')).join('');
}

function rulesOf({ isTest, sharing, queries, calls, writes }, objects) {
  const problems = [];
  if (sharing !== 'withsharing') problems.push('is not declared "with sharing"');
  for (const { line, isUserMode, tree } of queries) {
    problems.push(...unknownNames(tree, objects).map((problem) => `line ${line}: ${problem}`));
    if (!isUserMode) problems.push(`line ${line}: the query has no WITH USER_MODE`);
  }
  for (const { line, text } of calls) {
    if (/^database\.(query|countquery|getquerylocator|getcursor)\w*\(/i.test(text)) {
      if (!/^database\.querywithbinds\(.*,AccessLevel\.USER_MODE\)$/i.test(text)) {
        problems.push(`line ${line}: query by Database.queryWithBinds(..., AccessLevel.USER_MODE)`);
      }
    } else if (/^(search\.|find$)/i.test(text)) problems.push(`line ${line}: nothing may be searched`);
    else if (!isTest && /^database\.(?!query)\w+\(/i.test(text)) problems.push(`line ${line}: nothing may be written`);
  }
  if (!isTest) for (const { line } of writes) problems.push(`line ${line}: nothing may be written`);
  return problems;
}

const at = (error) => (error.line === undefined ? error.message : `${error.line}:${error.column} ${error.message}`);
