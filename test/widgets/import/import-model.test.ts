import { describe, expect, it } from 'vitest';
import { identities, reportOf, surePreview, unsurePreview } from '../../../stories/import-data.js';
import { enMore } from '../../../widgets/locales/en-more.js';
import { evidenceText } from '../../../widgets/import/evidence-text.js';
import { sizeText } from '../../../widgets/import/files-step.js';
import { mappingName, mergedReport, sameHeaders, stemOf } from '../../../widgets/import/import-model.js';
import { rejectedCsv } from '../../../widgets/import/rejected-csv.js';
import { stepWords } from '../../../widgets/import/step-words.js';
import { zhCn as zhSteps } from '../../../widgets/import/step-words.zh-cn.js';
import { importWords } from '../../../widgets/import/words.js';
import { zhCn } from '../../../widgets/import/words.zh-cn.js';
import type { Evidence } from '../../../worker/protocol/proposal.js';

const w = stepWords('en');

describe('the account of several files', () => {
  it('is their sum, and rows in = accepted + rejected still holds', () => {
    const reports = [
      { name: 'a.csv', kind: 'events' as const, report: reportOf('a.csv', 100, 10) },
      { name: 'b.csv', kind: 'events' as const, report: { ...reportOf('b.csv', 50, 0), complete: false } },
    ];
    const sum = mergedReport(reports);
    expect(sum).toMatchObject({ source: 'a.csv, b.csv', rowsIn: 150, accepted: 140, rejected: 10, complete: false });
    expect(Object.values(sum.rejectedByReason).reduce((all, n) => all + n, 0)).toBe(sum.rejected);
    expect(sum.rowsIn).toBe(sum.accepted + sum.rejected);
    expect(mergedReport(reports.slice(0, 1))).toBe(reports[0]!.report);
  });
});

describe('names', () => {
  it('name a mapping after its file', () => {
    expect(mappingName('events_oct.csv')).toBe('events_oct.mapping.json');
    expect(mappingName('logs/access.log.gz')).toBe('access.mapping.json');
    expect(stemOf('.csv')).toBe('.csv');
    expect(stemOf('投放')).toBe('投放');
  });

  it('know the same headers in another order, and count doubles', () => {
    expect(sameHeaders(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameHeaders(['a', 'a', 'b'], ['a', 'b', 'b'])).toBe(false);
    expect(sameHeaders(['a'], ['a', 'b'])).toBe(false);
  });

  it('write sizes in steps of a thousand', () => {
    const words = importWords('en');
    expect([0, 999, 1000, 48_210, 999_600, 1_500_000, 2e12].map((n) => sizeText(words, 'en', n))).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '48 kB',
      '1 MB',
      '1.5 MB',
      '2,000 GB',
    ]);
  });
});

describe('rejected rows as a file', () => {
  it('say file, place and reason, and run no formula', () => {
    const csv = rejectedCsv(
      [{ name: '=a.csv', kind: 'events', report: reportOf('a.csv', 100, 10) }],
      w.rejectedFile,
      enMore.reject,
    );
    const lines = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('file,row,line,reason,row as it stands in the file');
    expect(lines[1]).toBe(`'=a.csv,812,813,Time cannot be read,"13800138000,22/11/26 9h,访问,cpc"`);
    expect(lines[2]).toBe(`'=a.csv,1044,1045,No time,"'=HYPERLINK(""https://x.example""),,signup,<b>x</b>"`);
  });

  it('are as many as the report keeps', () => {
    const none = rejectedCsv(
      [{ name: 'a.csv', kind: 'events', report: reportOf('a.csv', 10, 0) }],
      w.rejectedFile,
      enMore.reject,
    );
    expect(none.trimEnd().split('\r\n')).toHaveLength(1);
  });
});

describe('evidence in words', () => {
  const text = (evidence: Evidence): string =>
    evidenceText(evidence, {
      locale: 'en',
      w,
      formats: importWords('en').formats,
      field: 'phone',
      preview: surePreview,
    });

  it('says what was found, as it was found', () => {
    expect(text({ kind: 'name', matched: '手机号', language: 'zh', whole: true })).toBe('Name: 手机号 = phone');
    expect(text({ kind: 'name', matched: 'phone', language: 'en', whole: false })).toBe('phone in the name = phone');
    expect(text({ kind: 'shape', shape: 'phone', share: 0.992 })).toBe('99.2% look like a phone number');
    expect(text({ kind: 'shape', shape: 'phone', share: 1 })).toBe('All look like a phone number');
    expect(text({ kind: 'other-shape', shape: 'text', share: 0.5 })).toBe('But 50.0% look like free text');
    expect(text({ kind: 'distinct', distinct: 1200, of: 1200 })).toBe('Another value in each of 1,200 rows');
    expect(text({ kind: 'distinct', distinct: 1, of: 1200 })).toBe('1 distinct value in 1,200 rows');
    expect(text({ kind: 'filled', filled: 10, of: 10 })).toBe('');
    expect(text({ kind: 'overlap', type: 'phone', known: 61, of: 100 })).toBe('61.0% are known already as phone');
    expect(text({ kind: 'country', country: 'CN', share: 1 })).toBe('100% complete as numbers of China');
    expect(text({ kind: 'rival', column: 1, same: 0 })).toBe('“mobile” would do as well');
    expect(text({ kind: 'format', format: 'access-log' })).toBe('Web server log says so');
    expect(text({ kind: 'time-format', format: 'D/M/YYYY H:mm', share: 1, other: 'M/D/YYYY H:mm', zoned: 0 })).toBe(
      'Written D/M/YYYY H:mm without a zone · M/D/YYYY H:mm would fit too',
    );
    const from = Date.UTC(2026, 7, 1);
    expect(text({ kind: 'time-range', from, to: from + 3_600_000 })).toBe('Within 1 Aug 2026');
  });

  it('words every kind of evidence in Chinese too', () => {
    const zh = (evidence: Evidence): string =>
      evidenceText(evidence, {
        locale: 'zh-CN',
        w: zhSteps,
        formats: zhCn.formats,
        field: 'phone',
        preview: unsurePreview,
      });
    expect(zh({ kind: 'shape', shape: 'phone', share: 0.992 })).toBe('99.2% 形似电话号码');
    expect(zh({ kind: 'same-as', column: 0, share: 1 })).toBe('与「手机号」重复');
    expect(zh({ kind: 'time-format', format: 'iso', share: 1, other: null, zoned: 1 })).toBe('ISO 日期时间，注明时区');
    expect(zh({ kind: 'country', country: 'CN', share: 0.9 })).toBe('90.0% 符合中国的号码');
  });
});

describe('Chinese words', () => {
  const shapeOf = (words: object): unknown =>
    Object.fromEntries(
      Object.entries(words)
        .map(([key, value]): [string, unknown] => [
          key,
          typeof value === 'object' && value !== null ? shapeOf(value as object) : typeof value,
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );

  it('are as many as the English ones, of the same form', () => {
    expect(shapeOf(zhCn)).toEqual(shapeOf(importWords('en')));
    expect(shapeOf(zhSteps)).toEqual(shapeOf(w));
  });

  it('say who shares what', () => {
    const [mailbox] = identities.guarded;
    expect(zhSteps.guarded.email(4, '4', 'C-2007')).toContain('公用邮箱');
    expect(w.guarded.email(4, '4', 'C-2007, C-2011')).toBe(
      'A shared mailbox: 4 customers have it, each with ids of their own: C-2007, C-2011.',
    );
    expect(mailbox!.id.startsWith('email:')).toBe(true);
  });
});
