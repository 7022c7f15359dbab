import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { parseMapping } from '../../connectors/mapping/schema.js';
import { EngineCore } from '../../worker/engine.js';
import type { FunnelResult } from '../../worker/protocol/funnel.js';
import type { FeatureMatrixResult } from '../../worker/protocol/heatmap.js';
import type { JourneyResult } from '../../worker/protocol/journey.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { Job } from '../../worker/protocol/spec.js';

type Row = Readonly<Record<string, string | number | boolean | null>>;

interface MappingModule {
  readonly mapping: Mapping;
  readonly columns: readonly string[];
  readonly eventNames: readonly string[];
  readonly defaultSteps: readonly string[];
  readonly sourcesOfEvents: (names: readonly string[]) => readonly string[];
  readonly customerIdOf: (key: string) => string | null;
}

interface FakeOrg {
  readonly rows: (request: string) => string;
  readonly hours: (request: string) => string;
}

const plugin = (path: string): string => new URL(`../../plugins/salesforce/${path}`, import.meta.url).href;
const given = (await import(
  plugin('force-app/main/default/lwc/touchpointMapping/touchpointMapping.js')
)) as MappingModule;
const { createFakeOrg } = (await import(plugin('harness/fake-org.js'))) as {
  readonly createFakeOrg: (options: object) => FakeOrg;
};

const id = (prefix: string, n: number): string => `${prefix}${String(n).padStart(15, '0')}`;
const at = (day: number, hour = 10): string =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;

