const day = 86_400_000;
const hour = 3_600_000;

/** Steps of the made campaign, in order. */
export const campaignSteps: readonly string[] = ['ad click', 'visit', 'signup', 'trial', 'purchase'];

const channels = ['search', 'social', 'email', 'event'] as const;
/** Share that goes on to each next step; later customers fare a little better. */
const onward = [0.72, 0.46, 0.58, 0.4];

/**
 * A campaign of some months as CSV: `customers` people from 1 August 2026 on, one after the other, the same each time.
 * Every ninth opens a ticket before the trial. Names may be given in another language.
 */
export function campaignCsv(customers = 900, names: readonly string[] = campaignSteps, ticket = 'ticket'): string {
  let seed = 20_261_001;
  // A linear congruential generator: the same numbers on every page.
  const random = (): number => (seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  const lines = ['customer,time,event,channel,plan,value'];
  const from = Date.UTC(2026, 7, 1);
  for (let i = 0; i < customers; i++) {
    let time = from + (i / customers) * 112 * day + random() * day;
    const channel = channels[Math.min(3, Math.floor(random() ** 1.6 * 4.02))]!;
    const plan = random() < 0.7 ? 'starter' : 'team';
    for (const [k, name] of names.entries()) {
      const value = k === names.length - 1 ? Math.round(40 + random() * 400) : '';
      lines.push(`c${i},${new Date(time).toISOString()},${name},${channel},${plan},${value}`);
      if (k === 2 && i % 9 === 0) {
        lines.push(`c${i},${new Date(time + hour).toISOString()},${ticket},${channel},${plan},`);
      }
      if (random() > (onward[k] ?? 0) + (channel === 'email' ? 0.12 : 0) + (i / customers) * 0.08) break;
      time += [0.02, 0.5, 1, 3][k]! * day * (0.3 + 2 * random() ** 3) + 2 * hour;
    }
  }
  return `${lines.join('\n')}\n`;
}
