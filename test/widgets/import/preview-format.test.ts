import { expect, it } from 'vitest';
import { fileConnector } from '../../../connectors/file.js';
import { draftOf, mappingOf, withRole } from '../../../widgets/import/draft.js';
import { EngineCore, unhurried } from '../../../worker/engine.js';
import type { Mapping } from '../../../worker/protocol/mapping.js';
import type { Source } from '../../../worker/protocol/source.js';
import { workbook } from '../../fixtures/workbook.js';

const core = new EngineCore({ connectors: [fileConnector] });
const looked = (source: Source, format: NonNullable<Mapping['format']>) => core.preview(source, unhurried, { format });

it('a file without a line of names is mapped by places, and all its lines are rows', async () => {
  const source: Source = {
    kind: 'text',
    text: 'ann@x.ch,2026-01-05T09:00:00Z,visit\nbob@x.ch,2026-01-06T09:00:00Z,buy\n',
  };
  const format = { header: false };
  const preview = await looked(source, format);
  expect(preview.columns.map(({ header }) => header)).toEqual(['column 1', 'column 2', 'column 3']);
  const draft = [0, 1, 2].reduce(
    (now, index) => withRole(now, index, (['email', 'time', 'event'] as const)[index]!),
    draftOf(preview, format),
  );
  const mapping = mappingOf(preview, draft);
  expect(mapping).toMatchObject({ format, fields: { email: { index: 0 }, time: { index: 1 }, event: { index: 2 } } });
  expect(await core.load(source, { mapping })).toMatchObject({ rowsIn: 2, accepted: 2 });
});

it('another sheet of a workbook is looked at, and its mapping reads that sheet', async () => {
  const bytes = workbook([
    {
      name: 'notes',
      rows: [
        ['what', 'who'],
        ['nothing', 'here'],
        ['nor', 'here'],
      ],
    },
    {
      name: 'touches',
      rows: [
        ['手机号', '时间', '事件'],
        ['+86 138 0013 8000', '2026-01-05 09:00', '访问'],
        ['+86 138 0013 8001', '2026-01-06 09:00', '购买'],
      ],
    },
  ]);
  const source: Source = { kind: 'bytes', bytes, name: 'book.xlsx' };
  const first = await core.preview(source);
  expect([first.facts.sheet, first.facts.sheets]).toEqual(['notes', ['notes', 'touches']]);
  const format = { sheet: 'touches' };
  const preview = await looked(source, format);
  expect(preview.facts.sheet).toBe('touches');
  const mapping = mappingOf(preview, draftOf(preview, format));
  expect(mapping.format).toEqual(format);
  expect(await core.load(source, { mapping })).toMatchObject({ rowsIn: 2, accepted: 2 });
});

it('another encoding is taken at its word', async () => {
  const bytes = Uint8Array.of(0xca, 0xc2, 0xbc, 0xfe, 0x0a, 0xb7, 0xc3, 0xce, 0xca, 0x0a);
  const source: Source = { kind: 'bytes', bytes, name: 'x.csv' };
  expect(
    (await looked(source, { encoding: 'gb18030' })).columns.map(({ header, samples }) => [header, ...samples]),
  ).toEqual([['事件', '访问']]);
});

it('what is no way to write a file is refused', async () => {
  const source: Source = { kind: 'text', text: 'a,b\n1,2\n' };
  await expect(looked(source, { encoding: 'latin-9' as 'utf-8' })).rejects.toMatchObject({ code: 'mapping-invalid' });
});
