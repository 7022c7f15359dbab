import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { AnalyticsError, toAnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { Progress, Source } from '../../worker/protocol/source.js';
import type { TpDataset } from '../dataset/dataset.js';
import { findDataset, watchDatasets } from '../dataset/find-dataset.js';
import { selectBox } from '../dataset/select-box.js';
import { TpErrorEvent } from '../events/tperror.js';
import { TpProgressEvent } from '../events/tpprogress.js';
import { TpElement } from '../internal/base-element.js';
import { define } from '../internal/define.js';
import { icon } from '../internal/icons.js';
import { messagePart } from '../internal/state-parts.js';
import { base } from '../styles/base.js';
import { cardStyles } from '../styles/card.js';
import type { Draft } from './draft.js';
import { filesStep, previewFacts } from './files-step.js';
import { TpImportEvent } from './import-event.js';
import { headersOf, isReady, mappingName, mergedReport, sameHeaders, stemOf, steps } from './import-model.js';
import type {
  Decision,
  FileEntry,
  FileState,
  ReadingState,
  ReadyFile,
  SavedMapping,
  Staged,
  Step,
} from './import-model.js';
import type * as Steps from './import-steps.js';
import type { Explained, ImportView } from './import-view.js';
import { importStyles } from './import.styles.js';
import { importWords } from './words.js';
import type { ImportWords } from './words.js';

/** A mapping file is a small text. */
const mostMapping = 1_000_000;
/** Pasted texts that could be rows: at least a header and a row. */
const leastPasted = /\S[^\S\n]*\n\s*\S/;

/**
 * Takes files into a `<tp-dataset>`: drop, look at what each column becomes and why, see who would be joined with whom,
 * import, read the account of every row.
 *
 * All rows are read into an engine of their own first, beside what the data set has. So the account and the preview of
 * identities are exact, a stop changes nothing, and the import itself is a matter of a moment. Files stay in the page.
 *
 * A mapping is plain data, and a file: it can be saved, and dropped beside the files it was made for. The element keeps
 * none by itself: a host keeps what `tpimport` gives and sets it as `mappings`, or asks for the browser's storage by
 * `remember`.
 *
 * @summary Takes files into a dataset: mapping with evidence, preview of identities, account of every row.
 * @status experimental
 * @since 0.2.0
 *
 * @event {TpImportEvent} tpimport - A person takes the rows into the data set; cancelable, fired before it happens.
 * @event {TpProgressEvent} tpprogress - Reading went on.
 * @event {TpErrorEvent} tperror - A file could not be looked at or read; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The title.
 * @csspart steps - The list of steps.
 * @csspart drop - Where files are dropped.
 * @csspart file - A file in the list.
 * @csspart column - A column and what it becomes.
 * @csspart question - Something that the file does not tell.
 * @csspart reading - The progress of reading.
 * @csspart summary - The result in a sentence.
 * @csspart shared - An identifier that several customers share.
 * @csspart conflict - A customer with several ids of one kind.
 * @csspart explanation - Why an identifier belongs where it does.
 * @csspart report - The account of the files.
 * @csspart message - An initial or error message.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-data - Rows that are taken.
 * @cssproperty --tp-color-bad - Rows that are not.
 * @cssproperty --tp-radius-card - Corner of the card.
 */
export class TpImport extends TpElement {
  static override styles: CSSResultGroup = [base, cardStyles, selectBox, importStyles];

  /** Id of the dataset to import into; default: the one around the element. */
  @property() for: string | null = null;
  /** Title; default: what is imported. */
  @property() heading = '';
  /** Name under which mappings are kept in the browser's local storage; null keeps none. */
  @property() remember: string | null = null;
  /** Mappings that the host keeps, offered to files with the same headers. */
  @property({ attribute: false }) mappings: readonly SavedMapping[] = [];

  @state() private step: Step = 'files';
  @state() private files: readonly FileEntry[] = [];
  @state() private shown: number | null = null;
  @state() private over = false;
  @state() private urlFault = false;
  @state() private fault = '';
  @state() private strict = false;
  @state() private naming: number | null = null;
  @state() private rowsOpen = false;
  @state() private reading: ReadingState | null = null;
  @state() private failure: ImportView['failure'] = null;
  @state() private staged: Staged | null = null;
  @state() private decisions: readonly Decision[] = [];
  @state() private explained: Explained | null = null;
  @state() private busy = false;
  @state() private notice = '';
  @state() private live = '';
  @state() private target: TpDataset | null = null;
  @state() private parts: typeof Steps | null = null;
  @state() private partsFailed = false;

  #nextId = 1;
  #pasted = 0;
  /** Looks at files that are under way. */
  readonly #looks = new Map<number, AbortController>();
  #read: AbortController | null = null;
  #loading: Promise<void> | null = null;
  #unwatch: (() => void) | null = null;
  #framed: Progress | null = null;
  /** Mapping files that wait for the file they were made for. */
  #waiting: ReadonlyArray<{ readonly name: string; readonly mapping: Mapping }> = [];
  #kept: readonly SavedMapping[] = [];

  // Life

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchDatasets(() => this.#findDataset());
    this.#findDataset();
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop', 'paste'] as const) {
      this.addEventListener(name, this.#handleTransfer);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop', 'paste'] as const) {
      this.removeEventListener(name, this.#handleTransfer);
    }
    // An element that is moved keeps what it has.
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const look of this.#looks.values()) look.abort();
      this.#looks.clear();
      this.#dropStaged();
      // What was read for it is gone: put back, it goes on where that is asked for.
      if (this.step === 'identity') this.step = 'fields';
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#findDataset();
    if (changed.has('remember') && this.remember) this.#kept = recall(this.remember);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loading) return complete;
    await this.#loading;
    return super.getUpdateComplete();
  }

  #findDataset(): void {
    const found = this.isConnected ? findDataset(this, this.for) : null;
    this.target = found && 'adopt' in found ? (found as unknown as TpDataset) : null;
  }

  // Public

  /** Adds files, as a drop does. Mapping files (`.json`) are used for the files they fit. */
  addFiles(files: Iterable<File>): void {
    void this.#take([...files]);
  }

  /** Adds a source: an address, text, bytes. */
  addSource(source: Source, name: string = source.name ?? '', size: number | null = null): void {
    void this.#loadParts();
    this.#add([{ name, source, size }]);
  }

  /** Lets all files go and begins anew; the data set keeps what was imported. */
  reset(): void {
    for (const look of this.#looks.values()) look.abort();
    this.#looks.clear();
    this.#dropStaged();
    this.#waiting = [];
    Object.assign(this, { files: [], shown: null, fault: '', strict: false, decisions: [], notice: '', live: '' });
    this.step = 'files';
  }

  // Files come in

  readonly #handleTransfer = (event: DragEvent | ClipboardEvent): void => {
    if (event.type === 'paste') this.#paste(event as ClipboardEvent);
    else this.#drag(event as DragEvent);
  };

  #drag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files') || !this.target || this.reading) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'dragleave') {
      const to = event.relatedTarget;
      this.over = to instanceof Node && this.contains(to);
    } else this.over = event.type !== 'drop';
    if (event.type === 'drop') void this.#take([...event.dataTransfer.files]);
  }

  #paste(event: ClipboardEvent): void {
    const data = event.clipboardData;
    if (!data || !this.target || this.step !== 'files') return;
    if (data.files.length > 0) {
      event.preventDefault();
      void this.#take([...data.files]);
      return;
    }
    // A single line into the address field is an address.
    const text = data.getData('text/plain');
    if (!leastPasted.test(text)) return;
    event.preventDefault();
    const name = this.words.pasted(++this.#pasted);
    this.addSource({ kind: 'text', text, name }, name, new Blob([text]).size);
  }

  async #take(files: readonly File[]): Promise<void> {
    void this.#loadParts();
    const data: File[] = [];
    const mappings: Array<{ name: string; mapping: Mapping }> = [];
    const broken: string[] = [];
    for (const file of files) {
      const mapping = /\.json$/i.test(file.name) && file.size <= mostMapping ? await mappingIn(file) : null;
      if (mapping) mappings.push({ name: file.name, mapping });
      else if (/\.mapping\.json$/i.test(file.name)) broken.push(file.name);
      else data.push(file);
    }
    this.#waiting = [...this.#waiting, ...mappings];
    this.#add(
      data.map((file) => ({
        name: file.name,
        source: { kind: 'blob', blob: file, name: file.name } as const,
        size: file.size,
      })),
    );
    if (mappings.length > 0) await this.#applyWaiting();
    if (broken.length > 0) this.fault = this.live = this.words.noMapping(broken.join(', '));
  }

  #add(given: ReadonlyArray<Pick<FileEntry, 'name' | 'source' | 'size'>>): void {
    if (given.length === 0) return;
    if (this.step === 'done') this.reset();
    const taken = new Set(this.files.map((file) => file.name));
    const added = given.map(({ name, source, size }): FileEntry => {
      // Rows are told apart by the name of their source: two files of one name are two.
      const own = unlike(name || 'data', taken);
      taken.add(own);
      return {
        id: this.#nextId++,
        name: own,
        source: { ...source, name: own },
        size,
        kind: 'events',
        format: null,
        included: true,
        state: { status: 'looking' },
        offered: null,
      };
    });
    this.files = [...this.files, ...added];
    this.fault = '';
    this.live = this.words.added(added.map(({ name }) => name).join(', '));
    this.#goTo('files');
    for (const file of added) void this.#look(file.id);
  }

  async #look(id: number): Promise<void> {
    const file = this.files.find((one) => one.id === id);
    const { target: dataset } = this;
    if (!file || !dataset) return;
    const abort = new AbortController();
    this.#looks.set(id, abort);
    this.#setState(id, { status: 'looking' });
    try {
      const [engine] = await Promise.all([dataset.open(), this.#loadParts()]);
      const preview = await engine.preview(file.source, {
        ...(file.format && { format: file.format }),
        signal: abort.signal,
      });
      if (abort.signal.aborted) return;
      if (preview.columns.length === 0) {
        throw new AnalyticsError('source-format', `"${file.name}" is empty.`, { format: 'empty' });
      }
      const { parts } = this;
      if (!parts) throw new AnalyticsError('part-missing', 'The steps of the import could not be fetched.');
      this.#update(id, {
        kind: preview.kind,
        state: { status: 'ready', preview, draft: parts.draftOf(preview, file.format) },
        offered: this.#savedFor(headersOf(preview)),
      });
      await this.#applyWaiting();
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const error = toAnalyticsError(thrown);
      this.#setState(id, { status: 'failed', error });
      this.#fireError(error);
    } finally {
      if (this.#looks.get(id) === abort) this.#looks.delete(id);
    }
  }

  /** The file is written another way than its bytes say: what its columns are is told anew. */
  async #lookAnew(file: ReadyFile, format: NonNullable<Mapping['format']>): Promise<void> {
    const { parts, target: dataset } = this;
    if (!parts || !dataset || this.busy) return;
    this.busy = true;
    try {
      const engine = await dataset.open();
      const preview = await engine.preview(file.source, { format });
      this.#update(file.id, {
        kind: preview.kind,
        format,
        state: { status: 'ready', preview, draft: parts.draftOf(preview, format) },
        offered: this.#savedFor(headersOf(preview)),
      });
      this.notice = '';
      this.live = parts.stepWords(this.locale).lookedAnew(preview.columns.length, this.#count(preview.columns.length));
    } catch (thrown) {
      const error = toAnalyticsError(thrown);
      this.notice = parts.failureWords(this.locale, error).title;
      this.live = this.notice;
      this.#fireError(error);
    } finally {
      this.busy = false;
    }
  }

  #update(id: number, change: Partial<FileEntry>): void {
    this.files = this.files.map((file) => (file.id === id ? { ...file, ...change } : file));
  }

  #setState(id: number, next: FileState): void {
    this.#update(id, { state: next });
  }

  #remove(id: number): void {
    const at = this.files.findIndex((file) => file.id === id);
    const file = this.files[at];
    if (!file) return;
    this.#looks.get(id)?.abort();
    this.files = this.files.filter((one) => one.id !== id);
    this.live = this.words.removed(file.name);
    const next = this.files[at] ?? this.files[at - 1];
    this.#focus(next ? `[data-file="${CSS.escape(next.name)}"] .x` : '[data-does="choose"]');
  }

  // Mappings

  /** Uses mapping files that were dropped for the files they fit: by name, else by their columns. */
  async #applyWaiting(): Promise<void> {
    await this.#loadParts();
    const { parts } = this;
    if (!parts || this.#waiting.length === 0) return;
    const left = [];
    for (const { name, mapping } of this.#waiting) {
      const fits = this.#fitting(parts, name, mapping);
      for (const file of fits) {
        const { preview } = file.state;
        this.#update(file.id, {
          state: { status: 'ready', preview, draft: parts.draftFrom(preview, mapping, name) },
          offered: null,
        });
      }
      if (fits.length > 0) this.live = this.words.mappingTaken(name, fits.map((file) => file.name).join(', '));
      else left.push({ name, mapping });
    }
    this.#waiting = left;
    const settled = this.files.length > 0 && this.files.every((file) => file.state.status !== 'looking');
    this.fault = settled && left[0] ? this.words.mappingUnused(left[0].name) : '';
  }

  #fitting(parts: typeof Steps, name: string, mapping: Mapping): ReadyFile[] {
    const ready = this.files.filter(isReady);
    const named = this.files.filter((file) => mappingName(file.name).toLowerCase() === name.toLowerCase());
    const needed = parts.headersIn(mapping);
    const hasAll = ({ state: { preview } }: ReadyFile): boolean => {
      const headers = headersOf(preview);
      return needed.every((header) => headers.includes(header));
    };
    // The file it is named after goes first, and may still be looked at.
    if (named.length > 0) return named.filter(isReady).filter(hasAll);
    if (this.files.some(({ state: { status } }) => status === 'looking')) return [];
    if (needed.length === 0) return ready.length === 1 ? ready : [];
    return ready.filter(hasAll);
  }

  get #allMappings(): readonly SavedMapping[] {
    return [...this.mappings, ...this.#kept];
  }

  #savedFor(headers: readonly string[]): SavedMapping | null {
    return this.#allMappings.find((saved) => sameHeaders(saved.headers, headers)) ?? null;
  }

  /** Mappings to keep: those of this import before older ones for the same headers. */
  #mappingsToKeep(): SavedMapping[] {
    const { parts } = this;
    if (!parts) return [];
    const own = this.#included().map(({ name, state: { preview, draft } }) => ({
      name: draft.from ?? mappingName(name),
      headers: headersOf(preview),
      mapping: parts.mappingOf(preview, draft),
    }));
    return [...own, ...this.#allMappings.filter((old) => !own.some((one) => sameHeaders(one.headers, old.headers)))];
  }

  // Steps

  /** What is read, touchpoints first: what joins them finds them there. */
  #included(): ReadyFile[] {
    const files = this.files.filter(isReady).filter(({ included }) => included);
    const rank = ({ kind }: ReadyFile): number => (kind === 'events' ? 0 : 1);
    return files.sort((a, b) => rank(a) - rank(b));
  }

  #goTo(step: Step): void {
    if (step === this.step) return;
    if (step === 'files' || step === 'fields') this.#dropStaged();
    this.step = step;
    this.explained = null;
    this.naming = null;
    this.notice = '';
    this.#focus('#step-title');
    const place = String(steps.indexOf(step) + 1);
    const w = this.parts?.stepWords(this.locale);
    if (w) this.live = w.stepOf(this.words.steps[step], place, String(steps.length));
  }

  #next(): void {
    if (this.files.some(({ state: { status }, included }) => included && status === 'looking')) {
      this.fault = this.words.waitForFiles;
      return;
    }
    const first = this.#included()[0];
    if (!first || !this.parts) {
      this.fault = this.words.nothingChosen;
      return;
    }
    this.fault = '';
    this.strict = false;
    const open = this.#included().find((file) => (this.parts?.openCount(file) ?? 0) > 0);
    this.shown = (open ?? first).id;
    this.#goTo('fields');
  }

  /** Reads all rows beside the data set's; unanswered questions come first. */
  async #readAll(): Promise<void> {
    const { parts, target: dataset } = this;
    if (!parts || !dataset) return;
    const files = this.#included();
    for (const file of files) {
      const { needed } = parts.openQuestions(file.state.preview, file.state.draft, file.kind);
      if (needed.length === 0) continue;
      this.strict = true;
      this.shown = file.id;
      this.live = parts.stepWords(this.locale).missing[needed[0] as 'actor'];
      this.#focus(`#q-${needed[0]}`);
      return;
    }
    if (files.length === 0) {
      this.#goTo('files');
      this.fault = this.words.nothingChosen;
      return;
    }
    if (!dataset.facts.info && files.every(({ kind }) => kind === 'profiles')) {
      this.notice = parts.stepWords(this.locale).onlyCustomers;
      this.live = this.notice;
      return;
    }
    this.#dropStaged();
    this.#goTo('identity');
    const abort = new AbortController();
    this.#read = abort;
    this.reading = { file: 1, files: files.length, name: files[0]!.name, share: null, progress: null };
    try {
      const { info, loadedAt } = dataset.facts;
      const own = await dataset.open();
      const staged = await parts.stage({
        fork: () => own.fork(),
        files: files.map(({ name, source, size, kind, state: { preview, draft } }) => ({
          name,
          source,
          size,
          kind,
          mapping: parts.mappingOf(preview, draft),
          profiles: kind === 'profiles' ? parts.profilesOf(preview, draft) : null,
        })),
        actorsBefore: info?.actors ?? null,
        basis: loadedAt,
        identity: dataset.identity,
        asOf: dataset.asOf,
        signal: abort.signal,
        onReading: (reading) => this.#progressed(abort, reading),
      });
      if (abort.signal.aborted) {
        staged.engine.close();
        return;
      }
      this.staged = staged;
      this.reading = null;
      await this.#redecide(staged);
      this.live = parts.identitySum(this.locale, this.staged ?? staged).join('\n');
      this.#focus('#step-title');
    } catch (thrown) {
      if (this.#read !== abort) return;
      this.reading = null;
      const failed = thrown instanceof Error && thrown.name === 'StageFailure' ? (thrown as Steps.StageFailure) : null;
      const error = failed?.error ?? toAnalyticsError(thrown);
      this.failure = { name: failed?.file ?? '', error };
      this.#focus('#step-title');
      if (error.code !== 'aborted') this.#fireError(error);
    }
  }

  #progressed(abort: AbortController, reading: ReadingState): void {
    if (this.#read !== abort || abort.signal.aborted) return;
    this.reading = reading;
    if (!reading.progress) return;
    const framed = this.#framed !== null;
    this.#framed = reading.progress;
    if (framed) return;
    requestAnimationFrame(() => {
      const progress = this.#framed;
      this.#framed = null;
      if (progress && this.#read === abort) this.dispatchEvent(new TpProgressEvent({ source: 'import', progress }));
    });
  }

  #stop(): void {
    const read = this.#read;
    read?.abort();
  }

  /** What was read is of no use any more. */
  #dropStaged(): void {
    this.#read?.abort();
    this.#read = null;
    if (this.step !== 'done') this.staged?.engine.close();
    this.staged = null;
    this.reading = null;
    this.failure = null;
    this.explained = null;
  }

  // Identity

  async #explain(id: string | null): Promise<void> {
    this.explained = id === null ? null : { id, answer: undefined };
    const engine = this.staged?.engine;
    if (id === null || !engine) return;
    const answer = await engine.explain(id).catch(() => null);
    if (this.explained?.id === id) this.explained = { id, answer };
  }

  async #decide(decision: Decision): Promise<void> {
    const w = this.parts?.stepWords(this.locale);
    const value = decision.id.slice(decision.id.indexOf(':') + 1);
    await this.#change(
      (staged) => this.#apply(staged, decision),
      [...this.decisions, decision],
      (customers) =>
        (decision.kind === 'block' ? w?.blockedBy(value, customers) : w?.allowedBy(value, customers)) ?? '',
      `[data-take-back="${CSS.escape(decision.id)}"]`,
    );
  }

  async #apply({ engine }: Staged, decision: Decision): Promise<void> {
    // An alias comes with data; without rows it is a rule alone.
    if (decision.kind === 'block') await engine.block({ id: decision.id });
    else await engine.appendBatches([], { identity: { alias: decision.alias } });
  }

  /** What a person decided before the fields were changed holds for the new reading too. */
  async #redecide(staged: Staged): Promise<void> {
    if (this.decisions.length === 0) return;
    for (const decision of this.decisions) await this.#apply(staged, decision);
    await this.#refresh(staged);
  }

  async #takeBack(decision: Decision): Promise<void> {
    const w = this.parts?.stepWords(this.locale);
    const value = decision.id.slice(decision.id.indexOf(':') + 1);
    await this.#change(
      async ({ engine }) => {
        if (decision.kind === 'block') await engine.undo({ id: decision.id });
        else for (const alias of decision.alias) await engine.undo({ alias });
      },
      this.decisions.filter((one) => one !== decision),
      (customers) => w?.taken(value, customers) ?? '',
      '#step-title',
    );
  }

  async #change(
    change: (staged: Staged) => Promise<void>,
    decisions: readonly Decision[],
    said: (customers: string) => string,
    focus: string,
  ): Promise<void> {
    const { staged } = this;
    if (!staged || this.busy) return;
    this.busy = true;
    this.notice = '';
    try {
      await change(staged);
      const identities = await this.#refresh(staged);
      this.decisions = decisions;
      this.explained = null;
      this.live = said(this.#count(identities.actors));
      this.#focus(focus);
    } catch (thrown) {
      this.#fireError(toAnalyticsError(thrown));
      this.notice = this.parts?.stepWords(this.locale).decisionFailed ?? '';
      this.live = this.notice;
    } finally {
      this.busy = false;
    }
  }

  async #refresh(staged: Staged): Promise<Staged['identities']> {
    const [info, identities] = await Promise.all([staged.engine.describe(), staged.engine.identities()]);
    if (this.staged?.engine === staged.engine) this.staged = { ...this.staged, info, identities };
    return identities;
  }

  // Import

  async #finish(): Promise<void> {
    const { staged, target: dataset, parts } = this;
    if (!staged || !dataset || !parts || this.busy) return;
    const w = parts.stepWords(this.locale);
    if (dataset.facts.loadedAt !== staged.basis) {
      await this.#readAll();
      this.notice = w.changed;
      this.live = w.changed;
      return;
    }
    const report = mergedReport(staged.reports);
    const files = this.#included();
    const blocked = this.decisions.flatMap((one) => (one.kind === 'block' ? [{ id: one.id }] : []));
    const alias = this.decisions.flatMap((one) => (one.kind === 'allow' ? one.alias : []));
    const identity = {
      ...(alias.length > 0 && { alias }),
      ...(blocked.length > 0 && { blocked }),
    };
    const mappings = this.#mappingsToKeep();
    const detail = {
      source: 'import' as const,
      files: staged.reports.map(({ name, kind, report: own }, i) => ({
        name,
        kind,
        mapping: parts.mappingOf(files[i]!.state.preview, files[i]!.state.draft),
        report: own,
      })),
      report,
      identity,
      mappings,
    };
    if (!this.dispatchEvent(new TpImportEvent(detail))) {
      this.notice = w.notTaken;
      this.live = w.notTaken;
      return;
    }
    this.busy = true;
    // Rules come with the last touchpoints: customers' files are joined by what is known then.
    const lastRead = files.findLastIndex(({ kind }) => kind === 'events');
    const additions = files.map(({ source, kind, state }, i) => ({
      source,
      mapping: detail.files[i]!.mapping,
      identity: i === lastRead ? identity : {},
      ...(kind === 'profiles' && { profiles: parts.profilesOf(state.preview, state.draft) }),
    }));
    try {
      await dataset.adopt(staged.engine, additions, report);
      this.#kept = mappings;
      if (this.remember) keep(this.remember, mappings);
      this.#goTo('done');
      this.live = w.doneSum(report.accepted, this.#count(report.accepted), files.length, this.#count(files.length));
    } catch (thrown) {
      this.notice = w.notTaken;
      this.#fireError(toAnalyticsError(thrown));
    } finally {
      this.busy = false;
    }
  }

  async #saveRejected(): Promise<void> {
    const { staged, parts } = this;
    if (!staged || !parts) return;
    const w = parts.stepWords(this.locale);
    const one = staged.reports.length === 1 ? staged.reports[0]!.name : 'import';
    const name = `${stemOf(one)}.rejected.csv`;
    const { reject } = parts.moreWords(this.locale);
    parts.saveFile(name, 'text/csv;charset=utf-8', parts.rejectedCsv(staged.reports, w.rejectedFile, reject));
    this.live = w.saved(name);
  }

  #saveMapping({ name, state: { preview, draft } }: ReadyFile): void {
    const { parts } = this;
    if (!parts) return;
    const file = mappingName(name);
    parts.saveFile(file, 'application/json', parts.mappingText(parts.mappingOf(preview, draft)));
    this.live = parts.stepWords(this.locale).saved(file);
  }

  // Parts, words, events

  /** Fetches the steps after the list of files, once. */
  #loadParts(): Promise<void> {
    return (this.#loading ??= import('./import-steps.js').then(
      (parts) => {
        const { styleSheet } = parts.importStepStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        this.partsFailed = false;
        this.parts = parts;
        // Their words have come with them, and may be wanted in another language.
        this.refreshTheme();
      },
      () => {
        this.#loading = null;
        this.partsFailed = true;
      },
    ));
  }

  private get words(): ImportWords {
    return importWords(this.locale);
  }

  #count(n: number): string {
    return new Intl.NumberFormat(this.locale).format(n);
  }

  #fireError(error: AnalyticsError): void {
    this.dispatchEvent(new TpErrorEvent({ source: 'import', error: error.toData() }));
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  // Render

  protected override render(): TemplateResult {
    if (!this.target) {
      const { title, body } = this.t.initial['no-dataset'];
      return html`<section class="card" part="base">${messagePart({ title, body }, { icon: 'info' })}</section>`;
    }
    return html`<section class="card" part="base" aria-labelledby="heading">
      <div class="hd">
        <div>
          <h2 id="heading" part="title">${this.heading || this.#title()}</h2>
          <p class="sub">${this.#scope()}</p>
        </div>
        ${this.#renderSteps()}
      </div>
      <div class="body ${this.step}">${this.#renderStep()}</div>
      ${
        this.step === 'fields' && this.parts
          ? html`<footer class="ft" part="foot">${this.parts.fieldsFoot(this.#view())}</footer>`
          : nothing
      }
      <div class="vh" role="status">${this.live}</div>
    </section>`;
  }

  #title(): string {
    const { words: w, files } = this;
    if (files.length === 0) return w.title;
    return files.length === 1 ? w.titleOne(files[0]!.name) : w.titleMany(files.length, this.#count(files.length));
  }

  #scope(): string {
    const { words: w } = this;
    const file = this.step === 'fields' ? this.#current() : null;
    return [...(file ? previewFacts(w, this.locale, file.state.preview) : []), w.local].join(' · ');
  }

  #renderSteps(): TemplateResult {
    const { words: w } = this;
    const at = steps.indexOf(this.step);
    return html`<ol class="steps" part="steps" aria-label=${w.stepsName}>
      ${steps.map((step, i) => {
        const done = i < at || this.step === 'done';
        return html`<li class=${i === at ? 'on' : done ? 'done' : ''} aria-current=${i === at ? 'step' : nothing}>
          ${done ? html`${icon('check')}<span class="vh">${w.stepDone}</span>` : html`<span>${i + 1}</span>`}
          <span class="nm">${w.steps[step]}</span>
        </li>`;
      })}
    </ol>`;
  }

  #renderStep(): TemplateResult | typeof nothing {
    const { parts, step } = this;
    if (step === 'files') return this.#renderFiles();
    if (!parts) {
      return this.partsFailed ? messagePart(this.t.partMissing, { icon: 'stop', bad: true }) : nothing;
    }
    const view = this.#view();
    if (step === 'fields') return parts.fieldsStep(view);
    return step === 'identity' ? parts.identityStep(view) : parts.doneStep(view);
  }

  #renderFiles(): TemplateResult {
    return filesStep({
      locale: this.locale,
      words: this.words,
      files: this.files,
      over: this.over,
      urlFault: this.urlFault,
      fault: this.partsFailed ? this.t.partMissing.body : this.fault,
      openCount: (file) => this.parts?.openCount(file) ?? null,
      errorText: (error) => {
        const words = this.parts?.failureWords(this.locale, error);
        return words ? [words.title, words.body ?? error.message].join(': ') : error.message;
      },
      choose: () => this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]')?.click(),
      pick: (event) => {
        const input = event.target as HTMLInputElement;
        const files = [...(input.files ?? [])];
        // The same file may be chosen again.
        input.value = '';
        void this.#take(files);
      },
      addUrl: (event) => this.#addUrl(event),
      include: (id, included) => this.#update(id, { included }),
      remove: (id) => this.#remove(id),
      again: (id) => void this.#look(id),
      next: () => this.#next(),
    });
  }

  #addUrl(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('#url')!;
    const written = input.value.trim();
    const url = written === '' ? null : addressOf(written, this.ownerDocument.baseURI);
    this.urlFault = url === null;
    if (url === null) {
      input.focus();
      this.live = this.words.urlFault;
      return;
    }
    input.value = '';
    const name = decodeURIComponentSafely(url.pathname.split('/').at(-1) ?? '') || url.hostname;
    this.addSource({ kind: 'url', url: url.href, name }, name);
  }

  #current(): ReadyFile | null {
    const ready = this.files.filter(isReady);
    return ready.find(({ id }) => id === this.shown) ?? ready[0] ?? null;
  }

  #view(): ImportView {
    const current = this.#current();
    const change = (draft: Draft, said?: string): void => {
      if (!current) return;
      this.#setState(current.id, { status: 'ready', preview: current.state.preview, draft });
      if (said) this.live = said;
    };
    return {
      locale: this.locale,
      t: this.t,
      words: this.words,
      files: this.files,
      current,
      strict: this.strict,
      naming: this.naming,
      rowsOpen: this.rowsOpen,
      reading: this.reading,
      failure: this.failure,
      staged: this.staged,
      decisions: this.decisions,
      explained: this.explained,
      busy: this.busy,
      notice: this.notice,
      show: (id) => {
        this.shown = id;
        this.naming = null;
      },
      change,
      setKind: (kind) => current && this.#update(current.id, { kind }),
      setFormat: (format) => current && void this.#lookAnew(current, format),
      include: (id, included) => this.#update(id, { included }),
      nameValues: (column) => (this.naming = column),
      showRows: (open) => (this.rowsOpen = open),
      useOffered: () => {
        const { parts } = this;
        if (!current?.offered || !parts) return;
        const { name, mapping } = current.offered;
        this.#update(current.id, { offered: null });
        change(parts.draftFrom(current.state.preview, mapping, name), this.words.mappingTaken(name, current.name));
        this.#focus('#step-title');
      },
      startOver: () => {
        const { parts } = this;
        if (!current || !parts) return;
        change(parts.draftOf(current.state.preview, current.format));
        this.#focus('#step-title');
      },
      saveMapping: (file) => this.#saveMapping(file),
      goTo: (step) => this.#goTo(step),
      read: () => void this.#readAll(),
      stop: () => this.#stop(),
      explain: (id) => void this.#explain(id),
      decide: (decision) => void this.#decide(decision),
      takeBack: (decision) => void this.#takeBack(decision),
      saveRejected: () => void this.#saveRejected(),
      finish: () => void this.#finish(),
      restart: () => {
        this.reset();
        this.#focus('[data-does="choose"]');
      },
    };
  }
}

/** The mapping in a file; null when it holds something else. */
async function mappingIn(file: File): Promise<Mapping | null> {
  try {
    const value: unknown = JSON.parse(await file.text());
    const { isMapping } = await import('./draft.js');
    return isMapping(value) ? value : null;
  } catch {
    return null;
  }
}

function unlike(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}

function addressOf(written: string, page: string): URL | null {
  try {
    const url = new URL(written, page);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function recall(key: string): SavedMapping[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isSaved) : [];
  } catch {
    return []; // A host may refuse its storage.
  }
}

function keep(key: string, mappings: readonly SavedMapping[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(mappings));
  } catch {
    // Nothing is lost but the offer the next time.
  }
}

function isSaved(value: unknown): value is SavedMapping {
  if (typeof value !== 'object' || value === null) return false;
  const { name, headers, mapping } = value as Partial<SavedMapping>;
  return typeof name === 'string' && Array.isArray(headers) && typeof mapping === 'object' && mapping !== null;
}

define('tp-import', TpImport);

declare global {
  interface HTMLElementTagNameMap {
    'tp-import': TpImport;
  }
}
