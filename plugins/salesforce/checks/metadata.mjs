import { namespace, problemsOf, shapes } from './shapes.mjs';
import { allOf, parseXml, textOf } from './xml.mjs';

/** Standard objects that a permission set grants, and fields of them that field-level security covers. */
const grantable = {
  Account: [],
  Campaign: ['Type'],
  Case: ['AccountId', 'ContactId', 'Origin', 'Subject'],
  Contact: ['AccountId', 'Email'],
  // Activities have no permissions of their own: `ActivitiesAccess` opens them, and only some fields are covered.
  Event: ['WhatId', 'WhoId'],
  Lead: ['Email', 'LeadSource'],
  Opportunity: ['AccountId', 'Amount', 'LeadSource'],
  Task: ['WhatId', 'WhoId'],
};
const withoutObjectPermission = ['Event', 'Task'];

/**
 * Problems of the metadata files: their form, and whatever they name that is not there.
 *
 * @param files `{ path, text() }` of the folder with all metadata
 * @param reads what the Apex reads, as `Object.Field`: what a permission set can grant of it, ours has to
 */
export function checkMetadata(files, reads = []) {
  const problems = [];
  const documents = new Map();
  for (const { path, text } of files) {
    if (!path.endsWith('-meta.xml')) continue;
    const [, shape] = Object.entries(shapes).find(([end]) => path.endsWith(end)) ?? [];
    if (!shape) {
      problems.push(`${path}: no such kind of metadata is known`);
      continue;
    }
    try {
      const root = parseXml(text());
      documents.set(path, root);
      const { xmlns, ...attributes } = root.attributes;
      if (root.name !== shape.root) problems.push(`${path}: is a <${root.name}> and should be a <${shape.root}>`);
      else problems.push(...problemsOf({ ...root, attributes }, shape).map((problem) => `${path}: ${problem}`));
      if (xmlns !== namespace) problems.push(`${path}: has the namespace ${xmlns}`);
    } catch (error) {
      problems.push(`${path}: ${error.message}`);
    }
  }
  const tree = treeOf(files, documents);
  return [
    ...problems,
    ...bundleProblems(files, documents, tree),
    ...labelProblems(documents, tree),
    ...permissionProblems(documents, tree, reads),
    ...importProblems(tree),
  ];
}

