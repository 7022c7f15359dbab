import type { IdentityExplanation } from '../../worker/protocol/identity.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { Locale } from '../internal/format.js';
import type { Messages } from '../locales/messages.js';
import type { Draft } from './draft.js';
import type { Decision, FileEntry, ReadingState, ReadyFile, Staged, Step } from './import-model.js';
import type { ImportWords } from './words.js';

/** Why an identifier belongs where it does, as far as it is known. */
export interface Explained {
  readonly id: string;
  /** undefined while it is looked up; null when nothing carries it, or it could not be looked up. */
  readonly answer: IdentityExplanation | null | undefined;
}

/** What the steps see of the element, and what they ask of it. */
export interface ImportView {
  readonly locale: Locale;
  readonly t: Messages;
  readonly words: ImportWords;
  readonly files: readonly FileEntry[];
  /** The file whose fields are on screen. */
  readonly current: ReadyFile | null;
  /** Questions without an answer are marked as faults. */
  readonly strict: boolean;
  /** Column whose values are being named; null for none. */
  readonly naming: number | null;
  readonly rowsOpen: boolean;
  readonly reading: ReadingState | null;
  readonly failure: { readonly name: string; readonly error: AnalyticsError } | null;
  readonly staged: Staged | null;
  readonly decisions: readonly Decision[];
  readonly explained: Explained | null;
  /** A decision or the import is on its way. */
  readonly busy: boolean;
  /** A sentence above what is shown; empty for none. */
  readonly notice: string;

  show(file: number): void;
  change(draft: Draft, said?: string): void;
  setKind(kind: FileEntry['kind']): void;
  /** Looks at the file again, written another way. */
  setFormat(format: NonNullable<Mapping['format']>): void;
  include(file: number, included: boolean): void;
  nameValues(column: number | null): void;
  showRows(open: boolean): void;
  useOffered(): void;
  startOver(): void;
  saveMapping(file: ReadyFile): void;
  goTo(step: Step): void;
  read(): void;
  stop(): void;
  explain(id: string | null): void;
  decide(decision: Decision): void;
  takeBack(decision: Decision): void;
  saveRejected(): void;
  finish(): void;
  restart(): void;
}
