import { gql } from 'lightning/graphql';
import days from '@salesforce/apex/TouchpointController.days';
import rows from '@salesforce/apex/TouchpointController.rows';
import hours from '@salesforce/apex/TouchpointController.hours';
import { readTouchpoints, recordQuery, recordVariables } from 'c/touchpointSource';
import { createFakeOrg } from '../../../../../../harness/fake-org.js';

jest.mock('@salesforce/apex/TouchpointController.days', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/TouchpointController.rows', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/TouchpointController.hours', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('lightning/graphql', () => ({ gql: jest.fn(([text]) => text) }), { virtual: true });

const id = (prefix, n) => `${prefix}${String(n).padStart(15, '0')}`;
const at = (day, time = '10:00:00') => `2026-03-${String(day).padStart(2, '0')}T${time}.000Z`;
const ann = { Id: id('003', 1), Name: 'Ann Meier', Email: 'ann@example.com', AccountId: id('001', 1), OwnerId: 'u1' };
const acme = { Id: id('001', 1), Name: 'Acme', OwnerId: 'u1' };
const taskOf = (n, stamp, more = {}) => ({
  Id: id('00T', n),
  WhoId: ann.Id,
  AccountId: acme.Id,
  Subject: `Call ${n}`,
  TaskSubtype: 'Call',
  IsClosed: true,
  CompletedDateTime: stamp,
  CreatedDate: stamp,
  OwnerId: 'u1',
  ...more,
});

/** Makes the three Apex methods answer from an org. */
function use(options) {
  const org = createFakeOrg({ user: { id: 'u1', zone: 'UTC' }, now: Date.parse(at(31)), ...options });
  days.mockImplementation(org.apex.days);
  rows.mockImplementation(org.apex.rows);
  hours.mockImplementation(org.apex.hours);
  return org;
}

const read = (options = {}) => readTouchpoints({ view: 'journey', ...options });
const records = async (options) => JSON.parse((await read(options)).json);
const keysOf = (list) => list.map(({ key }) => key);

beforeEach(() => jest.clearAllMocks());

describe('the wire', () => {
  it('has a query for each of the four objects, and none for others', () => {
    for (const name of ['Contact', 'Lead', 'Account', 'Opportunity']) {
      expect(recordQuery(name)).toContain(`${name}(where: { Id: { eq: $recordId } }`);
    }
    expect(recordQuery('Case')).toBeUndefined();
    expect(recordVariables(ann.Id)).toEqual({ recordId: ann.Id });
    expect(recordVariables(undefined)).toBeUndefined();
    expect(gql).toBeDefined();
  });

  const cases = [
    { Id: id('500', 1), ContactId: ann.Id, AccountId: acme.Id, CreatedDate: at(2), IsClosed: false, Subject: 'Broken' },
    {
      Id: id('500', 2),
      ContactId: ann.Id,
      AccountId: acme.Id,
      CreatedDate: at(3),
      IsClosed: true,
      ClosedDate: at(5),
      Status: 'Closed',
      Subject: 'Late',
    },
  ];
  const value = (one) => ({ value: one ?? null });
  const wired = (hasNextPage) => ({
    uiapi: {
      query: {
        Contact: {
          edges: [
            {
              node: {
                Id: ann.Id,
                Name: value('Ann Meier'),
                Cases: {
                  edges: cases.map((one) => ({
                    node: {
                      Id: one.Id,
                      Subject: value(one.Subject),
                      CaseNumber: value(one.CaseNumber),
                      Status: value(one.Status),
                      Origin: value(one.Origin),
                      IsClosed: value(one.IsClosed),
                      CreatedDate: value(one.CreatedDate),
                      ClosedDate: value(one.ClosedDate),
                      Account: { Id: acme.Id, Name: value('Acme') },
                    },
                  })),
                  pageInfo: { hasNextPage },
                },
              },
            },
          ],
        },
      },
    },
  });
  const tables = { Contact: [ann], Account: [acme], Case: cases, Task: [taskOf(1, at(4))] };
  const contact = { recordId: ann.Id, objectApiName: 'Contact' };

  it('gives the same touchpoints as Apex, which is then not asked for them', async () => {
    const org = use({ tables });
    const withoutEmail = (list) => list.map((one) => ({ ...one, email: null }));
    const alone = await records(contact);
    const both = await records({ ...contact, wired: wired(false) });
    expect(alone).toHaveLength(4);
    expect(withoutEmail(both)).toEqual(withoutEmail(alone));
    expect(org.asked.filter(({ method }) => method === 'rows').at(-1).sources).toEqual(['taskDone']);
  });

  it('counts for nothing where it has more pages, or is of another record', async () => {
    use({ tables });
    expect(await records({ ...contact, wired: wired(true) })).toEqual(await records(contact));
    const other = wired(false);
    other.uiapi.query.Contact.edges[0].node.Id = id('003', 2);
    expect(await records({ ...contact, wired: other })).toEqual(await records(contact));
  });

  it('keeps to the period', async () => {
    use({ tables });
    const found = await records({
      ...contact,
      wired: wired(false),
      since: Date.parse(at(3, '00:00:00')),
      until: Date.parse(at(5)),
    });
    expect(keysOf(found)).toEqual([`${id('500', 2)}:caseOpened`, `${id('00T', 1)}:taskDone`]);
  });
});

describe('pages', () => {
  it('lose no row and repeat none where times are equal', async () => {
    const tables = { Contact: [ann], Account: [acme], Task: [] };
    for (let n = 1; n <= 3456; n++) tables.Task.push(taskOf(n, at(n % 2 === 0 ? 4 : 5)));
    const org = use({ tables });
    const found = await records();
    expect(found).toHaveLength(3456);
    expect(new Set(keysOf(found)).size).toBe(3456);
    expect(org.asked.filter(({ method }) => method === 'rows')).toHaveLength(4);
    expect(found.every((one, k) => k === 0 || found[k - 1].time <= one.time)).toBe(true);
  });

  it('tell how far they are', async () => {
    const Task = Array.from({ length: 2500 }, (_, n) => taskOf(n, at(4)));
    use({ tables: { Contact: [ann], Account: [acme], Task, Case: [] } });
    const told = [];
    await read({ onProgress: (one) => told.push(one) });
    expect(told).toEqual([
      { rows: 1000, total: 2500 },
      { rows: 2000, total: 2500 },
      { rows: 2500, total: 2500 },
    ]);
  });

  it('give one list, whatever order the tables are in', async () => {
    const Task = [taskOf(1, at(4)), taskOf(2, at(4)), taskOf(3, at(3))];
    const Lead = [{ Id: id('00Q', 1), Name: 'Bo', CreatedDate: at(4), Status: 'Open', OwnerId: 'u1' }];
    use({ tables: { Contact: [ann], Account: [acme], Task, Lead } });
    const one = await records();
    use({ tables: { Contact: [ann], Account: [acme], Task: Task.toReversed(), Lead } });
    expect(await records()).toEqual(one);
    expect(keysOf(one)).toEqual([
      `${id('00T', 3)}:taskDone`,
      `${id('00Q', 1)}:leadCreated`,
      `${id('00T', 1)}:taskDone`,
      `${id('00T', 2)}:taskDone`,
    ]);
  });
});

describe('what is one touchpoint', () => {
  it('an e-mail that is also a task, with the customer of the task where the message has none', async () => {
    const Task = [taskOf(1, at(4), { TaskSubtype: 'Email' }), taskOf(2, at(5), { TaskSubtype: 'Email' })];
    const EmailMessage = [
      {
        Id: id('02s', 1),
        ActivityId: id('00T', 1),
        MessageDate: at(4),
        Incoming: true,
        FromAddress: 'ann@example.com',
        Status: '1',
      },
    ];
    use({ tables: { Contact: [ann], Account: [acme], Task, EmailMessage } });
    const found = await records();
    expect(found.map(({ object, customerId, name }) => [object, customerId, name])).toEqual([
      ['EmailMessage', ann.Id, 'Ann Meier'],
      ['Task', ann.Id, 'Ann Meier'],
    ]);
  });

  it('an e-mail of nobody we know is its address', async () => {
    const message = (n, more) => ({ Id: id('02s', n), MessageDate: at(n), Status: '3', ...more });
    use({
      tables: {
        EmailMessage: [
          message(1, { Incoming: true, FromAddress: 'new@example.com', ToAddress: 'us@example.com' }),
          message(2, {
            Incoming: false,
            FromAddress: 'us@example.com',
            ToAddress: 'new@example.com; other@example.com',
          }),
          message(3, { Incoming: false, ToAddress: 'new@example.com', Status: '5' }),
        ],
      },
    });
    expect((await records()).map(({ email }) => email)).toEqual(['new@example.com', 'new@example.com']);
  });

  it('a stage where it changes, also across the start of the period', async () => {
    const deal = { Id: id('006', 1), Name: 'Deal', AccountId: acme.Id, CreatedDate: at(1), OwnerId: 'u1' };
    const history = (n, day, StageName) => ({
      Id: id('008', n),
      OpportunityId: deal.Id,
      StageName,
      CreatedDate: at(day),
    });
    const OpportunityHistory = [
      history(1, 1, 'New'),
      history(2, 3, 'New'),
      history(3, 5, 'Offer'),
      history(4, 6, 'Offer'),
      history(5, 8, 'New'),
    ];
    use({ tables: { Account: [acme], Opportunity: [deal], OpportunityHistory } });
    const stages = async (options) =>
      (await records(options))
        .filter(({ kind }) => kind === 'opportunityStage')
        .map(({ stage, time }) => [stage, time]);
    const all = [
      ['New', Date.parse(at(1))],
      ['Offer', Date.parse(at(5))],
      ['New', Date.parse(at(8))],
    ];
    expect(await stages()).toEqual(all);
    expect(await stages({ since: Date.parse(at(3, '00:00:00')) })).toEqual(all.slice(1));
    expect(await stages({ since: Date.parse(at(6, '00:00:00')) })).toEqual(all.slice(2));
  });
});

describe('above the cap', () => {
  const Task = Array.from({ length: 60 }, (_, n) => taskOf(n, at(1 + Math.floor(n / 10), `10:00:${10 + (n % 10)}`)));
  const Lead = [1, 2, 3].map((n) => ({ Id: id('00Q', n), Name: `Lead ${n}`, CreatedDate: at(n), OwnerId: 'u1' }));
  const tables = { Contact: [ann], Account: [acme], Task, Lead };

  it('a journey shows the newest whole days', async () => {
    use({ tables });
    const result = await read({ cap: 25 });
    const found = JSON.parse(result.json);
    expect(result.partial).toEqual({ kind: 'newest', shown: 20, of: 63, since: Date.parse(at(5, '00:00:00')) });
    expect(found).toHaveLength(20);
    expect(found[0].time).toBe(Date.parse(at(5, '10:00:10')));
  });

  it('a day that alone is too much is shown in part, and that is said', async () => {
    use({ tables });
    const result = await read({ cap: 7 });
    const found = JSON.parse(result.json);
    expect(result.partial).toEqual({ kind: 'newest', shown: 7, of: 63, since: null });
    expect(found.map(({ time }) => time)).toEqual([3, 4, 5, 6, 7, 8, 9].map((n) => Date.parse(at(6, `10:00:1${n}`))));
  });

  it('what is shown and what there is are counted alike: as the records that were read', async () => {
    const deal = { Id: id('006', 1), Name: 'Deal', AccountId: acme.Id, CreatedDate: at(1), OwnerId: 'u1' };
    const OpportunityHistory = Array.from({ length: 10 }, (_, n) => ({
      Id: id('008', n),
      OpportunityId: deal.Id,
      StageName: 'Offer',
      CreatedDate: at(9, `10:00:${10 + n}`),
    }));
    use({ tables: { Account: [acme], Opportunity: [deal], OpportunityHistory } });
    const { json, partial } = await read({ cap: 10 });
    expect(keysOf(JSON.parse(json))).toEqual([`${id('008', 0)}:opportunityStage`]);
    // One of the 11 is older than what is shown.
    expect(partial).toEqual({ kind: 'newest', shown: 10, of: 11, since: Date.parse(at(9, '00:00:00')) });
  });

  it('a day that is cut invents no change of stage', async () => {
    const deal = { Id: id('006', 1), Name: 'Deal', AccountId: acme.Id, CreatedDate: at(1), OwnerId: 'u1' };
    const history = (n, StageName, stamp) => ({
      Id: id('008', n),
      OpportunityId: deal.Id,
      StageName,
      CreatedDate: stamp,
    });
    const OpportunityHistory = [
      history(1, 'New', at(1)),
      // Cut off: the change of that day. The row after it kept the stage.
      history(2, 'Offer', at(9, '09:00:00')),
      history(3, 'Offer', at(9, '10:00:00')),
      history(4, 'Won', at(9, '11:00:00')),
    ];
    use({ tables: { Account: [acme], Opportunity: [deal], OpportunityHistory } });
    const { json, partial } = await read({ cap: 2 });
    expect(partial).toEqual({ kind: 'newest', shown: 2, of: 5, since: null });
    expect(JSON.parse(json).map(({ kind, stage, time }) => [kind, stage, time])).toEqual([
      ['opportunityStage', 'Won', Date.parse(at(9, '11:00:00'))],
    ]);
  });

  it('a funnel reads what its steps are made of, and is whole where that fits', async () => {
    const org = use({ tables });
    const result = await readTouchpoints({ view: 'funnel', cap: 25, steps: ['lead created', 'lead converted'] });
    expect(result.partial).toBeNull();
    expect(keysOf(JSON.parse(result.json))).toEqual(Lead.map((one) => `${one.Id}:leadCreated`));
    expect(org.asked.filter(({ method }) => method === 'rows').flatMap(({ sources }) => sources)).toEqual([
      'leadCreated',
    ]);
    const calls = await readTouchpoints({ view: 'funnel', cap: 25, steps: ['lead created', 'call'] });
    expect(calls.partial).toEqual({ kind: 'newest', shown: 20, of: 63, since: Date.parse(at(5, '00:00:00')) });
  });

  it('a heatmap counts by hour: as many touchpoints in each hour as there are', async () => {
    use({ tables });
    const whole = await readTouchpoints({ view: 'heatmap' });
    use({ tables, mostGroups: 4 });
    const counted = await readTouchpoints({ view: 'heatmap', cap: 25 });
    expect(whole.partial).toBeNull();
    expect(counted.partial).toEqual({ kind: 'grouped', shown: 9, of: 63, since: null });
    expect(counted.weight).toBe('touchpoints');
    const sums = (json) => {
      const cells = {};
      for (const { kind, time, touchpoints = 1 } of JSON.parse(json)) {
        const cell = `${kind} ${new Date(time).toISOString().slice(0, 13)}`;
        cells[cell] = (cells[cell] ?? 0) + (touchpoints ?? 1);
      }
      return cells;
    };
    expect(sums(counted.json)).toEqual(sums(whole.json));
    expect(Object.keys(sums(counted.json))).toHaveLength(9);
  });

  it('a heatmap keeps what differs within an hour apart: each row of counts has a key of its own', async () => {
    const deal = (n, IsWon) => ({
      Id: id('006', n),
      Name: `Deal ${n}`,
      CreatedDate: at(1),
      CloseDate: '2026-03-09',
      IsClosed: true,
      IsWon,
      OwnerId: 'u1',
    });
    const mail = (n, Incoming) => ({ Id: id('02s', n), MessageDate: at(9), Incoming, Status: '3', OwnerId: 'u1' });
    use({
      tables: {
        Opportunity: [deal(1, true), deal(2, false), deal(3, false)],
        EmailMessage: [mail(1, true), mail(2, false)],
        Task: [taskOf(1, at(9)), taskOf(2, at(9), { TaskSubtype: 'Task' })],
      },
    });
    const { json, partial } = await readTouchpoints({ view: 'heatmap', cap: 2 });
    const found = JSON.parse(json);
    expect(new Set(keysOf(found)).size).toBe(found.length);
    expect(partial).toEqual({ kind: 'grouped', shown: 7, of: 10, since: null });
    expect(found.reduce((sum, { touchpoints }) => sum + touchpoints, 0)).toBe(10);
    expect(found.filter(({ kind }) => kind === 'opportunityClosed').map((one) => [one.won, one.touchpoints])).toEqual([
      ['false', 2],
      ['true', 1],
    ]);
  });

  it('a heatmap by what counts do not say shows the newest whole days', async () => {
    use({ tables });
    for (const rowsBy of ['event', 'channel']) {
      const { partial } = await readTouchpoints({ view: 'heatmap', cap: 25, rows: rowsBy });
      expect(partial.kind).toBe('grouped');
    }
    const { partial, weight } = await readTouchpoints({ view: 'heatmap', cap: 25, rows: 'owner' });
    expect([partial.kind, weight]).toEqual(['newest', null]);
  });

  it('days beyond those that the server counts are left out and said', async () => {
    use({ tables, mostGroups: 4 });
    const result = await read();
    expect(result.partial).toEqual({ kind: 'newest', shown: 41, of: null, since: Date.parse(at(3, '00:00:00')) });
  });
});

describe('what the user may not see', () => {
  const mine = { Id: id('006', 1), Name: 'Mine', Amount: 5, AccountId: acme.Id, CreatedDate: at(2), OwnerId: 'u1' };
  const theirs = { ...mine, Id: id('006', 2), OwnerId: 'u2' };
  const tables = { Account: [acme], Contact: [ann], Opportunity: [mine, theirs], Task: [taskOf(1, at(3))] };

  it('is no row, and nothing says that there is one', async () => {
    use({ tables });
    expect(keysOf(await records())).toEqual([`${mine.Id}:opportunityCreated`, `${id('00T', 1)}:taskDone`]);
  });

  it('an object is named, and the others are shown', async () => {
    use({ tables, access: { objects: { Task: false } } });
    const { json, skipped } = await read();
    expect(keysOf(JSON.parse(json))).toEqual([`${mine.Id}:opportunityCreated`]);
    expect(skipped).toEqual([{ object: 'Task', reason: 'no-access' }]);
  });

  it('a field is named, and rows are without it', async () => {
    use({ tables, access: { fields: { 'Opportunity.Amount': false } } });
    const { json, skipped } = await read();
    expect(JSON.parse(json)[0]).toMatchObject({ key: `${mine.Id}:opportunityCreated`, value: null });
    expect(skipped).toEqual([{ object: 'Opportunity', reason: 'hidden-field', field: 'Amount' }]);
  });

  it('a field that a source cannot do without takes the source with it', async () => {
    const Case = [{ Id: id('500', 1), ContactId: ann.Id, CreatedDate: at(2), IsClosed: true, ClosedDate: at(4) }];
    use({ tables: { ...tables, Case }, access: { fields: { 'Case.ClosedDate': false } } });
    const { json, skipped } = await read();
    expect(JSON.parse(json).map(({ kind }) => kind)).toEqual(['opportunityCreated', 'caseOpened', 'taskDone']);
    expect(skipped).toEqual([{ object: 'Case', reason: 'no-access', field: 'ClosedDate' }]);
  });

  it('tasks are told by when they were made where the moment of completion is hidden', async () => {
    const Task = [taskOf(1, at(3), { CreatedDate: at(2), IsRecurrence: false })];
    const fields = { 'Task.CompletedDateTime': false, 'Task.IsRecurrence': false };
    use({ tables: { ...tables, Task }, access: { fields } });
    const { json, skipped } = await read();
    expect(JSON.parse(json).at(-1)).toMatchObject({ kind: 'taskUndated', time: Date.parse(at(2)) });
    expect(skipped).toEqual([{ object: 'Task', reason: 'hidden-field', field: 'CompletedDateTime' }]);
  });

  it('a record, or the class itself, ends with no-access', async () => {
    use({ tables });
    await expect(read({ recordId: theirs.Id, objectApiName: 'Opportunity' })).rejects.toMatchObject({
      code: 'no-access',
    });
    use({ tables, access: { apex: false } });
    await expect(read()).rejects.toMatchObject({ code: 'no-access' });
  });

  it('any other failure is query-failed, with what the server said', async () => {
    use({ tables });
    days.mockRejectedValue({ body: { message: 'Apex CPU time limit exceeded' } });
    await expect(read()).rejects.toMatchObject({ code: 'query-failed', message: 'Apex CPU time limit exceeded' });
  });
});

describe('the cache of the page', () => {
  /** As the platform does for cacheable methods: a request is sent once, and answered from memory after that. */
  function remember(method) {
    const kept = new Map();
    const ask = method.getMockImplementation();
    method.mockImplementation((given) => {
      if (!kept.has(given.request)) kept.set(given.request, ask(given));
      return kept.get(given.request);
    });
  }
  const clock = jest.spyOn(Date, 'now');
  afterAll(() => clock.mockRestore());

  it('answers no later reading: what came meanwhile is there', async () => {
    const Task = [taskOf(1, at(4))];
    const org = use({ tables: { Contact: [ann], Account: [acme], Task } });
    for (const method of [days, rows, hours]) remember(method);
    const since = Date.parse(at(2));
    clock.mockReturnValue(Date.parse(at(20)));
    expect(await records({ since })).toHaveLength(1);
    const first = org.asked.length;
    Task.push(taskOf(2, at(5)));
    clock.mockReturnValue(Date.parse(at(20, '10:00:01')));
    expect(await records({ since: since + 1000 })).toHaveLength(2);
    expect(org.asked).toHaveLength(2 * first);
  });

  it('knows the requests of one reading by one stamp', async () => {
    const Task = Array.from({ length: 2500 }, (_, n) => taskOf(n, at(4)));
    const org = use({ tables: { Contact: [ann], Account: [acme], Task } });
    let ms = Date.parse(at(20));
    clock.mockImplementation(() => ms++);
    await read();
    expect(org.asked.map(({ method }) => method)).toEqual(['days', 'rows', 'rows', 'rows']);
    expect([...new Set(org.asked.map(({ stamp }) => stamp))]).toEqual([expect.any(Number)]);
  });
});

describe('giving up', () => {
  it('ends the reading at once, and asks for nothing more', async () => {
    const Task = Array.from({ length: 2500 }, (_, n) => taskOf(n, at(4)));
    const org = use({ tables: { Contact: [ann], Account: [acme], Task } });
    const abort = new AbortController();
    const reading = read({ signal: abort.signal, onProgress: () => abort.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(org.asked.map(({ method }) => method)).toEqual(['days', 'rows']);
  });

  it('does not wait for an answer that never comes', async () => {
    use({ tables: {} });
    days.mockReturnValue(new Promise(() => {}));
    const abort = new AbortController();
    const reading = read({ signal: abort.signal });
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('whose touchpoints', () => {
  const bo = { Id: id('00Q', 1), Name: 'Bo', ConvertedContactId: ann.Id, CreatedDate: at(1), OwnerId: 'u1' };
  const deal = { Id: id('006', 1), Name: 'Deal', AccountId: acme.Id, CreatedDate: at(6), OwnerId: 'u1' };
  const role = { Id: id('00K', 1), OpportunityId: deal.Id, ContactId: ann.Id, CreatedDate: at(7) };
  const stranger = { Id: id('00Q', 2), Name: 'Stranger', CreatedDate: at(2), OwnerId: 'u1' };
  const tables = {
    Account: [acme],
    Contact: [ann],
    Lead: [bo, stranger],
    Opportunity: [deal],
    OpportunityContactRole: [role],
    Task: [taskOf(1, at(8), { WhoId: null, WhatId: deal.Id }), taskOf(2, at(9))],
  };
  const kinds = async (record, objectApiName) =>
    (await records({ recordId: record.Id, objectApiName })).map(({ kind, customerId }) => [kind, customerId]);

  it("a contact's are those of the leads that became it, and of its deals", async () => {
    use({ tables });
    const expected = [
      ['leadCreated', ann.Id],
      ['opportunityCreated', ann.Id],
      ['contactRole', ann.Id],
      ['taskDone', ann.Id],
    ];
    expect(await kinds(ann, 'Contact')).toEqual(expected);
    expect(await kinds(bo, 'Lead')).toEqual(expected);
    expect((await read({ recordId: ann.Id, objectApiName: 'Contact' })).show).toEqual({ actor: ann.Id });
  });

  describe('e-mails on a case', () => {
    const bob = { Id: id('003', 2), Name: 'Bob Roth', Email: 'bob@example.com', AccountId: acme.Id, OwnerId: 'u1' };
    const mail = (n, more) => ({ Id: id('02s', n), MessageDate: at(n), Incoming: true, Status: '1', ...more });
    const from = (n, EmailMessageId, person) => ({
      Id: id('0EM', n),
      EmailMessageId,
      RelationId: person.Id,
      RelationType: 'FromAddress',
      CreatedDate: at(n),
    });
    const ofCase = { ParentId: id('500', 1), FromAddress: 'unknown@example.com' };
    const written = {
      ...tables,
      Contact: [ann, bob],
      Lead: [],
      Task: [taskOf(1, at(3), { TaskSubtype: 'Email' })],
      Case: [{ Id: id('500', 1), ContactId: ann.Id, AccountId: acme.Id, CreatedDate: at(1), OwnerId: 'u1' }],
      EmailMessage: [mail(2, ofCase), mail(3, { ...ofCase, ActivityId: id('00T', 1) }), mail(4, {})],
      EmailMessageRelation: [from(1, id('02s', 3), bob), from(2, id('02s', 4), ann)],
    };
    const mails = async (record, objectApiName) =>
      (await records(record && { recordId: record.Id, objectApiName }))
        .filter(({ kind }) => kind === 'email' || kind === 'taskDone')
        .map(({ key, customerId }) => [key, customerId]);
    const [unknown, bobs, anns] = [
      [`${id('02s', 2)}:email`, ann.Id],
      [`${id('02s', 3)}:email`, bob.Id],
      [`${id('02s', 4)}:email`, ann.Id],
    ];

    it('are who wrote them, else the contact of the case, on every page alike', async () => {
      use({ tables: written });
      expect(await mails()).toEqual([unknown, bobs, anns]);
      // What Bob wrote on Ann's case is Bob's, also where it is kept as a task of Ann's.
      expect(await mails(ann, 'Contact')).toEqual([unknown, anns]);
      expect(await mails(bob, 'Contact')).toEqual([bobs]);
      expect(await mails(acme, 'Account')).toEqual([unknown, bobs, anns]);
      expect(await mails(deal, 'Opportunity')).toEqual([unknown, bobs, anns]);
    });

    it('are left out where the user may not see whose case it is, and the others stay', async () => {
      use({ tables: written, access: { fields: { 'Case.ContactId': false, 'Case.AccountId': false } } });
      expect(await mails(ann, 'Contact')).toEqual([anns, [`${id('00T', 1)}:taskDone`, ann.Id]].toReversed());
      expect(await mails(acme, 'Account')).toEqual([bobs, anns]);
    });
  });

  it("a deal's and an account's are those of their people, under one name", async () => {
    use({ tables });
    expect(await kinds(deal, 'Opportunity')).toEqual([
      ['leadCreated', ann.Id],
      ['opportunityCreated', ann.Id],
      ['contactRole', ann.Id],
      ['taskDone', acme.Id],
      ['taskDone', ann.Id],
    ]);
    const { show, json } = await read({ recordId: acme.Id, objectApiName: 'Account' });
    expect(show).toEqual({ account: 'Acme' });
    expect(JSON.parse(json).map(({ kind, account }) => [kind, account])).toEqual([
      ['opportunityCreated', 'Acme'],
      ['contactRole', 'Acme'],
      ['taskDone', 'Acme'],
      ['taskDone', 'Acme'],
    ]);
    expect((await read({ recordId: deal.Id, objectApiName: 'Opportunity' })).show).toEqual({ account: 'Deal' });
  });
});

describe('days', () => {
  describe('of events that take whole days', () => {
    const event = (n, more) => ({ Id: id('00U', n), WhoId: ann.Id, AccountId: acme.Id, OwnerId: 'u1', ...more });
    const fair = (n, day) =>
      event(n, {
        Subject: `Fair ${n}`,
        IsAllDayEvent: true,
        ActivityDate: at(day).slice(0, 10),
        StartDateTime: at(day, '00:00:00'),
      });
    const Event = [fair(1, 5), fair(2, 20), event(3, { StartDateTime: at(5, '14:00:00'), ActivityDate: '2026-03-05' })];
    const tables = { Contact: [ann], Account: [acme], Event };
    const now = Date.parse(at(10));
    // Five hours behind: there, midnight UTC is the evening before.
    const west = { user: { id: 'u1', zone: 'America/New_York' }, now, tables };
    const start = Date.parse(at(5, '05:00:00'));
    const expected = [
      ['meetingDay', start],
      ['meetingHeld', Date.parse(at(5, '14:00:00'))],
    ];

    it.each([
      ['the whole history', {}],
      ['a period that begins on the day', { since: start }],
      ['a period that ends with the day', { until: start + 86_400_000 }],
    ])('lie at the start of their day where the user is: %s', async (_, period) => {
      use(west);
      const { json, partial } = await read(period);
      expect(JSON.parse(json).map(({ kind, time }) => [kind, time])).toEqual(expected);
      expect(partial).toBeNull();
    });

    it('are not in a period that ended before', async () => {
      use(west);
      expect(await records({ until: start })).toEqual([]);
    });

    it('are counted where rows have them', async () => {
      use(west);
      const { json } = await readTouchpoints({ view: 'heatmap', cap: 1 });
      expect(JSON.parse(json).map(({ kind, time, touchpoints }) => [kind, time, touchpoints])).toEqual([
        ['meetingDay', start, 1],
        ['meetingHeld', Date.parse(at(5, '14:00:00')), 1],
      ]);
    });

    it('are told by their start where it is hidden that they take whole days', async () => {
      use({ ...west, access: { fields: { 'Event.IsAllDayEvent': false } } });
      const { json, skipped } = await read();
      expect(JSON.parse(json).map(({ kind, time }) => [kind, time])).toEqual([
        ['meetingHeld', Date.parse(at(5, '00:00:00'))],
        ['meetingHeld', Date.parse(at(5, '14:00:00'))],
      ]);
      expect(skipped).toEqual([{ object: 'Event', reason: 'hidden-field', field: 'IsAllDayEvent' }]);
    });
  });

  it('begin where the user is, and have the moment of the record where that is on the day', async () => {
    const won = (n, CloseDate, LastStageChangeDate) => ({
      Id: id('006', n),
      Name: `Deal ${n}`,
      CreatedDate: at(1, '02:00:00'),
      CloseDate,
      LastStageChangeDate,
      IsClosed: true,
      IsWon: true,
      OwnerId: 'u1',
    });
    use({
      user: { id: 'u1', zone: 'Asia/Shanghai' },
      tables: {
        Opportunity: [won(1, '2026-03-05', at(4, '17:00:00')), won(2, '2026-03-05', at(9)), won(3, '2026-03-01', null)],
      },
    });
    const closed = (await records()).filter(({ kind }) => kind === 'opportunityClosed');
    expect(closed.map(({ recordId, time }) => [recordId, time])).toEqual([
      [id('006', 3), Date.parse(at(1, '02:00:00'))],
      [id('006', 2), Date.parse(at(4, '16:00:00'))],
      [id('006', 1), Date.parse(at(4, '17:00:00'))],
    ]);
  });
});
