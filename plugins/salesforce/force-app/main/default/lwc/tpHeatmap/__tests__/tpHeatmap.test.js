import { readTouchpoints } from 'c/touchpointSource';
import TpHeatmap from 'c/tpHeatmap';
import { behavesAsWidget } from '../../touchpointWidget/__tests__/behaves';
import { settled, show } from '../../touchpointWidget/__tests__/page';

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
});
