/** What the kit uses of a Trusted Types policy. */
export interface KitPolicy {
  createScriptURL(url: string): string;
  createHTML(html: string): string;
}

interface TrustedTypesLike {
  createPolicy(name: string, rules: KitPolicy): KitPolicy;
}

const ownUrls = new Set<string>();
let policy: KitPolicy | null | undefined;

/**
 * The kit's one policy, `touchpoint-kit`: lets the kit's own worker pass and nothing else, and in the bundled builds
 * Lit's templates. Null where the page has no Trusted Types or does not allow the name; sinks then take plain strings
 * or refuse them, and the engine goes on to the next seat.
 */
export function kitPolicy(): KitPolicy | null {
  if (policy === undefined) policy = createPolicy();
  return policy;
}

/** `url` as the `Worker` constructor wants it. Only for addresses of the kit's own worker. */
export function workerScriptUrl(url: string): string {
  ownUrls.add(url);
  return kitPolicy()?.createScriptURL(url) ?? url;
}

function createPolicy(): KitPolicy | null {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesLike };
  if (!trustedTypes) return null;
  try {
    return trustedTypes.createPolicy('touchpoint-kit', {
      createScriptURL(url) {
        if (ownUrls.has(url)) return url;
        throw new TypeError(`touchpoint-kit: "${url}" is not the kit's worker.`);
      },
      // Lit's templates are made of literals of the kit's own source; values never pass here.
      createHTML: (html) => html,
    });
  } catch {
    return null; // the name is not on the page's list, or a second copy of the kit has taken it
  }
}
