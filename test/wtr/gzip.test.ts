import { expect } from '@open-wc/testing';
import { inflate } from '../../connectors/gzip.js';

// The platform's stream inflates one member; Node's takes several by itself, so this is tested in browsers.

async function member(text: string): Promise<Uint8Array> {
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function inflated(bytes: Uint8Array, size: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of inflate(cut(bytes, size))) parts.push(part);
  return new TextDecoder().decode(joined(parts));
}

/** Text that does not pack to nothing. */
function noise(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }
  return text;
}

describe('gzip of several members', () => {
  const texts = ['a,b\n1,2\n', noise(50_000), '', `${noise(20_000)}\n`, 'end\n'];

  it('gives them all, wherever the bytes are cut', async () => {
    const bytes = joined(await Promise.all(texts.map(member)));
    for (const size of [1 << 20, 16 * 1024, 5000, 997]) expect(await inflated(bytes, size)).to.equal(texts.join(''));
  });

  it('passes over zeros after the last', async () => {
    const bytes = joined([...(await Promise.all(texts.map(member))), new Uint8Array(40_000)]);
    expect(await inflated(bytes, 4096)).to.equal(texts.join(''));
  });

  it('says that a damaged second member is damaged, and gives the first', async () => {
    const bytes = joined([await member('first\n'), (await member(noise(50_000))).slice(0, 9000)]);
    const parts: Uint8Array[] = [];
    let fault = '';
    try {
      for await (const part of inflate(cut(bytes, 4096))) parts.push(part);
    } catch (thrown) {
      fault = (thrown as Error).message;
    }
    expect(fault).to.contain('cut or damaged');
    expect(new TextDecoder().decode(joined(parts)).startsWith('first\n')).to.equal(true);
  });

  it('does not take other bytes after the end for padding', async () => {
    const bytes = joined([await member('first\n'), new TextEncoder().encode('<html>moved</html>')]);
    let fault = '';
    try {
      await inflated(bytes, 4096);
    } catch (thrown) {
      fault = (thrown as Error).message;
    }
    expect(fault).to.contain('cut or damaged');
  });
});
