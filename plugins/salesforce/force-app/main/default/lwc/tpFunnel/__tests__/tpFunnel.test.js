import { navigated } from 'lightning/navigation';
import { readTouchpoints } from 'c/touchpointSource';
import TpFunnel from 'c/tpFunnel';
import { behavesAsWidget } from '../../touchpointWidget/__tests__/behaves';
import { found, settled, show } from '../../touchpointWidget/__tests__/page';

jest.mock('c/touchpointKit', () => ({ loadKit: jest.fn() }));
jest.mock(
  'c/touchpointSource',
  () => ({ readTouchpoints: jest.fn(), recordQuery: jest.fn(), recordVariables: jest.fn() }),
  { virtual: true },
);

describe('c-tp-funnel', () => {
  behavesAsWidget('c-tp-funnel', TpFunnel, { view: 'funnel', heading: 'Funnel' });

  it('takes the steps of the page, else those of the data', async () => {
    readTouchpoints.mockResolvedValue(found(3, { steps: ['Lead created', 'Call, long', 'Opportunity won'] }));
    const shown = await show('c-tp-funnel', TpFunnel);
    expect(shown.widget.steps).toBe('Lead created, "Call, long", Opportunity won');
    shown.element.steps = 'Lead created, Opportunity won';
    await settled();
    expect(readTouchpoints.mock.calls.map(([{ steps }]) => steps)).toEqual([[], ['lead created', 'opportunity won']]);
    expect(shown.widget.steps).toBe('Lead created, Opportunity won');
    shown.element.steps = ' ';
    await settled();
    expect(shown.widget.steps).toBe('Lead created, "Call, long", Opportunity won');
  });

  it('opens a customer of its lists as the record', async () => {
    const shown = await show('c-tp-funnel', TpFunnel);
    shown.dataset.choose({ actor: 'actor:Ann · 00Q000000000008AAA' });
    await settled();
    expect(navigated.mock.lastCall[0]).toEqual({
      type: 'standard__recordPage',
      attributes: { recordId: '00Q000000000008AAA', objectApiName: 'Lead', actionName: 'view' },
    });
    expect(shown.dataset.selection.data.actor).toBeNull();
  });
});
