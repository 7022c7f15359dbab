import { AnalyticsError } from '../../worker/protocol/error.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type { Source } from '../../worker/protocol/source.js';
import type { Addition } from './dataset.js';
import { dedent, jsonSource, urlSource } from './page-source.js';

/**
 * Profiles that stand in the page: `<script data-profiles="email">` among the dataset's children. `data-profiles` is the
 * field they are found by, `data-key` their column with it (default: the field's own name), `data-properties` the columns
 * that are taken, with commas between them (default: all), `data-prefix` what stands before their names. The profiles are
 * the script's text, CSV or JSON by its `type`, or lie at `src`.
 *
 * @throws AnalyticsError as `urlSource` and `jsonSource`; `spec-invalid` for a script without a field
 */
export function pageProfiles(dataset: Element): Addition[] {
  return [...dataset.children]
    .filter((child) => child.localName === 'script' && child.hasAttribute('data-profiles'))
    .map((child, k) => ({ source: sourceOf(child, `profiles ${k + 1}`), mapping: null, profiles: optionsOf(child) }));
}

function sourceOf(script: Element, name: string): Source {
  const src = script.getAttribute('src');
  if (src !== null) return urlSource(src, script.ownerDocument.baseURI);
  const text = script.textContent ?? '';
  const isJson = (script.getAttribute('type') ?? '').trim().toLowerCase() === 'application/json';
  return isJson ? jsonSource(text, name) : { kind: 'text', text: dedent(text), name };
}

function optionsOf(script: Element): ProfileOptions {
  const field = script.getAttribute('data-profiles')!.trim();
  if (field === '') {
    throw new AnalyticsError(
      'spec-invalid',
      '<tp-dataset>: a <script data-profiles> does not say what its profiles are found by. Name it: data-profiles="email", or data-profiles="account" data-key="Id".',
      { property: 'data-profiles' },
    );
  }
  const properties = script.getAttribute('data-properties');
  const prefix = script.getAttribute('data-prefix');
  return {
    key: { field, column: script.getAttribute('data-key') ?? field },
    ...(properties !== null && {
      properties: properties
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    }),
    ...(prefix !== null && { prefix }),
  };
}
