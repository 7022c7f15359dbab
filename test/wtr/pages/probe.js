// Starts an engine under this page's policy, asks it one funnel, and tells the page that holds this frame.
const violations = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

const csv =
  'actor,time,event\nann,1700000001000,visit\nann,1700000002000,buy\nbob,1700000001000,visit\ncid,1700000005000,buy\n';
const spec = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] };
const workerUrl = new URL('/dist/touchpoint-kit.worker.js', location.href).href;

async function probe() {
  const engine = await globalThis.TouchpointKit.createEngine({
    handshakeMs: 4000,
    workerUrl,
    transports: ['blob', 'url'],
  });
  await engine.load({ kind: 'text', text: csv });
  const [outcome] = await engine.run([{ id: 'funnel', spec }]);
  const { seat, transport, attempts } = engine;
  engine.close();
  return { seat, transport, attempts, outcome, violations };
}

probe().then(
  (value) => parent.postMessage({ probe: value }, '*'),
  (error) => parent.postMessage({ probe: { error: String(error) } }, '*'),
);
