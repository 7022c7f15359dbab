/**
 * Types of the elements for templates of frameworks, made from the manifest: what can be set, and what can be heard.
 *
 * @param {{ modules: Array<{ path: string, declarations?: any[], exports?: any[] }> }} manifest `custom-elements.json`
 * @param {string} from Module of the element classes, as the files made here import it
 * @returns {Record<string, string>} file name → text
 */
export function frameworkTypes(manifest, from) {
  const index = manifest.modules.find(({ path }) => path === 'widgets/index.ts');
  const offered = new Set((index?.exports ?? []).map(({ name }) => name));
  const elements = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName, name }) => tagName && offered.has(name))
    .map(elementOf)
    .toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
  if (elements.length === 0) throw new Error('The manifest has no element that widgets/index.ts exports.');
  return {
    'react.d.ts': react(elements, from),
    'vue.d.ts': vue(elements, from),
    'svelte.d.ts': svelte(elements, from),
    // Copied into a project, which compiles it with its own sources.
    'angular.ts': angular(elements, 'touchpoint-kit'),
  };
}

function elementOf({ tagName, name, summary, description, members = [], attributes = [], events = [] }) {
  const fields = members.filter(({ kind, readonly, static: isStatic }) => kind === 'field' && !readonly && !isStatic);
  const set = fields.map((field) => field.name).filter((field) => field !== 'coordinator');
  return {
    tag: tagName,
    name,
    text: (summary ?? description ?? '').replaceAll('*/', '* /'),
    fields: set.toSorted((a, b) => (a < b ? -1 : 1)),
    attributes: attributes.map((one) => one.name).filter((one) => one.includes('-')),
    events: events.map((event) => event.name).filter((event) => event.startsWith('tp')),
  };
}

const head = '// Made from custom-elements.json by the build.\n';
const imports = (elements, from) => `import type { ${elements.map(({ name }) => name).join(', ')} } from '${from}';\n`;
const union = (names) => (names.length === 0 ? 'never' : names.map((name) => `'${name}'`).join(' | '));

/** Properties as the classes have them, attributes by their names, and events under a prefix. */
function propsOf({ name, fields, attributes, events }, prefix) {
  const picked = `{ [K in ${union(fields)}]?: Settable<${name}, K> }`;
  const written = attributes.map((attribute) => `'${attribute}'?: string | number | boolean | null`);
  const heard = events.map((event) => `'${prefix}${event}'?: (event: HTMLElementEventMap['${event}']) => void`);
  return `${picked} & { ${[...written, ...heard].join('; ')} }`;
}

const settable = `
/** A property as it is set; a selection is given as plain data. */
type Settable<E, K extends keyof E> = E[K] extends { readonly data: infer D; undo(): boolean } ? D | null : E[K];
`;

function react(elements, from) {
  return `${head}import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${imports(elements, from)}${settable}
type Base<E> = Omit<DetailedHTMLProps<HTMLAttributes<E>, E>, 'data'>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map((element) => `      /** ${element.text} */\n      '${element.tag}': Base<${element.name}> & ${propsOf(element, 'on')};`).join('\n')}
    }
  }
}
`;
}

function vue(elements, from) {
  return `${head}import type { DefineComponent } from 'vue';
${imports(elements, from)}${settable}
declare module 'vue' {
  interface GlobalComponents {
${elements.map((element) => `    /** ${element.text} */\n    '${element.tag}': DefineComponent<${propsOf({ ...element, events: [] }, '')} & ${vueEvents(element)}>;`).join('\n')}
  }
}
`;
}

/** Vue looks for a listener of `@tpselect` as `onTpselect`. */
function vueEvents({ events }) {
  const named = events.map((event) => `on${event[0].toUpperCase()}${event.slice(1)}`);
  return `{ ${named.map((on, i) => `${on}?: (event: HTMLElementEventMap['${events[i]}']) => void`).join('; ')} }`;
}

function svelte(elements, from) {
  return `${head}import type { HTMLAttributes } from 'svelte/elements';
${imports(elements, from)}${settable}
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${elements.map((element) => `    /** ${element.text} */\n    '${element.tag}': Omit<HTMLAttributes<${element.name}>, 'data'> & ${propsOf(element, 'on')};`).join('\n')}
  }
}
`;
}

/**
 * Directives that carry the properties' types into Angular's templates; events are typed by the DOM's own map. Source
 * text, since Angular compiles decorators itself.
 */
function angular(elements, from) {
  return `${head}import { Directive, ElementRef, inject, Input } from '@angular/core';
${imports(elements, from)}${settable}
${elements
  .map(
    ({ tag, name, text, fields }) => `/** ${text} */
@Directive({ selector: '${tag}', standalone: true })
export class ${name}Directive {
  readonly element: ${name} = inject<ElementRef<${name}>>(ElementRef).nativeElement;
${fields
  .map(
    (field) => `  @Input() set ${field}(value: Settable<${name}, '${field}'>) {
    Object.assign(this.element, { ${field}: value });
  }`,
  )
  .join('\n')}
}
`,
  )
  .join('\n')}
/** All of them, for a component's \`imports\`. */
export const touchpointKit = [${elements.map(({ name }) => `${name}Directive`).join(', ')}] as const;
`;
}