/** What there is, by kind. */
function treeOf(files, documents) {
  const names = (pattern) => new Set(files.flatMap(({ path }) => pattern.exec(path)?.[1] ?? []));
  const labels = new Map();
  const translated = new Map();
  const twice = [];
  for (const [path, root] of documents) {
    const add = (map, name, value) => {
      if (map.has(name)) twice.push(`${path}: ${name} stands twice`);
      map.set(name, value);
    };
    for (const one of allOf(root, 'labels')) add(labels, textOf(one, 'fullName'), textOf(one, 'value'));
    for (const one of allOf(root, 'customLabels')) add(translated, textOf(one, 'name'), textOf(one, 'label'));
  }
  return {
    labels,
    translated,
    twice,
    classes: new Map(
      files.flatMap(({ path, text }) => {
        const name = /^classes\/(\w+)\.cls$/.exec(path)?.[1];
        return name ? [[name, text()]] : [];
      }),
    ),
    bundles: names(/^lwc\/(\w+)\//),
    channels: names(/^messageChannels\/(\w+)\.messageChannel-meta\.xml$/),
    resources: names(/^staticresources\/(\w+)\.resource-meta\.xml$/),
    scripts: files.filter(({ path }) => /^lwc\/.+\.js$/.test(path)),
  };
}

function bundleProblems(files, documents, { bundles }) {
  const paths = new Set(files.map(({ path }) => path));
  return [...bundles].flatMap((name) => {
    const path = `lwc/${name}/${name}.js-meta.xml`;
    const problems = [];
    const say = (problem) => problems.push(`${path}: ${problem}`);
    if (!paths.has(`lwc/${name}/${name}.js`)) problems.push(`lwc/${name}: has no ${name}.js`);
    const root = documents.get(path);
    if (!root) return [...problems, `lwc/${name}: has no ${name}.js-meta.xml`];
    const script = files.find((file) => file.path === `lwc/${name}/${name}.js`)?.text() ?? '';
    const targets = allOf(root, 'targets').flatMap((one) => allOf(one, 'target').map(({ text }) => text.trim()));
    const isExposed = textOf(root, 'isExposed') === 'true';
    if (isExposed !== targets.length > 0)
      say(isExposed ? 'is exposed and has no target' : 'has targets and is not exposed');
    if (new Set(targets).size !== targets.length) say('names a target twice');
    const configured = new Set();
    for (const config of allOf(root, 'targetConfigs').flatMap((one) => allOf(one, 'targetConfig'))) {
      const of = (config.attributes.targets ?? '').split(',');
      for (const target of of) {
        if (!targets.includes(target)) say(`configures ${target}, which is no target of it`);
        if (configured.has(target)) say(`configures ${target} twice`);
        configured.add(target);
      }
      if (allOf(config, 'objects').length > 0 && of.some((target) => target !== 'lightning__RecordPage')) {
        say('names objects for pages that have no record');
      }
      for (const { attributes } of allOf(config, 'property')) {
        const given = new RegExp(`@api\\s+(?:get\\s+|set\\s+)?${attributes.name}\\b`);
        if (!given.test(script)) say(`property "${attributes.name}" is no @api of ${name}.js`);
        const choices = attributes.datasource?.split(',');
        if (choices && 'default' in attributes && !choices.includes(attributes.default)) {
          say(`default "${attributes.default}" of "${attributes.name}" is none of its choices`);
        }
      }
    }
    return problems;
  });
}

function labelProblems(documents, { labels, translated, twice, scripts }) {
  const problems = [...twice];
  const used = new Set(
    scripts.flatMap(({ text }) => [...text().matchAll(/@salesforce\/label\/c\.(\w+)/g)].map(([, name]) => name)),
  );
  for (const name of used) if (!labels.has(name)) problems.push(`labels: ${name} is used and does not exist`);
  for (const [name, value] of labels) {
    if (!used.has(name)) problems.push(`labels: ${name} is not used`);
    if (!translated.has(name)) problems.push(`translations: ${name} is not translated`);
    else if (placesIn(value) !== placesIn(translated.get(name))) {
      problems.push(`translations: ${name} has other places than the label: ${placesIn(value)}`);
    }
  }
  for (const name of translated.keys()) if (!labels.has(name)) problems.push(`translations: ${name} is no label`);
  return problems;
}

const placesIn = (value) => ['{0}', '{1}', '{2}'].filter((place) => value?.includes(place)).join(' ');

function permissionProblems(documents, { classes }, reads) {
  const problems = [];
  const sets = [...documents].filter(([, root]) => root.name === 'PermissionSet');
  for (const [path, root] of sets) {
    const say = (problem) => problems.push(`${path}: ${problem}`);
    const objects = new Set();
    const fields = new Set();
    for (const one of allOf(root, 'classAccesses')) {
      if (!classes.has(textOf(one, 'apexClass'))) say(`class ${textOf(one, 'apexClass')} does not exist`);
    }
    for (const one of allOf(root, 'objectPermissions')) {
      const object = textOf(one, 'object');
      if (!Object.hasOwn(grantable, object) || withoutObjectPermission.includes(object)) {
        say(`object ${object} cannot be granted`);
      }
      if (objects.has(object)) say(`object ${object} stands twice`);
      if (textOf(one, 'allowRead') === 'true') objects.add(object);
      for (const right of ['allowCreate', 'allowDelete', 'allowEdit', 'modifyAllRecords', 'viewAllRecords']) {
        if (textOf(one, right) !== 'false') say(`object ${object}: ${right} is more than reading what is shared`);
      }
    }
    for (const one of allOf(root, 'fieldPermissions')) {
      const field = textOf(one, 'field') ?? '';
      const [object, name] = field.split('.');
      if (!grantable[object]?.includes(name)) say(`field ${field} cannot be granted`);
      if (fields.has(field)) say(`field ${field} stands twice`);
      if (textOf(one, 'readable') === 'true') fields.add(field);
      if (textOf(one, 'editable') !== 'false') say(`field ${field}: is granted for more than reading`);
    }
    for (const field of reads) {
      const [object, name] = field.split('.');
      if (grantable[object]?.includes(name) && !fields.has(field)) say(`field ${field} is read and not granted`);
      if (Object.hasOwn(grantable, object) && !withoutObjectPermission.includes(object) && !objects.has(object)) {
        say(`object ${object} is read and not granted`);
      }
    }
    for (const [name, text] of classes) {
      const isAsked = /@AuraEnabled/i.test(text);
      const isGranted = allOf(root, 'classAccesses').some((one) => textOf(one, 'apexClass') === name);
      if (isAsked && !isGranted) say(`class ${name} is asked by components and not granted`);
    }
  }
  if (sets.length === 0) problems.push('permissionsets: there are none');
  return [...new Set(problems)];
}

/** What modules import from the org has to be there. */
function importProblems({ scripts, classes, bundles, channels, resources }) {
  return scripts.flatMap(({ path, text }) => {
    const problems = [];
    for (const [, from] of text().matchAll(/from '((?:@salesforce|c)\/[^']+)'/g)) {
      const [, kind, name] = /^(c|@salesforce\/\w+)\/(.+)$/.exec(from) ?? [];
      const known = {
        c: () => bundles.has(name),
        '@salesforce/apex': () => {
          const [className, method] = name.split('.');
          const signature = new RegExp(`@AuraEnabled[^;{]*?\\bstatic\\s+\\w+\\s+${method}\\s*\\(`, 'i');
          return signature.test(classes.get(className) ?? '');
        },
        '@salesforce/resourceUrl': () => resources.has(name),
        '@salesforce/messageChannel': () => channels.has(name.replace(/__c$/, '')) && name.endsWith('__c'),
        '@salesforce/label': () => true,
        '@salesforce/i18n': () => /^(lang|locale|timeZone|dir)$/.test(name),
        '@salesforce/user': () => name === 'Id',
      }[kind];
      if (!known?.()) problems.push(`${path}: imports ${from}, which does not exist`);
    }
    return problems;
  });
}
