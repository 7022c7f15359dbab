import type { BatchColumn } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { PartAnswer, PartCall } from '../protocol/part.js';
import type { StoreView } from '../store/view.js';
import { partRules, type FunnelCounting, type PartRules } from './parts.js';
import type { Work } from './answers.js';

const done: PartAnswer = { value: null, buffers: [] };

/** Some actors of another worker's store, and what they add to its answers. */
export class HeldPart {
  readonly #ruleOf: PartRules;
  #view: StoreView | null = null;
  #columns = new Map<string, BatchColumn | null>();

  constructor(counting: FunnelCounting) {
    this.#ruleOf = partRules(counting);
  }

  async obey(call: PartCall, work: Work): Promise<PartAnswer> {
    if (call.method === 'holdPart') {
      const columns = (this.#columns = new Map<string, BatchColumn | null>());
      this.#view = {
        ...call.part,
        column: (name) => columns.get(name) ?? undefined,
        actorKey: () => '',
        acceptedRows: call.part.rows,
        unidentifiedRows: 0,
        rejectedRows: 0,
      };
      return done;
    }
    if (call.method === 'addPartColumn') {
      this.#columns.set(call.name, call.column);
      return done;
    }
    const rule = this.#ruleOf(call.spec.kind);
    if (!rule || !this.#view) throw new AnalyticsError('internal', 'A part was asked what it cannot answer.', {});
    const value = await work(rule.count(this.#view, call.spec, call.mask));
    return { value, buffers: rule.buffers?.(value) ?? [] };
  }
}
