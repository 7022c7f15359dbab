import { describe, expect, it } from 'vitest';
import type { JourneyRow } from '../../../worker/protocol/journey.js';
import { channelColors } from '../../../widgets/journey/channels.js';
import {
  activitySpec,
  groupSpec,
  journeySpec,
  pageSpec,
  parseOpening,
  parseStages,
  rowSpec,
} from '../../../widgets/journey/journey.spec.js';
import { typicalQuestion } from '../../../widgets/journey/typical.spec.js';
import { safeHref, safeLinks } from '../../../widgets/journey/safe-link.js';
import { oursRule } from '../../../widgets/journey/who-acted.js';

const stages = [
  { name: 'Aware', match: [{ event: 'ad click' }, { event: 'visit' }] },
  { name: 'purchase', match: [{ event: 'purchase' }] },
];

describe('the question', () => {
  it('is of one customer or one account, and of nobody without either', () => {
    expect(journeySpec({}, null)).toBeNull();
    expect(journeySpec({ actor: 'C-1', from: '2026-08-01', tz: 'Asia/Shanghai' }, null)).toEqual({
      kind: 'journey',
      actor: 'C-1',
      range: { from: Date.UTC(2026, 7, 1), to: 8.64e15 },
      tz: 'Asia/Shanghai',
      bins: 1200,
      limit: 5000,
    });
    expect(() => journeySpec({ actor: 'a', account: 'b' }, null)).toThrow('leave one out');
    expect(() => journeySpec({ actor: 'a', from: 'soon' }, null)).toThrow('from="soon" cannot be used');
  });

  it('goes on in pages without the summary', () => {
    const spec = journeySpec({ account: 'acme' }, null)!;
    expect(pageSpec(spec, 5000)).toEqual({
      kind: 'journey',
      account: 'acme',
      summary: false,
      offset: 5000,
      limit: 5000,
    });
    expect(rowSpec(spec, 7, ['page'])).toMatchObject({ offset: 7, limit: 1, properties: ['page'], summary: false });
    expect(activitySpec(spec, 100, 20)).toMatchObject({ bins: 2, window: { from: 60, to: 100 } });
  });

  it('asks for the columns that say who acted and what people are called, where there are any', () => {
    const info = { properties: ['page', 'Name', 'account', 'Direction'] } as unknown as Parameters<
      typeof journeySpec
    >[1];
    expect(journeySpec({ actor: 'a' }, info)?.properties).toEqual(['Direction', 'Name', 'account']);
  });

  it('reads stages from text, also with Chinese signs', () => {
    expect(parseStages('Aware: ad click, visit; purchase')).toEqual(stages);
    expect(parseStages('认知：点击广告，访问；购买')).toEqual([
      { name: '认知', match: [{ event: '点击广告' }, { event: '访问' }] },
      { name: '购买', match: [{ event: '购买' }] },
    ]);
    expect(parseStages(stages)).toBe(stages);
    expect(() => parseStages('Aware:')).toThrow('write name: event, event; name: event');
    expect(() => parseStages([{ name: 'x' }] as never)).toThrow('stages=');
  });

  it('of a group comes with the most frequent path', () => {
    expect(groupSpec({ stages })).toEqual({ kind: 'journey', stages, modal: {} });
  });

  it('of what is typical is about those who reached a stage or an event', () => {
    expect(typicalQuestion({ stages }, ' ')).toBeNull();
    expect(typicalQuestion({ stages }, 'purchase')).toEqual({
      spec: { kind: 'journey', stages, modal: {}, cycleTo: { stage: 'purchase' } },
      filter: {
        kind: 'actors',
        spec: { kind: 'journey', stages },
        mark: { kind: 'stage', stage: 'purchase', of: 'reached' },
      },
    });
    expect(typicalQuestion({}, 'order')?.filter).toEqual({
      kind: 'actors',
      spec: { kind: 'funnel', steps: [{ event: 'order' }] },
      mark: { kind: 'reached', step: 0 },
    });
  });

  it('opens on a length of time', () => {
    expect(parseOpening('120d')).toBe(120 * 86_400_000);
    expect(parseOpening('all')).toBeNull();
    expect(() => parseOpening('soon')).toThrow('span="soon"');
  });
});

describe('links of the page', () => {
  it('are http, https, mailto or relative', () => {
    for (const href of [
      'https://a.example/x',
      'http://a',
      'mailto:ann@example.org',
      '/record/1',
      '#top',
      '?id=1',
      'a/b:c',
    ]) {
      expect(safeHref(href)).toBe(href);
    }
    for (const href of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      '\u0001javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'blob:https://x',
      '',
      null,
      7,
    ]) {
      expect(safeHref(href)).toBeNull();
    }
  });

  it('that cannot be shown are passed over', () => {
    const links = () =>
      [
        { label: 'Call', href: '/call', primary: true },
        { label: 'Bad', href: 'javascript:1' },
        null,
        { href: '/x' },
      ] as never;
    expect(safeLinks(links, {})).toEqual([{ label: 'Call', href: '/call', primary: true }]);
    expect(
      safeLinks(() => {
        throw new Error('x');
      }, {}),
    ).toEqual([]);
    expect(safeLinks(null, {})).toEqual([]);
  });
});

describe('who acted', () => {
  const row = (event: string | null, ...values: JourneyRow['values']): JourneyRow => ({ event, values }) as JourneyRow;

  it('is what the page says, else the column, else a guess by name', () => {
    expect(oursRule(['call'], 0)(row('call', 'inbound'))).toBe(true);
    expect(oursRule(['call'], -1)(row('email sent'))).toBe(false);
    expect(oursRule(null, 0)(row('call', 'Outbound'))).toBe(true);
    expect(oursRule(null, 0)(row('email sent', 'inbound'))).toBe(false);
    expect(oursRule(null, 0)(row('email sent', null))).toBe(true);
    expect(oursRule(null, -1)(row('发送邮件'))).toBe(true);
    expect(oursRule(null, -1)(row('visit'))).toBe(false);
    expect(oursRule(null, -1)(row(null))).toBe(false);
  });
});

describe('colours of channels', () => {
  it('follow their names, then what is left, then "other"', () => {
    expect(channelColors(['ads', 'web', 'email', 'product', 'sales', 'support'])).toEqual([1, 2, 3, 5, 6, 7]);
    expect(channelColors(['广告', '网站', '邮件', null])).toEqual([1, 2, 3, 0]);
    expect(channelColors(['paper', 'web', 'website'])).toEqual([1, 2, 3]);
    expect(channelColors(Array.from({ length: 10 }, (_, k) => `x${k}`))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 0]);
  });
});