const ann = { Id: id('003', 1), Name: 'Ann Meier', Email: 'ann@example.com', AccountId: id('001', 1) };
const bob = { Id: id('003', 2), Name: 'Bob Roth', Email: 'info@example.com', AccountId: id('001', 1) };
const cyn = { Id: id('003', 3), Name: 'Cyn Wu', Email: 'info@example.com', AccountId: id('001', 1) };
const deal = {
  Id: id('006', 1),
  Name: 'Deal',
  AccountId: id('001', 1),
  Amount: 1200.5,
  CreatedDate: at(6),
  CloseDate: '2026-03-20',
  LastStageChangeDate: at(20, 15),
  StageName: 'Closed Won',
  IsClosed: true,
  IsWon: true,
};
const lost = { ...deal, Id: id('006', 2), Name: 'Lost', AccountId: id('001', 2), IsWon: false, Amount: 7 };
const tables = {
  User: [{ Id: id('005', 1), Name: 'Olga Owner' }],
  Account: [
    { Id: id('001', 1), Name: 'Acme' },
    { Id: id('001', 2), Name: 'Nobody Ltd' },
  ],
  Contact: [ann, bob, cyn],
  Lead: [
    {
      Id: id('00Q', 1),
      Name: 'Ann M.',
      Email: 'ann.private@example.com',
      Company: 'Acme',
      LeadSource: 'Web',
      Status: 'Qualified',
      CreatedDate: at(1),
      IsConverted: true,
      ConvertedDate: '2026-03-05',
      ConvertedContactId: ann.Id,
    },
    {
      Id: id('00Q', 2),
      Name: 'Dan',
      Email: 'dan@example.com',
      Company: 'Solo',
      CreatedDate: at(2),
      IsConverted: false,
    },
  ],
  LeadHistory: [
    {
      Id: id('017', 1),
      LeadId: id('00Q', 1),
      Field: 'Status',
      OldValue: 'New',
      NewValue: 'Working',
      CreatedDate: at(2),
    },
    { Id: id('017', 2), LeadId: id('00Q', 1), Field: 'Owner', OldValue: 'a', NewValue: 'b', CreatedDate: at(3) },
  ],
  Opportunity: [deal, lost],
  OpportunityHistory: [
    { Id: id('008', 1), OpportunityId: deal.Id, StageName: 'Prospecting', Amount: 1000, CreatedDate: at(6) },
    { Id: id('008', 2), OpportunityId: deal.Id, StageName: 'Negotiation', Amount: 1200.5, CreatedDate: at(12) },
    { Id: id('008', 3), OpportunityId: deal.Id, StageName: 'Closed Won', Amount: 1200.5, CreatedDate: at(20, 15) },
  ],
  OpportunityContactRole: [
    { Id: id('00K', 1), OpportunityId: deal.Id, ContactId: bob.Id, IsPrimary: false, CreatedDate: at(6) },
    { Id: id('00K', 2), OpportunityId: deal.Id, ContactId: ann.Id, IsPrimary: true, Role: 'Buyer', CreatedDate: at(7) },
  ],
  Campaign: [{ Id: id('701', 1), Name: 'Spring', Type: 'Webinar' }],
  CampaignMember: [
    {
      Id: id('00v', 1),
      CampaignId: id('701', 1),
      LeadId: id('00Q', 1),
      ContactId: ann.Id,
      Status: 'Responded',
      HasResponded: true,
      FirstRespondedDate: '2026-03-03',
      CreatedDate: at(2),
    },
  ],
  Case: [
    { Id: id('500', 1), ContactId: bob.Id, CreatedDate: at(8), IsClosed: true, ClosedDate: at(9), CaseNumber: '0001' },
  ],
  Task: [
    {
      Id: id('00T', 1),
      WhoId: ann.Id,
      TaskSubtype: 'Call',
      CallType: 'Inbound',
      IsClosed: true,
      CompletedDateTime: at(10),
    },
    { Id: id('00T', 2), WhoId: id('00Q', 2), TaskSubtype: 'Task', IsClosed: true, CreatedDate: at(11) },
    { Id: id('00T', 3), WhoId: cyn.Id, TaskSubtype: 'Task', IsClosed: false, CreatedDate: at(11) },
  ],
  Event: [
    { Id: id('00U', 1), WhoId: ann.Id, Subject: 'Demo', StartDateTime: at(11), OwnerId: id('005', 1) },
    { Id: id('00U', 2), WhoId: ann.Id, Subject: 'Copy', StartDateTime: at(11), IsChild: true },
    {
      Id: id('00U', 3),
      WhoId: ann.Id,
      Subject: 'Fair',
      IsAllDayEvent: true,
      ActivityDate: '2026-03-11',
      StartDateTime: at(11, 0),
    },
  ],
  EmailMessage: [
    {
      Id: id('02s', 1),
      MessageDate: at(13),
      Incoming: true,
      FromAddress: 'ann@example.com',
      Subject: 'Re',
      Status: '1',
    },
    { Id: id('02s', 2), MessageDate: at(14), Incoming: false, ToAddress: 'ann@example.com', Status: '3' },
  ],
  EmailMessageRelation: [
    {
      Id: id('0EM', 1),
      EmailMessageId: id('02s', 1),
      RelationId: ann.Id,
      RelationType: 'FromAddress',
      CreatedDate: at(13),
    },
  ],
};

const org = createFakeOrg({
  tables,
  user: { id: id('005', 1), viewAll: true },
  now: Date.parse(at(31)),
});

function allRows(): Row[] {
  const rows: Row[] = [];
  let resume: unknown = null;
  do {
    const page = JSON.parse(org.rows(JSON.stringify({ pageSize: 7, resume }))) as { rows: Row[]; resume?: unknown };
    rows.push(...page.rows);
    resume = page.resume ?? null;
  } while (resume !== null);
  return rows;
}

/** As the component hands rows over: every column known, e-mails with their address. */
function textOf(rows: readonly Row[]): string {
  const blank = Object.fromEntries(given.columns.map((column) => [column, null]));
  const named = rows.map((row) =>
    row['kind'] === 'email' && !row['customerId']
      ? { ...row, email: row['incoming'] === 'true' ? row['fromAddress'] : row['toAddress'] }
      : row,
  );
  return JSON.stringify(named.map((row, k) => (k === 0 ? { ...blank, ...row } : row)));
}

