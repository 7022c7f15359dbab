import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { assist, type Assistance } from '../../connectors/mapping/assistant/assistant.js';
import { meanings } from '../../connectors/mapping/assistant/words.js';
import { mappingSchema, parseMapping } from '../../connectors/mapping/schema.js';
import { foldHeader, identifierNames } from '../../connectors/mapping/synonyms.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import { steady } from './load.js';

const least: Mapping = { version: 1, fields: { time: { column: 'at' }, event: { column: 'what' } } };
const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function schemaNow(): object {
  // The schema of specs refers to it, and its own references hold within it.
  const $id = 'mapping.schema.json';
  return { ...toJsonSchema(mappingSchema, { target: 'draft-2020-12' }), $id, title: 'Touchpoint Kit mapping' };
}

describe('the mapping schema', () => {
  // `UPDATE_SCHEMA=1 npx vitest run test/connectors/mapping.test.ts && npx oxfmt connectors` writes the file anew.
  test('is the committed file', () => {
    const committed = file('connectors/mapping.schema.json');
    if (process.env['UPDATE_SCHEMA']) writeFileSync(committed, JSON.stringify(schemaNow(), null, 2));
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(schemaNow());
  });

  test('takes the mappings of the real data sets', () => {
    const check = new Ajv2020().compile(schemaNow());
    for (const name of ['servicenow-incidents', 'cdnow-purchases']) {
      const mapping: unknown = JSON.parse(readFileSync(file(`test/data/mappings/${name}.json`), 'utf8'));
      expect(check(mapping)).toBe(true);
      expect(parseMapping(mapping)).toEqual(mapping);
    }
  });
});

describe('a mapping that cannot be used', () => {
  test.each([
    [{}, 'version', 'missing'],
    [{ ...least, version: 2 }, 'version', '1'],
    [{ ...least, feilds: {} }, 'feilds', 'not known'],
    [{ version: 1, fields: { event: { column: 'what' } } }, 'fields.time', 'missing'],
    [{ version: 1, fields: { ...least.fields, event: { column: 5 } } }, 'fields.event', 'does not fit'],
    [{ version: 1, fields: { ...least.fields, actor: { index: -1 } } }, 'fields.actor', 'does not fit'],
    [{ ...least, format: { quote: '""' } }, 'format.quote', 'does not fit'],
    [{ ...least, missing: '?' }, 'missing', 'does not fit'],
    [{ version: 1, fields: { ...least.fields, event: { template: 5 } } }, 'fields.event.template', 'does not fit'],
    [{ version: 1, fields: { ...least.fields, event: { rules: [] } } }, 'fields.event.rules', 'does not fit'],
    [
      { version: 1, fields: { ...least.fields, event: { rules: [{ when: { column: 'a' }, name: 'x' }] } } },
      'fields.event.rules.0.when',
      'give a condition such as',
    ],
    [
      { version: 1, fields: { ...least.fields, event: { rules: [{ when: { is: 'a' }, name: 'x' }] } } },
      'fields.event.rules.0.when',
      'give a condition such as',
    ],
    [
      { version: 1, fields: { ...least.fields, channel: { column: 'a', values: { EDM: 1 } } } },
      'fields.channel.values.EDM',
      'must be string',
    ],
    [
      { version: 1, fields: { ...least.fields, channel: { column: 'a', vlaues: {} } } },
      'fields.channel.vlaues',
      'not known',
    ],
    [
      { version: 1, fields: { ...least.fields, userId: [{ column: 'a', prefix: 5 }] } },
      'fields.userId.0.prefix',
      'must be string',
    ],
    [{ ...least, exclude: [{ column: 'a', from: '5' }] }, 'exclude.0.from', 'must be number'],
    [{ ...least, exclude: [{ column: 'a', matches: '.*' }] }, 'exclude.0', 'give a condition such as'],
    [{ ...least, properties: { p: { column: 'a', type: 'date' } } }, 'properties.p.type', 'does not fit'],
    [
      JSON.parse('{"version":1,"properties":{"__proto__":{"column":"a"}}}') as object,
      'properties.__proto__',
      'reserved',
    ],
    [null, '(the file itself)', 'does not fit'],
  ])('%j names %s', (mapping, path, words) => {
    expect(() => parseMapping(mapping)).toThrow(
      expect.objectContaining({ code: 'mapping-invalid', message: expect.stringMatching(new RegExp(words)) }) as Error,
    );
    try {
      parseMapping(mapping);
    } catch (error) {
      const { detail } = error as { detail: { faults: ReadonlyArray<{ path: string }> } };
      expect(detail.faults.map((fault) => fault.path)).toContainEqual(expect.stringContaining(path));
    }
  });
});

