import { graphql } from 'lightning/graphql';
import { publish, unsubscribe } from 'lightning/messageService';
import { loadKit } from 'c/touchpointKit';
import { mapping } from 'c/touchpointMapping';
import { readTouchpoints } from 'c/touchpointSource';
import { inUserLanguage } from '../names';
import { RECORD, clearPage, found, freshPage, published, say, settled, show, showOnContact } from './page';

const failure = (code, message = 'What the log needs.') => Object.assign(new Error(message), { code });
const CLAUSE = {
  source: 'funnel',
  widget: 'funnel',
  filter: { kind: 'actors', spec: { kind: 'funnel', steps: [] }, mark: { kind: 'left', step: 1 } },
  label: { key: 'left', args: ['Proposal', 'Won'] },
};
const keysOf = (ids) => ids.map((id) => `userId:${id}`);
const actors = (...ids) => ({ total: ids.length, offset: 0, actors: ids.map((id) => ({ key: `actor:Ann · ${id}` })) });

/** What all components do alike, whatever they draw. */
export function behavesAsWidget(tag, is, { view, heading }) {
  beforeEach(freshPage);
  afterEach(clearPage);

  describe('data', () => {
    it('go to the kit as one text, with the mapping, once the record and the script are there', async () => {
      const shown = await showOnContact(tag, is, { period: '90d' });
      const [[asked]] = readTouchpoints.mock.calls;
      expect(readTouchpoints).toHaveBeenCalledTimes(1);
      expect(asked).toMatchObject({
        view,
        recordId: RECORD,
        objectApiName: 'Contact',
        wired: { uiapi: {} },
        until: null,
      });
      expect(Math.round((Date.now() - asked.since) / 86_400_000)).toBe(90);
      expect([shown.dataset.dataJson, shown.dataset.mapping]).toEqual([found(3).json, inUserLanguage(mapping)]);
      expect(shown.widget.localName).toBe(`tp-${view}`);
      expect([shown.widget.lang, shown.widget.dataset.tpHost, shown.widget.dataset.tpScheme, shown.widget.tz]).toEqual([
        'en',
        'salesforce',
        'light',
        'America/Los_Angeles',
      ]);
      expect([shown.text, shown.find('section').getAttribute('aria-busy')]).toEqual(['', 'false']);
      await expect(shown.element).toBeAccessible();
    });

    it('are awaited with a status, and nothing is read before the record is known', async () => {
      const shown = await show(tag, is, { recordId: RECORD, objectApiName: 'Contact' });
      expect(readTouchpoints).not.toHaveBeenCalled();
      expect(shown.find('[role="status"]').textContent).toBe('Reading touchpoints…');
      expect(shown.find('section').getAttribute('aria-busy')).toBe('true');
      expect(shown.find('h2').textContent).toBe(heading);
      await expect(shown.element).toBeAccessible();
      let progress;
      readTouchpoints.mockImplementation(({ onProgress }) => {
        progress = onProgress;
        return new Promise(() => {});
      });
      graphql.emit({ uiapi: {} });
      await settled();
      progress({ rows: 2000 });
      await settled();
      expect(shown.find('.say').textContent).toBe('Reading touchpoints…2,000 so far');
      progress({ rows: 3000, total: 12_430 });
      await settled();
      expect(shown.find('.say').textContent).toBe('Reading touchpoints…3,000 of 12,430');
      // Who hears the page is told once.
      expect(shown.find('[role="status"]').textContent).toBe('Reading touchpoints…');
    });

    it('are read anew for another record and another period, into the same elements', async () => {
      const shown = await showOnContact(tag, is, { period: 'all' });
      const { dataset } = shown;
      readTouchpoints.mockResolvedValue(found(5));
      shown.element.period = '12m';
      await settled();
      expect(readTouchpoints.mock.calls.map(([{ since }]) => since === null)).toEqual([true, false]);
      expect(shown.dataset).toBe(dataset);
      expect(shown.dataset.dataJson).toBe(found(5).json);
      shown.element.recordId = '003000000000002AAA';
      await settled();
      expect(readTouchpoints).toHaveBeenCalledTimes(2);
      graphql.emit({ uiapi: { other: true } });
      await settled();
      expect(readTouchpoints.mock.lastCall[0]).toMatchObject({
        recordId: '003000000000002AAA',
        wired: { uiapi: { other: true } },
      });
    });

    it('of an older question are dropped', async () => {
      const shown = await showOnContact(tag, is);
      let answer;
      readTouchpoints.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
      shown.element.period = '30d';
      await settled();
      const { signal } = readTouchpoints.mock.lastCall[0];
      readTouchpoints.mockResolvedValueOnce(found(7));
      shown.element.period = '24m';
      await settled();
      expect(signal.aborted).toBe(true);
      answer(found(1));
      await settled();
      expect(shown.dataset.dataJson).toBe(found(7).json);
    });

    it('of a page without a record are read at once', async () => {
      const shown = await show(tag, is);
      expect(readTouchpoints.mock.lastCall[0]).toMatchObject({ recordId: null, objectApiName: null, wired: null });
      expect(shown.dataset.dataJson).toBe(found(3).json);
    });

    it('of an object without a query are read at once', async () => {
      await show(tag, is, { recordId: '001000000000001AAA', objectApiName: 'Account' });
      expect(readTouchpoints.mock.lastCall[0]).toMatchObject({ objectApiName: 'Account', wired: null });
    });
  });

  describe('without touchpoints', () => {
    it.each([
      ['a record', showOnContact, 'This record has no tasks'],
      ['a page', show, 'There are no tasks'],
    ])('%s says so', async (_, put, sentence) => {
      readTouchpoints.mockResolvedValue(found(0));
      const shown = await put(tag, is);
      expect(shown.dataset).toBeNull();
      expect(shown.find('h2').textContent).toBe(heading);
      expect(shown.text).toContain('No touchpoints to show');
      expect(shown.text).toContain(sentence);
      await expect(shown.element).toBeAccessible();
    });

    it('what was shown goes away', async () => {
      const shown = await showOnContact(tag, is);
      readTouchpoints.mockResolvedValue(found(0));
      shown.element.period = '30d';
      await settled();
      expect([shown.dataset, shown.find('[role="status"]').textContent.includes('No touchpoints')]).toEqual([
        null,
        true,
      ]);
    });
  });

  describe('a failure', () => {
    it.each([
      ['no-access', 'You don’t have access to touchpoints'],
      ['query-failed', 'Touchpoints could not be read'],
    ])('%s is an alert with a way to try again', async (code, title) => {
      readTouchpoints.mockRejectedValueOnce(failure(code));
      const shown = await showOnContact(tag, is);
      expect(shown.find('[role="alert"]').textContent).toContain(title);
      expect(shown.find('.detail').textContent).toBe('What the log needs.');
      await expect(shown.element).toBeAccessible();
      await shown.press('[data-action="retry"]');
      expect(shown.find('[role="alert"]')).toBeNull();
      expect(shown.dataset.dataJson).toBe(found(3).json);
      expect(shown.root.activeElement).toBe(shown.find('section'));
    });

    it('of the script is said, and the script loaded again', async () => {
      loadKit.mockRejectedValueOnce(failure('kit-failed'));
      const shown = await showOnContact(tag, is);
      expect(shown.find('[role="alert"]').textContent).toContain('The charts could not be loaded');
      await shown.press('[data-action="retry"]');
      expect(shown.dataset.dataJson).toBe(found(3).json);
    });

    it('of the wire is no end: Apex is asked for everything', async () => {
      const shown = await show(tag, is, { recordId: RECORD, objectApiName: 'Contact' });
      graphql.emitErrors([{ message: 'Cases is not a field of Contact.' }]);
      await settled();
      expect(readTouchpoints.mock.lastCall[0]).toMatchObject({ recordId: RECORD, wired: null });
      expect(shown.dataset.dataJson).toBe(found(3).json);
    });

    it('leaves older numbers where they are, and says that they are old', async () => {
      const shown = await showOnContact(tag, is);
      readTouchpoints.mockRejectedValueOnce(failure('query-failed'));
      shown.element.period = '30d';
      await settled();
      expect(shown.dataset.dataJson).toBe(found(3).json);
      expect(shown.notices.map(([kind]) => kind)).toEqual(['old']);
      await expect(shown.element).toBeAccessible();
      readTouchpoints.mockResolvedValue(found(2));
      await shown.press('[data-action="retry"]');
      expect([shown.dataset.dataJson, shown.notices]).toEqual([found(2).json, []]);
    });
  });

  describe('part of the data', () => {
    const since = Date.UTC(2026, 2, 1, 12);
    it.each([
      [{ kind: 'newest', shown: 2000, of: 12_430, since: null }, 'Partial: the newest 2,000 of 12,430 records.'],
      [
        { kind: 'newest', shown: 2000, of: 12_430, since },
        'Partial: the newest 2,000 of 12,430 records, from Mar 1, 2026 on.',
      ],
      [{ kind: 'newest', shown: 2000, of: null, since: null }, 'Partial: only the newest 2,000 records.'],
      [
        { kind: 'newest', shown: 2000, of: null, since },
        'Partial: only the newest 2,000 records, from Mar 1, 2026 on.',
      ],
      [
        { kind: 'grouped', shown: 960, of: 61_200, since: null },
        'Partial: 61,200 touchpoints are too many to read one by one. Salesforce counted them by hour; customers cannot be told apart.',
      ],
    ])('is said: %o', async (partial, sentence) => {
      readTouchpoints.mockResolvedValue(found(3, { partial }));
      const shown = await showOnContact(tag, is);
      expect(shown.notices).toEqual([['partial', sentence]]);
      expect(shown.find('[data-notice] [role="status"]').textContent).toBe(sentence);
      await expect(shown.element).toBeAccessible();
    });

    it('that the user may not see is named', async () => {
      const skipped = [
        { object: 'Case', reason: 'no-access' },
        { object: 'OpportunityHistory', reason: 'no-access' },
        { object: 'EmailMessage', reason: 'query-failed' },
        { object: 'Task', reason: 'too-many' },
        { object: 'Visit__c', reason: 'no-access' },
        { object: 'Opportunity', reason: 'hidden-field', field: 'Amount' },
      ];
      readTouchpoints.mockResolvedValue(found(3, { skipped }));
      const shown = await showOnContact(tag, is);
      expect(shown.notices).toEqual([
        ['no-access', 'Without cases, opportunity stage history, and Visit__c: you don’t have access to them.'],
        ['query-failed', 'Without e-mails: they could not be read.'],
        ['too-many', 'Without tasks: there are too many of them.'],
        ['hidden-field', 'Some details are hidden from you: Opportunity.Amount.'],
      ]);
    });
  });

  describe('the selection', () => {
    const ids = ['003000000000007AAA', '00Q000000000008AAA'];

    it('tells other components which customers are chosen here, and that none are any more', async () => {
      const shown = await show(tag, is, { title: 'Ours' });
      shown.dataset.engine.list.mockResolvedValue(actors(...ids));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      expect(shown.dataset.engine.list.mock.calls).toEqual([
        [{ spec: { kind: 'counts' }, mark: { kind: 'rows' }, filter: CLAUSE.filter, limit: 2000 }],
      ]);
      const [message] = published();
      expect(message).toEqual({
        source: expect.stringMatching(new RegExp(`^${view}-\\d+$`)),
        ids,
        label: 'Ours (left Proposal, Won (en))',
      });
      shown.dataset.choose({ clauses: [] });
      await settled();
      expect(published()).toEqual([message, { source: message.source, ids: [], label: '' }]);
    });

    it('tells only the first customers where there are more than fit, and says so', async () => {
      const shown = await show(tag, is);
      shown.dataset.engine.list.mockResolvedValue({ ...actors(...ids), total: 5310 });
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      expect(published()[0].label).toBe(`${heading} (left Proposal, Won (en)), the first 2 of 5,310 customers`);
    });

    it('tells nobody of a choice without records, and of none when its data are gone', async () => {
      const shown = await show(tag, is);
      shown.dataset.engine.list.mockResolvedValue(actors('all customers'));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      expect(published()).toEqual([]);
      shown.dataset.engine.list.mockResolvedValue(actors(...ids));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      readTouchpoints.mockResolvedValue(found(0));
      shown.element.period = '30d';
      await settled();
      expect(published().map((message) => message.ids)).toEqual([ids, []]);
    });

    it('leaves counts whole, which are of no customer', async () => {
      readTouchpoints.mockResolvedValue(found(3, { weight: 'touchpoints' }));
      const shown = await show(tag, is);
      await say({ source: 'other-1', ids, label: 'Theirs' });
      expect([shown.dataset.filter, shown.notices]).toEqual([null, []]);
    });

    it('does not tell a choice that was taken back meanwhile', async () => {
      const shown = await show(tag, is);
      let answer;
      shown.dataset.engine.list.mockReturnValue(new Promise((resolve) => (answer = resolve)));
      shown.dataset.choose({ clauses: [CLAUSE] });
      shown.dataset.choose({ clauses: [] });
      answer(actors(...ids));
      await settled();
      expect(published()).toEqual([]);
    });

    it('filters by what others choose, says who, and can be cleared', async () => {
      const shown = await show(tag, is);
      await say({ source: 'other-1', ids, label: 'Theirs: won' });
      expect(shown.dataset.filter).toEqual({ kind: 'actor', keys: keysOf(ids) });
      expect(shown.notices).toEqual([['filter', 'Only the customers chosen in another component: Theirs: won']]);
      await expect(shown.element).toBeAccessible();
      await say({ source: 'other-2', ids: [ids[0]], label: 'More' });
      expect(shown.dataset.filter).toEqual({
        kind: 'and',
        of: [
          { kind: 'actor', keys: keysOf(ids) },
          { kind: 'actor', keys: keysOf([ids[0]]) },
        ],
      });
      await say({ source: 'other-2', ids: [], label: '' });
      await shown.press('[data-source="other-1"]');
      expect([shown.dataset.filter, shown.notices]).toEqual([null, []]);
      expect(shown.root.activeElement).toBe(shown.find('section'));
      expect(published()).toEqual([]);
    });

    it('keeps what others chose while its data come', async () => {
      let answer;
      readTouchpoints.mockReturnValue(new Promise((resolve) => (answer = resolve)));
      const shown = await show(tag, is);
      await say({ source: 'other-1', ids, label: 'Theirs' });
      expect([shown.dataset, shown.notices]).toEqual([null, []]);
      answer(found(3));
      await settled();
      expect(shown.dataset.filter).toEqual({ kind: 'actor', keys: keysOf(ids) });
    });

    it('ignores its own messages and what is no selection', async () => {
      const shown = await show(tag, is);
      shown.dataset.engine.list.mockResolvedValue(actors(...ids));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      await say(published()[0]);
      await say(null);
      await say({ source: 'other-1', ids: 'all' });
      await say({ source: 'other-1', ids: ['not an id', 7], label: 'x' });
      expect([shown.dataset.filter, shown.notices]).toEqual([null, []]);
    });
  });

  describe('a component that leaves the page', () => {
    it('aborts what is under way, stops listening, and takes its choice back', async () => {
      const shown = await show(tag, is);
      shown.dataset.engine.list.mockResolvedValue(actors('003000000000007AAA'));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      readTouchpoints.mockReturnValue(new Promise(() => {}));
      shown.element.period = '24m';
      await settled();
      const { dataset } = shown;
      const { signal } = readTouchpoints.mock.lastCall[0];
      shown.element.remove();
      await settled();
      expect([signal.aborted, dataset.isConnected]).toEqual([true, false]);
      expect(unsubscribe).toHaveBeenCalledTimes(1);
      expect(published().map(({ ids }) => ids.length)).toEqual([1, 0]);
    });

    it('leaves quietly when the channel has ended before it', async () => {
      const shown = await show(tag, is);
      shown.dataset.engine.list.mockResolvedValue(actors('003000000000007AAA'));
      shown.dataset.choose({ clauses: [CLAUSE] });
      await settled();
      publish.mockImplementationOnce(() => {
        throw new Error('The message context was released.');
      });
      const { dataset } = shown;
      shown.element.remove();
      await settled();
      expect([dataset.isConnected, published().length]).toEqual([false, 2]);
    });

    it('and comes back reads again', async () => {
      const shown = await show(tag, is);
      shown.element.remove();
      await settled();
      document.body.append(shown.element);
      await settled();
      expect(readTouchpoints).toHaveBeenCalledTimes(2);
      expect(shown.dataset.dataJson).toBe(found(3).json);
      expect(shown.root.querySelectorAll('tp-dataset')).toHaveLength(1);
    });
  });
}
