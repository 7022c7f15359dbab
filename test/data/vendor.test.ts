import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { SourcePreview } from '../../worker/protocol/mapping.js';
import type { FieldSource } from '../../worker/protocol/proposal.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';

const folder = join(corpusFolder('data'), 'vendor-formats');

/** `taken`: certain. `asked`: not certain, and the first that is offered. `wrong`: something else is offered first. */
type Found = 'taken' | 'asked' | 'wrong';

/**
 * The fields that the samples' README names, and how the assistant finds each of them. Masked values stand where
 * e-mail addresses and names were, so that only headers and repetition are left to go by.
 */
const files: ReadonlyArray<{
  readonly file: string;
  readonly fields: Readonly<Record<string, readonly [column: string, found: Found]>>;
}> = [
  {
    file: 'snowplow/snowplow_web_events.csv',
    fields: {
      actor: ['domain_userid', 'taken'],
      time: ['derived_tstamp', 'taken'],
      event: ['event_name', 'taken'],
      page: ['page_url', 'taken'],
      channel: ['mkt_medium', 'taken'],
      source: ['mkt_source', 'taken'],
    },
  },
  {
    file: 'hubspot/email_event_data.csv',
    fields: { actor: ['recipient', 'taken'], time: ['created', 'taken'], event: ['type', 'taken'] },
  },
  {
    file: 'hubspot/deal_property_history_data.csv',
    fields: { actor: ['deal_id', 'asked'], time: ['timestamp', 'taken'], event: ['name', 'asked'] },
  },
  // "Activities of a contact or account".
  {
    file: 'salesforce/sf_task_data.csv',
    fields: { actor: ['who_id', 'taken'], account: ['account_id', 'taken'] },
  },
  {
    file: 'salesforce/sf_event_data.csv',
    fields: { actor: ['who_id', 'taken'], account: ['account_id', 'taken'] },
  },
  // "Stage history of an opportunity".
  {
    file: 'salesforce/sf_opportunity_history_data.csv',
    fields: { actor: ['id', 'asked'], event: ['stage_name', 'asked'], stage: ['stage_name', 'taken'] },
  },
];

function columnOf(from: FieldSource | undefined): string | null {
  return from && 'column' in from ? from.column : null;
}

function foundAs({ proposal, fields, questions }: SourcePreview, field: string, column: string): Found {
  const certain =
    field === 'actor' ? proposal.actor : fields.find((one) => one.field === field && one.confidence >= 0.8)?.from;
  if (certain) return columnOf(certain) === column ? 'taken' : 'wrong';
  const offered =
    questions.find((one) => one.field === field)?.candidates[0]?.from ??
    fields.find((one) => one.field === field)?.from;
  return columnOf(offered) === column ? 'asked' : 'wrong';
}

if (!existsSync(folder)) console.log(`No data at ${folder}; ${corpusVariable('data')} names their folder.`);

describe.skipIf(!existsSync(folder))('samples of vendors, by the assistant', () => {
  const tally: Record<Found, string[]> = { taken: [], asked: [], wrong: [] };

  const preview = (file: string): Promise<SourcePreview> => {
    const core = new EngineCore({ connectors: lightConnectors });
    return core.preview({ kind: 'bytes', bytes: readFileSync(join(folder, file)), name: file.split('/')[1]! });
  };

  test.each(files)('$file', async ({ file, fields }) => {
    const shown = await preview(file);
    const found = Object.fromEntries(
      Object.entries(fields).map(([field, [column]]) => [field, [column, foundAs(shown, field, column)]]),
    );
    for (const [field, [column, how]] of Object.entries(found))
      tally[how as Found].push(`${file} ${field} = ${column!}`);
    expect(found).toEqual(fields);
  });

  test('lists of leads and contacts in the tree form of the Salesforce command line are profiles', async () => {
    for (const file of ['salesforce/easyspaces_Leads.json', 'salesforce/easyspaces_Contacts.json']) {
      const { kind, fields } = await preview(file);
      expect(kind).toBe('profiles');
      const columns = fields
        .filter(({ confidence }) => confidence >= 0.8)
        .map(({ field, from }) => [field, columnOf(from)]);
      expect(columns).toEqual(
        expect.arrayContaining([
          ['email', 'Email'],
          ['phone', 'MobilePhone'],
        ]),
      );
    }
  });

  test('the mapping of what is certain loads the samples', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const file = 'snowplow/snowplow_web_events.csv';
    const report = await core.load({ kind: 'bytes', bytes: readFileSync(join(folder, file)), name: 'events' });
    // 160 rows, 157 ids.
    expect([report.accepted, report.rejectedByReason]).toEqual([157, { 'duplicate-id': 3 }]);
    const { events } = await core.describe();
    expect(events.map(({ name }) => name).slice(0, 2)).toEqual(['page_view', 'cmp_visible']);
  });

  afterAll(() => {
    for (const [how, fields] of Object.entries(tally))
      console.log(`${how}: ${fields.length}\n  ${fields.join('\n  ')}`);
  });
});
