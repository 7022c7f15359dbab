import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { Source } from '../../worker/protocol/source.js';
import './mapping-panel.js';
import type { TpMapping } from './mapping-panel.js';

/** The panel of a dataset while it is open. */
export interface ColumnsPanel {
  /** Asks, or asks again. `name`: what the source is called; empty when it has no name of its own. */
  ask(preview: SourcePreview, name: string, cancelable: boolean): void;
  /** The answer did not do. @returns false when the error is not about columns */
  refuse(error: AnalyticsError): boolean;
  /** Why rows that were all rejected do not do. */
  unreadable(report: ImportReport): AnalyticsError;
  close(): void;
}

/** What a person did. */
export interface ColumnsAnswers {
  readonly answer: (mapping: Mapping) => void;
  readonly cancel: () => void;
}

/** Puts the question which columns say who, when and what before a dataset's first child. */
export function columnsPanel(dataset: HTMLElement, on: ColumnsAnswers): ColumnsPanel {
  const panel: TpMapping = dataset.ownerDocument.createElement('tp-mapping');
  panel.addEventListener('tpmapping', (event) => {
    Object.assign(panel, { busy: true, error: null });
    on.answer(event.detail.mapping);
  });
  panel.addEventListener('cancel', on.cancel);
  return {
    ask(preview, sourceName, cancelable) {
      Object.assign(panel, { preview, error: null, cancelable, busy: false, sourceName });
      if (!panel.isConnected) dataset.insertBefore(panel, dataset.firstChild);
      if (cancelable) panel.focus();
    },
    refuse(error) {
      const { code } = error;
      if (code !== 'time-unreadable' && code !== 'mapping-invalid' && code !== 'mapping-incomplete') return false;
      Object.assign(panel, { busy: false, error });
      return true;
    },
    unreadable: (report) =>
      new AnalyticsError('time-unreadable', 'No row has a time that can be read. Choose another time column.', {
        rows: report.rowsIn,
        sample: report.rejections[0]?.raw.slice(0, 120) ?? null,
      }),
    close() {
      const focused = panel.matches(':focus-within');
      panel.remove();
      if (!focused) return;
      // What had the focus is gone; the reader goes on from here, not from the top of the page.
      dataset.tabIndex = -1;
      dataset.style.outline = 'none';
      dataset.focus({ preventScroll: true });
      dataset.addEventListener('blur', () => dataset.removeAttribute('tabindex'), { once: true });
    },
  };
}

/** What a source is called; empty when it has no name of its own. */
export function nameOf(source: Source | null): string {
  if (!source) return '';
  if (source.name) return source.name;
  return source.kind === 'blob' && 'name' in source.blob ? String(source.blob.name) : '';
}
