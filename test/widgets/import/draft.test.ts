import { describe, expect, it } from 'vitest';
import {
  draftFrom,
  draftOf,
  headersIn,
  isMapping,
  mappingOf,
  openQuestions,
  stateOf,
  withMade,
  withRole,
  withValue,
} from '../../../widgets/import/draft.js';
import { eventlessPreview, previewOf, surePreview, unsurePreview } from '../../../stories/import-data.js';
import type { Mapping } from '../../../worker/protocol/mapping.js';

const columns = (...headers: string[]): Parameters<typeof previewOf>[0] =>
  headers.map((header) => ({ header, samples: ['a'], shape: 'word' as const }));

describe('a draft of a proposal', () => {
  it('makes the mapping that was proposed, columns by their headers', () => {
    expect(mappingOf(surePreview, draftOf(surePreview))).toEqual({
      version: 1,
      fields: {
        phone: [{ column: '手机号' }, { column: 'mobile' }],
        time: { column: 'created_at' },
        event: { column: '事件' },
        channel: { column: 'utm_medium' },
      },
    });
  });

  it('takes the preview’s own mapping where there is one', () => {
    const mapping: Mapping = {
      version: 1,
      fields: {
        time: { column: 't', format: 'iso' },
        event: { template: '{method} {path}' },
        deviceId: { column: 'ip' },
      },
      exclude: [{ column: 'status', is: '404' }],
      properties: { status: { column: 'status', type: 'number' } },
    };
    const preview = { ...previewOf(columns('t', 'method', 'path', 'ip', 'status')), mapping };
    expect(mappingOf(preview, draftOf(preview))).toEqual(mapping);
  });

  it('marks what is a guess, and asks nothing of what is certain', () => {
    const draft = draftOf(unsurePreview);
    expect(draft.columns.map(stateOf)).toEqual(['sure', 'sure', 'sure', 'sure', 'sure', 'look', 'look', 'property']);
    expect(openQuestions(unsurePreview, draft, 'events')).toEqual({
      needed: [],
      unsure: ['timeFormat', 'defaultCountry'],
      columns: [5, 6],
    });
    expect(openQuestions(surePreview, draftOf(surePreview), 'events')).toEqual({ needed: [], unsure: [], columns: [] });
  });

  it('needs who, when and what; customers need only who', () => {
    const preview = previewOf(columns('a', 'b'));
    const draft = draftOf(preview);
    expect(openQuestions(preview, draft, 'events').needed).toEqual(['actor', 'time', 'event']);
    expect(openQuestions(preview, draft, 'profiles').needed).toEqual(['actor']);
  });
});

describe('a person', () => {
  it('gives a column another field; a field that only one can be moves, and the other column stays a property', () => {
    const draft = withRole(draftOf(surePreview), 5, 'event');
    expect(mappingOf(surePreview, draft).fields.event).toEqual({ column: 'remark' });
    expect(draft.columns[4]).toMatchObject({ role: 'property', by: 'person' });
    const phones = withRole(draftOf(surePreview), 5, 'phone');
    expect(mappingOf(surePreview, phones).fields.phone).toHaveLength(3);
  });

  it('leaves columns out: the others are named, so that nothing else is lost', () => {
    const draft = withRole(draftOf(unsurePreview), 7, 'out');
    expect(mappingOf(unsurePreview, draft).properties).toBe('none');
    const two = withRole(withRole(draftOf(unsurePreview), 6, 'property'), 7, 'out');
    expect(mappingOf(unsurePreview, two).properties).toEqual({ amt: { column: 'amt' } });
  });

  it('writes one name for all rows, or puts it together from columns', () => {
    const draft = withMade(draftOf(eventlessPreview), 'event', { constant: '看广告' });
    expect(mappingOf(eventlessPreview, draft).fields.event).toEqual({ constant: '看广告' });
    expect(openQuestions(eventlessPreview, draft, 'events').needed).toEqual([]);
    expect(openQuestions(eventlessPreview, withMade(draft, 'event', { constant: '' }), 'events').needed).toEqual([
      'event',
    ]);
    const column = withRole(draft, 2, 'event');
    expect(mappingOf(eventlessPreview, column).fields.event).toEqual({ column: '活动' });
  });

  it('renames values; an empty name, or the value’s own, takes the renaming back', () => {
    const named = withValue(draftOf(surePreview), 3, 'cpc', '广告');
    expect(mappingOf(surePreview, named).fields.channel).toEqual({ column: 'utm_medium', values: { cpc: '广告' } });
    for (const name of ['', 'cpc']) {
      expect(mappingOf(surePreview, withValue(named, 3, 'cpc', name)).fields.channel).toEqual({ column: 'utm_medium' });
    }
  });

  it('says zone, form of times and country', () => {
    const draft = { ...draftOf(unsurePreview), zone: 'Asia/Shanghai', timeFormat: 'D/M/YYYY H:mm', country: 'CN' };
    expect(mappingOf(unsurePreview, draft)).toMatchObject({
      fields: { time: { column: 'created_at', format: 'D/M/YYYY H:mm', zone: 'Asia/Shanghai' } },
      defaultCountry: 'CN',
    });
  });

  it('answers a question by confirming a guess', () => {
    const draft = withRole(draftOf(unsurePreview), 5, 'actor');
    expect(stateOf(draft.columns[5]!)).toBe('chosen');
    expect(openQuestions(unsurePreview, draft, 'events').columns).toEqual([6]);
  });
});

