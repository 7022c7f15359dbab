import { expect, test } from 'vitest';
import { snippet } from '../../demo/snippet.js';
import { parseSteps } from '../../widgets/funnel/funnel.spec.js';

const steps = (...names: string[]): { event: string }[] => names.map((event) => ({ event }));

test('writes the tags of the README', () => {
  expect(snippet('events.csv', { steps: steps('visit', 'signup', 'trial', 'purchase'), window: '14d' })).toBe(
    `<script type="module" src="touchpoint-kit.js"></script>
<tp-dataset src="events.csv">
  <tp-funnel steps="visit, signup, trial, purchase" window="14d"></tp-funnel>
</tp-dataset>`,
  );
});

test.each([
  [14 * 86_400_000, '14d'],
  [90_000, '90s'],
  [5_400_000, '90min'],
  [1500, '1500'],
])('writes a window of %i ms as %s', (window, text) => {
  expect(snippet('e.csv', { steps: steps('a'), window })).toContain(`window="${text}"`);
});

test('writes names with commas, quotes and tags so that they are read as they were', () => {
  const names = ['a, b', 'say "hi"', '<b>', ' x ', '访问，首次', 'R&D'];
  const written = /steps="([^"]*)"/.exec(snippet('e.csv', { steps: steps(...names) }))![1]!;
  const text = written.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  expect(parseSteps(text)).toEqual(steps(...names));
});

test('leaves out what is the default', () => {
  expect(snippet('e.csv', { steps: steps('a'), window: null, order: 'ordered', from: null, where: [] })).toContain(
    '<tp-funnel steps="a"></tp-funnel>',
  );
});

test('writes a period in days', () => {
  const text = snippet('e.csv', { steps: steps('a'), from: Date.UTC(2026, 7, 17), to: Date.UTC(2026, 7, 24, 6) });
  expect(text).toContain('from="2026-08-17" to="2026-08-24T06:00:00.000Z"');
});

test('sets by script what attributes cannot say, and data cannot end that script', () => {
  const where = [{ where: [{ prop: 'campaign', op: 'eq' as const, value: '</script>' }] }];
  const text = snippet('我的 "file".csv', { steps: steps('a'), where });
  expect(text).toContain('src="%E6%88%91%E7%9A%84%20%22file%22.csv"');
  expect(text).toContain('funnel.where = [{"where":[{"prop":"campaign","op":"eq","value":"\\u003c/script>"}]}];');
  expect(text.match(/<\/script>/g)).toHaveLength(2);
  expect(snippet('e.csv', { steps: [{ event: ['a', 'b'] }] })).toContain('funnel.steps = [{"event":["a","b"]}];');
});
