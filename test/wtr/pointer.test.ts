import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';

import { startCapture } from '../../connectors/pointer/pointer.js';
import type { CaptureOptions, ClickRow, PointerRow } from '../../connectors/pointer/pointer.js';
import { clickPlace, screenSizes } from '../../connectors/pointer/screen.js';
import type { DeadClickResult, HeatmapGridResult, ScrollDepthResult } from '../../worker/protocol/heatmap.js';
import type { TpDataset } from '../../widgets/dataset/dataset.js';
import '../../widgets/dataset/dataset.js';

const observeMs = 120;

let rows: PointerRow[];
let stop: () => void;
let style: HTMLStyleElement;
let place: HTMLElement;
const address = location.href;

beforeEach(async () => {
  rows = [];
  stop = () => {};
  style = document.createElement('style');
  style.textContent = `
    body { margin: 0; }
    #place { position: relative; width: 1400px; height: 3000px; font: 16px monospace; }
    #place > * { position: absolute; box-sizing: border-box; margin: 0; }
  `;
  place = document.createElement('div');
  place.id = 'place';
  document.head.append(style);
  document.body.prepend(place);
  window.scrollTo(0, 0);
  await wait(50); // what the test before scrolled is told a frame later
});

afterEach(() => {
  stop();
  history.replaceState(null, '', address);
  document.documentElement.removeAttribute('dir');
  document.documentElement.removeAttribute('style');
  place.remove();
  style.remove();
  window.scrollTo(0, 0);
});

function start(options: Partial<CaptureOptions> = {}): void {
  stop = startCapture({
    actor: 'ann',
    into: (taken) => void rows.push(...taken),
    batchMs: 10,
    observeMs,
    heedPrivacySignals: false,
    ...options,
  });
}

/** An element at a place of the page. */
function put(markup: string, left: number, top: number, width = 100, height = 40): HTMLElement {
  const holder = document.createElement('template');
  holder.innerHTML = markup;
  const element = holder.content.firstElementChild as HTMLElement;
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  place.append(element);
  return element;
}

