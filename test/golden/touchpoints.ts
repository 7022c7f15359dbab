import type { Mapping } from '../../worker/protocol/mapping.js';
// With its real ending: scripts that Node runs without a build read this file too.
import { random } from '../random.ts';

// The golden suite's data: a small company's touchpoints of half a year, made from a seed. It has what tells two
// implementations apart: equal instants, visitors who are known only later, rows that name nobody, repeated ids, times
// that cannot be read, texts of two scripts, amounts that binary numbers cannot hold, days on which clocks change.

/** A touchpoint as it crosses into every host: flat, texts and numbers only. */
export type GoldenRow = Readonly<Record<string, string | number | boolean>>;

/** "Now" of all questions. */
export const goldenAsOf: number = Date.UTC(2026, 6, 1);

/** The source's name in every host: that of an element's `dataJson`, which no host can choose. */
export const goldenSource = 'dataJson';

export const goldenMapping: Mapping = {
  version: 1,
  fields: {
    id: { column: 'row' },
    time: { column: 'at', format: 'iso' },
    event: { column: 'what' },
    userId: { column: 'customer' },
    email: { column: 'mail' },
    deviceId: { column: 'visitor' },
    channel: { column: 'channel' },
    account: { column: 'company' },
    owner: { column: 'owner' },
    stage: { column: 'stage' },
    value: { column: 'amount' },
    page: { column: 'page' },
  },
  properties: 'all',
};

const customers = 420;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2026, 0, 5);

const companies = [
  'Northwind Robotics',
  '苏州精密仪器',
  'Blåbær & Sønner',
  '海纳物流',
  'Zürich Optik',
  'Atlas "24/7" Ltd',
];
const owners = ['Zhao Min', '陈伟', 'Ann O’Neil'];
const firstChannels = ['ads', 'web', '微信', 'email'];
const features = ['Search', 'Export', '看板', 'API', 'Alerts'];
const pages = ['/', '/pricing', '/docs/入门'];
const elements = ['buy', 'menu', '联系我们', 'logo'];

/** All rows, about 3,000, in no order of time. */
export function goldenRows(): GoldenRow[] {
  const next = random(6);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const rows: Array<Record<string, string | number | boolean>> = [];
  const add = (time: number, who: Readonly<Record<string, string>>, what: Readonly<Record<string, unknown>>): void => {
    const row: Record<string, string | number | boolean> = {
      row: `R-${rows.length + 1}`,
      at: new Date(time).toISOString(),
      ...who,
    };
    for (const [name, value] of Object.entries(what)) {
      if (value !== undefined) row[name] = value as string | number | boolean;
    }
    rows.push(row);
  };

  for (let c = 1; c <= customers; c++) {
    const key = `C-${String(c).padStart(4, '0')}`;
    const company = `${companies[c % companies.length]} ${1 + (c % 10)}`;
    const owner = owners[c % owners.length]!;
    const known = { customer: key, company, owner };
    const visitor = `v${c}`;
    const channel = pick(firstChannels);
    let time = begin + Math.floor(next() * 140 * day);
    time -= time % minute;
    const later = (most: number): number => (time += minute * (1 + Math.floor(next() * (most / minute))));

    // Every fourth is a stranger at first: the visitor's number joins these rows to the customer afterwards.
    const stranger = c % 4 === 0;
    const first = stranger ? { visitor, company } : known;
    add(time, first, { what: '广告点击', channel, stage: 'Aware', campaign: c % 3 ? '春季促销' : 'Spring' });
    // At the very same instant: what counts as before the other is a rule, not an accident.
    add(c % 5 ? later(2 * day) : time, first, { what: 'visit', channel: 'web', stage: 'Aware', page: pick(pages) });
    if (next() < 0.3) add(later(9 * day), first, { what: 'visit', channel: 'web', page: pick(pages) });
    if (next() < 0.25) continue;

    const mail = c % 3 === 0 ? { mail: c % 6 ? `Person${c}@Example.org` : `person${c}@example.org` } : {};
    add(
      later(4 * day),
      { ...known, ...(stranger ? { visitor } : {}), ...mail },
      {
        what: 'signup',
        channel: 'web',
        stage: 'Evaluate',
        plan: pick(['free', 'team', '企业版']),
      },
    );
    if (c % 7 === 0)
      add(later(3 * hour), mail.mail ? { ...mail, company } : known, { what: 'email open', channel: 'email' });
    if (next() < 0.2)
      add(later(6 * day), known, { what: 'ticket', channel: 'support', amount: 1 + Math.floor(next() * 4) });
    const uses = Math.floor(next() * 8);
    for (let u = 0; u < uses; u++) {
      // Some in bursts of minutes, some weeks apart.
      add(later(u % 3 ? 20 * minute : 12 * day), known, {
        what: 'use',
        channel: 'product',
        feature: pick(features),
        seconds: 0.1 * Math.floor(next() * 900),
      });
    }
    if (next() < 0.55) {
      add(later(10 * day), known, {
        what: '报价',
        channel: 'sales',
        stage: 'Consult',
        amount: Math.round(next() * 9e5) / 100,
      });
      if (next() < 0.15) add(later(5 * day), known, { what: 'call', channel: 'sales', stage: 'Evaluate' });
      if (next() < 0.6) {
        add(later(12 * day), known, {
          what: 'purchase',
          channel: 'sales',
          stage: '成交',
          amount: Math.round(next() * 3e6) / 100,
          plan: pick(['team', '企业版']),
        });
      }
    }
    if (c % 9 === 0)
      for (let n = 0; n < 6; n++) add(later(5 * minute), known, { what: 'email open', channel: 'email' });
  }

  addClicks(next, add);
  // Rows that name nobody, that come a second time, and whose time is no time.
  for (let n = 0; n < 30; n++) add(begin + n * 5 * day, {}, { what: 'visit', channel: 'web', page: '/' });
  for (let n = 0; n < 12; n++) rows.push({ ...rows[n * 40]! });
  for (let n = 0; n < 5; n++) rows.push({ row: `X-${n}`, at: n % 2 ? 'soon' : '', customer: 'C-0001', what: 'visit' });
  return shuffled(rows, next);
}

