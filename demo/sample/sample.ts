import { atWork, awake, dayMs, hourMs, startOfDay, weekday } from './clock.js';
import { addContacts } from './contacts.js';
import { unlived, type Add, type Life } from './life.js';
import { drawQuantile, random, type Quantiles, type Random } from './random.js';
import type { SampleRow } from './row.js';
import { addUse } from './use.js';
import { sampleWords, type SampleLocale, type SampleStage, type SampleWords } from './words.js';

export type { SamplePointer, SampleRow } from './row.js';

/** What sample to make; equal options give equal rows, in every engine. */
export interface SampleOptions {
  /** Any 32-bit integer. Default 1. */
  readonly seed?: number;
  /** Actors whose first touchpoint falls in the period. Default 16,000 (some 90,000 rows: between 5 and 6 an actor). */
  readonly actors?: number;
  /** First day, ms UTC; taken back to the start of its day. Default 1 May 2026. */
  readonly from?: number;
  /** End of the period, exclusive, likewise. What would happen later is not in the data. Default 1 November 2026. */
  readonly to?: number;
  /** Language of event names, campaigns, people and accounts. Default `en`. */
  readonly locale?: SampleLocale;
}

/** A half-open period, ms UTC. */
export interface SamplePeriod {
  readonly from: number;
  readonly to: number;
}

/** A sample of a size in one array, in time order; equal times in the order of actors. For large samples see `sampleRows`. */
export function generateSample(options: SampleOptions = {}): SampleRow[] {
  return [...sampleRows(options)];
}

/**
 * The rows of a sample in time order, made as they are asked for: rows wait in memory only until their day has come,
 * which is some ten percent of all.
 *
 * @throws RangeError when the period is empty or `actors` is not a whole number from 0 to 100 million
 */
export function* sampleRows(options: SampleOptions = {}): Generator<SampleRow, void, void> {
  const story = storyOf(options);
  const days = Math.round((story.period.to - story.period.from) / dayMs);
  const arrivals = arrivalsByDay(story, days);
  const waiting = new Map<number, SampleRow[]>();
  let actor = 0;
  for (let day = 0; day < days; day++) {
    const midnight = story.period.from + day * dayMs;
    for (let last = actor + arrivals[day]!; actor < last; actor++) {
      for (const row of journey(story, actor, midnight)) {
        if (row.time >= story.period.to) continue;
        const due = Math.floor((row.time - story.period.from) / dayMs);
        const rows = waiting.get(due);
        if (rows) rows.push(row);
        else waiting.set(due, [row]);
      }
    }
    const rows = waiting.get(day);
    if (!rows) continue;
    waiting.delete(day);
    yield* rows.sort((a, b) => a.time - b.time);
  }
}

/**
 * The week in which signing up was broken: seven days from a Monday, about three fifths into the period.
 * In a period under three weeks it may reach past the end.
 */
export function brokenSignupWeek(options: SampleOptions = {}): SamplePeriod {
  return storyOf(options).broken;
}

// ---- the story -----------------------------------------------------------------------------------------------------

/** Shares of first contacts by campaign, in the order of `SampleWords.campaigns`; the last came without one. */
const campaignShares = [34, 23, 12.5, 8, 2.6, 0.9, 19];
const wechat = 2;
const organic = 6;
/** First contacts by hour (the company keeps UTC), and by weekday from Sunday. */
const hourWeights = [2, 1, 1, 1, 1, 2, 4, 7, 10, 14, 16, 15, 11, 12, 15, 16, 14, 11, 9, 10, 12, 12, 9, 5];
const weekdayWeights = [6, 10, 11, 11, 10, 9, 5];
const hourTotal = sum(hourWeights);
const campaignTotal = sum(campaignShares);

/** How likely the next touchpoint is. */
const rates = {
  visit: 0.746,
  clickAgain: 0.12,
  visitAgain: 0.3,
  signup: 0.345,
  signupBroken: 0.02,
  trial: 0.62,
  consult: 0.37,
  consultAgain: 0.3,
  purchase: 0.61,
  purchaseWechat: 0.9,
  renew: 0.82,
} as const;