async function click(x: number, y: number): Promise<void> {
  await sendMouse({ type: 'click', position: [x, y] });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until so many clicks were handed over. */
async function clicks(count = 1): Promise<ClickRow[]> {
  for (let k = 0; k < 200; k++) {
    const found = rows.filter((row) => row.event === 'click');
    if (found.length >= count) {
      await wait(20);
      return rows.filter((row) => row.event === 'click');
    }
    await wait(10);
  }
  throw new Error(`Only ${rows.filter((row) => row.event === 'click').length} of ${count} clicks came.`);
}

describe('what a click tells', () => {
  it('its place on the page, the sizes of page and viewport, and the box of the named element', async () => {
    put('<button data-tp-name="buy">x</button>', 300, 1200, 101, 41);
    start();
    window.scrollTo(0, 1000);
    await wait(50);
    await click(310, 205);
    const [row] = await clicks();
    expect(row).to.include({
      event: 'click',
      actor: 'ann',
      element: 'buy',
      x: 310,
      y: 1205,
      elementLeft: 300,
      elementTop: 1200,
      elementWidth: 101,
      elementHeight: 41,
      docWidth: 1400,
      docHeight: document.scrollingElement!.scrollHeight,
      viewportWidth: document.documentElement.clientWidth,
      viewportHeight: document.documentElement.clientHeight,
      scrollX: 0,
      scrollY: 1000,
      fixed: false,
    });
    expect(row!.docHeight).to.be.at.least(3000);
    expect(Math.abs(row!.time - Date.now())).to.be.below(20_000);
  });

  it('the page without query and fragment, with ids replaced', async () => {
    put('<button>x</button>', 0, 0);
    history.replaceState(null, '', '/shop/12345/ann%40example.org/?token=secret#part');
    start({ session: 's1' });
    await click(10, 10);
    const [row] = await clicks();
    expect(row).to.include({ page: '/shop/:id/:id', session: 's1' });
    expect(JSON.stringify(rows)).not.to.match(/secret|12345|example|part/);
  });

  it('a page that the host calls null is not captured', async () => {
    put('<button>x</button>', 0, 0);
    start({ page: () => null });
    await click(10, 10);
    await wait(observeMs * 2);
    expect(rows).to.deep.equal([]);
  });

  it('names the closest element that may be named', async () => {
    put('<div data-tp-name="outer"><div data-tp-name="Ann Example"><b>x</b></div></div>', 0, 0);
    start({ names: ['outer', 'nav-*'] });
    await click(5, 10);
    const [row] = await clicks();
    expect(row!.element).to.equal('outer');
    expect(JSON.stringify(rows)).not.to.contain('Example');
  });

  it('takes all names that begin as the list says', async () => {
    put('<div data-tp-name="nav-home"><b>x</b></div>', 0, 0);
    start({ names: ['nav-*'] });
    await click(5, 10);
    expect((await clicks())[0]!.element).to.equal('nav-home');
  });

  it('looks into open shadow trees for the name and the box', async () => {
    const host = put('<div data-tp-name="card"></div>', 100, 100, 200, 100);
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<button data-tp-name="card-save" style="margin:20px;width:80px;height:30px">x</button>';
    start();
    await click(130, 130);
    await click(290, 190);
    const [inner, outer] = await clicks(2);
    expect(inner).to.include({ element: 'card-save', elementLeft: 120, elementTop: 120, elementWidth: 80 });
    expect(outer).to.include({ element: 'card', elementLeft: 100, elementTop: 100, elementWidth: 200 });
  });

  it('an element that stays in the viewport', async () => {
    put('<button id="bar" data-tp-name="bar">x</button>', 0, 0);
    document.getElementById('bar')!.style.position = 'fixed';
    const moved = put(
      '<div><button data-tp-name="inside" style="position:fixed;left:0;top:0">x</button></div>',
      200,
      1500,
    );
    moved.style.transform = 'translateX(0)';
    start();
    window.scrollTo(0, 1450);
    await wait(50);
    await click(10, 10);
    await click(205, 60);
    const [bar, inside] = await clicks(2);
    expect(bar).to.include({ element: 'bar', fixed: true, x: 10, y: 1460, elementTop: 1450 });
    expect(inside).to.include({ element: 'inside', fixed: false, y: 1510 });
  });

  it('keeps places and sizes in one measure while the page is zoomed', async () => {
    put('<button data-tp-name="zoomed">x</button>', 200, 200, 100, 40);
    start();
    document.documentElement.style.zoom = '1.5';
    await wait(50);
    // On the screen: engines do not agree in which measure they tell boxes of a zoomed page.
    await click(250 * 1.5, 220 * 1.5);
    const [row] = await clicks();
    expect(row!.element).to.equal('zoomed');
    expect((row!.x! - row!.elementLeft!) / row!.elementWidth!).to.be.closeTo(0.5, 0.03);
    expect((row!.y! - row!.elementTop!) / row!.elementHeight!).to.be.closeTo(0.5, 0.06);
    // Left edge at 200 of 1400: zoom does not move that share.
    expect(row!.elementLeft! / row!.docWidth).to.be.closeTo(200 / 1400, 0.005);
    expect(row!.x).to.be.within(0, row!.docWidth);
    expect(row!.y).to.be.within(0, row!.docHeight);
  });

  it('counts from the left edge of a page that runs from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const button = put('<button data-tp-name="left">x</button>', 0, 0);
    button.style.right = 'auto';
    const told = (clientX: number): Array<number | undefined> => {
      const sizes = screenSizes(document);
      const event = new MouseEvent('click', { clientX, clientY: 10, detail: 1 });
      const { x, elementLeft } = clickPlace(event, [button], sizes, () => true);
      return [x, elementLeft, x! - sizes.scrollX, sizes.docWidth];
    };
    const { left } = button.getBoundingClientRect();
    expect(left).to.be.below(0);
    expect(told(left + 10)).to.deep.equal([10, 0, left + 10, 1400]);
    window.scrollTo(-1400, 0);
    expect(button.getBoundingClientRect().left).to.equal(0);
    expect(told(10)).to.deep.equal([10, 0, 10, 1400]);
  });

  it('a click with a key has no place', async () => {
    put('<button data-tp-name="keyed">x</button>', 0, 0).focus();
    start();
    await sendKeys({ press: 'Enter' });
    const [row] = await clicks();
    expect(row!.element).to.equal('keyed');
    expect(row).not.to.have.any.keys('x', 'y');
  });

  it('a click on a label is one click', async () => {
    put(
      '<label data-tp-name="terms"><i style="display:inline-block;width:60px">x</i><input type="checkbox"></label>',
      0,
      0,
    );
    start();
    await click(10, 10);
    await wait(observeMs);
    const found = await clicks();
    expect(found.map((row) => row.element)).to.deep.equal(['terms']);
    expect(document.querySelector<HTMLInputElement>('#place input')!.checked).to.equal(true);
  });

  it('nothing of clicks that a script makes', async () => {
    const button = put('<button>x</button>', 0, 0);
    start();
    button.click();
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }));
    await wait(observeMs * 2);
    expect(rows.filter((row) => row.event === 'click')).to.deep.equal([]);
  });
});

