import { atWork, awake, dayMs, hourMs, minuteMs, startOfDay, weekday } from './clock.js';
import type { Add, Life } from './life.js';
import { drawQuantile, type Quantiles, type Random } from './random.js';

/** How often it comes to a contact around the story. */
const rates = {
  follow: 0.08,
  open: 0.44,
  click: 0.3,
  webinar: 0.07,
  meeting: 0.55,
  proposal: 0.5,
  proposalWon: 0.85,
  lost: 0.5,
  callAgain: 0.55,
  ticket: 0.1,
  ticketCustomer: 0.35,
} as const;

const openH: Quantiles = [
  [0, 0.02],
  [0.5, 3],
  [0.9, 30],
  [1, 90],
];
const answerH: Quantiles = [
  [0, 0.2],
  [0.5, 4],
  [0.9, 26],
  [1, 70],
];

/** Letters, events, sales and support around the story of somebody who signed up. */
export function addContacts(life: Life, add: Add): void {
  addLetters(life, add);
  addEvents(life, add);
  addSales(life, add);
  addTickets(life, add);
}

/** A welcome, two letters in the trial, and one a month to those who bought; none to those who stopped before. */
function addLetters({ chance, person, signupMs, trialMs, purchaseMs, endMs }: Life, add: Add): void {
  const days = trialMs === null ? [1] : [1, 5, 12];
  const out = { ...person, direction: 'outbound' } as const;
  const back = { ...person, direction: 'inbound' } as const;
  const sent = days.map((day) => startOfDay(signupMs) + day * dayMs);
  if (purchaseMs !== null) {
    for (let day = startOfDay(purchaseMs) + 20 * dayMs; day < endMs; day += 30 * dayMs) sent.push(day);
  }
  for (const day of sent) {
    const time = day + 9 * hourMs + chance.below(20) * minuteMs;
    if (time <= signupMs) continue;
    add(time, 'emailSent', 'mail', 'email', out);
    if (!chance.chance(rates.open)) continue;
    const open = awake(time + hours(openH, chance));
    add(open, 'emailOpen', 'mail', 'email', back);
    if (!chance.chance(rates.click)) continue;
    add(open + (5 + chance.below(120)) * 1000, 'emailClick', 'mail', 'email', back);
  }
}

/** Following the company, and the webinar on a Tuesday at two. */
function addEvents({ chance, person, signupMs }: Life, add: Add): void {
  if (chance.chance(rates.follow)) {
    add(awake(signupMs + (1 + chance.below(90)) * hourMs), 'follow', 'web', 'social', person);
  }
  if (!chance.chance(rates.webinar)) return;
  const after = startOfDay(signupMs) + (1 + chance.below(28)) * dayMs;
  const tuesday = after + ((9 - weekday(after)) % 7) * dayMs;
  add(tuesday + 14 * hourMs + chance.below(600) * 1000, 'webinar', 'web', 'event', person);
}

/** From the consultation on: calls, a meeting, a proposal, and how it ends; half of what is neither won nor lost goes quiet. */
function addSales({ chance, person, reach, consultMs, purchaseMs, owner, sold, endMs }: Life, add: Add): void {
  if (consultMs === null) return;
  const known = { ...person, owner } as const;
  const close = purchaseMs ?? endMs;
  const call = (time: number): void => {
    if (time < close) add(time, 'call', 'crm', 'sales', { ...known, direction: 'outbound' });
  };
  let time = atWork(consultMs + (20 + chance.below(90)) * hourMs);
  call(time);
  if (chance.chance(rates.meeting)) {
    time = atWork(time + (20 + chance.below(120)) * hourMs);
    if (time < close) add(time, 'meeting', 'crm', 'sales', { ...known, direction: 'inbound' });
  }
  if (chance.chance(purchaseMs === null ? rates.proposal : rates.proposalWon)) {
    time = atWork(time + (4 + chance.below(90)) * hourMs);
    if (time < close) {
      add(time, 'proposal', 'crm', 'sales', { ...known, stage: reach('proposal', time), direction: 'outbound' });
    }
  }
  while (chance.chance(rates.callAgain)) call((time = atWork(time + (2 + chance.below(7)) * dayMs)));
  if (purchaseMs !== null) {
    add(purchaseMs, 'purchase', 'shop', 'sales', { ...sold, stage: reach('won', purchaseMs) });
    return;
  }
  if (!chance.chance(rates.lost)) return;
  time = atWork(time + (14 + chance.below(30)) * dayMs);
  add(time, 'lost', 'crm', 'sales', { ...known, stage: reach('lost', time), direction: 'outbound' });
}

/** Questions to the help desk and its answers. */
function addTickets({ chance, person, trialMs, purchaseMs, endMs }: Life, add: Add): void {
  if (trialMs === null) return;
  const ask = (from: number, days: number): void => {
    const time = awake(from + chance.below(days * 86_400) * 1000);
    if (time >= endMs) return;
    add(time, 'ticket', 'desk', 'support', { ...person, direction: 'inbound' });
    add(atWork(time + hours(answerH, chance)), 'answer', 'desk', 'support', { ...person, direction: 'outbound' });
  };
  if (chance.chance(rates.ticket)) ask(trialMs, 14);
  if (purchaseMs !== null && chance.chance(rates.ticketCustomer)) ask(purchaseMs, 60);
}

function hours(quantiles: Quantiles, chance: Random): number {
  return Math.round(drawQuantile(quantiles, chance) * 3600) * 1000;
}
