import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import { apiVersion } from './apex.mjs';
import { filesBelow } from './files.mjs';
import { allOf, parseXml, textOf } from './xml.mjs';

/**
 * Converts the source to what is deployed, as the platform's own tools do, and tells what was lost on the way.
 *
 * @param folder the folder with all metadata
 * @returns {Promise<{ problems: string[], components: number }>}
 */
export async function checkConversion(folder) {
  const out = mkdtempSync(join(tmpdir(), 'touchpoint-kit-'));
  try {
    const set = ComponentSet.fromSource(folder);
    set.sourceApiVersion = apiVersion;
    await new MetadataConverter().convert(set, 'metadata', {
      type: 'directory',
      outputDirectory: out,
      genUniqueDir: false,
    });
    const list = parseXml(readFileSync(join(out, 'package.xml'), 'utf8'));
    const there = new Set(
      allOf(list, 'types').flatMap((type) =>
        allOf(type, 'members').map(({ text }) => `${textOf(type, 'name')} ${text.trim()}`),
      ),
    );
    const wanted = componentsIn(filesBelow(folder));
    const problems = [
      ...[...wanted].filter((one) => !there.has(one)).map((one) => `package.xml: lacks ${one}`),
      ...[...there]
        .filter((one) => !wanted.has(one))
        .map((one) => `package.xml: names ${one}, which is not in the source`),
    ];
    if (textOf(list, 'version') !== apiVersion) problems.push(`package.xml: is of version ${textOf(list, 'version')}`);
    const files = new Set(filesBelow(out).map(({ path }) => path));
    for (const { path } of filesBelow(folder)) {
      const target = convertedPath(path);
      if (!files.has(target)) problems.push(`${path}: was not converted`);
    }
    return { problems, components: there.size };
  } catch (error) {
    return { problems: [`conversion: ${error.message}`], components: 0 };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Components that the files are, as `Type name`. */
function componentsIn(files) {
  const found = new Set();
  for (const { path, text } of files) {
    const [folder, ...rest] = path.split('/');
    const name = rest[0]?.split('.')[0];
    switch (folder) {
      case 'classes':
        found.add(`ApexClass ${name}`);
        break;
      case 'lwc':
        found.add(`LightningComponentBundle ${name}`);
        break;
      case 'labels':
        found.add('CustomLabels CustomLabels');
        for (const label of allOf(parseXml(text()), 'labels')) found.add(`CustomLabel ${textOf(label, 'fullName')}`);
        break;
      case 'translations':
        found.add(`Translations ${name}`);
        break;
      case 'messageChannels':
        found.add(`LightningMessageChannel ${name}`);
        break;
      case 'permissionsets':
        found.add(`PermissionSet ${name}`);
        break;
      case 'staticresources':
        found.add(`StaticResource ${name}`);
        break;
      default:
        found.add(`unknown ${path}`);
    }
  }
  return found;
}

function convertedPath(path) {
  if (/^staticresources\/\w+\.js$/.test(path)) return path.replace(/\.js$/, '.resource');
  return /^(labels|translations|messageChannels|permissionsets)\//.test(path) ? path.replace('-meta.xml', '') : path;
}
