import type { SeatLink } from './seat.js';

/** Longest piece of work on the page's thread, so that input and frames get their turn. */
const SLICE_MS = 8;

/** The engine on the page's own thread, in slices, behind the same messages as a worker. */
export async function pageSeat(): Promise<SeatLink> {
  const { serve } = await import('../entry.js');
  const { port1, port2 } = new MessageChannel();
  serve(port1, SLICE_MS);
  port2.start();
  return {
    seat: 'page',
    transport: 'port',
    endpoint: port2,
    onFailure() {},
    close() {
      port1.close();
      port2.close();
    },
  };
}
