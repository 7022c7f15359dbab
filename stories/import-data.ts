import type { IdentifierType } from '../worker/protocol/batch.js';
import type { CallOptions, Engine } from '../worker/protocol/engine.js';
import { AnalyticsError } from '../worker/protocol/error.js';
import type { IdentityExplanation, IdentityReport } from '../worker/protocol/identity.js';
import type { ColumnRef, SourcePreview } from '../worker/protocol/mapping.js';
import type {
  ColumnFacts,
  Evidence,
  FieldProposal,
  FieldQuestion,
  MappedField,
  ValueShape,
} from '../worker/protocol/proposal.js';
import type { ImportReport } from '../worker/protocol/report.js';
import type { DatasetInfo } from '../worker/protocol/result.js';
import type { LoadOptions, Source } from '../worker/protocol/source.js';
import { infoOf, campaign, report as otherReport } from './fake-handle.js';

interface Column {
  readonly header: string;
  readonly samples: readonly string[];
  readonly shape: ValueShape;
  readonly field?: MappedField;
  readonly confidence?: number;
  readonly evidence?: readonly Evidence[];
  readonly also?: readonly MappedField[];
}

const rowsSeen = 1000;

/** A preview of columns, as the assistant gives it. */
export function previewOf(
  columns: readonly Column[],
  more: {
    readonly facts?: Partial<SourcePreview['facts']>;
    readonly kind?: SourcePreview['kind'];
    readonly questions?: readonly FieldQuestion[];
  } = {},
): SourcePreview {
  const refs = columns.map(({ header }): ColumnRef => ({ column: header }));
  const fields = columns.flatMap(({ field, confidence = 0.95, evidence = [], also = [] }, i): FieldProposal[] =>
    field
      ? [
          {
            field,
            from: refs[i]!,
            confidence,
            evidence,
            alternatives: also.map((as) => ({ from: refs[i]!, confidence: 0.5, evidence: [], as })),
          },
        ]
      : [],
  );
  return {
    columns: columns.map(({ header, samples, shape }, index) => ({
      header,
      index,
      samples,
      facts: {
        rows: rowsSeen,
        filled: rowsSeen,
        distinct: samples.length,
        shape,
        share: 1,
        type: 'text',
      } satisfies ColumnFacts,
    })),
    rows: [0, 1, 2].map((k) => columns.map(({ samples }) => samples[k % samples.length] ?? '')),
    proposal: { candidates: { actor: [], time: [], event: [] } },
    mapping: null,
    kind: more.kind ?? 'events',
    fields,
    questions: more.questions ?? [],
    unmapped: columns.flatMap(({ field }, i) => (field ? [] : [i])),
    facts: { format: 'csv', encoding: 'gb18030', gzip: false, delimiter: ',', ...more.facts },
  };
}

const named = (matched: string, language: 'en' | 'zh' = 'en'): Evidence => ({
  kind: 'name',
  matched,
  language,
  whole: true,
});
const shaped = (shape: ValueShape, share: number): Evidence => ({ kind: 'shape', shape, share });
const known = (type: IdentifierType, share: number): Evidence => ({ kind: 'overlap', type, known: share, of: 100 });
const distinct = (n: number): Evidence => ({ kind: 'distinct', distinct: n, of: rowsSeen });

const sureColumns: readonly Column[] = [
  {
    header: '手机号',
    samples: ['138 0013 8000', '+86 139 1003 2277', '0086 137 6612 0051'],
    shape: 'phone',
    field: 'phone',
    evidence: [named('手机号', 'zh'), shaped('phone', 0.992), known('phone', 61)],
  },
  {
    header: 'mobile',
    samples: ['13800138000', '008613910032277'],
    shape: 'phone',
    field: 'phone',
    evidence: [named('mobile'), shaped('phone', 0.978), { kind: 'same-as', column: 0, share: 0.94 }],
  },
  {
    header: 'created_at',
    samples: ['2026-10-03T09:12:44+08:00'],
    shape: 'time',
    field: 'time',
    evidence: [
      { kind: 'time-format', format: 'iso', share: 1, other: null, zoned: 1 },
      { kind: 'time-range', from: Date.UTC(2026, 7, 1), to: Date.UTC(2026, 10, 22) },
    ],
  },
  {
    header: 'utm_medium',
    samples: ['cpc', 'email', 'social'],
    shape: 'word',
    field: 'channel',
    evidence: [named('utm_medium'), distinct(6)],
  },
  {
    header: '事件',
    samples: ['点击', '访问', '注册'],
    shape: 'word',
    field: 'event',
    evidence: [named('事件', 'zh'), distinct(14)],
  },
];

