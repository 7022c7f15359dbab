import type { Analysis } from './analysis.js';
import { moreAnalyses } from './more.js';

/**
 * The kinds of question beyond the funnel family. The build of the worker's file puts them into a file of their own
 * beside it, loaded with the first such question: a page with funnels never pays for them.
 *
 * @param _url address of that file; null: beside the worker's own. Here they are at hand
 */
export function loadMore(_url: string | null): Promise<readonly Analysis[]> {
  return Promise.resolve(moreAnalyses);
}
