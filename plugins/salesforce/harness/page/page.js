import { startOrg } from './org.js';
import { pageWords } from './words.js';

// A record page of a CRM around the components: `?page=Contact`, `Account`, `Lead`, `Opportunity` or `Home`, `&lang=en` or
// `zh`, `&scheme=light` or `dark`. Everything but the components stands for what is beside them, and does nothing.

const asked = new URLSearchParams(location.search);
const lang = asked.get('lang') === 'zh' ? 'zh' : 'en';
const kind = asked.get('page') ?? 'Account';
const w = pageWords[lang];
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
document.documentElement.dataset.scheme = asked.get('scheme') === 'dark' ? 'dark' : 'light';

const { sample } = startOrg(lang);
const { tables } = sample;
const icons = {
  apps: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
  find: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3.2 3.2',
  bell: 'M4 11V7.5a4 4 0 0 1 8 0V11l1 1.2H3zM7 13.8h2',
  Account: 'M3.5 13.5v-11h6v11M9.5 6h3v7.5M2 13.5h12M5.5 5h2M5.5 7.5h2M5.5 10h2',
  Contact: 'M8 3.2a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM3.4 13.2c.5-2.4 2.3-3.6 4.6-3.6s4.1 1.2 4.6 3.6',
  Lead: 'M8 2.6l1.6 3.5 3.8.4-2.8 2.6.8 3.8L8 11l-3.4 1.9.8-3.8-2.8-2.6 3.8-.4z',
  Opportunity: 'M2.8 5.4l2.8 2.4L8 3.6l2.4 4.2 2.8-2.4-1 6.8H3.8z',
};

/** An element with attributes and children; text stays text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}
function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}
const initials = (name) => (/[\u4e00-\u9fff]/.test(name) ? name.slice(-2) : name.replace(/[^A-Z]/g, '').slice(0, 2));
const face = (name) => el('span', { class: 'face', 'aria-hidden': 'true' }, initials(name));
const money = (amount) => `¥${new Intl.NumberFormat('en').format(amount)}`;
const days = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
  day: 'numeric',
  month: lang === 'zh' ? 'long' : 'short',
  year: 'numeric',
  timeZone: 'Asia/Shanghai',
});
const dayText = (iso) => days.format(Date.parse(iso)).replace('Sept', 'Sep');
const byId = (object, id) => tables[object].find((record) => record.Id === id);
const nameOf = (object, id) => byId(object, id)?.Name ?? '–';
const pairs = (entries, name = 'pairs') =>
  el('dl', { class: name }, ...entries.map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))));
const box = (title, ...content) =>
  el('section', { class: 'box', 'aria-label': title }, el('h2', {}, title), ...content);
const record = (object, id, text) => el('a', { href: `#/r/${object}/${id}/view` }, text);
const counted = (title, count) => (lang === 'zh' ? `${title}（${count}）` : `${title} (${count})`);

function header() {
  const items = ['Home', 'Account', 'Contact', 'Lead', 'Opportunity', 'Reports'];
  return el(
    'header',
    { class: 'app' },
    el('span', { class: 'brand' }, icon('apps'), w.app),
    el(
      'nav',
      { 'aria-label': w.app },
      ...items.map((item) =>
        el('span', item === kind ? { class: 'item', 'aria-current': 'page' } : { class: 'item' }, w.tabs[item]),
      ),
    ),
    el('span', { class: 'search' }, icon('find'), w.search),
    icon('bell'),
    face(sample.user.name),
  );
}

function highlights(id) {
  const own = byId(kind, id);
  const account = kind === 'Account' ? own : byId('Account', own.AccountId ?? own.ConvertedAccountId);
  const deal = tables.Opportunity.find(({ AccountId }) => AccountId === account.Id);
  const facts = {
    Account: [
      [w.owner, nameOf('User', own.OwnerId)],
      [w.industry, own.Industry],
      [w.openDeal, money(deal.Amount)],
      [w.stage, deal.StageName],
      [w.closeDate, dayText(deal.CloseDate)],
    ],
    Contact: [
      [w.title, own.Title],
      [w.account, record('Account', account.Id, account.Name)],
      [w.phone, own.Phone],
      [w.email, own.Email],
      [w.owner, nameOf('User', own.OwnerId)],
    ],
    Lead: [
      [w.company, own.Company],
      [w.source, own.LeadSource],
      [w.status, own.Status],
      [w.owner, nameOf('User', own.OwnerId)],
    ],
    Opportunity: [
      [w.account, record('Account', account.Id, account.Name)],
      [w.amount, money(own.Amount ?? 0)],
      [w.stage, own.StageName],
      [w.closeDate, dayText(own.CloseDate ?? '2026-12-15')],
      [w.owner, nameOf('User', own.OwnerId)],
    ],
  }[kind];
  return el(
    'section',
    { class: 'box highlights', 'aria-label': `${w.objects[kind]} ${own.Name}` },
    el(
      'div',
      { class: 'who' },
      el('span', { class: `tile ${kind.toLowerCase()}` }, icon(kind)),
      el('div', {}, el('p', { class: 'soft' }, w.objects[kind]), el('h1', {}, own.Name)),
      el(
        'div',
        { class: 'actions' },
        ...w.actions.map((text) => el('button', { type: 'button', class: 'button' }, text)),
      ),
    ),
    pairs(facts, 'facts'),
  );
}

function details(account) {
  return box(
    w.details,
    pairs([
      [w.industry, account.Industry],
      [w.employees, String(account.NumberOfEmployees)],
      [w.city, account.BillingCity],
      [w.source, tables.Lead[0].LeadSource],
      [w.created, dayText(account.CreatedDate)],
      [w.zone, 'UTC+8'],
    ]),
  );
}

function contacts(account) {
  const people = tables.Contact.filter(({ AccountId }) => AccountId === account.Id);
  return box(
    counted(w.tabs.Contact, people.length),
    el(
      'ul',
      { class: 'rows' },
      ...people.map(({ Id, Name, Title }) =>
        el('li', {}, face(Name), el('div', {}, record('Contact', Id, Name), el('p', { class: 'soft' }, Title))),
      ),
    ),
  );
}

function opportunities(account) {
  const deals = tables.Opportunity.filter(({ AccountId }) => AccountId === account.Id);
  return box(
    counted(w.tabs.Opportunity, deals.length),
    ...deals.flatMap((deal) => [
      el('p', {}, record('Opportunity', deal.Id, deal.Name)),
      pairs([
        [w.amount, money(deal.Amount)],
        [w.stage, deal.StageName],
        [w.closeDate, dayText(deal.CloseDate)],
        [w.probability, `${deal.Probability}%`],
      ]),
    ]),
  );
}

function tasks(account) {
  const open = tables.Task.filter(({ AccountId, IsClosed }) => AccountId === account.Id && !IsClosed);
  return box(
    counted(w.tasks, open.length),
    el(
      'ul',
      { class: 'rows' },
      ...open.map((task) => {
        const today = task.ActivityDate === '2026-11-22';
        const text = `${task.Subject} · ${nameOf('Contact', task.WhoId)}`;
        return el(
          'li',
          {},
          el('input', { type: 'checkbox', 'aria-label': text }),
          el(
            'div',
            {},
            el('p', {}, text),
            el('p', { class: today ? 'due' : 'soft' }, today ? w.dueToday : w.due(dayText(task.ActivityDate))),
          ),
        );
      }),
    ),
  );
}

function activity(account) {
  const done = tables.Task.filter((task) => task.AccountId === account.Id && task.IsClosed)
    .toSorted((a, b) => Date.parse(b.CompletedDateTime) - Date.parse(a.CompletedDateTime))
    .slice(0, 4);
  return box(
    w.activity,
    el(
      'ul',
      { class: 'feed' },
      ...done.map((task) =>
        el(
          'li',
          {},
          el('span', { class: 'soft' }, dayText(task.CompletedDateTime)),
          el('span', {}, `${task.Subject} · ${nameOf('Contact', task.WhoId)}`),
          el('span', { class: 'soft' }, nameOf('User', task.OwnerId)),
        ),
      ),
    ),
  );
}

const note = () => box(counted(w.notes, 1), el('p', {}, w.noteText), el('p', { class: 'soft' }, w.noteBy));

/** A component as the page's builder puts it there. */
function component(tag, properties) {
  const made = globalThis.createComponent(tag);
  return Object.assign(made, properties);
}
const column = (name, ...content) => el('div', { class: `column ${name}` }, ...content);

