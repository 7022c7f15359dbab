import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type {
  FunnelAttribution,
  FunnelBreakdown,
  FunnelEntry,
  FunnelExclusion,
  FunnelMode as CountMode,
  FunnelOrder,
  FunnelSpec,
  FunnelStep,
  FunnelTie,
} from '../../worker/protocol/spec.js';
import { parseSpan } from '../internal/span.js';
import { faultsOf, maxTime, readRange } from '../internal/attributes.js';

/** What `<tp-funnel>` is told of its question, as a page writes it. Null and undefined mean "not said". */
export interface FunnelProps {
  /**
   * Event names separated by commas, or steps; a name that holds a comma stands in double quotes. Text that begins with
   * `[{` is steps as JSON.
   */
  readonly steps?: string | readonly FunnelStep[] | null;
  /** `14d`, `30 min`, `2h`, milliseconds as a number, `none`. */
  readonly window?: string | number | null;
  readonly order?: string | null;
  readonly tie?: string | null;
  readonly entry?: string | null;
  /** First instant that counts, and the first that does not any more: ISO text (UTC unless it says otherwise) or ms. */
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  /** Level of the intervals: 0.95, or 95 for percent. */
  readonly level?: string | number | null;
  readonly where?: readonly Selector[] | null;
  /** `uniques` or `totals`. */
  readonly mode?: string | null;
  /** Properties with one value throughout: names between commas, or an array. */
  readonly hold?: string | readonly string[] | null;
  readonly exclusions?: readonly FunnelExclusion[] | null;
  /** Property whose numbers are summed at each step. */
  readonly value?: string | null;
  /** Properties to tell groups by: names between commas, or an array. */
  readonly breakdown?: string | readonly string[] | null;
  /** Groups told apart; the rest is merged. Default 8. */
  readonly breakdownLimit?: string | number | null;
  /** Which row of a customer gives the group: `first`, `last` or `all`. */
  readonly attribution?: string | null;
}

/** Groups that a table shows without becoming a list to scroll. */
export const defaultGroups: number = 8;

const orders: readonly FunnelOrder[] = ['ordered', 'strict', 'unordered'];
const ties: readonly FunnelTie[] = ['any-order', 'strictly-later', 'input-order'];
const entries: readonly FunnelEntry[] = ['best', 'first'];
const modes: readonly CountMode[] = ['uniques', 'totals'];
const attributions: readonly FunnelAttribution[] = ['first', 'last', 'all'];
const maxSteps = 32;
const fault = faultsOf('tp-funnel');

/**
 * The question that a funnel's properties ask; null when there are no steps yet.
 * @throws AnalyticsError `spec-invalid`; `detail` names the `property` and its `value`
 */
export function funnelSpec(props: FunnelProps): FunnelSpec | null {
  const steps = readSteps(props.steps);
  if (steps.length === 0) return null;
  if (steps.length > maxSteps) {
    throw fault('steps', steps.length, `it has ${steps.length} steps; give ${maxSteps} at most`);
  }
  const order = oneOf('order', props.order, orders);
  const tie = oneOf('tie', props.tie, ties);
  const entry = oneOf('entry', props.entry, entries);
  const windowMs = parseWindow(props.window);
  const range = parseRange(props.from, props.to);
  const level = parseLevel(props.level);
  const mode = oneOf('mode', props.mode, modes);
  const holdConstant = readNames('hold', props.hold);
  const breakdown = readBreakdown(props);
  for (const name of ['where', 'exclusions'] as const) {
    if (props[name] && !Array.isArray(props[name])) throw fault(name, props[name], 'give an array of conditions');
  }
  return {
    kind: 'funnel',
    steps,
    ...(order && { order }),
    ...(windowMs !== null && { windowMs }),
    ...(tie && { tie }),
    ...(entry && { entry }),
    ...(range && { range }),
    ...(props.where && props.where.length > 0 && { where: props.where }),
    ...(level !== null && { level }),
    ...(mode && { mode }),
    ...(holdConstant.length > 0 && { holdConstant }),
    ...(props.exclusions && props.exclusions.length > 0 && { exclusions: props.exclusions }),
    ...(props.value && { valueProp: props.value }),
    ...(breakdown && { breakdown }),
  };
}

function readBreakdown({ breakdown, breakdownLimit, attribution }: FunnelProps): FunnelBreakdown | null {
  const by = readNames('breakdown', breakdown);
  if (by.length === 0) return null;
  const limit = Number(breakdownLimit ?? defaultGroups);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
    throw fault('breakdown-limit', breakdownLimit, 'write a whole number from 1 to 1000');
  }
  const from = oneOf('attribution', attribution, attributions);
  return { by, limit, ...(from && { attribution: from }) };
}

/** Names between commas, quoted as steps are, or an array of texts. */
function readNames(property: string, value: string | readonly string[] | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return splitNames(property, value);
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) {
    throw fault(property, value, 'write names between commas, or give an array of texts');
  }
  return value;
}

