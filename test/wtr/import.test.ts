import { expect } from '@open-wc/testing';

import { importEngine, reportOf, surePreview } from '../../stories/import-data.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import type { TpImportDetail } from '../../widgets/import/import-event.js';
import type { TpImport } from '../../widgets/import/import.js';
import type { Engine } from '../../worker/protocol/engine.js';
import '../../widgets/dataset/dataset.js';
import '../../widgets/import/import.js';

const web = `email,time,event,channel
ann@x.ch,2026-01-05T09:00:00Z,visit,web
bob@x.ch,2026-01-06T09:00:00Z,visit,ads
ann@x.ch,2026-01-07T09:00:00Z,signup,web
ann@x.ch,not a time,signup,web
`;
const crm = `userId,email,phone,time,event
u1,ann@x.ch,+41791234567,2026-01-08T09:00:00Z,call
u2,info@firm.ch,+41797654321,2026-01-09T09:00:00Z,call
u3,info@firm.ch,,2026-01-10T09:00:00Z,call
`;

let place: HTMLElement;
let dataset: TpDataset;
let element: TpImport;
const errors: string[] = [];

beforeEach(() => {
  place = document.createElement('main');
  document.body.append(place);
  errors.length = 0;
  place.addEventListener('tperror', (event) => errors.push(event.detail.error.code));
});
afterEach(() => place.remove());

async function show(attributes = '', engine: Engine | null = null): Promise<void> {
  place.innerHTML = `<tp-dataset id="data" seat="page"></tp-dataset><tp-import for="data" ${attributes}></tp-import>`;
  dataset = place.querySelector('tp-dataset')!;
  element = place.querySelector('tp-import')!;
  if (engine) dataset.connect = () => Promise.resolve(engine);
  await element.updateComplete;
}

