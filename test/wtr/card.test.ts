import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import type { TemplateResult } from 'lit';

import '../../widgets/dataset/dataset.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import { AnalysisController } from '../../widgets/internal/analysis-controller.js';
import { TpCard } from '../../widgets/internal/card-element.js';
import type { TableData } from '../../widgets/internal/table-data.js';
import type { TpSelectEvent } from '../../widgets/events/tpselect.js';
import type { StateWords } from '../../widgets/locales/messages.js';
import type { ValuesResult } from '../../worker/protocol/values.js';
import type { Engine } from '../../worker/protocol/engine.js';

const csv = `actor,time,event,channel
ann,2026-01-01T09:00:00Z,visit,web
ann,2026-01-02T09:00:00Z,signup,web
ann,2026-01-05T09:00:00Z,purchase,sales
bob,2026-01-01T10:00:00Z,visit,ads
bob,2026-01-03T10:00:00Z,signup,web
cat,2026-01-01T11:00:00Z,visit,ads
dan,2026-01-09T11:00:00Z,signup,web
`;

/** Rows by channel: the smallest card that has all a card can have. */
class ChannelCard extends TpCard<ValuesResult> {
  protected readonly kind = 'metric' as const;
  protected readonly main = new AnalysisController<ValuesResult>(this, {
    spec: () => ({ kind: 'values', prop: this.prop }),
    for: () => this.for,
  });
  prop = 'channel';

  protected override titleText(): string {
    return 'Channels';
  }
  protected override sentence(result: ValuesResult): string {
    return `${result.values.length} channels`;
  }
  protected override emptyWords(result: ValuesResult): StateWords | null {
    return result.values.length === 0 ? { title: 'No channels', body: 'None at all.' } : null;
  }
  protected override definition(): ReturnType<TpCard<ValuesResult>['definition']> {
    return { name: 'Channels', version: 1, sentence: 'Rows of each channel.', facts: [['Counts', 'rows']] };
  }
  protected override table(result: ValuesResult): TableData {
    return {
      title: 'Channels',
      columns: [
        { id: 'channel', title: 'Channel', kind: 'text' },
        { id: 'rows', title: 'Touchpoints', kind: 'count' },
      ],
      rows: result.values.map(({ value, rows }) => [String(value), rows]),
      door: (r, c) => (c === 1 ? { pressed: false, open: () => this.pick(r) } : null),
    };
  }
  protected override chosenList(): { mark: never; title: string; count: number } | null {
    const { result, shownSpec } = this;
    const mark = shownSpec && this.chosenMark(shownSpec);
    if (!mark || mark.kind !== 'value' || !result) return null;
    const found = result.values.find(({ value }) => value === mark.value);
    return { mark: mark as never, title: String(mark.value), count: found?.actors ?? 0 };
  }
  protected override renderBody(result: ValuesResult): TemplateResult {
    return html`<svg class="c" width="200" height="40" role="img" aria-label="Channels">
        <rect class="pgd" width=${result.values.length * 20} height="20"></rect></svg
      >${result.values.map(
        ({ value }, r) =>
          html`<button class="b" type="button" data-value=${String(value)} @click=${() => this.pick(r)}>
            ${value}
          </button>`,
      )}`;
  }
  pick(row: number): void {
    const { result, shownSpec } = this;
    if (!result || !shownSpec) return;
    const { value } = result.values[row]!;
    this.choose({
      mark: { kind: 'value', value },
      filter: { kind: 'actors', spec: shownSpec, mark: { kind: 'value', value } },
      label: { key: 'equals', args: ['channel', String(value)] },
    });
  }
}
customElements.define('channel-card', ChannelCard);

let place: HTMLElement;
beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});
afterEach(() => {
  place.remove();
  history.replaceState(null, '', location.pathname + location.hash);
});

