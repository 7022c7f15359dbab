import { readTouchpoints } from 'c/touchpointSource';
import { navigated } from 'lightning/navigation';
import TpJourney from 'c/tpJourney';
import { behavesAsWidget } from '../../touchpointWidget/__tests__/behaves';
import { found, say, settled, show, showOnContact } from '../../touchpointWidget/__tests__/page';

jest.mock('c/touchpointKit', () => ({ loadKit: jest.fn() }));
jest.mock(
  'c/touchpointSource',
  () => ({ readTouchpoints: jest.fn(), recordQuery: jest.fn(), recordVariables: jest.fn() }),
  { virtual: true },
);

const ROW = { values: ['Call about prices', 'Task', '00T000000000009AAA'] };

describe('c-tp-journey', () => {
  behavesAsWidget('c-tp-journey', TpJourney, { view: 'journey', heading: 'Customer journey' });

  it('shows the customer or the account of the record, in the lanes of the page', async () => {
    readTouchpoints.mockResolvedValue(found(3, { show: { actor: '003000000000001AAA' } }));
    const shown = await showOnContact('c-tp-journey', TpJourney, { lanes: 'person', title: 'Ann' });
    const { widget } = shown;
    expect([widget.actor, widget.account, widget.lanes, widget.heading]).toEqual([
      '003000000000001AAA',
      null,
      'person',
      'Ann',
    ]);
    readTouchpoints.mockResolvedValue(found(3, { show: { account: '001000000000001AAA' } }));
    shown.element.period = '30d';
    await settled();
    expect([widget.actor, widget.account]).toEqual([null, '001000000000001AAA']);
    expect(widget.stages).toBe('Lead: Lead created; Won: Opportunity won');
  });

  it('of one customer is whole, whatever others choose', async () => {
    readTouchpoints.mockResolvedValue(found(3, { show: { actor: '003000000000001AAA' } }));
    const shown = await showOnContact('c-tp-journey', TpJourney);
    await say({ source: 'other-1', ids: ['003000000000007AAA'], label: 'Theirs' });
    expect([shown.dataset.filter, shown.notices]).toEqual([null, []]);
  });

  it('opens the record of a touchpoint by the navigation of Salesforce', async () => {
    const shown = await show('c-tp-journey', TpJourney);
    expect(shown.widget.hide).toBe('object, recordId, touchpoints');
    const [link] = shown.widget.links(ROW);
    expect(link).toEqual({ label: 'Open record', href: '/lightning/r/Task/00T000000000009AAA/view', primary: true });
    const event = new CustomEvent('tplink', {
      detail: { link, row: ROW },
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    shown.widget.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(navigated.mock.lastCall[0]).toEqual({
      type: 'standard__recordPage',
      attributes: { recordId: '00T000000000009AAA', objectApiName: 'Task', actionName: 'view' },
    });
  });

  it('has no link for a touchpoint that is no record', async () => {
    const shown = await show('c-tp-journey', TpJourney);
    expect(shown.widget.links({ values: ['Visit', 'Task', null] })).toEqual([]);
    expect(shown.widget.links({ values: ['Visit', 'Task', '../../etc'] })).toEqual([]);
  });

  it('opens a customer of a group in itself', async () => {
    const shown = await show('c-tp-journey', TpJourney);
    shown.dataset.choose({ actor: 'actor:Ann · 003000000000007AAA' });
    await settled();
    expect(shown.dataset.selection.data.actor).toBe('actor:Ann · 003000000000007AAA');
  });
});
