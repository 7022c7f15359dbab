import { random } from './sample/random.js';

/** What operations did to reach customers, in the workbook's words. */
export const campaigns = ['春季新品直播', '老客回馈日', '白皮书下载'] as const;

const day = 86_400_000;
const start = Date.UTC(2026, 2, 2);
const people = 240;
const channels = ['微信', '抖音', '短信', '线下'] as const;
const owners = ['Grace Lin', 'Tom Becker', 'Wei Zhang'] as const;
const stages = ['New', 'Working', 'Qualified', 'Converted'] as const;
const names = ['Na', 'Wei', 'Fang', 'Jun', 'Min', 'Lei', 'Yan', 'Tao'] as const;
const uses = ['app open', 'search', 'invite'] as const;

/**
 * Files of one invented company as three departments keep them: operations by telephone number, sales by e-mail and
 * number, the product by device and user id. Some customers share a tablet, a number or a mailbox, and some rows are damaged.
 */
export function departmentFiles(seed: number = 1): File[] {
  const chance = random(seed, 11);
  const pick = <T>(list: readonly T[]): T => list[chance.below(list.length)]!;
  const ops: string[] = [];
  const crm: string[] = [];
  const product: string[] = [];
  const use = (user: string | null, device: string, event: string, time: number): void => {
    const row = {
      event_id: `e${product.length + 4096}`,
      device_id: device,
      user_id: user,
      event,
      ts: new Date(time).toISOString(),
    };
    product.push(JSON.stringify(row));
  };
  for (let k = 0; k < people; k++) {
    const phone = `139${String(10_000_000 + k * 30_011).slice(0, 8)}`;
    // Every sixtieth number had another owner before; the studios have one mailbox for all.
    const planted = k % 60 === 7;
    const number = planted && k > 60 ? `139${String(10_000_000 + (k - 60) * 30_011).slice(0, 8)}` : phone;
    const email = k % 40 === 3 ? 'info@studio.example' : `${pick(names)}.${k}@lantern.example`.toLowerCase();
    const user = `C-${2001 + k}`;
    const device = k % 50 === 9 ? 'shop-tablet-1' : `d-${(k * 7919 + 65_536).toString(16)}`;
    const touched = start + chance.below(60) * day + (9 + chance.below(9)) * 3_600_000;
    ops.push([spaced(number, chance.below(3)), pick(campaigns), pick(channels), wallClock(touched)].join(','));
    if (!planted && chance.chance(0.3)) continue;
    const became = touched + (1 + chance.below(6)) * day;
    const mobile = !planted && chance.chance(0.08) ? 'n/a' : spaced(number, chance.below(3));
    const amount = chance.chance(0.5) ? `${(chance.below(90) + 10) * 500}.00` : '';
    crm.push([user, email, mobile, pick(stages), pick(owners), amount, monthFirst(became)].join(','));
    if (chance.chance(0.4)) continue;
    const active = became + (1 + chance.below(8)) * day;
    // Some try the product before they sign in on the same device.
    use(chance.chance(0.7) ? user : null, device, 'activate', active);
    for (let n = 1 + chance.below(4); n > 0; n--) use(user, device, pick(uses), active + chance.below(20) * day);
  }
  crm.splice(20, 0, 'C-9001,lost@lantern.example,,New,Tom Becker,,soon');
  crm.splice(41, 0, 'C-9002,late@lantern.example,,New,Tom Becker,,');
  const text = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
  return [
    new File([text(['手机号,活动名称,渠道,时间', ...ops])], '活动触达.csv'),
    new File([text(['Customer ID,Email,Mobile,Stage,Owner,Amount,Created Date', ...crm])], 'leads.csv'),
    new File([`${product.join('\n')}\n`], 'product-events.ndjson'),
  ];
}

/** A number as people type it. */
function spaced(phone: string, way: number): string {
  if (way === 0) return phone;
  const parts = phone.replace(/^(...)(....)(....)$/, '$1 $2 $3');
  return way === 1 ? parts : `+86 ${parts}`;
}

/** The wall clock in Shanghai, as a spreadsheet shows it. */
function wallClock(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The same clock as a CRM in English writes it. */
function monthFirst(time: number): string {
  const at = new Date(time + 8 * 3_600_000);
  const hour = at.getUTCHours();
  const minute = String(at.getUTCMinutes()).padStart(2, '0');
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}
