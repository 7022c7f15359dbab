import type { Endpoint } from 'comlink';
import { serve } from './entry.js';
import { startPartner } from './seats/partner.js';

/** A ping and an abort are heard at least every 50 ms. */
serve(globalThis as unknown as Endpoint, 25, startPartner);