/** Waiting times: seconds up to signup, hours afterwards. Before working hours are minded, which lengthens some. */
const waits = {
  visitS: [
    [0, 2],
    [0.5, 40],
    [0.9, 120],
    [1, 600],
  ],
  signupS: [
    [0, 60],
    [0.5, 720],
    [0.9, 3600],
    [1, 21_600],
  ],
  againH: [
    [0, 6],
    [0.5, 60],
    [1, 300],
  ],
  trialH: [
    [0, 0.05],
    [0.25, 5],
    [0.5, 18],
    [0.75, 44],
    [1, 200],
  ],
  consultH: [
    [0, 2],
    [0.25, 42],
    [0.5, 78],
    [0.75, 150],
    [1, 480],
  ],
  purchaseH: [
    [0, 1],
    [0.25, 20],
    [0.5, 50],
    [0.75, 110],
    [1, 400],
  ],
} as const satisfies Record<string, Quantiles>;

/** Monthly price by plan, and how often a plan is bought. */
const prices = { CNY: [299, 1299, 4999], USD: [49, 199, 799] } as const;
const planWeights = [55, 35, 10];
const pages = ['/', '/pricing', '/features', '/customers', '/docs'] as const;
const pageWeights = [30, 28, 22, 12, 8];

/** An account's deal: when it began, and who talks it through. */
interface Deal {
  readonly leadMs: number;
  /** Number of the actor whose rows tell its stages; null before the first consultation. */
  holder: number | null;
}

interface Story {
  readonly seed: number;
  readonly actors: number;
  readonly period: SamplePeriod;
  readonly broken: SamplePeriod;
  readonly words: SampleWords;
  /** The deal of each account, by its number; grows while actors are made in their order. */
  readonly deals: Map<number, Deal>;
}

function storyOf(options: SampleOptions): Story {
  const from = startOfDay(options.from ?? Date.UTC(2026, 4, 1));
  const to = startOfDay(options.to ?? Date.UTC(2026, 10, 1));
  const actors = options.actors ?? 16_000;
  if (!(to > from)) throw new RangeError(`The sample's period is empty: from ${from} to ${to}. Give a later "to".`);
  if (!Number.isInteger(actors) || actors < 0 || actors > 1e8) {
    throw new RangeError(`The sample's "actors" is ${actors}. Give a whole number from 0 to 100 million.`);
  }
  const middle = startOfDay(from + (to - from) * 0.6);
  const monday = middle - ((weekday(middle) + 6) % 7) * dayMs;
  return {
    seed: options.seed ?? 1,
    actors,
    period: { from, to },
    broken: { from: monday, to: monday + 7 * dayMs },
    words: sampleWords[options.locale ?? 'en'],
    deals: new Map(),
  };
}

/** First contacts of each day: fewer at weekends, a third more at the end of the period than at its start. */
function arrivalsByDay(story: Story, days: number): number[] {
  const weights = Array.from({ length: days }, (_, day) => {
    return weekdayWeights[weekday(story.period.from + day * dayMs)]! * (3 + day / days);
  });
  const total = sum(weights);
  let before = 0;
  let weight = 0;
  return weights.map((w) => {
    weight += w;
    const upTo = Math.round((story.actors * weight) / total);
    const count = upTo - before;
    before = upTo;
    return count;
  });
}

