// Runs one runner once and tells how much more this process held at most: started by peak.mjs.
const [, , module, maker, argument, peer] = process.argv;
const { run } = (await (await import(module))[maker](argument))[peer];
const before = process.memoryUsage.rss();
const kept = [await run()];
const most = process.resourceUsage().maxRSS * 1024;
process.send(kept.length === 1 ? Math.max(0, Math.round((most - before) / 2 ** 20)) : null, () => process.exit(0));
