/** Visits of a site: where an ad brought people, and how they went on. Pages in English and Chinese. */
const pages = {
  en: {
    ad: 'Ad landing',
    pricing: 'Pricing',
    signup: 'Sign-up',
    docs: 'Docs',
    cases: 'Case study',
    trial: 'Trial',
    consult: 'Consult',
    purchase: 'Purchase',
    blog: 'Blog',
    about: 'About us',
    careers: 'Careers',
    status: 'Status page',
  },
  'zh-CN': {
    ad: '广告落地页',
    pricing: '价格',
    signup: '注册',
    docs: '文档',
    cases: '客户案例',
    trial: '试用',
    consult: '咨询',
    purchase: '购买',
    blog: '博客',
    about: '关于我们',
    careers: '招聘',
    status: '服务状态',
  },
} as const;

type Page = keyof (typeof pages)['en'];

/** Of a hundred who stand on a page, how many go where; the rest leave. */
const ways: Readonly<Record<Page, Partial<Record<Page, number>>>> = {
  ad: { pricing: 27, signup: 21, docs: 13, cases: 9, blog: 4, about: 3, careers: 2, status: 1 },
  pricing: { signup: 28, docs: 14, blog: 5, about: 4, careers: 4 },
  signup: { trial: 53, pricing: 12, docs: 8, about: 4, status: 3 },
  docs: { signup: 22, pricing: 24, blog: 6, status: 6 },
  cases: { signup: 13, pricing: 25, careers: 5, about: 6 },
  trial: { consult: 25, docs: 20, purchase: 14, status: 4 },
  consult: { purchase: 58, pricing: 9 },
  purchase: { docs: 22 },
  blog: { signup: 9, docs: 8, about: 8 },
  about: { pricing: 11, careers: 9 },
  careers: { about: 10 },
  status: { docs: 20 },
};

/** A generator of numbers in 0..1 that begins the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Rows of `customers` people as CSV. The first page of four in five is where the ad leads; a page is often read twice. */
export function siteVisits(lang: 'en' | 'zh-CN', customers = 3000): string {
  const next = numbers(7);
  const names = pages[lang];
  const lines = ['actor,time,event'];
  for (let customer = 0; customer < customers; customer++) {
    let time = Date.UTC(2026, 9, 1) + Math.floor(next() * 30 * 86_400_000);
    let page: Page | null = next() < 0.8 ? 'ad' : 'blog';
    for (let step = 0; page !== null && step < 12; step++) {
      lines.push(`C-${1000 + customer},${new Date(time).toISOString()},${names[page]}`);
      time += Math.floor((20 + next() * 400) * 1000 * (page === 'trial' ? 600 : 1));
      if (next() < 0.1) continue;
      let roll = next() * 100;
      const onward: Array<[string, number]> = Object.entries(ways[page]);
      page = null;
      for (const [to, share] of onward) {
        if (roll < share) {
          page = to as Page;
          break;
        }
        roll -= share;
      }
    }
  }
  return lines.join('\n');
}

/** What a page is called. */
export function pageName(lang: 'en' | 'zh-CN', page: Page): string {
  return pages[lang][page];
}