const unsureColumns: readonly Column[] = [
  {
    header: 'uid',
    samples: ['u_83f2a', 'u_19c0d'],
    shape: 'code',
    field: 'actor',
    confidence: 0.6,
    evidence: [distinct(912)],
    also: ['account'],
  },
  {
    header: 'amt',
    samples: ['128.00', '388.00'],
    shape: 'money',
    field: 'value',
    confidence: 0.7,
    evidence: [shaped('money', 1)],
  },
  { header: 'remark', samples: ['已联系', 'call back Mon'], shape: 'text' },
];

/** A file whose every field is clear. */
export const surePreview: SourcePreview = previewOf([
  ...sureColumns,
  { header: 'remark', samples: ['已联系', 'call back Mon'], shape: 'text' },
]);

/** A file with two guesses, dates that could be either way round, and numbers without a country. */
export const unsurePreview: SourcePreview = previewOf([...sureColumns, ...unsureColumns], {
  questions: [
    {
      field: 'timeFormat',
      needed: false,
      candidates: [
        { from: { constant: 'D/M/YYYY H:mm' }, confidence: 0.5, evidence: [] },
        { from: { constant: 'M/D/YYYY H:mm' }, confidence: 0.5, evidence: [] },
      ],
    },
    {
      field: 'defaultCountry',
      needed: false,
      candidates: [{ from: { constant: 'CN' }, confidence: 0.7, evidence: [] }],
    },
  ],
});

/** A file that does not say what happened. */
export const eventlessPreview: SourcePreview = previewOf(
  [
    sureColumns[0]!,
    sureColumns[2]!,
    { header: '活动', samples: ['春季新品直播', '老客回馈日'], shape: 'word' },
    sureColumns[3]!,
  ],
  {
    facts: { format: 'xlsx', encoding: '', sheets: ['投放', '说明'], sheet: '投放' },
    questions: [
      {
        field: 'event',
        needed: true,
        candidates: [{ from: { column: '活动' }, confidence: 0.4, evidence: [distinct(4)] }],
      },
    ],
  },
);

/** One row a customer. */
export const customersPreview: SourcePreview = previewOf(
  [
    {
      header: 'Email',
      samples: ['na.li@lantern.cn', 'wei@northgate.example'],
      shape: 'email',
      field: 'email',
      evidence: [named('email'), shaped('email', 1)],
    },
    { ...sureColumns[1]!, header: 'Mobile', evidence: [named('mobile'), shaped('phone', 0.97)] },
    {
      header: 'Owner',
      samples: ['Grace Lin', 'Tom Becker'],
      shape: 'word',
      field: 'owner',
      evidence: [named('owner')],
    },
  ],
  { kind: 'profiles', facts: { encoding: 'utf-8' } },
);

/** An account with 404 rows that were not taken. */
export function reportOf(source: string, rowsIn = 48_210, rejected = 404): ImportReport {
  const part = (share: number): number => Math.round(rejected * share);
  const unreadable = part(0.525);
  const missing = part(0.324);
  return {
    ...otherReport,
    source,
    rowsIn,
    accepted: rowsIn - rejected,
    rejected,
    rejectedByReason:
      rejected === 0
        ? {}
        : { 'time-unreadable': unreadable, 'time-missing': missing, 'duplicate-id': rejected - unreadable - missing },
    rejections:
      rejected === 0
        ? []
        : [
            { reason: 'time-unreadable', record: 812, line: 813, raw: '13800138000,22/11/26 9h,访问,cpc' },
            {
              reason: 'time-missing',
              record: 1044,
              line: 1045,
              raw: '=HYPERLINK("https://x.example"),,signup,<b>x</b>',
            },
            { reason: 'duplicate-id', record: 20_113, line: 20_114, raw: '90441,2026-10-04T10:00:00Z,visit' },
          ],
  };
}

