import { version } from './version.js';

const brand = Symbol.for('touchpoint-kit.version');

/**
 * Registers an element unless its name is taken. A second copy of the kit on a page leaves the first in place and warns
 * with both versions. Does nothing where there is no element registry (a server).
 */
export function define(name: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  const there = customElements.get(name) as (CustomElementConstructor & { [brand]?: string }) | undefined;
  if (there === element) return;
  if (there) {
    console.warn(
      `touchpoint-kit ${version}: <${name}> is already registered by ` +
        `${there[brand] ? `touchpoint-kit ${there[brand]}` : 'another library'}; that one stays in use. Load the kit once.`,
    );
    return;
  }
  Object.defineProperty(element, brand, { value: version });
  customElements.define(name, element);
}
