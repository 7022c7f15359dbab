import { namingEngine } from '../people';

const actor = (label) => ({ key: `actor:${label}`, label, rows: 1 });

async function listed(page) {
  const list = jest.fn(async () => page);
  const engine = { list };
  const kit = { createEngine: jest.fn(async () => engine) };
  const options = { seat: 'page' };
  const named = await namingEngine(kit)(options);
  const request = { limit: 5 };
  const call = { signal: null };
  const answer = await named.list(request, call);
  expect([kit.createEngine.mock.calls, list.mock.calls]).toEqual([[[options]], [[request, call]]]);
  return answer;
}

describe('customers in lists', () => {
  it('are called by their names; the keys stay', async () => {
    const page = {
      total: 9,
      offset: 0,
      actors: [actor('Ann Meier · 003000000000001AAA'), actor('00Q000000000002AAA')],
    };
    const { total, actors } = await listed(page);
    expect(total).toBe(9);
    expect(actors).toEqual([
      { key: 'actor:Ann Meier · 003000000000001AAA', label: 'Ann Meier', rows: 1 },
      actor('00Q000000000002AAA'),
    ]);
  });

  it('keep the end of their ids where two have one name', async () => {
    const rows = ['Li Na · 003000000000001AAA', 'Li Na · 003000000000002AAA', 'Li Na · 003000000000001AAA', 'A · B'];
    const answer = await listed({ total: 4, offset: 0, rows: rows.map(actor) });
    expect(answer.rows.map(({ label }) => label)).toEqual(['Li Na · 0001', 'Li Na · 0002', 'Li Na · 0001', 'A · B']);
  });
});
