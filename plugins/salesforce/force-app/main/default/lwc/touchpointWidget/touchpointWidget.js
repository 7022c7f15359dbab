import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { MessageContext, publish, subscribe, unsubscribe } from 'lightning/messageService';
import { NavigationMixin } from 'lightning/navigation';
import LANG from '@salesforce/i18n/lang';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import SELECTION from '@salesforce/messageChannel/TouchpointSelection__c';
import { loadKit } from 'c/touchpointKit';
import { customerIdOf } from 'c/touchpointMapping';
import { readTouchpoints, recordQuery, recordVariables } from 'c/touchpointSource';
import { eventNamed, inUserLanguage, namesIn, stagesText, stepsText } from './names';
import { namingEngine } from './people';
import { periodStart } from './period';
import { schemeOf } from './scheme';
import { chosenIds, filterOf, readMessage } from './selection';
import { countText, dayText, filled, listText, objectWord, weekStart, words } from './words';

const ELEMENTS = { journey: 'tp-journey', funnel: 'tp-funnel', heatmap: 'tp-heatmap' };
const ABSENCES = [
  ['no-access', words.skippedNoAccess],
  ['query-failed', words.skippedFailed],
  ['too-many', words.skippedMany],
];

/** Objects of customers by the first letters of their ids. */
const PEOPLE = { '003': 'Contact', '00Q': 'Lead' };
/** Rows of a heatmap that touchpoints counted in Salesforce have, too. */
const COUNTED_ROWS = ['event', 'channel'];
const isCounted = ({ rows }) => COUNTED_ROWS.includes(rows || 'event');

let made = 0;

/**
 * A widget of the kit on a Lightning page: reads the touchpoints, makes `tp-dataset` and the widget after the script is
 * there, and says what the widget cannot: that data are read, missing, or only part of what there is, and which other
 * component filters it. `c/tpJourney`, `c/tpFunnel` and `c/tpHeatmap` are this with another `view`.
 */
export default class TouchpointWidget extends NavigationMixin(LightningElement) {
  /** 'journey' | 'funnel' | 'heatmap' */
  @api view;
  /** Title; empty for the widget's own. */
  @api heading;

  // What is shown. `status`: 'reading' | 'ready' | 'empty' | 'failed'
  status = 'reading';
  problem = null;
  readSoFar = null;
  partial = null;
  skipped = [];
  /** What other components chose, by source: `{ ids, label }`, in the order in which it came. */
  others = {};
  /** Whole, whatever is chosen elsewhere: the journey of one customer, and counts, which are of no customer. */
  whole = false;
  isDark = false;
  words = words;

  // What it works with. `answer` is undefined until the wire has told of the record at hand.
  source = '';
  answer = undefined;
  reading = null;
  isDue = false;
  kit = null;
  found = null;
  dataset = null;
  widget = null;
  subscription = null;
  told = null;
  tellings = 0;
  focusNext = false;

  @api
  get recordId() {
    return this.givenRecordId;
  }
  set recordId(value) {
    if (value === this.givenRecordId) return;
    this.givenRecordId = value;
    this.answer = undefined;
    this.plan();
  }
  givenRecordId;

  @api
  get objectApiName() {
    return this.givenObject;
  }
  set objectApiName(value) {
    if (value === this.givenObject) return;
    this.givenObject = value;
    this.answer = undefined;
    this.plan();
  }
  givenObject;

  /** `90d`, `8w`, `12m`, `2y` or `all`. */
  @api
  get period() {
    return this.givenPeriod;
  }
  set period(value) {
    if (value === this.givenPeriod) return;
    this.givenPeriod = value;
    this.plan();
  }
  givenPeriod;

  /** What the page says of the view: `lanes`, `steps`, `rows`, `columns`, under the kit's names for them. */
  @api
  get options() {
    return this.givenOptions;
  }
  set options(value) {
    const before = this.givenOptions;
    this.givenOptions = { ...value };
    this.dress();
    // Above the cap the steps of a funnel and the rows of a heatmap decide what is read.
    if (this.givenOptions.steps !== before.steps || isCounted(this.givenOptions) !== isCounted(before)) this.plan();
  }
  givenOptions = {};

  @wire(MessageContext)
  messageContext;

  get query() {
    return this.givenRecordId && this.givenObject ? recordQuery(this.givenObject) : undefined;
  }

  get variables() {
    return this.givenRecordId ? recordVariables(this.givenRecordId) : undefined;
  }

