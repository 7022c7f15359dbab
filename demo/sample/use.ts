import { dayMs, hourMs, minuteMs, startOfDay, weekday, zoneAheadMs } from './clock.js';
import type { Add, Life } from './life.js';
import { productBoxes, productHeight, productPath, productWidth, type ProductElement } from './product-page.js';
import { drawQuantile, type Quantiles, type Random } from './random.js';
import type { SampleRow } from './row.js';
import type { SampleFeature, SampleWords } from './words.js';

/** Sessions in the fortnight of a trial, and in a week of a paid plan. */
const trialSessions: Quantiles = [
  [0, 0],
  [0.35, 1],
  [0.75, 3.4],
  [1, 9],
];
const weekSessions: Quantiles = [
  [0, 0],
  [0.3, 0],
  [0.75, 1.5],
  [1, 3.5],
];
/** Share of customers who are away for three weeks once. */
const away = 0.25;

/** Sessions by local hour, and by weekday from Sunday. */
const hourWeights = [0.2, 0, 0, 0, 0, 0.2, 1, 4, 11, 17, 19, 14, 8, 11, 16, 14, 9, 4, 2, 2, 2, 1.5, 1, 0.5];
const weekdayWeights = [2, 18, 22, 23, 21, 15, 3];
const hourTotal = total(hourWeights);
const weekdayTotal = total(weekdayWeights);

const features = [
  'dashboard',
  'export',
  'comments',
  'bulkEdit',
  'automation',
  'import',
  'apiKeys',
  'billing',
] as const satisfies readonly SampleFeature[];

/** From this day on Export answered late, and people clicked again and again. */
const slowExportMs = Date.UTC(2026, 8, 14);
/** Automation was shown to everybody from this day on. */
const automationMs = Date.UTC(2026, 6, 6);

/** What somebody does in the product, from the trial on. */
export function addUse(life: Life, words: SampleWords, actor: string, rows: SampleRow[], add: Add): void {
  const { chance, trialMs, purchaseMs, endMs } = life;
  if (trialMs === null) return;
  const session = (time: number): void => {
    if (time <= trialMs || time >= endMs) return;
    addFeatures(life, words, time, add);
    if (chance.chance(0.3)) addPageView(life, words, actor, time, rows);
  };
  for (let left = Math.round(drawQuantile(trialSessions, chance)); left > 0; left--) {
    // Most try a product in its first days.
    session(localTime(trialMs + Math.floor(chance.next() * chance.next() * 14) * dayMs, chance));
  }
  if (purchaseMs === null) return;
  const pause = chance.chance(away) ? purchaseMs + (2 + chance.below(8)) * 7 * dayMs : Number.POSITIVE_INFINITY;
  for (let week = purchaseMs; week < endMs; week += 7 * dayMs) {
    if (week >= pause && week < pause + 21 * dayMs) continue;
    for (let left = Math.floor(drawQuantile(weekSessions, chance)); left > 0; left--) session(localTime(week, chance));
  }
}

/** Two to five parts of the product in half an hour; now and then a long sitting. */
function addFeatures({ chance, person, trialMs }: Life, words: SampleWords, start: number, add: Add): void {
  const count = chance.chance(0.05) ? 7 + chance.below(8) : 1 + chance.below(3);
  let time = start;
  for (let i = 0; i < count; i++) {
    const feature = features[chooseFeature(chance, time, time - trialMs!)]!;
    add(time, 'featureUse', 'product', 'product', person, words.features[feature]);
    time += (20 + chance.below(count > 4 ? 300 : 600)) * 1000;
  }
}

/** Exports gather on Friday afternoons, bills on the first days of a month, imports in the first days of a customer. */
function chooseFeature(chance: Random, time: number, ageMs: number): number {
  const local = time + zoneAheadMs(startOfDay(time));
  const friday = weekday(local) === 5 && local % dayMs >= 13 * hourMs;
  const grown = time < automationMs ? 0 : Math.min(1, (time - automationMs) / (84 * dayMs));
  const weights = [
    30,
    friday ? 44 : 13,
    12,
    8,
    3 + 13 * grown,
    ageMs < 10 * dayMs ? 14 : 3,
    3,
    new Date(local).getUTCDate() <= 3 ? 7 : 1,
  ];
  return chance.weighted(weights, total(weights));
}

// ---- the report page -----------------------------------------------------------------------------------------------

const windows = [
  [1440, 812],
  [1280, 633],
  [1536, 730],
  [1920, 969],
] as const;
const windowWeights = [36, 30, 20, 14];
/** How far down a view goes, as the top of the window. */
const depths: Quantiles = [
  [0, 0],
  [0.22, 0],
  [0.5, 210],
  [0.8, 560],
  [1, 1000],
];
/** What is clicked, if it can be seen. */
const clickWeights: Readonly<Record<ProductElement, number>> = {
  home: 3,
  reports: 2,
  automation: 5,
  settings: 2,
  search: 9,
  help: 2,
  account: 2,
  share: 7,
  export: 24,
  newReport: 9,
  period: 16,
  team: 7,
  compare: 5,
  revenue: 13,
  orders: 5,
  returns: 3,
  chart: 12,
  comment: 5,
  row1: 9,
  row2: 7,
  row3: 5,
  row4: 4,
  row5: 3,
  row6: 3,
  row7: 2,
  row8: 2,
  more: 9,
  upgrade: 4,
  helpful: 2,
  unhelpful: 1,
};
const elements = Object.keys(clickWeights) as ProductElement[];
/** Scratch of one click: the weights of what lies in the window. */
const weightsInSight: number[] = elements.map(() => 0);
const looksClickable: ReadonlySet<ProductElement> = new Set(['revenue', 'orders', 'returns']);

