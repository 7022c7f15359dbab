import type { Result } from '../../worker/protocol/result.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import { caseBatch, type Ask, type ConformanceCase, type Reply } from './case.js';

/** Puts a case to an engine, the `asOf` of its spec with the data. */
export function put<R extends Result, M extends Mark>(
  one: ConformanceCase,
  ask: Ask,
  spec: Spec,
): Promise<Reply<R, M>> {
  const { asOf, ...rest } = spec as Spec & { readonly asOf?: number };
  return ask(caseBatch(one), rest as Spec, asOf === undefined ? {} : { asOf }) as Promise<Reply<R, M>>;
}
