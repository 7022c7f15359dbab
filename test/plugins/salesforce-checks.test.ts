import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

// A check that cannot fail is worth nothing: each finds the mistakes that are planted here, and none in what ships.

interface TextFile {
  readonly path: string;
  readonly text: () => string;
}

const plugin = join(import.meta.dirname, '../../plugins/salesforce');
const load = async (name: string): Promise<unknown> => import(join(plugin, 'checks', name));
const { filesBelow, metadataFolder } = (await load('files.mjs')) as {
  readonly filesBelow: (root: string) => readonly TextFile[];
  readonly metadataFolder: string;
};
const { checkApex } = (await load('apex.mjs')) as {
  readonly checkApex: (files: readonly TextFile[]) => readonly string[];
};
const { checkSoql } = (await load('soql.mjs')) as {
  readonly checkSoql: (classes: Readonly<Record<string, string>>) => {
    readonly problems: readonly string[];
    readonly queries: readonly string[];
  };
};
const { checkMetadata } = (await load('metadata.mjs')) as {
  readonly checkMetadata: (files: readonly TextFile[], reads?: readonly string[]) => readonly string[];
};
const { checkConversion } = (await load('conversion.mjs')) as {
  readonly checkConversion: (
    folder: string,
  ) => Promise<{ readonly problems: readonly string[]; readonly components: number }>;
};
const { checkSize, mostBytes } = (await load('size.mjs')) as {
  readonly checkSize: (path: string) => readonly string[];
  readonly mostBytes: number;
};

const folder = join(plugin, metadataFolder);
const files = filesBelow(folder);

/** The files with one text exchanged for another in one of them. */
function planted(path: string, from: string, to: string): TextFile[] {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text, `${path} says what is to be exchanged`).toContain(from);
  return files.map((file) => (file.path === path ? { path, text: () => text.replace(from, () => to) } : file));
}

const without = (path: string): TextFile[] => files.filter((file) => file.path !== path);
const inClasses = (all: readonly TextFile[]): TextFile[] =>
  all.flatMap(({ path, text }) => (path.startsWith('classes/') ? [{ path: path.slice(8), text }] : []));
const textsOf = (all: readonly TextFile[]): Record<string, string> =>
  Object.fromEntries(
    inClasses(all).flatMap(({ path, text }) => (path.endsWith('.cls') ? [[path.slice(0, -4), text()]] : [])),
  );

