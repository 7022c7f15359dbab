import { serve } from '../../../worker/entry.js';
import { startPartner } from '../../../worker/seats/partner.js';

// An engine worker that tells what it asks of a second one, and ends it when told to.
const channel = new BroadcastChannel('two-workers');

serve(globalThis as never, 25, async (settings) => {
  const partner = await startPartner(settings);
  channel.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (data !== 'end') return;
    partner.close();
    channel.postMessage('ended');
  });
  return {
    ...partner,
    ask(call, buffers) {
      channel.postMessage(call.method);
      return partner.ask(call, buffers);
    },
  };
});
