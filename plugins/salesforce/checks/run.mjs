import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sources as fakeSources } from '../harness/org-sources.js';
import { checkApex } from './apex.mjs';
import { checkConversion } from './conversion.mjs';
import { filesBelow, metadataFolder } from './files.mjs';
import { checkMetadata } from './metadata.mjs';
import { checkSize } from './size.mjs';
import { checkSoql, sourcesIn } from './soql.mjs';

/**
 * Everything that can be checked without an org, for a plugin's folder: one line for each check, and one for each problem.
 *
 * @returns {Promise<{ lines: string[], problems: string[] }>}
 */
export async function checkAll(root) {
  const folder = join(root, metadataFolder);
  const files = filesBelow(folder);
  const classes = filesBelow(join(folder, 'classes'));
  const texts = Object.fromEntries(
    classes.filter(({ path }) => path.endsWith('.cls')).map(({ path, text }) => [path.replace('.cls', ''), text()]),
  );
  const lines = [];
  const problems = [];
  const told = (line, found) => {
    lines.push(`${found.length === 0 ? 'ok' : 'FAILED'}  ${line}`, ...found.map((problem) => `        ${problem}`));
    problems.push(...found);
  };

  const apex = checkApex(classes);
  told(`Apex: ${Object.keys(texts).length} classes parse, query in user mode, share, and only read`, apex);
  if (apex.length === 0) {
    const soql = checkSoql(texts);
    told(`SOQL: ${soql.queries.length} queries put together at run time parse`, soql.problems);
    const sources = sourcesIn(texts.TouchpointSource);
    told(`sources: ${sources.length}, the same in Apex and in the org of the tests`, differences(sources));
    told(
      `metadata: ${files.filter(({ path }) => path.endsWith('-meta.xml')).length} files`,
      checkMetadata(files, readsOf(sources)),
    );
  }
  const { problems: lost, components } = await checkConversion(folder);
  told(`conversion: ${components} components are in package.xml`, lost);
  const resource = join(folder, 'staticresources/TouchpointKit.js');
  const tooLarge = checkSize(resource);
  const bytes = tooLarge.length === 0 ? `${statSync(resource).size} bytes` : 'no size';
  told(`static resource: ${bytes}`, tooLarge);
  return { lines, problems };
}

/** Where the two lists of sources differ. */
function differences(sources) {
  const plain = (source) => JSON.stringify(source);
  const theirs = fakeSources.map(({ name, objectName, timeField, moments, dayOnly, condition, fields }) =>
    plain({
      name,
      objectName,
      timeField,
      moments: dayOnly ? moments.join(',') : null,
      condition,
      fields: [...fields].map((pair) => pair.join('=')).join(','),
    }),
  );
  const ours = sources.map(plain);
  return [
    ...ours.filter((one) => !theirs.includes(one)).map((one) => `only in TouchpointSource.cls: ${one}`),
    ...theirs.filter((one) => !ours.includes(one)).map((one) => `only in org-sources.js: ${one}`),
    ...(ours.length === theirs.length && ours.some((one, k) => one !== theirs[k]) ? ['their order differs'] : []),
  ];
}

/** Fields that the sources and the looking up of people read, as `Object.Field`. */
function readsOf(sources) {
  const besides = ['Account.Name', 'Contact.Name', 'Contact.Email', 'Contact.AccountId', 'Lead.Email'];
  return [
    ...besides,
    ...sources.flatMap(({ objectName, fields }) =>
      fields.split(',').map((pair) => {
        const [field] = pair.split('=');
        return field.includes('.') ? field.replace(/^Parent\./, 'Case.') : `${objectName}.${field}`;
      }),
    ),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { lines, problems } = await checkAll(dirname(dirname(fileURLToPath(import.meta.url))));
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
