import { expect, it } from 'vitest';
import { fileConnector } from '../../../connectors/file.js';
import { draftOf, keyColumns, profilesOf } from '../../../widgets/import/draft.js';
import { EngineCore } from '../../../worker/engine.js';
import type { Source } from '../../../worker/protocol/source.js';

const rows = `email,time,event
ann@x.ch,2026-01-05T09:00:00Z,visit
bob@x.ch,2026-01-06T09:00:00Z,visit
ann@x.ch,2026-01-07T09:00:00Z,buy
`;
const customers: Source = {
  kind: 'text',
  text: 'Email,Mobile,Owner,Region\nAnn@x.ch,+41 79 123 45 67,Grace,East\nBob@x.ch,+41 79 765 43 21,Tom,West\neve@x.ch,,Tom,West\n',
  name: 'contacts.csv',
};

it('a file of customers joins the rows by its surest identifier, as it was mapped', async () => {
  const core = new EngineCore({ connectors: [fileConnector] });
  await core.load({ kind: 'text', text: rows, name: 'events.csv' });
  const preview = await core.preview(customers);
  expect(preview.kind).toBe('profiles');
  const draft = draftOf(preview);
  expect(keyColumns(preview, draft)).toEqual([0, 1]);
  const options = profilesOf(preview, draft);
  expect(options.key).toEqual({ column: 'Email', field: 'email' });
  const account = await core.joinProfiles(customers, options);
  expect([account.profilesIn, account.matched, account.unmatched, account.rejected]).toEqual([3, 2, 1, 0]);
  expect(profilesOf(preview, { ...draft, key: 1 }).key).toEqual({ column: 'Mobile', field: 'phone' });
  // A key that is no identifier any more gives way to the surest one.
  expect(profilesOf(preview, { ...draft, key: 3 }).key.column).toBe('Email');
  const { actors } = await core.identities();
  expect(actors).toBe(2);
  expect((await core.explain('phone:+41791234567'))?.key).toBe('email:ann@x.ch');
});