describe('the check of Apex', () => {
  test('finds nothing in the classes that ship', () => {
    expect(checkApex(inClasses(files))).toEqual([]);
  });

  const scope = 'classes/TouchpointScope.cls';
  test.each([
    ['a missing brace', scope, 'if (recordId == null) {', 'if (recordId == null)', /TouchpointScope\.cls: \d+:\d+ /],
    ['a misspelt word in a query', scope, 'WITH USER_MODE', 'WITH USER_MOD', /TouchpointScope\.cls: \d+:\d+ /],
    ['a text that does not end', scope, "'bad-request'", "'bad-request", /TouchpointScope\.cls: \d+:\d+ /],
    ['a query without user mode', scope, 'WITH USER_MODE', '', /line \d+: the query has no WITH USER_MODE/],
    ['a query in system mode', scope, 'WITH USER_MODE', 'WITH SYSTEM_MODE', /the query has no WITH USER_MODE/],
    ['a class without sharing', scope, 'with sharing', 'without sharing', /not declared "with sharing"/],
    ['a class that says nothing', scope, 'with sharing ', '', /not declared "with sharing"/],
    [
      'a text as a query, without user mode',
      'classes/TouchpointPeople.cls',
      'Database.queryWithBinds(soql, binds, AccessLevel.USER_MODE)',
      'Database.query(soql)',
      /query by Database\.queryWithBinds/,
    ],
    [
      'a text as a query, in system mode',
      'classes/TouchpointQuery.cls',
      'binds, AccessLevel.USER_MODE',
      'binds, AccessLevel.SYSTEM_MODE',
      /query by Database\.queryWithBinds/,
    ],
    [
      'an object that does not exist',
      scope,
      'FROM EmailMessageRelation',
      'FROM EmailRelation',
      /EmailRelation is no object/,
    ],
    [
      'a field that does not exist',
      scope,
      'SELECT OpportunityId\n',
      'SELECT OpportuntyId\n',
      /OpportunityContactRole\.OpportuntyId is no field/,
    ],
    [
      'a field of WHERE that does not exist',
      scope,
      'WHERE AccountId = ',
      'WHERE AcountId = ',
      /Contact\.AcountId is no field/,
    ],
    [
      'a relationship that does not exist',
      'classes/TouchpointStages.cls',
      'FROM OpportunityHistories',
      'FROM OpportunityHistory',
      /Opportunity\.OpportunityHistory is no object/,
    ],
    [
      'a sub-select in WHERE',
      scope,
      'WHERE RelationId IN :people',
      'WHERE RelationId IN (SELECT Id FROM Contact)',
      /a sub-select in WHERE/,
    ],
    [
      'a statement that writes',
      scope,
      'this.binds = new',
      'delete this.head; this.binds = new',
      /nothing may be written/,
    ],
    ['a call that writes', scope, 'this.binds = new', 'Database.update(x); this.binds = new', /nothing may be written/],
  ])('finds %s', (_, path, from, to, problem) => {
    expect(checkApex(inClasses(planted(path, from, to)))).toEqual([expect.stringMatching(problem)]);
  });

  test('finds a class without its settings, and settings without their class', () => {
    const meta = 'classes/TouchpointScope.cls-meta.xml';
    expect(checkApex(inClasses(without(meta)))).toEqual(['TouchpointScope.cls: has no TouchpointScope.cls-meta.xml']);
    expect(checkApex(inClasses(without(scope)))).toEqual(['TouchpointScope.cls-meta.xml: belongs to no class']);
    expect(checkApex([])).toEqual(['classes: there are none']);
  });
});

