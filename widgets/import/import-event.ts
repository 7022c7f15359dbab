import type { IdentityOptions } from '../../worker/protocol/identity.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { SavedMapping } from './import-model.js';

/** What a person is about to take into the data set. */
export interface TpImportDetail {
  readonly source: 'import';
  readonly files: ReadonlyArray<{
    readonly name: string;
    readonly kind: 'events' | 'profiles';
    readonly mapping: Mapping;
    readonly report: ImportReport;
  }>;
  /** The account of all files together. */
  readonly report: ImportReport;
  /** Rules that the person made: what joins nobody, and what makes one customer. */
  readonly identity: Pick<IdentityOptions, 'alias' | 'blocked'>;
  /** All mappings to offer again to files with the same headers: keep them, and set them as `mappings` the next time. */
  readonly mappings: readonly SavedMapping[];
}

/** A person takes the rows into the data set; cancelable, fired before it happens. */
export class TpImportEvent extends CustomEvent<TpImportDetail> {
  constructor(detail: TpImportDetail) {
    super('tpimport', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpimport: TpImportEvent;
  }
}