/** All rows as one JSON text. */
export function goldenJson(): string {
  return JSON.stringify(goldenRows());
}

/** A page's clicks, in two widths of window, some on a bar that stays in its place, some hasty, some that nothing answered. */
function addClicks(
  next: () => number,
  add: (time: number, who: Readonly<Record<string, string>>, what: Readonly<Record<string, unknown>>) => void,
): void {
  for (let v = 0; v < 150; v++) {
    const customer = `C-${String(1 + Math.floor(next() * customers)).padStart(4, '0')}`;
    const narrow = v % 3 === 0;
    const size = narrow
      ? { docWidth: 390, docHeight: 4200, viewportWidth: 390, viewportHeight: 780 }
      : { docWidth: 1280, docHeight: 2400, viewportWidth: 1280, viewportHeight: 800 };
    const view = { page: '/pricing', view: `w${v}`, ...size };
    let time = begin + Math.floor(next() * 170 * day);
    add(time, { customer }, { what: 'view', channel: 'web', ...view, scrollY: 0 });
    const hasty = v % 10 === 0;
    const clicks = hasty ? 5 : Math.floor(next() * 5);
    const at = { x: Math.floor(next() * size.docWidth), y: Math.floor(next() * size.docHeight) };
    for (let k = 0; k < clicks; k++) {
      time += hasty ? 250 : 1000 + Math.floor(next() * 60_000);
      const place = hasty
        ? { x: at.x + k, y: at.y }
        : { x: Math.floor(next() * size.docWidth), y: Math.floor(next() * size.docHeight) };
      const scrollY = Math.max(0, Math.min(place.y - 100, size.docHeight - size.viewportHeight));
      add(
        time,
        { customer },
        {
          what: 'click',
          channel: 'web',
          ...view,
          ...(k === 3 && !hasty ? {} : place),
          ...(v % 11 === 0 ? { docHeight: undefined } : {}),
          scrollY,
          scrollX: 0,
          fixed: v % 8 === 5 ? true : undefined,
          element: elements[(v + k) % elements.length],
          mutationMs: (v + k) % 3 ? 40 + k : undefined,
          observedMs: (v + k) % 7 ? 5000 : 900,
        },
      );
    }
    add(
      time + 30_000,
      { customer },
      { what: 'scroll', channel: 'web', ...view, scrollY: Math.floor(next() * (size.docHeight - size.viewportHeight)) },
    );
  }
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