const file = (name: string, text: string): File => new File([text], name);
const all = (selector: string): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const find = (selector: string): HTMLElement | null => all(selector)[0] ?? null;
const words = (selector: string): string => (find(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();

async function until(what: () => unknown): Promise<void> {
  for (let i = 0; i < 1500; i++) {
    if (what()) {
      await element.updateComplete;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for ${String(what)}`);
}

async function press(selector: string): Promise<void> {
  await until(() => find(selector));
  find(selector)!.click();
  await element.updateComplete;
}

async function choose(selector: string, value: string): Promise<void> {
  const select = find(selector) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await element.updateComplete;
}

async function looked(count: number): Promise<void> {
  await until(() => all('[part="file"]').length === count && all('[aria-busy="true"]').length === 0);
}

async function readAll(...files: readonly File[]): Promise<void> {
  element.addFiles(files);
  await looked(files.length);
  await press('[data-does="fields"]');
  await press('[data-does="read"]');
  await until(() => find('[part="summary"]') ?? find('.msg'));
}

async function importAll(...files: readonly File[]): Promise<void> {
  await readAll(...files);
  await press('[data-does="import"]');
  await until(() => find('[part="report"]'));
}

describe('<tp-import>', () => {
  it('is accessible, and says what it takes', async () => {
    await show();
    expect(words('h2')).to.equal('Import data');
    expect(find('[aria-current="step"]')!.textContent).to.contain('Files');
    await expect(element).to.be.accessible();
  });

  it('says so where there is no dataset', async () => {
    place.innerHTML = '<tp-import for="nobody"></tp-import>';
    element = place.querySelector('tp-import')!;
    await element.updateComplete;
    expect(find('[part="message"]')).to.not.equal(null);
    await expect(element).to.be.accessible();
  });

  it('imports what it was given: rows in = accepted + rejected, and the dataset has them', async () => {
    await show();
    await readAll(file('web.csv', web), file('crm.csv', crm));
    expect(words('[part="summary"] .m')).to.equal('4 customers in 2 files');
    expect(words('.rbig')).to.equal('6 accepted of 7');
    expect(words('[data-reason="time-unreadable"]')).to.contain('ann@x.ch,not a time,signup,web');
    expect(dataset.facts.info).to.equal(null);
    await press('[data-does="import"]');
    await until(() => find('[part="report"]'));
    expect(all('[part="report"] tr.s td').map((cell) => cell.textContent)).to.deep.equal(['7', '6', '1']);
    expect(dataset.facts.info?.rows).to.equal(6);
    expect(dataset.facts.report).to.include({ rowsIn: 7, accepted: 6, rejected: 1 });
    expect(dataset.coordinator.phase.status).to.equal('ready');
    await expect(element).to.be.accessible();
    expect(errors).to.deep.equal([]);
  });

  it('adds to what the dataset has, and the dataset reads it all again when it must', async () => {
    await show();
    await importAll(file('web.csv', web));
    await press('[data-does="restart"]');
    await importAll(file('crm.csv', crm));
    expect(dataset.facts.info?.rows).to.equal(6);
    const before = dataset.facts.loadedAt!;
    await new Promise((resolve) => setTimeout(resolve, 5));
    dataset.identity = { defaultCountry: 'CH' };
    await until(() => dataset.facts.loadedAt !== before && dataset.coordinator.phase.status === 'ready');
    expect(dataset.facts.info?.rows).to.equal(6);
    expect(dataset.facts.info?.actors).to.equal(4);
  });

  it('keeps the dataset’s now', async () => {
    await show();
    dataset.asOf = Date.UTC(2026, 1, 1);
    await importAll(file('web.csv', web));
    expect(dataset.facts.info?.dataEnd).to.equal(Date.UTC(2026, 1, 1));
  });

  it('adds to a source of the page’s own', async () => {
    await show();
    dataset.source = { kind: 'text', text: web, name: 'own.csv' };
    await until(() => dataset.facts.info?.rows === 3);
    await readAll(file('crm.csv', crm));
    expect(words('[part="summary"]')).to.contain('with 1 file added').and.contain('2 are new.');
    // What is told is what is shown.
    await until(() => words('[role="status"]') === words('[part="summary"]'));
    await press('[data-does="import"]');
    await until(() => dataset.facts.info?.rows === 6);
  });

  it('fires tpimport before it takes anything; a page that prevents it keeps its data', async () => {
    await show();
    const details: TpImportDetail[] = [];
    place.addEventListener('tpimport', (event) => {
      details.push(event.detail);
      if (details.length === 1) event.preventDefault();
    });
    await readAll(file('web.csv', web));
    await press('[data-does="import"]');
    await until(() => words('[part="note"]').includes('as it was'));
    expect(dataset.facts.info).to.equal(null);
    await press('[data-does="import"]');
    await until(() => find('[part="report"]'));
    const [detail] = details;
    expect(details.length).to.equal(2);
    expect(detail!.files.map(({ name }) => name)).to.deep.equal(['web.csv']);
    expect(detail!.files[0]!.mapping.fields.event).to.deep.equal({ column: 'event' });
    expect(detail!.report.rowsIn).to.equal(4);
    expect(detail!.mappings.map(({ name, headers }) => [name, headers])).to.deep.equal([
      ['web.mapping.json', ['email', 'time', 'event', 'channel']],
    ]);
  });

  it('keeps apart what customers share; a person joins them, blocks, and takes both back', async () => {
    await show();
    await readAll(file('web.csv', web), file('crm.csv', crm));
    expect(all('[part="shared"]').map(({ dataset: data }) => data['shared'])).to.deep.equal(['email:info@firm.ch']);
    expect(words('[part="shared"] p')).to.equal(
      'A shared mailbox: 2 customers have it, each with ids of their own: u2, u3. 2 rows',
    );
    await press('[data-allow="email:info@firm.ch"]');
    await until(() => find('[data-take-back="email:info@firm.ch"]'));
    expect(words('[part="summary"] .m')).to.equal('3 customers in 2 files');
    await press('[data-why="email:ann@x.ch"]');
    await press('[data-block="email:ann@x.ch"]');
    await until(() => find('[data-take-back="email:ann@x.ch"]'));
    expect(words('[part="summary"]')).to.contain('2 rows name nobody');
    await press('[data-take-back="email:info@firm.ch"]');
    await until(() => !find('[data-take-back="email:info@firm.ch"]'));
    expect(words('[part="summary"] .m')).to.equal('4 customers in 2 files');

    await press('[data-does="import"]');
    await until(() => find('[part="report"]'));
    const report = await dataset.engine!.identities();
    expect(report.blocked).to.deep.equal([{ id: 'email:ann@x.ch' }]);
    expect(report.alias).to.deep.equal([]);
    // A dataset that reads again keeps what was decided.
    const before = dataset.facts.loadedAt!;
    await new Promise((resolve) => setTimeout(resolve, 5));
    dataset.identity = { placeholders: ['nobody'] };
    await until(() => dataset.facts.loadedAt !== before && dataset.coordinator.phase.status === 'ready');
    expect((await dataset.engine!.identities()).blocked).to.deep.equal([{ id: 'email:ann@x.ch' }]);
  });

  it('holds to decisions when the fields are changed and all is read again', async () => {
    await show();
    await readAll(file('crm.csv', crm));
    await press('[data-allow="email:info@firm.ch"]');
    await until(() => words('[part="summary"] .m') === '2 customers in 1 file');
    await press('[data-does="back"]');
    await until(() => find('[data-column="phone"]'));
    await choose('[data-column="phone"]', 'out');
    await press('[data-does="read"]');
    await until(() => find('[part="summary"]'));
    await until(() => words('[part="summary"] .m') === '2 customers in 1 file');
    expect(all('[data-take-back]').length).to.equal(1);
  });

  it('asks for what a file does not say, and reads nothing before it is said', async () => {
    await show();
    element.addFiles([file('odd.csv', 'a,b\nx,1\ny,2\n')]);
    await looked(1);
    await press('[data-does="fields"]');
    await press('[data-does="read"]');
    await until(() => element.shadowRoot!.activeElement?.id === 'q-actor');
    expect(all('[aria-invalid="true"]').map(({ id }) => id)).to.deep.equal(['q-actor', 'q-time', 'q-event']);
    expect(find('#q-actor')!.getAttribute('aria-describedby')).to.contain('q-actor-fault');
    expect(words('#q-actor-fault')).to.equal('Choose the column that says who.');
    expect(dataset.engine).to.not.equal(null);
    expect(find('[part="reading"]')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('can be stopped: the dataset stays as it was, and it can go on', async () => {
    let hang = true;
    const engine = importEngine({
      read: (source, { signal, onProgress }) => {
        onProgress?.({ phase: 'reading', done: 1, total: 2, rows: 10 });
        if (!hang) return Promise.resolve(reportOf(source.name ?? ''));
        return new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        });
      },
    });
    await show('', engine);
    const progress: number[] = [];
    place.addEventListener('tpprogress', ({ detail }) => progress.push(detail.progress.rows));
    element.addFiles([file('a.csv', 'x')]);
    await looked(1);
    await press('[data-does="fields"]');
    await press('[data-does="read"]');
    await until(() => find('[role="progressbar"]')?.getAttribute('aria-valuenow') === '50');
    await until(() => progress.length === 1);
    await press('[data-does="stop"]');
    await until(() => words('.msg h3') === 'Reading was stopped.');
    expect(words('.msg p')).to.equal('The data set is as it was.');
    expect(dataset.facts.info).to.equal(null);
    hang = false;
    await press('[data-does="again"]');
    await until(() => find('[part="summary"]'));
    expect(errors).to.deep.equal([]);
  });

  it('says which file cannot be read, and fires tperror', async () => {
    await show('', importEngine({ read: () => Promise.reject(new Error('boom')) }));
    await readAll(file('bad.csv', 'x'));
    expect(words('.msg h3')).to.equal('bad.csv cannot be read');
    expect(errors).to.deep.equal(['internal']);
    await expect(element).to.be.accessible();
  });

  it('looks again at a file that could not be looked at', async () => {
    let fails = true;
    await show(
      '',
      importEngine({ preview: () => (fails ? Promise.reject(new Error('no')) : Promise.resolve(surePreview)) }),
    );
    element.addFiles([file('a.csv', 'x')]);
    await until(() => find('[data-again="a.csv"]'));
    expect(find('[data-does="fields"]')!.getAttribute('aria-disabled')).to.equal('true');
    await press('[data-does="fields"]');
    expect(words('#next-fault')).to.equal('Add at least one file that can be read.');
    fails = false;
    await press('[data-again="a.csv"]');
    await until(() => words('[data-file="a.csv"] .tag') === 'clear');
  });

  it('reads everything again when the dataset has changed meanwhile', async () => {
    await show();
    await readAll(file('crm.csv', crm));
    dataset.source = { kind: 'text', text: web, name: 'own.csv' };
    await until(() => dataset.facts.info?.rows === 3);
    await press('[data-does="import"]');
    await until(() => words('[part="note"]').includes('has changed meanwhile'));
    expect(words('[part="summary"]')).to.contain('with 1 file added');
    await press('[data-does="import"]');
    await until(() => dataset.facts.info?.rows === 6);
  });
});

describe('what comes in', () => {
  it('is dropped; a drag shows where', async () => {
    await show();
    const transfer = new DataTransfer();
    transfer.items.add(file('web.csv', web));
    const over = new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true });
    element.dispatchEvent(over);
    await element.updateComplete;
    expect(over.defaultPrevented).to.equal(true);
    expect(find('.drop.over')).to.not.equal(null);
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    await looked(1);
    expect(find('.drop.over')).to.equal(null);
  });

  it('is pasted from a spreadsheet; a line into the address field is left alone', async () => {
    await show();
    const paste = (text: string): Event => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      // Firefox gives events of its own making no clipboard.
      const event = Object.defineProperty(new Event('paste', { bubbles: true, cancelable: true }), 'clipboardData', {
        value: clipboardData,
      });
      element.dispatchEvent(event);
      return event;
    };
    expect(paste('https://x.example/events.csv').defaultPrevented).to.equal(false);
    expect(paste('email\ttime\tevent\nann@x.ch\t2026-01-05 09:00\tvisit\n').defaultPrevented).to.equal(true);
    await looked(1);
    expect(words('[part="file"] .m')).to.equal('pasted rows 1');
  });

  it('has an address; what is none, or runs something, is refused in words', async () => {
    await show();
    const field = find('#url') as HTMLInputElement;
    for (const wrong of ['', 'javascript:alert(1)', 'file:///etc/passwd', 'http://']) {
      field.value = wrong;
      await press('[data-does="add-url"]');
      expect(field.getAttribute('aria-invalid'), wrong).to.equal('true');
      expect(all('[part="file"]').length, wrong).to.equal(0);
    }
    expect(field.getAttribute('aria-describedby')).to.equal('url-fault');
    field.value = '/no-such-file.csv';
    await press('[data-does="add-url"]');
    await until(() => find('[data-again="no-such-file.csv"]'));
    expect(errors).to.deep.equal(['source-missing']);
  });

  it('keeps two files of one name apart', async () => {
    await show();
    element.addFiles([file('a.csv', web), file('a.csv', crm)]);
    await looked(2);
    expect(all('[part="file"]').map(({ dataset: data }) => data['file'])).to.deep.equal(['a.csv', 'a.csv (2)']);
    await press('[data-remove="a.csv"]');
    await looked(1);
    expect(element.shadowRoot!.activeElement).to.equal(find('[data-remove="a.csv (2)"]'));
  });

  it('is text, whatever it holds', async () => {
    await show();
    const evil = '<img src=x onerror="globalThis.hit=1">';
    element.addFiles([
      file(`${evil}.csv`, `email,time,event,"${evil.replaceAll('"', '""')}"\na@x.ch,2026-01-01,go,${evil}\n`),
    ]);
    await looked(1);
    await press('[data-does="fields"]');
    await press('[data-does="rows"]');
    await press('[data-does="read"]');
    await until(() => find('[part="summary"]'));
    expect(all('img').length).to.equal(0);
    expect('hit' in globalThis).to.equal(false);
  });
});