describe('what a click keeps to itself', () => {
  const types = ['text', 'search', 'tel', 'url', 'email', 'number', 'date', 'time', 'month', 'week', 'datetime-local'];
  const others = ['range', 'color', 'checkbox', 'radio', 'file', 'button', 'submit', 'reset', 'hidden', 'password'];
  const fits: Record<string, (n: number) => string> = {
    number: String,
    range: String,
    date: (n) => `20${String(n % 90).padStart(2, '0')}-01-02`,
    time: (n) => `0${n % 10}:${10 + (n % 50)}`,
    month: (n) => `20${String(n % 90).padStart(2, '0')}-03`,
    week: (n) => `20${String(n % 90).padStart(2, '0')}-W07`,
    'datetime-local': (n) => `20${String(n % 90).padStart(2, '0')}-01-02T03:04`,
    color: (n) => `#${(n * 7919).toString(16).padStart(6, '0').slice(0, 6)}`,
  };

  it('texts, values and attributes of random forms', async () => {
    const seed = Date.now() % 1_000_000;
    let state = seed + 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647);
    for (let round = 0; round < 3; round++) {
      rows = [];
      place.replaceChildren();
      const marker = (): string => `Zqmark${random().toString(36)}`;
      const centres: Array<[number, number]> = [];
      const controls = [...types, ...others, 'select', 'textarea', 'editable', 'text-only'];
      for (const [k, type] of controls.entries()) {
        const [left, top] = [20 + 190 * (k % 4), 20 + 60 * Math.floor(k / 4)];
        const value = fits[type]?.(random() % 10_000) ?? marker();
        const noise = `id="${marker()}" name="${marker()}" class="${marker()}" title="${marker()}" aria-label="${marker()}" data-x="${marker()}"`;
        const inner = ['file', 'hidden'].includes(type) ? '' : `value="${value}" placeholder="${marker()}"`;
        const markup: Record<string, string> = {
          select: `<select ${noise}><option value="${marker()}">${marker()}</option></select>`,
          textarea: `<textarea ${noise}>${marker()}</textarea>`,
          editable: `<div contenteditable ${noise}>${marker()}</div>`,
          'text-only': `<p ${noise}>${marker()} <a href="#${marker()}">${marker()}</a></p>`,
        };
        put(markup[type] ?? `<input type="${type}" ${noise} ${inner}>`, left, top, 160, 40);
        // Native pickers would cover what comes after.
        const opens = ['file', 'color', 'select', 'date', 'time', 'month', 'week', 'datetime-local'].includes(type);
        if (type !== 'hidden' && !opens) centres.push([left + 5 + (random() % 150), top + 5 + (random() % 30)]);
      }
      start();
      for (const [x, y] of centres) await click(x, y);
      await sendKeys({ type: 'Zqmarktyped' });
      await clicks(centres.length - 1); // all but the password field
      stop();
      const told = JSON.stringify(rows);
      expect(told, `seed ${seed}`).not.to.match(/zqmark/i); // longer than what random ids spell
      for (const row of rows) {
        for (const [key, value] of Object.entries(row)) {
          if (typeof value === 'number' || typeof value === 'boolean') continue;
          expect(key, `seed ${seed}`).to.be.oneOf(['id', 'actor', 'event', 'page', 'view', 'element']);
        }
      }
    }
  });

  it('where in a control it was: every place of a slider is its middle', async () => {
    put('<input type="range" min="0" max="100" data-tp-name="volume">', 100, 100, 200, 30);
    start();
    for (const x of [105, 160, 290]) {
      await click(x, 115);
      await wait(20);
    }
    expect((await clicks(3)).map((row) => [row.x, row.y])).to.deep.equal([
      [200, 115],
      [200, 115],
      [200, 115],
    ]);
  });

  it('password fields and parts that are left out, altogether', async () => {
    put('<input type="password" data-tp-name="secret">', 0, 0);
    put('<div data-tp-ignore><button data-tp-name="digit-7">7</button></div>', 0, 100);
    put('<button data-tp-name="ok">ok</button>', 0, 200);
    start();
    await click(10, 10);
    await click(10, 110);
    await click(10, 210);
    expect((await clicks()).map((row) => row.element)).to.deep.equal(['ok']);
  });

  it('visitors whose browser says no', async () => {
    for (const [signal, value] of [
      ['globalPrivacyControl', true],
      ['doNotTrack', '1'],
    ] as const) {
      Object.defineProperty(navigator, signal, { value, configurable: true });
      put('<button>x</button>', 0, 0);
      start({ heedPrivacySignals: true });
      await click(10, 10);
      await wait(observeMs * 2);
      stop();
      delete (navigator as unknown as Record<string, unknown>)[signal];
      expect(rows, signal).to.deep.equal([]);
    }
  });

  it('who it is: nothing is stored unless asked, and a visitor without a name is not captured', async () => {
    put('<button>x</button>', 0, 0);
    const before = [document.cookie, localStorage.length, sessionStorage.length];
    start({ actor: () => null });
    await click(10, 10);
    await wait(observeMs * 2);
    expect(rows).to.deep.equal([]);
    expect([document.cookie, localStorage.length, sessionStorage.length]).to.deep.equal(before);
  });

  it('with `remember` a random id stands for the visitor, the same after a reload', async () => {
    put('<button>x</button>', 0, 0);
    let name: string | null = null;
    const once = async (): Promise<ClickRow> => {
      rows = [];
      start({ actor: () => name, remember: 'tab' });
      await click(10, 10);
      const [row] = await clicks();
      stop();
      return row!;
    };
    try {
      const first = await once();
      name = 'ann';
      const second = await once();
      expect(first).not.to.have.property('actor');
      expect(first.deviceId).to.match(/^[a-z\d]{12,}$/);
      expect(second).to.include({ actor: 'ann', deviceId: first.deviceId! });
      expect(localStorage.getItem('touchpoint-kit.visitor')).to.equal(null);
    } finally {
      sessionStorage.removeItem('touchpoint-kit.visitor');
    }
  });
});

