// One group of cases at one size, in a process of its own: started by run.mjs, sends each line as a message.
const [, , group, size, names] = process.argv;
const rows = { '10k': 10_000, '1M': 1_000_000, '10M': 10_000_000 }[size] ?? 0;
const wanted = (name) => names.split(',').includes(name);
const emit = (line) => process.send(line);

const runs = {
  funnel: async () => (await import('./cases/funnel.mjs')).funnelCases(size, rows, wanted, emit),
  brush: async () => (await import('./cases/brush.mjs')).brushCases(size, rows, wanted, emit),
  'brush-linked': async () => (await import('./cases/brush-linked.mjs')).brushLinkedCase(size, rows, emit),
  counts: async () => (await import('./cases/counts.mjs')).countsCases(size, rows, wanted, emit),
  workers: async () => (await import('./cases/workers.mjs')).workersCases(size, rows, wanted, emit),
  'workers-page': async () => (await import('./cases/workers-page.mjs')).workersPageCases(size, rows, wanted, emit),
  paths: async () => (await import('./cases/analyses.mjs')).pathsCase(size, rows, emit),
  'feature-hour': async () => (await import('./cases/analyses.mjs')).featureHourCase(size, rows, emit),
  heatmap: async () => (await import('./cases/analyses.mjs')).heatmapCase(size, rows, emit),
  sort: async () => (await import('./cases/sort.mjs')).sortCase(size, rows, emit),
  ingest: async () => (await import('./cases/ingest.mjs')).ingestCase(size, rows, emit),
  arrow: async () => (await import('./cases/arrow.mjs')).arrowCase(size, rows, wanted, emit),
  parquet: async () => (await import('./cases/parquet.mjs')).parquetCase(size, rows, wanted, emit),
  xlsx: async () => (await import('./cases/xlsx.mjs')).xlsxCase(wanted, emit),
  formats: async () => (await import('./cases/formats.mjs')).formatsCase(100_000, wanted, emit),
  bytes: async () => (await import('./cases/memory.mjs')).bytesCase(size, rows, emit),
  memory: async () => (await import('./cases/memory.mjs')).memoryCase(size, rows, emit),
  'first-result': async () => (await import('./cases/first-result.mjs')).firstResultCase(emit),
  'journey-pan': async () => (await import('./cases/journey-pan.mjs')).journeyPanCase(emit),
  slices: async () => (await import('./cases/slices.mjs')).slicesCase(size, rows, emit),
  page: async () => (await import('./cases/page.mjs')).pageCase(size, rows, emit),
  'heatmap-redraw': async () => (await import('./cases/heatmap-redraw.mjs')).heatmapRedrawCase(emit),
  'first-paint-hosts': async () => (await import('./cases/first-paint-hosts.mjs')).firstPaintHostsCase(emit),
  'embed-flood': async () => (await import('./cases/embed-flood.mjs')).embedFloodCase(emit),
  'one-gb': async () => (await import('./cases/page.mjs')).oneGigabyteCase(emit),
};

try {
  await runs[group]();
  process.exitCode = 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  process.disconnect();
  // Threads of the databases may still wait for work.
  setTimeout(() => process.exit(), 1000).unref();
}