describe('how a file is written', () => {
  it('can be said: a first line that is a row, another encoding; the file is looked at anew', async () => {
    await show();
    element.addFiles([file('headless.csv', web.slice(web.indexOf('\n') + 1))]);
    await looked(1);
    await press('[data-does="fields"]');
    await press('[data-does="headless"]');
    await until(() => find('[data-column="column 1"]'));
    await choose('[data-column="column 1"]', 'email');
    await choose('[data-column="column 2"]', 'time');
    await choose('[data-column="column 3"]', 'event');
    await press('[data-does="read"]');
    await until(() => find('[part="summary"]'));
    expect(words('.rbig')).to.equal('3 accepted of 4');
    await press('[data-does="back"]');
    await until(() => find('#encoding'));
    await choose('#encoding', 'utf-16le');
    await until(() => !find('[data-column="column 3"]'));
    await choose('#encoding', 'utf-8');
    await until(() => find('[data-column="column 3"]'));
    expect((find('[data-does="headless"]') as HTMLInputElement).checked).to.equal(true);
    await expect(element).to.be.accessible();
  });
});

describe('mappings', () => {
  const mapping = JSON.stringify({
    version: 1,
    fields: { email: { column: 'email' }, time: { column: 'time' }, event: { constant: 'contact' } },
  });

  it('dropped beside a file are used for it, by name or by columns', async () => {
    await show();
    element.addFiles([file('crm.csv', crm), file('web.csv', web), file('web.mapping.json', mapping)]);
    await looked(2);
    await press('[data-does="fields"]');
    await press('[data-file="web.csv"]');
    expect(words('[part="from"]')).to.contain('web.mapping.json');
    expect((find('[data-made="event"]') as HTMLInputElement).value).to.equal('contact');
    await press('[data-does="start-over"]');
    expect(find('[part="from"]')).to.equal(null);
    element.reset();
    element.addFiles([file('any.json', mapping), file('crm.csv', crm)]);
    await looked(1);
    await press('[data-does="fields"]');
    expect(words('[part="from"]')).to.contain('any.json');
  });

  it('that fit no file are said to', async () => {
    await show();
    element.addFiles([
      file('web.csv', web),
      file('x.json', mapping.replace('"email":{"column":"email"}', '"actor":{"column":"who"}')),
    ]);
    await looked(1);
    await until(() => words('#next-fault').includes('x.json fits none of the files'));
  });

  it('named after a file whose columns they do not know leave its fields as they are', async () => {
    await show();
    element.addFiles([
      file('web.csv', web),
      file('web.mapping.json', mapping.replace('"email":{"column":"email"}', '"actor":{"column":"who"}')),
    ]);
    await looked(1);
    await until(() => words('#next-fault').includes('web.mapping.json fits none of the files'));
    await press('[data-does="fields"]');
    expect(find('[part="from"]')).to.equal(null);
  });

  it('that cannot be read are no data', async () => {
    await show();
    element.addFiles([file('web.csv', web), file('web.mapping.json', '{oops')]);
    await looked(1);
    await until(() => words('#next-fault').includes('web.mapping.json holds no mapping'));
    expect(element.renderRoot.querySelectorAll('[part="file"]').length).to.equal(1);
  });

  it('and a file with nothing in it asks nothing', async () => {
    await show();
    element.addFiles([file('none.csv', '')]);
    await until(() => words('[part="file"]').includes('none.csv') && find('[part="file"][aria-busy="false"]') !== null);
    expect((find('[part="file"] input') as HTMLInputElement).disabled).to.equal(true);
    expect((find('[part="file"] input') as HTMLInputElement).checked).to.equal(false);
  });

  it('that are no mappings are data', async () => {
    await show();
    element.addFiles([file('rows.json', JSON.stringify([{ email: 'a@x.ch', time: '2026-01-01', event: 'go' }]))]);
    await looked(1);
    expect(words('[part="file"] .smp')).to.contain('JSON');
  });

  it('are offered to the same columns again, by the host or by the browser’s storage where it is asked for', async () => {
    localStorage.removeItem('tp-test');
    await show('remember="tp-test"');
    await importAll(file('web.csv', web));
    expect(JSON.parse(localStorage.getItem('tp-test')!)).to.have.length(1);
    await show('remember="tp-test"');
    element.addFiles([file('february.csv', web)]);
    await looked(1);
    await press('[data-does="fields"]');
    await press('[data-does="use-offered"]');
    expect(words('[part="from"]')).to.contain('web.mapping.json');
    localStorage.removeItem('tp-test');

    await show();
    element.mappings = [
      { name: 'kept.mapping.json', headers: ['event', 'time', 'email', 'channel'], mapping: JSON.parse(mapping) },
    ];
    element.addFiles([file('march.csv', web)]);
    await looked(1);
    await press('[data-does="fields"]');
    expect(words('[part="offered"]')).to.contain('kept.mapping.json');
    expect(localStorage.getItem('tp-test')).to.equal(null);
  });
});

describe('words', () => {
  it('are Chinese where the page is', async () => {
    place.lang = 'zh-CN';
    await show();
    element.addFiles([file('web.csv', web)]);
    await looked(1);
    await press('[data-does="fields"]');
    await until(() => words('#step-title') === '每一列是什么');
    expect(words('footer')).to.contain('所有字段都已明确');
    await press('[data-does="read"]');
    await until(() => words('[part="summary"] .m') === '1 个文件中共 2 位客户');
    await expect(element).to.be.accessible();
  });
});
