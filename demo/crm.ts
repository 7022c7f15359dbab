import type { TpDataset } from '../widgets/index.js';
import { day, make, part, showWords, startPage, widget, type PageText, type Shown } from './page/bar.js';
import { crmWords } from './crm-words.js';
import { AccountBook, type AccountRecord } from './sample/accounts.js';
import { sampleWords, type SampleLocale } from './sample/words.js';

// A record page of a CRM: one account, its journey, what to do next. Everything on it comes from the rows of the sample.

const dataset: TpDataset = part('dataset', 'tp-dataset');
const journey = widget('journey');
const stageOrder = ['lead', 'qualified', 'proposal', 'won', 'lost'] as const;

let book = new AccountBook('');
let records: readonly AccountRecord[] = [];
let record: AccountRecord | null = null;
let person: string | null = null;
let locale: SampleLocale = 'en';
let followed = new Set<string>();

startPage({
  dataset,
  name: { en: 'CRM record page', zh: 'CRM 客户页' },
  words: { en: crmWords.en.text, zh: crmWords.zh.text },
  see: (row) => {
    if (row) book.add(row);
    else book = new AccountBook(sampleWords[document.documentElement.lang === 'en' ? 'en' : 'zh'].channels.email);
  },
  show,
  ready: (shown) => {
    if (shown.kind === 'own') void openBusiest();
  },
});

part('follow', 'button').addEventListener('click', () => {
  if (!record) return;
  if (!followed.delete(record.account)) followed.add(record.account);
  showFollow();
});
part('new-task', 'button').addEventListener('click', () => {
  const list = part('tasks', 'ul');
  const name = record?.people[0]?.name ?? '';
  list.prepend(task(crmWords[locale].callTask(name), crmWords[locale].today, false));
  list.querySelector('input')?.focus();
});

function show(shown: Shown): void {
  ({ locale } = shown);
  const words = crmWords[locale];
  Object.assign(widget('win'), { heading: words.winRate });
  Object.assign(widget('cycle'), { heading: words.cycle });
  if (shown.kind === 'own') {
    record = null;
    Object.assign(journey, { actor: null, account: null, stages: null, typical: null, where: null, heading: '' });
    for (const id of ['win', 'cycle']) widget(id).hidden = true;
    return;
  }
  for (const id of ['win', 'cycle']) widget(id).hidden = false;
  const { stages, events } = sampleWords[locale];
  const stageName = (stage: (typeof stageOrder)[number]): string => words.stages[stage];
  Object.assign(journey, {
    stages: stageOrder.map((stage) => ({
      name: stageName(stage),
      match: [{ where: [{ prop: 'stage', op: 'eq', value: stages[stage] }] }],
    })),
    typical: stageName('won'),
    // Clicks and scrolling are for the click map; here they would bury what was done.
    where: [{ where: [{ prop: 'view', op: 'isNull' }] }],
  });
  const steps = [{ event: events.consult }, { event: events.purchase }];
  Object.assign(widget('win'), { metric: 'conversion', steps });
  Object.assign(widget('cycle'), { metric: 'time-to-convert', steps });
  const open = record?.account;
  records = book.worthALook(stages.proposal, [stages.won, stages.lost], 5);
  // The same account in the other language has the same place.
  showRecord(
    records[Math.max(0, open === undefined ? 0 : records.findIndex(({ account }) => account === open))] ?? null,
  );
}

function showRecord(next: AccountRecord | null): void {
  record = next;
  person = null;
  if (!record) return;
  const words = crmWords[locale];
  part('record-name', 'h1').textContent = record.account;
  showFacts(record);
  showPeople(record);
  showActivity(record);
  showTasks(record);
  showFollow();
  part('recent', 'ul').replaceChildren(...records.map((one) => recentItem(one)));
  part('note-by', 'p').textContent = words.noteBy(record.owner ?? '', day(record.lastMs));
  showJourney();
}

function showJourney(): void {
  if (!record) return;
  const chosen = record.people.find(({ actor }) => actor === person);
  Object.assign(journey, {
    actor: chosen?.actor ?? null,
    account: chosen ? null : record.account,
    heading: chosen ? `${chosen.name} · ${record.account}` : crmWords[locale].journeyOf(record.account),
  });
}

function showFacts({ owner, stage, stageSinceMs, lastMs, campaign, people, rows }: AccountRecord): void {
  const words = crmWords[locale];
  const list = part('record-facts', 'dl');
  const pairs: ReadonlyArray<readonly [string, string]> = [
    [words.owner, owner ?? '–'],
    [words.stage, stage === null ? '–' : words.stageSince(stageLabel(stage), day(stageSinceMs!))],
    [words.source, campaign ?? words.organic],
    [words.people, String(people.length)],
    [words.touchpoints, rows.toLocaleString(document.documentElement.lang)],
    [words.last, day(lastMs)],
  ];
  list.replaceChildren(
    ...pairs.map(([term, value]) => {
      const pair = make('div', '');
      pair.append(make('dt', '', term), make('dd', '', value));
      return pair;
    }),
  );
}

