// What may stand in the metadata files of the components: Salesforce itself looks only when they are deployed, and its
// converter not at all. Each shape lists the elements that may stand in one, with how often and with what in them.
// After the Metadata API Developer Guide and the reference of js-meta.xml, API 67.0. Elements that the components do not
// use are left out on purpose: a new one is added here, by somebody who has looked it up.

/** Namespace of all of them. */
export const namespace = 'http://soap.sforce.com/2006/04/metadata';

const text = (check = /\S/, most = 255) => ({ check, most });
const flag = text(/^(true|false)$/);
const version = text(/^67\.0$/);
const once = (shape) => ({ ...shape, least: 1, times: 1 });
const maybe = (shape) => ({ ...shape, least: 0, times: 1 });
const some = (shape) => ({ ...shape, least: 1, times: Infinity });
const any = (shape) => ({ ...shape, least: 0, times: Infinity });
const apiName = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

const targets = /^lightning__(RecordPage|AppPage|HomePage)$/;

const property = {
  attributes: {
    name: { required: true, check: /^[a-z][A-Za-z0-9]*$/ },
    type: { required: true, check: /^(String|Integer|Boolean|Color)$/ },
    label: { required: true, check: /\S/ },
    description: { check: /\S/ },
    default: { check: /^/ },
    datasource: { check: /^[^,]+(,[^,]+)*$/ },
    required: { check: /^(true|false)$/ },
    min: { check: /^-?\d+$/ },
    max: { check: /^-?\d+$/ },
    placeholder: { check: /\S/ },
  },
};

/** Shapes by the end of the file's name. */
export const shapes = {
  '.cls-meta.xml': {
    root: 'ApexClass',
    children: { apiVersion: once(version), status: once(text(/^Active$/)) },
  },
  '.js-meta.xml': {
    root: 'LightningComponentBundle',
    children: {
      apiVersion: once(version),
      description: maybe(text(/\S/, 1000)),
      isExposed: once(flag),
      masterLabel: maybe(text(/\S/, 80)),
      targets: maybe({ children: { target: some(text(targets)) } }),
      targetConfigs: maybe({
        children: {
          targetConfig: some({
            attributes: { targets: { required: true, check: /^lightning__\w+(,lightning__\w+)*$/ } },
            children: {
              property: any(property),
              objects: maybe({ children: { object: some(text(/^(Contact|Lead|Account|Opportunity)$/)) } }),
              supportedFormFactors: maybe({
                children: {
                  supportedFormFactor: some({ attributes: { type: { required: true, check: /^(Large|Small)$/ } } }),
                },
              }),
            },
          }),
        },
      }),
    },
  },
  '.resource-meta.xml': {
    root: 'StaticResource',
    children: {
      cacheControl: once(text(/^(Public|Private)$/)),
      contentType: once(text(/^application\/javascript$/)),
      description: maybe(text()),
    },
  },
  '.labels-meta.xml': {
    root: 'CustomLabels',
    children: {
      labels: some({
        children: {
          fullName: once(text(apiName, 80)),
          categories: maybe(text()),
          language: once(text(/^en_US$/)),
          protected: once(flag),
          shortDescription: once(text(/\S/, 80)),
          value: once(text(/\S/, 1000)),
        },
      }),
    },
  },
  '.translation-meta.xml': {
    root: 'Translations',
    children: { customLabels: some({ children: { label: once(text(/\S/, 1000)), name: once(text(apiName, 80)) } }) },
  },
  '.messageChannel-meta.xml': {
    root: 'LightningMessageChannel',
    children: {
      description: maybe(text(/\S/, 1000)),
      isExposed: once(flag),
      lightningMessageFields: some({
        children: { description: maybe(text(/\S/, 1000)), fieldName: once(text(/^[a-z][A-Za-z0-9]*$/)) },
      }),
      masterLabel: once(text(/\S/, 80)),
    },
  },
  '.permissionset-meta.xml': {
    root: 'PermissionSet',
    children: {
      classAccesses: any({ children: { apexClass: once(text(apiName)), enabled: once(flag) } }),
      description: maybe(text()),
      fieldPermissions: any({
        children: { editable: once(flag), field: once(text(/^\w+\.\w+$/)), readable: once(flag) },
      }),
      hasActivationRequired: maybe(flag),
      label: once(text(/\S/, 80)),
      objectPermissions: any({
        children: {
          allowCreate: once(flag),
          allowDelete: once(flag),
          allowEdit: once(flag),
          allowRead: once(flag),
          modifyAllRecords: once(flag),
          object: once(text(apiName)),
          viewAllRecords: once(flag),
        },
      }),
      userPermissions: any({ children: { enabled: once(flag), name: once(text(/^ActivitiesAccess$/)) } }),
    },
  },
};

/** Problems of an element against its shape. */
export function problemsOf(element, shape, path = element.name) {
  const problems = [];
  const say = (problem) => problems.push(`<${path}>: ${problem}`);
  const attributes = { ...shape.attributes };
  for (const [name, value] of Object.entries(element.attributes)) {
    if (!attributes[name]) say(`no attribute "${name}" is known here`);
    else if (!attributes[name].check.test(value)) say(`${name}="${value}" may not stand here`);
  }
  for (const [name, { required }] of Object.entries(attributes)) {
    if (required && !(name in element.attributes)) say(`lacks the attribute "${name}"`);
  }
  if (shape.check) {
    const value = element.text.trim();
    if (element.children.length > 0) say('holds elements where a text should stand');
    else if (!shape.check.test(value)) say(`"${value}" may not stand here`);
    else if (value.length > shape.most) say(`has ${value.length} characters, and ${shape.most} may stand here`);
    return problems;
  }
  if (element.text.trim() !== '') say(`"${element.text.trim()}" stands between elements`);
  const children = shape.children ?? {};
  const counts = new Map();
  for (const child of element.children) {
    counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
    const known = children[child.name];
    if (known) problems.push(...problemsOf(child, known, `${path}/${child.name}`));
    else say(`no element <${child.name}> is known here`);
  }
  for (const [name, { least, times }] of Object.entries(children)) {
    const count = counts.get(name) ?? 0;
    if (count < least) say(`lacks <${name}>`);
    if (count > times) say(`has <${name}> ${count} times`);
  }
  return problems;
}
