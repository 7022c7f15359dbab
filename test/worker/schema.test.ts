import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFilter } from '../../worker/analyses/filter-check.js';
import { analysisKinds, analysisOf, prepareAnalyses } from '../../worker/analyses/registry.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Spec } from '../../worker/protocol/spec.js';
import type { ConformanceCase } from '../conformance/case.js';
import { isLater, runCase } from '../conformance/kinds.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { changed, schemaValues, type Schema } from './schema-values.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 400);
console.log(`schema against the engine's check: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const schema = readJson('../../worker/protocol/spec.schema.json') as Schema;
const ajv = new Ajv2020({ strictTypes: true });
ajv.addSchema(readJson('../../connectors/mapping.schema.json') as object, 'mapping.schema.json');
ajv.addSchema(schema, 'spec.schema.json');
const compiled = (definition: string): ValidateFunction =>
  ajv.getSchema(`spec.schema.json${definition && `#/$defs/${definition}`}`)!;

/** Rules over several values at once, which the schema leaves to the engine. Any other refusal must be in the schema. */
const beyondSchema: readonly RegExp[] = [
  /begins after it ends/,
  /is nested deeper than/,
  // A step, cell, bin, ... that this spec does not have.
  /mark\.[\w.[\]]+ must be a whole number from/,
  /\.(fromStep|toStep|breakdown\.step|exclusions\[\d+\]\.(from|to)|pattern\[\d+\]\.step) must be a whole number from/,
  /is not for the first step/,
  /in an unordered funnel/,
  /must be the same in all exclusions/,
  /must be given for both periods or for none/,
  /has no meaning without a (breakdown|period)/,
  /a list of as many texts as the breakdown has properties/,
  /needs `(converted|by|columns)` in the spec/,
  /names a value, but the matrix is of features/,
  /needs `end` and no `start`/,
  /\.pattern\S* (has no item (before|after) it|needs an item) that matches a row/,
  /must be a number above the one before it/,
  /has more than \d+ cells/,
  /must be an IANA time zone/,
  /and `actor` exclude one another/,
  /modal is of a group/,
  /is the name of two stages/,
  /must have at most 1024 selectors in all/,
  /\.(stage|from|to) (needs `stages`|must be one of)/,
  /\.kind is not for a group/,
];

/** Kinds that the schema has, in its own order. */
const schemaKinds = schema.$defs!['spec']!.oneOf!.map(({ $ref }) => /(\w+)Spec$/.exec($ref!)![1]!);
// Analyses beyond the funnel family come with the first question for one of them.
await prepareAnalyses({ kind: 'paths' }, null);

describe('worker/protocol/spec.schema.json', () => {
  it('has every kind of question that the engine answers, and no other', () => {
    expect(schemaKinds).toEqual(analysisKinds);
  });

  describe.each(analysisKinds)('%s', (kind) => {
    const analysis = analysisOf({ kind }, 'spec');
    const question = { type: 'object', properties: properties(kind), required: ['spec', 'mark'] } as const;
    const values = schemaValues({ ...schema, $defs: { ...schema.$defs, question } }, 'question') as fc.Arbitrary<{
      spec: Spec;
      mark: unknown;
    }>;

    it('allows the specs and marks that the engine takes, and no others', () => {
      let taken = 0;
      agree(values, ({ spec }) => {
        const agreed = compare(spec, compiled(''), () => analysis.check(spec, 'spec'));
        if (agreed) taken++;
      });
      expect(taken).toBeGreaterThan(0);
      agree(values, ({ spec, mark }) => {
        if (refusal(() => analysis.check(spec, 'spec'))) return;
        compare(mark, compiled(`${kind}Mark`), () => analysis.checkMark(mark, spec, 'mark'));
      });
    });

    it('refuses what the engine refuses when a part is changed', () => {
      agree(
        values.chain(({ spec }) => changed(spec)),
        (spec) => {
          compare(spec, compiled(`${kind}Spec`), () => analysis.check(spec, 'spec'));
        },
      );
      agree(
        values.chain(({ spec, mark }) => fc.tuple(fc.constant(spec), changed(mark))),
        ([spec, mark]) => {
          if (refusal(() => analysis.check(spec, 'spec'))) return;
          compare(mark, compiled(`${kind}Mark`), () => analysis.checkMark(mark, spec, 'mark'));
        },
      );
    });
  });

  it('allows the filters that the engine takes, and no others', () => {
    const values = schemaValues(schema, 'filter');
    const check = (filter: unknown): void => {
      compare(filter, compiled('filter'), () => checkFilter(filter, 'filter'));
    };
    agree(values, check);
    agree(values.chain(changed), check);
  });
});

it('finds the schema of mappings beside it', () => {
  const mapping = { version: 1, fields: { actor: { column: 'a' }, time: { column: 't' }, event: { constant: 'e' } } };
  expect(compiled('mapping')(mapping)).toBe(true);
  expect(compiled('mapping')({ ...mapping, version: 2 })).toBe(false);
});

describe('specs of the conformance cases', () => {
  const folder = corpusFolder('conformance');
  const cases = readCases(folder);
  if (cases.length === 0) {
    console.log(`No conformance cases at ${folder}; ${corpusVariable('conformance')} names their folder.`);
    it.skip('conformance cases are not here', () => {});
  }
  for (const kind of new Set(cases.map((one) => one.kind))) {
    const able = cases.filter((one) => one.kind === kind && !isLater(one));
    if (able.length === 0) continue;
    it(`${kind}: all ${able.length} are allowed`, async () => {
      for (const one of able) {
        const asked = await askedSpecs(one);
        expect(asked, one.id).not.toHaveLength(0);
        for (const spec of asked) {
          const validate = compiled('');
          expect(validate(spec), `${one.id}: ${ajv.errorsText(validate.errors)}`).toBe(true);
        }
      }
    });
  }
});

/** Schema and check say the same, but for rules beyond schemas. True when both take the value. */
function compare(value: unknown, validate: ValidateFunction, check: () => unknown): boolean {
  const allowed = validate(value);
  const refused = refusal(check);
  if (refused && allowed && beyondSchema.some((rule) => rule.test(refused.message))) return false;
  const said = refused ? `the engine says: ${refused.message}` : `the schema says: ${ajv.errorsText(validate.errors)}`;
  if (allowed !== (refused === null)) throw new Error(`${JSON.stringify(value)}\n${said}`);
  return allowed;
}

function refusal(check: () => unknown): AnalyticsError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof AnalyticsError && error.code === 'spec-invalid') return error;
    throw error;
  }
}

function agree<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(fc.property(values, check), { seed, numRuns });
}

function properties(kind: string): Record<'spec' | 'mark', Schema> {
  return { spec: { $ref: `#/$defs/${kind}Spec` }, mark: { $ref: `#/$defs/${kind}Mark` } };
}

/** The specs that a case's runner asks; the engine's answer is not waited for. */
async function askedSpecs(one: ConformanceCase): Promise<Spec[]> {
  const asked: Spec[] = [];
  const stop = new Error('asked');
  await runCase(one, (_batch, spec) => {
    asked.push(spec);
    return Promise.reject(stop);
  }).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  return asked;
}

function readCases(folder: string): ConformanceCase[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'case.schema.json');
  return files.flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: ConformanceCase[] };
    return cases;
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}
