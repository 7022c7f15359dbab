import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { publish, subscribe } from 'lightning/messageService';
import { loadKit } from 'c/touchpointKit';
import { mapping } from 'c/touchpointMapping';
import { readTouchpoints, recordQuery, recordVariables } from 'c/touchpointSource';

// A Lightning page for the tests: the platform's modules as mocks, and elements that keep what they are given.

export const RECORD = '003000000000001AAA';
export const QUERY = { kind: 'Document' };

/** An answer of `readTouchpoints` with so many rows. */
export function found(count, more = {}) {
  const rows = Array.from({ length: count }, (_, k) => ({ object: 'Task', recordId: `00T00000000000${k}AAA` }));
  return {
    json: JSON.stringify(rows),
    mapping,
    show: null,
    steps: ['lead created', 'opportunity won'],
    stages: 'Lead: lead created; Won: opportunity won',
    weight: null,
    partial: null,
    skipped: [],
    ...more,
  };
}

class Dataset extends HTMLElement {
  facts = { info: { properties: ['title', 'object', 'recordId'] } };
  engine = { list: jest.fn() };
  current = { clauses: [], actor: null, period: null, compare: null };

  get selection() {
    return { data: this.current };
  }
  set selection(data) {
    this.current = data;
  }

  /** A person chooses in the widget. */
  choose(data) {
    this.current = { ...this.current, ...data };
    const detail = { selection: this.current };
    this.dispatchEvent(new CustomEvent('tpselection', { detail, bubbles: true, composed: true }));
  }
}

for (const name of ['tp-journey', 'tp-funnel', 'tp-heatmap']) customElements.define(name, class extends HTMLElement {});
customElements.define('tp-dataset', Dataset);

/** The mocks as they are on a page where everything works. */
export function freshPage() {
  jest.clearAllMocks();
  recordQuery.mockImplementation((objectApiName) => (objectApiName === 'Contact' ? QUERY : undefined));
  recordVariables.mockImplementation((recordId) => ({ recordId }));
  readTouchpoints.mockResolvedValue(found(3));
  loadKit.mockResolvedValue({
    createEngine: jest.fn(),
    clauseText: (lang, { key, args }) => `${key} ${args.join(', ')} (${lang})`,
  });
}

export function clearPage() {
  while (document.body.firstChild) document.body.firstChild.remove();
}

/** Waits until everything that is under way has come to rest. */
export async function settled() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A component on the page, and what a person finds in it. */
class Shown {
  constructor(element) {
    this.element = element;
  }

  get root() {
    return this.element.shadowRoot.querySelector('c-touchpoint-widget').shadowRoot;
  }
  get dataset() {
    return this.root.querySelector('tp-dataset');
  }
  get widget() {
    return this.dataset?.firstElementChild ?? null;
  }
  get text() {
    return [...this.root.querySelectorAll('.card, .notices')].map(({ textContent }) => textContent.trim()).join('\n');
  }
  /** Texts of the notices by their kind. */
  get notices() {
    const items = [...this.root.querySelectorAll('[data-notice]')];
    return items.map((item) => [item.dataset.notice, item.querySelector('span').textContent]);
  }
  find(selector) {
    return this.root.querySelector(selector);
  }
  async press(selector) {
    this.find(selector).click();
    await settled();
  }
}

/** Puts a component on a page. */
export async function show(tag, is, props = {}) {
  const element = createElement(tag, { is });
  Object.assign(element, props);
  document.body.append(element);
  await settled();
  return new Shown(element);
}

/** Puts a component on a contact's page, whose record the wire has told of. */
export async function showOnContact(tag, is, props = {}) {
  const shown = await show(tag, is, { recordId: RECORD, objectApiName: 'Contact', ...props });
  graphql.emit({ uiapi: {} });
  await settled();
  return shown;
}

/** What the component published on the selection channel, in order. */
export function published() {
  return publish.mock.calls.map(([, , message]) => message);
}

/** Says something on the selection channel, as another component would. */
export async function say(message) {
  for (const [, , listener] of subscribe.mock.calls) listener(message);
  await settled();
}