async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for ${String(look)}`);
}

function show(attributes = '', cards = '<channel-card></channel-card><channel-card></channel-card>'): TpDataset {
  place.innerHTML = `<tp-dataset ${attributes}><script type="text/csv">${csv}</script>${cards}</tp-dataset>`;
  return place.querySelector('tp-dataset')!;
}

const one = (card: Element, selector: string): HTMLElement | null => card.shadowRoot!.querySelector(selector);
const textOf = (card: Element, selector: string): string =>
  (one(card, selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const drawn = (card: Element): Promise<HTMLElement> => until(() => one(card, '[data-value="web"]'));
const cardsIn = (dataset: Element): [ChannelCard, ChannelCard] =>
  [...dataset.querySelectorAll<ChannelCard>('channel-card')] as never;

async function openMenu(card: Element): Promise<void> {
  one(card, '[data-opens="menu"]')!.click();
  await until(() => one(card, '.mnu'));
}

async function pickFromMenu(card: Element, item: string): Promise<void> {
  await openMenu(card);
  one(card, `[data-item="${item}"]`)!.click();
}

describe('a card', () => {
  it('is accessible in data, menu, table, definition and list', async () => {
    const [card] = cardsIn(show());
    await drawn(card);
    await expect(card).to.be.accessible();
    await openMenu(card);
    await expect(card).to.be.accessible();
    one(card, '[data-item="table"]')!.click();
    await until(() => one(card, '.tv table'));
    await expect(card).to.be.accessible();
    await pickFromMenu(card, 'definition');
    await until(() => one(card, '.defp'));
    await expect(card).to.be.accessible();
  });

  it('lets a choice filter the other card and not its own, and says so in both', async () => {
    const dataset = show();
    const [first, second] = cardsIn(dataset);
    (await drawn(first)).click();
    await until(() => one(second, '[part="clause"]'));
    await until(() => one(first, '[part="choice"]'));
    expect(textOf(first, '[part="choice"]')).to.equal('channel is web · 3 customers');
    expect(textOf(second, '[part="clause"]')).to.equal('From metric: channel is web');
    // Ann, bob and dan used the web; their other rows stay.
    const { clauses } = dataset.selection;
    expect(clauses.map(({ source }) => source)).to.deep.equal(['channel-card']);
    await until(() => second.shadowRoot!.querySelectorAll('[data-value]').length === 3);
    second.pick(0);
    await until(() => dataset.selection.clauses.length === 2);
    expect(dataset.selection.clauses.map(({ source }) => source)).to.deep.equal(['channel-card', 'channel-card-2']);
  });

  it('takes choices back by Escape, the latest first, and by the chip', async () => {
    const dataset = show();
    const [first, second] = cardsIn(dataset);
    (await drawn(first)).click();
    await until(() => dataset.selection.clauses.length === 1);
    (await drawn(second)).click();
    await until(() => dataset.selection.clauses.length === 2);
    one(second, '[data-value="web"]')!.focus();
    await sendKeys({ press: 'Escape' });
    expect(dataset.selection.clauses).to.have.length(1);
    await until(() => one(second, '[part="clause"] .x'));
    one(second, '[part="clause"] .x')!.click();
    expect(dataset.selection.clauses).to.have.length(0);
  });

  it('asks before it chooses, and tells nothing of a selection set by program', async () => {
    const dataset = show();
    const [first] = cardsIn(dataset);
    const heard: string[] = [];
    place.addEventListener('tpselection', () => heard.push('selection'));
    const refuse = (event: TpSelectEvent): void => event.preventDefault();
    first.addEventListener('tpselect', refuse);
    (await drawn(first)).click();
    expect(dataset.selection.clauses).to.have.length(0);
    first.removeEventListener('tpselect', refuse);
    one(first, '[data-value="web"]')!.click();
    expect(heard).to.deep.equal(['selection']);
    const data = dataset.selection.data;
    dataset.selection = null;
    dataset.selection = data;
    expect(heard).to.have.length(1);
    expect(dataset.selection.clauses).to.have.length(1);
  });

  it('lists the customers of its choice, and opens one', async () => {
    const dataset = show();
    const [first] = cardsIn(dataset);
    (await drawn(first)).click();
    (await until(() => one(first, '[data-opens="list"]'))).click();
    await until(() => first.shadowRoot!.querySelectorAll('.list tbody tr').length === 3);
    expect(textOf(first, '.more')).to.equal('3 of 3 customers shown');
    await expect(first).to.be.accessible();
    one(first, '.list tbody .lnk')!.click();
    expect(dataset.selection.actor).to.match(/:ann$/);
    await until(() => one(first, '.list tbody .lnk[aria-pressed="true"]'));
  });

  it('moves in its menu by arrows and closes it by Escape, back to the button', async () => {
    const [card] = cardsIn(show());
    await drawn(card);
    const button = one(card, '[data-opens="menu"]')!;
    button.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => card.shadowRoot!.activeElement?.matches('[data-item="table"]'));
    await sendKeys({ press: 'ArrowDown' });
    expect(card.shadowRoot!.activeElement?.getAttribute('data-item')).to.equal('definition');
    await sendKeys({ press: 'End' });
    expect(card.shadowRoot!.activeElement?.getAttribute('data-item')).to.equal('print');
    await sendKeys({ press: 'Escape' });
    await until(() => !one(card, '.mnu'));
    await until(() => card.shadowRoot!.activeElement === button);
  });

  it('says why a narrowed view is empty, and offers the way back', async () => {
    const dataset = show('', '<channel-card></channel-card>');
    const card = dataset.querySelector<ChannelCard>('channel-card')!;
    await drawn(card);
    dataset.selection.set({
      source: 'elsewhere',
      widget: 'funnel',
      filter: { kind: 'actor', keys: ['nobody'] },
      label: { key: 'customers', args: ['nobody'] },
    });
    await until(() => textOf(card, '[part="message"]').includes('Nothing here is in the selection'));
    one(card, '[part="message"] .b.p')!.click();
    await drawn(card);
  });

  it('shows a load that fails with the way to mend it, and draws when it is mended', async () => {
    place.innerHTML = '<tp-dataset src="no-such-file.csv"><channel-card></channel-card></tp-dataset>';
    const dataset = place.querySelector('tp-dataset')!;
    const card = dataset.querySelector('channel-card')!;
    await until(() => textOf(card, '[part="message"] h3') === 'The data was not found');
    await expect(card).to.be.accessible();
    dataset.source = { kind: 'text', text: csv };
    await drawn(card);
  });

  it('waits quietly at first, then says how far it is, and can be stopped', async () => {
    place.innerHTML = '<tp-dataset><channel-card></channel-card></tp-dataset>';
    const dataset = place.querySelector('tp-dataset')!;
    let stopped = false;
    const never = (signal?: { addEventListener(type: 'abort', run: () => void): void }): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      });
    const engine = { seat: 'page', load: (_: unknown, o: { signal?: never }) => never(o.signal), close() {} };
    dataset.connect = () => Promise.resolve(engine as unknown as Engine);
    dataset.source = { kind: 'text', text: csv };
    const card = dataset.querySelector('channel-card')!;
    await until(() => one(card, '[role="progressbar"]'));
    await expect(card).to.be.accessible();
    one(card, '.pgl .a')!.click();
    await until(() => stopped);
  });

  it('keeps what is chosen in the address, and reads it from there', async () => {
    const dataset = show('url-key="view"');
    const [first] = cardsIn(dataset);
    (await drawn(first)).click();
    await until(() => new URLSearchParams(location.search).has('view'));
    const again = show('url-key="view"');
    const [, second] = cardsIn(again);
    await until(() => one(second, '[part="clause"]'));
    expect(again.selection.clauses[0]?.label.args).to.deep.equal(['channel', 'web']);
    again.selection.clear();
    await until(() => !new URLSearchParams(location.search).has('view'));
  });

  it('adds rows while it is shown', async () => {
    const dataset = show('', '<channel-card></channel-card>');
    const card = dataset.querySelector<ChannelCard>('channel-card')!;
    await drawn(card);
    const there = await dataset.appendRows([
      { actor: 'eve', time: '2026-01-10T00:00:00Z', event: 'visit', channel: 'email' },
    ]);
    expect(there).to.equal(true);
    await until(() => one(card, '[data-value="email"]'));
  });

  it('refuses what is no selection and no span, with an error that says what to write', async () => {
    const dataset = show();
    const errors: string[] = [];
    dataset.addEventListener('tperror', (event) => errors.push(event.detail.error.message));
    dataset.selection = { clauses: 'all' } as never;
    dataset.refresh = 'soon';
    await until(() => errors.length === 2);
    expect(errors[0]).to.include('selection cannot be used');
    expect(errors[1]).to.include('refresh="soon"');
  });

  it('reads its address again after each refresh', async () => {
    let served = 0;
    place.innerHTML = '<tp-dataset><channel-card></channel-card></tp-dataset>';
    const dataset = place.querySelector('tp-dataset')!;
    const url = URL.createObjectURL(new Blob([csv], { type: 'text/plain' }));
    dataset.addEventListener('tpready', (event) => {
      if (event.target === dataset) served++;
    });
    dataset.src = url;
    dataset.refresh = 1000;
    await until(() => served >= 2);
    dataset.refresh = null;
    URL.revokeObjectURL(url);
  });

  it('draws a sentence and a way to open it where there is no room', async () => {
    place.style.width = '200px';
    const card = show('', '<channel-card></channel-card>').querySelector('channel-card')!;
    await until(() => one(card, '.tiny .a'));
    await until(() => textOf(card, '.tiny').includes('3 channels'));
    one(card, '.tiny .a')!.click();
    await drawn(card);
    await expect(card).to.be.accessible();
  });
});
