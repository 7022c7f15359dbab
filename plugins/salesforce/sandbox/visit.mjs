import { readFileSync } from 'node:fs';

const drawings = {
  journey: { tag: 'tp-journey', attributes: { actor: 'C-100001' } },
  funnel: { tag: 'tp-funnel', attributes: { steps: 'visit, signup, purchase', window: '30d' } },
  heatmap: { tag: 'tp-heatmap', attributes: { rows: 'feature', columns: 'hour-of-week' } },
  'journey of a group': { tag: 'tp-journey', attributes: {} },
  metric: { tag: 'tp-metric', attributes: { metric: 'customers' } },
  filter: { tag: 'tp-filter', attributes: {} },
};

/**
 * Does everything once on a page: draws, asks, chooses, saves, loads.
 * @param {import('playwright').Browser} browser
 */
export async function visit(browser, address, { asOf, small, loads, golden }) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors = [];
  let workers = 0;
  page.on('pageerror', (error) => errors.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console error: ${message.text()}`);
  });
  page.on('worker', () => workers++);
  try {
    await page.goto(address);
    const call = (name, given) => page.evaluate(([name, given]) => host.call(name, given), [name, given]);
    const times = { 'script loaded and evaluated': await page.evaluate(() => host.start()) };

    const scene = { json: small, asOf, lang: 'en', drawings: Object.values(drawings) };
    const first = await call('draw', scene);
    Object.keys(drawings).forEach((name, i) => {
      times[i === 0 ? '1,500 rows and the journey' : name] = first.times[i];
    });
    times['first paint from nothing'] = times['script loaded and evaluated'] + first.times[0];
    await call('settled');
    const drawn = await page.evaluate(() => host.drawn());

    const { chosen, detail, csv, fileTypes } = await handle(page, call);

    const answered = await call('golden', golden);
    times['golden questions'] = answered.took;
    const seats = [
      { what: 'drawing', ...first },
      { what: 'golden', seat: answered.seat, attempts: answered.attempts, rows: 1 },
    ];
    for (const [count, json] of Object.entries(loads)) {
      const loaded = await call('load', { json, asOf, lang: 'en' });
      seats.push({ what: `${count} rows`, ...loaded });
      times[`${count} rows`] = loaded.loaded;
      times[`${count} rows, longest turn`] = loaded.longest;
    }
    const chinese = await call('draw', { ...scene, lang: 'zh-CN' });
    seats.push({ what: 'drawing in Chinese', ...chinese });
    await call('settled');
    drawn.push(...(await page.evaluate(() => host.drawn())));
    return { errors, workers, seats, drawn, golden: answered.answers, chosen, detail, csv, fileTypes, times };
  } finally {
    await context.close();
  }
}

/** Chooses by mouse and by key, opens what a touchpoint says, and saves tables. */
async function handle(page, call) {
  const part = (tag, selector) => page.locator(`${tag} ${selector}`).first();
  await part('tp-funnel', '[data-mark]').click();
  await call('settled');
  const cells = await part('tp-heatmap', 'svg.hm').boundingBox();
  await page.mouse.click(cells.x + cells.width / 2, cells.y + cells.height / 2);
  await call('settled');
  await part('tp-heatmap', 'svg.hm').press('Enter');
  const { chosen } = await call('settled');
  await call('unselect');

  await part('tp-journey', '[part=mark]').click();
  const detail = await part('tp-journey', '#j-detail').innerText();

  const csv = [];
  for (const tag of ['tp-journey', 'tp-funnel', 'tp-heatmap']) {
    await part(tag, '[data-opens="menu"]').click();
    const [download] = await Promise.all([page.waitForEvent('download'), part(tag, '[data-item="csv"]').click()]);
    csv.push(download.suggestedFilename(), readFileSync(await download.path(), 'utf8'));
  }
  const { fileTypes } = await call('settled');
  return { chosen, detail, csv, fileTypes };
}
