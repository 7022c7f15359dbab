import { expect } from '@open-wc/testing';
import type { SeatAttempt } from '../../worker/protocol/engine.js';
import type { JobOutcome } from '../../worker/protocol/result.js';

interface Probe {
  readonly seat: string;
  readonly transport: string;
  readonly attempts: readonly SeatAttempt[];
  readonly outcome: JobOutcome;
  readonly error?: string;
}

/** Loads the built single file in a frame under one policy and waits for what it found. */
async function probe(policy: string, sandbox?: string): Promise<Probe> {
  const frame = document.createElement('iframe');
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
  frame.src = `/test/wtr/pages/probe.html?policy=${policy}`;
  const answer = new Promise<Probe>((resolve) => {
    const hear = (event: MessageEvent): void => {
      const found = (event.data as { probe?: Probe } | null)?.probe;
      if (event.source !== frame.contentWindow || !found) return;
      removeEventListener('message', hear);
      resolve(found);
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

const engineName = /Firefox/.test(navigator.userAgent)
  ? 'firefox'
  : /Chrome/.test(navigator.userAgent)
    ? 'chromium'
    : 'webkit';

/** Seat and transport that answer under each policy; the same in all three engines. */
const expectations: ReadonlyArray<readonly [policy: string, answers: string, sandbox?: string]> = [
  ['none', 'worker blob'],
  ['self', 'worker url'],
  ['script-blob', 'worker blob'],
  ['worker-self-blob', 'worker blob'],
  ['worker-none', 'page port'],
  ['child-blob', 'worker blob'],
  ['trusted-types', 'worker blob'],
  ['trusted-types-refused', 'page port'],
  ['strict', 'worker url'],
  ['sandboxed', 'worker blob'],
  ['none', 'worker blob', 'allow-scripts'],
];

describe(`seats under page policies (${engineName})`, () => {
  let plain: Probe;
  before(async () => {
    plain = await probe('none');
  });

  for (const [policy, answers, sandbox] of expectations) {
    it(`${policy}${sandbox ? ` in a frame with sandbox="${sandbox}"` : ''}: ${answers}, with equal results`, async () => {
      const found = await probe(policy, sandbox);
      expect(found.error).to.equal(undefined);
      expect(`${found.seat} ${found.transport}`, JSON.stringify(found.attempts)).to.equal(answers);
      expect(found.attempts.at(-1)).to.include({ transport: found.transport, outcome: 'answered' });
      for (const attempt of found.attempts.slice(0, -1)) expect(attempt.reason).to.not.equal('');
      expect(found.outcome).to.deep.equal(plain.outcome);
      expect((found.outcome as unknown as { result: { stepCounts: number[] } }).result.stepCounts).to.deep.equal([
        2, 1,
      ]);
    });
  }
});