/** Who is who among 3,100 customers: a shared device, a reused number, a mailbox, and one with two ids. */
export const identities: IdentityReport = {
  identifiers: { userId: 1204, email: 1830, phone: 2210, deviceId: 960 },
  records: 5210,
  actors: 3100,
  joinedActors: 1422,
  joins: [
    { type: 'email', actors: 412, examples: ['email:na.li@lantern.cn', 'email:wei@northgate.example'] },
    { type: 'phone', actors: 640, examples: ['phone:+8613800138000', 'phone:+8613910032277'] },
    { type: 'deviceId', actors: 90, examples: ['deviceId:d-19c0d4'] },
  ],
  unidentifiedRows: 131,
  guarded: [
    {
      id: 'email:info@northgate.example',
      rows: 18,
      actors: ['userId:C-2007', 'userId:C-2011', 'userId:C-2020', 'userId:C-2031', 'email:info@northgate.example'],
      actorsTotal: 5,
    },
    { id: 'phone:+8613566120051', rows: 6, actors: ['userId:C-2003', 'userId:C-2044'], actorsTotal: 2 },
    {
      id: 'deviceId:d-kiosk-1',
      rows: 212,
      actors: ['userId:C-2001', 'userId:C-2002', 'deviceId:d-kiosk-1'],
      actorsTotal: 3,
    },
  ],
  guardedTotal: 3,
  conflicts: [{ key: 'userId:C-2009', ids: ['userId:C-2009', 'userId:C-2010'], idsTotal: 2 }],
  conflictsTotal: 1,
  maxDistinctUserIds: 1,
  alias: [],
  blocked: [],
};

const explanation = (id: string): IdentityExplanation => {
  const shared = identities.guarded.find((one) => one.id === id);
  const record = {
    identifiers: ['email:na.li@lantern.cn', 'phone:+8613800138000'],
    blocked: [],
    rows: 3,
    firstMs: Date.UTC(2026, 8, 1),
    lastMs: Date.UTC(2026, 9, 3),
  };
  return {
    id,
    key: shared ? null : 'userId:C-2009',
    guarded: shared !== undefined,
    chain: shared
      ? []
      : [
          { from: id, to: 'email:na.li@lantern.cn', record },
          { from: 'email:na.li@lantern.cn', to: 'userId:C-2009', record: { ...record, rows: 12 } },
        ],
    identifiers: ['userId:C-2009', 'email:na.li@lantern.cn', id],
    identifiersTotal: 3,
    records: shared
      ? shared.actors.slice(0, 3).map((actor) => ({ ...record, identifiers: [actor, id], rows: 4 }))
      : [record],
    recordsTotal: 2,
    actors: shared?.actors ?? ['userId:C-2009'],
  };
};

/** What the fake engine answers; a promise that never settles keeps a state on screen. */
export interface FakeImport {
  readonly preview?: (source: Source) => Promise<SourcePreview>;
  readonly read?: (source: Source, options: LoadOptions & CallOptions) => Promise<ImportReport>;
  readonly identities?: IdentityReport;
}

/** An engine that answers an import from what is set here, so that each step can be shown. */
export function importEngine(fake: FakeImport = {}): Engine {
  let report = fake.identities ?? identities;
  const read = fake.read ?? ((source) => Promise.resolve(reportOf(source.name ?? 'data')));
  const info: DatasetInfo = { ...infoOf(campaign), actors: report.actors };
  const refuse = (): Promise<never> => Promise.reject(new AnalyticsError('not-loaded', 'There are no data.'));
  const change = (by: number): Promise<{ actorsBefore: number; actors: number; unidentifiedRows: number }> => {
    const actorsBefore = report.actors;
    report = { ...report, actors: actorsBefore + by };
    return Promise.resolve({ actorsBefore, actors: report.actors, unidentifiedRows: report.unidentifiedRows });
  };
  const engine = {
    seat: 'page',
    transport: 'port',
    attempts: [],
    preview: fake.preview ?? (() => Promise.resolve(surePreview)),
    load: read,
    append: read,
    appendBatches: async () => {
      await change(-2);
      return reportOf('rules', 0, 0);
    },
    run: refuse,
    list: refuse,
    quality: refuse,
    describe: () => Promise.resolve(info),
    explain: (id: string) => Promise.resolve(explanation(id)),
    block: () => change(2),
    undo: () => change(-2),
    identities: () => Promise.resolve(report),
    fork: () => Promise.resolve(engine),
    close() {},
  };
  return engine as unknown as Engine;
}
