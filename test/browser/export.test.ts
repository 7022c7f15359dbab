import { html, render, svg } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { printCard } from '../../widgets/internal/export-print.js';
import { pngOf } from '../../widgets/internal/export-png.js';
import { svgText } from '../../widgets/internal/export-svg.js';

/** A card in a shadow root with a drawing that has what drawings of the kit have. */
function cardWith(drawing: unknown, size = { width: 200, height: 60 }): SVGSVGElement {
  const host = document.createElement('div');
  host.id = 'card';
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .card { background: #ffffff; color: #101820; font: 12px sans-serif; --data: #2f6fb0; }
    .data { fill: var(--data); }
    .soft { fill: color-mix(in srgb, var(--data) 50%, #ffffff); }
    .hit { fill: transparent; }
    .gone { display: none; }
    .light { font-weight: 400; }
    text { fill: #101820; font-size: 12px; }
    .hp { stroke: #ff0000; stroke-width: 8; }
  `);
  root.adoptedStyleSheets = [sheet];
  render(
    html`<section class="card">
      <svg class="vh" width="0" height="0">
        <defs>
          <pattern id="stripes" width="4" height="4" patternUnits="userSpaceOnUse">
            <path class="hp" d="M0 0V4"></path>
          </pattern>
        </defs>
      </svg>
      <svg class="c" width=${size.width} height=${size.height}>${drawing}</svg>
    </section>`,
    root,
  );
  return root.querySelector<SVGSVGElement>('svg.c')!;
}

async function pixels(blob: Blob): Promise<(x: number, y: number) => number[]> {
  const image = await createImageBitmap(blob);
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const pen = canvas.getContext('2d')!;
  pen.drawImage(image, 0, 0);
  return (x, y) => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3);
}

afterEach(() => document.body.replaceChildren());

// Where the drawing begins in a picture: px of the page, then two for each.
const left = 16;
const top = 16 + 28;

describe('a drawing as a picture', () => {
  it('has its shapes in the colours of the page, at twice the size', async () => {
    const drawing = cardWith(svg`
      <g transform="translate(10 0)"><rect class="data" width="40" height="40"></rect></g>
      <path class="soft" d="M60 0H100V40H60Z"></path>
      <rect x="110" y="0" width="40" height="40" fill="url(#stripes)"></rect>
      <rect class="hit" x="0" y="0" width="200" height="60"></rect>
      <rect class="data gone" x="160" y="0" width="40" height="40"></rect>`);
    const blob = await pngOf(drawing, 'A title');
    expect(blob.type).toBe('image/png');
    const at = await pixels(blob);
    const px = (x: number, y: number): number[] => at((left + x) * 2, (top + y) * 2);
    expect(px(30, 20)).toEqual([47, 111, 176]);
    expect(px(5, 20)).toEqual([255, 255, 255]);
    expect(px(80, 20).map((part) => Math.round(part / 4))).toEqual([38, 46, 54]);
    expect(px(130, 20)[0]).toBeGreaterThan(200);
    expect(px(130, 20)[1]).toBeLessThan(120);
    expect(px(180, 20)).toEqual([255, 255, 255]);
  });

  it('draws text where the page puts it, with its anchor and offsets', async () => {
    const drawing = cardWith(svg`
      <text x="100" y="40" text-anchor="end">■■■</text>
      <text x="120" y="40"><tspan>■</tspan><tspan dx="30">■</tspan></text>`);
    const at = await pixels(await pngOf(drawing, 'Text'));
    const dark = (from: number, to: number): boolean => {
      for (let x = from; x < to; x++)
        for (let y = 30; y < 42; y++) if (at((left + x) * 2, (top + y) * 2)[0]! < 120) return true;
      return false;
    };
    expect([dark(75, 99), dark(102, 118), dark(121, 130), dark(134, 148), dark(150, 175)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('is made without fetching anything', async () => {
    const before = performance.getEntriesByType('resource').length;
    await pngOf(cardWith(svg`<rect class="data" width="10" height="10"></rect>`), 'x');
    expect(performance.getEntriesByType('resource').length).toBe(before);
  });
});

describe('a drawing as SVG', () => {
  it('stands by itself: colours written out, patterns taken along, nothing of the page', () => {
    const drawing = cardWith(svg`
      <g class="mk" role="button" tabindex="0" data-id="n1" aria-label="node" @click=${() => {}}>
        <rect class="soft" width="40" height="40"></rect>
        <rect class="hit" width="60" height="60"></rect>
      </g>
      <rect x="50" width="40" height="40" fill="url(#stripes)"></rect>
      <text x="80" y="50" font-weight="700"><tspan class="light">n</tspan></text>
      <text x="10" y="50">${'<script>alert(1)</script>\u0001'}</text>`);
    const text = svgText(drawing, 'Paths & "ways"');
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelectorAll('script, image, foreignObject, style')).toHaveLength(0);
    const names = [...parsed.querySelectorAll('*')].flatMap((each) => each.getAttributeNames());
    expect(names.filter((name) => /^(class|role|tabindex|style|data-|aria-|on|href)/.test(name))).toEqual([]);
    expect(text).not.toMatch(/var\(|color-mix|color\(srgb|https?:\/\/(?!www\.w3\.org)/);
    expect(parsed.querySelector('g rect')!.getAttribute('fill')).toMatch(/^rgb\(151, 183, 21[56]\)$/);
    expect(parsed.querySelector('pattern#stripes path')!.getAttribute('stroke')).toBe('rgb(255, 0, 0)');
    expect(parsed.querySelector('tspan')!.getAttribute('font-weight')).toBe('400');
    expect(parsed.querySelectorAll('rect')).toHaveLength(3);
    expect(parsed.querySelector('title')!.textContent).toBe('Paths & "ways"');
    expect([...parsed.querySelectorAll('text')].at(-1)!.textContent).toBe('<script>alert(1)</script>');
  });
});

describe('the words around a drawing', () => {
  /** A frame whose names stand beside the drawing, as text of the page. */
  function frame(): SVGSVGElement {
    const drawing = cardWith(svg`<rect class="data" width="40" height="20"></rect>`);
    const card = drawing.parentElement!;
    const around = document.createElement('div');
    around.className = 'fw';
    render(
      html`<p id="name">A name of a step</p>
        <p id="cut">A name that is much too long for its place</p>
        <p class="vh">for screen readers</p>
        <button class="b">a control</button>
        <p id="two">first second</p>`,
      around,
    );
    const style = (id: string, values: Partial<CSSStyleDeclaration>): void =>
      void Object.assign(around.querySelector<HTMLElement>(`#${id}`)!.style, { margin: '0', ...values });
    style('name', { color: 'rgb(10, 20, 30)', fontWeight: '600' });
    style('cut', { width: '80px', overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis' });
    style('two', { width: '40px' });
    around.append(drawing);
    card.append(around);
    return drawing;
  }

  it('are in the file where they stand, cut and wrapped as on the page, without controls', () => {
    const drawing = frame();
    const parsed = new DOMParser().parseFromString(svgText(drawing, 'T'), 'image/svg+xml');
    const texts = [...parsed.querySelectorAll('g > text')].map((each) => each.textContent!);
    expect(texts.map((text) => text.replace(/^A name .*…$/, 'cut…'))).toEqual([
      'A name of a step',
      'cut…',
      'first',
      'second',
    ]);
    const name = parsed.querySelector('g > text')!;
    expect([name.getAttribute('fill'), name.getAttribute('font-weight')]).toEqual(['rgb(10, 20, 30)', '600']);
    const box = drawing.closest('.fw')!.getBoundingClientRect();
    const at = drawing.getBoundingClientRect();
    const place = parsed.querySelector('rect[width="40"]')!.parentElement!.getAttribute('transform')!;
    const [x, y] = place.match(/[\d.]+/g)!.map(Number);
    expect(Math.abs(x! - (at.x - box.x))).toBeLessThan(0.01);
    expect(Math.abs(y! - (at.y - box.y))).toBeLessThan(0.01);
  });

  it('are in the picture', async () => {
    const drawing = frame();
    const box = drawing.closest('.fw')!.getBoundingClientRect();
    const name = drawing.closest('.fw')!.querySelector('#name')!.getBoundingClientRect();
    const at = await pixels(await pngOf(drawing, 'T'));
    let dark = 0;
    for (let x = 0; x < 80; x++) {
      for (let y = 0; y < name.height; y++) {
        if (at((left + name.x - box.x + x) * 2, (top + name.y - box.y + y) * 2)[0]! < 120) dark++;
      }
    }
    expect(dark).toBeGreaterThan(30);
  });
});

describe('printing a card', () => {
  it('marks the way to it, hides nothing on screen, and leaves the page as it was', () => {
    const outer = document.createElement('div');
    const root = outer.attachShadow({ mode: 'open' });
    const card = document.createElement('section');
    card.attachShadow({ mode: 'open' });
    const beside = document.createElement('p');
    root.append(beside, card);
    document.body.append(outer);
    const sheets = [document.adoptedStyleSheets.length, root.adoptedStyleSheets.length];
    let seen: unknown[] = [];
    printCard(card, () => {
      seen = [
        outer.hasAttribute('data-tp-print-way'),
        document.body.hasAttribute('data-tp-print-way'),
        card.hasAttribute('data-tp-print'),
        beside.hasAttribute('data-tp-print-way'),
        root.adoptedStyleSheets.length,
        card.shadowRoot!.adoptedStyleSheets.length,
        getComputedStyle(beside).display,
      ];
    });
    expect(seen).toEqual([true, true, true, false, 1, 1, 'block']);
    dispatchEvent(new Event('afterprint'));
    expect(outer.getAttributeNames()).toEqual([]);
    expect(document.body.hasAttribute('data-tp-print-way')).toBe(false);
    expect([document.adoptedStyleSheets.length, root.adoptedStyleSheets.length]).toEqual(sheets);
  });

  it('leaves the page as it was where printing is refused', () => {
    const card = document.createElement('section');
    document.body.append(card);
    const refuse = (): never => {
      throw new Error('sandboxed');
    };
    expect(() => printCard(card, refuse)).toThrow('sandboxed');
    expect(card.getAttributeNames()).toEqual([]);
  });
});