/**
 * A whole question as data, when it has the shape of one; the engine judges the rest.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkedSpec(spec: FunnelSpec): FunnelSpec {
  if (!isObject(spec) || spec.kind !== 'funnel') {
    throw fault('spec', spec, 'give an object with kind "funnel" and an array of steps');
  }
  if (!Array.isArray(spec.steps)) throw fault('spec', spec, 'its steps are not an array');
  readSteps(spec.steps);
  return spec;
}

/**
 * Steps as a page gives them: text or an array; none for what was not said.
 * @throws AnalyticsError `spec-invalid` when it is neither
 */
export function readSteps(value: FunnelProps['steps']): readonly FunnelStep[] {
  if (typeof value === 'string') return parseSteps(value);
  if (value === null || value === undefined) return [];
  const shaped = Array.isArray(value) && value.every(isStep);
  if (!shaped)
    throw fault('steps', value, 'write event names between commas, or give an array such as [{ event: "visit" }]');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isStep(step: unknown): boolean {
  if (!isObject(step)) return false;
  const { event, where, label } = step;
  const names = event === undefined || typeof event === 'string' || Array.isArray(event);
  const tests = where === undefined || (Array.isArray(where) && where.every(isObject));
  return names && tests && (label === undefined || typeof label === 'string');
}

/**
 * Steps from text: names between commas (`,` or `，`), trimmed; empty places are passed over. Within double quotes a
 * comma is part of the name and `""` is one quote. Text that begins with `[{` is JSON.
 */
export function parseSteps(text: string): FunnelStep[] {
  if (!/^\s*\[\s*\{/.test(text)) return splitNames('steps', text).map((event) => ({ event }));
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch {
    throw fault('steps', text.slice(0, 80), 'it begins as JSON does and cannot be read as such');
  }
  return [...readSteps(steps as readonly FunnelStep[])];
}

function splitNames(property: string, text: string): string[] {
  const names: string[] = [];
  const take = (name: string): void => {
    if (name !== '') names.push(name);
  };
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
    } else if (text[at] === '"') {
      const quoted = /^"((?:[^"]|"")*)"\s*(?=[,，]|$)/.exec(text.slice(at));
      if (!quoted) {
        const part = text.slice(at, at + 40);
        throw fault(
          property,
          part,
          `the quotes that open at ${part} do not close before the next comma; write " twice for a quote in a name`,
        );
      }
      take(quoted[1]!.replaceAll('""', '"'));
      at += quoted[0].length + 1;
    } else {
      const end = text.slice(at).search(/[,，]/);
      take(text.slice(at, end < 0 ? undefined : at + end).trim());
      at = end < 0 ? text.length : at + end + 1;
    }
  }
  return names;
}

/** A window in ms from `14d`, `30 min`, `2h`, a number of ms; null for none, `none` and the empty text. */
export function parseWindow(value: string | number | null | undefined): number | null {
  const text = String(value ?? '')
    .trim()
    .toLowerCase();
  if (text === '' || text === 'none') return null;
  const ms = parseSpan(text);
  if (!(ms > 0) || ms > maxTime) {
    throw fault(
      'window',
      value,
      'write a number and s, min, h, d or w, such as "14d" or "30 min"; leave it out for no limit',
    );
  }
  return Math.round(ms);
}

/** A half-open range; an end that is not given stays open. Null when neither is given. */
export function parseRange(
  from: string | number | null | undefined,
  to: string | number | null | undefined,
): TimeRange | null {
  return readRange(from, to, fault);
}

function parseLevel(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(String(value).replace(/%$/, ''));
  const level = number >= 50 && number < 100 ? number / 100 : number;
  if (!(level > 0 && level < 1)) throw fault('level', value, 'write a share between 0 and 1, such as 0.95');
  return level;
}

function oneOf<T extends string>(property: string, value: string | null | undefined, allowed: readonly T[]): T | null {
  if (value === null || value === undefined || value === '') return null;
  const found = allowed.find((name) => name === value);
  if (!found) throw fault(property, value, `write one of ${allowed.join(', ')}`);
  return found;
}

/** What a step is called on screen: its label, its event names, or its first test. */
export function stepName(step: FunnelStep, index: number): string {
  if (step.label) return step.label;
  if (typeof step.event === 'string') return step.event;
  if (step.event && step.event.length > 0) return step.event.join(' / ');
  const test = step.where?.[0];
  if (!test) return String(index + 1);
  const value = Array.isArray(test.value) ? test.value.join(', ') : String(test.value ?? '');
  return `${test.prop} ${operators[test.op]} ${value}`.trim();
}

const operators = {
  eq: '=',
  ne: '≠',
  in: '∈',
  lt: '<',
  lte: '≤',
  gt: '>',
  gte: '≥',
  isNull: '= –',
  notNull: '≠ –',
} as const;