async function ask<Result>(core: EngineCore, spec: object): Promise<Result> {
  const [outcome] = await core.run([{ id: 'a', spec } as unknown as Job]);
  if (!outcome || !('result' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.result as Result;
}

describe('the mapping that ships with the Salesforce components', () => {
  test('is one by the schema, and as the kit reads it', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../connectors/mapping.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const check = new Ajv2020().compile(schema);
    expect([check(given.mapping), check.errors]).toEqual([true, null]);
    expect(parseMapping(given.mapping)).toEqual(given.mapping);
  });

  test('names its steps by events that sources have', () => {
    expect(given.defaultSteps.filter((step) => !given.eventNames.includes(step))).toEqual([]);
    expect(given.sourcesOfEvents(given.defaultSteps)).toEqual([
      'leadCreated',
      'leadConverted',
      'opportunityCreated',
      'opportunityClosed',
    ]);
    expect(given.sourcesOfEvents(['no such event'])).toEqual([]);
  });
});

describe('records of an org, through the engine', () => {
  const core = new EngineCore({ connectors: lightConnectors });
  const rows = allRows();
  let report: ImportReport;

  beforeAll(async () => {
    report = await core.load({ kind: 'text', text: textOf(rows), name: 'Salesforce' }, { mapping: given.mapping });
  });

  const keyOf = async (identifier: string): Promise<string | null> => (await core.explain(identifier))?.key ?? null;

  test('every row is a touchpoint, and nothing is told as missing', () => {
    expect(rows).toHaveLength(23);
    expect(new Set(rows.map((row) => row['key'])).size).toBe(23);
    expect([report.rowsIn, report.accepted, report.rejected]).toEqual([23, 23, 0]);
    expect(report.warnings).toEqual([]);
  });

  test('every event has a name of its own', async () => {
    const { values } = await ask<{ values: ReadonlyArray<{ value: string; rows: number }> }>(core, {
      kind: 'values',
      prop: 'event',
    });
    expect(Object.fromEntries(values.map((one) => [one.value, one.rows]))).toEqual({
      'lead created': 2,
      'lead converted': 1,
      'lead status changed': 1,
      'opportunity created': 2,
      'opportunity won': 1,
      'opportunity lost': 1,
      'opportunity stage changed': 3,
      'contact role added': 2,
      'campaign member added': 1,
      'campaign responded': 1,
      'case opened': 1,
      'case closed': 1,
      call: 1,
      'task completed': 1,
      meeting: 2,
      'email received': 1,
      'email sent': 1,
    });
    expect(values.filter((one) => !given.eventNames.includes(one.value))).toEqual([]);
  });

  test('a converted lead is its contact, an e-mail its address, a deal without people its account', async () => {
    const key = await keyOf(`userId:${ann.Id}`);
    expect(key).toBe(`actor:Ann Meier · ${ann.Id}`);
    expect(await keyOf(`userId:${id('00Q', 1)}`)).toBe(key);
    expect(await keyOf('email:ann@example.com')).toBe(key);
    expect(given.customerIdOf(key!)).toBe(ann.Id);
    expect(given.customerIdOf(`userId:${ann.Id}`)).toBe(ann.Id);
    expect(given.customerIdOf('email:ann@example.com')).toBeNull();
    expect(await keyOf(`userId:${id('001', 2)}`)).toBe(`actor:Nobody Ltd · ${id('001', 2)}`);
    const { actors } = await core.describe();
    // Ann, Bob, Dan and the account; Cyn has nothing but an open task.
    expect(actors).toBe(4);
  });

  test('a mailbox that two contacts share joins nobody', async () => {
    const shared = new EngineCore({ connectors: lightConnectors });
    const task = (n: number, WhoId: string): object => ({
      Id: id('00T', n),
      WhoId,
      IsClosed: true,
      CompletedDateTime: at(n),
    });
    const other = createFakeOrg({ tables: { ...tables, Task: [task(1, bob.Id), task(2, cyn.Id)], EmailMessage: [] } });
    const page = JSON.parse(other.rows(JSON.stringify({ sources: ['taskDone'] }))) as { rows: Row[] };
    await shared.load({ kind: 'text', text: textOf(page.rows) }, { mapping: given.mapping });
    expect((await shared.describe()).actors).toBe(2);
  });

  test('a journey is in the order in which things happened, and leads to the records', async () => {
    const journey = await ask<JourneyResult>(core, {
      kind: 'journey',
      actor: ann.Id,
      offset: 0,
      limit: 100,
      properties: ['recordId', 'object', 'direction', 'name'],
      stages: [
        { name: 'Lead', match: [{ event: 'lead created' }] },
        { name: 'Opportunity', match: [{ event: 'opportunity created' }] },
        { name: 'Won', match: [{ event: 'opportunity won' }] },
      ],
    });
    const page = journey.page!.rows;
    expect(page.map(({ event }) => event)).toEqual([
      'lead created',
      'lead status changed',
      'campaign member added',
      'campaign responded',
      'lead converted',
      'opportunity created',
      'opportunity stage changed',
      'contact role added',
      'call',
      'meeting',
      'meeting',
      'opportunity stage changed',
      'email received',
      'email sent',
      'opportunity won',
      'opportunity stage changed',
    ]);
    expect(page[0]!.values).toEqual([id('00Q', 1), 'Lead', 'in', 'Ann Meier']);
    expect(page[6]!.values).toEqual([deal.Id, 'OpportunityHistory', 'out', 'Ann Meier']);
  });

  test('a funnel of the default steps counts customers, and sums what was won', async () => {
    const funnel = await ask<FunnelResult>(core, {
      kind: 'funnel',
      steps: given.defaultSteps.map((event) => ({ event })),
      windowMs: 365 * 86_400_000,
      valueProp: 'value',
    });
    expect([funnel.stepCounts, funnel.stepValues?.at(-1)]).toEqual([[2, 1, 1, 1], 1200.5]);
  });
});

describe('counts by hour', () => {
  test('add up to the rows, event by event and hour by hour', async () => {
    const rows = allRows().filter((row) => row['kind'] !== 'opportunityStage');
    const kinds = [...new Set(rows.map((row) => row['kind']))];
    const counted = kinds.flatMap((kind) => {
      const page = JSON.parse(org.hours(JSON.stringify({ sources: [kind] }))) as { rows: Row[] };
      return page.rows.map((row, k) => ({ ...row, key: `${String(kind)}:${k}`, customerId: 'all customers' }));
    });
    const matrix = async (text: string, more: object): Promise<FeatureMatrixResult> => {
      const core = new EngineCore({ connectors: lightConnectors });
      await core.load({ kind: 'text', text }, { mapping: given.mapping });
      return ask<FeatureMatrixResult>(core, {
        kind: 'featureMatrix',
        rows: { prop: 'event' },
        columns: 'day',
        range: { from: Date.parse('2026-03-01'), to: Date.parse('2026-04-01') },
        ...more,
      });
    };
    const byRow = await matrix(textOf(rows), {});
    const byHour = await matrix(textOf(counted), { valueProp: 'touchpoints' });
    const cells = (result: FeatureMatrixResult, values: ArrayLike<number>): Record<string, number[]> =>
      Object.fromEntries(
        result.features.map((name, k) => {
          const width = values.length / result.features.length;
          return [String(name), Array.from({ length: width }, (_, column) => values[k * width + column]!)];
        }),
      );
    expect(cells(byHour, byHour.cells.sums!)).toEqual(cells(byRow, byRow.cells.counts));
    expect([...byRow.cells.counts].reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  });
});