describe('the check of queries that are put together', () => {
  test('parses all of them, for every source and kind of record', () => {
    const { problems, queries } = checkSoql(textsOf(files));
    expect(problems).toEqual([]);
    expect(new Set(queries).size).toBe(queries.length);
    // 16 sources for 4 scopes; for 7 sources a person's and a deal's scope are the same; 5 sources have tests that some
    // users cannot ask, and come with and without them; so does a test in each of the 3 records' scopes of e-mails.
    expect(queries.filter((query) => query.includes(':lastId'))).toHaveLength(16 * 4 - 7 + 5 * 4 + 3 * 2);
    // Twice: from the start, and going on; of both sources of tasks also without those of e-mails. 4 sources have days and no hours, 2 of those 7 among them.
    const byHour = queries.filter((query) => query.includes('HOUR_IN_DAY') && !query.includes(' kind,'));
    expect(byHour).toHaveLength((12 * 4 - 5 + 4 * 4 + 3 * 2) * 2 + 2 * 4 * 2 * 2);
    expect(queries.filter((query) => query.includes(' kind,'))).toHaveLength(
      (4 * 4 + 3 * 4 + 3 * 2) * 2 + 2 * 4 * 2 * 2,
    );
  });

  test.each([
    ['a word misspelt in a template', 'TouchpointQuery', "'GROUP BY {day} ORDER", "'GRUOP BY {day} ORDER", /GRUOP/],
    ['a place that nobody fills', 'TouchpointQuery', 'SELECT {fields} FROM', 'SELECT {feilds} FROM', /feilds/],
    ['a condition that is none', 'TouchpointSource', 'IsChild = false AND', 'IsChild = false ADN', /ADN/],
    ['a clause that is none', 'TouchpointScope', "'WhoId IN :people'", "'WhoId INN :people'", /INN/],
    ['a bracket that stays open', 'TouchpointScope', 'OR LeadId IN :leads)', 'OR LeadId IN :leads', /LeadId IN :leads/],
    ['a field list that ends in nothing', 'TouchpointSource', 'Role=role,Opportunity.Name=', 'Role=role,=', /Role, ,/],
    [
      'a field that does not exist',
      'TouchpointSource',
      "'FirstRespondedDate'",
      "'FirstRespondDate'",
      /CampaignMember\.FirstRespondDate is no field/,
    ],
    [
      'a parent that does not exist',
      'TouchpointSource',
      'Campaign.Name=title',
      'Campain.Name=title',
      /CampaignMember\.Campain\.Name is no field/,
    ],
    [
      'a field of a clause that does not exist',
      'TouchpointScope',
      'Lead.ConvertedAccountId',
      'Lead.ConvertdAccountId',
      /LeadHistory\.Lead\.ConvertdAccountId is no field/,
    ],
    [
      'a field of people that does not exist',
      'TouchpointPeople',
      'Name,Email,Company',
      'Name,EMail,Company',
      /Lead\.EMail is no field/,
    ],
    [
      'a test of an old value',
      'TouchpointSource',
      "Field = \\'Status\\'",
      "NewValue = \\'Status\\'",
      /LeadHistory\.NewValue can be read and not tested/,
    ],
    [
      'a text that is put into queries',
      'TouchpointQuery',
      "'IsDeleted = FALSE'",
      "'IsDeleted = TRUE'",
      /IsDeleted = (TRUE|FALSE)/,
    ],
    ['a text that is left out of queries', 'TouchpointQuery', "' ALL ROWS'", "''", /lacks the text {2}ALL ROWS/],
    [
      'a query that it does not know',
      'TouchpointRow',
      "text('leadId')",
      "text('SELECT Id FROM Lead')",
      /does not know/,
    ],
  ])('finds %s', (_, name, from, to, problem) => {
    const { problems } = checkSoql(textsOf(planted(`classes/${name}.cls`, from, to)));
    expect(problems.length).toBeGreaterThan(0);
    for (const one of problems) expect(one).toMatch(problem);
  });

  test('finds a scope that lacks a source', () => {
    const { problems } = checkSoql(
      textsOf(planted('classes/TouchpointScope.cls', "'Task' => 'WhoId IN :people',", '')),
    );
    expect(new Set(problems)).toEqual(new Set(['TouchpointScope: Task has 2 clauses of 3']));
  });
});

