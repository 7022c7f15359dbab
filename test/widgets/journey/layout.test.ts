import { describe, expect, it } from 'vitest';
import {
  bandsOf,
  burstPlaces,
  cutTo,
  gutterFor,
  journeyMode,
  laneAt,
  laneY,
  openingSpan,
  overviewOf,
  plotFrame,
  silenceBands,
  staysOf,
  textWidth,
} from '../../../widgets/journey/journey.layout.js';
import type { Lane } from '../../../widgets/journey/touchpoints.js';

const scale = { from: 0, to: 1000, left: 100, right: 600 };
const options = { width: 700, lanes: 6, gutter: 84, laneHeight: 40, stages: true, typical: false, bursts: false };

describe('mode', () => {
  it('goes by the width of the card', () => {
    expect([279, 280, 419, 420, 959, 960].map(journeyMode)).toEqual([
      'tiny',
      'list',
      'list',
      'medium',
      'medium',
      'wide',
    ]);
  });
});

describe('the plot', () => {
  it('stacks axis, strips and lanes', () => {
    const frame = plotFrame(options);
    expect(frame.stages).toEqual({ y: 24, height: 24 });
    expect(frame.lanesY).toBe(58);
    expect(frame.height).toBe(58 + 240);
    expect(plotFrame({ ...options, typical: true, bursts: true }).lanesY).toBe(58 + 26 + 20);
    expect(plotFrame({ ...options, stages: false }).lanesY).toBe(32);
  });

  it('knows the lane at a height', () => {
    const frame = plotFrame(options);
    expect(laneY(frame, 0)).toBe(78);
    expect([57, 58, 97, 98, 297, 298].map((y) => laneAt(frame, y))).toEqual([-1, 0, 0, 1, 5, -1]);
  });

  it('gives names of lanes the room they need, 84 px at least', () => {
    expect(gutterFor(['Ads', 'Web'], 700)).toBe(84);
    expect(gutterFor(['Webinars and fairs'], 700)).toBe(Math.round(textWidth('Webinars and fairs', 12) + 28));
    expect(gutterFor(['a very long name of a person that goes on'], 700)).toBe(154);
  });

  it('cuts names at their end', () => {
    expect(cutTo('Consult', 100, 12)).toBe('Consult');
    expect(cutTo('Consultation', 60, 12)).toBe('Consult…');
    expect(cutTo('咨询阶段很长', 48, 12)).toBe('咨询阶…');
    expect(cutTo('Consult', 4, 12)).toBe('');
  });
});

describe('stages', () => {
  const change = (to: string, time: number) => ({ from: null, to, time, dwellMs: null, direction: null });

  it('last until the next one, the last until the end of the data', () => {
    expect(staysOf([change('aware', 100), change('trial', 300)], 900)).toEqual([
      { name: 'aware', from: 100, to: 300, open: false },
      { name: 'trial', from: 300, to: 900, open: true },
    ]);
  });

  it('are bands within the view', () => {
    const stays = staysOf([change('aware', -100), change('trial', 300), change('won', 1500)], 2000);
    expect(bandsOf(stays, scale)).toEqual([
      { left: 100, right: 250, first: 0, last: 0 },
      { left: 250, right: 600, first: 1, last: 1 },
    ]);
  });

  it('too short to be drawn are one band that knows all of them', () => {
    const stays = staysOf(
      [100, 102, 104, 106, 500].map((time) => change('s', time)),
      900,
    );
    expect(bandsOf(stays, scale)).toEqual([
      { left: 150, right: 154, first: 0, last: 2 },
      { left: 153, right: 350, first: 3, last: 3 },
      { left: 350, right: 550, first: 4, last: 4 },
    ]);
  });
});

describe('silences and bursts', () => {
  it('are placed where they are in view', () => {
    const silence = (fromMs: number, toMs: number) => ({
      fromMs,
      toMs,
      ms: toMs - fromMs,
      referenceMs: null,
      stage: null,
      open: false,
    });
    const bands = silenceBands([silence(-50, 100), silence(400, 401), silence(1100, 1200)], scale);
    expect(bands.map(({ left, right }) => [left, right])).toEqual([
      [100, 150],
      [300, 303],
    ]);
  });

  it('too close for a name are one place', () => {
    const burst = (fromMs: number) => ({ fromMs, toMs: fromMs + 1, rows: 5 });
    expect(burstPlaces([burst(100), burst(140), burst(400)], scale, 60)).toEqual([
      { left: 150, right: 174, first: 0, last: 1 },
      { left: 300, right: 304, first: 2, last: 2 },
    ]);
  });
});

describe('the overview', () => {
  it('counts rows in equal parts', () => {
    const lane = { times: Float64Array.from([0, 5, 50, 99, 100]), weights: null } as Lane;
    const weighed = { times: Float64Array.from([55]), weights: Uint32Array.from([7]) } as unknown as Lane;
    const overview = overviewOf([lane, weighed], { from: 0, to: 100 }, 4);
    expect([...overview.counts]).toEqual([2, 0, 8, 1]);
    expect(overview.most).toBe(8);
  });

  it('opens on the end of a long journey, where its last rows are', () => {
    const bounds = { from: 0, to: 1000 };
    const summary = (lastMs: number) => ({ lastMs }) as Parameters<typeof openingSpan>[1];
    expect(openingSpan(bounds, summary(1000), 100, 1000)).toEqual({ from: 900, to: 1000 });
    expect(openingSpan(bounds, summary(900), 100, 950)).toEqual({ from: 853, to: 953 });
    expect(openingSpan(bounds, summary(500), 100, 1000)).toEqual({ from: 460, to: 560 });
    expect(openingSpan(bounds, summary(1000), null, 1000)).toEqual(bounds);
    expect(openingSpan(bounds, summary(1000), 5000, 1000)).toEqual(bounds);
  });
});