function recordPage() {
  const recordId = sample.ids[kind];
  const own = byId(kind, recordId);
  const account = kind === 'Account' ? own : byId('Account', own.AccountId ?? own.ConvertedAccountId);
  const given = { recordId, objectApiName: kind };
  harness.pageReference = { type: 'standard__recordPage', attributes: { ...given, actionName: 'view' }, state: {} };
  return [
    highlights(recordId),
    el(
      'div',
      { class: 'columns' },
      column('main', component('c-tp-journey', { ...given, ...settings('journey') }), activity(account)),
      column('first', details(account), contacts(account)),
      column('last', opportunities(account), tasks(account), note()),
    ),
  ];
}

function homePage() {
  return [
    el('div', { class: 'heading' }, el('h1', {}, w.homeTitle), el('p', { class: 'soft' }, w.homeText)),
    component('c-tp-funnel', settings('funnel')),
    el(
      'div',
      { class: 'pair' },
      component('c-tp-heatmap', settings('heatmap')),
      component('c-tp-journey', settings('journey')),
    ),
  ];
}

/** Properties of the builder, from the address: `&journey.period=90d`. */
function settings(name) {
  const own = [...asked].filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value]));
}

function load(src) {
  return new Promise((resolve, reject) => {
    const script = el('script', { src });
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
    document.head.append(script);
  });
}

// The components' modules ask for labels and the like while they load.
await load('components.js');
const main = el('main', { class: kind === 'Home' ? 'home' : 'record' });
document.title = kind === 'Home' ? w.homeTitle : `${byId(kind, sample.ids[kind]).Name} | ${w.objects[kind]}`;
document.body.append(header(), main);
main.append(...(kind === 'Home' ? homePage() : recordPage()));