describe('what the page answered', () => {
  /** Clicks a button that does something, and gives what was seen. */
  async function answer(act: () => void, markup = '<button>x</button>'): Promise<ClickRow> {
    const button = put(markup, 0, 0);
    button.addEventListener('click', act);
    start({ requests: true });
    await wait(30);
    await click(10, 10);
    const [row] = await clicks();
    return row!;
  }
  const signs = ['mutationMs', 'navigationMs', 'requestMs', 'scrollMs', 'selectionMs'];
  const seen = (row: ClickRow): string[] => signs.filter((sign) => sign in row);

  it('nothing: it was looked for that long', async () => {
    const row = await answer(() => {});
    expect(seen(row)).to.deep.equal([]);
    expect(row.observedMs).to.equal(observeMs);
  });

  it('a change of the page, and how long it took', async () => {
    const row = await answer(() => setTimeout(() => place.append('new'), 60));
    expect(seen(row)).to.deep.equal(['mutationMs']);
    expect(row.mutationMs).to.be.within(40, observeMs);
    expect(row.observedMs).to.equal(row.mutationMs);
  });

  it('a change inside a shadow tree elsewhere', async () => {
    const root = put('<div></div>', 400, 400).attachShadow({ mode: 'open' });
    const inner = root.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    expect(seen(await answer(() => inner.append('new')))).to.deep.equal(['mutationMs']);
  });

  it('on the press already', async () => {
    const button = put('<button>x</button>', 0, 0);
    button.addEventListener('pointerdown', () => place.append('menu'));
    start();
    await click(10, 10);
    const [row] = await clicks();
    expect(row).to.include({ mutationMs: 0, observedMs: 0 });
  });

  it('a new address that a script set, which is a new page view', async () => {
    const row = await answer(() => {
      history.pushState(null, '', '/next/page?with=query');
      place.append('new');
    });
    expect(seen(row)).to.deep.equal(['navigationMs']);
    stop();
    const views = rows.filter((one) => one.event === 'view');
    expect(views.map(({ page }) => page)).to.deep.equal([row.page, '/next/page']);
    expect(new Set(views.map(({ view }) => view)).size).to.equal(2);
    expect(row.view).to.equal(views[0]!.view);
  });

  it('scrolling', async () => {
    expect(seen(await answer(() => window.scrollTo(0, 500)))).to.deep.equal(['scrollMs']);
  });

  it('a ticked box', async () => {
    expect(seen(await answer(() => {}, '<input type="checkbox">'))).to.deep.equal(['selectionMs']);
  });

  it('a field that can be typed in', async () => {
    expect(seen(await answer(() => {}, '<input type="text">'))).to.deep.equal(['selectionMs']);
  });

  it('a request, from when it began', async () => {
    const row = await answer(() => void fetch(`/package.json?${Math.random()}`));
    expect(seen(row)).to.deep.equal(['requestMs']);
  });

  it('not: a press on plain text, which moves only a caret', async () => {
    await wait(800); // or it would be the second press of a double click, which chooses a word
    const row = await answer(() => {}, '<p>plain text, no link</p>');
    expect(seen(row)).to.deep.equal([]);
  });

  it('not: changes in a part that is left out', async () => {
    const clock = put('<div data-tp-ignore><b>0</b></div>', 400, 400);
    const ticking = setInterval(() => (clock.firstElementChild!.textContent += '.'), 10);
    try {
      expect(seen(await answer(() => {}))).to.deep.equal([]);
    } finally {
      clearInterval(ticking);
    }
  });

  it('one answer answers all clicks that wait for it', async () => {
    const button = put('<button>x</button>', 0, 0);
    let count = 0;
    button.addEventListener('click', () => void (++count === 3 && place.append('at last')));
    start({ observeMs: 2000 });
    for (let k = 0; k < 3; k++) await click(10, 10);
    const found = await clicks(3);
    expect(found.map((row) => seen(row))).to.deep.equal([['mutationMs'], ['mutationMs'], ['mutationMs']]);
    const delays = found.map((row) => row.mutationMs!);
    expect(delays.toSorted((a, b) => b - a)).to.deep.equal(delays);
  });

  it('nothing yet when the page was left: cut short, handed over at once', async () => {
    put('<button>x</button>', 0, 0);
    start({ observeMs: 5000, batchMs: 5000 });
    await click(10, 10);
    await wait(30);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    const [row] = rows.filter((one) => one.event === 'click');
    expect(seen(row as ClickRow)).to.deep.equal([]);
    expect((row as ClickRow).observedMs).to.be.within(20, 4000);
    expect(rows.map(({ event }) => event).toSorted()).to.deep.equal(['click', 'view']);
  });
});