/** A look at the report page: what was clicked, how far it was scrolled. */
function addPageView(
  { chance, person }: Life,
  words: SampleWords,
  actor: string,
  start: number,
  rows: SampleRow[],
): void {
  const [viewportWidth, viewportHeight] = windows[chance.weighted(windowWeights, 100)]!;
  const scale = viewportWidth / productWidth;
  // One view in fifty comes from a browser that tells no size of the page.
  const sized = !chance.chance(0.02);
  const view = `${actor.slice(2)}-${Math.floor(start / 1000) % 1_000_000}`;
  const { campaign } = rows[0]!;
  let time = start + 1000 * (2 + chance.below(15));
  let scrollY = 0;
  add(words.events.pageView, null, null, null, null);
  const deepest = Math.min(Math.round(drawQuantile(depths, chance)), productHeight - viewportHeight);
  const clicks = 1 + chance.below(4);
  const scrollAt = deepest > 0 ? chance.below(clicks + 1) : -1;
  for (let i = 0; i <= clicks; i++) {
    time += 1500 + chance.below(24_000);
    if (i === scrollAt) {
      scrollY = deepest;
      add('scroll', null, null, null, null);
    } else if (i < clicks) click();
  }

  function click(): void {
    if (chance.chance(0.07)) {
      add('click', null, chance.below(viewportWidth), scrollY + chance.below(viewportHeight), null);
      return;
    }
    let inSight = 0;
    for (let i = 0; i < elements.length; i++) {
      const { top, height } = productBoxes[elements[i]!];
      const seen = top >= scrollY && top + height <= scrollY + viewportHeight;
      inSight += weightsInSight[i] = seen ? clickWeights[elements[i]!] : 0;
    }
    const element = elements[chance.weighted(weightsInSight, inSight)]!;
    const { left, top, width, height } = productBoxes[element];
    // Rows are taken by their name at the left; all else near its middle.
    const across = element.startsWith('row') ? 0.04 + 0.16 * chance.next() : middling(chance);
    const dead = chance.chance(looksClickable.has(element) ? 0.84 : 0.03);
    const slow = element === 'export' && time >= slowExportMs;
    const again = slow && chance.chance(0.4) ? 2 + chance.below(4) : 0;
    const x = Math.round((left + width * across) * scale);
    const y = Math.round(top + height * middling(chance));
    add('click', element, x, y, answer(dead, slow));
    for (let more = 0; more < again; more++) {
      time += 260 + chance.below(420);
      add('click', element, x + chance.below(7) - 3, y + chance.below(5) - 2, answer(dead, slow));
    }
  }

  function answer(dead: boolean, slow: boolean): number | null {
    if (dead) return null;
    return slow ? 1300 + chance.below(1100) : 20 + chance.below(400);
  }

  function add(
    event: string,
    element: ProductElement | null,
    x: number | null,
    y: number | null,
    mutationMs: number | null,
  ): void {
    const box = element && productBoxes[element];
    rows.push({
      time,
      actor,
      event,
      source: words.sources.product,
      channel: words.channels.product,
      campaign,
      account: person.account,
      name: person.name,
      owner: null,
      page: productPath,
      plan: null,
      value: null,
      currency: null,
      medium: null,
      title: person.title,
      stage: null,
      direction: null,
      feature: null,
      pointer: {
        view,
        element: element && words.elements[element],
        x,
        y,
        docWidth: sized ? viewportWidth : null,
        docHeight: sized ? productHeight : null,
        viewportWidth,
        viewportHeight,
        scrollX: 0,
        scrollY,
        elementLeft: box && Math.round(box.left * scale),
        elementTop: box && box.top,
        elementWidth: box && Math.round(box.width * scale),
        elementHeight: box && box.height,
        mutationMs,
        observedMs: x === null ? null : 5000,
      },
    });
  }
}

/** Around the middle of 0..1, thinning out to both ends. */
function middling(chance: Random): number {
  return 0.12 + 0.76 * ((chance.next() + chance.next()) / 2);
}

/** A time in the working week that holds `day`, by the clock of the product's users. */
function localTime(day: number, chance: Random): number {
  const sunday = startOfDay(day) - weekday(day) * dayMs;
  const midnight = sunday + chance.weighted(weekdayWeights, weekdayTotal) * dayMs;
  const clock =
    chance.weighted(hourWeights, hourTotal) * hourMs + chance.below(60) * minuteMs + chance.below(60) * 1000;
  return midnight + clock - zoneAheadMs(midnight);
}

function total(weights: readonly number[]): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}
