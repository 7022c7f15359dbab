const dayMs = 86_400_000;
const end = Date.UTC(2026, 10, 22);

/** Names of what happens, in the language of a story. */
export const steps = {
  en: { visit: 'visit', trial: 'trial', consult: 'consult', channels: ['ads', 'web', 'email', 'social'] },
  'zh-CN': { visit: '访问', trial: '试用', consult: '咨询', channels: ['广告', '网站', '邮件', '社交'] },
} as const;

/**
 * Touchpoints of 120 days up to 22 November 2026 as CSV, always the same: more visits than in the month before, fewer
 * consults than then.
 */
export function metricCsv(lang: 'en' | 'zh-CN'): string {
  const { visit, trial, consult, channels } = steps[lang];
  let state = 7;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const lines = ['actor,time,event,channel,plan,amount'];
  for (let day = 0; day < 120; day++) {
    const late = day >= 92;
    const weekend = day % 7 > 4;
    const visitors = Math.round((weekend ? 7 : 15) * (late ? 1.35 : 1) + random() * 5);
    for (let k = 0; k < visitors; k++) {
      const actor = `C-${1000 + day * 40 + k}`;
      const channel = channels[Math.floor(random() * random() * 4)]!;
      const time = end - (120 - day) * dayMs + 8 * 3_600_000 + Math.floor(random() * 10 * 3_600_000);
      const row = (at: number, event: string, plan: string, amount: string): void => {
        if (at < end) lines.push(`${actor},${new Date(at).toISOString()},${event},${channel},${plan},${amount}`);
      };
      row(time, visit, '', '');
      if (random() > 0.45) continue;
      const begun = time + 600_000 + Math.floor(random() * 6 * 3_600_000);
      row(begun, trial, random() < 0.3 ? 'pro' : 'free', '');
      if (random() < (late ? 0.2 : 0.45))
        row(begun + dayMs * (1 + random() * 7), consult, 'pro', String(Math.round(20 + random() * 400)));
    }
  }
  return lines.join('\n');
}
