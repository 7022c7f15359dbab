import type { SeatLink } from './seat.js';

/**
 * Work on the page's thread until it is given back, so that input and frames get their turn: 8 ms less the 2 ms that most
 * pieces of work take at most, since it is looked at only between two of them.
 */
const SLICE_MS = 6;

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