describe('scrolling and page views', () => {
  it('a view tells the sizes once the page stands', async () => {
    start();
    place.style.height = '5000px';
    await wait(400);
    const [view] = rows;
    expect(view).to.include({ event: 'view', scrollY: 0, viewportHeight: document.documentElement.clientHeight });
    expect(view!.docHeight).to.be.at.least(5000);
  });

  it('a stretch of scrolling tells the deepest place', async () => {
    start();
    for (const top of [300, 900, 1500, 700]) {
      window.scrollTo(0, top);
      await wait(40);
    }
    await wait(300);
    const scrolls = rows.filter(({ event }) => event === 'scroll');
    expect(scrolls.map(({ scrollY }) => scrollY)).to.deep.equal([1500]);
    expect(scrolls[0]!.view).to.equal(rows.find(({ event }) => event === 'view')!.view);
  });

  it('scrolling inside an element is not of the page', async () => {
    const box = put('<div style="overflow:auto"><p style="height:500px">x</p></div>', 0, 0);
    start();
    box.scrollTop = 100;
    await wait(300);
    expect(rows.filter(({ event }) => event === 'scroll')).to.deep.equal([]);
  });
});

describe('handing over', () => {
  it('samples by actor: one is always in or always out, and in again with a greater share', () => {
    const inside = (sample: number): Set<string> => {
      const actors = new Set<string>();
      for (let k = 0; k < 400; k++) {
        rows = [];
        start({ actor: `visitor-${k}`, sample });
        stop();
        for (const row of rows) actors.add(row.actor!);
      }
      return actors;
    };
    const [some, most, all] = [inside(0.25), inside(0.75), inside(1)];
    expect(all.size).to.equal(400);
    expect(some.size).to.be.within(60, 140);
    expect(most.size).to.be.within(260, 340);
    expect([...some].filter((actor) => !most.has(actor))).to.deep.equal([]);
    expect(inside(0).size).to.equal(0);
  });

  it('gives rows that were not taken again, with the same ids', async () => {
    put('<button>x</button>', 0, 0);
    const tries: string[][] = [];
    const answers: Array<() => unknown> = [
      () => false,
      () => {
        throw new Error('not now');
      },
      () => Promise.reject(new Error('not now')),
    ];
    start({
      into: (taken) => {
        tries.push(taken.map(({ id }) => id));
        const refuse = answers.shift();
        return refuse ? refuse() : void rows.push(...taken);
      },
    });
    await click(10, 10);
    await clicks();
    expect(tries.length).to.be.at.least(4);
    for (const ids of tries.slice(1, 4)) expect(ids.slice(0, tries[0]!.length)).to.deep.equal(tries[0]);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
  });

  it('keeps 1000 rows at most and tells how many were lost', async () => {
    let lost = 0;
    start({ into: () => false, onLost: (count) => (lost += count) });
    for (let k = 0; k < 1003; k++) dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await wait(20);
    stop();
    await wait(0);
    expect(lost).to.equal(4); // the first page view, and 1003 more
  });

  it('listens passively, and takes everything away at the end', async () => {
    put('<button>x</button>', 0, 0);
    const { addEventListener } = EventTarget.prototype;
    const { observe, disconnect } = MutationObserver.prototype;
    const listeners: AddEventListenerOptions[] = [];
    const observing = new Set<MutationObserver>();
    EventTarget.prototype.addEventListener = function (type, listener, options): void {
      if (typeof options === 'object') listeners.push(options);
      addEventListener.call(this, type, listener, options);
    };
    MutationObserver.prototype.observe = function (target, options): void {
      observing.add(this);
      observe.call(this, target, options);
    };
    MutationObserver.prototype.disconnect = function (): void {
      observing.delete(this);
      disconnect.call(this);
    };
    try {
      start({ observeMs: 5000 });
      await click(10, 10);
      const own = listeners.filter(({ signal, capture }) => signal && capture);
      expect(own.length).to.be.at.least(15);
      expect(own.filter(({ passive }) => passive !== true)).to.deep.equal([]);
      expect(own.filter(({ signal }) => !signal!.aborted).length).to.be.at.least(15);
      expect(observing.size).to.equal(1);
      stop();
      expect(own.filter(({ signal }) => !signal!.aborted)).to.deep.equal([]);
      expect(observing.size).to.equal(0);
    } finally {
      EventTarget.prototype.addEventListener = addEventListener;
      MutationObserver.prototype.observe = observe;
      MutationObserver.prototype.disconnect = disconnect;
    }
    const told = rows.length;
    expect(told).to.equal(2);
    await click(10, 10);
    window.scrollTo(0, 400);
    await wait(300);
    expect(rows.length).to.equal(told);
  });

  it('feeds a dataset, whose analyses count what was clicked', async () => {
    const dataset = document.createElement('tp-dataset') as TpDataset;
    dataset.seat = 'page';
    dataset.data = [{ actor: 'bob', time: Date.now() - 1000, event: 'signup' }];
    place.append(dataset);
    await new Promise((resolve, reject) => {
      dataset.addEventListener('tpready', resolve, { once: true });
      dataset.addEventListener('tperror', ({ detail }) => reject(new Error(detail.error.message)), { once: true });
    });
    put('<button data-tp-name="dead">x</button>', 150, 0);
    put('<button data-tp-name="live">x</button>', 450, 0).addEventListener('click', () => place.append('!'));
    start({ into: dataset, observeMs: 2500, batchMs: 30 });
    await click(160, 10);
    await wait(2600);
    await click(460, 10);
    stop();
    for (let k = 0; k < 100 && (dataset.facts.info?.rows ?? 0) < 4; k++) await wait(30);
    expect(dataset.facts.info!.events.map(({ name, rows: count }) => [name, count])).to.deep.equal([
      ['click', 2],
      ['signup', 1],
      ['view', 1],
    ]);
    const outcomes = await dataset.engine!.run([
      { id: 'grid', spec: { kind: 'heatmapGrid', cols: 10, rows: 10, where: [{ event: 'click' }] } },
      { id: 'dead', spec: { kind: 'deadClick' } },
      { id: 'depth', spec: { kind: 'scrollDepth' } },
    ]);
    const [grid, dead, depth] = outcomes.map((outcome) => (outcome.ok ? outcome.result : outcome.error));
    expect((grid as HeatmapGridResult).cells.cols).to.deep.equal([1, 3]);
    expect((grid as HeatmapGridResult).points).to.equal(2);
    expect((dead as DeadClickResult).targets.map((target) => [target.element, target.dead, target.live])).to.deep.equal(
      [
        ['dead', 1, 0],
        ['live', 0, 1],
      ],
    );
    expect((depth as ScrollDepthResult).views).to.equal(1);
  });
});