describe('synonyms', () => {
  test('stand in one table each', () => {
    const all = Object.values(identifierNames).flatMap((table) => [...table]);
    expect(all.length).toBe(new Set(all).size);
    for (const name of [...all, ...meanings.keys()]) expect(foldHeader(name)).toBe(name);
  });

  test('mean one field for certain', () => {
    expect(meanings.size).toBeGreaterThan(300);
    for (const [name, fields] of meanings) {
      expect([name, fields.filter(({ weight }) => weight >= 0.9).length]).toEqual([name, expect.toBeOneOf([0, 1])]);
    }
  });

  test('are matched after folding', () => {
    expect(foldHeader('Ｃustomer_ID')).toBe('customerid');
    expect(foldHeader('Mobile-Phone No.')).toBe('mobilephoneno');
  });
});

describe('a proposal', () => {
  /** A file by its headers, each with the values below it. */
  const propose = (...columns: ReadonlyArray<readonly [header: string, ...values: string[]]>): Promise<Assistance> => {
    const facts = { format: 'csv', encoding: 'utf-8', gzip: false, delimiter: ',' } as const;
    const height = Math.max(...columns.map(({ length }) => length - 1));
    const rows = Array.from({ length: height }, (_, row) => columns.map((column) => column[row + 1] ?? ''));
    return assist({ name: 'data', header: columns.map(([header]) => header), rows, facts }, steady);
  };
  const proposeFrom = (samples: Readonly<Record<string, string>>): Promise<Assistance> =>
    propose(...Object.entries(samples));

  test('is complete when each role has one clear column', async () => {
    const { mapping } = await proposeFrom({ User_ID: 'u1', Time: '2024-03-05', Event: 'visit', Channel: 'web' });
    expect(mapping).toEqual({
      version: 1,
      fields: {
        time: { column: 'Time' },
        event: { column: 'Event' },
        userId: { column: 'User_ID' },
        channel: { column: 'Channel' },
      },
    });
  });

  test('reads Chinese headers', async () => {
    const { mapping } = await proposeFrom({
      客户: '张三',
      发生时间: '2024-03-05 08:00',
      事件名称: '访问',
      手机号: '+8613800138000',
    });
    expect(mapping?.fields).toEqual({
      time: { column: '发生时间' },
      event: { column: '事件名称' },
      phone: { column: '手机号' },
    });
  });

  test('takes the identifier of highest rank and keeps the others', async () => {
    const { mapping, proposal } = await proposeFrom({
      email: 'a@b.c',
      userId: '7',
      actor: 'x',
      ts: '2024-03-05',
      action: 'visit',
    });
    expect(proposal.actor).toEqual({ column: 'actor' });
    expect(mapping?.fields).toMatchObject({
      actor: { column: 'actor' },
      userId: { column: 'userId' },
      email: { column: 'email' },
    });
  });

  test('asks when two columns are equally clear', async () => {
    const { mapping, proposal } = await proposeFrom({ customer: 'a', user: 'b', time: '2024-03-05', event: 'visit' });
    expect(mapping).toBeNull();
    expect(proposal.actor).toBeUndefined();
    expect(proposal.candidates).toMatchObject({ actor: [0, 1, 3], time: [], event: [] });
  });

  test('takes the only column whose values are times', async () => {
    const { proposal } = await proposeFrom({ user: 'a', when: '5/3/2016 12:00', event: 'visit' });
    expect(proposal.time).toEqual({ column: 'when' });
  });

  test('does not take a column called time whose values are none', async () => {
    const { proposal } = await proposeFrom({ user: 'a', time: 'morning', at: '2024-03-05', event: 'visit' });
    expect(proposal.time).toEqual({ column: 'at' });
  });

  test('tells equal headers apart by their place among each other', async () => {
    const { proposal } = await propose(['note', 'x'], ['note', '2024-03-05'], ['']);
    expect(proposal.time).toEqual({ column: 'note', occurrence: 2 });
  });

  test('offers columns of words first where no header names the event', async () => {
    const { proposal } = await propose(
      ['n', '1', '2'],
      ['open', 'true', 'false'],
      ['state', 'New', 'Closed', 'New'],
      ['at', '2024-03-05'],
    );
    expect(proposal.candidates.event).toEqual([2, 0, 1]);
  });
});