describe('a mapping file', () => {
  const mapping: Mapping = {
    version: 1,
    format: { delimiter: ';' },
    fields: {
      actor: { column: 'who', prefix: 'crm-' },
      email: [{ column: 'mail' }, { column: 'mail', occurrence: 2 }],
      time: { column: 'day', and: { column: 'hour' }, format: 'D/M/YYYY H:mm', zone: 'Europe/Zurich' },
      event: { rules: [{ when: { column: 'kind', is: 'a' }, name: 'A' }], otherwise: null },
      channel: { column: 'kind', values: { x: 'web' }, otherwise: 'other' },
      source: { constant: 'CRM' },
    },
    properties: { note: { column: 'note', type: 'text' }, tags: { column: 'labels', type: 'list' } },
    otherProperties: 'all',
    exclude: [{ column: 'test', is: 'yes' }],
    missing: ['?'],
    defaultCountry: 'CH',
  };
  const preview = previewOf(columns('who', 'mail', 'mail', 'day', 'hour', 'kind', 'note', 'labels', 'test'));

  it('comes out as it went in, with all that the steps have no control for', () => {
    expect(mappingOf(preview, draftFrom(preview, mapping, 'crm.mapping.json'))).toEqual(mapping);
  });

  it('answers the questions of the file', () => {
    const draft = draftFrom(unsurePreview, mappingOf(unsurePreview, draftOf(unsurePreview)), 'x.mapping.json');
    expect(openQuestions(unsurePreview, draft, 'events')).toEqual({ needed: [], unsure: [], columns: [] });
    expect(draft.from).toBe('x.mapping.json');
  });

  it('leaves out columns that the file does not have', () => {
    const draft = draftFrom(surePreview, { ...mapping, properties: 'all' }, 'x');
    expect(draft.columns.every(({ role }) => role === 'property')).toBe(true);
    expect(openQuestions(surePreview, draft, 'events').needed).toEqual(['actor', 'time']);
  });

  it('is told from data by its form, and names the headers it needs', () => {
    expect(isMapping(mapping)).toBe(true);
    for (const other of [null, [], { version: 1 }, { version: 2, fields: {} }, { version: 1, fields: [] }, 'text']) {
      expect(isMapping(other)).toBe(false);
    }
    expect(headersIn(mapping)).toEqual(['who', 'mail', 'day', 'hour', 'kind']);
  });

  it('of a file without names of columns goes by their places', () => {
    const headless: Mapping = {
      version: 1,
      format: { header: false },
      fields: { actor: { index: 0 }, time: { index: 1 }, event: { index: 2 } },
    };
    const three = previewOf(columns('column 1', 'column 2', 'column 3'));
    expect(mappingOf(three, draftFrom(three, headless, 'x'))).toEqual(headless);
  });

  it('takes a column named __proto__ for a name like any other', () => {
    const odd = previewOf(columns('__proto__', 'who', 'left'));
    const draft = withRole(withRole(draftOf(odd), 1, 'actor'), 2, 'out');
    const { properties } = mappingOf(odd, draft);
    expect(Object.entries(properties as object)).toEqual([['__proto__', { column: '__proto__' }]]);
    expect(({} as { column?: string }).column).toBeUndefined();
  });
});
