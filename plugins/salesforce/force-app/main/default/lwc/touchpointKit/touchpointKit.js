import { loadScript } from 'lightning/platformResourceLoader';
import TOUCHPOINT_KIT from '@salesforce/resourceUrl/TouchpointKit';

let loading = null;

/**
 * The kit, loaded once for all components of the page. Its elements are registered when the promise is kept; an element
 * that is made earlier would keep what it is given as attributes, and lose it.
 * @returns what the static resource sets, `globalThis.TouchpointKit`
 * @throws Error with `code` `kit-failed`; the next call tries again
 */
export function loadKit(component) {
  loading ??= load(component);
  return loading;
}

async function load(component) {
  try {
    await loadScript(component, TOUCHPOINT_KIT);
    if (globalThis.TouchpointKit) return globalThis.TouchpointKit;
    throw new Error('The script ran and set nothing.');
  } catch (cause) {
    loading = null;
    const message = `The static resource TouchpointKit could not be loaded. ${cause?.message ?? ''}`.trim();
    throw Object.assign(new Error(message, { cause }), { code: 'kit-failed' });
  }
}