function stageLabel(stage: string): string {
  const name = stageOrder.find((one) => sampleWords[locale].stages[one] === stage);
  return name ? crmWords[locale].stages[name] : stage;
}

function showPeople({ people }: AccountRecord): void {
  const words = crmWords[locale];
  const choose = (actor: string | null): void => {
    person = actor;
    for (const button of part('contacts', 'ul').querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.value === (actor ?? '')));
    }
    showJourney();
  };
  const item = (actor: string | null, name: string, title: string): HTMLLIElement => {
    const li = make('li', '');
    const face = make('span', 'face pale', actor === null ? String(people.length) : initials(name));
    face.setAttribute('aria-hidden', 'true');
    const button = make('button', 'link', name);
    button.value = actor ?? '';
    button.setAttribute('aria-pressed', String(actor === null));
    button.addEventListener('click', () => choose(actor));
    li.append(face, button, make('span', 'soft', title));
    return li;
  };
  part('contacts', 'ul').replaceChildren(
    item(null, words.everybody, words.everybodyText(people.length)),
    ...people.map(({ actor, name, title }) => item(actor, name, title)),
  );
}

function recentItem(one: AccountRecord): HTMLLIElement {
  const li = make('li', '');
  const face = make('span', 'face pale', one.account.slice(0, 1));
  face.setAttribute('aria-hidden', 'true');
  const button = make('button', 'link', one.account);
  button.setAttribute('aria-pressed', String(one === record));
  button.addEventListener('click', () => showRecord(one));
  li.append(face, button, make('span', 'soft', crmWords[locale].recentText(one.rows, day(one.lastMs))));
  return li;
}

function showActivity({ contacts }: AccountRecord): void {
  const words = crmWords[locale];
  const items = contacts.slice(0, 7).map((row) => {
    const li = make('li', '');
    li.append(
      make('span', 'soft', day(row.time)),
      make('span', '', words.activityText(row.event, row.name ?? '')),
      make('span', 'soft', row.owner ?? row.channel),
    );
    return li;
  });
  part('activity', 'ul').replaceChildren(...items);
}

/** What the rows ask for: an answer to the proposal, somebody who has been quiet, a question that is open. */
function showTasks({ people, contacts, stageSinceMs, lastMs }: AccountRecord): void {
  const words = crmWords[locale];
  const { events } = sampleWords[locale];
  const proposal = contacts.find((row) => row.event === events.proposal);
  const lastBy = (actor: string): number => contacts.find((row) => row.actor === actor)?.time ?? 0;
  const quiet = people.toSorted((a, b) => lastBy(a.actor) - lastBy(b.actor))[0];
  const items = [
    ...(proposal ? [task(words.proposalTask(proposal.name ?? ''), words.today, true)] : []),
    ...(quiet && quiet.actor !== proposal?.actor ? [task(words.quietTask(quiet.name), words.thisWeek, false)] : []),
    task(words.demoTask, words.by(day(Math.max(stageSinceMs ?? 0, lastMs) + 7 * 86_400_000)), false),
  ];
  part('tasks', 'ul').replaceChildren(...items);
}

let tasks = 0;

function task(text: string, due: string, isDue: boolean): HTMLLIElement {
  const li = make('li', '');
  const box = make('input', '');
  box.type = 'checkbox';
  box.id = `task-${++tasks}`;
  const label = make('label', '', text);
  label.htmlFor = box.id;
  li.append(box, label, make('span', isDue ? 'soft due' : 'soft', due));
  return li;
}

function showFollow(): void {
  const on = record !== null && followed.has(record.account);
  const button = part('follow', 'button');
  button.setAttribute('aria-pressed', String(on));
  showWords(button.parentElement!, crmWords[locale].text satisfies PageText);
  if (on) button.textContent = crmWords[locale].following;
}

/** Of a file of the reader's: the customer with the most touchpoints. */
async function openBusiest(): Promise<void> {
  const page = await dataset.engine?.list({
    spec: { kind: 'journey' },
    mark: { kind: 'journey' },
    sort: { by: 'rows', descending: true },
    limit: 1,
  });
  const busiest = page?.actors[0];
  if (busiest) Object.assign(journey, { actor: busiest.key, heading: '' });
}

function initials(name: string): string {
  const parts = name.split(' ');
  return parts.length === 1 ? name.slice(0, 1) : parts.map((part) => part[0]).join('');
}
