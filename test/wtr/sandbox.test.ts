import { expect } from '@open-wc/testing';

// Salesforce's sandbox sanitises what is written into templates: attributes that lit-html marks as bound are lost, and
// some elements. With the hook of the Salesforce build every template must draw there what it draws on a plain page. The
// same against the sandbox that Salesforce publishes: `npm run test:sandbox`.

type Drawn = ReadonlyArray<readonly [tag: string, html: string]>;

interface Scene {
  readonly drawn: Drawn;
  readonly seat?: string;
  readonly attempts?: readonly string[];
  readonly tried: { readonly workers: number; readonly requests: number; readonly files: readonly string[] };
}

const elements: ReadonlyArray<readonly [tag: string, attributes: Readonly<Record<string, string>>]> = [
  ['tp-funnel', { steps: 'visit, click, purchase', window: '14d' }],
  ['tp-journey', { actor: 'ann' }],
  ['tp-journey', {}],
  ['tp-heatmap', { rows: 'feature', columns: 'day' }],
  ['tp-heatmap', { page: '/a' }],
  ['tp-paths', { steps: '4' }],
  ['tp-metric', { metric: 'customers' }],
  ['tp-filter', {}],
  ['tp-quality', {}],
];

async function draw(how: string): Promise<Scene> {
  const frame = document.createElement('iframe');
  frame.width = '1000';
  frame.src = `/test/wtr/pages/sandbox.html?${how}#${encodeURIComponent(JSON.stringify(elements))}`;
  const answer = new Promise<Scene>((resolve) => {
    const hear = (event: MessageEvent): void => {
      const scene = (event.data as { scene?: Scene } | null)?.scene;
      if (event.source !== frame.contentWindow || !scene) return;
      removeEventListener('message', hear);
      resolve(scene);
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

describe('the Salesforce build behind a sanitiser', () => {
  let plain: Scene;
  let sandboxed: Scene;
  let bare: Scene;
  before(async function () {
    this.timeout(150_000);
    plain = await draw('plain');
    sandboxed = await draw('sandboxed');
    bare = await draw('bare');
  });

  for (const [i, [tag, attributes]] of elements.entries()) {
    it(`${tag} ${JSON.stringify(attributes)} draws what it draws on a plain page`, () => {
      expect(plain.drawn[i]?.[0]).to.equal(tag);
      expect(plain.drawn[i]![1].length).to.be.greaterThan(1000);
      expect(sandboxed.drawn[i]).to.deep.equal(plain.drawn[i]);
    });

    it(`${tag} ${JSON.stringify(attributes)} would not without the hook, so the imitation does sanitise`, () => {
      expect(bare.drawn[i]?.[1]).to.not.equal(plain.drawn[i]![1]);
    });
  }

  it('counts on the page itself, and tries nothing else', () => {
    for (const scene of [plain, sandboxed, bare]) {
      expect([scene.seat, scene.attempts]).to.deep.equal(['page', ['port']]);
      expect([scene.tried.workers, scene.tried.requests]).to.deep.equal([0, 0]);
    }
  });

  it('hands a table over as plain text where its own type is refused', () => {
    expect(sandboxed.tried.files).to.deep.equal(['text/plain']);
  });
});
