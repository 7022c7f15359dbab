const day = 86_400_000;

/** Texts of three departments' files, with what goes wrong in such files. */
export interface QualityFiles {
  readonly product: string;
  readonly crm: string;
  readonly shop: string;
}

/** Files of one company: sound ones, or with defects planted. Equal for equal arguments. */
export function companyFiles(sound: boolean, customers = 240): QualityFiles {
  const draw = random(11);
  const at = (ms: number): string => new Date(ms).toISOString();
  const begin = Date.UTC(2026, 0, 5, 8);
  const header = sound ? 'user_id,time,event,owner,page' : 'user_id,time,event,owner,page,note';
  const rest = sound ? '' : ',';
  const product: string[] = [header];
  const crm: string[] = [header];
  const shop: string[] = ['order_id,user_id,time,event,amount'];
  let orders = 0;
  for (let i = 0; i < customers; i++) {
    const who = `u${1000 + i}`;
    const first = begin + (sound ? i % 56 : Math.floor(draw() * 56)) * day + Math.floor(draw() * 9 * 3600) * 1000;
    const gone = (time: number): boolean => !sound && Math.floor((time - begin) / day) === 23;
    const steps = 3 + Math.floor(draw() * 5);
    for (let k = 0; k < steps; k++) {
      const time = first + Math.floor(draw() * 12 * 3600) * 1000;
      if (gone(time)) continue;
      const name = !sound && draw() < 0.05 ? 'page_view ' : 'Page view';
      const someone = !sound && draw() < 0.02 ? '' : who;
      product.push(`${someone},${at(time)},${name},,/${['pricing', 'docs', 'blog'][k % 3]!}${rest}`);
      if (!sound && draw() < 0.04) product.push(product.at(-1)!);
    }
    if (!gone(first)) product.push(`${who},${at(first)},Sign up,,/signup${rest}`);
    const skew = sound ? 0 : 8 * 3_600_000;
    crm.push(`${who},${at(first + skew + 20_000)},Lead created,${i % 12 === 0 && !sound ? 'Ann' : 'Kim'},${rest}`);
    crm.push(
      `${who},${at(first + skew + 2 * 3_600_000 + i * 7_000)},Call,${i % 12 === 0 && !sound ? 'Bo' : 'Kim'},${rest}`,
    );
    if (i % 12 === 0 && !sound) crm.push(`${who},${at(first + skew + 3 * 3_600_000)},Call,Ann,,`);
    if (draw() < 0.4) {
      orders++;
      const amount = !sound && draw() < 0.08 ? `${20 + i} EUR` : String(20 + i);
      shop.push(
        `o${orders},${who},${at(first + (sound ? 0 : day) + Math.floor(draw() * 20) * (sound ? 60_000 : 3_600_000))},Order,${amount}`,
      );
      if (!sound && draw() < 0.12) shop.push(shop.at(-1)!);
    }
    if (!sound && i % 30 === 0) shop.push(`x${i},${who},${i % 60 === 0 ? 'unknown' : ''},Order,20`);
  }
  if (!sound) {
    product.push(`u1001,${at(begin + 30 * day)},Pgae view,,/pricing,`);
    shop.push(`z1,u1002,1970-01-21T10:53:45Z,Order,10`);
  }
  return { product: product.join('\n'), crm: crm.join('\n'), shop: shop.join('\n') };
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
