import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Modules that only the platform has, for a bundle that runs without it: each has the platform's shape, and takes what
// it says from the page's own `harness` (page/org.js). A name that the project's metadata does not declare is an error,
// as it is when a component is deployed.

const metadata = join(import.meta.dirname, '../force-app/main/default');

/** Texts by name and language, from the labels and their translation. */
export function readLabels() {
  const labels = { en: {}, zh_CN: {} };
  for (const entry of tags(read('labels/CustomLabels.labels-meta.xml'), 'labels')) {
    labels.en[tag(entry, 'fullName')] = tag(entry, 'value');
  }
  for (const entry of tags(read('translations/zh_CN.translation-meta.xml'), 'customLabels')) {
    labels.zh_CN[tag(entry, 'name')] = tag(entry, 'label');
  }
  return labels;
}

/** A rollup plugin for `lightning/*` and `@salesforce/*`. */
export function platform() {
  const labels = readLabels();
  const made = '\0platform:';
  return {
    name: 'platform',
    resolveId(id) {
      if (id.startsWith('lightning/')) {
        const file = join(import.meta.dirname, 'lightning', `${id.slice('lightning/'.length)}.js`);
        return existsSync(file) ? file : null;
      }
      return id.startsWith('@salesforce/') ? made + id : null;
    },
    load(id) {
      if (!id.startsWith(made)) return null;
      const [, kind, ...rest] = id.slice(made.length).split('/');
      const name = rest.join('/');
      return moduleText(kind, name, labels);
    },
  };
}

function moduleText(kind, name, labels) {
  const [first, second] = name.split('.');
  switch (kind) {
    case 'apex':
      if (!new RegExp(`@AuraEnabled[^;{]*\\b${second}\\s*\\(`).test(read(`classes/${first}.cls`))) {
        throw new Error(`${first} has no @AuraEnabled method "${second}".`);
      }
      return `export default (parameters) => globalThis.harness.apex(${JSON.stringify(name)}, parameters);`;
    case 'label':
      if (!(second in labels.en)) throw new Error(`There is no label "${second}".`);
      return `export default globalThis.harness.labels[${JSON.stringify(second)}];`;
    case 'resourceUrl':
      read(`staticresources/${name}.resource-meta.xml`);
      return `export default '/resource/1795000000000/${name}';`;
    case 'messageChannel':
      read(`messageChannels/${name.replace(/__c$/, '')}.messageChannel-meta.xml`);
      return `export default Object.freeze({ name: ${JSON.stringify(name)} });`;
    case 'i18n':
    case 'user':
    case 'client':
      return `export default globalThis.harness.${kind}[${JSON.stringify(name)}];`;
    default:
      throw new Error(`The harness has no module "@salesforce/${kind}/${name}".`);
  }
}

/** Names of the components that can be put on a page. */
export function exposedComponents() {
  return readdirSync(join(metadata, 'lwc'))
    .filter((name) => existsSync(join(metadata, `lwc/${name}/${name}.js-meta.xml`)))
    .filter((name) => tag(read(`lwc/${name}/${name}.js-meta.xml`), 'isExposed') === 'true');
}

function read(path) {
  const file = join(metadata, path);
  if (!existsSync(file)) throw new Error(`The project has no ${path}.`);
  return readFileSync(file, 'utf8');
}

const tags = (xml, name) =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, inner]) => inner);

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const tag = (xml, name) =>
  (tags(xml, name)[0] ?? '').replace(/&(#x?)?(\w+);/g, (whole, number, value) => {
    if (!number) return named[value] ?? whole;
    return String.fromCodePoint(parseInt(value, number === '#x' ? 16 : 10));
  });
