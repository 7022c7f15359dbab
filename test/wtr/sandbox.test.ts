import { expect } from '@open-wc/testing';

// Some hosts sanitise what is written into templates: attributes that lit-html marks as bound are lost, and some
// elements. With lit-html's own hook every template of the kit must draw there what it draws on a plain page.

type Drawn = ReadonlyArray<readonly [tag: string, html: string]>;

const elements: ReadonlyArray<readonly [tag: string, attributes: Readonly<Record<string, string>>]> = [
  ['tp-funnel', { steps: 'visit, click, purchase', window: '14d' }],
  ['tp-journey', { actor: 'ann' }],
  ['tp-journey', {}],
  ['tp-heatmap', { rows: 'feature', columns: 'day' }],
  ['tp-heatmap', { page: '/a' }],
  ['tp-paths', { steps: '4' }],
  ['tp-metric', { metric: 'customers' }],
  ['tp-filter', {}],
  ['tp-import', {}],
  ['tp-quality', {}],
];

async function draw(how: string): Promise<Drawn> {
  const frame = document.createElement('iframe');
  frame.width = '1000';
  frame.src = `/test/wtr/pages/sandbox.html?${how}#${encodeURIComponent(JSON.stringify(elements))}`;
  const answer = new Promise<Drawn>((resolve) => {
    const hear = (event: MessageEvent): void => {
      const drawn = (event.data as { drawn?: Drawn } | null)?.drawn;
      if (event.source !== frame.contentWindow || !drawn) return;
      removeEventListener('message', hear);
      resolve(drawn);
    };
    addEventListener('message', hear);
  });
  document.body.append(frame);
  try {
    return await answer;
  } finally {
    frame.remove();
  }
}

describe('templates behind a sanitiser', () => {
  let plain: Drawn;
  let sandboxed: Drawn;
  let bare: Drawn;
  before(async function () {
    this.timeout(60_000);
    plain = await draw('plain');
    sandboxed = await draw('sandboxed');
    bare = await draw('bare');
  });

  for (const [i, [tag]] of elements.entries()) {
    it(`${tag} ${JSON.stringify(elements[i]![1])} draws what it draws on a plain page`, () => {
      expect(plain[i]?.[0]).to.equal(tag);
      expect(plain[i]![1].length).to.be.greaterThan(1000);
      expect(sandboxed[i]).to.deep.equal(plain[i]);
    });

    it(`${tag} ${JSON.stringify(elements[i]![1])} would not without the hook, so the imitation does sanitise`, () => {
      expect(bare[i]?.[1]).to.not.equal(plain[i]![1]);
    });
  }
});