describe('the check of metadata', () => {
  const reads = ['Opportunity.Amount', 'Lead.Email', 'Task.WhoId'];
  test('finds nothing in what ships', () => {
    expect(checkMetadata(files, reads)).toEqual([]);
  });

  const bundle = 'lwc/tpHeatmap/tpHeatmap.js-meta.xml';
  const set = 'permissionsets/TouchpointKit_User.permissionset-meta.xml';
  const labels = 'labels/CustomLabels.labels-meta.xml';
  const chinese = 'translations/zh_CN.translation-meta.xml';
  const channel = 'messageChannels/TouchpointSelection.messageChannel-meta.xml';
  const resource = 'staticresources/TouchpointKit.resource-meta.xml';
  test.each([
    [
      'a misspelt element',
      bundle,
      '<masterLabel>Touchpoint heatmap</masterLabel>',
      '<masterLable>x</masterLable>',
      /<masterLable> is known/,
    ],
    ['an element that does not end', bundle, '</isExposed>', '', /line \d+/],
    [
      'an element below the wrong one',
      bundle,
      '<targets>',
      '<targets><isExposed>true</isExposed>',
      /<isExposed> is known/,
    ],
    [
      'an element twice',
      bundle,
      '<isExposed>true</isExposed>',
      '<isExposed>true</isExposed><isExposed>true</isExposed>',
      /has <isExposed> 2 times/,
    ],
    ['an element that is missing', bundle, '<apiVersion>67.0</apiVersion>', '', /lacks <apiVersion>/],
    [
      'another root',
      bundle,
      /LightningComponentBundle/g,
      'LightningComponentBundel',
      /should be a <LightningComponentBundle>/,
    ],
    ['another namespace', bundle, 'sforce.com/2006/04/metadata', 'sforce.com/2006/04/metadta', /has the namespace/],
    ['an older version', bundle, '67.0', '66.0', /"66\.0" may not stand here/],
    [
      'a target that does not exist',
      bundle,
      '<target>lightning__AppPage<',
      '<target>lightning__AppPages<',
      /lightning__AppPages/,
    ],
    [
      'settings of a page that is no target',
      bundle,
      '<target>lightning__AppPage</target>',
      '',
      /lightning__AppPage, which is no target/,
    ],
    ['a misspelt attribute', bundle, 'datasource=', 'dataSource=', /no attribute "dataSource"/],
    ['a type that does not exist', bundle, 'type="String"', 'type="Text"', /type="Text"/],
    ['a property that the component lacks', bundle, 'name="period"', 'name="periods"', /"periods" is no @api/],
    ['a default that is no choice', bundle, 'default="90d"', 'default="91d"', /"91d" of "period" is none/],
    ['an object that cannot be', bundle, '<object>Lead</object>', '<object>Leads</object>', /"Leads"/],
    ['a form factor that does not exist', bundle, 'type="Small"', 'type="Tiny"', /type="Tiny"/],
    ['a component that no page can have', bundle, '<isExposed>true', '<isExposed>false', /is not exposed/],
    ['a text between elements', bundle, '<targets>', 'x<targets>', /stands between elements/],
    [
      'a class that does not exist',
      set,
      'TouchpointController',
      'TouchpointControler',
      /TouchpointControler does not exist/,
    ],
    ['a field that does not exist', set, 'Opportunity.Amount', 'Opportunity.Amonut', /Amonut cannot be granted/],
    [
      'a field that is read and not granted',
      set,
      '<field>Opportunity.Amount</field>',
      '<field>Opportunity.LeadSource</field>',
      /Opportunity\.Amount is read and not granted/,
    ],
    ['an object that does not exist', set, '<object>Lead</object>', '<object>Laed</object>', /Laed cannot be granted/],
    ['a right to write', set, '<allowEdit>false', '<allowEdit>true', /allowEdit is more/],
    ['a right to see all', set, '<viewAllRecords>false', '<viewAllRecords>true', /viewAllRecords is more/],
    ['a permission nobody looked up', set, 'ActivitiesAccess', 'ModifyAllData', /ModifyAllData/],
    ['a kind of delivery that does not exist', resource, 'Public', 'Publik', /"Publik"/],
    ['a field of the channel misspelt', channel, 'lightningMessageFields', 'lightningMessageField', /./],
    [
      'a label under another name',
      labels,
      '<fullName>Touchpoint_Retry<',
      '<fullName>Touchpoint_Retri<',
      /Touchpoint_Retry is used and does not exist/,
    ],
    [
      'a label without a translation',
      chinese,
      '<name>Touchpoint_Retry<',
      '<name>Touchpoint_Retri<',
      /Touchpoint_Retry is not translated/,
    ],
    ['a label in another language', labels, '<language>en_US', '<language>en-US', /"en-US"/],
    [
      'a description that is too long',
      labels,
      '<shortDescription>',
      `<shortDescription>${'x'.repeat(80)}`,
      /80 may stand/,
    ],
    ['a place that the translation lost', chinese, '{0}', '', /has other places/],
    [
      'a label that nothing shows',
      labels,
      '</CustomLabels>',
      '<labels><fullName>Touchpoint_X</fullName><language>en_US</language><protected>false</protected><shortDescription>x</shortDescription><value>x</value></labels></CustomLabels>',
      /Touchpoint_X is not used/,
    ],
    [
      'a method that Apex does not have',
      'lwc/touchpointSource/apex.js',
      'TouchpointController.days',
      'TouchpointController.day',
      /TouchpointController\.day, which does not exist/,
    ],
    [
      'a module that does not exist',
      'lwc/touchpointSource/rows.js',
      'c/touchpointMapping',
      'c/touchpointMap',
      /c\/touchpointMap, which/,
    ],
  ])('finds %s', (_, path, from, to, problem) => {
    const problems =
      typeof from === 'string'
        ? checkMetadata(planted(path, from, to), reads)
        : checkMetadata(
            files.map((file) => (file.path === path ? { path, text: () => file.text().replace(from, to) } : file)),
            reads,
          );
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  test('finds files that are missing, or that it has no rules for', () => {
    expect(checkMetadata(without(bundle))).toContain('lwc/tpHeatmap: has no tpHeatmap.js-meta.xml');
    expect(checkMetadata(without('lwc/tpHeatmap/tpHeatmap.js'))).toContain('lwc/tpHeatmap: has no tpHeatmap.js');
    expect(checkMetadata(without(set))).toContain('permissionsets: there are none');
    expect(checkMetadata([...files, { path: 'flows/A.flow-meta.xml', text: () => '<Flow/>' }])).toEqual([
      'flows/A.flow-meta.xml: no such kind of metadata is known',
    ]);
  });
});

describe('the check of the conversion', () => {
  const copies: string[] = [];
  afterAll(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  });

  /** A copy of the source, with a script that stands for the built one. */
  function copyOf(): string {
    const copy = mkdtempSync(join(tmpdir(), 'touchpoint-kit-source-'));
    copies.push(copy);
    cpSync(folder, copy, { recursive: true });
    writeFileSync(join(copy, 'staticresources/TouchpointKit.js'), '// the kit');
    return copy;
  }

  test('finds every component of the source', async () => {
    const { problems, components } = await checkConversion(copyOf());
    expect(problems).toEqual([]);
    const labels = files
      .find(({ path }) => path.startsWith('labels/'))!
      .text()
      .match(/<labels>/g)!.length;
    const bundles = new Set(files.flatMap(({ path }) => /^lwc\/(\w+)/.exec(path)?.[1] ?? [])).size;
    const classes = files.filter(({ path }) => path.endsWith('.cls')).length;
    // One each: the file of labels, translations, channel, permission set, static resource.
    expect(components).toBe(labels + bundles + classes + 5);
  });

  test('finds what cannot be converted, and what would be left behind', async () => {
    const withoutScript = copyOf();
    rmSync(join(withoutScript, 'staticresources/TouchpointKit.js'));
    expect((await checkConversion(withoutScript)).problems).not.toEqual([]);
    const withoutMeta = copyOf();
    rmSync(join(withoutMeta, 'classes/TouchpointRow.cls-meta.xml'));
    expect((await checkConversion(withoutMeta)).problems).not.toEqual([]);
    const misplaced = copyOf();
    writeFileSync(join(misplaced, 'classes/notes.txt'), 'x');
    expect((await checkConversion(misplaced)).problems).toContainEqual(expect.stringContaining('notes'));
  });
});

describe('the check of the size', () => {
  test('finds a script that is not there, or too large for a static resource', () => {
    const place = mkdtempSync(join(tmpdir(), 'touchpoint-kit-size-'));
    const script = join(place, 'TouchpointKit.js');
    expect(checkSize(script)).toEqual([expect.stringContaining('is not there')]);
    writeFileSync(script, 'x'.repeat(mostBytes));
    expect(checkSize(script)).toEqual([]);
    writeFileSync(script, 'x'.repeat(mostBytes + 1));
    expect(checkSize(script)).toEqual([expect.stringContaining('5000001 bytes')]);
    rmSync(place, { recursive: true });
  });
});