  @wire(graphql, { query: '$query', variables: '$variables' })
  takeAnswer({ data, errors }) {
    if (!data && !errors) return;
    // Errors are no end: Apex then tells everything, and knows what the user may not see.
    this.answer = data ?? null;
    this.plan();
  }

  // Life

  connectedCallback() {
    this.source ||= `${this.view}-${++made}`;
    this.subscription = subscribe(this.messageContext, SELECTION, (message) => this.takeMessage(message));
    this.darkness = globalThis.matchMedia?.('(prefers-color-scheme: dark)') ?? null;
    this.followScheme = () => this.applyScheme();
    this.darkness?.addEventListener('change', this.followScheme);
    this.plan();
  }

  disconnectedCallback() {
    this.reading?.abort();
    this.reading = null;
    this.darkness?.removeEventListener('change', this.followScheme);
    unsubscribe(this.subscription);
    this.subscription = null;
    this.drop();
    try {
      this.tell(null);
    } catch {
      // The context may have ended first, when a whole page goes: then nobody is there to be told.
      this.told = null;
    }
    this.others = {};
    this.status = 'reading';
  }

  renderedCallback() {
    if (this.focusNext) {
      this.focusNext = false;
      this.template.querySelector('section')?.focus();
    }
    this.dress();
  }

  // Reading

  /** Several changes of one moment are one reading. */
  plan() {
    if (this.isDue) return;
    this.isDue = true;
    Promise.resolve().then(() => {
      this.isDue = false;
      if (this.isConnected) this.read();
    });
  }

