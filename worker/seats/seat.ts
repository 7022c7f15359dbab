import type { Endpoint } from 'comlink';
import type { Seat, Transport } from '../protocol/engine.js';

/** An engine that can be spoken to; whether it answers is found out by the handshake. */
export interface SeatLink {
  readonly seat: Seat;
  readonly transport: Transport;
  readonly endpoint: Endpoint;
  /** Told when the other side reports that it failed (a worker's `error` event). */
  onFailure(listener: (reason: string) => void): void;
  close(): void;
}