/** All touchpoints of one actor that arrives on the day that begins at `midnight`; not always in time order. */
function journey(story: Story, number: number, midnight: number): SampleRow[] {
  const { words } = story;
  const chance = random(story.seed, number);
  const came = chance.weighted(campaignShares, campaignTotal);
  const campaign = words.campaigns[came]!;
  const actor = `C-${100_001 + number}`;
  const rows: SampleRow[] = [];
  const add: Add = (time, event, source, channel, known, feature) => {
    rows.push({
      time,
      actor,
      event: words.events[event],
      source: words.sources[source],
      channel: words.channels[channel],
      campaign: campaign.name,
      account: known.account ?? null,
      name: known.name ?? null,
      owner: known.owner ?? null,
      page: known.page ?? null,
      plan: known.plan ?? null,
      value: known.value ?? null,
      currency: known.currency ?? null,
      medium: known.medium ?? null,
      title: known.title ?? null,
      stage: known.stage ?? null,
      direction: known.direction ?? null,
      feature: feature ?? null,
      pointer: null,
    });
  };
  const visit = (time: number, medium: string): void => {
    add(time, 'visit', 'web', 'web', { page: pages[chance.weighted(pageWeights, 100)]!, medium });
  };
  const { medium } = campaign;

  let time = midnight + chance.weighted(hourWeights, hourTotal) * hourMs + chance.below(3600) * 1000;
  if (came !== organic) {
    add(time, 'adClick', 'ads', campaign.channel, { medium });
    let reached = chance.chance(rates.visit);
    if (chance.chance(rates.clickAgain)) {
      const again = awake(time + hours(waits.againH, chance));
      add(again, 'adClick', 'ads', campaign.channel, { medium });
      if (!reached) {
        time = again;
        reached = chance.chance(rates.visit / 2);
      }
    }
    if (!reached) return rows;
    time += seconds(waits.visitS, chance);
  }
  visit(time, medium);
  if (chance.chance(rates.visitAgain)) visit(awake(time + hours(waits.againH, chance)), words.direct);

  const broken = time >= story.broken.from && time < story.broken.to;
  if (!chance.chance(broken ? rates.signupBroken : rates.signup)) return rows;
  time += seconds(waits.signupS, chance);
  const name = words.fullName(pick(words.families, chance), pick(words.givens, chance));
  const title = words.jobTitle(pick(words.departments, chance), pick(words.ranks, chance));
  const index = number % Math.max(1, Math.round(story.actors / 12));
  const person = { name, title, account: accountName(index, words) };
  const deal = story.deals.get(index) ?? { leadMs: time, holder: null };
  const isFirst = !story.deals.has(index);
  story.deals.set(index, deal);
  const reach = (stage: SampleStage, at: number): string | null => {
    if (stage === 'qualified' && at > deal.leadMs) deal.holder ??= number;
    return deal.holder === number ? words.stages[stage] : null;
  };
  const life: Life = {
    ...unlived,
    chance: random(~story.seed, number),
    person,
    reach,
    signupMs: time,
    endMs: story.period.to,
  };
  add(time, 'signup', 'product', 'product', { ...person, stage: isFirst ? words.stages.lead : null });

  goOn();
  addContacts(life, add);
  addUse(life, words, actor, rows, add);
  return rows;

  /** From signup on, as far as it goes. */
  function goOn(): void {
    if (!chance.chance(rates.trial)) return;
    time = awake(time + hours(waits.trialH, chance));
    life.trialMs = time;
    add(time, 'trial', 'product', 'product', person);

    if (!chance.chance(rates.consult)) return;
    time = atWork(time + hours(waits.consultH, chance));
    const owner = pick(words.owners, chance);
    life.consultMs = time;
    life.owner = owner;
    add(time, 'consult', 'crm', 'sales', { ...person, owner, stage: reach('qualified', time) });
    const again = atWork(time + hours(waits.againH, chance));
    if (chance.chance(rates.consultAgain)) add(again, 'consult', 'crm', 'sales', { ...person, owner });

    if (!chance.chance(came === wechat ? rates.purchaseWechat : rates.purchase)) return;
    time = awake(time + hours(waits.purchaseH, chance));
    life.purchaseMs = time;
    const currency = chance.chance(came === wechat ? 0.98 : 0.6) ? 'CNY' : 'USD';
    const plan = chance.weighted(planWeights, 100);
    // One sale in five is at nine tenths of the price; money is kept to the cent.
    const value = Math.round(prices[currency][plan]! * (chance.chance(0.2) ? 90 : 100)) / 100;
    const sold = { ...person, plan: words.plans[plan]!, value, currency } as const;
    life.sold = sold;
    while (chance.chance(rates.renew)) {
      time += 30 * dayMs + chance.below(7200) * 1000;
      if (time >= story.period.to) break;
      add(time, 'renew', 'shop', 'sales', sold);
    }
    life.endMs = Math.min(time + 30 * dayMs, story.period.to);
  }
}

/**
 * About a dozen actors, three of whom sign up, belong to one account; they come weeks apart, as colleagues do.
 */
function accountName(index: number, words: SampleWords): string {
  const { accountHeads, accountTails } = words;
  const names = accountHeads.length * accountTails.length;
  // 541 has no divisor in common with the number of names, so each comes once a round.
  const name = (index * 541) % names;
  return words.account(
    accountHeads[name % accountHeads.length]!,
    accountTails[Math.floor(name / accountHeads.length)]!,
    1 + Math.floor(index / names),
  );
}

// ---- time ----------------------------------------------------------------------------------------------------------

function seconds(quantiles: Quantiles, chance: Random): number {
  return Math.round(drawQuantile(quantiles, chance)) * 1000;
}

function hours(quantiles: Quantiles, chance: Random): number {
  return Math.round(drawQuantile(quantiles, chance) * 3600) * 1000;
}

function pick(list: readonly string[], chance: Random): string {
  return list[chance.below(list.length)]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
