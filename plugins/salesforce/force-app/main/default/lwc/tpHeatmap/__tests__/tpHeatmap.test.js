import { readTouchpoints } from 'c/touchpointSource';
import TpHeatmap from 'c/tpHeatmap';
import { behavesAsWidget } from '../../touchpointWidget/__tests__/behaves';
import { found, settled, show } from '../../touchpointWidget/__tests__/page';

jest.mock('c/touchpointKit', () => ({ loadKit: jest.fn() }));
jest.mock(
  'c/touchpointSource',
  () => ({ readTouchpoints: jest.fn(), recordQuery: jest.fn(), recordVariables: jest.fn() }),
  { virtual: true },
);

describe('c-tp-heatmap', () => {
  behavesAsWidget('c-tp-heatmap', TpHeatmap, { view: 'heatmap', heading: 'Touchpoints over time' });

  it('has rows by event and columns by week unless the page says otherwise', async () => {
    const shown = await show('c-tp-heatmap', TpHeatmap);
    const { widget } = shown;
    expect([widget.heading, widget.rows, widget.columns, widget.weekStart]).toEqual(['', 'event', 'week', 0]);
    Object.assign(shown.element, { title: 'When', rows: 'channel', columns: 'month' });
    await settled();
    expect([widget.heading, widget.rows, widget.columns]).toEqual(['When', 'channel', 'month']);
    expect(readTouchpoints).toHaveBeenCalledTimes(1);
  });

  it('reads anew for rows that counts in Salesforce do not have', async () => {
    const shown = await show('c-tp-heatmap', TpHeatmap);
    shown.element.rows = 'owner';
    await settled();
    shown.element.rows = 'stage';
    await settled();
    expect(readTouchpoints.mock.calls.map(([{ rows }]) => rows)).toEqual(['event', 'owner']);
  });

  it('counts customers, and touchpoints where Salesforce has counted them', async () => {
    const shown = await show('c-tp-heatmap', TpHeatmap);
    const { widget } = shown;
    expect([widget.measure, widget.valueProp]).toEqual(['actors', null]);
    readTouchpoints.mockResolvedValue(found(3, { weight: 'touchpoints' }));
    shown.element.period = 'all';
    await settled();
    expect([widget.measure, widget.valueProp]).toEqual(['value', 'touchpoints']);
  });
});