  async read() {
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    const { signal } = reading;
    this.readSoFar = null;
    // Numbers stay until others are there.
    if (this.status !== 'ready') this.status = 'reading';
    if (this.query !== undefined && this.answer === undefined) return;
    try {
      const [kit, found] = await Promise.all([
        loadKit(this),
        readTouchpoints({
          view: this.view,
          recordId: this.givenRecordId ?? null,
          objectApiName: this.givenObject ?? null,
          wired: this.answer ?? null,
          since: periodStart(this.givenPeriod, Date.now()),
          until: null,
          steps: this.view === 'funnel' ? namesIn(this.givenOptions.steps).map(eventNamed) : null,
          rows: this.view === 'heatmap' ? this.givenOptions.rows || null : null,
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) this.readSoFar = progress;
          },
        }),
      ]);
      if (!signal.aborted) this.show(kit, found);
    } catch (error) {
      if (signal.aborted || error.code === 'aborted') return;
      this.problem = { code: error.code ?? 'query-failed', detail: error.message ?? '' };
      this.status = 'failed';
    } finally {
      if (this.reading === reading) this.reading = null;
    }
  }

  handleRetry() {
    // The button goes away with the problem; who works by keyboard stays at the widget.
    this.focusNext = true;
    this.problem = null;
    this.status = this.dataset ? 'ready' : 'reading';
    this.plan();
  }

  // The kit's elements

  show(kit, found) {
    // The text is not kept beside the data made of it.
    const { json, partial, skipped, ...question } = found;
    this.kit = kit;
    this.problem = null;
    this.partial = partial;
    this.skipped = skipped;
    this.whole = (this.view === 'journey' && Boolean(question.show?.actor)) || Boolean(question.weight);
    this.found = question;
    if (/^\s*(\[\s*\])?\s*$/.test(json)) {
      this.drop();
      this.tell(null);
      this.status = 'empty';
      return;
    }
    this.status = 'ready';
    const host = this.template.querySelector('.host');
    if (!this.dataset) {
      this.dataset = document.createElement('tp-dataset');
      this.widget = document.createElement(ELEMENTS[this.view]);
      this.widget.setAttribute('lang', LANG);
      this.widget.setAttribute('data-tp-host', 'salesforce');
      this.dataset.addEventListener('tpselection', (event) => this.handleSelection(event));
      this.dataset.addEventListener('tplink', (event) => this.handleLink(event));
      this.dataset.addEventListener('tpready', (event) => this.handleReady(event));
      this.dataset.connect = namingEngine(kit);
      this.dataset.append(this.widget);
    }
    this.dress();
    this.applyScheme();
    this.applyFilter();
    this.dataset.mapping = inUserLanguage(question.mapping);
    // A silence lasts until today, and not until the last touchpoint.
    this.dataset.asOf = Date.now();
    this.dataset.dataJson = json;
    if (!this.dataset.isConnected) host.append(this.dataset);
  }

  drop() {
    this.dataset?.remove();
    this.dataset = null;
    this.widget = null;
  }

  /** Says to the widget what the page says to the component. All of it is text. */
  dress() {
    const { widget, found, givenOptions: options } = this;
    if (!widget) return;
    const set = (name, value) => {
      if (widget[name] !== value) widget[name] = value;
    };
    set('heading', this.heading ?? '');
    set('tz', TIME_ZONE);
    switch (this.view) {
      case 'journey':
        set('lanes', options.lanes || 'auto');
        set('actor', found.show?.actor ?? null);
        set('account', found.show?.account ?? null);
        set('stages', stagesText(found.stages, found.mapping));
        set('hide', 'object, recordId, touchpoints');
        widget.links ??= (row) => this.linksOf(row);
        break;
      case 'funnel':
        set('steps', stepsText(options.steps?.trim() ? namesIn(options.steps) : found.steps, found.mapping));
        break;
      default:
        set('rows', options.rows || 'event');
        set('columns', options.columns || 'week');
        set('weekStart', weekStart());
        // Counts of an hour are of no customer: what a cell tells is their sum.
        set('measure', found.weight ? 'value' : 'actors');
        set('valueProp', found.weight);
    }
  }

  applyScheme() {
    const scheme = schemeOf(this.template.host);
    this.isDark = scheme === 'dark';
    this.widget?.setAttribute('data-tp-scheme', scheme);
  }

  // Selection

  handleReady({ detail }) {
    if (detail.source === 'dataset' && this.told) this.tellChoice();
  }

  handleSelection({ detail }) {
    const { actor } = detail.selection;
    // A customer that is opened in a list is a record here. The journey of a group shows it by itself.
    if (actor !== null && this.view !== 'journey') {
      this.dataset.selection = { ...detail.selection, actor: null };
      const recordId = customerIdOf(actor);
      if (recordId) this.openRecord(recordId, PEOPLE[recordId.slice(0, 3)]);
    }
    this.tellChoice();
  }

  /** Tells the other components which customers are chosen here. Numbers of other components do not go into it. */
  async tellChoice() {
    const { dataset, kit } = this;
    const clause = dataset.selection.data.clauses[0] ?? null;
    if (!clause) {
      this.tell(null);
      return;
    }
    const telling = ++this.tellings;
    const question = { spec: { kind: 'counts' }, mark: { kind: 'rows' }, filter: clause.filter, limit: 2000 };
    let page;
    try {
      page = await dataset.engine.list(question);
    } catch {
      // The data went away meanwhile, or the element says what is wrong with the choice.
      return;
    }
    if (telling !== this.tellings) return;
    const ids = chosenIds(page.actors);
    if (ids.length === 0) {
      this.tell(null);
      return;
    }
    const choice = kit.clauseText?.(LANG, clause.label);
    const label = choice ? filled(words.chosen, this.shownHeading, choice) : this.shownHeading;
    this.tell({
      ids,
      label:
        ids.length < page.total ? filled(words.chosenPart, label, countText(ids.length), countText(page.total)) : label,
    });
  }

  /** @param choice `{ ids, label }`; null when nothing is chosen any more */
  tell(choice) {
    this.tellings++;
    const text = choice && JSON.stringify(choice);
    if (text === this.told) return;
    this.told = text;
    publish(this.messageContext, SELECTION, { source: this.source, ids: [], label: '', ...choice });
  }

  takeMessage(message) {
    const { source, ids, label } = readMessage(message);
    if (source === null || source === this.source) return;
    if (ids.length === 0) {
      this.forgetChoice(source);
      return;
    }
    this.others = { ...this.others, [source]: { ids, label } };
    this.applyFilter();
  }

  forgetChoice(source) {
    if (!Object.hasOwn(this.others, source)) return;
    this.others = Object.fromEntries(Object.entries(this.others).filter(([name]) => name !== source));
    this.applyFilter();
  }

  applyFilter() {
    if (this.dataset) this.dataset.filter = this.whole ? null : filterOf(Object.values(this.others));
  }

  // Ways to records

  linksOf(row) {
    const { recordId, object } = this.recordOf(row);
    if (!recordId) return [];
    const href = object ? `/lightning/r/${object}/${recordId}/view` : `/lightning/r/${recordId}/view`;
    return [{ label: words.openRecord, href, primary: true }];
  }

  recordOf(row) {
    const properties = this.dataset?.facts.info?.properties ?? [];
    const valueOf = (name) => row.values[properties.indexOf(name)] ?? null;
    const recordId = valueOf('recordId');
    return { recordId: /^[a-zA-Z0-9]{15,18}$/.test(recordId) ? recordId : null, object: valueOf('object') };
  }

  handleLink(event) {
    const { recordId, object } = this.recordOf(event.detail.row);
    if (!recordId) return;
    event.preventDefault();
    this.openRecord(recordId, object);
  }

  openRecord(recordId, objectApiName) {
    this[NavigationMixin.Navigate]({
      type: 'standard__recordPage',
      attributes: { recordId, ...(objectApiName && { objectApiName }), actionName: 'view' },
    });
  }

  // What the template says

  get shownHeading() {
    return this.heading || words[this.view] || '';
  }

  get isWaiting() {
    return this.status === 'reading';
  }

  get isEmpty() {
    return this.status === 'empty';
  }

  /** A card of the component's own stands where the widget will be. */
  get face() {
    return this.status !== 'ready' && !(this.status === 'failed' && this.dataset);
  }

  get busyText() {
    return this.isWaiting || this.reading ? 'true' : 'false';
  }

  get frameClass() {
    return this.isDark ? 'frame dark' : 'frame';
  }

  get hostClass() {
    return this.face ? 'host gone' : 'host';
  }

  get progressText() {
    if (!this.readSoFar) return '';
    const { rows, total } = this.readSoFar;
    return total
      ? filled(words.loadingOf, countText(rows), countText(total))
      : filled(words.loadingSoFar, countText(rows));
  }

  get emptyText() {
    return this.givenRecordId ? words.emptyRecord : words.emptyPage;
  }

  get problemTitle() {
    return (
      { 'no-access': words.noAccessTitle, 'kit-failed': words.kitFailedTitle }[this.problem?.code] ?? words.failedTitle
    );
  }

  get problemText() {
    return { 'no-access': words.noAccess, 'kit-failed': words.kitFailed }[this.problem?.code] ?? words.failed;
  }

  get notices() {
    const notices = [];
    const add = (kind, text, more) => notices.push({ key: kind, kind, text, style: 'notice', ...more });
    if (this.status === 'failed' && this.dataset) {
      add('old', words.oldShown, {
        style: 'notice warn',
        button: words.retry,
        buttonLabel: words.retry,
        action: 'retry',
      });
    }
    if (!this.whole && this.dataset) {
      for (const [source, { label }] of Object.entries(this.others)) {
        const text = filled(words.filtered, label);
        const button = words.filterClear;
        add('filter', text, { key: source, style: 'notice choice', button, buttonLabel: button, action: 'clear' });
      }
    }
    if (this.status !== 'reading') {
      if (this.partial) add('partial', partialText(this.partial), { style: 'notice warn' });
      for (const [kind, text] of absenceTexts(this.skipped)) add(kind, text);
    }
    return notices;
  }

  get hasNotices() {
    return this.notices.length > 0;
  }

  handleNotice({ currentTarget }) {
    const { action, source } = currentTarget.dataset;
    this.focusNext = true;
    if (action === 'retry') {
      this.handleRetry();
      return;
    }
    this.forgetChoice(source);
  }
}

function partialText({ kind, shown, of, since }) {
  if (kind === 'grouped') return filled(words.partialGrouped, countText(of ?? shown));
  if (of === null) {
    return since === null
      ? filled(words.partialNewestOnly, countText(shown))
      : filled(words.partialNewestOnlySince, countText(shown), dayText(since));
  }
  return since === null
    ? filled(words.partialNewest, countText(shown), countText(of))
    : filled(words.partialNewestSince, countText(shown), countText(of), dayText(since));
}

/** What is missing: one sentence for each reason. */
function absenceTexts(skipped) {
  const texts = [];
  for (const [reason, label] of ABSENCES) {
    const names = skipped.filter((each) => each.reason === reason).map(({ object }) => objectWord(object));
    if (names.length > 0) texts.push([reason, filled(label, listText([...new Set(names)]))]);
  }
  const hidden = skipped.filter(({ reason }) => reason === 'hidden-field');
  const fields = hidden.map(({ object, field }) => `${object}.${field}`);
  if (fields.length > 0) texts.push(['hidden-field', filled(words.skippedField, listText(fields))]);
  return texts;
}
