import { describe, expect, it } from 'vitest';
import { joinedEnds, type End } from '../../plugins/salesforce/kit/page-seat.js';

/** What arrives at an end until `count` messages are there. */
function heard(end: End, count: number): Promise<unknown[]> {
  return new Promise((resolve) => {
    const all: unknown[] = [];
    end.addEventListener('message', ((event: MessageEvent) => {
      all.push(event.data);
      if (all.length === count) resolve(all);
    }) as EventListener);
  });
}

describe('the channel of the Salesforce build', () => {
  it('delivers in order, never within the call that posts', async () => {
    const [near, far] = joinedEnds();
    const arriving = heard(far, 3);
    let posted = false;
    far.addEventListener('message', () => expect(posted).toBe(true));
    for (const message of [1, 2, 3]) near.postMessage(message);
    posted = true;
    expect(await arriving).toEqual([1, 2, 3]);
  });

  it('hands over what a structured clone would, and nothing of what was posted', async () => {
    const [near, far] = joinedEnds();
    const message = {
      list: [1, 'a', null, undefined, { deep: [true] }],
      numbers: Float64Array.of(1, NaN, -0),
      named: JSON.parse('{"__proto__":"a column","constructor":1}') as unknown,
    };
    const arriving = heard(far, 1);
    near.postMessage(message);
    const [copy] = (await arriving) as [typeof message];
    expect(copy).toEqual(structuredClone(message));
    expect(Object.keys(copy.named as object)).toEqual(['__proto__', 'constructor']);
    expect(copy.list).not.toBe(message.list);
    expect(copy.list[4]).not.toBe(message.list[4]);
    expect(copy.numbers).not.toBe(message.numbers);
  });

  it('hands a port over as it is', async () => {
    const [near, far] = joinedEnds();
    const { port1, port2 } = new MessageChannel();
    const arriving = heard(far, 1);
    near.postMessage({ port: port1 });
    expect(await arriving).toEqual([{ port: port1 }]);
    port1.close();
    port2.close();
  });

  it('delivers nothing after it was closed', async () => {
    const [near, far] = joinedEnds();
    const other = joinedEnds();
    const all: unknown[] = [];
    far.addEventListener('message', ((event: MessageEvent) => void all.push(event.data)) as EventListener);
    near.postMessage('posted before');
    far.close();
    near.postMessage('posted after');
    const later = heard(other[1], 1);
    other[0].postMessage('of another channel');
    await later;
    expect(all).toEqual([]);
  });
});
