import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildHarness } from '../../plugins/salesforce/harness/build.mjs';
import { isBuilt } from './salesforce-pages.js';

// The stand-ins for the platform's modules know what the project's metadata declares, and nothing else: a component that
// asks for more would fail in an org, and fails here.

const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-harness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(!isBuilt).each([
  ['a label', '@salesforce/label/c.Touchpoint_Nothing', /no label "Touchpoint_Nothing"/],
  ['a method of Apex', '@salesforce/apex/TouchpointController.nothing', /no @AuraEnabled method "nothing"/],
  ['a method that is not for components', '@salesforce/apex/TouchpointController.writePage', /no @AuraEnabled method/],
  ['a static resource', '@salesforce/resourceUrl/Nothing', /no staticresources\/Nothing/],
  ['a message channel', '@salesforce/messageChannel/Nothing__c', /no messageChannels\/Nothing/],
])('%s that the project does not declare cannot be had', async (_, id, problem) => {
  const file = join(folder, 'touchpointSource.js');
  const exports = 'export const recordQuery = given, recordVariables = given, readTouchpoints = given;';
  writeFileSync(file, `import given from '${id}';\n${exports}\n`);
  await expect(buildHarness({ folder, modules: { 'c/touchpointSource': file } })).rejects.toThrow(problem);
});
