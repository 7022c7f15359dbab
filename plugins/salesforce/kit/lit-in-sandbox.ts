/**
 * Makes Lit draw rightly in Salesforce's sandbox. Evaluated before lit-html, which reads the hook once, while it loads.
 *
 * Lit writes a bound plain attribute into its template as `name$lit$=`. Lightning Web Security sanitises what is written
 * into a template and lets such a name pass only when it begins with `.`, `?` or `@`; with the name goes the place of its
 * value, and every later value lands one place too early, without an error. So the placeholder gets a `.` in front. Lit
 * takes the attribute's real name from its own reading of the strings, and still writes the value with `setAttribute`,
 * which the sandbox watches over as before.
 *
 * The placeholder's form is Lit's own affair: the build refuses another minor version of lit-html than the tested one
 * (`build/bundle.mjs`), and tests draw every element of this build behind a sanitiser.
 */

/** What lit-html makes its templates with. */
export interface TemplateClass {
  createElement(html: string | TrustedHtml, options?: unknown): HTMLTemplateElement;
}

/** What Trusted Types make of a text. */
export interface TrustedHtml {
  toString(): string;
}

/** Called by lit-html while it loads. */
export type PolyfillSupport = (Template: TemplateClass, ChildPart: unknown) => void;

const host = globalThis as { litHtmlPolyfillSupport?: PolyfillSupport };
const before = host.litHtmlPolyfillSupport;

/** A bound plain attribute, at its white space. */
const boundAttribute = /(\s)([^\s"'<>/=.?@][^\s"'<>/=]*\$lit\$=)/g;

host.litHtmlPolyfillSupport = (Template, ChildPart) => {
  before?.(Template, ChildPart);
  const createElement = Template.createElement.bind(Template);
  Template.createElement = (html, options) => createElement(String(html).replace(boundAttribute, '$1.$2'), options);
};
